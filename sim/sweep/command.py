"""The commands of sweeps: sweep itself, and what can be done with the store."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.commands import bar, next_folder, say_that_it_compiles
from sim.configuration.points import Sweep, read_sweep, shown
from sim.errors import UserError
from sim.listing import table
from sim.outcomes import OUTCOMES, outcome_named
from sim.request import Request, near
from sim.settings.study import Settings
from sim.study.arms import FEW_REPLICATES
from sim.study.place import check_place
from sim.study.runs import run
from sim.study.statistics import verdict
from sim.study.text import in_prices
from sim.sweep.executor import LOCAL, Executor, executor_of
from sim.sweep.folder import identity_of_sweep, write_sweep
from sim.sweep.plan import PlannedPoint, missing, planned, runs_of
from sim.sweep.run import Precision, SweepRun, run_sweep
from sim.sweep.store import Store, collect_garbage, default_folder, verify

# Words of a sweep that are no settings.
_WORDS = ("executor", "executor.scheduler", "precision")
_MOST_LINES = 40


@dataclass(frozen=True)
class Asked:
    """A sweep as it was asked for: what varies, and how it is to be run."""

    sweep: Sweep
    executor: Executor
    executor_name: str
    precision: Precision | None
    store: Store


def read_words(request: Request) -> Asked:
    """Sort the words of a sweep; UserError for what does not fit."""
    own: dict[str, str] = {}
    rest = []
    for word in request.words:
        name, _, value = word.partition("=")
        if name in _WORDS:
            if name in own:
                raise UserError(f"{name}: given twice; give it once")
            own[name] = value
        else:
            rest.append(word)
    kind = own.get("executor", LOCAL)
    executor = executor_of(kind, own.get("executor.scheduler"), request.threads)
    precision = read_precision(own["precision"]) if "precision" in own else None
    sweep = read_sweep(rest, request.config_dir)
    return Asked(sweep, executor, kind, precision, Store(request.cache or default_folder()))


def read_precision(text: str) -> Precision:
    """Half-widths by outcome from `turnover_rate:0.5,burnout:0.01`; UserError for what does not fit."""
    names = [outcome.name for outcome in OUTCOMES]
    found: dict[str, float] = {}
    for part in text.strip("[]").split(","):
        name, _, width = part.strip().partition(":")
        if name not in names:
            raise UserError(f"precision: {name!r} is no outcome{near(name, names)}; write precision=turnover_rate:0.5")
        try:
            found[name] = float(width)
        except ValueError:
            found[name] = float("nan")
        if not 0.0 < found[name] < float("inf"):
            raise UserError(
                f"precision: {part.strip()} needs a number above 0, half the width of the interval, after ':'"
            )
    return Precision(found)


def sweep(request: Request, command: Sequence[str]) -> int:
    """Plan a sweep, say what it takes, run what is missing, and write and print the answer."""
    asked = read_words(request)
    points = [planned(point) for point in asked.sweep.points()]
    replicates = points[0].point.settings.replicates
    if any(one.point.settings.replicates != replicates for one in points):
        raise UserError("replicates: the same for every point of a sweep; give one number")
    store = asked.store.open()
    print(_plan_in_words(asked, points, replicates, store), file=sys.stderr, flush=True)
    if request.dry_run:
        return 0
    out = request.out or next_folder("sweep")
    check_place(Path(out).absolute(), identity_of_sweep(points))
    say_that_it_compiles()
    with bar() as progress:
        done = run_sweep(
            points,
            replicates,
            store,
            asked.executor,
            precision=asked.precision,
            shard=request.shard,
            progress=progress,
        )
    if done.damaged:
        print(f"cache: {done.damaged} damaged blocks were found and run again", file=sys.stderr)
    if not done.complete:
        number, shards = request.shard
        print(
            f"Shard {number} of {shards} is done: {done.made:,} runs made. When all are, the same command without --shard"
        )
        print("finds them in the cache and writes the answer.")
        return 0
    more = {"precision": asked.precision.half_widths} if asked.precision else {}
    written, answers = write_sweep(points, done, store, out, command=list(command), **more)
    print(text_of(points, answers, done, asked))
    print(f"\nResults: {written}")
    return 0


def _plan_in_words(asked: Asked, points: list[PlannedPoint], replicates: int, store: Store) -> str:
    """How many runs, how many are there already, and about how long the rest takes."""
    blocks = {block.key: block for one in points for arm in one.arms for block in one.blocks(arm, replicates)}
    lacking = missing(blocks.values(), store)
    runs, left = runs_of(list(blocks.values())), runs_of(list(lacking.values()))
    varying = "; ".join(f"{path} in {', '.join(map(shown, values))}" for path, values in asked.sweep.varying.items())
    lines = [
        f"{len(points):,} points" + (f" ({varying})" if varying else ""),
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


def text_of(points: list[PlannedPoint], answers: pd.DataFrame, done: SweepRun, asked: Asked) -> str:
    """The difference in turnover and the cash of every arm of every point, as far as a screen holds them."""
    rows = []
    sign = outcome_named("turnover_rate").sign
    costs = answers[answers["outcome"] == "cost"].set_index(["point", "arm"])
    for row in answers[answers["outcome"] == "turnover_rate"].itertuples():
        point = points[row.point].point
        labels = [shown(value) for value in point.values.values()]
        cost = costs.loc[(row.point, row.arm)]
        if row.arm == "baseline":
            rows.append(
                (
                    *labels,
                    row.arm,
                    f"{row.mean:.2f}",
                    f"{row.ci_low:.2f} to {row.ci_high:.2f}",
                    "",
                    f"{cost['mean']:.2f}",
                )
            )
            continue
        words = in_prices("turnover_rate", verdict(row.difference, row.ci_low, row.ci_high, sign))
        rows.append(
            (
                *labels,
                row.arm,
                f"{row.difference:+.2f}",
                f"{row.ci_low:+.2f} to {row.ci_high:+.2f}",
                words,
                f"{cost['difference']:+.3f}",
            )
        )
    head = [path.rpartition(".")[2] for path in asked.sweep.varying]
    lines = [table((*head, "arm", "turnover", "95% interval", "", "cash"), rows[:_MOST_LINES])]
    if len(rows) > _MOST_LINES:
        lines.append(f"and {len(rows) - _MOST_LINES:,} more: see comparison.csv")
    lines.append(
        "turnover in % a year and cash in GBP million a year: differences from the baseline of the same point, or levels"
    )
    late = [
        f"{points[number].point.name or 'the point'}, {arm}" for (number, arm), fine in done.reached.items() if not fine
    ]
    if late:
        lines.append(
            f"precision not reached by {len(late)} of {len(done.reached)} arms: {'; '.join(late[:5])}"
            + ("; …" if len(late) > 5 else "")
        )
    return "\n".join(lines)


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
