"""What every event has: the week in which it happens. Like an intervention it moves levers, never people."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from sim.interventions.base import CHOICE, LeverWindow
from sim.quantity import Frozen, Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class EventSettings(Frozen, ABC):
    """An event with its settings. It happens in one week; weeks count from the end of the warm-up."""

    summary: ClassVar[str]
    source: ClassVar[str]
    grade: ClassVar[Grade]

    kind: str
    week: int = quantity(
        "week in which it happens, or begins; 0 is the first after the warm-up",
        unit="week", low=0, high=1559, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def window(self, settings: "Settings") -> range:
        """Weeks in which it happens."""
        return range(self.week, min(self.week + 1, settings.weeks))

    def acting(self, settings: "Settings") -> range:
        """Weeks whose levers it moves: those in which it happens, unless it leaves something behind."""
        return self.window(settings)

    @abstractmethod
    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Move the levers in the weeks in which it acts."""

    def conflict(self, settings: "Settings") -> str | None:
        """What makes it impossible in this study, in words for the person who chose it; None where nothing does."""
        if self.week >= settings.weeks:
            return f"week: {self.week} is after the end of the run; weeks are 0 to {settings.weeks - 1}"
        return None


class LastingEvent(EventSettings, ABC):
    """An event that goes on for some weeks, or to the end of the run."""

    weeks: int | None = Field(
        ge=1,
        le=1560,
        description="weeks for which it goes on; null: to the end of the run",
        json_schema_extra={"unit": "weeks, or null", "source": CHOICE, "grade": "D", "role": "lever"},
    )

    def window(self, settings: "Settings") -> range:
        """Weeks in which it happens, cut off at the end of the run."""
        last = settings.weeks if self.weeks is None else self.week + self.weeks
        return range(self.week, min(last, settings.weeks))


def overlap_of(events: Mapping[str, EventSettings], settings: "Settings") -> str | None:
    """Two events of one kind at the same time, in words; None where there are none. Events of other kinds may meet."""
    names = sorted(events, key=lambda name: (events[name].kind, events[name].week, name))
    for earlier, later in pairwise(names):
        first, second = events[earlier].window(settings), events[later].window(settings)
        if events[earlier].kind == events[later].kind and second.start < first.stop:
            when = f"week {first.start}" if len(first) == 1 else f"weeks {first.start} to {first.stop - 1}"
            return (
                f"{later}.week: {second.start} falls into {earlier}, which is of the same kind, {events[later].kind}, "
                f"and takes {when}; choose a week outside, or make {earlier} shorter"
            )
    return None
