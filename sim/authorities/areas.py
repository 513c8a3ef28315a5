"""One authority in the published workforce census: its rows, and what a figure is where its own is not published.

The Department for Education publishes one row for each year and area: England, its regions, its local authorities. A cell
that is not published holds a mark. Then the figure of the region is used, or that of England, with the reason in words.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.authorities.tables import Row, Table, number_in, read_table
from sim.configuration.names import listed, show
from sim.errors import UserError

AUTHORITY, REGION, ENGLAND = "local authority", "regional", "national"
NEEDED = (
    "time_period",
    "geographic_level",
    "region_name",
    "la_name",
    "inpost_fte",
    "vacancy_fte",
    "caseload_fte",
)
# The marks that stand where a figure is not published.
MARKS = {
    "": "the cell is blank: suppressed",
    "c": "c: suppressed, so that nobody can be recognised",
    "x": "x: not available",
    "z": "z: does not apply",
    "u": "u: too unreliable to publish",
    "low": "low: rounds to nothing",
    "k": "k: low",
    ":": "':': not available",
    "..": "'..': not available",
    "-": "'-': not available",
    "*": "'*': suppressed",
}
# A message names at most so many authorities of a file, and counts the others.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: its value, whose it is, and why it is not the authority's own, in words; empty where it is."""

    value: float
    owner: str
    instead: str = ""


@dataclass(frozen=True)
class Area:
    """The rows of one authority in one year: its own first, then that of its region and that of England where there are such."""

    title: str
    year: str
    rows: tuple[Row, ...]
    table: Table

    @property
    def own_row(self) -> Row:
        """The row of the authority itself."""
        return self.rows[0]

    def figure(self, column: str) -> Figure | None:
        """The figure of the authority, else of its region, else of England; None where none is published."""
        reasons: list[str] = []
        for row in self.rows:
            if column not in row.cells:
                return None
            value = self._number(row, column)
            if value is not None:
                return Figure(value, _owner(row), "; ".join(reasons))
            reasons.append(f"{column} of {_owner(row)} is not published ({_mark(row, column)})")
        return None

    def own(self, column: str) -> float | None:
        """The figure of the authority itself; None where it is not published."""
        return self._number(self.own_row, column) if column in self.own_row.cells else None

    def of_england(self, column: str) -> float | None:
        """The figure of England in the same year; None where it is not published, or there is no row of England."""
        last = self.rows[-1]
        return number_in(last.cells[column]) if _level(last) == ENGLAND else None

    def why_not(self, column: str) -> str:
        """Why the authority's own figure is missing, in words."""
        if column not in self.own_row.cells:
            return f"the file has no column {column}"
        return f"{column} is not published ({_mark(self.own_row, column)})"

    def _number(self, row: Row, column: str) -> float | None:
        text = row.cells[column]
        value = number_in(text)
        if value is None and text.lower() not in MARKS:
            raise UserError(
                f"{self.table.file}: row {row.line}, {column}: {show(text)} is neither a number nor a mark for a figure "
                f"that is not published ({', '.join(mark for mark in MARKS if mark)})"
            )
        return value


def area_of(file: str | Path, name: str, year: str | None = None) -> Area:
    """The rows of one authority in one year, the newest unless given, with those of its region and of England.

    UserError where the file has no such authority or year, or says it twice.
    """
    table = read_table(file, NEEDED, "the workforce census")
    title, mine = _rows_named(table, name)
    years = sorted({row.cells["time_period"] for row in mine})
    wanted = years[-1] if year is None else year
    found = [row for row in mine if row.cells["time_period"] == wanted]
    if not found:
        raise UserError(
            f"--year: {table.file} has no figures of {title} for {show(wanted)}; it has {listed(years)}{_broken(table)}"
        )
    if len(found) > 1:
        lines = listed([str(row.line) for row in found])
        raise UserError(f"{table.file}: rows {lines} are both of {title} in {wanted}; keep one")
    region = found[0].cells["region_name"]
    around = [row for row in table.rows if row.cells["time_period"] == wanted]
    regions = [row for row in around if _level(row) == REGION and region and row.cells["region_name"] == region]
    england = [row for row in around if _level(row) == ENGLAND]
    return Area(title, wanted, (found[0], *regions[:1], *england[:1]), table)


def _rows_named(table: Table, name: str) -> tuple[str, list[Row]]:
    """The authority of that name, as the file writes it, and its rows of every year; UserError where there is none."""
    own = [row for row in table.rows if _level(row) == AUTHORITY]
    names = {_key(row.cells["la_name"]): row.cells["la_name"] for row in own}
    key = _key(name)
    if key not in names:
        raise UserError(f"--name: {_no_such(name, names, table)}")
    return names[key], [row for row in own if _key(row.cells["la_name"]) == key]


def _which(names: dict[str, str]) -> str:
    """The authorities of a file by name, of many the first and how many there are. names: by their keys, see `_key`."""
    known = [show(name) for name in sorted(names.values())]
    if len(known) <= MOST_NAMED:
        return listed(known)
    return f"{len(known)}: {', '.join(known[:MOST_NAMED])} and {len(known) - MOST_NAMED} more"


def _no_such(name: str, names: dict[str, str], table: Table) -> str:
    """That there is no authority of a name, with those that hold it, or the nearest, and what the file has."""
    if not names:
        return f"{table.file} has no rows of local authorities (geographic_level: Local authority)"
    key = _key(name)
    holding = sorted(full for known, full in names.items() if key and f" {key} " in f" {known} ")
    close = [names[known] for known in get_close_matches(key, names, n=3, cutoff=0.6)]
    near = holding[:3] or close
    hint = f"; the nearest is {near[0]}" if len(near) == 1 else f"; the nearest are {listed(near)}" if near else ""
    return f"there is no authority {show(name)} in {table.file}{hint}; it has {_which(names)}{_broken(table)}"


def _broken(table: Table) -> str:
    """A closing clause on rows that could not be read, where there are any."""
    return f"; {len(table.problems)} rows cannot be read, the first: {table.problems[0]}" if table.problems else ""


def _key(name: str) -> str:
    """A name without capitals and signs, so that `St. Helens` and `st helens` are one."""
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold().replace("&", " and ")).split())


def _level(row: Row) -> str:
    return row.cells["geographic_level"].lower()


def _mark(row: Row, column: str) -> str:
    """Why a cell holds no figure, by the mark in it."""
    return MARKS[row.cells[column].lower()]


def _owner(row: Row) -> str:
    """Whose figures a row holds, by name."""
    column = {AUTHORITY: "la_name", REGION: "region_name"}.get(_level(row))
    return "England" if column is None else row.cells[column]
