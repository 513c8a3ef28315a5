"""I25: simply more posts."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class MorePosts(InterventionSettings):
    """More front-line posts, of social workers or of family support workers: the plain comparator of every reform.

    Comparator: articles A0 and A4, where too few people are the trouble; A4 also misses family support workers.
    Chain: further posts open, wait for applicants like all others, are covered by agency staff meanwhile, and share the
    work. When they end, a post closes once its occupant has gone. Family support workers are found at once; they take
    work with families off social workers, and hold no cases.
    Against: there may be no applicants; a post is not a person. An hour of a family support worker saves less than an hour
    of a social worker, and every case is still held by one.
    Evidence: arithmetic of hours; how fast posts fill is calibrated to the workforce census 2017-2021, grade A; what family
    support workers take over, no estimate found, grade D.
    """

    identity: ClassVar[str] = "I25"
    status: ClassVar[Status] = "comparator"
    summary: ClassVar[str] = "simply more front-line posts, or family support workers"
    objection: ClassVar[str] = "there may be no applicants"
    source: ClassVar[str] = "implied in articles A0 and A4; workforce census 2017-2021"
    grade: ClassVar[str] = "A"
    size: ClassVar[tuple[str, ...]] = ("share", "family_support_share")

    kind: Literal["more_posts"]
    share: float = quantity(
        "further posts at full dose, as a share of the posts of week 0",
        unit="share", low=0, high=0.5, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    # These have defaults, so that a file of one's own that names posts of social workers only stays valid.
    family_support_share: float = quantity(
        "share of these posts that go to family support workers instead of social workers", 0.0,
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    family_support_hours: float = quantity(
        "hours of work with families that each family support worker does", 25.0,
        unit="hours a week", low=0, high=48, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    family_support_usefulness: float = quantity(
        "hours of a social worker that one of those hours saves", 0.6,
        unit="ratio", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    family_support_cost: float = quantity(
        "yearly cost of a family support worker", 32_000.0,
        unit="GBP a year", low=1000, high=500_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Open reserve posts of the front line; spread the hours of family support workers over its posts of week 0."""
        levers.set("extra_posts", self.dose * self.share * (1.0 - self.family_support_share))
        saved = self.family_support_hours * self.family_support_usefulness
        # As many workers of that kind as there were at the start; the front line that shares their hours grows.
        shared = self.dose * self.share * self.family_support_share * saved
        levers.set("family_support", shared / levers.growth(settings.front_line_growth))

    def cost(self, settings: "Settings") -> Cost:
        """Pay of all further posts, filled (the simulation books what is really paid); cash for family support workers."""
        posts = self.dose * self.share * self.posts_reached(settings)
        return Cost(
            money=posts * self.family_support_share * self.family_support_cost,
            pay=posts * (1.0 - self.family_support_share) * settings.mechanism.money.worker_cost,
        )

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and only the front line can be reached."""
        if self.tiers(settings) != (0,):
            return f"reach: {self.reach} is more than the front line; this intervention opens front-line posts only"
        return super().conflict(settings)
