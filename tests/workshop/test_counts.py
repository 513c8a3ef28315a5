"""Votes, seats, limits and bands by themselves, without a line or a page."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
import pytest

from sim.errors import UserError
from sim.settings.study import WEEKS_A_YEAR
from sim.state import Tally, dtype_of
from sim.workshop import refusals as refusals_module
from sim.workshop.hub import MOST_OF_AN_ADDRESS, Guest, Hub, Refused
from sim.workshop.outbox import Message, Outbox
from sim.workshop.pairs import Answered, ArmRun, Pairs, _remembered, nearest_the_median
from sim.workshop.picture import Picture
from sim.workshop.refusals import HERE, MOST_REFUSALS, SECONDS_OF_REFUSALS, Refusals
from sim.workshop.results import arrays_of, way_of
from sim.workshop.room import Room
from sim.workshop.scene import Stage
from sim.workshop.story import Question, Scene, Story

ASKED = Question(id="who", text="Who?", choices=("one", "two", "three"))
CODE = "CDFGHJ"


# Votes.


def test_the_last_vote_of_a_phone_counts_and_a_phone_that_comes_back_has_its_seat_again() -> None:
    room = Room([ASKED], CODE)
    first, second = room.join("10.0.0.1"), room.join("10.0.0.1")
    assert room.phones == 2
    room.open("who")
    for seat, choice in ((first, 0), (second, 2), (first, 2)):
        ballot = room.vote(seat, choice)
    assert ballot.counts == [0, 0, 2]
    room.leave(first)
    assert room.phones == 1
    again = room.join("10.0.0.1")
    assert again == first
    assert room.vote(again, 1).counts == [0, 1, 1]


@pytest.mark.parametrize("choice", [-1, 3])
def test_a_choice_that_is_none_is_refused_and_nothing_is_counted(choice: int) -> None:
    room = Room([ASKED], CODE)
    ballot = room.open("who")
    with pytest.raises(UserError, match="from 0 to 2"):
        room.vote(room.join("10.0.0.1"), choice)
    assert ballot.counts == [0, 0, 0]
    room.close()
    with pytest.raises(UserError, match="nothing is asked"):
        room.vote(room.join("10.0.0.1"), 0)


@pytest.mark.parametrize(
    ("given", "enters"), [(CODE, True), ("cdfghj", True), (" CDFGHJ ", True), ("CDFGHK", False), ("", False)]
)
def test_a_code_is_typed_in_capitals_or_not(given: str, enters: bool) -> None:
    assert Room([ASKED], CODE).admits(given) == enters
    assert not Room([ASKED]).admits(given)


def test_raised_hands_stand_for_the_room() -> None:
    room = Room([ASKED], CODE)
    room.open("who")
    room.vote(room.join("10.0.0.1"), 0)
    assert room.count("who", [4, 5, 6]).counts == [4, 5, 6]
    for counts in ([1, 2], [1, 2, -1], [1, 2, 1001], [1, 2, True]):
        with pytest.raises(UserError, match="give 3 whole numbers from 0 to 1000"):
            room.count("who", counts)


# Connections.


def in_a_hub[Result](story: Story, do: Callable[[Hub, Callable[[str], tuple[Guest, list[Message]]]], Result]) -> Result:
    """Do something in a hub with a room, in which `connect` gives a connection of an address and what it hears."""

    async def inside() -> Result:
        hub = Hub(story, CODE)

        def connect(address: str) -> tuple[Guest, list[Message]]:
            heard: list[Message] = []

            async def write(message: Message) -> None:
                heard.append(message)

            return hub.welcome(address, Outbox(write)), heard

        result = do(hub, connect)
        for _ in range(20):
            await asyncio.sleep(0)
        hub.close()
        return result

    return asyncio.run(inside())


def test_an_address_has_so_many_connections_and_this_machine_more(story: Story) -> None:
    def crowd(hub: Hub, connect: Callable) -> None:
        for _ in range(MOST_OF_AN_ADDRESS):
            guest, _ = connect("10.0.0.1")
        with pytest.raises(Refused, match="too many connections"):
            connect("10.0.0.1")
        hub.leave(guest)
        connect("10.0.0.1")
        connect("10.0.0.2")
        for _ in range(MOST_OF_AN_ADDRESS + 1):
            connect(HERE)

    in_a_hub(story, crowd)


def test_whoever_is_refused_too_often_is_shut_out_for_a_while_and_then_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1_000.0]
    monkeypatch.setattr(refusals_module.time, "monotonic", lambda: now[0])
    refusals = Refusals()
    for _ in range(MOST_REFUSALS - 1):
        refusals.note("10.0.0.1")
    assert not refusals.shuts_out("10.0.0.1")
    refusals.note("10.0.0.1")
    assert refusals.shuts_out("10.0.0.1")
    assert not refusals.shuts_out("10.0.0.2")
    now[0] += SECONDS_OF_REFUSALS - 1.0
    assert refusals.shuts_out("10.0.0.1")
    now[0] += 2.0
    assert not refusals.shuts_out("10.0.0.1")
    for _ in range(2 * MOST_REFUSALS):
        refusals.note(HERE)
    assert not refusals.shuts_out(HERE)


def test_phones_hear_how_many_voted_and_what_only_once_it_is_closed(story: Story) -> None:
    name = next(step.question.id for step in story.steps if step.question is not None)

    def vote(hub: Hub, connect: Callable) -> tuple[list[Message], list[Message]]:
        (screen, shown), (phone, told) = connect(HERE), connect("10.0.0.1")
        hub.hear(screen, {"type": "hello", "role": "screen"})
        hub.hear(phone, {"type": "hello", "role": "phone", "code": CODE})
        hub.hear(screen, {"type": "open", "question": name})
        hub.hear(phone, {"type": "vote", "choice": 1})
        return shown, told

    shown, told = ([one for one in heard if one["type"] == "votes"][-1] for heard in in_a_hub(story, vote))
    assert (shown["open"], shown["cast"], shown["counts"][1]) == (True, 1, 1)
    assert (told["open"], told["cast"]) == (True, 1)
    assert "counts" not in told

    def close(hub: Hub, connect: Callable) -> tuple[list[Message], list[Message]]:
        heard = vote(hub, connect)
        screen, _ = connect(HERE)
        hub.hear(screen, {"type": "hello", "role": "screen"})
        hub.hear(screen, {"type": "close"})
        return heard

    told = [one for one in in_a_hub(story, close)[1] if one["type"] == "votes"][-1]
    assert (told["open"], told["counts"][1]) == (False, 1)


def test_a_step_after_the_last_is_refused_and_the_last_is_not(story: Story) -> None:
    def go(hub: Hub, connect: Callable) -> int:
        screen, _ = connect(HERE)
        hub.hear(screen, {"type": "hello", "role": "screen"})
        hub.hear(screen, {"type": "step", "step": len(story.steps) - 1})
        with pytest.raises(UserError, match=f"the story has {len(story.steps)} steps"):
            hub.hear(screen, {"type": "step", "step": len(story.steps)})
        return hub.room.step

    assert in_a_hub(story, go) == len(story.steps) - 1


# What is worked out.


def test_bands_hold_the_middle_four_fifths_of_runs_and_differences_are_changed_less_now() -> None:
    runs = np.arange(11.0)
    now = tuple(ArmRun(np.full((1, 2), value, np.float32), np.array([value])) for value in runs)
    changed = tuple(
        ArmRun(np.full((1, 2), value + 3.0, np.float32), np.array([value + 3.0 + value % 2])) for value in runs
    )
    found = arrays_of(Answered(tuple(range(11)), now, changed, Picture({}), Picture({}), complete=True))
    assert found["series"][0, :, 0].tolist() == [5.0, 1.0, 9.0, 8.0, 4.0, 12.0]
    # Five of eleven differ by one more.
    mean = 3.0 + 5.0 / 11.0
    half = 2.228_14 * np.sqrt(5.0 * 6.0 / 11.0 / 10.0 / 11.0)
    assert found["difference"][0] == pytest.approx([mean, mean - half, mean + half], rel=1e-5)
    assert found["level"][0] == pytest.approx([5.0, 5.0 + mean])


@pytest.mark.parametrize(
    ("numbers", "way"),
    [
        ((1.0, 0.5, 1.5), "up"), ((1.0, 0.0, 2.0), "unclear"), ((1.0, -0.5, 2.5), "unclear"), ((-1.0, -1.5, -0.5), "down"),
        ((-1.0, -2.0, 0.0), "unclear"), ((0.0, 0.0, 0.0), "same"), ((1.0, np.nan, np.nan), "unclear"),
    ],
)  # fmt: skip
def test_which_way_a_difference_goes(numbers: tuple[float, float, float], way: str) -> None:
    assert way_of(*numbers) == way


def test_the_shown_run_is_near_the_median_in_every_series() -> None:
    # The second run is in the middle of the first series and far out in the second; the third is near in both.
    values = np.array([[[0.0], [0.0]], [[1.0], [90.0]], [[1.2], [1.0]], [[2.0], [0.5]], [[0.5], [2.0]]])
    assert nearest_the_median(values) == 2


def test_what_was_lately_asked_for_is_remembered_and_the_rest_forgotten() -> None:
    memory: OrderedDict[str, dict[int, int]] = OrderedDict()
    first = _remembered(memory, "first", 2)
    first[1] = 1
    _remembered(memory, "second", 2)
    assert _remembered(memory, "first", 2) is first
    _remembered(memory, "third", 2)
    assert list(memory) == ["first", "third"]


def test_a_flow_is_drawn_as_the_mean_of_the_year_before(story: Story) -> None:
    pairs = Pairs(Stage(story), threads=1)
    try:
        row, outcome = next(
            (row, one)
            for row, one in enumerate(pairs.charts)
            if one.nature == "flow" and not (one.tiers or one.managers)
        )
        tallies = np.zeros(WEEKS_A_YEAR + pairs.weeks, dtype_of(Tally))
        for name in outcome.below:
            tallies[name] = 1.0
        # One event, half a year before week 0.
        tallies[outcome.above[0]][WEEKS_A_YEAR - 26] = 1.0
        drawn = pairs._arm_run(tallies, Stage(story).settings(story.start)).series[row]
    finally:
        pairs.close()
    assert drawn[:26] == pytest.approx(outcome.scale / 52.0)
    assert (drawn[26:] == 0.0).all()


def test_phones_see_the_card_of_an_answer_unless_results_are_hidden(story: Story) -> None:
    step = next(place for place, one in enumerate(story.steps) if one.card)
    run = ArmRun(np.ones((len(story.charts), 300), np.float32), np.ones(len(story.charts)))
    answered = Answered((1, 2), (run, run), (run, run), Picture({}), Picture({}), complete=True)

    def cards(hidden: bool) -> int:
        def answer(hub: Hub, connect: Callable) -> list[Message]:
            phone, told = connect("10.0.0.1")
            hub.hear(phone, {"type": "hello", "role": "phone", "code": CODE})
            hub.room.step, hub.hidden = step, hidden
            hub.answered(answered)
            return told

        return sum(not isinstance(one, dict) or one["type"] == "card" for one in in_a_hub(story, answer))

    assert (cards(hidden=False), cards(hidden=True)) == (1, 0)


# From a scene to settings.


def test_levers_begin_in_the_week_of_change_and_an_add_on_keeps_what_it_does_not_say_otherwise(story: Story) -> None:
    # Its cases are those of first-line managers, which its file does not say.
    lever = next(lever for lever in story.levers if lever.name == "manager_caseload")
    assert "reach" in lever.properly
    assert "reach" not in lever.add_on
    stage = Stage(story)
    for mode, said in (("properly", lever.properly), ("add_on", {**lever.properly, **lever.add_on})):
        scene = Scene.model_validate({"levers": {lever.name: {"mode": mode, "dose": 0.5}}})
        made = stage.settings(scene).interventions[lever.intervention]
        assert (made.start_week, made.dose) == (story.change_week, 0.5)
        given = made.model_dump()
        assert {name: given[name] for name in said} == dict(said)


@pytest.mark.parametrize("past", [0, 1])
def test_a_change_in_the_last_week_is_possible_and_one_after_the_end_is_not(story: Story, past: int) -> None:
    weeks = Stage(story).settings(story.start).weeks
    step = story.steps[0].model_copy(update={"week": weeks - 1 + past, "play_to": None})
    late = story.model_copy(update={"steps": (step, *story.steps[1:])})
    if not past:
        assert Stage(late).story is late
        return
    with pytest.raises(UserError, match=f"{weeks} is after the end of the story; weeks are 0 to {weeks - 1}"):
        Stage(late)
