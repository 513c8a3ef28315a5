"""The weak assumptions that the answer rests on, and what of it survives rival explanations."""

import re

import pandas as pd

from sim.configuration.catalogue import catalogue, group_summaries, note
from sim.configuration.explain import GRADES
from sim.configuration.names import show
from sim.configuration.wording import value_at
from sim.interventions.base import CHOICE
from sim.outcomes import outcome_named
from sim.report.page.blocks import Block, Code, Heading, Items, Strong, Table, said
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.study.arms import BASELINE
from sim.study.rivals import AS_IT_IS, NO_RANKING
from sim.study.statistics import CLEAR
from sim.study.text import in_prices
from sim.text.numbers import DASH, capital, counted

WEAK = ("C", "D")
MOST_ROWS = 60


def assumptions(source: Source) -> list[Block]:
    """What is weak, first in the remedies themselves, then in the mechanisms; then the rivals."""
    blocks: list[Block] = [
        Heading(2, "The weak assumptions that matter", "assumptions"),
        said(
            "Intervals above say what chance does. They do not say how unsure the assumptions are. Each setting has a grade: ",
            "; ".join(f"{grade}, {words}" for grade, words in GRADES.items()),
            ". Settings of grade C and D can turn the answer. Vary them before you act: ",
            Code("coalface sweep"),
            " tries several values, ",
            Code("coalface explain NAME"),
            " says where a value comes from.",
        ),
    ]
    return [*blocks, *_of_remedies(source), *_of_mechanisms(source), *_rivals(source)]


def _of_remedies(source: Source) -> list[Block]:
    """Settings of grade C and D of what is switched on, those left out that whoever asked has chosen."""
    tree = source.settings.model_dump(mode="json")
    rows = [
        (
            Code(path),
            capital(str(info.description)),
            show(value_at(tree, path)),
            note(info, "grade"),
            note(info, "source"),
        )
        for path, info in catalogue(tree).items()
        if path.partition(".")[0] in ("interventions", "events")
        and note(info, "grade") in WEAK
        and note(info, "source") != CHOICE
        and "placebo" not in path
    ]
    if not rows:
        return []
    more = f", the first {MOST_ROWS} of {len(rows)}" if len(rows) > MOST_ROWS else ""
    head = ("Setting", "Meaning", "Value", "Grade", "Where the value comes from")
    return [Table(f"Of remedies and events{more}", head, tuple(rows[:MOST_ROWS]))]


def _of_mechanisms(source: Source) -> list[Block]:
    """How much of each mechanism is weakly known, the weakest first."""
    tree = source.settings.model_dump(mode="json")
    counts: dict[str, list[str]] = {}
    for path, info in catalogue(tree).items():
        group, _, _ = path.rpartition(".")
        if group.startswith("mechanism."):
            counts.setdefault(group, []).append(note(info, "grade") if note(info, "role") != "lever" else "")
    summaries = group_summaries()
    rows = [
        (
            Code(group),
            _about(summaries.get(group, "")),
            str(len(grades)),
            str(grades.count("C")),
            str(grades.count("D")),
        )
        for group, grades in counts.items()
        if grades.count("C") + grades.count("D")
    ]
    rows.sort(key=lambda row: (-int(row[3]) - int(row[4]), row[0].text))
    return [
        Table(
            "Of the mechanisms of the organisation, in every arm",
            ("Mechanism", "What it is about", "Settings", "Grade C", "Grade D"),
            tuple(rows),
            frozenset({2, 3, 4}),
        )
    ]


def _about(summary: str) -> str:
    """The docstring of a mechanism without its number, and without what happens where it is switched off."""
    return re.sub(r"^M\d+( and M\d+)*\. ", "", summary).partition(" Off: ")[0]


def _rivals(source: Source) -> list[Block]:
    """In how many explanations each sign against the baseline survives, and which rankings do."""
    blocks: list[Block] = [Heading(3, "What survives under rival explanations")]
    if source.rivals is None or source.rivals.empty:
        return [
            *blocks,
            said(
                "This study was run under one explanation only. The same words with ",
                Code("rivals=all"),
                " run it again under rival explanations of what good support is and why leaders do not act. An answer that has "
                "not been through that is not robust.",
            ),
        ]
    table = source.rivals
    usual = table[table["explanation"] == AS_IT_IS]
    against = usual[usual["against"] == BASELINE]
    told = [(row, _otherwise(table, row)) for row in against.itertuples()]
    shown = [(row, otherwise) for row, otherwise in told if row.verdict in CLEAR or otherwise != DASH]
    names = [str(name) for name in dict.fromkeys(table["explanation"])]
    blocks.append(
        said(
            f"The study was run under {counted(len(names), 'explanation')}: {', '.join(names)}. A verdict survives in an "
            "explanation in which it is found again, clear and the same way round. Compare signs and orders, not sizes."
        )
    )
    rows = tuple(
        (
            f"{capital(shown_name(str(row.arm)))}: {outcome_named(str(row.outcome)).label}",
            in_prices(str(row.outcome), str(row.verdict)),
            f"{row.verdict_survives:.0f} of {row.explanations:.0f}" if row.verdict in CLEAR else DASH,
            otherwise,
        )
        for row, otherwise in shown
    )
    head = ("Remedy and outcome", "Verdict as it is", "Survives in", "Otherwise clear")
    if rows:
        blocks.append(Table("Verdicts against doing nothing that are clear in any explanation", head, rows))
    if len(told) > len(shown):
        blocks.append(said(f"Clear in no explanation: {len(told) - len(shown)} of {counted(len(told), 'difference')}."))
    lines = []
    for name, part in usual.groupby("outcome", sort=False):
        kept, count = part["ranking_survives"].iloc[0], part["explanations"].iloc[0]
        words = "survives in all" if kept == count else f"survives in {kept:.0f} of {count:.0f}: {NO_RANKING}"
        words = words if part["verdict"].isin(CLEAR).any() else f"no order is clear: {NO_RANKING}"
        lines.append((Strong(f"{capital(outcome_named(str(name)).label)}: "), f"{part['ranking'].iloc[0]}; {words}."))
    blocks += [
        said("Rankings, the best (of prices the least) first; = stands between those that cannot be told apart:")
    ]
    return [*blocks, Items(tuple(lines))]


def _otherwise(table: pd.DataFrame, row: object) -> str:
    """Clear verdicts of other explanations that are not the one of the study as it is."""
    same = table[(table["outcome"] == row.outcome) & (table["arm"] == row.arm) & (table["against"] == row.against)]  # type: ignore[attr-defined]
    others = same[(same["verdict"] != row.verdict) & same["verdict"].isin(CLEAR)]  # type: ignore[attr-defined]
    words = [f"{in_prices(str(one.outcome), str(one.verdict))} under {one.explanation}" for one in others.itertuples()]
    return "; ".join(words) or DASH
