"""One screen: it asks for scenes, the latest wins, and what it must not yet see is not sent to it.

A screen has one worker. A later scene tells the work on the earlier one to stop, and begins when that has ended: however
fast a slider is moved, a screen never has more than one piece of work under way and one that waits.
"""

import asyncio
import logging
import shlex
from collections.abc import Awaitable, Callable, Iterator
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


class Screen:
    """Answers what one screen asks."""

    def __init__(self, stand: Stand, outbox: Outbox) -> None:
        self._stand = stand
        self._outbox = outbox
        self._wanted: Message | None = None
        self._asked = asyncio.Event()
        self._stop = Event()
        self._worker: asyncio.Task[None] | None = None
        self._stop_explaining = Event()
        self._explaining: asyncio.Task[None] | None = None
        self._wondering: Message | None = None

    def show(self, message: Message) -> None:
        """Answer a scene in place of any before. Raises UserError where its number does not grow."""
        if self._wanted is not None and message["id"] <= self._wanted["id"]:
            raise UserError(f"show: id {message['id']} comes after {self._wanted['id']}, and numbers grow")
        self._wanted = message
        self.show_again()

    def show_again(self) -> None:
        """Answer the newest scene anew."""
        if self._wanted is None:
            return
        self._stop.set()
        self._stop = Event()
        self._asked.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    def explain(self, message: Message) -> None:
        """Say why people left in a scene; an explanation that is under way stops, and this one begins when that has ended."""
        self._wondering = message
        self._stop_explaining.set()
        self._stop_explaining = Event()
        self._explaining = asyncio.create_task(self._explain(message, self._stop_explaining, self._explaining))

    def withhold(self) -> None:
        """What may be seen has changed: send nothing that was on its way, and answer anew what was asked last."""
        self.show_again()
        if self._wondering is not None:
            self.explain(self._wondering)

    def leave(self) -> None:
        """Stop what is being worked out; threads hear of it within a year of a run."""
        for stop, task in ((self._stop, self._worker), (self._stop_explaining, self._explaining)):
            stop.set()
            if task is not None:
                task.cancel()

    async def _work(self) -> None:
        pairs = await self._stand.model()
        while pairs is not None:
            await self._asked.wait()
            self._asked.clear()
            message, stop = self._wanted, self._stop
            assert message is not None
            try:
                await self._answer(pairs, message, stop)
            except Stopped:
                pass
            except Gone:
                return
            except (UserError, RunFailed) as error:
                await self._refuse(message, str(error), stop)
            except Exception:
                LOG.exception("a scene could not be worked out")
                await self._refuse(message, FAILED, stop)

    async def _explain(self, message: Message, stop: Event, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        pairs = await self._stand.model()
        if pairs is None or stop.is_set():
            return
        try:
            settings = pairs.stage.settings(read_scene(message["scene"]))
            # While results are withheld, only the service as now is explained.
            if self._stand.hidden:
                settings = settings.without_interventions()
            rows = await _in_thread(pairs, why_people_left, settings, stop)
            await self._send({"type": "leaving", "id": message["id"], "rows": rows}, stop)
        except (Stopped, Gone):
            pass
        except (UserError, RunFailed) as error:
            await self._refuse(message, str(error), stop)
        except Exception:
            LOG.exception("why people left could not be worked out")
            await self._refuse(message, FAILED, stop)

    async def _refuse(self, message: Message, words: str, stop: Event) -> None:
        try:
            await self._outbox.send({"type": "refused", "id": message["id"], "words": words}, lambda: not stop.is_set())
        except Gone:
            self._stop.set()

    async def _answer(self, pairs: Pairs, message: Message, stop: Event) -> None:
        scene = read_scene(message.get("scene"))
        words = pairs.stage.words(scene)
        answers = pairs.answers(scene, stop)
        hidden = self._stand.hidden
        new = True
        # Frames are made in the thread as well: meanwhile others are heard.
        while (found := await _in_thread(pairs, _next_frame, answers, message["id"], pairs, words)) is not None:
            answered, frame = found
            if hidden:
                # The service as now may be seen, and how far the work is; of the changes nothing leaves here.
                if new:
                    await self._send(_picture(pairs, message | {"arm": "now"}, answered), stop)
                await self._send({"type": "ready", "id": message["id"], "runs": len(answered.seeds)}, stop)
            else:
                # The week on the screen first, then the strip, then all weeks; more runs change nothing of the shown one.
                if new:
                    await self._send(_picture(pairs, message, answered, one_week=True), stop)
                await self._send(frame, stop)
                if new:
                    await self._send(_picture(pairs, message, answered), stop)
                if answered.complete and not stop.is_set():
                    self._stand.answered(answered)
            new = False

    async def _send(self, message: Message | bytes, stop: Event) -> None:
        """Raises Stopped where a later scene was asked for before this could go, Gone."""
        await self._outbox.send(message, lambda: not stop.is_set())
        if stop.is_set():
            raise Stopped


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
