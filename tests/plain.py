"""Single equations of the model in plain Python, on the records that the model uses, without a wait for the compiler.

Compiled functions call each other; `plain` gives the same source, all the way down, uncompiled. That both give the same
bytes is tested in `unit/test_without_jit.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np

from sim.levers import neutral_levers
from sim.settings.mechanism import Mechanism
from sim.settings.record import settings_row
from sim.state import NOBODY, Authority, Case, Post, Tally, Unit, dtype_of

_modules: dict[int, dict[str, Any]] = {}


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The source of a compiled function as plain Python, and all that it calls."""
    source = getattr(function, "py_func", function)
    return FunctionType(source.__code__, _plain_names(source.__globals__), source.__name__, source.__defaults__)


def _plain_names(names: dict[str, Any]) -> dict[str, Any]:
    """The names of a module, with plain Python in place of what is compiled."""
    if id(names) not in _modules:
        found = _modules[id(names)] = dict(names)
        for name, value in names.items():
            if hasattr(value, "py_func"):
                found[name] = plain(value)
    return _modules[id(names)]


@contextmanager
def keys_wrap_round() -> Iterator[None]:
    """Draws multiply modulo 2**64, which NumPy would report."""
    with np.errstate(over="ignore"):
        yield


def settings_of(**groups: dict[str, Any]) -> Any:
    """The settings as the model reads them, with these values written over the defaults: `hours={"contracted": 35}`."""
    row = settings_row(Mechanism())
    for group, values in groups.items():
        for name, value in values.items():
            row[group][name] = value
    return row[0]


def _rows(record: type, count: int, values: dict[str, Any]) -> Any:
    rows = np.zeros(count, dtype_of(record))
    for name, value in values.items():
        rows[name] = value
    return rows


def posts(count: int, **values: Any) -> Any:
    """Posts held by permanent people, all else 0 but for `values`, one each or one for all."""
    defaults = {"kind": 1, "established": 1, "arriving": NOBODY, "allowance": 100, "parent": NOBODY, "unit": NOBODY}
    return _rows(Post, count, {**defaults, "person": np.arange(count), **values})


def units(count: int, **values: Any) -> Any:
    """Units, front-line teams unless told, all else 0 but for `values`."""
    defaults = {"tier": 1, "parent": NOBODY, "queue_first": NOBODY, "queue_last": NOBODY}
    return _rows(Unit, count, {**defaults, **values})


def cases(count: int, **values: Any) -> Any:
    """Rows of the table of cases."""
    return _rows(Case, count, {"next": NOBODY, "holder": NOBODY, "worker": NOBODY, **values})


def authority(**values: Any) -> Any:
    """The record of one authority as usual, but for `values`."""
    usual = {"tiers": 3, "seed": 1, "procedures": 1.0, "spending": 1.0, "reputation": 0.5, "free_case": NOBODY}
    return _rows(Authority, 1, {**usual, "redesign_week": -1, **values})[0]


def tally() -> Any:
    """An empty tally of one week."""
    return np.zeros(1, dtype_of(Tally))[0]


def levers(tiers: int = 3, **values: float) -> Any:
    """The levers of one week, neutral but for `values` in every tier."""
    row = neutral_levers(1, tiers)
    for name, value in values.items():
        row[name] = value
    return row[0]
