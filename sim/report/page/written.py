"""Where a page is written, and the line that closes every page."""

from pathlib import Path

from sim.files import write_whole
from sim.report.page.blocks import Page
from sim.report.page.html import html_of
from sim.report.page.markdown import markdown_of

HTML, MARKDOWN = "report.html", "report.md"
CLOSING = (
    "A simulation, not your authority. These figures describe the service that families meet, not what becomes of children, and "
    "must not be used to judge a person."
)


def write_page(page: Page, folder: Path) -> Path:
    """Write a page as report.html and report.md into a folder; the path of the first. Raises OSError where it cannot."""
    for name, text in ((MARKDOWN, markdown_of(page)), (HTML, html_of(page))):
        write_whole(folder / name, text)
    return folder / HTML
