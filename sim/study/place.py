"""Where results go: a folder that is written beside its place under another name and renamed when all is there."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sim.errors import UserError
from sim.study.manifest import MANIFEST


def check_place(target: Path, identity: Mapping[str, str]) -> None:
    """Raise UserError where `target` cannot become the folder of these results."""
    if target.exists() and not target.is_dir():
        raise UserError(f"out: {target} is a file; name a folder that is new or empty")
    home = target.parent
    while not home.exists():
        home = home.parent
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise UserError(f"out: nothing can be written in {home}; name a folder elsewhere")
    if target.is_dir() and any(target.iterdir()) and not _is_same_study(target, identity):
        raise UserError(
            f"out: {target} is not empty and does not hold the results of this study with these settings and this version; "
            "name another folder, or delete it first"
        )


def _is_same_study(folder: Path, identity: Mapping[str, str]) -> bool:
    """Whether the manifest in `folder` is of the same settings and code."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and identity.items() <= found.items()


@contextmanager
def folder_at(target: Path, identity: Mapping[str, str]) -> Iterator[Path]:
    """A new folder beside `target` that takes its place once all is written; where anything fails, nothing stays."""
    check_place(target, identity)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
        ) as made:
            folder = Path(made) / "new"
            folder.mkdir()
            yield folder
            # The old results go into the temporary folder, and with it; they come back if the new ones cannot move in.
            old = Path(made) / "old"
            if target.exists():
                target.rename(old)
            try:
                folder.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
    except OSError as error:
        raise UserError(f"out: {target} could not be written: {error.strerror or error}") from error
