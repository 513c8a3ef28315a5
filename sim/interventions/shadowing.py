"""I07: managers without a caseload shadow the front line for a minimum of hours a year."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class Shadowing(ManagersOnly):
    """Managers who hold no cases shadow front-line workers for a minimum of hours a year.

    Proposal: a reader of article A0, for managers above the team manager, 100 hours a year or more. It reaches everyone of
    the tiers that are named, so leave out those who hold cases.
    Chain: watching shows some of the strain and keeps some understanding alive. No casework is done; the worker who is
    shadowed explains and slows down.
    Against: watching is not doing, and a visit is performed for the visitor. The hours come out of the manager's week, and
    some out of the team's. In the only trial of leaders at the front line the mean effect was negative (Tucker and Singer
    2015, doi 10.1111/poms.12236).
    Evidence: no estimate for social work found, grade D; the trial, grade B.
    """

    identity: ClassVar[str] = "I07"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "managers without a caseload shadow the front line for a minimum of hours a year"
    objection: ClassVar[str] = "watching is not doing; the visit is performed for"
    source: ClassVar[str] = "article A0; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours_a_year",)

    kind: Literal["shadowing"]
    hours_a_year: float = quantity(
        "hours that each manager shadows at full dose",
        unit="hours a year", low=0, high=520, source="article A0: perhaps 100 hours, if not more", grade="D", role="lever",
    )  # fmt: skip
    learning: float = quantity(
        "what an hour of watching teaches, relative to an hour on cases of one's own",
        unit="ratio", low=0, high=1, source="watching is not doing; no figure found", grade="D", role="lever",
    )  # fmt: skip
    staged_share: float = quantity(
        "share of what is seen that is performed for the visitor",
        unit="share", low=0, high=1, source="article A4 on staged inspections; size free", grade="D", role="lever",
    )  # fmt: skip
    host_share: float = quantity(
        "time that an hour of shadowing costs the worker who is shadowed",
        unit="hours an hour", low=0, high=2, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same hours, from which nothing is learned", role="lever")

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Hours of watching, what is staged, how far it teaches, and the time of the workers who are shadowed."""
        levers.set("shadowing_hours", self.dose * self.hours_a_year / 52.0)
        levers.set("shadowing_staged", self.staged_share)
        levers.set("shadowing_learning", 0.0 if self.placebo else self.learning)
        hosts = settings.authority.front_line_posts
        levers.set("worker_hours", self._watched(settings) * self.host_share / (52.0 * hosts), tiers=(0,))

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of those who watch and of those who are watched."""
        return Cost(hours=self._watched(settings) * (1.0 + self.host_share))

    def _watched(self, settings: "Settings") -> float:
        """Hours a year that all managers together shadow."""
        return self.dose * self.hours_a_year * self.posts_reached(settings)
