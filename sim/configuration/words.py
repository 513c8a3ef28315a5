"""The words of the command line that are no settings of a study: what each does, what it may be, an example.

`exits` is not among them: `coalface explain exits` reads the log of those who left.
"""

from collections.abc import Iterable
from textwrap import wrap

from sim.configuration.names import listed
from sim.errors import UserError
from sim.text.tables import WIDTH

EVERY = "all that take settings"
TAKE_SETTINGS = ("compare", "run", "sweep", "survey")
# Each: the commands that take it, what it does, an example.
WORDS: dict[str, tuple[str, str, str]] = {
    "precision": (
        "compare, sweep",
        "stops as soon as half the 95% interval of a difference is as narrow as this, in the unit of the outcome; replicates "
        "is then the most that are run",
        "precision=turnover_rate:0.5,burnout:0.01",
    ),
    "rivals": (
        "compare",
        "runs the study again under rival explanations of what good support is, why leaders do not act and how belief takes "
        "in, and says what survives: all, or the names of mechanism files",
        "rivals=all",
    ),
    "sampling": (
        "sweep",
        "which points are run: factorial, every combination of the values given; latin_hypercube or sobol, samples of what "
        "is uncertain; ends, each uncertain setting at both ends of its range; screen, a few bundles of many interventions; "
        "pairs, random bundles",
        "sampling=latin_hypercube points=100 over=mechanism.support",
    ),
    "points": ("sweep", "how many points a sample has", "points=100"),
    "over": (
        "sweep",
        "the groups of settings that a sample covers, or whose ends are taken",
        "over=mechanism.support,mechanism.voice",
    ),
    "grades": ("sweep", "with sampling=ends, only settings known this well, by grade", "grades=CD"),
    "best": (
        "sweep",
        "with sampling=screen or pairs, how many of the interventions go on to every combination of them",
        "best=4",
    ),
    "outcome": ("sweep", "the outcome that the answer is about; coalface list outcomes shows them", "outcome=burnout"),
    "budget": ("sweep", "GBP a year within which the best is sought; 0 for what takes none", "budget=500000"),
    "budget_hours": ("sweep", "hours of work a year within which the best is sought", "budget_hours=8000"),
    "executor": ("sweep", "where blocks of runs are run: local threads, or a Dask cluster", "executor=dask"),
    "executor.scheduler": (
        "sweep",
        "the address of a Dask cluster that runs already",
        "executor.scheduler=tcp://host:8786",
    ),
    "cache": ("sweep, cache", "the folder where runs are remembered; your own cache folder unless given", "cache=runs"),
    "out": ("compare, run, sweep", "the folder of results; a new one in results/ unless given", "out=answer"),
    "threads": ("compare, sweep", "processors to use, all unless given; they change no number", "threads=4"),
    "--file": (
        "compare, sweep, run, survey",
        "takes a scenario from one file, such as the settings.yaml of a folder of results, read with care",
        "--file scenario.yaml",
    ),
    "--config-dir": (
        EVERY,
        "also chooses from your own files in FOLDER/authority, /mechanism, /intervention, /event and /scenario",
        "--config-dir my_files",
    ),
    "--show-settings": ("compare, run, sweep, survey", "prints every setting and runs nothing", "--show-settings"),
    "--dry-run": ("sweep", "says how many runs and about how long, and stops", "--dry-run"),
    "--shard": ("sweep", "one part of the runs, for job arrays; the cache brings the parts together", "--shard 2/8"),
}


# Of these not every command that takes them has something to say in its help.
_ALSO_TAKEN = {"cache": ("sweep", "cache", "replay"), "exits": ("compare", "run")}


def check_taken(command: str, names: Iterable[str]) -> None:
    """UserError where one of these words of the command line is none that `command` heeds."""
    for name in names:
        takers = _ALSO_TAKEN.get(name) or _takers(name)
        if takers and command not in takers:
            example = WORDS[name][2] if name in WORDS else f"{name}=true"
            raise UserError(
                f"{name}: `coalface {command}` has no use for it; {listed(takers)} {'has' if len(takers) == 1 else 'have'}, "
                f"as in coalface {takers[0]} {example}"
            )


def _takers(name: str) -> tuple[str, ...]:
    """The commands that take a word; none for what is no such word."""
    commands = WORDS[name][0] if name in WORDS else ""
    return TAKE_SETTINGS if commands == EVERY else tuple(filter(None, commands.split(", ")))


def words_of(command: str) -> str:
    """What each word of one command does, a paragraph each; empty where it has none of its own."""
    lines = []
    for name, (_, does, example) in WORDS.items():
        if command in _takers(name):
            lines += [f"  {example}", *wrap(does, WIDTH, initial_indent="      ", subsequent_indent="      ")]
    return "\n".join(lines)


def explain_word(word: str) -> str | None:
    """What a word of the command line does; None for any other."""
    name = next((each for each in (word, f"--{word}") if each in WORDS), None)
    if name is None:
        return None
    commands, does, example = WORDS[name]
    lines = [
        name,
        "  a word of the command line, no setting of a study",
        *wrap(does, WIDTH, initial_indent="  ", subsequent_indent="  "),
        f"  for      {commands}",
        f"  example  {example}",
    ]
    return "\n".join(lines)
