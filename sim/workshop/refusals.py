"""Addresses that were refused again and again: for a while they are not heard at all, so that guessing codes takes years."""

import time
from collections import deque

HERE = "127.0.0.1"
# An address that was refused so often in so many seconds is not heard again until they are over.
MOST_REFUSALS, SECONDS_OF_REFUSALS = 8, 60.0
# Addresses that are remembered; of more the one that was refused first is forgotten, so that memory stays small.
MOST_ADDRESSES = 1_000


class Refusals:
    """When each address was last refused. This machine itself is never shut out."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {}

    def shuts_out(self, address: str) -> bool:
        """Whether an address was refused so often that it is not heard any more for a while."""
        times = self._times.get(address)
        recent = time.monotonic() - SECONDS_OF_REFUSALS
        return times is not None and len(times) == MOST_REFUSALS and times[0] > recent

    def note(self, address: str) -> None:
        """Remember that a connection was closed for what it did.

        Whoever is shut out and tries again, as a page does by itself, is not shut out for longer.
        """
        if address == HERE or self.shuts_out(address):
            return
        if len(self._times) >= MOST_ADDRESSES:
            self._times.pop(next(iter(self._times)))
        self._times.setdefault(address, deque(maxlen=MOST_REFUSALS)).append(time.monotonic())
