"""Digests of the files of a folder of results, kept in its manifest: is each still what was written?"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# What holds numbers or settings; figures and reports are drawn from it, and may be drawn again.
_ENDS = (".csv", ".parquet")
_PAPERS = ("settings.yaml", "points.json")


def digest_of_file(file: Path) -> str:
    """SHA-256 of what a file holds."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digests_in(folder: Path) -> dict[str, str]:
    """The digest of every table in a folder, and of its settings, by name."""
    files = (file for file in sorted(folder.iterdir()) if file.suffix in _ENDS or file.name in _PAPERS)
    return {file.name: digest_of_file(file) for file in files}


def altered(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """A sentence on each file that is no longer what was written; none where a manifest of before says nothing of it.

    The manifest may come from anyone, and may have been edited as well: digests find accidents, and no deceit.
    """
    written = manifest.get("files")
    found = []
    for name, digest in written.items() if isinstance(written, Mapping) else ():
        file = folder / name
        if Path(name).name != name or not isinstance(digest, str):
            continue  # not as it is written here
        if not file.is_file():
            found.append(f"{name} is missing: it was there when this folder was written.")
        elif digest_of_file(file) != digest:
            found.append(
                f"{name} is no longer what was written: it was edited, or damaged, since. Its SHA-256 was {digest}."
            )
    return found
