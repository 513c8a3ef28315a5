"""Sizes in the answer of a sweep, with no more figures than they are known to: a bound close to 0 is said in words."""

from collections.abc import Iterable

import numpy as np

from sim.outcomes import Outcome
from sim.text.numbers import DASH, digits_of, number, unit_of_difference

# Sizes from here on are shown without decimals, which would say nothing.
_WHOLE = 100.0


def with_interval(value: float, low: float, high: float) -> str:
    """A difference with its signs: `+1.2 (+0.4 to +2.0)`."""
    digits = _digits(value, low, high)
    return f"{signed(value, digits)} ({between(low, high, digits)})" if np.isfinite(low) else signed(value, digits)


def between(low: float, high: float, digits: int) -> str:
    """Both ends of an interval with their signs; one that rounds to 0 and is not 0 says on which side of it it is."""
    return f"{_bound(low, digits, True)} to {_bound(high, digits, True)}"


def change(value: float, low: float, high: float, unit: str) -> str:
    """A difference with its unit: `0.9 percentage points lower (0.4 to 1.5)`, with signs where the interval holds 0."""
    if not np.isfinite(value):
        return "by how much is not known"
    if value == low == high == 0.0:
        return "no difference at all"
    words = f" {unit_of_difference(unit)}".rstrip()
    digits = _digits(value, low, high)
    if not (low > 0.0 or high < 0.0):
        sure = f" ({between(low, high, digits)})" if np.isfinite(low) else ""
        return f"{signed(value, digits)}{words}{sure}"
    near, far = sorted((abs(low), abs(high)))
    way = "higher" if value > 0.0 else "lower"
    return f"{number(abs(value), digits)}{words} {way} ({_bound(near, digits)} to {number(far, digits)})"


def amount(value: float, outcome: Outcome) -> str:
    """The size of a difference with its unit, of either sign: `0.9 percentage points`."""
    return f"{number(abs(value), digits_of(value))} {unit_of_difference(outcome.unit)}".rstrip()


def signed(value: float, digits: int) -> str:
    """A number with its sign; nothing at all is 0."""
    return "0" if value == 0.0 else number(value, digits, True)


def plain(value: float, scale: float) -> str:
    """A size among others of which the largest is `scale`; nothing at all is 0."""
    return "0" if value == 0.0 else number(value, digits_of(scale))


def largest(values: Iterable[float]) -> float:
    """The largest size of those that are known; 0 where none is."""
    return max((abs(value) for value in values if np.isfinite(value)), default=0.0)


def where_lost(world: str, lost: float) -> str:
    """Where a choice loses most, in a report: a choice that loses nowhere has no such world, nor one of unknown losses."""
    if not np.isfinite(lost):
        return DASH
    return world if lost > 0.0 else "no better mean in any world"


def _digits(value: float, low: float, high: float) -> int:
    size = float(np.nanmax([abs(value), high - low, 0.0]))
    return 0 if size >= _WHOLE else digits_of(size)


def _bound(value: float, digits: int, sign: bool = False) -> str:
    if value == 0.0:
        return "0"
    if round(value, digits) == 0.0:
        return f"just {'above' if value > 0.0 else 'below'} 0"
    return number(value, digits, sign)
