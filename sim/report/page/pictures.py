"""The figures of the folder, with what they show in words, their data, n and the meaning of their bands."""

import re

from sim.report.page.blocks import Block, Download, Figure, Heading, Items, said
from sim.report.page.numbers import counted
from sim.report.page.source import Source

# Larger tables stay in the folder, so that the page can be sent by post.
MOST_CARRIED = 250_000
_LABELS = {
    "trajectories": "What happens over the years",
    "differences": "The difference that each remedy makes",
    "belief": "What managers believe and what is",
    "exits": "Why people left",
}


def figures(source: Source) -> list[Block]:
    """Every figure of the folder."""
    names = source.figure_names()
    if not names:
        return []
    blocks: list[Block] = [Heading(2, "Figures", "figures")]
    for name in names:
        data = source.bytes_of(f"figures/{name}.csv")
        blocks.append(
            Figure(
                name,
                f"{_words(name, source)[0]} It shows {_shown(name)}. All that it shows is in words further down.",
                _caption(name, source),
                f"words-{name}",
                source.bytes_of(f"figures/{name}.svg"),
                Download(f"figures/{name}.csv", data if len(data) <= MOST_CARRIED else None),
            )
        )
    return blocks


def figures_in_words(source: Source) -> list[Block]:
    """The same for those who cannot see them."""
    names = source.figure_names()
    if not names:
        return []
    blocks: list[Block] = [Heading(2, "The figures in words", "words")]
    for name in names:
        first, *rest = _words(name, source)
        blocks += [Heading(3, _label(name), f"words-{name}"), said(first)]
        if rest:
            blocks.append(Items(tuple((line,) for line in rest)))
    return blocks


def _words(name: str, source: Source) -> list[str]:
    """What a figure shows: a title and what is drawn in the first line, then a line for each part."""
    return source.bytes_of(f"figures/{name}.txt").decode("utf-8", "replace").strip().splitlines() or [_label(name)]


def _label(name: str) -> str:
    kind, _, part = name.partition("_")
    return _LABELS[kind] + (f", part {part}" if re.fullmatch(r"[0-9]+", part) else "")


def _shown(name: str) -> str:
    return {
        "trajectories": "lines over the years, one panel for each outcome, one line for each remedy and one without any",
        "differences": "marks with bars, one panel for each outcome, one mark for each remedy",
        "belief": "marks for each tier of managers, beside a line for the true strain, one panel for each remedy",
        "exits": "marks with bars, one row for each reason to leave",
    }[name.partition("_")[0]]


def _caption(name: str, source: Source) -> str:
    runs = counted(source.replicates, "run")
    return {
        "trajectories": f"Lines are means of {runs} (n = {source.replicates}) of each; bands hold the 95% interval of that "
        "mean. The unit stands at each axis; years count from the end of the warm-up.",
        "differences": f"Marks are mean paired differences, n = {source.replicates} pairs of runs; bars are 95% intervals of "
        "that mean. The unit stands at each axis. Left or right of 0 is better as the axis says.",
        "belief": f"Marks are means of {runs} (n = {source.replicates}) in {source.window}; whiskers hold the middle 90% "
        "of runs. Strain runs from 0 to 1.",
        "exits": f"Marks are means over {runs} (n = {source.replicates}); bars are 95% intervals of that mean. Left: % of all "
        "who left. Right: leavers a year. Shares are what the rules of the model say.",
    }[name.partition("_")[0]]
