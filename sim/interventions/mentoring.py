"""I14: an experienced colleague outside the line for each front-line worker."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class Mentoring(InterventionSettings):
    """Each front-line worker has regular time with an experienced colleague who is not the line manager.

    Implied by: article A1, where a worker's question about a complex case was shut down by the manager, and readers are asked
    how a mentor's help differs from a supervisor's. Nobody proposes a scheme.
    Chain: part of the support that the line does not give comes from outside the line. Mentors are front-line workers, so
    their hours, and those of the people mentored, are missing from casework.
    Against: mentors' hours, of which experienced workers have none to spare; under pressure planned hours are dropped first.
    Evidence: supervision goes with better outcomes of workers, r .30 to .40 (Mor Barak et al. 2009, N = 10,867), grade B; of
    mentoring outside the line no estimate found, grade D.
    """

    identity: ClassVar[str] = "I14"
    status: ClassVar[Status] = "implied"
    summary: ClassVar[str] = "an experienced colleague outside the line for each front-line worker"
    objection: ClassVar[str] = "mentors' hours come out of casework"
    source: ClassVar[str] = "implied in article A1; supervision and worker outcomes, Mor Barak et al. 2009"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours", "kept")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["mentoring"]
    hours: float = quantity(
        "hours a week planned with a mentor for each front-line worker, at full dose",
        unit="hours a week", low=0, high=5, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    kept: float = quantity(
        "share of the planned hours that take place",
        unit="share", low=0, high=1, grade="C", role="lever",
        source="as protected caseloads of the newly qualified: about half; survey 2018, n = 640",
    )  # fmt: skip
    mentor_hours: float = quantity(
        "hours of the mentor for each hour of mentoring, preparation included",
        unit="hours an hour", low=0, high=5, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Hours received, and the hours of both sides; mentors are spread over the whole front line."""
        received = self.dose * self.hours * self.kept
        levers.set("mentoring", received)
        levers.set("worker_hours", received * (1.0 + self.mentor_hours))

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of those mentored and of their mentors."""
        received = self.dose * self.hours * self.kept * 52.0 * self.posts_reached(settings)
        return Cost(hours=received * (1.0 + self.mentor_hours))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and only the front line can be reached."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is more than the front line; mentors are for front-line workers only, so name front_line"
        return super().conflict(settings)
