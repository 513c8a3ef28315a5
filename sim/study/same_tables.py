"""Two tables of results held against each other, number by number: the same, or which line and column is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.configuration.names import listed
from sim.configuration.safe_yaml import read_bytes
from sim.errors import UserError
from sim.study.reopened import MOST_BYTES, csv_of

NOT_COMPARED = ("seconds",)
# What a reader knows a line by.
_KEYS = (
    "point",
    "outcome",
    "explanation",
    "arm",
    "against",
    "replicate",
    "seed",
    "week",
    "who",
    "destination",
    "reason",
    "person",
)
MOST_SHOWN = 5
_WIDE = 44


@dataclass(frozen=True, slots=True)
class Differing:
    """One number that is not the same. place: its line or row; key: what stands in that line, in words."""

    place: str
    key: str
    column: str
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class SameTable:
    """One table. faults: what is wrong with it as a whole. cells: numbers that differ; largest: relative to their size."""

    name: str
    rows: int
    columns: int
    faults: tuple[str, ...] = ()
    cells: int = 0
    largest: float = 0.0
    examples: tuple[Differing, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every number is the same."""
        return not self.faults and not self.cells

    def lines(self) -> list[str]:
        """What to say of it."""
        if self.same:
            rows, columns = (
                f"{size:,} {what}{'' if size == 1 else 's'}"
                for size, what in ((self.rows, "row"), (self.columns, "column"))
            )
            return [f"  {self.name:<20} the same: {rows}, {columns}"]
        lines = [f"  {self.name:<20} NOT the same{'' if not self.faults else ': ' + '; '.join(self.faults)}"]
        if self.cells:
            size = (
                f", by {self.largest:.1g} of their size at most" if np.isfinite(self.largest) and self.largest else ""
            )
            lines.append(f"    {self.cells:,} of {self.rows * self.columns:,} values differ{size}")
        for one in self.examples:
            key = f" ({one.key})" if one.key else ""
            lines.append(f"    {one.place}{key}, {one.column}: {one.there} in the folder, {one.here} now")
        if self.cells > len(self.examples):
            lines.append(f"    and {self.cells - len(self.examples):,} more")
        return lines


def check_table(there: Path, here: Path) -> SameTable:
    """Hold a table of the folder against the one that comes out now."""
    name = there.name
    if not there.is_file() or not here.is_file():
        words = "is not in the folder" if here.is_file() else "does not come out now"
        return SameTable(name, 0, 0, (f"it {words}",))
    try:
        old, new = _read(there), _read(here)
    except UserError:
        return SameTable(name, 0, 0, ("damaged, or not a table as coalface writes it",))
    faults = []
    for side, one, other in (("now", new, old), ("in the folder", old, new)):
        alone = [str(column)[:_WIDE] for column in one.columns if column not in other.columns]
        if alone:
            faults.append(f"only {side} there {'is' if len(alone) == 1 else 'are'} {listed(alone)}")
    if not old.columns.is_unique:
        return SameTable(name, len(old), 0, ("a column stands in it twice",))
    common = [column for column in new.columns if column in old.columns and column not in NOT_COMPARED]
    if len(old) != len(new):
        faults.append(f"{len(old):,} rows in the folder, {len(new):,} now")
        return SameTable(name, len(new), len(common), tuple(faults))
    return _values(name, old, new, common, faults, by_line=there.suffix == ".csv")


def _values(
    name: str, old: pd.DataFrame, new: pd.DataFrame, common: Sequence[str], faults: list[str], *, by_line: bool
) -> SameTable:
    """Column by column, so that memory stays small."""
    cells, largest = 0, 0.0
    found: list[tuple[int, int, Differing]] = []
    keys = [key for key in _KEYS if key in common]
    for place, column in enumerate(common):
        differs, size = _compare(old[column], new[column])
        rows = np.flatnonzero(differs)
        cells += len(rows)
        largest = max(largest, size)
        for row in rows[:MOST_SHOWN].tolist():
            words = ", ".join(f"{key} {_shown(new[key].iloc[row])}" for key in keys if key != column)
            line = f"line {row + 2:,}" if by_line else f"row {row + 1:,}"
            texts = (_shown(one[column].iloc[row]) for one in (old, new))
            found.append((row, place, Differing(line, words, str(column), *texts)))
    examples = tuple(one for _, _, one in sorted(found, key=lambda item: item[:2])[:MOST_SHOWN])
    return SameTable(name, len(new), len(common), tuple(faults), cells, largest, examples)


def _compare(old: pd.Series, new: pd.Series) -> tuple[np.ndarray, float]:
    """Which values differ, and the largest difference of numbers relative to their size."""
    both = [pd.to_numeric(one, errors="coerce") if _is_text(one) else one for one in (old, new)]
    if all(pd.api.types.is_numeric_dtype(one) for one in both):
        a, b = (one.to_numpy(dtype=float, na_value=np.nan) for one in both)
        numbers = np.isfinite(a) & np.isfinite(b)
        if any(_is_text(one) for one in (old, new)):  # 1.50 is 1.5; what is no number must be the same text
            differs = np.where(numbers, a != b, _text(old) != _text(new))
        else:
            differs = (a != b) & ~(np.isnan(a) & np.isnan(b))
        sizes = np.abs(a - b)[numbers & differs] / np.maximum(np.abs(a), np.abs(b))[numbers & differs]
        return differs, float(sizes.max(initial=0.0))
    return _text(old) != _text(new), 0.0


def _is_text(values: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(values) and not isinstance(values.dtype, pd.CategoricalDtype)


def _text(values: pd.Series) -> np.ndarray:
    return values.astype(object).map(str).to_numpy(dtype=object)


def _shown(value: object) -> str:
    """A value on one line, cut where it is long."""
    text = repr(float(value)) if isinstance(value, float | np.floating) else str(value)
    text = text if text.isprintable() else repr(text)
    return (text if len(text) <= _WIDE else text[: _WIDE - 3] + "...") or "nothing"


def _read(file: Path) -> pd.DataFrame:
    """A table as it stands: the texts of a CSV, the values of a Parquet file."""
    if file.suffix == ".csv":
        return csv_of(file, dtype=str, keep_default_na=False)
    try:
        return pq.read_table(BytesIO(read_bytes(file, MOST_BYTES))).to_pandas()
    except (pa.ArrowException, ValueError, OSError):
        raise UserError(f"{file}: damaged, or not a table as coalface writes it") from None
