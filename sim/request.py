"""The words of a command line, sorted. Folders and threads are taken out here, so that a path may hold any sign."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from sim.errors import UserError

MOST_THREADS = 1024
MOST_SHARDS = 100_000
OPTIONS = ("--help", "--show-settings", "--config-dir", "--file", "--dry-run", "--shard")

# Each names one thing: of two, nobody knows which is meant.
_ONCE = ("out", "cache", "threads", "exits", "--config-dir", "--file", "--shard")


@dataclass
class Request:
    """What was asked of one command. words: everything that is neither an option nor `out=`, `threads=`, `exits=`."""

    words: list[str] = field(default_factory=list)
    out: Path | None = None
    threads: int | None = None
    exits: bool = False
    config_dir: str | None = None
    file: Path | None = None
    cache: Path | None = None
    dry_run: bool = False
    shard: tuple[int, int] = (1, 1)
    show_settings: bool = False
    help: bool = False


def read_request(arguments: Sequence[str]) -> Request:
    """Sort the arguments that follow a command; UserError for an unknown option or a value that does not fit."""
    request, rest = Request(), list(arguments)
    given: set[str] = set()
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        if option in given:
            raise UserError(f"{option}: given twice; give it once")
        if option in _ONCE and (equals or option.startswith("-")):
            given.add(option)
        if option == "--config-dir":
            if not equals and not rest:
                raise UserError("--config-dir: no folder given; write --config-dir FOLDER")
            request.config_dir = value if equals else rest.pop(0)
        elif option == "--file":
            if not (value if equals else rest):
                raise UserError("--file: no file given; write --file scenario.yaml")
            request.file = Path(value if equals else rest.pop(0))
        elif word == "--dry-run":
            request.dry_run = True
        elif option == "--shard":
            request.shard = _shard(value if equals else (rest.pop(0) if rest else ""))
        elif word == "--show-settings":
            request.show_settings = True
        elif word in ("--help", "-h"):
            request.help = True
        elif word.startswith("-"):
            raise UserError(f"{word}: no such option{near(option, OPTIONS)}; there are {', '.join(OPTIONS)}")
        elif option == "out":
            request.out = _folder(value)
        elif option == "cache":
            request.cache = _folder(value, "cache")
        elif option == "threads":
            request.threads = _threads(value)
        elif option == "exits" and equals:
            request.exits = _exits(value)
        else:
            request.words.append(word)
    request.words = rejoined(request.words)
    return request


def near(given: str, names: Sequence[str]) -> str:
    """A closing clause with the nearest name, empty where none is near."""
    close = get_close_matches(given, names, n=1)
    return f"; the nearest is {close[0]}" if close else ""


def _folder(value: str, name: str = "out") -> Path:
    if not value.strip():
        raise UserError(f"{name}: no folder given; write {name}=FOLDER")
    return Path(value).expanduser()


def _shard(value: str) -> tuple[int, int]:
    number, slash, shards = value.partition("/")
    if not (slash and number.isdecimal() and shards.isdecimal() and 1 <= int(number) <= int(shards) <= MOST_SHARDS):
        raise UserError(f"--shard: {value!r} does not fit; write --shard 2/8 for the second of eight")
    return int(number), int(shards)


def _threads(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_THREADS):
        raise UserError(f"threads: {value!r} does not fit; give a whole number from 1 to {MOST_THREADS:,} (processors)")
    return int(value)


def _exits(value: str) -> bool:
    if value not in ("true", "false"):
        raise UserError(f"exits: {value!r} does not fit; give true (log everyone who leaves, and why) or false")
    return value == "true"


def rejoined(words: Sequence[str]) -> list[str]:
    """Join a word with an open bracket to those that follow: some shells split `intervention=[a, b]`."""
    joined: list[str] = []
    for word in words:
        if joined and "=" in joined[-1] and joined[-1].count("[") > joined[-1].count("]"):
            joined[-1] += " " + word
        else:
            joined.append(word)
    return joined
