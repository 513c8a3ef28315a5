"""I17: incidents lead to learning, and speaking up is protected."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, InterventionSettings, LeverWindow, Status
from sim.interventions.phases import built_up
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings

_WEEKS_A_YEAR = 52.0


class JustCulture(InterventionSettings):
    """After an incident people ask what can be learned rather than who is to blame, and those who speak up are protected.

    Implied by: articles A3 and A1, where scapegoats are looked for and those who speak up are marked as trouble.
    Chain: fewer incidents end in blame, more in learning, so fear falls and less is hidden; fewer concerns are held
    against those who raise them, so more are raised.
    Against: it takes years, and a reform of two years may end before it has begun; pressure from outside stays, and so
    does the blame that comes with it; training and reviews cost money and hours from the first day.
    Evidence: psychological safety explains silence (Hao et al. 2022, k = 168), grade B; how far and how fast a programme
    moves it, no estimate found, grade D.
    """

    identity: ClassVar[str] = "I17"
    status: ClassVar[Status] = "implied"
    summary: ClassVar[str] = "incidents lead to learning, and speaking up is protected"
    objection: ClassVar[str] = "takes years; pressure from outside stays"
    source: ClassVar[str] = "implied in articles A3 and A1; Hao et al. 2022"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("blame_left", "penalty_left", "years_to_change", "training_hours")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["just_culture"]
    blame_left: float = quantity(
        "share of the blame from inside that is left once the culture has changed",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    outside_share: float = quantity(
        "share of blame that comes from outside, and stays",
        unit="share", low=0, high=1, source="article A3 on press and public; size free", grade="D", role="lever",
    )  # fmt: skip
    penalty_left: float = quantity(
        "share of the concerns held against a person that still are, once the culture has changed",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    years_to_change: float = quantity(
        "years until it has changed, in a straight line from the start",
        unit="years", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    training_hours: float = quantity(
        "hours a year of each person reached, for training and for learning reviews",
        unit="hours a year", low=0, high=200, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    programme_cost: float = quantity(
        "cost of trainers and independent reviewers for each post reached",
        unit="GBP a year", low=0, high=10_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Less blame in the whole authority, fewer penalties in the tiers reached, as the culture changes; hours at once."""
        changed = self.dose * built_up(levers.weeks, 0.0, self.years_to_change * _WEEKS_A_YEAR)
        levers.set("blame", 1.0 - changed * (1.0 - self.outside_share) * (1.0 - self.blame_left), tiers=(0,))
        levers.set("penalty", 1.0 - changed * (1.0 - self.penalty_left))
        levers.set("worker_hours", self.dose * self.training_hours / _WEEKS_A_YEAR)

    def cost(self, settings: "Settings") -> Cost:
        """Cash for trainers and reviewers, hours of those who are reached, from the first week."""
        posts = self.dose * self.posts_reached(settings)
        return Cost(money=posts * self.programme_cost, hours=posts * self.training_hours)

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and blame for incidents falls on the front line."""
        if 0 not in self.tiers(settings):
            return f"reach: {self.reach} leaves out the front line, on which blame falls; name everyone or front_line"
        return super().conflict(settings)
