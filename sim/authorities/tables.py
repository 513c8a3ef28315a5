"""Tables of text with commas, as offices save them: read with care, each cell with its row and column."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.configuration.names import listed, show
from sim.configuration.safe_yaml import home_of, named, read_bytes
from sim.errors import UserError

MOST_BYTES = 100_000_000
MOST_PROBLEMS = 20
_NUMBER = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d*)?", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, and its cells by the name of their column, without spaces around them."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table: its file, the names of its columns in small letters, its rows, and what is wrong with some of them."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def read_table(file: str | Path, needed: Sequence[str], what: str) -> Table:
    """Read a table that must have the columns `needed`; UserError where it is anything else. what: what it should be."""
    path = home_of(file)
    text = _decoded(read_bytes(path, MOST_BYTES), path)
    rows: list[Row] = []
    problems: list[str] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""))
        head = next(reader, [])
        if len(head) == 1:
            _check_marks(head[0], path)
        columns = tuple(" ".join(cell.lower().split()) for cell in head)
        _check_columns(columns, needed, path, what)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                problems.append(f"row {reader.line_num}: {len(cells)} cells under {len(columns)} columns")
                continue
            rows.append(
                Row(reader.line_num, dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=True)))
            )
    except csv.Error as error:
        raise UserError(f"{named(path)}: not a table with commas: {error}") from None
    return Table(path, columns, tuple(rows), tuple(problems))


def _decoded(data: bytes, path: Path) -> str:
    """Text in UTF-8, with or without a byte order mark, or in the code page of Windows (cp1252)."""
    if data.startswith(b"PK"):
        raise UserError(f"{named(path)}: a workbook, not a table of text; save it as CSV")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(f"{named(path)}: saved as UTF-16; save it as CSV UTF-8")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UserError(f"{named(path)}: not text; save the table as CSV UTF-8")


def _check_marks(head: str, path: Path) -> None:
    other = next((name for mark, name in ((";", "semicolons"), ("\t", "tabs")) if mark in head), None)
    if other:
        raise UserError(f"{named(path)}: its columns are parted by {other}; save it with commas")


def _columns(names: Sequence[str]) -> str:
    """Columns with their verb: the column a is, the columns a and b are."""
    return f"the column{'s' * (len(names) > 1)} {listed(names)} {'are' if len(names) > 1 else 'is'}"


def _check_columns(columns: Sequence[str], needed: Sequence[str], path: Path, what: str) -> None:
    missing = [name for name in needed if name not in columns]
    if missing:
        spare = [name for name in columns if name and name not in needed]
        near = [f"{close[0]} for {name}" for name in missing if (close := get_close_matches(name, spare, n=1))]
        hint = f"; did you mean {listed(near)}?" if near else ""
        found = [show(name) for name in columns[:12]]
        more = f" and {len(columns) - 12} more" if len(columns) > 12 else ""
        raise UserError(
            f"{named(path)}: {_columns(missing)} missing{hint}; {what} has the columns {listed(needed)}; "
            f"this file has {', '.join(found) or 'none'}{more}"
        )
    twice = sorted({name for name in needed if columns.count(name) > 1})
    if twice:
        raise UserError(f"{named(path)}: the columns {listed(twice)} are there twice; keep one of each")


def number_in(text: str) -> float | None:
    """A number of zero or more, as offices write it (`1,234.5`); None for anything else."""
    return float(text.replace(",", "")) if len(text) <= 20 and _NUMBER.fullmatch(text) else None
