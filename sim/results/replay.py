"""A folder of results run again from its own settings: is every number the same, and where not, which, and why?

Nothing is written into the folder. `seconds`, the time that a run took, is the only column that is not compared.
"""

import platform
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from textwrap import wrap

from sim.compiled import result_digest
from sim.configuration.own_files import open_shelf
from sim.configuration.rivals import explanations, rivals_named
from sim.errors import UserError
from sim.results.folder import write_comparison_tables, write_run_tables
from sim.study.arms import Arm, arms_of
from sim.study.comparison import compare
from sim.study.digests import altered
from sim.study.exits import EXITS
from sim.study.manifest import settings_hash
from sim.study.reopened import Reopened, reopen
from sim.study.replicates import Progress
from sim.study.rivals import compare_rivals
from sim.study.runs import run
from sim.study.same_tables import SameTable, check_table
from sim.sweep.again import sweep_again
from sim.sweep.run import SweepRun
from sim.sweep.store import Store

_TABLES = {
    "comparison": ("comparison.csv", "runs.parquet", "weekly.parquet", "rivals.csv", EXITS, "exits_explained.csv"),
    "run": ("summary.csv", "weekly.csv", "weekly.parquet", EXITS, "exits_explained.csv"),
    "sweep": ("points.csv", "comparison.csv", "runs.parquet"),
}
# Results without these are not whole.
_NEEDED = {
    "comparison": ("comparison.csv", "runs.parquet", "weekly.parquet"),
    "run": ("summary.csv", "weekly.csv"),
    "sweep": ("points.csv", "comparison.csv", "runs.parquet"),
}
_WIDTH = 120
_MOST_NAMES = 8


