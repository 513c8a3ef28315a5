"""A hidden folder beside the results to come, for what is not whole yet; one that a killed process left is removed later.

Its process holds a lock on a file in it. The operating system lets go of the lock when the process ends, however it ends,
so whoever can take the lock knows that nobody works there any more. Where there are no such locks (Windows, some network
disks) nothing says whether anybody does, and what a killed process left stays.
"""

import os
import shutil
import sys
import tempfile
import weakref
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# The file that is locked. A folder without it was not made here, and is never removed.
_HELD = ".coalface"


class Scratch(tempfile.TemporaryDirectory):
    """A folder `.NAME.xxxxxxxx` beside `target`, removed by `cleanup` and at the end of the process. Raises OSError."""

    def __init__(self, target: Path) -> None:
        super().__init__(prefix=_prefix(target), dir=target.parent, ignore_cleanup_errors=True)
        # It has no name that others look for before it is locked.
        file = Path(self.name) / f"{_HELD}-new"
        held = _locked(file, os.O_CREAT | os.O_RDWR)
        if held is not None:
            file.rename(file.with_name(_HELD))
            # Removed first and let go of afterwards: in between nobody else may take it for one that was left.
            self._let_go = weakref.finalize(self, os.close, held)

    def cleanup(self) -> None:
        """Remove the folder and all that is in it."""
        super().cleanup()
        if hasattr(self, "_let_go"):
            self._let_go()


def clear_leftovers(target: Path) -> None:
    """Remove what processes that are gone have left of results at `target`; what cannot be removed stays."""
    try:
        found = [path for path in target.parent.iterdir() if path.name.startswith(_prefix(target))]
    except OSError:
        return
    for folder in found:
        held = _locked(folder / _HELD, os.O_RDWR) if not folder.is_symlink() else None
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _prefix(target: Path) -> str:
    return f".{target.name}."


def _locked(file: Path, flags: int) -> int | None:
    """The file, opened and locked; None where it is not there, held by somebody else, or cannot be locked."""
    if sys.platform == "win32":
        return None
    try:
        opened = os.open(file, flags | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened
