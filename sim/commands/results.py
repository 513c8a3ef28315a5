"""The commands about a folder of results that is there already: report, replay, and why people left."""

import shlex
import sys
from pathlib import Path

from sim.commands.answering import RESULTS, say_altered, show
from sim.errors import UserError
from sim.progress import bar, say_that_it_compiles
from sim.request import Request


def report(request: Request, command: list[str]) -> int:
    """Write the report of a comparison or a sweep into its folder, in place of the one that is there."""
    folder = _folder(request, "report")
    from sim.report.page.written import MARKDOWN
    from sim.results.report import report_folder

    written = report_folder(folder)
    print(f"Report: {written}, and the same as {MARKDOWN}", flush=True)
    say_altered(folder)
    return 0


def replay(request: Request, command: list[str]) -> int:
    """Run a folder of results again and say whether every number is the same: 0 where it is, 1 where not."""
    folder = _folder(request, "replay")
    from sim.results.replay import replay

    say_that_it_compiles()
    with bar() as progress:
        found = replay(
            folder, config_dir=request.config_dir, threads=request.threads, progress=progress, cache=request.cache
        )
    sys.stdout.write(found.text() + "\n")
    sys.stdout.flush()
    return 0 if found.same else 1


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
    return show(f"{text_of_exits(explained)}\n\nLog: {folders[0].absolute()}\n")


def _folder(request: Request, command: str) -> Path:
    """The one folder that was named; UserError for anything else."""
    if request.out is not None or request.exits or request.dry_run or request.show_settings:
        raise UserError(
            f"{command}: takes a folder of results and nothing else, as in coalface {command} results/compare-1"
        )
    if len(request.words) != 1:
        given = shlex.join(request.words) or "nothing"
        raise UserError(f"{command}: name one folder of results, such as results/compare-1; {given} given")
    return Path(request.words[0]).expanduser()
