"""The tables of a sweep: the numbers that a comparison of each point gives, however many points are written at once."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import sim.sweep.tables as tables_module
from sim.configuration.points import read_sweep
from sim.settings.study import Settings
from sim.study.comparison import compare
from sim.sweep.executor import Local
from sim.sweep.plan import PlannedPoint, planned
from sim.sweep.run import SweepRun, run_sweep
from sim.sweep.store import Store
from sim.sweep.tables import write_tables

WORDS = (
    "authority=training_team", "years=1", "warmup_years=1", "replicates=30", "intervention=[manager_caseload],[]",
    "authority.spans=[8,4],[8,3,1]",
)  # fmt: skip


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[PlannedPoint], SweepRun, Store]:
    points = [planned(point) for point in read_sweep(WORDS).points()]
    store = Store(tmp_path_factory.mktemp("store")).open()
    return points, run_sweep(points, 30, store, Local(2)), store


def test_each_point_has_the_numbers_that_a_comparison_of_it_gives(
    swept: tuple[list[PlannedPoint], SweepRun, Store], tmp_path: Path
) -> None:
    points, done, store = swept
    answers = write_tables(points, done, store, tmp_path)
    alone = compare(points[0].point.settings, threads=2)
    first = answers[answers["point"] == 0]
    same = ["arm", "outcome", "unit", "baseline", "mean", "difference", "ci_low", "ci_high", "p_better"]
    pd.testing.assert_frame_equal(first[same], alone.table[same], check_exact=True)
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    own = runs[runs["point"] == 0]
    for arm, rows in alone.runs.groupby("arm"):
        mine = own[own["arm"] == arm]
        assert mine["seed"].tolist() == rows["seed"].tolist()
        assert mine["turnover_rate"].tolist() == rows["turnover_rate"].tolist()


def test_outcomes_of_the_tallest_tree_have_a_column_and_others_leave_it_empty(
    swept: tuple[list[PlannedPoint], SweepRun, Store], tmp_path: Path
) -> None:
    points, done, store = swept
    tiers = [one.point.settings.authority.tiers for one in points]
    assert tiers[0] < max(tiers), "the first point must not be the tallest"
    write_tables(points, done, store, tmp_path)
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    missing = runs.groupby("point")[f"disconnect_tier_{max(tiers) - 1}"].apply(lambda values: values.isna().all())
    assert missing.tolist() == [tier < max(tiers) for tier in tiers]


def test_how_many_points_are_written_at_once_changes_no_answer(
    swept: tuple[list[PlannedPoint], SweepRun, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points, done, store = swept
    folders = [tmp_path / "all", tmp_path / "each"]
    for folder, runs in zip(folders, (10_000, 1), strict=True):
        folder.mkdir()
        monkeypatch.setattr(tables_module, "RUNS_AT_ONCE", runs)
        write_tables(points, done, store, folder)
    texts = [(folder / "comparison.csv").read_text() for folder in folders]
    assert texts[0] == texts[1]
    assert texts[0].count("point,") == 1, "the names of the columns stand there once"
    both = [pd.read_parquet(folder / "runs.parquet") for folder in folders]
    pd.testing.assert_frame_equal(*both, check_exact=True)


def test_a_baseline_alone_has_its_level_and_no_difference(
    swept: tuple[list[PlannedPoint], SweepRun, Store], tmp_path: Path, build: Callable[..., Settings]
) -> None:
    points, done, store = swept
    answers = write_tables(points, done, store, tmp_path)
    level = answers[(answers["point"] == 2) & (answers["outcome"] == "caseload")].iloc[0]
    assert level["arm"] == "baseline"
    assert level["ci_low"] < level["mean"] == level["baseline"] < level["ci_high"]
    assert pd.isna(level["difference"])
    assert level["replicates"] == 30
