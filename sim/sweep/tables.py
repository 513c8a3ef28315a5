"""The two large tables of a sweep, written as it is read: runs.parquet, one row a run, and comparison.csv, the answers.

Many points are written at once, as a row group costs as much as the rows in it, and never all of them, so that memory
stays flat.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.configuration.points import shown
from sim.outcomes import Outcome, names_of, outcomes_of
from sim.study.arms import Arm
from sim.study.statistics import Paired, paired
from sim.sweep.plan import PlannedPoint
from sim.sweep.rows import Rows, rows_of, window_name
from sim.sweep.run import SweepRun
from sim.sweep.store import Store

# About 4 MB of outcomes.
RUNS_AT_ONCE = 8_000
_TEXTS = ("arm", "status", "reason")


def write_tables(points: Sequence[PlannedPoint], done: SweepRun, store: Store, folder: Path) -> pd.DataFrame:
    """Write both tables into `folder`; the answers, as comparison.csv holds them."""
    names = names_of(max(one.point.settings.authority.tiers for one in points))
    schema = pa.schema(
        [
            ("point", pa.int64()),
            ("arm", pa.large_string()),
            ("replicate", pa.int64()),
            ("seed", pa.int64()),
            ("status", pa.large_string()),
            ("reason", pa.large_string()),
            *((name, pa.float64()) for name in names),
        ]
    )
    answers: list[pd.DataFrame] = []
    with (
        pq.ParquetWriter(folder / "runs.parquet", schema, compression="zstd", use_dictionary=list(_TEXTS)) as writer,
        (folder / "comparison.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        for chunk in _chunks(points, done):
            read = [(one, _rows_of_point(one, done, store)) for one in chunk]
            writer.write_table(pa.table(_runs(read, names), schema=schema))
            found = _answers(read, done)
            found.to_csv(file, index=False, lineterminator="\n", header=not answers)
            answers.append(found)
    return pd.concat(answers, ignore_index=True)


def _chunks(points: Sequence[PlannedPoint], done: SweepRun) -> Iterator[list[PlannedPoint]]:
    """Points one after the other, as many at once as have that many runs together, by what was run of them alone."""
    chunk: list[PlannedPoint] = []
    runs = 0
    for one in points:
        chunk.append(one)
        runs += sum(done.replicates[one.point.number, arm.name] for arm in one.arms)
        if runs >= RUNS_AT_ONCE:
            yield chunk
            chunk, runs = [], 0
    if chunk:
        yield chunk


def _rows_of_point(one: PlannedPoint, done: SweepRun, store: Store) -> dict[str, Rows]:
    """The runs of each arm of a point, over the window of the study and the first year of every arm."""
    names = names_of(one.point.settings.authority.tiers)
    late = window_name(one.point.settings.window)
    windows = list(dict.fromkeys([late, *(f"first_year_from_{arm.start_week}" for arm in one.arms)]))
    return {
        arm.name: rows_of(one, arm, done.replicates[one.point.number, arm.name], store, windows, names)
        for arm in one.arms
    }


def _runs(read: Sequence[tuple[PlannedPoint, dict[str, Rows]]], names: Sequence[str]) -> dict[str, object]:
    """One row a run: point, arm, replicate, seed, status, reason, outcomes over the window of the study.

    names: of all outcomes; those of tiers that a point lacks are missing in its rows.
    """
    flat = [(one, arm, rows[arm.name]) for one, rows in read for arm in one.arms]
    counts = [len(rows.seed) for _, _, rows in flat]
    values = np.full((sum(counts), len(names)), np.nan)
    known = np.ones(values.shape, dtype=bool)
    first = 0
    for (one, _, rows), count in zip(flat, counts, strict=True):
        own = names_of(one.point.settings.authority.tiers)
        places = [names.index(name) for name in own] if len(own) < len(names) else slice(None)
        known[first : first + count] = False
        known[first : first + count, places] = True
        values[first : first + count, places] = rows.windows[window_name(one.point.settings.window)]
        first += count
    return {
        "point": np.repeat([one.point.number for one, _, _ in flat], counts),
        "arm": [arm.name for (_, arm, _), count in zip(flat, counts, strict=True) for _ in range(count)],
        "replicate": np.concatenate([np.arange(1, count + 1) for count in counts]),
        "seed": np.concatenate([rows.seed for _, _, rows in flat]),
        "status": [status for _, _, rows in flat for status in rows.status],
        "reason": [reason for _, _, rows in flat for reason in rows.reason],
        **{
            name: pa.array(values[:, place], mask=None if known[:, place].all() else ~known[:, place])
            for place, name in enumerate(names)
        },
    }


def _answers(read: Sequence[tuple[PlannedPoint, dict[str, Rows]]], done: SweepRun) -> pd.DataFrame:
    """The answers of some points beside the values that make them, and whether their precision was reached.

    One row for each arm that is compared, and outcome; for each outcome of the baseline, with its interval and no
    difference, where nothing is compared.
    """
    lines = [line for one, rows in read for line in _lines(one, rows)]
    counts = [len(line[2]) for line in lines]
    outcomes = [outcome for _, _, chosen, _, _ in lines for outcome in chosen]
    values = {path: [shown(one.point.values[path]) for one, *_ in lines] for path in lines[0][0].point.values}
    late, year = ([line[place] for line in lines] for place in (3, 4))
    columns: dict[str, object] = {
        "point": np.repeat([one.point.number for one, *_ in lines], counts),
        **{path: _repeated(texts, counts) for path, texts in values.items()},
        "arm": _repeated([arm.name for _, arm, *_ in lines], counts),
        "outcome": [outcome.name for outcome in outcomes],
        "label": [outcome.label for outcome in outcomes],
        "unit": [outcome.unit for outcome in outcomes],
        "better": [outcome.better for outcome in outcomes],
        **{
            name: np.concatenate([getattr(one, name) for one in late])
            for name in ("baseline", "mean", "difference", "ci_low", "ci_high", "p_better", "replicates")
        },
        **{
            f"{name}_first_year": np.concatenate([getattr(one, name) for one in year])
            for name in ("difference", "ci_low", "ci_high")
        },
    }
    if done.reached:
        reached = [done.reached.get((one.point.number, arm.name), True) for one, arm, *_ in lines]
        columns["precise"] = np.repeat(reached, counts)
    return pd.DataFrame(columns)


def _repeated(texts: Sequence[str], counts: Sequence[int]) -> list[str]:
    return [text for text, count in zip(texts, counts, strict=True) for _ in range(count)]


_Line = tuple[PlannedPoint, Arm, Sequence[Outcome], Paired, Paired]


def _lines(one: PlannedPoint, rows: dict[str, Rows]) -> Iterator[_Line]:
    """Each arm that is compared with its statistics over the window of the study and over its first year."""
    outcomes = outcomes_of(one.point.settings.authority.tiers)
    late = window_name(one.point.settings.window)
    signs = np.array([outcome.sign for outcome in outcomes])
    if all(arm.name == arm.against for arm in one.arms):
        yield (one, one.arms[0], outcomes, *_level(rows[one.arms[0].name].windows[late]))
        return
    for arm in one.arms:
        if arm.name == arm.against:
            continue
        mine, theirs = rows[arm.name], rows[arm.against]
        # Under a precision the baseline may have been run more often than this arm.
        pairs = min(len(mine.seed), len(theirs.seed))
        first = f"first_year_from_{arm.start_week}"
        found = [paired(mine.windows[w][:pairs], theirs.windows[w][:pairs], signs) for w in (late, first)]
        yield one, arm, outcomes, found[0], found[1]


def _level(values: np.ndarray) -> tuple[Paired, Paired]:
    """The level of the baseline of a point in which nothing is compared, and nothing about its first year."""
    nothing = np.full(values.shape[1], np.nan)
    same = paired(values, np.zeros_like(values), nothing)
    level = Paired(same.mean, same.mean, nothing, same.ci_low, same.ci_high, nothing, same.replicates)
    return level, Paired(nothing, nothing, nothing, nothing, nothing, nothing, same.replicates)
