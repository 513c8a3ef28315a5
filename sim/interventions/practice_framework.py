"""I21: one framework and one language for all tiers."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, InterventionSettings, LeverWindow, Status
from sim.interventions.phases import wearing_off, yearly_mean
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class PracticeFramework(InterventionSettings):
    """All tiers work by one practice framework, and speak of practice in its words.

    Proposal: Stanley in article A2.
    Chain: managers who no longer know the work can follow what is said about it; what they decide reaches the front line
    in words that mean the same to both. Both grow as the framework is learned.
    Against: everyone has to learn it first, in hours that come out of practice and supervision; newcomers must learn it
    for ever after; licences and trainers cost money. One language can also be one more set of words.
    Evidence: no estimate found, grade D.
    """

    identity: ClassVar[str] = "I21"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "one framework and one language for all tiers"
    objection: ClassVar[str] = "effort to learn, and to keep up as people come and go"
    source: ClassVar[str] = "article A2, on practice frameworks"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("shared_language", "clarity", "upkeep_hours")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["practice_framework"]
    shared_language: float = quantity(
        "share of the understanding that managers lack which one language makes good, once learned",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    clarity: float = quantity(
        "share of what gets lost between tiers that clear words save, once learned",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    learning_hours: float = quantity(
        "hours of each person in the first week to learn it",
        unit="hours a week", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    learning_weeks: float = quantity(
        "time in which those hours fall to 37 per cent, and 63 per cent of the gain is there",
        unit="weeks", low=1, high=520, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    upkeep_hours: float = quantity(
        "hours of each person to keep it up and to teach newcomers",
        unit="hours a year", low=0, high=200, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    licence_cost: float = quantity(
        "licence and trainers for each post reached",
        unit="GBP a year", low=0, high=20_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Language and clarity of the managers reached, as it is learned; hours of everyone reached."""
        managers = tuple(tier for tier in levers.tiers if tier > 0)
        effort = wearing_off(levers.weeks, self.learning_weeks)
        learned = self.dose * (1.0 - effort)
        levers.set("shared_language", learned * self.shared_language, tiers=managers)
        levers.set("clarity", learned * self.clarity, tiers=managers)
        levers.set("worker_hours", self.dose * (self.learning_hours * effort + self.upkeep_hours / 52.0))

    def cost(self, settings: "Settings") -> Cost:
        """Cash for licences and trainers; hours of learning, spread over the years of the study, and of upkeep."""
        posts = self.dose * self.posts_reached(settings)
        learning = yearly_mean(self.learning_hours, self.learning_weeks, settings)
        return Cost(money=posts * self.licence_cost, hours=posts * (learning + self.upkeep_hours))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and a language needs two who speak it."""
        tiers = self.tiers(settings)
        if 0 not in tiers or len(tiers) < 2:
            return (
                f"reach: {self.reach} must hold the front line and managers, who are to share a language; name everyone"
            )
        return super().conflict(settings)
