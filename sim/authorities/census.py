"""One authority in the published workforce census, in the format in which the Department for Education publishes it.

Children's social work workforce, one row for each year and area: England, its regions, its local authorities. A cell that
is not published holds a mark. Then the figure of the region is used, or that of England, and the profile says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.authorities.profile import (
    FIRST_LINE_SHARE,
    FRONT_LINE_SHARE,
    MIDDLE_SHARE,
    SENIOR_SHARE,
    Profile,
    cases_a_post,
    england_caseload,
    england_cases_a_post,
    name_of,
    posts_by_tier,
)
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
# What the model calls a published level, the column that holds it, and its unit.
LEVELS = (
    ("turnover_rate", "turnover_rate_fte", "% a year"),
    ("vacancy_rate", "vacancy_rate_fte", "%"),
    ("agency_rate", "agency_rate_fte", "%"),
    ("agency_covering_share", "agency_cover_rate_fte", "%"),
    ("caseload", "caseload_fte", "cases"),
    ("absence_rate", "absence_rate_fte", "% of days"),
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
# Below that the Department's own rates are chance: City of London, Isles of Scilly.
FEW_STAFF = 30.0
# More authorities than that are counted.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: its value, whose it is, and why it is not the authority's own, in words; empty where it is."""

    value: float
    owner: str
    instead: str = ""


@dataclass(frozen=True)
class Area:
    """The rows of one authority in one year: its own, that of its region and that of England, where they are there."""

    title: str
    year: str
    rows: tuple[Row, ...]
    table: Table

    def figure(self, column: str) -> Figure | None:
        """The figure of the authority, else of its region, else of England; None where none is published."""
        why = ""
        for row in self.rows:
            if column not in row.cells:
                return None
            value = self._number(row, column)
            if value is not None:
                return Figure(value, _owner(row), why)
            mark = MARKS[row.cells[column].lower()]
            why += f"{'; ' if why else ''}{column} of {_owner(row)} is not published ({mark})"
        return None

    def own(self, column: str) -> float | None:
        """The figure of the authority itself; None where it is not published."""
        return self._number(self.rows[0], column) if column in self.rows[0].cells else None

    def why_not(self, column: str) -> str:
        """Why the authority's own figure is missing, in words."""
        cell = self.rows[0].cells.get(column)
        return (
            f"the file has no column {column}" if cell is None else f"{column} is not published ({MARKS[cell.lower()]})"
        )

    def _number(self, row: Row, column: str) -> float | None:
        text = row.cells[column]
        value = number_in(text)
        if value is None and text.lower() not in MARKS:
            raise UserError(
                f"{self.table.file}: row {row.line}, {column}: {show(text)} is neither a number nor a mark for a figure "
                f"that is not published ({', '.join(mark for mark in MARKS if mark)})"
            )
        return value


def profile_of(file: str | Path, name: str, year: str | None = None) -> Profile:
    """The profile of an authority by its figures of one year, the newest unless given; UserError says what is amiss."""
    area = area_of(file, name, year)
    posts, lines = _posts(area)
    counts = posts_by_tier(posts)
    lines.append(
        f"By the role shares of England in 2019, {FRONT_LINE_SHARE:.0%} of posts hold cases or are senior practitioners, "
        f"{FIRST_LINE_SHARE:.1%} are first-line, {MIDDLE_SHARE:.1%} middle and {SENIOR_SHARE:.1%} senior managers; the rest "
        "hold no cases and are left out."
    )
    caseload, said = _caseload(area)
    lines.append(
        f"{said} New cases a post are England's {england_cases_a_post():g} in proportion: x {caseload:g} / "
        f"{england_caseload():g}."
    )
    notes = []
    staff = area.own("inpost_fte")
    if staff is not None and staff < FEW_STAFF:
        notes.append(f"Fewer than {FEW_STAFF:g} people: the rates of so few are mostly chance.")
    source = f"{area.title}, {area.year}: made from the workforce census in {_shown(area.table.file)}."
    return Profile(
        name_of(area.title),
        area.title,
        counts,
        cases_a_post(caseload),
        (source, *lines),
        tuple(_levels(area)),
        tuple(notes),
    )


