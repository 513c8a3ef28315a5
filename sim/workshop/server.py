"""The server of the workshop: a few files, a description, and a line over which everything else goes.

It answers this machine alone, or with a room also whoever knows its code; it asks nothing of any network.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from io import BytesIO
from pathlib import PurePath
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.errors import UserError
from sim.workshop.description import describe
from sim.workshop.hub import HERE, LOG, Hub, Refused
from sim.workshop.messages import read_message
from sim.workshop.pairs import Pairs
from sim.workshop.room import Room
from sim.workshop.scene import Stage

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PAGES = {"/": "index.html", "/notes": "notes.html", "/phone": "phone.html"}
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
REFUSED, GOING = 1008, 1001


def page_files() -> dict[str, bytes]:
    """Every file of the page by its name."""
    folder = files("sim.workshop") / "page"
    return {item.name: item.read_bytes() for item in folder.iterdir() if PurePath(item.name).suffix in _TYPES}


class Workshop:
    """One story on one server. hosts: names and ports under which it may be asked for, such as `127.0.0.1:8765`."""

    def __init__(self, stage: Stage, hosts: set[str], *, code: str | None = None, phone_address: str = "") -> None:
        self.stage = stage
        self.hosts = hosts
        self.phone_address = phone_address
        questions = [step.question for step in stage.story.steps if step.question is not None]
        self.hub = Hub(Room(questions, code))
        self.files = page_files()
        self.description: dict[str, Any] | None = None
        self.threads: int | None = None
        self.failure = ""

    def application(self) -> Starlette:
        """The application, for any server that speaks ASGI."""
        routes = [
            *(Route(path, self._page, methods=["GET"]) for path in _PAGES),
            Route("/page/{name}", self._file, methods=["GET"]),
            Route("/story.json", self._story, methods=["GET"]),
            Route("/qr.svg", self._qr, methods=["GET"]),
            WebSocketRoute("/live", self._live),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, application: Starlette) -> AsyncIterator[None]:
        preparing = asyncio.create_task(self._prepare())
        yield
        preparing.cancel()
        await self.hub.close()

    async def _prepare(self) -> None:
        """Compile what must be, choose the run that is shown, and let screens in."""
        loop = asyncio.get_running_loop()
        try:
            self.description = await loop.run_in_executor(None, describe, self.stage, self.hub.room.code is not None)
            pairs = Pairs(self.stage, self.threads)
            chosen = pairs.choose_shown()
            while (runs := await loop.run_in_executor(None, next, chosen, None)) is not None:
                words = "The service as it is, on different random numbers"
                self.hub.progress = {"type": "busy", "runs": runs, "of": self.stage.story.replicates, "words": words}
            self.hub.pairs = pairs
        except Exception as error:
            self.failure = str(error)
            LOG.error("the model could not be prepared: %s", error)
            raise
        finally:
            if self.hub.pairs is not None:
                self.hub.prepared.set()

    def _is_known(self, headers: Any) -> bool:
        """Whether a request came under a name of this server: another name that leads here is somebody else's page."""
        return headers.get("host", "") in self.hosts

    def _answer(self, content: bytes | str, kind: str) -> Response:
        return Response(content, media_type=kind, headers=_HEADERS)

    def _refuse(self, request: Request) -> Response:
        LOG.warning("%s: refused, asked for as %r", _address(request), request.headers.get("host", "")[:100])
        return PlainTextResponse("This address does not lead here.\n", 421, headers=_HEADERS)

    async def _page(self, request: Request) -> Response:
        if not self._is_known(request.headers):
            return self._refuse(request)
        return self._answer(self.files[_PAGES[request.url.path]], "text/html")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if not self._is_known(request.headers):
            return self._refuse(request)
        if name not in self.files:
            return PlainTextResponse("There is no such file.\n", 404, headers=_HEADERS)
        return self._answer(self.files[name], _TYPES[PurePath(name).suffix])

    async def _story(self, request: Request) -> Response:
        if not self._is_known(request.headers):
            return self._refuse(request)
        while self.description is None and not self.failure:
            await asyncio.sleep(0.05)
        if self.description is None:
            return PlainTextResponse(self.failure + "\n", 500, headers=_HEADERS)
        # Only this machine is told where phones join: whoever has the code has it from the screen.
        told = {"phones": self.phone_address} if self.phone_address and _address(request) == HERE else {}
        return self._answer(json.dumps(self.description | told, ensure_ascii=False), "application/json")

    async def _qr(self, request: Request) -> Response:
        if not self._is_known(request.headers):
            return self._refuse(request)
        if not self.phone_address or _address(request) != HERE:
            return PlainTextResponse("No room is open.\n", 404, headers=_HEADERS)
        import segno

        drawn = BytesIO()
        segno.make(self.phone_address, error="m").save(drawn, kind="svg", scale=8, border=4, dark="#000", light="#fff")
        return self._answer(drawn.getvalue(), "image/svg+xml")

    async def _live(self, socket: WebSocket) -> None:
        origin = socket.headers.get("origin", "")
        if not self._is_known(socket.headers) or origin.removeprefix("http://") not in self.hosts:
            LOG.warning("%s: refused, a page of %r", _address(socket), origin[:100])
            await socket.close(REFUSED)
            return
        await socket.accept()
        lock = asyncio.Lock()

        async def send(message: dict[str, Any] | bytes) -> None:
            async with lock:
                if isinstance(message, bytes):
                    await socket.send_bytes(message)
                else:
                    await socket.send_text(json.dumps(message, ensure_ascii=False))

        guest = None
        try:
            guest = self.hub.welcome(_address(socket), send)
            while True:
                received = await socket.receive()
                if received["type"] == "websocket.disconnect":
                    break
                self.hub.check_pace(guest)
                try:
                    await self.hub.hear(guest, read_message(received.get("text")))
                except UserError as error:
                    await self.hub.fault(guest, error)
        except Refused as reason:
            LOG.warning("%s: refused, %s", _address(socket), reason)
            await _close(socket, str(reason))
        except (WebSocketDisconnect, RuntimeError):
            pass  # gone while something was being sent
        finally:
            if guest is not None:
                await self.hub.leave(guest)


def _address(connection: Request | WebSocket) -> str:
    return connection.client.host if connection.client else "unknown"


async def _close(socket: WebSocket, reason: str) -> None:
    try:
        await socket.close(REFUSED, reason)
    except RuntimeError:
        logging.getLogger(LOG.name).debug("gone before it was closed")
