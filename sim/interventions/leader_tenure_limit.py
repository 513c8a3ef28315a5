"""I24: leaders who have been in a post for long move on."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.interventions.phases import built_up
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class LeaderTenureLimit(ManagersOnly):
    """A leader moves on after so many years in one post.

    Implied by: article A4, whose author sees leaders in post for so long that they no longer press for change.
    Chain: those who have grown weary make room; successors pass on more of what is decided and press harder.
    Against: a reader of article A1 sees the opposite: leaders already move from place to place too often and leave chaos
    behind. A short limit is that churn: posts stand open or acting, what a leader knew of the service goes, and new
    directors begin anew.
    Evidence: no estimate found, grade D.
    """

    identity: ClassVar[str] = "I24"
    status: ClassVar[Status] = "implied"
    summary: ClassVar[str] = "long-serving leaders move on"
    objection: ClassVar[str] = "leaders already move too often"
    source: ClassVar[str] = "implied in article A4; the opposite in article A1"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("years", "phase_in_years")

    kind: Literal["leader_tenure_limit"]
    years: float = quantity(
        "years in a post after which a leader moves on, at full dose; at half a dose twice as many",
        unit="years", low=0.5, high=40, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    phase_in_years: float = quantity(
        "years in which the limit comes down to that, the longest-serving first",
        unit="years", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    longest_now: float = quantity(
        "years in a post that hardly anyone has served when it begins",
        unit="years", low=1, high=60, source="assumption", grade="D", role="lever",
    )  # fmt: skip
    reaching_share: float = quantity(
        "share of leaders who would stay that long, for the cost only",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    move_cost: float = quantity(
        "cost of recruiting a successor",
        unit="GBP a move", low=0, high=500_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """The longest time in a post, which comes down over the years of phasing in: no purge in the first week."""
        limit = self.years / self.dose
        left = 1.0 - built_up(levers.weeks, 0.0, self.phase_in_years * 52.0)
        levers.set("longest_tenure", 52.0 * (limit + left * max(0.0, self.longest_now - limit)))

    def cost(self, settings: "Settings") -> Cost:
        """Cash for successors: an estimate, one move of each leader who stays to the limit."""
        moves = self.dose / self.years * self.reaching_share * self.posts_reached(settings)
        return Cost(money=moves * self.move_cost)
