"""I09: staff are surveyed, by tick-box or in their own words, named or not, and something follows or nothing does."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class StaffSurvey(ManagersOnly):
    """The front line is surveyed at intervals; managers get the results, and act on them or not.

    Proposal: a reader of article A0, quoted again in A1, after a survey by tick-box whose results managers discussed among
    themselves: ask in confidence, leave room for answers in detail, and act on what is said.
    Chain: answers reach managers past the line; how much bad news they bring depends on anonymity, how much they say on open
    questions. Being asked raises hope. Where managers act, they want to grant more relief on the same belief; where nothing
    follows, some of the reply that people expect is lost.
    Against: it raises expectations, and a survey that nobody acts on can leave people worse off than not asking; answering
    takes time.
    Evidence: no estimate of the effect of a survey on those who answer it found, grade D; that asking harms where nothing is
    fixed has a parallel in the trial of leaders at the front line (Tucker and Singer 2015, doi 10.1111/poms.12236), grade B.
    """

    identity: ClassVar[str] = "I09"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "staff surveys: tick-box or open, named or anonymous, acted on or not"
    objection: ClassVar[str] = "it raises expectations, which are let down where nothing follows"
    source: ClassVar[str] = "articles A0 and A1; trial of leaders at the front line, Tucker and Singer 2015"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("interval_weeks", "anonymous", "open_questions", "acted_on")
    for_each_worker: ClassVar[bool] = True

    kind: Literal["staff_survey"]
    interval_weeks: int = quantity(
        "weeks from one survey to the next",
        unit="weeks", low=1, high=520, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    response: float = quantity(
        "share of those asked who answer",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    anonymous: bool = switch("answers are anonymous", role="lever")
    named_candour: float = quantity(
        "share of the bad news that is told where answers are named",
        unit="share", low=0, high=1, grade="D", role="lever",
        source="article A0: for many anonymity is the only way to speak up; size free",
    )  # fmt: skip
    open_questions: bool = switch("questions are open; otherwise boxes are ticked", role="lever")
    open_detail: float = quantity(
        "what one open answer says, relative to an account face to face",
        unit="ratio", low=0, high=2, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    tick_box_detail: float = quantity(
        "what ticked boxes say, relative to an account face to face",
        unit="ratio", low=0, high=2, grade="D", role="lever",
        source="article A0: managers still did not know what the problems were; size free",
    )  # fmt: skip
    hope: float = quantity(
        "pull of being asked on the expected reply toward full hope, in the week of a survey",
        unit="per week", low=0, high=1, source="as the presence of leaders; no figure found", grade="D", role="lever",
    )  # fmt: skip
    acted_on: bool = switch("managers act on the results", role="lever")
    action: float = quantity(
        "rise in the relief that managers want to grant while they act, if everyone answers",
        unit="share", low=0, high=2, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    lost_share: float = quantity(
        "share of the expected reply that is lost after a survey from which nothing follows",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    follow_up_weeks: int = quantity(
        "weeks after a survey in which managers act, or in which people see that nothing comes of it",
        unit="weeks", low=1, high=260, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    answer_hours: float = quantity(
        "hours of each person who answers one survey",
        unit="hours a survey", low=0, high=20, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    manager_hours: float = quantity(
        "hours of each manager who acts on the results of one survey",
        unit="hours a survey", low=0, high=100, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    price: float = quantity(
        "cash for holding one survey and working it up",
        unit="GBP a survey", low=0, high=1e6, source="no figure found", grade="D", role="lever",
    )  # fmt: skip

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Answers and hope in the weeks of surveys; action or disappointment in the weeks that follow; everybody's hours."""
        asked = np.arange(levers.weeks) % self.interval_weeks == 0
        following = self._following(asked)
        answering = self.dose * self.response * asked
        levers.set("survey_share", self.dose * self.response * self._remembered(levers.weeks), tiers=(0,))
        levers.set("survey_candour", 1.0 if self.anonymous else self.named_candour, tiers=(0,))
        levers.set("survey_detail", self.open_detail if self.open_questions else self.tick_box_detail, tiers=(0,))
        levers.set("hope", self.dose * self.hope * asked, tiers=(0,))
        levers.set("worker_hours", self.answer_hours * answering, tiers=(0,))
        if self.acted_on:
            levers.set("responsiveness", self.dose * self.response * self.action * (following > 0))
            levers.set("worker_hours", self.dose * self.manager_hours * following / self.follow_up_weeks)
        else:
            levers.set("unanswered", self.dose * self.lost_share * following / self.follow_up_weeks, tiers=(0,))

    def cost(self, settings: "Settings") -> Cost:
        """Cash for each survey, hours of those who answer and of the managers who act on it."""
        surveys = self.dose * 52.0 / self.interval_weeks
        hours = self.answer_hours * self.response * settings.authority.front_line_posts
        hours += self.manager_hours * self.posts_reached(settings) if self.acted_on else 0.0
        return Cost(money=surveys * self.price, hours=surveys * hours)

    def _remembered(self, weeks: int) -> np.ndarray:
        """How far the last results still count, shape (weeks,): all in the week of a survey, nothing once followed up."""
        age = np.arange(weeks) % self.interval_weeks
        fading: np.ndarray = np.clip(1.0 - age / self.follow_up_weeks, 0.0, 1.0)
        return fading

    def _following(self, asked: np.ndarray) -> np.ndarray:
        """How many surveys each week follows within `follow_up_weeks`; shape (weeks,)."""
        held = np.concatenate(([0], np.cumsum(asked)))  # held[week]: surveys before that week
        weeks = np.arange(len(asked))
        return held[weeks] - held[np.maximum(0, weeks - self.follow_up_weeks)]
