"""A sweep that is killed goes on where it was: the same command, exactly the missing runs, the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = (
    "sweep", "authority=training_team", "years=1", "warmup_years=1", "intervention=[manager_caseload]",
    "interventions.manager_caseload.cases=1,2,3", "mechanism.reporting.fear=0.1,0.4", "replicates=50",
    "cache=cache", "out=answer", "threads=2",
)  # fmt: skip
RUNS = 400  # 2 baselines and 6 arms of 50
FILES = ("points.csv", "points.json", "comparison.csv", "runs.parquet", "settings.yaml", "manifest.json")


# Loads what takes long to load once, then becomes the command in each folder that it is told: kills fall into its work.
NURSERY = """
import os, signal, sys
import sim.commands.sweeps
from sim.cli import main
for folder in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        sys.stdin.readline()  # until then its number belongs to nobody else
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    signal.alarm(300)
    os.chdir(folder.strip())
    for stream, name in ((1, "said"), (2, "noted")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os._exit(main(sys.argv[1:]))
"""


class Nursery:
    """A process of whose children each is the same command, in a folder of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore::DeprecationWarning", "-c", NURSERY, *COMMAND],
            # A process that forks must not have threads that hold a lock.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._told, self._heard = self._process.stdin, self._process.stdout

    def start(self, folder: Path) -> int:
        """Begin the command in a folder; its process."""
        folder.mkdir(exist_ok=True)
        return self._ask(str(folder))

    def ended(self) -> int:
        """Wait for its end; how it ended, negative where a signal killed it."""
        return self._ask("")

    def _ask(self, line: str) -> int:
        self._told.write(f"{line}\n")
        self._told.flush()
        return int(self._heard.readline())

    def finish(self, folder: Path) -> tuple[str, str]:
        """Let the command end by itself; what it said, and what it noted on the way."""
        self.start(folder)
        status, said, noted = self.ended(), (folder / "said").read_text(), (folder / "noted").read_text()
        assert status == 0, noted
        return said, noted

    def close(self) -> None:
        """No more children."""
        self._told.close()
        self._process.wait(30)
        self._heard.close()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def uninterrupted(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of a sweep that nobody stopped, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("whole")
    nursery.finish(tmp_path_factory.mktemp("before"))  # compiled and loaded now
    started = time.perf_counter()
    _, noted = nursery.finish(folder)
    assert f"{RUNS} different runs, of which 0 are in the cache" in noted
    return folder, time.perf_counter() - started


def same_bytes(folder: Path, other: Path) -> list[str]:
    """Files of the answer that differ."""
    return [name for name in FILES if (folder / "answer" / name).read_bytes() != (other / "answer" / name).read_bytes()]


def test_killed_ten_times_it_ends_in_the_same_bytes(
    nursery: Nursery, uninterrupted: tuple[Path, float], tmp_path: Path
) -> None:
    whole, seconds = uninterrupted
    moments = random.Random(7)
    held, killed = 0, 0
    for _ in range(10):
        process = nursery.start(tmp_path)
        # Somewhere between the first setting and the last write.
        time.sleep(moments.uniform(0.0, 1.0) * seconds)
        os.kill(process, signal.SIGKILL)
        killed += nursery.ended() == -signal.SIGKILL
        blocks = len(list(tmp_path.glob("cache/*/*.parquet")))
        assert blocks >= held, "a kill lost what was there"
        held = blocks
    assert killed >= 5, f"only {killed} were still at work"
    said, noted = nursery.finish(tmp_path)
    assert "Results:" in said
    assert same_bytes(tmp_path, whole) == []
    assert f"{RUNS} different runs" in noted
    # Asked again, nothing is left to run.
    _, noted = nursery.finish(tmp_path)
    assert f"of which {RUNS} are in the cache" in noted


def test_a_damaged_or_truncated_block_is_found_and_run_again(
    nursery: Nursery, uninterrupted: tuple[Path, float]
) -> None:
    whole, _ = uninterrupted
    before = {name: (whole / "answer" / name).read_bytes() for name in FILES}
    first, second, *_ = sorted(whole.glob("cache/*/*.parquet"))
    first.write_bytes(first.read_bytes()[:100])
    content = bytearray(second.read_bytes())
    content[len(content) // 2] ^= 1
    second.write_bytes(bytes(content))
    checked = subprocess.run(
        [sys.executable, "-m", "sim", "cache", "verify", "cache=cache"],
        cwd=whole,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert "2 damaged" in checked.stdout
    assert first.name in checked.stdout
    _, noted = nursery.finish(whole)
    assert "2 damaged blocks were found and run again" in noted
    assert {name: (whole / "answer" / name).read_bytes() for name in FILES} == before
