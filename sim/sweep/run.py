"""Run a sweep: what the store lacks is run, block by block, and the answer is read from the store alone.

So a sweep that was stopped anywhere goes on with exactly the runs that are missing, and its answer is the same to the byte.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.outcomes import Outcome, outcomes_of
from sim.study.arms import Arm
from sim.study.precision import Precision, look
from sim.study.replicate import FAILED
from sim.study.statistics import paired
from sim.sweep.blocks import SEEDS_A_BLOCK, Block
from sim.sweep.executor import Executor
from sim.sweep.plan import PlannedPoint, in_shard, missing, runs_of, tasks_of
from sim.sweep.store import Store

# Called with runs done and runs in all.
Progress = Callable[[int, int], object]
# A store that is damaged again and again is no store.
_MOST_PASSES = 5


@dataclass
class SweepRun:
    """What was run of a sweep.

    replicates: runs of each arm, by number of the point and name of the arm. reached: whether the precision asked for was
    reached there. made: runs that had to be made. found: runs that the store held. damaged: blocks that were found
    damaged, and made again. complete: False where only a shard of the blocks was run.
    """

    replicates: dict[tuple[int, str], int] = field(default_factory=dict)
    reached: dict[tuple[int, str], bool] = field(default_factory=dict)
    made: int = 0
    found: int = 0
    damaged: int = 0
    complete: bool = True


@dataclass(frozen=True)
class Rows:
    """Runs of one arm: seed, status and reason of each, and outcomes by window, each of shape (runs, outcomes)."""

    seed: np.ndarray
    status: list[str]
    reason: list[str]
    windows: dict[str, np.ndarray]


def rows_of(
    point: PlannedPoint, arm: Arm, replicates: int, store: Store, windows: Sequence[str], outcomes: Sequence[str]
) -> Rows:
    """The first `replicates` runs of one arm of one point, from the store, which must hold them."""
    names = [f"{window}.{outcome}" for window in windows for outcome in outcomes]
    tables = []
    for block in point.blocks(arm, replicates):
        table = store.read(block.key, ["seed", "status", "reason", *names])
        assert table is not None, "a block that was there a moment ago is gone"
        tables.append(table)
    values = np.concatenate([np.column_stack([table[name].to_numpy() for name in names]) for table in tables])
    parts = np.split(values, len(windows), axis=1)
    return Rows(
        np.concatenate([table["seed"].to_numpy() for table in tables]),
        [status for table in tables for status in table["status"].to_pylist()],
        [reason for table in tables for reason in table["reason"].to_pylist()],
        dict(zip(windows, parts, strict=True)),
    )


def run_sweep(
    points: Sequence[PlannedPoint],
    replicates: int,
    store: Store,
    executor: Executor,
    *,
    precision: Mapping[str, float] | None = None,
    shard: tuple[int, int] = (1, 1),
    progress: Progress | None = None,
) -> SweepRun:
    """Run what the store lacks of all points.

    replicates: runs of each arm, or the most of them where a precision is asked for. precision: half-widths of paired
    differences that are narrow enough, by outcome, in the unit of the outcome. Raises UserError where a shard is
    asked for together with a precision, which needs all runs to be seen.
    """
    if precision is not None and shard != (1, 1):
        raise UserError("precision: needs all runs to be seen, so it cannot be had from a shard; leave one of them out")
    done = SweepRun(complete=shard == (1, 1))
    first = replicates if precision is None else min(replicates, SEEDS_A_BLOCK)
    done.replicates = {(one.point.number, arm.name): first for one in points for arm in one.arms}
    _make(points, done, store, executor, shard, progress)
    while precision is not None:
        wanting = _not_reached(points, done, store, precision)
        if not wanting:
            break
        for key in wanting:
            done.replicates[key] = min(replicates, done.replicates[key] + SEEDS_A_BLOCK)
        _make(points, done, store, executor, shard, progress)
        if all(done.replicates[key] == replicates for key in wanting):
            _not_reached(points, done, store, precision)
            break
    return done


def _blocks(points: Sequence[PlannedPoint], done: SweepRun) -> list[Block]:
    return [
        block
        for one in points
        for arm in one.arms
        for block in one.blocks(arm, done.replicates[one.point.number, arm.name])
    ]


def _make(
    points: Sequence[PlannedPoint],
    done: SweepRun,
    store: Store,
    executor: Executor,
    shard: tuple[int, int],
    progress: Progress | None,
) -> None:
    """Run missing blocks until the store holds all of them whole; those that turn out to be damaged are run again."""
    blocks = {block.key: block for block in _blocks(points, done)}
    for _ in range(_MOST_PASSES):
        wanted = {key: block for key, block in missing(blocks.values(), store).items() if in_shard(key, shard)}
        total = runs_of(list(blocks.values()))
        here = total - runs_of(list(wanted.values()))
        done.found = max(done.found, here)
        if progress is not None:
            progress(here, total)
        with closing(executor.run(tasks_of(wanted.values()))) as results:
            for result in results:
                for key, content in result:
                    store.write(key, content)
                    here += blocks[key].seeds
                    done.made += blocks[key].seeds
                if progress is not None:
                    progress(here, total)
        before = len(store.damaged)
        if all(store.is_whole(key) for key in blocks if key in store) and len(store.damaged) == before:
            return
        done.damaged = len(store.damaged)
    raise UserError(f"cache: blocks in {store.place} are damaged as soon as they are written; is the disk failing?")


def _not_reached(
    points: Sequence[PlannedPoint], done: SweepRun, store: Store, precision: Mapping[str, float]
) -> list[tuple[int, str]]:
    """Arms of which more runs are needed, with the arms they are compared with; says in `done` which have arrived."""
    wanting: dict[tuple[int, str], None] = {}
    for one in points:
        number = one.point.number
        settings = one.point.settings
        for arm in one.arms:
            if arm.name == arm.against:
                continue
            count = done.replicates[number, arm.name]
            done.reached[number, arm.name] = is_precise(one, arm, count, store, settings.window, precision)
            if not done.reached[number, arm.name]:
                wanting[number, arm.name] = None
                wanting[number, arm.against] = None
    return list(wanting)


def is_precise(
    one: PlannedPoint, arm: Arm, replicates: int, store: Store, window: str, targets: Mapping[str, float]
) -> bool:
    """Whether the paired difference of each outcome is known as well as was asked for, over the first `replicates` runs."""
    against = next(other for other in one.arms if other.name == arm.against)
    late, outcomes = window_name(window), list(targets)
    mine, theirs = (rows_of(one, each, replicates, store, [late], outcomes) for each in (arm, against))
    differences = mine.windows[late] - theirs.windows[late]
    plans = [
        Precision(width, first_look=SEEDS_A_BLOCK, block=SEEDS_A_BLOCK, cap=max(replicates, SEEDS_A_BLOCK))
        for width in targets.values()
    ]
    return all(bool(look(differences[:, [place]], plan).enough[0]) for place, plan in enumerate(plans))


def window_name(window: str) -> str:
    """The stretch of weeks, as blocks name it, that goes with a window of the study."""
    return "first_year_from_0" if window == "first_year" else window


def table_of(one: PlannedPoint, done: SweepRun, store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs and answer of one point: one row a run, and one row for each arm that is compared, and outcome.

    A point without interventions has a row for each outcome of its baseline, with its interval and no difference.
    """
    settings = one.point.settings
    outcomes = outcomes_of(settings.authority.tiers)
    names = [outcome.name for outcome in outcomes]
    late = window_name(settings.window)
    windows = list(dict.fromkeys([late, *(f"first_year_from_{arm.start_week}" for arm in one.arms)]))
    rows = {
        arm.name: rows_of(one, arm, done.replicates[one.point.number, arm.name], store, windows, names)
        for arm in one.arms
    }
    runs = pd.concat([_runs(one, arm, rows[arm.name], late, names) for arm in one.arms], ignore_index=True)
    parts = [_answer(one, arm, outcomes, rows, late) for arm in one.arms if arm.name != arm.against]
    if not parts:
        parts = [_level(one, outcomes, rows[one.arms[0].name].windows[late])]
    return runs, pd.concat(parts, ignore_index=True)


