"""The command line. It imports what a command needs when the command is given, so that help answers at once."""

import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from sim.errors import ENDING, NoAnswer, Terminated, UserError, stopped_code
from sim.request import Request, near, read_request

HELP = """\
coalface: what happens between the front line and the top of a social work service

  coalface compare [SETTING=VALUE ...]   the service with interventions against the same service without them
  coalface sweep   [SETTING=VALUE,VALUE ...]   many such comparisons, remembered and resumed: see below
  coalface run     [SETTING=VALUE ...]   one run
  coalface survey  [SETTING=VALUE ...]   the simulated staff answer a survey; its correlations beside published ones
  coalface list    [KIND]                authorities, interventions, events, scenarios, mechanisms or outcomes
  coalface explain NAME                  meaning, unit, range, default and source of a setting, or what an outcome is made of
  coalface explain exits [FOLDER] why people left, from results written with exits=true; the newest unless named
  coalface cache   verify | gc           read every remembered run, or remove those that no present study can use
  coalface report  FOLDER                write the report of a comparison or a sweep into its folder again
  coalface replay  FOLDER                run a folder of results again: is every number the same? where not, which, and why?
                                         of a sweep every run is made again, unless cache=FOLDER says where some are kept
  coalface diff    A B                   what tells two folders of results, settings files or scenarios apart
  coalface authority import   a profile of a real authority, from the published census or a list of teams; see its --help
  coalface workshop [STORY]   the service and what its leaders believe of it, live in a browser; see its --help
  coalface warmup                        compile the model now, so that the first run need not wait

  authority=NAME                  which authority, such as authority=large_county
  'intervention=[NAME,NAME]'      which interventions; [] for none, all for every one there is
  design=together                 those in one pair of brackets as one bundle; factorial for every combination of them; each
                                  of them alone unless given
  'event=[NAME,NAME]'             what happens at a set time in every arm, the baseline included
  scenario=NAME                   a question with all it takes to ask it; whatever else you write counts more
  'mechanism=[NAME]'              which mechanisms: full or core
  years=5 replicates=100 seed=1   how long, how often, which random numbers
  GROUP.SETTING=VALUE             any other setting, such as interventions.rotation.months=6 or
                                  events.staff_shock.week=52
  rivals=all                      compare again under each rival explanation, or 'rivals=[NAME,NAME]': what survives?
  out=FOLDER                      where results go; a new folder in results/ unless given
  threads=N                       processors to use; all unless given; they do not change a number
  exits=true                      compare or run: also log everyone who leaves, and why; it changes no number

  --file SCENARIO.yaml            compare, sweep, run or survey what somebody else's file holds, such as settings.yaml of a
                                  folder of results; read with care, and whatever else you write counts more
  For a sweep: several values as in years=3,5 or interventions.rotation.months=range(3,13,3) or
  'intervention=[rotation],[more_posts]'; precision=turnover_rate:0.5 stops when half the interval is so narrow;
  cache=FOLDER                    where runs are remembered; your own cache folder unless given
  its answer: which choice is best for outcome=NAME within budget=GBP and budget_hours=HOURS, over which worlds, and what
                                  else those in the first place worsen
  sampling=ends                   each weak assumption (grades=CD) in over=mechanism to both ends of what is plausible
  sampling=screen best=4          find what does something, then run every combination of the best four on fresh seeds; pairs too
  sampling=latin_hypercube        or sobol, with points=64: everything uncertain in over= varied together
  executor=dask                   on a Dask cluster; executor.scheduler=tcp://HOST:PORT for one that runs already
  --dry-run                       say how many runs and about how long, and stop
  --shard 2/8                     the second eighth of the runs, for job arrays; the cache brings them together

  --show-settings                 print every setting with its value, and run nothing
  --config-dir FOLDER             also choose from your own files in FOLDER/authority, /mechanism, /intervention, /event
                                  or /scenario
  --version, --help

Brackets need quotes in some shells, as above. Text with spaces or signs needs two pairs:
  coalface compare "authority.title='My council'"
"""
# Signals that come so soon after another say the same.
_SECONDS_OF_ONE_END = 2.0
_MORE_HELP = "All commands, and how settings are written: coalface --help. One setting or word: coalface explain NAME."


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns the exit code.

    0: done. 1: not the same numbers (replay), damaged (cache verify), or no answer because every run failed. 2: a mistake to
    mend, with nothing written; or other results came to the same folder meanwhile, and these are where the message says.
    130: interrupted by Ctrl-C. 143: by SIGTERM. 129: by SIGHUP, as when the terminal is closed.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows its code rather than stopping
            stream.reconfigure(errors="backslashreplace")
    try:
        with _ended_in_good_order(argv is None):
            return _obey(arguments)
    except NoAnswer as failure:
        return _say(str(failure), 1)
    except UserError as error:
        return _say(str(error), 2)
    except KeyboardInterrupt as stopped:
        return _say("interrupted, nothing written", stopped_code(stopped))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _say(_words_of(error), 2)


def _words_of(error: OSError) -> str:
    """What the operating system did not let us do, in one line."""
    from sim.study.place import reason_of

    if error.filename is not None:
        return f"{error.filename}: {reason_of(error)}; nothing is written"
    if isinstance(error, FileNotFoundError):  # said of the folder that every other is found from
        return "the folder that you are in is no longer there; go to one that is, and give the command again"
    # What is written to files is named: this was to be printed.
    return f"standard output: {reason_of(error)}; results that were written before stay where they are"


