"""The answer of a sweep: which choice is best in each world, which over all of them, and what a wrong one loses.

Replicates are paired by seed within a world. Over worlds every one counts the same: the means that are compared are means
over the worlds, taken replicate by replicate, so that their intervals are about chance and not about which worlds there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.study.answers import chance_of_best, largest_regret, pareto, pessimistic_regret, price_of, ranking
from sim.study.leavers import permanent_staff
from sim.study.reopened import csv_of
from sim.study.statistics import mean_with_interval, verdict
from sim.sweep.choices import NOTHING, World, worlds_of
from sim.sweep.plan import PlannedPoint
from sim.sweep.runs_read import RunsRead

CHOICES, OVER_WORLDS = "choices.csv", "over_worlds.csv"
# More choices of one world are compared with doing nothing only, and the best of them with each other.
MOST_COMPARED = 200
# With more worlds no chance of being best is found in each, only over all of them.
MOST_WORLDS_IN_FULL = 100
_MILLION = 1e6
_WORDS = ("world", "choice", "arm", "verdict", "price_verdict", "dominated_by", "loses_most_in")
_FLAGS = ("within_budget", "compared", "efficient")
_COMMON = (
    "choice", "within_budget", "compared", "replicates", "mean", "difference", "ci_low", "ci_high", "verdict", "place",
    "behind", "chance_of_best", "expected_regret", "cost", "cost_low", "cost_high", "hours", "price", "price_low",
    "price_high", "price_verdict", "dominated_by", "efficient",
)  # fmt: skip
_COLUMNS = {
    CHOICES: ("world", *_COMMON),
    OVER_WORLDS: (
        *_COMMON, "worlds", "better_in", "worse_in", "unclear_in", "best_in", "first_in", "mean_regret", "largest_regret",
        "largest_regret_low", "largest_regret_high", "loses_most_in",
    ),
}  # fmt: skip
_READ = ("cost", "remedy_hours", "turnover_rate", "vacancy_rate")


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
    ends of assumptions; then the means in `over` are those of the world as it is.
    """

    outcome: str
    window: str
    choices: pd.DataFrame
    over: pd.DataFrame | None
    budget: Budget
    ends: bool = False

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


@dataclass(frozen=True)
class Values:
    """Values of the choices of a world, each (replicates, choices). leavers: fewer than with doing nothing, a year."""

    outcome: pd.DataFrame
    cost: pd.DataFrame
    hours: pd.DataFrame
    leavers: pd.DataFrame


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
    tables = [_of_one(world, found, sign, budget, in_full) for world, found in zip(worlds, values, strict=True)]
    choices = pd.concat(tables, ignore_index=True)
    over = _over_worlds(worlds, values, tables, sign, budget, ends) if len(worlds) > 1 else None
    return Answers(outcome, worlds[0].baseline.window, choices, over, budget, ends)


def values_of_worlds(worlds: Sequence[World], runs: Path, outcome: str) -> list[Values]:
    """Values of every world from the table of runs."""
    read = RunsRead(runs, (outcome, *_READ))
    return [_values_of(world, read, outcome) for world in worlds]


def _values_of(world: World, read: RunsRead, outcome: str) -> Values:
    """Values of one world; where precision stopped some arms earlier, the replicates that all of them have."""
    frames = {}
    for name in read.outcomes:
        columns = {choice.name: read.values(choice.point, choice.arm, name) for choice in world.choices}
        shortest = min(len(column) for column in columns.values())
        frames[name] = pd.DataFrame({choice: column[:shortest] for choice, column in columns.items()})
    vacancies = frames["vacancy_rate"][NOTHING].mean()
    staff = permanent_staff(world.baseline, float(vacancies)) if np.isfinite(vacancies) else np.nan
    turnover = frames["turnover_rate"]
    fewer = -turnover.sub(turnover[NOTHING], axis=0) / 100.0 * staff
    return Values(frames[outcome], frames["cost"], frames["remedy_hours"], fewer)


def _of_one(world: World, values: Values, sign: float, budget: Budget, in_full: bool) -> pd.DataFrame:
    """One row a choice of one world, the best first."""
    within = within_budget(world, budget)
    table = compared(values, sign, within, in_full)
    known = {choice.name: choice for choice in world.choices}
    table.insert(0, "world", world.name)
    table.insert(2, "point", [known[name].point for name in table["choice"]])
    table.insert(3, "arm", [known[name].arm for name in table["choice"]])
    return table


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


