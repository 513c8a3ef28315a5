"""The workshop as a trainer meets it: the real server in a process of its own, and its page in a browser."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from browsing import Visit
from playwright.sync_api import Locator, Page

from sim.configuration.places import packaged_configs
from sim.workshop.frames import read_frame
from sim.workshop.story import Story, read_story

# Seconds. The first page that is opened may wait until the model is compiled.
PATIENCE = 120.0
FEW = 6
# The modules of the page, also where it was opened as a file.
_MODULES = 'const page = (name) => import(document.getElementById("exported") ? `page/${name}` : `/page/${name}`);'
_STATE = f"""async () => {{
  {_MODULES}
  const {{ scene, week, step, arm, hidden, ready, runs, playing, answer }} = (await page("state/store.js")).store.get();
  return {{ scene, week, step, arm, hidden, ready, runs, playing, answer: answer?.id ?? null }};
}}"""
# Until all that was asked for is there and drawn; while results are hidden, until they are ready.
_SETTLED = f"""async (seconds) => {{
  {_MODULES}
  const {{ store }} = await page("state/store.js");
  const {{ newestRequest }} = await page("state/actions.js");
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const end = performance.now() + 1000 * seconds;
  const here = () => {{
    const {{ story, answer, picture, hidden, ready, pending }} = store.get();
    const id = newestRequest();
    const drawn = picture?.id === id && picture.whole;
    if (hidden) return drawn && ready === story.runs;
    return drawn && !pending && answer?.id === id && answer.runs === answer.of;
  }};
  await frame();
  await frame();
  while (!here()) {{
    if (performance.now() > end) throw new Error(`no whole answer to request ${{newestRequest()}}`);
    await wait(15);
  }}
  await frame();
  await frame();
  return newestRequest();
}}"""

# Where each post stands on the canvas, as the page places it.
_PLACES = """async () => {
  const { store } = await import("/page/state/store.js");
  const { arrange } = await import("/page/trees/places.js");
  const { everOpen } = await import("/page/trees/moments.js");
  const { story, picture } = store.get();
  const open = new Uint8Array(story.posts.length);
  everOpen(picture, open);
  const field = document.querySelector("#trees canvas").parentElement;
  const { x, y, half } = arrange(story, open, Math.floor(field.clientWidth), Math.floor(field.clientHeight));
  return { x: [...x], y: [...y], half: [...half] };
}"""


@dataclass(frozen=True)
class Served:
    """A workshop that is running. phones: where phones join, and the code of the room; empty without one."""

    address: str
    phones: str
    code: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """Its port on this machine."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    @property
    def line(self) -> str:
        """The address of its WebSocket."""
        return f"{self.address.replace('http', 'ws', 1)}live"


