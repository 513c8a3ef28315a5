"""Less money: a smaller budget, or posts that stay vacant to save."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.events.base import LastingEvent
from sim.interventions.base import CHOICE, LeverWindow
from sim.quantity import Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class BudgetCut(LastingEvent):
    """The budget is cut, and leaders can grant less.

    Source: article A4 and a reader of A1 name money; no size is given. Grade D.
    """

    summary: ClassVar[str] = "the budget is cut"
    source: ClassVar[str] = "article A4, on budget cuts; size free"
    grade: ClassVar[Grade] = "D"

    kind: Literal["budget_cut"]
    cut: float = quantity(
        "share of the budget that is cut",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """The budget relative to usual."""
        levers.set("budget", 1.0 - self.cut)


class VacancyFreeze(LastingEvent):
    """Vacant posts are not filled for a time.

    Source: no figure found; a way to save, such as the cuts of article A4 call for. Grade D.
    """

    summary: ClassVar[str] = "vacant posts are not filled"
    source: ClassVar[str] = "no figure found; one form of the cuts in article A4"
    grade: ClassVar[Grade] = "D"

    kind: Literal["vacancy_freeze"]

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Vacant posts stay vacant."""
        levers.set("freeze", 1.0)
