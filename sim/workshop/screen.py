"""One screen: it asks for scenes, the latest wins, and what it must not yet see is not sent to it.

A screen has one worker. A later scene tells the work on the earlier one to stop, and begins when that has ended: however
fast a slider is moved, a screen never has more than one piece of work under way and one that waits.
"""

import asyncio
import logging
import shlex
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from threading import Event
from typing import Any, Protocol

from sim.errors import UserError
from sim.study.runs import RunFailed, Stopped
from sim.workshop.frames import frame_of
from sim.workshop.leaving import why_people_left
from sim.workshop.outbox import Gone, Message, Outbox
from sim.workshop.pairs import Answered, Pairs
from sim.workshop.results import arrays_of, words_of
from sim.workshop.scene import read_scene

LOG = logging.getLogger("coalface.workshop")
# Seconds in which the screen has the machine to itself to draw the first answer, before all weeks and more runs follow.
PAUSE = 0.03
FAILED = "The model could not work this out. Undo the last change, or start again."


class Stand(Protocol):
    """What a screen shares with the other connections of a workshop."""

    @property
    def hidden(self) -> bool:
        """Whether results are withheld from everybody."""

    async def model(self) -> Pairs | None:
        """The paired runs, once they are prepared; None where they could not be."""

    def answered(self, answered: Answered) -> None:
        """A scene was answered in full and may be seen."""


class Wish:
    """Something that a screen has asked for. stop: tells threads that it is no longer wanted."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.stop = Event()
        self._sending: asyncio.Future[None] | None = None

    def end(self) -> None:
        """Nothing more of it is worked out, and what has not left is not sent."""
        self.stop.set()
        if self._sending is not None:
            self._sending.cancel()

    async def send(self, outbox: Outbox, message: Message | bytes) -> None:
        """Send a part of the answer. Raises Stopped where the wish ended before this could go, Gone."""
        if self.stop.is_set():
            raise Stopped
        self._sending = asyncio.ensure_future(outbox.send(message, lambda: not self.stop.is_set()))
        try:
            await asyncio.wait([self._sending])
        finally:
            sent, self._sending = self._sending, None
            sent.cancel()
        if not sent.cancelled():
            sent.result()
        if self.stop.is_set():
            raise Stopped


class Screen:
    """Answers what one screen asks."""

    def __init__(self, stand: Stand, outbox: Outbox) -> None:
        self._stand = stand
        self._outbox = outbox
        self._shown: Wish | None = None
        self._asked = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._explained: Wish | None = None
        self._explaining: asyncio.Task[None] | None = None

    def show(self, message: Message) -> None:
        """Answer a scene in place of any before. Raises UserError where its number does not grow."""
        if self._shown is not None and message["id"] <= self._shown.message["id"]:
            raise UserError(f"show: id {message['id']} comes after {self._shown.message['id']}, and numbers grow")
        self._begin(message)

    def _begin(self, message: Message) -> None:
        if self._shown is not None:
            self._shown.end()
        self._shown = Wish(message)
        self._asked.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    def explain(self, message: Message) -> None:
        """Say why people left in a scene; an explanation that is under way stops, and this one begins when that has ended."""
        if self._explained is not None:
            self._explained.end()
        self._explained = Wish(message)
        self._explaining = asyncio.create_task(self._explain(self._explained, self._explaining))

    def withhold(self) -> None:
        """What may be seen has changed: send nothing that was on its way, and answer anew what was asked last."""
        if self._shown is not None:
            self._begin(self._shown.message)
        if self._explained is not None:
            self.explain(self._explained.message)

    def leave(self) -> None:
        """Stop what is being worked out; threads hear of it within a year of a run."""
        for wish, task in ((self._shown, self._worker), (self._explained, self._explaining)):
            if wish is not None:
                wish.end()
            if task is not None:
                task.cancel()

    async def _work(self) -> None:
        pairs = await self._stand.model()
        while pairs is not None:
            await self._asked.wait()
            self._asked.clear()
            wish = self._shown
            assert wish is not None
            try:
                await self._fulfil(wish, self._answer(pairs, wish))
            except Gone:
                return

    async def _explain(self, wish: Wish, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        pairs = await self._stand.model()
        if pairs is None or wish.stop.is_set():
            return
        with suppress(Gone):
            await self._fulfil(wish, self._tell_why(pairs, wish))

    async def _fulfil(self, wish: Wish, work: Awaitable[None]) -> None:
        """Do the work, or say in words why not. Raises Gone."""
        words = None
        try:
            await work
        except Gone:
            raise
        except Stopped:
            pass
        except (UserError, RunFailed) as error:
            words = str(error)
        except Exception:
            LOG.exception("what a screen asked for could not be worked out")
            words = FAILED
        if words is not None:
            with suppress(Stopped):
                about, number = wish.message["type"], wish.message["id"]
                await wish.send(self._outbox, {"type": "refused", "about": about, "id": number, "words": words})

    async def _tell_why(self, pairs: Pairs, wish: Wish) -> None:
        settings = pairs.stage.settings(read_scene(wish.message["scene"]))
        # While results are withheld, only the service as now is explained.
        if self._stand.hidden:
            settings = settings.without_interventions()
        rows = await _in_thread(pairs, why_people_left, settings, wish.stop)
        await wish.send(self._outbox, {"type": "leaving", "id": wish.message["id"], "rows": rows})

    async def _answer(self, pairs: Pairs, wish: Wish) -> None:
        message, number = wish.message, wish.message["id"]
        scene = read_scene(message["scene"])
        words = pairs.stage.words(scene)
        answers = pairs.answers(scene, wish.stop)
        hidden = self._stand.hidden
        new, runs = True, 0
        # Frames are made in the thread as well: meanwhile others are heard.
        while (found := await _in_thread(pairs, _next_frame, answers, number, pairs, words)) is not None:
            answered, frame = found
            # What was kept from an earlier start has all runs already: the model catches up behind it, unseen.
            if len(answered.seeds) <= runs:
                continue
            runs = len(answered.seeds)
            if hidden:
                # The service as now may be seen, and how far the work is; of the changes nothing leaves here.
                if new:
                    await wish.send(self._outbox, _picture(pairs, message | {"arm": "now"}, answered))
                await wish.send(self._outbox, {"type": "ready", "id": number, "runs": runs})
            else:
                # The week on the screen first, then the strip, then all weeks; more runs change nothing of the shown one.
                if new:
                    await wish.send(self._outbox, _picture(pairs, message, answered, one_week=True))
                await wish.send(self._outbox, frame)
                if new:
                    await self._pause()
                    await wish.send(self._outbox, _picture(pairs, message, answered))
                if answered.complete:
                    self._stand.answered(answered)
            new = False

    async def _pause(self) -> None:
        """Let the screen draw, which is on the same machine; what is asked meanwhile does not wait."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), PAUSE)


