"""The command that explains a name: a setting, a group of them, an outcome, a word of the command line, why people left."""

from collections.abc import Iterable

from sim.commands.measures import DEFINED, MEASURED_BY
from sim.configuration.catalogue import everything, note
from sim.configuration.explain import EXITS_WORD, explain
from sim.configuration.names import listed, show
from sim.configuration.own_files import open_shelf
from sim.errors import UserError
from sim.outcomes import OUTCOMES, Outcome
from sim.request import Request
from sim.state import Tally, fields_of

# Managers by their place in the tree, as `sim.outcomes` counts them.
PLACES = {
    "team_managers": "team managers, the tier nearest to the front line, added up",
    "middle_managers": "managers between team managers and the director, added up; a tree of four tiers or more has some",
    "director": "the director, the highest tier; in a tree of two tiers the team managers are the highest",
}


def explain_names(request: Request, command: list[str]) -> int:
    """Print what each name means; after `exits` comes the folder of a log instead."""
    if not request.words:
        raise UserError("explain: name a setting, such as mechanism.reporting.fear, or a group, such as mechanism")
    if request.words[0] == EXITS_WORD:
        from sim.commands.results import explain_exits

        return explain_exits(request)
    shelf = open_shelf(request.config_dir)
    print("\n\n".join(explain_outcome(word) or explain(word, shelf) for word in request.words))
    return 0


def explain_outcome(name: str) -> str | None:
    """What an outcome is, its unit, which way is better, the tallies it is made of, and what decides that something counts.

    None for another name.
    """
    found = next((outcome for outcome in OUTCOMES if outcome.name == name), None)
    if found is None:
        return None
    meanings = {field.name: field for field in fields_of(Tally)}
    rows = [("  unit", found.unit), ("  better", found.better)]
    if found.managers is not None:
        rows.append(("  of", PLACES[found.managers]))
    elif found.tiers:
        rows.append(("  of", f"managers of tier {listed([str(tier) for tier in found.tiers])}, those that there are"))
    rows += [("  above", f"{meanings[each].meaning} ({each})") for each in found.above]
    rows += [("  below", f"{meanings[each].meaning} ({each})") for each in found.below]
    lines = [f"{label:<10} {words}" for label, words in rows]
    how = (
        f"  an outcome: {found.scale:g} x sum above / sum below"
        if found.below
        else f"  an outcome: {found.scale:g} x mean a week"
    )
    return "\n".join([found.name, f"  {found.label}", how, *lines, *_measured(found)])


def _measured(outcome: Outcome) -> list[str]:
    """Lines on the definitions and thresholds by which the tallies of an outcome count, with their sources."""
    tallies = [*outcome.above, *outcome.below]
    lines = [f"  defined  {words}" for words in _once(line for each in tallies for line in DEFINED.get(each, ()))]
    settings = everything()
    for path in _once(path for each in tallies for path in MEASURED_BY.get(each, ())):
        info = settings[f"mechanism.{path}"]
        unit = note(info, "unit")
        value = show(info.default) if unit in ("0 to 1", "share") else f"{show(info.default)} {unit}"
        lines.append(f"  set by   mechanism.{path}, {value}: {info.description}")
        lines.append(f"           grade {note(info, 'grade')}; source: {note(info, 'source')}")
    return lines


def _once(words: Iterable[str]) -> list[str]:
    """Each of them once, in their order."""
    return list(dict.fromkeys(words))
