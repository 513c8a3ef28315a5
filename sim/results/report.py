"""The report of a folder of results: of a sweep that is otherwise complete, or of any that is there already."""

from pathlib import Path

from sim.report.page.comparison import write_report
from sim.report.page.source import source_of
from sim.report.page.sweep import write_sweep_report
from sim.report.sweeps import save_sweep_figures
from sim.settings.study import Settings
from sim.study.reopened import reopen, reopened
from sim.sweep.answers import Answers


def report_folder(folder: Path) -> Path:
    """Write the report of a comparison or a sweep; the path of its page. UserError where the folder holds neither."""
    found = reopen(folder)
    return write_sweep_report(found) if found.kind == "sweep" else write_report(source_of(found))


def report_sweep(folder: Path, settings: Settings, answers: Answers | None) -> Path:
    """Draw the figures of the answer of a sweep and write its report into a folder that is otherwise complete."""
    if answers is not None:
        figures = folder / "figures"
        figures.mkdir()
        save_sweep_figures(answers, figures)
    return write_sweep_report(reopened(folder, settings))
