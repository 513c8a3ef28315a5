"""I15: leaders are recruited from social workers."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class QualifiedLeadership(ManagersOnly):
    """Leaders are recruited from registered social workers, on one career path from the front line to the director.

    Proposal: Clifford in article A2, and several of its readers.
    Chain: whoever comes into a leader's post has a social work background and never forgets all of it, so more of what
    comes up is understood. Those who are in post stay.
    Against: directors lead systems and the assistant director leads practice, as the directors' own association says in
    A2; the pool of candidates is smaller, so posts stay open or acting for longer. A background is not recent practice:
    understanding fades all the same, and it takes years until enough posts have changed hands.
    Evidence: a boss who knows the work is a strong predictor of satisfaction, but being qualified alone is not enough
    (Artz, Goodall and Oswald 2016; Baker and Goodall 2021), grade B; about half of the directors of children's services
    had the background in 2017, grade A; the size of the pool, no estimate found, grade D.
    """

    identity: ClassVar[str] = "I15"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "leaders are recruited from registered social workers"
    objection: ClassVar[str] = "directors lead systems; a smaller pool of candidates"
    source: ClassVar[str] = "article A2; Artz, Goodall and Oswald 2016; Baker and Goodall 2021"
    grade: ClassVar[str] = "B"
    size: ClassVar[tuple[str, ...]] = ("required",)

    kind: Literal["qualified_leadership"]
    required: float = quantity(
        "share of appointments for which a social work background counts, at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    pool: float = quantity(
        "candidates relative to usual where it counts for every appointment",
        unit="ratio", low=0, high=1, source="67 of more than 130 directors had the background, 2017; size free",
        grade="D", role="lever",
    )  # fmt: skip
    appointments: float = quantity(
        "appointments a year for each post, for the cost only",
        unit="per post and year", low=0, high=5, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    search_cost: float = quantity(
        "further cost of searching for one leader with the background",
        unit="GBP an appointment", low=0, high=200_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    registration_cost: float = quantity(
        "registration and learning that each leader keeps up",
        unit="GBP a year", low=0, high=20_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """For which appointments the background counts, and how many candidates are left."""
        levers.set("background_required", self.dose * self.required)
        levers.set("manager_pool", 1.0 - self.dose * self.required * (1.0 - self.pool))

    def cost(self, settings: "Settings") -> Cost:
        """Cash for searches and for registration."""
        post = self.appointments * self.search_cost + self.registration_cost
        return Cost(money=self.dose * self.required * self.posts_reached(settings) * post)