def area_of(file: str | Path, name: str, year: str | None = None) -> Area:
    """The rows of one authority in one year, with those of its region and of England."""
    table = read_table(file, NEEDED, "the workforce census")
    own = [row for row in table.rows if _level(row) == AUTHORITY]
    names = {_key(row.cells["la_name"]): row.cells["la_name"] for row in own}
    key = _key(name)
    if key not in names:
        raise UserError(f"--name: {_no_such(name, names, table)}")
    title = names[key]
    mine = [row for row in own if _key(row.cells["la_name"]) == key]
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
    rows = [found[0], *regions[:1], *[row for row in around if _level(row) == ENGLAND][:1]]
    return Area(title, wanted, tuple(rows), table)


def _posts(area: Area) -> tuple[float, list[str]]:
    """Posts, vacant ones included, in full-time equivalents, and how they were found."""
    staff = area.own("inpost_fte")
    if not staff:
        why = "is 0" if staff == 0.0 else area.why_not("inpost_fte")
        raise UserError(
            f"{area.table.file}: row {area.rows[0].line}: {area.title} in {area.year} cannot be used: inpost_fte, staff "
            f"in post, {why.removeprefix('inpost_fte ')}; nothing can stand in for it, so take another year or use --teams"
        )
    vacant = area.own("vacancy_fte")
    if vacant is not None:
        return staff + vacant, [_sum(staff, vacant, " (vacancy_fte)", "")]
    why = area.why_not("vacancy_fte")
    rate = area.figure("vacancy_rate_fte")
    if rate is None or rate.value >= 100.0:
        raise UserError(
            f"{area.table.file}: {area.title} in {area.year}: {why}, and no vacancy rate that could replace it"
        )
    vacant = staff * rate.value / (100.0 - rate.value)
    other = f"; {rate.instead}" if rate.instead else ""
    used = f" Used instead: the vacancy rate of {rate.owner}, {rate.value:g}%."
    return staff + vacant, [_sum(staff, vacant, "", f" Not published: {why}{other}.{used}")]


def _sum(staff: float, vacant: float, column: str, more: str) -> str:
    """How posts add up. column: where the vacant ones were read, in brackets, nothing where they were worked out."""
    return (
        f"{staff:g} full-time equivalents in post (inpost_fte) and {vacant:.4g} vacant{column} are "
        f"{staff + vacant:.4g} posts.{more}"
    )


def _caseload(area: Area) -> tuple[float, str]:
    """Cases held by each case holder, and whose figure it is."""
    found = area.figure("caseload_fte")
    if found is None:
        return england_caseload(), (
            f"No caseload is published for {area.title}, its region or England ({area.why_not('caseload_fte')}). Used "
            f"instead: England 2017 to 2021, {england_caseload():g}."
        )
    if found.value <= 0.0:
        raise UserError(f"{area.table.file}: row {area.rows[0].line}, caseload_fte: 0 cases held; take another year")
    if found.instead:
        return found.value, f"Not published: {found.instead}. Used instead: {found.owner}, {found.value:g}."
    return found.value, f"Each case holder holds {found.value:g} cases (caseload_fte)."


def _levels(area: Area) -> list[str]:
    """The published levels of the authority, those of its region where they are not published, and England beside them."""
    lines = []
    for outcome, column, unit in LEVELS:
        if column not in area.table.columns:
            continue
        value = area.own(column)
        other = area.rows[-1] if _level(area.rows[-1]) == ENGLAND else None
        england = number_in(other.cells[column]) if other else None
        beside = f" (England {england:g})" if england is not None else ""
        if value is not None:
            lines.append(f"{outcome}: {value:g} {unit}{beside}")
            continue
        found = area.figure(column)
        instead = f"; {found.owner} has {found.value:g} {unit}" if found and found.owner != "England" else ""
        lines.append(f"{outcome}: {area.why_not(column)}{instead}{beside}")
    return lines


def _which(names: dict[str, str]) -> str:
    """The authorities of a file by name, of many the first and how many there are."""
    known = [show(name) for name in sorted(names.values())]
    if len(known) <= MOST_NAMED:
        return listed(known)
    return f"{len(known)}: {', '.join(known[:MOST_NAMED])} and {len(known) - MOST_NAMED} more"


def _no_such(name: str, names: dict[str, str], table: Table) -> str:
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


def _owner(row: Row) -> str:
    names: Sequence[str] = {
        AUTHORITY: (row.cells["la_name"],),
        REGION: (row.cells["region_name"],),
    }.get(_level(row), ("England",))
    return names[0]


def _shown(file: Path) -> str:
    return file.name if file.name.isprintable() else "a file"
