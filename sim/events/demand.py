"""More work at the door: all at once, or a little more every year."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from sim.events.base import LastingEvent
from sim.interventions.base import CHOICE, LeverWindow
from sim.quantity import Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class DemandShock(LastingEvent):
    """More cases, or fewer, come to the door for a time or for good.

    Source: no figure found; a test of how much the service can bear. Grade D.
    """

    summary: ClassVar[str] = "more cases, or fewer, for a time or for good"
    source: ClassVar[str] = "no figure found; a test of what the service can bear"
    grade: ClassVar[Grade] = "D"

    kind: Literal["demand_shock"]
    factor: float = quantity(
        "new cases relative to usual: 1.3 is three in ten more",
        unit="ratio", low=0, high=10, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Demand, multiplied."""
        levers.set("demand", self.factor)


class RisingDemand(LastingEvent):
    """Demand grows year by year, beyond what new posts keep up with, and then stays where it got to.

    Source: no figure found; article A4 asks for family hubs to work early, and for money to do so. Grade D.
    """

    summary: ClassVar[str] = "demand grows year by year, beyond what new posts keep up with"
    source: ClassVar[str] = "no figure found; family hubs and early help in article A4"
    grade: ClassVar[Grade] = "D"

    kind: Literal["rising_demand"]
    growth: float = quantity(
        "yearly growth of demand, on top of that which new posts keep up with",
        unit="share a year", low=-0.5, high=0.5, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def acting(self, settings: "Settings") -> range:
        """To the end of the run: what has grown does not go away."""
        return range(self.week, settings.weeks)

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Demand, week by week; the first week is a week's growth above usual."""
        grown = np.minimum(np.arange(1, levers.weeks + 1), len(self.window(settings)))
        levers.set("demand", (1.0 + self.growth) ** (grown / 52.0))
