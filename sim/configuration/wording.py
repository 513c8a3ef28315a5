"""What the schema refuses, in words: which setting, what was given, what is allowed."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from sim.configuration.catalogue import INTERVENTIONS, KINDS, allowed, catalogue, unit_of
from sim.configuration.fitting import reaches_that_fit
from sim.configuration.names import listed, show, suggestion
from sim.configuration.trees import value_at

Place = Callable[[str], str]
MOST_LINES = 40


def nowhere(path: str) -> str:
    """For settings that came from no file."""
    return ""


def lines_of(error: ValidationError, tree: Mapping[str, Any], place: Place = nowhere) -> list[str]:
    """One line for each setting that is wrong; `place` says in which file a path stands, as ` in FILE`, or nothing."""
    fields = catalogue(tree)
    lines: dict[str, str] = {}
    faults = error.errors(include_url=False)
    for item in faults[:MOST_LINES]:
        steps = _steps(item["loc"])
        path = _setting_above(steps, fields) or ".".join(steps)
        lines.setdefault(path, _line(item, path, fields, tree, place))
    more = [f"and {len(faults) - MOST_LINES:,} more like these"] if len(faults) > MOST_LINES else []
    return [*lines.values(), *more]


def _line(item: Any, path: str, fields: Mapping[str, FieldInfo], tree: Mapping[str, Any], place: Place) -> str:
    kind = item["type"]
    if kind == "value_error":
        words = item["msg"].removeprefix("Value error, ")
        name, _, rest = f"{path}.{words}".lstrip(".").partition(":")
        return f"{name}{place(name)}:{rest}{_what_reaches(name, tree)}"
    if kind == "extra_forbidden":
        return f"{path}{place(path)}: no such setting{suggestion(path, fields)}"
    if kind.startswith("union_tag"):
        given = f"{show(item['ctx']['tag'])} does not exist" if kind == "union_tag_invalid" else "missing"
        kinds = KINDS[path.partition(".")[0]]
        hint = suggestion(item["ctx"]["tag"], kinds) if kind == "union_tag_invalid" else ""
        return f"{path}.kind{place(path)}: {given}{hint}; there are {listed(kinds)}"
    if path in fields:
        given = "no value" if kind == "missing" else f"{show(value_at(tree, path))} does not fit"
        return f"{path}{place(path)}: {given}; give {in_words(fields[path])}"
    if kind == "missing":
        return f"{path}{place(path)}: missing; its settings must be given"
    given = show(item["input"])
    return f"{path or 'settings'}{place(path)}: {given} does not fit; this is a group of settings, not a value"


def _what_reaches(path: str, tree: Mapping[str, Any]) -> str:
    """What could stand in place of a reach that this authority has not; empty for every other setting."""
    root, _, rest = path.partition(".")
    name, _, last = rest.partition(".")
    return reaches_that_fit(tree, name) if root == INTERVENTIONS and last == "reach" else ""


def in_words(info: FieldInfo) -> str:
    """What a setting may be, with its unit: `a number from 0 to 2 (share)`."""
    unit = unit_of(info)
    return f"{allowed(info)} ({unit})" if unit else allowed(info)


def _steps(loc: tuple[int | str, ...]) -> list[str]:
    """The path of an error; below an intervention or an event the schema also names its kind, which is dropped."""
    steps = [str(step) for step in loc]
    return steps[:2] + steps[3:] if len(steps) > 2 and steps[0] in KINDS else steps


def _setting_above(steps: list[str], fields: Mapping[str, FieldInfo]) -> str | None:
    """The setting itself where an error stands below it, as for one item of a list."""
    paths = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((path for path in paths if path in fields), None)
