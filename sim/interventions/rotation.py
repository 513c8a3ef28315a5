"""I03: managers between the first line and the director return to practice in turns."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.interventions.manager_caseload import mean_case_hours
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings

_WEEKS_A_MONTH = 52.0 / 12.0


class Rotation(ManagersOnly):
    """Service managers and heads return to direct practice, at least 12 months in every 24.

    Proposal: article A4, a leader who went back to the front line.
    Chain: while away, others cover the post; understanding grows back and the manager lives through the strain; after the
    return it fades again. The cases held meanwhile are taken off the front line.
    Against: cover is worse and costs money, continuity is lost, some leaders refuse and leave.
    Evidence: no estimate found, grade D; the trial of leaders at the front line (Tucker and Singer 2015), grade B.
    """

    identity: ClassVar[str] = "I03"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "service managers and heads return to practice for at least 12 months in 24"
    objection: ClassVar[str] = "acting cover and lost continuity; leaders refuse or leave"
    source: ClassVar[str] = "article A4; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("months", "cycle_months", "cases", "cover_paid")

    kind: Literal["rotation"]
    months: float = quantity(
        "months in practice in each cycle",
        unit="months", low=0.5, high=60, source="article A4: at least one year", grade="D", role="lever",
    )  # fmt: skip
    cycle_months: float = quantity(
        "months of a cycle",
        unit="months", low=1, high=120, source="article A4: once every two years", grade="D", role="lever",
    )  # fmt: skip
    cases: float = quantity(
        "cases held while practising full time",
        unit="cases", low=0, high=40, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    cover: float = quantity(
        "quality of the cover relative to the manager who is away",
        unit="ratio", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    cover_paid: float = quantity(
        "share of the post's cost that the cover costs",
        unit="share", low=0, high=3, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    reluctance: float = quantity(
        "rise in the log odds of leaving among those who take part",
        unit="log odds", low=0, high=5, source="article A0: they would not dare; size free", grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same months and hours, from which nothing is learned", role="lever")

    @model_validator(mode="after")
    def _fits_its_cycle(self) -> "Rotation":
        if self.months > self.cycle_months:
            raise ValueError(
                f"months: {self.months:g} is longer than cycle_months, {self.cycle_months:g}; make it shorter"
            )
        return self

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Who goes, for how long, how good the cover is, and whether practice teaches."""
        levers.set("rotation_share", self.dose)
        levers.set("rotation_away", float(round(self.months * _WEEKS_A_MONTH)))
        levers.set("rotation_cycle", float(round(self.cycle_months * _WEEKS_A_MONTH)))
        levers.set("rotation_cases", self.cases)
        levers.set("rotation_cover", self.cover)
        levers.set("reluctance", self.reluctance)
        if self.placebo:
            levers.set("rotation_learning", 0.0)

    def cost(self, settings: "Settings") -> Cost:
        """Cash for the cover; hours of practice of those who are away, most of which the cover pays for."""
        money = settings.mechanism.money
        counts = settings.authority.posts_by_tier()
        away = self.dose * self.months / self.cycle_months
        cover = sum(counts[tier] * money.worker_cost * money.tier_step**tier for tier in self.tiers(settings))
        hours = away * self.posts_reached(settings) * self.cases * mean_case_hours(settings) * 52.0
        return Cost(money=away * self.cover_paid * cover, hours=hours, covered=hours * min(1.0, self.cover_paid))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention of managers, and the director has nobody to cover."""
        top = settings.authority.tiers - 1
        if top in self.tiers(settings):
            return f"reach: tier {top} is the director, whose post nobody covers; name middle_managers, or tiers below {top}"
        return super().conflict(settings)
