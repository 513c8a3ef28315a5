"""What it costs: cash, hours, and the price of a leaver who stays, where that means something."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.interventions.base import InterventionSettings
from sim.report.page.blocks import Line, Strong, Verdict
from sim.report.page.source import Source, known
from sim.study.answers.price import Price, price_of
from sim.study.answers.values import values_of
from sim.study.arms import BASELINE
from sim.study.leavers import permanent_staff
from sim.text.numbers import counted, difference, digits_for, number, saves_or_costs

_MILLION = 1e6


def price_lines(source: Source, arm: str, remedies: Sequence[InterventionSettings]) -> list[Line]:
    """The price of an arm, in one line of a list, or two."""
    lines: list[Line] = []
    if source.outcomes(("cost", "remedy_hours")):
        lines.append((Strong("Price: "), _cash_and_hours(source, arm, remedies)))
    found = price_of_turnover(source, arm)
    if found is not None:
        lines.append((Strong("For each leaver fewer: "), in_words(found) + "."))
    return lines


def _cash_and_hours(source: Source, arm: str, remedies: Sequence[InterventionSettings]) -> str:
    row, verdict = source.row(arm, "cost"), source.verdict(arm, "cost")
    hours = source.row(arm, "remedy_hours")["difference"]
    cash = f"{verdict} in cash, GBP {difference(row['difference'], row['ci_low'], row['ci_high'])} million a year"
    if verdict in (Verdict.MORE, Verdict.LESS):
        digits = digits_for(row["difference"], row["ci_low"], row["ci_high"])
        near, far = sorted((abs(row["ci_low"]), abs(row["ci_high"])))
        spent = f"GBP {number(abs(row['difference']), digits)} million a year {verdict} cash is spent"
        cash = f"{spent} ({number(near, digits)} to {number(far, digits)})"
    if not known(hours) or hours == 0.0:
        return f"{cash}; it takes no hours of work."
    more = "takes" if hours > 0.0 else "frees"
    return f"{cash}; it {more} {number(abs(hours) * 1000.0, 0)} hours of work a year{_paid(source, remedies)}."


def _paid(source: Source, remedies: Sequence[InterventionSettings]) -> str:
    """Whether others are paid for those hours."""
    costs = [one.cost(source.settings) for one in remedies]
    taken, covered = sum(cost.hours for cost in costs), sum(cost.covered for cost in costs)
    if not costs or taken <= 0.0:
        return ""
    if covered >= taken:
        return ", for which others are paid out of the cash"
    if covered <= 0.0:
        return ", for which nobody is paid: they are not in the cash"
    return f", of which others are paid for {covered / taken:.0%} out of the cash; the rest is not in it"


def staff(source: Source) -> float:
    """Permanent staff in post in the baseline, mean over the window of the study."""
    vacant = source.runs.loc[source.runs["arm"] == BASELINE, "vacancy_rate"].mean()
    return permanent_staff(source.settings, float(vacant))


def price_of_turnover(source: Source, arm: str) -> Price | None:
    """Cash for each leaver fewer, at the number of staff of the baseline; None where the runs do not say."""
    columns = {"turnover_rate", "vacancy_rate", "cost"}
    if not columns <= set(source.runs.columns) or arm not in set(source.runs["arm"]):
        return None
    turnover, cash = (_differences(source.runs, arm, name) for name in ("turnover_rate", "cost"))
    return price_of(cash * _MILLION, -turnover / 100.0 * staff(source))


def _differences(runs: pd.DataFrame, arm: str, outcome: str) -> np.ndarray:
    values = values_of(runs, outcome)
    return (values[arm] - values[BASELINE]).to_numpy()


def in_words(found: Price) -> str:
    """A price in a sentence; that there is none is an answer too."""
    if found.verdict == "no clear effect":
        return "no price can be given, because it is not clear that fewer leave"
    if found.verdict == "wrong way":
        return "no price can be given, because more leave, not fewer"
    pairs = f"95% interval, {counted(found.replicates, 'pair')} of runs"
    return f"it {saves_or_costs(found.price, found.low, found.high, pairs)}"
