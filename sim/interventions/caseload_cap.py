"""I19: allocation stops at a safe load."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.interventions.manager_caseload import mean_case_hours
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class CaseloadCap(InterventionSettings):
    """Nobody is given another case whose cases already make up a safe load.

    Implied by: articles A4 and A3, which ask whether caseloads can be carried and tell of visits that could not be made.
    Chain: the load of each worker is limited, so exhaustion and overdue visits fall; cases beyond it wait for a worker.
    Against: waiting lists: the cases that wait are families that nobody visits, and an incident among them is no less
    serious. A limit makes no hours.
    Evidence: 16.9 cases for each case holder in the census 2017-2021, grade A; caseload and the wish to leave, no direct
    link, stress medium to high (Kim and Kao 2014), grade B; what load is safe, no estimate found, grade D.
    """

    identity: ClassVar[str] = "I19"
    status: ClassVar[Status] = "implied"
    summary: ClassVar[str] = "nobody is given more cases than a safe load"
    objection: ClassVar[str] = "waiting lists"
    source: ClassVar[str] = "implied in articles A4 and A3; workforce census 2017-2021; Kim and Kao 2014"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("cases",)

    kind: Literal["caseload_cap"]
    cases: float = quantity(
        "cases of mean complexity that make up a safe load",
        unit="cases", low=1, high=60, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    monitoring_hours: float = quantity(
        "hours of each first-line manager to weigh loads and keep the waiting list",
        unit="hours a week", low=0, high=10, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """The limit in hours: it comes down from the load at which teams stop anyway, as far as the dose says."""
        usual = settings.mechanism.casework.allocation_limit_hours
        safe = self.cases * mean_case_hours(settings)
        levers.set("load_limit", usual + self.dose * (safe - usual))
        levers.set("worker_hours", self.dose * self.monitoring_hours, tiers=(1,))

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of first-line managers."""
        managers = settings.authority.posts_by_tier()[1]
        return Cost(hours=self.dose * self.monitoring_hours * 52.0 * managers)

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and only the front line holds cases as its work."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is not the front line alone; the cap is on the cases of front-line workers"
        return super().conflict(settings)
