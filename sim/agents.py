"""People as Mesa agents: views that read and write the row of the post in which the person sits.

The arrays are the state; an agent holds nothing but where its person sits. A view of someone who has left says so.
"""

from typing import TYPE_CHECKING, Any

import mesa

from sim.state import ACTING, AGENCY, PERMANENT, Post, fields_of

if TYPE_CHECKING:
    from sim.model import OrganisationModel

_KINDS = {PERMANENT: "permanent", AGENCY: "agency", ACTING: "acting"}


class HasLeft(LookupError):
    """The person whom this view stands for has left the post, so there is nothing left to read or write."""


class StateVariable:
    """An attribute of a person: reads and writes one field of the person's post."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, person: "Person | None", owner: type | None = None) -> Any:
        return self if person is None else person.record[self.name].item()

    def __set__(self, person: "Person", value: Any) -> None:
        person.record[self.name] = value


class Person(mesa.Agent):
    """Someone in a post. Every state variable of `sim.state.Post` is an attribute: `person.exhaustion`, `person.cases`.

    `number` is the person's serial number, which no one else ever has. Writing an attribute changes the simulation.
    """

    model: "OrganisationModel"

    def __init__(self, model: "OrganisationModel", row: int, number: int) -> None:
        super().__init__(model)
        self.row = row
        self.number = number

    @property
    def present(self) -> bool:
        """Whether the person is still in the post that this view was made for."""
        return int(self.model.posts[self.row]["person"]) == self.number

    @property
    def record(self) -> Post:
        """The row of the post. Raises HasLeft once the person has gone or moved to another tier."""
        if not self.present:
            raise HasLeft(f"person {self.number} is no longer in post {self.row}: left, or moved to another tier")
        return self.model.posts[self.row]

    @property
    def employment(self) -> str:
        """permanent, agency or acting."""
        return _KINDS[self.kind]

    @property
    def manager(self) -> "Person | None":
        """The line manager; None for the director, and while the manager's post is vacant."""
        return self.model.person_at(self.parent)

    def step(self) -> None:
        """People act when the week of the whole organisation runs; one person's week cannot be run alone."""
        raise TypeError("call model.step(): a week is run for the whole organisation at once, in its printed order")

    def __repr__(self) -> str:
        where = f"post {self.row}" if self.present else "left"
        return f"<{type(self).__name__} {self.number}, {where}>"


for _field in fields_of(Post):
    if _field.name not in ("unit", "person"):
        setattr(Person, _field.name, StateVariable(_field.name))


class FrontlineWorker(Person):
    """Someone who works with families: tier 0."""


class Manager(Person):
    """Someone who leads a unit."""

    @property
    def unit(self) -> Any:
        """The row of `model.units` that this person leads: its strain, its last report, its concerns."""
        return self.model.units[int(self.record["unit"])]

    @property
    def reports(self) -> list[Person]:
        """The people who report to this manager."""
        people = (self.model.person_at(row) for row in range(int(self.unit["first"]), int(self.unit["last"])))
        return [person for person in people if person is not None]

    @property
    def optimism(self) -> float:
        """True strain of the unit less the strain believed in, -1 to 1."""
        return float(self.unit["strain"] - self.record["belief"])


class TeamManager(Manager):
    """A manager of a front-line team: tier 1."""


class SeniorLeader(Manager):
    """A manager of managers: tier 2 and up."""


def agent_class(tier: int) -> type[Person]:
    """The class of people of that tier."""
    return (FrontlineWorker, TeamManager)[tier] if tier < 2 else SeniorLeader
