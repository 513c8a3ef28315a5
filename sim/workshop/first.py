"""The first picture of a story, kept from one start to the next: it is there at once, and the model catches up behind it.

What is kept is the complete answer to the scene with which the story starts. Runs are the same on every start, so it is not
an old picture but the one that would be worked out again. A file that is damaged, or of other code, is as good as none.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiled import PACKAGE, result_digest
from sim.files import cache_home, write_whole
from sim.workshop.frames import frame_of, read_frame

# Code beside that of the model on which the picture depends.
_OWN_CODE = ("first.py", "pairs.py", "picture.py", "recorder.py")
_DIGEST_BYTES = 32


@dataclass(frozen=True)
class First:
    """shown: the seed that is shown. series: (runs, charts, weeks). window: (runs, charts). picture: arrays of the shown run."""

    shown: int
    series: np.ndarray
    window: np.ndarray
    picture: dict[str, np.ndarray]


def place_of(settings: str, charts: tuple[str, ...]) -> Path:
    """Where the first picture of these settings (as JSON) and charts is kept."""
    digest = hashlib.sha256(result_digest().encode())
    for name in _OWN_CODE:
        digest.update((PACKAGE / "workshop" / name).read_bytes())
    digest.update("\0".join([settings, *charts]).encode())
    return cache_home() / "workshop" / f"{digest.hexdigest()[:24]}.bin"


def read_first(place: Path) -> First | None:
    """The picture kept there, or None."""
    try:
        kept = place.read_bytes()
        digest, frame = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        if hashlib.sha256(frame).digest() != digest:
            return None
        header, arrays = read_frame(frame)
        picture = {name.removeprefix("picture."): values for name, values in arrays.items() if "picture." in name}
        return First(header["shown"], arrays["series"], arrays["window"], picture)
    except (OSError, ValueError, KeyError):
        return None


def keep_first(place: Path, first: First) -> None:
    """Keep the picture, whole or not at all; a folder that cannot be written is no reason to stop."""
    arrays: dict[str, Any] = {"series": first.series, "window": first.window}
    arrays |= {f"picture.{name}": values for name, values in first.picture.items()}
    frame = frame_of({"shown": first.shown}, arrays)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, hashlib.sha256(frame).digest() + frame)
