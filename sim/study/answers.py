"""Which arm is best, by how much, at what price: answers from a table of runs, in which ties stay visible as ties.

Every function reads values of shape (replicates, arms) as a table: one row a replicate, one column an arm, the replicates
of a row on one seed, nan where a run failed. `values_of` makes one from the runs of a comparison. A sign says which way is
better: 1 higher, -1 lower. Arms that failed in more than half of the replicates are left out of what compares all arms, and
then a replicate that failed in any of the others; pairs of arms are compared on the replicates in which neither failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from sim.study.statistics import CONFIDENCE, mean_with_interval

DRAWS = 4_000
# Means this close, as a share of the spread of all values, are the same.
_SAME = 1e-9
# Numbers held at once while resampling.
_BLOCK = 1 << 22


def values_of(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """One outcome of every run: one row a replicate, one column an arm, in the order in which arms first appear.

    runs: one row a run with the columns arm, replicate and the outcome, as `Comparison.runs`; a run that is not there is
    nan. Raises KeyError where a column is missing, ValueError where an arm has a replicate twice.
    """
    wide = runs.pivot(index="replicate", columns="arm", values=outcome)
    return wide[list(dict.fromkeys(runs["arm"]))].astype(float)


@dataclass(frozen=True)
class Best:
    """How sure it is which arm is best. table: one row an arm: arm, chance_of_best, regret.

    chance_of_best: share of the drawn true means in which its own is the best; arms with the same mean share, and so do all
    where there is one replicate only. regret: how much, on average over those draws, is lost by choosing it and not the
    best, in the unit of the outcome; nan with fewer than three replicates, for which that average has no limit. nan for an
    arm left out. replicates: how many were compared. left_out: arms that failed in more than half of the replicates.
    """

    table: pd.DataFrame
    replicates: int
    left_out: tuple[str, ...]


def chance_of_best(values: pd.DataFrame, sign: float, draws: int = DRAWS, seed: int = 0) -> Best:
    """Which arm is best, over true means drawn about those that were found, as far from them as so few replicates allow.

    values: (replicates, arms). draws: how often; keyed by `seed`. The difference of two arms is drawn from Student's
    distribution with the standard error of their paired difference, so that of two arms between which there is nothing to
    choose one is said to be best with over 99% in 2% of studies, however few the replicates (if differences are about
    normal). Raises ValueError for a sign other than 1 and -1. Source: Chick and Inoue 2001,
    doi:10.1287/mnsc.47.8.1133.10229.
    """
    _check_sign(sign)
    complete = _complete(values)
    kept = list(complete.columns)
    table = pd.DataFrame({"arm": list(values.columns), "chance_of_best": np.nan, "regret": np.nan})
    left_out = tuple(str(name) for name in values.columns if name not in set(kept))
    if complete.empty:
        return Best(table, 0, left_out)
    gains = sign * complete.to_numpy()
    gains = gains - gains.mean(axis=0).max()
    near = _SAME * np.abs(gains).max()
    rows = table["arm"].isin(kept)
    if len(gains) == 1:
        table.loc[rows, "chance_of_best"] = 1.0 / len(kept)
        return Best(table, 1, left_out)
    chance, regret = _drawn(gains, near, draws, np.random.default_rng(seed))
    table.loc[rows, "chance_of_best"] = chance
    if len(gains) > 2:
        table.loc[rows, "regret"] = regret
    return Best(table, len(gains), left_out)


def _drawn(gains: np.ndarray, near: float, draws: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How often each arm is the best of drawn true means, and what choosing it loses on average: (arms,) each.

    gains: (replicates, arms), at least two replicates, more being better. Means closer than `near` are the same.
    """
    replicates, arms = gains.shape
    # What the arms of a replicate share does not tell them apart.
    own = gains - gains.mean(axis=1, keepdims=True)
    means = own.mean(axis=0)
    # Sums of these with normal weights have the covariance of the means, however many arms there are.
    errors = (own - means) / np.sqrt(replicates * (replicates - 1.0))
    chance, regret = np.zeros(arms), np.zeros(arms)
    step = max(1, _BLOCK // max(gains.shape))
    for first in range(0, draws, step):
        size = min(step, draws - first)
        # The spread itself is known from so many replicates only: one draw of it for all arms makes Student of normal.
        unsure = np.sqrt((replicates - 1.0) / generator.chisquare(replicates - 1.0, size=(size, 1)))
        drawn = means + unsure * (generator.standard_normal((size, replicates)) @ errors)
        lost = drawn.max(axis=1, keepdims=True) - drawn
        same = lost <= near
        chance += (same / same.sum(axis=1, keepdims=True)).sum(axis=0)
        regret += np.where(same, 0.0, lost).sum(axis=0)
    return chance / draws, regret / draws


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
    _check_sign(sign)
    gains = sign * values
    order = list(gains.mean().dropna().sort_values(ascending=False, kind="stable").index)
    comparisons = max(len(order) - 1, 1)
    rows: dict[str, dict[str, object]] = {}
    rest, best = list(order), order[0] if order else None
    while rest:
        place, leader = len(rows) + 1, rest[0]
        for arm in list(rest):
            _, low, high, _ = _paired(gains[leader] - gains[arm], comparisons)
            if arm == leader or not (low > 0.0 or high < 0.0):
                behind, low, high, count = _paired(gains[best] - gains[arm], comparisons)
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
        ahead = _widened(gains[order[1:]].to_numpy() - gains[[best]].to_numpy(), comparisons)[2]
        rows[best]["behind_low"], rows[best]["behind_high"] = _of_leader(ahead)
    unknown = {"mean": np.nan, "behind": np.nan, "behind_low": np.nan, "behind_high": np.nan}
    last = len(rows) + 1
    for arm in values.columns:
        if arm not in rows:
            rows[arm] = {"arm": arm, "place": last, **unknown, "replicates": 0}
    columns = ["arm", "place", "mean", "behind", "behind_low", "behind_high", "replicates"]
    return pd.DataFrame(list(rows.values()), columns=columns)


def ranking_text(table: pd.DataFrame) -> str:
    """A ranking in one line: `a = b > c`, where `=` stands between arms that share a place."""
    text = ""
    for before, row in zip([None, *table["place"]], table.itertuples(), strict=False):
        text += f"{'' if before is None else ' = ' if before == row.place else ' > '}{row.arm}"
    return text


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
    _check_sign(sign)
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
    mean, low, high = _widened(gains[:, [best]] - gains, comparisons)
    if gains.shape[1] > 1:
        # How far another may be ahead: the other way round, its interval of being behind.
        low[best], high[best] = _of_leader(-np.delete(low, best))
    return mean, low, high


def _of_leader(ahead: np.ndarray) -> tuple[float, float]:
    """The interval of how far the arm with the best mean is behind. ahead: at the most, each other of it; nan unknown."""
    known = ahead[np.isfinite(ahead)]
    return (0.0, max(0.0, float(known.max()))) if len(known) else (np.nan, np.nan)


def largest_regret(pessimistic: pd.DataFrame) -> pd.DataFrame:
    """For each arm the row of `pessimistic_regret` with its largest regret; the most cautious choice first."""
    worst = pessimistic.sort_values(["regret", "regret_high"], ascending=False, kind="stable", na_position="last")
    return worst.drop_duplicates("arm").sort_values("regret", kind="stable").reset_index(drop=True)


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
    _check_sign(sign)
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


def _paired(differences: pd.Series, comparisons: int) -> tuple[float, float, float, int]:
    """Mean, its interval (Student, Bonferroni for so many comparisons), and pairs counted; nan left out."""
    known = differences.to_numpy(dtype=float)
    known = known[np.isfinite(known)]
    count = len(known)
    if not count:
        return np.nan, np.nan, np.nan, 0
    mean = float(known.mean())
    if count < 2:
        return mean, np.nan, np.nan, count
    tail = (1.0 - CONFIDENCE) / 2.0 / comparisons
    # The rest of a mean of equal values is rounding.
    spread = 0.0 if (known == known[0]).all() else float(known.std(ddof=1))
    half = float(stdtrit(count - 1.0, 1.0 - tail)) * spread / np.sqrt(count)
    return mean, mean - half, mean + half, count


def _widened(differences: np.ndarray, comparisons: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean of each column with its interval, which is widened for so many comparisons."""
    mean, low, high = mean_with_interval(differences)
    if comparisons > 1:
        degrees = np.maximum(np.isfinite(differences).sum(axis=0) - 1.0, 1.0)
        tail = (1.0 - CONFIDENCE) / 2.0
        half = (high - mean) * stdtrit(degrees, 1.0 - tail / comparisons) / stdtrit(degrees, 1.0 - tail)
        low, high = mean - half, mean + half
    return mean, low, high


def _complete(values: pd.DataFrame) -> pd.DataFrame:
    """The replicates in which no arm failed, without arms that failed in more than half of them."""
    finite = pd.DataFrame(np.isfinite(values.to_numpy(dtype=float)), index=values.index, columns=values.columns)
    kept = [name for name in values.columns if len(values) and finite[name].mean() >= 0.5]
    return values.loc[finite[kept].all(axis=1), kept] if kept else values.iloc[:0, :0]


def _check_sign(sign: float) -> None:
    if sign not in (1.0, -1.0):
        raise ValueError(f"sign: {sign} given; 1 where higher is better or -1 where lower is")
