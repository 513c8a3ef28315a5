"""A scene that is none is told in plain words: which field, what was given, what is allowed."""

from typing import Any

import pytest

from sim.errors import UserError
from sim.workshop.scene import read_scene

# What was given, and the whole of what is said about it.
TOLD: list[tuple[Any, str]] = [
    ({"demand": "much"}, "demand: 'much' does not fit; give a number above 0 and up to 10"),
    ({"demand": -1}, "demand: -1 does not fit; give a number above 0 and up to 10"),
    ({"demand": float("nan")}, "demand: nan does not fit; give a number above 0 and up to 10"),
    ({"shock": "yes"}, "shock: 'yes' does not fit; give true or false"),
    ({"shok": True}, "shok: no such setting; the nearest is shock"),
    ({"levers": 3}, "levers: 3 does not fit; give a group of at most 12 names with values"),
    ({"levers": {"survey": 3}}, "levers.survey: 3 does not fit; give a group of settings"),
    ({"levers": {"survey": {"mode": "half"}}}, "levers.survey.mode: 'half' does not fit; give properly or add_on"),
    ({"levers": {"survey": {"dose": 2}}}, "levers.survey.dose: 2 does not fit; give a number from 0 to 1"),
    ({"levers": {"survey": {"week": 2}}}, "levers.survey.week: no such setting; there are mode and dose"),
    (
        {"levers": {"A survey": {}}},
        "levers.A survey: this name does not fit; give a name of small letters, digits and _, such as my_name",
    ),
    (
        {"assumptions": {"mechanism.week": "a"}},
        "assumptions.mechanism.week: 'a' does not fit; give a number, true or false",
    ),
    (None, "null does not fit; give a group of settings"),
    ([1], "[1] does not fit; give a group of settings"),
]


@pytest.mark.parametrize(("given", "words"), TOLD)
def test_a_wrong_scene_is_told_by_field_what_was_given_and_what_is_allowed(given: Any, words: str) -> None:
    with pytest.raises(UserError) as told:
        read_scene(given)
    assert str(told.value) == f"scene: {words}"


@pytest.mark.parametrize(
    "given",
    [
        {"levers": {"a" * 40_000: {}}},
        {"a" * 40_000: 1},
        {"demand": "a" * 40_000},
        {"levers": {f"lever_{at}": {} for at in range(500)}},
        {"assumptions": {f"path.{at}": 1 for at in range(500)}},
    ],
    ids=["lever", "field", "value", "levers", "assumptions"],
)
def test_what_somebody_sends_is_not_sent_back_at_its_length(given: Any) -> None:
    with pytest.raises(UserError) as told:
        read_scene(given)
    assert len(str(told.value)) < 320
    assert "\n" not in str(told.value)


def test_a_scene_that_is_one_is_read() -> None:
    scene = read_scene({"demand": 1.15, "levers": {"survey": {"mode": "add_on"}}, "assumptions": {"a.b": 0.5}})
    assert (scene.demand, scene.levers["survey"].mode, scene.levers["survey"].dose) == (1.15, "add_on", 1.0)
