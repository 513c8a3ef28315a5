"""The latest wish wins, whoever is gone is forgotten, whoever is slow waits alone, and whoever comes back sees the same."""

import asyncio
import itertools
import resource
import threading
from typing import Any

import pytest
from lines import CODE, Line, arrays_equal, line, until

from sim.workshop.pairs import MOST_SCREENS

SCENE = {"demand": 1.15, "levers": {"business_support": {}}}


_fresh = itertools.count(1)


def new_scenes(count: int) -> list[dict[str, Any]]:
    """Scenes that nobody has asked for: each must be worked out."""
    return [{"demand": 1.15, "levers": {"business_support": {"dose": next(_fresh) / 2**20}}} for _ in range(count)]


def work_of(inside: Any) -> int:
    """Pieces of work that wait for a thread, of those who run and of those who wait for them."""
    pairs = inside.hub._pairs
    return pairs._pool._work_queue.qsize() + pairs.waiting._work_queue.qsize()


def test_a_storm_of_wishes_ends_with_the_last_one(workshop) -> None:
    """Sixty a second for two seconds: numbers never go back, work does not pile up, and the last is answered in full."""
    address, inside = workshop
    scenes = new_scenes(120)

    async def storm() -> tuple[list[int], list[int], int, dict[str, Any]]:
        waiting, threads = [], []
        async with line(address) as screen:
            for number, scene in enumerate(scenes, 1):
                await screen.say("show", id=number, scene=scene, arm="changed", week=150)
                await asyncio.sleep(1 / 60)
                waiting.append(work_of(inside))
                threads.append(threading.active_count())
            last = await screen.next(type="answer", id=120, runs=12)
            numbers = [message["id"] for message in screen.heard if message["type"] in ("answer", "picture")]
            assert numbers == sorted(numbers)
            # Answers are sent while the slider moves, and few of them in full: the rest was stopped.
            full = [message for message in screen.heard if message["type"] == "answer" and message["runs"] == 12]
            return waiting, threads, len(full), last

    waiting, threads, full, last = asyncio.run(storm())
    runs = inside.stage.story.replicates
    assert max(waiting) <= runs + 1, "work piles up"
    assert max(threads) - threads[0] <= MOST_SCREENS, "threads pile up"
    assert full < 100
    until(lambda: work_of(inside) == 0, 2)
    assert f"dose={scenes[-1]['levers']['business_support']['dose']}" in last["command"]


def test_a_number_that_does_not_grow_is_refused(workshop) -> None:
    async def attempt() -> None:
        async with line(workshop[0]) as screen:
            await screen.answer(5, SCENE)
            await screen.say("show", id=5, scene=SCENE, arm="now", week=0)
            assert "numbers grow" in (await screen.next(type="refused"))["words"]

    asyncio.run(attempt())


def test_a_screen_that_vanishes_frees_its_work(workshop) -> None:
    """Cut off in mid-answer, without a goodbye: within a second nothing is worked out for it any more."""
    address, inside = workshop

    async def vanish() -> None:
        async with asyncio.TaskGroup() as group, asyncio.timeout(30):
            for scene in new_scenes(8):
                # A world of its own each, from its warm-up on.
                scene["assumptions"] = {
                    "mechanism.reporting.passing": 0.3 + scene["levers"]["business_support"]["dose"]
                }
                group.create_task(vanish_after_asking(scene))

    async def vanish_after_asking(scene: dict[str, Any]) -> None:
        async with line(address) as screen:
            await screen.say("show", id=1, scene=scene, arm="changed", week=150)
            await screen.next(type="answer", runs=2)
            screen.socket.transport.abort()

    asyncio.run(vanish())
    until(lambda: not inside.hub._guests and work_of(inside) == 0, 1)
    done = list(inside.hub._pairs._changes.values())[-8:]
    assert all(len(runs) < inside.stage.story.replicates for runs in done), "it was worked out to the end"
    # Threads that ran for it are free again: another screen is answered.
    asyncio.run(ask(address))


async def ask(address: str) -> dict[str, Any]:
    async with line(address) as screen:
        return await screen.answer(1, SCENE)


