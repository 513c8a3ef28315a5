"""The answer of a sweep in its report: in plain words, then every choice with its price."""

import numpy as np
import pandas as pd

from sim.outcomes import Outcome, outcome_named
from sim.report.page.blocks import Block, Cell, Code, Heading, Items, Link, Strong, Table, Verdict, said
from sim.report.page.caveats import no_placebo, notes, only_chance
from sim.report.page.sweep_rest import best_bundle
from sim.report.page.sweep_source import SweepSource
from sim.study.answers.shared import why_shared
from sim.study.text import in_prices
from sim.sweep.answers import CHOICES, OVER_WORLDS, Answers
from sim.sweep.choices import NOTHING
from sim.sweep.conclusions import by_chance, conclusions
from sim.sweep.others import LOOKED_AT, OTHERS, outcomes_in
from sim.sweep.sizes import largest, plain, signed, where_lost, with_interval
from sim.sweep.worsened import in_short
from sim.text.numbers import DASH, capital, level, number, pounds, share, unit_of_difference

MOST_ROWS = 40
# With more worlds each has its place in choices.csv only.
MOST_WORLDS = 6
_ROWS_A_WORLD = 12
# Choices whose other outcomes stand beside each other.
MOST_BESIDE = 4
_VERDICTS = {str(one): one for one in Verdict}


def answer(source: SweepSource) -> list[Block]:
    """The section that is read if no other is."""
    blocks: list[Block] = [Heading(2, "The answer in short", "answer")]
    if source.answers is None:
        words = (
            "Remedies were switched on and off together, so that none is held against another by itself. What each does on "
            "average stands below."
            if source.effects is not None
            else "Nothing is held against anything else here: what came out of each stands by itself, below."
        )
        return [*blocks, said(words), *best_bundle(source), *notes(source.manifest)]
    found = conclusions(source.answers, source.ends)
    return [
        *blocks,
        Items(tuple((Strong(f"{capital(head)}: "), f"{text}.") for head, text in found)),
        only_chance(source.settings),
        *no_placebo(source.without_placebo, screened=source.effects is not None),
        *notes(source.manifest),
        said(
            "In brackets after each difference stands its 95% interval. Better and worse are said only where it leaves out 0. No "
            "clear difference means that the effect may be nothing, or too small to be told from chance in so many runs; it is "
            f"not proof of no effect. {by_chance(source.answers)} Which is best is said by the places, which allow for the "
            "number of choices: those that share one cannot be told apart. Regret is what a choice that is not the best loses."
        ),
    ]


def choices(source: SweepSource) -> list[Block]:
    """Every choice with its interval and its price; over all worlds, and in each where they are few."""
    answers = source.answers
    if answers is None:
        return []
    outcome = outcome_named(source.outcome)
    blocks: list[Block] = [
        Heading(2, "Every choice, what it does and what it costs", "choices"),
        said(
            "Cash: the difference in what is spent, in GBP million a year. Hours of work are not in it, except where cover is "
            "paid for. A leaver fewer: cash for each, where it is clear that fewer leave; below 0 it is saved. Chance of the "
            "best mean: by how runs differ, not allowing for the number of choices; the place says what is clear. Beaten in cash "
            "and effect: another costs no more, brings no less, and is clearly better in one of the two, each pair by itself."
        ),
    ]
    where = " with everything as it is" if answers.ends else ""
    over = "over all worlds" if answers.over is not None and not answers.ends else where.strip()
    blocks += _table(answers.final, outcome, f"{capital(outcome.label)}{', ' if over else ''}{over}", MOST_ROWS)
    blocks += what_else(answers)
    if answers.over is not None:
        blocks.append(_worlds(answers.over, outcome, answers.worlds))
        if answers.worlds <= MOST_WORLDS:
            for name, rows in answers.choices.groupby("world", sort=False):
                blocks += _table(rows, outcome, f"{capital(outcome.label)}, in {name}", _ROWS_A_WORLD)
    files: list[Link | str] = [Link(CHOICES, CHOICES)]
    files += [", ", Link(OTHERS, OTHERS)]
    if answers.over is not None:
        files = [Link(OVER_WORLDS, OVER_WORLDS), ", ", *files]
    return [*blocks, said("All rows, with every digit: ", *files, ". What varies from point to point: ",
                          Link("points.csv", "points.csv"), ".")]  # fmt: skip


def _table(rows: pd.DataFrame, outcome: Outcome, title: str, most: int) -> list[Block]:
    """One row a choice, the best first; below it why a likely best shares its place, where one does."""
    unit = unit_of_difference(outcome.unit)
    head = (
        "Choice",
        "Place",
        f"Difference{f' ({unit})' if unit else ''}",
        "Other outcomes clearly worse",
        "Chance of the best mean",
        "Regret, mean",
        "Cash, GBP million a year",
        "Hours, 1000 a year",
        "A leaver fewer, GBP",
        "Cash and effect together",
    )
    most_lost = largest(rows["expected_regret"])
    cells = tuple(
        (
            capital(row.choice),
            _place(row, rows),
            level(row.mean) + " in all" if row.choice == NOTHING else _difference(row, outcome.name),
            DASH if row.choice == NOTHING or not np.isfinite(row.difference) else in_short(outcomes_in(row.worsens)),
            share(row.chance_of_best) if np.isfinite(row.chance_of_best) else DASH,
            plain(row.expected_regret, most_lost),
            DASH if row.choice == NOTHING else with_interval(row.cost, row.cost_low, row.cost_high),
            DASH if row.choice == NOTHING else signed(row.hours, 2),
            _price(row),
            _worth(row),
        )
        for row in rows.head(most).itertuples()
    )
    more = f"; the first {most} of {len(rows):,}" if len(rows) > most else ""
    names = [capital(name) for name in rows["choice"]]
    why = why_shared(names, list(rows["place"]), list(rows["chance_of_best"]))
    return [Table(f"{title}{more}", head, cells, frozenset({1, 4, 5, 6, 7, 8})), *([said(why)] if why else [])]


