"""Two-level designs that screen many factors in few points: each factor is low, -1, or high, 1."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.study.designs.hadamard import hadamard

MOST_FACTORS = 47
MOST_POINTS = 10_000
# Exchanges tried for each column of a balanced random design: rounds, and swaps weighed in each. More gain little.
_ROUNDS = 80
_SWAPS = 64


def plackett_burman(factors: Sequence[str]) -> pd.DataFrame:
    """A Plackett-Burman design: main effects of up to 47 factors, clear of each other, in the fewest points.

    One row a point, one column a factor, int8. It has n points, the smallest multiple of 4 above the number of factors;
    the first is the baseline, all factors low. Main effects are mixed with pairs: see `fold_over`, and `aliasing` for how
    much. Raises UserError for no factor, too many, or one named twice. Source: Plackett and Burman 1946,
    doi:10.1093/biomet/33.4.305, from Hadamard matrices.
    """
    names = _checked(factors)
    order = 4 * (len(names) // 4 + 1)
    # The first row and column of the matrix are all 1: the column is the mean, the row becomes the baseline.
    return _table(-hadamard(order)[:, 1 : len(names) + 1], names)


def fold_over(design: pd.DataFrame) -> pd.DataFrame:
    """The design and its mirror image, every level turned: twice the points, numbered anew.

    Whatever the design, each factor is then high in half of the points, and main effects are clear of all pairs, because
    a pair has the same value in a point and in its mirror image. Source: Box and Wilson 1951,
    doi:10.1111/j.2517-6161.1951.tb00067.x.
    """
    return _table(np.concatenate([design.to_numpy(), -design.to_numpy()]), list(design.columns))


def folded_plackett_burman(factors: Sequence[str]) -> pd.DataFrame:
    """A Plackett-Burman design and its mirror image: 48 points for 20 to 23 factors, 56 for 24 to 27.

    Main effects are clear of each other and of pairs; pairs are mixed with each other. Among its points are the baseline
    and all factors together. Errors: as in `plackett_burman`.
    """
    return fold_over(plackett_burman(factors))


def balanced_random(factors: Sequence[str], points: int, seed: int) -> pd.DataFrame:
    """A random two-level design for finding pairs: one row a point, one column a factor, int8.

    Each factor is high in exactly half of the points. Then columns are exchanged, point by point, to bring each main
    effect nearly clear of the others and of pairs; `aliasing` says how nearly. The same seed gives the same design. About
    400 points find a few true pairs of 20 factors. Raises UserError where `points` is odd, below 4 or above 10,000, or as
    in `plackett_burman`. The exchange lowers the sum of squared overlaps, as in Booth and Cox
    1962, Technometrics 4, 489-495.
    """
    names = _checked(factors)
    if points % 2 or not 4 <= points <= MOST_POINTS:
        raise UserError(f"{points} points: a balanced design needs an even number from 4 to {MOST_POINTS}")
    generator = np.random.default_rng(seed)
    levels = np.repeat([-1.0, 1.0], points // 2)
    columns: list[np.ndarray] = []
    for _ in names:
        others = [*columns, *(first * second for first, second in combinations(columns, 2))]
        column = generator.permutation(levels)
        if others:
            _exchange(column, np.column_stack(others), generator)
        columns.append(column)
    return _table(np.column_stack(columns), names)


def _exchange(column: np.ndarray, others: np.ndarray, generator: np.random.Generator) -> None:
    """Swap a low with a high point, in place, as long as that lowers the sum of squared overlaps with `others`."""
    overlap = others.T @ column
    for _ in range(_ROUNDS):
        low = generator.choice(np.flatnonzero(column < 0.0), _SWAPS)
        high = generator.choice(np.flatnonzero(column > 0.0), _SWAPS)
        after = overlap + 2.0 * (others[low] - others[high])
        sizes = (after * after).sum(axis=1)
        best = int(sizes.argmin())
        if sizes[best] < overlap @ overlap:
            column[low[best]], column[high[best]] = 1.0, -1.0
            overlap = after[best]


def _checked(factors: Sequence[str]) -> list[str]:
    names = list(factors)
    if not 1 <= len(names) <= MOST_FACTORS:
        raise UserError(f"{len(names)} factors: from 1 to {MOST_FACTORS} can be screened")
    if len(set(names)) != len(names):
        raise UserError(f"a factor is named twice: {', '.join(names)}")
    return names


def _table(levels: np.ndarray, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(levels.astype(np.int8), columns=names, index=pd.RangeIndex(len(levels), name="point"))
