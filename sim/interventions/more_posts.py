"""I25: simply more posts."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.settings.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class MorePosts(InterventionSettings):
    """More front-line posts: the plain comparator of every reform of leadership.

    Chain: further posts open, wait for applicants like all others, are covered by agency staff meanwhile, and share the
    work. When they end, a post closes once its occupant has gone.
    Against: there may be no applicants; a post is not a person.
    Evidence: arithmetic of hours; how fast posts fill is calibrated to the workforce census 2017-2021, grade A.
    """

    identity: ClassVar[str] = "I25"
    status: ClassVar[Status] = "comparator"
    summary: ClassVar[str] = "simply more front-line posts"
    objection: ClassVar[str] = "there may be no applicants"
    source: ClassVar[str] = "implied in articles A0 and A4; workforce census 2017-2021"
    grade: ClassVar[str] = "A"

    kind: Literal["more_posts"]
    share: float = quantity(
        "further posts at full dose, as a share of the posts of week 0",
        unit="share", low=0, high=0.5, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Open reserve posts of the front line."""
        levers.set("extra_posts", self.dose * self.share)

    def cost(self, settings: "Settings") -> Cost:
        """Pay of all further posts, filled; the simulation books what is really paid."""
        return Cost(pay=self.dose * self.share * self.posts_reached(settings) * settings.mechanism.money.worker_cost)

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and only the front line can be reached."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is more than the front line; this intervention opens front-line posts only"
        return super().conflict(settings)
