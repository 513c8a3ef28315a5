"""What the report of a sweep is made from: the files of its folder, read with care, for they may come from anyone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from sim.configuration.points import Point
from sim.configuration.safe_yaml import read_text
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.report.doses import Dose, doses_of
from sim.report.page.caveats import without_placebo
from sim.report.page.source import InFolder
from sim.report.style import shown_name
from sim.settings.study import Settings
from sim.study.reopened import Reopened, check_there, csv_of
from sim.sweep.answer_files import read_answers
from sim.sweep.answers import Answers, Budget
from sim.sweep.ends import ASSUMPTIONS
from sim.sweep.plan import planned
from sim.sweep.points_file import POINTS, read_points

FIGURES = ("effect_and_cost", "regret")
_ENDS = ("assumption", "grade", "meaning", "end", "value", "best", "favourite", "regret", "regret_low", "turns")
_NO_BREAK = 10_000


@dataclass(frozen=True)
class SweepSource(InFolder):
    """A folder of a sweep, opened.

    settings: of its first point. outcome: what its answer is about. answers: None where nothing competes. ends: the table
    of assumptions, or None. points: one row a point. effects: what a screen found, or None. bundle: its best bundle in
    words. failed: runs that failed, and the first reason, of how many. doses: every remedy that is tried at any point.
    without_placebo: those of them that could have a placebo and have none at any.
    """

    settings: Settings
    manifest: dict[str, Any]
    outcome: str
    answers: Answers | None
    ends: pd.DataFrame | None
    points: pd.DataFrame
    effects: pd.DataFrame | None
    bundle: str
    runs: int
    failed: int
    reason: str
    doses: tuple[Dose, ...] = ()
    without_placebo: tuple[str, ...] = ()

    def figure_names(self) -> list[str]:
        """Names of the figures of the folder, without their endings."""
        return [name for name in FIGURES if all(self.has(f"figures/{name}.{end}") for end in ("svg", "csv", "txt"))]


def sweep_source(found: Reopened) -> SweepSource:
    """The same of a folder whose manifest and settings are known. UserError where its files do not fit together."""
    folder, asked = found.folder, found.manifest.get("asked")
    question: Mapping[str, Any] = asked if isinstance(asked, Mapping) else {}
    outcome = question.get("outcome", "turnover_rate")
    if outcome not in {one.name for one in OUTCOMES}:
        raise UserError(f"{folder}: its manifest names an outcome that this version does not know")
    budget = Budget(_limit(question.get("budget")), _limit(question.get("budget_hours")))
    ends = _ends_of(folder / ASSUMPTIONS)
    answers = read_answers(folder, outcome, found.settings.window, budget, ends is not None)
    answers, ends = _readable(answers), None if ends is None else _in_words(ends)
    effects = csv_of(folder / "effects.csv") if (folder / "effects.csv").is_file() else None
    if effects is not None and not {"term", "effect", "ci_low", "ci_high", "found"} <= set(effects.columns):
        raise UserError(f"{folder / 'effects.csv'}: not a table as coalface writes it")
    bundle = read_text(folder / "portfolio.txt") if (folder / "portfolio.txt").is_file() else ""
    runs, failed, reason = _failures(folder / "runs.parquet")
    points = csv_of(folder / "points.csv")
    arms = list(_arms(found))
    return SweepSource(
        folder, found.settings, found.manifest, outcome, answers, ends, points, effects, bundle, runs, failed, reason,
        tuple(doses_of(arms)), tuple(without_placebo(arms)),
    )  # fmt: skip


def _arms(found: Reopened) -> Iterator[Settings]:
    """Settings of every arm of every point; of the first alone in a folder without its points."""
    file = found.folder / POINTS
    points = read_points(file, found.settings) if file.is_file() else [Point(0, {}, found.settings)]
    for point in points:
        for arm in planned(point).arms:
            yield arm.settings


def _readable(answers: Answers | None) -> Answers | None:
    """The same with names of choices as they are read, not as they are typed."""
    if answers is None:
        return None
    over = None if answers.over is None else _in_words(answers.over)
    return replace(answers, choices=_in_words(answers.choices), over=over, others=_in_words(answers.others))


def _in_words(table: pd.DataFrame) -> pd.DataFrame:
    named = [name for name in ("choice", "dominated_by", "best", "favourite") if name in table.columns]
    return table.assign(**{name: [shown_name(str(one), _NO_BREAK) for one in table[name]] for name in named})


def _limit(given: Any) -> float:
    return float(given) if isinstance(given, (int, float)) and given >= 0 else np.inf


def _ends_of(file: Path) -> pd.DataFrame | None:
    if not file.is_file():
        return None
    table = csv_of(file)
    lacking = [name for name in _ENDS if name not in table.columns]
    if lacking or not len(table):
        raise UserError(f"{file}: not a table of assumptions as coalface writes it")
    words = {
        name: table[name].astype(object).fillna("").astype(str)
        for name in ("assumption", "grade", "meaning", "end", "best")
    }
    return table.assign(**words, turns=table["turns"].astype(bool))


def _failures(file: Path) -> tuple[int, int, str]:
    """Runs, those that failed, and the first reason."""
    check_there(file)
    try:
        table = pq.read_table(file, columns=["status", "reason"])
    except (OSError, ValueError, KeyError):
        raise UserError(f"{file}: damaged, or not a table as coalface writes it") from None
    failed = np.flatnonzero(table["status"].to_numpy(zero_copy_only=False) != "finished")
    return len(table), len(failed), str(table["reason"][int(failed[0])]) if len(failed) else ""
