"""The folder of a sweep run again from itself alone: every number, whatever the sampling, without file or folder of its own."""

import json
import shutil
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import UserError
from sim.results.replay import replay
from sim.study.reopened import reopen
from sim.sweep.plan import planned
from sim.sweep.points_file import read_points

SMALL = ("authority=training_team", "years=1", "warmup_years=1")
SENT = """\
question: Does it help?
authority: training_team
interventions:
  mine: {kind: more_posts, dose: 0.5, start_week: 0, end_week: null, reach: front_line, share: 0.2}
  manager_caseload: {cases: 2}
years: 1
warmup_years: 1
replicates: 5
"""
ALONE = [*SMALL, "intervention=[manager_caseload]", "replicates=5"]
VOICE = "over=mechanism.voice.base,mechanism.voice.learning"
SWEEPS: dict[str, list[str]] = {
    "authorities": ["authority=training_team,small_unitary", *SMALL[1:], "intervention=[manager_caseload],[]",
                    "mechanism.reporting.fear=0.1,0.123456789", "replicates=5"],
    "sample": [*ALONE, "sampling=latin_hypercube", "points=3", VOICE],
    "screen": [*SMALL, "intervention=[manager_caseload,more_posts]", "replicates=5", "sampling=screen", "budget=200000"],
    "best": [*SMALL, "intervention=[manager_caseload,more_posts,pay_rise]", "replicates=5", "sampling=pairs", "points=10",
             "best=2"],
    "ends": [*ALONE, "sampling=ends", VOICE],
    "file": ["--file=sent.yaml", "--config-dir=own", "mechanism.reporting.fear=0.2,0.4"],
    "precision": [*SMALL, "intervention=[manager_caseload]", "mechanism.reporting.fear=0.1,0.4", "replicates=100",
                  "precision=turnover_rate:50"],
}  # fmt: skip


def swept(folder: Path, name: str) -> Path:
    """The folder of that sweep; what it was made from is gone."""
    own = folder / "own" / "authority"
    own.mkdir(parents=True, exist_ok=True)
    (folder / "sent.yaml").write_text(SENT, encoding="utf-8")
    words = [word.replace("=sent", f"={folder}/sent").replace("=own", f"={folder}/own") for word in SWEEPS[name]]
    out = folder / name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.results.report.report_sweep", lambda *what: None)  # drawing takes longer than running
        assert main(["sweep", *words, f"out={out}", f"cache={folder / 'cache'}", "threads=2"]) == 0
    (folder / "sent.yaml").unlink()
    shutil.rmtree(folder / "own")
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return swept(tmp_path_factory.mktemp("replay"), "authorities")


@pytest.mark.parametrize("name", ["sample", "screen", "best", "ends", "file"])
def test_every_sampling_comes_out_again(name: str, tmp_path: Path) -> None:
    out = swept(tmp_path, name)
    shutil.rmtree(tmp_path / "cache")
    found = replay(out, threads=2)
    assert found.same, found.text()
    assert "were made again; none was read" in found.text()
    names = [table.name for table in found.tables]
    assert names[:3] == ["points.csv", "comparison.csv", "runs.parquet"]
    assert set(names[3:]) == {path.name for path in out.glob("*.csv")} - {"points.csv", "comparison.csv"}
    assert ("effects.csv" in names) == (name in ("screen", "best"))
    # Nothing that would explain a difference: what the folder asks for is what its manifest says.
    assert "Code, Python, packages and settings are those" in " ".join(found.reasons)


