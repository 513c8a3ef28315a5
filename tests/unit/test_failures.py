"""A run that fails disturbs no other, a study of failures is still written, and what is stopped leaves nothing behind."""

import re
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
from sim.cli import main
from sim.errors import UserError
from sim.results.folder import write_comparison
from sim.settings.study import Settings
from sim.study import replicate
from sim.study.comparison import compare
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


SMALL = ("authority=training_team", "years=1", "warmup_years=1", "threads=2", "mechanism.casework.duration_weeks=80")


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "intervention=[more_posts,rotation]", "replicates=2"),
        ("sweep", "intervention=[more_posts],[rotation]", "replicates=2"),
    ],
)
def test_where_every_run_failed_the_command_says_so_in_a_sentence_and_keeps_what_there_is(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(layout, "_room_for_cases", lambda settings: 20)
    out = tmp_path / "out"
    kept = [f"cache={tmp_path / 'cache'}"] if words[0] == "sweep" else []
    assert main([*words, *SMALL, *kept, f"out={out}"]) == 1
    heard = capsys.readouterr().err.splitlines()
    # The run that times a sweep fails as well, and stops nothing.
    assert any("how long it takes is not known: the run with seed 1 failed" in line for line in heard) == bool(kept)
    said = heard[-1]
    assert re.match(
        r"every one of \d+ runs failed, so that there is no answer \(in the warm-up, the table of cases is full after week",
        said,
    )
    assert "most likely because of mechanism.casework.duration_weeks, 80.0 and not " in said
    assert said.endswith(f"with the reason of every run, in {out / 'runs.parquet'}")
    assert {"runs.parquet", "report.html", "manifest.json"} <= {path.name for path in out.iterdir()}


def test_a_run_that_fails_ends_with_the_likely_cause_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(layout, "_room_for_cases", lambda settings: 20)
    assert main(["run", *SMALL[:3], SMALL[4], f"out={tmp_path / 'out'}"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("the run with seed 1 failed: the table of cases is full after week -")
    assert "most likely because of mechanism.casework.duration_weeks" in said
    assert said.endswith("nothing is written")
    assert list(tmp_path.iterdir()) == []


def test_where_some_runs_failed_the_command_has_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_arm_or_fail(warm: WarmUp, chosen: Settings, stop: Event, exits: list[np.ndarray] | None) -> np.ndarray:
        if list(chosen.interventions) == ["more_posts"]:
            raise RunFailed(REASON)
        return run_arm(warm, chosen, stop, exits)

    monkeypatch.setattr(replicate, "run_arm", run_arm_or_fail)
    words = ["compare", "intervention=[more_posts,rotation]", "replicates=2", *SMALL[:4]]
    assert main([*words, f"out={tmp_path / 'out'}"]) == 0
    said = capsys.readouterr()
    assert f"more_posts: 2 of 2 runs failed and were left out ({REASON})" in " ".join(said.out.split())
    assert "every one" not in said.err


def test_a_run_stops_when_asked(settings: Settings) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        warm_up(settings, 1, stop)


# Where tests run in the background, what they start ignores Ctrl-C.
LISTENING = """
import signal, sys
from sim.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    words = ["compare", "authority=small_unitary", "replicates=1000000", f"out={tmp_path / 'result'}"]
    study = subprocess.Popen(
        [sys.executable, "-c", LISTENING, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
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
