"""Rival explanations: presets of mechanisms under which a study is run again, to see what of its answer survives."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.configuration.compose import compose_groups
from sim.configuration.names import listed, show, suggestion
from sim.configuration.overrides import RIVALS_WORD, parse_override
from sim.configuration.own_files import Shelf, open_shelf
from sim.configuration.written import settings_from_mapping
from sim.errors import UserError
from sim.settings.study import Settings

# The presets in configs/mechanism that are rivals: what good support is, why leaders do not act, how belief takes in.
RIVALS = (
    "support_is_time",
    "support_is_experience",
    "support_is_quality",
    "not_told",
    "not_understood",
    "not_willing",
    "not_able",
    "additive_belief",
)


def take_rivals(words: Sequence[str], config_dir: str | Path | None = None) -> tuple[list[str], tuple[str, ...]]:
    """Take `rivals=all` or `rivals=[NAME,NAME]` out of the words of a command: what is left, and the names asked for."""
    asked = [word for word in words if word.partition("=")[0].strip() == RIVALS_WORD]
    rest = [word for word in words if word not in asked]
    if not asked:
        return rest, ()
    if len(asked) > 1:
        raise UserError(f"{RIVALS_WORD}: given twice; give it once")
    return rest, rivals_named(parse_override(asked[0])[1], open_shelf(config_dir))


def rivals_named(given: Any, shelf: Shelf) -> tuple[str, ...]:
    """The presets meant by `all`, by a name or by a list of names; UserError where one does not exist."""
    if given == "all":
        return RIVALS
    names = given if isinstance(given, list | tuple) else [given]
    allowed = shelf.names("mechanism")
    for name in names:
        if name not in allowed:
            raise UserError(
                f"{RIVALS_WORD}: there is no {show(name)}{suggestion(str(name), (*allowed, 'all'))}; "
                f"give all, or some of {listed(allowed)}"
            )
    if len(set(names)) != len(names):
        raise UserError(f"{RIVALS_WORD}: {listed(names)} names one twice; name each once")
    return tuple(names)


def explanations(
    settings: Settings, names: Iterable[str], config_dir: str | Path | None = None
) -> tuple[dict[str, Settings], list[str]]:
    """The settings under each rival explanation, by its name, and notes on those that change nothing and are left out.

    What a preset sets counts, whatever the study sets; all else stays as the study has it.
    """
    shelf = open_shelf(config_dir)
    found, notes = {}, []
    for name in names:
        changed = _under(settings, compose_groups("run", {"mechanism": (name,)}, shelf).get("mechanism", {}))
        if changed == settings:
            notes.append(f"{name} is the study as it is, and is not run again")
        else:
            found[name] = changed
    return found, notes


def _under(settings: Settings, preset: dict[str, Any]) -> Settings:
    values = settings.model_dump()
    mechanism = values["mechanism"]
    for group, changes in preset.items():
        known = mechanism.get(group)
        mechanism[group] = {**known, **changes} if isinstance(known, dict) and isinstance(changes, dict) else changes
    return settings_from_mapping(values)
