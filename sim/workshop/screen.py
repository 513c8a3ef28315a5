"""One screen: it asks for scenes, the latest wins, and what it must not yet see is not sent to it.

Work is done in a thread of its own, which is told to stop as soon as a later scene is asked for.
"""

import asyncio
import shlex
from collections.abc import Awaitable, Callable
from threading import Event
from typing import Any

from sim.errors import UserError
from sim.study.runs import RunFailed, Stopped
from sim.workshop.frames import frame_of
from sim.workshop.leaving import why_people_left
from sim.workshop.pairs import Answered, Pairs
from sim.workshop.results import arrays_of, words_of
from sim.workshop.scene import read_scene

Send = Callable[[dict[str, Any] | bytes], Awaitable[None]]


class Screen:
    """Answers what one screen asks. send: takes a message, JSON or binary, and waits until it is on its way.

    finished: hears of an answer from all its pairs that was shown, and of None where results are withheld from then on.
    """

    def __init__(
        self, pairs: Pairs, send: Send, finished: Callable[[Answered | None], Awaitable[None]] | None = None
    ) -> None:
        self._pairs = pairs
        self._send = send
        self._finished = finished
        self._task: asyncio.Task[None] | None = None
        self._stop = Event()
        self._wanted: dict[str, Any] | None = None
        self._explaining: asyncio.Task[None] | None = None
        self._stop_explaining = Event()
        self.hidden = False

    async def show(self, message: dict[str, Any]) -> None:
        """Answer a scene; whatever was being answered before is dropped."""
        await self.leave()
        self._wanted = message
        self._stop = Event()
        self._task = asyncio.create_task(self._answer(message, self._stop))

    async def hide(self) -> None:
        """From now on nothing of a change is sent."""
        self.hidden = True
        if self._finished is not None:
            await self._finished(None)
        if self._wanted is not None:
            await self.show(self._wanted)

    async def reveal(self) -> None:
        """Send what was withheld, and withhold nothing any more."""
        self.hidden = False
        if self._wanted is not None:
            await self.show(self._wanted)

    async def explain_leaving(self, message: dict[str, Any]) -> None:
        """Say why people left; it takes the place of an explanation that is under way."""
        await self._leave_explaining()
        self._stop_explaining = Event()
        self._explaining = asyncio.create_task(self._explain(message, self._stop_explaining))

    async def _explain(self, message: dict[str, Any], stop: Event) -> None:
        try:
            settings = self._pairs.stage.settings(read_scene(message["scene"]))
            # While results are withheld, only the service as now is explained.
            if self.hidden:
                settings = settings.without_interventions()
            loop = asyncio.get_running_loop()
            rows = await loop.run_in_executor(self._pairs.waiting, why_people_left, settings, stop)
            if self.hidden and settings.interventions:
                return
            await self._send({"type": "leaving", "id": message["id"], "rows": rows})
        except Stopped:
            pass
        except UserError as error:
            await self._send({"type": "refused", "id": message["id"], "words": str(error)})

    async def _leave_explaining(self) -> None:
        self._stop_explaining.set()
        task, self._explaining = self._explaining, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def leave(self) -> None:
        """Stop what is being worked out."""
        await self._leave_explaining()
        self._stop.set()
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _answer(self, message: dict[str, Any], stop: Event) -> None:
        number = message["id"]
        try:
            scene = read_scene(message.get("scene"))
            words = self._pairs.stage.words(scene)
            answers = self._pairs.answers(scene, stop)
            loop = asyncio.get_running_loop()
            new = True
            while (answered := await loop.run_in_executor(self._pairs.waiting, next, answers, None)) is not None:
                if self.hidden:
                    # The service as now may be seen, and how far the work is; of the changes nothing leaves here.
                    if new:
                        await self._send(self._picture(message | {"arm": "now"}, answered))
                    await self._send({"type": "ready", "id": number, "runs": len(answered.seeds)})
                else:
                    # The week on the screen first, then the strip, then all weeks; more runs change nothing of the shown one.
                    if new:
                        await self._send(self._picture(message, answered, one_week=True))
                    await self._send(answer_frame(number, answered, self._pairs, words))
                    if new:
                        await self._send(self._picture(message, answered))
                    if self._finished is not None and len(answered.seeds) == self._pairs.story.replicates:
                        await self._finished(answered)
                new = False
        except Stopped:
            pass
        except (UserError, RunFailed) as error:
            await self._send({"type": "refused", "id": number, "words": str(error)})

    def _picture(self, message: dict[str, Any], answered: Answered, *, one_week: bool = False) -> bytes:
        """The shown run: the week on the screen, or all weeks."""
        arm = message["arm"]
        picture = answered.picture if arm == "changed" else answered.picture_of_now
        first, weeks = (min(message["week"], picture.weeks - 1), 1) if one_week else (0, picture.weeks)
        header = picture_header(message["id"], arm, self._pairs.shown, first, weeks)
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
