"""Aliasing of a two-level design: which effects it cannot tell from which, computed and in plain words."""

from dataclasses import dataclass
from itertools import combinations
from textwrap import wrap

import numpy as np
import pandas as pd

# An overlap up to this leaves an estimate all but untouched, and is called nearly clear.
NEARLY = 0.1
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Aliasing:
    """Overlaps of the columns of a design: 0 where two effects are clear of each other, 1 or -1 where they are the same.

    An overlap is the mean over points of the product of two columns of -1 and 1; of balanced columns it is their
    correlation. A pair is the product of the columns of two factors.

    factors: (k,). pairs: (p,) places of the two factors of each pair, p = k (k - 1) / 2. points: rows of the design.
    balance: (k,) overlap of each main effect with the mean. mains: (k, k). mains_with_pairs: (k, p). pairs_with_pairs:
    (p, p). resolution: generalised resolution; its whole part is the usual resolution, 5 stands for 5 or more. Source of
    it: Deng and Tang 1999, Statistica Sinica 9, 1071-1082.
    """

    factors: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    points: int
    balance: np.ndarray
    mains: np.ndarray
    mains_with_pairs: np.ndarray
    pairs_with_pairs: np.ndarray
    resolution: float

    @property
    def effects(self) -> tuple[str, ...]:
        """Names of all effects: the factors, then the pairs as `first x second`."""
        return self.factors + tuple(f"{self.factors[one]} x {self.factors[other]}" for one, other in self.pairs)

    def table(self, least: float = NEARLY) -> pd.DataFrame:
        """Every two effects whose overlap is larger than `least` in size, the largest first: effect, other, overlap."""
        overlaps = np.block(
            [[self.mains, self.mains_with_pairs], [self.mains_with_pairs.T, self.pairs_with_pairs]],
        )
        one, other = np.triu_indices(len(overlaps), 1)
        sizes = overlaps[one, other]
        kept = np.flatnonzero(np.abs(sizes) > least + _ROUNDING)
        kept = kept[np.argsort(-np.abs(sizes[kept]), kind="stable")]
        names = np.array(self.effects, dtype=object)
        return pd.DataFrame({"effect": names[one[kept]], "other": names[other[kept]], "overlap": sizes[kept]})

    def text(self) -> str:
        """What a person should know before believing an effect from this design, under 120 characters wide."""
        worst = int(np.abs(self.balance).argmax())
        share = 50.0 * (1.0 + self.balance[worst])
        k = len(self.factors)
        mains = np.abs(self.mains - np.eye(k))
        others = np.abs(self.pairs_with_pairs - np.eye(len(self.pairs)))
        names, pair_names = self.effects[:k], self.effects[k:]
        resolution = "5 or more" if self.resolution >= 5.0 else f"{self.resolution:.2f}"
        sentences = [
            f"{self.points} points, {k} factors at two levels, resolution {resolution}.",
            "Each factor is high in half of the points."
            if abs(self.balance[worst]) < _ROUNDING
            else f"Factors are not balanced: {self.factors[worst]} is high in {share:.0f}% of the points.",
        ]
        if mains.max(initial=0.0) < _ROUNDING and np.abs(self.mains_with_pairs).max(initial=0.0) < _ROUNDING:
            sentences.append("Main effects are clear of each other and of pairs.")
        else:
            sentences.append(_words("Main effects", "each other", mains, names, names))
            sentences.append(_words("Main effects", "pairs", np.abs(self.mains_with_pairs), names, pair_names))
        if self.pairs:
            sentences.append(_words("Pairs", "each other", others, pair_names, pair_names))
        return "\n".join(wrap(" ".join(sentences), 119))


def aliasing(design: pd.DataFrame) -> Aliasing:
    """How the effects of a two-level design are mixed; see `Aliasing`.

    design: one row a point, one column a factor, every value -1 or 1. Raises ValueError for any other value or no point.
    """
    levels = design.to_numpy(dtype=float)
    if not len(levels) or not (np.abs(levels) == 1.0).all():
        raise ValueError("the aliasing of a design is that of its levels -1 and 1; this one is empty or has others")
    pairs = tuple(combinations(range(levels.shape[1]), 2))
    products = pair_columns(levels)
    points = len(levels)
    balance = levels.mean(axis=0)
    mains = levels.T @ levels / points
    mains_with_pairs = levels.T @ products / points
    pairs_with_pairs = products.T @ products / points
    places = np.array(pairs).reshape(-1, 2)
    apart = (places[:, 0] != np.arange(levels.shape[1])[:, None]) & (
        places[:, 1] != np.arange(levels.shape[1])[:, None]
    )
    four = (places[:, None, :, None] != places[None, :, None, :]).all(axis=(2, 3))
    # Words of one to four letters: products of so many columns that do not add up to nothing.
    words = [
        np.abs(balance).max(initial=0.0),
        np.abs(products.mean(axis=0)).max(initial=0.0),
        np.abs(mains_with_pairs[apart]).max(initial=0.0),
        np.abs(pairs_with_pairs[four]).max(initial=0.0),
    ]
    resolution = next((length + 1.0 - size for length, size in enumerate(words, 1) if size > _ROUNDING), 5.0)
    return Aliasing(
        tuple(str(name) for name in design.columns),
        pairs,
        points,
        balance,
        mains,
        mains_with_pairs,
        pairs_with_pairs,
        float(resolution),
    )


def pair_columns(levels: np.ndarray) -> np.ndarray:
    """Products of every two columns, shape (points, k (k - 1) / 2), in the order (0, 1), (0, 2), ... (1, 2), ..."""
    one, other = np.triu_indices(levels.shape[1], 1)
    return levels[:, one] * levels[:, other]


def _words(what: str, whom: str, sizes: np.ndarray, rows: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """One sentence on a block of overlaps, whose sizes are given."""
    worst = sizes.max(initial=0.0)
    if worst < _ROUNDING:
        return f"{what} are clear of {whom}."
    row, column = np.unravel_index(int(sizes.argmax()), sizes.shape)
    example = f"{rows[row]} with {columns[column]}"
    if worst > 1.0 - _ROUNDING:
        return f"{what} cannot all be told from {whom}: {example} are one column."
    if worst <= NEARLY:
        return f"{what} are nearly clear of {whom} (overlap at most {worst:.2f})."
    return f"{what} are partly mixed with {whom} (overlap at most {worst:.2f}, {example})."
