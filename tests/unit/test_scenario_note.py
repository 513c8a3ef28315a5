"""A scenario says what it sets, and what of that the words beside it overrule."""

import pytest

from sim.cli import main
from sim.configuration.scenario_note import scenario_note


def test_a_scenario_says_what_it_sets() -> None:
    said = scenario_note(["scenario=hundred_hours"])
    assert said is not None
    assert "intervention=[direct_practice_hours]" in said
    assert "interventions.direct_practice_hours.hours_a_year=100.0" in said
    assert "placebos=true" in said
    assert "overruled" not in said
    assert scenario_note(["intervention=[rotation]"]) is None


@pytest.mark.parametrize(
    ("word", "overruled"),
    [
        ("placebos=false", ["placebos=true"]),
        ("interventions.direct_practice_hours.hours_a_year=50", ["interventions.direct_practice_hours.hours_a_year=100.0"]),
        ("intervention=[direct_practice_hours,rotation]", ["intervention=[direct_practice_hours]"]),
        (
            "intervention=[rotation]",
            [
                "intervention=[direct_practice_hours]",
                "interventions.direct_practice_hours.reach='managers'",
                "interventions.direct_practice_hours.hours_a_year=100.0",
            ],
        ),
    ],
)  # fmt: skip
def test_what_the_words_overrule_is_marked(word: str, overruled: list[str]) -> None:
    said = scenario_note(["scenario=hundred_hours", word])
    assert said is not None
    parts = said.partition(" sets ")[2].rstrip(".").split("; ")
    mark = " (overruled by your words)"
    assert [part.removesuffix(mark) for part in parts if part.endswith(mark)] == overruled


def test_it_goes_to_standard_error_and_not_into_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "scenario=hundred_hours", "--show-settings"]) == 0
    shown = capsys.readouterr()
    assert "Scenario hundred_hours sets" in shown.err
    assert "Scenario hundred_hours sets" not in shown.out
