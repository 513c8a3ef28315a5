"""The table of differences: the last year beside the first, cash and hours beside effect."""

from collections.abc import Mapping

from sim.report.order import MOST_AS_ASKED
from sim.report.page.arms import arms_by_name, week_of_turn
from sim.report.page.blocks import Block, Cell, Folded, Heading, Line, Link, Table, said
from sim.report.page.cells import label_of
from sim.report.page.source import Source, known
from sim.report.style import shown_name
from sim.study.arms import BASELINE, Arm
from sim.study.text import KEY_OUTCOMES, PRICES
from sim.text.numbers import DASH, capital, difference, level

MOST_TABLES = 40
SHOWN = (*KEY_OUTCOMES[:-2], "cost", "remedy_cost", "remedy_hours")


def differences(source: Source) -> list[Block]:
    """One table for each arm."""
    arms = source.ordered("turnover_rate") if source.outcomes(("turnover_rate",)) else source.arms
    blocks: list[Block] = [
        Heading(2, "Every difference", "differences"),
        said(
            "Difference: with the remedy less without it, in pairs of runs on the same seeds, with its 95% interval (t). The "
            "first year is the one in which the remedy begins to act, and stands beside it, because some cost before they "
            "help. Pairs better: the share of pairs in which the service with the remedy is the better one. Weeks: from when the "
            "mean difference is for the better to the end of the run, if for half a year or more; neither is said of a "
            "price. Hours of work are not in the cash."
        ),
    ]
    made = arms_by_name(source)
    tables = [_table(source, arm, made) for arm in arms[:MOST_TABLES]]
    if len(arms) > MOST_AS_ASKED:
        blocks.append(said("There is a table for each remedy: open those that you want to read or to print."))
        blocks += [Folded(table.caption, (table,)) for table in tables]
    else:
        blocks += tables
    rest: Line = (
        "All outcomes, with every digit: ",
        Link("comparison.csv", "comparison.csv"),
        ", in the folder of this report.",
    )
    if len(source.arms) > MOST_TABLES:
        rest = (f"The first {MOST_TABLES} of {len(source.arms)} arms are shown. ", *rest)
    return [*blocks, said(*rest)]


def _table(source: Source, arm: str, arms: Mapping[str, Arm]) -> Table:
    head = (
        "Outcome (unit)",
        "Without",
        f"Difference in {source.window} (95% interval)",
        "Verdict",
        "Difference in the first year (95% interval)",
        "Verdict in the first year",
        "Pairs better",
        "Pairs",
        "Weeks until better",
    )
    rows = []
    for one in source.outcomes(SHOWN):
        row, judged = source.row(arm, one.name), one.name not in PRICES
        turn = week_of_turn(source, arms, arm, one.name)
        rows.append(
            (
                label_of(one),
                level(row["baseline"]),
                difference(row["difference"], row["ci_low"], row["ci_high"]),
                Cell(source.verdict(arm, one.name)),
                difference(row["difference_first_year"], row["ci_low_first_year"], row["ci_high_first_year"]),
                Cell(source.verdict(arm, one.name, "_first_year")),
                f"{row['p_better']:.0%}" if known(row["p_better"]) and judged else DASH,
                f"{row['replicates']:.0f}" if known(row["replicates"]) else DASH,
                f"{turn:.0f}" if known(turn) and judged else DASH,
            )
        )
    versus = "the service without it" if arm != BASELINE else BASELINE
    return Table(f"{capital(shown_name(arm))} against {versus}", head, tuple(rows), frozenset({1, 2, 4, 6, 7, 8}))
