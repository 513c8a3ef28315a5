"""I02: staff rate their managers once a year."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class UpwardAppraisal(ManagersOnly):
    """Staff rate their managers as part of the yearly appraisal.

    Proposal: article A1, whose readers voted 86 to 14 per cent for it.
    Chain: feedback lifts managers who start low or middling toward a ceiling; the gain fades unless renewed. Ratings take
    hours of staff and managers; being asked raises hope.
    Against: pressure on managers; fear makes signed ratings kind; without a discussion hardly anything changes; where
    support is a matter of time or of a lasting quality, it can do little.
    Evidence: d 0.05 to 0.20, only for managers who start low, and with a discussion: Smither, London and Reilly 2005,
    doi 10.1111/j.1744-6570.2005.514_1.x; Walker and Smither 1999, doi 10.1111/j.1744-6570.1999.tb00166.x. Grade B.
    """

    identity: ClassVar[str] = "I02"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "staff rate their managers once a year"
    objection: ClassVar[str] = "pressure, gaming, fear; only low and middling managers gain"
    source: ClassVar[str] = "article A1; Smither et al. 2005, Walker and Smither 1999"
    grade: ClassVar[str] = "B"
    size: ClassVar[tuple[str, ...]] = ("discussed", "anonymous", "consequence", "rater_hours", "manager_hours")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["upward_appraisal"]
    gain: float = quantity(
        "share of the distance to the ceiling that a discussed, candid rating closes in a year",
        unit="share a year", low=0, high=5, grade="B", role="lever",
        source="set to d 0.05 to 0.20, Smither et al. 2005",
    )  # fmt: skip
    ceiling: float = quantity(
        "quality above which managers gain nothing",
        unit="0 to 1", low=0, high=1, grade="B", role="lever",
        source="only low and middling managers gain, Smither et al. 1995",
    )  # fmt: skip
    discussed: bool = switch("results are discussed with the staff who rated", role="lever")
    undiscussed_share: float = quantity(
        "share of the gain that is left without a discussion",
        unit="share", low=0, high=1, source="Walker and Smither 1999; size free", grade="C", role="lever",
    )  # fmt: skip
    anonymous: bool = switch("ratings are anonymous", role="lever")
    signed_share: float = quantity(
        "share of the gain that is left when ratings are signed, and so kind",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    consequence: bool = switch("ratings count in the manager's own appraisal", role="lever")
    pressure: float = quantity(
        "exhaustion that the pressure of counting ratings adds to a manager",
        unit="per week", low=0, high=0.1, grade="D", role="lever",
        source="article A1, 14% of 1,249 votes against; size free",
    )  # fmt: skip
    hope: float = quantity(
        "weekly pull of being asked on the expected reply toward full hope",
        unit="per week", low=0, high=0.1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    rater_hours: float = quantity(
        "hours a year of each person who rates",
        unit="hours a year", low=0, high=100, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    manager_hours: float = quantity(
        "hours a year of each manager who is rated",
        unit="hours a year", low=0, high=200, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Gain, pressure and hope; the hours of the rated and of those who rate, one tier below."""
        gain = self.gain * (1.0 if self.discussed else self.undiscussed_share)
        gain *= 1.0 if self.anonymous else self.signed_share
        levers.set("feedback", self.dose * gain)
        levers.set("feedback_ceiling", self.ceiling)
        levers.set("feedback_pressure", self.dose * self.pressure if self.consequence else 0.0)
        levers.set("worker_hours", self.dose * self.manager_hours / 52.0)
        raters = tuple(tier - 1 for tier in levers.tiers)
        levers.set("worker_hours", self.dose * self.rater_hours / 52.0, tiers=raters)
        levers.set("hope", self.dose * self.hope, tiers=raters)

    def cost(self, settings: "Settings") -> Cost:
        """Hours of the rated and of those who rate."""
        counts = settings.authority.posts_by_tier()
        raters = sum(counts[tier - 1] for tier in self.tiers(settings))
        return Cost(hours=self.dose * (self.manager_hours * self.posts_reached(settings) + self.rater_hours * raters))
