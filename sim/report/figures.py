"""All figures of a comparison or of one run, drawn from its tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.outcomes import outcome_named
from sim.report.belief import beliefs_of, draw_belief
from sim.report.differences import ARMS_A_FOREST, draw_differences
from sim.report.differences import SHOWN as FOREST
from sim.report.order import MOST_AS_ASKED, by_effect, most_different
from sim.report.style import ARMS_A_FIGURE, MOST_FIGURES, Drawing, pages
from sim.report.trajectories import SHOWN, bands_of, draw_trajectories
from sim.study.text import WINDOWS

if TYPE_CHECKING:
    from sim.study.comparison import Comparison
    from sim.study.runs import Run


# With more arms than these pages hold, lines are drawn for those alone that differ most.
MOST_ARMS_IN_LINES = 2 * ARMS_A_FIGURE


def save_comparison_figures(comparison: "Comparison", folder: Path) -> list[str]:
    """Draw and save every figure; returns notes on arms that no figure shows. The folder must exist."""
    names = [arm.name for arm in comparison.arms]
    others = [arm.name for arm in comparison.arms if arm.against != arm.name]
    lines, chosen, notes = others, "", []
    if len(others) > MOST_ARMS_IN_LINES:
        lines = most_different(comparison.table, SHOWN, ARMS_A_FIGURE)
        chosen = (
            f"Drawn are the {len(lines)} of {len(others)} arms that differ most from the arm without them: the largest "
            "differences, each as a share of the largest in its panel, on average over the panels."
        )
        notes = [
            f"trajectories and beliefs are drawn for the {len(lines)} of {len(others)} arms that differ most; the tables have all"
        ]
    for part, page in enumerate(pages([names.index(name) for name in lines], ARMS_A_FIGURE), start=1):
        drawn = [0, *[index for index in page if index != 0]]
        _trajectories(comparison, drawn, _suffix(part, len(lines), ARMS_A_FIGURE), chosen).save(folder)
        _belief(comparison, drawn, _suffix(part, len(lines), ARMS_A_FIGURE), chosen).save(folder)
    notes += _forests(comparison, others, folder)
    return notes


def _forests(comparison: "Comparison", others: list[str], folder: Path) -> list[str]:
    """The figures of differences: many arms in the order of their effect."""
    groups: dict[str, int] | None = None
    if len(others) > MOST_AS_ASKED:
        rows = comparison.table[comparison.table["outcome"] == FOREST[0]].set_index("arm")
        groups = dict(by_effect(rows, outcome_named(FOREST[0])))
        others = list(groups)
    for part, page in enumerate(pages(list(range(len(others))), ARMS_A_FOREST), start=1):
        title = f"Difference that each arm makes, {_where(comparison)}"
        name = f"differences{_suffix(part, len(others), ARMS_A_FOREST)}"
        draw_differences(name, title, comparison.table, [others[index] for index in page], groups).save(folder)
    missing = len(others) - MOST_FIGURES * ARMS_A_FOREST
    return [f"differences of {missing} arms are not drawn; the tables have them"] if missing > 0 else []


def save_run_figures(run: "Run", folder: Path) -> None:
    """Draw and save the trajectories of one run."""
    parts = []
    for name in SHOWN:
        bands = bands_of(run.weekly[name].to_numpy()[None, :], outcome_named(name))
        parts.append(bands.assign(arm="this run", outcome=name))
    title = f"{run.settings.authority.title}, seed {run.seed}"
    draw_trajectories("trajectories", title, _tidy(parts), ["this run"], 1).save(folder)


def _trajectories(comparison: "Comparison", chosen: list[int], suffix: str, how: str) -> Drawing:
    parts = []
    replicates = 0
    for name in SHOWN:
        values = comparison.weekly_values(name)
        replicates = len(values)
        for index in chosen:
            bands = bands_of(values[:, index], outcome_named(name))
            parts.append(bands.assign(arm=comparison.arms[index].name, outcome=name))
    title = f"What happens over the years, {comparison.settings.authority.title}"
    names = [comparison.arms[index].name for index in chosen]
    return draw_trajectories(f"trajectories{suffix}", title, _tidy(parts), names, replicates, how)


def _belief(comparison: "Comparison", chosen: list[int], suffix: str, how: str) -> Drawing:
    names = [comparison.arms[index].name for index in chosen]
    tiers = comparison.settings.authority.tiers
    beliefs = beliefs_of(comparison.runs, names, tiers)
    title = f"What managers believe and what is, {_where(comparison)}"
    return draw_belief(f"belief{suffix}", title, beliefs, names, WINDOWS[comparison.settings.window], how)


def _tidy(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[["arm", "outcome", "week", "mean", "low", "high"]]


def _suffix(part: int, things: int, size: int) -> str:
    """The number of a page in the name of its file, where there are several."""
    return f"_{part}" if things > size else ""


def _where(comparison: "Comparison") -> str:
    return f"{comparison.settings.authority.title}, {WINDOWS[comparison.settings.window]}"
