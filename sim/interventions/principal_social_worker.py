"""I08: a principal social worker, a practising senior voice that reaches every tier."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sim.interventions.base import CHOICE, Cost, LeverWindow, ManagersOnly, Status
from sim.quantity import quantity, switch

if TYPE_CHECKING:
    from sim.settings.study import Settings


class PrincipalSocialWorker(ManagersOnly):
    """A principal social worker hears the front line and tells managers at every tier what is going on there.

    Proposal: articles A0 and A2, from the review of child protection of 2010-11. The role exists; readers of A0 and A1, and a
    chief social worker in A2, object that it is often an add-on. How independent it should be nobody says.
    Chain: the role's hours turn into accounts of single teams, which go past the line to the managers above that team. How
    much of the bad news is told depends on independence, how well it is understood on own cases. Those cases are taken off
    the front line.
    Against: the role is often added to a management post, so that it has neither the hours nor the distance; what is heard
    is not yet acted on; workers spend time on telling.
    Evidence: no estimate found, grade D.
    """

    identity: ClassVar[str] = "I08"
    status: ClassVar[Status] = "proposed"
    summary: ClassVar[str] = "a practising senior voice of the front line that reaches every tier"
    objection: ClassVar[str] = "often an add-on to a management post"
    source: ClassVar[str] = "articles A0, A1 and A2; review of child protection of 2010-11 as reported there"
    grade: ClassVar[str] = "D"
    size: ClassVar[tuple[str, ...]] = ("hours", "own_case_share", "independence", "add_on")

    kind: Literal["principal_social_worker"]
    hours: float = quantity(
        "hours a week of the role in the whole authority, at full dose",
        unit="hours a week", low=0, high=400, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    own_case_share: float = quantity(
        "share of those hours spent on own cases",
        unit="share", low=0, high=1, grade="D", role="lever",
        source="article A2: whoever holds the role should still be in practice; size free",
    )  # fmt: skip
    grasp_without_cases: float = quantity(
        "share of what is heard that is understood and passed on by somebody without own cases",
        unit="share", low=0, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    grasp_share: float = quantity(
        "share of the hours on own cases from which all of it is understood",
        unit="share", low=0.01, high=1, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    hours_an_account: float = quantity(
        "hours of the role to hear one account and bring it to managers",
        unit="hours an account", low=0.25, high=40, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    telling_hours: float = quantity(
        "hours of the front-line worker who gives one account",
        unit="hours an account", low=0, high=10, source="no figure found", grade="D", role="lever",
    )  # fmt: skip
    independence: float = quantity(
        "independence of the line: 0 is a manager in the line, 1 a voice that answers to nobody in it",
        unit="0 to 1", low=0, high=1, source=CHOICE, grade="D", role="lever",
    )  # fmt: skip
    candour_dependent: float = quantity(
        "share of the bad news that is told where there is no independence",
        unit="share", low=0, high=1, grade="C", role="lever",
        source="as one link of the line: 0.55 to 0.75, O'Reilly and Roberts 1974, as summarised by Barndt",
    )  # fmt: skip
    add_on: bool = switch(
        "the hours come out of the week of service managers; otherwise a post is paid for", role="lever"
    )
    cost_ratio: float = quantity(
        "cost of the post relative to a front-line post",
        unit="ratio", low=0.5, high=4, source="two steps of pay above the front line; assumption", grade="D", role="lever",
    )  # fmt: skip

    @model_validator(mode="after")
    def _an_add_on_depends(self) -> "PrincipalSocialWorker":
        if self.add_on and self.independence == 1.0:
            raise ValueError(
                "independence: 1 is a voice outside the line, and add_on makes it a manager in the line; "
                "lower it, or set add_on to false"
            )
        return self

    def pull(self, levers: LeverWindow, settings: "Settings") -> None:
        """Accounts for each manager, their candour, own cases taken off the front line, and everybody's hours."""
        counts = settings.authority.posts_by_tier()
        accounts = self._accounts(settings)
        understood = accounts * self._understood()
        for tier in levers.tiers:
            # An account is of one team, and so reaches one manager of each tier.
            levers.set("bridge_samples", understood / counts[tier], tiers=(tier,))
        levers.set("bridge_candour", self.candour_dependent + (1.0 - self.candour_dependent) * self.independence)
        levers.set("worker_hours", accounts * self.telling_hours / counts[0], tiers=(0,))
        own = self.dose * self.hours * self.own_case_share / counts[0] / levers.growth(settings.front_line_growth)
        levers.set("family_support", own, tiers=(0,))
        if self.add_on:
            tier = self._lent_by(settings)
            levers.set("worker_hours", self.dose * self.hours / counts[tier], tiers=(tier,))

    def cost(self, settings: "Settings") -> Cost:
        """Cash for a post, or hours of service managers; hours of the workers who give accounts."""
        telling = 52.0 * self._accounts(settings) * self.telling_hours
        role = 52.0 * self.dose * self.hours
        if self.add_on:
            return Cost(hours=role + telling)
        posts = self.dose * self.hours / settings.mechanism.hours.contracted
        return Cost(money=posts * self.cost_ratio * settings.mechanism.money.worker_cost, hours=telling)

    def conflict(self, settings: "Settings") -> str | None:
        """As for every intervention of managers, and an add-on needs a manager below the director."""
        if self.add_on and self._lent_by(settings) < 1:
            return (
                f"add_on: true takes hours of managers below the director, of whom {settings.authority.title} has none; "
                "set it to false"
            )
        return super().conflict(settings)

    def _lent_by(self, settings: "Settings") -> int:
        """Tier whose managers bear an add-on: service managers, or the highest below the director in a low tree."""
        return min(2, settings.authority.tiers - 2)

    def _accounts(self, settings: "Settings") -> float:
        """Accounts a week that the role hears in the hours left by own cases."""
        return self.dose * self.hours * (1.0 - self.own_case_share) / self.hours_an_account

    def _understood(self) -> float:
        """Share of what is heard that is understood: own cases keep the grasp of practice."""
        grasp = min(1.0, self.own_case_share / self.grasp_share)
        return self.grasp_without_cases + (1.0 - self.grasp_without_cases) * grasp
