"""What a choice may lose: how far it is behind the best."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.study.answers.values import check_sign
from sim.study.statistics import mean_with_interval


def pessimistic_regret(
    ends: Mapping[str, Mapping[str, pd.DataFrame]], sign: float, comparisons: int = 1
) -> pd.DataFrame:
    """What choosing an arm loses at that end of each weak assumption at which it loses most.

    ends: for each weak assumption, for each of its ends, values of shape (replicates, arms); the same arms everywhere.
    One row for each assumption and arm: assumption, arm, end, regret, regret_low, regret_high, in the unit of the outcome.
    The regret is how far the mean of the arm is behind that of the best arm at that end, over the replicates of both, with
    its 95% interval as in `regrets`, which may reach below 0 where the best is not clear; nan where the arm has no value at
    any end. Of ends at which it loses the same, the one at which it may lose most.
    comparisons: intervals among which the largest is sought, for which each is widened (Bonferroni). Its
    largest value over assumptions is what the arm risks; the arm that risks least is the choice of the cautious. Raises
    ValueError where arms differ or an assumption has no end. Source: minimax regret, Savage 1951,
    doi:10.1080/01621459.1951.10500768.
    """
    check_sign(sign)
    names: list[str] | None = None
    rows = []
    for assumption, tables in ends.items():
        if not tables:
            raise ValueError(f"{assumption}: no end given")
        for end, values in tables.items():
            names = list(values.columns) if names is None else names
            if set(values.columns) != set(names):
                raise ValueError(f"{assumption}, {end}: other arms than elsewhere")
            gains = sign * values[names]
            found = regrets(gains.to_numpy(), comparisons)
            rows += [(assumption, arm, end, *one) for arm, *one in zip(names, *found, strict=True)]
    columns = ["assumption", "arm", "end", "regret", "regret_low", "regret_high"]
    table = pd.DataFrame(rows, columns=columns)
    worst = table.sort_values(["regret", "regret_high"], ascending=False, kind="stable", na_position="last")
    return worst.drop_duplicates(["assumption", "arm"]).sort_index().reset_index(drop=True)


def regrets(gains: np.ndarray, comparisons: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far each arm is behind the one with the best mean, with its interval, widened for so many comparisons.

    gains: (replicates, arms), more being better; nan where a run failed. Three times (arms,), nan for an arm without a
    value. The arm with the best mean is behind by 0, but another may be truly better: its interval goes from 0 to the
    furthest that any other may be ahead of it, which is 0 where it is clearly ahead of all. Source: Hsu 1984, multiple
    comparisons with the best, doi:10.1214/aos/1176346732.
    """
    means = mean_with_interval(gains)[0]
    best = int(np.nanargmax(means)) if np.isfinite(means).any() else 0
    mean, low, high = mean_with_interval(gains[:, [best]] - gains, comparisons)
    if gains.shape[1] > 1:
        # The lower end of how far another arm is behind, with its sign turned, is the most that it may be ahead.
        low[best], high[best] = regret_of_leader(-np.delete(low, best))
    return mean, low, high


def regret_of_leader(ahead: np.ndarray) -> tuple[float, float]:
    """The interval of how far the arm with the best mean may truly be behind another one: from 0 to the most of `ahead`.

    ahead: for each other arm, the most that it may be ahead by its interval; nan where that is not known. nan for both ends
    where nothing is known of any.
    """
    known = ahead[np.isfinite(ahead)]
    return (0.0, max(0.0, float(known.max()))) if len(known) else (np.nan, np.nan)


def largest_regret(pessimistic: pd.DataFrame) -> pd.DataFrame:
    """For each arm the row of `pessimistic_regret` with its largest regret; the most cautious choice first."""
    worst = pessimistic.sort_values(["regret", "regret_high"], ascending=False, kind="stable", na_position="last")
    return worst.drop_duplicates("arm").sort_values("regret", kind="stable").reset_index(drop=True)
