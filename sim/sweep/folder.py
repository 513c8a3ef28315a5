"""What a sweep leaves behind: one table of points, one of answers, one of runs, and how to have it all again."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.compiled import result_digest
from sim.configuration.points import shown
from sim.configuration.written import resolved_yaml
from sim.study.manifest import MANIFEST, PROGRAM, manifest
from sim.study.place import folder_at
from sim.sweep.plan import PlannedPoint
from sim.sweep.run import SweepRun, table_of
from sim.sweep.screen import Screen
from sim.sweep.store import Store


def identity_of_sweep(points: Sequence[PlannedPoint]) -> dict[str, str]:
    """What makes two sweeps the same: program, the settings of every point, and the code that can change a number."""
    digest = hashlib.sha256()
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
    **more: Any,
) -> tuple[Path, pd.DataFrame]:
    """Write points.csv, comparison.csv, runs.parquet, settings.yaml and manifest.json; the folder and the answers.

    Runs are written point by point, so that memory stays flat. What is written depends on settings, seeds and code alone:
    a sweep that was stopped and resumed gives the same bytes. also: what else to write into the folder, last of all.
    """
    target = Path(out).absolute()
    answers = []
    with folder_at(target, identity_of_sweep(points)) as folder:
        _write_csv(points_table(points), folder / "points.csv")
        writer: pq.ParquetWriter | None = None
        try:
            for one in points:
                runs, answer = table_of(one, done, store)
                answers.append(_with_values(one, answer, done))
                table = pa.Table.from_pandas(runs, preserve_index=False).replace_schema_metadata()
                if writer is None:
                    writer = pq.ParquetWriter(folder / "runs.parquet", table.schema, compression="zstd")
                # Trees of another height lack an outcome or have one more.
                writer.write_table(_fitted(table, writer.schema))
        finally:
            if writer is not None:
                writer.close()
        comparison = pd.concat(answers, ignore_index=True)
        _write_csv(comparison, folder / "comparison.csv")
        if screen is not None:
            _write_csv(screen.effects.table, folder / "effects.csv")
            if screen.portfolio is not None:
                (folder / "portfolio.txt").write_text(screen.text() + "\n", encoding="utf-8")
        (folder / "settings.yaml").write_text(resolved_yaml(points[0].point.settings), encoding="utf-8")
        paper = {
            **manifest(points[0].arms, command),
            **identity_of_sweep(points),
            "points": len(points),
            "arms": sorted({arm.name for one in points for arm in one.arms}),
            **more,
        }
        text = json.dumps(paper, indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
        if also is not None:
            also(folder)
    return target, comparison


def _with_values(one: PlannedPoint, answer: pd.DataFrame, done: SweepRun) -> pd.DataFrame:
    """The answers of a point beside the values that make it, and whether its precision was reached."""
    values = {path: shown(value) for path, value in one.point.values.items()}
    wide = answer.assign(**values)
    ordered = ["point", *values, *[name for name in answer.columns if name != "point"]]
    wide = wide[ordered]
    if done.reached:
        wide = wide.assign(precise=[done.reached.get((one.point.number, arm), True) for arm in wide["arm"]])
    return wide


def _fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        table[name] if name in table.column_names else pa.nulls(len(table), schema.field(name).type)
        for name in schema.names
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")
