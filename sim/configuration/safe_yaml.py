"""Text and YAML from people, read with care before anything else sees them.

A file is data: what would make a reader look elsewhere, start something, read the environment, take hours or deceive the
eye is refused, with its line.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sim.errors import UserError

MOST_BYTES = 1_000_000
MOST_LEVELS = 10
# Every setting there is, all interventions and events switched on, makes about a thousand.
MOST_ENTRIES = 5_000
MOST_LETTERS_IN_A_NAME = 100
MOST_DIGITS = 40
# Control marks, marks that turn or hide text, halves of letters, private letters.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def read_bytes(file: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """What a regular file holds, a link followed; UserError for a folder, a pipe, a device or a file that is too large."""
    # A pipe would be waited for, and a file can be exchanged between a look at it and its opening.
    how = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UserError(f"{named(file)}: not a file but {_what(file)}; name a file")
        with open(os.open(file, how), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UserError(f"{named(file)}: not a regular file; name a file")
            data = stream.read(most_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise UserError(
            f"{named(file)}: cannot be read: {getattr(error, 'strerror', None) or 'no such name'}"
        ) from None
    if len(data) > most_bytes:
        raise UserError(f"{named(file)}: {max(status.st_size, len(data)):,} bytes; at most {most_bytes:,} are read")
    return data


def home_of(text: str | Path) -> Path:
    """A path with `~` as the home folder, where there is one."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # the home of somebody who does not exist
        return Path(text)


def named(file: Path) -> str:
    """A file as messages name it: a link with what it leads to."""
    text = str(file) if str(file).isprintable() else repr(str(file))
    try:
        return f"{text} (a link to {file.resolve()})" if file.is_symlink() else text
    except (OSError, ValueError, RuntimeError):
        return text


def _what(file: Path) -> str:
    kinds = {"a folder": file.is_dir, "a pipe": file.is_fifo, "a socket": file.is_socket}
    return next((name for name, holds in kinds.items() if holds()), "a device")


def read_text(file: Path) -> str:
    """The text of a file in UTF-8 without a byte order mark; UserError where it is anything else."""
    try:
        text = read_bytes(file).decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{named(file)}: not UTF-8 text; save it as UTF-8") from None
    if text.startswith("\ufeff"):
        raise UserError(f"{named(file)}: begins with a byte order mark; save it as UTF-8 without one")
    return text


def root_of(text: str) -> yaml.MappingNode:
    """The YAML as nodes, once nothing but their keys and values can be wrong; UserError names the line."""
    for problem in _hidden(text):
        raise UserError(problem)
    try:
        for problem in _event_faults(text):
            raise UserError(problem)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise UserError(f"{where}not readable as YAML: {getattr(error, 'problem', None) or 'broken text'}") from None
    except (ValueError, OverflowError):  # an escape for a letter that does not exist
        raise UserError("not readable as YAML: an escape stands for no letter") from None
    if root is None or not isinstance(root, yaml.MappingNode):
        raise UserError("no settings in it; write lines such as `name: value`")
    return root


def _event_faults(text: str) -> Iterator[str]:
    """Too many levels or entries, and whatever in YAML is more than names and values."""
    depth = entries = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        entries += isinstance(event, yaml.NodeEvent)
        if depth > MOST_LEVELS:  # reading many more takes minutes
            yield f"line {line}: more than {MOST_LEVELS} levels; settings have three"
        if entries > MOST_ENTRIES:
            yield f"line {line}: more than {MOST_ENTRIES:,} names and values; all settings together are fewer"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield f"line {line}: anchors and aliases (& and *) are not allowed; write the values out"
        if tag := getattr(event, "tag", None):
            yield f"line {line}: tags ({tag}) are not allowed; write a plain value"


def _hidden(text: str, first_line: int = 1) -> Iterator[str]:
    """Marks that cannot be seen or that turn what follows, each with its line."""
    if text.isascii() and text.isprintable():
        return
    for place, letter in enumerate(text):
        if letter not in "\n\r\t" and unicodedata.category(letter) in _HIDDEN:
            name = unicodedata.name(letter, "a control character")
            line = first_line + text.count("\n", 0, place)
            yield f"line {line}: holds a mark that cannot be seen (U+{ord(letter):04X}, {name.lower()}); delete it"
            return


def hidden_in(text: str) -> bool:
    """Whether it holds marks that cannot be seen or that turn what follows."""
    return any(True for _ in _hidden(text))


def node_faults(node: yaml.Node) -> Iterator[str]:
    """Keys that are doubled or would steer a reader, and values that it would look up elsewhere or cannot read."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from node_faults(item)
    elif isinstance(node, yaml.MappingNode):
        yield from _key_faults([key for key, _ in node.value])
        for _, value in node.value:
            yield from node_faults(value)
    else:
        yield from _value_faults(node)


def _value_faults(node: yaml.Node) -> Iterator[str]:
    line = node.start_mark.line + 1
    if "${" in node.value:  # once parsed, for an escape can hide it in the text
        yield f"line {line}: '${{' is not allowed; write the value itself"
    yield from _hidden(node.value, line)
    if node.tag == "tag:yaml.org,2002:str":
        return
    short = node.value if len(node.value) <= MOST_DIGITS else f"{node.value[:MOST_DIGITS]}..."
    if len(node.value) > MOST_DIGITS:
        yield f"line {line}: {short} has {len(node.value):,} digits; at most {MOST_DIGITS} are read"
        return
    try:
        yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError, KeyError):
        yield f"line {line}: {short} cannot be read; put text into quotes"


def _key_faults(keys: list[yaml.Node]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        line, name = key.start_mark.line + 1, key.value
        if not isinstance(key, yaml.ScalarNode):
            yield f"line {line}: a key must be a plain word"
            continue
        yield from _hidden(name, line)
        if len(name) > MOST_LETTERS_IN_A_NAME:
            yield f"line {line}: a key of {len(name):,} letters; a name has at most {MOST_LETTERS_IN_A_NAME}"
        if "${" in name:
            yield f"line {line}: '${{' is not allowed; write the name itself"
        for letter in name:
            if not letter.isascii():  # a letter that looks like another one
                said = unicodedata.name(letter, "unnamed").lower()
                yield f"line {line}: the key {name} holds {letter!r} (U+{ord(letter):04X}, {said}); write a to z"
        if name in seen:
            yield f"line {line}: {name} is given twice; give it once"
        if name.startswith(("hydra", "_")) or name in ("defaults", "<<") or "@" in name:
            yield f"line {line}: the key {name} is not allowed; a file holds settings only"
        seen.add(name)


def plain(node: yaml.Node) -> Any:
    """What checked nodes hold. A key is the word that is written: `on` is a name, not a truth value."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return yaml.constructor.SafeConstructor().construct_object(node)


def lines_in(node: yaml.Node, path: str = "") -> Iterator[tuple[str, int]]:
    """The line of every key by its path, such as (`mechanism.voice`, 12)."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            yield inner, key.start_mark.line + 1
            yield from lines_in(value, inner)
