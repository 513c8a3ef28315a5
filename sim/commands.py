"""The commands that run the model: compare, run and warmup."""

import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from sim.configuration.loader import left_out_note, load_settings
from sim.configuration.precision import take_precision
from sim.configuration.rivals import explanations, take_rivals
from sim.configuration.scenario_note import scenario_note
from sim.configuration.written import resolved_yaml
from sim.errors import NoAnswer, UserError
from sim.request import Request
from sim.settings.study import Settings

RESULTS = Path("results")


def compare(request: Request, command: list[str]) -> int:
    """Compare, write the folder of results and print the answer."""
    words, names = take_rivals(request.words, request.config_dir)
    words, precision = take_precision(words)
    if names and precision:
        raise UserError("precision: a study under rivals needs the same number of replicates everywhere; leave one out")
    settings = load_settings(words, config_dir=request.config_dir, command="compare", file=request.file)
    left_out = _left_out(words, request, "compare")
    others, notes = explanations(settings, names, request.config_dir)
    if request.show_settings:
        _say_scenario(words, request)
        _say_left_out(left_out)
        return _show(resolved_yaml(settings))
    from sim.study.arms import arms_of
    from sim.study.comparison import compare
    from sim.study.folder import check_out, write_comparison
    from sim.study.rivals import Rivals, check_rivals, compare_rivals

    out = request.out or next_folder("compare")
    check_out(out, settings, precision=precision)
    rivals: Rivals | None = None
    if names:
        check_rivals(settings)
    arms_of(settings)  # a study that cannot be is refused before anything is said
    _say_scenario(words, request)
    say_that_it_compiles()
    with _no_empty_folder(out.parent), bar() as progress:
        if names:
            comparison, rivals = compare_rivals(
                settings,
                others,
                notes=notes,
                threads=request.threads,
                progress=progress,
                out=out,
                exits=request.exits,
            )
        else:
            comparison = compare(
                settings,
                threads=request.threads,
                progress=progress,
                out=out,
                exits=request.exits,
                precision=precision,
            )
        comparison = replace(comparison, notes=(*left_out, *comparison.notes))
        written = _kept(request, lambda: write_comparison(comparison, out, command=command, rivals=rivals))
    said = [comparison.text_table(), *([rivals.text()] if rivals else []), _where(request, written)]
    _show("\n\n".join(said))
    return answered(written, settings)


def run(request: Request, command: list[str]) -> int:
    """Run once, write the folder of results and print the outcomes."""
    settings = load_settings(request.words, config_dir=request.config_dir, command="run", file=request.file)
    left_out = _left_out(request.words, request, "run")
    _say_scenario(request.words, request)
    if request.show_settings:
        _say_left_out(left_out)
        return _show(resolved_yaml(settings))
    from sim.listing import table
    from sim.study.failures import likely_cause
    from sim.study.folder import check_out, summary_table, write_run
    from sim.study.profile_note import profile_note
    from sim.study.runs import run

    out = request.out or next_folder("run")
    check_out(out, settings, one_run=True)
    say_that_it_compiles()
    try:
        result = run(settings, exits=request.exits)
    except UserError as failure:
        raise NoAnswer(f"{failure}; {likely_cause(settings)}; nothing is written") from failure
    with _no_empty_folder(out.parent):
        written = _kept(request, lambda: write_run(result, out, command=command, notes=left_out))
    rows = [
        # A share of nothing is no number: nobody left, nothing happened, or the tier has no post.
        (
            row.label,
            f"{row.value:.4g}" if row.value == row.value else "none",
            row.unit if row.value == row.value else "",
        )
        for row in summary_table(result).itertuples()
    ]
    note = profile_note(settings)
    said = [
        table(("outcome", settings.window.replace("_", " "), "unit"), rows),
        *(["none: there was nothing to take a share or a mean of"] if any(row[1] == "none" for row in rows) else []),
        *(f"Note: {one}." for one in (*left_out, note) if one),
        _where(request, written),
    ]
    return _show("\n\n".join(said))


def answered(written: Path, settings: Settings) -> int:
    """The exit code of a study that is written: 0, or 1 where every run failed, which is then said on standard error."""
    from sim.study.failures import no_answer

    words = no_answer(written / "runs.parquet", settings)
    if words:
        print(words, file=sys.stderr, flush=True)
    return 1 if words else 0


def _say_scenario(words: Sequence[str], request: Request) -> None:
    """What the chosen scenario sets, on standard error."""
    note = scenario_note(words, request.config_dir)
    if note is not None:
        print(note, file=sys.stderr, flush=True)


def _left_out(words: Sequence[str], request: Request, command: str) -> list[str]:
    """A note on interventions that were left out, as this authority has not whom they reach; none where none was."""
    if request.file is not None:
        return []
    note = left_out_note(words, config_dir=request.config_dir, command=command)
    return [note] if note else []


