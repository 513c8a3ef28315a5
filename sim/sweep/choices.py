"""What competes with what in a sweep: choices, which are arms, and worlds, which are states of all that nobody chooses.

Points that differ only in their interventions are one world: they share its baseline, and each of their arms is a choice
in it. Points that differ in anything else, such as a mechanism, the authority or an event, are different worlds, across
which a choice must do well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.configuration.points import shown
from sim.settings.study import Settings
from sim.study.arms import BASELINE, Arm
from sim.sweep.blocks import scenario_of
from sim.sweep.plan import PlannedPoint

# Doing nothing is a choice too.
NOTHING = "doing nothing"
# The world in which no assumption is at an end.
AS_IT_IS = "as it is"
# A world with more values of its own is called by the number of its point, and points.csv says which they are.
_MOST_VALUES_NAMED = 4
# Paths that, like all those under `interventions.`, say which interventions there are and how they are put into arms.
_CHOSEN = ("intervention", "design", "placebos", "equal_cost", "stage")


@dataclass(frozen=True, slots=True)
class Choice:
    """One arm of one point under a name that is its own in its world. arm: its name among the arms of the point."""

    name: str
    point: int
    arm: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class World:
    """One state of what nobody chooses, with the choices in it, doing nothing first. values: what sets it apart."""

    name: str
    values: Mapping[str, Any]
    choices: tuple[Choice, ...]

    @property
    def baseline(self) -> Settings:
        """Its settings without any intervention."""
        return self.choices[0].settings


def is_chosen(path: str) -> bool:
    """Whether a setting of that path is about interventions, and not about the world."""
    return path in _CHOSEN or path.startswith("interventions.")


def worlds_of(points: Sequence[PlannedPoint]) -> list[World]:
    """The worlds of a sweep, in the order of their first points."""
    groups: dict[str, list[PlannedPoint]] = {}
    for one in points:
        groups.setdefault(_key(one), []).append(one)
    worlds = [_world(members) for members in groups.values()]
    names = [world.name for world in worlds]
    return [
        World(f"{world.name} (point {world.choices[0].point})", world.values, world.choices)
        if names.count(world.name) > 1
        else world
        for world in worlds
    ]


def _key(one: PlannedPoint) -> str:
    """What two points of the same world share: the baseline, the seeds and the weeks that are counted."""
    settings = one.point.settings
    ours = {path: shown(value) for path, value in one.point.values.items() if not is_chosen(path)}
    scenario = scenario_of(settings.without_interventions()).model_dump_json()
    # Two ends of one assumption may be the same settings, where bounds are narrow; they are two worlds all the same.
    end = (ours.get("assumption", ""), ours.get("end", ""))
    return f"{scenario} {settings.seed} {settings.window} {end}"


def _world(members: Sequence[PlannedPoint]) -> World:
    first = members[0].point
    values = {
        path: value
        for path, value in first.values.items()
        if not is_chosen(path) and all(other.point.values.get(path) == value for other in members)
    }
    nothing = Choice(NOTHING, first.number, BASELINE, members[0].arms[0].settings)
    found: dict[str, Choice] = {NOTHING: nothing}
    for one in members:
        for arm in one.arms:
            if arm.name == arm.against:
                continue
            choice = Choice(_choice_name(one, arm), one.point.number, arm.name, arm.settings)
            known = found.get(choice.name)
            if known is None:
                found[choice.name] = choice
            elif known.settings.interventions != arm.settings.interventions:
                name = f"{choice.name} (point {one.point.number})"
                found[name] = Choice(name, choice.point, choice.arm, choice.settings)
    return World(_world_name(first.number, values), values, tuple(found.values()))


def _world_name(number: int, values: Mapping[str, Any]) -> str:
    if "assumption" in values:
        return assumption_name(values)
    if len(values) > _MOST_VALUES_NAMED:
        return f"point {number}"
    return ", ".join(f"{path.rpartition('.')[2]}={shown(value)}" for path, value in values.items()) or AS_IT_IS


def assumption_name(values: Mapping[str, Any]) -> str:
    """An end of an assumption in a few words: `reporting.fear low, 0.1`."""
    if not values["assumption"]:
        return str(values["end"])
    return f"{str(values['assumption']).removeprefix('mechanism.')} {values['end']}, {shown(values['value'])}"


def _choice_name(one: PlannedPoint, arm: Arm) -> str:
    """The interventions of an arm, and those of the varying values that are theirs."""
    members = sorted(arm.settings.interventions)
    name = "+".join(members) if arm.name.endswith("_together") else arm.name
    details = []
    for path, value in one.point.values.items():
        root, _, rest = path.partition(".")
        if root == "interventions" and rest.partition(".")[0] in members:
            details.append(f"{rest if len(members) > 1 else rest.partition('.')[2]}={shown(value)}")
        elif path == "equal_cost":
            details.append(f"equal_cost={shown(value)}")
    return ", ".join([name, *details])
