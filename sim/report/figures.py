"""All figures of a comparison or of one run, drawn from its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.outcomes import outcome_named
from sim.report.belief import beliefs_of, draw_belief
from sim.report.differences import ARMS_A_FOREST, draw_differences
from sim.report.style import ARMS_A_FIGURE, MOST_FIGURES, Drawing, pages
from sim.report.trajectories import SHOWN, bands_of, draw_trajectories
from sim.study.text import WINDOWS

if TYPE_CHECKING:
    from sim.study.comparison import Comparison
    from sim.study.runs import Run


def save_comparison_figures(comparison: "Comparison", folder: Path) -> list[str]:
    """Draw and save every figure; returns notes on arms that no figure shows. The folder must exist."""
    others = [index for index, arm in enumerate(comparison.arms) if arm.against != arm.name]
    for part, page in enumerate(pages(others, ARMS_A_FIGURE), start=1):
        chosen = [0, *[index for index in page if index != 0]]
        _trajectories(comparison, chosen, part, len(others)).save(folder)
        _belief(comparison, chosen, part, len(others)).save(folder)
    for part, page in enumerate(pages(others, ARMS_A_FOREST), start=1):
        names = [comparison.arms[index].name for index in page]
        suffix = _suffix(part, len(others), ARMS_A_FOREST)
        title = f"Difference that each arm makes, {_where(comparison)}"
        draw_differences(f"differences{suffix}", title, comparison.table, names).save(folder)
    missing = len(others) - MOST_FIGURES * ARMS_A_FIGURE
    return (
        [f"trajectories and beliefs of the last {missing} arms are not drawn; the tables have them"]
        if missing > 0
        else []
    )


def save_run_figures(run: "Run", folder: Path) -> None:
    """Draw and save the trajectories of one run."""
    parts = []
    for name in SHOWN:
        bands = bands_of(run.weekly[name].to_numpy()[None, :], outcome_named(name))
        parts.append(bands.assign(arm="this run", outcome=name))
    title = f"{run.settings.authority.title}, seed {run.seed}"
    draw_trajectories("trajectories", title, _tidy(parts), ["this run"], 1).save(folder)


def _trajectories(comparison: "Comparison", chosen: list[int], part: int, others: int) -> Drawing:
    parts = []
    replicates = 0
    for name in SHOWN:
        values = comparison.weekly_values(name)
        replicates = len(values)
        for index in chosen:
            bands = bands_of(values[:, index], outcome_named(name))
            parts.append(bands.assign(arm=comparison.arms[index].name, outcome=name))
    title = f"What happens over the years, {comparison.settings.authority.title}"
    name = f"trajectories{_suffix(part, others, ARMS_A_FIGURE)}"
    return draw_trajectories(name, title, _tidy(parts), [comparison.arms[index].name for index in chosen], replicates)


def _belief(comparison: "Comparison", chosen: list[int], part: int, others: int) -> Drawing:
    names = [comparison.arms[index].name for index in chosen]
    tiers = comparison.settings.authority.tiers
    beliefs = beliefs_of(comparison.runs, names, tiers)
    title = f"What managers believe and what is, {_where(comparison)}"
    name = f"belief{_suffix(part, others, ARMS_A_FIGURE)}"
    return draw_belief(name, title, beliefs, names, WINDOWS[comparison.settings.window])


def _tidy(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[["arm", "outcome", "week", "mean", "low", "high"]]


def _suffix(part: int, things: int, size: int) -> str:
    """The number of a page in the name of its file, where there are several."""
    return f"_{part}" if things > size else ""


def _where(comparison: "Comparison") -> str:
    return f"{comparison.settings.authority.title}, {WINDOWS[comparison.settings.window]}"
