"""I05: senior managers go back to the floor for some weeks, once or again and again."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import model_validator

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class BackToTheFloor(ManagersOnly):
    """Senior managers do casework at the front line for a month, once or repeated.

    Proposal: a reader of article A0, who would have it written into their contracts.
    Chain: for some weeks the manager carries casework, which is taken off a team; understanding grows back and the strain is
    lived through; after the return both fade again. Their own work waits, or somebody is paid to do it.
    Against: it wears off, the more so where it happens once; the same reader doubts that they would dare, and another that a
    visit of two weeks helps a team at all. In the only trial of leaders at the front line the mean effect was negative (Tucker
    and Singer 2015, doi 10.1111/poms.12236).
    Evidence: no estimate for social work found, grade D; the trial, grade B.
    """

    identity: ClassVar[str] = "I05"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "a month of casework for senior managers, once or repeated"
    objection: ClassVar[str] = "it wears off, and some would not dare"
    source: ClassVar[str] = "article A0; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("weeks", "cycle_weeks", "repeated", "hours", "refusing", "covered")

    kind: Literal["back_to_the_floor"]
    weeks: int = quantity(
        "weeks at the floor in each cycle, one after the other",
        unit="weeks", low=1, high=52, source="article A0: a month", grade="D", role="lever",
    )  # fmt: skip
    cycle_weeks: int = quantity(
        "weeks of a cycle, over which the turns of the managers are spread",
        unit="weeks", low=1, high=520, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    repeated: bool = switch(
        "a new cycle follows the first one; otherwise each goes once, within the first cycle", role="lever"
    )
    hours: float = quantity(
        "hours of casework in a week at the floor",
        unit="hours a week", low=0, high=60, source="a contracted week of 35 hours", grade="D", role="lever",
    )  # fmt: skip
    refusing: float = quantity(
        "share of those reached who do not go",
        unit="share", low=0, high=1, source="article A0: they would not dare; size free", grade="D", role="lever",
    )  # fmt: skip
    covered: float = quantity(
        "share of those hours for which somebody is paid to do their own work meanwhile",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    learning: float = quantity(
        "what an hour of it teaches, relative to an hour on cases of one's own",
        unit="ratio", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same weeks and hours, from which nothing is learned", role="lever")

    @model_validator(mode="after")
    def _fits_its_cycle(self) -> "BackToTheFloor":
        if self.weeks > self.cycle_weeks:
            raise ValueError(f"weeks: {self.weeks} is longer than cycle_weeks, {self.cycle_weeks}; make it shorter")
        return self

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Who goes, for how long, for how many hours, how far their work is covered, and whether it teaches."""
        lasting = self.repeated | (np.arange(levers.weeks) < self.cycle_weeks)
        levers.set("floor_share", self.dose * (1.0 - self.refusing) * lasting)
        levers.set("floor_weeks", float(self.weeks))
        levers.set("floor_cycle", float(self.cycle_weeks))
        levers.set("floor_hours", self.hours)
        levers.set("floor_covered", self.covered)
        levers.set("floor_learning", 0.0 if self.placebo else self.learning)

    def cost(self, settings: "Settings") -> Cost:
        """Hours at the floor, and cash for those that are covered; of a single cycle, the mean over all weeks it could last."""
        end = settings.weeks if self.end_week is None else min(self.end_week, settings.weeks)
        cycle = self.cycle_weeks if self.repeated else max(self.cycle_weeks, end - self.start_week)
        hours_a_manager = self.dose * (1.0 - self.refusing) * self.hours * self.weeks * 52.0 / cycle
        money = settings.mechanism.money
        hour = money.worker_cost / (52.0 * settings.mechanism.hours.contracted)
        counts = settings.authority.posts_by_tier()
        bill = sum(counts[tier] * hour * money.tier_step**tier for tier in self.tiers(settings))
        hours = hours_a_manager * self.posts_reached(settings)
        return Cost(money=hours_a_manager * self.covered * bill, hours=hours, covered=hours * self.covered)
