"""What is on its way to one connection. Nobody else waits for a reader that is slow, and nothing piles up for it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]


class Gone(Exception):
    """The connection was lost while something was being sent."""


class Outbox:
    """One message at a time. write: puts a message on the line as soon as the line takes it; raises Gone.

    Of news, such as the state of a vote, only the newest waits: what was so in between is of no use to a late reader.
    """

    def __init__(self, write: Callable[[Message | bytes], Awaitable[None]]) -> None:
        self._write = write
        self._free = asyncio.Lock()
        self._news: dict[str, Message | bytes] = {}
        self._delivery: asyncio.Task[None] | None = None
        self._under_way: tuple[str, asyncio.Future[None]] | None = None

    async def send(self, message: Message | bytes, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Send in turn, and wait until it is on the line; dropped where it is no longer wanted by then. Raises Gone.

        A line that is full takes nothing, so a message whose sending is cancelled has not left, not even in part.
        """
        async with self._free:
            if is_wanted():
                await self._write(message)

    def tell(self, about: str, news: Message | bytes) -> None:
        """Send when the line is free, without waiting; older news about the same is forgotten."""
        self._news[about] = news
        if self._delivery is None or self._delivery.done():
            self._delivery = asyncio.create_task(self._deliver())

    def forget(self, about: str) -> None:
        """Do not send this news, where it has not left yet."""
        self._news.pop(about, None)
        if self._under_way is not None and self._under_way[0] == about:
            self._under_way[1].cancel()

    def close(self) -> None:
        """Send nothing more."""
        self._news.clear()
        if self._delivery is not None:
            self._delivery.cancel()

    async def _deliver(self) -> None:
        try:
            while self._news:
                async with self._free:
                    # Taken when the line is free, so that it is the newest; it may have been forgotten meanwhile.
                    about = next(iter(self._news), None)
                    if about is not None:
                        await self._write_news(about, self._news.pop(about))
        except Gone:
            self._news.clear()

    async def _write_news(self, about: str, news: Message | bytes) -> None:
        writing = asyncio.ensure_future(self._write(news))
        self._under_way = about, writing
        try:
            await asyncio.wait([writing])
        finally:
            self._under_way = None
            writing.cancel()
        if not writing.cancelled():
            writing.result()