def what_else(answers: Answers) -> list[Block]:
    """Other outcomes of the first few choices, families first, each with its interval."""
    others = answers.others
    names = [name for name in answers.final.loc[answers.final["within_budget"], "choice"] if name != NOTHING][
        :MOST_BESIDE
    ]
    if not names or others.empty:
        return []
    kept = [others[others["choice"] == name].set_index("outcome") for name in names]
    shown = [
        name for name in LOOKED_AT if any(name in one.index and np.isfinite(one["difference"][name]) for one in kept)
    ]
    if not shown:
        return []
    cells = tuple((_labelled(outcome_named(name)), *(_beside(one, name) for one in kept)) for name in shown)
    how = "with everything as it is" if answers.ends else "means over all worlds" if answers.over is not None else ""
    title = f"What else they change, families first{f'; {how}' if how else ''}"
    first = (
        f"; of {len(answers.final) - 1:,} choices the first {len(names)}" if len(answers.final) - 1 > len(names) else ""
    )
    return [
        Table(f"{title}{first}", ("Outcome", *(capital(name) for name in names)), cells),
    ]


def _labelled(outcome: Outcome) -> str:
    unit = unit_of_difference(outcome.unit)
    return f"{capital(outcome.label)}{f' ({unit})' if unit else ''}"


def _beside(rows: pd.DataFrame, name: str) -> Cell | str:
    if name not in rows.index or not np.isfinite(rows["difference"][name]):
        return DASH
    row = rows.loc[name]
    if row["verdict"] == Verdict.NONE:
        return Cell(Verdict.NONE, "")
    words = _VERDICTS.get(row["verdict"], Verdict.UNCLEAR)
    return Cell(words, with_interval(row["difference"], row["ci_low"], row["ci_high"]))


def _difference(row: object, outcome: str) -> Cell | str:
    if not np.isfinite(row.difference):  # type: ignore[attr-defined]
        return DASH
    words = _VERDICTS.get(in_prices(outcome, row.verdict), Verdict.UNCLEAR)  # type: ignore[attr-defined]
    return Cell(words, with_interval(row.difference, row.ci_low, row.ci_high))  # type: ignore[attr-defined]


def _place(row: object, rows: pd.DataFrame) -> str:
    place = row.place  # type: ignore[attr-defined]
    if not np.isfinite(place):
        return DASH if row.within_budget else "beyond the budget"  # type: ignore[attr-defined]
    return f"{place:.0f}{' (shared)' if (rows['place'] == place).sum() > 1 else ''}"


def _price(row: object) -> str:
    if row.price_verdict != "price":  # type: ignore[attr-defined]
        words = str(row.price_verdict)  # type: ignore[attr-defined]
        return {"": DASH, "wrong way": "more leave"}.get(words, words)
    price, low, high = (pounds(value) for value in (row.price, row.price_low, row.price_high))  # type: ignore[attr-defined]
    return f"{price} ({low} to {high})"


def _worth(row: object) -> str:
    if not row.compared:  # type: ignore[attr-defined]
        return DASH
    return f"beaten by {row.dominated_by}" if row.dominated_by else "not clearly beaten"  # type: ignore[attr-defined]


def _worlds(over: pd.DataFrame, outcome: Outcome, worlds: int) -> Table:
    """How each choice does over the worlds, the most cautious choice first."""
    unit = unit_of_difference(outcome.unit)
    head = (
        "Choice",
        "Best mean in",
        "Not clearly behind in",
        f"{capital(in_prices(outcome.name, 'better'))} than with nothing in",
        f"{capital(in_prices(outcome.name, 'worse'))} in",
        "Mean regret",
        f"Largest regret{f' ({unit})' if unit else ''}, with its interval",
        "Where it loses most",
    )
    rows = over.sort_values("largest_regret", kind="stable", na_position="last")
    most_lost = largest(rows["largest_regret"])
    cells = tuple(
        (
            capital(row.choice),
            number(row.best_in, 0 if row.best_in == np.floor(row.best_in) else 1),
            number(row.first_in, 0),
            DASH if row.choice == NOTHING else number(row.better_in, 0),
            DASH if row.choice == NOTHING else number(row.worse_in, 0),
            plain(row.mean_regret, most_lost),
            with_interval(row.largest_regret, row.largest_regret_low, row.largest_regret_high).replace("+", ""),
            where_lost(row.loses_most_in, row.largest_regret),
        )
        for row in rows.head(MOST_ROWS).itertuples()
    )
    more = f"; the first {MOST_ROWS} of {len(rows):,}" if len(rows) > MOST_ROWS else ""
    title = f"In how many of {worlds:,} worlds, the most cautious choice first{more}"
    return Table(title, head, cells, frozenset({1, 2, 3, 4, 5, 6}))


def levels(source: SweepSource) -> list[Block]:
    """What stands in comparison.csv where nothing competes."""
    if source.answers is not None or source.effects is not None:
        return []
    return [
        Heading(2, "Levels", "levels"),
        said("Levels and differences of every point: ", Link("comparison.csv", "comparison.csv"), "; what varies: ",
             Link("points.csv", "points.csv"), ". A sweep in which something competes needs ", Code("intervention="),
             " and an outcome of which one way is better."),
    ]  # fmt: skip
