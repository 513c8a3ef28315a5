"""A table with a row for each remedy and a column for each outcome; without any remedy stands above them, as levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sim.outcomes import Outcome
from sim.report.page.blocks import Cell, Table
from sim.report.page.cells import cell, label_of
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.study.arms import BASELINE
from sim.study.text import half_intervals, level_in_text
from sim.text.numbers import DASH, capital


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text: its heading, what stands in it for each arm, and after how many outcomes."""

    heading: str
    texts: dict[str, str]
    after: int


def table_of_arms(source: Source, outcomes: list[Outcome], by: str, caption: str, more: Column | None = None) -> Table:
    """The differences of all arms in these outcomes. by: the outcome in whose order they stand.

    more: a column of text among them, with which the table is set close.
    """

    def row(name: str, cells: Sequence[str | Cell], text: str) -> tuple[str | Cell, ...]:
        return (name, *cells) if more is None else (name, *cells[: more.after], text, *cells[more.after :])

    rows = [
        row(
            capital(shown_name(arm)),
            [cell(source, arm, one.name, short=more is not None) for one in outcomes],
            more.texts[arm] if more else "",
        )
        for arm in source.ordered(by)
    ]
    levels = [source.table.xs(one.name, level="outcome")["baseline"] for one in outcomes]
    # Where all are compared with the same arm, its levels head the table.
    if all(values.nunique() <= 1 for values in levels):
        rows.insert(0, row("Without any: level, ± half of its 95% interval", _levels(source, outcomes, levels), DASH))
    head = row("Remedy", [label_of(one) for one in outcomes], more.heading if more else "")
    return Table(caption, tuple(map(str, head)), tuple(rows), close=more is not None)


def _levels(source: Source, outcomes: list[Outcome], levels: list[pd.Series]) -> list[str]:
    """What it is without any remedy, as far as so many runs can tell."""
    names = [one.name for one in outcomes if one.name in source.runs.columns]
    halves = half_intervals(source.runs, BASELINE, names)
    return [
        level_in_text(float(values.iloc[0]), halves.get(one.name, float("nan")))
        for one, values in zip(outcomes, levels, strict=True)
    ]
