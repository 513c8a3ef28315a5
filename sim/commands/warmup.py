"""The command that compiles the model beforehand."""

import time

from sim.commands.answering import show
from sim.configuration.loader import load_settings
from sim.errors import UserError
from sim.progress import say_that_it_compiles
from sim.request import Request


def warmup(request: Request, command: list[str]) -> int:
    """Compile the model and keep it, by running the smallest authority for a year."""
    if request.words:
        raise UserError(f"{request.words[0]}: warmup takes no settings")
    from sim.compiled import cache_folder, compiled_before

    if compiled_before():
        return show("The model is compiled already.\n")
    from sim.study.runs import run

    say_that_it_compiles()
    started = time.perf_counter()
    run(load_settings(["authority=training_team", "years=1", "warmup_years=1"], command="run"))
    kept = "" if cache_folder() else "; no folder to keep it in can be written, so name one in COALFACE_CACHE"
    return show(f"Compiled in {time.perf_counter() - started:.0f} seconds{kept}.\n")
