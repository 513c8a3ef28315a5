"""A real browser for the tests of pages; they are skipped, with the reason, only where there is none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import pytest
from browsing import TABLET, NoBrowserError, Visit, started_browser, visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served, beginners, served


# Of a module, not of the session: while Playwright runs, no other test of this process could run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(started_browser())
        except NoBrowserError as error:
            pytest.skip(str(error))
        yield found


@pytest.fixture
def visit(browser: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """`with visit(file_or_address, 390) as seen:` opens a page; addresses that it may load from besides can follow."""
    return partial(visited, browser)


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story of one team with few runs."""
    return beginners(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="session")
def workshop(story: Path) -> Iterator[Served]:
    """`coalface workshop` with it, for this machine alone. What one screen hides is shown again when it is closed."""
    with served(story) as running:
        yield running


@pytest.fixture(scope="module")
def opened(browser: Browser, workshop: Served, story: Path) -> Iterator[Screen]:
    """Its page in one window for the tests of a module; on a tablet, where everything stands in one column."""
    with visited(browser, workshop.address, TABLET, "blob:", "about:") as visit:
        yield Screen(visit, story)


@pytest.fixture
def screen(opened: Screen, workshop: Served) -> Screen:
    """The same, loaded afresh: the start of the story."""
    return opened.open(workshop.address)
