"""One replicate of a study: every arm on the same seed. Whatever goes wrong in a run becomes a row that says so."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from sim.outcomes import names_of, summarise, weekly
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.arms import Arm
from sim.study.runs import RunFailed, Stopped, WarmUp, run_arm, warm_up

FINISHED, FAILED = "finished", "failed"


@dataclass(frozen=True, slots=True)
class ArmRun:
    """What is kept of one run of one arm; all numbers are nan where it failed.

    seconds: time after the warm-up, which the arms share. weekly: (52 + weeks, outcomes), from week -52. window:
    (outcomes,), outcomes over the window of the study. first_years: (starts, outcomes), outcomes over the year that begins
    in each week in which an arm of the study starts to act: what an arm is compared with must cover the same weeks.
    exits: the log of those who left, rows of `sim.state.Exit`; None where it failed or none was asked for.
    """

    status: str
    reason: str
    seconds: float
    weekly: np.ndarray
    window: np.ndarray
    first_years: np.ndarray
    exits: np.ndarray | None = None

    def without_weeks(self) -> "ArmRun":
        """The same without its weekly values and its log of exits, which are on disk by then."""
        return replace(self, weekly=np.empty((0, 0)), exits=None)


def run_replicate(
    arms: Sequence[Arm], seed: int, outcomes: tuple[str, ...], stop: Event, exits: bool = False
) -> list[ArmRun]:
    """Run every arm on `seed`, in order. The warm-up is run once for all arms that differ in interventions only.

    outcomes: names of the columns that are kept, those of the largest tree among the arms. Raises Stopped.
    """
    warm: dict[str, WarmUp | str] = {}
    runs = []
    starts = starts_of(arms)
    for arm in arms:
        started = time.perf_counter()
        origin = arm.settings.without_interventions()
        key = origin.model_dump_json()
        if key not in warm:
            warm[key] = warm_up_or_reason(origin, seed, stop)
            started = time.perf_counter()
        run = _run_one(warm[key], arm.settings, outcomes, starts, stop, exits)
        runs.append(replace(run, seconds=time.perf_counter() - started))
    return runs


def warm_up_or_reason(settings: Settings, seed: int, stop: Event) -> WarmUp | str:
    """The warm-up of a replicate, or in words why there is none. Raises Stopped."""
    try:
        return warm_up(settings, seed, stop)
    except Stopped:
        raise
    except Exception as error:
        return f"in the warm-up, {reason_of(error)}"


def starts_of(arms: Sequence[Arm]) -> list[int]:
    """The weeks in which arms start to act, in order: the rows of `ArmRun.first_years`."""
    return sorted({arm.start_week for arm in arms})


def _run_one(
    warm: WarmUp | str, settings: Settings, outcomes: tuple[str, ...], starts: list[int], stop: Event, exits: bool
) -> ArmRun:
    """One arm from its warm-up, or the reason why there is none; its seconds are counted by the caller."""
    # Arms can be trees of different height: what a tree does not have stays nan.
    run = _nothing_known(settings, outcomes, starts)
    if isinstance(warm, str):
        return replace(run, reason=warm)
    log: list[np.ndarray] | None = [] if exits else None
    try:
        after = run_arm(warm, settings, stop, log)
    except Stopped:
        raise
    except Exception as error:
        return replace(run, reason=reason_of(error))
    tiers = settings.authority.tiers
    place = [outcomes.index(name) for name in names_of(tiers)]
    run.weekly[:, place] = weekly(np.concatenate([warm.tallies, after]), tiers)
    run.window[place] = list(summarise(after, tiers, slice(*settings.window_weeks)).values())
    for row, start in enumerate(starts):
        run.first_years[row, place] = list(summarise(after, tiers, slice(start, start + WEEKS_A_YEAR)).values())
    return replace(run, status=FINISHED, exits=None if log is None else np.concatenate(log))


def _nothing_known(settings: Settings, outcomes: tuple[str, ...], starts: list[int]) -> ArmRun:
    """A run that failed before anything of it was known."""
    return ArmRun(
        FAILED,
        reason="",
        seconds=0.0,
        weekly=np.full((WEEKS_A_YEAR + settings.weeks, len(outcomes)), np.nan),
        window=np.full(len(outcomes), np.nan),
        first_years=np.full((len(starts), len(outcomes)), np.nan),
    )


def reason_of(error: Exception) -> str:
    """Why a run failed, in words for its row."""
    return str(error) if isinstance(error, RunFailed) else f"{type(error).__name__}: {error}"
