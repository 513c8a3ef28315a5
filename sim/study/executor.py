"""Work on several threads, results in the order of the work: compiled weeks run without the interpreter's lock."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event


def available_threads() -> int:
    """Processors that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order[Item, Result](
    work: Callable[[Item, Event], Result], items: Iterable[Item], threads: int | None = None
) -> Generator[Result, None, None]:
    """Results of `work(item, stop)` in the order of `items`, whatever order they finish in.

    At most two results a thread wait at once, so memory does not grow with the number of items. When the caller stops
    listening (an error, Ctrl-C), `stop` is set and what has not begun never begins.
    """
    count = threads or available_threads()
    stop = Event()
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(count, thread_name_prefix="coalface")
    try:
        for item in items:
            waiting.append(pool.submit(work, item, stop))
            if len(waiting) >= 2 * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
