"""What the best bundle of a screen would do to other outcomes, foretold from the effects of its members on them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.outcomes import names_of, outcome_named
from sim.study.statistics import mean_with_interval, verdict
from sim.sweep.others import COLUMNS, LOOKED_AT
from sim.sweep.plan import PlannedPoint
from sim.sweep.run import SweepRun
from sim.sweep.screen import differences_of
from sim.sweep.store import Store
from sim.sweep.worsened import told


def bundle_worsens(
    points: Sequence[PlannedPoint],
    done: SweepRun,
    store: Store,
    design: pd.DataFrame,
    bundle: Sequence[str],
    about: str,
) -> str:
    """A sentence on what the bundle worsens; empty where it holds nothing. about: the outcome that it was sought for."""
    if not bundle:
        return ""
    names = names_of(min(one.point.settings.authority.tiers for one in points))
    looked = [name for name in LOOKED_AT if name != about and name in names and np.isfinite(outcome_named(name).sign)]
    table = foretold(differences_of(points, done, store, looked), design, bundle, looked)
    ((_, text),) = told(table, ["the bundle"], 1)
    return f"What this bundle worsens, by the effects of its members on other outcomes (a sum, not a run of its own): {text}."


def foretold(
    differences: np.ndarray, design: pd.DataFrame, bundle: Sequence[str], outcomes: Sequence[str]
) -> pd.DataFrame:
    """One row an outcome, as in `sim.sweep.others`: the sum of the main effects of the members, seed by seed.

    differences: paired differences from doing nothing, (points, replicates, outcomes). design: one row a point, 1 and -1.
    The intervals are between seeds; that effects may be others in this bundle than on average is not in them.
    """
    levels = np.column_stack([np.ones(len(design)), design.to_numpy(dtype=float)])
    inside = np.array([0.0, *(2.0 * (name in set(bundle)) for name in design.columns)])
    sums = np.einsum("p,prk->rk", inside @ np.linalg.pinv(levels), differences)
    rows = []
    for name, *found in zip(outcomes, *mean_with_interval(sums), strict=True):
        mean, low, high = (float(one) for one in found)
        words = verdict(mean, low, high, outcome_named(name).sign)
        rows.append(("the bundle", name, np.nan, mean, low, high, words, 0, 0, len(sums)))
    return pd.DataFrame(rows, columns=list(COLUMNS))
