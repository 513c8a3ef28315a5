"""What a sweep leaves behind: one table of points, one of answers, one of runs, and how to have it all again."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.compiled import result_digest
from sim.configuration.points import shown
from sim.configuration.written import resolved_yaml
from sim.study.csv_files import write_csv
from sim.study.digests import digests_in
from sim.study.first_point import first_line
from sim.study.manifest import MANIFEST, PROGRAM, manifest
from sim.study.place import Taken, folder_at
from sim.sweep.plan import PlannedPoint
from sim.sweep.points_file import POINTS, points_text
from sim.sweep.run import SweepRun
from sim.sweep.screen import Screen
from sim.sweep.store import Store
from sim.sweep.tables import write_tables


def identity_of_sweep(points: Sequence[PlannedPoint], precision: Mapping[str, float] | None = None) -> dict[str, str]:
    """What makes two sweeps the same: program, what was asked for at every point, and the code that can change a number."""
    digest = hashlib.sha256(json.dumps(dict(precision), sort_keys=True).encode() if precision else b"")
    for one in points:
        digest.update(one.point.settings.model_dump_json().encode() + b"\0")
    return {"program": PROGRAM, "settings_hash": digest.hexdigest()[:16], "code": result_digest()}


def points_table(points: Sequence[PlannedPoint]) -> pd.DataFrame:
    """One row a point: its number and the values that vary."""
    rows = [
        {"point": one.point.number, **{path: shown(value) for path, value in one.point.values.items()}}
        for one in points
    ]
    return pd.DataFrame(rows)


def write_sweep(
    points: Sequence[PlannedPoint],
    done: SweepRun,
    store: Store,
    out: Path,
    *,
    command: Sequence[str] = (),
    screen: Screen | None = None,
    also: Callable[[Path], object] | None = None,
    precision: Mapping[str, float] | None = None,
    any_name: bool = False,
    **more: Any,
) -> tuple[Path, pd.DataFrame]:
    """Write the tables, points.json, settings.yaml and manifest.json of a sweep; the folder and the answers.

    Runs are written some points at a time, so that memory stays flat. What is written depends on settings, seeds and code
    alone: a sweep that was stopped and resumed gives the same bytes. also: what else to write into the folder, last of all.
    precision: half-widths by outcome at which replicates stopped. any_name: take the next name where another study has taken
    `out` meanwhile, as nobody chose it. Raises UserError where it cannot be written.
    """
    target = Path(out).absolute()
    try:
        with folder_at(target, identity_of_sweep(points, precision)) as folder:
            write_csv(points_table(points), folder / "points.csv")
            (folder / POINTS).write_text(points_text(points), encoding="utf-8")
            comparison = write_tables(points, done, store, folder)
            if screen is not None:
                write_csv(screen.effects.table, folder / "effects.csv")
                if screen.portfolio is not None:
                    (folder / "portfolio.txt").write_text(screen.text() + "\n", encoding="utf-8")
            text = first_line(len(points)) + resolved_yaml(points[0].point.settings)
            (folder / "settings.yaml").write_text(text, encoding="utf-8")
            paper = {
                **manifest(points[0].arms, command, precision=precision),
                **identity_of_sweep(points, precision),
                "points": len(points),
                "arms": sorted({arm.name for one in points for arm in one.arms}),
                **more,
            }
            _write_manifest(folder, paper)
            if also is not None:
                also(folder)
                _write_manifest(folder, paper)  # the tables that were added have their digests too
    except Taken as taken:
        if not any_name:
            raise
        return taken.kept, comparison
    return target, comparison


def _write_manifest(folder: Path, paper: Mapping[str, Any]) -> None:
    """The manifest, with digests of the tables that are there."""
    text = json.dumps({**paper, "files": digests_in(folder)}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
