"""One legend at the top of a figure, for panels that all show the same arms."""

from math import ceil

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

MOST_COLUMNS = 3
# Inches: a letter, a line of text, and the piece of line with its spaces.
_LETTER, _LINE, _HANDLE = 0.085, 0.215, 0.85


def draw_legend(figure: Figure, lines: list[Line2D], top: float) -> None:
    """Name `lines` by their labels in as many columns as there is room for; its upper edge `top` inches from the top."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=lines,
        loc="upper left",
        bbox_to_anchor=(0.07 / width, 1.0 - top / height),
        ncols=_columns(_names(lines), width),
        frameon=False,
        fontsize=10,
        handlelength=3.6,
        borderaxespad=0.0,
    )


def legend_height(lines: list[Line2D], width: float) -> float:
    """Inches that the legend of `lines` takes in a figure `width` inches wide."""
    names = _names(lines)
    deepest = max(len(name.splitlines()) for name in names)
    return _LINE * deepest * ceil(len(names) / _columns(names, width))


def _names(lines: list[Line2D]) -> list[str]:
    return [str(line.get_label()) for line in lines]


def _columns(names: list[str], width: float) -> int:
    """Columns that give the longest name room."""
    letters = max(len(part) for name in names for part in name.splitlines())
    return max(1, min(MOST_COLUMNS, len(names), int(width / (_LETTER * letters + _HANDLE))))
