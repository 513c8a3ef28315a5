"""In which order many arms stand: by what they do to one outcome, those that cannot be told from nothing together."""

import numpy as np
import pandas as pd

from sim.outcomes import Outcome
from sim.study.statistics import verdict

# With so few, arms stand as they were asked for.
MOST_AS_ASKED = 6
CLEARLY_BETTER, TIED, CLEARLY_WORSE = 0, 1, 2


def by_effect(table: pd.DataFrame, outcome: Outcome) -> list[tuple[str, int]]:
    """Arms with their group: clearly better, then tied with none of it, then clearly worse; by the mean in each group.

    table: one row an arm, under its name, with difference, ci_low and ci_high. What is not known is tied, and last there.
    """
    # Where neither way is better, less comes first.
    sign = outcome.sign if np.isfinite(outcome.sign) else -1.0
    groups = {"better": CLEARLY_BETTER, "worse": CLEARLY_WORSE}
    found = []
    for arm, row in table.iterrows():
        words = verdict(row["difference"], row["ci_low"], row["ci_high"], sign)
        worth = -sign * row["difference"]
        found.append((groups.get(words, TIED), worth if np.isfinite(worth) else np.inf, str(arm)))
    found.sort(key=lambda one: one[:2])
    return [(arm, group) for group, _, arm in found]


def most_different(table: pd.DataFrame, outcomes: tuple[str, ...], number: int) -> list[str]:
    """The arms whose differences are largest, in the order of the table.

    Each difference counts as a share of the largest that any arm makes in that outcome; of these the mean over `outcomes`.
    """
    wide = table[table["outcome"].isin(outcomes)].pivot(index="arm", columns="outcome", values="difference").abs()
    largest = wide.max(axis=0)
    shares = (wide[largest[largest > 0.0].index] / largest[largest > 0.0]).fillna(0.0).mean(axis=1)
    chosen = set(shares.sort_values(ascending=False, kind="stable").index[:number])
    return [str(arm) for arm in dict.fromkeys(table["arm"]) if arm in chosen]
