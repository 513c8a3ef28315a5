"""Who is connected, and what each hears: screens that steer, the trainer's notes, phones that vote."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sim.errors import UserError
from sim.workshop.card import card_frame
from sim.workshop.pairs import Answered, Pairs
from sim.workshop.room import Ballot, Room
from sim.workshop.screen import Screen

LOG = logging.getLogger("coalface.workshop")
HERE = "127.0.0.1"
# Of one phone in so many seconds; a screen sends one a frame at most.
MOST_MESSAGES = {"phone": (20, 10.0), "notes": (20, 10.0), "screen": (1_200, 10.0)}
MOST_CONNECTIONS, MOST_OF_AN_ADDRESS = 300, 3
MOST_FAULTS = 3

Message = dict[str, Any]


class Refused(Exception):
    """A connection that is to be closed, and why."""


@dataclass(eq=False)
class Guest:
    """One connection. screen: of those that steer. times: when it last said something. faults: what could not be read."""

    number: int
    address: str
    send: Callable[[Message | bytes], Awaitable[None]]
    role: str = ""
    screen: Screen | None = None
    times: deque[float] = field(default_factory=deque)
    faults: int = 0


class Hub:
    """All connections of one workshop. `pairs` comes once the model is prepared."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.pairs: Pairs | None = None
        self.prepared = asyncio.Event()
        self._guests: dict[int, Guest] = {}
        self._next = 0
        self._shown: Answered | None = None

    def welcome(self, address: str, send: Callable[[Message | bytes], Awaitable[None]]) -> Guest:
        """A new connection. Raises Refused where there are too many."""
        others = sum(1 for guest in self._guests.values() if guest.address == address)
        if len(self._guests) >= MOST_CONNECTIONS or (address != HERE and others >= MOST_OF_AN_ADDRESS):
            raise Refused("too many connections")
        guest = Guest(self._next, address, send)
        self._next += 1
        self._guests[guest.number] = guest
        return guest

    async def leave(self, guest: Guest) -> None:
        """A connection that is gone: its work is stopped; votes it has cast stay."""
        self._guests.pop(guest.number, None)
        if guest.screen is not None:
            await guest.screen.leave()
        if guest.role == "phone":
            self.room.phones.discard(guest.number)
            await self._tell_phones()

    def check_pace(self, guest: Guest) -> None:
        """Raises Refused where a connection says more than anyone could mean."""
        most, seconds = MOST_MESSAGES.get(guest.role or "phone", MOST_MESSAGES["phone"])
        now = time.monotonic()
        guest.times.append(now)
        while guest.times and guest.times[0] < now - seconds:
            guest.times.popleft()
        if len(guest.times) > most:
            raise Refused(f"more than {most} messages in {seconds:g} seconds")

    async def fault(self, guest: Guest, error: UserError) -> None:
        """Something that cannot be read or done. Raises Refused where it happens again and again on a phone."""
        guest.faults += 1
        LOG.warning("%s, connection %d: %s", guest.address, guest.number, error)
        if guest.role != "screen" and guest.faults >= MOST_FAULTS:
            raise Refused("too many messages that make no sense")
        await guest.send({"type": "refused", "words": str(error)})

    async def hear(self, guest: Guest, message: Message) -> None:
        """Do what a message asks. Raises UserError where it cannot be done, Refused where it must not."""
        kind = message["type"]
        if not guest.role:
            if kind != "hello":
                raise Refused("said something before hello")
            await self._admit(guest, message)
        elif kind == "hello":
            raise UserError("hello: was said")
        elif guest.role == "phone":
            if kind != "vote":
                raise Refused(f"a phone that would {kind}")
            await self._tell_votes(self.room.vote(guest.number, message["choice"]))
        elif guest.role == "notes" or guest.screen is None:
            raise UserError(f"{kind}: the notes only follow")
        else:
            await self._steer(guest.screen, message)

    async def _admit(self, guest: Guest, message: Message) -> None:
        role = message["role"]
        if role == "phone":
            if not self.room.admits(message["code"]):
                raise Refused("a wrong code, or none")
        elif guest.address != HERE:
            raise Refused(f"a {role} that is not on this machine")
        guest.role = role
        await guest.send({"type": "welcome", "role": role, "room": self.room.code is not None, "hidden": False})
        if role == "screen":
            await self._wait_for_the_model(guest)
            assert self.pairs is not None
            guest.screen = Screen(self.pairs, guest.send, self._finished)
        if role == "phone":
            self.room.phones.add(guest.number)
            await self._tell_phones()
        else:
            await guest.send({"type": "phones", "count": len(self.room.phones)})
        await guest.send({"type": "step", "step": self.room.step})
        ballot = self.room.open_ballot
        if ballot is not None:
            await guest.send(_votes(ballot, to_phone=role == "phone"))
        card = self._card()
        if role == "phone" and card is not None:
            await guest.send(card)

    async def _wait_for_the_model(self, guest: Guest) -> None:
        """Say how far the model is until it is ready."""
        while not self.prepared.is_set():
            await guest.send(self.progress)
            await asyncio.wait([asyncio.ensure_future(self.prepared.wait())], timeout=0.25)

    progress: Message = {"type": "busy", "runs": 0, "of": 0, "words": "The model is being prepared on this machine"}  # noqa: RUF012

    async def _steer(self, screen: Screen, message: Message) -> None:
        kind = message["type"]
        if kind == "show":
            await screen.show(message)
        elif kind == "leaving":
            await screen.explain_leaving(message)
        elif kind == "hide":
            await screen.hide()
        elif kind == "reveal":
            await screen.reveal()
        elif kind == "step":
            self.room.step, self._shown = message["step"], None
            await self._tell_all({"type": "step", "step": message["step"]}, ("notes", "phone"))
        elif kind == "open":
            await self._tell_votes(self.room.open(message["question"]))
        elif kind == "close":
            ballot = self.room.close()
            if ballot is not None:
                await self._tell_votes(ballot)
        elif kind == "count":
            await self._tell_votes(self.room.count(message["question"], message["counts"]))
        else:
            raise UserError(f"{kind}: not for a screen")

    async def _finished(self, answered: Answered | None) -> None:
        """A screen shows an answer from all its pairs, or withholds results: phones see the one card of the step, or none."""
        self._shown = answered
        card = self._card()
        await self._tell_all({"type": "hidden"} if card is None else card, ("phone",))

    def _card(self) -> bytes | None:
        if self._shown is None or self.pairs is None:
            return None
        return card_frame(self._shown, self.pairs.story, self.room.step)

    async def _tell_votes(self, ballot: Ballot) -> None:
        await self._tell_all(_votes(ballot), ("screen", "notes"))
        await self._tell_all(_votes(ballot, to_phone=True), ("phone",))

    async def _tell_phones(self) -> None:
        await self._tell_all({"type": "phones", "count": len(self.room.phones)}, ("screen", "notes"))

    async def _tell_all(self, message: Message | bytes, roles: tuple[str, ...]) -> None:
        """Tell everyone of some roles; whoever cannot be reached is on the way out."""
        guests = [guest for guest in self._guests.values() if guest.role in roles]
        await asyncio.gather(*(guest.send(message) for guest in guests), return_exceptions=True)

    async def close(self) -> None:
        """Stop all work."""
        for guest in list(self._guests.values()):
            if guest.screen is not None:
                await guest.screen.leave()
        if self.pairs is not None:
            self.pairs.close()


def _votes(ballot: Ballot, to_phone: bool = False) -> Message:
    """The state of a ballot. Phones hear what is asked, and the counts once it is closed: nobody follows the crowd."""
    question = ballot.question
    message: Message = {
        "type": "votes",
        "question": question.id,
        "open": ballot.is_open,
        "by": "phones" if ballot.hands is None else "hands",
        "text": question.text,
        "choices": list(question.choices),
        "cast": sum(ballot.counts),
    }
    if not (to_phone and ballot.is_open):
        message["counts"] = ballot.counts
    return message
