"""The page of interventions can be written, says of each what it costs and does, and comes out the same twice."""

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.interventions.registry import REGISTRY

EXPERIMENT = Path(__file__).parents[2] / "experiments" / "interventions"
MODULES = ("run", "page", "sections", "turning", "differences", "assumptions")
WORDS = ("authority=small_unitary", "intervention=[shadowing,more_posts,caseload_cap]", "years=1")
ENDS = {"mechanism.decisions.discretion": (0.0, 0.2), "interventions.shadowing.learning": (0.0, 1.0)}


@pytest.fixture
def experiment(monkeypatch):
    """Its modules, by name: other experiments have a `run` of their own."""
    for name in MODULES:
        sys.modules.pop(name, None)
    monkeypatch.syspath_prepend(str(EXPERIMENT))
    import run

    yield run
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def written(experiment, tmp_path):
    settings = experiment.study(WORDS)
    found = experiment.measure(settings, 2, 2, rivals=("not_willing",), ends=ENDS)
    experiment.write(settings, found, tmp_path / "page.md", tmp_path / "numbers.csv")
    return settings, found, tmp_path


def test_page_and_table_say_the_same(written, experiment):
    settings, found, folder = written
    page = (folder / "page.md").read_text(encoding="utf-8")
    table = pd.read_csv(folder / "numbers.csv")
    assert list(found) == [
        "as it is", "not_willing", "decisions.discretion=0", "decisions.discretion=0.2", "shadowing.learning=0",
        "shadowing.learning=1",
    ]  # fmt: skip
    assert re.findall(r"^### (I\d\d) ", page, re.M) == ["I07", "I19", "I25"]
    for name, one in settings.interventions.items():
        assert one.objection in page
        row = table[(table["arm"] == name) & (table["outcome"] == "burnout") & (table["window"] == "last year")].iloc[0]
        assert f"{row['difference']:+z.3f} ± {(row['ci_high'] - row['ci_low']) / 2:.3f}" in page
    # A placebo beside each remedy that brings managers into practice, and beside no other.
    assert {"shadowing_placebo"} == {arm for arm in table["arm"] if arm.endswith("_placebo")}
    assert not re.search(r"\bnan\b|\{", page)
    experiment.write(settings, found, folder / "again.md", folder / "again.csv")
    assert (folder / "again.md").read_bytes() == (folder / "page.md").read_bytes()
    assert (folder / "again.csv").read_bytes() == (folder / "numbers.csv").read_bytes()


def test_differences_are_those_of_a_study(written):
    from differences import LAST, difference

    from sim import compare

    settings, found, _ = written
    table = compare(settings.model_copy(update={"replicates": 2})).table
    for name in ("shadowing", "shadowing_placebo", "more_posts"):
        row = table[(table["arm"] == name) & (table["outcome"] == "turnover_rate")].iloc[0]
        one = difference(found["as it is"], name, "baseline", LAST, "turnover_rate")
        assert one.mean == pytest.approx(row["difference"])
        assert one.half == pytest.approx((row["ci_high"] - row["ci_low"]) / 2)


def test_published_page_and_table_are_of_one_run_and_complete(experiment):
    from differences import DIGITS, OUTCOMES

    page = experiment.PAGE.read_text(encoding="utf-8")
    table = pd.read_csv(experiment.NUMBERS)
    usual = table[(table["assumption"] == "as it is") & (table["against"] == "baseline")]
    for name, kind in REGISTRY.items():
        assert f"### {kind.identity} {name}\n" in page
        rows = [line for line in page.splitlines() if line.startswith(f"| {kind.identity} `{name}` | ") and "±" in line]
        assert len(rows) == 2, "one row in the table of the last year, one in that of the first"
        for row, window in zip(rows, ("last year", "first year"), strict=True):
            cells = usual[(usual["arm"] == name) & (usual["window"] == window)].set_index("outcome")["difference"]
            for cell, outcome in zip(row.split(" | ")[1:-1], OUTCOMES, strict=True):
                shown = float(cell.replace("**", "").split(" ±")[0])
                assert shown == pytest.approx(cells[outcome], abs=0.51 * 10 ** -DIGITS.get(outcome, 3) + 1e-4)


def test_a_turned_sign_is_told_from_one_that_is_not_clear(experiment):
    from differences import Difference
    from turning import verdict_on

    better, worse, unclear = (Difference("turnover_rate", mean, 1.0, 20) for mean in (-2.0, 2.0, 0.5))
    assert "None turns" in verdict_on({"as it is": better, "other": unclear}, 10)
    assert "turns under `other` (+2.00 ± 1.00 worse" in verdict_on({"as it is": better, "other": worse}, 10)
    both = verdict_on({"as it is": unclear, "one": better, "two": worse}, 10)
    assert "Better under `one`" in both
    assert "worse under `two`" in both
    assert "either way" in verdict_on({"as it is": unclear, "other": unclear}, 10)


def test_a_dagger_takes_more_than_one_interval(experiment):
    from differences import Difference

    barely, plainly = (Difference("burnout", -mean, 1.0, 20) for mean in (1.1, 9.0))
    assert (barely.words, plainly.words) == ("better", "better")
    assert not barely.survives(400)
    assert plainly.survives(400)
    assert not Difference("burnout", np.nan, np.nan, 1).survives(400)
