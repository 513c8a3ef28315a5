"""How the workshop starts and ends: the address first, options in words, a port that is taken, and an end within two seconds."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lines import line, process, until

from sim.cli import main
from sim.errors import ENDING, UserError
from sim.workshop.command import read_arguments
from sim.workshop.pairs import MOST_SCREENS

COMMAND = ("-m", "sim", "workshop", "one_team", "--no-browser")


def address_of(running: subprocess.Popen[str]) -> str:
    """The first line on standard output."""
    assert running.stdout is not None
    return running.stdout.readline().strip().removesuffix("/")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("ending", [*ENDING, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("when", ["at work", "preparing"])
def test_it_ends_within_two_seconds_and_without_a_traceback(tmp_path: Path, ending: int, when: str) -> None:
    """With screens in mid-answer, one of which does not read, and notes; or while the model is prepared."""
    log = tmp_path / "log"
    with process(*COMMAND, "--port", str(free_port()), log=log) as running:
        address = address_of(running)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)

        async def be_busy() -> float:
            async with (
                line(address, None) as early,
                line(address, None) as screen,
                line(address, None, narrow=True) as slow,
                line(address, None),
            ):
                await early.say("hello", role="screen", code=None)
                for number, one in enumerate((screen, slow)):
                    await one.say("hello", role="screen", code=None)
                    await one.next(type="welcome")
                    scene = {"demand": 1.1, "levers": {"business_support": {"dose": 0.3 + number / 8}}}
                    await one.say("show", id=1, scene=scene, arm="changed", week=150)
                slow.socket.transport.pause_reading()
                if when == "at work":
                    await screen.next(type="answer", id=1)
                else:
                    await screen.next(type="busy")
                started = time.monotonic()
                running.send_signal(ending)
                await asyncio.to_thread(running.wait, 10)
                return time.monotonic() - started

        assert asyncio.run(be_busy()) < 2.0
        assert running.returncode == 0
    assert log.read_text(encoding="utf-8") == "Stop with Ctrl-C.\n"


def test_a_second_workshop_takes_the_next_port_and_a_taken_one_is_said_in_words(
    tmp_path: Path, running, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = running.address.rpartition(":")[2]
    assert main(["workshop", "one_team", "--no-browser", "--port", taken]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"--port: {taken} is taken by another program; give another, or none\n"
    with (
        process(*COMMAND, log=tmp_path / "first") as first,
        process(*COMMAND, log=tmp_path / "second") as second,
    ):
        addresses = {address_of(first), address_of(second)}
        assert len(addresses) == 2
        assert "" not in addresses


def test_a_room_without_a_network_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_way(self: socket.socket, address: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", no_way)
    assert main(["workshop", "one_team", "--room", "--no-browser"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("--room: this machine is in no network that phones could join")
    assert said.err.count("\n") == 1


def test_a_browser_that_does_not_open_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.workshop import command

    monkeypatch.setenv("BROWSER", "false")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DISPLAY", raising=False)
    command._open_browser("http://127.0.0.1:1/")
    assert "open http://127.0.0.1:1/ in one" in capsys.readouterr().err


def test_help_says_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workshop", "--help"]) == 0
    said = capsys.readouterr().out
    for option in ("--room", "--port", "--no-browser", "--export"):
        assert option in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rom"], "--rom: no such option"),
        (["--port", "80"], "--port: '80' does not fit; give a whole number from 1024 to 65535"),
        (["--port"], "--port: '' does not fit"),
        (["--port=9999999"], "--port: '9999999' does not fit"),
        (["--export"], "--export: no file given"),
        (["one_team", "childrens_service"], "childrens_service: one story at a time"),
        (["--export", "/"], "--export: / cannot be written; name a file elsewhere"),
        (["--export", "a.html", "--room"], "--export: writes a file and serves nothing"),
        (["one_taem"], "workshop: there is no story 'one_taem'"),
        (["nowhere.yaml"], "nowhere.yaml"),
    ],
    ids="-".join,
)
def test_wrong_options_are_refused_in_one_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workshop", *words]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert said in found.err
    assert found.err.count("\n") == 1


def test_arguments_are_read() -> None:
    asked = read_arguments(["--room", "one_team", "--port=9000", "--no-browser"])
    assert (asked.story, asked.room, asked.port, asked.browser) == ("one_team", True, 9000, False)
    with pytest.raises(UserError, match="--room"):
        read_arguments(["--roon"])


def test_nothing_is_left_behind(running) -> None:
    """Connections that come and go leave no thread and no file open in the server."""
    folder = Path(f"/proc/{running.pid}/fd")
    if not folder.is_dir():
        pytest.skip("this system does not list the files of a process")

    async def come_and_go() -> None:
        for number in range(30):
            async with line(running.address) as screen:
                await screen.say("show", id=1, scene={"demand": 1.15}, arm="now", week=number)

    asyncio.run(come_and_go())
    before = len(list(folder.iterdir()))
    threads = len(list(folder.parent.joinpath("task").iterdir()))
    asyncio.run(come_and_go())
    until(lambda: len(list(folder.iterdir())) <= before, 5)
    assert len(list(folder.parent.joinpath("task").iterdir())) <= threads + MOST_SCREENS
