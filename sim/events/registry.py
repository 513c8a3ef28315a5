"""Which events there are. A new one is named here, and is then listed, validated, tested and documented."""

from typing import Annotated, Union

from pydantic import Field

from sim.events.base import EventSettings
from sim.events.demand import DemandShock, RisingDemand
from sim.events.leadership import NewDirector, Redesign
from sim.events.money import BudgetCut, VacancyFreeze
from sim.events.scrutiny import InspectionDate, SeriousIncident
from sim.events.staff import StaffShock, SupplyShock

EVENTS: dict[str, type[EventSettings]] = {
    "demand_shock": DemandShock,
    "rising_demand": RisingDemand,
    "budget_cut": BudgetCut,
    "vacancy_freeze": VacancyFreeze,
    "staff_shock": StaffShock,
    "supply_shock": SupplyShock,
    "inspection_date": InspectionDate,
    "serious_incident": SeriousIncident,
    "new_director": NewDirector,
    "redesign": Redesign,
}

# Pydantic reads `kind` first and judges the rest by the class that goes with it.
AnyEvent = Annotated[
    Union[  # noqa: UP007  (a list to be extended)
        DemandShock,
        RisingDemand,
        BudgetCut,
        VacancyFreeze,
        StaffShock,
        SupplyShock,
        InspectionDate,
        SeriousIncident,
        NewDirector,
        Redesign,
    ],
    Field(discriminator="kind"),
]
