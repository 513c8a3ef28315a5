"""A run that fails disturbs no other, a study of failures is still written, and what is stopped leaves nothing behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from sim import layout
from sim.errors import UserError
from sim.settings.study import Settings
from sim.study import replicate
from sim.study.comparison import compare
from sim.study.folder import write_comparison
from sim.study.runs import RunFailed, Stopped, WarmUp, run, run_arm, warm_up

FAILING = ("more_posts", 2)
REASON = "posts.exhaustion is not a finite number"


@pytest.fixture(scope="module")
def settings(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=1", "warmup_years=1", "intervention=[more_posts,upward_appraisal]")
    return build(*words).model_copy(update={"replicates": 4})


def test_a_run_that_fails_changes_no_other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_arm_or_fail(warm: WarmUp, chosen: Settings, stop: Event, exits: list[np.ndarray] | None) -> np.ndarray:
        arm, seed = FAILING
        if list(chosen.interventions) == [arm] and warm.organisation.authority["seed"][0] == seed:
            raise RunFailed(REASON)
        return run_arm(warm, chosen, stop, exits)

    sound = compare(settings)
    monkeypatch.setattr(replicate, "run_arm", run_arm_or_fail)
    found = compare(settings)
    outcomes = [outcome.name for outcome in found.outcomes]
    expected, runs = (study.runs.set_index(["arm", "seed"])[outcomes] for study in (sound, found))
    assert runs.loc[FAILING].isna().all()
    others = runs.index != FAILING
    np.testing.assert_array_equal(runs[others], expected[others])
    difference = (expected.loc["more_posts", "burnout"] - expected.loc["baseline", "burnout"]).drop(FAILING[1])
    table = found.table.set_index(["arm", "outcome"])
    assert table.loc[("more_posts", "burnout"), "difference"] == pytest.approx(difference.mean())


def test_where_one_pair_is_left_no_interval_is_made_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_arm_or_fail(warm: WarmUp, chosen: Settings, stop: Event, exits: list[np.ndarray] | None) -> np.ndarray:
        if list(chosen.interventions) == [FAILING[0]] and warm.organisation.authority["seed"][0] == FAILING[1]:
            raise RunFailed(REASON)
        return run_arm(warm, chosen, stop, exits)

    monkeypatch.setattr(replicate, "run_arm", run_arm_or_fail)
    text = compare(settings.model_copy(update={"replicates": 2})).text_table()
    assert f"more_posts: 1 of 2 runs failed and were left out ({REASON})" in " ".join(text.split())
    assert "nan" not in text
    (line,) = (line for line in text.partition("upward_appraisal against")[0].splitlines() if "  turnover" in line)
    assert "one pair only" in line
    assert line.endswith("1 of 2 pairs")


def test_a_study_in_which_everything_failed_is_written_all_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*given: object) -> None:
        raise RunFailed(REASON)

    monkeypatch.setattr(replicate, "run_arm", fail)
    found = compare(settings)
    assert found.table["difference"].isna().all()
    assert REASON in found.text_table()
    written = write_comparison(found, tmp_path / "result")
    assert '"failed": 12' in (written / "manifest.json").read_text(encoding="utf-8")


def test_a_single_run_that_fails_is_said_with_its_seed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_room_for_cases", lambda settings: 20)
    with pytest.raises(UserError, match="seed 3 failed: the table of cases is full after week -"):
        run(settings, 3)


def test_a_run_stops_when_asked(settings: Settings) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        warm_up(settings, 1, stop)


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    words = ["authority=small_unitary", "replicates=1000000", f"out={tmp_path / 'result'}"]
    study = subprocess.Popen(
        [sys.executable, "-m", "sim", "compare", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        # Weekly data wait in a folder beside the results to come: once they are there, the runs have begun.
        wait_for(lambda: any(tmp_path.rglob("weekly.parquet")) or study.poll() is not None)
        assert study.poll() is None, "it ended by itself"
        study.send_signal(signal.SIGINT)
        _, said = study.communicate(timeout=60)
    finally:
        study.kill()
    assert study.returncode == 130
    assert "interrupted" in said
    assert list(tmp_path.iterdir()) == []


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until `condition` holds, and no longer than `seconds`."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
