"""The answer of a sweep in plain text: one line a point and arm, or over a sample how often an arm helps."""

import numpy as np
import pandas as pd

from sim.configuration.points import shown
from sim.listing import table
from sim.outcomes import outcome_named
from sim.study.arms import BASELINE
from sim.study.statistics import verdict
from sim.sweep.plan import PlannedPoint
from sim.sweep.run import SweepRun

_MOST_LINES = 40


def text_of(points: list[PlannedPoint], answers: pd.DataFrame, done: SweepRun, outcome: str, sample: bool) -> str:
    """What became of `outcome` and of the cash in every point, as far as a screen holds them."""
    chosen = outcome_named(outcome)
    lines = _of_a_sample(answers, outcome) if sample else _of_points(points, answers, outcome)
    lines.append(
        f"{chosen.label} in {chosen.unit}, cash in GBP million a year: differences from the baseline of the same point with "
        "their 95% interval; of a baseline alone its level"
    )
    late = [
        f"{points[number].point.name or 'the point'}, {arm}" for (number, arm), fine in done.reached.items() if not fine
    ]
    if late:
        more = "; …" if len(late) > 5 else ""
        lines.append(
            f"Not as precise as asked for: {len(late)} of {len(done.reached)} arms ({'; '.join(late[:5])}{more})"
        )
    return "\n".join(lines)


def _of_points(points: list[PlannedPoint], answers: pd.DataFrame, outcome: str) -> list[str]:
    """A line for each arm of each point."""
    costs = answers[answers["outcome"] == "cost"].set_index(["point", "arm"])
    rows = []
    for row in answers[answers["outcome"] == outcome].itertuples():
        labels = [shown(value) for value in points[row.point].point.values.values()]
        cost = costs.loc[(row.point, row.arm)]
        if row.arm == BASELINE:
            rows.append(
                (*labels, row.arm, _two(row.mean), f"{_two(row.ci_low)} to {_two(row.ci_high)}", "", _two(cost["mean"]))
            )
            continue
        words = verdict(row.difference, row.ci_low, row.ci_high, outcome_named(outcome).sign)
        interval = f"{_signed(row.ci_low)} to {_signed(row.ci_high)}"
        rows.append((*labels, row.arm, _signed(row.difference), interval, words, _signed(cost["difference"])))
    head = [path.rpartition(".")[2] for path in points[0].point.values]
    lines = [table((*head, "arm", outcome, "95% interval", "", "cash"), rows[:_MOST_LINES]), ""]
    if len(rows) > _MOST_LINES:
        lines.insert(1, f"and {len(rows) - _MOST_LINES:,} more: see comparison.csv")
    return lines


def _of_a_sample(answers: pd.DataFrame, outcome: str) -> list[str]:
    """A line for each arm: its difference over all points, and in how many of them it is clear which way."""
    rows = []
    for arm, found in answers[answers["outcome"] == outcome].groupby("arm", sort=True):
        values = found["mean"] if arm == BASELINE else found["difference"]
        low, middle, high = np.nanpercentile(values, [5, 50, 95])
        sign = outcome_named(outcome).sign
        words = [verdict(one.difference, one.ci_low, one.ci_high, sign) for one in found.itertuples()]
        ways = "; ".join(f"{way} in {words.count(way)}" for way in dict.fromkeys(sorted(words)) if arm != BASELINE)
        rows.append((arm, _two(middle), f"{_two(low)} to {_two(high)}", len(found), ways))
    return [table(("arm", f"{outcome}, median", "5% to 95% of points", "points", "how it comes out"), rows), ""]


def _two(value: float) -> str:
    return f"{value:.3g}"


def _signed(value: float) -> str:
    return f"{value:+.3g}"
