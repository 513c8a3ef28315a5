"""What the remedies of a comparison worsen, as a sweep says it of its choices: beside whatever is called the best."""

import numpy as np
import pandas as pd

from sim.outcomes import outcome_named
from sim.report.page.blocks import Block, Items, Strong, said
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.study.statistics import verdict
from sim.sweep.others import COLUMNS, LOOKED_AT
from sim.sweep.worsened import told


def others_of(source: Source) -> pd.DataFrame:
    """One row an arm and outcome, families first, with the columns of `sim.sweep.others`; the arm as it is read.

    Only outcomes of which one way is better.
    """
    names = [one.name for one in source.outcomes(LOOKED_AT) if np.isfinite(one.sign)]
    table = source.table.reset_index()
    table = table[table["outcome"].isin(names)]
    table = table.assign(at=table["outcome"].map(names.index)).sort_values("at", kind="stable")
    found = table.assign(
        choice=table["arm"].map(shown_name),
        verdict=[
            verdict(row.difference, row.ci_low, row.ci_high, outcome_named(row.outcome).sign)
            for row in table.itertuples()
        ],
        worse_in=0,
        better_in=0,
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def worsened_by(others: pd.DataFrame, choice: str, about: str) -> list[str]:
    """The outcomes that a remedy clearly worsens, families first. others: see `others_of`. about: the one it is praised for."""
    clear = others[(others["choice"] == choice) & (others["verdict"] == "worse") & (others["outcome"] != about)]
    return list(clear["outcome"])


def harm_of_the_first(others: pd.DataFrame, choices: list[str]) -> list[Block]:
    """A sentence for each of these remedies, the harm first; nothing where there is none."""
    if not choices:
        return []
    lines = tuple((Strong(f"{head}: "), f"{text}.") for head, text in told(others, choices, worlds=1))
    return [said("What stands first in one outcome may do harm in others. ", "Families come first:"), Items(lines)]
