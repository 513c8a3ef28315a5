"""I13: managers are trained in supervision and in managing people, acting managers too."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class ManagerTraining(ManagersOnly):
    """Everyone who supervises staff is trained in supervision and people management, year after year.

    Proposal: a reader of article A0, for all who supervise; the second practitioner of article A1, for temporary managers too.
    Chain: training lifts the quality of managers toward a ceiling, takes away some of the insecurity that makes them shut
    discussions down, and makes good part of what acting managers lack; better support protects and keeps people.
    Against: it fades unless renewed; it does nothing where quality is a lasting trait, and little where support is a matter
    of time, of which training takes some more.
    Evidence: supervision goes with better outcomes of workers, r .30 to .40 (Mor Barak et al. 2009, N = 10,867), grade B; how
    far training improves supervision: no estimate found, grade D.
    """

    identity: ClassVar[str] = "I13"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "training in supervision and people management, for acting managers too"
    objection: ClassVar[str] = "it fades, and does nothing where quality is lasting"
    source: ClassVar[str] = "articles A0 and A1; supervision and worker outcomes, Mor Barak et al. 2009"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours_a_year", "fee", "acting_managers")

    kind: Literal["manager_training"]
    gain: float = quantity(
        "share of the distance to the ceiling that training closes in a year",
        unit="share a year", low=0, high=5, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    ceiling: float = quantity(
        "quality above which training brings nothing more",
        unit="0 to 1", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    security: float = quantity(
        "share of managers' insecurity that training takes away",
        unit="share", low=0, high=1, source="article A1, third practitioner; size free", grade="D", role="lever",
    )  # fmt: skip
    acting_managers: bool = switch("acting managers are trained too", role="lever")
    acting_gain: float = quantity(
        "share of what acting managers lack that training makes good",
        unit="share", low=0, high=1, source="article A1, second practitioner; size free", grade="D", role="lever",
    )  # fmt: skip
    hours_a_year: float = quantity(
        "hours a year of each manager, preparation included",
        unit="hours a year", low=0, high=400, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    fee: float = quantity(
        "course fees for each manager",
        unit="GBP a year", low=0, high=50000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Gain and ceiling, security, acting managers, and the hours of those who are trained."""
        levers.set("training", self.dose * self.gain)
        levers.set("training_ceiling", self.ceiling)
        levers.set("security", self.dose * self.security)
        if self.acting_managers:
            levers.set("acting_training", self.dose * self.acting_gain)
        levers.set("worker_hours", self.dose * self.hours_a_year / 52.0)

    def cost(self, settings: "Settings") -> Cost:
        """Course fees, and hours of those who are trained."""
        trained = self.dose * self.posts_reached(settings)
        return Cost(money=trained * self.fee, hours=trained * self.hours_a_year)
