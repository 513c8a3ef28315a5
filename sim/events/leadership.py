"""Changes from the top: a director who goes, and a redesign that is decided above."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.events.base import EventSettings
from sim.interventions.base import LeverWindow
from sim.quantity import Grade, quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class NewDirector(EventSettings):
    """The director leaves in this week, and the post is filled like any other.

    Source: a reader of article A1 sees senior managers move from council to council; A4 sees some stay too long. Grade D.
    """

    summary: ClassVar[str] = "the director leaves, and another is sought"
    source: ClassVar[str] = "a reader of article A1, on leaders who move on; article A4"
    grade: ClassVar[Grade] = "D"

    kind: Literal["new_director"]

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """The director goes."""
        levers.set("director_goes", 1.0)


class Redesign(EventSettings):
    """A change of procedures or systems is decided in this week.

    Source: a reader of article A0 describes one that came fast and untried, with more paperwork. Size free, grade D.
    """

    summary: ClassVar[str] = "a redesign of procedures is decided"
    source: ClassVar[str] = "a reader of article A0, on a redesign that was not tried out; size free"
    grade: ClassVar[Grade] = "D"

    kind: Literal["redesign"]
    sound: float = quantity(
        "how well the redesign fits practice as it is imposed",
        unit="0 to 1", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    saving: float = quantity(
        "administration that it saves where it fits wholly, and adds where it does not fit at all",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """The decision, its fit and what hangs on it, in the same week."""
        levers.set("redesign_now", 1.0)
        levers.set("redesign_sound", self.sound)
        levers.set("redesign_saving", self.saving)
