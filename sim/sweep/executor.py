"""Where blocks are run: on threads of this machine, or on workers of a Dask cluster. One small interface for both."""

from collections.abc import Generator, Iterable
from contextlib import closing
from typing import Any, Protocol

from sim.errors import UserError
from sim.study.executor import available_threads, in_order
from sim.sweep.blocks import Block, run_blocks

Task = list[Block]
Done = list[tuple[str, bytes]]
LOCAL, DASK = "local", "dask"
EXECUTORS = (LOCAL, DASK)


class Executor(Protocol):
    """Runs tasks, in any order, and hands back the key and content of each block as it is done."""

    workers: int

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """Results as they come; closing the generator stops what has not begun."""
        ...


class Local:
    """Threads: the compiled weeks run without the interpreter's lock, nothing is copied and memory stays flat."""

    def __init__(self, threads: int | None = None) -> None:
        self.workers = threads or available_threads()

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """As `Executor.run`."""
        with closing(in_order(run_blocks, tasks, self.workers)) as results:
            yield from results


class Dask:
    """Workers of a Dask cluster; those that die are replaced and their tasks are run again elsewhere.

    scheduler: address of a running one, or None for a cluster of processes on this machine.
    """

    # Seconds to wait for a scheduler to answer.
    patience = 20.0

    def __init__(self, scheduler: str | None = None, workers: int | None = None) -> None:
        self._scheduler = scheduler
        self.workers = workers or available_threads()

    def run(self, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """As `Executor.run`. Raises UserError where Dask is missing or the scheduler cannot be reached."""
        with self._client() as client:
            yield from _results(client, tasks)

    def _client(self) -> Any:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ModuleNotFoundError:
            raise UserError("executor: dask is not installed; install it with: pip install 'coalface[dask]'") from None
        # A worker that dies takes nothing with it but time: its tasks are run again as often as it takes.
        dask.config.set({"distributed.scheduler.allowed-failures": 100})
        if self._scheduler is None:
            cluster = LocalCluster(n_workers=self.workers, threads_per_worker=1, dashboard_address=None)
            return _ClientWithCluster(Client(cluster), cluster)
        try:
            return Client(self._scheduler, timeout=self.patience)
        except (OSError, TimeoutError, ValueError) as error:
            raise UserError(f"executor.scheduler: {self._scheduler} cannot be reached ({error})") from None


class _ClientWithCluster:
    """A client that closes its cluster too."""

    def __init__(self, client: Any, cluster: Any) -> None:
        self._client, self._cluster = client, cluster

    def __enter__(self) -> Any:
        return self._client

    def __exit__(self, *what: object) -> None:
        self._client.close()
        self._cluster.close()


def _results(client: Any, tasks: Iterable[Task]) -> Generator[Done, None, None]:
    """Keep a few tasks for each worker on their way, so that neither scheduler nor client holds them all."""
    from distributed import as_completed

    tasks = iter(tasks)
    waiting = as_completed()
    for task in tasks:
        waiting.add(client.submit(run_task, task, pure=False))
        if waiting.count() >= 3 * max(1, len(client.scheduler_info()["workers"])):
            yield _next(waiting)
    while waiting.count():
        yield _next(waiting)


def _next(waiting: Any) -> Done:
    done: Done = next(waiting).result()
    return done


def run_task(task: Task) -> Done:
    """One task on a worker of the cluster."""
    from threading import Event

    return run_blocks(task, Event())


def executor_of(kind: str, scheduler: str | None, threads: int | None) -> Executor:
    """The executor of that name; UserError for another."""
    if kind not in EXECUTORS:
        raise UserError(f"executor: {kind!r} does not fit; there are {' and '.join(EXECUTORS)}")
    if kind == LOCAL:
        if scheduler is not None:
            raise UserError("executor.scheduler: only executor=dask has one")
        return Local(threads)
    return Dask(scheduler, threads)
