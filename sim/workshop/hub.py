"""Who is connected, and what each hears: screens that steer, the trainer's notes, phones that vote."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.errors import UserError
from sim.workshop.card import card_frame
from sim.workshop.outbox import Message, Outbox
from sim.workshop.pairs import MOST_SCREENS, Answered, Pairs
from sim.workshop.refusals import HERE, Refusals
from sim.workshop.room import Ballot, Room, Seat
from sim.workshop.screen import Screen
from sim.workshop.story import Story

LOG = logging.getLogger("coalface.workshop")
# Messages that one connection may send in so many seconds, by its role: nobody means more. A screen on which a slider is moved
# sends one for each frame that it draws.
MOST_MESSAGES = {"screen": (1_200, 10.0)}
MOST_OF_OTHERS = (20, 10.0)
MOST_CONNECTIONS, MOST_OF_AN_ADDRESS = 300, 3
# Messages that make no sense after which a phone, or the notes, are closed.
MOST_FAULTS = 3
PREPARING = "The model is being prepared on this machine"


class Refused(Exception):
    """A connection that is to be closed, and why."""


@dataclass(eq=False)
class Guest:
    """One connection. role: what it said that it is, empty before. screen: what answers it, where it is one that steers.

    seat: where a phone sits. times: when it last said something. faults: how often that could not be read or done.
    """

    number: int
    address: str
    outbox: Outbox
    role: str = ""
    screen: Screen | None = None
    seat: Seat | None = None
    times: deque[float] = field(default_factory=deque)
    faults: int = 0


class Hub:
    """All connections of one workshop, and what they have in common."""

    def __init__(self, story: Story, code: str | None = None) -> None:
        self._story = story
        self.room = Room([step.question for step in story.steps if step.question is not None], code)
        self.hidden = False
        self._pairs: Pairs | None = None
        self._failure = ""
        self._prepared = asyncio.Event()
        self._progress: Message | None = {"type": "busy", "runs": 0, "of": story.replicates, "words": PREPARING}
        self._answered: Answered | None = None
        self._guests: dict[int, Guest] = {}
        self._next = 0
        self.refusals = Refusals()

    # The model

    async def model(self) -> Pairs | None:
        """The paired runs, once they are prepared; None where they could not be."""
        await self._prepared.wait()
        return self._pairs

    def tell_progress(self, runs: int, words: str) -> None:
        """How far the preparation is."""
        self._progress = {"type": "busy", "runs": runs, "of": self._story.replicates, "words": words}
        self._tell(("screen",), "busy", self._progress)

    def set_model(self, pairs: Pairs) -> None:
        """Let screens have what they ask for."""
        self._pairs, self._progress = pairs, None
        self._prepared.set()

    def set_failure(self, words: str) -> None:
        """Tell screens that nothing can be worked out, and why."""
        self._failure, self._progress = words, None
        self._tell(("screen",), "refused", {"type": "refused", "words": words})
        self._prepared.set()

    # Connections

    def welcome(self, address: str, outbox: Outbox) -> Guest:
        """A new connection. Raises Refused where there are too many."""
        others = sum(1 for guest in self._guests.values() if guest.address == address)
        if len(self._guests) >= MOST_CONNECTIONS or (address != HERE and others >= MOST_OF_AN_ADDRESS):
            raise Refused("too many connections")
        guest = Guest(self._next, address, outbox)
        self._next += 1
        self._guests[guest.number] = guest
        return guest

    def leave(self, guest: Guest) -> None:
        """A connection that is gone: its work is stopped; votes it has cast stay."""
        self._guests.pop(guest.number, None)
        guest.outbox.close()
        if guest.screen is not None:
            guest.screen.leave()
            # Hiding lasts as long as there is a screen. One that was cut off and comes back asks for it before all else.
            self.hidden = self.hidden and any(other.screen for other in self._guests.values())
        if guest.seat is not None:
            self.room.leave(guest.seat)
            self._tell_phones()

    def check_pace(self, guest: Guest) -> None:
        """Raises Refused where a connection says more than anyone could mean."""
        most, seconds = MOST_MESSAGES.get(guest.role, MOST_OF_OTHERS)
        now = time.monotonic()
        guest.times.append(now)
        while guest.times[0] < now - seconds:
            guest.times.popleft()
        if len(guest.times) > most:
            raise Refused(f"more than {most} messages in {seconds:g} seconds")

    async def fault(self, guest: Guest, error: UserError) -> None:
        """Say why something could not be read or done. Raises Refused where that happens again and again, unless on a screen.

        Raises Gone.
        """
        guest.faults += 1
        LOG.warning("%s, connection %d: refused, %s", guest.address, guest.number, printable(str(error)))
        if guest.role != "screen" and guest.faults >= MOST_FAULTS:
            raise Refused("too many messages that make no sense")
        await guest.outbox.send({"type": "refused", "words": str(error)})

    def close(self) -> None:
        """Stop all work."""
        for guest in list(self._guests.values()):
            self.leave(guest)
        self._prepared.set()
        if self._pairs is not None:
            self._pairs.close()

    # What they say

    def hear(self, guest: Guest, message: Message) -> None:
        """Do what a message asks. Raises UserError where it cannot be done, Refused where it must not."""
        kind = message["type"]
        if not guest.role:
            if kind != "hello":
                raise Refused("said something before hello")
            self._admit(guest, message)
        elif kind == "hello":
            raise UserError("hello: was said")
        elif guest.seat is not None:
            if kind != "vote":
                raise Refused(f"a phone that would {kind}")
            self._tell_votes(self.room.vote(guest.seat, message["choice"]))
        elif guest.screen is None:
            raise UserError(f"{kind}: the notes only follow")
        else:
            self._steer(guest, guest.screen, message)

    def _admit(self, guest: Guest, message: Message) -> None:
        role = message["role"]
        if role == "phone":
            if not self.room.admits(message["code"]):
                raise Refused("a wrong code, or none")
        elif guest.address != HERE:
            raise Refused(f"a {role} that is not on this machine")
        elif role == "screen" and sum(1 for other in self._guests.values() if other.screen) >= MOST_SCREENS:
            raise Refused(f"more than {MOST_SCREENS} screens")
        guest.role = role
        welcome = {"type": "welcome", "role": role, "room": self.room.code is not None, "hidden": self.hidden}
        guest.outbox.tell("welcome", welcome)
        guest.outbox.tell("step", {"type": "step", "step": self.room.step})
        if role == "phone":
            guest.seat = self.room.join(guest.address)
            self._tell_phones()
        else:
            guest.outbox.tell("phones", {"type": "phones", "count": self.room.phones})
        for ballot in self.room.ballots:
            self._tell_vote(guest, ballot)
        if role == "screen":
            guest.screen = Screen(self, guest.outbox)
            if self._progress is not None:
                guest.outbox.tell("busy", self._progress)
            if self._failure:
                guest.outbox.tell("refused", {"type": "refused", "words": self._failure})
        elif role == "phone":
            self._tell_card([guest])

    def _steer(self, guest: Guest, screen: Screen, message: Message) -> None:
        """Do what one of the screens asks. Raises UserError where a screen cannot ask it."""
        match message["type"]:
            case "show":
                # What phones see belongs to what is set; until that is worked out they see nothing.
                screen.show(message)
                self._forget_answer()
            case "leaving":
                screen.explain(message)
            case "hide" | "reveal" as kind:
                self._withhold(guest, kind == "hide")
            case "step":
                self._go_to(message["step"])
            case "open":
                self._open_ballot(message["question"])
            case "close":
                self._close_ballot()
            case "count":
                self._tell_votes(self.room.count(message["question"], message["counts"]))
            case kind:
                raise UserError(f"{kind}: not for a screen")

    def _open_ballot(self, question: str) -> None:
        """Ask a question; where another one was open, everybody hears that it is closed."""
        before = self.room.open_ballot
        ballot = self.room.open(question)
        if before is not None and before.question.id != ballot.question.id:
            self._tell_votes(before)
        self._tell_votes(ballot)

    def _close_ballot(self) -> None:
        closed = self.room.close()
        if closed is not None:
            self._tell_votes(closed)

    def _withhold(self, guest: Guest, hidden: bool) -> None:
        """Hide results from everybody, or reveal them: what one screen hides no other shows."""
        self.hidden = hidden
        if hidden:
            self._forget_answer()
        for other in self._guests.values():
            if other is not guest and other.role:
                other.outbox.tell("hidden", {"type": "hidden", "hidden": hidden})
            if other.screen is not None:
                other.screen.withhold()

    def _go_to(self, step: int) -> None:
        if step >= len(self._story.steps):
            raise UserError(f"step: the story has {len(self._story.steps)} steps, counted from 0")
        self.room.step = step
        self._tell(("notes", "phone"), "step", {"type": "step", "step": step})
        if self._story.steps[step].scene is None:
            self._tell_card(self._guests.values())
        else:  # the page asks for its scene next
            self._forget_answer()

    # What they are told

    def answered(self, answered: Answered) -> None:
        """A scene was answered in full and may be seen: phones see its card."""
        self._answered = answered
        self._tell_card(self._guests.values())

    def _forget_answer(self) -> None:
        self._answered = None
        for guest in self._guests.values():
            guest.outbox.forget("card")

    def _tell_card(self, guests: Iterable[Guest]) -> None:
        phones = [guest for guest in guests if guest.seat is not None]
        if self._answered is None or self.hidden or not phones:
            return
        frame = card_frame(self._answered, self._story, self.room.step)
        if frame is not None:
            for guest in phones:
                guest.outbox.tell("card", frame)

    def _tell_votes(self, ballot: Ballot) -> None:
        for guest in self._guests.values():
            self._tell_vote(guest, ballot)

    def _tell_vote(self, guest: Guest, ballot: Ballot) -> None:
        if guest.role:
            guest.outbox.tell(f"votes on {ballot.question.id}", _votes(ballot, to_phone=guest.seat is not None))

    def _tell_phones(self) -> None:
        self._tell(("screen", "notes"), "phones", {"type": "phones", "count": self.room.phones})

    def _tell(self, roles: tuple[str, ...], about: str, message: Message) -> None:
        for guest in self._guests.values():
            if guest.role in roles:
                guest.outbox.tell(about, message)


def printable(text: str) -> str:
    """Words of somebody else, as one line of a log."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:300]


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
