"""The answer of a comparison in plain text: few outcomes, differences with intervals, cost beside them."""

from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.outcomes import outcome_named
from sim.study.statistics import verdict

if TYPE_CHECKING:
    from sim.study.comparison import Comparison

KEY_OUTCOMES = (
    "turnover_rate",
    "vacancy_rate",
    "burnout",
    "caseload",
    "unallocated_cases",
    "worker_changes",
    "disconnect",
    "heard_rate",
    "cost",
    "remedy_hours",
)
PRICES = ("cost", "remedy_cost", "remedy_hours")
WINDOWS = {"first_year": "the first year", "last_year": "the last year", "whole": "the whole time"}


def text_table(comparison: "Comparison", outcomes: tuple[str, ...] = KEY_OUTCOMES) -> str:
    """Each arm's differences from the arm that it is compared with, one line an outcome, under 130 characters wide."""
    settings = comparison.settings
    runs = int(comparison.runs["replicate"].max())
    lines = [
        *wrap(settings.question, 120),
        f"{settings.authority.title}: {settings.years} years, {runs} replicates of each arm; "
        f"means over {WINDOWS[settings.window]}.",
        "Difference: with the arm less without it, on the same seeds, with its 95% interval; at the right that of the first",
        "year in which the arm acts. Hours of work are not in the cash.",
    ]
    for note in comparison.notes:
        lines += wrap(f"Note: {note}.", 120, subsequent_indent="  ")
    for arm in comparison.arms:
        if arm.name == arm.against:
            continue
        rows = comparison.table[comparison.table["arm"] == arm.name].set_index("outcome")
        lines += ["", f"{arm.name} against {arm.against}"]
        lines.append(f"  {'':<56} {'without':>8}  {'difference':<30} {'':<19} {'1st year':>8}")
        lines += [_line(name, rows.loc[[name]].iloc[0]) for name in outcomes]
    lines += ["", "These figures describe the service that families meet, not what becomes of children."]
    return "\n".join(lines)


def _line(name: str, row: pd.Series) -> str:
    """One outcome of one arm."""
    outcome = outcome_named(name)
    # As many decimals as the difference or its interval needs to be more than a row of zeros.
    digits = _digits(max(abs(row["difference"]), row["ci_high"] - row["ci_low"]))
    difference, low, high, early = (
        f"{row[key]:+z.{digits}f}" for key in ("difference", "ci_low", "ci_high", "difference_first_year")
    )
    words = in_prices(name, verdict(row["difference"], row["ci_low"], row["ci_high"], outcome.sign))
    label = f"{outcome.label} ({outcome.unit})"
    level = f"{row['baseline']:.{_digits(row['baseline'] / 10.0)}f}"
    return f"  {label:<56} {level:>8}  {f'{difference} ({low} to {high})':<30} {words:<19} {early:>8}"


def in_prices(name: str, words: str) -> str:
    """A verdict on an outcome. A price is not a harm: what is spent is more or less."""
    return {"worse": "more", "better": "less"}.get(words, words) if name in PRICES else words


def _digits(size: float) -> int:
    """Decimals that show two figures of a number of this size, from one to four."""
    if not np.isfinite(size) or size == 0.0:
        return 1
    return int(np.clip(1 - np.floor(np.log10(abs(size))), 1, 4))
