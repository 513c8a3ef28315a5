"""Two scenarios told apart."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.configuration.compared import difference_of
from sim.configuration.loader import load_settings, resolved_yaml
from sim.errors import UserError
from sim.study.difference import diff, open_side

SMALL = ["authority=training_team", "years=1", "warmup_years=1", "threads=1"]
FIRST = [*SMALL, "intervention=[rotation,more_posts]", "replicates=4"]
SECOND = [*SMALL, "intervention=[rotation,pay_rise]", "interventions.rotation.months=3", "replicates=4"]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two comparisons, `first` and `second`, and two single runs, `one` and `two`."""
    folder = tmp_path_factory.mktemp("results")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.results.folder.save_comparison_figures", lambda comparison, figures: [])
        patch.setattr("sim.results.folder.save_run_figures", lambda run, figures: None)
        assert main(["compare", *FIRST, f"out={folder / 'first'}"]) == 0
        assert main(["compare", *SECOND, f"out={folder / 'second'}"]) == 0
        assert main(["run", *SMALL, f"out={folder / 'one'}"]) == 0
        assert main(["run", *SMALL, "seed=2", f"out={folder / 'two'}"]) == 0
    return folder


def test_every_setting_that_differs_is_named_with_both_values_and_its_unit() -> None:
    first = load_settings(["intervention=[rotation]", "years=3"])
    second = load_settings(
        [
            "intervention=[rotation,more_posts]",
            "interventions.rotation.months=6",
            "event=[redesign]",
            "mechanism.voice.on=false",
        ]
    )
    found = difference_of(first, second)
    assert [(one.group, one.name, one.first, one.second, one.unit) for one in found.changes] == [
        ("study", "years", 3, 5, "years"),
        ("mechanism.voice", "on", True, False, "true or false"),
        ("interventions.rotation", "months", 12.0, 6.0, "months"),
    ]
    assert [(one.path, one.in_first) for one in found.only] == [
        ("interventions.more_posts", False),
        ("events.redesign", False),
    ]
    words = " ".join(found.text().split())
    assert "interventions.rotation months 12.0 6.0 months" in words
    assert "interventions.more_posts: only in B (kind 'more_posts'" in words


def test_the_same_settings_are_called_the_same() -> None:
    assert difference_of(load_settings(), load_settings(["years=5"])).text() == "The settings are the same."


def test_a_name_that_stands_for_another_kind_is_no_change_of_values(tmp_path: Path) -> None:
    files = []
    for number, kind in enumerate(("more_posts", "pay_rise")):
        text = resolved_yaml(load_settings([f"intervention={kind}"])).replace(f"  {kind}:\n", "  mine:\n")
        files.append(tmp_path / f"{number}.yaml")
        files[-1].write_text(text, encoding="utf-8")
    found = difference_of(*(load_settings(file=file) for file in files))
    assert [(one.path, one.in_first) for one in found.only] == [
        ("interventions.mine", True),
        ("interventions.mine", False),
    ]
    assert found.changes == ()


def test_folders_files_scenarios_and_words_can_be_named(results: Path, tmp_path: Path) -> None:
    assert open_side("authority=training_team years=1 warmup_years=1").settings == load_settings(SMALL[:3])
    assert open_side("leadership_package").settings == load_settings(["scenario=leadership_package"])
    assert open_side(str(results / "first" / "settings.yaml")).settings == open_side(str(results / "first")).settings
    assert open_side(str(results / "one")).settings.authority == load_settings(SMALL[:3]).authority
    with pytest.raises(UserError, match="nearest is hundred_hours"):
        open_side("hundred_hour")


def test_outcomes_of_two_comparisons_stand_side_by_side(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(results / "first"), str(results / "second")]) == 0
    lines = capsys.readouterr().out.splitlines()
    text = "\n".join(lines)
    assert all(len(line) < 130 for line in lines)
    assert "interventions.pay_rise: only in B" in text
    assert "interventions.more_posts: only in A" in text
    assert lines.index("rotation") > lines.index("interventions.rotation")
    assert "Arms: more_posts only in A; pay_rise only in B." in text
    table = pd.read_csv(results / "first" / "comparison.csv").set_index(["arm", "outcome"])
    (line,) = (line for line in lines if line.startswith("  cash spent"))
    assert f"{table.loc[('rotation', 'cost'), 'difference']:+.3f} (" in line
    assert "rotation. " in text


def test_the_change_is_that_of_the_differences_on_the_same_seeds(results: Path) -> None:
    found = diff(str(results / "first"), str(results / "second")).text()
    (line,) = (line for line in found.splitlines() if line.startswith("  hours of work"))
    tables = [
        pd.read_csv(results / name / "comparison.csv").set_index(["arm", "outcome"]) for name in ("first", "second")
    ]
    hours = [table.loc[("rotation", "remedy_hours"), "difference"] for table in tables]
    assert float(line.split()[-1]) == pytest.approx(hours[1] - hours[0], abs=0.006)
    same = diff(str(results / "first"), str(results / "first")).text()
    assert "The settings are the same." in same
    assert " ".join(same.split()).count("On every seed of both, the difference is the same in A and B.") == 2
    assert "not clear" not in same
    assert {line.split()[-1] for line in same.splitlines() if line.startswith("  turnover")} == {"none"}


