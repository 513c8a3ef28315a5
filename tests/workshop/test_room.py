"""A room of phones, and somebody in it who means harm: counts are right, and the screen does not notice."""

import asyncio
import itertools
import json
import random
import re
import statistics
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import pytest
from lines import CODE, HERE, Line, arrays_equal, line
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from sim.workshop import refusals
from sim.workshop.room import Room
from sim.workshop.story import Story

PHONES = [f"127.0.1.{number}" for number in range(1, 31)]
HARM = "127.0.0.2"
SCENE = {"demand": 1.15, "levers": {"business_support": {}}}
OTHER = {"demand": 1.15, "levers": {"closing_the_loop": {}}}


async def answers(screen: Line, numbers: itertools.count, count: int = 12) -> list[float]:
    """Seconds in which the screen has what it asks for; all of it was worked out before, so only the server is measured."""
    took = []
    for scene in [SCENE, OTHER] * (count // 2):
        started = time.perf_counter()
        await screen.answer(next(numbers), scene)
        took.append(time.perf_counter() - started)
    return took


Attack = Callable[[str], Awaitable[None]]


async def refused(
    address: str, *said: str | bytes, role: str | None = "phone", by: str = HARM, code: str = CODE
) -> int:
    """Say something after hello until the line is closed; the code with which it was."""
    async with line(address, role, code=code, by=by) as one:
        try:
            for text in said:
                await one.socket.send(text)
        except ConnectionClosed:
            pass
        return await one.ended()


async def wrong_door(address: str, **headers: str) -> int:
    """The status with which a line is refused that another page opens, or under another name."""
    host = headers.pop("host", address.removeprefix("http://"))
    target = f"ws://{host}/live"
    where = address.removeprefix("http://").split(":")
    with pytest.raises(InvalidStatus) as found:
        async with connect(target, host=where[0], port=int(where[1]), **headers):
            pass
    return found.value.response.status_code


ATTACKS: dict[str, tuple[str, Callable[[str, str], Awaitable[int]]]] = {
    "flood": (
        "more than 20 messages in 10 seconds",
        lambda address, by: refused(address, *['{"type":"vote","choice":0}'] * 5_000, by=by),
    ),
    "malformed": ("message: not JSON", lambda address, by: refused(address, "{", "}", "]", by=by)),
    "binary": ("message: not text", lambda address, by: refused(address, b"\0", b"\1", b"\2", by=by)),
    "too large": ("a message that is too large", lambda address, by: refused(address, "x" * 100_000, by=by)),
    "large": (
        "message: more than 8,192 bytes",
        lambda address, by: refused(address, *['"' + "x" * 9_000 + '"'] * 3, by=by),
    ),
    "deep": ("message: nested too deeply", lambda address, by: refused(address, *["[" * 8_000] * 3, by=by)),
    "deeper in text": (
        "message: nested too deeply",
        lambda address, by: refused(
            address, *['{"type":"vote","choice":' + "[" * 2_000 + "]" * 2_000 + "}"] * 3, by=by
        ),
    ),
    "out of range": (
        "vote: give a choice from 0 to 2",
        lambda address, by: refused(
            address, *[f'{{"type":"vote","choice":{number}}}' for number in (3, 99, 2**30)], by=by
        ),
    ),
    "no number": (
        "choice is no whole number",
        lambda address, by: refused(
            address, *[f'{{"type":"vote","choice":{it}}}' for it in ("-1", "1e999", "true")], by=by
        ),
    ),
    "steers": (
        "a phone that would show",
        lambda address, by: refused(
            address, json.dumps({"type": "show", "id": 1, "scene": {}, "arm": "now", "week": 0}), by=by
        ),
    ),
    "hides": ("a phone that would hide", lambda address, by: refused(address, '{"type":"hide"}', by=by)),
    "hello twice": (
        "hello: was said",
        lambda address, by: refused(address, *[f'{{"type":"hello","role":"phone","code":"{CODE}"}}'] * 3, by=by),
    ),
    "nothing said": (
        "said something before hello",
        lambda address, by: refused(address, '{"type":"hide"}', role=None, by=by),
    ),
    "wrong code": (
        "a wrong code, or none",
        lambda address, by: refused(address, '{"type":"hello","role":"phone","code":"222222"}', role=None, by=by),
    ),
    "screen from elsewhere": (
        "a screen that is not on this machine",
        lambda address, by: refused(address, f'{{"type":"hello","role":"screen","code":"{CODE}"}}', role=None, by=by),
    ),
    "notes from elsewhere": (
        "a notes that is not on this machine",
        lambda address, by: refused(address, f'{{"type":"hello","role":"notes","code":"{CODE}"}}', role=None, by=by),
    ),
}


def test_thirty_phones_vote_beside_one_that_means_harm(running) -> None:
    """Counts are those that were cast, every attempt is refused with its reason, and the screen is answered as before."""

    async def room() -> tuple[list[float], list[float], Counter[int], list[int]]:
        address, numbers = running.address, itertools.count(1)
        random.seed(1)
        async with asyncio.timeout(60), line(address) as screen, asyncio.TaskGroup() as phones:
            for scene in (SCENE, OTHER):
                await screen.answer(next(numbers), scene)
            quiet = await answers(screen, numbers)
            await screen.say("open", question="disconnect")
            await screen.next(type="votes", question="disconnect", open=True)
            cast: Counter[int] = Counter()
            is_over = asyncio.Event()

            async def phone(by: str) -> None:
                last = random.randrange(3)
                async with line(address, "phone", code=CODE, by=by) as one:
                    asked = await one.next(type="votes", open=True)
                    assert "counts" not in asked, "a phone follows the crowd"
                    await one.say("vote", choice=(last + 1) % 3)
                    await one.say("vote", choice=last)
                    if by == PHONES[0]:  # the line breaks, and the phone votes again: it still has one vote
                        one.socket.transport.abort()
                if by == PHONES[0]:
                    last = (last + 1) % 3
                    async with line(address, "phone", code=CODE.lower(), by=by) as again:
                        await again.say("vote", choice=last)
                        cast[last] += 1
                        await is_over.wait()
                    return
                cast[last] += 1
                await is_over.wait()

            async def harm() -> None:
                for number, (reason, attack) in enumerate(ATTACKS.values()):
                    # Refused again and again, an address is shut out; here each attempt has one of its own.
                    assert await attack(address, f"127.0.2.{number + 1}") in (1008, 1009), reason

            for by in PHONES:
                phones.create_task(phone(by))
            attacked = phones.create_task(harm())
            disturbed = await answers(screen, numbers)
            await attacked
            # Whoever floods the room knows its code, and has one vote like anybody.
            cast[0] += 1
            while screen.last("votes")["counts"] != [cast[choice] for choice in range(3)]:
                await asyncio.sleep(0.02)
            await screen.say("close")
            final = await screen.next(type="votes", open=False)
            is_over.set()
            assert final["by"] == "phones"
        return quiet, disturbed, cast, final["counts"]

    quiet, disturbed, cast, counts = asyncio.run(room())
    assert counts == [cast[choice] for choice in range(3)]
    assert sum(counts) == len(PHONES) + 1
    log = running.log.read_text(encoding="utf-8")
    for number, (reason, _) in enumerate(ATTACKS.values()):
        assert re.search(rf"127\.0\.2\.{number + 1}[:,].* refused, .*{re.escape(reason)}", log), reason
    assert "Traceback" not in log
    # Not a timing: the same answers of the same server, in the same minute, with everything above going on beside them.
    assert statistics.median(disturbed) < 3 * statistics.median(quiet) + 0.2, (quiet, disturbed)


def test_an_address_has_three_phones_and_one_that_is_refused_again_and_again_is_shut_out(running) -> None:
    async def attempt() -> None:
        by = "127.0.3.1"
        async with (
            line(running.address, "phone", code=CODE, by=by),
            line(running.address, "phone", code=CODE, by=by),
            line(running.address, "phone", code=CODE, by=by),
        ):
            assert await refused(running.address, role=None, by=by) == 1008
        by = "127.0.3.2"
        for _ in range(8):
            assert await refused(running.address, '{"type":"hide"}', role=None, by=by) == 1008
        with pytest.raises(InvalidStatus):
            await refused(running.address, role=None, by=by)
        # Nor is it told any more whether a code is the right one.
        status, words = await fetch_by(by, running.address, f"/story.json?code={CODE}")
        assert (status, words) == (403, b"Too many wrong codes from here. Try again in a minute.\n")
        async with line(running.address, "phone", code=CODE, by="127.0.3.3"):
            pass  # others are not

    asyncio.run(attempt())
    log = running.log.read_text(encoding="utf-8")
    assert "127.0.3.1: refused, too many connections" in log
    assert "127.0.3.2: refused, too often in the last minute" in log


def test_whoever_is_shut_out_and_tries_again_is_heard_after_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page opens its line again by itself, every four seconds."""
    clock = [0.0]
    monkeypatch.setattr(refusals, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    doors = refusals.Refusals()
    found = []
    for clock[0] in range(1, 60):
        doors.note(HARM)
        found.append(doors.shuts_out(HARM))
    assert found == [False] * 7 + [True] * 52
    clock[0] = 62.0
    assert not doors.shuts_out(HARM)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {},
        {"origin": "http://localhost:1"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
    ids=str,
)
def test_no_other_page_opens_a_line(running, headers: dict[str, str]) -> None:
    """Neither a page of another origin, nor one whose name was made to lead here (DNS rebinding)."""
    assert asyncio.run(wrong_door(running.address, **headers)) == 403
    log = running.log.read_text(encoding="utf-8").splitlines()
    assert any("refused, asked for as" in row and repr(headers.get("origin", "")) in row for row in log)


def fetch(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/notes", 200),
        ("/phone", 200),
        ("/story.json", 200),
        ("/qr.svg", 200),
        ("/page/main.js", 200),
        ("/page/..%2fserver.py", 404),
        ("/page/nothing.js", 404),
        ("/nothing", 404),
    ],
)
def test_every_answer_has_its_headers_and_no_cookie(running, path: str, status: int) -> None:
    found, headers, body = fetch(running.address, path)
    assert found == status
    assert "set-cookie" not in {name.lower() for name in headers}
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert body
    assert "server" not in headers
    rebound, others, words = fetch(running.address, path, Host="evil.example")
    assert rebound == 421
    assert words == b"This address does not lead here.\n"
    assert others["content-security-policy"] == policy


def test_the_picture_code_is_an_image_by_itself(running) -> None:
    _, headers, body = fetch(running.address, "/qr.svg")
    assert headers["content-type"].startswith("image/svg+xml")
    assert b'xmlns="http://www.w3.org/2000/svg"' in body


def test_a_question_that_is_open_goes_on_when_it_is_asked_again(story: Story) -> None:
    """A screen whose line broke asks it again; only what was closed begins from nothing."""
    asked = Room([step.question for step in story.steps if step.question is not None], CODE)
    name = next(step.question.id for step in story.steps if step.question is not None)
    asked.open(name)
    asked.vote(asked.join("127.0.1.1"), 0)
    assert sum(asked.open(name).counts) == 1
    asked.close()
    assert sum(asked.open(name).counts) == 0


async def fetch_by(by: str, address: str, path: str) -> tuple[int, bytes]:
    """Status and body of what another machine is answered."""
    host = address.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"), local_addr=(by, 0))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), body


def test_other_machines_see_the_page_for_phones_and_no_notes(running) -> None:
    """An address other than this machine's: the story for the code alone and without the trainer's notes."""

    def get(path: str) -> tuple[int, bytes]:
        return asyncio.run(fetch_by("127.0.3.4", running.address, path))

    assert get("/")[1] == get("/phone")[1]
    assert get("/notes")[0] == 403
    assert get("/qr.svg")[0] == 404
    assert get("/story.json?code=222222") == (403, b"That is not the code on the screen.\n")
    status, body = get(f"/story.json?code={CODE}")
    told, own = json.loads(body), json.loads(fetch(running.address, "/story.json")[2])
    assert status == 200
    assert "phones" not in told
    assert all(not step["notes"] for step in told["steps"])
    assert all(step["notes"] for step in own["steps"])


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({"levers": {"business_suport": {}}}, "there is no 'business_suport'; the nearest is business_support"),
        ({"levers": {"caseload_cap": {"mode": "add_on"}}}, "has no add-on"),
        ({"levers": {"business_support": {"dose": 2}}}, "dose: 2 does not fit; give a number from 0 to 1"),
        ({"levers": {"business_support": {"mode": "\ud800"}}}, "levers.business_support.mode"),
        ({"demand": 1e308}, "demand"),
        ({"demand": 5}, "demand: 5 is not from 0.8 to 1.3"),
        ({"demand": -1}, "demand: -1 does not fit; give a number above 0"),
        ({"demand": "much"}, "demand"),
        ({"assumptions": {"mechanism.reporting.passing": 7}}, "mechanism.reporting.passing"),
        ({"assumptions": {"mechanism.reporting.passing": -1e300}}, "mechanism.reporting.passing"),
        ({"assumptions": {"mechanism.hours.overtime_limit": 1}}, "cannot be changed in this story"),
        ({"assumptions": {"../../etc": 1}}, "cannot be changed in this story"),
        ({"levers": {"\ud800": {}}}, "levers"),
        ({"surprise": 1}, "surprise"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_a_scene_that_cannot_be_is_refused_in_words_and_nothing_is_lost(workshop, scene, words: str) -> None:
    async def attempt() -> None:
        async with line(workshop[0]) as screen:
            before = await screen.answer(1, SCENE)
            await screen.say("show", id=2, scene=scene, arm="changed", week=0)
            refusal = await screen.next(type="refused", about="show", id=2)
            assert words in refusal["words"]
            assert "Traceback" not in refusal["words"]
            assert len(refusal["words"]) < 600
            assert arrays_equal(await screen.answer(3, SCENE), before)

    asyncio.run(attempt())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 5_000])
def test_numbers_that_are_none_are_refused(workshop, number: str) -> None:
    async def attempt() -> None:
        async with line(workshop[0]) as screen:
            await screen.socket.send(f'{{"type":"show","id":1,"scene":{{"demand":{number}}},"arm":"now","week":0}}')
            assert (await screen.next(type="refused"))["words"] == "message: not JSON"
            await screen.answer(1, SCENE)

    asyncio.run(attempt())


def test_what_was_said_stays_and_a_late_screen_hears_it(workshop) -> None:
    """Hands count in place of phones; a page that is opened later knows every count so far."""

    async def attempt() -> None:
        async with line(workshop[0]) as screen:
            await screen.say("count", question="stressed", counts=[3, 4, 5])
            await screen.next(type="votes", question="stressed", counts=[3, 4, 5], by="hands")
            for counts in ([1, 2], [1, 2, -3], [1, 2, 10**9], [1, 2, True], ["1", 2, 3]):
                await screen.say("count", question="stressed", counts=counts)
                assert "whole numbers from 0 to 1000" in (await screen.next(type="refused"))["words"]
            await screen.say("step", step=99)
            assert "the story has" in (await screen.next(type="refused"))["words"]
            async with line(workshop[0], "notes") as notes:
                await notes.next(type="votes", question="stressed", counts=[3, 4, 5])

    asyncio.run(attempt())


def test_phones_follow_the_step_and_see_one_card(workshop) -> None:
    """The card that is read aloud, alone, and no other outcome."""
    address, inside = workshop
    steps = [step.id for step in inside.stage.story.steps]

    async def attempt() -> None:
        async with line(address) as screen, line(address, "phone", code=CODE, by=HERE) as phone:
            await screen.answer(1, SCENE)
            await screen.say("step", step=steps.index("pull"))
            await phone.next(type="step", step=steps.index("pull"))
            await screen.say("reveal")
            card = await phone.next(type="answer")
            whole = await screen.next(type="answer", runs=12)
            place = [chart.name for chart in inside.stage.story.charts].index("stressed_share")
            assert card["chart"] == "stressed_share"
            assert (card["arrays"]["difference"][0] == whole["arrays"]["difference"][place]).all()
            assert card["arrays"]["series"].shape[0] == 1
            assert "command" not in card

    asyncio.run(attempt())
