"""What several tables have in common: the head and the cell of an outcome."""

from sim.outcomes import Outcome
from sim.report.page.blocks import Cell, Verdict
from sim.report.page.source import Source, known
from sim.text.numbers import capital, difference, digits_for, number

# A verdict where many cells stand side by side, as a sweep says it on the screen.
SHORT = {Verdict.UNCLEAR: "unclear"}


def cell(source: Source, arm: str, outcome: str, short: bool = False) -> Cell:
    """A verdict with the difference and its interval; no figures where every pair of runs is the same, or where none is."""
    row = source.row(arm, outcome)
    said = source.verdict(arm, outcome)
    if said in (Verdict.NOTHING, Verdict.NONE):
        return Cell(said)
    value, low, high = (float(row[name]) for name in ("difference", "ci_low", "ci_high"))
    digits = digits_for(value, low, high)
    # Hours that are planned are the same in every pair to the digits shown: an interval would say nothing.
    exact = known(low) and number(low, digits, True) == number(high, digits, True)
    figures = number(value, digits, True) if exact else difference(value, low, high)
    return Cell(said, figures, SHORT.get(said, "") if short else "")


def label_of(outcome: Outcome) -> str:
    """Label and unit of an outcome, for the head of a row or a column."""
    return capital(f"{outcome.label} ({outcome.unit})")
