"""A real browser for the tests of pages; they are skipped, with the reason, only where there is none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial

import pytest
from browsing import NoBrowserError, Visit, started_browser, visited
from playwright.sync_api import Browser


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
