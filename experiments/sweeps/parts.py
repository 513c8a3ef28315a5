"""What the parts of a sweep cost by themselves: composing a point, and keeping a block of runs."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np

from sim.configuration.loader import apply_values, load_settings, resolved_yaml
from sim.configuration.points import read_sweep
from sim.state import Tally, dtype_of
from sim.study.replicate import FINISHED
from sim.sweep.blocks import SEEDS_A_BLOCK, Row, decoded, encoded, run_blocks
from sim.sweep.plan import planned, tasks_of
from sim.sweep.store import Store

WORDS = ["authority=small_unitary", "years=1", "warmup_years=2", "intervention=[manager_caseload]"]
POINTS = 1000


def seconds(work: Callable[[], object]) -> float:
    """Time that something takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def composing() -> dict[str, float]:
    """Milliseconds a point: settings of a point, from packaged files and from somebody's file; its arms; for comparison the
    values alone, and one command line read by itself with files composed before.
    """
    dose = f"interventions.manager_caseload.cases=range(1,5,{4 / POINTS})"
    packaged = read_sweep([*WORDS, dose])
    tree = packaged.settings_at({}).model_dump()
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "sent.yaml"
        file.write_text(resolved_yaml(packaged.settings_at({})), encoding="utf-8")
        foreign = read_sweep([dose], file=file)
    points = packaged.points()
    values = {"interventions.manager_caseload.cases": 2.0, "mechanism.reporting.fear": 0.3}
    return {
        "settings of a point": min(1000 * seconds(packaged.points) / len(points) for _ in range(3)),
        "settings of a point, from a file": min(1000 * seconds(foreign.points) / len(points) for _ in range(3)),
        "arms of a point": 1000 * seconds(lambda: [planned(point) for point in points]) / len(points),
        "values set, nothing judged": min(1000 * seconds(lambda: apply_values(tree, values)) for _ in range(20)),
        "one command line by itself": min(1000 * seconds(lambda: load_settings(WORDS)) for _ in range(5)),
    }


def keeping() -> dict[str, float]:
    """Time to encode, to write and to read a block, in percent of the time to run it."""
    (point, *_) = [planned(one) for one in read_sweep([*WORDS, f"replicates={SEEDS_A_BLOCK}"]).points()]
    blocks = [block for arm in point.arms for block in point.blocks(arm, SEEDS_A_BLOCK)]
    (task,) = tasks_of(blocks)
    run_blocks(task, Event())  # compiled now
    started = time.perf_counter()
    done = run_blocks(task, Event())
    running = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place)).open()
        writing = seconds(lambda: [store.write(key, content) for key, content in done])
        reading = seconds(lambda: [decoded(content) for _, content in done])
    rows = [Row(FINISHED, "", _tallied(len(blocks[0].windows), seed)) for seed in range(SEEDS_A_BLOCK)]
    encoding = seconds(lambda: [encoded(block, rows) for block in blocks])
    alone = running - encoding
    return {"encoded": 100 * encoding / alone, "written": 100 * writing / alone, "read": 100 * reading / alone}


def _tallied(windows: int, seed: int) -> np.ndarray:
    """Tallies of which no two are alike, as those of a run are: what is alike is packed for nothing."""
    totals = np.zeros(windows, dtype_of(Tally))
    random = np.random.default_rng(seed)
    for name in totals.dtype.names or ():
        totals[name] = random.integers(1, 1_000_000, totals[name].shape)
    return totals
