"""Paired statistics: each arm against the arm it is compared with, replicate by replicate, on the same seeds."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import stdtrit

CONFIDENCE = 0.95
TRAILING_WEEKS = 13
# The verdicts on a difference whose interval leaves 0 out.
CLEAR = ("better", "worse", "higher", "lower")


@dataclass(frozen=True, slots=True)
class Paired:
    """Statistics of every outcome, each of shape (outcomes,): means of both arms and the difference, arm less baseline.

    ci_low, ci_high: 95% interval of the mean difference (t), nan with fewer than two pairs. p_better: share of the
    pairs in which the arm is better, a tie counting half; nan where neither way is better. replicates: pairs counted.
    """

    baseline: np.ndarray
    mean: np.ndarray
    difference: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    p_better: np.ndarray
    replicates: np.ndarray


def paired(arm: np.ndarray, baseline: np.ndarray, signs: np.ndarray) -> Paired:
    """Compare two arrays of shape (replicates, outcomes) row by row; a pair with a nan in either is left out.

    signs: per outcome, 1 where higher is better, -1 where lower is, nan where neither is.
    """
    difference = arm - baseline
    counted = np.isfinite(difference)
    better = signs * np.sign(difference)
    p_better = _mean(0.5 + 0.5 * better, counted & np.isfinite(better))
    return Paired(
        _mean(baseline, counted),
        _mean(arm, counted),
        *mean_with_interval(difference),
        p_better,
        counted.sum(axis=0),
    )


def mean_with_interval(values: np.ndarray, comparisons: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean over the first axis, and its 95% interval (t), nan left out: mean, low, high.

    The mean is nan where there is no value, the interval where there are fewer than two. comparisons: intervals of which all
    are to hold at once, for which each is widened (Bonferroni).
    """
    counted = np.isfinite(values)
    mean = _mean(values, counted)
    half = _half_width(np.where(counted, values - mean, 0.0), counted.sum(axis=0), comparisons)
    return mean, mean - half, mean + half


def _mean(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Mean over the first axis of the values that count; nan where none does."""
    total = np.where(counted, values, 0.0).sum(axis=0)
    count = counted.sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _half_width(deviations: np.ndarray, pairs: np.ndarray, comparisons: int) -> np.ndarray:
    """Half the width of the t interval of a mean, for so many comparisons; nan with fewer than two pairs."""
    degrees = np.where(pairs > 1, pairs - 1, np.nan)
    error = np.sqrt((deviations * deviations).sum(axis=0) / degrees / np.maximum(pairs, 1))
    return stdtrit(degrees, 1.0 - (1.0 - CONFIDENCE) / 2.0 / comparisons) * error


def trailing_mean(values: np.ndarray, weeks: int) -> np.ndarray:
    """Mean over the last `weeks` rows up to and including each row, nan left out; fewer rows at the beginning."""
    padded = np.concatenate([np.full((weeks - 1, *values.shape[1:]), np.nan), values])
    windows = np.moveaxis(sliding_window_view(padded, weeks, axis=0), -1, 0)
    return _mean(windows, np.isfinite(windows))


def weeks_until_better(difference: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """First week from which the mean difference of the last 13 weeks is for the better and stays so: (outcomes,).

    difference: mean paired difference by week from week 0, shape (weeks, outcomes). nan where it is not for the better
    at the end, and where neither way is better.
    """
    better = signs * trailing_mean(difference, TRAILING_WEEKS) > 0.0
    # Weeks at the end without a break: the run of True read from the last week back.
    lasting = np.cumprod(better[::-1], axis=0).sum(axis=0)
    return np.where(lasting > 0, float(len(difference)) - lasting, np.nan)


def verdict(difference: float, low: float, high: float, sign: float) -> str:
    """The difference in words: better, worse, lower, higher, no clear difference, or no difference at all."""
    if low == high == 0.0:
        return "no difference"
    if not (low > 0.0 or high < 0.0):
        return "no clear difference"
    if np.isnan(sign):
        return "higher" if difference > 0.0 else "lower"
    return "better" if sign * difference > 0.0 else "worse"
