"""What a sweep costs, and whether what it promises holds: ten thousand runs, the store, composing, the answer, intervals.

python -m experiments.sweeps.run               from the top folder; one to two minutes on two idle cores; writes README.md
python -m experiments.sweeps.run --runs 500    a smaller sweep, printed and not written
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numba
import pyarrow.parquet as pq

from experiments.sweeps.parts import WORDS, composing, keeping
from experiments.sweeps.promises import coverage, three_alike
from sim.configuration.points import read_sweep
from sim.study.replicate import FINISHED
from sim.sweep.executor import Local
from sim.sweep.folder import write_sweep
from sim.sweep.plan import planned
from sim.sweep.run import run_sweep
from sim.sweep.store import Store

REPLICATES = 100
FULL = 10_000
PAGE = Path(__file__).with_name("README.md")
START, END = "<!-- measured -->", "<!-- end -->"


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


def sweeping(runs: int, folder: Path) -> str:
    """A row of the table: a sweep of about so many runs and its answer."""
    points = [planned(point) for point in read_sweep(sweep_words(runs)).points()]
    store = Store(folder / str(runs)).open()
    started = time.perf_counter()
    done = run_sweep(points, REPLICATES, store, Local())
    seconds = time.perf_counter() - started
    memory = peak()
    size = sum(path.stat().st_size for path in store.place.glob("*.parquet")) / 1e6
    again = run_sweep(points, REPLICATES, store.open(), Local())
    assert again.made == 0, "runs that are remembered were made again"
    started = time.perf_counter()
    out, _ = write_sweep(points, done, store, folder / f"answer-{runs}")
    writing = time.perf_counter() - started
    status = pq.read_table(out / "runs.parquet", columns=["status"])["status"].to_pylist()
    failed = sum(one != FINISHED for one in status)
    return (
        f"| {done.made:,} | {failed} | {seconds:.0f} | {1000 * seconds / done.made:.1f} | {memory:.0f} | {size:.1f} "
        f"| {len(points)} | {writing:.2f} | {1000 * writing / len(points):.1f} | {peak():.0f} |"
    )


def many_points(points: int, folder: Path) -> str:
    """A line: the answer of many points of few runs, where what a point costs counts most."""
    fears = f"mechanism.reporting.fear=range(0.1,0.9,{0.8 / points})"
    words = ["authority=training_team", "years=1", "warmup_years=1", "intervention=[manager_caseload]", "replicates=5"]
    made = [planned(point) for point in read_sweep([*words, fears]).points()]
    store = Store(folder / "many").open()
    done = run_sweep(made, 5, store, Local())
    before, started = peak(), time.perf_counter()
    write_sweep(made, done, store, folder / "answer-many")
    seconds = time.perf_counter() - started
    return (
        f"The answer of {len(made):,} points of 10 runs each: {seconds:.1f} s, {1000 * seconds / len(made):.1f} ms a point; "
        f"memory {before:.0f} MB before and {peak():.0f} MB at the most."
    )


def measured(runs: int) -> str:
    """All figures, as the page holds them."""
    folder = Path(tempfile.mkdtemp(prefix="coalface-sweeps-"))
    kept, composed = keeping(), composing()
    try:
        rows = [sweeping(count, folder) for count in dict.fromkeys((min(1000, runs), runs))]
        many = many_points(max(20, runs // 20), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lines = [
        f"Python {sys.version.split()[0]}, Numba {numba.__version__}, {Local().workers} threads.",
        "",
        "| runs | failed | seconds | ms a run | peak MB | disk MB | points | answer, s | ms a point | peak MB then |",
        "|---" * 10 + "|",
        *rows,
        "",
        many,
        "",
        "| a block of 25 runs is | in percent of the time to run it |",
        "|---|---|",
        *(f"| {name} | {share:.2f} |" for name, share in kept.items()),
        "",
        "| composing | ms |",
        "|---|---|",
        *(f"| {name} | {milliseconds:.3f} |" for name, milliseconds in composed.items()),
        "",
        "| differences | half-width asked for | intervals that hold the truth | mean replicates | without caution |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {width} | {held:.3f} | {replicates:.0f} | {without:.3f} |"
            for name, width, held, replicates, without in coverage()
        ),
        "",
        "| three arms with nothing to choose between them | |",
        "|---|---|",
        *(f"| {name} | {value:.3f} |" for name, value in three_alike().items()),
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write the page where the sweep is the full one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=FULL)
    chosen = parser.parse_args()
    text = measured(chosen.runs)
    print(text)
    if chosen.runs >= FULL:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(f"{head}{START}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
