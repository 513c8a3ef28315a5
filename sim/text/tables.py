"""Tables of a terminal: columns two spaces apart."""

from collections.abc import Sequence
from textwrap import wrap

# Letters of a line.
WIDTH = 120


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell, two spaces apart."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def narrow_table(head: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A table whose last column is wrapped, so that the whole fits a terminal; columns in `right` are flush right."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head) - 1)]
    left = sum(widths) + 2 * len(widths)
    lines = []
    for row in cells:
        fixed = "".join(
            (cell.rjust(width) if column in right else cell.ljust(width)) + "  "
            for column, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        first, *others = wrap(row[-1], max(WIDTH - left, 12)) or [""]
        lines += [(fixed + first).rstrip(), *(" " * left + more for more in others)]
    return "\n".join(lines)
