"""The engine of a study: order, arms of any settings, and an answer in words."""

import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
import pytest

from sim.errors import UserError
from sim.settings.study import Settings
from sim.study import weekly
from sim.study.arms import Arm
from sim.study.comparison import compare, compare_arms
from sim.study.executor import in_order

Build = Callable[..., Settings]


@pytest.fixture(scope="module")
def settings(build: Build) -> Settings:
    words = ("authority=training_team", "years=1", "warmup_years=1", "intervention=[more_posts,upward_appraisal]")
    return build(*words).model_copy(update={"replicates": 4})


def test_results_come_in_the_order_of_the_work_whoever_is_first() -> None:
    late = Event()

    def work(item: int, stop: Event) -> int:
        if item == 0:
            assert late.wait(10.0)
        if item == 1:
            late.set()
        return item

    assert list(in_order(work, range(10), threads=2)) == list(range(10))


def test_no_more_work_is_begun_than_a_few_results_ahead() -> None:
    begun = []
    lock = threading.Lock()

    def work(item: int, stop: Event) -> int:
        with lock:
            begun.append(item)
        return item

    results = in_order(work, range(1000), threads=2)
    for _ in range(3):
        next(results)
    assert len(begun) <= 3 + 4
    results.close()


def test_an_error_stops_the_work_that_is_running() -> None:
    heard = Event()

    def work(item: int, stop: Event) -> int:
        if item == 0:
            raise ValueError("broken")
        if stop.wait(10.0):
            heard.set()
        return item

    with pytest.raises(ValueError, match="broken"):
        list(in_order(work, range(100), threads=2))
    assert heard.wait(10.0)


def test_arms_that_are_the_same_differ_by_exactly_nothing(settings: Settings) -> None:
    nothing = settings.without_interventions()
    found = compare_arms([Arm("baseline", nothing), Arm("same", nothing)], 4, 1).table
    judged = found[found["better"] != "neither"].dropna(subset=["baseline"])
    assert len(judged) > 30
    assert (judged[["difference", "ci_low", "ci_high", "difference_first_year"]] == 0.0).all(axis=None)
    assert (judged["p_better"] == 0.5).all()
    assert judged["weeks_until_better"].isna().all()


def test_progress_counts_to_all_runs(settings: Settings) -> None:
    seen: list[tuple[int, int]] = []
    compare(settings, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(3, 12), (6, 12), (9, 12), (12, 12)]


def test_arms_may_differ_in_mechanisms_and_in_tiers(build: Build) -> None:
    words = ("authority=training_team", "years=1", "warmup_years=1")
    flat = build(*words, "authority.spans=[8]")
    deaf = build(*words, "mechanism.belief.attention=0.0")
    arms = [Arm("baseline", build(*words)), Arm("deaf", deaf), Arm("flat", flat), Arm("flat again", flat, "flat")]
    found = compare_arms(arms, 2, 1)
    table = found.table.set_index(["arm", "outcome"])
    assert table.loc[("deaf", "disconnect"), "difference"] != 0.0
    # A tree of two tiers has no tier 2 to compare; its team manager leads, and is compared with senior leaders.
    assert table.loc[("flat", "disconnect_tier_2"), "replicates"] == 0
    assert table.loc[("flat", "disconnect"), "replicates"] == 2
    assert table.loc[("flat again", "disconnect"), "difference"] == 0.0
    assert table.loc[("flat again", "disconnect"), "baseline"] == table.loc[("flat", "disconnect"), "mean"]


def test_arms_that_cannot_be_compared_are_refused(settings: Settings) -> None:
    one = Arm("baseline", settings)
    with pytest.raises(ValueError, match="same name"):
        compare_arms([one, one], 1, 1)
    with pytest.raises(ValueError, match="number of years"):
        compare_arms([one, Arm("longer", settings.model_copy(update={"years": 2}))], 1, 1)
    with pytest.raises(ValueError, match="nowhere"):
        compare_arms([one, Arm("lost", settings, "nowhere")], 1, 1)


def test_many_row_groups_read_as_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = compare(settings)
    monkeypatch.setattr(weekly, "ROWS_A_GROUP", 1)
    parts = compare(settings)
    for name in ("burnout", "turnover_rate"):
        np.testing.assert_array_equal(whole.weekly_values(name), parts.weekly_values(name))
    assert whole.weekly_values("burnout").shape == (4, 3, 104)
    assert whole.weekly.equals(parts.weekly)


def test_a_full_disk_ends_the_study_and_leaves_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(weekly.WeeklyWriter, "add", full)
    words = "could not be written: the disk is full (No space left on device); nothing is written"
    with pytest.raises(UserError) as refused:
        compare(settings, out=tmp_path / "result")
    assert str(refused.value) == f"out: {tmp_path / 'result'} {words}"
    assert list(tmp_path.iterdir()) == []


def test_the_answer_fits_a_terminal_and_has_cost_beside_effect(settings: Settings) -> None:
    text = compare(settings).text_table()
    assert max(len(line) for line in text.splitlines()) < 130
    for words in ("more_posts against baseline", "turnover of permanent staff", "cash spent", "not what becomes of"):
        assert words in text


def test_the_first_year_is_that_of_the_remedy(build: Callable[..., Settings]) -> None:
    # Two years, and a remedy that starts with the second: its first year is the last year of the run.
    words = ("authority=training_team", "intervention=[manager_caseload]", "years=2", "warmup_years=1", "replicates=3")
    table = compare(build(*words, "interventions.manager_caseload.start_week=52")).table
    assert table["difference"].abs().max() > 0.0
    pd.testing.assert_series_equal(table["difference_first_year"], table["difference"], check_names=False)
