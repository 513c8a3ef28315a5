"""The command line where nothing is wrong, and where it is interrupted."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from commands import said

import sim
from sim.cli import COMMANDS, main
from sim.commands import studies
from sim.configuration.loader import load_settings, settings_from_mapping
from sim.configuration.places import names_in, packaged_configs
from sim.interventions.registry import REGISTRY
from sim.outcomes import OUTCOMES
from sim.request import read_request, rejoined

HEAVY = ("numpy", "mesa", "hydra", "omegaconf", "pydantic", "numba", "pandas", "matplotlib", "scipy", "yaml", "tqdm")
REPOSITORY = Path(__file__).parents[2]
SMALL = ["authority=training_team", "intervention=[more_posts]", "years=1", "warmup_years=1", "replicates=2"]


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys, sim.cli\n"
        "assert sim.cli.main(['--help']) == 0 and sim.cli.main(['compare', '--help']) == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "coalface compare" in done.stdout


def test_the_module_is_the_same_command(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "sim", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == said(["--version"], capsys)
    assert done.stdout.startswith("coalface ")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = said([], capsys)
    assert text == said(["--help"], capsys)
    assert all(f"coalface {command}" in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("command", "words"),
    [("sweep", ("--dry-run", "budget_hours=8000", "sampling=")), ("cache", ("verify | gc", "cache=runs"))],
)
def test_help_of_a_command_has_its_own_words(
    command: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = said([command, "--help"], capsys)
    assert text.startswith(f"coalface {command} ")
    assert all(word in text for word in words)
    assert all(len(line) <= 120 for line in text.splitlines()[3:])
    assert "rivals=all" not in text
    assert ("--shard" in text) == (command == "sweep")
    assert "coalface workshop" not in text


def test_the_package_offers_what_it_lists() -> None:
    assert sim.load_settings is load_settings
    assert set(sim.__all__) <= set(dir(sim))
    for name in sim.__all__:
        assert callable(getattr(sim, name))
    with pytest.raises(AttributeError, match="no attribute 'compares'"):
        sim.compares  # noqa: B018


def test_lists_name_everything_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    first_words = {line.split(" ")[0].rstrip(":") for line in said(["list"], capsys).splitlines()}
    assert first_words >= set(REGISTRY) | {outcome.name for outcome in OUTCOMES}
    for group in ("authority", "mechanism"):
        assert first_words >= set(names_in(packaged_configs(), group))


def test_the_list_of_interventions_gives_the_case_against_each(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(["list", "interventions"], capsys)
    for kind in REGISTRY.values():
        for words in (kind.identity, kind.status, kind.summary, kind.objection, kind.source):
            assert words in text


def test_explain_gives_meaning_unit_range_default_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(["explain", "mechanism.reporting.fear"], capsys).splitlines()
    assert lines[0] == "mechanism.reporting.fear"
    table = {line.split()[0]: " ".join(line.split()[1:]) for line in lines[2:]}
    assert table["unit"] == "share"
    assert table["allowed"] == "a number from 0 to 2"
    assert float(table["default"]) == load_settings().mechanism.reporting.fear
    assert table["role"].startswith("uncertain")
    assert table["grade"].startswith("C: ")
    assert "O'Reilly 1978" in table["source"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("years", "a whole number from 1 to 30"),
        ("authority.spans", "[8, 1, 1, 1] in training_team"),
        ("interventions.rotation.months", "12.0 in rotation.yaml"),
        ("interventions.rotation.reach", "director, or a list of tiers"),
        ("equal_cost", "or null"),
        ("mechanism.reporting", "mechanism.reporting.safety_weeks"),
        ("mechanism", "mechanism.money"),
        ("intervention", "interventions.more_posts"),
        ("intervention.rotation.cover", "quality of the cover"),
        ("authority", "choose with authority="),
        ("mechanism.voice.base=3", "log odds"),
    ],
)
def test_explain_knows_settings_and_groups(path: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in said(["explain", path], capsys)


def test_own_files_are_listed_and_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "intervention").mkdir()
    text = (packaged_configs() / "intervention" / "rotation.yaml").read_text(encoding="utf-8")
    text = text.replace("interventions.rotation", "interventions.brief").replace("months: 12.0", "months: 3.0")
    (tmp_path / "intervention" / "brief.yaml").write_text(text, encoding="utf-8")
    assert "brief: service managers" in said(["list", "interventions", "--config-dir", str(tmp_path)], capsys)
    explained = said(["explain", "interventions.brief.months", f"--config-dir={tmp_path}"], capsys)
    assert "3.0 in brief.yaml" in explained
    assert "kind rotation" in said(["explain", "interventions.brief", f"--config-dir={tmp_path}"], capsys)


def test_show_settings_prints_settings_that_can_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = said(["compare", "years=3", "intervention=[rotation,", "more_posts]", "--show-settings"], capsys)
    assert settings_from_mapping(yaml.safe_load(text)) == load_settings(
        ["years=3", "intervention=[rotation,more_posts]"]
    )
    assert said(["run", "--show-settings"], capsys) != text
    first = said(["sweep", "intervention=[rotation]", "years=2,3", "--show-settings"], capsys)
    assert settings_from_mapping(yaml.safe_load(first)) == load_settings(["years=2", "intervention=[rotation]"])
    assert list(tmp_path.iterdir()) == []


def test_folders_and_threads_never_reach_the_grammar() -> None:
    request = read_request(["out=é & #'= [1", "years=2", "threads=3", "--config-dir", "a=b", "intervention=[a,", "b]"])
    assert request.words == ["years=2", "intervention=[a, b]"]
    assert request.out == Path("é & #'= [1")
    assert request.threads == 3
    assert request.config_dir == "a=b"


def test_only_words_after_an_open_bracket_are_joined() -> None:
    assert rejoined(["a=[1", "2", "3]", "b=4"]) == ["a=[1 2 3]", "b=4"]
    assert rejoined(["a=[1]", "b=[2,", "3]"]) == ["a=[1]", "b=[2, 3]"]
    assert rejoined(["list", "outcomes"]) == ["list", "outcomes"]


def test_a_comparison_writes_a_folder_and_prints_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = said(["compare", *SMALL, "threads=1"], capsys)
    assert "more_posts" in text
    assert str(Path("results/compare-1").absolute()) in text
    said(["compare", *SMALL], capsys)
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == ["compare-1", "compare-2"]
    written = (tmp_path / "results" / "compare-1" / "settings.yaml").read_text(encoding="utf-8")
    assert settings_from_mapping(yaml.safe_load(written)) == load_settings(SMALL)


def test_a_run_writes_a_folder_and_prints_every_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = said(["run", "authority=training_team", "years=1", "warmup_years=1", "out=é 1"], capsys)
    assert "turnover of permanent staff" in text
    assert (tmp_path / "é 1" / "settings.yaml").is_file()


def test_warmup_leaves_a_compiled_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert "ompiled" in said(["warmup"], capsys)
    assert said(["warmup"], capsys) == "The model is compiled already.\n"


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted, nothing written\n"),
        (
            OSError(28, "No space left on device", "results"),
            2,
            "out: {here}/results/compare-1 could not be written: the disk is full (No space left on device); "
            "nothing is written\n",
        ),
    ],
)
def test_what_stops_a_run_is_said_in_one_line(
    fault: BaseException,
    code: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*given: object, **named: object) -> None:
        raise fault

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.study.replicates.run_replicate", stopped)
    monkeypatch.setattr(studies, "say_that_it_compiles", lambda: None)
    assert main(["compare", *SMALL]) == code
    assert capsys.readouterr().err == words.format(here=tmp_path)
    assert list(tmp_path.iterdir()) == []


def coalface(words: Sequence[str], folder: Path, **streams: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sim", *words]
    return subprocess.run(command, cwd=folder, text=True, stderr=subprocess.PIPE, **streams)  # type: ignore[call-overload]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a place that is always full")
def test_an_answer_that_cannot_be_printed_is_written_all_the_same(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = coalface(["compare", *SMALL, "out=mine"], tmp_path, stdout=full)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        "standard output: the disk is full (No space left on device); results"
    )
    assert (tmp_path / "mine" / "report.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows gives every process its streams")
@pytest.mark.parametrize("closed", [1, 2])
def test_closed_streams_harm_nothing(closed: int, tmp_path: Path) -> None:
    done = coalface(["compare", *SMALL, "out=mine"], tmp_path, preexec_fn=lambda: os.close(closed))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "mine" / "report.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody is in")
def test_a_folder_that_has_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = coalface(["compare", *SMALL], gone, preexec_fn=gone.rmdir, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("the folder that you are in is no longer there")
    assert "Traceback" not in done.stderr


def test_an_outcome_is_explained_by_what_it_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    words = said(["explain", "turnover_rate", "cost"], capsys)
    assert "turnover of permanent staff" in words
    assert "permanent staff who left (leavers)" in words
    assert "% a year" in words
    assert "GBP million a year" in words
