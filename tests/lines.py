"""Real connections to a real server of the workshop, and the server itself: `python tests/lines.py STORY PORT CODE`."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sim.workshop.frames import read_frame
from sim.workshop.scene import Stage
from sim.workshop.server import Workshop
from sim.workshop.serving import Serving
from sim.workshop.story import Story, read_story

CODE = "CDFGHJ"
HERE = "127.0.0.1"
SECONDS = 60.0


@dataclass
class Line:
    """A connection that keeps every message: texts and frames as they came, and what they say. frames: bytes of all of it."""

    socket: ClientConnection
    frames: list[str | bytes] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    closed: ConnectionClosed | None = None
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: int = 0

    async def listen(self) -> None:
        """Keep what comes until the line is closed."""
        try:
            async for frame in self.socket:
                self.frames.append(frame)
                self.heard.append(decoded(frame))
                self._more.set()
        except ConnectionClosed as error:
            self.closed = error
        self._more.set()

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def next(self, **wanted: Any) -> dict[str, Any]:
        """The next message that has these fields; those before it count as read."""
        async with asyncio.timeout(SECONDS):
            while True:
                while self._seen < len(self.heard):
                    message = self.heard[self._seen]
                    self._seen += 1
                    if all(message.get(name) == value for name, value in wanted.items()):
                        return message
                self._more.clear()
                assert self.closed is None, f"closed: {self.closed}; {wanted} never came"
                await self._more.wait()

    def last(self, kind: str) -> dict[str, Any]:
        """The newest message of a type."""
        return next(message for message in reversed(self.heard) if message["type"] == kind)

    async def answer(
        self, number: int, scene: Mapping[str, Any], arm: str = "changed", week: int = 120
    ) -> dict[str, Any]:
        """Ask for a scene, and wait for the answer with all runs, and the picture of all weeks."""
        await self.say("show", id=number, scene=dict(scene), arm=arm, week=week)
        while True:
            found = await self.next(type="answer", id=number)
            if found["runs"] == found["of"]:
                await self._picture(number)
                return found

    async def _picture(self, number: int) -> None:
        """Wait until the picture of all weeks has come as well."""
        async with asyncio.timeout(SECONDS):
            while not any(
                message["type"] == "picture" and message["id"] == number and message["weeks"] > 1
                for message in self.heard
            ):
                self._more.clear()
                await self._more.wait()

    async def ended(self) -> int:
        """Wait until the other side has closed the line; the code with which it did."""
        async with asyncio.timeout(SECONDS):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code


def decoded(frame: str | bytes) -> dict[str, Any]:
    """What a message says; of a frame its header, and its arrays by name."""
    if isinstance(frame, str):
        return json.loads(frame)
    header, arrays = read_frame(frame)
    return header | {"arrays": arrays}


@asynccontextmanager
async def line(
    address: str,
    role: str | None = "screen",
    *,
    code: str | None = None,
    by: str = HERE,
    narrow: bool = False,
    **named: Any,
) -> AsyncIterator[Line]:
    """A connection from the address `by`, which has said hello as `role` where one is given. narrow: takes little unread."""
    host, port = address.removeprefix("http://").split(":")
    plain = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if narrow:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.bind((by, 0))
    plain.connect((host, int(port)))
    named = {"origin": address, "max_size": None, "compression": None, "close_timeout": 0.5, **named}
    async with connect(f"{address.replace('http', 'ws')}/live", sock=plain, **named) as connected:
        one = Line(connected)
        listening = asyncio.create_task(one.listen())
        try:
            if role is not None:
                await one.say("hello", role=role, code=code)
                await one.next(type="welcome")
            yield one
        finally:
            listening.cancel()


def arrays_equal(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the arrays of two frames are the same to the last bit."""
    first, second = one["arrays"], other["arrays"]
    return first.keys() == second.keys() and all(
        first[name].dtype == second[name].dtype and np.array_equal(first[name], second[name], equal_nan=True)
        for name in first
    )


@contextmanager
def serving(story: Story, code: str | None = CODE, *, wait: bool = True) -> Iterator[tuple[str, Workshop]]:
    """A workshop in a thread of this process; its address, and the workshop itself. wait: until it is prepared."""
    listening = socket.create_server((HERE, 0))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)  # so that a line is soon full
    host = f"{HERE}:{listening.getsockname()[1]}"
    workshop = Workshop(Stage(story), {host}, code=code, phone_address=f"http://{host}/phone#{code}", threads=2)
    server = Serving(workshop.application(), workshop.close)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        if wait:
            asyncio.run(_prepared(f"http://{host}"))
        yield f"http://{host}", workshop
    finally:
        server.should_exit = True
        thread.join(10)


async def _prepared(address: str) -> None:
    async with line(address) as screen:
        await screen.answer(1, {}, arm="now")


@contextmanager
def process(*words: str, log: Path, before: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """A process that runs `python WORDS`; standard error goes to `log`. It is killed where it does not end by itself."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(Path(__file__).parent)}
    with log.open("w", encoding="utf-8") as errors:
        command = [*before, sys.executable, *words]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def until(is_so: Callable[[], bool], seconds: float = SECONDS) -> float:
    """Wait until something is so; the seconds that it took."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < seconds, "it did not come about"
        time.sleep(0.01)
    return time.monotonic() - started


def main(story: str, port: str, code: str) -> None:
    """Serve with a room on this machine alone, and log what is refused to standard error."""
    import logging

    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING)
    listening = socket.create_server((HERE, int(port)))
    host = f"{HERE}:{listening.getsockname()[1]}"
    workshop = Workshop(Stage(read_story(story)), {host}, code=code, phone_address=f"http://{host}/phone#{code}")
    print(f"http://{host}", flush=True)
    Serving(workshop.application(), workshop.close).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
