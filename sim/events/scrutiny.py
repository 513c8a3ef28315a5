"""Eyes from outside: inspectors who come on a set date, and incidents that bring questions."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from sim.events.base import EventSettings
from sim.interventions.base import CHOICE, LeverWindow
from sim.quantity import Grade, quantity, switch

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
    announced: bool = switch("the service knows beforehand, and prepares", role="lever")

    def acting(self, settings: "Settings") -> range:
        """The weeks of preparation, and the week of the inspection."""
        weeks = settings.mechanism.inspection.preparation_weeks if self.announced else 0
        return range(max(0, self.week - weeks), min(self.week + 1, settings.weeks))

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """An inspection in the last of these weeks, and preparation in those before."""
        visit = np.zeros(levers.weeks)
        visit[-1] = 1.0
        levers.set("inspection_now", visit)
        levers.set("preparing", 1.0 - visit)


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
