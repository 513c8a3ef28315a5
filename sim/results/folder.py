"""What is written into the folder of results."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.exits import Explained, explain_exits
from sim.configuration.written import resolved_yaml
from sim.outcomes import outcome_named
from sim.report.exits import save_exit_figures
from sim.report.figures import save_comparison_figures, save_run_figures
from sim.report.page.comparison import write_report
from sim.report.page.source import source_of
from sim.settings.study import Settings
from sim.study.arms import Arm, arms_of
from sim.study.comparison import Comparison
from sim.study.csv_files import write_csv
from sim.study.digests import digests_in
from sim.study.exits import EXITS, ExitWriter, open_log
from sim.study.manifest import MANIFEST, identity_of, manifest
from sim.study.place import check_place, folder_at
from sim.study.reopened import reopened
from sim.study.rivals import Rivals
from sim.study.runs import Run


def check_out(
    out: Path, settings: Settings, *, one_run: bool = False, precision: Mapping[str, float] | None = None
) -> None:
    """Raise UserError where results could not be written to `out`, before any time is spent on them.

    A folder that holds the results of the same study, made by the same code, may be replaced; any other is left alone.
    """
    arms = _arms_of_one_run(settings) if one_run else arms_of(settings)[0]
    check_place(Path(out).absolute(), identity_of(arms, precision))


def write_comparison(
    comparison: Comparison, out: Path, *, command: str | Sequence[str] = "", rivals: Rivals | None = None
) -> Path:
    """Write the results of a comparison to the folder `out`; returns its path. Raises UserError where it cannot.

    rivals: what survives under rival explanations, where the study was run under any.
    """
    with folder_at(Path(out).absolute(), identity_of(comparison.arms, comparison.precision)) as folder:
        figures = folder / "figures"
        figures.mkdir()
        notes = [*comparison.notes, *save_comparison_figures(comparison, figures)]
        explained = write_comparison_tables(comparison, folder, rivals)
        if explained is not None:
            notes += save_exit_figures(explained, figures)
        counts = comparison.runs["status"].value_counts().sort_index()
        more = {
            "replicates": int(comparison.runs["replicate"].max()),
            "status": {str(status): int(count) for status, count in counts.items()},
            "notes": notes,
            "precision": comparison.precision,
        }
        if rivals is not None:
            more["explanations"] = list(rivals.explanations)
        _write_papers(folder, comparison.settings, comparison.arms, command, more)
        write_report(source_of(reopened(folder, comparison.settings)))
    return Path(out).absolute()


def write_comparison_tables(comparison: Comparison, folder: Path, rivals: Rivals | None = None) -> Explained | None:
    """Write every table of a comparison into `folder`, and nothing else; why people left, where a log was kept."""
    write_csv(comparison.table, folder / "comparison.csv")
    _write_parquet(comparison.runs, folder / "runs.parquet")
    shutil.copyfile(comparison.weekly_path, folder / "weekly.parquet")
    if rivals is not None:
        write_csv(rivals.table, folder / "rivals.csv")
    if comparison.exits_path is None:
        return None
    shutil.copyfile(comparison.exits_path, folder / EXITS)
    return _explained(folder)


def write_run(run: Run, out: Path, *, command: str | Sequence[str] = "", notes: Sequence[str] = ()) -> Path:
    """Write the results of one run to the folder `out`; returns its path. Raises UserError where it cannot.

    notes: what a reader must know, for the manifest.
    """
    settings = run.settings.model_copy(update={"seed": run.seed})
    arms = _arms_of_one_run(settings)
    with folder_at(Path(out).absolute(), identity_of(arms)) as folder:
        figures = folder / "figures"
        figures.mkdir()
        save_run_figures(run, figures)
        explained = write_run_tables(run, settings, folder)
        if explained is not None:
            save_exit_figures(explained, figures)
        more = {"notes": list(notes)} if notes else {}
        _write_papers(folder, settings, arms, command, {"seconds": round(run.seconds, 3), **more})
    return Path(out).absolute()


def write_run_tables(run: Run, settings: Settings, folder: Path) -> Explained | None:
    """Write every table of one run into `folder`, and nothing else; why people left, where a log was kept."""
    write_csv(summary_table(run), folder / "summary.csv")
    write_csv(run.weekly.reset_index(), folder / "weekly.csv")
    _write_parquet(run.weekly.reset_index(), folder / "weekly.parquet")
    if run.exits is None:
        return None
    names = [arm.name for arm in _arms_of_one_run(settings)]
    with ExitWriter(folder / EXITS, settings, names, names) as log:
        log.add(1, [run.exits])
    return _explained(folder)


def _explained(folder: Path) -> Explained:
    """Why people left, from the log in `folder`, and its table beside it."""
    explained = explain_exits(open_log(folder))
    write_csv(explained.table, folder / "exits_explained.csv")
    return explained


def summary_table(run: Run) -> pd.DataFrame:
    """Outcomes of one run over its window: outcome, label, unit, better, value."""
    outcomes = [outcome_named(str(name)) for name in run.summary.index]
    return pd.DataFrame(
        {
            "outcome": [outcome.name for outcome in outcomes],
            "label": [outcome.label for outcome in outcomes],
            "unit": [outcome.unit for outcome in outcomes],
            "better": [outcome.better for outcome in outcomes],
            "value": run.summary.to_numpy(),
        }
    )


def _arms_of_one_run(settings: Settings) -> list[Arm]:
    return [Arm("run", settings, against="run")]


def _write_papers(
    folder: Path, settings: Settings, arms: Sequence[Arm], command: str | Sequence[str], more: dict[str, Any]
) -> None:
    """The settings and, last of all, the manifest."""
    (folder / "settings.yaml").write_text(resolved_yaml(settings), encoding="utf-8")
    text = json.dumps(manifest(arms, command, **more, files=digests_in(folder)), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path, compression="zstd")
