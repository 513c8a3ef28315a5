"""What a screen of interventions shows: which of them, and which pairs, do something, and the best bundle for a budget."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.effects import Effects, find_effects
from sim.analysis.portfolio import Portfolio, best_portfolio
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.sweep.plan import PlannedPoint
from sim.sweep.rows import rows_of, window_name
from sim.sweep.run import SweepRun
from sim.sweep.store import Store


@dataclass(frozen=True)
class Screen:
    """Effects of each intervention and pair on one outcome, and the best bundle; None where neither way is better."""

    outcome: str
    effects: Effects
    portfolio: Portfolio | None

    def text(self) -> str:
        """What was found, and the best bundle, in plain words."""
        outcome = outcome_named(self.outcome)
        parts = [f"Effects on {outcome.label} ({outcome.unit})", self.effects.text()]
        if self.portfolio is not None:
            parts.append(self.portfolio.text())
        return "\n".join(parts)


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
) -> Screen:
    """Effects found in the paired differences of a screen, and the best bundle within the budgets.

    budget: GBP a year, cash and pay together; budget_hours: working hours a year that nobody is paid for.
    """
    effects = find_effects(design, differences, pairs=pairs)
    sign = outcome_named(outcome).sign
    if np.isnan(sign):
        return Screen(outcome, effects, None)
    costs = [base.interventions[name].cost(base) for name in design.columns]
    portfolio = best_portfolio(
        effects.payoffs(sign),
        [cost.money + cost.pay for cost in costs],
        [cost.hours - cost.covered for cost in costs],
        money_budget=np.inf if budget is None else budget,
        hours_budget=np.inf if budget_hours is None else budget_hours,
    )
    return Screen(outcome, effects, portfolio)
