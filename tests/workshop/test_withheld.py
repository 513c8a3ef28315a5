"""Predict before you see: while results are hidden nothing of the changes leaves, whoever asks and in whatever order."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from lines import CODE, Line, decoded, line

SCENE = {"demand": 1.15, "levers": {"business_support": {}}}
NOW = {"demand": 1.15}
OTHER = {"demand": 1.15, "goodwill": True}


def secrets_of(answer: dict[str, Any], picture: dict[str, Any], of_now: dict[str, Any], change_week: int) -> set[bytes]:
    """Numbers, as they lie in a frame, that only somebody knows who has the changes: each is far from chance or from now."""
    arrays = answer["arrays"]
    found = {value.tobytes() for value in arrays["difference"].ravel() if value}
    found |= {value.tobytes() for value in arrays["level"][:, 1]}
    lines_of_now, lines_of_changes = arrays["series"][:, :3], arrays["series"][:, 3:]
    for chart in range(len(lines_of_now)):
        for row in range(3):
            end = slice(change_week + 52, None)
            if not np.array_equal(lines_of_now[chart, row, end], lines_of_changes[chart, row, end], equal_nan=True):
                found.add(lines_of_changes[chart, row, end].tobytes())
    for name, values in picture["arrays"].items():
        now = of_now["arrays"][name]
        for week in range(change_week, len(values)):
            # Eight bytes and more that differ from now: no accident.
            if values[week].nbytes >= 8 and not np.array_equal(values[week], now[week], equal_nan=True):
                found.add(values[week].tobytes())
    return {secret for secret in found if len(secret) >= 8} - {
        row.tobytes() for values in of_now["arrays"].values() for row in values
    }


async def known(screen: Line) -> None:
    """Wait until everything that was said before is known, and everything that was sent before has come."""
    await screen.say("count", question="nothing", counts=[])
    await screen.next(type="refused")


async def pictures(screen: Line, number: int, arm: str) -> dict[str, Any]:
    await screen.say("show", id=number, scene=SCENE, arm=arm, week=150)
    while (found := await screen.next(type="picture", id=number, arm=arm))["weeks"] == 1:
        pass
    return found


@pytest.fixture(scope="module")
def secrets(workshop) -> set[bytes]:
    """What must not be seen of `SCENE`."""
    address, inside = workshop

    async def learn() -> set[bytes]:
        async with line(address) as screen:
            answer = await screen.answer(1, SCENE)
            return secrets_of(
                answer,
                await pictures(screen, 2, "changed"),
                await pictures(screen, 3, "now"),
                inside.stage.story.change_week,
            )

    found = asyncio.run(learn())
    assert len(found) > 500
    return found


def check_nothing_is_told(frames: list[str | bytes], secrets: set[bytes]) -> None:
    """No frame has a secret in it, nor the words that go with an answer."""
    for frame in frames:
        said = decoded(frame)
        assert said["type"] != "answer"
        assert said.get("arm", "now") == "now"
        raw = frame.encode() if isinstance(frame, str) else frame
        assert not [secret for secret in secrets if secret in raw], said["type"]


def test_the_secrets_are_in_what_is_shown(workshop, secrets: set[bytes]) -> None:
    """The check can fail: not hidden, nearly every secret is in some frame."""

    async def show() -> list[str | bytes]:
        async with line(workshop[0]) as screen:
            await screen.answer(1, SCENE)
            return list(screen.frames)

    raw = b"".join(frame for frame in asyncio.run(show()) if isinstance(frame, bytes))
    assert sum(secret in raw for secret in secrets) == len(secrets)


@pytest.mark.parametrize("order", sorted(set(permutations(["hide", "show", "show other"]))), ids="-".join)
def test_nothing_reaches_anyone_while_hidden(workshop, secrets: set[bytes], order: tuple[str, ...]) -> None:
    """In every order, while the answer is under way too, on a second screen, on notes and phones, and on late comers."""
    address, inside = workshop
    pulled = [step.id for step in inside.stage.story.steps].index("pull")

    async def hide_and_look() -> None:
        async with line(address) as screen, line(address) as second, line(address, "notes") as notes:  # noqa: SIM117
            async with line(address, "phone", code=CODE) as phone:
                everyone = [screen, second, notes, phone]
                for number, what in enumerate(order):
                    if what == "hide":
                        await screen.say("hide")
                        for one in everyone[1:]:
                            await one.next(type="hidden", hidden=True)
                        await known(screen)
                        marks = [len(one.frames) for one in everyone]
                    else:
                        scene = SCENE if what == "show" else OTHER
                        await screen.say("show", id=10 + number, scene=scene, arm="changed", week=150)
                # Each asks for what it must not see, again and again, and goes from step to step.
                await screen.say("step", step=pulled)
                for number, arm in ((20, "now"), (21, "changed")):
                    for one in (screen, second):
                        await one.say("show", id=number, scene=SCENE, arm=arm, week=150)
                        await one.next(type="ready", id=number, runs=12)
                await screen.say("hide")
                async with line(address) as late, line(address, "phone", code=CODE) as late_phone:
                    assert late.last("welcome")["hidden"]
                    await late.say("show", id=1, scene=SCENE, arm="changed", week=150)
                    await late.next(type="ready", id=1, runs=12)
                    await late.say("leaving", id=2, scene=SCENE)
                    why = await late.next(type="leaving", id=2)
                    await late.say("leaving", id=3, scene=NOW)
                    assert (await late.next(type="leaving", id=3))["rows"] == why["rows"]
                    frames = [*late.frames, *late_phone.frames]
                for one, mark in zip(everyone, marks, strict=True):
                    # What a screen was told before it was hidden is its own.
                    frames += one.frames[mark:]
                check_nothing_is_told(frames, secrets)
                await screen.say("reveal")
                for one in (screen, second):
                    await one.next(type="answer", id=21, runs=12)
                await phone.next(type="answer", chart="stressed_share")

    asyncio.run(hide_and_look())


def test_a_screen_that_comes_back_asks_to_be_hidden_first(workshop, secrets: set[bytes]) -> None:
    """The line of the only screen breaks while results are hidden: what it says on opening it again is enough."""
    address, _ = workshop

    async def come_back() -> None:
        async with line(address) as screen:
            await screen.say("hide")
            await screen.say("show", id=1, scene=SCENE, arm="changed", week=150)
            await screen.next(type="ready", id=1)
            screen.socket.transport.abort()
        async with line(address) as again:
            await again.say("hide")
            await again.say("step", step=4)
            await again.say("show", id=2, scene=SCENE, arm="changed", week=150)
            await again.next(type="ready", id=2, runs=12)
            check_nothing_is_told(again.frames, secrets)

    asyncio.run(come_back())


def test_hiding_in_the_middle_of_an_answer_holds_back_the_rest(workshop) -> None:
    """A scene that is new, so that its runs take a while; results are hidden after the first of them."""

    async def hide() -> None:
        async with line(workshop[0]) as screen:
            scene = {"demand": 1.05, "levers": {"closing_the_loop": {"dose": 0.75}}}
            await screen.say("show", id=1, scene=scene, arm="changed", week=150)
            await screen.next(type="answer", id=1)
            await screen.say("hide")
            await known(screen)
            mark = len(screen.frames)
            await screen.next(type="ready", id=1, runs=12)
            said = [decoded(frame) for frame in screen.frames[mark:]]
            assert {message["type"] for message in said} <= {"ready", "picture"}
            assert all(message.get("arm", "now") == "now" for message in said)

    asyncio.run(hide())


def test_what_waits_for_a_slow_reader_is_not_sent_once_it_is_hidden(workshop, secrets: set[bytes]) -> None:
    """A screen and a phone whose lines are full: what had not left when results were hidden does not leave afterwards."""
    address, inside = workshop
    pulled = [step.id for step in inside.stage.story.steps].index("pull")

    async def hide() -> None:
        async with (
            line(address) as screen,
            line(address, narrow=True) as slow,
            line(address, "phone", code=CODE, narrow=True) as phone,
        ):
            await screen.answer(1, SCENE)
            await slow.say("show", id=1, scene=SCENE, arm="changed", week=150)
            await slow.next(type="answer", id=1, runs=12)
            for one in (slow, phone):
                one.socket.transport.pause_reading()
            outboxes = [guest.outbox for guest in inside.hub._guests.values()][1:]
            left = [spied(outbox) for outbox in outboxes]
            of_slow, of_phone = outboxes
            numbers = itertools.count(2)

            async def ask() -> None:
                await slow.say("show", id=next(numbers), scene=SCENE, arm="changed", week=150)

            async def tell() -> None:
                await screen.say("step", step=pulled)

            await fill(of_slow, ask)
            await screen.answer(2, SCENE)
            await fill(of_phone, tell)
            await screen.say("hide")
            await known(screen)
            then = [list(frames) for frames in left]
            for one in (slow, phone):
                one.socket.transport.resume_reading()
                await one.next(type="hidden", hidden=True)
            await slow.next(type="ready", runs=12)
            for frames, before in zip(left, then, strict=True):
                check_nothing_is_told(frames[len(before) :], secrets)

    asyncio.run(hide())


async def fill(outbox: Any, more: Callable[[], Awaitable[None]]) -> None:
    """Make a line that nobody reads full: it has something that waits and does not leave."""
    async with asyncio.timeout(20):
        while True:
            await more()
            await asyncio.sleep(0.02)
            if outbox._free.locked():
                await asyncio.sleep(0.2)
                if outbox._free.locked():
                    return


def spied(outbox: Any) -> list[str | bytes]:
    """What leaves by an outbox, from now on."""
    frames: list[str | bytes] = []
    write = outbox._write

    async def write_and_note(message: Any) -> None:
        await write(message)
        frames.append(message if isinstance(message, bytes) else json.dumps(message))

    outbox._write = write_and_note
    return frames
