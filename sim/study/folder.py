"""The folder of results. It is written beside its place under another name and renamed when all is there."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.exits import explain_exits
from sim.configuration.written import resolved_yaml
from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.report.exits import save_exit_figures
from sim.report.figures import save_comparison_figures, save_run_figures
from sim.settings.study import Settings
from sim.study.arms import Arm, arms_of
from sim.study.comparison import Comparison
from sim.study.exits import EXITS, ExitWriter, open_log
from sim.study.manifest import MANIFEST, identity_of, manifest
from sim.study.rivals import Rivals
from sim.study.runs import Run


def check_out(out: Path, settings: Settings, *, one_run: bool = False) -> None:
    """Raise UserError where results could not be written to `out`, before any time is spent on them.

    A folder that holds the results of the same study, made by the same code, may be replaced; any other is left alone.
    """
    arms = _arms_of_one_run(settings) if one_run else arms_of(settings)[0]
    _check_place(Path(out).absolute(), arms)


def write_comparison(
    comparison: Comparison, out: Path, *, command: str | Sequence[str] = "", rivals: Rivals | None = None
) -> Path:
    """Write the results of a comparison to the folder `out`; returns its path. Raises UserError where it cannot.

    rivals: what survives under rival explanations, where the study was run under any.
    """
    with _folder_at(Path(out).absolute(), comparison.arms) as folder:
        figures = folder / "figures"
        figures.mkdir()
        notes = [*comparison.notes, *save_comparison_figures(comparison, figures)]
        _write_csv(comparison.table, folder / "comparison.csv")
        _write_parquet(comparison.runs, folder / "runs.parquet")
        shutil.copyfile(comparison.weekly_path, folder / "weekly.parquet")
        if comparison.exits_path is not None:
            shutil.copyfile(comparison.exits_path, folder / EXITS)
            notes += _explain_exits(folder)
        counts = comparison.runs["status"].value_counts().sort_index()
        more = {
            "replicates": int(comparison.runs["replicate"].max()),
            "status": {str(status): int(count) for status, count in counts.items()},
            "notes": notes,
        }
        if rivals is not None:
            _write_csv(rivals.table, folder / "rivals.csv")
            more["explanations"] = list(rivals.explanations)
        _write_papers(folder, comparison.settings, comparison.arms, command, more)
    return Path(out).absolute()


def write_run(run: Run, out: Path, *, command: str | Sequence[str] = "") -> Path:
    """Write the results of one run to the folder `out`; returns its path. Raises UserError where it cannot."""
    settings = run.settings.model_copy(update={"seed": run.seed})
    arms = _arms_of_one_run(settings)
    with _folder_at(Path(out).absolute(), arms) as folder:
        figures = folder / "figures"
        figures.mkdir()
        save_run_figures(run, figures)
        _write_csv(summary_table(run), folder / "summary.csv")
        _write_csv(run.weekly.reset_index(), folder / "weekly.csv")
        _write_parquet(run.weekly.reset_index(), folder / "weekly.parquet")
        if run.exits is not None:
            names = [arm.name for arm in arms]
            with ExitWriter(folder / EXITS, settings, names, names) as log:
                log.add(1, [run.exits])
            _explain_exits(folder)
        _write_papers(folder, settings, arms, command, {"seconds": round(run.seconds, 3)})
    return Path(out).absolute()


def _explain_exits(folder: Path) -> list[str]:
    """Why people left, beside the log in `folder`: a table and figures; returns notes on arms that no figure shows."""
    explained = explain_exits(open_log(folder))
    _write_csv(explained.table, folder / "exits_explained.csv")
    return save_exit_figures(explained, folder / "figures")


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


def _check_place(target: Path, arms: Sequence[Arm]) -> None:
    """Raise UserError where `target` cannot become the folder of these results."""
    if target.exists() and not target.is_dir():
        raise UserError(f"out: {target} is a file; name a folder that is new or empty")
    home = target.parent
    while not home.exists():
        home = home.parent
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise UserError(f"out: nothing can be written in {home}; name a folder elsewhere")
    if target.is_dir() and any(target.iterdir()) and not _is_same_study(target, arms):
        raise UserError(
            f"out: {target} is not empty and does not hold the results of this study with these settings and this version; "
            "name another folder, or delete it first"
        )


def _is_same_study(folder: Path, arms: Sequence[Arm]) -> bool:
    """Whether the manifest in `folder` is of the same settings and code."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and identity_of(arms).items() <= found.items()


@contextmanager
def _folder_at(target: Path, arms: Sequence[Arm]) -> Iterator[Path]:
    """A new folder beside `target` that takes its place once all is written; where anything fails, nothing stays."""
    _check_place(target, arms)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
        ) as made:
            folder = Path(made) / "new"
            folder.mkdir()
            yield folder
            # The old results go into the temporary folder, and with it; they come back if the new ones cannot move in.
            old = Path(made) / "old"
            if target.exists():
                target.rename(old)
            try:
                folder.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
    except OSError as error:
        raise UserError(f"out: {target} could not be written: {error.strerror or error}") from error


def _write_papers(
    folder: Path, settings: Settings, arms: Sequence[Arm], command: str | Sequence[str], more: dict[str, Any]
) -> None:
    """The settings and, last of all, the manifest."""
    (folder / "settings.yaml").write_text(resolved_yaml(settings), encoding="utf-8")
    text = json.dumps(manifest(arms, command, **more), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path, compression="zstd")
