"""Names and values in sentences, and the nearest right name to one that does not exist."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any


def nearest(given: str, names: Collection[str]) -> str | None:
    """The name that was probably meant, or None; `fear` and `reporting.fear` find `mechanism.reporting.fear`."""
    ending = [name for name in names if name.endswith("." + given)]
    if ending:
        return min(ending, key=len)
    whole = get_close_matches(given, names, n=1, cutoff=0.75)
    if whole:
        return whole[0]
    last = {name.rpartition(".")[2]: name for name in names}
    close = get_close_matches(given.rpartition(".")[2], last, n=1, cutoff=0.75) or get_close_matches(given, names, n=1)
    return last.get(close[0], close[0]) if close else None


def suggestion(given: str, names: Collection[str]) -> str:
    """A closing clause with the nearest name, empty where none is near."""
    found = nearest(given, names)
    return f"; the nearest is {found}" if found else ""


def listed(names: Collection[str]) -> str:
    """Names in a row: `a, b and c`."""
    *rest, last = names or ("none",)
    return f"{', '.join(rest)} and {last}" if rest else last


def show(value: Any) -> str:
    """A value as a person would write it, cut where it is long."""
    if isinstance(value, str):
        text = repr(value)
    elif isinstance(value, list | tuple):
        text = f"[{', '.join(show(item) for item in value)}]"
    else:
        text = (
            {None: "null", True: "true", False: "false"}[value]
            if value is None or isinstance(value, bool)
            else str(value)
        )
    return text if len(text) <= 80 else text[:77] + "..."
