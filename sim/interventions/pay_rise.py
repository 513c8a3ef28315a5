"""I23: higher pay."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class PayRise(InterventionSettings):
    """Permanent staff are paid more, relative to what neighbours offer.

    Comparator: article A1, where readers of a poll would leave over unsupportive management rather than over pay.
    Chain: pay above that of neighbours keeps people and draws applicants; fewer vacancies and less agency work follow.
    Against: it costs the same again every year, also for those who would have stayed. The money is taken to be
    new money: nothing else is cut for it. A rise that neighbours match leaves only the bill.
    Evidence: pay and demographics matter little for the wish to leave (Kim and Kao 2014, 22 studies), grade B; a premium
    of 10% cut quits in a single study (Falch), grade C.
    """

    identity: ClassVar[str] = "I23"
    status: ClassVar[Status] = "comparator"
    summary: ClassVar[str] = "higher pay than neighbours offer"
    objection: ClassVar[str] = "a recurring cost, also for those who would have stayed"
    source: ClassVar[str] = "article A1, as what support is compared with; Kim and Kao 2014; Falch"
    grade: ClassVar[str] = "C"
    size: ClassVar[tuple[str, ...]] = ("rise",)

    kind: Literal["pay_rise"]
    rise: float = quantity(
        "rise in pay at full dose, relative to what neighbours offer",
        unit="share", low=0, high=0.5, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Pay in the tiers reached."""
        levers.set("pay", 1.0 + self.dose * self.rise)

    def cost(self, settings: "Settings") -> Cost:
        """The rise on the pay of all posts reached, filled by permanent staff; the simulation books what is really paid."""
        money = settings.mechanism.money
        counts = settings.authority.posts_by_tier()
        bill = sum(counts[tier] * money.worker_cost * money.tier_step**tier for tier in self.tiers(settings))
        return Cost(pay=self.dose * self.rise * bill)
