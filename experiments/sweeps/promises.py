"""Whether what a sweep says of its certainty is so: intervals that stop when narrow, and the chance of being best."""

import numpy as np
import pandas as pd

from sim.study.answers.chances import chance_of_best
from sim.study.precision import Precision, stopping_times
from sim.study.statistics import mean_with_interval

REPETITIONS = 20_000
STUDIES = 400
REPLICATES = 50


def coverage() -> list[tuple[str, float, float, float, float]]:
    """For skewed differences: what they are, the width asked for, and the share of intervals that held the truth with caution,
    the mean replicates, and the share without caution. The true mean is known in each case.
    """
    generator = np.random.default_rng(20260401)
    shape = (200, REPETITIONS)
    cases = {
        "normal": (generator.normal(size=shape), 0.0, 0.4),
        "exponential": (generator.exponential(size=shape), 1.0, 0.4),
        "log-normal, sigma 0.5": (generator.lognormal(0.0, 0.5, size=shape), float(np.exp(0.125)), 0.25),
        "log-normal, sigma 1": (generator.lognormal(0.0, 1.0, size=shape), float(np.exp(0.5)), 0.6),
    }
    found = []
    for name, (values, truth, width) in cases.items():
        held, replicates = _held(values, truth, Precision(width))
        without, _ = _held(values, truth, Precision(width, cautious=False))
        found.append((name, width, held, replicates, without))
    return found


def _held(values: np.ndarray, truth: float, plan: Precision) -> tuple[float, float]:
    """Share of the columns whose interval, where they stopped, holds the truth, and their mean replicates."""
    stops, _ = stopping_times(values, plan)
    held = 0
    for stop in np.unique(stops):
        _, low, high = mean_with_interval(values[:stop, stops == stop])
        held += int(((low <= truth) & (truth <= high)).sum())
    return held / values.shape[1], float(stops.mean())


def three_alike() -> dict[str, float]:
    """The chance of being best of three arms between which there is nothing to choose.

    Where they are the same in every run: the chance of the first. Where only their distribution is the same: the mean of it
    over studies, and in how many one of the three is said to be best with a chance above 95%.
    """
    generator = np.random.default_rng(20260402)
    one = generator.exponential(size=REPLICATES)
    same = chance_of_best(pd.DataFrame(dict.fromkeys("abc", one)), -1.0)
    firsts, sure = [], 0
    for _ in range(STUDIES):
        values = pd.DataFrame(generator.exponential(size=(REPLICATES, 3)), columns=list("abc"))
        chances = chance_of_best(values, -1.0, draws=500).table["chance_of_best"]
        firsts.append(float(chances.iloc[0]))
        sure += bool((chances > 0.95).any())
    return {
        "the same in every run, chance of the first": float(same.table["chance_of_best"].iloc[0]),
        f"alike only on average, mean chance of the first over {STUDIES} studies": float(np.mean(firsts)),
        f"alike only on average, share of {STUDIES} studies that are sure (above 95%) of one": sure / STUDIES,
    }
