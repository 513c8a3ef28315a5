"""From a scene to settings: the words of the command line that set it, and the settings of both arms.

The words and the settings are made from the same values, so the command that a screen shows gives the figures on it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from sim.configuration.catalogue import bound, catalogue, note
from sim.configuration.compose import compose_groups
from sim.configuration.loader import apply_values, check_names
from sim.configuration.names import listed, suggestion
from sim.configuration.overrides import read_overrides
from sim.configuration.own_files import open_shelf
from sim.configuration.written import settings_from_mapping
from sim.errors import UserError
from sim.outcomes import names_of
from sim.settings.study import Settings
from sim.workshop.faults import faults_of
from sim.workshop.story import Scene, Story

_EVENTS, _INTERVENTIONS = "events", "interventions"
_LONGEST_FAULT = 300


@dataclass(frozen=True)
class Chosen:
    """What a scene switches on: kinds of events and interventions, and values by path."""

    events: tuple[str, ...]
    interventions: tuple[str, ...]
    values: Mapping[str, Any]


class Stage:
    """A story with its files composed once, so that the settings of a scene take milliseconds."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._shelf = open_shelf(None)
        with _naming(story, "settings"):
            self._given = read_overrides([*story.settings], self._shelf)
        choices = dict(self._given.choices)
        self._events = choices.get("event", ())
        everything = {
            "event": tuple(dict.fromkeys([*self._events, story.demand.event, story.shock.event])),
            "intervention": tuple(
                dict.fromkeys([*(lever.intervention for lever in story.levers), story.goodwill.intervention])
            ),
        }
        for group, names in everything.items():
            for name in names:
                if name not in self._shelf.names(group):
                    known = self._shelf.names(group)
                    raise UserError(
                        f"{story.where}: there is no {group} {name!r}{suggestion(name, known)}; there are {listed(known)}"
                    )
        with _naming(story, "settings"):
            self._tree = compose_groups("compare", {**choices, **everything}, self._shelf)
        self._check()

    def _check(self) -> None:
        """Every lever in both of its ways, goodwill and shock: a story with a slip is refused before anyone sees it."""
        story = self.story
        with _naming(story, "settings"):
            bare = {**self._tree, _EVENTS: {}, _INTERVENTIONS: {}}
            own = {path: value for path, value in self._given.values.items() if not path.startswith(f"{_EVENTS}.")}
            weeks = settings_from_mapping(apply_values(bare, own)).weeks
        for fault in _late(story, weeks):  # said of the story, before it makes a lever or an event impossible
            raise UserError(f"{story.where}: {fault}")
        with _naming(story, "start"):
            settings = self.settings(story.start)
        for lever in story.levers:
            for mode in ("properly", *(["add_on"] if lever.add_on_words else [])):
                with _naming(story, f"levers.{lever.name}.{mode}", f"{_INTERVENTIONS}.{lever.intervention}"):
                    self.settings(Scene.model_validate({"levers": {lever.name: {"mode": mode}}}))
        for place, scene, inside in (
            ("shock.settings", Scene(shock=True), f"{_EVENTS}.{story.shock.event}"),
            ("goodwill.settings", Scene(goodwill=True), f"{_INTERVENTIONS}.{story.goodwill.intervention}"),
            ("demand", Scene(demand=story.demand.high), f"{_EVENTS}.{story.demand.event}"),
        ):
            with _naming(story, place, inside):
                self.settings(scene)
        for step in story.steps:
            if step.scene is not None:
                with _naming(story, f"steps.{step.id}.scene"):
                    self.settings(step.scene)
        for path in story.assumptions:
            if path not in self.assumptions:
                near = suggestion(path, self.assumptions)
                raise UserError(f"{story.where}: assumptions: {path} is no setting of a mechanism{near}")
        for fault in _misfits(story, settings):
            raise UserError(f"{story.where}: {fault}")

    @cached_property
    def assumptions(self) -> Mapping[str, Any]:
        """Every mechanism setting by path, with its declaration."""
        return {path: info for path, info in catalogue({}).items() if path.startswith("mechanism.")}

    def settings(self, scene: Scene) -> Settings:
        """The settings of both arms, with the interventions of the changed one. UserError where the scene is impossible."""
        chosen = self._chosen(scene)
        tree = dict(self._tree)
        tree[_EVENTS] = {name: self._tree[_EVENTS][name] for name in chosen.events}
        tree[_INTERVENTIONS] = {name: self._tree[_INTERVENTIONS][name] for name in chosen.interventions}
        check_names(chosen.values, tree, self._shelf)
        return settings_from_mapping(apply_values(tree, chosen.values), lambda path: "")

    def words(self, scene: Scene) -> list[str]:
        """The words of `coalface compare` that ask for this scene; without a change they ask for nothing to compare."""
        chosen = self._chosen(scene)
        words = [word for word in self.story.settings if not word.startswith("event=")]
        own = {word.partition("=")[0] for word in words}
        if chosen.events:
            words.append(f"event=[{','.join(chosen.events)}]")
        words.append(f"intervention=[{','.join(chosen.interventions)}]")
        return [*words, *(f"{path}={_written(value)}" for path, value in chosen.values.items() if path not in own)]

    def _chosen(self, scene: Scene) -> Chosen:
        story = self.story
        values: dict[str, Any] = dict(self._given.values)
        values |= {"replicates": story.replicates, "design": "together"}
        events, interventions = list(self._events), []
        if not story.demand.low <= scene.demand <= story.demand.high:
            raise UserError(f"demand: {scene.demand:g} is not from {story.demand.low:g} to {story.demand.high:g}")
        if scene.demand != 1.0:
            path = f"{_EVENTS}.{story.demand.event}"
            events.append(story.demand.event)
            values |= {f"{path}.week": story.demand.week, f"{path}.weeks": None, f"{path}.factor": scene.demand}
        if scene.shock:
            path = f"{_EVENTS}.{story.shock.event}"
            events.append(story.shock.event)
            values |= {f"{path}.week": story.shock.week}
            values |= {f"{path}.{name}": value for name, value in story.shock.settings.items()}
        for name, one in scene.levers.items():
            try:
                lever = story.lever(name)
            except ValueError as error:
                raise UserError(str(error)) from None
            if one.mode == "add_on" and not lever.add_on_words:
                raise UserError(f"levers.{name}: {lever.title} has no add-on; give properly")
            path = f"{_INTERVENTIONS}.{lever.intervention}"
            interventions.append(lever.intervention)
            ways = lever.properly if one.mode == "properly" else {**lever.properly, **lever.add_on}
            values |= {f"{path}.dose": one.dose, f"{path}.start_week": story.change_week}
            values |= {f"{path}.{setting}": value for setting, value in ways.items()}
        if scene.goodwill:
            path = f"{_INTERVENTIONS}.{story.goodwill.intervention}"
            interventions.append(story.goodwill.intervention)
            values |= {f"{path}.dose": 1.0, f"{path}.start_week": story.goodwill.week}
            values |= {f"{path}.{name}": value for name, value in story.goodwill.settings.items()}
        for path, value in scene.assumptions.items():
            if path not in self.story.assumptions:
                raise UserError(f"assumptions: {path!r} cannot be changed in this story")
            whole = self.assumptions[path].annotation is int
            values[path] = int(value) if whole and not isinstance(value, bool) else value
        return Chosen(tuple(dict.fromkeys(events)), tuple(dict.fromkeys(interventions)), values)

    def ranges(self, path: str) -> tuple[float, float]:
        """The least and the largest value of an assumption."""
        info = self.assumptions[path]
        return bound(info, "ge"), bound(info, "le")

    def said_of(self, path: str, what: str) -> str:
        """What the schema notes of an assumption: unit, source or grade."""
        return str(note(self.assumptions[path], what))


