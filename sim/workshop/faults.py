"""What is wrong with the file of a story, in words: line, place as it is written there, what was given, what is allowed."""

from collections.abc import Iterator, Sequence
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.configuration.names import listed, nearest, show, suggestion

Loc = tuple[int | str, ...]
# Pydantic says of a value that is none of several kinds what is wrong with it as each of them; and of a key that it is one.
_KINDS = ("bool", "int", "float", "str", "[key]")
_PLAIN = {bool, int, float, str}
_MOST_GIVEN = 60


def faults_of(error: ValidationError, model: type[BaseModel], held: Any, root: yaml.Node | None = None) -> list[str]:
    """One line for each place that is wrong. held: what was given; root: of a file, the same as nodes, which know their lines."""
    found: dict[Loc, str] = {}
    problems = error.errors(include_url=False)
    meant = {_meant(problem["loc"], model) for problem in problems if problem["type"] == "extra_forbidden"}
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "missing" and loc in meant:
            continue  # it is there under a name that is misspelt, which is said
        while loc and loc[-1] in _KINDS:
            loc = loc[:-1]
        words = _in_words(problem, loc, model, held)
        line = None if root is None else _line_of(root, loc)
        found.setdefault(loc, f"line {line}: {words}" if line else words)
    return list(found.values())


def _meant(loc: Loc, model: type[BaseModel]) -> Loc:
    """The place that an unknown name was probably meant for."""
    above, _ = _declared(loc[:-1], model)
    return (*loc[:-1], nearest(str(loc[-1]), list(above.model_fields) if above is not None else []) or "")


def _in_words(problem: Any, loc: Loc, model: type[BaseModel], held: Any) -> str:
    kind, place = problem["type"], _place(loc, held)
    if kind == "value_error":
        words = problem["msg"].removeprefix("Value error, ")
        return f"{place}: {words}" if place else words
    if kind == "extra_forbidden":
        above, _ = _declared(loc[:-1], model)
        names = list(above.model_fields) if above is not None else []
        hint = suggestion(str(loc[-1]), names) or f"; there are {listed(names)}"
        return f"{place}: no such setting{hint}"
    if problem["loc"] and problem["loc"][-1] == "[key]":
        return f"{place}: this name does not fit; give {_NAME}"
    _, fitting = _declared(loc, model)
    given = "no value" if kind == "missing" else f"{show(problem['input'])[:_MOST_GIVEN]} does not fit"
    return f"{place}: {given}; give {fitting}" if place else f"{given}; give {fitting}"


def _place(loc: Loc, held: Any) -> str:
    """A place as the author knows it: one of a list by its name or id, or else by its number from 1."""
    words = ""
    for step in loc:
        inner = held[step] if _has(held, step) else None
        if isinstance(step, int):
            name = next((inner[key] for key in ("name", "id") if isinstance(inner, dict) and key in inner), None)
            words += f".{name}" if isinstance(name, str) else f" (number {step + 1})"
        else:
            name = str(step)[:_MOST_GIVEN]
            words += f".{name}" if words else name
        held = inner
    return words


def _has(held: Any, step: int | str) -> bool:
    return (isinstance(held, dict) and step in held) or (
        isinstance(held, list) and isinstance(step, int) and step < len(held)
    )


def _line_of(node: yaml.Node, loc: Loc) -> int | None:
    """The line of a place, or of the nearest group around it that has a place of its own; None at the top."""
    line = None
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        pair = next((pair for pair in pairs if pair[0].value == str(step)), None)
        if pair is None:
            return line
        line, node = pair[0].start_mark.line + 1, pair[1]
    return line


_NAME = "a name of small letters, digits and _, such as my_name"


def _declared(loc: Loc, model: type[BaseModel]) -> tuple[type[BaseModel] | None, str]:
    """How a place is declared: as a group of settings, where it is one, and what it may be in words."""
    annotation: Any = model
    notes: tuple[Any, ...] = ()
    for step in loc:
        group = _group_in(annotation)
        if group is not None and step in group.model_fields:
            info = group.model_fields[str(step)]
            annotation, notes = info.annotation, tuple(info.metadata)
        else:  # one of a list, or under a name in a mapping
            inside = list(get_args(_without_null(annotation)[0]))
            annotation, notes = (inside[-1], ()) if inside else (annotation, notes)
    return _group_in(annotation), _fitting(annotation, notes)


def _group_in(annotation: Any) -> type[BaseModel] | None:
    """The group of settings that an annotation holds, be it in a list or beside null."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _group_in(each)) is not None), None)


def _without_null(annotation: Any) -> tuple[Any, bool]:
    args = get_args(annotation)
    rest = [each for each in args if each is not NoneType]
    return (rest[0], True) if len(rest) == 1 and len(args) == 2 else (annotation, False)


def _fitting(annotation: Any, notes: Sequence[Any]) -> str:
    """What may stand in a place, in words."""
    annotation, null = _without_null(annotation)
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        notes = [*notes, *more]
    flat = list(_flat(notes))
    words = _of_kind(annotation, flat)
    return f"{words}, or null" if null else words


def _flat(notes: Sequence[Any]) -> Iterator[Any]:
    for one in notes:
        if isinstance(one, FieldInfo):
            yield from one.metadata
        else:
            yield one


def _of_kind(annotation: Any, notes: list[Any]) -> str:
    least, most = _bound(notes, "min_length"), _bound(notes, "max_length")
    if get_origin(annotation) is Literal:
        return " or ".join(str(each) for each in get_args(annotation))
    if annotation is bool:
        return "true or false"
    if annotation is str:
        if _bound(notes, "pattern") is not None:
            return _NAME
        return f"text of {least or 0} to {most:,} characters" if most else "text"
    if annotation in (int, float):
        return _number("a whole number" if annotation is int else "a number", notes)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        needed = [name for name, info in annotation.model_fields.items() if info.is_required()]
        return f"a group of settings with {listed(needed)}" if needed else "a group of settings"
    if get_origin(annotation) is dict:
        return f"a group of at most {most} names with values" if most else "a group of names with values"
    if set(get_args(annotation)) & _PLAIN:
        words = str in get_args(annotation)
        return "a number, true, false, null or a word" if words else "a number, true or false"
    return f"a list of {least or 1} to {most}" if most else "a list"


def _number(noun: str, notes: list[Any]) -> str:
    low, above, high = (_bound(notes, name) for name in ("ge", "gt", "le"))
    if low is not None:
        return f"{noun} from {low:g} to {high:g}" if high is not None else f"{noun} of {low:g} or more"
    if above is not None:
        return f"{noun} above {above:g}" + (f" and up to {high:g}" if high is not None else "")
    return noun


def _bound(notes: list[Any], name: str) -> Any:
    return next((getattr(one, name) for one in notes if getattr(one, name, None) is not None), None)
