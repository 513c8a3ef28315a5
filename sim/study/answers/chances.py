"""How sure it is which arm is best."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.study.answers.values import check_sign

DRAWS = 4_000
# Means this close, as a share of the spread of all values, are the same.
_SAME = 1e-9
# Numbers held at once while drawing.
_BLOCK = 1 << 22


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
    check_sign(sign)
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


def _complete(values: pd.DataFrame) -> pd.DataFrame:
    """The replicates in which no arm failed, without arms that failed in more than half of them."""
    finite = pd.DataFrame(np.isfinite(values.to_numpy(dtype=float)), index=values.index, columns=values.columns)
    kept = [name for name in values.columns if len(values) and finite[name].mean() >= 0.5]
    return values.loc[finite[kept].all(axis=1), kept] if kept else values.iloc[:0, :0]
