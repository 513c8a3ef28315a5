"""What a setting means, in words: unit, range, default, role, source and how well its value is known.

Words of the command line, and the ids of mechanisms, interventions and patterns, are explained too.
"""

from typing import Any

from pydantic.fields import FieldInfo

from sim.configuration.catalogue import GROUP_OF, INTERVENTIONS, allowed, catalogue, group_summaries, note, unit_of
from sim.configuration.identities import groups_of_id, identities, pattern_of_id
from sim.configuration.names import listed, show, suggestion
from sim.configuration.own_files import Shelf, held
from sim.configuration.places import GROUPS, ONE_CHOICE, SCENARIO
from sim.configuration.words import WORDS, explain_word
from sim.errors import UserError
from sim.interventions.registry import REGISTRY
from sim.outcomes import OUTCOMES

# `coalface explain exits` reads a log, and is no word of this module.
EXITS_WORD = "exits"

GRADES = {
    "A": "official statistics, whole series seen",
    "B": "meta-analysis or trial",
    "C": "a single study, or a poll of self-selected readers",
    "D": "a guess that no source settles",
}
ROLES = {
    "constant": "fixed from evidence or by definition",
    "calibrated": "moved until the model met published figures",
    "uncertain": "to be varied in a sensitivity analysis",
    "lever": "what an intervention, a scenario or a study sets",
}


def explain(path: str, shelf: Shelf) -> str:
    """A few lines on a setting, a group of settings, a word of the command line or an id such as M19, I03 or P05.

    UserError with the nearest name for any other.
    """
    asked = path.partition("=")[0].strip()
    said = explain_word(asked) or pattern_of_id(asked)
    if said is not None:
        return said
    carriers = groups_of_id(asked)
    if carriers:
        return "\n\n".join(explain(group, shelf) for group in carriers)
    first, dot, rest = asked.partition(".")
    asked = {group: root for root, group in GROUP_OF.items()}.get(first, first) + dot + rest
    tree = {root: files_of(group, shelf) for root, group in GROUP_OF.items()}
    fields, groups = catalogue(tree), group_summaries()
    for root, files in tree.items():
        for name, settings in files.items():
            groups.setdefault(f"{root}.{name}", f"Your own file, of the kind {settings.get('kind')}.")
    if asked in fields:
        return _setting(asked, fields[asked], tree, shelf)
    if asked in groups:
        return _group(asked, groups, fields, shelf)
    # An intervention, an event or a mechanism by its bare name, where only one has it.
    named = [group for group in groups if group.rpartition(".")[2] == asked]
    if len(named) == 1:
        return _group(named[0], groups, fields, shelf)
    known = [*fields, *groups, *WORDS]
    if "." not in asked:  # nothing else has groups
        known += [EXITS_WORD, *(outcome.name for outcome in OUTCOMES), *identities()]
    near = suggestion(asked, known) or "; coalface list shows what there is, and coalface explain mechanism every group"
    raise UserError(f"{asked or 'explain'}: no setting, outcome, id or anything else of this name{near}")


def files_of(group: str, shelf: Shelf) -> dict[str, Any]:
    """What every file of a group holds, by name; the bundle of all interventions left out."""
    return {name: held(shelf.file(group, name)) for name in shelf.names(group) if name != "all"}


def _setting(path: str, info: FieldInfo, tree: dict[str, Any], shelf: Shelf) -> str:
    rows = {
        "unit": unit_of(info) or note(info, "unit"),
        "allowed": allowed(info),
        "default": _default(path, info, tree, shelf),
        "role": f"{note(info, 'role')}: {ROLES[note(info, 'role')]}",
        "grade": f"{note(info, 'grade')}: {GRADES[note(info, 'grade')]}",
        "source": note(info, "source"),
    }
    return "\n".join([path, f"  {info.description}", *(f"  {name:<9}{words}" for name, words in rows.items())])


def _default(path: str, info: FieldInfo, tree: dict[str, Any], shelf: Shelf) -> str:
    group, _, rest = path.partition(".")
    if group == "authority":
        values = {name: held(shelf.file(group, name)).get(rest) for name in shelf.names(group)}
        return ", ".join(f"{show(value)} in {name}" for name, value in values.items())
    if group in GROUP_OF:
        name, _, setting = rest.partition(".")
        return f"{show(tree[group][name].get(setting))} in {name}.yaml"
    return show(info.default)


def _of_remedy(path: str) -> list[str]:
    """What is said against an intervention, and where it comes from; nothing for other groups."""
    root, _, kind = path.partition(".")
    if root != INTERVENTIONS or kind not in REGISTRY:
        return []
    model = REGISTRY[kind]
    return [f"  {model.identity}, grade {model.grade}; source: {model.source}", f"  against it: {model.objection}"]


def _group(path: str, groups: dict[str, str], fields: dict[str, FieldInfo], shelf: Shelf) -> str:
    lines = [path, f"  {groups[path]}", *_of_remedy(path)]
    chosen = path.removesuffix("s")
    if chosen in GROUPS:
        example = shelf.names(chosen)[0]
        example = f"{chosen}={example}" if chosen in ONE_CHOICE else f"'{chosen}=[{example}]'"
        lines.append(f"  files: {listed(shelf.names(chosen))}; choose with {example}")
    inside = {name: info.description or "" for name, info in fields.items() if name.rpartition(".")[0] == path}
    inside |= {name: words for name, words in groups.items() if name.rpartition(".")[0] == path}
    if path == SCENARIO:
        inside = {name: held(shelf.file(path, name)).get("question", "") for name in shelf.names(path)}
    width = max((len(name) for name in inside), default=0)
    return "\n".join([*lines, *(f"  {name:<{width}}  {words}" for name, words in inside.items())])
