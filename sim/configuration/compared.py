"""Two studies told apart by their settings: what has another value, and which interventions and events only one has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from sim.configuration.catalogue import KINDS, catalogue, note
from sim.configuration.names import show
from sim.configuration.trees import leaves
from sim.settings.study import Settings
from sim.text.tables import WIDTH

STUDY = "study"
# Letters of a value in the table; a longer one is cut.
MOST_LETTERS = 36


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that has another value: its group and name, both values and the unit."""

    group: str
    name: str
    first: Any
    second: Any
    unit: str


@dataclass(frozen=True, slots=True)
class Only:
    """An intervention or an event that only one of the two has: its path, whether it is the first one's, its values."""

    path: str
    in_first: bool
    values: Mapping[str, Any]


@dataclass(frozen=True)
class SettingsDifference:
    """All that differs in the settings of two studies, in the order of the settings."""

    changes: tuple[Change, ...]
    only: tuple[Only, ...]

    @property
    def none(self) -> bool:
        """Whether the settings are the same."""
        return not self.changes and not self.only

    def text(self) -> str:
        """A table by group, and a paragraph for each intervention or event that only one has."""
        if self.none:
            return "The settings are the same."
        lines = []
        if self.changes:
            rows = [(f"  {one.name}", _short(one.first), _short(one.second), one.unit) for one in self.changes]
            wide = [max(len(row[column]) for row in [*rows, ("", "A", "B", "unit")]) for column in range(4)]
            lines.append(_row(("setting", "A", "B", "unit"), wide))
            group = ""
            for one, row in zip(self.changes, rows, strict=True):
                if one.group != group:
                    lines.append(one.group)
                    group = one.group
                lines.append(_row(row, wide))
        for thing in self.only:
            values = ", ".join(f"{name} {show(value)}" for name, value in thing.values.items())
            text = f"{thing.path}: only in {'A' if thing.in_first else 'B'} ({values})"
            lines += wrap(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        return "\n".join(lines)


def _row(cells: tuple[str, ...], wide: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, wide, strict=True)).rstrip()


def _short(value: Any) -> str:
    text = value if isinstance(value, str) and value else show(value)
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 3]}..."


def difference_of(first: Settings, second: Settings) -> SettingsDifference:
    """What differs between two studies."""
    before, after = first.model_dump(), second.model_dump()
    fields = {**catalogue(before), **catalogue(after)}
    only = tuple(_only(before, after))
    gone = {one.path for one in only}
    mine, yours = dict(leaves(before)), dict(leaves(after))
    changes = []
    for path in dict.fromkeys([*mine, *yours]):
        group, _, name = path.rpartition(".")
        if group in gone or mine.get(path) == yours.get(path):
            continue
        unit = note(fields[path], "unit") if path in fields else ""
        changes.append(Change(group or STUDY, name, mine.get(path), yours.get(path), unit))
    # Settings of the study stand between the groups of the schema; here they come first, in one piece.
    changes.sort(key=lambda one: one.group != STUDY)
    return SettingsDifference(tuple(changes), only)


def _only(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Only]:
    """Interventions and events of one study that the other lacks, or has under the same name as another kind."""
    for root in KINDS:
        mine, yours = first[root], second[root]
        for name in dict.fromkeys([*mine, *yours]):
            if name in mine and name in yours and mine[name]["kind"] == yours[name]["kind"]:
                continue
            if name in mine:
                yield Only(f"{root}.{name}", True, mine[name])
            if name in yours:
                yield Only(f"{root}.{name}", False, yours[name])
