"""The same sweep gives the same bytes wherever it is run, and workers may die."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.configuration.points import read_sweep
from sim.errors import UserError
from sim.sweep.executor import Dask, Executor, Local, executor_of
from sim.sweep.folder import write_sweep
from sim.sweep.plan import PlannedPoint, planned
from sim.sweep.run import run_sweep
from sim.sweep.store import Store

WORDS = (
    "authority=training_team", "years=1", "warmup_years=1", "intervention=[manager_caseload]",
    "interventions.manager_caseload.cases=1,2", "mechanism.reporting.fear=0.1,0.4", "replicates=60",
)  # fmt: skip
FILES = ("points.csv", "points.json", "comparison.csv", "runs.parquet", "settings.yaml", "manifest.json")


@pytest.fixture(scope="module")
def points() -> list[PlannedPoint]:
    return [planned(point) for point in read_sweep(WORDS).points()]


def answer(points: list[PlannedPoint], folder: Path, *executors: Executor, shards: int = 1) -> dict[str, bytes]:
    """The files of the sweep run in a store of its own, one executor a shard."""
    store = Store(folder / "cache").open()
    for number, executor in enumerate(executors, start=1):
        run_sweep(points, 60, store, executor, shard=(number, shards))
    done = run_sweep(points, 60, store.open(), executors[0])
    assert done.made == 0
    out, _ = write_sweep(points, done, store, folder / "answer")
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def by_one_thread(points: list[PlannedPoint], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return answer(points, tmp_path_factory.mktemp("one"), Local(1))


def test_two_threads(points: list[PlannedPoint], by_one_thread: dict[str, bytes], tmp_path: Path) -> None:
    assert answer(points, tmp_path, Local(2)) == by_one_thread


def test_two_shards_on_their_own(points: list[PlannedPoint], by_one_thread: dict[str, bytes], tmp_path: Path) -> None:
    assert answer(points, tmp_path, Local(1), Local(2), shards=2) == by_one_thread


def test_each_shard_runs_its_part(points: list[PlannedPoint], tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    done = [run_sweep(points, 60, store, Local(2), shard=(number, 3)) for number in (1, 2, 3)]
    assert all(0 < one.made < 360 for one in done)
    assert sum(one.made for one in done) == 360  # 2 baselines and 4 arms of 60
    assert not any(one.complete for one in done)


class WorkerDies(Dask):
    """A cluster of which one worker is killed when the first results are in."""

    killed = False

    def run(self, tasks):  # type: ignore[no-untyped-def]
        with self._client() as client:
            from sim.sweep import executor

            for number, done in enumerate(executor._results(client, tasks)):
                if number == 0:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
                    self.killed = True
                yield done


def test_a_dask_cluster_of_which_a_worker_is_killed(
    points: list[PlannedPoint], by_one_thread: dict[str, bytes], tmp_path: Path
) -> None:
    cluster = WorkerDies(workers=2)
    assert answer(points, tmp_path, cluster) == by_one_thread
    assert cluster.killed


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dask, "patience", 1.0)
    with pytest.raises(UserError, match="cannot be reached"):
        next(Dask("tcp://127.0.0.1:1", 1).run([]))


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def missing(name: str, *rest: object, **more: object) -> object:
        if name in ("dask", "distributed"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UserError, match=r"pip install 'coalface\[dask\]'"):
        next(Dask(None, 1).run([]))


@pytest.mark.parametrize(
    ("kind", "scheduler", "words"),
    [("ray", None, "there are local and dask"), ("local", "tcp://here:1", "only executor=dask has one")],
)
def test_an_executor_that_does_not_fit(kind: str, scheduler: str | None, words: str) -> None:
    with pytest.raises(UserError, match=words):
        executor_of(kind, scheduler, None)


class Stopped(Local):
    """Results of which only the first arrives."""

    def run(self, tasks):  # type: ignore[no-untyped-def]
        results: Iterator = super().run(tasks)
        yield next(results)
        raise KeyboardInterrupt


def test_what_was_done_before_an_interruption_is_kept(points: list[PlannedPoint], tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    with pytest.raises(KeyboardInterrupt):
        run_sweep(points, 60, store, Stopped(2))
    held = len(list(store.place.glob("*.parquet")))
    assert held > 0
    done = run_sweep(points, 60, Store(tmp_path).open(), Local(2))
    assert done.made == 360 - done.found
    assert done.found > 0
