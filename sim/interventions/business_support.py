"""I12: administrative staff and working IT."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.interventions.phases import wearing_off, yearly_mean
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class BusinessSupport(InterventionSettings):
    """Administrative staff take over tasks that need no social worker, and IT works.

    Implied by: article A4, where business support was cut to the bone and every task is the social worker's.
    Chain: hours of administration fall away; they go to families first, and to less unpaid work.
    Against: it costs money, every year; new IT has to be learned first, and only part of the administration can be taken
    over at all: support beyond that is paid for and brings nothing.
    Evidence: under one third of the front-line week is spent with families (grade B); how much support brings back, no
    estimate found, grade D.
    """

    identity: ClassVar[str] = "I12"
    status: ClassVar[Status] = "implied"
    summary: ClassVar[str] = "administrative staff and working IT"
    objection: ClassVar[str] = "money, every year; new IT has to be learned first"
    source: ClassVar[str] = "implied in article A4"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours", "it_cost")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["business_support"]
    hours: float = quantity(
        "administration taken off each front-line worker at full dose, as far as it can be taken over",
        unit="hours a week", low=0, high=20, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    it_cost: float = quantity(
        "cost of working IT for each front-line post",
        unit="GBP a year", low=0, high=20_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    learning_hours: float = quantity(
        "hours of each front-line worker in the first week to learn the new IT",
        unit="hours a week", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    learning_weeks: float = quantity(
        "time in which those hours fall to 37 per cent",
        unit="weeks", low=1, high=260, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Administration taken off each worker; what learning takes first."""
        levers.set("business_support", self.dose * self.hours)
        effort = wearing_off(levers.weeks, self.learning_weeks)
        levers.set("worker_hours", self.dose * self.learning_hours * effort)

    def cost(self, settings: "Settings") -> Cost:
        """Cash for the hours of support and for IT; hours of learning, spread over the years of the study."""
        support = self.hours * 52.0 * settings.mechanism.money.support_hour
        learning = yearly_mean(self.learning_hours, self.learning_weeks, settings)
        posts = self.dose * self.posts_reached(settings)
        return Cost(money=posts * (support + self.it_cost), hours=posts * learning)

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and only the front line can be reached."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is not the front line alone; this support is for front-line workers"
        return super().conflict(settings)
