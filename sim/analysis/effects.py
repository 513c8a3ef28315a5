"""Which main effects and pairs a two-level design shows, by sparse regression, with intervals and few false finds."""

from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from sim.analysis.portfolio import Payoffs
from sim.analysis.sparse_regression import (
    Estimates,
    Fit,
    estimates_of,
    estimates_over_seeds,
    fitted,
    fitted_to_seeds,
    p_values,
    point_means,
    selected,
    usable_seeds,
)
from sim.study.designs.aliasing import pair_columns
from sim.study.statistics import CONFIDENCE

# Share of what is called found that may be nothing, on average; also the share of intervals shown that may miss.
FALSE_DISCOVERIES = 0.05
# With fewer replicates than this their spread says too little, and intervals come from the spread of points.
FEW_REPLICATES = 10


@dataclass(frozen=True)
class Effects:
    """What was found. A main effect is the change of the response when a factor goes from low to high, averaged over
    the levels of all others. A pair is a synergy: what two factors bring together beyond what each brings alone.

    table: one row a term, mains first: term, first, second (empty for a main effect), effect, ci_low, ci_high, q_value,
    found; effects in the unit of the response. The effect of a term that was not found is what it would be beside those
    found. Intervals of those found are widened for having been chosen, so that of all that are shown 5% miss; the others
    are 95% intervals. q_value: smallest rate of false discoveries at which the term would pass. at_baseline: fitted
    response with all factors low, with its 95% interval; where it is far from the true one, which is 0 for differences
    from that same baseline, terms of three factors or more are missing. deviation: standard deviation of points about
    the fit. intervals_from: `points` or `seeds`, see `find_effects`.
    """

    factors: tuple[str, ...]
    table: pd.DataFrame
    points: int
    replicates: int
    mean: float
    at_baseline: tuple[float, float, float]
    deviation: float
    intervals_from: str
    _levels: np.ndarray
    _response: np.ndarray

    @property
    def found(self) -> pd.DataFrame:
        """The rows of the terms found, the largest effect first."""
        rows = self.table[self.table["found"]]
        return rows.sort_values("effect", key=lambda sizes: -sizes.abs(), kind="stable").reset_index(drop=True)

    def payoffs(self, sign: float, draws: int = 200, seed: int = 0) -> Payoffs:
        """What each factor and pair brings to a bundle, for `sim.analysis.portfolio`: all mains, and the pairs found.

        sign: 1 where a higher response is better, -1 where a lower one is. draws: how many draws of the uncertainty;
        from the seeds where intervals are, else from the normal distribution of the estimates. Keyed by `seed`. There are none
        where so few points are left that they do not say how sure the terms are.
        """
        count = len(self.factors)
        one, other = _pairs_of(count)
        has_pairs = len(self.table) > count
        kept = np.flatnonzero(self.table["found"].to_numpy()[count:]) if has_pairs else np.array([], dtype=int)
        columns = np.column_stack([self._levels, pair_columns(self._levels)[:, kept]])
        middle, drawn = self._drawn(columns, draws, np.random.default_rng(seed))
        unsure = drawn is None
        coefficients = sign * (middle[None, :] if drawn is None else np.concatenate([middle[None, :], drawn]))[:, 1:]
        # The levels of a factor are -1 and 1, its presence z in a bundle is 0 or 1: x = 2 z - 1. So a main effect counts
        # twice, and a product of two levels is 4 z z' - 2 z - 2 z' + 1.
        mains = 2.0 * coefficients[:, :count]
        pairs = np.zeros((len(coefficients), count, count))
        for place, pair in enumerate(kept):
            size = coefficients[:, count + place]
            mains[:, one[pair]] -= 2.0 * size
            mains[:, other[pair]] -= 2.0 * size
            pairs[:, one[pair], other[pair]] = pairs[:, other[pair], one[pair]] = 4.0 * size
        return Payoffs(self.factors, mains[0], pairs[0], mains[1:], pairs[1:], unsure)

    def _drawn(
        self, columns: np.ndarray, draws: int, generator: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Coefficients of the mean and all columns, (1 + terms,), and draws of what they might be, (draws, 1 + terms).

        None in place of draws where nothing says how sure the coefficients are.
        """
        everything = list(range(columns.shape[1]))
        fit = fitted(columns, everything, point_means(self._response))
        if self.intervals_from == "seeds":
            by_seed = fitted_to_seeds(columns, everything, self._response)
            if len(by_seed) < FEW_REPLICATES:
                return fit.coefficients, None
            # Each draw is a mean over as many seeds as there are, drawn from them with replacement.
            picks = generator.multinomial(len(by_seed), np.full(len(by_seed), 1.0 / len(by_seed)), size=draws)
            return fit.coefficients, picks @ by_seed / len(by_seed)
        if not np.isfinite(fit.covariance).all():
            return fit.coefficients, None
        drawn = generator.multivariate_normal(fit.coefficients, fit.covariance, size=draws, method="eigh")
        return fit.coefficients, drawn

    def text(self) -> str:
        """What was found in a few lines of plain text, under 120 characters wide."""
        mains = int((self.table["second"] == "").sum())
        looked = f"{mains} main effects" + (f" and {len(self.table) - mains} pairs" if len(self.table) > mains else "")
        found = self.found
        lines = wrap(f"{len(found)} of {looked} found in {self.points} points ({self.replicates} replicates).", 119)
        wide = max((len(term) for term in found["term"]), default=0)
        lines += [
            f"  {row.term:<{wide}}  {row.effect:+.4g} ({_interval(row.ci_low, row.ci_high)})"
            for row in found.itertuples()
        ]
        missing = self.table[~self.table["found"]]
        if len(missing):
            most = missing[["ci_low", "ci_high"]].abs().to_numpy()
            lines += wrap(
                f"The 95% intervals of the others reach no further than {np.nanmax(most, initial=0.0):.3g}.", 119
            )
        hidden = missing.loc[missing["effect"].isna(), "term"].tolist()
        if hidden:
            lines += wrap(f"This design cannot tell from those found: {', '.join(hidden)}.", 119)
        unsure = self.table["effect"].notna() & self.table["ci_low"].isna()
        if unsure.any():
            terms = ", ".join(self.table.loc[unsure, "term"])
            lines += wrap(f"Too few points are left to say how sure these are: {terms}.", 119)
        if self.intervals_from == "points":
            lines += wrap(
                "Intervals hold for the seeds that were run, and not for how effects differ between seeds.", 119
            )
        return "\n".join(lines)


def find_effects(
    design: pd.DataFrame, response: ArrayLike, *, pairs: bool = True, rate: float = FALSE_DISCOVERIES
) -> Effects:
    """Which of k main effects and k (k - 1) / 2 pairs are there.

    design: one row a point, one column a factor, values -1 and 1. response: for each point one number, shape (points,),
    or one for each replicate, shape (points, replicates), where a column is one seed: paired differences from a baseline
    on the same seed, in the unit of the outcome; nan where a run failed. pairs: False looks for main effects only. rate:
    false discoveries that are allowed, as a share of what is found.

    Terms enter one by one, each time the one that explains most of what is left. The extended Bayesian information
    criterion (gamma 1: 2 log p for each term, p candidates) says how many are kept, and those are dropped again that do
    not pass control of the rate of false discoveries among all candidates. With 10 replicates or more intervals come from
    how estimates differ between seeds, and hold for other seeds; with fewer from how points scatter about the fit. What a
    seed adds to all points does not count, nor a seed that failed in half of the points or more; a point with no finite
    value is left out. Pairs that `sim.study.designs.aliasing` shows as mixed are not told apart here either. Raises
    ValueError where shapes do not fit, a level is not -1 or 1, or fewer than four points more than factors have a value.

    Measured over 200 draws of noise with 20 factors, 400 points, five main effects and one synergy of 1.2 standard
    deviations of the noise between points: the synergy was found in .985, and nothing that was not there in .985. A synergy
    of 1 deviation was found in .81, one of 0.8 in .40. Of what was found .2% was false.

    Source: Chen and Chen 2008, doi:10.1093/biomet/asn034; Benjamini and Hochberg 1995,
    doi:10.1111/j.2517-6161.1995.tb02031.x; intervals after choosing, Benjamini and Yekutieli 2005,
    doi:10.1198/016214504000001907.
    """
    factors = tuple(str(name) for name in design.columns)
    levels, values = _checked(design, response)
    columns = np.column_stack([levels, pair_columns(levels)]) if pairs else levels
    found = _found(columns, values, rate)
    fit = fitted(columns, found.chosen, point_means(values))
    return Effects(
        factors,
        _table(factors, found),
        points=len(levels),
        replicates=values.shape[1],
        mean=float(fit.coefficients[0]),
        at_baseline=_at_baseline(fit, found.chosen, len(factors)),
        deviation=fit.deviation,
        intervals_from="seeds" if found.from_seeds else "points",
        _levels=levels,
        _response=values,
    )


def _checked(design: pd.DataFrame, response: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Levels (points, factors) and values (points, replicates) of the points with a value."""
    levels = design.to_numpy(dtype=float)
    values = np.asarray(response, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) != len(levels):
        raise ValueError(f"response: {values.shape} values for {len(levels)} points; give one row a point")
    if not (np.abs(levels) == 1.0).all():
        raise ValueError("effects are looked for in a two-level design; this one has levels other than -1 and 1")
    known = np.isfinite(values).any(axis=1)
    if known.sum() < levels.shape[1] + 4:
        raise ValueError(
            f"{known.sum()} points with a value are too few for {levels.shape[1]} factors; "
            f"at least {levels.shape[1] + 4} are needed"
        )
    return levels[known], np.where(np.isfinite(values), values, np.nan)[known]


@dataclass(frozen=True, slots=True)
class _Found:
    """The terms that were found, by the places of their columns, and what is known of every term.

    from_seeds: whether errors are by how seeds differ, and not by how points scatter. q_values: (terms,).
    """

    chosen: list[int]
    estimates: Estimates
    q_values: np.ndarray
    from_seeds: bool


def _found(columns: np.ndarray, values: np.ndarray, rate: float) -> _Found:
    """The terms that the search enters, less those that do not pass control of false discoveries, the worst one first."""
    # Here and not above: the module takes half a second to load, and most commands never need it.
    from scipy.stats import false_discovery_control

    middle, by_seed = point_means(values), usable_seeds(values)
    from_seeds = by_seed.shape[1] >= FEW_REPLICATES
    chosen = selected(columns, middle)
    while True:
        estimates = (
            estimates_over_seeds(columns, chosen, by_seed, middle)
            if from_seeds
            else estimates_of(columns, chosen, middle)
        )
        q_values = false_discovery_control(p_values(estimates))
        worst = max(chosen, key=lambda term: q_values[term], default=None)
        if worst is None or q_values[worst] <= rate:
            return _Found(chosen, estimates, q_values, from_seeds)
        chosen.remove(worst)


def _table(factors: tuple[str, ...], found: _Found) -> pd.DataFrame:
    """One row a term, see `Effects`: the effect is what a change from low to high brings, twice or four times a coefficient."""
    estimates, terms = found.estimates, len(found.q_values)
    is_found = np.isin(np.arange(terms), found.chosen)
    # Having been chosen makes an interval miss more often: those of the terms found share what may miss of all of them.
    missed = np.where(is_found, FALSE_DISCOVERIES * max(len(found.chosen), 1) / terms, FALSE_DISCOVERIES)
    half = stdtrit(estimates.degrees, 1.0 - missed / 2.0) * estimates.error
    scale = np.where(np.arange(terms) < len(factors), 2.0, 4.0)
    pairs = list(zip(*_pairs_of(len(factors)), strict=True)) if terms > len(factors) else []
    first = [*factors, *(factors[one] for one, _ in pairs)]
    second = [""] * len(factors) + [factors[other] for _, other in pairs]
    return pd.DataFrame(
        {
            "term": [name if not also else f"{name} x {also}" for name, also in zip(first, second, strict=True)],
            "first": first,
            "second": second,
            "effect": scale * estimates.coefficient,
            "ci_low": scale * (estimates.coefficient - half),
            "ci_high": scale * (estimates.coefficient + half),
            "q_value": found.q_values,
            "found": is_found,
        }
    )


def _pairs_of(factors: int) -> tuple[np.ndarray, np.ndarray]:
    """Both members of every pair, in the order of `pair_columns`."""
    return np.triu_indices(factors, 1)


def _at_baseline(fit: Fit, chosen: list[int], factors: int) -> tuple[float, float, float]:
    """The fitted response with all factors low, with its 95% interval by how points scatter."""
    # There a factor has the level -1, and so the product of two of them is 1.
    low = np.array([1.0] + [-1.0 if term < factors else 1.0 for term in chosen])
    middle = float(low @ fit.coefficients)
    half = float(stdtrit(fit.degrees, 0.5 + CONFIDENCE / 2.0) * fit.deviation * np.sqrt(low @ fit.inverse @ low))
    return middle, middle - half, middle + half


def _interval(low: float, high: float) -> str:
    return f"{low:+.4g} to {high:+.4g}" if np.isfinite(low) else "how sure is not known"
