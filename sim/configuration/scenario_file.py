"""A scenario in one file, such as somebody else sends, or the `settings.yaml` of a folder of results.

It is data in the form of the settings: `authority` is the name of a profile or a whole profile; `mechanism` is a name, a
list of names, or values with the names under `presets`; `interventions` and `events` are a list of names, or names with
values; the settings of the study stand beside them. Whatever it leaves out is as packaged, and what it does not name is
not switched on. The composer never sees the file, only names that exist.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.configuration.catalogue import GROUP_OF, KINDS
from sim.configuration.compose import compose_groups
from sim.configuration.names import listed, show, suggestion
from sim.configuration.own_files import NAME, Shelf
from sim.configuration.places import GROUPS
from sim.configuration.safe_yaml import home_of, lines_in, named, node_faults, plain, read_text, root_of
from sim.errors import UserError

PRESETS = "presets"


@dataclass(frozen=True)
class ScenarioFile:
    """What a file chooses in each group, the values that it sets, and the line of everything in it by path."""

    file: Path
    choices: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def place(self, path: str) -> str:
        """Where a setting stands, or the nearest group above it: ` in FILE, line 3`."""
        steps = path.split(".")
        above = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        line = next((self.lines[name] for name in above if name in self.lines), None)
        return f" in {self.file}" + (f", line {line}" if line else "")

    def settings(self, shelf: Shelf, replaced: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
        """The settings as one tree. `replaced`: groups that a person chose, which count instead of all it says of them."""
        composed = compose_groups("run", {**self.choices, **replaced}, shelf)
        gone = {GROUPS[group].partition(".")[0] for group in replaced}
        tree = dict(composed)
        for root, value in self.values.items():
            if root not in gone:
                tree[root] = _laid_on(composed.get(root), value, root)
        return tree


def read_scenario_file(file: str | Path, shelf: Shelf) -> ScenarioFile:
    """Read a scenario from a file that may come from anyone; UserError names the file and the line."""
    path = home_of(file)
    text = read_text(path)
    try:
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(r"\s*#.*@\s*package", line):
                raise UserError(f"line {number}: a package line is for files in a folder of your own; delete it")
        root = root_of(text)
        for problem in node_faults(root):
            raise UserError(problem)
    except UserError as error:
        raise UserError(f"{named(path)}: {error}") from None
    found = ScenarioFile(path, {}, {}, dict(lines_in(root)))
    choices: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in plain(root).items():
        if isinstance(value, str) and name == "authority":
            choices[name] = _checked((value,), name, name, shelf, found, problems)
        elif name == "mechanism":
            chosen, values[name] = _presets(value)
            if chosen:
                choices[name] = _checked(chosen, name, name, shelf, found, problems)
        elif name in GROUP_OF:
            listing = value if isinstance(value, list) else []
            values[name] = {one: {} for one in listing if isinstance(one, str)} if listing or value is None else value
            problems.extend(_not_names(listing, name, found))
            known = _known(values[name], name, shelf, found, problems)
            choices[GROUP_OF[name]] = known
        else:
            values[name] = value
    if problems:
        raise UserError("\n".join(dict.fromkeys(problems)))
    return ScenarioFile(path, choices, values, found.lines)


def _presets(value: Any) -> tuple[tuple[Any, ...], Any]:
    """Names of presets, and the values beside them."""
    if isinstance(value, str):
        return (value,), {}
    if isinstance(value, list):
        return tuple(value), {}
    if isinstance(value, Mapping) and PRESETS in value:
        chosen = value[PRESETS] if isinstance(value[PRESETS], list) else [value[PRESETS]]
        return tuple(chosen), {name: inner for name, inner in value.items() if name != PRESETS}
    return (), {} if value is None else value


def _checked(
    names: tuple[Any, ...], group: str, path: str, shelf: Shelf, found: ScenarioFile, problems: list[str]
) -> tuple[str, ...]:
    """Names of files of a group; what does not exist or comes twice is added to `problems`."""
    allowed = shelf.names(group)
    for name in names:
        if not isinstance(name, str) or name not in allowed:
            near = suggestion(name, allowed) if isinstance(name, str) else ""
            problems.append(f"{path}{found.place(path)}: there is no {show(name)}{near}; there are {listed(allowed)}")
        elif names.count(name) > 1:
            problems.append(f"{path}{found.place(path)}: {name} is named twice; name each once")
    return names


def _not_names(listing: list[Any], root: str, found: ScenarioFile) -> list[str]:
    """What in a list is not a name, or is one for the second time."""
    texts = [item for item in listing if isinstance(item, str)]
    odd = [
        f"{root}{found.place(root)}: {show(item)} is not a name; write a list of names, or names with values"
        for item in listing
        if not isinstance(item, str)
    ]
    twice = [name for place, name in enumerate(texts) if name in texts[:place]]
    return odd + [f"{root}{found.place(root)}: {name} is named twice; name each once" for name in twice]


def _known(named_with: Any, root: str, shelf: Shelf, found: ScenarioFile, problems: list[str]) -> tuple[str, ...]:
    """The names whose files exist; a name without a file is right only where it says its kind, and so all its values."""
    if not isinstance(named_with, Mapping):
        return ()
    group = GROUP_OF[root]
    files = [name for name in shelf.names(group) if name != "all"]
    for name, values in named_with.items():
        path = f"{root}.{name}"
        if not NAME.fullmatch(name):
            problems.append(
                f"{root}{found.place(path)}: {show(name)} is not a name; use letters, digits and _ with a letter first"
            )
        elif name not in files and not (isinstance(values, Mapping) and "kind" in values):
            problems.append(
                f"{path}{found.place(path)}: no such {group}{suggestion(name, files)}; there are {listed(files)}; "
                f"one of your own says its kind, such as kind: {next(iter(KINDS[root]))}, and all its values"
            )
    return tuple(name for name in named_with if name in files)


def _laid_on(packaged: Any, given: Any, root: str) -> Any:
    """The values of the file on top of packaged ones; a whole profile, and another kind, stand for themselves."""
    if root == "mechanism":
        return _merged(packaged or {}, given)
    if root not in GROUP_OF or not isinstance(given, Mapping):
        return given
    files = packaged if isinstance(packaged, Mapping) else {}
    laid = {}
    for name, values in given.items():
        base = files.get(name, {})
        other = isinstance(values, Mapping) and values.get("kind", base.get("kind")) != base.get("kind")
        laid[name] = values if other else _merged(base, {} if values is None else values)
    return laid


def _merged(base: Any, given: Any) -> Any:
    """Nested mappings with those of `given` on top."""
    if not isinstance(base, Mapping) or not isinstance(given, Mapping):
        return given
    both: Set[str] = base.keys() & given.keys()
    return {**base, **given, **{name: _merged(base[name], given[name]) for name in both}}
