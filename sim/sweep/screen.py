"""What a screen of interventions shows: which of them, and which pairs, do something, and the best bundle for a budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import pandas as pd

from sim.analysis.effects import Effects, find_effects
from sim.analysis.portfolio import MOST_INTERVENTIONS, Payoffs, Portfolio, best_portfolio
from sim.errors import NoAnswer, UserError
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.sweep.plan import PlannedPoint
from sim.sweep.rows import rows_of, window_name
from sim.sweep.run import SweepRun
from sim.sweep.sampling import LEAST_MORE_POINTS
from sim.sweep.store import Store
from sim.sweep.words import Asked
from sim.text.numbers import counted

# Where there are too many for every bundle to be looked at, so many of them are, which takes seconds; each more doubles that.
_MOST_SEARCHED = 18


@dataclass(frozen=True)
class Screen:
    """Effects of each intervention and pair on one outcome, and the best bundle.

    portfolio: None where neither way is better, or none was asked for. unsearched: interventions of which no bundle was
    looked at, because there are too many for all and these bring least. worsens: a sentence on what the best bundle does to
    other outcomes.
    """

    outcome: str
    effects: Effects
    portfolio: Portfolio | None
    unsearched: tuple[str, ...] = ()
    worsens: str = ""

    def text(self) -> str:
        """What was found, and the best bundle, in plain words."""
        outcome = outcome_named(self.outcome)
        parts = [f"Effects on {outcome.label} ({outcome.unit})", self.effects.text()]
        parts += wrap(how_found(len(self.effects.factors)), 119)
        if self.portfolio is not None:
            parts.append(self.portfolio.text())
        parts += wrap(self.worsens, 119)
        if self.unsearched:
            words = f"Too many for every bundle to be looked at; these bring least and are in none: {', '.join(self.unsearched)}."
            parts += wrap(words, 119)
        return "\n".join(parts)


def how_found(factors: int) -> str:
    """What an effect of a screen is, and by which rule one is called found."""
    others = max(1, factors // 2)
    return (
        f"Each effect is an average over bundles of about {counted(others, 'other')}, and may be another one alone. Found: "
        "singled out by a search (EBIC, with few false ones) that goes by how points scatter about the fit. Intervals go by how "
        "seeds differ and leave out what pairs mix in, so that one may leave out 0 and not be singled out."
    )


def screen_of(
    asked: Asked, design: pd.DataFrame, base: Settings, points: Sequence[PlannedPoint], done: SweepRun, store: Store
) -> Screen:
    """What a screen shows of what was asked. design: one row a point, 1 and -1. base: with all of its interventions."""
    differences = differences_of(points, done, store, [asked.outcome])[:, :, 0]
    return read_screen(
        design,
        base,
        differences,
        asked.outcome,
        budget=asked.budget,
        budget_hours=asked.budget_hours,
        # Pairs of a folded design are mixed with each other.
        pairs=asked.sampling == "pairs",
        # Where every combination of the best is run, what effects foretell is of no more use.
        bundle=asked.best is None,
    )


def differences_of(points: Sequence[PlannedPoint], done: SweepRun, store: Store, outcomes: Sequence[str]) -> np.ndarray:
    """Paired differences of each point from doing nothing, (points, replicates, outcomes); 0 where nothing is on."""
    found = []
    for one in points:
        late = window_name(one.point.settings.window)
        count = min(done.replicates[one.point.number, arm.name] for arm in one.arms)
        runs = [rows_of(one, arm, count, store, [late], outcomes).windows[late] for arm in one.arms]
        # The first arm is the baseline; a point with nothing on has no other.
        found.append(runs[-1] - runs[0])
    shortest = min(len(one) for one in found)
    return np.stack([one[:shortest] for one in found])


def read_screen(
    design: pd.DataFrame,
    base: Settings,
    differences: np.ndarray,
    outcome: str,
    *,
    budget: float | None = None,
    budget_hours: float | None = None,
    pairs: bool = True,
    bundle: bool = True,
) -> Screen:
    """Effects found in the paired differences of a screen, and the best bundle within the budgets.

    budget: GBP a year, cash and pay together; budget_hours: working hours a year that nobody is paid for. bundle: whether to
    look for the best bundle at all.
    """
    known, needed = int(np.isfinite(differences).any(axis=1).sum()), design.shape[1] + LEAST_MORE_POINTS
    if len(design) < needed:
        raise UserError(f"sampling: a screen of {counted(len(design), 'point')} is too small; it needs {needed}")
    if known < needed:
        raise NoAnswer(
            f"sampling: runs failed in so many points of the screen that {known} of {len(design)} are left, and it needs "
            f"{needed}; coalface run with these interventions says why"
        )
    effects = find_effects(design, differences, pairs=pairs)
    sign = outcome_named(outcome).sign
    if np.isnan(sign) or not bundle:
        return Screen(outcome, effects, None)
    payoffs, unsearched = _searchable(effects.payoffs(sign))
    costs = [base.interventions[name].cost(base) for name in payoffs.names]
    portfolio = best_portfolio(
        payoffs,
        [cost.money + cost.pay for cost in costs],
        [cost.hours - cost.covered for cost in costs],
        money_budget=np.inf if budget is None else budget,
        hours_budget=np.inf if budget_hours is None else budget_hours,
    )
    return Screen(outcome, effects, portfolio, unsearched)


def _searchable(payoffs: Payoffs) -> tuple[Payoffs, tuple[str, ...]]:
    """Those of which every bundle can be looked at, and the names of the others, which bring least at their best."""
    count = len(payoffs.names)
    if count <= MOST_INTERVENTIONS:
        return payoffs, ()
    apart = payoffs.pairs * (1.0 - np.eye(count))
    most = payoffs.mains + np.maximum(apart, 0.0).sum(axis=1)
    kept = np.sort(np.argsort(-most, kind="stable")[:_MOST_SEARCHED])
    square = np.ix_(kept, kept)
    fewer = Payoffs(
        tuple(payoffs.names[place] for place in kept),
        payoffs.mains[kept],
        payoffs.pairs[square],
        payoffs.mains_draws[:, kept],
        payoffs.pairs_draws[:, square[0], square[1]],
        payoffs.unsure,
    )
    return fewer, tuple(name for place, name in enumerate(payoffs.names) if place not in kept)
