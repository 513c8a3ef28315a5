"""Where files that can be made again are kept, and how a file is written: whole or not at all."""

import os
import tempfile
from pathlib import Path

import platformdirs

# Names of files that are not complete; whoever finds an old one may delete it.
UNFINISHED = ".*.part"


def cache_home() -> Path:
    """The folder of all caches: COALFACE_CACHE, or else the user's own as the operating system has it."""
    return Path(os.environ.get("COALFACE_CACHE") or platformdirs.user_cache_dir("coalface", appauthor=False))


def write_whole(file: Path, content: str | bytes) -> None:
    """Write text (UTF-8, lines end in a line feed) or bytes, so that a reader finds all or nothing.

    Raises OSError, in the name of the file that was to be written.
    """
    name = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException as error:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(file), None
        raise