def _in_thread(pairs: Pairs, work: Callable[..., Any], *given: Any) -> Awaitable[Any]:
    return asyncio.get_running_loop().run_in_executor(pairs.waiting, work, *given)


def _next_frame(
    answers: Iterator[Answered], number: int, pairs: Pairs, words: list[str]
) -> tuple[Answered, bytes] | None:
    answered = next(answers, None)
    return None if answered is None else (answered, answer_frame(number, answered, pairs, words))


def _picture(pairs: Pairs, message: Message, answered: Answered, *, one_week: bool = False) -> bytes:
    """The shown run: the week on the screen, or all weeks."""
    arm = message["arm"]
    picture = answered.picture if arm == "changed" else answered.picture_of_now
    first, weeks = (min(message["week"], picture.weeks - 1), 1) if one_week else (0, picture.weeks)
    header = picture_header(message["id"], arm, pairs.shown, first, weeks)
    return frame_of(header, picture.part(first, weeks))


def answer_frame(number: int, answered: Answered, pairs: Pairs, words: list[str]) -> bytes:
    """What the strip shows of the pairs so far. words: those of the comparison that gives the same figures."""
    arrays = arrays_of(answered)
    count = len(answered.seeds)
    header = {
        "type": "answer",
        "id": number,
        "runs": count,
        "of": pairs.story.replicates,
        "seeds": list(answered.seeds),
        "command": shlex.join(["coalface", "compare", *words]),
        "words": words_of(arrays["difference"], count),
    }
    return frame_of(header, arrays)


def picture_header(number: int, arm: str, seed: int, first: int, weeks: int) -> dict[str, Any]:
    """What a picture is of."""
    return {"type": "picture", "id": number, "arm": arm, "seed": seed, "first": first, "weeks": weeks}
