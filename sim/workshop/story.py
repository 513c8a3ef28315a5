"""A story: what a screen of the workshop offers and tells, read from configs/workshop/NAME.yaml or from a file of one's own.

A story says in plain words which levers there are, what is drawn, and the steps in which a trainer goes through it. Its
settings are words as on the command line, so whatever a comparison can do a story can show.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sim.configuration.names import listed, suggestion
from sim.configuration.places import packaged_configs
from sim.configuration.safe_yaml import node_faults, read_text, root_of
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.quantity import AS_TUPLE, Frozen
from sim.workshop.faults import faults_of

GROUP = "workshop"
DEFAULT = "childrens_service"
Text = Annotated[str, Field(min_length=1, max_length=1200)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Value = bool | int | float | str | None
Values = dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=80)], Value]


type Several[Item] = Annotated[tuple[Item, ...], AS_TUPLE]


class Lever(Frozen):
    """A remedy as a room sees it. intervention: its kind; properly and add_on: its settings when done so, beside the dose.

    dose_words, full: what a full dose is, as in `3 cases each`. add_on_words: empty where there is no such way.
    """

    name: Name
    title: Text
    words: Text
    intervention: Name
    dose_words: Text
    full: float = Field(1.0, gt=0)
    step: float = Field(0.25, gt=0, le=1)
    properly_words: Text
    properly: Values = Field(default_factory=dict)
    add_on_words: str = Field("", max_length=1200)
    add_on: Values = Field(default_factory=dict)


class Goodwill(Frozen):
    """The button that withdraws goodwill: the intervention of that kind from a week on."""

    title: Text
    words: Text
    intervention: Name = "work_to_rule"
    week: int = Field(ge=0)
    settings: Values = Field(default_factory=dict)


class Shock(Frozen):
    """The button for something that happens in both arms: the event of that kind in a week."""

    title: Text
    words: Text
    event: Name
    week: int = Field(ge=0)
    settings: Values = Field(default_factory=dict)


class Demand(Frozen):
    """The lever for demand in both arms, as a ratio to now, from a week to the end. event: the kind that moves it."""

    words: Text
    week: int = Field(ge=0)
    low: float = Field(0.8, gt=0)
    high: float = Field(1.3, gt=0)
    step: float = Field(0.05, gt=0)
    event: Name = "demand_shock"


class Chart(Frozen):
    """A card of the strip: an outcome, its words on the card, and the group in which it stands."""

    name: Name
    label: Text
    group: Literal["families", "staff", "leaders", "cost"]
    digits: int = Field(0, ge=0, le=3)


class Poll(Frozen):
    """The staff poll: the question, and the published figure beside which the simulated one stands."""

    question: Text
    published: float = Field(ge=0, le=100)
    published_words: Text


class Question(Frozen):
    """What a room is asked."""

    id: Name
    text: Text
    choices: Several[Text] = Field(min_length=2, max_length=10)


class SetLever(Frozen):
    """A lever as a step sets it."""

    mode: Literal["properly", "add_on"] = "properly"
    dose: float = Field(1.0, ge=0, le=1)


class Scene(Frozen):
    """What is set on a screen. demand: ratio to now. levers: those that are on. assumptions: mechanism settings by path."""

    demand: float = Field(1.0, gt=0, le=10)
    shock: bool = False
    goodwill: bool = False
    levers: dict[Name, SetLever] = Field(default_factory=dict, max_length=12)
    assumptions: dict[Annotated[str, Field(max_length=80)], bool | int | float] = Field(
        default_factory=dict, max_length=40
    )


class Step(Frozen):
    """A step of the story. week: where time is put; play_to: how far it then plays. scene: None keeps what is set.

    hide: withhold results until the room has said what it expects; reveal: show them. card: the chart that is enlarged.
    keep: the letter under which the scene of this step is kept, so that three scenes can be compared later.
    """

    id: Name
    title: Text
    say: Text
    notes: Text
    week: int | None = Field(None, ge=0)
    play_to: int | None = Field(None, ge=0)
    scene: Scene | None = None
    arm: Literal["now", "changed"] | None = None
    hide: bool = False
    reveal: bool = False
    question: Question | None = None
    card: Name | None = None
    keep: Literal["A", "B", "C"] | None = None
    compare: bool = False


class Story(Frozen):
    """A whole story. settings: words of the command line; change_week: week from which the levers act.

    replicates: paired runs behind the strip. tier_names: one and many, from the front line up. assumptions: paths of the
    mechanism settings that can be changed in the room.
    """

    name: Name
    title: Text
    subtitle: Text
    settings: Several[Text]
    change_week: int = Field(ge=0)
    replicates: int = Field(20, ge=4, le=200)
    tier_names: Several[Several[Text]]
    demand: Demand
    shock: Shock
    goodwill: Goodwill
    levers: Several[Lever] = Field(min_length=1, max_length=12)
    charts: Several[Chart] = Field(min_length=1, max_length=12)
    poll: Poll
    start: Scene = Field(default_factory=Scene)
    steps: Several[Step] = Field(min_length=1, max_length=20)
    assumptions: Several[Text] = ()
    limits: Text
    _file: Path | None = PrivateAttr(None)

    @property
    def where(self) -> str:
        """The file it was read from, for messages; its name where it was made without one."""
        return self.name if self._file is None else str(self._file)

    @model_validator(mode="after")
    def _fits_together(self) -> "Story":
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        known = [outcome.name for outcome in OUTCOMES]
        for chart in self.charts:
            if chart.name not in known:
                yield f"charts: {chart.name!r} is no outcome{suggestion(chart.name, known)}; coalface list outcomes shows them"
        for what, names in self._named().items():
            for name, count in Counter(names).items():
                if count > 1:
                    yield f"{what}: {name!r} is given {count} times; give it once"
        for lever in self.levers:
            if lever.add_on and not lever.add_on_words:
                yield f"levers.{lever.name}.add_on: give add_on_words too, which say what the add-on is"
        if self.demand.low > self.demand.high:
            yield f"demand: low, {self.demand.low:g}, is above high, {self.demand.high:g}"
        for word in self.settings:
            if word.startswith(("intervention=", "interventions.")):
                yield f"settings: {word!r} changes the service before anyone pulls a lever; write a lever instead"
        charts = [chart.name for chart in self.charts]
        for step in self.steps:
            if step.card is not None and step.card not in charts:
                yield f"steps.{step.id}.card: {step.card!r} is no chart of this story; there are {listed(charts)}"
            if step.scene is not None:
                for name in step.scene.levers:
                    self.lever(name)

    def _named(self) -> dict[str, list[str]]:
        """Every kind of thing whose names must differ."""
        return {
            "levers": [one.name for one in self.levers],
            "levers.intervention": [one.intervention for one in self.levers],
            "charts": [one.name for one in self.charts],
            "steps": [one.id for one in self.steps],
            "steps.question.id": [one.question.id for one in self.steps if one.question is not None],
        }

    def lever(self, name: str) -> Lever:
        """The lever of that name; ValueError where there is none."""
        for one in self.levers:
            if one.name == name:
                return one
        names = [one.name for one in self.levers]
        raise ValueError(f"levers: there is no {name!r}{suggestion(name, names)}; there are {listed(names)}")


def story_names() -> tuple[str, ...]:
    """Names of the packaged stories."""
    return tuple(sorted(file.stem for file in (packaged_configs() / GROUP).glob("*.yaml")))


def read_story(name: str | Path | None = None) -> Story:
    """The packaged story of that name, or the one in a file that ends in `.yaml`; UserError where it is none."""
    chosen = str(DEFAULT if name is None else name)
    if chosen.endswith((".yaml", ".yml")):
        file = Path(chosen)
    else:
        names = story_names()
        if chosen not in names:
            raise UserError(
                f"workshop: there is no story {chosen!r}{suggestion(chosen, names)}; there are {listed(names)}, or name a "
                "file of your own that ends in .yaml"
            )
        file = packaged_configs() / GROUP / f"{chosen}.yaml"
    return _read(file)


def _read(file: Path) -> Story:
    import yaml

    text = read_text(file)
    try:
        problems = list(node_faults(root_of(text)))
    except UserError as error:
        problems = str(error).split("\n")
    if problems:
        raise UserError("\n".join(f"{file}: {problem}" for problem in problems))
    held = yaml.safe_load(text)
    if not isinstance(held, dict):
        raise UserError(f"{file}: not a story: a story is a group of settings such as title and levers")
    try:
        story = Story.model_validate({"name": _name_of(file), **held})
    except ValidationError as error:
        raise UserError(
            "\n".join(f"{file}: {fault}" for fault in faults_of(error, Story, held, root_of(text)))
        ) from None
    story._file = file
    return story


def _name_of(file: Path) -> str:
    """A name from that of a file: `My story 2.yaml` is my_story_2."""
    name = re.sub(r"[^a-z0-9]+", "_", file.stem.lower()).strip("_")[:50]
    return name if name[:1].isalpha() else f"story_{name}"
