"""The answer of a comparison in plain text: few outcomes, differences with intervals, cost beside them."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd

from sim.outcomes import Outcome, outcome_named
from sim.settings.study import Settings
from sim.study.arms import Arm
from sim.study.statistics import mean_with_interval, verdict
from sim.text.numbers import digits_of

KEY_OUTCOMES = (
    "turnover_rate",
    "vacancy_rate",
    "burnout",
    "caseload",
    "unallocated_cases",
    "waiting_weeks",
    "worker_changes",
    "incident_risk",
    "disconnect",
    "heard_rate",
    "cost",
    "remedy_hours",
)
# With more arms each has one line, and these outcomes, each under a short heading and its unit.
MOST_IN_FULL = 6
OVERVIEW = {
    "turnover_rate": ("turnover", "% a year"),
    "burnout": ("exhaustion", "0 to 1"),
    "worker_changes": ("new worker", "case, year"),
    "unallocated_cases": ("no worker", "cases"),
    "seen_share": ("seen at top", "% of strain"),
    "incident_risk": ("incidents", "a year"),
    "cost": ("cash", "GBP m, year"),
    "remedy_hours": ("hours", "1000, year"),
}
# Letters of a column of that overview.
_CELL = 12
# The letter that stands there for each clear verdict.
_LETTERS = {"better": "b", "worse": "w", "more": "m", "higher": "m", "less": "l", "lower": "l"}
_CLOSING = "These figures describe the service that families meet, not what becomes of children."
PRICES = ("cost", "remedy_cost", "remedy_hours")
# Of an outcome that no pair of runs has, such as a share of concerns where none is raised.
NOTHING_TO_COMPARE = "nothing to compare"
WINDOWS = {"first_year": "the first year", "last_year": "the last year", "whole": "the whole time"}


def text_table(
    settings: Settings,
    arms: Sequence[Arm],
    runs: pd.DataFrame,
    table: pd.DataFrame,
    notes: Sequence[str] = (),
    outcomes: tuple[str, ...] = KEY_OUTCOMES,
) -> str:
    """Each arm's differences from the arm that it is compared with, one line an outcome, under 130 characters wide.

    runs, table, notes: as in `sim.study.comparison.Comparison`. With more than `MOST_IN_FULL` arms one line an arm.
    """
    replicates = int(runs["replicate"].max())
    years = "1 year" if settings.years == 1 else f"{settings.years} years"
    lines = [
        *wrap(settings.question, 120),
        f"{settings.authority.title}: {years}, {replicates} replicates of each arm; means over {WINDOWS[settings.window]}.",
    ]
    for note in notes:
        lines += wrap(f"Note: {note}.", 120, subsequent_indent="  ")
    compared = [arm for arm in arms if arm.name != arm.against]
    if len(compared) > MOST_IN_FULL:
        return "\n".join([*lines, "", *_overview(compared, runs, table), "", _CLOSING])
    lines += [
        "Without: mean without the arm, and half of its 95% interval. Difference: with the arm less without it, on the same",
        "seeds, with its 95% interval; at the right that of the first year in which the arm acts. Better and worse are said",
        "where the interval leaves out 0; where neither way is better, as of a price, more or less, higher or lower. Hours of",
        "work are not in the cash, except where a cover is paid.",
    ]
    for arm in compared:
        rows = table[table["arm"] == arm.name].set_index("outcome")
        lines += ["", f"{arm.name} against {arm.against}"]
        lines.append(f"  {'':<54} {'without':>12}  {'difference':<28} {'':<19} {'1st year':>8}")
        halves = half_intervals(runs, arm.against, outcomes)
        lines += [_line(name, rows.loc[[name]].iloc[0], halves[name], replicates) for name in outcomes]
    return "\n".join([*lines, "", _CLOSING])


def _overview(compared: Sequence[Arm], runs: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """One line an arm, the lowest turnover first, and a letter where the interval leaves out 0."""
    names = {arm.name: arm.against for arm in compared}
    turnover = table[table["outcome"] == "turnover_rate"].set_index("arm")["difference"]
    wide = max(len(name) for name in names) + 2
    lines = [
        "Difference: with the arm less without it, on the same seeds. Hours are not in the cash, except where cover is paid.",
        "The line without any holds levels, and half of their 95% interval.",
        "A letter follows where the 95% interval leaves out 0: b better, w worse; where neither way is better, as of a price,",
        "m more or higher, l less or lower.",
        "Intervals, the first year and all other outcomes: comparison.csv in the folder of results.",
        "",
        " " * wide + "".join(f"{heading:>{_CELL}}" for heading, _ in OVERVIEW.values()),
        " " * wide + "".join(f"{unit:>{_CELL}}" for _, unit in OVERVIEW.values()),
    ]
    for against in dict.fromkeys(names.values()):
        levels = table[table["arm"] == next(name for name in names if names[name] == against)].set_index("outcome")
        halves = half_intervals(runs, against, tuple(OVERVIEW))
        cells = [level_in_text(levels["baseline"][name], halves[name]) + " " for name in OVERVIEW]
        lines.append(f"{against:<{wide}}" + "".join(f"{cell:>{_CELL}}" for cell in cells))
        for arm in sorted((name for name in names if names[name] == against), key=lambda name: turnover[name]):
            rows = table[table["arm"] == arm].set_index("outcome")
            lines.append(
                f"  {arm:<{wide - 2}}" + "".join(f"{_cell(name, rows.loc[name]):>{_CELL}}" for name in OVERVIEW)
            )
    above = seen_above_all(table)
    return [*lines, *wrap(f"Seen at top: {above}", 120)] if above else lines


def seen_above_all(table: pd.DataFrame) -> str:
    """What it means that leaders see more than all of the strain, where they do in any arm; else empty.

    table: one row an arm and outcome, with columns arm, outcome, baseline and mean.
    """
    rows = table[table["outcome"] == "seen_share"]
    most = rows[["baseline", "mean"]].max(axis=None)
    if not most > 100.0:
        return ""
    return (
        f"it may be above 100% (here up to {most:.0f}%), where leaders believe that there is more strain than there is."
    )


def _cell(name: str, row: pd.Series) -> str:
    """A difference, and the letter of its verdict where that is clear."""
    words = in_prices(name, verdict(row["difference"], row["ci_low"], row["ci_high"], outcome_named(name).sign))
    if not np.isfinite(row["difference"]):
        return "-  "
    letter = _LETTERS.get(words, " ")
    digits = digits_of(max(abs(row["difference"]), row["ci_high"] - row["ci_low"]))
    return f"{row['difference']:+z.{digits}f} {letter}"


def half_intervals(runs: pd.DataFrame, arm: str, outcomes: Sequence[str]) -> dict[str, float]:
    """Half the width of the 95% interval (t) of the mean of an arm over its runs, by outcome; nan with fewer than two."""
    mean, _, high = mean_with_interval(runs.loc[runs["arm"] == arm, list(outcomes)].to_numpy(dtype=float))
    return dict(zip(outcomes, (high - mean).tolist(), strict=True))


def level_in_text(level: float, half: float) -> str:
    """A level to three figures or so, with half of its interval where runs differ: `14.4±0.8`; a dash for what is not."""
    if not np.isfinite(level):
        return "-"
    digits = digits_of(level / 10.0)
    return f"{level:.{digits}f}" + (f"±{half:.{digits}f}" if half > 0.0 else "")


def _line(name: str, row: pd.Series, half: float, replicates: int) -> str:
    """One outcome of one arm; pairs in which it is not defined, such as a share of no events, are said to be left out.

    row: of the table of the comparison. half: of the interval of the level. replicates: pairs that there would be.
    """
    outcome = outcome_named(name)
    # As many decimals as the difference or its interval needs to be more than a row of zeros.
    digits = digits_of(max(abs(row["difference"]), row["ci_high"] - row["ci_low"]))
    # A bound that is not zero is not shown as one where that decides the verdict.
    bound = min(abs(row["ci_low"]), abs(row["ci_high"]))
    if row["ci_low"] * row["ci_high"] > 0.0 and round(bound, digits) == 0.0:
        digits = digits_of(bound)
    difference, low, high, early = (
        f"{row[key]:+z.{digits}f}" for key in ("difference", "ci_low", "ci_high", "difference_first_year")
    )
    words = in_prices(name, verdict(row["difference"], row["ci_low"], row["ci_high"], outcome.sign))
    figures = f"{difference} ({low} to {high})"
    if not np.isfinite(row["ci_low"]):
        figures, words = difference, "one pair only"
    if not np.isfinite(row["difference"]):
        figures, words, early = "-", NOTHING_TO_COMPARE, "-"
    label = f"{outcome.label} ({outcome.unit})"
    level = level_in_text(row["baseline"], half)
    pairs = "" if row["replicates"] >= replicates else f"  {int(row['replicates'])} of {replicates} pairs"
    return f"  {label:<54} {level:>12}  {figures:<28} {words:<19} {early:>8}{pairs}"


def in_prices(name: str, words: str) -> str:
    """A verdict on an outcome. A price is not a harm: what is spent is more or less."""
    return {"worse": "more", "better": "less"}.get(words, words) if name in PRICES else words


def with_direction(unit: str, outcome: Outcome) -> str:
    """A unit, and which way is better; nothing more for a price, as less is not better in itself, or where neither way is."""
    plain = outcome.name in PRICES or outcome.better == "neither"
    return unit if plain else f"{unit}, {outcome.better} is better"
