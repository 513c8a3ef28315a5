"""Who wins and who loses: the front line, managers by their place in the tree, families."""

from sim.outcomes import Outcome
from sim.report.order import MOST_AS_ASKED
from sim.report.page.arms_table import table_of_arms
from sim.report.page.blocks import Block, Heading, Strong, Table, said
from sim.report.page.glance import SHOWN, counts, stands_at_a_glance
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.study.groups import GROUPS, PEOPLE
from sim.study.text import seen_above_all
from sim.text.numbers import capital, counted

ORDER = (
    " Each table is in the order of its first outcome: clearly better, no clear difference (a tie, whatever the order among "
    "them), clearly worse; the first table in that of turnover."
)
AT_THE_TOP = " The tables of groups leave out what stands at a glance at the top; the counts hold it."


def people(source: Source) -> list[Block]:
    """How each group fares in all, then one table for each group of people."""
    found = {group: outcomes for group, names in GROUPS.items() if (outcomes := source.outcomes(names))}
    # What stands at a glance at the top is not said twice.
    above = SHOWN if stands_at_a_glance(source) else ()
    blocks: list[Block] = [
        Heading(2, "Who wins and who loses", "people"),
        said(
            "A remedy can help one group at the price of another. The first table counts for each group how many of its outcomes "
            "are clearly better and clearly worse; outcomes are not alike in weight, so read the tables below it before you "
            "judge. In those each cell holds the verdict, the difference that the remedy makes in "
            f"{source.window}, and its 95% interval. Managers between are those between team managers and the director; senior "
            "leaders are all above team managers. The director is one person, so figures on that post need many runs."
            f"{ORDER if len(source.arms) > MOST_AS_ASKED else ''}{AT_THE_TOP if above else ''}"
        ),
        _by_group(source, found),
    ]
    for group, outcomes in found.items():
        shown = [one for one in outcomes if one.name not in above]
        blocks.append(Heading(3, group))
        if shown:
            caption = f"{group}: differences in {source.window}"
            blocks.append(table_of_arms(source, shown, shown[0].name, caption))
        seen = seen_above_all(source.table.reset_index()) if "seen_share" in GROUPS[group] else ""
        if seen:
            blocks.append(said(Strong("Believed strain relative to true strain: "), seen))
    return blocks


def _by_group(source: Source, groups: dict[str, list[Outcome]]) -> Table:
    """How many outcomes of each group are clearly better and worse with each remedy."""
    judged = {group: [one for one in outcomes if one.better != "neither"] for group, outcomes in groups.items()}
    rows = [
        (
            capital(shown_name(arm)),
            *(counts([source.verdict(arm, one.name) for one in outcomes]) for outcomes in judged.values()),
        )
        for arm in source.ordered("turnover_rate" if source.outcomes(("turnover_rate",)) else PEOPLE[0])
    ]
    head = ("Remedy", *(f"{group} ({counted(len(outcomes), 'outcome')})" for group, outcomes in judged.items()))
    return Table(f"Who gains and who loses, {source.window}: outcomes clearly better and worse", head, tuple(rows))
