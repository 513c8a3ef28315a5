"""I06: directors turn up in a team, and do the work."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class DropInPractice(ManagersOnly):
    """A director works in a team without notice, a week a year or a day every two months.

    Proposal: a reader of article A2, who holds that whoever leads the work has to study it, and would send them where there
    is a vacancy. Here it is the same team each time.
    Chain: the director does some of a team's work and sees the strain as it is, since nobody had time to prepare;
    understanding grows back a little.
    Against: the dose is small, one person and one team at a time. Where the visit is announced, part of what is seen is
    performed. In the only trial of leaders at the front line the mean effect was negative (Tucker and Singer 2015, doi
    10.1111/poms.12236): problems that are seen and not fixed disappoint.
    Evidence: no estimate for social work found, grade D; the trial, grade B.
    """

    identity: ClassVar[str] = "I06"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "directors do a week a year, or a day every two months, in a team, unannounced"
    objection: ClassVar[str] = "a small dose: one person in one team at a time"
    source: ClassVar[str] = "article A2; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("weeks", "cycle_weeks", "hours", "announced")

    kind: Literal["drop_in_practice"]
    weeks: int = quantity(
        "weeks of each cycle in which a manager drops in",
        unit="weeks", low=1, high=52, source="article A2: a week a year", grade="D", role="lever",
    )  # fmt: skip
    cycle_weeks: int = quantity(
        "weeks of a cycle",
        unit="weeks", low=1, high=520, grade="D", role="lever",
        source="article A2: once a year, or every two months",
    )  # fmt: skip
    hours: float = quantity(
        "hours of work in a week with a visit",
        unit="hours a week", low=0, high=60, source="article A2: a week's work, or a whole day", grade="D", role="lever",
    )  # fmt: skip
    announced: bool = switch("the team is told beforehand", role="lever")
    staged_share: float = quantity(
        "share of what is seen that is performed for the visitor, where the visit is announced",
        unit="share", low=0, high=1, source="article A4 on staged inspections; size free", grade="D", role="lever",
    )  # fmt: skip
    learning: float = quantity(
        "what an hour of it teaches, relative to an hour on cases of one's own",
        unit="ratio", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same visits and hours, from which nothing is learned", role="lever")

    @model_validator(mode="after")
    def _fits_its_cycle(self) -> "DropInPractice":
        if self.weeks > self.cycle_weeks:
            raise ValueError(f"weeks: {self.weeks} is longer than cycle_weeks, {self.cycle_weeks}; make it shorter")
        return self

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Who drops in, how often, for how many hours, what is staged, and whether it teaches."""
        levers.set("drop_in_share", self.dose)
        levers.set("drop_in_weeks", float(self.weeks))
        levers.set("drop_in_cycle", float(self.cycle_weeks))
        levers.set("drop_in_hours", self.hours)
        levers.set("drop_in_staged", self.staged_share if self.announced else 0.0)
        levers.set("drop_in_learning", 0.0 if self.placebo else self.learning)

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of those who drop in."""
        visits = self.dose * self.posts_reached(settings) * self.weeks * 52.0 / self.cycle_weeks
        return Cost(hours=visits * self.hours)
