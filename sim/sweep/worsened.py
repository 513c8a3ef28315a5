"""What the choices worsen that stand in the first place: said in sentences, families first, right after what is best.

The report of a comparison says the same of its arms (`sim.report.page.harm`).
"""

from collections.abc import Sequence

import pandas as pd

from sim.configuration.names import listed
from sim.outcomes import outcome_named
from sim.sweep.others import FAMILIES, outcomes_in
from sim.sweep.sizes import change

# Choices that are told about one by one, and outcomes of one that are told with their figures.
MOST_TOLD = 4
_WITH_FIGURES = 6


def told(others: pd.DataFrame, choices: list[str], worlds: int, ends: bool = False) -> list[tuple[str, str]]:
    """A sentence for each of the choices, the harm first; of many the others are counted. others: see `Answers`."""
    found = []
    for choice in choices[:MOST_TOLD]:
        head = "What it worsens" if len(choices) == 1 else f"What {choice} worsens"
        found.append((head, _one(others[others["choice"] == choice], worlds, ends)))
    if len(choices) > MOST_TOLD:
        rest = [
            f"{choice}, {in_short(list(_clear(others[others['choice'] == choice], 'worse')['outcome']))}"
            for choice in choices[MOST_TOLD : MOST_TOLD + 8]
        ]
        more = f"; and {len(choices) - MOST_TOLD - 8} more" if len(choices) > MOST_TOLD + 8 else ""
        found.append(("Other outcomes worse with the others in the first place", "; ".join(rest) + more))
    return found


def in_short(names: list[str]) -> str:
    """How many outcomes, and how many of them families meet."""
    if not names:
        return "none"
    families = sum(name in FAMILIES for name in names)
    return f"{len(names)}, of which {families} for families" if families else str(len(names))


def but(worsens: str) -> str:
    """What is added to a choice that is called the best: how much else it worsens; nothing where it worsens nothing."""
    words = how_much_else(outcomes_in(worsens))
    return f", but it {words}" if words else ""


def how_much_else(names: Sequence[str]) -> str:
    """What is said beside a choice of these outcomes that it worsens: `worsens 9 other outcomes, 5 of them for families`."""
    if not names:
        return ""
    families = sum(name in FAMILIES for name in names)
    what = f"worsens {len(names)} other outcome{'' if len(names) == 1 else 's'}"
    return what + (f", {families} of them for families" if families else "")


def _clear(rows: pd.DataFrame, verdict: str) -> pd.DataFrame:
    return rows[rows["verdict"] == verdict]


def _one(rows: pd.DataFrame, worlds: int, ends: bool) -> str:
    rows = rows[rows["difference"].notna()]
    if rows.empty:
        return "not known, as too many runs failed"
    worse, better = _clear(rows, "worse"), _clear(rows, "better")
    parts = []
    for who, ours in (("for families", True), ("for staff and managers", False)):
        kept = worse[worse["outcome"].isin(FAMILIES) == ours]
        if len(kept):
            figures = [_figure(row) for row in kept.head(_WITH_FIGURES).itertuples()]
            also = [outcome_named(name).label for name in kept["outcome"].iloc[_WITH_FIGURES:]]
            parts.append(f"{who}: {'; '.join(figures)}" + (f"; also {listed(also)}" if also else ""))
    if not parts:
        parts.append(f"nothing that is clear, of {len(rows)} other outcomes")
    if worlds > 1:
        hidden = rows[(rows["verdict"] != "worse") & (rows["worse_in"] > 0)]
        kind = "at some end" if ends else "in some worlds"
        labels = [
            f"{outcome_named(row.outcome).label} ({row.worse_in:.0f} of {worlds:,})" for row in hidden.itertuples()
        ]
        if labels:
            more = f" and {len(labels) - _WITH_FIGURES} more" if len(labels) > _WITH_FIGURES else ""
            parts.append(f"only {kind}: {'; '.join(labels[:_WITH_FIGURES])}{more}")
    if len(better):
        labels = [outcome_named(name).label for name in better["outcome"]]
        more = f" and {len(labels) - _WITH_FIGURES} more" if len(labels) > _WITH_FIGURES else ""
        parts.append(f"what else it betters: {'; '.join(labels[:_WITH_FIGURES])}{more}")
    return ". ".join(part if place == 0 else part[:1].upper() + part[1:] for place, part in enumerate(parts))


def _figure(row: object) -> str:
    outcome = outcome_named(row.outcome)  # type: ignore[attr-defined]
    size = change(row.difference, row.ci_low, row.ci_high, outcome.unit)  # type: ignore[attr-defined]
    return f"{outcome.label}, {size}"
