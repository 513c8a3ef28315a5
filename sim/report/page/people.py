"""Who wins and who loses: the front line, managers by their place in the tree, families."""

from collections.abc import Iterable

import pandas as pd

from sim.outcomes import Outcome
from sim.report.order import MOST_AS_ASKED
from sim.report.page.blocks import Block, Heading, Strong, Table, Verdict, said
from sim.report.page.cells import cell, label_of
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.study.arms import BASELINE
from sim.study.groups import GROUPS, PEOPLE
from sim.study.text import half_intervals, level_in_text, seen_above_all
from sim.text.numbers import capital, counted

ORDER = (
    " Each table is in the order of its first outcome: clearly better, no clear difference (a tie, whatever the order among "
    "them), clearly worse; the first table in that of turnover."
)


def people(source: Source) -> list[Block]:
    """All groups at a glance, then one table for each group of people."""
    found = {group: outcomes for group, names in GROUPS.items() if (outcomes := source.outcomes(names))}
    blocks: list[Block] = [
        Heading(2, "Who wins and who loses", "people"),
        said(
            "A remedy can help one group at the price of another. The first table counts for each group how many of its outcomes "
            "are clearly better and clearly worse; outcomes are not alike in weight, so read the tables below it before you "
            "judge. In those each cell holds the verdict, the difference that the remedy makes in "
            f"{source.window}, and its 95% interval. Managers between are those between team managers and the director; senior "
            "leaders are all above team managers. The director is one person, so figures on that post need many runs."
            f"{ORDER if len(source.arms) > MOST_AS_ASKED else ''}"
        ),
        _at_a_glance(source, found),
    ]
    for group, outcomes in found.items():
        blocks += [Heading(3, group), _table(source, group, outcomes)]
        above = seen_above_all(source.table.reset_index()) if "seen_share" in GROUPS[group] else ""
        if above:
            blocks.append(said(Strong("Believed strain relative to true strain: "), above))
    return blocks


def _at_a_glance(source: Source, groups: dict[str, list[Outcome]]) -> Table:
    """How many outcomes of each group are clearly better and worse with each remedy."""
    judged = {group: [one for one in outcomes if one.better != "neither"] for group, outcomes in groups.items()}
    rows = [
        (
            capital(shown_name(arm)),
            *(counts(source.verdict(arm, one.name) for one in outcomes) for outcomes in judged.values()),
        )
        for arm in source.ordered("turnover_rate" if source.outcomes(("turnover_rate",)) else PEOPLE[0])
    ]
    head = ("Remedy", *(f"{group} ({counted(len(outcomes), 'outcome')})" for group, outcomes in judged.items()))
    return Table(f"Who gains and who loses, {source.window}: outcomes clearly better and worse", head, tuple(rows))


def counts(verdicts: Iterable[Verdict]) -> str:
    """How many are better and how many worse; `nothing clear` where none is either."""
    found = list(verdicts)
    parts = [f"{found.count(each)} {each}" for each in (Verdict.BETTER, Verdict.WORSE) if each in found]
    return ", ".join(parts) or "nothing clear"


def _levels(source: Source, outcomes: list[Outcome], levels: list[pd.Series]) -> list[str]:
    """What it is without any remedy, as far as so many runs can tell."""
    names = [one.name for one in outcomes if one.name in source.runs.columns]
    halves = half_intervals(source.runs, BASELINE, names)
    return [
        level_in_text(float(values.iloc[0]), halves.get(one.name, float("nan")))
        for one, values in zip(outcomes, levels, strict=True)
    ]


def _table(source: Source, group: str, outcomes: list[Outcome]) -> Table:
    rows: list[tuple] = [
        (capital(shown_name(arm)), *(cell(source, arm, one.name) for one in outcomes))
        for arm in source.ordered(outcomes[0].name)
    ]
    levels = [source.table.xs(one.name, level="outcome")["baseline"] for one in outcomes]
    # Where all are compared with the same arm, its levels head the table.
    if all(values.nunique() <= 1 for values in levels):
        rows.insert(0, ("Without any: level, ± half of its 95% interval", *_levels(source, outcomes, levels)))
    head = ("Remedy", *(label_of(one) for one in outcomes))
    return Table(f"{group}: differences in {source.window}", head, tuple(rows))
