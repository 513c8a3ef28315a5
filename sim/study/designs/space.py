"""Space-filling designs over named ranges: Latin hypercube and Sobol sequence, keyed by a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sim.errors import UserError

# Logarithms differ in their last digits between machines; rounded values do not, nor do the keys made of them.
DIGITS = 12
MOST_POINTS = 1 << 20

Scale = Literal["linear", "log"]


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a factor varies, both ends included, in its own unit.

    scale: `log` spreads points evenly over ratios, for which low must be above 0. whole: only whole numbers, each as
    likely as any other on a linear scale. Raises UserError where the range is empty or not a finite one.
    """

    low: float
    high: float
    scale: Scale = "linear"
    whole: bool = False

    def __post_init__(self) -> None:
        given = f"from {self.low} to {self.high}"
        if not (np.isfinite(self.low) and np.isfinite(self.high)):
            raise UserError(f"a range {given} is not finite")
        if self.low >= self.high:
            raise UserError(f"a range {given} is empty: the first number must be the smaller one")
        if self.scale not in ("linear", "log"):
            raise UserError(f"scale: {self.scale} is not known; linear and log are")
        if self.scale == "log" and self.low <= 0.0:
            raise UserError(f"a range {given} cannot be spread over a log scale, on which all numbers are above 0")
        if self.whole and not (float(self.low).is_integer() and float(self.high).is_integer()):
            raise UserError(f"a range {given} of whole numbers must begin and end with one")

    def at(self, share: np.ndarray) -> np.ndarray:
        """Values at the shares, 0 to 1, of the way from low to high: same shape, rounded to 12 significant digits."""
        # A whole number owns the interval from half below to half above it, so the ends are as likely as the rest.
        margin = 0.5 if self.whole else 0.0
        low, high = self.low - margin, self.high + margin
        values = low + share * (high - low) if self.scale == "linear" else low * (high / low) ** share
        if self.whole:
            return np.clip(np.floor(values + 0.5), self.low, self.high).astype(np.int64)
        return np.clip(_rounded(values), self.low, self.high)


def latin_hypercube(ranges: Mapping[str, Range], points: int, seed: int) -> pd.DataFrame:
    """A Latin hypercube: each range is cut into `points` equal slices, and each slice is used once.

    One row a point, one column a factor. The same seed gives the same table, and neither the order of the factors nor the
    machine changes a value. Raises UserError for fewer than 1 or more than `MOST_POINTS` points, or no factor. Source:
    McKay, Beckman and Conover 1979, doi:10.1080/00401706.1979.10489755, by way of `scipy.stats.qmc`.
    """
    # Here and not above: the module takes half a second to load, and most commands never need it.
    from scipy.stats import qmc

    _check(ranges, points)
    sampler = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed))
    return _table(ranges, sampler.random(points))


def sobol(ranges: Mapping[str, Range], points: int, seed: int) -> pd.DataFrame:
    """A scrambled Sobol sequence: it fills the space evenly at every power of two.

    With the same seed twice as many points begin with those that were there, so that a sweep can be made finer without
    running one again. Otherwise as `latin_hypercube`. Raises UserError also where `points` is not a power of two. Source:
    Owen 1998, doi:10.1006/jcom.1998.0487, by way of `scipy.stats.qmc`.
    """
    from scipy.stats import qmc

    _check(ranges, points)
    if points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        raise UserError(f"a Sobol sequence of {points} points is lopsided; take a power of two: {below} or {2 * below}")
    sampler = qmc.Sobol(len(ranges), rng=np.random.default_rng(seed))
    return _table(ranges, sampler.random_base2(points.bit_length() - 1))


def _check(ranges: Mapping[str, Range], points: int) -> None:
    if not ranges:
        raise UserError("there is nothing to vary: name at least one range")
    if not 1 <= points <= MOST_POINTS:
        raise UserError(f"{points} points: from 1 to {MOST_POINTS} are allowed")


def _table(ranges: Mapping[str, Range], shares: np.ndarray) -> pd.DataFrame:
    """Shares of shape (points, factors), whose columns belong to the names in alphabetical order, as values."""
    places = {name: place for place, name in enumerate(sorted(ranges))}
    columns = {name: one.at(shares[:, places[name]]) for name, one in ranges.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(shares), name="point"))


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.ravel()]).reshape(values.shape)
