"""Eyes from outside: inspectors who come on a set date, and incidents that bring questions."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.events.base import EventSettings
from sim.interventions.base import CHOICE, LeverWindow
from sim.settings.quantity import Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class InspectionDate(EventSettings):
    """The inspectors come in this week, whatever the usual cycle says.

    Source: inspections of children's services follow each other after 4.35 years on average (grade A); what goes before
    a visit, article A4.
    """

    summary: ClassVar[str] = "the inspectors come in this week"
    source: ClassVar[str] = "Ofsted's cycle in practice, 4.35 years on average; article A4"
    grade: ClassVar[Grade] = "A"

    kind: Literal["inspection_date"]

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """An inspection in this week."""
        levers.set("inspection_now", 1.0)


class SeriousIncident(EventSettings):
    """Serious incidents happen in this week, on top of those that come of themselves.

    Source: about 2.7 are notified for each authority and year (grade A); what follows from one, article A3.
    """

    summary: ClassVar[str] = "serious incidents in this week, on top of those that come of themselves"
    source: ClassVar[str] = "about 2.7 notified for each authority and year; article A3"
    grade: ClassVar[Grade] = "A"

    kind: Literal["serious_incident"]
    count: int = quantity(
        "incidents in this week",
        unit="incidents", low=1, high=100, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Further incidents."""
        levers.set("incident_now", float(self.count))
