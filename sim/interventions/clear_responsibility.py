"""I16: decisions are traced to their tier, and overload is shared upward."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.interventions.base import CHOICE, Cost, InterventionSettings, LeverWindow, Status
from sim.quantity import quantity

if TYPE_CHECKING:
    from sim.settings.study import Settings


class ClearResponsibility(InterventionSettings):
    """Each tier answers for its decisions, overload is logged and shared upward, leaders say what cannot be done.

    Proposal: three answers in article A3.
    Chain: a logged alert passes every link uncut, so beliefs come closer to the truth; a manager whose decision can be
    traced grants more on the same belief; where leaders say openly what they cannot do, people expect neither too much
    nor too little of them.
    Against: paper: logging and tracing take hours of workers and managers. Defensiveness: where every decision has a name
    on it, incidents may lead to more blame, and blame silences.
    Evidence: trust in the superior opens upward communication most (Roberts and O'Reilly 1974), grade B; no estimate for
    logged alerts or traced decisions found, grade D.
    """

    identity: ClassVar[str] = "I16"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "decisions traced to their tier, overload logged and shared upward"
    objection: ClassVar[str] = "paper, and defensiveness"
    source: ClassVar[str] = "article A3; Roberts and O'Reilly 1974"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("alert_share", "honesty", "worker_hours", "manager_hours")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["clear_responsibility"]
    alert_share: float = quantity(
        "share of overload that is logged and shared upward uncut, at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    honesty: float = quantity(
        "share of what leaders cannot do that they say openly, at full dose",
        unit="share", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    responsiveness: float = quantity(
        "rise in the relief that managers want to grant on the same belief, when decisions bear their name",
        unit="share", low=0, high=2, source="article A3; size free", grade="D", role="lever",
    )  # fmt: skip
    defensiveness: float = quantity(
        "rise in the chance that an incident leads to blame, when decisions bear a name",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    worker_hours: float = quantity(
        "hours of each front-line worker for logging alerts",
        unit="hours a week", low=0, high=10, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    manager_hours: float = quantity(
        "hours of each manager for recording decisions and passing alerts on",
        unit="hours a week", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Alerts, open words and blame for the whole authority; traced decisions and paper in the tiers reached."""
        managers = tuple(tier for tier in levers.tiers if tier > 0)
        levers.set("alert_share", self.dose * self.alert_share, tiers=(0,))
        levers.set("honesty", self.dose * self.honesty, tiers=(0,))
        levers.set("blame", 1.0 + self.dose * self.defensiveness, tiers=(0,))
        levers.set("responsiveness", self.dose * self.responsiveness, tiers=managers)
        levers.set("worker_hours", self.dose * self.worker_hours, tiers=(0,))
        levers.set("worker_hours", self.dose * self.manager_hours, tiers=managers)

    def cost(self, settings: "Settings") -> Cost:
        """No cash: hours of paper."""
        workers = settings.authority.posts_by_tier()[0]
        managers = self.posts_reached(settings) - workers
        return Cost(hours=self.dose * 52.0 * (self.worker_hours * workers + self.manager_hours * managers))

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention, and alerts need somebody to send and somebody to answer them."""
        tiers = self.tiers(settings)
        if 0 not in tiers or len(tiers) < 2:
            return f"reach: {self.reach} must hold the front line, which logs alerts, and managers; name everyone"
        return super().conflict(settings)
