"""How each choice stands in the answer of a sweep: the rows of its final table as records whose parts have names and types.

Tables are right for files, sums and figures. A sentence is about one choice, and its author needs to know what there is to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import isnan
from typing import Any

from sim.sweep.answers import Answers


@dataclass(frozen=True, slots=True)
class OverWorlds:
    """How one choice does over all worlds; nan for a choice beyond the budget, which is held against nothing but doing nothing.

    better_in, worse_in, unclear_in: in how many worlds it is that against doing nothing. best_in: in how many it has the best
    mean, a world shared where several have the same. first_in: in how many it is not clearly behind the best. largest_regret:
    how far it is behind the best where it is furthest, with its interval; loses_most_in: the world in which that is.
    """

    better_in: float
    worse_in: float
    unclear_in: float
    best_in: float
    first_in: float
    largest_regret: float
    largest_regret_low: float
    largest_regret_high: float
    loses_most_in: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one choice stands: in the only world, or on average over all of them. A figure that is not known is nan.

    difference, ci_low, ci_high: from doing nothing, in the unit of the outcome, with its verdict. compared: whether it is held
    against the other choices too; if so its place, 1 for the best and for all that cannot be told from it, and how far its mean
    is behind the best one. cost: GBP million a year. price: GBP for each leaver fewer; price_verdict: `price` where there is one.
    dominated_by: a choice that clearly beats it in cash and outcome together, empty where there is none. efficient: none does
    in plain means. cheapest: whether it is in the first place and not clearly dearer than what costs least there. worsens: the
    other outcomes that are clearly worse. over: None where there is one world.
    """

    choice: str
    within_budget: bool
    compared: bool
    difference: float
    ci_low: float
    ci_high: float
    verdict: str
    place: float
    behind: float
    cost: float
    cost_low: float
    cost_high: float
    price: float
    price_low: float
    price_high: float
    price_verdict: str
    dominated_by: str
    efficient: bool
    cheapest: bool
    worsens: str
    over: OverWorlds | None

    @property
    def is_known(self) -> bool:
        """Whether enough of its runs finished for a difference."""
        return not isnan(self.difference)


_OF_ONE = tuple(field.name for field in fields(Standing) if field.name != "over")
_OF_WORLDS = tuple(field.name for field in fields(OverWorlds))


def standings_of(answers: Answers) -> list[Standing]:
    """Every choice of the final table, in its order: the best first."""
    return [_standing(row, answers.over is not None) for row in answers.final.to_dict("records")]


def _standing(row: Any, has_worlds: bool) -> Standing:
    over = OverWorlds(**{name: row[name] for name in _OF_WORLDS}) if has_worlds else None
    return Standing(**{name: row[name] for name in _OF_ONE}, over=over)


def firsts_of(standings: Iterable[Standing]) -> list[Standing]:
    """The choices that share the first place, the best mean first.

    What is said in words rests on their places alone, which allow for the number of choices that are compared.
    """
    found = [one for one in standings if one.place == 1 and one.within_budget]
    return sorted(found, key=lambda one: _unknown_last(one.behind))


def by_cost(standings: Iterable[Standing]) -> list[Standing]:
    """Those that cost least first, those of which the cash is not known last."""
    return sorted(standings, key=lambda one: _unknown_last(one.cost))


def by_regret(standings: Iterable[Standing]) -> list[tuple[Standing, OverWorlds]]:
    """The choices within the budget by how much they lose in the world where they lose most, the least first.

    Of those that lose the same the cheaper one comes first; a choice of which it is not known is left out.
    """
    known = [
        (one, one.over)
        for one in standings
        if one.over is not None and one.within_budget and not isnan(one.over.largest_regret)
    ]
    return sorted(known, key=lambda pair: (pair[1].largest_regret, _unknown_last(pair[0].cost)))


def _unknown_last(value: float) -> tuple[bool, float]:
    """A key by which numbers are sorted, with nan after all of them."""
    return isnan(value), 0.0 if isnan(value) else value
