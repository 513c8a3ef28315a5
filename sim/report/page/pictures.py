"""The figures of the folder, with what they show in words, their data, n and the meaning of their bands."""

import re

from sim.report.page.blocks import Block
from sim.report.page.drawn import Shown, drawn, in_words, words_of
from sim.report.page.source import Source
from sim.text.numbers import counted

_LABELS = {
    "trajectories": "What happens over the years",
    "differences": "The difference that each remedy makes",
    "belief": "What managers believe and what is",
    "exits": "Why people left",
}


def figures(source: Source) -> list[Block]:
    """Every figure of the folder."""
    return drawn(source, lambda name: _shown(name, source))


def figures_in_words(source: Source) -> list[Block]:
    """The same for those who cannot see them."""
    return in_words(source, lambda name: _shown(name, source))


def _shown(name: str, source: Source) -> Shown:
    label = _label(name)
    title = (words_of(source, name) or [label])[0]
    return Shown(label, f"{title} It shows {_marks(name)}.", _caption(name, source))


def _label(name: str) -> str:
    kind, _, part = name.partition("_")
    return _LABELS[kind] + (f", part {part}" if re.fullmatch(r"[0-9]+", part) else "")


def _marks(name: str) -> str:
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
