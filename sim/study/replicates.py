"""The runs of a comparison: all arms on one seed after another, spread over threads, until all are done or precise."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Event

import numpy as np

from sim.configuration.names import suggestion
from sim.outcomes import Outcome, outcomes_of
from sim.settings.study import Settings
from sim.study.arms import Arm
from sim.study.executor import in_order
from sim.study.exits import EXITS, ExitWriter
from sim.study.precision import FEWEST, Look, Precision, look
from sim.study.replicate import ArmRun, run_replicate
from sim.study.scratch import Scratch, clear_leftovers
from sim.study.weekly import WeeklyWriter

Progress = Callable[[int, int], object]
# Replicates between two looks at the precision.
LOOK_EVERY = 10


@dataclass(frozen=True)
class Plan:
    """What is to be run. settings: those of the study. exits: whether to log everyone who leaves.

    precision: half-widths of paired differences, by outcome; with any, `replicates` is the most there may be.
    Raises ValueError where the arms make no study.
    """

    arms: tuple[Arm, ...]
    replicates: int
    seed: int
    settings: Settings
    exits: bool
    precision: dict[str, float]

    def __post_init__(self) -> None:
        names = [arm.name for arm in self.arms]
        if len(set(names)) != len(names):
            raise ValueError(f"two arms have the same name: {names}")
        if len({arm.settings.weeks for arm in self.arms}) != 1:
            raise ValueError("all arms must run for the same number of years")
        for arm in self.arms:
            if arm.against not in names:
                raise ValueError(f"{arm.name} is compared with {arm.against}, which is none of the arms {names}")
        for name in self.precision:
            if name not in self.columns:
                raise ValueError(f"precision: {name!r} is no outcome of this authority{suggestion(name, self.columns)}")

    @cached_property
    def against(self) -> list[int]:
        """For each arm the place of the one that it is compared with."""
        names = [arm.name for arm in self.arms]
        return [names.index(arm.against) for arm in self.arms]

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome that the largest authority among the arms has, in the order of all columns."""
        return outcomes_of(max(arm.settings.authority.tiers for arm in self.arms))

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(outcome.name for outcome in self.outcomes)


@dataclass(frozen=True)
class Made:
    """The runs of all arms, replicate by replicate, and what is on disk of them.

    differences: mean weekly differences, as `WeeklyWriter` has them. precise: the last look at the precision, by outcome.
    """

    runs: list[list[ArmRun]]
    differences: np.ndarray
    precise: dict[str, Look]
    weekly_path: Path
    exits_path: Path | None
    scratch: tempfile.TemporaryDirectory


def run_all(plan: Plan, *, threads: int | None, progress: Progress | None, out: Path | None) -> Made:
    """Run every arm, one replicate after another, until all are done or precise.

    out: where results will be, so that weekly data wait on the same disk; None for the system's own place. Where anything
    fails, what was written until then is removed.
    """
    names = [arm.name for arm in plan.arms]
    looks = {plan.replicates, *range(FEWEST, plan.replicates, LOOK_EVERY)} if plan.precision else set()
    scratch = _scratch_folder(out)
    path = Path(scratch.name) / "weekly.parquet"
    exits_path = Path(scratch.name) / EXITS if plan.exits else None
    runs: list[list[ArmRun]] = []
    precise: dict[str, Look] = {}
    try:
        with ExitStack() as stack:
            writer = stack.enter_context(
                WeeklyWriter(path, names, plan.against, plan.columns, plan.arms[0].settings.weeks)
            )
            log = None
            if exits_path is not None:
                log = stack.enter_context(
                    ExitWriter(exits_path, plan.settings, names, [arm.against for arm in plan.arms])
                )
            seeds = range(plan.seed, plan.seed + plan.replicates)
            results = stack.enter_context(closing(in_order(partial(_work, plan), seeds, threads)))
            for replicate, result in enumerate(results, start=1):
                writer.add(replicate, np.stack([one.weekly for one in result]))
                if log is not None:
                    log.add(replicate, [one.exits for one in result])
                runs.append([one.without_weeks() for one in result])
                if progress is not None:
                    progress(replicate * len(names), plan.replicates * len(names))
                if replicate in looks:
                    precise = _looks(plan, runs)
                    if all(one.enough.all() for one in precise.values()):
                        break
    except BaseException:
        scratch.cleanup()
        raise
    return Made(runs, writer.differences, precise, path, exits_path, scratch)


def _work(plan: Plan, seed: int, stop: Event) -> list[ArmRun]:
    return run_replicate(plan.arms, seed, plan.columns, stop, plan.exits)


def _looks(plan: Plan, runs: list[list[ArmRun]]) -> dict[str, Look]:
    """How well the differences of all arms are known, by outcome; arms in their order, those compared with none left out."""
    window = np.array([[one.window for one in row] for row in runs])
    against, most = plan.against, max(plan.replicates, FEWEST)
    compared = [arm for arm, other in enumerate(against) if arm != other]
    found = {}
    for name, width in plan.precision.items():
        values = window[:, :, plan.columns.index(name)]
        differences = values[:, compared] - values[:, [against[arm] for arm in compared]]
        found[name] = look(differences, Precision(width, first_look=FEWEST, block=LOOK_EVERY, cap=most))
    return found


def _scratch_folder(out: Path | None) -> tempfile.TemporaryDirectory:
    """A folder for weekly data: beside the results to come, or in the system's own place."""
    if out is None:
        return tempfile.TemporaryDirectory(prefix="coalface-")
    target = Path(out).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target)
    return Scratch(target)
