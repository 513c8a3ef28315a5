"""What each end of each weak assumption does to the answer: who loses by it, and whether another choice becomes the best."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.configuration.catalogue import everything, note
from sim.outcomes import outcome_named
from sim.study.answers.regret import regrets
from sim.study.csv_files import write_csv
from sim.sweep.answers import Budget, values_of_worlds, within_budget
from sim.sweep.choices import AS_IT_IS, World, worlds_of
from sim.sweep.plan import PlannedPoint

ASSUMPTIONS = "assumptions.csv"


def find_ends(points: Sequence[PlannedPoint], runs: Path, outcome: str, budget: Budget | None = None) -> pd.DataFrame:
    """One row an end: what is best there, and what the choice that is best with everything as it is loses there.

    Columns: assumption, grade, unit, meaning, end, value; best, the choice with the best mean there; favourite, the one
    with the best mean with everything as it is; regret, how far the favourite is behind the best there, regret_low,
    regret_high, widened for all ends and choices; turns, whether that is clear. The first row is everything as it is.
    """
    sign = outcome_named(outcome).sign
    worlds = worlds_of(points)
    values = values_of_worlds(worlds, runs, outcome)
    allowed = budget or Budget()
    inside = [within_budget(world, allowed) for world in worlds]
    able = tuple(choice.name for choice in worlds[0].choices if all(each[choice.name] for each in inside))
    comparisons = max(len(able) - 1, 1) * len(worlds)
    favourite, rows = 0, []
    for world, found in zip(worlds, values, strict=True):
        regret, low, high = regrets(sign * found.of(able).outcome, comparisons)
        best = int(np.nanargmin(regret)) if np.isfinite(regret).any() else 0
        if world.values["end"] == AS_IT_IS:
            favourite = best
        rows.append(
            {
                **_assumption(world),
                "best": able[best],
                "favourite": able[favourite],
                "regret": regret[favourite],
                "regret_low": low[favourite],
                "regret_high": high[favourite],
                "turns": bool(low[favourite] > 0.0),
            }
        )
    return pd.DataFrame(rows)


def _assumption(world: World) -> dict[str, Any]:
    """Which assumption is at which end in a world, and what it means; no words where everything is as it is."""
    path = str(world.values["assumption"])
    info = everything().get(path)
    return {
        "assumption": path,
        "grade": "" if info is None else note(info, "grade"),
        "unit": "" if info is None else note(info, "unit"),
        "meaning": "" if info is None else str(info.description),
        "end": world.values["end"],
        "value": world.values["value"],
    }


def turned(ends: pd.DataFrame) -> pd.DataFrame:
    """The ends at which the favourite is clearly not the best, the largest loss first."""
    return ends[ends["turns"]].sort_values("regret", ascending=False, kind="stable")


def leaning(ends: pd.DataFrame) -> int:
    """How many ends have another best mean than that of the favourite, without its being clear."""
    return int(((ends["best"] != ends["favourite"]) & ~ends["turns"] & np.isfinite(ends["regret"])).sum())


def write_ends(ends: pd.DataFrame, folder: Path) -> None:
    """Write assumptions.csv."""
    write_csv(ends, folder / ASSUMPTIONS)
