"""The regression behind effects: which columns of a two-level design explain a response, and how sure their sizes are.

Columns are levels, -1 and 1, and products of two of them, shape (points, terms). A model is the mean and some of the columns;
`chosen` holds the places of these. A response has one number a point, shape (points,), or one a point and seed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

# Terms that may enter without a gain before the search gives up.
_PATIENCE = 10
# What is left of the sum of squares below this share is the rounding of numbers, and explained by no term.
_NOTHING_LEFT = 1e-20
# A residual below this share of the largest response is rounding as well.
_ROUNDING = 1e-13
# A column with less of itself left than this share, beside those in the model, can be told from none of them.
_NO_COLUMN_LEFT = 1e-9


@dataclass(frozen=True, slots=True)
class Estimates:
    """Of every column its coefficient, standard error and degrees of freedom, each (terms,); nan where not known."""

    coefficient: np.ndarray
    error: np.ndarray
    degrees: np.ndarray


@dataclass(frozen=True, slots=True)
class Fit:
    """A model fitted by least squares. coefficients: (1 + chosen,), the mean first.

    inverse: of the normal equations, (1 + chosen,) twice; times the variance of points it is the covariance of the
    coefficients. residuals: (points,). degrees: residual degrees of freedom, nan where there are none. is_full: whether the
    points tell all terms apart.
    """

    coefficients: np.ndarray
    inverse: np.ndarray
    residuals: np.ndarray
    degrees: float
    is_full: bool

    @property
    def deviation(self) -> float:
        """Standard deviation of points about the fit; nan where no degree of freedom is left."""
        return float(np.sqrt(self.residuals @ self.residuals / self.degrees))

    @property
    def covariance(self) -> np.ndarray:
        """Of the coefficients, by how points scatter; nan where no degree of freedom is left, or terms are not told apart."""
        degrees = self.degrees if self.is_full else np.nan
        return self.inverse * float(self.residuals @ self.residuals) / degrees


def point_means(values: np.ndarray) -> np.ndarray:
    """Mean of each point over its seeds, (points,), after what a seed adds to all points is taken out."""
    known = values[:, np.isfinite(values).any(axis=0)]
    if known.shape[1] == 1:
        return known[:, 0]
    shifts = np.nanmean(known, axis=0)
    return np.nanmean(known - shifts + shifts.mean(), axis=1)


def usable_seeds(values: np.ndarray) -> np.ndarray:
    """The columns of values, shape (points, seeds), that are finite in more than half of the points."""
    return values[:, np.isfinite(values).mean(axis=0) > 0.5]


def selected(columns: np.ndarray, response: np.ndarray) -> list[int]:
    """Places of the columns that forward selection enters, up to where the extended criterion (EBIC) is least.

    Columns are made independent of those entered before, so that each step looks at what a column adds to them.
    """
    points, terms = columns.shape
    left = response - response.mean()
    whole = float(left @ left)
    candidates = columns - columns.mean(axis=0)
    sizes = (candidates * candidates).sum(axis=0)
    usable = sizes > _NO_COLUMN_LEFT * points
    path: list[int] = []
    scores = [points * np.log(max(whole, np.finfo(float).tiny) / points)]
    while len(path) < min(terms, (points - 2) // 2, int(np.argmin(scores)) + _PATIENCE):
        if float(left @ left) <= _NOTHING_LEFT * whole:
            break
        sizes = (candidates * candidates).sum(axis=0)
        usable &= sizes > _NO_COLUMN_LEFT * points
        gains = np.where(usable, (candidates.T @ left) ** 2 / np.where(usable, sizes, 1.0), -1.0)
        best = int(gains.argmax())
        if gains[best] <= 0.0:
            break
        direction = candidates[:, best] / np.sqrt(sizes[best])
        left = left - direction * (direction @ left)
        candidates = candidates - np.outer(direction, direction @ candidates)
        usable[best] = False
        path.append(best)
        rest = max(float(left @ left), _NOTHING_LEFT * whole)
        scores.append(points * np.log(rest / points) + len(path) * (np.log(points) + 2.0 * np.log(terms)))
    return path[: int(np.argmin(scores))]


def estimates_of(columns: np.ndarray, chosen: list[int], response: np.ndarray) -> Estimates:
    """Every column in the model of those chosen: a chosen one as it is there, another as if it alone were added to them.

    The error is nan where no degree of freedom is left, which a fit without any residual would otherwise make look like
    certainty.
    """
    points, terms = columns.shape
    model = np.column_stack([np.ones(points), columns[:, chosen]])
    base, triangle = np.linalg.qr(model)
    left = response - base @ (base.T @ response)
    left[np.abs(left) < _ROUNDING * np.abs(response).max()] = 0.0
    free = columns - base @ (base.T @ columns)
    sizes = (free * free).sum(axis=0)
    sizes = np.where(sizes > _NO_COLUMN_LEFT * points, sizes, np.nan)
    coefficient = free.T @ left / sizes
    rest = float(left @ left)
    degrees = np.full(terms, _degrees(points - model.shape[1] - 1))
    error = np.sqrt(np.maximum(rest - coefficient**2 * sizes, 0.0) / degrees / sizes)
    if chosen:
        inverse = np.linalg.pinv(triangle)
        coefficient[chosen] = (inverse @ (base.T @ response))[1:]
        degrees[chosen] = _degrees(points - model.shape[1])
        error[chosen] = np.sqrt((inverse**2).sum(axis=1)[1:] * rest / degrees[chosen])
    return Estimates(coefficient, error, degrees)


def estimates_over_seeds(columns: np.ndarray, chosen: list[int], values: np.ndarray, middle: np.ndarray) -> Estimates:
    """The same with errors by how the estimates of single seeds differ, so that they hold for other seeds too.

    values: (points, seeds), nan where a run failed. middle: mean of each point over the seeds, (points,), from which the
    coefficients are.
    """
    by_seed = []
    for seed in values.T:
        known = np.isfinite(seed)
        by_seed.append(estimates_of(columns[known], chosen, seed[known]).coefficient)
    error = np.std(by_seed, axis=0, ddof=1) / np.sqrt(len(by_seed))
    degrees = np.full(columns.shape[1], len(by_seed) - 1.0)
    return Estimates(estimates_of(columns, chosen, middle).coefficient, error, degrees)


def p_values(found: Estimates) -> np.ndarray:
    """Two-sided p-values; 1 where there is nothing to estimate or to be sure by, 0 where an effect is without error."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(found.coefficient == 0.0, 0.0, np.abs(found.coefficient) / found.error)
    known = np.isfinite(found.coefficient) & np.isfinite(found.degrees)
    return np.where(known, 2.0 * stdtr(found.degrees, -np.nan_to_num(size, nan=0.0)), 1.0)


