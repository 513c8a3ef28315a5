"""`coalface explain OUTCOME` names the thresholds and definitions by which things count, with their sources."""

from typing import Any

import numpy as np
import pytest
from plain import authority, cases, plain, posts, settings_of, tally, units

from sim.cli import main
from sim.commands.measures import DEFINED, MEASURED_BY
from sim.configuration.catalogue import everything, note
from sim.mechanisms import casework, counting
from sim.outcomes import OUTCOMES
from sim.state import ALLOCATED, PERMANENT, VACANT, Tally, dtype_of

TALLIES = {name for outcome in OUTCOMES for name in (*outcome.above, *outcome.below)}


def explained(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert main(["explain", name]) == 0
    return capsys.readouterr().out


def test_every_threshold_is_a_setting_with_a_source_and_belongs_to_an_outcome() -> None:
    assert set(MEASURED_BY) | set(DEFINED) <= TALLIES & set(dtype_of(Tally).names)
    settings = everything()
    for path in {path for paths in MEASURED_BY.values() for path in paths}:
        assert note(settings[f"mechanism.{path}"], "source"), path


def test_every_setting_that_defines_a_measure_is_named_by_an_outcome() -> None:
    defining = {
        path for path, info in everything().items() if note(info, "source").startswith("definition of the measure")
    }
    assert len(defining) >= 5
    assert defining <= {f"mechanism.{path}" for paths in MEASURED_BY.values() for path in paths}


@pytest.mark.parametrize(
    ("outcome", "named"),
    [
        ("stressed_share", "mechanism.exhaustion.stressed_above, 0.5"),
        ("overdue_visits", "mechanism.casework.complex_visit_weeks, 2"),
        ("experienced_share", "mechanism.hours.experienced_weeks, 104"),
        ("disconnect_poll", "mechanism.perception.poll_below, 0.25"),
        ("same_worker_share", "12 months are 52 weeks"),
        ("burnout", "no threshold"),
        ("seen_share", "half unmet hours"),
    ],
)
def test_what_decides_is_said(outcome: str, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, outcome)
    assert named in text
    assert text.count("set by   mechanism.") == text.count("; source: ")


def test_an_outcome_without_a_threshold_says_nothing_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "starters_rate")
    assert "set by" not in text
    assert "defined" not in text


def counted(groups: dict[str, dict[str, Any]], **values: Any) -> Any:
    """The tally of a week of one person with these values, whose manager's post is vacant."""
    week = tally()
    two = posts(2, kind=[PERMANENT, VACANT], tier=[0, 1], **values)
    plain(counting.week_is_counted)(authority(), two, units(1, manager=1), settings_of(**groups), week)
    return week


def counts(name: str, threshold: float, field: str) -> bool:
    """Whether somebody at 0.5 counts where the threshold by which this tally is said to be measured lies here."""
    (path,) = MEASURED_BY[name]
    group, setting = path.split(".")
    groups: dict[str, dict[str, Any]] = {"perception": {"on": 0}}
    groups.setdefault(group, {})[setting] = threshold
    return bool(counted(groups, **{field: 0.5})[name])


@pytest.mark.parametrize(
    ("name", "field", "above"),
    [("stressed", "exhaustion", True), ("experienced", "experience", True), ("poll_yes", "expected_reply", False)],
)
def test_the_setting_named_is_the_one_that_decides(name: str, field: str, above: bool) -> None:
    assert counts(name, 0.4, field) is above
    assert counts(name, 0.6, field) is not above


def test_a_case_is_old_after_52_weeks_and_overdue_after_its_interval() -> None:
    opened = np.array([0, 1, 1])
    table = cases(3, state=ALLOCATED, holder=0, remaining=9.0, visit_weeks=4.0, opened=opened, same_since=opened)
    table["visited"] = [48, 47, 52]
    week = tally()
    now = authority(week=52, used_cases=3)
    plain(casework.work_cases)(now, posts(1, cases=3), units(1), table, settings_of(), week)
    assert [week.long_held, week.long_held_same, week.overdue] == [1.0, 1.0, 1.0]
