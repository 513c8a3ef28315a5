"""The short ids that the documentation uses: mechanisms M01, interventions I03, patterns P05."""

import re

from sim.configuration.catalogue import INTERVENTIONS, group_summaries
from sim.configuration.names import listed
from sim.errors import UserError
from sim.interventions.registry import REGISTRY

# The questions of docs/patterns.md, by id.
PATTERNS = {
    "P01": "Does the gap between belief and reality grow with distance from the front line, and with tiers?",
    "P02": "Does goodwill hide overload?",
    "P03": "Work to rule: does belief follow the backlog, when, and at which tier?",
    "P04": "After a shock to staffing, do two different starts with the same settings still differ after five years?",
    "P05": "Support against pay at equal cost: at which pay elasticity of leaving do they break even?",
    "P06": "Listening, understanding, candour: which matters, and do they need each other?",
    "P07": "A principal social worker: what do hours, independence and own cases bring, and does an add-on differ?",
    "P08": "Is a survey that is not acted on worse than never asking?",
    "P09": "Inspection: how large and how long are the dip in the real state and the shine in the shown one?",
    "P10": "More blame: what happens to incidents, and to those that are notified?",
    "P11": "A redesign imposed, or shaped and tried with the front line: when is which better?",
    "P12": "Do teams with an experienced manager keep people longer?",
    "P13": "Do the poll and the gap that is measured move together?",
    "P14": "What is a director worth who knows everything?",
}
_ID = re.compile(r"([MIP])(\d{1,2})", re.IGNORECASE)


def groups_of_id(word: str) -> list[str]:
    """Groups of settings that carry an id such as `M19` or `I03`; none for a word that is no id of these two kinds.

    UserError where the word looks like one and nothing carries it.
    """
    found = _ID.fullmatch(word.strip())
    if found is None or found[1].upper() == "P":
        return []
    identity = f"{found[1].upper()}{int(found[2]):02d}"
    carriers = _mechanisms() if identity[0] == "M" else _interventions()
    if identity not in carriers:
        raise UserError(f"{word}: nothing carries this id; there are {listed(sorted(carriers))}")
    return carriers[identity]


def pattern_of_id(word: str) -> str | None:
    """What the pattern `P05` asks and where its answer stands; None for a word that is no id of a pattern."""
    found = _ID.fullmatch(word.strip())
    if found is None or found[1].upper() != "P":
        return None
    identity = f"P{int(found[2]):02d}"
    if identity not in PATTERNS:
        raise UserError(f"{word}: no such pattern; there are {listed(list(PATTERNS))}")
    return (
        f"{identity}\n  a pattern: a question put to the model\n  {PATTERNS[identity]}\n"
        "  what came out, with its figures: docs/patterns.md in the source of coalface"
    )


def identities() -> list[str]:
    """Every id there is."""
    return sorted([*_mechanisms(), *_interventions(), *PATTERNS])


def _mechanisms() -> dict[str, list[str]]:
    """Groups of settings by the ids at the head of their summaries, such as `M06 and M07. `."""
    carriers: dict[str, list[str]] = {}
    for group, summary in group_summaries().items():
        head = re.match(r"M\d+( and M\d+)*\. ", summary)
        for identity in re.findall(r"M\d+", head[0]) if head else []:
            carriers.setdefault(identity, []).append(group)
    return carriers


def _interventions() -> dict[str, list[str]]:
    return {model.identity: [f"{INTERVENTIONS}.{kind}"] for kind, model in REGISTRY.items()}
