"""What choices change beside the outcome that a sweep is about, so that harm is said as plainly as success."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.outcomes import Outcome, outcome_named
from sim.study.groups import GROUPS, PEOPLE
from sim.study.statistics import mean_with_interval, verdict
from sim.sweep.choices import NOTHING, World
from sim.sweep.runs_read import RunsRead

OTHERS = "other_outcomes.csv"
FAMILIES = frozenset(GROUPS["Families"])
# Families first: what they meet weighs most, and is what a remedy for staff is most likely to forget.
LOOKED_AT = tuple(dict.fromkeys((*GROUPS["Families"], "turnover_rate", *PEOPLE)))
COLUMNS = (
    "choice", "outcome", "baseline", "difference", "ci_low", "ci_high", "verdict", "worse_in", "better_in", "replicates",
)  # fmt: skip
_BETWEEN = ";"


@dataclass(frozen=True)
class Others:
    """Other outcomes of every choice against doing nothing.

    table: one row a choice and outcome, families first, as in `COLUMNS`: mean paired difference with its 95% interval (over
    the worlds, the same for each, or in the world as it is), its verdict, and in how many worlds it is clearly worse and
    better. worsens: by world and choice the names of the outcomes that are clearly worse there. overall: the same by
    choice, of the table.
    """

    table: pd.DataFrame
    worsens: Mapping[tuple[str, str], str]
    overall: Mapping[str, str]


def find_others(worlds: Sequence[World], runs: Path, about: str, names: Sequence[str], ends: bool = False) -> Others:
    """The other outcomes of all choices. about: the outcome of the answer, which is left out.

    names: choices that are there in every world; the table is about these. ends: the first world is the one as it is, and
    the table is about that alone.
    """
    read = RunsRead(runs, ())
    outcomes = [outcome_named(name) for name in LOOKED_AT if name != about and read.holds(name)]
    outcomes = [one for one in outcomes if np.isfinite(one.sign)]
    places = _Places(worlds, read)
    told = [name for name in names if name != NOTHING]
    rows: list[dict[str, object]] = []
    worse: dict[tuple[str, str], list[str]] = {key: [] for key in places.keys}
    for outcome in outcomes:
        values = places.values(read.column(outcome.name))
        differences = values - values[:, places.nothing]
        ways = _ways(differences, outcome)
        for place in np.flatnonzero(ways < 0):
            worse[places.keys[place]].append(outcome.name)
        for name in told:
            at = places.of[name]
            counted = at[:1] if ends else at
            base = float(_mean(_mean(values[:, places.nothing[counted]])))
            rows.append(_row(name, outcome, base, differences[: places.shortest, counted], ways[at]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    clear = table[table["verdict"] == "worse"]
    overall = {name: list(clear.loc[clear["choice"] == name, "outcome"]) for name in told}
    return Others(
        table,
        {key: _BETWEEN.join(found) for key, found in worse.items()},
        {name: _BETWEEN.join(found) for name, found in overall.items()},
    )


def outcomes_in(text: str) -> list[str]:
    """The names of outcomes in a cell of the column `worsens`."""
    return [name for name in text.split(_BETWEEN) if name]


class _Places:
    """Where the runs of all choices stand in the table of runs. A place is a choice of a world, counted through all worlds.

    keys: world and choice of each place. nothing: for each place that of doing nothing in the same world. of: by name of a
    choice its places, in the order of the worlds. shortest: replicates that every world has.
    """

    def __init__(self, worlds: Sequence[World], read: RunsRead) -> None:
        self.keys = [(world.name, choice.name) for world in worlds for choice in world.choices]
        firsts = np.cumsum([0, *(len(world.choices) for world in worlds[:-1])])
        self.nothing = np.repeat(firsts, [len(world.choices) for world in worlds])
        slices = [[read.rows(choice.point, choice.arm) for choice in world.choices] for world in worlds]
        # Where a precision stopped some arms earlier, the replicates that all of their world have.
        shortest = [min(one.stop - one.start for one in each) for each in slices]
        self.shortest = min(shortest)
        counts = np.repeat(shortest, [len(each) for each in slices])
        starts = np.array([one.start for each in slices for one in each])
        steps = np.arange(max(shortest))[:, None]
        self._rows = np.where(steps < counts, starts + steps, -1)
        found: dict[str, list[int]] = {}
        for place, (_, name) in enumerate(self.keys):
            found.setdefault(name, []).append(place)
        self.of = {name: np.array(each) for name, each in found.items()}

    def values(self, column: np.ndarray) -> np.ndarray:
        """Values of all choices, (replicates, choices of all worlds), nan beyond the replicates that a world has."""
        return np.append(column, np.nan)[self._rows]


def _ways(differences: np.ndarray, outcome: Outcome) -> np.ndarray:
    """For each choice 1 where it is clearly better, -1 where clearly worse, else 0."""
    _, low, high = mean_with_interval(differences)
    return (outcome.sign * ((low > 0.0).astype(float) - (high < 0.0))).astype(int)


def _row(name: str, outcome: Outcome, base: float, differences: np.ndarray, ways: np.ndarray) -> dict[str, object]:
    """One choice and outcome. differences: (replicates, worlds); their mean, each world with a value the same."""
    over = _mean(differences.T)
    difference, low, high = (float(one[0]) for one in mean_with_interval(over[:, None]))
    return {
        "choice": name,
        "outcome": outcome.name,
        "baseline": base,
        "difference": difference,
        "ci_low": low,
        "ci_high": high,
        "verdict": verdict(difference, low, high, outcome.sign),
        "worse_in": int((ways < 0).sum()),
        "better_in": int((ways > 0).sum()),
        "replicates": int(np.isfinite(over).sum()),
    }


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean over the first axis of what is known; nan where nothing is."""
    known = np.isfinite(values)
    total, count = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    return np.divide(total, count, out=np.full(np.shape(total), np.nan), where=count > 0)
