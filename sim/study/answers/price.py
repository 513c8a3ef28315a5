"""What a unit of an effect costs, and which arms are worth their cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from sim.study.answers.values import check_sign
from sim.study.statistics import CONFIDENCE, mean_with_interval


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of an effect costs. price, low, high: with the 95% interval; nan where there is no price.

    verdict: `price` where the effect is clearly there; `no clear effect` where the interval of the effect includes 0, so
    that any price at all, or none, would fit; `wrong way` where the effect is clearly the opposite. cost, effect: mean
    paired differences. replicates: pairs counted.
    """

    price: float
    low: float
    high: float
    verdict: str
    cost: float
    effect: float
    replicates: int

    def text(self, unit: str = "turnover avoided") -> str:
        """One sentence; `unit` names what is bought."""
        if self.verdict == "no clear effect":
            return f"no price: it is not clear that there is any {unit}"
        if self.verdict == "wrong way":
            return f"no price: there is less than nothing of {unit}"
        if self.high < 0.0:
            return f"saves GBP {-self.price:,.0f} for each {unit} (saves {-self.high:,.0f} to {-self.low:,.0f})"
        if self.low < 0.0:
            word = "saves" if self.price < 0.0 else "costs"
            size = f"{word} GBP {abs(self.price):,.0f} for each {unit}"
            return f"{size} (from saving {-self.low:,.0f} to costing {self.high:,.0f})"
        return f"GBP {self.price:,.0f} for each {unit} ({self.low:,.0f} to {self.high:,.0f})"


def price_of(cost: ArrayLike, effect: ArrayLike) -> Price:
    """Cost for each unit of effect, with the exact interval of a ratio of two means.

    cost: paired differences of cost from the baseline, (replicates,), in GBP a year; a constant cost is allowed. effect:
    paired differences of what is bought, (replicates,), counted so that more is better, such as leavers avoided a year; nan
    in either leaves the pair out. Negative cost with an effect is a saving. Raises ValueError for unequal shapes. Source:
    Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    money, gained = np.asarray(cost, dtype=float), np.asarray(effect, dtype=float)
    if money.shape != gained.shape or money.ndim != 1:
        raise ValueError(f"cost and effect: shapes {money.shape} and {gained.shape} given; both must be (replicates,)")
    known = np.isfinite(money) & np.isfinite(gained)
    money, gained, count = money[known], gained[known], int(known.sum())
    if count < 2:
        means = (float(money.mean()), float(gained.mean())) if count else (np.nan, np.nan)
        return Price(np.nan, np.nan, np.nan, "no clear effect", *means, count)
    spent, bought = float(money.mean()), float(gained.mean())
    squared = float(stdtrit(count - 1.0, 0.5 + CONFIDENCE / 2.0)) ** 2 / count
    (of_cost, of_both), (_, of_effect) = squared * np.cov(money, gained)
    # The interval of the effect leaves out 0 exactly where the interval of the ratio is bounded.
    if bought * bought <= of_effect or bought == 0.0:
        return Price(np.nan, np.nan, np.nan, "no clear effect", spent, bought, count)
    if bought < 0.0:
        return Price(np.nan, np.nan, np.nan, "wrong way", spent, bought, count)
    square = bought * bought - of_effect
    middle = (spent * bought - of_both) / square
    inside = (spent * bought - of_both) ** 2 - square * (spent * spent - of_cost)
    half = float(np.sqrt(max(inside, 0.0))) / square
    return Price(spent / bought, middle - half, middle + half, "price", spent, bought, count)


def pareto(cost: pd.DataFrame, effect: pd.DataFrame, sign: float) -> pd.DataFrame:
    """Which arms are worth a thought: those that no other arm clearly beats in cost and effect.

    cost: (replicates, arms), less is better. effect: (replicates, arms) of the same arms, better by `sign`. The baseline
    should be among the arms. One row an arm, the cheapest first: arm, cost, effect (means), dominated_by, efficient.
    dominated_by: an arm that clearly costs no more and clearly brings no less, and is clearly better in one of the two;
    empty where there is none, or the one with the best effect of several. Clearly: the 95% interval of the paired difference
    says so; only equal values in every replicate count as equal. efficient: not dominated in the plain means, which is a
    weaker thing to know: an arm that is neither is close to a better one and cannot be told from it. Raises ValueError
    where the arms differ.
    """
    check_sign(sign)
    if set(cost.columns) != set(effect.columns):
        raise ValueError("cost and effect: not the same arms")
    names = list(cost.columns)
    prices, gains = cost.to_numpy(dtype=float), sign * effect[names].to_numpy(dtype=float)
    costs, brings = mean_with_interval(prices)[0], mean_with_interval(gains)[0]
    rows = []
    for place, arm in enumerate(names):
        cheaper = _clearly(prices[:, [place]] - prices)
        more = _clearly(gains - gains[:, [place]])
        beaten = np.flatnonzero((np.minimum(cheaper, more) >= 0) & (np.maximum(cheaper, more) > 0))
        no_worse = (costs <= costs[place]) & (brings >= brings[place])
        worse = no_worse & ((costs < costs[place]) | (brings > brings[place]))
        known = np.isfinite(costs[place]) and np.isfinite(brings[place])
        rows.append(
            {
                "arm": arm,
                "cost": costs[place],
                "effect": sign * brings[place],
                "dominated_by": names[beaten[brings[beaten].argmax()]] if len(beaten) else "",
                "efficient": bool(known and not worse.any()),
            }
        )
    return pd.DataFrame(rows).sort_values("cost", kind="stable").reset_index(drop=True)


def _clearly(differences: np.ndarray) -> np.ndarray:
    """Of each column 1 where the mean is clearly above 0, 0 where all values are 0, -1 where neither is known."""
    mean, low, high = mean_with_interval(differences)
    return np.where(low > 0.0, 1, np.where((mean == 0.0) & (low == high), 0, -1))
