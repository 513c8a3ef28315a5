"""How it was made: failed runs, settings that differ from the defaults, the command again, versions and digests."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.configuration.compared import STUDY, difference_of
from sim.configuration.names import show
from sim.errors import UserError
from sim.report.page.blocks import Block, Code, Command, Heading, Link, Strong, Table, said
from sim.report.page.source import Source
from sim.report.style import shown_name
from sim.settings.study import Settings
from sim.study.digests import altered, digest_of_file
from sim.study.exits import EXITS
from sim.study.replicate import FAILED
from sim.study.usual import defaults_for
from sim.text.numbers import capital, counted

_DIGESTED = ("comparison.csv", "runs.parquet", "weekly.parquet", "rivals.csv", EXITS, "settings.yaml")


def papers(source: Source) -> list[Block]:
    """The last sections."""
    kept = [name for name in _DIGESTED if source.has(name)]
    return [
        *_failed(source),
        *settings_that_differ(source.settings),
        *again(source.manifest),
        *versions(source.folder, source.manifest, kept),
    ]


def _failed(source: Source) -> list[Block]:
    """How many runs failed, arm by arm where any did."""
    runs = source.runs
    failed = runs[runs["status"] == FAILED]
    blocks: list[Block] = [Heading(2, "Runs that failed", "failed")]
    if failed.empty:
        return [*blocks, said(f"None of {counted(len(runs), 'run')}.")]
    rows = tuple(
        (capital(shown_name(str(arm))), f"{len(part)} of {(runs['arm'] == arm).sum()}", str(part["reason"].iloc[0]))
        for arm, part in failed.groupby("arm", sort=False)
    )
    return [
        *blocks,
        said(
            f"{len(failed):,} of {counted(len(runs), 'run')} failed and were left out. What fails may be what matters: if the "
            "failed runs are those in which a service breaks down, means look better than they are."
        ),
        Table("Failed runs of each arm", ("Arm", "Failed", "First reason"), rows, frozenset({1})),
    ]


def settings_that_differ(settings: Settings) -> list[Block]:
    """What differs from the packaged values, and where it does not say itself."""
    blocks: list[Block] = [Heading(2, "Settings that differ from the defaults", "settings")]
    try:
        usual, against = defaults_for(settings)
    except UserError:  # values of the files do not fit one another at this size
        return [*blocks, said("The packaged values do not fit this study together; all settings are in settings.yaml.")]
    found = difference_of(usual, settings)
    blocks.append(
        said(f"Held against {against}, with the same remedies and events at their packaged values. ", *_where())
    )
    rows = [
        (
            Code(one.name if one.group == STUDY else f"{one.group}.{one.name}"),
            show(one.first),
            show(one.second),
            one.unit,
        )
        for one in found.changes
    ]
    rows += [
        (Code(f"{one.path}.{name}"), "not there", show(value), "")
        for one in found.only
        if not one.in_first
        for name, value in one.values.items()
    ]
    if not rows:
        return [*blocks, said("None.")]
    head = ("Setting", "Default", "Here", "Unit")
    return [*blocks, Table(f"{counted(len(rows), 'setting')} with another value", head, tuple(rows))]


def _where() -> tuple[str | Link, ...]:
    return ("Every setting is in ", Link("settings.yaml", "settings.yaml"), ".")


def again(manifest: Mapping[str, Any]) -> list[Block]:
    """How to have the same numbers again."""
    command = manifest.get("command")
    blocks: list[Block] = [
        Heading(2, "The same numbers again", "again"),
        said("Run it again from this folder and see whether every number is the same (", Code("."), " is the folder):"),
        Command("coalface replay ."),
    ]
    if isinstance(command, str) and command.strip():
        blocks += [said("The command that made it:"), Command(command)]
    return blocks


def versions(folder: Path, manifest: Mapping[str, Any], names: Sequence[str]) -> list[Block]:
    """What it was made with, and digests of the files of these names."""
    rows = [
        (name, str(manifest.get(key, "not known")))
        for name, key in (
            ("coalface", "version"),
            ("Digest of the code that can change a number", "code"),
            ("Digest of all settings of all arms", "settings_hash"),
            ("Seed of the first replicate", "seed"),
            ("Python", "python"),
        )
    ]
    packages = manifest.get("packages")
    rows += [(str(name), str(value)) for name, value in _items(packages)]
    rows += [(f"SHA-256 of {name}", digest_of_file(folder / name)) for name in names]
    return [
        Heading(2, "Versions and digests", "versions"),
        *(said(Strong(words)) for words in altered(folder, manifest)),
        Table("What it was made with", ("Thing", "Version or digest"), tuple(rows)),
    ]


def _items(found: Any) -> list[tuple[Any, Any]]:
    return sorted(found.items(), key=lambda item: str(item[0])) if isinstance(found, Mapping) else []
