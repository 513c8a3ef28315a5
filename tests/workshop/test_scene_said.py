"""What a screen and the trainer's notes say of a scene fits what is set and what stands on the screen."""

import pytest

from sim.workshop.scene import Stage
from sim.workshop.story import Scene, read_story, story_names


@pytest.mark.parametrize("name", story_names())
def test_a_dose_in_a_unit_of_its_own_holds_for_the_add_on_too(name: str) -> None:
    """The same words stand beside the slider in both ways: `2 hours` must not be said of an add-on that saves half an hour."""
    stage = Stage(read_story(name))
    told = 0
    for lever in stage.story.levers:
        if lever.full == 1.0 or not lever.add_on_words:
            continue
        properly, add_on = (
            stage.settings(Scene.model_validate({"levers": {lever.name: {"mode": mode}}}))
            .interventions[lever.intervention]
            .model_dump()
            for mode in ("properly", "add_on")
        )
        meant = [setting for setting, value in properly.items() if value == lever.full]
        assert meant, f"{lever.name}: no setting is {lever.full:g}, which its full dose is said to be"
        assert [add_on[setting] for setting in meant] == [lever.full] * len(meant), lever.name
        told += 1
    assert told, "some lever has a unit of its own"


@pytest.mark.parametrize("name", story_names())
def test_notes_that_speak_of_the_poll_say_where_it_is(name: str) -> None:
    """The staff poll is on the screen in its own step only; elsewhere a trainer must bring it up."""
    for step in read_story(name).steps:
        if "poll" in step.notes and step.id != "poll":
            assert "Poll shows" in step.notes, f"{step.id}: names the button that brings the poll up"
