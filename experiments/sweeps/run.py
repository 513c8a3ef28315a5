"""Ten thousand runs of a small authority: how long they take, how much memory and disk, and what the store costs.

python experiments/sweeps/run.py             10,000 runs, a few minutes on two cores
python experiments/sweeps/run.py --runs 500
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

import numpy as np
import pyarrow.parquet as pq

from sim.configuration.points import read_sweep
from sim.study.replicate import FINISHED
from sim.sweep.blocks import SEEDS_A_BLOCK, Row, columns_of, encoded, run_blocks
from sim.sweep.executor import Local
from sim.sweep.folder import write_sweep
from sim.sweep.plan import planned, tasks_of
from sim.sweep.run import run_sweep
from sim.sweep.store import Store

WORDS = ["authority=small_unitary", "years=1", "warmup_years=2", "intervention=[manager_caseload]"]
REPLICATES = 100


def peak() -> float:
    """Largest memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def sweep_words(runs: int) -> list[str]:
    """A sweep of about so many runs: 4 doses of an intervention and a baseline at each of several values of one setting."""
    values = max(1, runs // (5 * REPLICATES))
    fears = ",".join(f"{0.2 + 0.4 * place / values:.6g}" for place in range(values))
    return [
        *WORDS,
        f"replicates={REPLICATES}",
        "interventions.manager_caseload.cases=1,2,3,4",
        f"mechanism.reporting.fear={fears}",
    ]


def overhead() -> float:
    """Time to encode and to write a block, relative to the time to run it."""
    (point, *_) = [planned(one) for one in read_sweep([*WORDS, "replicates=25"]).points()]
    blocks = [block for arm in point.arms for block in point.blocks(arm, SEEDS_A_BLOCK)]
    (task,) = tasks_of(blocks)
    run_blocks(task, Event())
    started = time.perf_counter()
    done = run_blocks(task, Event())
    running = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place)).open()
        started = time.perf_counter()
        for key, content in done:
            store.write(key, content)
        writing = time.perf_counter() - started
    values = np.linspace(0.0, 1.0, len(columns_of(blocks[0])))
    rows = [Row(FINISHED, "", values * seed) for seed in range(SEEDS_A_BLOCK)]
    started = time.perf_counter()
    for block in blocks:
        encoded(block, rows)
    encoding = time.perf_counter() - started
    return (writing + encoding) / (running - encoding)


def main() -> int:
    """Run, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    chosen = parser.parse_args()
    print(f"store: {100 * overhead():.1f}% of the time of the runs themselves")
    folder = Path(tempfile.mkdtemp(prefix="coalface-sweeps-"))
    try:
        print(f"{'runs':>7} {'seconds':>8} {'ms a run':>9} {'peak MB':>8} {'disk MB':>8} {'failed':>7}")
        for runs in dict.fromkeys((min(1000, chosen.runs), chosen.runs)):
            points = [planned(point) for point in read_sweep(sweep_words(runs)).points()]
            store = Store(folder / str(runs)).open()
            started = time.perf_counter()
            done = run_sweep(points, REPLICATES, store, Local())
            seconds = time.perf_counter() - started
            size = sum(path.stat().st_size for path in store.place.glob("*.parquet")) / 1e6
            print(
                f"{done.made:>7,} {seconds:>8.1f} {1000 * seconds / done.made:>9.2f} {peak():>8.0f} {size:>8.1f}",
                end=" ",
            )
            again = run_sweep(points, REPLICATES, store.open(), Local())
            assert again.made == 0
            started = time.perf_counter()
            out, _ = write_sweep(points, done, store, folder / f"answer-{runs}")
            status = pq.read_table(out / "runs.parquet", columns=["status"])["status"].to_pylist()
            failed = sum(one != FINISHED for one in status)
            print(
                f"{failed:>7,}   answer written in {time.perf_counter() - started:.1f} s, peak {peak():.0f} MB",
                flush=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
