"""Trajectories: what happens over the years in each arm, one panel for each key outcome."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sim.outcomes import Outcome, outcome_named
from sim.report.legend import draw_legend, legend_height
from sim.report.style import DARK_BLUE, GREY, STYLES, WIDTH, Drawing, caption, panels, shown_name
from sim.settings.study import WEEKS_A_YEAR
from sim.study.statistics import mean_with_interval, trailing_mean

SHOWN = (
    "turnover_rate",
    "vacancy_rate",
    "burnout",
    "caseload",
    "unallocated_cases",
    "worker_changes",
    "incident_risk",
    "disconnect",
    "heard_rate",
    "cost",
)
MARKERS_A_LINE = 5
# Light enough for six bands to lie over one another.
BAND_ALPHA = 0.09


def bands_of(values: np.ndarray, outcome: Outcome) -> pd.DataFrame:
    """Mean over replicates, with its 95% interval, of weekly `values` of shape (replicates, 52 + weeks), from week -52.

    Events of one week are few, so a flow is shown as the mean of its last 52 weeks and begins at week -1.
    """
    shown = values.astype(float)
    weeks = np.arange(-WEEKS_A_YEAR, shown.shape[1] - WEEKS_A_YEAR)
    if outcome.nature == "flow":
        shown = trailing_mean(shown.T, WEEKS_A_YEAR).T[:, WEEKS_A_YEAR - 1 :]
        weeks = weeks[WEEKS_A_YEAR - 1 :]
    mean, low, high = mean_with_interval(shown)
    # None of the outcomes shown can be below 0, so neither can a mean of theirs.
    return pd.DataFrame({"week": weeks, "mean": mean, "low": np.maximum(low, 0.0), "high": high})


def draw_trajectories(
    name: str, title: str, bands: pd.DataFrame, arms: list[str], replicates: int, chosen: str = ""
) -> Drawing:
    """Draw `bands` (columns arm, outcome, week, mean, low, high), arms in the order given, the baseline first.

    chosen: a sentence on how these arms were chosen, where they are not all.
    """
    outcomes = [outcome_named(each) for each in SHOWN]
    looks = _looks(arms)
    lines = [Line2D([], [], **look) for look in looks]
    rows = (len(outcomes) + 1) // 2
    room = 0.85 + (legend_height(lines, WIDTH) if len(arms) > 1 else 0.0)
    height = 2.5 * rows + 0.9 + room
    figure, axes = panels(rows, 2, height)
    for axis, outcome in zip(axes, outcomes, strict=True):
        _panel(axis, outcome, bands[bands["outcome"] == outcome.name], arms, looks)
    for axis in axes[-2:]:
        axis.set_xlabel("year")
    figure.subplots_adjust(
        left=0.07, right=0.985, top=1.0 - room / height, bottom=1.35 / height, wspace=0.17, hspace=0.4
    )
    if len(arms) > 1:
        draw_legend(figure, lines, top=0.45)
    caption(figure, title, f"{_what_is_drawn(arms, replicates)} {_HOW_TO_READ} {chosen}".rstrip())
    return Drawing(name, figure, bands, _in_words(title, bands, arms, replicates, chosen))


_HOW_TO_READ = (
    "Year 0 is the end of the warm-up; interventions begin then or later. Panels marked * show events, as means of the last "
    "52 weeks, and so begin at year 0. Scales need not begin at 0."
)


def _what_is_drawn(arms: list[str], replicates: int) -> str:
    """What lines and bands mean."""
    if replicates == 1:
        return "One run of each arm." if len(arms) > 1 else "One run."
    return (
        f"Lines: means of {replicates} replicates. Bands: 95% interval of each mean (t). Arms share their seeds, "
        "so differences between them are known better than the bands suggest."
    )


def _looks(arms: list[str]) -> list[dict[str, Any]]:
    """How the line of each arm looks, with its name. A line alone needs neither dashes nor marks."""
    styles = STYLES if len(arms) > 1 else ((DARK_BLUE, "-", ""),)
    return [
        {"color": colour, "linestyle": dashes, "marker": marker, "markersize": 5.0, "linewidth": 1.7, "label": shown_name(arm)}
        for arm, (colour, dashes, marker) in zip(arms, styles, strict=False)
    ]  # fmt: skip


def _panel(axis: Axes, outcome: Outcome, bands: pd.DataFrame, arms: list[str], looks: list[dict[str, Any]]) -> None:
    """One outcome: a line and a band for each arm."""
    for index, (arm, look) in enumerate(zip(arms, looks, strict=True)):
        rows = bands[bands["arm"] == arm]
        # The week from 0 to 1 is over at week 1.
        years = (rows["week"].to_numpy() + 1) / WEEKS_A_YEAR
        axis.fill_between(years, rows["low"], rows["high"], color=look["color"], alpha=BAND_ALPHA, linewidth=0)
        every = max(1, len(years) // MARKERS_A_LINE)
        axis.plot(years, rows["mean"], markevery=((2 * index + 1) * every // (2 * len(arms)), every), **look)
    axis.axvline(0.0, color=GREY, linewidth=0.9, linestyle=":")
    axis.set_title(f"{outcome.label}{'*' if outcome.nature == 'flow' else ''}", loc="left")
    axis.set_ylabel(outcome.unit)
    axis.set_xlim(-1.0, (float(bands["week"].max()) + 1.0) / WEEKS_A_YEAR)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))


def _in_words(title: str, bands: pd.DataFrame, arms: list[str], replicates: int, chosen: str) -> str:
    """The figure for those who cannot see it: where each line begins and ends."""
    count = f"means of {replicates} replicates" if replicates > 1 else "one run"
    lines = [f"{title}. Lines over the years, {count}, one panel for each outcome. {chosen}".rstrip()]
    for name in SHOWN:
        outcome = outcome_named(name)
        parts = []
        for arm in arms:
            rows = bands[(bands["outcome"] == name) & (bands["arm"] == arm)]
            before = rows.loc[rows["week"] == -1, "mean"].iloc[0]
            parts.append(
                f"{shown_name(arm)} from {_figure(before)} at year 0 to {_figure(rows['mean'].iloc[-1])} at the end"
            )
        lines.append(f"{outcome.label} ({outcome.unit}): {'; '.join(parts)}.")
    return "\n".join(lines)


def _figure(value: float) -> str:
    return f"{value:.3g}" if np.isfinite(value) else "nothing to measure"
