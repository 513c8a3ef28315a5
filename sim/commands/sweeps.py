"""The commands of sweeps: sweep itself, and what can be done with the store."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.commands.answering import answered, next_folder, say_notes
from sim.configuration.points import Point
from sim.configuration.written import resolved_yaml
from sim.errors import UserError, stopped_code
from sim.progress import bar, say_that_it_compiles
from sim.report.page.written import HTML
from sim.request import Request
from sim.study.place import check_place
from sim.sweep.answered import Answered, answer_in, budget_of
from sim.sweep.folder import identity_of_sweep, write_sweep
from sim.sweep.forecast import plan_in_words, second_stage_in_words, what_is_remembered
from sim.sweep.foretold import bundle_worsens
from sim.sweep.notes import notes_of
from sim.sweep.plan import PlannedPoint, planned
from sim.sweep.run import SweepRun, run_sweep
from sim.sweep.sampling import Sampled, sampled
from sim.sweep.screen import Screen, screen_of
from sim.sweep.stages import SCREEN, both, check_best, second_stage, staged
from sim.sweep.store import Store, collect_garbage, default_folder, verify
from sim.sweep.text import text_of_failures, text_of_levels, text_of_precision
from sim.sweep.words import Asked, read_words


def sweep(request: Request, command: Sequence[str]) -> int:
    """Plan a sweep, say what it takes, run what is missing, and write and print the answer."""
    asked = read_words(request)
    design = sampled(asked.sweep, asked.sampling, asked.points, asked.over, asked.grades)
    if request.show_settings:
        _say(design.words, "Settings of the first point:")
        print(resolved_yaml(design.points[0].settings), end="")
        return 0
    points = _planned(design.points, SCREEN if asked.best else None)
    replicates = _replicates(points)
    about, identity = _about(asked, points, request)
    notes = [*asked.sweep.left_out_notes(), *notes_of(points)]
    if notes:
        about["notes"] = notes
    say_notes(notes)
    store = Store(request.cache or default_folder()).open()
    _say(design.words, plan_in_words(asked, points, replicates, store))
    if asked.best:
        _say(second_stage_in_words(asked.best, replicates))
    if request.dry_run:
        return 0
    out = request.out or next_folder("sweep")
    check_place(Path(out).absolute(), identity)
    done = _run(request, asked, points, replicates, store)
    if isinstance(done, int):
        return done
    found = Found(points, done, _screen(asked, design, points, done, store))
    if asked.best and found.screen is not None:
        further = _second_stage(request, asked, found, replicates, store)
        if isinstance(further, int):
            return further
        found = further
    how = {"command": list(command), "any_name": request.out is None, **about}
    written, table, answer = _write(asked, found, store, out, how)
    _print_answer(asked, found, written, table, answer)
    return answered(written, points[0].point.settings)


@dataclass(frozen=True)
class Found:
    """What has been run: all points, their runs, and what a screen of them shows. second: points of the second stage."""

    points: list[PlannedPoint]
    done: SweepRun
    screen: Screen | None
    second: list[PlannedPoint] = field(default_factory=list)

    @property
    def competing(self) -> list[PlannedPoint]:
        """The points that are held against each other: of a screen those of the second stage, if there is one."""
        return self.points if self.screen is None else self.second


def _say(*lines: str) -> None:
    if lines:
        print("\n".join(lines), file=sys.stderr, flush=True)


def _planned(points: Sequence[Point], stage: str | None = None) -> list[PlannedPoint]:
    return [planned(point if stage is None else staged(point, stage)) for point in points]


def _replicates(points: Sequence[PlannedPoint]) -> int:
    """Replicates of every point; UserError where they are not the same."""
    replicates = points[0].point.settings.replicates
    if any(one.point.settings.replicates != replicates for one in points):
        raise UserError("replicates: the same for every point of a sweep; give one number")
    return replicates


def _about(asked: Asked, points: list[PlannedPoint], request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the manifest says of the question, and what tells this sweep from others before it is run.

    Of one in two stages the second is not known yet; it follows from the first and from what was asked.
    """
    identity: dict[str, Any] = dict(identity_of_sweep(points, asked.precision))
    question: dict[str, Any] = {
        "sampling": asked.sampling,
        "outcome": asked.outcome,
        "best": asked.best,
        "budget": asked.budget,
        "budget_hours": asked.budget_hours,
    }
    about: dict[str, Any] = {"precision": asked.precision} if asked.precision else {}
    if asked.best is None:
        return {**about, "asked": question}, identity
    if request.shard != (1, 1):
        raise UserError(
            "best: needs the whole screen to be seen, so it cannot be had from a shard; leave one of them out"
        )
    check_best(asked.best, asked.sweep.settings_at({}), budget_of(asked))
    question["screen"] = identity.pop("settings_hash")
    return {**about, "asked": question}, {**identity, "asked": question}


