"""The report of a folder of results that is there already."""

from pathlib import Path

from sim.report.page.comparison import write_report
from sim.report.page.source import source_of
from sim.report.page.sweep import write_sweep_report
from sim.study.reopened import reopen


def report_folder(folder: Path) -> Path:
    """Write the report of a comparison or a sweep; the path of its page. UserError where the folder holds neither."""
    found = reopen(folder)
    return write_sweep_report(found) if found.kind == "sweep" else write_report(source_of(found))
