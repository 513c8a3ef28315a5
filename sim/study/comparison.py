"""A comparison: arms x replicates on common random numbers, and the paired differences that answer the question."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from sim.outcomes import Outcome
from sim.settings.study import Settings
from sim.study.arms import Arm, arms_of
from sim.study.place import writing_at
from sim.study.precision import Look
from sim.study.replicate import FAILED, ArmRun, starts_of
from sim.study.replicates import Made, Plan, Progress, run_all
from sim.study.statistics import paired, weeks_until_better
from sim.study.text import text_table
from sim.study.weekly import read_outcome, read_weekly


@dataclass(frozen=True)
class Comparison:
    """The answer of a study.

    settings: those of the study. arms: baseline first. outcomes: in the order of all columns. runs: one row a run: arm,
    replicate, seed, status, reason, seconds, outcomes over the window. table: one row for each arm and outcome, with
    the paired difference against the baseline. notes: what a reader must know. weekly_path: the weekly outcomes of
    every run on disk, kept for as long as this object lives. exits_path: the log of all who left, where it was asked for.
    precision: half-widths by outcome, where they were asked for; the arms then name the most replicates there might be.
    """

    settings: Settings
    arms: tuple[Arm, ...]
    outcomes: tuple[Outcome, ...]
    runs: pd.DataFrame
    table: pd.DataFrame
    notes: tuple[str, ...]
    weekly_path: Path
    exits_path: Path | None
    _scratch: tempfile.TemporaryDirectory = field(repr=False)
    precision: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """All weekly outcomes: arm, replicate, week (from -52), one column an outcome. Large for large studies."""
        return read_weekly(self.weekly_path)

    def weekly_values(self, outcome: str) -> np.ndarray:
        """Weekly values of one outcome, shape (replicates, arms, 52 + weeks), read from disk."""
        return read_outcome(self.weekly_path, outcome, len(self.arms))

    def close(self) -> None:
        """Delete the weekly outcomes from disk; the tables stay."""
        self._scratch.cleanup()

    def text_table(self) -> str:
        """The answer in a few lines of plain text."""
        return text_table(self.settings, self.arms, self.runs, self.table, self.notes)


def compare(
    settings: Settings,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    exits: bool = False,
    precision: Mapping[str, float] | None = None,
) -> Comparison:
    """Compare the interventions of `settings`, by its design, with the same organisation without them.

    threads: as many as there are processors unless given; they cannot change a number. progress: called with runs done
    and runs in all. out: where the results will be written later, so that weekly data wait on the same disk. exits: also
    log everyone who leaves, with the reasons; it changes no number. precision: half-widths of paired differences, by
    outcome, in its unit: replicates stop, from 10 on, when all are that narrow; `settings.replicates` is the most.
    """
    arms, notes = arms_of(settings)
    return compare_arms(
        arms,
        settings.replicates,
        settings.seed,
        threads=threads,
        progress=progress,
        out=out,
        settings=settings,
        notes=notes,
        exits=exits,
        precision=precision,
    )


def compare_arms(
    arms: Sequence[Arm],
    replicates: int,
    seed: int,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    settings: Settings | None = None,
    notes: Sequence[str] = (),
    exits: bool = False,
    precision: Mapping[str, float] | None = None,
) -> Comparison:
    """Compare any arms of the same length. Each is compared with the arm named by its `against`, on the same seeds.

    precision: half-widths of paired differences, by outcome: replicates stop when all are that narrow, or at `replicates`.
    """
    chosen = arms[0].settings if settings is None else settings
    plan = Plan(tuple(arms), replicates, seed, chosen, exits, dict(precision or {}))
    with writing_at(out):
        made = run_all(plan, threads=threads, progress=progress, out=out)
    rows = _runs_table(plan, made.runs)
    said = (
        *notes,
        *_failures(rows),
        *_precision_in_words(plan, made.precise),
    )
    return Comparison(
        # What was run is what the same command without a precision would run.
        chosen.model_copy(update={"replicates": len(made.runs)}) if precision else chosen,
        plan.arms,
        plan.outcomes,
        rows,
        _comparison_table(plan, made),
        said,
        made.weekly_path,
        made.exits_path,
        made.scratch,
        plan.precision,
    )


def _precision_in_words(plan: Plan, precise: Mapping[str, Look]) -> list[str]:
    """A note on each outcome for which a precision was asked."""
    names = [arm.name for arm in plan.arms if arm.name != arm.against]
    return [f"{name}: {' '.join(one.text(names).split()).rstrip('.')}" for name, one in precise.items()]


def _runs_table(plan: Plan, runs: list[list[ArmRun]]) -> pd.DataFrame:
    """One row a run, in the order replicate, arm."""
    flat = [
        (replicate, arm, one) for replicate, row in enumerate(runs) for arm, one in zip(plan.arms, row, strict=True)
    ]
    head = pd.DataFrame(
        {
            "arm": [arm.name for _, arm, _ in flat],
            "replicate": [replicate + 1 for replicate, _, _ in flat],
            "seed": [plan.seed + replicate for replicate, _, _ in flat],
            "status": [one.status for _, _, one in flat],
            "reason": [one.reason for _, _, one in flat],
            "seconds": [one.seconds for _, _, one in flat],
        }
    )
    return head.join(pd.DataFrame(np.stack([one.window for _, _, one in flat]), columns=list(plan.columns)))


def _comparison_table(plan: Plan, made: Made) -> pd.DataFrame:
    """One row for each arm that is compared with another, and outcome."""
    outcomes, against = plan.outcomes, plan.against
    signs = np.array([outcome.sign for outcome in outcomes])
    window = np.array([[one.window for one in row] for row in made.runs])
    first = np.array([[one.first_years for one in row] for row in made.runs])
    starts = starts_of(plan.arms)
    parts = []
    for index, arm in enumerate(plan.arms):
        if against[index] == index:
            continue
        late = paired(window[:, index], window[:, against[index]], signs)
        # The first year of an arm, and the weeks until it helps, count from the week in which it starts to act.
        year = starts.index(arm.start_week)
        early = paired(first[:, index, year], first[:, against[index], year], signs)
        parts.append(
            pd.DataFrame(
                {
                    "arm": arm.name,
                    "outcome": [outcome.name for outcome in outcomes],
                    "label": [outcome.label for outcome in outcomes],
                    "unit": [outcome.unit for outcome in outcomes],
                    "better": [outcome.better for outcome in outcomes],
                    "baseline": late.baseline,
                    "mean": late.mean,
                    "difference": late.difference,
                    "ci_low": late.ci_low,
                    "ci_high": late.ci_high,
                    "p_better": late.p_better,
                    "replicates": late.replicates,
                    "difference_first_year": early.difference,
                    "ci_low_first_year": early.ci_low,
                    "ci_high_first_year": early.ci_high,
                    "weeks_until_better": weeks_until_better(made.differences[index][arm.start_week :], signs),
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _failures(runs: pd.DataFrame) -> list[str]:
    """A note for each arm of which runs failed."""
    failed = runs[runs["status"] == FAILED]
    return [
        f"{name}: {len(rows)} of {len(runs[runs['arm'] == name])} runs failed and were left out ({rows['reason'].iloc[0]})"
        for name, rows in failed.groupby("arm", sort=False)
    ]
