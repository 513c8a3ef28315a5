"""The other sections of the report of a sweep: what a screen found, weak assumptions, figures, and how it was made."""

from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes import outcome_named
from sim.report.page.blocks import Block, Code, Heading, Link, Strong, Table, said
from sim.report.page.drawn import Shown, drawn, in_words
from sim.report.page.limits import limits_of
from sim.report.page.papers import again, settings_that_differ, versions
from sim.report.page.sweep_source import SweepSource
from sim.sweep.ends import leaning
from sim.sweep.moved import LEAST_WORLDS, moved_with
from sim.sweep.screen import how_found
from sim.text.numbers import capital, counted, difference, number, unit_of_difference

MOST_ROWS = 40
_LABELS = {"effect_and_cost": "Effect and cash", "regret": "What each choice loses over the worlds"}
_MARKS = {
    "effect_and_cost": "a mark for each choice by its difference in cash and in the outcome, those that no other clearly "
    "beats filled",
    "regret": "a bar for each choice: what it loses in the middle half of the worlds, and at most",
}
_DIGESTED = (
    "points.csv", "comparison.csv", "choices.csv", "over_worlds.csv", "other_outcomes.csv", "assumptions.csv", "effects.csv",
    "runs.parquet", "settings.yaml",
)  # fmt: skip


def screen(source: SweepSource) -> list[Block]:
    """What a screen found, the largest effects first."""
    if source.effects is None:
        return []
    outcome = outcome_named(source.outcome)
    table = source.effects.assign(size=source.effects["effect"].abs())
    table = table.sort_values(["found", "size"], ascending=False, kind="stable")
    rows = tuple(
        (
            capital(str(row.term).replace("_", " ")),
            difference(row.effect, row.ci_low, row.ci_high),
            "singled out" if row.found else "not singled out",
        )
        for row in table.head(MOST_ROWS).itertuples()
    )
    unit = unit_of_difference(outcome.unit)
    more = f"; the first {MOST_ROWS} of {len(table):,}" if len(table) > MOST_ROWS else ""
    blocks: list[Block] = [
        Heading(2, "What the screen found", "screen"),
        said(
            "Interventions are switched on and off together. Of two together the figure is what they bring beyond what each "
            f"brings alone. {how_found(factors_of(table))} One that is not singled out may still be there."
        ),
        Table(
            f"Effects on {outcome.label}{f' ({unit})' if unit else ''}, with 95% intervals{more}",
            ("Intervention or pair", "Effect", "Singled out"),
            rows,
            frozenset({1}),
        ),
    ]
    return [*blocks, *best_bundle(source)] if source.answers is not None else blocks


def factors_of(effects: pd.DataFrame) -> int:
    """Remedies that a screen switched on and off: its terms of one alone."""
    return (
        int((effects["second"].astype(object).fillna("") == "").sum()) if "second" in effects.columns else len(effects)
    )


def best_bundle(source: SweepSource) -> list[Block]:
    """The best bundle by the effects of a screen, and what it worsens."""
    words = " ".join(source.bundle.partition("Best of ")[2].split())
    if not words:
        return []
    best, _, worse = words.partition("What this bundle worsens, ")
    blocks: list[Block] = [said(Strong("By the effects of the screen: "), f"best of {best.strip()}")]
    return [*blocks, said(Strong("What this bundle worsens, "), worse)] if worse else blocks


