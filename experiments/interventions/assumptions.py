"""Other assumptions under which the interventions that bring managers into practice are run again.

The rival explanations are the packaged ones. Beside them single weak assumptions (grades C and D) at two ends that the
sources leave open: a range as wide as an informed reader could defend, not the widest that the settings allow. Levels are
not tuned again, so signs may be compared, and sizes may not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.configuration.catalogue import everything, note
from sim.configuration.loader import apply_values
from sim.configuration.rivals import RIVALS, explanations
from sim.configuration.written import settings_from_mapping
from sim.settings.study import Settings

# Path of a setting: its two ends, and what stands behind them.
ENDS: Mapping[str, tuple[float, float]] = {
    "mechanism.understanding.learning_weeks": (4.0, 52.0),
    "mechanism.understanding.half_life_weeks": (28.0, 56.0),
    "mechanism.voice.presence_hope": (0.0, 0.05),
    "mechanism.voice.presence_slope": (0.0, 2.0),
    "mechanism.exhaustion.moral_injury": (0.0, 0.3),
    "mechanism.support.insecurity": (0.0, 1.0),
    "mechanism.support.management_hours": (27.0, 35.0),
    "mechanism.belief.attention": (0.1, 0.6),
    "mechanism.belief.own_noise": (0.15, 0.6),
    "mechanism.decisions.willingness": (0.1, 1.0),
    "mechanism.decisions.discretion": (0.01, 0.2),
    "interventions.rotation.cover": (0.5, 1.0),
    "interventions.rotation.reluctance": (0.0, 0.6),
    "interventions.shadowing.learning": (0.05, 0.75),
    "interventions.shadowing.staged_share": (0.0, 0.8),
    "interventions.direct_practice_hours.learning": (0.5, 1.0),
    "interventions.back_to_the_floor.covered": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """The study under another assumption. only: the interventions that it concerns; empty for all."""

    name: str
    settings: Settings
    only: tuple[str, ...] = ()


def assumptions(settings: Settings, rivals: tuple[str, ...] = RIVALS, ends: Mapping = ENDS) -> list[Assumption]:
    """The rival explanations, then both ends of every weak assumption about what is switched on."""
    found = [Assumption(name, one) for name, one in explanations(settings, rivals)[0].items()]
    for path, values in ends.items():
        root, name, _ = path.split(".", 2)
        only = (name,) if root == "interventions" else ()
        if only and name not in settings.interventions:
            continue
        for value in values:
            changed = settings_from_mapping(apply_values(settings.model_dump(), {path: value}))
            if changed != settings:
                found.append(Assumption(f"{path.split('.', 1)[1]}={value:g}", changed, only))
    return found


def end_rows(settings: Settings) -> list[tuple[str, str, str, str, str]]:
    """Path, meaning, default, ends and grade of every weak assumption that is varied."""
    rows = []
    for path, (low, high) in ENDS.items():
        value: object = settings
        parts = path.split(".")
        if parts[0] == "interventions" and parts[1] not in settings.interventions:
            continue
        for part in parts:
            value = value[part] if isinstance(value, dict) else getattr(value, part)
        info = everything()[path]
        rows.append((path, str(info.description), f"{value:g}", f"{low:g}, {high:g}", note(info, "grade")))
    return rows
