"""From the words of a sweep to its points: each a combination of values, with the settings that go with it.

Files are composed once for each choice of groups; values are then set on a copy, which takes microseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any

from sim.configuration.loader import fitted_settings
from sim.configuration.overrides import Given, parse_values, read_choice
from sim.configuration.own_files import Shelf, open_shelf
from sim.configuration.places import GROUPS
from sim.configuration.scenario_file import ScenarioFile, read_scenario_file
from sim.errors import UserError
from sim.settings.study import Settings

MOST_POINTS = 100_000


@dataclass(frozen=True)
class Point:
    """One scenario of a sweep: its number from 0, the values that vary between points, and all of its settings."""

    number: int
    values: Mapping[str, Any]
    settings: Settings

    @property
    def name(self) -> str:
        """The varying values in words, such as `months=6, fear=0.3`."""
        return ", ".join(f"{path.rpartition('.')[2]}={shown(value)}" for path, value in self.values.items())


def shown(value: Any) -> str:
    """A value as a label: lists of names joined by +, numbers short."""
    if isinstance(value, (list, tuple)):
        return "+".join(str(item) for item in value) or "none"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Sweep:
    """What was asked for: what is the same everywhere, and what varies, each with its values in the order given.

    foreign: a scenario from anyone, which all of it stands on; what is fixed or varies counts more than it does.
    """

    shelf: Shelf
    fixed: Given
    varying: Mapping[str, Sequence[Any]]
    foreign: ScenarioFile | None = None

    @property
    def count(self) -> int:
        """Number of points of the full factorial."""
        return prod(len(values) for values in self.varying.values())

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of the varying values; the last to be named varies fastest."""
        for values in product(*self.varying.values()):
            yield dict(zip(self.varying, values, strict=True))

    def settings_at(self, values: Mapping[str, Any]) -> Settings:
        """The settings at one combination; UserError where it is no possible scenario."""
        return self._fitted_at(values)[0]

    def left_out_notes(self) -> list[str]:
        """A line for each authority in which interventions that nobody named cannot be, as `loader.fitted_settings`."""
        groups = {path: values for path, values in self.varying.items() if path in GROUPS}
        others = {path: values[0] for path, values in self.varying.items() if path not in GROUPS}
        combinations = islice(product(*groups.values()), MOST_POINTS)
        found = (self._fitted_at({**dict(zip(groups, one, strict=True)), **others})[1] for one in combinations)
        return [note for note in dict.fromkeys(found) if note]

    def _fitted_at(self, values: Mapping[str, Any]) -> tuple[Settings, str]:
        choices = dict(self.fixed.choices)
        chosen = dict(self.fixed.values)
        for path, value in values.items():
            if path in GROUPS:
                choices[path] = read_choice(path, value, f"{path}={shown(value)}", self.shelf)
            else:
                chosen[path] = value
        return fitted_settings(Given(choices, chosen), self.shelf, "compare", self.foreign)

    def points(self, combinations: Sequence[Mapping[str, Any]] | None = None) -> list[Point]:
        """The points of `combinations`, by default all of them. UserError names the first impossible one."""
        if combinations is None:
            if self.count > MOST_POINTS:
                raise UserError(f"{self.count:,} points asked for; at most {MOST_POINTS:,} are made: give fewer values")
            combinations = list(self.combinations())
        points = []
        for number, values in enumerate(combinations):
            try:
                points.append(Point(number, dict(values), self.settings_at(values)))
            except UserError as error:
                where = ", ".join(f"{path}={shown(value)}" for path, value in values.items())
                raise UserError(f"at {where}: {error}" if where else str(error)) from None
        return points


def read_sweep(words: Sequence[str], config_dir: str | Path | None = None, file: str | Path | None = None) -> Sweep:
    """Sort the words of a sweep into what is fixed and what varies; UserError lists all that cannot be read.

    file: a scenario in one YAML file, from anyone, read as `load_settings` reads it.
    """
    shelf = open_shelf(config_dir)
    fixed, varying, problems = Given(), {}, []
    for word in words:
        try:
            path, values = parse_values(word)
            if path in fixed.choices or path in fixed.values or path in varying:
                raise UserError(f"{path}: given twice; give it once")
            if len(values) > 1:
                varying[path] = values
            elif path in GROUPS:
                fixed.choices[path] = read_choice(path, values[0], word, shelf)
            else:
                fixed.values[path] = values[0]
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    return Sweep(shelf, fixed, varying, None if file is None else read_scenario_file(file, shelf))
