"""The experiments can be run as their pages say, and come out as they say."""

import re
import sys
from pathlib import Path

import pandas as pd
import pytest

EXPERIMENTS = Path(__file__).parents[2] / "experiments"


@pytest.fixture
def run_study(monkeypatch):
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    import run_study

    return run_study


def test_three_remedies_come_out_as_expected(run_study):
    expected = pd.read_csv(EXPERIMENTS / "three_remedies" / "expected.csv")
    found = run_study.answer("three_remedies")
    assert run_study.disagreements(found, expected) == []
    # What the page says in words: a placebo beside each remedy that brings managers into practice.
    assert {"manager_caseload_placebo", "rotation_placebo"} < set(found["arm"])


def test_a_changed_result_is_seen(run_study):
    expected = pd.read_csv(EXPERIMENTS / "three_remedies" / "expected.csv")
    moved = expected.assign(difference=expected["difference"] + 0.2 * (expected["ci_high"] - expected["ci_low"]) + 1e-3)
    assert len(run_study.disagreements(moved, expected)) == len(expected)


def test_patterns_page_can_be_written(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(EXPERIMENTS / "patterns"))
    import p01_distance
    import run

    pattern = p01_distance.measure(2)
    assert pattern.label == "check"
    assert pattern.measures[0].low > 0, "the director is more hopeful than the team managers"
    assert abs(pattern.ablation[0].estimate) < 0.05, "with nothing lost the tiers agree"
    assert pattern.identity in run.section(pattern)
    sys.modules.pop("run")


def test_the_tables_of_the_readme_are_those_of_the_results(monkeypatch):
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    import readme_tables

    folder = EXPERIMENTS / "three_remedies"
    assert readme_tables.filled(folder) == (folder / "README.md").read_text(encoding="utf-8")


def test_no_end_in_a_readme_looks_as_if_its_interval_held_0(monkeypatch):
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    import readme_tables

    row = pd.Series({"difference": 0.032, "ci_low": -0.003, "ci_high": 0.067})
    assert readme_tables.cell(row, 2) == "+0.032 (-0.003 to +0.067)"
    page = (EXPERIMENTS / "three_remedies" / "README.md").read_text(encoding="utf-8")
    ends = re.findall(r"\(([+-][0-9.]+) to ([+-][0-9.]+)\)", page)
    assert len(ends) > 50
    assert not [pair for pair in ends if 0.0 in map(float, pair)]
