"""A folder of results opened again: its manifest, its settings, and which command wrote it. It may come from anyone."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from sim.configuration.loader import load_settings
from sim.configuration.safe_yaml import read_bytes, read_text
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.settings.study import Settings
from sim.study.manifest import MANIFEST, PROGRAM

SETTINGS = "settings.yaml"
MOST_BYTES = 500_000_000
Kind = Literal["comparison", "run", "sweep"]
_WORDS: dict[Kind, str] = {"comparison": "a comparison", "run": "one run", "sweep": "a sweep"}


@dataclass(frozen=True)
class Reopened:
    """A folder of results. lacking: settings of this version that its file does not name, which have packaged values."""

    folder: Path
    kind: Kind
    manifest: dict[str, Any]
    settings: Settings
    lacking: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it holds, in words."""
        return _WORDS[self.kind]

    def said(self, name: str) -> str:
        """A text of the manifest; empty where it has none."""
        found = self.manifest.get(name)
        return found if isinstance(found, str) else ""


def reopen(folder: Path) -> Reopened:
    """Open a folder that coalface wrote; UserError, in words, where it is none, is damaged or is of another version."""
    manifest = manifest_in(folder)
    if not (folder / SETTINGS).is_file():
        raise UserError(f"{folder}: a folder of results without its {SETTINGS}, so that nothing can be made of it")
    try:
        settings = load_settings(file=folder / SETTINGS)
    except UserError as error:
        raise UserError(f"{folder}: {_not_accepted(manifest.get('version'))}\n{error}") from None
    return Reopened(folder, kind_of(folder, manifest), manifest, settings, tuple(_lacking(folder, settings)))


def _not_accepted(written: object) -> str:
    """Why the settings of a folder are not accepted, by the version that wrote them."""
    if written == _version():
        return (
            f"{SETTINGS} holds what coalface {written}, the version that wrote it and that you have, does not accept: it "
            "has been edited, or was written while that version was still being made"
        )
    other = f"was written by version {written!s:.40} and " if isinstance(written, str) else ""
    return (
        f"{other}holds settings that this version, {_version()}, does not accept, so that it cannot be read with it; install "
        "the version that wrote it"
    )


def reopened(folder: Path, settings: Settings) -> Reopened:
    """The same of a folder that has just been written with `settings`."""
    manifest = manifest_in(folder)
    return Reopened(folder, kind_of(folder, manifest), manifest, settings)


def manifest_in(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of results; UserError where there is none."""
    if not folder.is_dir():
        raise UserError(f"{folder}: no such folder; name a folder of results")
    try:
        manifest = json.loads(read_bytes(folder / MANIFEST))
    except (UserError, ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("program") != PROGRAM:
        raise UserError(f"{folder}: not a folder of results: it has no {MANIFEST} of {PROGRAM}, or a damaged one")
    return manifest


def kind_of(folder: Path, manifest: Mapping[str, Any]) -> Kind:
    """Which command wrote the folder."""
    if "points" in manifest or (folder / "points.csv").exists():
        return "sweep"
    return "run" if manifest.get("arms") == ["run"] else "comparison"


def _lacking(folder: Path, settings: Settings) -> Iterator[str]:
    """Paths of settings that the file of the folder does not name."""
    named = yaml.safe_load(read_text(folder / SETTINGS))
    stack: list[tuple[str, Any, Any]] = [("", settings.model_dump(mode="json"), named)]
    while stack:
        path, whole, part = stack.pop()
        if not isinstance(whole, Mapping):
            continue
        for name, value in whole.items():
            if not isinstance(part, Mapping) or name not in part:
                yield path + name
            else:
                stack.append((f"{path}{name}.", value, part[name]))


def csv_of(file: Path, **how: Any) -> pd.DataFrame:
    """A table of results; UserError where there is none, or it is something else."""
    check_there(file)
    try:
        return pd.read_csv(BytesIO(read_bytes(file, MOST_BYTES)), **how)
    except (ValueError, UnicodeDecodeError):
        raise UserError(f"{file}: not a table as coalface writes it") from None


def parquet_of(file: Path) -> pd.DataFrame:
    """A Parquet table of results; UserError where there is none, or it is something else."""
    check_there(file)
    try:
        return pq.read_table(BytesIO(read_bytes(file, MOST_BYTES))).to_pandas()
    except (pa.ArrowException, ValueError, OSError):
        raise UserError(f"{file}: damaged, or not a table as coalface writes it") from None


def check_there(file: Path) -> None:
    """UserError where a file of a folder of results is missing."""
    if not os.path.lexists(file):
        raise UserError(
            f"{file.parent}: {file.name} is missing; copy it back, or run the command in its {MANIFEST} again"
        )


def runs_of(file: Path) -> pd.DataFrame:
    """The runs of a comparison, one row a run, with columns that can be relied on."""
    runs = parquet_of(file)
    for name in ("arm", "replicate", "seed", "status", "reason"):
        if name not in runs.columns:
            raise UserError(f"{file}: the column {name} is missing; it is not a table as coalface writes it")
    if (
        not len(runs)
        or not pd.api.types.is_integer_dtype(runs["replicate"])
        or runs.duplicated(["arm", "replicate"]).any()
    ):
        raise UserError(f"{file}: not the runs of a comparison")
    for outcome in OUTCOMES:
        if outcome.name in runs.columns and not pd.api.types.is_numeric_dtype(runs[outcome.name]):
            raise UserError(f"{file}: {outcome.name} holds what is no number; it is not a table as coalface writes it")
    return runs.assign(arm=runs["arm"].astype(str))


def _version() -> str:
    from importlib.metadata import version

    return version(PROGRAM)
