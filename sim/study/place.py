"""Where results go: a folder that is written beside its place under another name and renamed when all is there."""

import errno
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sim.errors import UserError
from sim.study.manifest import MANIFEST
from sim.study.scratch import Scratch, clear_leftovers

# What the operating system answers, as a person would say it.
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "what you may keep on this disk is used up",
    errno.EFBIG: "a file would be larger than this disk, or ulimit -f, allows",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "you may not write there",
    errno.EPERM: "nobody may write there",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EMFILE: "too many files are open, by ulimit -n",
    errno.EIO: "the disk does not answer as it should",
}
# Moves that other processes may thwart one after another before it is given up.
_MOST_TRIES = 20


class Taken(UserError):
    """Another study came to the same place meanwhile. kept: the folder beside it in which the results are instead."""

    def __init__(self, target: Path, kept: Path) -> None:
        self.kept = kept
        super().__init__(
            f"out: {target} is not empty: other results are there, or came while this study ran, and are left as they are; the "
            f"results of this study are in {kept}"
        )


def reason_of(error: OSError) -> str:
    """Why something could not be written, in plain words and in those of the operating system."""
    said = str(error.strerror or error)
    number = re.search(r"\[errno (\d+)\]\s*(.*)", said, re.IGNORECASE)  # as the writer of Parquet files says it
    if number:
        said = number[2].rstrip(".") or said
    plain = _REASONS.get(int(number[1]) if number else error.errno or 0)
    return f"{plain} ({said})" if plain else said


@contextmanager
def writing_at(out: Path | None) -> Iterator[None]:
    """Raise UserError in place of OSError where something cannot be written to `out`, or beside it.

    None stands for the folder of the operating system for files that go again.
    """
    try:
        yield
    except OSError as error:
        home = Path(tempfile.gettempdir()) if out is None else Path(out).absolute().parent
        named = None if error.filename is None else Path(error.filename).absolute()
        if named is not None and not (named.is_relative_to(home) or home.is_relative_to(named)):
            raise  # the fault of another file
        where = f"{home}: the folder for temporary files" if out is None else f"out: {Path(out).absolute()}"
        raise UserError(f"{where} could not be written: {reason_of(error)}; nothing is written") from error


def check_place(target: Path, identity: Mapping[str, str]) -> None:
    """Raise UserError where `target` cannot become the folder of these results."""
    _check_writable(target)
    with writing_at(target):
        if not _may_be_replaced(target, identity):
            raise UserError(
                f"out: {target} is not empty and does not hold the results of this study with these settings and this "
                "version; name another folder, or delete it first"
            )


def _check_writable(target: Path) -> None:
    """Raise UserError where no folder can be `target`."""
    with writing_at(target):
        if target.exists() and not target.is_dir():
            raise UserError(f"out: {target} is a file; name a folder that is new or empty")
        home = target.parent
        while not home.exists():
            home = home.parent
        if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
            raise UserError(f"out: nothing can be written in {home}; name a folder elsewhere")
        Scratch(home / target.name).cleanup()  # some places look as if they could be written


def _may_be_replaced(target: Path, identity: Mapping[str, str]) -> bool:
    """Whether nothing is lost there: no folder, an empty one, or the same settings and code."""
    try:
        return not any(target.iterdir()) or _is_same_study(target, identity)
    except (FileNotFoundError, NotADirectoryError):  # it may also have gone since it was last looked at
        return True


def _is_same_study(folder: Path, identity: Mapping[str, str]) -> bool:
    """Whether the manifest in `folder` is of the same settings and code."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and identity.items() <= found.items()


@contextmanager
def folder_at(target: Path, identity: Mapping[str, str]) -> Iterator[Path]:
    """A new folder beside `target` that takes its place once all is written; where anything fails, nothing stays.

    What processes that were killed have left there goes first. Raises Taken where the place holds other results by then,
    whether they came before it was asked for or since: neither is lost.
    """
    _check_writable(target)
    real = Path(os.path.realpath(target))  # of a link, the folder that it leads to is filled
    with writing_at(target):
        real.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(real)
        with Scratch(real) as made:
            folder = Path(made) / "new"
            folder.mkdir()
            yield folder
            if not _move_in(folder, real, Path(made), identity):
                raise Taken(target, _move_beside(folder, real))


def _move_in(folder: Path, target: Path, aside: Path, identity: Mapping[str, str]) -> bool:
    """Give `folder` the name `target`, in place of nothing or of the same study; False where another study is there.

    A rename never takes the place of a folder that holds something, so the old results are moved aside first, and are
    looked at once more where nobody else can reach them. They come back where the new ones cannot move in.
    """
    old = None
    for number in range(_MOST_TRIES):
        try:
            folder.rename(target)
            return True
        except OSError:
            if not target.is_dir():
                if old is not None:
                    old.rename(target)
                raise
        if not _may_be_replaced(target, identity):
            return False
        with suppress(OSError):
            target.rmdir()  # an empty one stands in the way on Windows
        moved = aside / f"old {number}"
        try:
            target.rename(moved)
        except FileNotFoundError:
            continue  # somebody else has moved it, or it was the empty one
        if _is_same_study(moved, identity):
            old = moved
            continue
        # It was exchanged between the look and the move.
        try:
            moved.rename(target)
        except OSError:
            _move_beside(moved, target)
        return False
    return False


def _move_beside(folder: Path, target: Path) -> Path:
    """Give a folder the next free name after `target`: `out-2` after `out`, `compare-2` after `compare-1`."""
    numbered = re.fullmatch(r"(.*-)(\d{1,9})", target.name)
    stem, first = (numbered[1], int(numbered[2]) + 1) if numbered else (f"{target.name}-", 2)
    for number in count(first):
        place = target.with_name(f"{stem}{number}")
        if os.path.lexists(place):
            continue
        try:
            folder.rename(place)
            return place
        except OSError:
            if not os.path.lexists(place):
                raise
    raise AssertionError
