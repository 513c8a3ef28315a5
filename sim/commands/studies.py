"""The commands that run studies: compare, run and survey."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.commands.answering import (
    answered,
    kept,
    left_out_notes,
    next_folder,
    no_empty_folder,
    say_notes,
    say_scenario,
    show,
    where,
)
from sim.configuration.loader import load_settings
from sim.configuration.precision import take_precision
from sim.configuration.rivals import explanations, take_rivals
from sim.configuration.written import resolved_yaml
from sim.errors import NoAnswer, UserError
from sim.progress import bar, say_that_it_compiles
from sim.request import Request
from sim.settings.study import Settings

if TYPE_CHECKING:
    from sim.study.comparison import Comparison
    from sim.study.rivals import Rivals


def compare(request: Request, command: list[str]) -> int:
    """Compare, write the folder of results and print the answer."""
    words, names = take_rivals(request.words, request.config_dir)
    words, precision = take_precision(words)
    if names and precision:
        raise UserError("precision: a study under rivals needs the same number of replicates everywhere; leave one out")
    settings = load_settings(words, config_dir=request.config_dir, command="compare", file=request.file)
    left_out = left_out_notes(words, request, "compare")
    others, notes = explanations(settings, names, request.config_dir)
    if request.show_settings:
        say_scenario(words, request)
        say_notes(left_out)
        return show(resolved_yaml(settings))
    from sim.results.folder import check_out, write_comparison
    from sim.study.arms import arms_of
    from sim.study.rivals import check_rivals

    out = request.out or next_folder("compare")
    check_out(out, settings, precision=precision)
    if names:
        check_rivals(settings)
    arms_of(settings)  # a study that cannot be is refused before anything is said
    say_scenario(words, request)
    say_that_it_compiles()
    with no_empty_folder(out.parent), bar() as progress:
        how = {"threads": request.threads, "progress": progress, "out": out, "exits": request.exits}
        comparison, rivals = _compared(settings, others if names else None, notes, precision, how)
        comparison = replace(comparison, notes=(*left_out, *comparison.notes))
        written = kept(request, lambda: write_comparison(comparison, out, command=command, rivals=rivals))
    said = [comparison.text_table(), *([rivals.text()] if rivals else []), where(request, written)]
    show("\n\n".join(said))
    return answered(written, settings)


def _compared(
    settings: Settings,
    others: Mapping[str, Settings] | None,
    notes: Sequence[str],
    precision: Mapping[str, float],
    how: Mapping[str, Any],
) -> tuple["Comparison", "Rivals | None"]:
    """The comparison, and what of it survives under rival explanations.

    others: the settings under each of them, None where nobody asked; notes: on those left out. how: what both are told.
    """
    from sim.study.comparison import compare
    from sim.study.rivals import compare_rivals

    if others is None:
        return compare(settings, precision=precision, **how), None
    return compare_rivals(settings, others, notes=notes, **how)


def run(request: Request, command: list[str]) -> int:
    """Run once, write the folder of results and print the outcomes."""
    settings = load_settings(request.words, config_dir=request.config_dir, command="run", file=request.file)
    left_out = left_out_notes(request.words, request, "run")
    say_scenario(request.words, request)
    if request.show_settings:
        say_notes(left_out)
        return show(resolved_yaml(settings))
    from sim.results.folder import check_out, summary_table, write_run
    from sim.study.failures import likely_cause
    from sim.study.profile_note import profile_note
    from sim.study.runs import run
    from sim.text.tables import table

    out = request.out or next_folder("run")
    check_out(out, settings, one_run=True)
    say_that_it_compiles()
    try:
        result = run(settings, exits=request.exits)
    except UserError as failure:
        raise NoAnswer(f"{failure}; {likely_cause(settings)}; nothing is written") from failure
    with no_empty_folder(out.parent):
        written = kept(request, lambda: write_run(result, out, command=command, notes=left_out))
    rows = [
        # A share of nothing is no number: nobody left, nothing happened, or the tier has no post.
        (
            row.label,
            f"{row.value:.4g}" if row.value == row.value else "none",
            row.unit if row.value == row.value else "",
        )
        for row in summary_table(result).itertuples()
    ]
    note = profile_note(settings)
    said = [
        table(("outcome", settings.window.replace("_", " "), "unit"), rows),
        *(["none: there was nothing to take a share or a mean of"] if any(row[1] == "none" for row in rows) else []),
        *(f"Note: {one}." for one in (*left_out, note) if one),
        where(request, written),
    ]
    return show("\n\n".join(said))


def survey(request: Request, command: list[str]) -> int:
    """Let the simulated staff answer a survey, and print its correlations beside those of published studies."""
    settings = load_settings(request.words, config_dir=request.config_dir, command="run", file=request.file)
    say_notes(left_out_notes(request.words, request, "run"))
    if request.show_settings:
        return show(resolved_yaml(settings))
    from sim.analysis.staff_survey import survey_authorities
    from sim.text.tables import table

    say_that_it_compiles()
    with bar() as progress:
        found = survey_authorities(settings, progress)
    head = ("survey item and item", "simulated", "published", "range", "within", "grade", "published in")
    rows = [
        (
            row.pair.replace("_", " "),
            f"{row.simulated:+.2f}",
            f"{row.published:+.2f}",
            f"{row.low:+.2f} to {row.high:+.2f}",
            "yes" if row.within else "no",
            row.grade,
            row.source,
        )
        for row in found.itertuples()
    ]
    people = f"{int(found['people'].iloc[0]):,} answers from {settings.replicates} runs of {settings.authority.title}"
    note = "Correlations of one survey after the last year; a questionnaire's reliability is 0.8. Targets, not inputs."
    return show(f"{people}\n\n{table(head, rows)}\n\n{note}\n")
