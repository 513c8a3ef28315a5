"""The server under the workshop, uvicorn, made fit for a room: it ends at once, and takes no more of a line than it is worth."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from sim.errors import ENDING

_MOST_BYTES = 1 << 14
# Parts in which one message may come.
_MOST_PARTS = 64
# Whoever is still connected so long after the goodbye is cut off.
_SECONDS_OF_GOODBYE = 0.2


class Line(WebSocketsSansIOProtocol):
    """A WebSocket whose other end may mean harm."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.close_timeout = _SECONDS_OF_GOODBYE

    def handle_ping(self) -> None:
        """Answer, unless the answers are not read: they would pile up without end."""
        if self.transport.get_write_buffer_size() > _MOST_BYTES and not self.writable.is_set():
            self.transport.abort()
        else:
            super().handle_ping()

    def handle_cont(self, event: Any) -> None:
        """Take a part of a message, unless there are more parts than a message needs."""
        if len(self.frames) >= _MOST_PARTS:
            self.conn.fail(1009, "too many parts")
            self.handle_parser_exception()
        else:
            super().handle_cont(event)


class Serving(uvicorn.Server):
    """Serves until it is told to stop. stop_work: called first of all, so that nobody waits for an answer any more."""

    def __init__(self, application: ASGIApp, stop_work: Callable[[], None]) -> None:
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            ws=Line,
            ws_max_size=_MOST_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=1,
            server_header=False,
            date_header=False,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_without_traceback)
        self._stop_work = stop_work

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every connection, those that do not read included."""
        self._stop_work()
        asyncio.get_running_loop().call_later(_SECONDS_OF_GOODBYE, self._cut_off)
        await super().shutdown(sockets)

    def _cut_off(self) -> None:
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()


def serve(server: Serving, listening: socket.socket) -> None:
    """Serve on a socket until interrupted or terminated, or until the terminal is closed: each is the ordinary end."""
    # uvicorn raises again, at the end, the signal that ended it.
    for number in (signal.SIGINT, *ENDING):
        if (
            signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGINT
        ):  # `nohup` lets it outlive its terminal
            signal.signal(number, lambda *_: setattr(server, "should_exit", True))
    server.run(sockets=[listening])


def end(code: int) -> NoReturn:
    """Leave at once. Threads may still be at work, and there is nothing that they, or a tidy end, would leave half done."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _without_traceback(record: logging.LogRecord) -> bool:
    """What somebody sent is no fault of the program; a line says it."""
    if record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError):
        record.exc_info = None
    return True