def assumptions(source: SweepSource) -> list[Block]:
    """The ends of assumptions that change what is best; for another design, that nobody has looked."""
    blocks: list[Block] = [Heading(2, "The weak assumptions that mattered", "assumptions")]
    if source.ends is None:
        varied = [name for name in source.points.columns if name.startswith("mechanism.")]
        looked = f"This sweep varied {counted(len(varied), 'setting')} of mechanisms. " if varied else ""
        return [
            *blocks,
            *_moved_with(source),
            said(
                f"{looked}Intervals say what chance does, not how unsure the assumptions are. Settings of grade C rest on one "
                "study or a poll, those of grade D are guesses. The same words with ",
                Code("sampling=ends"),
                " take each of them to both ends of its plausible range, and show where the answer turns.",
            ),
        ]
    outcome = outcome_named(source.outcome)
    ends = source.ends.iloc[1:]
    middle = str(source.ends.iloc[0]["favourite"])
    turns = ends[ends["turns"]].sort_values("regret", ascending=False, kind="stable")
    lean = ends[~ends["turns"] & (ends["best"] != ends["favourite"]) & np.isfinite(ends["regret"])]
    lean = lean.sort_values("regret", ascending=False, kind="stable")
    blocks.append(
        said(
            f"{counted(ends['assumption'].nunique(), 'assumption')} of grade C or D stood at the low and at the high end of "
            f"what is plausible, one at a time. With everything as it is {middle} has the best mean. It is clearly not the best "
            f"at {counted(len(turns), 'end')}; at {leaning(source.ends):,} more another has the best mean, but not clearly. "
            "Intervals are widened for all ends, so that chance alone seldom makes an assumption look as if it mattered."
            if set(ends["grade"]) <= {"C", "D"}
            else f"Assumptions of grade {', '.join(sorted(set(ends['grade'])))} stood at both ends of what is plausible, one at "
            f"a time. With everything as it is {middle} has the best mean."
        )
    )
    unit = unit_of_difference(outcome.unit)
    head = (
        "Assumption",
        "Meaning",
        "Grade",
        "End",
        "Best there",
        f"{capital(middle)} is behind by{f' ({unit})' if unit else ''}",
    )
    for title, table in (
        (f"Clearly another is best than {middle}", turns),
        ("Another has the best mean, not clearly", lean),
    ):
        if len(table):
            more = f"; the first {MOST_ROWS} of {len(table):,}" if len(table) > MOST_ROWS else ""
            rows = tuple(
                (
                    Code(row.assumption),
                    capital(row.meaning),
                    row.grade,
                    f"{row.end}, {row.value:.4g}",
                    capital(row.best),
                    difference(row.regret, row.regret_low, row.regret_high).replace("+", ""),
                )
                for row in table.head(MOST_ROWS).itertuples()
            )
            blocks.append(Table(f"{title}{more}", head, rows, frozenset({5})))
    return [*blocks, said("Every end: ", Link("assumptions.csv", "assumptions.csv"), ".")]


def _moved_with(source: SweepSource) -> list[Block]:
    """Of a sample over worlds: the settings with which the effect of a choice clearly goes up or down."""
    if source.answers is None or source.answers.worlds < LEAST_WORLDS:
        return []
    outcome = outcome_named(source.outcome)
    found = moved_with(source.answers, source.points)
    if found.empty:
        return [said("Over the worlds no effect clearly goes up or down with any one of the settings that vary.")]
    rows = tuple(
        (
            capital(str(row.choice)),
            Code(str(row.setting)),
            "more" if row.towards > 0.0 else "less",
            number(row.correlation, 2, True),
        )
        for row in found.head(MOST_ROWS).itertuples()
    )
    head = ("Choice", "Setting", "Where it is high, the choice helps", "Rank correlation")
    title = f"Settings with which the effect on {outcome.label} clearly moves, over {source.answers.worlds:,} worlds"
    return [
        Table(title, head, rows, frozenset({3})),
        said(
            "Clearly: the rank correlation (Spearman) leaves out 0 after allowing for all settings and choices looked at."
        ),
    ]


def figures(source: SweepSource) -> list[Block]:
    """The figures of the folder, each with its data."""
    return drawn(source, _shown)


def figures_in_words(source: SweepSource) -> list[Block]:
    """The same for those who cannot see them."""
    return in_words(source, _shown)


def _shown(name: str) -> Shown:
    label = _LABELS[name]
    return Shown(label, f"{label}: {_MARKS[name]}.", f"{label}.")


def limits(source: SweepSource) -> list[Block]:
    """When not to believe it, and what was not modelled."""
    replicates = source.answers.replicates if source.answers is not None else source.settings.replicates
    more: list[Any] = []
    if source.answers is not None and source.answers.worlds > 1:
        more.append(
            (
                Strong("As odds. "),
                "Every world counts the same here; a share of worlds is not a chance that it will be so.",
            )
        )
    more.append((Strong("As a ranking. "), "No sweep runs under rival explanations; compare with rivals=all does."))
    return limits_of(replicates, source.settings.years, more)


def papers(source: SweepSource) -> list[Block]:
    """How it was made, and how to have it again."""
    failed = (
        f"None of {counted(source.runs, 'run')}."
        if not source.failed
        else f"{source.failed:,} of {counted(source.runs, 'run')} failed and were left out. The first reason: {source.reason}. "
        "What fails may be what matters: means can look better than they are."
    )
    return [
        Heading(2, "Runs that failed", "failed"),
        said(failed),
        *settings_that_differ(source.settings),
        said("These are the settings of the first point; what varies from point to point is in ",
             Link("points.csv", "points.csv"), "."),
        *again(source.manifest),
        *versions(source.folder, source.manifest, [name for name in _DIGESTED if source.has(name)]),
    ]  # fmt: skip
