"""The best bundle of interventions within a budget of money and of managers' hours, by exact search.

A bundle brings the sum of what its members bring alone and of their pairs; synergies of three and more are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.study.statistics import CONFIDENCE
from sim.text.numbers import share

MOST_INTERVENTIONS = 22
# Values this close, as a share of the largest, are the same.
_SAME = 1e-9
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Payoffs:
    """What interventions bring, in the unit of an outcome, counted so that more is better, and how sure that is.

    names: (k,). mains: (k,) what each brings alone. pairs: (k, k), symmetric, what two bring beyond that; its diagonal is
    not read. mains_draws, pairs_draws: draws of the uncertainty of both, shapes (draws, k) and (draws, k, k);
    none where all of it is certain, or, with unsure, where nothing says how sure it is.
    """

    names: tuple[str, ...]
    mains: np.ndarray
    pairs: np.ndarray
    mains_draws: np.ndarray
    pairs_draws: np.ndarray
    unsure: bool = False

    def __post_init__(self) -> None:
        k = len(self.names)
        draws = len(self.mains_draws)
        expected = {"mains": (k,), "pairs": (k, k), "mains_draws": (draws, k), "pairs_draws": (draws, k, k)}
        for name, shape in expected.items():
            values = getattr(self, name)
            if values.shape != shape:
                raise ValueError(f"{name}: shape {values.shape} given; {shape} is needed for {k} interventions")
            if not np.isfinite(values).all():
                raise ValueError(f"{name}: not all values are finite")
        for name in ("pairs", "pairs_draws"):
            if not np.array_equal(getattr(self, name), np.swapaxes(getattr(self, name), -1, -2)):
                raise ValueError(f"{name}: what two bring together must not depend on which is named first")


@dataclass(frozen=True)
class Portfolio:
    """The best bundle, and those that cannot be told from it.

    best: names of its members. table: one row a bundle, the best first, then those tied with it by value, at most as many
    as were asked for: bundle, interventions, value, ci_low, ci_high, behind, behind_low, behind_high (how far behind the
    best, with its interval), money, hours, chance_of_best (share of the draws). ties: bundles that are not clearly behind
    the best, the best included. cheapest: the one among them that costs least money, then fewest hours. members: one row
    an intervention: its share among the ties, and how often it is in the best bundle of a draw. considered: bundles within
    the budget. limited: whether there was a budget. unsure: as in `Payoffs`. money in GBP a year, hours in hours a year.
    """

    best: tuple[str, ...]
    table: pd.DataFrame
    ties: int
    cheapest: tuple[str, ...]
    members: pd.DataFrame
    considered: int
    limited: bool = True
    unsure: bool = False

    def text(self) -> str:
        """The answer in a few lines of plain text, under 120 characters wide."""
        top = self.table.iloc[0]
        sure = f" ({top['ci_low']:.4g} to {top['ci_high']:.4g})" if np.isfinite(top["ci_low"]) else ""
        often = f", and is the best in {share(top['chance_of_best'])} of the draws of what is uncertain" if sure else ""
        within = " within the budget" if self.limited else ""
        lines = wrap(
            f"Best of {self.considered:,} bundles{within}: {_listed(self.best)}. It brings {top['value']:.4g}"
            f"{sure} for GBP {top['money']:,.0f} and {top['hours']:,.0f} hours a year{often}.",
            119,
        )
        if self.unsure:
            words = "How sure that is, and which other bundles may be as good, is not known: too few points are left to tell."
            return "\n".join([*lines, *wrap(words, 119)])
        if self.ties == 1:
            return "\n".join([*lines, "Every other bundle is clearly behind it."])
        always = self.members.loc[self.members["share_of_ties"] == 1.0, "intervention"]
        never = self.members.loc[self.members["share_of_ties"] == 0.0, "intervention"]
        others = f"{self.ties - 1:,} other bundle{'s' if self.ties > 2 else ''}"
        lines += wrap(
            f"{others} cannot be told from it. In all of these: {_listed(tuple(always))}; in none: "
            f"{_listed(tuple(never))}. The cheapest of all these: {_listed(self.cheapest)}.",
            119,
        )
        return "\n".join(lines)


def best_portfolio(
    payoffs: Payoffs,
    money: Sequence[float],
    hours: Sequence[float],
    *,
    money_budget: float = np.inf,
    hours_budget: float = np.inf,
    most_listed: int = 20,
) -> Portfolio:
    """Search all 2^k bundles for the one that brings most within both budgets; nothing at all is a bundle too.

    money: (k,) GBP a year of each intervention; hours: (k,) hours of managers a year; both simply add up, and may be
    negative where an intervention saves. Of bundles that bring the same the one that costs less money, then fewer hours,
    then has fewer members is taken. A bundle is tied with the best unless the best is ahead of it in more than 97.5% of
    the draws; without draws only those that bring the same are. Memory: about 40 bytes a bundle, time: about 15
    nanoseconds a bundle and draw. Raises UserError for more than 22 interventions or a budget that is not a number or
    below 0, ValueError where shapes do not fit.
    """
    names, draws = payoffs.names, len(payoffs.mains_draws)
    bundles = _within(_checked(names, money, hours), {"money": money_budget, "hours": hours_budget})
    values = bundle_values(payoffs.mains, payoffs.pairs)[bundles.numbers]
    best = _best_of(values, bundles.cheapness)
    ahead, wins = _over_draws(payoffs, bundles, best)
    gap = values[best] - values
    tied = ahead <= draws * (0.5 + CONFIDENCE / 2.0) if draws else gap <= _SAME * np.abs(values).max()
    tied[best] = True
    # The best first, then the others by how far they are behind it, of the same the cheaper one.
    ties = np.flatnonzero(tied)
    ties = ties[np.lexsort((bundles.cheapness[ties], gap[ties], ties != best))]
    listed = ties[:most_listed]
    table = pd.DataFrame(
        {
            "bundle": [" + ".join(_members(names, one)) or NOTHING for one in bundles.numbers[listed]],
            "interventions": np.bitwise_count(bundles.numbers[listed]).astype(int),
            **_spread(payoffs, bundles.numbers[listed], values[listed], gap[listed]),
            "money": bundles.money[listed],
            "hours": bundles.hours[listed],
            "chance_of_best": wins[listed] / draws if draws else np.nan,
        }
    )
    return Portfolio(
        _members(names, bundles.numbers[best]),
        table,
        len(ties),
        _members(names, bundles.numbers[ties[bundles.cheapness[ties].argmin()]]),
        _members_table(names, bundles.numbers, ties, wins, draws),
        len(values),
        limited=bool(np.isfinite([money_budget, hours_budget]).any()),
        unsure=payoffs.unsure,
    )


@dataclass(frozen=True, slots=True)
class _Bundles:
    """Bundles within the budget, each array (bundles,). numbers: bit i says whether intervention i is in it.

    money, hours: what each takes in a year. cheapness: its place among them, 0 for the one that takes least.
    """

    numbers: np.ndarray
    money: np.ndarray
    hours: np.ndarray
    cheapness: np.ndarray


def _checked(names: tuple[str, ...], money: Sequence[float], hours: Sequence[float]) -> np.ndarray:
    """What each intervention takes of both, (2, k). Errors: as in `best_portfolio`."""
    prices = np.array([money, hours], dtype=float)
    if prices.shape != (2, len(names)) or not np.isfinite(prices).all():
        raise ValueError(f"money and hours: a finite number is needed for each of {len(names)} interventions")
    if len(names) > MOST_INTERVENTIONS:
        raise UserError(
            f"{len(names)} interventions make too many bundles; at most {MOST_INTERVENTIONS} can be searched"
        )
    return prices


def _within(prices: np.ndarray, budgets: Mapping[str, float]) -> _Bundles:
    """The bundles within both budgets. prices: (2, k), money and hours. Raises UserError for a budget that is none."""
    for name, budget in budgets.items():
        if not budget >= 0.0:
            raise UserError(f"{name} budget: {budget} given; it must be 0 or more")
    money, hours = _sums(prices[0]), _sums(prices[1])
    # A sum that only rounding lifts above the budget is within it.
    most = np.array([*budgets.values()]) + _SAME * np.abs(prices).sum(axis=1)
    numbers = np.flatnonzero((money <= most[0]) & (hours <= most[1]))
    money, hours = money[numbers], hours[numbers]
    cheapness = np.empty(len(numbers), dtype=np.int64)
    cheapness[np.lexsort((numbers, np.bitwise_count(numbers), hours, money))] = np.arange(len(numbers))
    return _Bundles(numbers, money, hours, cheapness)


def _members_table(
    names: tuple[str, ...], numbers: np.ndarray, ties: np.ndarray, wins: np.ndarray, draws: int
) -> pd.DataFrame:
    """One row an intervention: its share among the ties, and the chance that it is in the best bundle, nan without draws.

    numbers: of the bundles. ties: places of those that are tied. wins: in how many draws each bundle is the best.
    """
    holds = [((numbers >> place) & 1).astype(bool) for place in range(len(names))]
    return pd.DataFrame(
        {
            "intervention": names,
            "share_of_ties": [float(held[ties].mean()) for held in holds],
            "chance_in_best": [float(wins[held].sum()) / draws if draws else np.nan for held in holds],
        }
    )


def bundle_values(mains: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """What every bundle brings, shape (2^k,): bit i of the place says whether intervention i, of mains (k,), is in it.

    pairs: (k, k), symmetric, its diagonal not read. Each intervention doubles the table: what it adds to a bundle of those
    before it is its own part and its pairs with them.
    """
    values = np.zeros(1 << len(mains))
    for place in range(len(mains)):
        size = 1 << place
        np.add(values[:size], mains[place] + _sums(pairs[place, :place]), out=values[size : 2 * size])
    return values


def _sums(parts: np.ndarray) -> np.ndarray:
    """The sum of `parts` over every subset, shape (2^k,)."""
    sums = np.zeros(1 << len(parts))
    for place, part in enumerate(parts):
        size = 1 << place
        np.add(sums[:size], part, out=sums[size : 2 * size])
    return sums


def _best_of(values: np.ndarray, cheapness: np.ndarray) -> int:
    """Place of the largest value; of those that are the same, the cheapest."""
    top = values.max()
    # The largest size of any value is that of the top or of the bottom.
    same = np.flatnonzero(values >= top - _SAME * max(abs(top), abs(values.min())))
    return int(same[cheapness[same].argmin()])


def _over_draws(payoffs: Payoffs, bundles: _Bundles, best: int) -> tuple[np.ndarray, np.ndarray]:
    """In how many draws the bundle at place `best` is ahead of each bundle, and each bundle is the best: both (bundles,)."""
    ahead, wins = (np.zeros(len(bundles.numbers), dtype=np.int64) for _ in range(2))
    for mains, pairs in zip(payoffs.mains_draws, payoffs.pairs_draws, strict=True):
        values = bundle_values(mains, pairs)[bundles.numbers]
        ahead += values < values[best] - _SAME * abs(values[best])
        wins[_best_of(values, bundles.cheapness)] += 1
    return ahead, wins


def _spread(payoffs: Payoffs, bundles: np.ndarray, values: np.ndarray, gap: np.ndarray) -> dict[str, np.ndarray]:
    """Values of some bundles and how far they are behind the first of them, with intervals over the draws."""
    held = ((bundles[:, None] >> np.arange(len(payoffs.names))) & 1).astype(float)
    bounds = np.full((4, len(bundles)), np.nan)
    if len(payoffs.mains_draws):
        apart = np.triu(np.ones((len(payoffs.names),) * 2), 1)
        together = np.einsum("bi,dij,bj->db", held, payoffs.pairs_draws * apart, held, optimize=True)
        drawn = payoffs.mains_draws @ held.T + together
        tails = (0.5 - CONFIDENCE / 2.0, 0.5 + CONFIDENCE / 2.0)
        bounds[:2] = np.quantile(drawn, tails, axis=0)
        bounds[2:] = np.quantile(drawn[:, :1] - drawn, tails, axis=0)
    names = ("value", "ci_low", "ci_high", "behind", "behind_low", "behind_high")
    return dict(zip(names, (values, *bounds[:2], gap, *bounds[2:]), strict=True))


def _members(names: tuple[str, ...], bundle: int) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(names) if bundle >> place & 1)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or NOTHING
