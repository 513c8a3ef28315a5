"""A corpus of bad and hostile scenario files: each is refused in words, and does nothing."""

import os
import time
from pathlib import Path

import pytest
import yaml

from sim.cli import main
from sim.configuration.loader import load_settings, resolved_yaml
from sim.errors import UserError

CORPUS = Path(__file__).parents[1] / "corpus"
EXPECTED: dict[str, list[str]] = yaml.safe_load((CORPUS / "expected.yaml").read_text(encoding="utf-8"))
SECRET = "q7-secret-of-the-environment"
SMALL = ["authority=training_team", "intervention=[more_posts]", "years=1", "warmup_years=1", "replicates=2"]
# A whole answer in a second; the longest file of the corpus is stopped before it is composed.
MOST_SECONDS = 20


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder beside a canary, in an environment that has a secret."""
    monkeypatch.setenv("COALFACE_CANARY", SECRET)
    (tmp_path / "desk").mkdir()
    (tmp_path / "canary").write_text("alive", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


def refused(file: Path, desk: Path, capsys: pytest.CaptureFixture[str], command: str = "compare") -> str:
    """What is said of a file that must be refused, after which nothing is different."""
    before = sorted(desk.iterdir())
    started = time.perf_counter()
    assert main([command, "--file", str(file)]) == 2
    assert time.perf_counter() - started < MOST_SECONDS
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert SECRET not in said.err
    assert all(line.isprintable() and len(line) < 2_000 for line in said.err.splitlines())
    assert sorted(desk.iterdir()) == before
    assert (desk.parent / "canary").read_text(encoding="utf-8") == "alive"
    return said.err


def test_the_corpus_and_its_table_hold_the_same_files() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in CORPUS.glob("*/*.yaml")}
    assert files == set(EXPECTED)
    assert sum(name.startswith("bad/") for name in files) >= 30
    assert sum(name.startswith("hostile/") for name in files) >= 12


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_refused_in_words(name: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(CORPUS / f"{name}.yaml", desk, capsys)
    assert [part for part in EXPECTED[name] if part not in said] == [], said
    if name != "bad/nothing_to_compare":
        assert f"{name}.yaml" in said


def test_a_file_that_is_too_large_is_not_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = desk / "large.yaml"
    with large.open("wb") as stream:
        stream.truncate(10_000_000)
    assert "large.yaml: 10,000,000 bytes; at most 1,000,000" in refused(large, desk, capsys)
    large.write_text("question: |\n" + "  x\n" * 2_500_000, encoding="utf-8")
    assert "at most 1,000,000" in refused(large, desk, capsys)


def test_a_file_of_the_most_bytes_is_refused_in_good_time(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, text in enumerate(["years: [" + "1," * 499_000 + "]", "# " + "x" * 999_000, "a: 'x\n" * 140_000]):
        file = desk / f"full_{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert file.name in refused(file, desk, capsys)


def test_a_link_is_followed_to_a_file_and_to_nothing_else(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = desk / "real.yaml"
    scenario.write_text(resolved_yaml(load_settings(SMALL)), encoding="utf-8")
    link = desk / "link.yaml"
    link.symlink_to(scenario)
    assert load_settings(file=link) == load_settings(SMALL)
    targets = {desk: "not a file but a folder", desk / "nowhere": "cannot be read"}
    if os.name == "posix":
        targets |= {Path("/dev/zero"): "not a file but a device", Path("/etc/passwd"): "no settings in it"}
    for target, words in targets.items():
        link.unlink()
        link.symlink_to(target)
        said = refused(link, desk, capsys)
        assert words in said
        assert f"a link to {target}" in said
        assert "root:" not in said
    link.unlink()
    link.symlink_to(link)
    assert "cannot be read" in refused(link, desk, capsys)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_not_waited_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(desk / "pipe.yaml")
    assert "not a file but a pipe" in refused(desk / "pipe.yaml", desk, capsys)
    (desk / "own" / "authority").mkdir(parents=True)
    os.mkfifo(desk / "own" / "authority" / "town.yaml")
    with pytest.raises(UserError, match="not a file but a pipe"):
        load_settings(config_dir=desk / "own")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_environment_is_no_scenario(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "U+0000" in refused(Path("/proc/self/environ"), desk, capsys)


@pytest.mark.parametrize("name", ["", "a\0b", "nowhere.yaml", "~nobody/x.yaml", "x" * 5000])
def test_a_name_of_no_file_is_refused(name: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", f"--file={name}"]) == 2
    said = capsys.readouterr().err
    assert "no file given" in said or "cannot be read" in said or "not a file" in said
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("command", ["list", "explain", "warmup"])
def test_other_commands_read_no_scenario(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--file", "scenario.yaml"]) == 2
    assert "compare, sweep, run and survey do" in capsys.readouterr().err
