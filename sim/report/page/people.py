"""Who wins and who loses: the front line, managers, what each tier knows, families."""

from sim.report.page.blocks import Block, Heading, Table, said
from sim.report.page.cells import cell, label_of
from sim.report.page.numbers import capital, level
from sim.report.page.source import Source
from sim.report.style import shown_name

# Whom it concerns: what they meet. Outcomes of tiers that an authority lacks are left out.
GROUPS: dict[str, tuple[str, ...]] = {
    "Front line": (
        "burnout",
        "turnover_rate",
        "overtime_hours",
        "supervision_missed",
        "caseload",
        "heard_rate",
        "fear",
    ),
    "Managers, all tiers together": ("manager_burnout", "manager_turnover", "manager_overtime"),
    "Team managers": ("disconnect_tier_1",),
    "Senior leaders": ("disconnect", "seen_share"),
    "Families": (
        "waiting_weeks",
        "unallocated_cases",
        "worker_changes",
        "overdue_visits",
        "incident_risk",
        "complaints",
    ),
}
PEOPLE = tuple(name for names in GROUPS.values() for name in names)


def people(source: Source) -> list[Block]:
    """One table for each group of people."""
    blocks: list[Block] = [
        Heading(2, "Who wins and who loses", "people"),
        said(
            "A remedy can help one group at the price of another. Each cell holds the verdict, the difference that the remedy "
            f"makes in {source.window}, and its 95% interval. Turnover is that of all permanent staff. Exhaustion, turnover and "
            "overtime of managers are known for all tiers of managers together; what team managers and senior leaders do not "
            "see of the strain at the front line is known for each."
        ),
    ]
    for group, names in GROUPS.items():
        outcomes = source.outcomes(names)
        if not outcomes:
            continue
        rows: list[tuple] = [
            (capital(shown_name(arm)), *(cell(source, arm, one.name) for one in outcomes)) for arm in source.arms
        ]
        levels = [source.table.xs(one.name, level="outcome")["baseline"] for one in outcomes]
        # Where all are compared with the same arm, its levels head the table.
        if all(values.nunique() <= 1 for values in levels):
            rows.insert(0, ("Without any (level)", *(level(float(values.iloc[0])) for values in levels)))
        head = ("Remedy", *(label_of(one) for one in outcomes))
        blocks.append(Heading(3, group))
        blocks.append(Table(f"{group}: differences in {source.window}", head, tuple(rows)))
    return blocks
