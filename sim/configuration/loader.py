"""From a person's words to settings: choose files, compose them, set values, judge the whole."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.configuration.catalogue import GROUP_OF, catalogue, switched_on
from sim.configuration.compose import compose_groups
from sim.configuration.fitting import left_out_in_words, without_those_that_reach_nobody
from sim.configuration.names import listed, show, suggestion
from sim.configuration.overrides import RIVALS_WORD, Given, read_overrides
from sim.configuration.own_files import Shelf, held, open_shelf
from sim.configuration.places import COMMANDS, GROUPS, SCENARIO
from sim.configuration.scenario_file import ScenarioFile, read_scenario_file
from sim.configuration.trees import apply_values, value_at
from sim.configuration.written import resolved_yaml, settings_from_mapping
from sim.errors import UserError
from sim.settings.study import Settings

__all__ = [
    "apply_values",
    "check_names",
    "fitted_settings",
    "left_out_note",
    "load_settings",
    "resolved_yaml",
    "settings_from_mapping",
    "settings_of",
]


def load_settings(
    overrides: Sequence[str] = (),
    *,
    config_dir: str | Path | None = None,
    command: str = "compare",
    file: str | Path | None = None,
) -> Settings:
    """The settings that `coalface COMMAND OVERRIDES` would use.

    overrides: such as `authority=large_county`, `intervention=[rotation]`, `event=[staff_shock]`, `scenario=hundred_hours`,
    `mechanism.reporting.fear=0.3` or `years=5`. config_dir: a folder with files of your own in `authority`, `mechanism`,
    `intervention`, `event` or `scenario`. command: `run` or `compare`, which differ in the interventions that are
    switched on where none are named. file: a scenario in one YAML file, from anyone, such as the `settings.yaml` of a folder
    of results; `overrides` count more than it does, and nothing is switched on that neither names.
    Raises UserError, whose message has one line for everything that is wrong.
    """
    if command not in COMMANDS:
        raise ValueError(f"command: {command!r} has no settings; give {listed(COMMANDS)}")
    if isinstance(overrides, str | Mapping):
        raise UserError(f"settings: {show(overrides)} given; give a list of words, such as ['years=5', 'seed=2']")
    shelf = open_shelf(config_dir)
    given = read_overrides(overrides, shelf)
    return settings_of(given, shelf, command, None if file is None else read_scenario_file(file, shelf))


def left_out_note(overrides: Sequence[str], *, config_dir: str | Path | None = None, command: str = "compare") -> str:
    """Which interventions `load_settings` has left out of these words, and why, in one line; empty where none."""
    shelf = open_shelf(config_dir)
    return fitted_settings(read_overrides(overrides, shelf), shelf, command)[1]


def settings_of(given: Given, shelf: Shelf, command: str, foreign: ScenarioFile | None = None) -> Settings:
    """The settings that these choices and values make, on top of a scenario from anyone where there is one."""
    return fitted_settings(given, shelf, command, foreign)[0]


def fitted_settings(
    given: Given, shelf: Shelf, command: str, foreign: ScenarioFile | None = None, *, by_name: bool = True
) -> tuple[Settings, str]:
    """The settings that these choices and values make, and a line on what was left out of them, empty where nothing was.

    Left out are interventions that nobody named and that reach nobody in this authority; of a scenario from anyone nothing
    is. by_name: see `fitting.without_those_that_reach_nobody`.
    """
    if foreign is None:
        tree = compose_groups(command, given.choices, shelf)
    elif SCENARIO in given.choices:
        raise UserError(f"{SCENARIO}: {foreign.file} is the scenario; give one of the two")
    else:
        tree = foreign.settings(shelf, given.choices)
    check_names(given.values, tree, shelf)

    # What a person chose in a group stands in place of all that a scenario file says of it.
    chosen = {GROUPS[group].partition(".")[0] for group in given.choices}

    def place(path: str) -> str:
        """Where a setting that does not fit was written; nothing for a word of the command, which the person sees."""
        if path in given.values:
            return ""
        if foreign is not None and path.partition(".")[0] not in chosen:
            return foreign.place(path)
        return _in_own_files(path, given, shelf)

    whole = apply_values(tree, given.values)
    if foreign is not None:
        return settings_from_mapping(whole, place), ""
    fitted, left = without_those_that_reach_nobody(whole, given, by_name=by_name)
    settings = settings_from_mapping(fitted, place)
    return settings, left_out_in_words(left, settings)


def check_names(paths: Collection[str], tree: Mapping[str, Any], shelf: Shelf) -> None:
    """UserError where a path is no setting of these composed settings, with the nearest that is."""
    fields = catalogue(tree)
    problems = [_unknown(path, fields, tree, shelf) for path in paths if path not in fields]
    if problems:
        raise UserError("\n".join(problems))


def _unknown(path: str, fields: Collection[str], tree: Mapping[str, Any], shelf: Shelf) -> str:
    if path in GROUP_OF:
        example = {"intervention": "rotation", "event": "staff_shock"}[GROUP_OF[path]]
        return f"{path}: {path} are switched on by their files; write {GROUP_OF[path]}=[{example}], or any others"
    inside = [name for name in fields if name.startswith(path + ".")]
    if inside:
        return f"{path}: a group of settings, not one of them; set one, such as {inside[0]}"
    group, _, rest = path.partition(".")
    name = rest.partition(".")[0]
    if group in GROUP_OF and name not in switched_on(tree, group):
        known = [known for known in shelf.names(GROUP_OF[group]) if known != "all"]
        if name not in known:
            return f"{path}: no such {GROUP_OF[group]}{suggestion(name, known)}; there are {listed(known)}"
        chosen = ",".join([*switched_on(tree, group), name])
        return f"{path}: {name} is not switched on; add {GROUP_OF[group]}=[{chosen}]"
    if path == RIVALS_WORD:
        return f"{path}: no setting of one study; `coalface compare {path}=all` runs it again under rival explanations"
    if group == SCENARIO:
        return (
            f"{path}: a scenario is chosen as scenario=NAME; its settings are set by their own names, such as years=5"
        )
    return f"{path}: no such setting{suggestion(path, [*fields, *GROUPS])}"


def _in_own_files(path: str, given: Given, shelf: Shelf) -> str:
    """The user's own files that may hold a setting, as ` in FILE`; nothing for packaged files, which are right."""
    group, _, rest = path.partition(".")
    chosen = {root: [shelf.file(folder, rest.partition(".")[0])] for root, folder in GROUP_OF.items()}
    chosen.update({group: [shelf.file(group, name) for name in names] for group, names in given.choices.items()})
    scenarios = [file for file in chosen.get(SCENARIO, []) if value_at(held(file), path) is not None]
    files = dict.fromkeys([*scenarios, *chosen.get(group, [])])
    own = [str(file) for file in files if shelf.is_own(file)]
    return f" in {' or '.join(own)}" if own else ""
