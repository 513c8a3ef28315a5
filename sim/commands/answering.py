"""What commands that run a study have in common: where results go, what is said of them, and the exit code."""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sim.configuration.loader import left_out_note
from sim.configuration.scenario_note import scenario_note
from sim.request import Request
from sim.settings.study import Settings

RESULTS = Path("results")


def answered(written: Path, settings: Settings) -> int:
    """The exit code of a study that is written: 0, or 1 where every run failed, which is then said on standard error."""
    from sim.study.failures import no_answer

    words = no_answer(written / "runs.parquet", settings)
    if words:
        print(words, file=sys.stderr, flush=True)
    return 1 if words else 0


def say_scenario(words: Sequence[str], request: Request) -> None:
    """What the chosen scenario sets, on standard error."""
    note = scenario_note(words, request.config_dir)
    if note is not None:
        print(note, file=sys.stderr, flush=True)


def left_out_notes(words: Sequence[str], request: Request, command: str) -> list[str]:
    """A note on interventions that were left out, as this authority has not whom they reach; none where none was."""
    if request.file is not None:
        return []
    note = left_out_note(words, config_dir=request.config_dir, command=command)
    return [note] if note else []


def say_notes(notes: Sequence[str]) -> None:
    """Notes on standard error, where they stand in no answer."""
    for note in notes:
        print(f"Note: {note}.", file=sys.stderr, flush=True)


def say_altered(folder: Path) -> None:
    """Which files of a folder of results are no longer what was written, on standard error."""
    from sim.study.digests import altered
    from sim.study.reopened import manifest_in

    for words in altered(folder, manifest_in(folder)):
        print(f"{folder}: {words}", file=sys.stderr)


def where(request: Request, written: Path) -> str:
    """Where the results are, and what else can be asked of them."""
    more = f"Why people left: coalface explain exits {shlex.quote(str(written))}\n" if request.exits else ""
    report = f"Report:  {written / 'report.html'}\n" if (written / "report.html").exists() else ""
    return f"Results: {written}\n{report}{more}"


def next_folder(command: str) -> Path:
    """The first of `results/COMMAND-1`, `results/COMMAND-2`, … that does not exist."""
    return next(folder for number in count(1) if not (folder := RESULTS / f"{command}-{number}").exists())


def kept(request: Request, write: Callable[[], Path]) -> Path:
    """The folder that was written; the next one where nobody named it and another study took its name meanwhile."""
    from sim.study.place import Taken

    try:
        return write()
    except Taken as taken:
        if request.out is not None:
            raise
        return taken.kept


def show(text: str) -> int:
    """Write to standard output; 0, the exit code of what went well."""
    sys.stdout.write(text)
    sys.stdout.flush()
    return 0


@contextmanager
def no_empty_folder(folder: Path) -> Iterator[None]:
    """Where nothing comes of the work, a folder made for its results goes too, unless it holds something."""
    before = folder.exists()
    try:
        yield
    except BaseException:
        if not before:
            with suppress(OSError):
                folder.rmdir()
        raise
