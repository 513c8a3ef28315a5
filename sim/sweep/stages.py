"""A sweep in two stages: a screen of many interventions, then every combination of the best few of them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.configuration.points import Point
from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.study.designs.levels import factorial_of_best
from sim.sweep.answers import Budget
from sim.sweep.run import SweepRun
from sim.sweep.sampling import Sampled, bundle_at
from sim.sweep.screen import Screen

SCREEN, FACTORIAL = "screen", "every combination"


def scores_of(screen: Screen) -> dict[str, float]:
    """For each intervention screened how much it brings, alone or in a pair that was found: 0 for the least of all.

    More is better by the sign of the outcome; where neither way is better, the size counts.
    """
    table = screen.effects.table
    sign = outcome_named(screen.outcome).sign
    gains = table["effect"].abs() if np.isnan(sign) else sign * table["effect"]
    brings: dict[str, float] = {}
    for row, gain in zip(table.itertuples(), gains, strict=True):
        if row.second and not row.found:
            continue
        for name in (row.first, row.second) if row.second else (row.first,):
            brings[name] = max(brings.get(name, -np.inf), gain if np.isfinite(gain) else -np.inf)
    least = min((gain for gain in brings.values() if np.isfinite(gain)), default=0.0)
    return {name: gain - least if np.isfinite(gain) else np.nan for name, gain in brings.items()}


def beyond_budget(base: Settings, budget: Budget) -> list[str]:
    """Interventions that are beyond the budget all by themselves, so that no combination with them can be within it.

    One that saves money or hours could make up for another; with budgets it is not counted on.
    """
    found = []
    for name, one in sorted(base.interventions.items()):
        cost = one.cost(base)
        if cost.money + cost.pay > budget.money or cost.hours - cost.covered > budget.hours:
            found.append(name)
    return found


def check_best(best: int, base: Settings, budget: Budget) -> None:
    """UserError where there are not as many interventions to combine."""
    gone = beyond_budget(base, budget)
    left = len(base.interventions) - len(gone)
    if best > left:
        beyond = f", {len(gone)} of them beyond the budget all by themselves" if gone else ""
        raise UserError(
            f"best: {best} given, and {len(base.interventions)} interventions are switched on{beyond}; give at most {left}, or "
            "more interventions"
        )


def second_stage(screen: Screen, base: Settings, best: int, budget: Budget, first: int) -> Sampled:
    """Every combination of the best of a screen; points are numbered from `first`.

    Those that are beyond the budget all by themselves are left out beforehand. Its seeds begin where those of the screen end:
    what was chosen for its luck on some seeds is judged on others.
    """
    fresh = base.model_copy(update={"seed": base.seed + base.replicates})
    gone = beyond_budget(base, budget)
    scores = {name: score for name, score in scores_of(screen).items() if name not in gone}
    design = factorial_of_best(scores, best)
    names = list(design.columns)
    points = [
        staged(bundle_at(fresh, first + number, names, row), FACTORIAL) for number, row in enumerate(design.to_numpy())
    ]
    words = (
        f"{FACTORIAL} of the best {best} of {len(base.interventions)}: {', '.join(names)}; {len(points):,} points,\n"
    )
    words += f"on seeds from {fresh.seed} on, so that none is judged on the luck by which it was chosen"
    if gone:
        words += f"\nBeyond the budget all by themselves: {', '.join(gone)}"
    return Sampled(points, words)


def staged(point: Point, stage: str) -> Point:
    """The same point with its stage among its values."""
    values: Mapping[str, object] = {"stage": stage, **point.values}
    return replace(point, values=values)


def both(first: SweepRun, second: SweepRun) -> SweepRun:
    """What was run in both stages together."""
    return replace(
        second,
        replicates={**first.replicates, **second.replicates},
        reached={**first.reached, **second.reached},
        made=first.made + second.made,
        found=first.found + second.found,
        damaged=max(first.damaged, second.damaged),
    )
