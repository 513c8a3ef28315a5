"""At a glance: where arms are many, a row for each with the headline outcomes, cash and hours, before all else."""

from sim.report.page.arms_table import Column, table_of_arms
from sim.report.page.blocks import Block, Verdict, said
from sim.report.page.source import Source
from sim.study.groups import PEOPLE
from sim.text.numbers import counted

HEADLINES = ("turnover_rate", "burnout", "worker_changes", "unallocated_cases", "incident_risk")
SHOWN = (*HEADLINES, "cost", "remedy_hours")
# With more arms, each has a line in the tables and no paragraph of its own.
MOST_IN_WORDS = 8


def stands_at_a_glance(source: Source) -> bool:
    """Whether the report has this table: where there are too many arms for a paragraph of each."""
    return len(source.arms) > MOST_IN_WORDS and bool(source.outcomes(SHOWN))


def glance(source: Source) -> list[Block]:
    """The table, with what else each remedy betters and worsens beside it; nothing where arms are few."""
    if not stands_at_a_glance(source):
        return []
    shown = source.outcomes(SHOWN)
    others = [one.name for one in source.outcomes(PEOPLE) if one.name not in SHOWN and one.better != "neither"]
    beside = {arm: counts([source.verdict(arm, name) for name in others]) for arm in source.arms}
    by = shown[0]
    table = table_of_arms(
        source,
        shown,
        by.name,
        f"At a glance: the difference that each remedy makes in {source.window}",
        Column(
            f"{counted(len(others), 'other outcome')} of people", beside, sum(one.name in HEADLINES for one in shown)
        ),
    )
    order = (
        f"In the order of {by.label}: clearly better, unclear (no clear difference: a tie, whatever the order among them), "
        "clearly worse. First in one outcome is not first in all: read along the row. Clear does not mean large."
    )
    return [said(order), table]


def counts(verdicts: list[Verdict]) -> str:
    """How many are better and how many worse; `nothing clear` where none is either."""
    parts = [f"{verdicts.count(each)} {each}" for each in (Verdict.BETTER, Verdict.WORSE) if each in verdicts]
    return ", ".join(parts) or "nothing clear"
