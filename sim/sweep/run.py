"""Run a sweep: what the store lacks is run, block by block, and the answer is read from the store alone.

So a sweep that was stopped anywhere goes on with exactly the runs that are missing, and its answer is the same to the byte.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from sim.errors import UserError
from sim.study.arms import Arm
from sim.study.precision import Precision, look
from sim.sweep.blocks import SEEDS_A_BLOCK, Block
from sim.sweep.executor import Executor
from sim.sweep.plan import PlannedPoint, in_shard, missing, runs_of, tasks_of
from sim.sweep.rows import rows_of, window_name
from sim.sweep.store import Store

# Called with runs done and runs in all.
Progress = Callable[[int, int], object]
# A store that is damaged again and again is no store.
_MOST_PASSES = 5


@dataclass
class SweepRun:
    """What was run of a sweep.

    replicates: runs of each arm, by number of the point and name of the arm. reached: whether the precision asked for was
    reached there. made: runs that had to be made. found: runs that the store held before. damaged: blocks that were found
    damaged, and made again. complete: False where only a shard of the blocks was run. own: keys of the blocks made here.
    """

    replicates: dict[tuple[int, str], int] = field(default_factory=dict)
    reached: dict[tuple[int, str], bool] = field(default_factory=dict)
    made: int = 0
    found: int = 0
    damaged: int = 0
    complete: bool = True
    own: set[str] = field(default_factory=set)


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
    seen: dict[tuple[int, str], int] = {}
    while precision is not None:
        wanting = _not_reached(points, done, store, precision, seen)
        if not wanting:
            break
        for key in wanting:
            done.replicates[key] = min(replicates, done.replicates[key] + SEEDS_A_BLOCK)
        _make(points, done, store, executor, shard, progress)
        if all(done.replicates[key] == replicates for key in wanting):
            _not_reached(points, done, store, precision, seen)
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
        # Later passes, and more replicates for a precision, meet the blocks that were made here.
        done.found = here - runs_of([block for key, block in blocks.items() if key in done.own and key not in wanted])
        if progress is not None:
            progress(here, total)
        with closing(executor.run(tasks_of(wanted.values()))) as results:
            for result in results:
                for key, content in result:
                    store.write(key, content)
                    done.own.add(key)
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
    points: Sequence[PlannedPoint],
    done: SweepRun,
    store: Store,
    precision: Mapping[str, float],
    seen: dict[tuple[int, str], int],
) -> list[tuple[int, str]]:
    """Arms of which more runs are needed, with the arms they are compared with; says in `done` which have arrived.

    seen: runs of each arm when it was last looked at; with no more of them there is nothing new to be seen.
    """
    wanting: dict[tuple[int, str], None] = {}
    for one in points:
        number = one.point.number
        settings = one.point.settings
        for arm in one.arms:
            if arm.name == arm.against:
                continue
            count = done.replicates[number, arm.name]
            if seen.get((number, arm.name)) != count:
                done.reached[number, arm.name] = is_precise(one, arm, count, store, settings.window, precision)
                seen[number, arm.name] = count
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
