"""The page from beginning to end, and where it is written. The same folder gives the same bytes."""

from pathlib import Path

from sim.files import write_whole
from sim.report.page.answer import answer, lead, remedies, title_of
from sim.report.page.assumptions import assumptions
from sim.report.page.best import best
from sim.report.page.blocks import Page
from sim.report.page.differences import differences
from sim.report.page.html import html_of
from sim.report.page.limits import limits
from sim.report.page.markdown import markdown_of
from sim.report.page.papers import papers
from sim.report.page.people import people
from sim.report.page.pictures import figures, figures_in_words
from sim.report.page.source import Source, source_of
from sim.study.reopened import reopen

HTML, MARKDOWN = "report.html", "report.md"
CLOSING = (
    "A simulation, not your authority. These figures describe the service that families meet, not what becomes of children, and "
    "must not be used to judge a person."
)


def page_of(source: Source) -> Page:
    """The whole report."""
    sections = (answer, remedies, people, best, differences, figures, assumptions, limits, papers, figures_in_words)
    blocks = [block for section in sections for block in section(source)]
    return Page(title_of(source), tuple(lead(source)), tuple(blocks), CLOSING)


def write_report(source: Source) -> Path:
    """Write report.html and report.md into the folder; the path of the first. Raises OSError where it cannot."""
    return write_page(page_of(source), source.folder)


def write_page(page: Page, folder: Path) -> Path:
    """Write a page as report.html and report.md into a folder; the path of the first. Raises OSError where it cannot."""
    for name, text in ((MARKDOWN, markdown_of(page)), (HTML, html_of(page))):
        write_whole(folder / name, text)
    return folder / HTML


def report_folder(folder: Path) -> Path:
    """Write the report of a folder of results that is there already; UserError where it holds neither kind of study."""
    found = reopen(folder)
    if found.kind == "sweep":
        from sim.report.page.sweep import write_sweep_report

        return write_sweep_report(found)
    return write_report(source_of(found))
