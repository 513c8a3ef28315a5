"""The figures of a sweep: effect against cash, and what each choice loses over the worlds."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.outcomes import Outcome, outcome_named
from sim.report.style import DARK_BLUE, GREY, ORANGE, PURPLE, WIDTH, Drawing, caption, panels, shown_name
from sim.study.text import with_direction
from sim.sweep.answers import Answers
from sim.sweep.choices import NOTHING
from sim.sweep.sizes import where_lost
from sim.text.numbers import unit_of_difference

EFFECT, REGRET = "effect_and_cost", "regret"
# More marks are a cloud, more names are a thicket.
MOST_MARKS = 200
MOST_NAMES = 10
MOST_ROWS = 16
_MOST_BARS = 40
_LETTERS = 34
# Points: a letter and a line of a name beside a mark, how far it stands from it, and half a mark.
_LETTER, _LINE, _APART, _MARK = 5.4, 12.0, 7.0, 4.5


def save_sweep_figures(answers: Answers, folder: Path) -> None:
    """Draw and save what there is to draw; the folder must exist."""
    drawings = [draw_effect(answers)]
    # Where too many runs failed, nothing is known of any loss.
    if answers.worlds > 1 and len(answers.final) > 1 and answers.final["largest_regret"].notna().any():
        drawings.append(draw_regret(answers))
    for drawing in drawings:
        drawing.save(folder)


def draw_effect(answers: Answers) -> Drawing:
    """Each choice by its cash and its effect; those that no other clearly beats in both are filled and joined."""
    outcome = outcome_named(answers.outcome)
    table = effect_table(answers)
    height = 6.6
    figure, (axis,) = panels(1, 1, height)
    bars = len(table) <= _MOST_BARS
    # Those that no other beats lie on top, where marks coincide.
    for row in table.sort_values("unbeaten", kind="stable").itertuples():
        colour = DARK_BLUE if row.unbeaten else GREY
        if bars and np.isfinite(row.ci_low) and row.choice != NOTHING:
            axis.plot([row.cost, row.cost], [row.ci_low, row.ci_high], color=colour, linewidth=1.2, alpha=0.8)
            axis.plot([row.cost_low, row.cost_high], [row.difference] * 2, color=colour, linewidth=1.2, alpha=0.8)
        marker = "s" if row.choice == NOTHING else "o"
        face = colour if row.unbeaten else "white"
        axis.plot(row.cost, row.difference, marker=marker, color=colour, markerfacecolor=face, markersize=7)
    edge = table[table["efficient"]].sort_values("cost", kind="stable")
    axis.plot(edge["cost"], edge["difference"], color=ORANGE, linewidth=1.4, linestyle=(0, (5, 2)), zorder=1)
    axis.axhline(0.0, color=GREY, linewidth=0.8)
    axis.axvline(0.0, color=GREY, linewidth=0.8)
    axis.margins(0.08)
    axis.set_xlabel("difference in cash, GBP million a year")
    axis.set_ylabel(f"difference in {outcome.label},\n{with_direction(_unit(outcome), outcome)}")
    figure.subplots_adjust(left=0.1, right=0.97, top=1.0 - 0.5 / height, bottom=1.45 / height)
    _names(axis, table)
    title = f"Effect and cash of {len(table) - 1:,} choices, beside doing nothing"
    caption(
        figure,
        title,
        f"Marks: mean paired differences from doing nothing{_where(answers)}, n = {answers.replicates} replicates; bars, where "
        "they can be told apart: 95% intervals. Filled marks in blue: no other choice clearly beats it in both; hollow ones "
        "in grey: one does. Broken line in orange: the choices that none beats in plain means. The square is doing nothing.",
    )
    return Drawing(EFFECT, figure, table, _effect_in_words(title, table, outcome))


def effect_table(answers: Answers) -> pd.DataFrame:
    """What the figure shows: choices that are compared with each other, the best first, not more than can be drawn."""
    table = answers.final
    table = table[table["compared"] & table["cost"].notna() & table["difference"].notna()]
    kept = table.assign(unbeaten=table["dominated_by"] == "").sort_values(
        ["efficient", "unbeaten"], ascending=False, kind="stable"
    )
    kept = pd.concat([kept[kept["choice"] == NOTHING], kept[kept["choice"] != NOTHING]]).head(MOST_MARKS)
    columns = ["choice", "difference", "ci_low", "ci_high", "cost", "cost_low", "cost_high", "unbeaten", "efficient"]
    return kept[columns].reset_index(drop=True)


def _names(axis: Axes, table: pd.DataFrame) -> None:
    """Names beside the marks that matter most, where there is room for them without covering a mark or another name."""
    shown = table[table["efficient"] | (table["choice"] == NOTHING)]
    shown = pd.concat([shown, table[~table.index.isin(shown.index) & table["unbeaten"]]]).head(MOST_NAMES)
    points_a_dot = 72.0 / axis.get_figure(root=True).dpi  # type: ignore[union-attr]
    marks = axis.transData.transform(table[["cost", "difference"]].to_numpy(dtype=float)) * points_a_dot
    taken = [(across - _MARK, above - _MARK, across + _MARK, above + _MARK) for across, above in marks]
    for row in shown.itertuples():
        lines = shown_name(row.choice, _LETTERS).splitlines()
        wide, tall = _LETTER * max(len(line) for line in lines), _LINE * len(lines)
        right, up = axis.transData.transform((row.cost, row.difference)) * points_a_dot
        for across, above in ((_APART, _APART), (_APART, -_APART), (-_APART, _APART), (-_APART, -_APART)):
            left = right + across - (wide if across < 0 else 0.0)
            low = up + above - (tall if above < 0 else 0.0)
            box = (left, low, left + wide, low + tall)
            if any(box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3] for x0, y0, x1, y1 in taken):
                continue
            taken.append(box)
            axis.annotate(
                "\n".join(lines),
                (row.cost, row.difference),
                textcoords="offset points",
                xytext=(across, above),
                ha="right" if across < 0 else "left",
                va="bottom" if above > 0 else "top",
                fontsize=9,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
            )
            break


def draw_regret(answers: Answers) -> Drawing:
    """What each choice loses in the worlds: the middle of them, most of them, and the one in which it loses most."""
    outcome = outcome_named(answers.outcome)
    table = regret_table(answers)
    names = [shown_name(name, _LETTERS) for name in table["choice"]]
    height = 2.1 + len(table) * (0.3 + 0.16 * max(len(name.splitlines()) for name in names))
    figure, (axis,) = panels(1, 1, height)
    for place, row in enumerate(table.itertuples()):
        axis.plot([row.least, row.largest], [place, place], color=GREY, linewidth=1.2)
        axis.plot([row.low, row.high], [place, place], color=DARK_BLUE, linewidth=6.0, solid_capstyle="butt")
        axis.plot(row.middle, place, marker="|", color=ORANGE, markersize=13, markeredgewidth=2.6)
        axis.plot(row.largest, place, marker="D", color=PURPLE, markersize=6)
        axis.annotate(
            row.loses_most_in,
            (row.largest, place),
            textcoords="offset points",
            xytext=(8, 0),
            va="center",
            fontsize=9,
        )
    axis.set_yticks(range(len(table)), names)
    axis.set_ylim(len(table) - 0.4, -0.6)
    axis.grid(visible=False, axis="y")
    # Room at the right for the names of the worlds.
    widest = max(float(table["largest"].max()), 1e-9)
    axis.set_xlim(-0.02 * widest, 1.55 * widest)
    axis.set_xlabel(f"{outcome.label} lost by not having the best choice, {_unit(outcome)}")
    room = 0.085 * max(len(line) for name in names for line in name.splitlines()) + 0.3
    figure.subplots_adjust(left=room / WIDTH, right=0.97, top=1.0 - 0.55 / height, bottom=1.3 / height)
    worlds = "ends of assumptions" if answers.ends else "worlds"
    title = f"What each choice loses over {answers.worlds:,} {worlds}"
    caption(
        figure,
        title,
        "Thick bars: the middle half of the worlds, the median as an upright mark in orange; thin lines: all of them. "
        "Diamonds: the world in which the choice is furthest behind the best, named beside it. Means of "
        f"{answers.replicates} replicates in each world; part of every loss is chance.",
    )
    return Drawing(REGRET, figure, table, _regret_in_words(title, table, outcome))


def regret_table(answers: Answers) -> pd.DataFrame:
    """Quartiles of the regret of each choice over the worlds, and where it is largest; the most cautious choice first."""
    over = answers.final[answers.final["largest_regret"].notna()]
    over = over.sort_values(["largest_regret", "cost"], kind="stable").head(MOST_ROWS)
    regrets = answers.choices.groupby("choice")["behind"]
    rows = []
    for row in over.itertuples():
        values = regrets.get_group(row.choice).clip(lower=0.0).dropna().to_numpy()
        quartiles = np.percentile(values, [0, 25, 50, 75]) if len(values) else np.full(4, np.nan)
        where = where_lost(row.loses_most_in, row.largest_regret)
        numbers = dict(zip(("least", "low", "middle", "high"), quartiles, strict=True))
        rows.append({"choice": row.choice, **numbers, "largest": row.largest_regret, "loses_most_in": where})
    return pd.DataFrame(rows)


def _unit(outcome: Outcome) -> str:
    return unit_of_difference(outcome.unit) or outcome.unit


def _where(answers: Answers) -> str:
    if answers.ends:
        return " with everything as it is"
    return f", mean over {answers.worlds:,} worlds" if answers.worlds > 1 else ""


def _effect_in_words(title: str, table: pd.DataFrame, outcome: Outcome) -> str:
    lines = [
        f"{title}. Differences with 95% intervals; {outcome.label} in {_unit(outcome)}, cash in GBP million a year."
    ]
    for row in table.head(MOST_ROWS).itertuples():
        beaten = "no other clearly beats it" if row.unbeaten else "another clearly beats it"
        if row.choice == NOTHING:
            lines.append(f"Doing nothing, at 0 and 0: {beaten}.")
            continue
        effect = f"{row.difference:+.3g} ({row.ci_low:+.3g} to {row.ci_high:+.3g})"
        cash = f"{row.cost:+.3g} ({row.cost_low:+.3g} to {row.cost_high:+.3g})"
        lines.append(f"{row.choice}: {effect} for cash of {cash}; {beaten}.")
    if len(table) > MOST_ROWS:
        lines.append(f"And {len(table) - MOST_ROWS:,} more, in the data of the figure.")
    return "\n".join(lines)


def _regret_in_words(title: str, table: pd.DataFrame, outcome: Outcome) -> str:
    lines = [f"{title}, in {_unit(outcome)} of {outcome.label}."]
    for row in table.itertuples():
        lines.append(
            f"{row.choice}: {row.middle:.3g} in the middle world, {row.low:.3g} to {row.high:.3g} in half of them, at most "
            f"{row.largest:.3g} ({row.loses_most_in})."
        )
    return "\n".join(lines)
