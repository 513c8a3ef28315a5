"""Chromium with one page, asked by its own protocol and by nothing more.

A tool for tests has the browser report every message that a page receives, a megabyte at a time, on the processors that are
to be measured: with it the first answer of the workshop was drawn 35 ms later.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0")
SECONDS_TO_START = 30.0


class Page:
    """A page that runs JavaScript when asked."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._calls = 0

    def call(self, method: str, **given: Any) -> Any:
        """Ask the browser something. Raises RuntimeError where it refuses."""
        self._calls += 1
        self._line.send(json.dumps({"id": self._calls, "method": method, "params": given}))
        while (answer := json.loads(self._line.recv())).get("id") != self._calls:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def evaluate(self, function: str, given: Any = None) -> Any:
        """What a JavaScript function gives, awaited. Raises RuntimeError where it throws."""
        expression = f"({function})({json.dumps(given)})"
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description", "the page failed"))
        return found["result"].get("value")


@contextmanager
def opened(address: str, *flags: str, width: int = 1600, height: int = 900) -> Iterator[Page]:
    """A page of so many CSS pixels at an address, in a browser of its own. Raises RuntimeError where there is none."""
    browser = next((path for name in NAMES if (path := shutil.which(name))), None)
    if browser is None:
        raise RuntimeError(f"no browser: looked for {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [browser, *FLAGS, f"--user-data-dir={folder}", *flags, "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                with connect(_line_of(Path(folder)), max_size=None) as line:
                    page = Page(line)
                    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
                    page.call("Emulation.setDeviceMetricsOverride", **size)
                    page.call("Page.navigate", url=address)
                    yield page
            finally:
                process.terminate()


def _line_of(folder: Path) -> str:
    """Where the browser with this folder listens for questions about its page. Raises RuntimeError where it does not start."""
    written = folder / "DevToolsActivePort"
    ended = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ended:
        if written.exists() and (lines := written.read_text(encoding="utf-8").splitlines()):
            with urlopen(f"http://127.0.0.1:{lines[0]}/json") as listed:
                pages = [one for one in json.load(listed) if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise RuntimeError(f"the browser did not start within {SECONDS_TO_START:.0f} seconds")
