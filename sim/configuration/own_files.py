"""Configuration files of the user's own, read with care before anything else sees them.

The composer reads them afterwards, so beside what no file may hold they keep to its first line and to its groups.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from sim.configuration.names import listed, suggestion
from sim.configuration.places import COMMANDS, GROUPS, ONE_CHOICE, SCENARIO, names_in, packaged_configs
from sim.configuration.safe_yaml import node_faults, read_text, root_of
from sim.errors import UserError

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# How a scenario chooses files in the other groups.
_CHOOSES = {f"override /{group}": group for group in GROUPS if group != SCENARIO}


@dataclass(frozen=True)
class Shelf:
    """The folders from which files can be chosen: the packaged one, and the user's own where there is one.

    digest: changes with any byte of the user's files, so that an edit is noticed.
    """

    own: Path | None = None
    digest: str = ""

    def names(self, group: str) -> tuple[str, ...]:
        """Names that can be chosen in a group, sorted."""
        own = names_in(self.own, group) if self.own else ()
        return tuple(sorted(names_in(packaged_configs(), group) + own))

    def file(self, group: str, name: str) -> Path:
        """The file of that name, the user's own or packaged."""
        if self.own and name in names_in(self.own, group):
            return self.own / group / f"{name}.yaml"
        return packaged_configs() / group / f"{name}.yaml"

    def is_own(self, file: Path) -> bool:
        """Whether a file is the user's and not packaged."""
        return self.own is not None and self.own in file.parents


def open_shelf(config_dir: str | Path | None) -> Shelf:
    """Read and check every file in the groups of the user's folder; UserError names what is wrong, one line each."""
    if config_dir is None:
        return Shelf()
    own = Path(config_dir).expanduser().absolute()
    if not own.is_dir():
        raise UserError(f"config-dir: {own} is not a folder")
    if "${" in str(own):
        raise UserError(f"config-dir: {own} has '${{' in its name; rename the folder")
    if not any((own / group).is_dir() for group in GROUPS):
        raise UserError(f"config-dir: {own} holds none of the folders {listed(GROUPS)}; put your files into those")
    problems, digest = [], sha256()
    for file in _files_of(own):
        try:
            digest.update(f"{file.relative_to(own).as_posix()}\0{read_own_file(file, own)}\0".encode())
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    shelf = Shelf(own, digest.hexdigest())
    for name in names_in(own, SCENARIO):
        problems.extend(_missing(own / SCENARIO / f"{name}.yaml", shelf))
    if problems:
        raise UserError("\n".join(problems))
    return shelf


def held(file: Path) -> dict[str, Any]:
    """What a checked or packaged file holds."""
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def chosen_by(scenario: Path) -> dict[str, tuple[str, ...]]:
    """The files that a scenario chooses, by group; a group that it leaves alone is not among them."""
    chosen = {}
    for item in held(scenario).get("defaults", []):
        for key, names in item.items():
            chosen[_CHOOSES[key]] = tuple(names) if isinstance(names, list) else (names,)
    return chosen


def _missing(scenario: Path, shelf: Shelf) -> Iterator[str]:
    """Names that a scenario chooses and that do not exist."""
    for group, names in chosen_by(scenario).items():
        allowed = shelf.names(group)
        for name in names:
            if name not in allowed:
                yield f"{scenario}: {group}: there is no {name!r}{suggestion(name, allowed)}; there are {listed(allowed)}"


def _files_of(own: Path) -> list[Path]:
    """The files that the composer could reach, and those that it would pass over in silence."""
    found = [own / f"{command}.yaml" for command in COMMANDS if (own / f"{command}.yaml").exists()]
    for group in GROUPS:
        found.extend(sorted(path for path in (own / group).glob("*") if path.suffix.lower() in (".yaml", ".yml")))
    return found


def read_own_file(file: Path, own: Path) -> str:
    """The text of one file of the user's, once nothing in it is dangerous or ambiguous."""
    group = file.parent.name
    if (packaged_configs() / file.relative_to(own)).exists():
        raise UserError(f"{file}: coalface has a file of this name; give yours another name")
    if not NAME.fullmatch(file.stem) or file.suffix != ".yaml":
        raise UserError(f"{file}: name it NAME.yaml, with letters, digits and _ in NAME and a letter first")
    text = read_text(file)
    _check_package_line(file, group, text)
    for problem in _faults(text, group == SCENARIO):
        raise UserError(f"{file}: {problem}")
    return text


def _check_package_line(file: Path, group: str, text: str) -> None:
    right = f"# @package {GROUPS[group].replace('NAME', file.stem)}"
    first, *others = text.splitlines() or [""]
    if first.rstrip() != right:
        raise UserError(f"{file}: the first line must be: {right}")
    if any(re.match(r"\s*#\s*@", line) for line in others):
        raise UserError(f"{file}: only the first line may begin with '# @'")


def _faults(text: str, is_scenario: bool) -> Iterator[str]:
    """What is wrong with the YAML, each with its line."""
    try:
        root = root_of(text)
    except UserError as error:
        yield str(error)
        return
    if is_scenario:
        yield from _take_choices(root)
    yield from node_faults(root)


def _take_choices(root: yaml.MappingNode) -> Iterator[str]:
    """Take the `defaults` of a scenario out of its root, and say what in it is more than names chosen in a group.

    The composer reads that list, so nothing else may stand in it: no other file, no other place, nothing that is started.
    """
    found = [pair for pair in root.value if pair[0].value == "defaults"]
    if len(found) > 1:
        yield f"line {found[1][0].start_mark.line + 1}: defaults is given twice; give it once"
    if not found:
        return
    root.value.remove(found[0])
    node, seen = found[0][1], set()
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        pairs = item.value if isinstance(item, yaml.MappingNode) else []
        group = _CHOOSES.get(pairs[0][0].value) if len(pairs) == 1 and _is_text(pairs[0][0]) else None
        if group is None or group in seen or not _are_names(pairs[0][1], group in ONE_CHOICE):
            yield (
                f"line {item.start_mark.line + 1}: under `defaults` a scenario chooses files, each group once; write "
                f"lines such as `- override /intervention: [rotation]`, for {listed(list(_CHOOSES.values()))}"
            )
        else:
            seen.add(group)


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"


def _are_names(node: yaml.Node, only_one: bool) -> bool:
    """Whether a node is one name of a file, or a list of different ones."""
    names = node.value if isinstance(node, yaml.SequenceNode) and not only_one else [node]
    texts = [name.value for name in names if _is_text(name) and NAME.fullmatch(name.value)]
    return len(texts) == len(names) == len(set(texts))
