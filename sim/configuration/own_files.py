"""Configuration files of the user's own, read with care before anything else sees them.

A file is data: text that would make the composer look elsewhere, start something or read the environment is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from sim.configuration.names import listed
from sim.configuration.places import COMMANDS, GROUPS, names_in, packaged_configs
from sim.errors import UserError

MOST_BYTES = 1_000_000
MOST_LEVELS = 10
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


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
    return Shelf(own, digest.hexdigest())


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
    if not _NAME.fullmatch(file.stem) or file.suffix != ".yaml":
        raise UserError(f"{file}: name it NAME.yaml, with letters, digits and _ in NAME and a letter first")
    if file.stat().st_size > MOST_BYTES:
        raise UserError(f"{file}: {file.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read")
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{file}: not UTF-8 text; save it as UTF-8") from None
    if text.startswith("\ufeff"):
        raise UserError(f"{file}: begins with a byte order mark; save it as UTF-8 without one")
    _check_package_line(file, group, text)
    for problem in _faults(text):
        raise UserError(f"{file}: {problem}")
    return text


def _check_package_line(file: Path, group: str, text: str) -> None:
    right = f"# @package {GROUPS[group].replace('NAME', file.stem)}"
    first, *others = text.splitlines() or [""]
    if first.rstrip() != right:
        raise UserError(f"{file}: the first line must be: {right}")
    if any(re.match(r"\s*#\s*@", line) for line in others):
        raise UserError(f"{file}: only the first line may begin with '# @'")


def _faults(text: str) -> Iterator[str]:
    """What is wrong with the YAML, each with its line."""
    try:
        depth = 0
        for event in yaml.parse(text, yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_LEVELS:  # reading many more takes minutes
                yield f"line {line}: more than {MOST_LEVELS} levels; settings have three"
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                yield f"line {line}: anchors and aliases (& and *) are not allowed; write the values out"
            if tag := getattr(event, "tag", None):
                yield f"line {line}: tags ({tag}) are not allowed; write a plain value"
        root = yaml.compose(text, yaml.SafeLoader)
        if root is None or not isinstance(root, yaml.MappingNode):
            yield "no settings in it; write lines such as `name: value`"
        else:
            yield from _node_faults(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        yield f"{where}not readable as YAML: {getattr(error, 'problem', None) or 'broken text'}"


def _node_faults(node: yaml.Node) -> Iterator[str]:
    """Keys that are doubled or would steer the composer, and values that it would look up elsewhere."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _node_faults(item)
    elif isinstance(node, yaml.MappingNode):
        yield from _key_faults([key for key, _ in node.value])
        for key, value in node.value:
            yield from _node_faults(key)
            yield from _node_faults(value)
    elif "${" in node.value:  # once parsed, for an escape can hide it in the text
        yield f"line {node.start_mark.line + 1}: '${{' is not allowed; write the value itself"


def _key_faults(keys: list[yaml.Node]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        line, name = key.start_mark.line + 1, key.value
        if not isinstance(key, yaml.ScalarNode):
            yield f"line {line}: a key must be a plain word"
            continue
        if name in seen:
            yield f"line {line}: {name} is given twice; give it once"
        if name.startswith(("hydra", "_")) or name in ("defaults", "<<") or "@" in name:
            yield f"line {line}: the key {name} is not allowed; a file holds settings only"
        seen.add(name)
