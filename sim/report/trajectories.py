"""Trajectories: what happens over the years in each arm, one panel for each key outcome."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.outcomes import Outcome, outcome_named
from sim.report.style import GREY, STYLES, Drawing, apart, caption, panels
from sim.settings.study import WEEKS_A_YEAR
from sim.study.statistics import trailing_mean

SHOWN = (
    "turnover_rate",
    "vacancy_rate",
    "burnout",
    "caseload",
    "unallocated_cases",
    "disconnect",
    "heard_rate",
    "cost",
)
BAND = (5.0, 95.0)


def bands_of(values: np.ndarray, outcome: Outcome) -> pd.DataFrame:
    """Mean and 5 to 95% band over replicates of weekly `values` of shape (replicates, 52 + weeks), from week -52.

    Events of one week are few, so a flow is shown as the mean of its last 52 weeks and begins at week -1.
    """
    shown = values.astype(float)
    weeks = np.arange(-WEEKS_A_YEAR, shown.shape[1] - WEEKS_A_YEAR)
    if outcome.nature == "flow":
        shown = trailing_mean(shown.T, WEEKS_A_YEAR).T[:, WEEKS_A_YEAR - 1 :]
        weeks = weeks[WEEKS_A_YEAR - 1 :]
    # A week in which no replicate has a value stays empty.
    some = np.isfinite(shown).any(axis=0)
    mean, low, high = (np.full(len(weeks), np.nan) for _ in range(3))
    mean[some] = np.nanmean(shown[:, some], axis=0)
    low[some], high[some] = np.nanpercentile(shown[:, some], BAND, axis=0)
    return pd.DataFrame({"week": weeks, "mean": mean, "low": low, "high": high})


def draw_trajectories(name: str, title: str, bands: pd.DataFrame, arms: list[str], replicates: int) -> Drawing:
    """Draw `bands` (columns arm, outcome, week, mean, low, high), arms in the order given, the baseline first."""
    outcomes = [outcome_named(each) for each in SHOWN]
    rows = (len(outcomes) + 1) // 2
    figure, axes = panels(rows, 2, 11.0, 2.45 * rows + 1.5)
    for axis, outcome in zip(axes, outcomes, strict=True):
        _panel(axis, outcome, bands[bands["outcome"] == outcome.name], arms, replicates > 1)
    figure.subplots_adjust(left=0.07, right=0.85, top=0.93, bottom=0.125, wspace=0.78, hspace=0.62)
    band = (
        f"Lines: mean of {replicates} replicates. Bands: the middle 90% of replicates (5 to 95%). "
        if replicates > 1
        else "One run. "
    )
    caption(
        figure,
        title,
        band
        + "Year 0 is the end of the warm-up; interventions begin then or later. Panels marked * show events, as means of "
        "the last 52 weeks. Scales do not begin at 0.",
    )
    return Drawing(name, figure, bands, _in_words(title, bands, arms, replicates))


def _panel(axis: Axes, outcome: Outcome, bands: pd.DataFrame, arms: list[str], banded: bool) -> None:
    """One outcome: a line and a band for each arm, with its name at the end of the line."""
    ends = []
    for index, (arm, (colour, line, marker)) in enumerate(zip(arms, STYLES, strict=False)):
        rows = bands[bands["arm"] == arm]
        years = rows["week"].to_numpy() / WEEKS_A_YEAR
        mean = rows["mean"].to_numpy()
        if banded:
            axis.fill_between(
                years, rows["low"].to_numpy(), rows["high"].to_numpy(), color=colour, alpha=0.10, linewidth=0
            )
        every = max(1, len(years) // 5)
        axis.plot(years, mean, color=colour, linestyle=line, linewidth=1.8, marker=marker, markersize=4.5, markevery=(index * every // len(STYLES), every))  # fmt: skip
        known = mean[np.isfinite(mean)]
        ends.append(known[-1] if len(known) else np.nan)
    axis.axvline(0.0, color=GREY, linewidth=0.9, linestyle=":")
    star = "*" if outcome.nature == "flow" else ""
    axis.set_title(f"{outcome.label}{star}")
    axis.set_ylabel(outcome.unit, fontsize=9)
    axis.set_xlabel("year", fontsize=9)
    last = float(bands["week"].max()) / WEEKS_A_YEAR
    axis.set_xlim(-1.0, last)
    _label_ends(axis, np.array(ends), arms, last)


def _label_ends(axis: Axes, ends: np.ndarray, arms: list[str], last: float) -> None:
    """The name of each arm beside the end of its line, moved apart where ends are close."""
    low, high = axis.get_ylim()
    axis.set_ylim(low, high)
    known = [index for index in range(len(arms)) if np.isfinite(ends[index])]
    places = apart(ends[known], 0.135 * (high - low), low, high)
    for index, place in zip(known, places, strict=True):
        colour = STYLES[index][0]
        axis.annotate(
            arms[index], (last, ends[index]), (last + 0.035 * (last + 1.0), place), annotation_clip=False, va="center",
            fontsize=8.5, color=GREY, arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.2},
        )  # fmt: skip


def _in_words(title: str, bands: pd.DataFrame, arms: list[str], replicates: int) -> str:
    """The figure for those who cannot see it: where each line begins and ends."""
    count = f"means of {replicates} replicates" if replicates > 1 else "one run"
    lines = [f"{title}. Lines over the years, {count}, one panel for each outcome."]
    for name in SHOWN:
        outcome = outcome_named(name)
        parts = []
        for arm in arms:
            rows = bands[(bands["outcome"] == name) & (bands["arm"] == arm)]
            before = rows.loc[rows["week"] == -1, "mean"].iloc[0]
            parts.append(f"{arm} from {before:.3g} at year 0 to {rows['mean'].iloc[-1]:.3g} at the end")
        lines.append(f"{outcome.label} ({outcome.unit}): {'; '.join(parts)}.")
    return "\n".join(lines)
