"""A page as a person's browser shows it: what it asks for, what it complains of, and what axe finds in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, WebSocket, sync_playwright

# The success criteria of WCAG 2.2 at levels A and AA, as axe-core names them.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
# Names of the browser in packages of systems.
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK, TABLET, PHONE = 1280, 1024, 390

# All violations, and how many rules were kept: what else axe says takes longer to hand over than to find.
_FINDINGS = """(tags) => axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
  .then(({ violations, passes }) => ({ passes: passes.length, violations }))"""


class NoBrowserError(Exception):
    """There is no browser on this machine; the message says where one was looked for."""


@contextmanager
def started_browser() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own where it was installed; NoBrowserError without either."""
    found = [path for name in SYSTEM_BROWSERS if (path := shutil.which(name))]
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        if not found and not os.path.exists(own):
            wanted = ", ".join(SYSTEM_BROWSERS)
            raise NoBrowserError(f"no browser: none of {wanted} on the path, and no {own}; install Chromium")
        browser = playwright.chromium.launch(executable_path=found[0] if found else None)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Line:
    """A WebSocket that a page has opened: its address, and what went over it, in order."""

    address: str
    said: list[str | bytes] = field(default_factory=list)
    heard: list[str | bytes] = field(default_factory=list)


@dataclass
class Visit:
    """An open page. asked: addresses it asked for. refused: those of them it did not get. complaints: of the console.

    lines: its WebSockets, those of windows that it has opened included.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def sideways(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def findings(self) -> list[str]:
        """Everything that axe finds against WCAG 2.2 A and AA: rule, gravity, and where."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(Axe().axe_script)
        found = self.page.evaluate(_FINDINGS, list(WCAG))
        # A page in which axe could check nothing would have no findings either.
        assert found["passes"], "axe checked nothing"
        return [
            f"{rule['id']} ({rule['impact']}): {', '.join(' '.join(map(str, node['target'])) for node in rule['nodes'])}"
            for rule in found["violations"]
        ]


@contextmanager
def visited(browser: Browser, address: Path | str, width: int, *allowed: str) -> Iterator[Visit]:
    """Open a file, or an address, in a window `width` pixels wide, and nothing that does not begin with it or `allowed`."""
    start = address.resolve().as_uri() if isinstance(address, Path) else address
    context = browser.new_context(viewport={"width": width, "height": 900}, service_workers="block")
    page = context.new_page()
    visit = Visit(page)
    _follow(page, visit)
    context.on("page", lambda opened: _follow(opened, visit))

    def decide(route: Route) -> None:
        wanted = route.request.url
        visit.asked.append(wanted)
        if wanted.startswith((start, *allowed)):
            route.continue_()
        else:
            visit.refused.append(wanted)
            route.abort()

    context.route("**/*", decide)
    try:
        page.goto(start)
        yield visit
    finally:
        context.close()


def _follow(page: Page, visit: Visit) -> None:
    """Note what a page complains of and what goes over its lines."""

    def opened(socket: WebSocket) -> None:
        line = Line(socket.url)
        visit.lines.append(line)
        socket.on("framesent", lambda message: line.said.append(message))
        socket.on("framereceived", lambda message: line.heard.append(message))

    page.on("console", lambda said: visit.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("websocket", opened)
