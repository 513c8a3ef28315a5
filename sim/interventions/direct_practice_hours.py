"""I04: registered staff at any tier do a number of hours of direct practice a year."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class DirectPracticeHours(ManagersOnly):
    """Everyone registered as a social worker, at whatever tier, does 100 hours of direct practice a year.

    Proposal: article A0 reports it from the independent review of children's social care of 2021-22; government turned it
    down. The front line practises anyway, so it reaches managers.
    Chain: a manager whose background is social work takes a share of real casework off a team; practice slows the fading of
    understanding, and the strain is seen at first hand.
    Against: two hours a week are thin, about 6 per cent of a contracted week, and come out of supervision; managers of
    another background are not reached. Presence that fixes nothing disappoints: in the only trial of leaders at the front
    line the mean effect was negative (Tucker and Singer 2015, doi 10.1111/poms.12236).
    Evidence: no estimate of the effect of 100 hours found, grade D; the trial, grade B.
    """

    identity: ClassVar[str] = "I04"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "100 hours a year of direct practice for all registered staff at any tier"
    objection: ClassVar[str] = "thin: two hours a week, taken from other work"
    source: ClassVar[str] = "article A0, review of 2021-22; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours_a_year",)

    kind: Literal["direct_practice_hours"]
    hours_a_year: float = quantity(
        "hours of direct practice of each manager who is a social worker, at full dose",
        unit="hours a year", low=0, high=520, grade="D", role="lever",
        source="article A0: 100 hours, the independent review of 2021-22",
    )  # fmt: skip
    learning: float = quantity(
        "what an hour of it teaches, relative to an hour on cases of one's own",
        unit="ratio", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same hours, from which nothing is learned", role="lever")

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Hours a week, and how far they teach."""
        levers.set("direct_hours", self.dose * self.hours_a_year / 52.0)
        levers.set("direct_learning", 0.0 if self.placebo else self.learning)

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of the managers who are social workers; of directors, only a share is."""
        counts = settings.authority.posts_by_tier()
        top = settings.authority.tiers - 1
        share = settings.mechanism.promotion.director_background
        social_workers = sum(counts[tier] * (share if tier == top else 1.0) for tier in self.tiers(settings))
        return Cost(hours=self.dose * self.hours_a_year * social_workers)
