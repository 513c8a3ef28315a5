"""`coalface workshop`: open the screen in a browser on this machine, alone or with a room of phones."""

import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import UserError
from sim.request import near

if TYPE_CHECKING:
    from sim.workshop.scene import Stage

PORT = 8765
# Ports that are tried after it where none was asked for.
_OTHER_PORTS = 20
_OPTIONS = ("--room", "--export", "--port", "--no-browser", "--help")
HELP = """\
coalface workshop [STORY] [--room] [--port N] [--no-browser] [--export FILE.html]

  STORY           a packaged story, or a file of your own that ends in .yaml; childrens_service unless given
  --room          also let phones in this network join with a code: they vote, and never steer
  --port N        the port on this machine; 8765, or the next that is free, unless given
  --no-browser    only print the address, and open no browser
  --export FILE   write one file that opens in any browser, without a server or a network, and stop
"""


@dataclass
class Asked:
    """What was asked for on the command line."""

    story: str | None = None
    room: bool = False
    port: int | None = None
    browser: bool = True
    export: Path | None = None
    help: bool = False


def workshop(arguments: Sequence[str]) -> int:
    """Serve until interrupted, or write the file; the first line on standard output is the address."""
    asked = read_arguments(arguments)
    if asked.help:
        print(HELP, end="")
        return 0
    from sim.workshop.scene import Stage
    from sim.workshop.story import read_story

    stage = Stage(read_story(asked.story))
    if asked.export is not None:
        from sim.workshop.export import export

        return export(stage, asked.export)
    return _serve(stage, asked)


def read_arguments(arguments: Sequence[str]) -> Asked:
    """Sort the arguments; UserError for one that does not fit."""
    asked, rest = Asked(), list(arguments)
    while rest:
        word = rest.pop(0)
        option, equals, value = word.partition("=")
        if word == "--room":
            asked.room = True
        elif word == "--no-browser":
            asked.browser = False
        elif word in ("--help", "-h"):
            asked.help = True
        elif option in ("--port", "--export"):
            if not equals:
                value = rest.pop(0) if rest else ""
            if option == "--port":
                asked.port = _port(value)
            elif not value:
                raise UserError("--export: no file given; write --export workshop.html")
            else:
                asked.export = Path(value).expanduser()
        elif word.startswith("-"):
            raise UserError(f"{word}: no such option{near(option, _OPTIONS)}; there are {', '.join(_OPTIONS)}")
        elif asked.story is not None:
            raise UserError(f"{word}: one story at a time, and {asked.story} was given")
        else:
            asked.story = word
    if asked.export is not None and (asked.room or asked.port is not None):
        raise UserError("--export: writes a file and serves nothing, so --room and --port do not go with it")
    return asked


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise UserError(f"--port: {text!r} does not fit; give a whole number from 1024 to 65535")
    return int(text)


def _serve(stage: "Stage", asked: Asked) -> int:
    """Serve until interrupted. Everything heavy is imported here, so that help and mistakes are answered at once."""
    from sim.workshop.room import random_code
    from sim.workshop.server import Workshop
    from sim.workshop.serving import Serving, end, serve

    own = _address_in_network() if asked.room else ""
    listening = listen("0.0.0.0" if asked.room else "127.0.0.1", asked.port)
    port = listening.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    code, phones = None, ""
    if asked.room:
        code = random_code()
        hosts.add(f"{own}:{port}")
        phones = f"http://{own}:{port}/phone#{code}"
    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING)
    workshop = Workshop(stage, hosts, code=code, phone_address=phones)
    server = Serving(workshop.application(), workshop.close)
    print(address, flush=True)
    if asked.room:
        print(f"Phones: {phones}\nCode of the room: {code}", flush=True)
    print("Stop with Ctrl-C.", file=sys.stderr, flush=True)
    if asked.browser:
        opening = threading.Timer(0.3, _open_browser, [address])
        opening.daemon = True
        opening.start()
    serve(server, listening)
    end(0)


def _open_browser(address: str) -> None:
    if not webbrowser.open(address):
        print(f"No browser could be opened from here; open {address} in one.", file=sys.stderr, flush=True)


def listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port asked for, or on the first that is free. Raises UserError where there is none."""
    for number in [port] if port is not None else range(PORT, PORT + _OTHER_PORTS):
        # asyncio has a line send at once what is put on it only where it is said to be TCP; else an answer of several parts
        # waits 40 ms for the browser to confirm the first.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform == "win32":  # there any other program could take the port as well
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif sys.platform == "linux":  # elsewhere a second workshop could take the port for another address
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
            listening.listen(128)
        except OSError:
            listening.close()
            continue
        return listening
    if port is not None:
        raise UserError(f"--port: {port} is taken by another program; give another, or none")
    raise UserError(f"--port: all from {PORT} to {PORT + _OTHER_PORTS - 1} are taken; give another")


def _address_in_network() -> str:
    """The address of this machine in its network, found without sending anything. Raises UserError where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that is kept for examples
        except OSError:
            raise UserError(
                "--room: this machine is in no network that phones could join; leave --room out, and count hands"
            ) from None
        return str(probe.getsockname()[0])
