"""The folder of results: what is in it, and that nothing half-written stays and nothing foreign is touched."""

import errno
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import UserError
from sim.outcomes import names_of
from sim.results import folder
from sim.results.folder import check_out, write_comparison, write_run
from sim.settings.study import Settings
from sim.study import place
from sim.study.comparison import Comparison, compare
from sim.study.runs import run

FIGURES = ("belief", "differences", "trajectories")


@pytest.fixture(scope="module")
def settings(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=2", "warmup_years=1", "intervention=[more_posts,upward_appraisal]")
    return build(*words).model_copy(update={"replicates": 3})


@pytest.fixture(scope="module")
def comparison(settings: Settings) -> Comparison:
    return compare(settings, threads=2)


@pytest.fixture(scope="module")
def written(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results") / "new" / "result"
    return write_comparison(comparison, out, command=["coalface", "compare", "intervention=[more_posts,rotation]"])


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the figures out where a test is about the folder: they take longer than all the rest."""
    monkeypatch.setattr(folder, "save_comparison_figures", lambda comparison, figures: [])


def contents(path: Path) -> set[str]:
    return {found.name for found in path.iterdir()}


def test_everything_is_there_and_nothing_else(written: Path) -> None:
    tables = {"comparison.csv", "runs.parquet", "weekly.parquet"}
    papers = {"manifest.json", "settings.yaml", "report.html", "report.md"}
    assert contents(written) == {*papers, "figures", *tables}
    ends = ("png", "svg", "csv", "txt")
    assert contents(written / "figures") == {f"{name}.{end}" for name in FIGURES for end in ends}
    assert all(path.stat().st_size > 100 for path in (written / "figures").iterdir())
    assert contents(written.parent) == {"result"}


def test_the_tables_hold_every_arm_replicate_and_week(written: Path, settings: Settings) -> None:
    outcomes = list(names_of(settings.authority.tiers))
    table = pd.read_csv(written / "comparison.csv")
    first = ["arm", "outcome", "label", "unit", "better", "baseline", "mean", "difference", "ci_low", "ci_high"]
    assert list(table.columns[:12]) == [*first, "p_better", "replicates"]
    assert len(table) == 2 * len(outcomes)
    runs = pd.read_parquet(written / "runs.parquet")
    assert list(runs.columns) == ["arm", "replicate", "seed", "status", "reason", "seconds", *outcomes]
    assert runs["seed"].tolist() == [seed for seed in (1, 2, 3) for _ in range(3)]
    weekly = pd.read_parquet(written / "weekly.parquet")
    assert list(weekly.columns) == ["arm", "replicate", "week", *outcomes]
    assert len(weekly) == 3 * 3 * (52 + settings.weeks)
    assert weekly["week"].min() == -52


def test_the_last_year_of_the_warm_up_is_the_same_in_every_arm(written: Path) -> None:
    weekly = pd.read_parquet(written / "weekly.parquet")
    before = weekly[weekly["week"] < 0].sort_values(["arm", "replicate", "week"])
    arms = [rows.drop(columns="arm").to_numpy() for _, rows in before.groupby("arm", observed=True)]
    assert len(arms) == 3
    for other in arms[1:]:
        np.testing.assert_array_equal(arms[0], other)


def test_the_table_is_what_the_runs_say(written: Path) -> None:
    runs = pd.read_parquet(written / "runs.parquet").set_index(["arm", "replicate"])["burnout"]
    table = pd.read_csv(written / "comparison.csv").set_index(["arm", "outcome"])
    expected = (runs["more_posts"] - runs["baseline"]).mean()
    assert table.loc[("more_posts", "burnout"), "difference"] == pytest.approx(expected)


def test_the_manifest_says_how_to_run_it_again(written: Path, settings: Settings) -> None:
    found = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    assert shlex.split(found["command"]) == ["coalface", "compare", "intervention=[more_posts,rotation]"]
    assert found["seed"] == settings.seed
    assert found["status"] == {"finished": 9}
    assert {"version", "python", "packages", "settings_hash", "code", "notes"} <= found.keys()


def test_one_and_two_threads_write_the_same_bytes(settings: Settings, written: Path, tmp_path: Path) -> None:
    again = write_comparison(compare(settings, threads=1), tmp_path / "again")
    for name in ("comparison.csv", "weekly.parquet", "settings.yaml"):
        assert (again / name).read_bytes() == (written / name).read_bytes(), name
    for path in (written / "figures").iterdir():
        assert (again / "figures" / path.name).read_bytes() == path.read_bytes(), path.name
    one, two = (pd.read_parquet(path / "runs.parquet").drop(columns="seconds") for path in (again, written))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


@pytest.mark.usefixtures("undrawn")
def test_the_same_study_may_be_written_again(comparison: Comparison, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_comparison(comparison, out)
    (out / "left over.txt").write_text("from before")
    check_out(out, settings)
    write_comparison(comparison, out)
    assert "left over.txt" not in contents(out)
    assert contents(tmp_path) == {"result"}


@pytest.mark.usefixtures("undrawn")
def test_another_study_is_not_written_over(comparison: Comparison, settings: Settings, tmp_path: Path) -> None:
    out = write_comparison(comparison, tmp_path / "result")
    with pytest.raises(UserError, match="does not hold the results of this study"):
        check_out(out, settings.model_copy(update={"seed": 2}))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("manifest", [None, "not json", "[]", '{"program": "coalface"}'])
def test_a_foreign_folder_is_left_alone(
    comparison: Comparison, settings: Settings, tmp_path: Path, manifest: str | None
) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    before = contents(tmp_path)
    with pytest.raises(UserError, match="not empty"):
        check_out(tmp_path, settings)
    with pytest.raises(UserError, match="not empty"):
        write_comparison(comparison, tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.usefixtures("undrawn")
def test_an_empty_folder_is_filled(comparison: Comparison, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "empty"
    out.mkdir()
    check_out(out, settings)
    write_comparison(comparison, out)
    assert "manifest.json" in contents(out)


def test_a_file_or_a_place_below_a_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("mine")
    with pytest.raises(UserError, match="is a file"):
        check_out(taken, settings)
    with pytest.raises(UserError, match="nothing can be written"):
        check_out(taken / "result", settings)


def test_an_unwritable_place_is_refused(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be allowed to write everywhere, so the answer of the system is given here.
    monkeypatch.setattr(place.os, "access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(UserError, match="nothing can be written"):
        check_out(tmp_path / "result", settings)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("writer", ["write_csv", "_write_parquet", "_write_papers", "save_comparison_figures"])
def test_a_full_disk_leaves_nothing_half_written(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, writer, full)
    with pytest.raises(UserError, match="No space left on device"):
        write_comparison(comparison, tmp_path / "result")
    assert contents(tmp_path) == set()


@pytest.mark.usefixtures("undrawn")
def test_a_full_disk_leaves_the_old_results_as_they_were(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_comparison(comparison, tmp_path / "result", command="the first")

    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, "_write_papers", full)
    with pytest.raises(UserError):
        write_comparison(comparison, out, command="the second")
    assert json.loads((out / "manifest.json").read_text())["command"] == "the first"
    assert contents(tmp_path) == {"result"}


@pytest.mark.usefixtures("undrawn")
def test_stopping_leaves_nothing_half_written(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "_write_papers", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_comparison(comparison, tmp_path / "result")
    assert contents(tmp_path) == set()


def test_stopping_a_comparison_leaves_no_weekly_data(settings: Settings, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert contents(tmp_path) != set(), "weekly data wait beside the results to come"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(settings, out=tmp_path / "result", progress=stop)
    assert contents(tmp_path) == set()


def test_one_run_has_a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    one = run(settings, seed=5)
    out = write_run(one, tmp_path / "run", command="coalface run")
    expected = {"manifest.json", "settings.yaml", "summary.csv", "weekly.csv", "weekly.parquet", "figures"}
    assert contents(out) == expected
    weekly = pd.read_csv(out / "weekly.csv")
    assert weekly["week"].tolist() == list(range(-52, settings.weeks))
    check_out(out, settings.model_copy(update={"seed": 5}), one_run=True)
    with pytest.raises(UserError):
        check_out(out, settings, one_run=True)
