"""What a page must know before anything is run: the tree of posts, the words of the story, assumptions to be changed."""

from collections.abc import Sequence
from typing import Any

from sim.configuration.catalogue import value_of
from sim.layout import lay_out
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.workshop.scene import Stage
from sim.workshop.story import Scene, Story

_WINDOWS = {
    "first_year": "means of the first year",
    "last_year": "means of the last year",
    "whole": "means of all years",
}
# Places between the lowest and the highest value of an assumption that a slider has.
_PLACES = 100


def describe(stage: Stage, room: bool = False) -> dict[str, Any]:
    """The description that the page reads as story.json."""
    story = stage.story
    settings = stage.settings(story.start)
    posts, units = _tree(settings, story.tier_names)
    return {
        "name": story.name,
        "title": story.title,
        "subtitle": story.subtitle,
        "weeks": settings.weeks,
        "change_week": story.change_week,
        "runs": story.replicates,
        "window": settings.window,
        "window_words": _WINDOWS[settings.window],
        "window_weeks": list(settings.window_weeks),
        "tiers": [
            {"tier": tier, "one": one, "many": many}
            for tier, (one, many) in enumerate(story.tier_names[: settings.authority.tiers])
        ],
        "posts": posts,
        "units": units,
        "charts": [_chart(story, number) for number in range(len(story.charts))],
        "levers": [_lever(story, stage, number) for number in range(len(story.levers))],
        "goodwill": {"title": story.goodwill.title, "words": story.goodwill.words, "week": story.goodwill.week},
        "shock": {"title": story.shock.title, "words": story.shock.words, "week": story.shock.week},
        "demand": story.demand.model_dump(include={"words", "week", "low", "high", "step"}),
        "poll": story.poll.model_dump(),
        "events": _events(stage),
        "assumptions": [_assumption(stage, settings, path) for path in story.assumptions],
        "start": story.start.model_dump(),
        "steps": [step.model_dump() for step in story.steps],
        "limits": story.limits,
        "room": room,
    }


def _tree(settings: Settings, names: Sequence[Sequence[str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Posts and units in the order of their rows, each with a name that a person can say."""
    organisation = lay_out(settings, settings.seed)
    posts, units = organisation.posts, organisation.units
    top = settings.authority.tiers - 1
    labels: list[str] = []
    counts: dict[int, int] = {}
    for unit in units:
        tier = int(unit["tier"])
        counts[tier] = counts.get(tier, 0) + 1
        one = names[tier][0].capitalize()
        labels.append(f"Team {counts[tier]}" if tier == 1 else (one if tier == top else f"{one} {counts[tier]}"))
    of_posts = []
    for row, post in enumerate(posts):
        unit = int(post["unit"])
        if int(post["tier"]) == 0:
            team = int(post["team"])
            label = f"{labels[team]}, post {row - int(units[team]['first']) + 1}"
        else:
            label = f"{labels[unit]}, {names[1][0]}" if int(post["tier"]) == 1 else labels[unit]
        of_posts.append(
            {"row": row, "tier": int(post["tier"]), "parent": int(post["parent"]), "unit": unit, "label": label}
        )
    of_units = [
        {
            "unit": number,
            "manager": int(unit["manager"]),
            "tier": int(unit["tier"]),
            "parent": int(unit["parent"]),
            "first": int(unit["first"]),
            "last": int(unit["last"]),
            "label": labels[number],
        }
        for number, unit in enumerate(units)
    ]
    return of_posts, of_units


def _chart(story: Story, number: int) -> dict[str, Any]:
    chart = story.charts[number]
    outcome = outcome_named(chart.name)
    return {
        "name": chart.name,
        "label": chart.label,
        "meaning": outcome.label,
        "unit": outcome.unit,
        "group": chart.group,
        "digits": chart.digits,
        "flow": outcome.nature == "flow",
    }


def _lever(story: Story, stage: Stage, number: int) -> dict[str, Any]:
    lever = story.levers[number]
    mode: dict[str, Any] = {"levers": {lever.name: {"mode": "properly"}}}
    one = stage.settings(Scene.model_validate(mode)).interventions[lever.intervention]
    return {
        "name": lever.name,
        "title": lever.title,
        "words": lever.words,
        "dose_words": lever.dose_words,
        "full": lever.full,
        "low": 0.0,
        "high": 1.0,
        "step": lever.step,
        "properly": lever.properly_words,
        "add_on": lever.add_on_words or None,
        "objection": type(one).objection,
        "source": type(one).source,
        "grade": type(one).grade,
    }


def _events(stage: Stage) -> list[dict[str, Any]]:
    """Events of the story's own settings, which happen whatever is set on the screen."""
    settings = stage.settings(Scene())
    return [{"week": event.week, "title": type(event).summary} for _, event in sorted(settings.events.items())]


def _assumption(stage: Stage, settings: Settings, path: str) -> dict[str, Any]:
    value = value_of(settings, path)
    info = stage.assumptions[path]
    found = {
        "path": path,
        "label": info.description,
        "value": value,
        "unit": stage.said_of(path, "unit"),
        "source": stage.said_of(path, "source"),
        "grade": stage.said_of(path, "grade"),
    }
    if isinstance(value, bool):
        return found | {"low": 0, "high": 1, "step": 1}
    low, high = stage.ranges(path)
    step = 1 if isinstance(value, int) else (high - low) / _PLACES
    return found | {"low": low, "high": high, "step": step}
