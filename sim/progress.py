"""What is said while work goes on: that the model is compiled first, and a bar. On standard error; results are elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def say_that_it_compiles() -> None:
    """A word on standard error where the model is about to be compiled, which takes a while."""
    from sim.compiled import compiled_before

    if not compiled_before():
        print("The model is compiled once, which takes about half a minute.", file=sys.stderr, flush=True)


@contextmanager
def bar() -> Iterator[Callable[[int, int], object] | None]:
    """A bar on a terminal; nothing where standard error goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=" runs", leave=False) as line:

        def show(done: int, total: int) -> None:
            line.total = total
            line.update(done - line.n)

        yield show
