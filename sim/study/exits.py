"""The log of everyone who left, of every run: streamed to a Parquet file, and read back a piece at a time.

Rows stand in the order replicate, arm, week, post; weeks begin at 0, the end of the warm-up. A failed run has no rows. What
the rows cannot say (which arms there were, and which runs failed) stands in the file's own metadata. Memory does not grow
with the number of runs, neither in writing nor in reading.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import UserError
from sim.settings.study import Settings
from sim.state import OUT_OF_SECTOR, TO_AGENCY, TO_ANOTHER_AUTHORITY, Exit, dtype_of, fields_of
from sim.study.arms import MOST_ARMS
from sim.study.streamed import ROWS_A_GROUP, StreamedFile

EXITS = "exits.parquet"
RUN_AGAIN = "run the study again with exits=true, such as coalface compare exits=true 'intervention=[rotation]'"
# In the order of their codes.
DESTINATIONS = {OUT_OF_SECTOR: "out of the sector", TO_AGENCY: "agency work", TO_ANOTHER_AUTHORITY: "another authority"}
MOST_REPLICATES, MOST_YEARS = 1_000_000, 30
_KEY = b"coalface.exits"
_WHOLE = ("week", "person", "post", "tier")
REALS = tuple(field.name for field in fields_of(Exit) if field.kind is np.float64)
_SCHEMA = pa.schema(
    [
        ("arm", pa.dictionary(pa.int32(), pa.string())),
        ("replicate", pa.int32()),
        *((name, pa.int32()) for name in _WHOLE),
        ("destination", pa.dictionary(pa.int32(), pa.string())),
        ("forced", pa.bool_()),
        *((name, pa.float64()) for name in REALS),
    ]
)


class ExitWriter(StreamedFile):
    """Writes the file replicate by replicate. against: for each arm, the arm that it is compared with."""

    def __init__(self, path: Path, settings: Settings, arms: Sequence[str], against: Sequence[str]) -> None:
        self._arms = list(arms)
        self._about = {"title": settings.authority.title, "years": settings.years, "arms": list(arms)}
        self._against = list(against)
        self._replicates = 0
        self._failed: list[tuple[str, int]] = []
        self._waiting: list[tuple[int, int, np.ndarray]] = []
        self._rows = 0
        self._file = pq.ParquetWriter(
            path,
            _SCHEMA,
            compression="zstd",
            use_dictionary=["arm", "destination"],
            use_byte_stream_split=list(REALS),
            write_page_checksum=True,
        )

    def add(self, replicate: int, exits: Sequence[np.ndarray | None]) -> None:
        """Add one replicate: for each arm its rows of `sim.state.Exit`, or None where the run failed."""
        self._replicates = max(self._replicates, replicate)
        for arm, rows in enumerate(exits):
            if rows is None:
                self._failed.append((self._arms[arm], replicate))
            elif len(rows):
                self._waiting.append((arm, replicate, rows))
                self._rows += len(rows)
        if self._rows >= ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        counts = [len(rows) for _, _, rows in self._waiting]
        rows = np.concatenate([rows.view(dtype_of(Exit)) for _, _, rows in self._waiting])
        arm = np.repeat(np.array([arm for arm, _, _ in self._waiting], np.int32), counts)
        replicate = np.repeat(np.array([replicate for _, replicate, _ in self._waiting], np.int32), counts)
        columns = [
            pa.DictionaryArray.from_arrays(pa.array(arm), pa.array(self._arms)),
            pa.array(replicate),
            *(pa.array(rows[name].astype(np.int32)) for name in _WHOLE),
            pa.DictionaryArray.from_arrays(
                pa.array(rows["destination"].astype(np.int32)), pa.array(list(DESTINATIONS.values()))
            ),
            pa.array(rows["forced"] == 1),
            *(pa.array(np.ascontiguousarray(rows[name])) for name in REALS),
        ]
        self._file.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))
        self._waiting, self._rows = [], 0

    def _complete(self) -> None:
        super()._complete()
        # What the rows cannot say: which arms there were, and which runs failed.
        about = {**self._about, "against": self._against, "replicates": self._replicates, "failed": self._failed}
        self._file.add_key_value_metadata({_KEY: json.dumps(about).encode()})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of the log. arm: place in `Log.arms`; replicate: from 0; destination: its code; reals: by column."""

    arm: np.ndarray
    replicate: np.ndarray
    tier: np.ndarray
    destination: np.ndarray
    forced: np.ndarray
    reals: dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Log:
    """A log on disk. against: for each arm the place of the arm it is compared with. failed: (arms, replicates)."""

    path: Path
    title: str
    years: int
    arms: tuple[str, ...]
    against: tuple[int, ...]
    failed: np.ndarray

    def pieces(self) -> Iterator[Piece]:
        """All rows in order, at most 65,536 at a time; UserError where the file is broken."""
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(batch_size=ROWS_A_GROUP):
                    yield self._piece(batch)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise UserError(f"{self.path}: the log is broken ({_first_line(error)}); {RUN_AGAIN}") from error

    def _piece(self, batch: pa.RecordBatch) -> Piece:
        if any(column.null_count for column in batch.columns):
            raise ValueError("a value is missing")
        piece = Piece(
            _codes(batch.column("arm"), self.arms),
            batch.column("replicate").to_numpy() - 1,
            batch.column("tier").to_numpy(),
            _codes(batch.column("destination"), tuple(DESTINATIONS.values())),
            batch.column("forced").to_numpy(zero_copy_only=False),
            {name: batch.column(name).to_numpy() for name in REALS},
        )
        if len(batch) and not (0 <= piece.replicate.min() <= piece.replicate.max() < self.failed.shape[1]):
            raise ValueError("a row is of a replicate that there is not")
        if not all(np.isfinite(values).all() for values in piece.reals.values()):
            raise ValueError("a term is not a finite number")
        return piece


