"""What every intervention has: dose, reach, start, end, and a cost in money and hours. It moves levers, never people."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from sim.levers import pull
from sim.quantity import AS_TUPLE, Frozen, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings

Status = Literal["proposed", "implied", "comparator"]
ReachName = Literal[
    "everyone", "front_line", "managers", "first_line_managers", "middle_managers", "senior_managers", "director"
]
REACH_NAMES = "everyone, front_line, managers, first_line_managers, middle_managers, senior_managers, director"
CHOICE = "a choice of the person who runs the study"


def tiers_named(reach: ReachName | tuple[int, ...], tiers: int) -> tuple[int, ...]:
    """Tiers that a reach means in a tree of `tiers` tiers; middle managers stand between first line and director."""
    if isinstance(reach, tuple):
        return tuple(sorted(reach))
    return {
        "everyone": tuple(range(tiers)),
        "front_line": (0,),
        "managers": tuple(range(1, tiers)),
        "first_line_managers": (1,),
        "middle_managers": tuple(range(2, tiers - 1)),
        "senior_managers": tuple(range(2, tiers)),
        "director": (tiers - 1,),
    }[reach]


@dataclass(frozen=True, slots=True)
class Cost:
    """What an intervention takes, in a year in which it acts at its dose, with the front line of week 0.

    money: cash on top of pay, GBP a year. pay: most that it adds to the pay bill, GBP a year; the simulation books what
    is really paid. hours: working hours that it takes, hours a year. covered: those of them that `money` pays others for.
    """

    money: float = 0.0
    pay: float = 0.0
    hours: float = 0.0
    covered: float = 0.0

    def total(self, settings: "Settings") -> float:
        """Everything in GBP a year, hours at the cost of a front-line hour: the figure that `equal_cost` equates."""
        hour = settings.mechanism.money.worker_cost / (52.0 * settings.mechanism.hours.contracted)
        return self.money + self.pay + (self.hours - self.covered) * hour


class LeverWindow:
    """The part of a lever schedule in which one intervention acts."""

    def __init__(self, schedule: np.ndarray, weeks: slice, tiers: tuple[int, ...]) -> None:
        self._schedule = schedule
        self._weeks = weeks
        self.tiers = tiers

    @property
    def weeks(self) -> int:
        """Weeks of the run in which it acts."""
        return len(self._schedule[self._weeks])

    def growth(self, rate: float) -> np.ndarray:
        """Size of the front line relative to week 0 in each week of the window, shape (weeks,), at a yearly `rate`."""
        first = self._weeks.start or 0
        grown: np.ndarray = np.exp(np.log1p(rate) * (first + np.arange(self.weeks)) / 52.0)
        return grown

    def set(self, name: str, value: float | np.ndarray, tiers: tuple[int, ...] | None = None) -> None:
        """Stack `value` on the lever `name` in `tiers`, or in every tier that the intervention reaches.

        value: one number, or one for each week of the window, shape (weeks,), for what builds up or recurs.
        """
        pull(self._schedule, name, value, self._weeks, self.tiers if tiers is None else tiers)


class InterventionSettings(Frozen, ABC):
    """An intervention with its settings. Weeks count from the end of the warm-up."""

    identity: ClassVar[str]
    status: ClassVar[Status]
    summary: ClassVar[str]
    objection: ClassVar[str]
    source: ClassVar[str]
    grade: ClassVar[str]
    # Settings that say how much of it is done, for a reader. The others say what it brings, or are in its price.
    size: ClassVar[tuple[str, ...]]
    # Whether it goes to each person at the front line, so that its cost grows as the front line does.
    for_each_worker: ClassVar[bool] = False

    kind: str
    dose: float = quantity(
        "how much of it: 0 is nothing, 1 the full measure",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    start_week: int = quantity(
        "first week in which it acts",
        unit="week", low=0, high=1559, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    end_week: int | None = Field(
        ge=1,
        le=1560,
        description="first week in which it no longer acts; null for never",
        json_schema_extra={"unit": "week, or null", "source": CHOICE, "grade": "D", "role": "lever"},
    )
    reach: ReachName | Annotated[tuple[int, ...], Field(min_length=1, max_length=8), AS_TUPLE] = Field(
        description="whom it reaches: a name, or a list of tiers from 0 (front line) up",
        json_schema_extra={
            "unit": "name or tiers",
            "source": CHOICE,
            "grade": "D",
            "role": "lever",
            "range": REACH_NAMES + ", or a list of tiers such as [1, 2]",
        },
    )

    @model_validator(mode="after")
    def _has_a_window(self) -> "InterventionSettings":
        if self.end_week is not None and self.end_week <= self.start_week:
            raise ValueError(
                f"end_week: {self.end_week} is not after start_week, {self.start_week}; make it later, or null"
            )
        if isinstance(self.reach, tuple) and len(set(self.reach)) != len(self.reach):
            raise ValueError(f"reach: {list(self.reach)} names a tier twice; name each tier once")
        return self

    def tiers(self, settings: "Settings") -> tuple[int, ...]:
        """Tiers that it reaches in this authority."""
        return tiers_named(self.reach, settings.authority.tiers)

    def posts_reached(self, settings: "Settings") -> int:
        """Posts of week 0 in the tiers that it reaches."""
        counts = settings.authority.posts_by_tier()
        return sum(counts[tier] for tier in self.tiers(settings))

    @abstractmethod
    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Move the levers in the window of this intervention, as far as its dose says."""

    @abstractmethod
    def cost(self, settings: "Settings") -> Cost:
        """What it takes in a year at this dose."""

    def conflict(self, settings: "Settings") -> str | None:
        """What makes it impossible in this authority, in words for the person who chose it; None where nothing does."""
        top = settings.authority.tiers - 1
        tiers = self.tiers(settings)
        if not tiers:
            return f"reach: {self.reach} names no tier of {settings.authority.title}, whose tiers are 0 to {top}"
        for tier in tiers:
            if not 0 <= tier <= top:
                return f"reach: tier {tier} does not exist in {settings.authority.title}; tiers are 0 (front line) to {top}"
        if self.start_week >= settings.weeks:
            return f"start_week: {self.start_week} is after the end of the run; weeks are 0 to {settings.weeks - 1}"
        return None


class ManagersOnly(InterventionSettings, ABC):
    """An intervention that makes sense for managers only."""

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and the front line cannot be reached."""
        if 0 in self.tiers(settings):
            return "reach: tier 0 is the front line; this intervention reaches managers, tiers 1 and up"
        return super().conflict(settings)


def pull_all(settings: "Settings", schedule: np.ndarray) -> np.ndarray:
    """Fold the events, then the interventions of `settings` into a neutral schedule of shape (weeks, tiers).

    Each in the order of their names. A dose of zero moves nothing, so the schedule stays as it was to the last bit.
    """
    for name in sorted(settings.events):
        event = settings.events[name]
        weeks = event.acting(settings)
        event.pull(LeverWindow(schedule, slice(weeks.start, weeks.stop), (0,)), settings)
    for name in sorted(settings.interventions):
        intervention = settings.interventions[name]
        if intervention.dose == 0.0:
            continue
        window = slice(intervention.start_week, intervention.end_week)
        levers = LeverWindow(schedule, window, intervention.tiers(settings))
        intervention.pull(levers, settings)
        cost = intervention.cost(settings)
        growth = levers.growth(settings.front_line_growth) if intervention.for_each_worker else 1.0
        levers.set("remedy_cost", cost.money / 52.0 * growth, tiers=(0,))
        levers.set("remedy_hours", cost.hours / 52.0 * growth, tiers=(0,))
    return schedule
