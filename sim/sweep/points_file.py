"""points.json: what makes each point of a sweep, so that its folder can be run again without any other file.

settings.yaml holds every setting of the first point. points.json holds the values that vary, exactly, and what else is not
as in settings.yaml, such as the whole profile that goes with the name of an authority. It may come from anyone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.configuration.points import MOST_POINTS, Point
from sim.configuration.safe_yaml import hidden_in, named, read_bytes
from sim.configuration.trees import apply_values, holds
from sim.configuration.written import settings_from_mapping
from sim.errors import UserError
from sim.settings.study import Settings
from sim.sweep.plan import PlannedPoint

POINTS = "points.json"
MOST_BYTES = 500_000_000
_NAMES = ("varying", "set", "further", "points")


def points_text(points: Sequence[PlannedPoint]) -> str:
    """The text of points.json.

    varying: names of what varies. set: those of them that are settings by their own name. further: other settings, by
    name, as some points have them. points: for each its place in `further`, then its values in the order of `varying`.
    """
    dumps = (one.point.settings.model_dump(mode="json") for one in points)
    base = points[0].point.settings.model_dump(mode="json")
    varying = list(points[0].point.values)
    settings = [path for path in varying if holds(base, path)]
    further: dict[str, int] = {}
    rows = []
    for one, dump in zip(points, dumps, strict=True):
        values = one.point.values
        made = apply_values(base, {path: values[path] for path in settings})
        rest = json.dumps(dict(_differing(made, dump)), ensure_ascii=False)
        place = further.setdefault(rest, len(further))
        rows.append(json.dumps([place, *(values[path] for path in varying)], ensure_ascii=False))
    lists = [f"{json.dumps(name)}: {json.dumps(names)}" for name, names in (("varying", varying), ("set", settings))]
    long = [
        f"{json.dumps(name)}: [\n" + ",\n".join(lines) + "\n]"
        for name, lines in (("further", further), ("points", rows))
    ]
    return "{" + ",\n".join([*lists, *long]) + "}\n"


def _differing(base: Mapping[str, Any], other: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """What of `other` is not as in `base`, by path; a group with other names in it, or in another order, as a whole."""
    for name, value in other.items():
        there = base[name]
        if value == there and not isinstance(value, Mapping):
            continue
        both = isinstance(value, Mapping) and isinstance(there, Mapping)
        if not both or list(value) != list(there) or any("." in inner for inner in value):
            yield above + name, value
        elif value != there:
            yield from _differing(there, value, f"{above}{name}.")


def read_points(file: Path, first: Settings) -> list[Point]:
    """The points that `points_text` wrote; UserError where it is anything else. first: the settings of the first point."""
    try:
        content = json.loads(read_bytes(file, MOST_BYTES))
    except (ValueError, RecursionError):
        content = None
    if not _is_whole(content):
        raise UserError(f"{named(file)}: damaged, or not the points of a sweep as coalface writes them")
    base = first.model_dump(mode="json")
    points = []
    for number, (place, *values) in enumerate(content["points"]):
        chosen = dict(zip(content["varying"], values, strict=True))
        own = {path: chosen[path] for path in content["set"]}
        try:
            tree = apply_values(apply_values(base, own), content["further"][place])
            points.append(Point(number, chosen, settings_from_mapping(tree)))
        except UserError as error:
            raise UserError(f"{named(file)}: point {number}: {error}") from None
    if points[0].settings != first:
        raise UserError(
            f"{named(file)}: its first point is not the one in settings.yaml: one of the two has been edited"
        )
    return points


def _is_whole(content: Any) -> bool:
    if not isinstance(content, dict) or any(not isinstance(content.get(name), list) for name in _NAMES):
        return False
    varying, own, further, points = (content[name] for name in _NAMES)
    return (
        all(isinstance(name, str) for name in [*varying, *own])
        and set(own) <= set(varying)
        and all(isinstance(one, dict) for one in further)
        and 0 < len(points) <= MOST_POINTS
        and all(isinstance(one, list) and len(one) == len(varying) + 1 for one in points)
        and all(isinstance(one[0], int) and 0 <= one[0] < len(further) for one in points)
        and not any(hidden_in(text) for text in _texts(content))
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in it, names included."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            stack.extend(one)
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