def test_single_runs_are_not_judged(results: Path) -> None:
    text = diff(str(results / "one"), str(results / "two")).text()
    assert "seed" in text
    assert text.endswith("One run of each: what differs may be chance. Use coalface compare to tell.")


def test_a_mix_has_settings_only(results: Path) -> None:
    for other in ("leadership_package", str(results / "one"), "years=1"):
        text = diff(str(results / "first"), other).text()
        assert "authority" in text or "seed" in text or "setting" in text
        assert text.endswith("Outcomes are compared between two folders of results of the same command.")


def test_other_code_is_mentioned(results: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(results / "first", tmp_path / "other"))
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"code": "0" * 16}), encoding="utf-8")
    assert "different versions of the code" in diff(str(results / "first"), str(other)).text()


def test_studies_without_a_seed_or_an_arm_in_common_are_told_so(results: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(results / "first", tmp_path / "other"))
    runs = pd.read_parquet(other / "runs.parquet")
    for seeds, why in ((runs["seed"] + 100, "they share no seeds"), (runs["seed"] + 3, "they share one seed only")):
        runs.assign(seed=seeds).to_parquet(other / "runs.parquet")
        told = " ".join(diff(str(results / "first"), str(other)).text().split())
        assert told.count(f"The change is not known: {why}.") == 2
    (other / "runs.parquet").unlink()
    told = " ".join(diff(str(results / "first"), str(other)).text().split())
    assert told.count("The change is not known: in B, runs.parquet is missing.") == 2
    table = pd.read_csv(other / "comparison.csv")
    table.assign(arm="x_" + table["arm"]).to_csv(other / "comparison.csv", index=False)
    assert (
        "No arm is in both: A has more_posts and rotation; B has x_more_posts"
        in diff(str(results / "first"), str(other)).text()
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("manifest.json", None, "not one of results"),
        ("manifest.json", b"[1]", "not one of results"),
        ("manifest.json", b"[" * 100_000, "not one of results"),
        ("manifest.json", b"\xff\x00", "not one of results"),
        ("settings.yaml", None, "cannot be read"),
        ("settings.yaml", b"years: ${oc.env:HOME}", "'${' is not allowed"),
        ("comparison.csv", b"", "not a table"),
        ("comparison.csv", b"arm,outcome\n1,2\n", "the column baseline is missing"),
        ("comparison.csv", b"arm,outcome,baseline,difference,ci_low,ci_high\na,b,x,1,1,1\n", "else than numbers"),
        ("comparison.csv", b"arm,outcome,baseline,difference,ci_low,ci_high\n\x1b[2J,b,1,1,1,1\n", "else than names"),
        ("comparison.csv", b"PK\x03\x04\xff\xfe", "not a table"),
        ("runs.parquet", b"PAR1 but not really", None),
        ("runs.parquet", b"", None),
    ],
)
def test_a_folder_that_is_something_else_is_refused_in_words(
    name: str,
    content: bytes | None,
    told: str | None,
    results: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = Path(shutil.copytree(results / "first", tmp_path / "odd"))
    (odd / name).unlink()
    if content is not None:
        (odd / name).write_bytes(content)
    code = main(["diff", str(odd), str(results / "second")])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if told is None:
        assert code == 0
        assert "The change is not known: in A, runs.parquet cannot be read" in " ".join(said.out.split())
    else:
        assert code == 2
        assert said.out == ""
        assert told in said.err
        assert str(odd) in said.err


@pytest.mark.parametrize(
    "words", [[], ["leadership_package"], ["a", "b", "c"], ["x='a", "y"], ["nowhere/x", "y"], ["a\0b", "y"]]
)
def test_what_cannot_be_told_apart_is_refused_in_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_file_that_was_edited_is_named_beside_the_difference(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = Path(shutil.copytree(results / "first", tmp_path / "edited"))
    table = (edited / "comparison.csv").read_text(encoding="utf-8")
    (edited / "comparison.csv").write_text(table + "\n", encoding="utf-8")
    assert main(["diff", str(results / "first"), str(edited)]) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"{edited}: comparison.csv is no longer what was written")
    assert said.count("\n") == 1


def test_outcomes_of_a_sweep_are_not_read_from_its_first_point_alone(results: Path, tmp_path: Path) -> None:
    swept = tmp_path / "swept"
    shutil.copytree(results / "first", swept)
    table = pd.read_csv(swept / "comparison.csv")
    table.insert(0, "point", 0)
    table.to_csv(swept / "comparison.csv", index=False)
    said = " ".join(diff(str(results / "first"), str(swept)).text().split())
    assert f"Outcomes are not compared: {swept} holds a sweep" in said
    assert "Change:" not in said


def test_an_outcome_that_no_pair_has_is_a_dash(results: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(results / "first", tmp_path / "other"))
    table = pd.read_csv(other / "comparison.csv")
    outcomes = table["outcome"]
    table.loc[outcomes == "heard_rate", ["baseline", "difference", "ci_low", "ci_high"]] = np.nan
    table.loc[outcomes == "turnover_rate", ["ci_low", "ci_high"]] = np.nan
    table.to_csv(other / "comparison.csv", index=False)
    text = diff(str(results / "first"), str(other)).text()
    assert "nan" not in text
    lines = [line for line in text.splitlines() if line.startswith("  raised concerns")]
    assert lines
    assert all(line.split(")")[-1].split()[0] == "-" for line in lines)
