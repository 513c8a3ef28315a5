"""The one decorator of every compiled function, and the digests of the code that they are compiled from.

Numba's cache on disk does not notice an edit in another module: a function that was compiled with an old equation would
go on using it. So the cache lives in a folder named after a digest of all sources that can be compiled; an edit makes a
new folder, and old ones are deleted. `NUMBA_DISABLE_JIT=1` runs the very same source in plain Python, slowly.
"""

import ast
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import config

from sim.files import cache_home

_NUMBA: Any = config  # its settings are made at import time, out of sight of a type checker
PACKAGE = Path(__file__).parent
# What can change a number in a run, and nothing else.
_RESULT_CODE = ("compiled.py", "quantity.py", "streams.py", "levers.py", "week.py", "layout.py", "outcomes.py")
_KEEP_SECONDS = 24 * 3600
_RESULT_FOLDERS = ("state", "mechanisms", "settings", "interventions")


def _result_files() -> list[Path]:
    files = [PACKAGE / name for name in _RESULT_CODE]
    for folder in _RESULT_FOLDERS:
        files.extend(sorted((PACKAGE / folder).rglob("*.py")))
    return [path for path in files if path.exists()]


@cache
def source_digest() -> str:
    """Sixteen hexadecimal digits that change with any byte of the sources that are compiled."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in _result_files():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def result_digest() -> str:
    """Sixteen hexadecimal digits that change when code that can change a result does; comments and docstrings do not."""
    digest = hashlib.sha256()
    for path in _result_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
                node.body = node.body[1:] or [ast.Pass()]
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + ast.dump(tree).encode() + b"\0")
    return digest.hexdigest()[:16]


def jit_is_off() -> bool:
    """True where NUMBA_DISABLE_JIT asks for plain Python."""
    return bool(_NUMBA.DISABLE_JIT)


@cache
def cache_folder() -> Path | None:
    """The writable folder of the compiled code of these sources, or None where none can be had."""
    home = cache_home() / "compiled"
    folder = home / source_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    # Not at once: another checkout, or a run that began before an edit, may still be using its own folder.
    for other in home.iterdir():
        if other != folder and other.is_dir() and time.time() - other.stat().st_mtime > _KEEP_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile `function` without the global interpreter lock, and cache it where the folder can be written.

    `fastmath` and `parallel` stay off: they change trajectories and gain nothing here.
    """
    if jit_is_off():
        return function
    folder = cache_folder()
    before = _NUMBA.CACHE_DIR
    _NUMBA.CACHE_DIR = str(folder or "")
    try:
        made: Any = numba.njit(nogil=True, cache=folder is not None)(function)
        return made
    finally:
        _NUMBA.CACHE_DIR = before


def compiled_before() -> bool:
    """True where the compiled week of these sources already lies in the cache, so that no one has to wait for it."""
    folder = cache_folder()
    return jit_is_off() or (folder is not None and any(folder.rglob("week.run_weeks-*.nbi")))
