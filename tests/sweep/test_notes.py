"""What a reader of a sweep must know: notes of its points, each once, on the screen, in the record and in the report."""

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.configuration.loader import load_settings
from sim.configuration.points import Point
from sim.sweep.notes import MOST_NOTES, notes_of
from sim.sweep.plan import PlannedPoint

SMALL = [
    "authority=training_team",
    "years=1",
    "warmup_years=1",
    "replicates=2",
    "intervention=[more_posts],[mentoring]",
]


def at(number: int, *notes: str) -> PlannedPoint:
    return PlannedPoint(Point(number, {"years": number + 1}, load_settings([])), (), notes)


def test_a_note_is_said_once_and_of_which_points() -> None:
    points = [at(0, "of all", "of one"), at(1, "of all", "of some"), at(2, "of all", "of some")]
    assert notes_of(points) == ["of all", "of one (at years=1)", "of some (at years=2; years=3)"]
    many = [at(number, "of many" if number else "of none") for number in range(6)]
    assert notes_of(many) == ["of none (at years=1)", "of many (at 5 points)"]


def test_so_many_notes_as_nobody_reads_are_counted() -> None:
    found = notes_of([at(number, f"note {number}") for number in range(MOST_NOTES + 5)])
    assert len(found) == MOST_NOTES + 1
    assert found[-1] == "5 notes more on single points are left out here"


def test_a_dose_that_equal_cost_could_not_reach_is_said_in_a_sweep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "swept"
    assert main(["sweep", *SMALL, "equal_cost=100000000", f"out={out}", f"cache={tmp_path / 'cache'}"]) == 0
    said = capsys.readouterr().err
    notes = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["notes"]
    unreached = [note for note in notes if "costs are NOT equal" in note]
    assert [note.split(":")[0] for note in unreached] == ["more_posts", "mentoring"]
    assert all(f"Note: {note}." in said for note in notes)
    assert any("2 replicates are few" in note for note in notes)
    report = " ".join((out / "report.md").read_text(encoding="utf-8").split())
    assert "costs are NOT equal" in report
