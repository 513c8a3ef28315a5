"""Which interventions there are. A new one is named here, and is then listed, validated, tested and documented."""

from typing import Annotated, Union

from pydantic import Field

from sim.interventions.back_to_the_floor import BackToTheFloor
from sim.interventions.base import InterventionSettings
from sim.interventions.business_support import BusinessSupport
from sim.interventions.caseload_cap import CaseloadCap
from sim.interventions.clear_responsibility import ClearResponsibility
from sim.interventions.closing_the_loop import ClosingTheLoop
from sim.interventions.codesign import Codesign
from sim.interventions.deep_inspection import DeepInspection
from sim.interventions.direct_practice_hours import DirectPracticeHours
from sim.interventions.drop_in_practice import DropInPractice
from sim.interventions.early_intervention import EarlyIntervention
from sim.interventions.just_culture import JustCulture
from sim.interventions.leader_tenure_limit import LeaderTenureLimit
from sim.interventions.manager_caseload import ManagerCaseload
from sim.interventions.manager_training import ManagerTraining
from sim.interventions.mentoring import Mentoring
from sim.interventions.more_posts import MorePosts
from sim.interventions.pay_rise import PayRise
from sim.interventions.practice_framework import PracticeFramework
from sim.interventions.principal_social_worker import PrincipalSocialWorker
from sim.interventions.qualified_leadership import QualifiedLeadership
from sim.interventions.rotation import Rotation
from sim.interventions.shadowing import Shadowing
from sim.interventions.staff_survey import StaffSurvey
from sim.interventions.upward_appraisal import UpwardAppraisal
from sim.interventions.work_to_rule import WorkToRule

REGISTRY: dict[str, type[InterventionSettings]] = {
    "manager_caseload": ManagerCaseload,
    "upward_appraisal": UpwardAppraisal,
    "rotation": Rotation,
    "direct_practice_hours": DirectPracticeHours,
    "back_to_the_floor": BackToTheFloor,
    "drop_in_practice": DropInPractice,
    "shadowing": Shadowing,
    "principal_social_worker": PrincipalSocialWorker,
    "staff_survey": StaffSurvey,
    "closing_the_loop": ClosingTheLoop,
    "codesign": Codesign,
    "business_support": BusinessSupport,
    "manager_training": ManagerTraining,
    "mentoring": Mentoring,
    "qualified_leadership": QualifiedLeadership,
    "clear_responsibility": ClearResponsibility,
    "just_culture": JustCulture,
    "deep_inspection": DeepInspection,
    "caseload_cap": CaseloadCap,
    "work_to_rule": WorkToRule,
    "practice_framework": PracticeFramework,
    "early_intervention": EarlyIntervention,
    "pay_rise": PayRise,
    "leader_tenure_limit": LeaderTenureLimit,
    "more_posts": MorePosts,
}

# Pydantic reads `kind` first and judges the rest by the class that goes with it.
AnyIntervention = Annotated[
    Union[  # noqa: UP007  (a list to be extended)
        ManagerCaseload,
        UpwardAppraisal,
        Rotation,
        DirectPracticeHours,
        BackToTheFloor,
        DropInPractice,
        Shadowing,
        PrincipalSocialWorker,
        StaffSurvey,
        ClosingTheLoop,
        Codesign,
        BusinessSupport,
        ManagerTraining,
        Mentoring,
        QualifiedLeadership,
        ClearResponsibility,
        JustCulture,
        DeepInspection,
        CaseloadCap,
        WorkToRule,
        PracticeFramework,
        EarlyIntervention,
        PayRise,
        LeaderTenureLimit,
        MorePosts,
    ],
    Field(discriminator="kind"),
]
