"""The two large tables of a sweep, written as it is read: runs.parquet, one row a run, and comparison.csv, the answers.

Many points are written at once, as a row group costs as much as the rows in it, and never all of them, so that memory
stays flat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

# Points are written together until they have so many runs, about 4 MB of outcomes.
RUNS_AT_ONCE = 8_000
_TEXTS = ("arm", "status", "reason")


@dataclass(frozen=True)
class _PointRuns:
    """A point with the runs of each of its arms, by name of the arm, read from the store."""

    planned: PlannedPoint
    rows: dict[str, Rows]

    @property
    def number(self) -> int:
        return self.planned.point.number

    @property
    def tiers(self) -> int:
        return self.planned.point.settings.authority.tiers

    @property
    def window(self) -> str:
        """The window of the study, as blocks name it."""
        return window_name(self.planned.point.settings.window)


@dataclass(frozen=True)
class _ArmAnswer:
    """What comparison.csv says of one arm of a point, one row an outcome: over the window, and over the arm's first year."""

    planned: PlannedPoint
    arm: Arm
    outcomes: Sequence[Outcome]
    in_window: Paired
    in_first_year: Paired


def write_tables(points: Sequence[PlannedPoint], done: SweepRun, store: Store, folder: Path) -> pd.DataFrame:
    """Write both tables into `folder`; the answers, as comparison.csv holds them."""
    names = names_of(max(one.point.settings.authority.tiers for one in points))
    schema = _schema_of_runs(names)
    answers: list[pd.DataFrame] = []
    with (
        pq.ParquetWriter(folder / "runs.parquet", schema, compression="zstd", use_dictionary=list(_TEXTS)) as writer,
        (folder / "comparison.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        for chunk in _chunks(points, done):
            read = [_runs_of_point(one, done, store) for one in chunk]
            writer.write_table(pa.table(_run_columns(read, names), schema=schema))
            found = _answers(read, done)
            found.to_csv(file, index=False, lineterminator="\n", header=not answers)
            answers.append(found)
    return pd.concat(answers, ignore_index=True)


def _schema_of_runs(names: Sequence[str]) -> pa.Schema:
    return pa.schema(
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


def _chunks(points: Sequence[PlannedPoint], done: SweepRun) -> Iterator[list[PlannedPoint]]:
    """The points in their order, cut where those since the last cut have `RUNS_AT_ONCE` runs.

    Where it is cut depends on how many runs there are and on nothing else, so that the same sweep gives the same bytes.
    """
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


def _first_year_of(arm: Arm) -> str:
    """The first year in which an arm acts, as blocks name it."""
    return f"first_year_from_{arm.start_week}"


def _runs_of_point(one: PlannedPoint, done: SweepRun, store: Store) -> _PointRuns:
    """The runs of each arm of a point, over the window of the study and the first year of every arm."""
    names = names_of(one.point.settings.authority.tiers)
    windows = list(dict.fromkeys([window_name(one.point.settings.window), *map(_first_year_of, one.arms)]))
    rows = {
        arm.name: rows_of(one, arm, done.replicates[one.point.number, arm.name], store, windows, names)
        for arm in one.arms
    }
    return _PointRuns(one, rows)


def _run_columns(read: Sequence[_PointRuns], names: Sequence[str]) -> dict[str, object]:
    """One row a run: point, arm, replicate, seed, status, reason, outcomes over the window of the study.

    names: of all outcomes; those of tiers that a point lacks are missing in its rows.
    """
    flat = [(one, arm, one.rows[arm.name]) for one in read for arm in one.planned.arms]
    counts = [len(rows.seed) for _, _, rows in flat]
    values = np.full((sum(counts), len(names)), np.nan)
    known = np.ones(values.shape, dtype=bool)
    first = 0
    for (one, _, rows), count in zip(flat, counts, strict=True):
        own = names_of(one.tiers)
        places = [names.index(name) for name in own] if len(own) < len(names) else slice(None)
        known[first : first + count] = False
        known[first : first + count, places] = True
        values[first : first + count, places] = rows.windows[one.window]
        first += count
    return {
        "point": np.repeat([one.number for one, _, _ in flat], counts),
        "arm": _repeated([arm.name for _, arm, _ in flat], counts),
        "replicate": np.concatenate([np.arange(1, count + 1) for count in counts]),
        "seed": np.concatenate([rows.seed for _, _, rows in flat]),
        "status": [status for _, _, rows in flat for status in rows.status],
        "reason": [reason for _, _, rows in flat for reason in rows.reason],
        **{
            name: pa.array(values[:, place], mask=None if known[:, place].all() else ~known[:, place])
            for place, name in enumerate(names)
        },
    }


def _answers(read: Sequence[_PointRuns], done: SweepRun) -> pd.DataFrame:
    """The answers of some points beside the values that make them, and whether their precision was reached.

    One row for each arm that is compared, and outcome; for each outcome of the baseline, with its interval and no
    difference, where nothing is compared.
    """
    found = [answer for one in read for answer in _answers_of_point(one)]
    counts = [len(answer.outcomes) for answer in found]
    outcomes = [outcome for answer in found for outcome in answer.outcomes]
    # Every point of a sweep has values under the same names.
    varying = found[0].planned.point.values
    columns: dict[str, object] = {
        "point": np.repeat([answer.planned.point.number for answer in found], counts),
        **{path: _repeated([shown(answer.planned.point.values[path]) for answer in found], counts) for path in varying},
        "arm": _repeated([answer.arm.name for answer in found], counts),
        "outcome": [outcome.name for outcome in outcomes],
        "label": [outcome.label for outcome in outcomes],
        "unit": [outcome.unit for outcome in outcomes],
        "better": [outcome.better for outcome in outcomes],
        **{
            name: np.concatenate([getattr(answer.in_window, name) for answer in found])
            for name in ("baseline", "mean", "difference", "ci_low", "ci_high", "p_better", "replicates")
        },
        **{
            f"{name}_first_year": np.concatenate([getattr(answer.in_first_year, name) for answer in found])
            for name in ("difference", "ci_low", "ci_high")
        },
    }
    if done.reached:
        reached = [done.reached.get((answer.planned.point.number, answer.arm.name), True) for answer in found]
        columns["precise"] = np.repeat(reached, counts)
    return pd.DataFrame(columns)


def _repeated(texts: Sequence[str], counts: Sequence[int]) -> list[str]:
    """Each text as often as its count says."""
    return [text for text, count in zip(texts, counts, strict=True) for _ in range(count)]


def _answers_of_point(one: _PointRuns) -> Iterator[_ArmAnswer]:
    """Each arm of a point that is compared with another; of a point in which nothing is, the level of its baseline."""
    planned, outcomes = one.planned, outcomes_of(one.tiers)
    if all(arm.name == arm.against for arm in planned.arms):
        baseline = planned.arms[0]
        yield _ArmAnswer(planned, baseline, outcomes, *_level(one.rows[baseline.name].windows[one.window]))
        return
    signs = np.array([outcome.sign for outcome in outcomes])
    for arm in planned.arms:
        if arm.name == arm.against:
            continue
        mine, theirs = one.rows[arm.name], one.rows[arm.against]
        # Under a precision the baseline may have been run more often than this arm.
        pairs = min(len(mine.seed), len(theirs.seed))
        in_window, in_first_year = (
            paired(mine.windows[weeks][:pairs], theirs.windows[weeks][:pairs], signs)
            for weeks in (one.window, _first_year_of(arm))
        )
        yield _ArmAnswer(planned, arm, outcomes, in_window, in_first_year)


def _level(values: np.ndarray) -> tuple[Paired, Paired]:
    """The level of a baseline with its interval in place of a difference, and nothing about its first year.

    values: outcomes of the runs of the baseline over the window, (runs, outcomes).
    """
    unknown = np.full(values.shape[1], np.nan)
    # Held against nothing but zeros, the difference is the level itself.
    level = paired(values, np.zeros_like(values), unknown)
    in_window = Paired(level.mean, level.mean, unknown, level.ci_low, level.ci_high, unknown, level.replicates)
    return in_window, Paired(unknown, unknown, unknown, unknown, unknown, unknown, level.replicates)
