"""Blocks: a few runs of one scenario on consecutive seeds, named by everything that can change a number in them.

A block is the unit of work that is never done twice. Its key is a digest of the settings of its scenario (without those
that only say how many runs are wanted and how they are reported), of the code that can change a result, of its seeds and
of the form in which it is kept. So a change of documentation finds the block again, and a change of one rule does not.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from threading import Event

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.compiled import result_digest
from sim.outcomes import names_of, ratios, total
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Tally, dtype_of
from sim.study.replicate import FAILED, FINISHED, reason_of, warm_up_or_reason
from sim.study.runs import Stopped, WarmUp, run_arm

# Change this when the columns of a block or their meaning change.
SCHEMA = 2
SEEDS_A_BLOCK = 25
# Settings that say how a study is asked and reported, and leave each run as it is.
_ABOUT_THE_STUDY = ("replicates", "seed", "design", "window", "placebos", "equal_cost", "question")


def scenario_of(settings: Settings) -> Settings:
    """The same settings without what leaves a run as it is: two studies that ask differently share their runs."""
    plain = {name: Settings.model_fields[name].get_default() for name in _ABOUT_THE_STUDY}
    return settings.model_copy(update=plain)


@cache
def version_of_blocks() -> str:
    """Sixteen hexadecimal digits that change when code that can change a result does, or the form of a block."""
    return hashlib.sha256(f"{result_digest()} {SCHEMA}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Block:
    """Runs of one scenario on the seeds `first_seed` to `first_seed + seeds - 1`.

    start_weeks: weeks whose first year is kept beside the last year and the whole time, as an intervention may begin
    late, and what it is compared with must cover the same weeks.
    """

    settings: Settings
    first_seed: int
    seeds: int
    start_weeks: tuple[int, ...] = (0,)

    @cached_property
    def key(self) -> str:
        """Sixty-four hexadecimal digits that name the block."""
        content = {
            "schema": SCHEMA,
            "code": result_digest(),
            "settings": scenario_of(self.settings).model_dump(mode="json"),
            "seeds": [self.first_seed, self.seeds],
            "start_weeks": list(self.start_weeks),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @cached_property
    def origin(self) -> str:
        """What blocks share that can share a warm-up: the organisation without interventions, and the seeds."""
        return scenario_of(self.settings.without_interventions()).model_dump_json() + f" {self.first_seed} {self.seeds}"

    @property
    def windows(self) -> dict[str, slice]:
        """The stretches of weeks over which outcomes are kept, by name."""
        first = {f"first_year_from_{start}": slice(start, start + WEEKS_A_YEAR) for start in self.start_weeks}
        weeks = self.settings.weeks
        return {**first, "last_year": slice(weeks - WEEKS_A_YEAR, weeks), "whole": slice(0, weeks)}


@dataclass(frozen=True)
class Row:
    """One run of a block: how it ended, and its tallies added up over each window, rows of `sim.state.Tally`."""

    status: str
    reason: str
    totals: np.ndarray


def run_blocks(blocks: list[Block], stop: Event) -> list[tuple[str, bytes]]:
    """Run blocks of the same origin, each warm-up once for all of them; key and content of each. Raises Stopped."""
    rows: list[list[Row]] = [[] for _ in blocks]
    for seed in range(blocks[0].first_seed, blocks[0].first_seed + blocks[0].seeds):
        warm = warm_up_or_reason(blocks[0].settings.without_interventions(), seed, stop)
        for block, found in zip(blocks, rows, strict=True):
            found.append(_row(block, warm, stop))
    return [(block.key, encoded(block, found)) for block, found in zip(blocks, rows, strict=True)]


def _row(block: Block, warm: WarmUp | str, stop: Event) -> Row:
    """One run from its warm-up. Whatever goes wrong becomes a row that says so."""
    nothing = np.zeros(len(block.windows), dtype_of(Tally))
    if isinstance(warm, str):
        return Row(FAILED, warm, nothing)
    try:
        tallies = run_arm(warm, block.settings, stop)
    except Stopped:
        raise
    except Exception as error:
        return Row(FAILED, reason_of(error), nothing)
    totals = np.zeros_like(nothing)
    for place, weeks in enumerate(block.windows.values()):
        totals[place] = total(tallies[weeks])[0]
    return Row(FINISHED, "", totals)


def columns_of(block: Block) -> list[str]:
    """Names of the values of a run, `WINDOW.OUTCOME`, in the order in which they are kept."""
    names = names_of(block.settings.authority.tiers)
    return [f"{window}.{name}" for window in block.windows for name in names]


def _values(block: Block, rows: list[Row]) -> np.ndarray:
    """Outcomes of the runs, shape (runs, columns), nan where a run failed; all at once, as a ratio costs more than a row."""
    lengths = [float(weeks.stop - weeks.start) for weeks in block.windows.values()]
    totals = np.concatenate([row.totals for row in rows])
    values = ratios(totals, np.tile(lengths, len(rows)), block.settings.authority.tiers).reshape(len(rows), -1)
    values[[row.status == FAILED for row in rows]] = np.nan
    return values


def encoded(block: Block, rows: list[Row]) -> bytes:
    """The content of a block: Parquet with one row a run, all its values in one list; the same rows give the same bytes.

    One column for all values, named in the metadata, is read twenty times as fast as a column for each, and is smaller.
    """
    columns = columns_of(block)
    values = _values(block, rows)
    table = pa.table(
        {
            "seed": pa.array(range(block.first_seed, block.first_seed + block.seeds), pa.int64()),
            "status": pa.array([row.status for row in rows], pa.string()),
            "reason": pa.array([row.reason for row in rows], pa.string()),
            "values": pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), len(columns)),
        }
    ).replace_schema_metadata({"key": block.key, "schema": str(SCHEMA), "columns": json.dumps(columns)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    content: bytes = sink.getvalue().to_pybytes()
    return content


@dataclass(frozen=True)
class BlockRows:
    """The runs of a block as it is kept: seed, status and reason of each, and all their values, (runs, columns).

    places: the column of each `WINDOW.OUTCOME`.
    """

    seed: np.ndarray
    status: list[str]
    reason: list[str]
    values: np.ndarray
    places: dict[str, int]


def decoded(content: bytes) -> BlockRows:
    """What `encoded` wrote."""
    table = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
    columns = json.loads(table.schema.metadata[b"columns"])
    return BlockRows(
        table["seed"].to_numpy(),
        table["status"].to_pylist(),
        table["reason"].to_pylist(),
        table["values"].combine_chunks().flatten().to_numpy().reshape(len(table), len(columns)),
        {name: place for place, name in enumerate(columns)},
    )
