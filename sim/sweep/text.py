"""The answer of a sweep in plain text: what is best and how sure that is, then a line for each choice."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from sim.configuration.points import shown
from sim.outcomes import outcome_named
from sim.study.answers.shared import why_shared
from sim.study.arms import BASELINE
from sim.study.precision import FOR_ANY
from sim.study.replicate import FAILED
from sim.study.text import WINDOWS, in_prices, with_direction
from sim.sweep.answers import CHOICES, OVER_WORLDS, Answers
from sim.sweep.choices import NOTHING
from sim.sweep.conclusions import by_chance, conclusions
from sim.sweep.ends import ASSUMPTIONS
from sim.sweep.others import FAMILIES, OTHERS, outcomes_in
from sim.sweep.plan import PlannedPoint
from sim.sweep.run import SweepRun
from sim.sweep.sizes import largest, plain, signed, with_interval
from sim.text.numbers import DASH, counted, digits_of, level, pounds, share
from sim.text.tables import table

_WIDTH = 120
_MOST_LINES = 24
_MOST_WORLDS = 4
_MOST_FAILED = 5
_LETTERS = 34


def text_of(answers: Answers, ends: pd.DataFrame | None = None) -> str:
    """The answer: sentences, then tables as far as a screen holds them."""
    outcome = outcome_named(answers.outcome)
    window = f"means over {WINDOWS[answers.window]}, {answers.replicates} replicates paired by seed"
    lines = [
        f"{outcome.label[0].upper()}{outcome.label[1:]} ({with_direction(outcome.unit, outcome)}); {window}",
        "",
    ]
    for head, text in conclusions(answers, ends):
        lines += wrap(f"{head}: {text}", _WIDTH, subsequent_indent="  ")
    lines.append("")
    if answers.over is None:
        lines += _of_one(answers.choices, answers.outcome)
    elif answers.ends:
        lines += _of_ends(answers.over, answers.outcome)
    else:
        if answers.worlds <= _MOST_WORLDS:
            for world, rows in answers.choices.groupby("world", sort=False):
                lines += [str(world), *_of_one(rows, answers.outcome), ""]
        lines += _of_worlds(answers.over, answers.outcome)
    return "\n".join([*lines, "", *wrap(_how_to_read(answers), _WIDTH)])


def _how_to_read(answers: Answers) -> str:
    words = (
        "Differences from doing nothing on the same seeds, with their 95% interval. Place allows for the number of choices: "
        "those that share one cannot be told apart. Best mean: the chance that it has it, by how these runs differ. "
        "Regret: what is lost on average by this choice and not the best. Cash in GBP million a year, hours of work in thousands "
        "a year. A leaver fewer: cash for each; below 0 it is saved. Worsens: other outcomes that are clearly worse, in brackets "
        f"those that families meet. {by_chance(answers)}"
    )
    if answers.over is None:
        return f"{words} Chances and regret are about luck only. All of it: {CHOICES}, {OTHERS}."
    if answers.ends:
        return (
            "Differences are those with everything as it is. Loses most: at which end of which assumption the choice is "
            "furthest behind the best, by how much, with an interval widened for all ends. Worsens: other outcomes that are "
            f"clearly worse with everything as it is, in brackets those that families meet. {by_chance(answers)} All of it: "
            f"{ASSUMPTIONS}, {OVER_WORLDS}, {CHOICES}, {OTHERS}."
        )
    return (
        f"{words} Every world counts the same. Loses most: in which world it is furthest behind the best, with an interval "
        f"widened for all worlds. All of it: {OVER_WORLDS}, {CHOICES}, {OTHERS}."
    )


def _of_one(rows: pd.DataFrame, outcome: str) -> list[str]:
    """A line for each choice of one world."""
    head = ("choice", "place", "difference", "95% interval", "", "worsens", "best mean", "regret", "cash", "hours",
            "a leaver fewer, GBP")  # fmt: skip
    most = largest(rows["expected_regret"])
    cells = [
        (
            row.choice,
            _place(row, rows),
            *_difference(row),
            _verdict(row, outcome),
            _worsens(row),
            share(row.chance_of_best) if np.isfinite(row.chance_of_best) else "",
            plain(row.expected_regret, most) if np.isfinite(row.expected_regret) else "",
            *_cash_and_hours(row),
            _price(row),
        )
        for row in rows.head(_MOST_LINES).itertuples()
    ]
    why = why_shared(list(rows["choice"]), list(rows["place"]), list(rows["chance_of_best"]))
    return [*_lines(head, cells), *_more(rows, CHOICES), *wrap(why, _WIDTH)]


def _of_worlds(rows: pd.DataFrame, outcome: str) -> list[str]:
    """A line for each choice over all worlds."""
    head = ("over all worlds", "place", "difference", "95% interval", "worsens", "best in", *_ways(outcome),
            "regret", "loses most", "in", "cash", "hours")  # fmt: skip
    most = largest(rows["largest_regret"])
    cells = [
        (
            row.choice,
            _place(row, rows),
            *_difference(row),
            _worsens(row),
            f"{row.best_in:.3g}" if np.isfinite(row.best_in) else "",
            f"{row.better_in:.0f}" if row.choice != NOTHING else "",
            f"{row.worse_in:.0f}" if row.choice != NOTHING else "",
            plain(row.mean_regret, most) if np.isfinite(row.mean_regret) else "",
            plain(row.largest_regret, most) if np.isfinite(row.largest_regret) else "",
            _short(str(row.loses_most_in), 20) if row.largest_regret > 0.0 else "",
            *_cash_and_hours(row),
        )
        for row in rows.head(_MOST_LINES).itertuples()
    ]
    return [*_lines(head, cells), *_more(rows, OVER_WORLDS)]


def _of_ends(over: pd.DataFrame, outcome: str) -> list[str]:
    """A line for each choice: the assumption and end at which it loses most, the most cautious first."""
    rows = over.sort_values("largest_regret", kind="stable", na_position="last")
    head = ("choice", "difference", "", "worsens", "loses most", "interval", "where", *_ways(outcome), "cash",
            "hours")  # fmt: skip
    most = largest(rows["largest_regret"])
    cells = [
        (
            row.choice,
            _difference(row)[0],
            _verdict(row, outcome),
            _worsens(row),
            plain(row.largest_regret, most) if np.isfinite(row.largest_regret) else "",
            f"{plain(row.largest_regret_low, most)} to {plain(row.largest_regret_high, most)}"
            if np.isfinite(row.largest_regret_low)
            else "",
            _short(str(row.loses_most_in), 30) if row.largest_regret > 0.0 else "",
            f"{row.better_in:.0f} of {row.worlds}" if row.choice != NOTHING else "",
            f"{row.worse_in:.0f}" if row.choice != NOTHING else "",
            *_cash_and_hours(row),
        )
        for row in rows.head(_MOST_LINES).itertuples()
    ]
    return [*_lines(head, cells), *_more(rows, OVER_WORLDS)]


def _ways(outcome: str) -> tuple[str, str]:
    """Headings of how many worlds a choice is better in, and worse."""
    return f"{in_prices(outcome, 'better')} in", f"{in_prices(outcome, 'worse')} in"


# Of a verdict as much as a narrow column holds.
_WORDS = {"better": "better", "worse": "worse", "no difference": "the same"}


def _verdict(row: object, outcome: str) -> str:
    if row.choice == NOTHING or not np.isfinite(row.difference):  # type: ignore[attr-defined]
        return ""
    return in_prices(outcome, _WORDS.get(row.verdict, "unclear"))  # type: ignore[attr-defined]


def _difference(row: object) -> tuple[str, str]:
    """The difference and its interval; of doing nothing its level."""
    mean, value, low, high = (getattr(row, name) for name in ("mean", "difference", "ci_low", "ci_high"))
    if row.choice == NOTHING:  # type: ignore[attr-defined]
        return "", f"level {level(mean)}"
    if not np.isfinite(low):
        return _signed(value), ""
    text, _, rest = with_interval(value, low, high).partition(" (")
    return text, rest.removesuffix(")")


def _worsens(row: object) -> str:
    """How many other outcomes are clearly worse, and how many of them families meet."""
    names = outcomes_in(str(row.worsens))  # type: ignore[attr-defined]
    if row.choice == NOTHING or not np.isfinite(row.difference):  # type: ignore[attr-defined]
        return ""
    families = sum(name in FAMILIES for name in names)
    return f"{len(names)} ({families})" if families else f"{len(names)}"


def _cash_and_hours(row: object) -> tuple[str, str]:
    if row.choice == NOTHING:  # type: ignore[attr-defined]
        return "", ""
    cost, low, high, hours = (getattr(row, name) for name in ("cost", "cost_low", "cost_high", "hours"))
    cash = with_interval(cost, low, high).partition(" (")[0] if np.isfinite(low) else _signed(cost)
    return cash, "" if not np.isfinite(hours) else signed(hours, digits_of(hours))


def _lines(head: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """A table in which a long name of a choice stands on a line of its own, whole, above its figures."""
    long = [len(row[0]) > _LETTERS for row in cells]
    first, *lines = table(
        head, [("", *row[1:]) if own else row for row, own in zip(cells, long, strict=True)]
    ).splitlines()
    found = [first]
    for line, row, own in zip(lines, cells, long, strict=True):
        found += [row[0], line] if own else [line]
    return found


def _place(row: object, rows: pd.DataFrame) -> str:
    place = row.place  # type: ignore[attr-defined]
    if not np.isfinite(place):
        return "over budget" if not row.within_budget else ""  # type: ignore[attr-defined]
    return f"{place:.0f}{'=' if (rows['place'] == place).sum() > 1 else ''}"


def _price(row: object) -> str:
    words = row.price_verdict  # type: ignore[attr-defined]
    if words != "price":
        return str(words) if isinstance(words, str) else ""
    price, low, high = (pounds(value) for value in (row.price, row.price_low, row.price_high))  # type: ignore[attr-defined]
    return f"{price} ({low} to {high})"


def _more(rows: pd.DataFrame, file: str) -> list[str]:
    return [f"and {len(rows) - _MOST_LINES:,} more: see {file}"] if len(rows) > _MOST_LINES else []


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def text_of_levels(points: list[PlannedPoint], answers: pd.DataFrame, outcome: str) -> str:
    """A line for each arm of each point, where nothing competes: levels of a baseline alone, differences of others."""
    chosen = outcome_named(outcome)
    rows = []
    for row in answers[answers["outcome"] == outcome].itertuples():
        labels = [shown(value) for value in points[row.point].point.values.values()]
        alone = row.arm == BASELINE
        interval = f"{row.ci_low:.3g} to {row.ci_high:.3g}" if np.isfinite(row.ci_low) else DASH
        rows.append((*labels, row.arm, level(row.mean), "" if alone else _signed(row.difference), interval))
    head = [path.rpartition(".")[2] for path in points[0].point.values]
    lines = [table((*head, "arm", outcome, "difference", "95% interval"), rows[:_MOST_LINES])]
    lines += [f"and {len(rows) - _MOST_LINES:,} more: see comparison.csv"] if len(rows) > _MOST_LINES else []
    return "\n".join(
        [*lines, "", f"{chosen.label} in {chosen.unit}; intervals: 95%, of the difference where there is one"]
    )


def text_of_failures(runs: Path) -> str:
    """How many runs of each arm failed, over all points, by the table of runs; empty where none did."""
    failed = pq.read_table(runs, columns=["arm", "reason"], filters=[("status", "=", FAILED)]).to_pandas()
    if failed.empty:
        return ""
    arms = [f"{arm} {count:,}" for arm, count in failed["arm"].astype(str).value_counts().items()]
    more = [f"and {len(arms) - _MOST_FAILED} more"] if len(arms) > _MOST_FAILED else []
    words = (
        f"{len(failed):,} of {counted(pq.read_metadata(runs).num_rows, 'run')} failed and were left out "
        f"({'; '.join([*arms[:_MOST_FAILED], *more])}); the first because {failed['reason'].iloc[0]}"
    )
    return "\n".join(wrap(words, _WIDTH))


def text_of_precision(points: list[PlannedPoint], done: SweepRun) -> str:
    """Which arms are not as precise as was asked for; empty where all are."""
    late = [
        ", ".join(part for part in (points[number].point.name, arm) if part)
        for (number, arm), fine in done.reached.items()
        if not fine
    ]
    if not late:
        return ""
    more = "; …" if len(late) > 5 else ""
    words = (
        f"Not as precise as asked for: {len(late)} of {counted(len(done.reached), 'arm')} ({'; '.join(late[:5])}{more}). "
        f"However narrow, an interval counts only from {FOR_ANY:.0f} replicates on, later where differences are skewed."
    )
    return "\n".join(wrap(words, _WIDTH))


def _signed(value: float) -> str:
    return "" if not np.isfinite(value) else f"{value:+.3g}" if value else "0"
