"""I10: every concern gets a decision, reasons and a date."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class ClosingTheLoop(ManagersOnly):
    """Managers answer every concern with what was decided, why, and by when.

    Proposal: a reader of article A0, for feedback from management on actions, decisions, reasons and times.
    Chain: concerns that cannot be acted on are answered rather than ignored; people expect more of speaking up, and speak.
    Each answer takes a manager time. How much an answer is worth beside a deed decides its size
    (`mechanism.voice.answer_value`).
    Against: the time comes out of supervision; an answer is not a deed, and a date that is not kept is worth nothing. In the
    only trial of leaders at the front line it was fixing problems that helped (Tucker and Singer 2015, doi
    10.1111/poms.12236).
    Evidence: no estimate for social work found, grade D; trust, then the superior's influence, open upward communication
    (Roberts and O'Reilly 1974), grade B for the sign.
    """

    identity: ClassVar[str] = "I10"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "every concern gets a decision, reasons and a date"
    objection: ClassVar[str] = "it takes managers' time, and an answer is not a deed"
    source: ClassVar[str] = "article A0; Roberts and O'Reilly 1974; Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("answered", "kept")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["closing_the_loop"]
    answered: float = quantity(
        "share of the concerns that are not acted on which get a decision, reasons and a date, at full dose",
        unit="share", low=0, high=1, source="article A0: every concern; what is reached is free", grade="D", role="lever",
    )  # fmt: skip
    kept: float = quantity(
        "share of those answers that are meant and kept; the rest counts as no answer",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    reply_hours: float = quantity(
        "further hours of the manager for each concern",
        unit="hours a concern", low=0, high=10, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    concerns_a_year: float = quantity(
        "concerns a year that each person raises, used for the cost alone",
        unit="concerns a year", low=0, high=52, source="no figure found; the simulation counts them", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Answers that are kept, and the hours of every concern."""
        levers.set("answered", self.dose * self.answered * self.kept)
        levers.set("reply_hours", self.dose * self.reply_hours)

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of managers for the concerns of the people one tier below."""
        counts = settings.authority.posts_by_tier()
        people = sum(counts[tier - 1] for tier in self.tiers(settings))
        return Cost(hours=self.dose * self.reply_hours * self.concerns_a_year * people)
