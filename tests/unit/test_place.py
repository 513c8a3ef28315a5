"""The place of results: two studies that meet there, processes that are ended or killed, disks that take no more."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from sim.cli import main
from sim.commands import studies
from sim.study import place
from sim.study.place import Taken, folder_at
from sim.study.scratch import Scratch, clear_leftovers

SMALL = (
    "authority=training_team",
    "years=1",
    "warmup_years=1",
    "intervention=[more_posts]",
    "replicates=2",
    "threads=1",
)


def contents(path: Path) -> set[str]:
    return {found.name for found in path.iterdir()}


def identity_of(study: str) -> dict[str, str]:
    return {"program": "coalface", "settings_hash": study}


def fill(folder: Path, study: str, words: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({**identity_of(study), "words": words}), encoding="utf-8")


def write(out: Path, study: str, words: str = "", meanwhile: Callable[[], object] = lambda: None) -> None:
    with folder_at(out, identity_of(study)) as folder:
        fill(folder, study, words)
        meanwhile()


def held(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["settings_hash"])


def test_of_two_studies_in_one_place_the_first_stays_and_the_second_is_kept_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "two"
    with pytest.raises(Taken, match=r"left as they are; the results of this study are in .*two-2$") as refused:
        write(out, "first", meanwhile=lambda: write(out, "second"))
    assert refused.value.kept == tmp_path / "two-2"
    assert (held(out), held(tmp_path / "two-2")) == ("second", "first")
    assert contents(tmp_path) == {"two", "two-2"}


def test_the_same_study_may_take_the_place_of_itself(tmp_path: Path) -> None:
    out = tmp_path / "one"
    write(out, "same", "the first", meanwhile=lambda: write(out, "same", "the second"))
    assert json.loads((out / "manifest.json").read_text())["words"] == "the first"
    assert contents(tmp_path) == {"one"}


def test_of_many_studies_at_once_none_is_lost(tmp_path: Path) -> None:
    def one(study: int) -> None:
        with suppress(Taken):
            write(tmp_path / "out", f"{study}", meanwhile=lambda: time.sleep(0.01))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, [1, 2, 3, 4, 5, 6, 7, 8] * 3))
    assert {held(folder) for folder in tmp_path.iterdir()} == set("12345678")
    assert {name for name in contents(tmp_path) if name.startswith(".")} == set()


def test_a_study_exchanged_between_the_look_and_the_move_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    # The look finds the same study there; by the time of the move it is another.
    monkeypatch.setattr(place, "_may_be_replaced", lambda target, identity: True)
    with pytest.raises(Taken):
        write(out, "mine", meanwhile=lambda: fill(out, "theirs"))
    assert (held(out), held(tmp_path / "out-2")) == ("theirs", "mine")


def test_a_link_to_a_folder_is_filled_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "large disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "large disk", target_is_directory=True)
    write(tmp_path / "out", "mine")
    assert (tmp_path / "out").is_symlink()
    assert held(tmp_path / "large disk") == "mine"


@pytest.mark.parametrize("named", [True, False])
def test_the_command_line_says_where_a_study_is_that_came_second(
    named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("mine" if named else "results/compare-1")

    def another() -> None:  # called once the place was found to be free
        out.parent.mkdir(exist_ok=True)
        fill(out, "another")

    monkeypatch.setattr(studies, "say_that_it_compiles", another)
    code = main(["compare", *SMALL, *(["out=mine"] if named else [])])
    said = capsys.readouterr()
    kept = Path("mine-2" if named else "results/compare-2").absolute()
    assert code == (2 if named else 0)
    assert str(kept) in (said.err if named else said.out)
    assert held(out) == "another"
    assert (kept / "report.html").is_file()


def started(folder: Path, replicates: int = 1_000_000, hung: str = "SIG_DFL") -> subprocess.Popen[str]:
    """A study that takes long, once it has begun to write beside its place. hung: what it does where its terminal goes."""
    folder.mkdir()
    words = ["compare", *SMALL, f"replicates={replicates}", "out=out"]
    words.remove("replicates=2")
    # The tests may themselves run without a terminal.
    code = (
        f"import signal; signal.signal(signal.SIGHUP, signal.{hung}); import sim.cli; raise SystemExit(sim.cli.main())"
    )
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def wait_until_it_writes(folder: Path) -> None:
    until = time.monotonic() + 60
    # Beyond the probe of the place, which comes first and goes at once.
    while not list(folder.glob(".out.*/weekly.parquet")):
        assert time.monotonic() < until, "nothing was begun"
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_what_is_ended_leaves_nothing_and_what_is_killed_is_cleared_by_the_next(tmp_path: Path) -> None:
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
    folders = [tmp_path / number.name for number in numbers]
    said = []
    with ExitStack() as stack:
        processes = [stack.enter_context(started(folder)) for folder in folders]
        for process in processes:
            stack.callback(process.kill)
        for process, folder, number in zip(processes, folders, numbers, strict=True):
            wait_until_it_writes(folder)
            clear_leftovers(folder / "out")
            assert len(contents(folder)) == 1, "it was taken from a process that is at work"
            process.send_signal(number)
            process.wait(60)
            assert process.stderr
            said.append(process.stderr.read())
    assert [process.returncode for process in processes] == [143, 129, -9]
    assert said == ["interrupted, nothing written\n", "interrupted, nothing written\n", ""]
    assert [len(contents(folder)) for folder in folders] == [0, 0, 1]
    killed = folders[-1]
    mine = killed / ".out.notes"
    mine.mkdir()
    write(killed / "out", "next")
    assert contents(killed) == {"out", ".out.notes"}, "what was not written by a study is nobody's to remove"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_what_was_started_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    with started(tmp_path / "nohup", 30, "SIG_IGN") as process:
        try:
            wait_until_it_writes(tmp_path / "nohup")
            process.send_signal(signal.SIGHUP)
            assert process.wait(120) == 0
        finally:
            process.kill()
    assert (tmp_path / "nohup" / "out" / "report.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_who_presses_twice_stops_no_tidying_up(tmp_path: Path) -> None:
    """The second signal comes while the first is obeyed; a study that has its own way of ending is left with it."""
    code = (
        "import os, signal, sim.cli, sim.commands.warmup as warmup\n"
        "signal.signal(signal.SIGTERM, mine := lambda *_: print('mine', flush=True))\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def work(*_):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    finally:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        print('tidy', flush=True)\n"
        "warmup.warmup = work\n"
        "code = sim.cli.main(['warmup'])\n"
        "assert signal.getsignal(signal.SIGTERM) is mine\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "raise SystemExit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "mine\ntidy\n", "interrupted, nothing written\n")


def test_what_is_in_use_is_not_cleared_and_goes_with_its_owner(tmp_path: Path) -> None:
    with Scratch(tmp_path / "out") as name:
        clear_leftovers(tmp_path / "out")
        assert contents(tmp_path) == {Path(name).name}
    assert contents(tmp_path) == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
def test_a_limit_on_files_is_said_of_the_folder_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import resource

    monkeypatch.chdir(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        code = main(["compare", *SMALL, "out=small"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"out: {tmp_path / 'small'} could not be written: a file would be larger than this disk, or")
    assert said.endswith("(File too large); nothing is written\n")
    assert contents(tmp_path) == set()


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a place where not even an administrator can write")
@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_place_where_nobody_can_write_is_named_before_anything_is_run(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies, "say_that_it_compiles", lambda: pytest.fail("it was found too late"))
    words = [word for word in SMALL if command == "compare" or not word.startswith(("intervention", "replicates"))]
    assert main([command, *words, "out=/sys/x"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(("out: /sys/x could not be written: nobody may", "out: nothing can be written in /sys"))


def test_a_name_that_is_too_long_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *SMALL, f"out={'long' * 80}"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("out: ")
    assert "the name is too long" in said
