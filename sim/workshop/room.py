"""The room: its code, the phones in it, and votes. Counts only, in memory: no names, no text, nothing that is kept."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import NamedTuple

from sim.errors import UserError
from sim.workshop.story import Question

# Read aloud and typed on phones: no letter that looks like another, and none that spells a word.
_LETTERS = "23456789CDFGHJKMNPQRTVWX"
_LENGTH = 6
MOST_RAISED_HANDS = 1000


def random_code() -> str:
    """Six letters and digits, of about 190 million."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


class Seat(NamedTuple):
    """Where a phone sits: its address in the network, and which of the phones at that address it is."""

    address: str
    number: int


@dataclass
class Ballot:
    """Votes on one question. votes: choice by seat; hands: counts that were typed in, which then stand for the room."""

    question: Question
    votes: dict[Seat, int] = field(default_factory=dict)
    hands: list[int] | None = None
    is_open: bool = True

    @property
    def counts(self) -> list[int]:
        """Votes for each choice, in order."""
        if self.hands is not None:
            return list(self.hands)
        cast = list(self.votes.values())
        return [cast.count(choice) for choice in range(len(self.question.choices))]


class Room:
    """Whoever is in the room with a phone, and what is asked of them."""

    def __init__(self, questions: Sequence[Question], code: str | None = None) -> None:
        self.code = code
        self._questions = {question.id: question for question in questions}
        self._ballots: dict[str, Ballot] = {}
        self._seats: set[Seat] = set()
        self.step = 0

    def admits(self, code: object) -> bool:
        """Whether this is the code of the room, in capitals or not; never where no room was opened."""
        if self.code is None or not isinstance(code, str) or not code.isascii():
            return False
        return compare_digest(code.strip().upper().encode(), self.code.encode())

    @property
    def phones(self) -> int:
        """Phones in the room."""
        return len(self._seats)

    def join(self, address: str) -> Seat:
        """The first free seat of an address: a phone that was away has its vote again, and no second one."""
        number = next(number for number in range(len(self._seats) + 1) if Seat(address, number) not in self._seats)
        seat = Seat(address, number)
        self._seats.add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """A phone that is gone. Its vote stays."""
        self._seats.discard(seat)

    @property
    def open_ballot(self) -> Ballot | None:
        """What phones vote on at the moment."""
        return next((ballot for ballot in self._ballots.values() if ballot.is_open), None)

    @property
    def ballots(self) -> list[Ballot]:
        """Every ballot so far, the one that is open last."""
        return sorted(self._ballots.values(), key=lambda ballot: ballot.is_open)

    def open(self, name: str) -> Ballot:
        """Ask a question, again from nothing where it was closed before; one that is open goes on, another is closed."""
        present = self.open_ballot
        if present is not None and present.question.id == name:
            return present
        self.close()
        ballot = Ballot(self._question(name))
        self._ballots[name] = ballot
        return ballot

    def close(self) -> Ballot | None:
        """Take no more votes; the ballot that was open."""
        ballot = self.open_ballot
        if ballot is not None:
            ballot.is_open = False
        return ballot

    def count(self, name: str, counts: Sequence[int]) -> Ballot:
        """Raised hands, counted and typed in. Raises UserError where they do not fit the question."""
        question = self._question(name)
        fits = len(counts) == len(question.choices) and all(
            type(count) is int and 0 <= count <= MOST_RAISED_HANDS for count in counts
        )
        if not fits:
            raise UserError(
                f"count: give {len(question.choices)} whole numbers from 0 to {MOST_RAISED_HANDS}, one a choice"
            )
        ballot = self._ballots.setdefault(name, Ballot(question, is_open=False))
        ballot.hands = list(counts)
        return ballot

    def vote(self, seat: Seat, choice: int) -> Ballot:
        """One vote of a phone, the last of which counts. Raises UserError where nothing is asked or the choice is none."""
        ballot = self.open_ballot
        if ballot is None:
            raise UserError("vote: nothing is asked at the moment")
        if not 0 <= choice < len(ballot.question.choices):
            raise UserError(f"vote: give a choice from 0 to {len(ballot.question.choices) - 1}")
        ballot.votes[seat] = choice
        return ballot

    def _question(self, name: str) -> Question:
        if name not in self._questions:
            raise UserError(f"question: the story asks nothing called {name[:60]!r}")
        return self._questions[name]
