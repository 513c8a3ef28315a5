"""Fewer people: many leave at once, or few apply."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.events.base import EventSettings, LastingEvent
from sim.interventions.base import CHOICE, LeverWindow
from sim.quantity import Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class StaffShock(EventSettings):
    """A part of the permanent front line leaves within one week.

    Source: article A4 speaks of many who leave; the census of 2017-2021 has 14.5% in a usual year. Size free, grade D.
    """

    summary: ClassVar[str] = "a part of the permanent front line leaves within one week"
    source: ClassVar[str] = "article A4; 14.5% in a usual year, workforce census 2017-2021; size free"
    grade: ClassVar[Grade] = "D"

    kind: Literal["staff_shock"]
    share: float = quantity(
        "share of the permanent front line that leaves",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Who stays and who goes is drawn like any leaving."""
        levers.set("staff_loss", self.share)


class SupplyShock(LastingEvent):
    """Fewer people apply for posts, or more.

    Source: a reader of article A2 speaks of a shortage of social workers; no size is given. Grade D.
    """

    summary: ClassVar[str] = "fewer people apply for posts, or more"
    source: ClassVar[str] = "a reader of article A2, on the shortage of social workers; size free"
    grade: ClassVar[Grade] = "D"

    kind: Literal["supply_shock"]
    factor: float = quantity(
        "applicants relative to usual: 0.5 is half as many",
        unit="ratio", low=0, high=10, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Applicants, multiplied."""
        levers.set("supply", self.factor)
