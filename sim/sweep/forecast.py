"""What a sweep is about to do and what an interruption has left, in words."""

import time
from collections.abc import Sequence

from sim.configuration.points import shown
from sim.errors import UserError
from sim.progress import say_that_it_compiles
from sim.settings.study import Settings
from sim.study.runs import run
from sim.sweep.plan import PlannedPoint, missing, runs_of
from sim.sweep.stages import FACTORIAL
from sim.sweep.store import Store
from sim.sweep.words import Asked


def plan_in_words(asked: Asked, points: Sequence[PlannedPoint], replicates: int, store: Store) -> str:
    """How many runs, how many are there already, and about how long the rest takes."""
    blocks = {block.key: block for one in points for arm in one.arms for block in one.blocks(arm, replicates)}
    lacking = missing(blocks.values(), store)
    runs, left = runs_of(list(blocks.values())), runs_of(list(lacking.values()))
    lines = [
        *_varying(asked, points),
        f"{runs:,} different runs"
        + (" at the most" if asked.precision else "")
        + f", of which {runs - left:,} are in the cache",
    ]
    if left:
        lines.append(_time_to_go(next(iter(lacking.values())).settings, left / asked.executor.workers))
    return "\n".join(lines)


def _varying(asked: Asked, points: Sequence[PlannedPoint]) -> list[str]:
    """What varies, and whether remedies in one pair of brackets run alone or as a bundle."""
    designs = {one.point.settings.design for one in points if len(one.point.settings.interventions) > 1}
    alone = "each" in designs
    lines = []
    for path, values in asked.sweep.varying.items():
        lists = path == "intervention" and alone
        labels = [f"[{','.join(value)}]" if lists and len(value) > 1 else shown(value) for value in values]
        lines.append(f"{path} in {', '.join(labels)}")
    if alone:
        lines.append("interventions in one pair of brackets run each alone; write design=together for bundles")
    return lines


def _time_to_go(settings: Settings, runs: float) -> str:
    """About how long so many runs take, one after the other; a first one that fails stops no sweep, for others may not."""
    try:
        return f"about {_duration(_seconds_a_run(settings) * runs)} to go"
    except UserError as failure:
        return f"how long it takes is not known: {failure}"


def _seconds_a_run(settings: Settings) -> float:
    """Seconds that one run takes here on one processor, found by making one."""
    say_that_it_compiles()
    run(settings.model_copy(update={"years": 1, "warmup_years": 1, "interventions": {}, "events": {}}))
    started = time.perf_counter()
    run(settings)
    return time.perf_counter() - started


def _duration(seconds: float) -> str:
    if seconds < 1.5:
        return "a second"
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def second_stage_in_words(best: int, replicates: int) -> str:
    """How large the second stage will be, before it is known what is in it."""
    points = 2**best
    return f"then {FACTORIAL} of the best {best}: {points:,} points, at most {points * replicates:,} runs more"


def what_is_remembered(points: Sequence[PlannedPoint], replicates: int, store: Store) -> str:
    """What an interruption has left."""
    blocks = {block.key: block for one in points for arm in one.arms for block in one.blocks(arm, replicates)}
    total = runs_of(list(blocks.values()))
    held = total - runs_of(list(missing(blocks.values(), store).values()))
    return f"interrupted: {held:,} of {total:,} runs are remembered; the same command goes on with the others"
