"""The head of the report of a sweep: its question in plain words, what was tried, how, and how large each remedy is."""

from sim.configuration.catalogue import everything
from sim.configuration.names import listed
from sim.outcomes import outcome_named
from sim.report.doses import meaning_of
from sim.report.page.blocks import Block, said
from sim.report.page.remedies import remedies_section
from sim.report.page.sweep_rest import factors_of
from sim.report.page.sweep_source import SweepSource
from sim.report.style import shown_name
from sim.study.text import WINDOWS
from sim.sweep.choices import NOTHING, is_chosen
from sim.sweep.naming import named
from sim.sweep.stages import SCREEN
from sim.text.numbers import capital, counted

# More names than that are counted.
_MOST_NAMED = 4
# Columns of points.csv that say how the sweep was laid out, and are no settings.
_LAYOUT = ("point", "stage", "assumption", "end", "value")


def title_of(source: SweepSource) -> str:
    """The question that was given, or else the one that the sweep answers."""
    if source.settings.question.strip():
        return source.settings.question.strip()
    label, names = outcome_named(source.outcome).label, _choices(source)
    if not names:
        return f"{capital(_of_no_choices(source, label))}?"
    if len(names) == 1:
        plain = f"Is {names[0]} better than doing nothing for {label}"
    elif _can_be_named(names):
        plain = f"Which is best for {label}: {', '.join(names)} or doing nothing"
    else:
        plain = f"Which of {counted(len(names), 'choice')} is best for {label}"
    return f"{plain}{', also if an assumption is wrong' if source.ends is not None else ''}?"


def lead(source: SweepSource) -> list[Block]:
    """The question, what was tried and how, in a few sentences."""
    return [said(" ".join([_question(source), _how(source), *_worlds(source)]))]


def remedies(source: SweepSource) -> list[Block]:
    """How large each remedy is that was tried at any point."""
    return remedies_section(source.doses)


def _choices(source: SweepSource) -> list[str]:
    if source.answers is None:
        return []
    return [str(name) for name in source.answers.final["choice"] if name != NOTHING]


def _can_be_named(names: list[str]) -> bool:
    """Whether names fit into a sentence: few of them, and none with commas of its own."""
    return len(names) <= _MOST_NAMED and not any("," in name for name in names)


def _of_no_choices(source: SweepSource, label: str) -> str:
    """The question of a sweep in which nothing is held against anything else."""
    if source.effects is not None:
        return f"which of {factors_of(source.effects)} remedies change {label}"
    if source.doses:
        return f"what happens to {label} with {named([one.name for one in source.doses])}"
    return f"what happens to {label} where {_varying(source, meanings=False)}"


def _question(source: SweepSource) -> str:
    label, names = outcome_named(source.outcome).label, _choices(source)
    if not names:
        asked = _of_no_choices(source, label)
        together = f" They were switched on and off together, in {len(source.points):,} different combinations."
        return f"The question is {asked}.{together if source.effects is not None else ''}"
    if len(names) == 1:
        return f"{_first_stage(source)}The question is whether {names[0]} is better than doing nothing for {label}."
    if _can_be_named(names):
        asked = f"which is best for {label}: {', '.join(names)} or doing nothing"
    else:
        asked = f"which of {len(names):,} choices is best for {label}, or whether doing nothing is: {named(names)}"
    return f"{_first_stage(source)}The question is {asked}."


def _first_stage(source: SweepSource) -> str:
    """What went before, where the choices are the best of a screen."""
    if source.effects is None or "stage" not in source.points.columns:
        return ""
    screened = int((source.points["stage"] == SCREEN).sum())
    return (
        f"First {factors_of(source.effects)} remedies were switched on and off together, in {screened:,} different "
        "combinations, to find those that do something; the best of them were then tried in every combination. "
    )


def _how(source: SweepSource) -> str:
    """Where, for how long, in how many runs."""
    settings = source.settings
    replicates = source.answers.replicates if source.answers is not None else settings.replicates
    places = _values(source, "authority")
    where = (
        f"in {len(places)} simulated services ({named([shown_name(place) for place in places])})"
        if len(places) > 1
        else f"in the same simulated service, {settings.authority.title}"
    )
    years = _values(source, "years")
    most = "up to " if source.manifest.get("precision") else ""
    time = f"{listed(years)} years".replace(" and ", " or ") if len(years) > 1 else counted(settings.years, "year")
    return (
        f"Each was run {where}, with the same people and the same luck, for {time}, {most}{counted(replicates, 'time')}. "
        f"Figures are means over {WINDOWS[settings.window]}."
    )


def _worlds(source: SweepSource) -> list[str]:
    """What is a world here, where there are several."""
    if source.ends is not None:
        return [
            "All of it was tried in several worlds. A world is a state of what nobody chooses: one has everything as it is; "
            f"each of the {len(source.ends) - 1:,} others has one assumption at one end of what is plausible."
        ]
    if source.answers is None or source.answers.worlds < 2:
        return []
    return [
        f"All of it was tried in {source.answers.worlds:,} worlds, and every one counts the same. A world is a state of what "
        f"nobody chooses: here {_varying(source, meanings=True)}."
    ]


def _values(source: SweepSource, path: str) -> list[str]:
    """The values of one setting over the points, as points.csv has them; none where it is the same in all."""
    return [str(value) for value in source.points[path].unique()] if path in source.points.columns else []


def _varying(source: SweepSource, meanings: bool) -> str:
    """What varies and is not about remedies: each setting with its meaning and its values, of many only how many."""
    known = everything()
    paths = [path for path in source.points.columns if path not in _LAYOUT and not is_chosen(path)]
    if len(paths) > _MOST_NAMED:
        return f"{len(paths)} settings have other values, all at the same time"
    parts = []
    for path in paths:
        values = [shown_name(value) for value in _values(source, path)]
        few = named(values).replace(" and ", " or ") if len(values) <= _MOST_NAMED else f"one of {len(values)} values"
        meaning = f" ({meaning_of(known[path])})" if meanings and path in known else ""
        parts.append(f"{path}{meaning} is {few}")
    return listed(parts)
