"""Measure what every lever of the packaged stories does, properly and as an add-on, and write docs/workshop/measured.md.

python experiments/workshop/measured.py
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np

from sim.outcomes import outcome_named
from sim.workshop.pairs import Answered, Pairs
from sim.workshop.results import arrays_of, way_of
from sim.workshop.scene import Stage
from sim.workshop.story import Chart, Scene, Story, read_story, story_names

PAGE = Path(__file__).parents[2] / "docs" / "workshop" / "measured.md"
DEMANDS = (1.0, 1.15, 1.3)
# Measured beside the charts of a story.
BESIDE = ("strain", "worker_changes", "team_manager_burnout", "disconnect_poll")
MARKS = {"up": "▲", "down": "▼", "unclear": "?", "same": "="}
HEAD = """\
# What the stories of the workshop were measured to do

Written by `python experiments/workshop/measured.py`; do not edit by hand. Every scene is run as the screen runs it: as now
and with the change, on the same seeds. A figure is the mean paired difference over the last year and half its 95% interval;
▲ up and ▼ down where the interval leaves zero out, ? where it does not, = where no pair differs. With so many figures about
one unclear one in twenty is marked by chance. Levers act from the week in which the story lets them, goodwill and shock from
theirs. Nothing here says what becomes of children, and sizes rest on assumptions that mostly have no source (grade D).
"""


def scenes(story: Story, demand: float) -> Iterator[tuple[str, Scene]]:
    """Every lever in both ways, goodwill, and the scenes that the steps set at this demand."""
    for lever in story.levers:
        for mode in ("properly", *(["add_on"] if lever.add_on_words else [])):
            levers = {lever.name: {"mode": mode}}
            yield f"{lever.name}, {mode.replace('_', '-')}", Scene.model_validate({"demand": demand, "levers": levers})
    yield "goodwill withdrawn", Scene(demand=demand, goodwill=True)
    for step in story.steps:
        if step.keep is not None and step.scene is not None:
            yield f"scene {step.keep}", step.scene.model_copy(update={"demand": demand})


def answered(pairs: Pairs, scene: Scene) -> Answered:
    """All pairs of a scene."""
    *_, last = pairs.answers(scene, Event())
    return last


def by_week(pairs: Pairs, charts: list[str], demand: float) -> list[str]:
    """True strain beside what the director believes, means over the seeds, as now."""
    runs = np.stack([run.series for run in answered(pairs, Scene(demand=demand)).now])
    top = next(name for name in charts if name.startswith("optimism_tier_"))
    strain, unseen = (runs[:, charts.index(name)] for name in ("strain", top))
    weeks = [week for week in range(0, pairs.weeks, 26) if week + 26 <= pairs.weeks]
    rows = []
    for name, series in (("true strain", strain), ("believed by the director", strain - unseen)):
        means = [np.nanmean(series[:, week : week + 26]) for week in weeks]
        rows.append(f"| {demand:g} | {name} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |")
    return rows


def section(name: str) -> Iterator[str]:
    """The tables of one story."""
    story = read_story(name)
    have = [chart.name for chart in story.charts]
    more = [Chart(name=one, label=one, group="staff", digits=3) for one in BESIDE if one not in have]
    wide = story.model_copy(update={"charts": (*story.charts, *more)})
    charts = [chart.name for chart in wide.charts]
    pairs = Pairs(Stage(wide), 2)
    for _ in pairs.choose_shown():
        pass
    yield f"\n## {name}: {story.title}\n"
    yield f"{story.replicates} pairs; levers act from week {story.change_week}, goodwill is withdrawn in week "
    yield f"{story.goodwill.week}, demand changes in week {story.demand.week}. The trees show seed {pairs.shown}.\n"
    halves = [f"half-year {number + 1}" for number in range(pairs.weeks // 26)]
    yield "| demand | as now | " + " | ".join(halves) + " |\n|" + "---|" * (len(halves) + 2)
    for demand in DEMANDS:
        yield from by_week(pairs, charts, demand)
    for demand in DEMANDS:
        yield f"\n### Demand {demand:g}\n"
        labels = [f"{outcome_named(one).label} ({outcome_named(one).unit})" for one in charts]
        yield "| | " + " | ".join(labels) + " |\n|" + "---|" * (len(charts) + 1)
        level = arrays_of(answered(pairs, Scene(demand=demand)))["level"][:, 0]
        yield "| *as now* | " + " | ".join(f"*{_short(value)}*" for value in level) + " |"
        for words, scene in scenes(story, demand):
            rows = arrays_of(answered(pairs, scene))["difference"]
            yield f"| {words} | " + " | ".join(_cell(*row) for row in rows) + " |"
    pairs.close()


def _cell(difference: float, low: float, high: float) -> str:
    sign = "-" if difference < 0 else "+"
    return f"{sign}{_short(abs(difference))} ± {_short((high - low) / 2)} {MARKS[way_of(difference, low, high)]}"


def _short(value: float) -> str:
    """A figure of any size in few digits, without an exponent."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}"


def main() -> None:
    lines = [HEAD]
    for name in story_names():
        lines += section(name)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(lines).replace("week \n", "week ") + "\n", encoding="utf-8")
    print(f"written: {PAGE}")


if __name__ == "__main__":
    main()
