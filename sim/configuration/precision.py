"""The word `precision=turnover_rate:0.5,burnout:0.01`: how narrow the interval of a difference must be to stop."""

from collections.abc import Sequence

from sim.configuration.names import suggestion
from sim.errors import UserError
from sim.outcomes import OUTCOMES

WORD = "precision"
_EXAMPLE = f"{WORD}=turnover_rate:0.5"


def take_precision(words: Sequence[str]) -> tuple[list[str], dict[str, float]]:
    """Take that word out of the words of a command: what is left, and half-widths by outcome, none where it is not there."""
    asked = [word for word in words if word.partition("=")[0].strip() == WORD]
    if len(asked) > 1:
        raise UserError(f"{WORD}: given twice; give it once, with commas between outcomes")
    rest = [word for word in words if word not in asked]
    return rest, read_precision(asked[0].partition("=")[2]) if asked else {}


def read_precision(text: str) -> dict[str, float]:
    """Half-widths by outcome, in the unit of the outcome; UserError for what does not fit."""
    names = [outcome.name for outcome in OUTCOMES]
    found: dict[str, float] = {}
    for part in text.strip().strip("[]").split(","):
        name, _, width = part.strip().partition(":")
        if name not in names:
            raise UserError(f"{WORD}: {name!r} is no outcome{suggestion(name, names)}; write {_EXAMPLE}")
        if name in found:
            raise UserError(f"{WORD}: {name} is given twice; give it once")
        try:
            found[name] = float(width)
        except ValueError:
            found[name] = 0.0
        if not 0.0 < found[name] < float("inf"):
            raise UserError(
                f"{WORD}: {part.strip()!r} does not fit; give half the width of the interval, above 0, as in {_EXAMPLE}"
            )
    return found
