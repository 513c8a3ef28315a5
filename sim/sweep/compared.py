"""The choices of one world, or of the mean over several, held against doing nothing and against each other."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.study.answers.chances import chance_of_best
from sim.study.answers.price import pareto, price_of
from sim.study.answers.ranking import ranking
from sim.study.answers.regret import regrets
from sim.study.leavers import permanent_staff
from sim.study.statistics import mean_with_interval, verdict
from sim.sweep.choices import World
from sim.sweep.runs_read import RunsRead

# More choices of one world are compared with doing nothing only, and the best of them with each other.
MOST_COMPARED = 200
# What is read of every run beside the outcome that the answer is about.
READ = ("cost", "remedy_hours", "turnover_rate", "vacancy_rate")
_MILLION = 1e6
Columns = dict[str, Any]


@dataclass(frozen=True)
class Values:
    """Values of the choices of a world, each (replicates, choices), doing nothing first.

    cost: GBP million a year. hours: thousands a year. leavers: fewer than with doing nothing, a year.
    """

    names: tuple[str, ...]
    outcome: np.ndarray
    cost: np.ndarray
    hours: np.ndarray
    leavers: np.ndarray

    def of(self, names: tuple[str, ...]) -> "Values":
        """Those of some choices, in that order."""
        places = [self.names.index(name) for name in names]
        return Values(names, *(part[:, places] for part in (self.outcome, self.cost, self.hours, self.leavers)))


def values_of(world: World, read: RunsRead, outcome: str) -> Values:
    """Values of one world; where precision stopped some arms earlier, the replicates that all of them have."""
    found = {}
    for name in (outcome, *READ):
        columns = [read.values(choice.point, choice.arm, name) for choice in world.choices]
        shortest = min(len(column) for column in columns)
        found[name] = np.stack([column[:shortest] for column in columns], axis=1)
    turnover, vacancies = found["turnover_rate"], mean_with_interval(found["vacancy_rate"][:, :1])[0][0]
    fewer = (turnover[:, :1] - turnover) / 100.0 * permanent_staff(world.baseline, float(vacancies))
    names = tuple(choice.name for choice in world.choices)
    return Values(names, found[outcome], found["cost"], found["remedy_hours"], fewer)


def compared(values: Values, sign: float, within: dict[str, bool], in_full: bool = True) -> Columns:
    """Every choice against doing nothing, and those within the budget against each other.

    Columns: choice; within_budget; compared (with the others); replicates; mean, difference from doing nothing with its
    interval and verdict; place; behind, how far it is behind the best with its interval, widened for the number of choices;
    chance_of_best, expected_regret; cost, difference in GBP million a year, with its interval; hours, difference in
    thousands a year; leavers_fewer a year; price of each, with its interval and verdict; dominated_by and efficient in cash
    and outcome; cheapest, whether it is in the first place and cannot be told from what costs least there. in_full: without
    it only the first place is given, and neither chances nor who is dominated.
    """
    names = values.names
    mean = mean_with_interval(values.outcome)[0]
    difference, low, high = mean_with_interval(values.outcome - values.outcome[:, :1])
    cost, cost_low, cost_high = mean_with_interval(values.cost - values.cost[:, :1])
    spent = (values.cost - values.cost[:, :1]) * _MILLION
    prices = [price_of(spent[:, place], values.leavers[:, place]) for place in range(len(names))]
    together = _together(names, sign * mean, within)
    against = _against_each_other(values, sign, together, in_full)
    found: Columns = {
        "choice": list(names),
        "within_budget": [within[name] for name in names],
        "compared": [place in together for place in range(len(names))],
        "replicates": np.isfinite(values.outcome).sum(axis=0),
        "mean": mean,
        "difference": difference,
        "ci_low": low,
        "ci_high": high,
        "verdict": [verdict(*one, sign) for one in zip(difference, low, high, strict=True)],
        **against,
        "cost": cost,
        "cost_low": cost_low,
        "cost_high": cost_high,
        "hours": mean_with_interval(values.hours - values.hours[:, :1])[0],
        "leavers_fewer": mean_with_interval(values.leavers)[0],
        "price": np.array([one.price for one in prices]),
        "price_low": np.array([one.low for one in prices]),
        "price_high": np.array([one.high for one in prices]),
        "price_verdict": ["", *(one.verdict for one in prices[1:])],
        **_worth(values, sign, together, in_full, against["place"]),
        "cheapest": _cheapest(values, against["place"]),
    }
    gains = np.nan_to_num(sign * mean, nan=-np.inf)
    order = np.lexsort((np.arange(len(names)), -gains, np.nan_to_num(found["place"], nan=np.inf)))
    return {
        name: column[order] if isinstance(column, np.ndarray) else [column[place] for place in order]
        for name, column in found.items()
    }


def _together(names: tuple[str, ...], gains: np.ndarray, within: dict[str, bool]) -> list[int]:
    """Places of the choices that are compared with each other: those within the budget, of very many the best."""
    able = [place for place, name in enumerate(names) if place == 0 or within[name]]
    kept = sorted(able, key=lambda place: -gains[place] if np.isfinite(gains[place]) else np.inf)[:MOST_COMPARED]
    return sorted({0, *kept})


def _against_each_other(values: Values, sign: float, together: list[int], in_full: bool) -> Columns:
    """Place, distance from the best and chances; nan for choices that are not compared."""
    columns = ("place", "behind", "behind_low", "behind_high", "chance_of_best", "expected_regret")
    found = {name: np.full(len(values.names), np.nan) for name in columns}
    if in_full:
        frame = pd.DataFrame(values.outcome[:, together], columns=together)
        places = ranking(frame, sign).set_index("arm")
        # The ranking puts those of which every run failed in a last place; nothing is known of them.
        places["place"] = places["place"].where(places["mean"].notna())
        for name in columns[:4]:
            found[name][together] = places[name].reindex(together)
        chances = chance_of_best(frame, sign).table.set_index("arm").reindex(together)
        found["chance_of_best"][together] = chances["chance_of_best"]
        found["expected_regret"][together] = chances["regret"]
        return found
    behind = regrets(sign * values.outcome[:, together], max(len(together) - 1, 1))
    for name, numbers in zip(columns[1:4], behind, strict=True):
        found[name][together] = numbers
    # Without an interval nothing is clear.
    first = ~(found["behind_low"] > 0.0) & np.isfinite(found["behind"])
    found["place"][first] = 1.0
    return found


def _worth(values: Values, sign: float, together: list[int], in_full: bool, place: np.ndarray) -> Columns:
    """Which choices are clearly beaten in cash and outcome, and which no other beats in plain means.

    Each pair is looked at by itself, so that of many pairs some look clear by chance. What shares a place, by the rule that
    allows for their number, cannot be told apart in the outcome: there another beats it only where the outcome is the same
    in every run.
    """
    beaten, efficient = [""] * len(values.names), [False] * len(values.names)
    if in_full:
        cost, outcome = (pd.DataFrame(part[:, together], columns=together) for part in (values.cost, values.outcome))
        for row in pareto(cost, outcome, sign).itertuples():
            by = row.dominated_by
            tied = by != "" and place[by] == place[row.arm] and not _same(values.outcome, by, row.arm)
            beaten[row.arm] = "" if by == "" or tied else values.names[by]
            efficient[row.arm] = row.efficient
    return {"dominated_by": beaten, "efficient": efficient}


def _same(outcome: np.ndarray, one: int, other: int) -> bool:
    return bool(np.array_equal(outcome[:, one], outcome[:, other], equal_nan=True))


def _cheapest(values: Values, place: np.ndarray) -> list[bool]:
    """Which of those in the first place cannot be told from the one of them that costs least in cash."""
    firsts = np.flatnonzero(place == 1.0)
    found = np.zeros(len(values.names), dtype=bool)
    if len(firsts):
        mean, low, _ = regrets(-values.cost[:, firsts], max(len(firsts) - 1, 1))
        # Without an interval nothing is clear.
        found[firsts] = ~(low > 0.0) & np.isfinite(mean)
    return found.tolist()
