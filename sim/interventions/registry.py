"""Which interventions there are. A new one is named here, and is then listed, validated, tested and documented."""

from typing import Annotated, Union

from pydantic import Field

from sim.interventions.base import InterventionSettings
from sim.interventions.manager_caseload import ManagerCaseload
from sim.interventions.more_posts import MorePosts
from sim.interventions.rotation import Rotation
from sim.interventions.upward_appraisal import UpwardAppraisal

REGISTRY: dict[str, type[InterventionSettings]] = {
    "manager_caseload": ManagerCaseload,
    "upward_appraisal": UpwardAppraisal,
    "rotation": Rotation,
    "more_posts": MorePosts,
}

# Pydantic reads `kind` first and judges the rest by the class that goes with it.
AnyIntervention = Annotated[
    Union[ManagerCaseload, UpwardAppraisal, Rotation, MorePosts],  # noqa: UP007  (a list to be extended)
    Field(discriminator="kind"),
]