@contextmanager
def served(story: str | Path, *options: str, port: int | None = None) -> Iterator[Served]:
    """`coalface workshop STORY` on a port of its own, until it has said where it is; ended afterwards."""
    chosen = port or _free_port()
    command = [sys.executable, "-m", "sim", "workshop", str(story), "--no-browser", f"--port={chosen}", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            said = [process.stdout.readline().rpartition(": ")[2].strip() for _ in range(2 * ("--room" in options))]
            yield Served(address, *(said or ("", "")), process)
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def beginners(folder: Path, runs: int = FEW) -> Path:
    """The story of one team with fewer runs: quicker, and the same in all else."""
    text = (packaged_configs() / "workshop" / "one_team.yaml").read_text(encoding="utf-8")
    fewer, found = re.subn(r"^replicates: \d+$", f"replicates: {runs}", text, flags=re.MULTILINE)
    assert found == 1
    file = folder / "one_team.yaml"
    file.write_text(fewer, encoding="utf-8")
    return file


def until(page: Page, fits: Callable[[], Any], what: str) -> Any:
    """What `fits` gives once it gives something; AssertionError, with `what` was waited for, where it never does."""
    end = time.monotonic() + PATIENCE
    while not (found := fits()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        page.wait_for_timeout(15)
    return found


@dataclass(frozen=True)
class Frame:
    """A binary message: its header, its arrays, and all its bytes."""

    header: dict[str, Any]
    arrays: dict[str, np.ndarray]
    raw: bytes


class Screen:
    """The page of a workshop, by what a person finds on it."""

    def __init__(self, visit: Visit, story: Path | str) -> None:
        self.visit = visit
        self.page = visit.page
        self.story: Story = read_story(story)
        self.page.set_default_timeout(1000 * PATIENCE)

    def open(self, address: str) -> "Screen":
        """Open an address afresh, and wait until it is answered."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.settle()
        return self

    def settle(self) -> int:
        """Wait until what is set is answered in full and drawn; the number of the request."""
        self.page.locator("#levers input").first.wait_for(state="attached")
        return int(self.page.evaluate(_SETTLED, PATIENCE))

    @property
    def state(self) -> dict[str, Any]:
        """What the page holds: scene, week, step, arm, hidden, ready, runs, playing, and the number of the answer."""
        return self.page.evaluate(_STATE)

    @property
    def places(self) -> dict[str, list[float]]:
        """Where each post stands on the canvases, by row: x and y of its middle, half of its size; 0 where it is not drawn."""
        return self.page.evaluate(_PLACES)

    def lever(self, name: str) -> Locator:
        """The box of a lever."""
        return self.page.get_by_role("group", name=self.story.lever(name).title, exact=True)

    def way(self, name: str, way: str) -> Locator:
        """`Properly`, `As an add-on` or `Off` of a lever; a tick before the one that is chosen."""
        return self.lever(name).get_by_role("radio", name=re.compile(f"{way}$"))

    def pull(self, name: str, way: str) -> None:
        """Choose a way with the pointer, and wait for the answer."""
        self.way(name, way).click()
        self.settle()

    def switch(self, title: str) -> Locator:
        """The button of that title that is on or off."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(title)}.* (on|off), year"))

    def region(self, name: str) -> Locator:
        """A part of the page by its name."""
        return self.page.get_by_role("region", name=name, exact=True)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A button by its name."""
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str))

    def card(self, name: str) -> Locator:
        """The card of a chart."""
        label = next(chart.label for chart in self.story.charts if chart.name == name)
        return self.page.get_by_role("article", name=label[:1].upper() + label[1:], exact=True)

    @property
    def frames(self) -> list[Frame]:
        """Every binary message that has come, in order."""
        raw = [one for line in self.visit.lines for one in line.heard if isinstance(one, bytes)]
        return [Frame(*read_frame(one), one) for one in raw]

    @property
    def shows(self) -> list[dict[str, Any]]:
        """Every scene that was asked for, in order."""
        said = [json.loads(one) for line in self.visit.lines for one in line.said]
        return [message for message in said if message["type"] == "show"]

    def answer(self) -> Frame:
        """The whole answer to what is set, as it was sent."""
        number = self.settle()
        return until(self.page, lambda: self._last("answer", number), "the frame of an answer")

    def picture(self) -> Frame:
        """All weeks of the trees that are drawn, as they were sent."""
        number = self.settle()
        return until(self.page, lambda: self._last("picture", number), "the frame of a picture")

    def _last(self, kind: str, number: int) -> Frame | None:
        line = self.visit.lines[-1]
        for raw in reversed(line.heard):
            if isinstance(raw, bytes):
                header, arrays = read_frame(raw)
                whole = header.get("runs") == header.get("of") and header.get("weeks") != 1
                if header["type"] == kind and header["id"] == number and whole:
                    return Frame(header, arrays, raw)
        return None


def decimals(text: str) -> int:
    """Digits after the point of a number as it is written."""
    return len(text.partition(".")[2])


def written(value: float, digits: int, sign: bool = False) -> str:
    """A number as the page writes it: commas, and a real minus; with `sign` a plus as well."""
    text = f"{value:,.{digits}f}"
    nothing = not re.search("[1-9]", text)
    plain = text.replace("-", "") if nothing else text.replace("-", "\u2212")
    return f"+{plain}" if sign and value > 0 and not nothing else plain
