"""What several tables have in common: the head and the cell of an outcome."""

from sim.outcomes import Outcome
from sim.report.page.blocks import Cell, Verdict
from sim.report.page.source import Source
from sim.text.numbers import capital, difference


def cell(source: Source, arm: str, outcome: str, ending: str = "") -> Cell:
    """A verdict with the difference and its interval; `ending` is `_first_year` for those of the first year."""
    row = source.row(arm, outcome)
    said = source.verdict(arm, outcome, ending)
    if said == Verdict.NOTHING:
        return Cell(said)
    figures = difference(row[f"difference{ending}"], row[f"ci_low{ending}"], row[f"ci_high{ending}"])
    return Cell(said, figures)


def label_of(outcome: Outcome) -> str:
    """Label and unit of an outcome, for the head of a row or a column."""
    return capital(f"{outcome.label} ({outcome.unit})")
