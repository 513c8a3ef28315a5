"""How large a remedy is, in words and units, from its settings: dose, reach, when it acts, what it is planned to take.

The meanings are those of `coalface explain`. A sweep tries one remedy in several sizes; what is not the same in all of them is
said as `3, 6 or 12 months`, and of many values from the least to the most.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from sim.configuration.catalogue import note
from sim.configuration.names import listed
from sim.configuration.own_files import held, open_shelf
from sim.interventions.base import InterventionSettings
from sim.interventions.registry import REGISTRY
from sim.report.style import shown_name
from sim.settings.study import Settings
from sim.text.numbers import counted

_REACHES = {
    "everyone": "everyone",
    "front_line": "the front line",
    "managers": "all managers",
    "first_line_managers": "team managers",
    "middle_managers": "managers between team managers and the director",
    "senior_managers": "all managers above team managers",
    "director": "the director",
}
# More values of one setting are said from the least to the most.
_MOST_VALUES = 4
Variant = tuple[InterventionSettings, Settings]


@dataclass(frozen=True, slots=True)
class Dose:
    """One remedy in words, each part a clause without an end.

    name: as it is read. what: what it is. size: how much of it, each setting with its unit. whom: whom it reaches, with
    their posts of week 0. when: in which weeks. planned: what it is planned to take in a year. differs: settings with another
    value than the packaged one.
    """

    name: str
    what: str
    size: tuple[str, ...]
    whom: str
    when: str
    planned: str
    differs: tuple[str, ...]


def doses_of(arms: Iterable[Settings]) -> list[Dose]:
    """Every remedy that these arms hold, in the order of their first use; a placebo is a remedy of its own."""
    found: dict[tuple[str, bool], list[Variant]] = {}
    for settings in arms:
        for name, one in settings.interventions.items():
            found.setdefault((name, _is_placebo(one)), []).append((one, settings))
    return [dose_of(name, variants) for (name, _), variants in found.items()]


def dose_of(name: str, variants: Sequence[Variant]) -> Dose:
    """One remedy, of one kind, in one size or in several, each with the settings of the arm that it stands in."""
    first = variants[0][0]
    remedies = [one for one, _ in variants]
    fields = type(first).model_fields
    doses = _distinct(one.dose for one in remedies)
    size = [] if doses == [1.0] else [f"{_several(doses, 'ratio')} of the full measure"]
    size += [
        f"{meaning_of(fields[setting])}: {_values(remedies, setting, fields[setting])}" for setting in type(first).size
    ]
    placebo = ", as a placebo: the same hours, from which nothing is learned" if _is_placebo(first) else ""
    return Dose(
        shown_name(name),
        f"{type(first).summary}{placebo}",
        tuple(size),
        _whom(variants),
        _either(_when(one) for one in remedies),
        _planned(variants),
        tuple(_differing(remedies)),
    )


def _is_placebo(one: InterventionSettings) -> bool:
    return bool(getattr(one, "placebo", False))


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _either(texts: Iterable[str]) -> str:
    found = _distinct(texts)
    return "; or ".join(found) if len(found) <= _MOST_VALUES else f"{found[0]}; or {len(found) - 1} others"


def meaning_of(info: FieldInfo) -> str:
    """What a setting means, as `coalface explain` says it, without what it adds after a semicolon or a colon."""
    return re.split("[;:]", str(info.description))[0]


def _values(remedies: Sequence[InterventionSettings], setting: str, info: FieldInfo) -> str:
    return _several(_distinct(getattr(one, setting) for one in remedies), note(info, "unit"))


def _several(values: Sequence[Any], unit: str) -> str:
    """Values of one setting with their unit: `5%`, `3, 6 or 12 months`, `GBP 500 a year`."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    many = numbers and len(values) > _MOST_VALUES
    texts = [_figure(value, unit) for value in (sorted(values) if numbers else values)]
    joined = f"{texts[0]} to {texts[-1]}" if many else listed(texts).replace(" and ", " or ")
    if not numbers or unit in ("share", "ratio", "log odds"):
        return joined
    if unit == "0 to 1":
        return f"{joined} on a scale from 0 to 1"
    first, _, rest = unit.partition(" ")
    if first in ("GBP", "share"):
        return f"{'GBP ' if first == 'GBP' else ''}{joined} {rest}"
    one = list(values) == [1] and first.endswith("s")
    return f"{joined} {first.removesuffix('s') if one else first} {rest}".rstrip()


def _figure(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        # Four figures: what is typed has seldom more, and a dose found for an equal cost has no use for more.
        return (
            f"{100.0 * value:.4g}%"
            if unit.partition(" ")[0] == "share"
            else f"{value:,.4g}"
            if value < 1e4
            else f"{value:,.0f}"
        )
    if isinstance(value, tuple):
        return f"{'tier' if len(value) == 1 else 'tiers'} {listed([str(tier) for tier in value])}"
    return "never" if value is None else _REACHES.get(value, str(value))


def _whom(variants: Sequence[Variant]) -> str:
    """Whom it reaches, and how many posts that is; in several services that may be several numbers."""
    reaches = _distinct(_figure(one.reach, "") for one, _ in variants)
    posts = sorted({one.posts_reached(settings) for one, settings in variants})
    return f"{'; or '.join(reaches)}, {counted(posts[0], 'post') if len(posts) == 1 else _several(posts, 'posts')}"


def _when(one: InterventionSettings) -> str:
    """Weeks are counted as the settings count them: 0 is the first one."""
    start = f"from week {one.start_week}" if one.start_week else "from the first week"
    return f"{start} {'to the end' if one.end_week is None else f'until week {one.end_week}'}"


def _planned(variants: Sequence[Variant]) -> str:
    """Cash and pay, and hours: the figures that `coalface list interventions` shows and a budget goes by."""
    costs = [one.cost(settings) for one, settings in variants]
    money = _range([cost.money + cost.pay for cost in costs])
    hours = _range([cost.hours for cost in costs])
    taken, covered = sum(cost.hours for cost in costs), sum(cost.covered for cost in costs)
    paid = (
        ""
        if not covered
        else ", paid out of it"
        if covered >= taken
        else f", {covered / taken:.0%} of them paid out of it"
    )
    cash = "no cash" if money == "0" else f"GBP {money} a year in cash and pay"
    return f"{cash}; {'no hours of work' if hours == '0' else f'{hours} hours of work a year{paid}'}"


def _range(values: Sequence[float]) -> str:
    texts = _distinct(f"{value:,.0f}".replace("-0", "0") for value in (min(values), max(values)))
    return " to ".join(texts)


def _differing(remedies: Sequence[InterventionSettings]) -> Iterable[str]:
    """Every setting with another value than in the packaged file of its kind: its name, its values, the packaged one."""
    usual = _packaged(remedies[0].kind)
    for setting, info in type(remedies[0]).model_fields.items():
        values, default = _distinct(getattr(one, setting) for one in remedies), getattr(usual, setting)
        if setting != "kind" and values != [default]:
            # A week is a number of its own, and a dose a part of the full measure.
            unit = "ratio" if setting in ("dose", "start_week", "end_week") else note(info, "unit")
            yield f"{setting.replace('_', ' ')} {_several(values, unit)} (default {_several([default], unit)})"


@cache
def _packaged(kind: str) -> InterventionSettings:
    """The remedy of that kind as its packaged file has it."""
    return REGISTRY[kind].model_validate(held(open_shelf(None).file("intervention", kind)))