@dataclass(frozen=True)
class Replay:
    """What came out. tables: each table of the folder against the new one. reasons: what may explain a difference."""

    folder: Path
    words: str
    tables: tuple[SameTable, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every number is the same."""
        return all(table.same for table in self.tables)

    def text(self) -> str:
        """The answer, table by table, under 130 characters wide."""
        others = [table for table in self.tables if not table.same]
        if self.same:
            head = f"Every number is the same: {self.folder}, {self.words}, comes out again."
        else:
            head = f"NOT the same: {len(others)} of {len(self.tables)} tables of {self.folder} come out otherwise."
        lines = [*_wrapped(head), ""]
        for table in self.tables:
            lines += table.lines()
        if self.reasons and not self.same:
            lines += ["", "Why it may be so", *(line for reason in self.reasons for line in _wrapped(reason, "  "))]
        for note in self.notes:
            lines += ["", *_wrapped(note)]
        closing = (
            "The column seconds is not compared. Figures and reports are drawn from these tables, and are not compared."
        )
        return "\n".join([*lines, "", *_wrapped(closing)])


def replay(
    folder: Path,
    *,
    config_dir: str | Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Replay:
    """Run a folder that `compare`, `sweep` or `run` wrote again, and compare every table.

    config_dir: where rival explanations of one's own are. cache: for a sweep, where runs are remembered; without it every
    run is made again, as numbers that were only read again would show nothing. Raises UserError where it cannot be done.
    """
    found = reopen(folder)
    if cache is not None and found.kind != "sweep":
        raise UserError(f"cache: {folder} holds {found.words}, of which no run is remembered; leave cache= out")
    if cache is not None:
        _check_cache(cache)
    for name in _NEEDED[found.kind]:
        if not (folder / name).is_file():
            raise UserError(f"{folder}: {name} is missing, so that there is nothing to compare with")
    with tempfile.TemporaryDirectory(prefix="coalface-") as scratch:
        again, notes = Path(scratch), _notes(found)
        if found.kind == "sweep":
            swept = sweep_again(found, again, cache=cache, threads=threads, progress=progress)
            again, asked = swept.written, swept.settings_hash
            notes.append(_remembered(swept.done, cache))
        else:
            asked = _hash_asked_for(found, _run_again(found, again, config_dir, threads, progress))
        tables = tuple(check_table(folder / name, again / name) for name in _names(found, again))
    return Replay(folder, found.words, tables, tuple(_reasons(found, asked)), tuple(notes))


def _check_cache(cache: Path) -> None:
    """UserError where no run could be read from a folder, which would make every run again without a word of why."""
    if _has_runs(cache):
        return
    if _has_runs(cache / "runs"):
        better = f"they are in {cache / 'runs'}: write cache={cache / 'runs'}"
    else:
        better = "leave cache= out, and every run is made again"
    what = "holds no runs that this version of coalface has made" if cache.is_dir() else "no such folder"
    raise UserError(f"cache: {cache}: {what}; {better}")


def _has_runs(cache: Path) -> bool:
    """Whether a folder has blocks of runs of the present code."""
    return any(Store(cache).place.glob("*.parquet"))


def _names(found: Reopened, again: Path) -> list[str]:
    """Tables that are in the folder or come out now; of a sweep every one, as its answer takes different forms."""
    both = (found.folder, again)
    more = sorted({path.name for place in both for path in place.glob("*.csv")}) if found.kind == "sweep" else []
    return [
        name for name in dict.fromkeys([*_TABLES[found.kind], *more]) if any((one / name).is_file() for one in both)
    ]


def _remembered(done: SweepRun, cache: Path | None) -> str:
    """Whether the runs were made again."""
    if not done.found:
        return f"All {done.made:,} runs were made again; none was read from those that are remembered."
    return (
        f"{done.made:,} runs were made again, and {done.found:,} were read from {cache}: of those this says that the tables "
        "follow from them, not that they come out again. Without cache= every run is made."
    )


def _run_again(
    found: Reopened, out: Path, config_dir: str | Path | None, threads: int | None, progress: Progress | None
) -> list[Arm]:
    """Write the tables that its settings give into `out`; the arms that were run."""
    exits = (found.folder / EXITS).is_file() or (found.folder / "exits_explained.csv").is_file()
    if found.kind == "run":
        write_run_tables(run(found.settings, exits=exits), found.settings, out)
        return [Arm("run", found.settings, against="run")]
    arms, _ = arms_of(found.settings)
    named = found.manifest.get("arms")
    if named != [arm.name for arm in arms]:
        raise UserError(
            f"{found.folder}: its settings give other arms than its manifest names: it was made in Python from arms that no "
            "design gives, or one of the two files has been edited"
        )
    if (found.folder / "rivals.csv").is_file():
        others = explanations(found.settings, _explanations(found, config_dir), config_dir)[0]
        comparison, rivals = compare_rivals(found.settings, others, threads=threads, progress=progress, exits=exits)
        write_comparison_tables(comparison, out, rivals)
    else:
        comparison = compare(found.settings, threads=threads, progress=progress, exits=exits)
        write_comparison_tables(comparison, out)
    comparison.close()
    return arms


def _explanations(found: Reopened, config_dir: str | Path | None) -> tuple[str, ...]:
    """The rival explanations that the manifest names, the study as it is left out."""
    named = found.manifest.get("explanations")
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise UserError(f"{found.folder}: it has rivals.csv, and its manifest does not say which explanations they are")
    try:
        return rivals_named(named[1:], open_shelf(config_dir))
    except UserError as error:
        raise UserError(
            f"{found.folder}: a rival explanation is not known here; where it is a file of your own, add --config-dir FOLDER\n"
            f"{error}"
        ) from None


def _reasons(found: Reopened, asked: str) -> list[str]:
    """What is not as it was when the folder was written. asked: the digest of what the folder asks for now."""
    reasons = []
    code = found.said("code")
    if code != result_digest():
        reasons.append(
            f"Other code: what can change a number has the digest {code or 'unknown'} in the folder (version "
            f"{found.said('version') or 'unknown'}) and {result_digest()} here (version {version('coalface')})."
        )
    if found.said("python") != platform.python_version():
        reasons.append(f"Another Python: {found.said('python') or 'unknown'} there, {platform.python_version()} here.")
    packages = found.manifest.get("packages")
    others = [
        f"{name} {there} there, {_here(name)} here"
        for name, there in (packages.items() if isinstance(packages, Mapping) else ())
        if there != _here(name)
    ]
    if others:
        reasons.append(f"Other packages: {'; '.join(others)}.")
    if found.said("settings_hash") != asked:
        reasons.append(
            f"Other settings: {'settings.yaml and points.json do' if found.kind == 'sweep' else 'settings.yaml does'} not have "
            "the digest in the manifest. It has been edited, or this version has settings that it does not name."
        )
    reasons += altered(found.folder, found.manifest)
    if not reasons:
        kept = isinstance(found.manifest.get("files"), Mapping)
        reasons.append(
            "Code, Python, packages and settings are those of the manifest, "
            + (
                "and every file has its digest there, so both have been edited"
                if kept
                else "so the tables have been edited"
            )
            + " or damaged since they were written; or the processor or the operating system is of another kind, which moves "
            "last digits only."
        )
    return reasons


def _hash_asked_for(found: Reopened, arms: list[Arm]) -> str:
    """The digest of what was asked for: where replicates stopped at a precision, with the most there might have been."""
    precision, most = found.manifest.get("precision"), found.manifest.get("most_replicates")
    if not isinstance(precision, dict) or not isinstance(most, int):
        return settings_hash(arms)
    asked = [replace(arm, settings=arm.settings.model_copy(update={"replicates": most})) for arm in arms]
    return settings_hash(asked, precision)


def _here(package: object) -> str:
    try:
        return version(str(package))
    except (PackageNotFoundError, ValueError):
        return "none"


def _notes(found: Reopened) -> list[str]:
    if not found.lacking:
        return []
    names = ", ".join(found.lacking[:_MOST_NAMES])
    more = f" and {len(found.lacking) - _MOST_NAMES} more" if len(found.lacking) > _MOST_NAMES else ""
    return [
        f"settings.yaml does not name these settings of this version, which had their packaged values: {names}{more}."
    ]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
