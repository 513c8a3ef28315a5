"""I01: managers of chosen tiers hold a small caseload."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class ManagerCaseload(ManagersOnly):
    """Managers hold a small caseload, complex cases included.

    Proposal: readers of article A0 and the first practitioner of article A1.
    Chain: cases take the manager's hours; practice keeps understanding alive and lets the manager see the strain; a truer
    picture grants more relief. The cases are taken off the front line.
    Against: the hours come out of supervision, which is what protects and keeps people. In the only trial of leaders at
    the front line the mean effect was negative (Tucker and Singer 2015, doi 10.1111/poms.12236): presence that fixes
    nothing raises hopes and disappoints them.
    Evidence: no estimate for social work found, grade D; the trial, grade B.
    """

    identity: ClassVar[str] = "I01"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "managers hold a small caseload, complex cases included"
    objection: ClassVar[str] = "it takes their time for supervision"
    source: ClassVar[str] = "articles A0, A1; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("cases",)

    kind: Literal["manager_caseload"]
    cases: float = quantity(
        "cases that each manager holds at full dose, taken as they come",
        unit="cases", low=0, high=30, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    placebo: bool = switch("the same cases and hours, from which nothing is learned", role="lever")

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Cases to hold, and whether they teach."""
        levers.set("manager_cases", self.dose * self.cases)
        if self.placebo:
            levers.set("caseload_learning", 0.0)

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of managers, at the standard hours of the mean case; of half a case each, every second holds one."""
        return Cost(hours=self.dose * self.cases * mean_case_hours(settings) * 52.0 * self.posts_reached(settings))


def mean_case_hours(settings: "Settings") -> float:
    """Standard weekly hours of the mean case."""
    casework = settings.mechanism.casework
    medium = 1.0 - casework.light_share - casework.complex_share
    return (
        casework.light_share * casework.light_hours
        + medium * casework.medium_hours
        + casework.complex_share * casework.complex_hours
    )