def _runs(one: PlannedPoint, arm: Arm, rows: Rows, window: str, names: list[str]) -> pd.DataFrame:
    """One row a run: point, arm, replicate, seed, status, reason, outcomes over the window of the study."""
    head = pd.DataFrame(
        {
            "point": one.point.number,
            "arm": arm.name,
            "replicate": np.arange(1, len(rows.seed) + 1),
            "seed": rows.seed,
            "status": rows.status,
            "reason": rows.reason,
        }
    )
    return head.join(pd.DataFrame(rows.windows[window], columns=names))


def _head(one: PlannedPoint, arm: Arm, outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "point": one.point.number,
        "arm": arm.name,
        "outcome": [outcome.name for outcome in outcomes],
        "label": [outcome.label for outcome in outcomes],
        "unit": [outcome.unit for outcome in outcomes],
        "better": [outcome.better for outcome in outcomes],
    }


def _answer(
    one: PlannedPoint,
    arm: Arm,
    outcomes: Sequence[Outcome],
    rows: dict[str, Rows],
    window: str,
) -> pd.DataFrame:
    """The paired difference of one arm from the one that it is compared with."""
    signs = np.array([outcome.sign for outcome in outcomes])
    mine, theirs = rows[arm.name].windows, rows[arm.against].windows
    # Under a precision the baseline may have been run more often than this arm.
    pairs = min(len(mine[window]), len(theirs[window]))
    first = f"first_year_from_{arm.start_week}"
    late = paired(mine[window][:pairs], theirs[window][:pairs], signs)
    year = paired(mine[first][:pairs], theirs[first][:pairs], signs)
    return pd.DataFrame(
        {
            **_head(one, arm, outcomes),
            "baseline": late.baseline,
            "mean": late.mean,
            "difference": late.difference,
            "ci_low": late.ci_low,
            "ci_high": late.ci_high,
            "p_better": late.p_better,
            "replicates": late.replicates,
            "difference_first_year": year.difference,
            "ci_low_first_year": year.ci_low,
            "ci_high_first_year": year.ci_high,
        }
    )


def _level(one: PlannedPoint, outcomes: Sequence[Outcome], values: np.ndarray) -> pd.DataFrame:
    """The level of the baseline of a point in which nothing is compared."""
    same = paired(values, np.zeros_like(values), np.full(len(outcomes), np.nan))
    nothing = np.full(len(outcomes), np.nan)
    return pd.DataFrame(
        {
            **_head(one, one.arms[0], outcomes),
            "baseline": same.mean,
            "mean": same.mean,
            "difference": nothing,
            "ci_low": same.ci_low,
            "ci_high": same.ci_high,
            "p_better": nothing,
            "replicates": same.replicates,
            "difference_first_year": nothing,
            "ci_low_first_year": nothing,
            "ci_high_first_year": nothing,
        }
    )


def failures_of(runs: pd.DataFrame) -> int:
    """Runs that failed."""
    return int((runs["status"] == FAILED).sum())
