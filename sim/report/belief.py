"""Belief against reality: how much strain there is at the front line, and how much of it each tier of managers believes in."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.report.style import DARK_BLUE, GREY, ORANGE, Drawing, caption, panels, shown_name

BAND = (5.0, 95.0)
LETTERS_A_LINE = 30


def beliefs_of(runs: pd.DataFrame, arms: list[str], tiers: int) -> pd.DataFrame:
    """True strain (tier 0) and the mean belief of each tier of managers, over replicates: arm, tier, mean, low, high.

    A tier's belief is the true strain less its optimism, as both are averaged over the window of the study.
    """
    rows = []
    for arm in arms:
        chosen = runs[(runs["arm"] == arm) & runs["strain"].notna()]
        for tier in range(tiers):
            values = chosen["strain"] - (chosen[f"optimism_tier_{tier}"] if tier > 0 else 0.0)
            known = values.to_numpy(dtype=float)
            known = known[np.isfinite(known)]
            low, high = np.percentile(known, BAND) if len(known) else (np.nan, np.nan)
            mean = known.mean() if len(known) else np.nan
            rows.append({"arm": arm, "tier": tier, "mean": mean, "low": low, "high": high, "replicates": len(known)})
    return pd.DataFrame(rows)


def draw_belief(
    name: str, title: str, beliefs: pd.DataFrame, arms: list[str], window: str, chosen: str = ""
) -> Drawing:
    """One panel for each arm: the tiers from the front line up, the true strain, and what each tier believes.

    chosen: a sentence on how these arms were chosen, where they are not all.
    """
    tiers = int(beliefs["tier"].max()) + 1
    columns = min(3, len(arms))
    rows = -(-len(arms) // columns)
    names = [shown_name(arm, LETTERS_A_LINE) for arm in arms]
    tall = 0.42 * tiers
    gap = 0.35 + 0.2 * max(len(each.splitlines()) for each in names)
    height = rows * (tall + gap) + 1.6
    figure, axes = panels(rows, columns, height, sharex=True, sharey=True)
    for index, axis in enumerate(axes):
        if index >= len(arms):
            axis.set_visible(False)
            continue
        _panel(axis, beliefs[beliefs["arm"] == arms[index]], names[index], index + columns >= len(arms))
    # All panels share the scale.
    axes[0].set_xlim(0.0, min(1.0, 1.15 * max(0.1, float(beliefs["high"].max()))))
    figure.subplots_adjust(
        left=0.165, right=0.97, top=1.0 - (0.35 + gap) / height, bottom=1.25 / height, wspace=0.12, hspace=gap / tall
    )
    count = int(beliefs["replicates"].min())
    caption(
        figure,
        title,
        f"Vertical line: true strain of the front line over {window}. Marks: strain that the managers of each tier "
        f"believe in, on average. Both are means of {count} replicates; whiskers hold the middle 90% of them (5 to 95%). "
        f"The bar between them is what the tier does not see. {chosen}".rstrip(),
    )
    return Drawing(name, figure, beliefs, _in_words(title, beliefs, arms, tiers, chosen))


def tier_name(tier: int, tiers: int) -> str:
    """What a tier is called in a figure."""
    if tier == 0:
        return "front line (true)"
    if tier == tiers - 1:
        return f"director (tier {tier})"
    return "team managers (tier 1)" if tier == 1 else f"managers (tier {tier})"


def _panel(axis: Axes, rows: pd.DataFrame, name: str, lowest: bool) -> None:
    """One arm: the front line at the bottom, the director at the top."""
    tiers = len(rows)
    true = rows["mean"].iloc[0]
    axis.plot([true, true], [0, tiers], color=ORANGE, linewidth=2.0, linestyle=(0, (5, 2)))
    for row in rows.itertuples():
        tier = int(row.tier)
        colour, marker = (ORANGE, "D") if tier == 0 else (DARK_BLUE, "o")
        axis.plot([row.mean, true], [tier, tier], color=GREY, linewidth=5.0, alpha=0.25, solid_capstyle="butt")
        axis.plot([row.low, row.high], [tier, tier], color=colour, linewidth=1.4)
        axis.plot(row.mean, tier, marker=marker, color=colour, markersize=7.5)
        # The line of true strain goes up from its mark, so the figure of that stands below.
        lift = 7 if tier > 0 else -16
        axis.annotate(
            f"{row.mean:.2f}", (row.mean, tier), (0, lift), textcoords="offset points", ha="center", fontsize=9.5
        )
    axis.set_yticks(range(tiers), [tier_name(tier, tiers) for tier in range(tiers)])
    axis.set_ylim(-0.7, tiers - 0.4)
    axis.grid(visible=False, axis="y")
    axis.set_title(name, loc="left")
    if lowest:
        axis.set_xlabel("strain, 0 to 1")
        axis.tick_params(labelbottom=True)


def _in_words(title: str, beliefs: pd.DataFrame, arms: list[str], tiers: int, chosen: str) -> str:
    """The figure for those who cannot see it."""
    lines = [
        f"{title}. True strain of the front line, and what each tier of managers believes it to be, 0 to 1. {chosen}".rstrip()
    ]
    for arm in arms:
        means = beliefs[beliefs["arm"] == arm].set_index("tier")["mean"]
        parts = [f"{tier_name(tier, tiers)} {means[tier]:.2f}" for tier in range(tiers)]
        lines.append(f"{shown_name(arm)}: {', '.join(parts)}.")
    return "\n".join(lines)
