"""Designs of a sweep: every combination, samples of what is uncertain, and screens of many interventions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np
import pandas as pd
from pydantic.fields import FieldInfo

from sim.configuration.catalogue import bound, fields_of_group, note, value_of
from sim.configuration.points import MOST_POINTS, Point, Sweep
from sim.errors import UserError
from sim.settings.mechanism import Mechanism
from sim.settings.study import Settings
from sim.study.designs.aliasing import aliasing
from sim.study.designs.screening import balanced_random, folded_plackett_burman
from sim.study.designs.space import DIGITS, Range, latin_hypercube, sobol
from sim.sweep.choices import AS_IT_IS, is_chosen

SAMPLINGS = ("factorial", "latin_hypercube", "sobol", "ends", "screen", "pairs")
# The grades that `ends` looks at unless told: what is well known is not where an answer turns.
WEAK_GRADES = "CD"
# How far a value may lie from its default, as a ratio, by how well it is known: wide enough to be wrong in, and narrow
# enough for the service still to be one. Bounds of the schema hold in any case.
PLAUSIBLE_RATIO = {"A": 1.1, "B": 1.25, "C": 1.5, "D": 2.0}
MOST_SCREENED = 25
# Points that effects take beside one for each intervention, as `sim.analysis.effects` says.
LEAST_MORE_POINTS = 4


@dataclass(frozen=True)
class Sampled:
    """Points of a design. words: what they are, for whoever is about to run them.

    screen: of a screen the design itself, one row a point, one column an intervention, -1 and 1.
    """

    points: list[Point]
    words: str
    screen: pd.DataFrame | None = None


def plausible_ranges(
    settings: Settings, below: Sequence[str] = ("mechanism",), grades: str = "ABCD"
) -> dict[str, Range]:
    """The plausible range of every mechanism setting of role `uncertain` whose path begins with one of `below`.

    grades: only settings with one of these. Switches have no range, nor has a number whose default is 0: what is off stays
    off.
    """
    ranges = {}
    for path, info in fields_of_group(Mechanism, "mechanism.").items():
        inside = any(path == one or path.startswith(f"{one}.") for one in below)
        if not inside or note(info, "role") != "uncertain" or not _is_number(info):
            continue
        if note(info, "grade") not in grades:
            continue
        value = float(value_of(settings, path))
        low, high = sorted((value / PLAUSIBLE_RATIO[note(info, "grade")], value * PLAUSIBLE_RATIO[note(info, "grade")]))
        low, high = max(low, bound(info, "ge")), min(high, bound(info, "le"))
        whole = int in (info.annotation, *get_args(info.annotation))
        if whole:
            low, high = float(np.ceil(low)), float(np.floor(high))
        if low < high:
            ranges[path] = Range(low, high, whole=whole)
    return ranges


def _is_number(info: FieldInfo) -> bool:
    return info.annotation in (int, float)


def sampled(sweep: Sweep, sampling: str, points: int, below: Sequence[str], grades: str = WEAK_GRADES) -> Sampled:
    """The points of a sweep by this design; grades are those of `ends`.

    Raises UserError for a design that does not fit what was asked.
    """
    if sampling not in SAMPLINGS:
        raise UserError(f"sampling: {sampling!r} does not fit; there are {', '.join(SAMPLINGS)}")
    if sampling in ("screen", "pairs"):
        return _screened(sweep, sampling, points)
    if sampling == "factorial":
        return Sampled(
            sweep.points(), f"every combination: {sweep.count:,} {'point' if sweep.count == 1 else 'points'}"
        )
    if sampling == "ends":
        return _ends(sweep, below, grades)
    base = _first(sweep)
    ranges = _ranges(sweep, base, below, "ABCD")
    make = latin_hypercube if sampling == "latin_hypercube" else sobol
    table = make(ranges, points, base.seed)
    rows = [{str(path): _plain(value) for path, value in row.items()} for row in table.to_dict("records")]
    combined = [{**values, **row} for values in sweep.combinations() for row in rows]
    words = f"{sampling.replace('_', ' ')} of {points:,} points over {len(ranges)} uncertain settings"
    return Sampled(sweep.points(combined), words)


def _first(sweep: Sweep) -> Settings:
    """The settings at the first of the varying values."""
    return sweep.settings_at({path: values[0] for path, values in sweep.varying.items()})


def _ranges(sweep: Sweep, base: Settings, below: Sequence[str], grades: str) -> dict[str, Range]:
    """Plausible ranges of what neither varies nor was given a value; UserError where nothing is left."""
    found = {
        path: one
        for path, one in plausible_ranges(base, below, grades).items()
        if path not in sweep.varying and path not in sweep.fixed.values
    }
    if not found:
        of_grade = "" if grades == "ABCD" else f" of grade {' or '.join(grades)}"
        raise UserError(
            f"over: {', '.join(below)} holds no uncertain number{of_grade}; write over=mechanism or a group of it"
        )
    return found


def _ends(sweep: Sweep, below: Sequence[str], grades: str) -> Sampled:
    """Everything as it is, then each uncertain setting at the low and at the high end of its plausible range."""
    worldly = [path for path in sweep.varying if not is_chosen(path)]
    if worldly:
        raise UserError(
            f"sampling: ends takes one assumption after another and leaves the rest as it is; give one value for {worldly[0]}"
        )
    base = _first(sweep)
    ranges = _ranges(sweep, base, below, grades)
    middle: dict[str, Any] = {"assumption": "", "end": AS_IT_IS, "value": ""}
    rows: list[tuple[dict[str, Any], dict[str, Any]]] = [({}, middle)]
    for path, one in ranges.items():
        for end, limit in (("low", one.low), ("high", one.high)):
            value = int(limit) if one.whole else float(f"{limit:.{DIGITS}g}")
            # A range that was cut at a bound of the schema may begin or end at the value itself.
            if value != value_of(base, path):
                rows.append(({path: value}, {"assumption": path, "end": end, "value": value}))
    combined = [(values, row, named) for row, named in rows for values in sweep.combinations()]
    if len(combined) > MOST_POINTS:
        raise UserError(f"{len(combined):,} points asked for; at most {MOST_POINTS:,} are made: give fewer values")
    made = sweep.points([{**values, **row} for values, row, _ in combined])
    points = [
        replace(point, values={**values, **named}) for point, (values, _, named) in zip(made, combined, strict=True)
    ]
    left_out = "".join(grade for grade in "ABCD" if grade not in grades)
    words = (
        f"{len(rows) - 1:,} ends of {len(ranges):,} uncertain settings of grade {' or '.join(grades)}, one at a time, and "
        "everything as it is"
    )
    if left_out:
        words += f"\nSettings of grade {' and '.join(left_out)} stay as they are; grades=ABCD takes all"
    return Sampled(points, words)


def _plain(value: Any) -> float | int:
    return int(value) if isinstance(value, (int, np.integer)) else float(value)


def _screened(sweep: Sweep, sampling: str, points: int) -> Sampled:
    """Interventions on or off, each point with all that are on together; what varies otherwise is not screened."""
    if sweep.varying:
        raise UserError(f"sampling: a screen varies interventions only; give one value for {next(iter(sweep.varying))}")
    base = sweep.settings_at({})
    names = sorted(base.interventions)
    if not 2 <= len(names) <= MOST_SCREENED:
        raise UserError(
            f"sampling: a screen needs 2 to {MOST_SCREENED} interventions; {len(names)} {'is' if len(names) == 1 else 'are'} "
            "switched on"
        )
    if sampling == "pairs" and points < len(names) + LEAST_MORE_POINTS:
        raise UserError(
            f"points: {points} given; effects of {len(names)} interventions take {len(names) + LEAST_MORE_POINTS} points at "
            "least, and pairs many more"
        )
    design = folded_plackett_burman(names) if sampling == "screen" else balanced_random(names, points, base.seed)
    made = [bundle_at(base, number, names, row) for number, row in enumerate(design.to_numpy())]
    words = f"{len(names)} interventions on or off in {len(made):,} points\n{aliasing(design).text()}"
    return Sampled(made, words, design)


def bundle_at(base: Settings, number: int, names: Sequence[str], levels: np.ndarray) -> Point:
    """A point with those of `names` switched on together whose level is above 0."""
    on = [name for name, level in zip(names, levels, strict=True) if level > 0]
    chosen: Mapping[str, Any] = {name: base.interventions[name] for name in on}
    settings = base.model_copy(
        update={"interventions": chosen, "design": "together", "placebos": False, "equal_cost": None}
    )
    return Point(number, {"intervention": on}, settings)
