"""The commands of sweeps: sweep itself, and what can be done with the store."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sim.commands import bar, next_folder, say_that_it_compiles
from sim.configuration.points import shown
from sim.errors import UserError
from sim.request import Request
from sim.settings.study import Settings
from sim.study.arms import FEW_REPLICATES
from sim.study.place import check_place
from sim.study.runs import run
from sim.sweep.folder import identity_of_sweep, write_sweep
from sim.sweep.plan import PlannedPoint, missing, planned, runs_of
from sim.sweep.run import SweepRun, run_sweep
from sim.sweep.sampling import Sampled, sampled
from sim.sweep.screen import Screen, differences_of, read_screen
from sim.sweep.store import Store, collect_garbage, default_folder, verify
from sim.sweep.text import text_of
from sim.sweep.words import Asked, read_words

INTERRUPTED = 130


def sweep(request: Request, command: Sequence[str]) -> int:
    """Plan a sweep, say what it takes, run what is missing, and write and print the answer."""
    asked = read_words(request)
    design = sampled(asked.sweep, asked.sampling, asked.points, asked.over)
    points = [planned(point) for point in design.points]
    replicates = points[0].point.settings.replicates
    if any(one.point.settings.replicates != replicates for one in points):
        raise UserError("replicates: the same for every point of a sweep; give one number")
    store = Store(request.cache or default_folder()).open()
    print(design.words, file=sys.stderr)
    print(_plan_in_words(asked, points, replicates, store), file=sys.stderr, flush=True)
    if request.dry_run:
        return 0
    out = request.out or next_folder("sweep")
    check_place(Path(out).absolute(), identity_of_sweep(points))
    say_that_it_compiles()
    try:
        with bar() as progress:
            done = run_sweep(
                points,
                replicates,
                store,
                asked.executor,
                precision=asked.precision or None,
                shard=request.shard,
                progress=progress,
            )
    except KeyboardInterrupt:
        print(_what_is_remembered(points, replicates, store), file=sys.stderr)
        return INTERRUPTED
    if done.damaged:
        print(f"cache: {done.damaged} damaged blocks were found and run again", file=sys.stderr)
    if not done.complete:
        number, shards = request.shard
        print(
            f"Shard {number} of {shards} is done: {done.made:,} runs made. When all are, the same command without --shard"
        )
        print("finds them in the cache and writes the answer.")
        return 0
    screen = _screen(asked, design, points, done, store)
    more = {"precision": asked.precision} if asked.precision else {}
    written, answers = write_sweep(points, done, store, out, command=list(command), screen=screen, **more)
    sample = asked.sampling in ("latin_hypercube", "sobol")
    print(screen.text() if screen else text_of(points, answers, done, asked.outcome, sample))
    print(f"\nResults: {written}")
    return 0


def _what_is_remembered(points: list[PlannedPoint], replicates: int, store: Store) -> str:
    """What an interruption has left."""
    blocks = {block.key: block for one in points for arm in one.arms for block in one.blocks(arm, replicates)}
    total = runs_of(list(blocks.values()))
    held = total - runs_of(list(missing(blocks.values(), store).values()))
    return f"interrupted: {held:,} of {total:,} runs are remembered; the same command goes on with the others"


def _screen(asked: Asked, design: Sampled, points: list[PlannedPoint], done: SweepRun, store: Store) -> Screen | None:
    """What a screen shows; None for any other design. Pairs of a folded design are mixed with each other."""
    if design.screen is None:
        return None
    base = asked.sweep.settings_at({})
    differences = differences_of(points, done, store, asked.outcome)
    return read_screen(
        design.screen,
        base,
        differences,
        asked.outcome,
        budget=asked.budget,
        budget_hours=asked.budget_hours,
        pairs=asked.sampling == "pairs",
    )


def _plan_in_words(asked: Asked, points: list[PlannedPoint], replicates: int, store: Store) -> str:
    """How many runs, how many are there already, and about how long the rest takes."""
    blocks = {block.key: block for one in points for arm in one.arms for block in one.blocks(arm, replicates)}
    lacking = missing(blocks.values(), store)
    runs, left = runs_of(list(blocks.values())), runs_of(list(lacking.values()))
    varying = [f"{path} in {', '.join(map(shown, values))}" for path, values in asked.sweep.varying.items()]
    lines = [
        *varying,
        f"{runs:,} different runs"
        + (" at the most" if asked.precision else "")
        + f", of which {runs - left:,} are in the cache",
    ]
    if left:
        lines.append(
            f"about {_duration(_seconds_a_run(next(iter(lacking.values())).settings) * left / asked.executor.workers)} to go"
        )
    if replicates < FEW_REPLICATES:
        lines.append(f"{replicates} replicates are few: intervals are rough")
    return "\n".join(lines)


def _seconds_a_run(settings: Settings) -> float:
    """Seconds that one run takes here on one processor, found by making one."""
    say_that_it_compiles()
    run(settings.model_copy(update={"years": 1, "warmup_years": 1, "interventions": {}, "events": {}}))
    started = time.perf_counter()
    run(settings)
    return time.perf_counter() - started


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1.0, seconds):.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def cache(request: Request) -> int:
    """`coalface cache verify` and `coalface cache gc`."""
    if request.words not in (["verify"], ["gc"]):
        raise UserError(
            "cache: write coalface cache verify (read every block) or coalface cache gc (remove what is of no use)"
        )
    folder = request.cache or default_folder()
    if not folder.is_dir():
        print(f"{folder}: nothing is kept there")
        return 0
    found = verify(folder) if request.words == ["verify"] else collect_garbage(folder)
    done = "damaged" if request.words == ["verify"] else "damaged, removed"
    print(f"{folder}")
    print(f"{found.blocks:,} blocks of the present code, {found.size / 1e6:,.1f} MB")
    gone = "" if request.words == ["verify"] else ", removed"
    print(f"{found.others:,} blocks of other versions, {found.others_size / 1e6:,.1f} MB{gone}")
    print(f"{len(found.damaged):,} {done}" + "".join(f"\n  {path}" for path in found.damaged))
    return 1 if found.damaged and request.words == ["verify"] else 0
