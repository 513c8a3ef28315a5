"""The tables of the answer of a sweep in its folder: choices.csv, other_outcomes.csv and, over several worlds, over_worlds.csv.

They are read back for a report that is made later. A folder may come from anyone, so that nothing in it is taken on trust.
"""

from pathlib import Path

import pandas as pd

from sim.errors import UserError
from sim.study.csv_files import write_csv
from sim.study.reopened import csv_of
from sim.sweep.answers import CHOICES, OVER_WORLDS, Answers, Budget
from sim.sweep.others import COLUMNS as OTHER_COLUMNS
from sim.sweep.others import LOOKED_AT, OTHERS, outcomes_in

# Columns of words, in which nothing at all is an empty text, and those that are true or false; all others hold numbers.
_WORDS = ("world", "choice", "arm", "outcome", "verdict", "price_verdict", "dominated_by", "loses_most_in", "worsens")
_FLAGS = ("within_budget", "compared", "efficient", "cheapest")
_COMMON = (
    "choice", "within_budget", "compared", "replicates", "mean", "difference", "ci_low", "ci_high", "verdict", "place",
    "behind", "chance_of_best", "expected_regret", "cost", "cost_low", "cost_high", "hours", "price", "price_low",
    "price_high", "price_verdict", "dominated_by", "efficient", "cheapest", "worsens",
)  # fmt: skip
_COLUMNS = {
    CHOICES: ("world", *_COMMON),
    OVER_WORLDS: (
        *_COMMON, "worlds", "better_in", "worse_in", "unclear_in", "best_in", "first_in", "mean_regret", "largest_regret",
        "largest_regret_low", "largest_regret_high", "loses_most_in",
    ),
    OTHERS: OTHER_COLUMNS,
}  # fmt: skip


def write_answers(answers: Answers, folder: Path) -> None:
    """Write the tables of an answer into `folder`."""
    write_csv(answers.others, folder / OTHERS)
    write_csv(answers.choices, folder / CHOICES)
    if answers.over is not None:
        write_csv(answers.over, folder / OVER_WORLDS)


def read_answers(folder: Path, outcome: str, window: str, budget: Budget, ends: bool) -> Answers | None:
    """The answer that `write_answers` has written; None where there is none. UserError where a table is damaged."""
    if not (folder / CHOICES).is_file():
        return None
    choices = _table_in(folder, CHOICES)
    over = _table_in(folder, OVER_WORLDS) if (folder / OVER_WORLDS).is_file() else None
    others = _table_in(folder, OTHERS) if (folder / OTHERS).is_file() else None
    if choices.empty or choices["replicates"].isna().any():
        raise UserError(f"{folder / CHOICES}: it has no choices, or none with its replicates; it is damaged")
    if others is None:
        raise UserError(f"{folder}: {OTHERS} is missing, which says what else each choice changes")
    named = [*others["outcome"], *_worsened_in(choices), *(_worsened_in(over) if over is not None else ())]
    unknown = sorted(set(named) - set(LOOKED_AT))
    if unknown:
        raise UserError(f"{folder}: an outcome that this version does not know: {unknown[0]!r}")
    return Answers(outcome, window, choices, over, budget, ends, others)


def _worsened_in(table: pd.DataFrame) -> list[str]:
    """The outcomes that any choice of a table worsens."""
    return [name for text in table["worsens"] for name in outcomes_in(text)]


def _table_in(folder: Path, name: str) -> pd.DataFrame:
    """One table of the answer, every column of the kind that it should be; UserError where it is not."""
    table = csv_of(folder / name)
    for column in _COLUMNS[name]:
        if column not in table.columns:
            raise UserError(f"{folder / name}: the column {column} is missing; not a table as coalface writes it")
    words = {
        column: table[column].astype(object).fillna("").astype(str) for column in _WORDS if column in table.columns
    }
    for column in _COLUMNS[name]:
        # A table without a row has no kinds of columns either.
        if len(table) and column not in (*_WORDS, *_FLAGS) and not pd.api.types.is_numeric_dtype(table[column]):
            raise UserError(f"{folder / name}: the column {column} holds something else than numbers")
    flags = {flag: table[flag].astype(bool) for flag in _FLAGS if flag in table.columns}
    return table.assign(**words, **flags)
