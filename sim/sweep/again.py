"""A sweep run again from its folder alone: its settings, its points, and what its manifest says was asked."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import UserError
from sim.request import Request
from sim.study.manifest import MANIFEST
from sim.study.reopened import Reopened
from sim.sweep.answered import answer_in
from sim.sweep.folder import identity_of_sweep, write_sweep
from sim.sweep.plan import PlannedPoint, planned
from sim.sweep.points_file import POINTS, read_points
from sim.sweep.run import Progress, SweepRun, run_sweep
from sim.sweep.screen import Screen, screen_of
from sim.sweep.stages import FACTORIAL
from sim.sweep.store import Store
from sim.sweep.words import Asked, read_words

# Words of the command line that the manifest keeps under `asked`.
_WORDS = ("sampling", "outcome", "best", "budget", "budget_hours")


@dataclass(frozen=True)
class SweptAgain:
    """A sweep that was run again. written: the folder of its tables. settings_hash: of what the folder asks for."""

    written: Path
    settings_hash: str
    done: SweepRun


def sweep_again(
    found: Reopened, scratch: Path, *, cache: Path | None, threads: int | None, progress: Progress | None
) -> SweptAgain:
    """Run the sweep of a folder again, and write its tables into `scratch`.

    cache: where runs are remembered; None for nowhere, so that each of them is made. Raises UserError where the folder
    lacks what is needed.
    """
    if not (found.folder / POINTS).is_file():
        raise UserError(
            f"{found.folder}: {POINTS} is missing, which says what makes each point; run the command in its {MANIFEST} again "
            "with another out=FOLDER: a sweep gives the same bytes, so the two folders can be compared byte by byte"
        )
    asked = _asked(found, threads)
    points = [planned(point) for point in read_points(found.folder / POINTS, found.settings)]
    # What a design is read by stands among the values of its points.
    if (asked.sampling == "ends") != ("assumption" in points[0].point.values):
        raise UserError(
            f"{found.folder}: the sampling in its {MANIFEST}, {asked.sampling}, is not that of the points in {POINTS}: one of "
            "the two has been edited"
        )
    replicates = found.settings.replicates
    if any(one.point.settings.replicates != replicates for one in points):
        raise UserError(f"{found.folder}: replicates are not the same for every point in {POINTS}: it has been edited")
    store = Store(scratch / "runs" if cache is None else cache).open()
    done = run_sweep(points, replicates, store, asked.executor, precision=asked.precision or None, progress=progress)
    design = _design_of(points, asked)
    screen = None if design is None else _screen(points, design, done, store, asked)
    competing = points if screen is None else [one for one in points if one.point.values.get("stage") == FACTORIAL]
    written, _ = write_sweep(
        points,
        done,
        store,
        scratch / "again",
        screen=screen,
        also=lambda folder: answer_in(folder, competing, asked) if competing else None,
        precision=asked.precision,
    )
    return SweptAgain(written, identity_of_sweep(points, asked.precision)["settings_hash"], done)


def _asked(found: Reopened, threads: int | None) -> Asked:
    """What was asked of the sweep, by its manifest."""
    said = found.manifest.get("asked", {})
    precision = found.manifest.get("precision", {})
    if not isinstance(said, dict) or not isinstance(precision, dict):
        raise UserError(f"{found.folder}: what its {MANIFEST} says was asked cannot be read")
    words = [f"{name}={_text(said[name])}" for name in _WORDS if said.get(name) is not None]
    if precision:
        words.append("precision=" + ",".join(f"{name}:{_text(width)}" for name, width in precision.items()))
    try:
        return read_words(Request(words=words, threads=threads))
    except UserError as error:
        raise UserError(f"{found.folder}: what its {MANIFEST} says was asked does not fit\n{error}") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _design_of(points: list[PlannedPoint], asked: Asked) -> pd.DataFrame | None:
    """Which interventions each point of a screen has, 1 and -1; None where nothing was screened."""
    if asked.sampling not in ("screen", "pairs"):
        return None
    first = _screened(points)
    names = sorted({name for one in first for name in one.point.settings.interventions})
    rows = [[1 if name in one.point.settings.interventions else -1 for name in names] for one in first]
    return pd.DataFrame(rows, columns=names)


def _screened(points: list[PlannedPoint]) -> list[PlannedPoint]:
    return [one for one in points if one.point.values.get("stage") != FACTORIAL]


def _screen(points: list[PlannedPoint], design: pd.DataFrame, done: SweepRun, store: Store, asked: Asked) -> Screen:
    """What the screen shows, priced with all of its interventions."""
    first = _screened(points)
    every = {name: one for point in first for name, one in point.point.settings.interventions.items()}
    base = first[0].point.settings.model_copy(update={"interventions": every})
    return screen_of(asked, design, base, first, done, store)