def _have_streams() -> None:
    """Where whoever started this has closed standard output or error, what is written there goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 -- open to the end


@contextmanager
def _ended_in_good_order(program: bool) -> Iterator[None]:
    """Stop at SIGTERM and SIGHUP as at Ctrl-C, so that nothing half written stays.

    Who has another way of ending keeps it, and so does who was started to outlive the terminal (`nohup`). program: whether
    the process ends with the command. It then waits for threads that are in the middle of a year: whoever asks again is
    obeyed at once.
    """
    numbers = (signal.SIGINT, *ENDING) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.getsignal(number) for number in numbers}
    ours = {number: way for number, way in before.items() if way in (signal.SIG_DFL, signal.default_int_handler)}
    heard, tidy = -math.inf, False

    def end(number: int, frame: object) -> None:
        nonlocal heard
        # People press Ctrl-C twice, a terminal that closes says so twice, and tidying up is not to be stopped half way.
        if time.monotonic() - heard < _SECONDS_OF_ONE_END:
            return
        heard = time.monotonic()
        if tidy:
            os._exit(128 + number)
        raise KeyboardInterrupt if number == signal.SIGINT else Terminated(number)

    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        tidy = program and heard > -math.inf
        for number, way in ({} if tidy else ours).items():
            signal.signal(number, way)


def _say(text: str, code: int) -> int:
    with suppress(OSError):  # the terminal may be closed
        print(text, file=sys.stderr, flush=True)
    return code


def _obey(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        print(HELP, end="")
        return 0
    if arguments[0] == "--version":
        from importlib.metadata import version

        print(f"coalface {version('coalface')}")
        return 0
    command, rest = arguments[0], arguments[1:]
    if command not in COMMANDS:
        raise UserError(f"{command}: no such command{near(command, list(COMMANDS))}; there are {', '.join(COMMANDS)}")
    if command in WITH_OPTIONS_OF_THEIR_OWN:
        return _function_of(command)(rest)
    if command == "explain" and (said := _words_explained(rest)):  # `out` and the like, as names and not as options
        print(said)
        return 0
    request = read_request(rest)
    if request.help:
        print(_help_of(command), end="")
        return 0
    if request.file is not None and command not in ("compare", "sweep", "run", "survey"):
        raise UserError(f"--file: `coalface {command}` reads no scenario; compare, sweep, run and survey do")
    if request.file is not None:
        _say_first_point(request.file)
    if (request.dry_run or request.shard != (1, 1)) and command != "sweep":
        raise UserError(
            f"--dry-run and --shard are for coalface sweep; `coalface {command}` has no plan to show or share"
        )
    if command not in ("report", "replay"):  # these say what they take themselves
        _check_taken(command, request)
    return _function_of(command)(request, ["coalface", *arguments])


def _check_taken(command: str, request: Request) -> None:
    """UserError where a word would not be heeded, so that nobody waits for what does not come."""
    from sim.configuration.words import TAKE_SETTINGS, check_taken

    given = {
        "out": request.out is not None,
        "cache": request.cache is not None,
        "exits": request.exits,
        "--show-settings": request.show_settings,
    }
    names = [name for name, there in given.items() if there]
    if command in TAKE_SETTINGS:
        names += [name for name, equals, _ in (word.partition("=") for word in request.words) if equals]
    check_taken(command, names)


def _say_first_point(file: Path) -> None:
    """That a file is one point of a sweep and not the whole of it, on standard error."""
    from sim.study.first_point import first_point_note

    note = first_point_note(file)
    if note is not None:
        print(note, file=sys.stderr, flush=True)


def _help_of(command: str) -> str:
    """What one command does and the words that it takes; the general help for one without words of its own."""
    from sim.configuration.words import words_of

    words = words_of(command)
    if not words:
        return HELP
    first, *lines = HELP[HELP.index(f"\n  coalface {command} ") + 1 :].splitlines()
    # What stands further in goes on with the line above it.
    further = lines[: next(place for place, line in enumerate(lines) if not line.startswith("     "))]
    return "\n".join([*(line.removeprefix("  ") for line in (first, *further)), "", words, "", _MORE_HELP, ""])


def _words_explained(words: Sequence[str]) -> str:
    """What these words of the command line mean; empty where one of them is none."""
    from sim.configuration.words import explain_word

    said = [explain_word(word) for word in words]
    return "\n\n".join(one for one in said if one is not None) if all(said) else ""


# The module and the function of each command.
COMMANDS = {
    "compare": ("sim.commands.studies", "compare"),
    "sweep": ("sim.commands.sweeps", "sweep"),
    "run": ("sim.commands.studies", "run"),
    "survey": ("sim.commands.studies", "survey"),
    "list": ("sim.commands.listing", "listing"),
    "explain": ("sim.commands.explain", "explain_names"),
    "cache": ("sim.commands.sweeps", "cache"),
    "report": ("sim.commands.results", "report"),
    "replay": ("sim.commands.results", "replay"),
    "diff": ("sim.commands.diff", "diff"),
    "warmup": ("sim.commands.warmup", "warmup"),
    "authority": ("sim.authorities.command", "authority"),
    "workshop": ("sim.workshop.command", "workshop"),
}
# These read their arguments themselves.
WITH_OPTIONS_OF_THEIR_OWN = ("authority", "workshop")


def _function_of(command: str) -> Callable[..., int]:
    """The function of a command, imported only now."""
    module, name = COMMANDS[command]
    function: Callable[..., int] = getattr(import_module(module), name)
    return function