def _say_left_out(notes: Sequence[str]) -> None:
    """Notes on standard error, where they stand in no answer."""
    for note in notes:
        print(f"Note: {note}.", file=sys.stderr, flush=True)


def _where(request: Request, written: Path) -> str:
    """Where the results are, and what else can be asked of them."""
    more = f"Why people left: coalface explain exits {shlex.quote(str(written))}\n" if request.exits else ""
    report = f"Report:  {written / 'report.html'}\n" if (written / "report.html").exists() else ""
    return f"Results: {written}\n{report}{more}"


def explain_exits(request: Request) -> int:
    """Print why people left, from the log in a folder of results: the one named, or the newest that holds a log."""
    from sim.analysis.exits import explain_exits
    from sim.report.exits_in_words import text_of_exits
    from sim.study.exits import EXITS, RUN_AGAIN, open_log

    folders = [Path(word).expanduser() for word in request.words[1:]]
    if len(folders) > 1:
        raise UserError(f"{folders[1]}: coalface explain exits takes one folder of results")
    if not folders:
        logs = [path for path in RESULTS.glob(f"*/{EXITS}") if not path.parent.name.startswith(".")]
        if not logs:
            raise UserError(f"{RESULTS}: no folder in it holds a log of those who left; {RUN_AGAIN}")
        folders = [max(logs, key=lambda path: (path.stat().st_mtime_ns, path)).parent]
    explained = explain_exits(open_log(folders[0]))
    return _show(f"{text_of_exits(explained)}\n\nLog: {folders[0].absolute()}\n")


def survey(request: Request) -> int:
    """Let the simulated staff answer a survey, and print its correlations beside those of published studies."""
    settings = load_settings(request.words, config_dir=request.config_dir, command="run", file=request.file)
    _say_left_out(_left_out(request.words, request, "run"))
    if request.show_settings:
        return _show(resolved_yaml(settings))
    from sim.analysis.staff_survey import survey_authorities
    from sim.listing import table

    say_that_it_compiles()
    with bar() as progress:
        found = survey_authorities(settings, progress)
    head = ("survey item and item", "simulated", "published", "range", "within", "grade", "published in")
    rows = [
        (
            row.pair.replace("_", " "),
            f"{row.simulated:+.2f}",
            f"{row.published:+.2f}",
            f"{row.low:+.2f} to {row.high:+.2f}",
            "yes" if row.within else "no",
            row.grade,
            row.source,
        )
        for row in found.itertuples()
    ]
    people = f"{int(found['people'].iloc[0]):,} answers from {settings.replicates} runs of {settings.authority.title}"
    note = "Correlations of one survey after the last year; a questionnaire's reliability is 0.8. Targets, not inputs."
    return _show(f"{people}\n\n{table(head, rows)}\n\n{note}\n")


def warmup(request: Request) -> int:
    """Compile the model and keep it, by running the smallest authority for a year."""
    if request.words:
        raise UserError(f"{request.words[0]}: warmup takes no settings")
    from sim.compiled import cache_folder, compiled_before

    if compiled_before():
        return _show("The model is compiled already.\n")
    from sim.study.runs import run

    say_that_it_compiles()
    started = time.perf_counter()
    run(load_settings(["authority=training_team", "years=1", "warmup_years=1"], command="run"))
    kept = "" if cache_folder() else "; no folder to keep it in can be written, so name one in COALFACE_CACHE"
    return _show(f"Compiled in {time.perf_counter() - started:.0f} seconds{kept}.\n")


def next_folder(command: str) -> Path:
    """The first of `results/COMMAND-1`, `results/COMMAND-2`, … that does not exist."""
    return next(folder for number in count(1) if not (folder := RESULTS / f"{command}-{number}").exists())


def _kept(request: Request, write: Callable[[], Path]) -> Path:
    """The folder that was written; the next one where nobody named it and another study took its name meanwhile."""
    from sim.study.place import Taken

    try:
        return write()
    except Taken as taken:
        if request.out is not None:
            raise
        return taken.kept


def _show(text: str) -> int:
    sys.stdout.write(text)
    sys.stdout.flush()
    return 0


def say_that_it_compiles() -> None:
    """A word on standard error where the model is about to be compiled, which takes a while."""
    from sim.compiled import compiled_before

    if not compiled_before():
        print("The model is compiled once, which takes about 20 seconds.", file=sys.stderr, flush=True)


@contextmanager
def _no_empty_folder(folder: Path) -> Iterator[None]:
    """Where nothing comes of the work, a folder made for its results goes too, unless it holds something."""
    before = folder.exists()
    try:
        yield
    except BaseException:
        if not before:
            with suppress(OSError):
                folder.rmdir()
        raise


@contextmanager
def bar() -> Iterator[Callable[[int, int], object] | None]:
    """A bar on a terminal; nothing where standard error goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=" runs", leave=False) as line:

        def show(done: int, total: int) -> None:
            line.total = total
            line.update(done - line.n)

        yield show
