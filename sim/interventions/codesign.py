"""I11: changes are shaped and tried out with the front line."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class Codesign(InterventionSettings):
    """Changes of procedure are shaped and tried out with the people who will work by them.

    Proposal: a reader of article A0, after a redesign that was rolled out in a hurry and went wrong.
    Chain: whenever leaders decide on a redesign, the front line shapes and tries it; it comes later and fits practice
    better, so it saves administration where it would have added some.
    Against: it is slower, and takes hours of people who have none to spare; a change that is urgent and sound as it stands
    only loses by waiting. Asked for form's sake (hours, but little shaped), people pay and nothing fits better. Where
    nothing is redesigned, it does nothing.
    Evidence: no estimate for social work found, grade D; autonomy and influence go with voice, Hao et al. 2022, grade B.
    """

    identity: ClassVar[str] = "I11"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "changes are shaped and tried out with the front line"
    objection: ClassVar[str] = "slower, and hours of people who have none to spare"
    source: ClassVar[str] = "article A0, a reader on a redesign"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("shaped", "trial_hours")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["codesign"]
    shaped: float = quantity(
        "how far the front line shapes a redesign at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    trial_hours: float = quantity(
        "hours of each front-line worker while a redesign is shaped and tried",
        unit="hours a week", low=0, high=10, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    facilitator_cost: float = quantity(
        "cost of those who run the shaping of one redesign",
        unit="GBP a redesign", low=0, high=500_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """How far a redesign is shaped, and hours in the weeks in which one is."""
        levers.set("shaped", self.dose * self.shaped)
        levers.set("trial_hours", self.dose * self.trial_hours)

    def cost(self, settings: "Settings") -> Cost:
        """An estimate: hours and facilitators of the redesigns that leaders usually decide on in a year."""
        redesign = settings.mechanism.redesign
        weeks_a_year = redesign.rate * self.dose * self.shaped * redesign.delay_weeks
        return Cost(
            money=self.dose * redesign.rate * self.facilitator_cost,
            hours=weeks_a_year * self.dose * self.trial_hours * self.posts_reached(settings),
        )

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and it is the front line that shapes."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is not the front line alone; here it is the front line that shapes changes"
        return super().conflict(settings)
