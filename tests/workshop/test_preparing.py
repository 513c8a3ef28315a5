"""Before the model is ready, and where it cannot be made ready: what a page hears meanwhile."""

import asyncio
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from lines import CODE, arrays_equal, line, serving, until

from sim.study.runs import RunFailed
from sim.workshop import pairs, server
from sim.workshop.story import Story


@pytest.fixture
def never_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No picture is kept from an earlier start."""
    monkeypatch.setattr(pairs, "place_of", lambda *_: tmp_path / "first.bin")


@pytest.fixture
def held(never_started: None, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The preparation waits for this, as it would for the compiler."""
    go_on = threading.Event()
    choose = server.Pairs.choose_shown

    def wait_and_choose(self: Any, stop: Any = None) -> Any:
        while not go_on.wait(0.01):
            if stop.is_set():
                return
        yield from choose(self, stop)

    monkeypatch.setattr(server.Pairs, "choose_shown", wait_and_choose)
    return go_on


def test_a_page_that_is_early_hears_how_far_it_is_and_is_answered(story: Story, held: threading.Event) -> None:
    """What it says meanwhile is done: steps, votes, hiding; of two wishes the last is answered. One who leaves is forgotten."""

    async def be_early(address: str, inside: Any) -> None:
        async with line(address) as screen, line(address, "phone", code=CODE) as phone:
            busy = await screen.next(type="busy")
            assert (busy["runs"], busy["of"]) == (0, story.replicates)
            assert busy["words"]
            await screen.say("show", id=1, scene={"demand": 1.0}, arm="now", week=0)
            await screen.say("show", id=2, scene={"demand": 1.15}, arm="now", week=0)
            await screen.say("step", step=3)
            await phone.next(type="step", step=3)
            await screen.say("open", question="disconnect")
            await phone.next(type="votes", open=True)
            tasks = len(asyncio.all_tasks())
            async with line(address) as left:
                await left.next(type="busy")
                left.socket.transport.abort()
            until(lambda: len(inside.hub._guests) == 2, 5)
            assert len(asyncio.all_tasks()) <= tasks + 2
            held.set()
            assert (await screen.next(type="busy"))["runs"] > 0
            answer = await screen.next(type="answer", runs=story.replicates)
            assert {message["id"] for message in screen.heard if message["type"] == "answer"} == {2}
            assert answer["id"] == 2

    with serving(story, wait=False) as (address, inside):
        asyncio.run(be_early(address, inside))
        told = urllib.request.urlopen(f"{address}/story.json").read()
        assert b'"title"' in told


def test_a_workshop_that_is_stopped_while_it_prepares_stops_at_once(story: Story, held: threading.Event) -> None:
    with serving(story, wait=False) as (address, _):

        async def wait() -> None:
            async with line(address) as screen:
                await screen.next(type="busy")

        asyncio.run(wait())
    names = [thread.name for thread in threading.enumerate() if thread.name.startswith("workshop-preparing")]
    until(lambda: not any(thread.name in names and thread.is_alive() for thread in threading.enumerate()), 2)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (RunFailed("the table of cases is full after week 7"), "the table of cases is full after week 7"),
        (
            ZeroDivisionError("x"),
            "The model could not be prepared; the window in which the workshop was started says more.",
        ),
    ],
    ids=["in words", "unforeseen"],
)
def test_a_model_that_cannot_be_prepared_is_said_in_words(
    story: Story, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    """To the screen that is there, to one that comes later, and without an end of waiting for either."""

    def fail(self: Any, stop: Any = None) -> Any:
        yield 1
        raise fault

    monkeypatch.setattr(server.Pairs, "choose_shown", fail)

    async def hear(address: str) -> None:
        for _ in range(2):
            async with line(address) as screen:
                assert (await screen.next(type="refused"))["words"] == words
                await screen.say("show", id=1, scene={}, arm="now", week=0)
                await screen.say("step", step=1)

    with serving(story, wait=False) as (address, _):
        asyncio.run(hear(address))


def test_a_second_start_has_the_first_picture_at_once_and_no_jump_follows(story: Story, never_started: None) -> None:
    """Every answer to the start of the story stands on all runs, and is the one that was worked out before."""

    async def start(address: str) -> tuple[list[int], dict[str, Any], dict[str, Any]]:
        async with line(address) as screen:
            scene = story.start.model_dump()
            first = await screen.answer(1, scene, arm="now")
            await asyncio.sleep(0.5)  # the model catches up
            again = await screen.answer(2, scene, arm="now")
            await screen.answer(3, scene | {"demand": 1.0}, arm="now")
            last = await screen.answer(4, scene, arm="now")
            assert arrays_equal(again, first)
            runs = [message["runs"] for message in screen.heard if message["type"] == "answer" and message["id"] < 3]
            return runs, first, last

    found = []
    for _ in range(2):
        with serving(story, wait=False) as (address, _):
            found.append(asyncio.run(start(address)))
    (slowly, worked_out, _), (at_once, kept, caught_up) = found
    assert slowly[0] < story.replicates
    assert set(at_once) == {story.replicates}
    assert arrays_equal(kept, worked_out)
    assert arrays_equal(caught_up, worked_out)
