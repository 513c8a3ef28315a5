"""Arguments such as `mechanism.reporting.fear=0.3` or `intervention=[rotation]`, read one at a time.

Hydra's own parser reads each; what it would accept in silence and nobody here could mean is refused in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, QuotedString, RangeSweep, Transformer
from hydra.errors import HydraException

from sim.configuration.names import listed, show, suggestion
from sim.configuration.own_files import Shelf
from sim.configuration.places import GROUPS, ONE_CHOICE, SCENARIO
from sim.errors import UserError

# Letters of one argument, and values of one setting in a sweep: more would keep the parser busy for minutes.
MOST_LETTERS, MOST_VALUES = 2_000, 10_000
# Presets of mechanisms whose names begin alike explain the same thing in different ways, so that two of them contradict
# each other: what good support is, and why leaders do not act.
RIVAL_FAMILIES = ("support_is_", "not_")
# Read by `coalface compare` beside the settings: under which rival explanations a study is run again.
RIVALS_WORD = "rivals"


@dataclass
class Given:
    """What a person asked for: files chosen in groups, and values of settings, both by name in the order given."""

    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def read_overrides(overrides: Sequence[str], shelf: Shelf) -> Given:
    """Sort the arguments into choices and values; UserError lists all that cannot be read, one line each."""
    given, problems = Given(), []
    for argument in overrides:
        try:
            _read_one(argument, shelf, given)
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    return given


def _read_one(argument: str, shelf: Shelf, given: Given) -> None:
    key, value = parse_override(argument)
    if key in given.choices or key in given.values:
        raise UserError(f"{key}: given twice; give it once")
    if key in GROUPS:
        given.choices[key] = read_choice(key, value, argument, shelf)
    else:
        given.values[key] = value


def parse_override(argument: str) -> tuple[str, Any]:
    """Name and value of one argument `name=value`; UserError where it is anything else."""
    key, text = _checked(argument)
    override = _parsed(argument, key, text)
    if override.is_sweep_override():
        raise UserError(_several(key, text))
    return key, override.value()


def _checked(argument: str) -> tuple[str, str]:
    """Name and text of one argument that may be handed to the parser."""
    key, equals, text = argument.partition("=")
    key = key.strip()
    if len(argument) > MOST_LETTERS:
        raise UserError(f"{key[:40]}: {len(argument):,} characters; at most {MOST_LETTERS:,} are read in one argument")
    _refuse_steering(argument, key)
    if not equals:
        raise UserError(f"{argument}: no value; write {key or 'name'}=value")
    if not re.fullmatch(r"[A-Za-z_][\w.\-/]*", key, re.ASCII):
        raise UserError(f"{argument}: {key!r} is not the name of a setting; write name=value")
    if text.strip() == "":
        raise UserError(f"{key}: no value given; write {key}=value")
    if text.count("[") != text.count("]") and not text.lstrip().startswith(("'", '"')):
        raise UserError(
            f"{key}: {text} has a bracket that is not closed; write a list as [a,b], in quotes for your shell"
        )
    return key, text


def parse_values(argument: str) -> tuple[str, list[Any]]:
    """Name and values of one argument of a sweep: `name=1,2,3`, `name=range(1,4)`, `name=choice(a,b)`, or one value.

    Numbers of a range are rounded to 12 digits, so that they are the same wherever they come from.
    """
    key, text = _checked(argument)
    override = _parsed(argument, key, text)
    if not override.is_sweep_override():
        return key, [override.value()]
    if override.is_interval_sweep():
        raise UserError(f"{key}: {text} has no end of values; give some, as in {key}=0.1,0.2, or a range(0,1,0.1)")
    values = list(islice(override.sweep_iterator(transformer=Transformer.identity), MOST_VALUES + 1))
    if len(values) > MOST_VALUES:
        raise UserError(f"{key}: {text} has more than {MOST_VALUES:,} values; give fewer")
    plain = [_plain(value) for value in values]
    asked = override.value()
    if isinstance(asked, RangeSweep) and asked.stop is not None:
        # The end of a range is no part of it; adding up decimals can let it in.
        stop, up = float(asked.stop), float(asked.step) > 0.0
        plain = [value for value in plain if (value < stop if up else value > stop)]
    return key, plain


def _plain(value: Any) -> Any:
    """A value of a sweep as one argument would give it."""
    if isinstance(value, QuotedString):
        return value.text
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _refuse_steering(argument: str, key: str) -> None:
    """Marks with which the composer could be told to add, delete, look up or start something."""
    for mark in ("${", "_target_"):
        if mark in argument:
            raise UserError(f"{argument}: '{mark}' is not allowed; write the value itself")
    if key.startswith(("~", "+")):
        bare = key.lstrip("~+")
        raise UserError(f"{argument}: settings can be changed, not added or removed; write {bare}=value")
    if "@" in key:
        raise UserError(f"{argument}: '@' is not allowed in a name; write {key.partition('@')[0]}=value")
    if re.match(r"hydra\b", key):
        raise UserError(f"{argument}: settings of Hydra cannot be changed here; use --config-dir for files of your own")


@cache
def _parser() -> OverridesParser:
    return OverridesParser.create()


def _parsed(argument: str, key: str, text: str) -> Override:
    if re.match(r"\s*glob\s*\(", text):
        raise UserError(f"{key}: glob() is not allowed; name what you mean, as in [rotation,more_posts]")
    try:
        return _parser().parse_override(argument)
    except (HydraException, ValueError, RecursionError):
        plain = text.strip().strip("'\"").replace("\\", "\\\\").replace("'", "\\'")
        raise UserError(
            f"{key}: {text} cannot be read; text with spaces or signs needs quotes: \"{key}='{plain}'\""
        ) from None


def _several(key: str, text: str) -> str:
    if key == SCENARIO:
        return f"{key}: {text} are several names; one scenario at most can be chosen"
    if key == RIVALS_WORD or (key in GROUPS and key not in ONE_CHOICE):
        return f"{key}: {text} are several names; write them in brackets: {key}=[{text}]"
    if key.endswith((".spans", ".reach")):
        return f"{key}: {text} are several values; write a list in brackets: {key}=[{text}]"
    return f"{key}: {text} asks for several values; this command takes one, several are for a sweep"


def read_choice(group: str, value: Any, argument: str, shelf: Shelf) -> tuple[str, ...]:
    """Names of files chosen in a group, each of which exists."""
    names = value if isinstance(value, list) else [value]
    allowed = shelf.names(group)
    if group in ONE_CHOICE and isinstance(value, list):
        how = "one scenario at most can be chosen" if group == SCENARIO else f"one {group} is needed"
        raise UserError(f"{argument}: {how}; give one of {listed(allowed)}")
    if group == "mechanism" and not names:
        raise UserError(f"{argument}: at least one mechanism file is needed; give some of {listed(allowed)}")
    for name in names:
        if not isinstance(name, str) or name not in allowed:
            raise UserError(
                f"{group}: there is no {show(name)}{suggestion(str(name), allowed)}; there are {listed(allowed)}"
            )
    if len(set(names)) != len(names):
        raise UserError(f"{argument}: names one twice; name each once")
    for family in RIVAL_FAMILIES if group == "mechanism" else ():
        rivals = [name for name in names if name.startswith(family)]
        if len(rivals) > 1:
            raise UserError(f"{argument}: {listed(rivals)} are rival explanations of one thing; choose one of them")
    return tuple(names)
