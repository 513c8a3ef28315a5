"""Replay: a folder that comes out again, one that was edited, one of other code, one that cannot be read."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from sim.errors import UserError
from sim.results import folder as folder_module
from sim.results.folder import check_out, write_comparison, write_run
from sim.results.replay import replay
from sim.settings.study import Settings
from sim.study.comparison import compare
from sim.study.digests import digests_in
from sim.study.reopened import runs_of
from sim.study.rivals import compare_rivals
from sim.study.runs import run
from sim.study.same_tables import check_table


@pytest.fixture(scope="module")
def settings(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=1", "warmup_years=1", "intervention=[rotation]")
    return build(*words).model_copy(update={"replicates": 3})


@pytest.fixture(scope="module")
def folder(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay") / "result"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "save_comparison_figures", lambda comparison, figures: [])
        patch.setattr(folder_module, "save_exit_figures", lambda explained, figures: [])
        return write_comparison(compare(settings, threads=2, exits=True), out, command="coalface compare")


def contents(path: Path) -> dict[str, bytes]:
    return {str(found.relative_to(path)): found.read_bytes() for found in sorted(path.rglob("*")) if found.is_file()}


def edit_manifest(folder: Path, **values: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, **values}))


def test_the_same_folder_comes_out_again_and_is_left_alone(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(copied)
    assert main(["replay", str(copied), "threads=2"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Every number is the same")
    for name in ("comparison.csv", "runs.parquet", "weekly.parquet", "exits.parquet", "exits_explained.csv"):
        assert f"{name} " in said
    assert "NOT" not in said
    assert contents(copied) == before
    assert {path.name for path in copied.parent.iterdir()} == {"copy"}


def test_an_edited_number_is_named_with_both_values(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (copied / "comparison.csv").read_text().splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("rotation,burnout,"))
    column = lines[0].split(",").index("baseline")
    cells = lines[place].split(",")
    true, cells[column] = cells[column], "77.25"
    lines[place] = ",".join(cells)
    (copied / "comparison.csv").write_text("\n".join(lines) + "\n")
    assert main(["replay", str(copied)]) == 1
    said = capsys.readouterr().out
    assert "1 of 5 tables" in said
    assert f"line {place + 1} (outcome burnout, arm rotation), baseline: 77.25 in the folder, {true} now" in said
    assert "comparison.csv is no longer what was written" in said


def test_numbers_that_were_edited_with_their_digests_are_found_all_the_same(copied: Path) -> None:
    table = copied / "comparison.csv"
    table.write_text(table.read_text().replace("rotation,burnout,", "rotation,burn-out,", 1))
    edit_manifest(copied, files=digests_in(copied))
    words = " ".join(replay(copied).text().split())
    assert "every file has its digest there, so both have been edited or damaged" in words


def test_a_report_says_which_files_are_no_longer_what_was_written(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = json.loads((copied / "manifest.json").read_text())["files"]
    tables = {"comparison.csv", "runs.parquet", "weekly.parquet", "exits.parquet", "exits_explained.csv"}
    assert set(files) == {*tables, "settings.yaml"}
    assert all(hashlib.sha256((copied / name).read_bytes()).hexdigest() == digest for name, digest in files.items())
    before = contents(copied)
    assert main(["report", str(copied)]) == 0
    assert capsys.readouterr().err == ""
    assert contents(copied) == before

    table = copied / "comparison.csv"
    table.write_text(re.sub(r"(?m)^(rotation,burnout,.*,)[^,]*$", r"\g<1>1.5", table.read_text()))
    (copied / "exits_explained.csv").unlink()
    edit_manifest(copied, files={**files, "../elsewhere": "1", "odd": 1})
    assert main(["report", str(copied)]) == 0
    said = capsys.readouterr().err
    words = [
        f"comparison.csv is no longer what was written: it was edited, or damaged, since. Its SHA-256 was {files[table.name]}.",
        "exits_explained.csv is missing: it was there when this folder was written.",
    ]
    assert said.splitlines() == [f"{copied}: {one}" for one in words]
    report = (copied / "report.md").read_text(encoding="utf-8")
    assert "missing: it was there when this folder was written" in report
    assert report.index("Versions and digests") < report.index("is no longer what was written")


def test_a_difference_in_a_parquet_table_is_found(copied: Path) -> None:
    runs = pd.read_parquet(copied / "runs.parquet")
    runs.loc[4, "burnout"] += 1e-12
    runs.to_parquet(copied / "runs.parquet", index=False)
    found = replay(copied, threads=2)
    table = next(one for one in found.tables if one.name == "runs.parquet")
    assert (table.cells, [one.column for one in table.examples]) == (1, ["burnout"])
    assert table.examples[0].place == "row 5"


def test_other_code_and_packages_are_named(copied: Path) -> None:
    edit_manifest(copied, code="0123456789abcdef", python="3.11.0", packages={"numpy": "1.0", "gone": "2"})
    same = replay(copied, threads=2)
    assert same.same
    assert "Why" not in same.text()
    lines = (copied / "comparison.csv").read_text().splitlines()
    (copied / "comparison.csv").write_text("\n".join(lines[:-1]) + "\n")
    said = replay(copied, threads=2).text()
    assert "0123456789abcdef" in said
    assert "Another Python: 3.11.0 there" in said
    assert "numpy 1.0 there" in said
    assert "gone 2 there, none here" in said
    assert "rows in the folder" in said


def test_edited_settings_are_named(copied: Path) -> None:
    text = (copied / "settings.yaml").read_text()
    assert "\nseed: 1\n" in text
    (copied / "settings.yaml").write_text(text.replace("\nseed: 1\n", "\nseed: 2\n"))
    found = replay(copied, threads=2)
    assert not found.same
    assert "settings.yaml does not have the digest in the manifest" in found.text().replace("\n  ", " ")


def test_settings_that_the_file_lacks_are_named(copied: Path) -> None:
    text = (copied / "settings.yaml").read_text()
    (copied / "settings.yaml").write_text(text.replace("\nwarmup_years: 1\n", "\n"))
    assert "warmup_years" in " ".join(replay(copied, threads=2).notes)


def test_settings_of_another_version_are_refused_in_plain_words(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (copied / "settings.yaml").read_text()
    (copied / "settings.yaml").write_text(text.replace("\nseed: 1\n", "\nseed: 1\nmoon_phase: 3\n"))
    edit_manifest(copied, version="9.9.9")
    assert main(["replay", str(copied)]) == 2
    said = capsys.readouterr().err
    assert "written by version 9.9.9" in said
    assert "moon_phase" in said
    assert "Traceback" not in said
    edit_manifest(copied, version=version("coalface"))
    assert main(["replay", str(copied)]) == 2
    said = capsys.readouterr().err
    assert "the version that wrote it and that you have, does not accept: it has been edited" in said
    assert "install" not in said


@pytest.mark.parametrize("name", ["comparison.csv", "runs.parquet", "weekly.parquet", "settings.yaml", "manifest.json"])
def test_a_folder_that_is_not_whole_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(UserError, match=r"missing|without|not a folder"):
        replay(copied)


def test_other_arms_than_the_manifest_names_are_refused(copied: Path) -> None:
    edit_manifest(copied, arms=["baseline", "other"])
    with pytest.raises(UserError, match="other arms"):
        replay(copied)


def test_a_damaged_table_is_different(copied: Path) -> None:
    (copied / "weekly.parquet").write_bytes(b"PAR1 no")
    found = replay(copied, threads=2)
    assert not found.same
    assert "damaged" in found.text()


def test_half_a_sweep_is_refused_in_words(copied: Path) -> None:
    edit_manifest(copied, points=3)
    with pytest.raises(UserError, match=r"points\.csv is missing"):
        replay(copied)


def test_a_cache_is_for_sweeps_alone(copied: Path) -> None:
    with pytest.raises(UserError, match="leave cache= out"):
        replay(copied, cache=copied)


def test_one_run_comes_out_again(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "save_run_figures", lambda run, figures: None)
    written = write_run(run(settings, seed=7), tmp_path / "run")
    found = replay(written)
    assert found.same
    assert [table.name for table in found.tables] == ["summary.csv", "weekly.csv", "weekly.parquet"]


def test_rival_explanations_are_run_again(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.configuration.rivals import explanations

    monkeypatch.setattr(folder_module, "save_comparison_figures", lambda comparison, figures: [])
    others, _ = explanations(settings, ("not_able",))
    comparison, rivals = compare_rivals(settings, others, threads=2)
    written = write_comparison(comparison, tmp_path / "rivals", rivals=rivals)
    found = replay(written, threads=2)
    assert found.same
    assert "rivals.csv" in [table.name for table in found.tables]
    edit_manifest(written, explanations=["as it is", "nobody_knows_it"])
    with pytest.raises(UserError, match="not known here"):
        replay(written)


@pytest.mark.parametrize("words", [[], ["a", "b"], ["a", "out=b"], ["no-such-folder"]])
def test_what_is_no_folder_is_refused(words: list[str]) -> None:
    assert main(["replay", *words]) == 2


def test_numbers_and_not_texts_are_compared(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("arm,value,seconds\na,1.50,3\nb,,4\n")
    other.write_text("arm,value,seconds\na,1.5,9\nb,,9\n")
    assert check_table(one, other).same
    other.write_text("arm,value,seconds\na,1.5,9\nb,0.0,9\n")
    found = check_table(one, other)
    assert [(each.place, each.there, each.here) for each in found.examples] == [("line 3", "nothing", "0.0")]
    other.write_text("arm,value\na,1.5\nb,\n")
    assert "seconds" in " ".join(check_table(one, other).faults)


@pytest.fixture(scope="module")
def stopped_early(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Settings]:
    """A comparison of at most 150 replicates that stopped at a precision, and what was asked for."""
    asked = settings.model_copy(update={"replicates": 150})
    out = tmp_path_factory.mktemp("precise") / "result"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "save_comparison_figures", lambda comparison, figures: [])
        written = write_comparison(compare(asked, threads=2, precision={"turnover_rate": 50.0}), out)
    assert json.loads((written / "manifest.json").read_text())["replicates"] < 150
    return written, asked


def test_the_same_command_with_a_precision_may_take_its_folder_and_no_other(
    stopped_early: tuple[Path, Settings],
) -> None:
    folder, asked = stopped_early
    check_out(folder, asked, precision={"turnover_rate": 50.0})
    for precision in ({"turnover_rate": 5.0}, {"turnover_rate": 50.0, "burnout": 1.0}, {}, None):
        with pytest.raises(UserError, match="not empty"):
            check_out(folder, asked, precision=precision)
    with pytest.raises(UserError, match="not empty"):
        check_out(folder, asked.model_copy(update={"replicates": 100}), precision={"turnover_rate": 50.0})


def test_a_study_that_stopped_at_a_precision_comes_out_again(
    stopped_early: tuple[Path, Settings], tmp_path: Path
) -> None:
    folder, _ = stopped_early
    assert replay(folder, threads=2).same
    edited = Path(shutil.copytree(folder, tmp_path / "edited"))
    lines = (edited / "comparison.csv").read_text().splitlines()
    (edited / "comparison.csv").write_text("\n".join(lines[:-1]) + "\n")
    said = " ".join(replay(edited, threads=2).text().split())
    assert "comparison.csv is no longer what was written" in said
    assert "Other settings" not in said


def test_runs_that_hold_words_for_numbers_are_refused(tmp_path: Path) -> None:
    head = {"arm": ["baseline"], "replicate": [1], "seed": [1], "status": ["finished"], "reason": [""]}
    for value in (1.5, "much"):
        pd.DataFrame({**head, "turnover_rate": [value]}).to_parquet(tmp_path / f"{value}.parquet")
    assert runs_of(tmp_path / "1.5.parquet")["turnover_rate"].tolist() == [1.5]
    with pytest.raises(UserError, match=r"much\.parquet: turnover_rate holds what is no number"):
        runs_of(tmp_path / "much.parquet")
