"""One short section for each intervention: what it is, how it should work, what speaks against it, what came out."""

import inspect
import re

import turning
from differences import (
    AS_IT_IS,
    FIRST,
    GAP,
    LAST,
    OUTCOMES,
    PLACEBO,
    SHORT,
    Found,
    comparisons_of,
    difference,
    in_practice,
)

from sim.interventions.base import InterventionSettings
from sim.settings.study import Settings
from sim.study.arms import BASELINE

COMMON = ("kind", "dose", "start_week", "end_week", "reach", "placebo")
STATUS = {
    "proposed": "Proposed in an article or by its readers",
    "implied": "Implied by a complaint, proposed by nobody",
    "comparator": "A comparator: the plain alternative to any reform",
}


def reach_in_words(one: InterventionSettings) -> str:
    """Whom it reaches."""
    return one.reach.replace("_", " ") if isinstance(one.reach, str) else f"tiers {', '.join(map(str, one.reach))}"


def said_of(kind: type[InterventionSettings], opening: str) -> str:
    """One part of the docstring, such as its chain, on one line; empty where it has none."""
    found = re.search(rf"^{opening}: (.*?)(?=^[A-Z][a-z]+(?: by)?: |\Z)", inspect.getdoc(kind) or "", re.M | re.S)
    return " ".join(found.group(1).split()) if found else ""


def section(name: str, settings: Settings, found: dict[str, Found]) -> str:
    """The section of one intervention."""
    one = settings.interventions[name]
    kind, usual = type(one), found[AS_IT_IS]
    values = {key: value for key, value in one.model_dump().items() if key not in COMMON}
    written = ", ".join(f"{key.replace('_', ' ')} {_shown(value)}" for key, value in values.items())
    lines = [
        f"### {one.identity} {name}\n",
        f"{_capital(one.summary)}. {STATUS[one.status]} ({one.source}; grade {one.grade}).\n",
        f"- **As run**: dose {one.dose:g}, {reach_in_words(one)}; {written}.",
        f"- **Chain**: {_capital(said_of(kind, 'Chain'))}",
        f"- **Strongest objection**: {one.objection}. {_capital(said_of(kind, 'Against'))}",
        f"- **{_capital(LAST)}**: {in_words(usual, name, BASELINE, LAST)}",
        f"- **{_capital(FIRST)}**: {in_words(usual, name, BASELINE, FIRST)}",
    ]
    if name in in_practice(usual):
        lines.append(f"- **Less its placebo, {LAST}**: {in_words(usual, name, name + PLACEBO, LAST)}")
        lines += [f"- {sentence}" for sentence in turning.sentences(name, found)]
    return "\n".join(lines) + "\n"


def in_words(found: Found, arm: str, against: str, window: str) -> str:
    """The clear differences, then the outcomes without one, by their short names."""
    count = comparisons_of(found)
    differences = [difference(found, arm, against, window, outcome) for outcome in (*OUTCOMES, GAP)]
    clear = [f"{SHORT[one.outcome]} {one.text(count)}" for one in differences if one.words]
    rest = [SHORT[one.outcome] for one in differences if not one.words]
    parts = ["; ".join(clear)] if clear else []
    if rest:
        parts.append(f"no clear difference in {_listed(rest) if clear else 'anything'}")
    return "; ".join(parts) + "."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:g}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
