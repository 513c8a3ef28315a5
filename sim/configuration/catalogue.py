"""Every setting by its path, such as `mechanism.reporting.fear`, with its declaration in the schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.events.registry import EVENTS
from sim.interventions.registry import REGISTRY
from sim.settings.authority import Authority
from sim.settings.study import Settings

INTERVENTIONS = "interventions"
# Settings that stand under the name of a file, the kinds that there are, and the group of the files.
KINDS: dict[str, Mapping[str, type[BaseModel]]] = {INTERVENTIONS: REGISTRY, "events": EVENTS}
GROUP_OF = {INTERVENTIONS: "intervention", "events": "event"}


def fields_of_group(model: type[BaseModel], prefix: str = "") -> dict[str, FieldInfo]:
    """Settings below a group by path. `kind` says what a file is about and is not a setting."""
    found: dict[str, FieldInfo] = {}
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found.update(fields_of_group(inner, f"{prefix}{name}."))
        elif name not in ("kind", *KINDS):
            found[prefix + name] = info
    return found


@cache
def _standing() -> dict[str, FieldInfo]:
    return fields_of_group(Settings)


@cache
def _of_kind(root: str, name: str, kind: str) -> dict[str, FieldInfo]:
    return fields_of_group(KINDS[root][kind], f"{root}.{name}.")


def catalogue(tree: Mapping[str, Any]) -> dict[str, FieldInfo]:
    """Every setting there is with the interventions and events of `tree`, each a mapping with its `kind`."""
    found = dict(_standing())
    for root, kinds in KINDS.items():
        for name, settings in switched_on(tree, root).items():
            kind = settings.get("kind") if isinstance(settings, Mapping) else None
            if isinstance(kind, str) and kind in kinds:
                found.update(_of_kind(root, name, kind))
    return found


def switched_on(tree: Mapping[str, Any], root: str) -> Mapping[str, Any]:
    """The interventions or the events of composed settings, by name."""
    found = tree.get(root)
    return found if isinstance(found, Mapping) else {}


def everything() -> dict[str, FieldInfo]:
    """Every setting there can be, each intervention and each event under the name of its kind."""
    return catalogue({root: {kind: {"kind": kind} for kind in kinds} for root, kinds in KINDS.items()})


def value_of(settings: BaseModel, path: str) -> Any:
    """The value that a setting has in these settings, by its path."""
    value: Any = settings
    for name in path.split("."):
        value = getattr(value, name)
    return value


def group_summaries() -> dict[str, str]:
    """What each group of settings is about, by path: the docstring of its class."""
    found = {"authority": _summary(Authority)}
    mechanism = Settings.model_fields["mechanism"].annotation
    assert isinstance(mechanism, type)
    assert issubclass(mechanism, BaseModel)
    found["mechanism"] = _summary(mechanism)
    for name, info in mechanism.model_fields.items():
        assert isinstance(info.annotation, type)
        found[f"mechanism.{name}"] = _summary(info.annotation)
    found[INTERVENTIONS] = "What is changed: each intervention that is switched on, by its name."
    found["events"] = "What happens at a set time in every arm, the baseline included: each event by its name."
    for root, kinds in KINDS.items():
        found.update({f"{root}.{kind}": _summary(model) for kind, model in kinds.items()})
    found["scenario"] = "A question with all it takes to ask it: interventions, events, mechanisms and design."
    return found


def _summary(model: type) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def note(info: FieldInfo, name: str) -> str:
    """One of `unit`, `source`, `grade` and `role` of a setting; empty where it has none."""
    extra = info.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""


def bound(info: FieldInfo, name: str) -> Any:
    """One limit of a setting: `ge`, `gt`, `le`, `min_length` or `max_length`; None where it has none."""
    return next((getattr(item, name) for item in info.metadata if hasattr(item, name)), None)


def allowed(info: FieldInfo) -> str:
    """What a setting may be, in words, without its unit: `a number from 0 to 2`."""
    kind, low, high = info.annotation, bound(info, "ge"), bound(info, "le")
    stated = note(info, "range")
    if stated:
        return stated
    if kind is bool:
        return "true or false"
    if get_origin(kind) is Literal:
        return _or([str(value) for value in get_args(kind)])
    if kind is str:
        return f"text of {bound(info, 'min_length')} to {bound(info, 'max_length')} characters"
    noun = "a whole number" if int in (kind, *get_args(kind)) else "a number"
    null = ", or null" if type(None) in get_args(kind) else ""
    if low is None:
        return f"{noun} above {_figure(bound(info, 'gt'))} and up to {_figure(high)}{null}"
    return f"{noun} from {_figure(low)} to {_figure(high)}{null}"


def _or(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def unit_of(info: FieldInfo) -> str:
    """The unit of a setting; empty where the words of `allowed` say it already."""
    unit = note(info, "unit").removesuffix(", or null")
    return "" if unit in ("number", "text", "name or tiers", "0 to 1") or unit == allowed(info) else unit