def test_profiles_of_authorities_come_out_again_and_nothing_is_read_from_the_store(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COALFACE_CACHE", str(copied.parent / "none"))
    before = {path.name: path.read_bytes() for path in copied.iterdir() if path.is_file()}
    found = replay(copied, threads=2)
    assert found.same, found.text()
    assert "All 40 runs were made again" in found.text()
    assert {path.name: path.read_bytes() for path in copied.iterdir() if path.is_file()} == before
    assert [path.name for path in copied.parent.iterdir()] == ["copy"]


def test_with_a_cache_it_says_that_runs_were_read(folder: Path) -> None:
    found = replay(folder, threads=2, cache=folder.parent / "cache")
    assert found.same
    said = " ".join(found.text().split())
    assert "0 runs were made again, and 40 were read from" in said
    assert "not that they come out again" in said


def test_a_cache_that_holds_no_runs_is_named_and_not_made(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none: no such folder; leave cache= out"):
        replay(folder, cache=tmp_path / "none")
    assert not (tmp_path / "none").exists()
    # The folder that COALFACE_CACHE names has the runs in a folder of its own.
    home = tmp_path / "home"
    home.mkdir()
    (home / "runs").symlink_to(folder.parent / "cache", target_is_directory=True)
    with pytest.raises(UserError, match=r"home: holds no runs .*; they are in .*home/runs: write cache=.*home/runs$"):
        replay(folder, cache=home)
    assert [path.name for path in home.iterdir()] == ["runs"]


def test_points_hold_every_setting_of_the_sweep(folder: Path) -> None:
    found = reopen(folder)
    points = read_points(folder / "points.json", found.settings)
    assert [point.values["authority"] for point in points] == ["training_team"] * 4 + ["small_unitary"] * 4
    assert len({point.settings.authority.front_line_posts for point in points}) == 2
    assert [point.settings.mechanism.reporting.fear for point in points] == [0.1, 0.123456789] * 4
    assert [len(planned(point).arms) for point in points] == [2, 2, 1, 1] * 2


def test_who_runs_the_settings_of_a_sweep_hears_that_they_are_one_point(
    copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(command: str, file: Path) -> str:
        assert main([command, f"--file={file}", "--show-settings"]) == 0
        return capsys.readouterr().err

    file = copied / "settings.yaml"
    first, _, rest = file.read_text().partition("\n")
    assert first == "# The first of 8 points of a sweep, and no other: points.json holds them all."
    for command in ("compare", "sweep", "run"):
        assert said(command, file).startswith(
            f"{file}: holds the first of the 8 points of a sweep, and only that is run"
        )
    assert f"coalface replay {copied} runs them all again" in said("run", file)
    # Copied out of its folder there is nothing to run again; without its first line the manifest beside it says so.
    alone = Path(shutil.copy(file, tmp_path / "alone.yaml"))
    assert "only that is run" in said("run", alone)
    assert "coalface replay" not in said("run", alone)
    file.write_text(rest)
    assert "the first of the 8 points" in said("run", file)
    alone.write_text(rest)
    assert said("run", alone) == ""


def test_a_report_says_that_runs_are_missing(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "runs.parquet").unlink()
    assert main(["report", str(copied)]) == 2
    said = capsys.readouterr().err
    assert f"{copied}: runs.parquet is missing" in said
    assert "damaged" not in said


def test_an_edited_number_is_named_with_point_and_column(
    folder: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (copied / "comparison.csv").read_text().splitlines()
    column = lines[0].split(",").index("baseline")
    cells = lines[3].split(",")
    true, cells[column] = cells[column], "77.25"
    lines[3] = ",".join(cells)
    (copied / "comparison.csv").write_text("\n".join(lines) + "\n")
    assert main(["replay", str(copied), f"cache={folder.parent / 'cache'}", "threads=2"]) == 1
    said = capsys.readouterr().out
    assert f"line 4 (point {cells[0]}, outcome starters_rate" in said
    assert f"baseline: 77.25 in the folder, {true} now" in " ".join(said.split())
    assert "comparison.csv is no longer what was written" in said


def edited(folder: Path, old: str, new: str) -> None:
    text = (folder / "points.json").read_text()
    assert old in text
    (folder / "points.json").write_text(text.replace(old, new))


def test_an_edited_point_is_another_sweep(folder: Path, copied: Path) -> None:
    edited(copied, "0.123456789", "0.2")
    found = replay(copied, threads=2, cache=folder.parent / "cache")
    assert not found.same
    assert "settings.yaml and points.json do not have the digest in the manifest" in " ".join(found.text().split())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0.123456789", "7.5", "point 1: mechanism.reporting.fear"),
        ("0.123456789", '"\\u202e"', "damaged"),
        ('"points": [\n', '"points": [\n[99, 1, 2, 3],\n', "damaged"),
        ('"varying"', '"vary"', "damaged"),
        ("{", "[", "damaged"),
        ('[0, "training_team", ["manager_caseload"], 0.1]', '[0, "training_team", [], 0.3]', "its first point is not"),
    ],
)
def test_points_that_do_not_fit_are_refused_in_words(copied: Path, old: str, new: str, words: str) -> None:
    edited(copied, old, new)
    with pytest.raises(UserError, match=words):
        replay(copied)


def test_a_folder_without_its_points_says_what_to_do(copied: Path) -> None:
    (copied / "points.json").unlink()
    with pytest.raises(UserError, match=r"run the command in its manifest\.json again"):
        replay(copied)


def test_a_question_in_the_manifest_that_does_not_fit_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest["asked"]["outcome"] = "turnover"
    (copied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(UserError, match="the nearest is turnover_rate"):
        replay(copied)
    manifest["asked"] |= {"outcome": "turnover_rate", "sampling": "ends"}
    (copied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(UserError, match=r"ends, is not that of the points in points\.json"):
        replay(copied)


def test_a_sweep_with_a_precision_comes_out_again_and_may_take_its_folder_as_no_other_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.report.report_sweep", lambda *what: None)
    out = swept(tmp_path, "precision")
    tables = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in (".csv", ".parquet")}
    command = ["sweep", *SWEEPS["precision"], f"out={out}", f"cache={tmp_path / 'cache'}"]
    assert main(command) == 0
    assert {name: (out / name).read_bytes() for name in tables} == tables
    capsys.readouterr()
    plain = [word for word in command if not word.startswith("precision")]
    for other in (plain, [*plain, "precision=turnover_rate:3"]):
        assert main(other) == 2
        assert "not empty" in capsys.readouterr().err
    assert {name: (out / name).read_bytes() for name in tables} == tables
    found = replay(out, threads=2)
    # More replicates were asked for once the first had been looked at: those are not runs that were remembered.
    assert "none was read from those that are remembered" in found.text()
    assert found.same, found.text()
    assert "Code, Python, packages and settings are those" in " ".join(found.reasons)
