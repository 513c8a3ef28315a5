"""The answer of a sweep: which choice is best in each world, which over all of them, and what a wrong one loses.

Replicates are paired by seed within a world. Over worlds every one counts the same: the means that are compared are means
over the worlds, taken replicate by replicate, so that their intervals are about chance and not about which worlds there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from sim.outcomes import outcome_named
from sim.study.answers.regret import regrets
from sim.study.statistics import mean_with_interval
from sim.sweep.choices import World, worlds_of
from sim.sweep.compared import READ, Columns, Values, compared, values_of
from sim.sweep.others import COLUMNS as OTHER_COLUMNS
from sim.sweep.others import find_others
from sim.sweep.plan import PlannedPoint
from sim.sweep.runs_read import RunsRead

# The files of its tables, see `sim.sweep.answer_files`.
CHOICES, OVER_WORLDS = "choices.csv", "over_worlds.csv"
# With more worlds no chance of being best is found in each, only over all of them.
MOST_WORLDS_IN_FULL = 100
# The columns that count worlds, and the verdicts that each of them counts.
_COUNTED = {"better_in": ("better",), "worse_in": ("worse",), "unclear_in": ("no clear difference", "no difference")}


@dataclass(frozen=True)
class Budget:
    """Limits within which a choice must stay: money, GBP a year, and hours that nobody is paid for; inf for no limit."""

    money: float = np.inf
    hours: float = np.inf

    @property
    def given(self) -> bool:
        """Whether there is any limit."""
        return bool(np.isfinite(self.money) or np.isfinite(self.hours))


@dataclass(frozen=True)
class Answers:
    """What a sweep answers about one outcome.

    window: weeks over which means are taken, as in the settings. choices: one row a world and choice. over: one row a
    choice that is there in every world, the best first; None where there is one world only. ends: whether the worlds are
    ends of assumptions; then the means in `over` are those of the world as it is. others: one row a choice of `final` and
    other outcome, see `sim.sweep.others`; the column `worsens` of the other tables has those that are clearly worse.
    """

    outcome: str
    window: str
    choices: pd.DataFrame
    over: pd.DataFrame | None
    budget: Budget
    ends: bool = False
    others: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(OTHER_COLUMNS)))

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return int(self.choices["world"].nunique())

    @property
    def replicates(self) -> int:
        """Runs of each choice in each world, failed ones left out."""
        return int(self.choices["replicates"].max())

    @property
    def skipped(self) -> int:
        """Choices within the budget that are compared with doing nothing only."""
        return int((self.choices["within_budget"] & ~self.choices["compared"]).sum())

    @property
    def final(self) -> pd.DataFrame:
        """One row a choice, the best first: over all worlds, or in the only one."""
        return self.choices if self.over is None else self.over


def find_answers(
    points: Sequence[PlannedPoint], runs: Path, outcome: str, budget: Budget | None = None, ends: bool = False
) -> Answers | None:
    """The answer of a sweep from its points and its table of runs.

    ends: the worlds are ends of assumptions, and the first of them is the world as it is. None where nothing is compared,
    or neither way is better.
    """
    sign = outcome_named(outcome).sign
    worlds = worlds_of(points)
    if np.isnan(sign) or all(len(world.choices) < 2 for world in worlds):
        return None
    budget = budget or Budget()
    values = values_of_worlds(worlds, runs, outcome)
    in_full = len(worlds) <= MOST_WORLDS_IN_FULL
    parts = [_of_one(world, found, sign, budget, in_full) for world, found in zip(worlds, values, strict=True)]
    # Thousands of small tables are slow to put together, thousands of columns are not.
    choices = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    over = _over_worlds(worlds, values, choices, sign, budget, ends) if len(worlds) > 1 else None
    others = find_others(worlds, runs, outcome, list((choices if over is None else over)["choice"]), ends)
    keys = zip(choices["world"], choices["choice"], strict=True)
    choices["worsens"] = [others.worsens[key] for key in keys]
    if over is not None:
        over["worsens"] = [others.overall.get(name, "") for name in over["choice"]]
    return Answers(outcome, worlds[0].baseline.window, choices, over, budget, ends, others.table)


def values_of_worlds(worlds: Sequence[World], runs: Path, outcome: str) -> list[Values]:
    """Values of every world from the table of runs."""
    read = RunsRead(runs, (outcome, *READ))
    return [values_of(world, read, outcome) for world in worlds]


def _of_one(world: World, values: Values, sign: float, budget: Budget, in_full: bool) -> Columns:
    """One row a choice of one world, the best first."""
    found = compared(values, sign, within_budget(world, budget), in_full)
    known = {choice.name: choice for choice in world.choices}
    names = found.pop("choice")
    points, arms = [known[name].point for name in names], [known[name].arm for name in names]
    return {"world": [world.name] * len(names), "choice": names, "point": points, "arm": arms, **found}


def within_budget(world: World, budget: Budget) -> dict[str, bool]:
    """Whether each choice stays within the budget by what its interventions are planned to take in a year."""
    found = {}
    for choice in world.choices:
        costs = [one.cost(choice.settings) for one in choice.settings.interventions.values()]
        money = sum(cost.money + cost.pay for cost in costs)
        hours = sum(cost.hours - cost.covered for cost in costs)
        # A sum that only rounding lifts above the budget is within it.
        found[choice.name] = money <= budget.money * (1.0 + 1e-9) and hours <= budget.hours * (1.0 + 1e-9)
    return found


def _over_worlds(
    worlds: list[World], values: list[Values], choices: pd.DataFrame, sign: float, budget: Budget, ends: bool
) -> pd.DataFrame:
    """One row a choice that is there in every world; within the budget if it is so in every one."""
    everywhere = tuple(name for name in values[0].names if all(name in found.names for found in values[1:]))
    inside = [within_budget(world, budget) for world in worlds]
    within = {name: all(each[name] for each in inside) for name in everywhere}
    table = pd.DataFrame(compared(values[0].of(everywhere) if ends else _mean_of(values, everywhere), sign, within))
    table.insert(1, "worlds", len(worlds))
    rows = choices[choices["choice"].isin(everywhere)]
    for column, verdicts in _COUNTED.items():
        table[column] = table["choice"].map(rows["verdict"].isin(verdicts).groupby(rows["choice"]).sum())
    able = tuple(name for name in everywhere if within[name])
    over = _regrets_over(worlds, [found.of(able).outcome for found in values], sign)
    for column, numbers in over.items():
        table[column] = table["choice"].map(dict(zip(able, numbers, strict=True)))
    return table


def _mean_of(values: list[Values], names: tuple[str, ...]) -> Values:
    """Means over the worlds, replicate by replicate; a replicate of a world in which any choice failed is left out there.

    A choice of which every run of a world failed has no mean, and takes no replicate from the others.
    """
    shortest = min(len(found.outcome) for found in values)
    worlds = []
    for found in values:
        ours = found.of(names)
        worlds.append(np.stack([part[:shortest] for part in (ours.outcome, ours.cost, ours.hours, ours.leavers)]))
    known = np.all([np.isfinite(parts).all(axis=0).any(axis=0) for parts in worlds], axis=0)
    sums, counts = np.zeros((4, shortest, len(names))), np.zeros(shortest)
    for parts in worlds:
        complete = np.isfinite(parts[:, :, known]).all(axis=(0, 2))
        sums[:, complete] += parts[:, complete]
        counts += complete
    means = np.divide(sums, counts[:, None], out=np.full(sums.shape, np.nan), where=counts[:, None] > 0)
    means[:, :, ~known] = np.nan
    return Values(names, *means)


def _regrets_over(worlds: list[World], values: list[np.ndarray], sign: float) -> Columns:
    """What each choice loses over the worlds; values: of each world (replicates, choices).

    best_in: worlds in which it has the best mean, those with the same sharing one. first_in: in which it is not clearly
    behind. mean_regret; largest_regret with its interval, widened for all worlds and choices; loses_most_in, the first of
    the worlds in which it loses that much, and how many more there are.
    """
    count = values[0].shape[1]
    others = max(count - 1, 1)
    best, first = np.zeros(count), np.zeros(count, dtype=int)
    regret = np.full((3, len(worlds), count), np.nan)
    for place, found in enumerate(values):
        mean, low, _ = regrets(sign * found, others)
        same = mean == 0.0
        best += same / max(same.sum(), 1)
        # Without an interval nothing is clear.
        first += ~(low > 0.0) & np.isfinite(mean)
        regret[:, place] = regrets(sign * found, others * len(worlds))
    known = np.isfinite(regret[0]).any(axis=0)
    lost = np.where(np.isfinite(regret[0]), regret[0], -np.inf)
    worst = lost.argmax(axis=0)
    alike = (lost == lost.max(axis=0)).sum(axis=0) - 1
    # How much it may lose is the most of any world: the one with the best mean everywhere may be behind somewhere too.
    largest = np.where(np.isfinite(regret), regret, -np.inf).max(axis=1)
    largest[~np.isfinite(largest)] = np.nan
    return {
        "best_in": best,
        "first_in": first,
        "mean_regret": mean_with_interval(regret[0])[0],
        "largest_regret": largest[0],
        "largest_regret_low": largest[1],
        "largest_regret_high": largest[2],
        "loses_most_in": [
            (worlds[place].name + (f" and {more} more" if more else "")) if fine else ""
            for place, more, fine in zip(worst, alike, known, strict=True)
        ],
    }
