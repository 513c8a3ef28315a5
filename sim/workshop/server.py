"""The server of the workshop: a few files, a description, and a line over which everything else goes.

It answers this machine alone, or with a room also whoever knows its code; it asks nothing of any network.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path, PurePath
from threading import Event
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.errors import UserError
from sim.study.runs import RunFailed, Stopped
from sim.workshop.description import describe
from sim.workshop.hub import LOG, Hub, Refused
from sim.workshop.messages import read_message
from sim.workshop.outbox import Gone, Outbox
from sim.workshop.pairs import Pairs
from sim.workshop.refusals import HERE
from sim.workshop.scene import Stage

_PAGE = Path(__file__).with_name("page")
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
# Nothing but the page's own files runs or is loaded, and no other page may hold this one.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
REFUSED = 1008
# Codes with which the protocol itself closes a line, and what was wrong.
_BROKEN = {1002: "what it sent is no message", 1007: "text that is not UTF-8", 1009: "a message that is too large"}
_ELSEWHERE = "This address does not lead here.\n"
_NOT_FROM_HERE = "This page is for the machine on which the workshop runs. Phones open /phone.\n"
_WRONG_CODE = "That is not the code on the screen.\n"
_TOO_OFTEN = "Too many wrong codes from here. Try again in a minute.\n"
_NOT_PREPARED = "The model could not be prepared; the window in which the workshop was started says more."


def page_files() -> dict[str, bytes]:
    """Every file of the page by its path below the folder, such as `trees/ramp.js`."""
    found = (file for file in _PAGE.rglob("*") if file.suffix in _TYPES)
    return {file.relative_to(_PAGE).as_posix(): file.read_bytes() for file in found}


class Guard:
    """Answers no request under a name that is not this server's, and gives every answer its headers.

    Another name that leads here is somebody else's page, which would read what this machine may read.
    """

    def __init__(self, application: ASGIApp, hosts: set[str]) -> None:
        self._application = application
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. What goes over a WebSocket is checked where it is opened."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                # Browsers heed it over http only on a page of their own machine, and complain of it on any other.
                if _address(Request(scope)) != HERE:
                    del headers["Cross-Origin-Opener-Policy"]
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if host in self._hosts:
            await self._application(scope, receive, send_with_headers)
        else:
            LOG.warning("%s: refused, asked for as %r", _address(Request(scope)), host[:100])
            await PlainTextResponse(_ELSEWHERE, 421)(scope, receive, send_with_headers)


class Workshop:
    """One story on one server. hosts: names and ports under which it may be asked for, such as `127.0.0.1:8765`."""

    def __init__(
        self,
        stage: Stage,
        hosts: set[str],
        *,
        code: str | None = None,
        phone_address: str = "",
        threads: int | None = None,
    ) -> None:
        self.stage = stage
        self.hosts = hosts
        self.phone_address = phone_address
        self.hub = Hub(stage.story, code)
        self.files = page_files()
        self._threads = threads
        self._description: dict[str, Any] | None = None
        self._failure = ""
        self._described = asyncio.Event()
        self._stop = Event()
        self._preparer = ThreadPoolExecutor(1, thread_name_prefix="workshop-preparing")

    def application(self) -> Starlette:
        """The application, for any server that speaks ASGI."""
        routes = [
            Route("/", self._screen, methods=["GET"]),
            Route("/notes", self._notes, methods=["GET"]),
            Route("/phone", self._phone, methods=["GET"]),
            Route("/page/{name:path}", self._file, methods=["GET"]),
            Route("/story.json", self._story, methods=["GET"]),
            Route("/qr.svg", self._qr, methods=["GET"]),
            WebSocketRoute("/live", self._live),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Guard, self.hosts)], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, application: Starlette) -> AsyncIterator[None]:
        preparing = asyncio.create_task(self._prepare())
        yield
        self.close()
        preparing.cancel()

    def close(self) -> None:
        """Stop all work, and keep nobody waiting."""
        self._stop.set()
        self._failure = self._failure or "The workshop has ended."
        self._described.set()
        self.hub.close()

    async def _prepare(self) -> None:
        """Compile what must be, choose the run that is shown, and let screens in."""
        loop = asyncio.get_running_loop()

        def progress(runs: int) -> None:
            words = "The service as it is, on different random numbers"
            loop.call_soon_threadsafe(self.hub.tell_progress, runs, words)

        try:
            in_room = self.hub.room.code is not None
            self._description = await loop.run_in_executor(self._preparer, describe, self.stage, in_room)
            self._described.set()
            self.hub.set_model(await loop.run_in_executor(self._preparer, self._model, progress))
        except Stopped:
            pass
        except (UserError, RunFailed) as error:
            self._fail(str(error))
            LOG.error("the model could not be prepared: %s", error)
        except Exception:
            self._fail(_NOT_PREPARED)
            LOG.exception("the model could not be prepared")
        finally:
            self._preparer.shutdown(wait=False, cancel_futures=True)

    def _model(self, progress: Callable[[int], None]) -> Pairs:
        pairs = Pairs(self.stage, self._threads)
        try:
            for runs in pairs.choose_shown(self._stop):
                progress(runs)
            if self._stop.is_set():
                raise Stopped
        except BaseException:
            pairs.close()
            raise
        return pairs

    def _fail(self, words: str) -> None:
        self._failure = words
        self._described.set()
        self.hub.set_failure(words)

    async def _screen(self, request: Request) -> Response:
        """The screen; whoever typed the address into a phone finds the page for phones."""
        return self._page("index.html" if _address(request) == HERE else "phone.html")

    async def _notes(self, request: Request) -> Response:
        if _address(request) != HERE:
            return self._refuse(request, _NOT_FROM_HERE)
        return self._page("notes.html")

    async def _phone(self, request: Request) -> Response:
        return self._page("phone.html")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        return self._page(name) if name in self.files else PlainTextResponse("There is no such file.\n", 404)

    def _page(self, name: str) -> Response:
        return Response(self.files[name], media_type=_TYPES[PurePath(name).suffix])

    def _refuse(self, request: Request, words: str) -> Response:
        LOG.warning("%s: refused, %s", _address(request), words.strip())
        return PlainTextResponse(words, 403)

    async def _story(self, request: Request) -> Response:
        """What the page must know beforehand. Phones are told it for the code, and without the trainer's notes."""
        here = _address(request) == HERE
        if self.hub.refusals.shuts_out(_address(request)):
            return self._refuse(request, _TOO_OFTEN)
        if not here and not self.hub.room.admits(request.query_params.get("code")):
            self.hub.refusals.note(_address(request))
            return self._refuse(request, _WRONG_CODE)
        await self._described.wait()
        if self._description is None:
            return PlainTextResponse(self._failure + "\n", 500)
        told = dict(self._description)
        if not here:
            told["steps"] = [step | {"notes": ""} for step in told["steps"]]
        elif self.phone_address:
            # Only this machine is told where phones join: whoever has the code has it from the screen.
            told["phones"] = self.phone_address
        return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")

    async def _qr(self, request: Request) -> Response:
        if not self.phone_address or _address(request) != HERE:
            return PlainTextResponse("No room is open.\n", 404)
        import segno

        drawn = BytesIO()
        segno.make(self.phone_address, error="m").save(drawn, "svg", scale=8, border=4, dark="#000", light="#fff")
        return Response(drawn.getvalue(), media_type="image/svg+xml")

    async def _live(self, socket: WebSocket) -> None:
        address = _address(socket)
        try:
            self._check_caller(socket, address)
            await socket.accept()
            await self._talk(socket, address)
        except Refused as reason:
            LOG.warning("%s: refused, %s", address, reason)
            self.hub.refusals.note(address)
            await _close(socket, str(reason))
        except (Gone, WebSocketDisconnect):
            pass  # gone while something was being sent

    def _check_caller(self, socket: WebSocket, address: str) -> None:
        """Raises Refused for other pages that would use this machine's browser, and whoever was refused too often."""
        host, origin = socket.headers.get("host", ""), socket.headers.get("origin", "")
        if self.hub.refusals.shuts_out(address):
            raise Refused("too often in the last minute")
        if host not in self.hosts or origin != f"http://{host}":
            raise Refused(f"asked for as {host[:100]!r} by a page of {origin[:100]!r}")

    async def _talk(self, socket: WebSocket, address: str) -> None:
        """Hear a connection until it ends. Raises Refused, Gone."""

        async def write(message: dict[str, Any] | bytes) -> None:
            try:
                if isinstance(message, bytes):
                    await socket.send_bytes(message)
                else:
                    await socket.send_text(json.dumps(message))
            except (WebSocketDisconnect, RuntimeError):
                raise Gone from None

        guest = self.hub.welcome(address, Outbox(write))
        try:
            while True:
                received = await socket.receive()
                if received["type"] == "websocket.disconnect":
                    if received.get("code") in _BROKEN:
                        raise Refused(_BROKEN[received["code"]])
                    return
                self.hub.check_pace(guest)
                try:
                    self.hub.hear(guest, read_message(received.get("text")))
                except UserError as error:
                    await self.hub.fault(guest, error)
        finally:
            self.hub.leave(guest)


def _address(connection: Request | WebSocket) -> str:
    return connection.client.host if connection.client else "unknown"


async def _close(socket: WebSocket, reason: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # closed already
        await socket.close(REFUSED, reason)