def fitted(columns: np.ndarray, chosen: list[int], response: np.ndarray) -> Fit:
    """The model of the mean and the chosen columns, by least squares."""
    model = _model(columns, chosen)
    inverse = np.linalg.pinv(model.T @ model)
    coefficients = inverse @ model.T @ response
    is_full = bool(np.linalg.matrix_rank(model) == model.shape[1])
    return Fit(coefficients, inverse, response - model @ coefficients, _degrees(len(model) - model.shape[1]), is_full)


def fitted_to_seeds(columns: np.ndarray, chosen: list[int], values: np.ndarray) -> np.ndarray:
    """Coefficients of the same model for each seed alone, (seeds, 1 + chosen); seeds that cannot tell all terms apart left out.

    values: (points, seeds), nan where a run failed.
    """
    model = _model(columns, chosen)
    by_seed = []
    for seed in usable_seeds(values).T:
        known = np.isfinite(seed)
        found, _, rank, _ = np.linalg.lstsq(model[known], seed[known])
        if rank == model.shape[1]:
            by_seed.append(found)
    return np.array(by_seed)


def _model(columns: np.ndarray, chosen: list[int]) -> np.ndarray:
    return np.column_stack([np.ones(len(columns)), columns[:, chosen]])


def _degrees(left: int) -> float:
    """Residual degrees of freedom; nan where there are none, as nothing then says how sure a fit is."""
    return float(left) if left > 0 else np.nan
