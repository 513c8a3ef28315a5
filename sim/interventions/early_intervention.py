"""I22: family hubs lower and delay demand."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.interventions.phases import built_up
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings

_WEEKS_A_YEAR = 52.0


class EarlyIntervention(InterventionSettings):
    """Family hubs help earlier, so that fewer cases come to social workers, and some come later.

    Proposal: article A4, if hubs are properly funded and part of practice rather than a quick fix.
    Chain: after a delay fewer new cases come to the door; part of them is only put off, and comes years later. Hubs also
    find families in need of whom nobody knew, from the first week on.
    Against: it is late, and paid for from the first day; funded as a token, below a threshold, it brings nothing at all.
    The effect of funding is taken as a straight line from that threshold to a full offer: the simplest form in which half
    the money buys less than half the effect. Needs that hubs find can outweigh those that they meet.
    Evidence: no estimate of the effect on new cases that could be used here, grade D.
    """

    identity: ClassVar[str] = "I22"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "family hubs lower and delay demand"
    objection: ClassVar[str] = "late; token funding brings nothing"
    source: ClassVar[str] = "article A4, on family hubs"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("funding", "effect", "delay_years", "growing_years")

    kind: Literal["early_intervention"]
    effect: float = quantity(
        "share by which a full offer lowers new cases in the end, those put off included",
        unit="share", low=0, high=0.9, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    put_off_share: float = quantity(
        "share of them that is only put off, and comes later",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    put_off_years: float = quantity(
        "years later that they come",
        unit="years", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    found: float = quantity(
        "rise in new cases because a full offer finds needs that nobody knew of",
        unit="share", low=0, high=0.5, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    funding: float = quantity(
        "share of what a full offer costs that is really paid",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    least_funding: float = quantity(
        "share of it below which hubs bring nothing",
        unit="share", low=0, high=0.95, source="article A4 on funding; size free", grade="D", role="lever",
    )  # fmt: skip
    delay_years: float = quantity(
        "years before the first effect on new cases",
        unit="years", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    growing_years: float = quantity(
        "further years until the effect is full",
        unit="years", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    full_cost: float = quantity(
        "cost of a full offer for each front-line post",
        unit="GBP a year", low=0, high=200_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """New cases relative to usual, week by week."""
        delay, growing = self.delay_years * _WEEKS_A_YEAR, self.growing_years * _WEEKS_A_YEAR
        fewer = built_up(levers.weeks, delay, growing)
        back = self.put_off_share * built_up(levers.weeks, delay + self.put_off_years * _WEEKS_A_YEAR, growing)
        levers.set("demand", 1.0 + self.dose * self.offered() * (self.found - self.effect * (fewer - back)))

    def offered(self) -> float:
        """Share of the effect of a full offer that the funding buys: none up to the threshold, then a straight line."""
        return max(0.0, self.funding - self.least_funding) / (1.0 - self.least_funding)

    def cost(self, settings: "Settings") -> Cost:
        """Cash from the first week, whatever it brings."""
        return Cost(money=self.dose * self.funding * self.full_cost * self.posts_reached(settings))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and new cases come to the front line."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is not the front line alone, to which new cases come; name front_line"
        return super().conflict(settings)
