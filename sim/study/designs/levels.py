"""Full factorials: every combination of the levels of some factors."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import pandas as pd

from sim.errors import UserError

MOST_POINTS = 100_000
LOW, HIGH = -1, 1


def full_factorial(levels: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Every combination of the given levels: one row a point, one column a factor, the last factor varying fastest.

    levels: for each factor its levels, of any type and in the order given. The table has as many rows as the product of
    their numbers; with no factor it has one row and no column. Raises UserError where a factor has no level or one twice,
    or where there are more than `MOST_POINTS` points.
    """
    for name, values in levels.items():
        if not len(values):
            raise UserError(f"{name}: no level given; give at least one")
        if len({repr(value) for value in values}) != len(values):
            raise UserError(f"{name}: a level is given twice in {list(values)}")
    points = prod(len(values) for values in levels.values())
    if points > MOST_POINTS:
        counts = " x ".join(str(len(values)) for values in levels.values())
        raise UserError(
            f"{counts} levels make {points} points; at most {MOST_POINTS} are allowed, so give fewer levels"
        )
    rows = list(product(*levels.values()))
    columns = list(zip(*rows, strict=True)) if levels else []
    return pd.DataFrame(dict(zip(levels, columns, strict=True)), index=pd.RangeIndex(points, name="point"))


def best_of(scores: Mapping[str, float], count: int) -> list[str]:
    """The names of the `count` largest sizes of `scores`, the largest first; equal ones in the order of their names.

    scores: for each factor any measure of its effect, of either sign, such as a main effect in the unit of the outcome.
    One that is nan comes last. Raises UserError where `count` is not between 1 and the number of factors.
    """
    if not 1 <= count <= len(scores):
        raise UserError(f"the best {count} of {len(scores)} factors: choose from 1 to {len(scores)}")
    return sorted(scores, key=lambda name: (-abs(scores[name]) if scores[name] == scores[name] else 0.0, name))[:count]


def factorial_of_best(scores: Mapping[str, float], count: int) -> pd.DataFrame:
    """The full two-level factorial of the `count` factors with the largest effects, levels `LOW` and `HIGH`.

    The first point is the baseline, all factors low, and the last has all of them high; factors that were not chosen have
    no column. scores, errors: as in `best_of` and `full_factorial`.
    """
    return full_factorial(dict.fromkeys(best_of(scores, count), (LOW, HIGH))).astype("int8")
