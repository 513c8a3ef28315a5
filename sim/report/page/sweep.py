"""The report of a sweep from beginning to end. The same folder gives the same bytes."""

from pathlib import Path

from sim.report.page.blocks import Page
from sim.report.page.sweep_answer import answer, choices, levels
from sim.report.page.sweep_asked import lead, remedies, title_of
from sim.report.page.sweep_rest import assumptions, figures, figures_in_words, limits, papers, screen
from sim.report.page.sweep_source import SweepSource, sweep_source
from sim.report.page.written import CLOSING, write_page
from sim.study.reopened import Reopened


def sweep_page(source: SweepSource) -> Page:
    """The whole report."""
    sections = (answer, remedies, choices, screen, levels, figures, assumptions, limits, papers, figures_in_words)
    blocks = [block for section in sections for block in section(source)]
    return Page(title_of(source), tuple(lead(source)), tuple(blocks), CLOSING)


def write_sweep_report(found: Reopened) -> Path:
    """Write report.html and report.md into the folder of a sweep; the path of the first."""
    return write_page(sweep_page(sweep_source(found)), found.folder)
