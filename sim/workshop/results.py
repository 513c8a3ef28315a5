"""What a strip shows of some pairs: lines with bands, and over the window of the study the paired difference."""

from typing import Any

import numpy as np

from sim.study.statistics import paired
from sim.workshop.pairs import Answered

# The band of a line: so much of the runs lies inside.
BAND = (10.0, 90.0)


def arrays_of(answered: Answered) -> dict[str, np.ndarray]:
    """series (charts, 6, weeks): mean, low and high of now, then of changed; difference (charts, 3); level (charts, 2).

    low and high are the 10th and the 90th percentile of the runs. difference: mean, and its 95% interval over the pairs.
    """
    now, changed = (np.stack([run.series for run in arm]) for arm in (answered.now, answered.changed))
    parts = [part for arm in (now, changed) for part in _line_and_band(arm)]
    of_now, of_changed = (np.stack([run.window for run in arm]) for arm in (answered.now, answered.changed))
    found = paired(of_changed, of_now, np.ones(of_now.shape[1]))
    return {
        "series": np.stack(parts, axis=1).astype(np.float32),
        "difference": np.stack([found.difference, found.ci_low, found.ci_high], axis=1),
        "level": np.stack([found.baseline, found.mean], axis=1),
    }


def _line_and_band(runs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and percentiles over the runs, shape (charts, weeks) each; nan left out, and nan where no run has a value."""
    unknown = np.isnan(runs)
    mean, band = runs.mean(axis=0), np.percentile(runs, BAND, axis=0)
    # One place at a time, which takes a hundred times as long, only where it must be.
    partly = unknown.any(axis=0) & ~unknown.all(axis=0)
    if partly.any():
        mean[partly] = np.nanmean(runs[:, partly], axis=0)
        band[:, partly] = np.nanpercentile(runs[:, partly], BAND, axis=0)
    return mean, *band


def words_of(difference: np.ndarray, pairs: int) -> list[dict[str, Any]]:
    """For each chart which way it goes: up, down, unclear, or same where no pair differs. The room judges what is better."""
    return [{"way": way_of(*row), "n": pairs} for row in difference]


def way_of(difference: float, low: float, high: float) -> str:
    """up, down, unclear or same."""
    if low == high == difference == 0.0:
        return "same"
    if low > 0.0:
        return "up"
    return "down" if high < 0.0 else "unclear"
