"""The store: a folder of blocks that were run, each named by its key and by a digest of its content.

A block is written beside its place, flushed to the disk and renamed, so that it is there whole or not at all, whatever
moment the power fails. Its name holds a digest of its bytes, so that a damaged one is found when it is read.
"""

import hashlib
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import UserError
from sim.files import UNFINISHED, cache_home, write_whole
from sim.study.place import reason_of
from sim.sweep.blocks import BlockRows, decoded, version_of_blocks

_DIGITS = 16
_VERSION = re.compile(r"[0-9a-f]{16}")
_BLOCK = re.compile(r"[0-9a-f]{64}-[0-9a-f]{16}\.parquet")
_OLD_SECONDS = 24 * 3600
# Blocks that are kept once read, about 40 kB each: the baseline of many points is read once.
_KEPT = 256


def default_folder() -> Path:
    """The user's own cache folder for runs; COALFACE_CACHE names another."""
    return cache_home() / "runs"


def digest_of(content: bytes) -> str:
    """Sixteen hexadecimal digits of the content of a block."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


@dataclass
class Store:
    """Blocks on disk, in a folder for each version of the code that can change a result.

    damaged: files that were found not to be what their name says, and were set aside.
    """

    folder: Path
    damaged: list[Path] = field(default_factory=list)
    _paths: dict[str, Path] = field(default_factory=dict)
    _recent: dict[str, BlockRows] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> Path:
        """Where the blocks of the present code lie."""
        return self.folder / version_of_blocks()

    def open(self) -> "Store":
        """Make the folder and read which blocks there are; UserError where it cannot be written."""
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.place, prefix=".writable-"):
                pass
        except OSError as error:
            raise UserError(f"cache: {self.folder} cannot be written ({error.strerror or error})") from None
        self._paths = {
            path.name.partition("-")[0]: path for path in self.place.iterdir() if _BLOCK.fullmatch(path.name)
        }
        return self

    def __contains__(self, key: str) -> bool:
        return key in self._paths

    def write(self, key: str, content: bytes) -> None:
        """Keep the content of a block: whole or not at all. Raises UserError where it cannot be written."""
        target = self.place / f"{key}-{digest_of(content)}.parquet"
        try:
            write_whole(target, content)
        except OSError as error:
            raise UserError(
                f"cache: {self.folder} could not be written: {reason_of(error)}; what was run before is remembered, and the "
                "same command goes on with the runs that are missing"
            ) from error
        self._paths[key] = target

    def read(self, key: str) -> BlockRows | None:
        """The runs of a block; None where it is not there or damaged, and then it is set aside and named in `damaged`."""
        rows = self._recent.pop(key, None)
        if rows is None:
            path = self._paths.get(key)
            content = None if path is None else content_of(path)
            if content is None:
                self._set_aside(key)
                return None
            rows = decoded(content)
        self._recent[key] = rows  # last, as the one that was used last
        if len(self._recent) > _KEPT:
            del self._recent[next(iter(self._recent))]
        return rows

    def is_whole(self, key: str) -> bool:
        """Whether the block is there and its bytes are what its name says; set aside where they are not."""
        path = self._paths.get(key)
        if path is not None and content_of(path) is not None:
            return True
        self._set_aside(key)
        return False

    def _set_aside(self, key: str) -> None:
        path = self._paths.pop(key, None)
        self._recent.pop(key, None)
        if path is not None:
            self.damaged.append(path)
            path.unlink(missing_ok=True)


def content_of(path: Path) -> bytes | None:
    """The bytes of one file of the store, or None where they are not what its name says."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if path.stem.partition("-")[2] == digest_of(content) else None


def blocks_on_disk(folder: Path) -> Iterator[Path]:
    """Every block of every version of the code, in order."""
    for path in sorted(folder.glob("*/*.parquet")):
        if _VERSION.fullmatch(path.parent.name) and _BLOCK.fullmatch(path.name):
            yield path


@dataclass(frozen=True)
class Inventory:
    """What is in a store: blocks and bytes of the present code and of others, and what is damaged."""

    blocks: int
    size: int
    others: int
    others_size: int
    damaged: tuple[Path, ...]


def verify(folder: Path) -> Inventory:
    """Read every block of the store in `folder` and hold it against its name."""
    blocks = size = others = others_size = 0
    damaged = []
    for path in blocks_on_disk(folder):
        whole = content_of(path) is not None
        bytes_held = path.stat().st_size
        if not whole:
            damaged.append(path)
        elif path.parent.name == version_of_blocks():
            blocks, size = blocks + 1, size + bytes_held
        else:
            others, others_size = others + 1, others_size + bytes_held
    return Inventory(blocks, size, others, others_size, tuple(damaged))


def collect_garbage(folder: Path) -> Inventory:
    """Remove what no present study can use: blocks of other code, damaged ones, and what was left half written."""
    found = verify(folder)
    for path in found.damaged:
        path.unlink(missing_ok=True)
    for part in (part for part in folder.glob(f"*/{UNFINISHED}") if _VERSION.fullmatch(part.parent.name)):
        # A study that is running may be writing it.
        if time.time() - part.stat().st_mtime > _OLD_SECONDS:
            part.unlink(missing_ok=True)
    # Only what a store has written goes: the folder was named by a person, and may hold other things.
    for path in blocks_on_disk(folder):
        if path.parent.name != version_of_blocks():
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()
    return found
