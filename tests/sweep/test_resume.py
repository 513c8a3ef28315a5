"""A sweep that is killed goes on where it was: the same command, exactly the missing runs, the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = (
    "sweep", "authority=training_team", "years=1", "warmup_years=1", "intervention=[manager_caseload]",
    "interventions.manager_caseload.cases=1,2,3", "mechanism.reporting.fear=0.1,0.4", "replicates=50",
    "cache=cache", "out=answer", "threads=2",
)  # fmt: skip
RUNS = 400  # 2 baselines and 6 arms of 50
FILES = ("points.csv", "points.json", "comparison.csv", "runs.parquet", "settings.yaml", "manifest.json")


def start(folder: Path) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *COMMAND], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(folder: Path) -> tuple[str, str]:
    process = start(folder)
    said, noted = process.communicate(timeout=300)
    assert process.returncode == 0, noted
    return said, noted


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of a sweep that nobody stopped, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("whole")
    started = time.perf_counter()
    _, noted = finish(folder)
    assert f"{RUNS} different runs, of which 0 are in the cache" in noted
    return folder, time.perf_counter() - started


def same_bytes(folder: Path, other: Path) -> list[str]:
    """Files of the answer that differ."""
    return [name for name in FILES if (folder / "answer" / name).read_bytes() != (other / "answer" / name).read_bytes()]


def test_killed_ten_times_it_ends_in_the_same_bytes(uninterrupted: tuple[Path, float], tmp_path: Path) -> None:
    whole, seconds = uninterrupted
    moments = random.Random(7)
    held = 0
    for _ in range(10):
        process = start(tmp_path)
        # Somewhere between the first import and the last write.
        time.sleep(moments.uniform(0.3, 1.1) * seconds)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        blocks = len(list(tmp_path.glob("cache/*/*.parquet")))
        assert blocks >= held, "a kill lost what was there"
        held = blocks
    said, noted = finish(tmp_path)
    assert "Results:" in said
    assert same_bytes(tmp_path, whole) == []
    assert f"{RUNS} different runs" in noted
    # Asked again, nothing is left to run.
    _, noted = finish(tmp_path)
    assert f"of which {RUNS} are in the cache" in noted


def test_a_damaged_or_truncated_block_is_found_and_run_again(uninterrupted: tuple[Path, float]) -> None:
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
    _, noted = finish(whole)
    assert "2 damaged blocks were found and run again" in noted
    assert {name: (whole / "answer" / name).read_bytes() for name in FILES} == before
