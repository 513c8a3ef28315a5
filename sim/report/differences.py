"""The forest of differences: each arm less the baseline, with its interval, one panel for each key outcome."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.outcomes import Outcome, outcome_named
from sim.report.style import DARK_BLUE, GREY, PURPLE, TURQUOISE, WIDTH, Drawing, caption, panels, shown_name
from sim.study.statistics import verdict
from sim.study.text import NOTHING_TO_COMPARE, PRICES, in_prices, with_direction
from sim.text.numbers import digits_of

SHOWN = (
    "turnover_rate",
    "burnout",
    "incident_risk",
    "unallocated_cases",
    "worker_changes",
    "disconnect",
    "heard_rate",
    "cost",
)
ARMS_A_FOREST = 30
LETTERS_A_LINE = 32
# With more arms the panels stand four in a row, so that the figure is not longer than a page.
MOST_IN_TWO_COLUMNS = 8
LETTERS_A_TITLE = 24
# An arm so many times as far out as the next is drawn at the edge, where there are others to be seen.
FAR, FEWEST_WITH_AN_EDGE = 4.0, 4
# Colour and marker of each answer in words.
_LOOKS = {
    "better": (TURQUOISE, "o"),
    "worse": (PURPLE, "s"),
    "higher": (DARK_BLUE, "^"),
    "lower": (DARK_BLUE, "v"),
    "no clear difference": (GREY, "d"),
    "no difference": (GREY, "d"),
}


def draw_differences(
    name: str, title: str, table: pd.DataFrame, arms: list[str], groups: dict[str, int] | None = None
) -> Drawing:
    """Draw the rows of a comparison's table for `arms`; a line parts those of different `groups` (see `by_effect`)."""
    outcomes = [outcome_named(each) for each in SHOWN]
    shown = table[table["arm"].isin(arms) & table["outcome"].isin(SHOWN)]
    columns = 2 if len(arms) <= MOST_IN_TWO_COLUMNS else 4
    rows = -(-len(outcomes) // columns)
    names = [shown_name(arm, LETTERS_A_LINE) for arm in arms]
    # Inches between two rows of panels: names and units take two lines where panels are narrow.
    gap = 0.85 if columns == 2 else 1.3
    line = (0.14 if columns == 2 else 0.05) + 0.16 * max(len(name.splitlines()) for name in names)
    tall = line * len(arms) + 0.3 + gap
    height = rows * tall + gap + 0.65
    figure, axes = panels(rows, columns, height)
    edges = [place - 0.5 for place in range(1, len(arms)) if groups and groups[arms[place]] != groups[arms[place - 1]]]
    beyond = False
    for index, (axis, outcome) in enumerate(zip(axes, outcomes, strict=True)):
        beyond |= _panel(axis, outcome, shown[shown["outcome"] == outcome.name].set_index("arm"), arms, columns)
        axis.set_yticks(range(len(arms)), names if index % columns == 0 else [""] * len(arms))
        for edge in edges:
            axis.axhline(edge, color=GREY, linewidth=0.6)
    room = 0.085 * max(len(line) for name in names for line in name.splitlines()) + 0.25
    figure.subplots_adjust(
        left=room / WIDTH,
        right=0.945,
        top=1.0 - (0.75 if columns == 2 else 0.95) / height,
        bottom=(1.2 if columns == 2 else 1.65) / height,
        wspace=0.22 if columns == 2 else 0.34,
        hspace=gap / (tall - gap),
    )
    fewest = int(shown["replicates"].min())
    order = f" {ORDER}" if groups else ""
    caption(
        figure,
        title,
        f"Marks: mean difference from the arm without it over {fewest} pairs of runs on the same seeds. Bars: 95% interval of "
        "that mean (t). Round marks in turquoise are better, square ones in purple worse, triangles in blue more or less of "
        "what is neither, hollow diamonds no clear difference (the interval holds 0). Figures at the right: share of the "
        f"pairs in which the arm is better.{BEYOND if beyond else ''}{order}",
    )
    return Drawing(name, figure, shown, _in_words(title, shown, arms, order))


BEYOND = " A figure beside a mark at the edge says where it lies, beyond the scale."
ORDER = (
    f"Arms stand in the order of {outcome_named(SHOWN[0]).label}: clearly better, not clearly different (a tie, whatever the "
    "order among them), clearly worse, with lines between the three."
)


def _panel(axis: Axes, outcome: Outcome, rows: pd.DataFrame, arms: list[str], columns: int) -> bool:
    """One outcome: a mark and a bar for each arm. Returns whether one lies so far out that the scale leaves it out."""
    far, edge = _far_out(rows.loc[arms])
    for place, arm in enumerate(arms):
        row = rows.loc[arm]
        # What is spent is neither good nor bad in itself.
        sign = np.nan if outcome.name in PRICES else outcome.sign
        words = verdict(row["difference"], row["ci_low"], row["ci_high"], sign)
        colour, marker = _LOOKS[words]
        face = "white" if words.startswith("no ") else colour
        if np.isfinite(row["p_better"]) and np.isfinite(sign):
            axis.text(
                1.015, place, f"{row['p_better']:.2f}", transform=axis.get_yaxis_transform(), va="center", fontsize=9.5
            )
        if arm == far:
            axis.plot(0.93 * edge, place, marker=marker, color=colour, markerfacecolor=face, markersize=6.5)
            side, move = ("right", -7) if edge > 0.0 else ("left", 7)
            axis.annotate(
                f"{row['difference']:+,.{digits_of(row['difference'] / 10.0)}f}",
                (0.93 * edge, place),
                (move, 0),
                textcoords="offset points",
                ha=side,
                va="center",
            )
            continue
        axis.plot([row["ci_low"], row["ci_high"]], [place, place], color=colour, linewidth=2.0, solid_capstyle="butt")
        axis.plot(row["difference"], place, marker=marker, color=colour, markerfacecolor=face, markersize=6.5)
    axis.axvline(0.0, color=GREY, linewidth=0.9)
    if far:
        low, high = axis.get_xlim()
        axis.set_xlim((low, edge) if edge > 0.0 else (edge, high))
    axis.xaxis.set_major_locator(MaxNLocator(6 if columns == 2 else 3))
    axis.set_ylim(len(arms) - 0.4, -0.6)
    axis.grid(visible=False, axis="y")
    letters = 100 if columns == 2 else LETTERS_A_TITLE
    axis.set_title(fill(outcome.label, letters), loc="left")
    axis.set_xlabel(fill(f"difference, {with_direction(outcome.unit, outcome)}", letters))
    return bool(far)


def _far_out(rows: pd.DataFrame) -> tuple[str, float]:
    """The arm that alone would squeeze all others into a line, and the edge of the scale without it; none is empty."""
    reach = rows[["ci_low", "ci_high"]].abs().max(axis=1).fillna(rows["difference"].abs()).sort_values()
    if len(reach) < FEWEST_WITH_AN_EDGE or not reach.iloc[-1] > FAR * reach.iloc[-2] > 0.0:
        return "", 0.0
    arm = str(reach.index[-1])
    return arm, float(np.copysign(1.6 * reach.iloc[-2], rows.loc[arm, "difference"]))


def _in_words(title: str, rows: pd.DataFrame, arms: list[str], order: str) -> str:
    """The figure for those who cannot see it: every difference with its interval."""
    lines = [f"{title}. Mean paired differences with 95% intervals.{order}"]
    for arm in arms:
        part = rows[rows["arm"] == arm]
        for row in part.itertuples():
            outcome = outcome_named(str(row.outcome))
            words = in_prices(outcome.name, verdict(row.difference, row.ci_low, row.ci_high, outcome.sign))
            interval = f"{row.difference:+.3g} ({row.ci_low:+.3g} to {row.ci_high:+.3g})"
            if not np.isfinite(row.difference):
                lines.append(f"{shown_name(str(arm))}, {outcome.label}: {NOTHING_TO_COMPARE}.")
                continue
            lines.append(f"{shown_name(str(arm))}, {outcome.label} ({outcome.unit}): {interval}, {words}.")
    return "\n".join(lines)