def memory() -> int:
    """Bytes that this process takes at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_a_slow_screen_waits_alone_and_takes_no_memory(workshop) -> None:
    """It asks and never reads, while another is answered as ever; answers do not pile up for it."""
    address, inside = workshop
    scenes = [SCENE, {"demand": 1.15}]

    async def ask_and_never_read() -> int:
        async with line(address) as quick:
            for number, scene in enumerate(scenes):
                await quick.answer(number + 1, scene)
            before = memory()
            async with line(address, None, narrow=True) as slow:
                slow.socket.transport.pause_reading()
                await slow.say("hello", role="screen", code=None)
                for number in range(1, 401):
                    await slow.say("show", id=number, scene=scenes[number % 2], arm="changed", week=150)
                    if number % 40 == 0:
                        await quick.answer(number, scenes[number // 40 % 2])
                stuck = max(inside.hub._guests.values(), key=lambda guest: guest.number)
                assert len(stuck.outbox._news) < 20
                slow.socket.transport.abort()
            return memory() - before

    assert asyncio.run(ask_and_never_read()) < 20e6  # 400 answers take 37 MB
    until(lambda: not inside.hub._guests, 2)


def test_a_slow_phone_waits_alone_and_hears_what_is_newest(workshop) -> None:
    """A phone that does not read for a while holds up nobody, and then hears how things are, not all that happened."""
    address, _ = workshop

    async def be_slow() -> None:
        async with (
            line(address) as screen,
            line(address, "phone", code=CODE) as quick,
            line(address, None, by="127.0.0.3", narrow=True) as slow,
        ):
            await slow.say("hello", role="phone", code=CODE)
            await slow.next(type="welcome")
            slow.socket.transport.pause_reading()
            rounds = 800
            for number in range(rounds):
                await screen.say("count", question="stressed", counts=[number, 0, 0])
                if number % 200 == 0:
                    await asyncio.sleep(0)
            await screen.say("count", question="stressed", counts=[1000, 0, 0])
            await quick.next(type="votes", counts=[1000, 0, 0])
            await screen.next(type="votes", counts=[1000, 0, 0])
            slow.socket.transport.resume_reading()
            await slow.next(type="votes", counts=[1000, 0, 0])
            assert slow.last("votes")["counts"] == [1000, 0, 0]

    asyncio.run(be_slow())


@pytest.mark.parametrize("arm", ["now", "changed"])
def test_a_line_that_breaks_is_opened_again_with_the_same_bytes(workshop, running, arm: str) -> None:
    """In this process and in another: what a screen sees of a scene does not depend on when it asks, or where."""

    async def look(address: str, breaks: bool) -> list[str | bytes]:
        async with line(address) as screen:
            if breaks:
                await screen.say("show", id=7, scene=SCENE, arm=arm, week=150)
                await screen.next(type="picture", id=7)
                screen.socket.transport.abort()
        async with line(address) as again:
            await again.answer(7, SCENE, arm, week=150)
            return frames_of(again)

    broken, whole = asyncio.run(look(workshop[0], True)), asyncio.run(look(workshop[0], False))
    assert broken == whole
    elsewhere = asyncio.run(look(running.address, False))
    assert [frame for frame in elsewhere if b'"picture"' in frame] == [
        frame for frame in whole if b'"picture"' in frame
    ]


def frames_of(screen: Line) -> list[bytes]:
    """The picture of one week, that of all, and the last answer, as bytes."""
    pictures = [frame for frame in screen.frames if isinstance(frame, bytes) and b'"type": "picture"' in frame[:60]]
    answers = [frame for frame in screen.frames if isinstance(frame, bytes) and b'"type": "answer"' in frame[:60]]
    assert len(pictures) == 2
    return [*pictures, answers[-1]]


def test_answers_to_two_screens_at_once_are_the_same(workshop) -> None:
    async def both() -> None:
        async with line(workshop[0]) as one, line(workshop[0]) as other:
            scene = new_scenes(1)[0] | {"goodwill": True}
            first, second = await asyncio.gather(one.answer(1, scene), other.answer(1, scene))
            assert arrays_equal(first, second)

    asyncio.run(both())
