"""Interventions that cannot be in an authority, as it has not the managers whom they reach: left out, or told what fits.

Small authorities have no middle managers. What was switched on without being named (by `intervention=all`, or by compare
itself) is left out there, and said; what was named is refused, with the reaches that it could have.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.configuration.catalogue import INTERVENTIONS
from sim.configuration.names import listed
from sim.configuration.overrides import Given
from sim.configuration.places import SCENARIO
from sim.interventions.base import REACH_NAMES, InterventionSettings
from sim.interventions.registry import AnyIntervention
from sim.settings.study import Settings

_GROUP = "intervention"
_ALL = ("all",)
_ONE: TypeAdapter[InterventionSettings] = TypeAdapter(AnyIntervention)


def without_those_that_reach_nobody(
    tree: Mapping[str, Any], given: Given, *, by_name: bool = True
) -> tuple[dict[str, Any], dict[str, str]]:
    """Composed settings without interventions that nobody named and whose reach is not there.

    And of each of these the reach that it has, with one that it could have: `middle_managers` or `a, where b would do`.
    by_name: whether the interventions among the choices were named by anyone, and not by a program that goes through all.
    """
    chosen_by_someone = given.choices.get(_GROUP, _ALL) != _ALL or (
        _GROUP not in given.choices and SCENARIO in given.choices
    )
    if by_name and chosen_by_someone:
        return dict(tree), {}
    chosen = tree.get(INTERVENTIONS)
    place = _place(tree)
    if place is None or not isinstance(chosen, Mapping):
        return dict(tree), {}
    named = {path.split(".")[1] for path in given.values if path.startswith(f"{INTERVENTIONS}.")}
    left = {
        name: str(held["reach"]) + "".join(f", where {each} would do" for each in _fitting(held, place)[:1])
        for name, held in chosen.items()
        if name not in named and isinstance(held, Mapping) and not _reaches(held, place)
    }
    return {**tree, INTERVENTIONS: {name: held for name, held in chosen.items() if name not in left}}, left


def left_out_in_words(left: Mapping[str, str], settings: Settings) -> str:
    """What was left out and why, in one line; empty where nothing was."""
    if not left:
        return ""
    top, name = settings.authority.tiers - 1, next(iter(left))
    whom = listed([f"{one} (reach {reach})" for one, reach in left.items()])
    return (
        f"left out, as {settings.authority.title} has tiers 0 to {top} and not those that it reaches: {whom}; set "
        f"{INTERVENTIONS}.{name}.reach to run it"
    )


def reaches_that_fit(tree: Mapping[str, Any], name: str) -> str:
    """A closing clause with the reaches that an intervention could have in this authority; empty where none is known."""
    place, held = _place(tree), tree.get(INTERVENTIONS, {})
    held = held.get(name) if isinstance(held, Mapping) else None
    if place is None or not isinstance(held, Mapping):
        return ""
    *rest, last = _fitting(held, place) or [""]
    return f"; give {', '.join(rest)} or {last}" if rest else f"; give {last}" if last else ""


def _fitting(held: Mapping[str, Any], place: Settings) -> list[str]:
    """Every name of a reach that an intervention could have here, and last of all a list, of managers or of everyone."""
    tiers = list(range(place.authority.tiers))
    names = [each for each in REACH_NAMES.split(", ") if _reaches({**held, "reach": each}, place)]
    lists = [each for each in (tiers[1:], tiers) if _reaches({**held, "reach": each}, place)]
    return [*names, *(f"a list such as {each}" for each in lists[:1])]


def _place(tree: Mapping[str, Any]) -> Settings | None:
    """The settings with no intervention; None where something else is wrong with them, which is said elsewhere."""
    try:
        return Settings.model_validate({**tree, INTERVENTIONS: {}})
    except ValidationError:
        return None


def _reaches(held: Mapping[str, Any], place: Settings) -> bool:
    """Whether nothing speaks against the reach of an intervention; what else is wrong with it is said elsewhere."""
    try:
        conflict = _ONE.validate_python(dict(held)).conflict(place)
    except ValidationError:
        return True
    return conflict is None or not conflict.startswith("reach:")
