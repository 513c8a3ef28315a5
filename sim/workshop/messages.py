"""What a page may say, read with care: it comes from a network, and may come from anyone in the room."""

import json
from math import isfinite
from typing import Any

from sim.errors import UserError

MOST_BYTES = 8_192
MOST_NUMBER = 2**31
MOST_LEVELS = 6
_ROLES = ("screen", "notes", "phone")


def read_message(text: str | bytes | None) -> dict[str, Any]:
    """One message, its type known and its common fields of the right kind; UserError, in words, for anything else."""
    if not isinstance(text, str):
        raise UserError("message: not text")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise UserError(f"message: more than {MOST_BYTES:,} bytes")
    if max(_depths(text)) > MOST_LEVELS:
        raise UserError("message: nested too deeply")
    try:
        message = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise UserError("message: not JSON") from None
    kind = message.get("type") if isinstance(message, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise UserError("message: of no known type")
    return {"type": kind, **{name: _field(message, name) for name in _FIELDS[kind]}}


def _depths(text: str) -> list[int]:
    """How deep every bracket stands, those in texts counted as well."""
    depth, depths = 0, [0]
    for letter in text:
        if letter in "[{":
            depth += 1
            depths.append(depth)
        elif letter in "]}":
            depth -= 1
    return depths


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _finite(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise ValueError(digits)
    return value


# Fields of each type of message.
_FIELDS: dict[str, tuple[str, ...]] = {
    "hello": ("role", "code"),
    "show": ("id", "scene", "arm", "week"),
    "leaving": ("id", "scene"),
    "hide": (),
    "reveal": (),
    "step": ("step",),
    "open": ("question",),
    "close": (),
    "count": ("question", "counts"),
    "vote": ("choice",),
}


def _field(message: dict[str, Any], name: str) -> Any:
    value = message.get(name)
    if name in ("id", "week", "step", "choice"):
        if type(value) is not int or not 0 <= value < MOST_NUMBER:
            raise UserError(f"message: {name} is no whole number from 0 on")
    elif name == "scene":
        if not isinstance(value, dict):
            raise UserError("message: scene is no group of settings")
    elif name == "arm":
        if value not in ("now", "changed"):
            raise UserError("message: arm is neither now nor changed")
    elif name == "role":
        if value not in _ROLES:
            raise UserError(f"message: role is none of {', '.join(_ROLES)}")
    elif name == "code":
        if value is not None and not (isinstance(value, str) and len(value) <= 40):
            raise UserError("message: code is no text")
    elif name == "question":
        if not (isinstance(value, str) and len(value) <= 60):
            raise UserError("message: question is no name")
    elif name == "counts" and not isinstance(value, list):
        raise UserError("message: counts is no list")
    return value
