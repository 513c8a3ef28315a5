"""Arms from best to worst, with ties."""

import numpy as np
import pandas as pd

from sim.study.answers.regret import regret_of_leader
from sim.study.answers.values import check_sign
from sim.study.statistics import mean_with_interval


def ranking(values: pd.DataFrame, sign: float) -> pd.DataFrame:
    """Arms from best to worst, with ties: one row an arm, those without a value last.

    values: (replicates, arms). Columns: arm; place, which tied arms share; mean; behind, how far its mean is behind the best
    arm's over the replicates of both, more being worse, with its interval behind_low, behind_high; replicates compared. An
    arm shares the first place where that interval includes 0. Where all do, no arm is known to be the best. Arms after
    them are placed in the same way: the best of the rest, and those that cannot be told from it. The arm with the best mean
    is behind by nothing, and by no more than any other may be ahead of it (`regrets`).

    The interval is a paired Student interval, widened for the number of arms (Bonferroni), so that the truly best arm has
    the first place in 95% of studies and more, however many arms there are. Raises ValueError as `chance_of_best`.
    """
    check_sign(sign)
    gains = sign * values
    order = list(gains.mean().dropna().sort_values(ascending=False, kind="stable").index)
    comparisons = max(len(order) - 1, 1)
    rows: dict[str, dict[str, object]] = {}
    rest, best = list(order), order[0] if order else None
    while rest:
        place, leader = len(rows) + 1, rest[0]
        for arm in list(rest):
            _, low, high, _ = _behind(gains[leader], gains[arm], comparisons)
            if arm == leader or not (low > 0.0 or high < 0.0):
                behind, low, high, count = _behind(gains[best], gains[arm], comparisons)
                rows[arm] = {
                    "arm": arm,
                    "place": place,
                    "mean": float(values[arm].mean()),
                    "behind": behind,
                    "behind_low": low,
                    "behind_high": high,
                    "replicates": count,
                }
                rest.remove(arm)
    if best is not None and len(order) > 1:
        ahead = mean_with_interval(gains[order[1:]].to_numpy() - gains[[best]].to_numpy(), comparisons)[2]
        rows[best]["behind_low"], rows[best]["behind_high"] = regret_of_leader(ahead)
    unknown = {"mean": np.nan, "behind": np.nan, "behind_low": np.nan, "behind_high": np.nan}
    last = len(rows) + 1
    for arm in values.columns:
        if arm not in rows:
            rows[arm] = {"arm": arm, "place": last, **unknown, "replicates": 0}
    columns = ["arm", "place", "mean", "behind", "behind_low", "behind_high", "replicates"]
    return pd.DataFrame(list(rows.values()), columns=columns)


def _behind(leader: pd.Series, arm: pd.Series, comparisons: int) -> tuple[float, float, float, int]:
    """How far an arm is behind the leader: mean, its interval for so many comparisons, and pairs counted."""
    ahead = (leader - arm).to_numpy(dtype=float)[:, None]
    mean, low, high = mean_with_interval(ahead, comparisons)
    return float(mean[0]), float(low[0]), float(high[0]), int(np.isfinite(ahead).sum())
