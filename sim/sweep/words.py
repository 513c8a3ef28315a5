"""The words of a sweep that are no settings: how it is sampled, how precise it must be, where it is run."""

from dataclasses import dataclass, field

from sim.configuration.points import Sweep, read_sweep
from sim.configuration.precision import read_precision
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.request import Request, near
from sim.sweep.executor import LOCAL, Executor, executor_of
from sim.sweep.sampling import SAMPLINGS, WEAK_GRADES

MOST_SAMPLES = 100_000
# Every combination of 10 is 1,024 points.
MOST_COMBINED = 10
# Words that mean nothing elsewhere.
_NEEDED = {
    "points": ("latin_hypercube", "sobol", "pairs"),
    "over": ("latin_hypercube", "sobol", "ends"),
    "grades": ("ends",),
    "best": ("screen", "pairs"),
}
_WORDS = (
    "executor",
    "executor.scheduler",
    "precision",
    "sampling",
    "points",
    "over",
    "grades",
    "best",
    "outcome",
    "budget",
    "budget_hours",
)


@dataclass(frozen=True)
class Asked:
    """A sweep as it was asked for: what varies, how it is sampled and run, and what is to be read off it.

    points: of a sample. over: groups of settings that a sample covers, or the ends of which are taken, there only those
    of `grades`. best: how many of a screen go on to every combination of them; None for a screen alone. outcome: what the
    answer is about. budget: GBP a year, and budget_hours: hours a year, within which the best is sought: 0 for what
    takes none, or saves some; None for no limit.
    """

    sweep: Sweep
    executor: Executor
    sampling: str = "factorial"
    points: int = 64
    over: tuple[str, ...] = ("mechanism",)
    grades: str = WEAK_GRADES
    best: int | None = None
    precision: dict[str, float] = field(default_factory=dict)
    outcome: str = "turnover_rate"
    budget: float | None = None
    budget_hours: float | None = None


def read_words(request: Request) -> Asked:
    """Sort the words of a sweep; UserError for what does not fit."""
    own: dict[str, str] = {}
    rest = []
    for word in request.words:
        name, equals, value = word.partition("=")
        if name not in _WORDS or not equals:
            rest.append(word)
            continue
        if name in own:
            raise UserError(f"{name}: given twice; give it once")
        if not value.strip():
            raise UserError(f"{name}: no value given; write {name}=value")
        own[name] = value
    sampling = own.get("sampling", "factorial")
    if sampling not in SAMPLINGS:
        raise UserError(
            f"sampling: {sampling!r} does not fit{near(sampling, SAMPLINGS)}; there are {', '.join(SAMPLINGS)}"
        )
    for word, needed in _NEEDED.items():
        if word in own and sampling not in needed:
            raise UserError(f"{word}: only {_either(needed)} has a use for it; {sampling} is asked for")
    return Asked(
        read_sweep(rest, request.config_dir, request.file),
        executor_of(own.get("executor", LOCAL), own.get("executor.scheduler"), request.threads),
        sampling,
        _whole("points", own.get("points", "400" if sampling == "pairs" else "64")),
        tuple(part.strip() for part in own.get("over", "mechanism").strip("[]").split(",")),
        _grades(own["grades"]) if "grades" in own else WEAK_GRADES,
        _best(own["best"]) if "best" in own else None,
        read_precision(own["precision"]) if "precision" in own else {},
        _outcome("outcome", own.get("outcome", "turnover_rate")),
        _amount("budget", own["budget"]) if "budget" in own else None,
        _amount("budget_hours", own["budget_hours"]) if "budget_hours" in own else None,
    )


def _either(samplings: tuple[str, ...]) -> str:
    return " or ".join(f"sampling={one}" for one in samplings)


def _grades(text: str) -> str:
    letters = [part.strip().upper() for part in text.strip("[]").replace(",", " ").split()]
    grades = "".join(sorted(set("".join(letters))))
    if not grades or set(grades) - set("ABCD"):
        raise UserError(f"grades: {text!r} does not fit; give letters from A to D, as in grades=CD or grades=ABCD")
    return grades


def _best(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= MOST_COMBINED):
        raise UserError(
            f"best: {text!r} does not fit; give a whole number from 2 to {MOST_COMBINED}: every combination of so many is run"
        )
    return int(text)


def _outcome(word: str, name: str) -> str:
    names = [outcome.name for outcome in OUTCOMES]
    if name not in names:
        raise UserError(f"{word}: {name!r} is no outcome{near(name, names)}; coalface list outcomes shows them")
    return name


def _amount(word: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0.0 <= value < float("inf"):
        raise UserError(f"{word}: {text!r} does not fit; give a number from 0 up, as in {_EXAMPLES[word]}")
    return abs(value)  # -0 is 0


_EXAMPLES = {"budget": "budget=500000", "budget_hours": "budget_hours=8000"}


def _whole(word: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_SAMPLES):
        raise UserError(f"{word}: {text!r} does not fit; give a whole number from 1 to {MOST_SAMPLES:,}")
    return int(text)