def _run(request: Request, asked: Asked, points: list[PlannedPoint], replicates: int, store: Store) -> SweepRun | int:
    """Run what is missing; the exit code where it was interrupted, or only a shard was asked for."""
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
    except KeyboardInterrupt as stopped:
        print(what_is_remembered(points, replicates, store), file=sys.stderr)
        return stopped_code(stopped)
    if done.damaged:
        print(f"cache: {done.damaged} damaged blocks were found and run again", file=sys.stderr)
    if done.complete:
        return done
    number, shards = request.shard
    print(
        f"Shard {number} of {shards} is done: {done.made:,} runs made. When all are, the same command without --shard"
    )
    print("finds them in the cache and writes the answer.")
    return 0


def _screen(asked: Asked, design: Sampled, points: list[PlannedPoint], done: SweepRun, store: Store) -> Screen | None:
    """What a screen shows, and what its best bundle worsens; None for any other design."""
    if design.screen is None:
        return None
    screen = screen_of(asked, design.screen, asked.sweep.settings_at({}), points, done, store)
    if screen.portfolio is None:
        return screen
    words = bundle_worsens(points, done, store, design.screen, screen.portfolio.best, asked.outcome)
    return replace(screen, worsens=words)


def _second_stage(request: Request, asked: Asked, first: Found, replicates: int, store: Store) -> Found | int:
    """Say what the screen shows and run every combination of the best of it; the exit code where that was interrupted."""
    assert asked.best is not None
    assert first.screen is not None
    with suppress(BrokenPipeError):  # who reads no further still wants the results that were asked for
        print(f"{first.screen.text()}\n", flush=True)
    design = second_stage(first.screen, asked.sweep.settings_at({}), asked.best, budget_of(asked), len(first.points))
    points = _planned(design.points)
    _say(design.words, plan_in_words(asked, points, replicates, store))
    done = _run(request, asked, points, replicates, store)
    if isinstance(done, int):
        return done
    return Found([*first.points, *points], both(first.done, done), first.screen, points)


def _write(
    asked: Asked, found: Found, store: Store, out: Path, how: Mapping[str, Any]
) -> tuple[Path, pd.DataFrame, Answered | None]:
    """Write the folder with the answer and its report in it. how: what else `write_sweep` is told.

    The folder, the table of comparisons in it, and the answer where choices compete.
    """
    answers: list[Answered | None] = []

    def also(folder: Path) -> None:
        # A plan needs no figures, and they take a second to load.
        from sim.results.report import report_sweep

        answer = answer_in(folder, found.competing, asked) if found.competing else None
        report_sweep(folder, found.points[0].point.settings, None if answer is None else answer.answers)
        answers.append(answer)

    written, table = write_sweep(found.points, found.done, store, out, screen=found.screen, also=also, **how)
    return written, table, answers[0]


def _print_answer(asked: Asked, found: Found, written: Path, table: pd.DataFrame, answer: Answered | None) -> None:
    """The answer, else what the screen shows, else the level of every point; what failed; and where it all is."""
    if answer is not None:
        print(answer.text())
    elif found.screen is not None:
        print(found.screen.text())
    else:
        print(text_of_levels(found.points, table, asked.outcome))
    for words in (text_of_failures(written / "runs.parquet"), text_of_precision(found.points, found.done)):
        if words:
            print(f"\n{words}")
    print(f"\nResults: {written}")
    print(f"Report:  {written / HTML}", flush=True)


def cache(request: Request, command: Sequence[str]) -> int:
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
