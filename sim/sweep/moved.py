"""With which settings the effect of a choice moves, over the worlds of a sample."""

import numpy as np
import pandas as pd

from sim.outcomes import outcome_named
from sim.sweep.answers import Answers
from sim.sweep.choices import NOTHING, is_chosen

# In fewer worlds a rank correlation says next to nothing.
LEAST_WORLDS = 10
_CHANCE = 0.05


def moved_with(answers: Answers, points: pd.DataFrame) -> pd.DataFrame:
    """Settings with whose value the difference that a choice makes clearly goes up or down, the closest first.

    points: one row a point, with a column for each setting that varies. Columns: choice; setting; correlation of ranks,
    Spearman; towards, 1 where the choice helps more as the setting rises, -1 where less; p_value. Clearly: the p-value is
    below 5% divided by the number of settings and choices looked at (Bonferroni). Settings that are no numbers, and those
    of interventions, are left out. Source: Spearman 1904, doi:10.2307/1412159.
    """
    # Here and not above: the module takes half a second to load, and most commands never need it.
    from scipy.stats import spearmanr

    numbers = [
        name
        for name in points.columns
        if "." in name
        and not is_chosen(name)
        and pd.api.types.is_numeric_dtype(points[name])
        and points[name].nunique() > 2
    ]
    names = [name for name in answers.final["choice"] if name != NOTHING]
    columns = ["choice", "setting", "correlation", "towards", "p_value"]
    at = points.set_index("point")
    sign = outcome_named(answers.outcome).sign
    rows = []
    for name in names:
        ours = answers.choices[(answers.choices["choice"] == name) & answers.choices["difference"].notna()]
        values = at.loc[ours["point"]]
        for setting in numbers:
            # A choice that makes no difference anywhere has no ranks.
            if len(ours) < LEAST_WORLDS or values[setting].nunique() < 2 or ours["difference"].nunique() < 2:
                continue
            found = spearmanr(values[setting].to_numpy(), ours["difference"].to_numpy())
            if found.pvalue * len(names) * len(numbers) < _CHANCE:
                towards = np.sign(found.statistic) * sign
                rows.append((name, setting, float(found.statistic), float(towards), float(found.pvalue)))
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("correlation", key=lambda sizes: -sizes.abs(), kind="stable").reset_index(drop=True)