def _codes(column: pa.DictionaryArray, names: Sequence[str]) -> np.ndarray:
    """The place in `names` of every value; ValueError for a value that is not among them."""
    try:
        places = np.array([names.index(name) for name in column.dictionary.to_pylist()], dtype=np.int64)
    except ValueError:
        raise ValueError("a row is of an arm or a destination that there is not") from None
    codes: np.ndarray = places[column.indices.to_numpy()]
    return codes


def open_log(place: Path) -> Log:
    """The log in a folder of results; UserError where there is none, or the file is none of this program's."""
    if not place.exists():
        raise UserError(f"{place}: no such folder; name a folder of results, or none for the newest in results/")
    path = place / EXITS if place.is_dir() else place
    if not path.is_file():
        raise UserError(f"{place}: it holds no log of those who left; {RUN_AGAIN}")
    try:
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata.metadata or {}
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UserError(f"{path}: it cannot be read as a log ({_first_line(error)}); {RUN_AGAIN}") from error
    foreign = UserError(f"{path}: it is not a log of those who left that this version wrote; {RUN_AGAIN}")
    if not schema.remove_metadata().equals(_SCHEMA):
        raise foreign
    try:
        return _log_of(path, json.loads(metadata[_KEY]))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise foreign from error


def _log_of(path: Path, about: dict) -> Log:
    """The log of which the metadata says `about`; an error of some kind where that is not what was written."""
    arms, years, replicates = tuple(about["arms"]), about["years"], about["replicates"]
    names = (about["title"], *arms)
    if not all(isinstance(name, str) and name.isprintable() for name in names):
        raise ValueError("names")
    if not (1 <= len(arms) <= MOST_ARMS and len(set(arms)) == len(arms)):
        raise ValueError("arms")
    if not (isinstance(years, int) and 1 <= years <= MOST_YEARS):
        raise ValueError("years")
    if not (isinstance(replicates, int) and 1 <= replicates <= MOST_REPLICATES):
        raise ValueError("replicates")
    against = tuple(arms.index(name) for name in about["against"])
    if len(against) != len(arms):
        raise ValueError("against")
    failed = np.zeros((len(arms), replicates), dtype=bool)
    for arm, replicate in about["failed"]:
        if not (isinstance(replicate, int) and 1 <= replicate <= replicates):
            raise ValueError("failed")
        failed[arms.index(arm), replicate - 1] = True
    return Log(path, about["title"], years, arms, against, failed)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]