def compared(values: Values, sign: float, within: dict[str, bool], in_full: bool = True) -> pd.DataFrame:
    """Every choice against doing nothing, and those within the budget against each other.

    Columns: choice; within_budget; compared (with the others: place, behind, chances); mean, difference from doing nothing
    with its interval and verdict; place, behind and its interval as `sim.study.answers.ranking` has them; chance_of_best,
    expected_regret; cost, difference in GBP million a year, with its interval; hours, difference in thousands a year;
    leavers_fewer a year; price of each, with its interval and verdict; dominated_by and efficient in cash and outcome.
    """
    names = list(values.outcome.columns)
    gains = sign * values.outcome.mean()
    able = [name for name in names if within[name]]
    kept = set(sorted(able, key=lambda name: -gains[name] if gains[name] == gains[name] else np.inf)[:MOST_COMPARED])
    together = [name for name in names if name in kept or name == NOTHING]
    table = pd.DataFrame(
        {
            "choice": names,
            "within_budget": [within[name] for name in names],
            "compared": [name in together for name in names],
            "replicates": np.isfinite(values.outcome).sum().to_numpy(),
            "mean": values.outcome.mean().to_numpy(),
            **_differences(values.outcome, ("difference", "ci_low", "ci_high")),
        }
    )
    table["verdict"] = [verdict(row.difference, row.ci_low, row.ci_high, sign) for row in table.itertuples()]
    places = ranking(values.outcome[together], sign).set_index("arm")
    for name in ("place", "behind", "behind_low", "behind_high"):
        table[name] = table["choice"].map(places[name])
    chances = chance_of_best(values.outcome[together], sign).table if in_full else None
    for column, name in (("chance_of_best", "chance_of_best"), ("expected_regret", "regret")):
        found = {} if chances is None else dict(zip(chances["arm"], chances[name], strict=True))
        table[column] = table["choice"].map(found).astype(float)
    for name, numbers in _differences(values.cost, ("cost", "cost_low", "cost_high")).items():
        table[name] = numbers
    table["hours"] = _differences(values.hours, ("hours", "", ""))["hours"]
    table["leavers_fewer"] = values.leavers.mean().to_numpy()
    spent = values.cost.sub(values.cost[NOTHING], axis=0) * _MILLION
    prices = [price_of(spent[name], values.leavers[name]) for name in names]
    table["price"] = [one.price for one in prices]
    table["price_low"], table["price_high"] = [one.low for one in prices], [one.high for one in prices]
    table["price_verdict"] = ["" if name == NOTHING else one.verdict for name, one in zip(names, prices, strict=True)]
    worth = pareto(values.cost[together], values.outcome[together], sign).set_index("arm") if in_full else None
    table["dominated_by"] = [worth["dominated_by"].get(name, "") if worth is not None else "" for name in names]
    table["efficient"] = [bool(worth is not None and worth["efficient"].get(name, False)) for name in names]
    order = table.assign(_gain=-sign * table["mean"]).sort_values(["place", "_gain"], kind="stable", na_position="last")
    return order.drop(columns="_gain").reset_index(drop=True)


def _differences(values: pd.DataFrame, names: tuple[str, str, str]) -> dict[str, np.ndarray]:
    """Mean paired differences from doing nothing with their intervals, under these names; empty ones are left out."""
    found = mean_with_interval(values.sub(values[NOTHING], axis=0).to_numpy())
    return {name: numbers for name, numbers in zip(names, found, strict=True) if name}


def _over_worlds(
    worlds: list[World], values: list[Values], tables: list[pd.DataFrame], sign: float, budget: Budget, ends: bool
) -> pd.DataFrame:
    """One row a choice that is there in every world and, where there is a budget, within it in every one."""
    everywhere = [
        name for name in values[0].outcome.columns if all(name in found.outcome.columns for found in values[1:])
    ]
    inside = [within_budget(world, budget) for world in worlds]
    within = {name: all(each[name] for each in inside) for name in everywhere}
    table = compared(_chosen(values[0], everywhere) if ends else _mean_of(values, everywhere), sign, within)
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[rows["choice"].isin(everywhere)]
    able = [name for name in everywhere if within[name]]
    for word in ("better", "worse", "no clear difference"):
        column = {"better": "better_in", "worse": "worse_in"}.get(word, "unclear_in")
        found = rows["verdict"].isin([word, "no difference"] if column == "unclear_in" else [word])
        table[column] = table["choice"].map(found.groupby(rows["choice"]).sum())
    best, first = _firsts(values, able, sign)
    table["best_in"], table["first_in"] = table["choice"].map(best), table["choice"].map(first)
    comparisons = max(len(able) - 1, 1) * len(worlds)
    regrets = pd.concat(
        [
            regrets_of(found.outcome[able], sign, comparisons).assign(end=world.name).reset_index()
            for world, found in zip(worlds, values, strict=True)
        ],
        ignore_index=True,
    )
    table["mean_regret"] = table["choice"].map(regrets.groupby("arm")["regret"].mean())
    worst = largest_regret(regrets).set_index("arm")
    for column, name in (
        ("largest_regret", "regret"),
        ("largest_regret_low", "regret_low"),
        ("largest_regret_high", "regret_high"),
        ("loses_most_in", "end"),
    ):
        table[column] = table["choice"].map(worst[name])
    table.insert(1, "worlds", len(worlds))
    return table


