"""Why people left: the share of leaving of every reason, and what each arm changes in leavers a year."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sim.analysis.exits import ALL, ANYWHERE, EVERYONE, LABELS, PARTS, SHOWN, Explained
from sim.report.legend import draw_legend, legend_height
from sim.report.style import (
    ARMS_A_FIGURE,
    DARK_BLUE,
    GREY,
    MOST_FIGURES,
    STYLES,
    WIDTH,
    Drawing,
    caption,
    pages,
    panels,
    shown_name,
)

_ROOM_FOR_LABELS = 3.5


def save_exit_figures(explained: Explained, folder: Path) -> list[str]:
    """Draw and save every figure; returns notes on arms that no figure shows. The folder must exist."""
    table = explained.table[explained.table["reason"] != ALL]
    rows = table[(table["who"] == EVERYONE) & (table["destination"] == ANYWHERE)]
    compared = [index for index, arm in enumerate(explained.arms) if explained.against[index] != arm]
    title = f"Why people left, {explained.title}"
    # An arm that is compared with none has a page of its own where it is the only one.
    for part, page in enumerate(pages(compared, ARMS_A_FIGURE) or [[0]], start=1):
        suffix = f"_{part}" if len(compared) > ARMS_A_FIGURE else ""
        names = [explained.arms[index] for index in dict.fromkeys([0, *page])]
        draw_exits(f"exits{suffix}", title, rows[rows["arm"].isin(names)], names, explained.years).save(folder)
    missing = len(compared) - MOST_FIGURES * ARMS_A_FIGURE
    return [f"why people left in the last {missing} arms is not drawn; the table has it"] if missing > 0 else []


def draw_exits(name: str, title: str, rows: pd.DataFrame, arms: list[str], years: int) -> Drawing:
    """Draw the rows of `Explained.table` about everyone who left, for `arms`, the baseline first."""
    looks = STYLES if len(arms) > 1 else ((DARK_BLUE, "-", "o"),)
    lines = [
        Line2D([], [], color=colour, linestyle="-", linewidth=1.6, marker=marker, markersize=5.5, label=shown_name(arm))
        for arm, (colour, _, marker) in zip(arms, looks, strict=False)
    ]
    room = 0.75 + (legend_height(lines, WIDTH) + 0.1 if len(arms) > 1 else 0.0)
    height = len(SHOWN) * (0.22 + 0.09 * len(arms)) + room + 1.95
    figure, axes = panels(1, 2 if len(arms) > 1 else 1, height, sharey=True)
    _panel(axes[0], rows, arms, lines, "share")
    axes[0].set_title("share of leaving", loc="left")
    axes[0].set_xlabel("% of all who left")
    axes[0].set_yticks(range(len(SHOWN)), [f"{'of it, ' if each in PARTS else ''}{LABELS[each]}" for each in SHOWN])
    axes[0].set_ylim(len(SHOWN) - 0.4, -0.6)
    if len(arms) > 1:
        _panel(axes[1], rows, arms, lines, "a_year_difference")
        axes[1].set_title("difference that the arm makes", loc="left")
        axes[1].set_xlabel("leavers a year, lower is better")
        draw_legend(figure, lines, top=0.45)
    figure.subplots_adjust(
        left=_ROOM_FOR_LABELS / WIDTH, right=0.975, top=1.0 - room / height, bottom=1.6 / height, wspace=0.09
    )
    caption(figure, title, _what_is_drawn(rows, years))
    return Drawing(name, figure, rows, _in_words(title, rows, arms))


def _panel(axis: Axes, rows: pd.DataFrame, arms: list[str], lines: list[Line2D], key: str) -> None:
    """One mark and bar for each reason and arm."""
    for index, (arm, line) in enumerate(zip(arms, lines, strict=True)):
        values = rows[rows["arm"] == arm].set_index("reason").loc[list(SHOWN)]
        if not np.isfinite(values[key]).any():
            continue
        place = np.arange(len(SHOWN)) + 0.62 * ((index + 0.5) / len(arms) - 0.5)
        axis.hlines(place, values[f"{key}_ci_low"], values[f"{key}_ci_high"], color=line.get_color(), linewidth=1.6)
        # The parts of a share are hollow, so that nobody adds them to the whole.
        for hollow in (False, True):
            chosen = np.array([(reason in PARTS) == hollow for reason in SHOWN])
            axis.plot(
                values[key].to_numpy()[chosen],
                place[chosen],
                linestyle="",
                marker=line.get_marker(),
                markersize=5.5,
                color=line.get_color(),
                markerfacecolor="white" if hollow else line.get_color(),
            )
    for edge in range(1, len(SHOWN)):
        axis.axhline(edge - 0.5, color=GREY, linewidth=0.4, alpha=0.35)
    axis.axvline(0.0, color=GREY, linewidth=0.9)
    axis.grid(visible=False, axis="y")


def _what_is_drawn(rows: pd.DataFrame, years: int) -> str:
    runs = rows.drop_duplicates("arm")
    number = _counted(int(runs["runs"].sum()), "run")
    counts = f"{int(runs['leavers'].sum()):,} people who left in {number} of {_counted(years, 'year')}"
    bars = "Marks: means over runs. Bars: 95% interval of the mean (t). " if runs["runs"].max() > 1 else "One run. "
    return (
        f"{bars}n: {counts}. Share: the part of a reason in leaving, against none of it (no exhaustion, full support, full "
        "hope, not blamed, pay as elsewhere, long in the authority); what several reasons bring about together is split "
        "between them. Filled marks add up to 100% in each arm; hollow ones are the parts of exhaustion. A share below 0 kept "
        "people. Shares are what the model's own rules say."
    )


def _in_words(title: str, rows: pd.DataFrame, arms: list[str]) -> str:
    """The figure for those who cannot see it."""
    lines = [f"{title}. Share of leaving that each reason accounts for, in %; the parts of exhaustion in brackets."]
    for arm in arms:
        values = rows[rows["arm"] == arm].set_index("reason")
        first = values.iloc[0]
        shares = [f"{LABELS[each]} {_said(values, each, 'share', 'z.1f')}" for each in SHOWN if each not in PARTS]
        parts = ", ".join(f"{LABELS[each]} {values.loc[each, 'share']:.1f}" for each in PARTS)
        shares[0] += f" ({parts})"
        lines.append(
            f"{shown_name(arm)}: {int(first['leavers']):,} leavers in {_counted(int(first['runs']), 'run')}. {'; '.join(shares)}."
        )
        if np.isfinite(values["a_year_difference"]).any():
            changes = [f"{LABELS[each]} {_said(values, each, 'a_year_difference', '+z.2f')}" for each in SHOWN]
            lines.append(f"{shown_name(arm)}, difference in leavers a year: {'; '.join(changes)}.")
    return "\n".join(lines)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _said(values: pd.DataFrame, reason: str, key: str, form: str) -> str:
    """A mean with its interval where it has one."""
    mean, low, high = (values.loc[reason, name] for name in (key, f"{key}_ci_low", f"{key}_ci_high"))
    interval = f", {low:{form}} to {high:{form}}" if np.isfinite(low) else ""
    return f"{mean:{form}}{interval}"
