"""The report of a comparison from beginning to end. The same folder gives the same bytes."""

from pathlib import Path

from sim.report.page.answer import answer, lead, remedies, title_of
from sim.report.page.assumptions import assumptions
from sim.report.page.best import best
from sim.report.page.blocks import Page
from sim.report.page.differences import differences
from sim.report.page.limits import limits
from sim.report.page.papers import papers
from sim.report.page.people import people
from sim.report.page.pictures import figures, figures_in_words
from sim.report.page.source import Source
from sim.report.page.written import CLOSING, write_page


def page_of(source: Source) -> Page:
    """The whole report."""
    sections = (answer, remedies, people, best, differences, figures, assumptions, limits, papers, figures_in_words)
    blocks = [block for section in sections for block in section(source)]
    return Page(title_of(source), tuple(lead(source)), tuple(blocks), CLOSING)


def write_report(source: Source) -> Path:
    """Write report.html and report.md into the folder; the path of the first. Raises OSError where it cannot."""
    return write_page(page_of(source), source.folder)