@contextmanager
def _naming(story: Story, place: str, inside: str = "") -> Iterator[None]:
    """What is wrong in this block is said with the file and the place in the story.

    inside: the path of the intervention or event whose settings stand at this place, where they have shorter names.
    """
    try:
        yield
    except UserError as error:
        lines = [
            # Its own name first, and again in what is nearest to it.
            f"{place}.{line.removeprefix(f'{inside}.').replace(f' {inside}.', ' ')}"
            if inside and line.startswith(f"{inside}.")
            else f"{place}: {line}"
            for line in str(error).split("\n")
        ]
        raise UserError("\n".join(f"{story.where}: {line}" for line in lines)) from None


def _misfits(story: Story, settings: Settings) -> Iterator[str]:
    """What a story says of its authority that it does not have."""
    tiers = settings.authority.tiers
    known = names_of(tiers)
    for chart in story.charts:
        if chart.name not in known:
            yield f"charts: {chart.name} is no outcome of {settings.authority.title}, which has {tiers} tiers"
    if len(story.tier_names) < tiers or any(len(names) != 2 for names in story.tier_names):
        yield f"tier_names: give one and many for each of {tiers} tiers, such as [director, directors]"


def _late(story: Story, weeks_in_all: int) -> Iterator[str]:
    """Every week of the story that its run does not come to."""
    last = weeks_in_all - 1
    weeks: dict[str, int | None] = {"change_week": story.change_week, "demand.week": story.demand.week}
    weeks |= {"shock.week": story.shock.week, "goodwill.week": story.goodwill.week}
    for step in story.steps:
        weeks |= {f"steps.{step.id}.{name}": getattr(step, name) for name in ("week", "play_to")}
    for place, week in weeks.items():
        if week is not None and week > last:
            yield f"{place}: {week} is after the end of the story; weeks are 0 to {last}"


def read_scene(given: Any) -> Scene:
    """A scene from anyone; UserError, in words, where it is none."""
    try:
        return Scene.model_validate(given)
    except ValidationError as error:
        # Whoever sent it may have written names of any length.
        fault = faults_of(error, Scene, given)[0]
        raise UserError(f"scene: {fault if len(fault) <= _LONGEST_FAULT else f'{fault[:_LONGEST_FAULT]} …'}") from None


def _written(value: Any) -> str:
    """A value as the command line reads it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(_written(item) for item in value)}]"
    return str(value)
