"""A comparison: arms x replicates on common random numbers, and the paired differences that answer the question."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd

from sim.outcomes import Outcome, outcomes_of
from sim.settings.study import Settings
from sim.study.arms import Arm, arms_of
from sim.study.executor import in_order
from sim.study.exits import EXITS, ExitWriter
from sim.study.place import writing_at
from sim.study.precision import FEWEST, Look, Precision, look
from sim.study.replicate import FAILED, ArmRun, run_replicate, starts_of
from sim.study.scratch import Scratch, clear_leftovers
from sim.study.statistics import paired, weeks_until_better
from sim.study.text import text_table
from sim.study.weekly import WeeklyWriter, read_outcome, read_weekly

Progress = Callable[[int, int], object]
# Replicates between two looks at the precision.
LOOK_EVERY = 10


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
        return text_table(self)


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
    arms = list(arms)
    against = _against(arms)
    outcomes = outcomes_of(max(arm.settings.authority.tiers for arm in arms))
    chosen = arms[0].settings if settings is None else settings
    with writing_at(out):
        made = _run_all(
            arms, against, outcomes, replicates, seed, chosen, threads, progress, out, exits, precision or {}
        )
    rows = _runs_table(arms, seed, outcomes, made.runs)
    said = (
        *notes,
        *_failures(rows),
        *_precision_in_words([arm.name for arm in arms if arm.name != arm.against], made.precise),
    )
    return Comparison(
        # What was run is what the same command without a precision would run.
        chosen.model_copy(update={"replicates": len(made.runs)}) if precision else chosen,
        tuple(arms),
        outcomes,
        rows,
        _comparison_table(arms, against, outcomes, made.runs, made.differences),
        said,
        made.weekly_path,
        made.exits_path,
        made.scratch,
        dict(precision or {}),
    )


def _against(arms: list[Arm]) -> list[int]:
    """For each arm the place of the one that it is compared with; ValueError where the arms make no study."""
    names = [arm.name for arm in arms]
    if len(set(names)) != len(names):
        raise ValueError(f"two arms have the same name: {names}")
    if len({arm.settings.weeks for arm in arms}) != 1:
        raise ValueError("all arms must run for the same number of years")
    return [names.index(arm.against) for arm in arms]


@dataclass(frozen=True)
class _Made:
    """The runs of all arms, replicate by replicate, and what is on disk of them.

    differences: mean weekly differences, as `WeeklyWriter` has them. precise: the last look at the precision, by outcome.
    """

    runs: list[list[ArmRun]]
    differences: np.ndarray
    precise: dict[str, Look]
    weekly_path: Path
    exits_path: Path | None
    scratch: tempfile.TemporaryDirectory


def _run_all(
    arms: list[Arm],
    against: list[int],
    outcomes: tuple[Outcome, ...],
    replicates: int,
    seed: int,
    chosen: Settings,
    threads: int | None,
    progress: Progress | None,
    out: Path | None,
    exits: bool,
    precision: Mapping[str, float],
) -> _Made:
    """Run every arm, one replicate after another, until all are done or precise; what is written goes where it fails."""
    names, columns = [arm.name for arm in arms], tuple(outcome.name for outcome in outcomes)
    looks = {replicates, *range(FEWEST, replicates, LOOK_EVERY)} if precision else set()
    scratch = _scratch_folder(out)
    path = Path(scratch.name) / "weekly.parquet"
    exits_path = Path(scratch.name) / EXITS if exits else None
    runs: list[list[ArmRun]] = []
    precise: dict[str, Look] = {}
    try:
        with ExitStack() as stack:
            writer = stack.enter_context(WeeklyWriter(path, names, against, columns, arms[0].settings.weeks))
            log = None
            if exits_path is not None:
                log = stack.enter_context(ExitWriter(exits_path, chosen, names, [arm.against for arm in arms]))
            work = partial(_work, arms, columns, exits)
            results = stack.enter_context(closing(in_order(work, range(seed, seed + replicates), threads)))
            for replicate, result in enumerate(results, start=1):
                writer.add(replicate, np.stack([one.weekly for one in result]))
                if log is not None:
                    log.add(replicate, [one.exits for one in result])
                runs.append([one.without_weeks() for one in result])
                if progress is not None:
                    progress(replicate * len(arms), replicates * len(arms))
                if replicate in looks:
                    precise = _looks(runs, against, columns, precision, replicates)
                    if all(one.enough.all() for one in precise.values()):
                        break
    except BaseException:
        scratch.cleanup()
        raise
    return _Made(runs, writer.differences, precise, path, exits_path, scratch)


def _work(arms: list[Arm], outcomes: tuple[str, ...], exits: bool, seed: int, stop: Event) -> list[ArmRun]:
    return run_replicate(arms, seed, outcomes, stop, exits)


def _looks(
    runs: list[list[ArmRun]], against: list[int], columns: tuple[str, ...], precision: Mapping[str, float], most: int
) -> dict[str, Look]:
    """How well the differences of all arms are known, by outcome; arms in their order, those compared with none left out."""
    window = np.array([[one.window for one in row] for row in runs])
    compared = [arm for arm, other in enumerate(against) if arm != other]
    found = {}
    for name, width in precision.items():
        values = window[:, :, columns.index(name)]
        differences = values[:, compared] - values[:, [against[arm] for arm in compared]]
        found[name] = look(differences, Precision(width, first_look=FEWEST, block=LOOK_EVERY, cap=max(most, FEWEST)))
    return found


def _precision_in_words(names: list[str], precise: dict[str, Look]) -> list[str]:
    """A note on each outcome for which a precision was asked."""
    return [f"{name}: {' '.join(one.text(names).split()).rstrip('.')}" for name, one in precise.items()]


def _scratch_folder(out: Path | None) -> tempfile.TemporaryDirectory:
    """A folder for weekly data: beside the results to come, or in the system's own place."""
    if out is None:
        return tempfile.TemporaryDirectory(prefix="coalface-")
    target = Path(out).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target)
    return Scratch(target)


def _runs_table(arms: list[Arm], seed: int, outcomes: tuple[Outcome, ...], runs: list[list[ArmRun]]) -> pd.DataFrame:
    """One row a run, in the order replicate, arm."""
    flat = [(replicate, arm, one) for replicate, row in enumerate(runs) for arm, one in zip(arms, row, strict=True)]
    head = pd.DataFrame(
        {
            "arm": [arm.name for _, arm, _ in flat],
            "replicate": [replicate + 1 for replicate, _, _ in flat],
            "seed": [seed + replicate for replicate, _, _ in flat],
            "status": [one.status for _, _, one in flat],
            "reason": [one.reason for _, _, one in flat],
            "seconds": [one.seconds for _, _, one in flat],
        }
    )
    return head.join(pd.DataFrame(np.stack([one.window for _, _, one in flat]), columns=[one.name for one in outcomes]))


def _comparison_table(
    arms: list[Arm], against: list[int], outcomes: tuple[Outcome, ...], runs: list[list[ArmRun]], weekly: np.ndarray
) -> pd.DataFrame:
    """One row for each arm that is compared with another, and outcome."""
    signs = np.array([outcome.sign for outcome in outcomes])
    window = np.array([[one.window for one in row] for row in runs])
    first = np.array([[one.first_years for one in row] for row in runs])
    starts = starts_of(arms)
    parts = []
    for index, arm in enumerate(arms):
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
                    "weeks_until_better": weeks_until_better(weekly[index][arm.start_week :], signs),
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
