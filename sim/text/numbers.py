"""Numbers as a reader sees them: few digits, a true minus, differences of percentages in percentage points."""

import numpy as np

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
# Decimals at the most.
_MOST_DIGITS = 6


def digits_of(size: float) -> int:
    """Decimals that show two figures of a number of this size, from one to four."""
    if not np.isfinite(size) or size == 0.0:
        return 1
    return int(np.clip(1 - np.floor(np.log10(abs(size))), 1, 4))


def digits_for(difference: float, low: float, high: float) -> int:
    """Decimals that a difference, or its interval, needs to be more than a row of zeros."""
    if not np.isfinite(difference):
        return 1
    digits = digits_of(float(np.nanmax([abs(difference), high - low, 0.0])))
    # An end that rounds to 0 would look as if the interval held it.
    while digits < _MOST_DIGITS and any(end != 0.0 and round(end, digits) == 0.0 for end in (low, high)):
        digits += 1
    return digits


def number(value: float, digits: int, sign: bool = False) -> str:
    """A number with `digits` decimals; a dash where it is not known."""
    if not np.isfinite(value):
        return DASH
    return f"{value:{'+' if sign else ''}z,.{digits}f}".replace("-", MINUS)


def level(value: float) -> str:
    """A level to three figures or so."""
    return number(value, digits_of(value / 10.0))


def pounds(value: float) -> str:
    """An amount of money to three figures: more would be pretence."""
    digits = 0 if value == 0.0 or not np.isfinite(value) else int(np.floor(np.log10(abs(value)))) - 2
    return number(round(value, -max(digits, 0)), 0) if np.isfinite(value) else number(value, 0)


def saves_or_costs(price: float, low: float, high: float, more: str = "") -> str:
    """What something costs in GBP, or saves where it costs less than nothing: `costs GBP 900 (400 to 1,400) in cash`.

    more: what else stands in the brackets.
    """
    ending = f"; {more})" if more else ")"
    size = pounds(abs(price))
    if low < 0.0 < high:
        word = "saves" if price < 0.0 else "costs"
        return f"{word} GBP {size} in cash (from saving {pounds(-low)} to costing {pounds(high)}{ending}"
    near, far = (pounds(value) for value in sorted((abs(low), abs(high))))
    if high <= 0.0:
        return f"saves GBP {size} ({near} to {far}{ending}"
    return f"costs GBP {size} ({near} to {far}{ending} in cash"


def interval(low: float, high: float, digits: int) -> str:
    """Both ends of an interval with their signs."""
    return f"{number(low, digits, True)} to {number(high, digits, True)}" if np.isfinite(low) else "no interval"


def difference(value: float, low: float, high: float) -> str:
    """A difference with its interval: `-0.9 (-1.5 to -0.4)`."""
    digits = digits_for(value, low, high)
    return f"{number(value, digits, True)} ({interval(low, high, digits)})"


def apart(value: float, low: float, high: float, unit: str) -> str:
    """A clear difference in plain words: `0.9 percentage points lower (0.4 to 1.5)`."""
    digits = digits_for(value, low, high)
    near, far = sorted((abs(low), abs(high)))
    way = "higher" if value > 0.0 else "lower"
    words = f" {unit_of_difference(unit)}".rstrip()
    return f"{number(abs(value), digits)}{words} {way} ({number(near, digits)} to {number(far, digits)})"


def unit_of_difference(unit: str) -> str:
    """The unit of a difference between two values of `unit`; nothing for a number on a scale."""
    if unit.startswith("%"):
        return "percentage points"
    return "" if " to " in unit else unit


def with_unit(value: str, unit: str) -> str:
    """A level with its unit in words."""
    if " to " in unit:
        return f"{value} on a scale from {unit}"
    return f"{value}{unit}" if unit.startswith("%") else f"{value} {unit}"


def share(value: float) -> str:
    """A chance in percent that is 0% or 100% only where it is exactly that."""
    return "under 1%" if 0.0 < value < 0.01 else "over 99%" if 0.99 < value < 1.0 else f"{value:.0%}"


def counted(number_of: int, thing: str) -> str:
    """A count with its noun."""
    return f"{number_of:,} {thing}{'' if number_of == 1 else 's'}"


def capital(text: str) -> str:
    """With a capital letter at the beginning."""
    return text[:1].upper() + text[1:]
