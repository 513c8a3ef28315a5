"""I20: the contracted week only, collectively."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class WorkToRule(InterventionSettings):
    """Social workers together work the hours that they are paid for, and no more.

    Proposal: a reader of article A0, so that managers, councillors and government notice how much hangs on goodwill.
    Chain: unpaid hours are withheld; what they hid comes to light as visits and records that are not done; managers who
    see it may grant relief. Nobody is rested by it: an hour undone weighs on people like an hour worked.
    Against: families pay first, as another reader answers at once. Where line managers take up the work, little shows
    above them, and they are worn out instead.
    Evidence: 6 unpaid hours a week in the mean, 2019-22 (longitudinal study), grade A; whether leaders notice, no estimate
    found, grade D.
    """

    identity: ClassVar[str] = "I20"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "the contracted week only, collectively"
    objection: ClassVar[str] = "families pay first; line managers absorb the work"
    source: ClassVar[str] = "article A0; longitudinal study of social workers, Department for Education"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("participation",)
    for_each_worker: ClassVar[bool] = True

    kind: Literal["work_to_rule"]
    participation: float = quantity(
        "share of unpaid hours that is withheld, at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    absorbed: float = quantity(
        "share of the withheld hours that line managers take up",
        unit="share", low=0, high=1, source="article A0: managers will have to; size free", grade="D", role="lever",
    )  # fmt: skip
    unpaid_hours: float = quantity(
        "unpaid hours of each person before it starts, for the cost only",
        unit="hours a week", low=0, high=40, grade="A", role="lever",
        source="longitudinal study of social workers, mean of 2019-22: 6, from 5 to 7",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Hours withheld in the tiers reached; line managers who work to rule as well take up less."""
        withheld = self.dose * self.participation
        levers.set("withheld", withheld)
        taken_up = self.absorbed * (1.0 - withheld) if 1 in levers.tiers else self.absorbed
        # Read twice: what the front line is rid of, and what the first line of managers has to do.
        levers.set("absorbed", taken_up, tiers=(0, 1))

    def cost(self, settings: "Settings") -> Cost:
        """No cash, and nothing is paid: hours given free until then, which the service loses whoever takes some up."""
        withheld = self.dose * self.participation * self.unpaid_hours * 52.0
        return Cost(hours=withheld * self.posts_reached(settings))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and it starts at the front line."""
        if 0 not in self.tiers(settings):
            return f"reach: {self.reach} leaves out the front line, which works to rule; name front_line or everyone"
        return super().conflict(settings)
