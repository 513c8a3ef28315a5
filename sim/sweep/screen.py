"""What a screen of interventions shows: which of them, and which pairs, do something, and the best bundle for a budget."""

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
from sim.text.numbers import counted

# Of more interventions than can be searched at all so many are, in seconds; each more doubles the time.
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


def differences_of(points: list[PlannedPoint], done: SweepRun, store: Store, outcome: str) -> np.ndarray:
    """Paired differences of each point from doing nothing, shape (points, replicates); 0 where nothing is on."""
    rows = []
    for one in points:
        late = window_name(one.point.settings.window)
        counts = [done.replicates[one.point.number, arm.name] for arm in one.arms]
        found = [rows_of(one, arm, min(counts), store, [late], [outcome]).windows[late][:, 0] for arm in one.arms]
        rows.append(found[-1] - found[0])
    replicates = min(len(row) for row in rows)
    return np.stack([row[:replicates] for row in rows])


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
