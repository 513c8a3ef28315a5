"""How every figure looks, and how it is saved: PNG, SVG, a CSV of what it shows, and a text for those who cannot see it.

Colours are those of the United Kingdom government's analysis function, told apart by line style and marker as well.
"""

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.study.csv_files import write_csv

DARK_BLUE, TURQUOISE, PURPLE, ORANGE, GREY, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
# Colour, line style and marker of the baseline, then of the arms.
STYLES: tuple[tuple[str, Any, str], ...] = (
    (GREY, (0, (5, 2)), "o"),
    (DARK_BLUE, "-", "s"),
    (ORANGE, (0, (3, 1, 1, 1)), "^"),
    (TURQUOISE, (0, (7, 1.5)), "D"),
    (PURPLE, (0, (1, 1)), "v"),
    (LILAC, (0, (4, 1, 1, 1, 1, 1)), "P"),
)
ARMS_A_FIGURE = len(STYLES) - 1
MOST_FIGURES = 4
# Of every figure, in inches.
WIDTH = 11.0
DOTS_PER_INCH = 150
# Matplotlib types the keys as a list of literals, which a plain dictionary does not fit.
_RC: dict[Any, Any] = {
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "axes.titlesize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#D9D9D9",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "svg.hashsalt": "coalface",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure: its file name, itself, the numbers that it shows, and what it shows in words."""

    name: str
    figure: Figure
    data: pd.DataFrame
    words: str

    def save(self, folder: Path) -> None:
        """Write NAME.png, NAME.svg, NAME.csv and NAME.txt into `folder`. The same drawing gives the same bytes."""
        with matplotlib.rc_context(_RC):
            self.figure.savefig(folder / f"{self.name}.png", dpi=DOTS_PER_INCH, metadata={"Software": None})
            self.figure.savefig(folder / f"{self.name}.svg", metadata={"Date": None})
        write_csv(self.data, folder / f"{self.name}.csv")
        (folder / f"{self.name}.txt").write_text(self.words + "\n", encoding="utf-8")


def panels(rows: int, columns: int, height: float, **more: Any) -> tuple[Figure, list[Axes]]:
    """A figure of `rows` x `columns` panels, `height` inches high, without any global state."""
    with matplotlib.rc_context(_RC):
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, columns, squeeze=False, **more)
    return figure, list(axes.flat)


def caption(figure: Figure, title: str, text: str) -> None:
    """A title at the top and a caption at the bottom, at the left, wrapped to the width of the figure."""
    width, height = figure.get_size_inches()
    figure.text(0.12 / width, 1.0 - 0.10 / height, title, ha="left", va="top", fontsize=13, fontweight="bold")
    figure.text(
        0.12 / width, 0.10 / height, fill(text, int(width * 13.5)), ha="left", va="bottom", fontsize=9.5, color=GREY
    )


def shown_name(arm: str, width: int = 100) -> str:
    """The name of an arm in words, over several lines where it is longer than `width` letters."""
    return fill(arm.replace("+", " + ").replace("_", " "), width)


def pages(things: list[int], size: int) -> list[list[int]]:
    """Split into pages of at most `size`, and at most as many pages as a reader would turn."""
    return [things[first : first + size] for first in range(0, len(things), size)][:MOST_FIGURES]
