"""The manifest: what was run, with which code, and the command that runs it again."""

import hashlib
import json
import platform
import shlex
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from sim.compiled import result_digest
from sim.study.arms import Arm

PROGRAM = "coalface"
MANIFEST = "manifest.json"
_PACKAGES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "pydantic", "matplotlib", "mesa")


def settings_hash(arms: Sequence[Arm], precision: Mapping[str, float] | None = None) -> str:
    """Sixteen hexadecimal digits that change with any setting of any arm, with the precision asked for, and nothing else.

    Under a precision the replicates of the arms are the most that may be run, which is what was asked for.
    """
    content: dict[str, Any] = {arm.name: [arm.against, arm.settings.model_dump(mode="json")] for arm in arms}
    if precision:
        content = {"arms": content, "precision": dict(precision)}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def identity_of(arms: Sequence[Arm], precision: Mapping[str, float] | None = None) -> dict[str, str]:
    """What makes two results the same study: program, what was asked for, and the code that can change a number."""
    return {"program": PROGRAM, "settings_hash": settings_hash(arms, precision), "code": result_digest()}


def manifest(
    arms: Sequence[Arm], command: str | Sequence[str], *, precision: Mapping[str, float] | None = None, **more: Any
) -> dict[str, Any]:
    """The manifest of a study of `arms`; a `command` given as separate words is quoted for a shell.

    precision: half-widths by outcome at which its replicates stopped. With them the manifest says how many there might
    have been, as settings.yaml names those that were run.
    """
    if precision:
        more = {"precision": dict(precision), "most_replicates": arms[0].settings.replicates, **more}
    return {
        **identity_of(arms, precision),
        "version": version(PROGRAM),
        "command": command if isinstance(command, str) else shlex.join(command),
        "question": arms[0].settings.question,
        "seed": arms[0].settings.seed,
        "arms": [arm.name for arm in arms],
        **more,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
    }
