"""The command that tells two scenarios apart, or two folders of results."""

import sys
from pathlib import Path

from sim.commands.answering import say_altered
from sim.errors import UserError
from sim.request import Request
from sim.study.manifest import MANIFEST


def diff(request: Request, command: list[str]) -> int:
    """Print what tells two scenarios apart: settings, then outcomes."""
    from sim.study.difference import diff

    if len(request.words) != 2:
        raise UserError(
            f"diff: {len(request.words)} given; name two: folders of results, settings files or scenarios, such as "
            "coalface diff results/compare-1 leadership_package"
        )
    first, second = request.words
    sys.stdout.write(diff(first, second, request.config_dir).text() + "\n")
    sys.stdout.flush()
    for folder in (Path(word).expanduser() for word in dict.fromkeys(request.words)):
        if (folder / MANIFEST).is_file():
            say_altered(folder)
    return 0
