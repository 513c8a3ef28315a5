"""The figures of a folder as parts of a page: each with its data to take along, and all of them once more in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sim.report.page.blocks import Block, Download, Figure, Folded, Heading, Items, said

# Bytes. Larger tables stay in the folder, so that the page can be sent by post.
MOST_CARRIED = 250_000
# Words of a figure with more lines are folded away.
MOST_OPEN = 60


class Drawings(Protocol):
    """A folder that holds figures, each as figures/NAME.svg, .csv and .txt."""

    def figure_names(self) -> list[str]:
        """Names of the figures, in the order in which they are shown."""

    def bytes_of(self, name: str) -> bytes:
        """What a file of the folder holds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of a figure. label: its heading; alternative: in its place where it is not seen; caption: below it."""

    label: str
    alternative: str
    caption: str


def drawn(folder: Drawings, shown: Callable[[str], Shown]) -> list[Block]:
    """Every figure of the folder."""
    names = folder.figure_names()
    blocks: list[Block] = [Heading(2, "Figures", "figures")] if names else []
    for name in names:
        data = folder.bytes_of(f"figures/{name}.csv")
        blocks.append(
            Figure(
                name,
                f"{shown(name).alternative} All that it shows is in words further down.",
                shown(name).caption,
                f"words-{name}",
                folder.bytes_of(f"figures/{name}.svg"),
                Download(f"figures/{name}.csv", data if len(data) <= MOST_CARRIED else None),
            )
        )
    return blocks


def in_words(folder: Drawings, shown: Callable[[str], Shown]) -> list[Block]:
    """The same for those who cannot see them."""
    names = folder.figure_names()
    blocks: list[Block] = [Heading(2, "The figures in words", "words")] if names else []
    for name in names:
        label = shown(name).label
        first, *rest = words_of(folder, name) or [label]
        blocks += [Heading(3, label, f"words-{name}"), said(first)]
        if rest:
            lines = Items(tuple((line,) for line in rest))
            blocks.append(Folded(f"{label}: {len(rest)} lines", (lines,)) if len(rest) > MOST_OPEN else lines)
    return blocks


def words_of(folder: Drawings, name: str) -> list[str]:
    """What a figure shows: a title and what is drawn in the first line, then a line for each part."""
    return folder.bytes_of(f"figures/{name}.txt").decode("utf-8", "replace").strip().splitlines()
