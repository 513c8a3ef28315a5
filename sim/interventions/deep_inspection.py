"""I18: inspectors look at real conditions, and come unannounced."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class DeepInspection(InterventionSettings):
    """Inspectors ask whether caseloads can be carried, whether families are helped, whether there is time; unannounced.

    Proposal: article A4, which calls inspections staged performances.
    Chain: the grade follows the real state rather than the one that was got ready; preparation falls away and its hours
    are left for families.
    Against: a truer grade is a harsher one where the real state is worse, and a low grade costs standing, applicants and
    the director's post, and brings audits. Nothing is repaired by being seen.
    Evidence: grades and how they change are published, grade A; how deep inspections look, and what depth brings, no
    estimate found, grade D.
    """

    identity: ClassVar[str] = "I18"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "inspection of real conditions, unannounced"
    objection: ClassVar[str] = "harsher grades, and what follows from them"
    source: ClassVar[str] = "article A4; published grades of children's services"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("depth", "unannounced")

    kind: Literal["deep_inspection"]
    depth: float = quantity(
        "share of the way to what is real, beyond that which inspectors go today, that they go at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    unannounced: float = quantity(
        "share of the preparation that falls away because nobody knows the date, at full dose",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    inspectors_cost: float = quantity(
        "what an inspection of that depth costs more than a usual one",
        unit="GBP an inspection", low=0, high=1_000_000, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    counted_share: float = quantity(
        "share of it that counts here: 1 counts public money whoever pays, 0 leaves out what the inspectorate pays",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    hosting_hours: float = quantity(
        "hours of each person reached, who is seen at work and asked",
        unit="hours an inspection", low=0, high=40, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """How deep inspectors look, and how far they surprise: one for the whole authority."""
        levers.set("inspection_depth", self.dose * self.depth, tiers=(0,))
        levers.set("unannounced", self.dose * self.unannounced, tiers=(0,))
        # Nobody knows when they come, so the hours of being seen are spread over the years between inspections.
        weeks = 52.0 * settings.mechanism.inspection.interval_years
        levers.set("worker_hours", self.dose * self.hosting_hours / weeks)

    def cost(self, settings: "Settings") -> Cost:
        """Inspectors and hours of those who are seen, spread over the years between inspections."""
        inspections = self.dose / settings.mechanism.inspection.interval_years
        return Cost(
            money=inspections * self.inspectors_cost * self.counted_share,
            hours=inspections * self.hosting_hours * self.posts_reached(settings),
        )

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and what is real is seen at the front line."""
        if 0 not in self.tiers(settings):
            return f"reach: {self.reach} leaves out the front line, where real conditions are seen; name everyone"
        return super().conflict(settings)