def _chosen(values: Values, names: list[str]) -> Values:
    return Values(values.outcome[names], values.cost[names], values.hours[names], values.leavers[names])


def _mean_of(values: list[Values], names: list[str]) -> Values:
    """Means over the worlds, replicate by replicate; a replicate of a world in which any choice failed is left out there."""
    shortest = min(len(found.outcome) for found in values)
    sums = np.zeros((4, shortest, len(names)))
    counts = np.zeros(shortest)
    for found in values:
        parts = np.stack(
            [frame[names].to_numpy()[:shortest] for frame in (found.outcome, found.cost, found.hours, found.leavers)]
        )
        complete = np.isfinite(parts).all(axis=(0, 2))
        sums[:, complete] += parts[:, complete]
        counts += complete
    means = np.divide(sums, counts[:, None], out=np.full(sums.shape, np.nan), where=counts[:, None] > 0)
    return Values(*(pd.DataFrame(part, columns=names) for part in means))


def _firsts(values: list[Values], names: list[str], sign: float) -> tuple[pd.Series, pd.Series]:
    """In how many worlds each choice has the best mean, choices with the same mean sharing, and is not clearly behind it."""
    best, first = pd.Series(0.0, index=names), pd.Series(0, index=names)
    for found in values:
        gains = sign * found.outcome[names].mean()
        same = gains == gains.max()
        if same.any():
            best += same / same.sum()
        regret = regrets_of(found.outcome[names], sign, max(len(names) - 1, 1))
        # Without an interval nothing is clear.
        first += (~(regret["regret_low"] > 0.0) & regret["regret"].notna()).reindex(names).astype(int)
    return best, first


def regrets_of(values: pd.DataFrame, sign: float, comparisons: int) -> pd.DataFrame:
    """How far each choice is behind the best of one world: regret, regret_low, regret_high, by arm.

    comparisons: for how many the intervals are widened.
    """
    found = pessimistic_regret({"": {"": values}}, sign, comparisons)
    return found.set_index("arm")[["regret", "regret_low", "regret_high"]]


def read_answers(folder: Path, outcome: str, window: str, budget: Budget, ends: bool) -> Answers | None:
    """The answer that `write_answers` has written; None where there is none. UserError where a table is damaged."""
    if not (folder / CHOICES).is_file():
        return None
    tables: list[pd.DataFrame | None] = []
    for name in (CHOICES, OVER_WORLDS):
        if not (folder / name).is_file():
            tables.append(None)
            continue
        table = csv_of(folder / name, float_precision="round_trip")
        lacking = [column for column in _COLUMNS[name] if column not in table.columns]
        if lacking:
            raise UserError(f"{folder / name}: the column {lacking[0]} is missing; not a table as coalface writes it")
        words = {column: table[column].fillna("").astype(str) for column in _WORDS if column in table.columns}
        for column in set(_COLUMNS[name]) - set(_WORDS) - set(_FLAGS):
            if not pd.api.types.is_numeric_dtype(table[column]):
                raise UserError(f"{folder / name}: the column {column} holds something else than numbers")
        tables.append(table.assign(**words, **{flag: table[flag].astype(bool) for flag in _FLAGS}))
    choices, over = tables
    assert choices is not None
    return Answers(outcome, window, choices, over, budget, ends)


def write_answers(answers: Answers, folder: Path) -> None:
    """Write choices.csv and, where there are several worlds, over_worlds.csv."""
    answers.choices.to_csv(folder / CHOICES, index=False, lineterminator="\n")
    if answers.over is not None:
        answers.over.to_csv(folder / OVER_WORLDS, index=False, lineterminator="\n")
