"""The settings.yaml of a sweep is one point of many: said in its first line, and to who runs it as a scenario of its own."""

import re
import shlex
from pathlib import Path

from sim.configuration.safe_yaml import home_of, read_text
from sim.errors import UserError
from sim.study.manifest import MANIFEST
from sim.study.reopened import manifest_in

_FIRST = re.compile(r"# The first of ([\d,]+) points of a sweep\b")


def first_line(points: int) -> str:
    """The first line of the settings.yaml of a sweep; empty where there is one point only."""
    return f"# The first of {points:,} points of a sweep, and no other: points.json holds them all.\n" * (points > 1)


def first_point_note(file: str | Path) -> str | None:
    """A sentence where a scenario is the first point of a sweep, in its folder or copied out of it; otherwise None.

    A folder written before its file had that first line is known by the manifest beside it. What cannot be read is left to
    who reads the file itself.
    """
    path = home_of(file)
    try:
        found = _FIRST.match(read_text(path))
    except UserError:
        return None
    points = found[1] if found else _points_beside(path)
    if points is None:
        return None
    folder = path.parent
    again = f"; coalface replay {shlex.quote(str(folder))} runs them all again" if (folder / MANIFEST).is_file() else ""
    return (
        f"{file}: holds the first of the {points} points of a sweep, and only that is run. Write the values that vary in the "
        f"words of the command, as that sweep did (its {MANIFEST} has the words){again}."
    )


def _points_beside(path: Path) -> str | None:
    if path.name != "settings.yaml":
        return None
    try:
        points = manifest_in(path.parent).get("points")
    except UserError:
        return None
    return f"{points:,}" if isinstance(points, int) and points > 1 else None
