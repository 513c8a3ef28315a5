"""The answer in plain words, first: by outcome, then by arm, and harm as plainly as success."""

from collections.abc import Mapping

from sim.configuration.names import listed
from sim.outcomes import Outcome
from sim.report.doses import doses_of
from sim.report.page.arms import arms_by_name, settings_of_arms, week_of_turn
from sim.report.page.blocks import Block, Heading, Items, Line, Strong, Verdict, said
from sim.report.page.caveats import no_placebo, notes, only_chance, without_placebo
from sim.report.page.glance import HEADLINES, MOST_IN_WORDS, glance
from sim.report.page.prices import price_lines
from sim.report.page.remedies import dose_line, remedies_section
from sim.report.page.source import Source, known
from sim.report.style import shown_name
from sim.study.arms import BASELINE, Arm
from sim.study.groups import PEOPLE
from sim.study.statistics import CONFIDENCE
from sim.text.numbers import apart, capital, counted, level, with_unit

# Outcomes beyond the headlines that are said with their figures for one arm; the tables have the rest.
_OTHERS_WITH_FIGURES = 3
_UNCLEAR = (Verdict.UNCLEAR, Verdict.NONE, Verdict.NOTHING)


def title_of(source: Source) -> str:
    """The question, or what was compared where none was asked."""
    if source.settings.question.strip():
        return source.settings.question.strip()
    names = [shown_name(arm) for arm in source.arms]
    if len(names) > MOST_IN_WORDS:
        return f"What does each of {len(names)} remedies change?"
    return f"What {'does' if len(names) == 1 else 'do'} {listed(names)} change?"


def lead(source: Source) -> list[Block]:
    """What was asked, in two sentences."""
    settings = source.settings
    together = {
        "each": "each remedy alone",
        "together": "all remedies together",
        "factorial": "every combination of the remedies",
    }[settings.design]
    return [
        said(
            f"The same simulated service, {settings.authority.title}, is run with and without "
            f"{together}: the same people, the same luck, for {counted(settings.years, 'year')}, in "
            f"{counted(source.replicates, 'pair')} of runs for each. Figures are means over {source.window} unless they say "
            "otherwise."
        )
    ]


def answer(source: Source) -> list[Block]:
    """The section that is read if no other is."""
    arms = arms_by_name(source)
    blocks: list[Block] = [Heading(2, "The answer in short", "answer"), *glance(source)]
    blocks.append(Items(tuple(_by_outcome(source, outcome) for outcome in source.outcomes(HEADLINES))))
    blocks += [
        only_chance(source.settings),
        said(_how_to_read(source)),
        *no_placebo(without_placebo(settings_of_arms(source, arms))),
    ]
    blocks += notes(source.manifest)
    if len(source.arms) <= MOST_IN_WORDS:
        for arm in source.arms:
            blocks += _one_arm(source, arm, arms)
    return blocks


def remedies(source: Source) -> list[Block]:
    """How large each remedy is, where there are too many arms for a paragraph of each."""
    if len(source.arms) <= MOST_IN_WORDS:
        return []
    return remedies_section(doses_of(arm.settings for arm in arms_by_name(source).values()))


def _by_outcome(source: Source, outcome: Outcome) -> Line:
    """Which arms are better, worse and not clearly different in one outcome, the largest difference first.

    Where they are many their figures stand at a glance, and are not said again.
    """
    groups: dict[Verdict, list[str]] = {}
    sizes = {arm: abs(source.row(arm, outcome.name)["difference"]) for arm in source.arms}
    few = len(source.arms) <= MOST_IN_WORDS
    for arm in sorted(source.arms, key=lambda arm: -sizes[arm] if known(sizes[arm]) else 0.0):
        row, verdict = source.row(arm, outcome.name), source.verdict(arm, outcome.name)
        words = shown_name(arm)
        if verdict not in _UNCLEAR and few:
            words += f", {_difference(source, arm, outcome)}"
        groups.setdefault(verdict, []).append(words)
        base = row["baseline"]
    head = Strong(f"{capital(outcome.label)}: ")
    parts = [
        f"{capital(verdict)} with {_named(names, len(source.arms)) if verdict in _UNCLEAR else _clearly(names, few)}."
        for verdict, names in sorted(groups.items(), key=lambda item: list(Verdict).index(item[0]))
    ]
    return (head, " ".join(parts), f" Without any it is {with_unit(level(base), outcome.unit)}." if few else "")


def _clearly(names: list[str], few: bool) -> str:
    return "; ".join(names) if few else listed(names)


def _named(names: list[str], arms: int) -> str:
    """Names, or only how many there are where they are too many to read."""
    return listed(names) if len(names) <= MOST_IN_WORDS else f"{len(names)} of the {arms}"


def _difference(source: Source, arm: str, outcome: Outcome) -> str:
    row = source.row(arm, outcome.name)
    return apart(row["difference"], row["ci_low"], row["ci_high"], outcome.unit)


def _how_to_read(source: Source) -> str:
    intervals = len(source.arms) * len(source.outcomes(PEOPLE))
    chance = intervals * (1.0 - CONFIDENCE)
    return (
        "In brackets after each difference stands its 95% interval. Better and worse are said only where that interval leaves "
        "out 0, and so are higher and lower, or more and less, where neither way is better. No clear difference means that the "
        "effect may be nothing, or too small to be told from chance in so many runs; it is not proof of no effect. The tables on "
        f"people below hold {counted(intervals, 'such interval')}: if nothing worked at all, about {chance:.0f} would still look "
        "clear."
    )


def _one_arm(source: Source, name: str, arms: Mapping[str, Arm]) -> list[Block]:
    """What one arm changes, in plain words."""
    arm = arms.get(name)
    against = arm.against if arm is not None else BASELINE
    versus = "the service without it" if against == BASELINE else shown_name(against)
    blocks: list[Block] = [Heading(3, f"{capital(shown_name(name))}, against {versus}")]
    remedies = list(arm.settings.interventions.values()) if arm is not None else []
    doses = doses_of([arm.settings]) if arm is not None else []
    lines: list[Line] = [dose_line(one, several=len(doses) > 1) for one in doses]
    outcomes = source.outcomes(tuple(dict.fromkeys((*HEADLINES, *PEOPLE))))
    outcomes.sort(key=lambda one: HEADLINES.index(one.name) if one.name in HEADLINES else len(HEADLINES))
    for verdict, word in ((Verdict.BETTER, "Better"), (Verdict.WORSE, "Worse")):
        found = [one for one in outcomes if source.verdict(name, one.name) == verdict]
        lines.append((Strong(f"{word}: "), _clear(source, name, found)))
    for verdicts, word in (
        ((Verdict.UNCLEAR, Verdict.NONE), "No clear difference: "),
        ((Verdict.NOTHING,), "Nothing to compare: "),
    ):
        left = [one.label for one in outcomes if source.verdict(name, one.name) in verdicts]
        if left:
            lines.append((Strong(word), "; ".join(left) + "."))
    lines.append((Strong("First year: "), _first_year(source, name, outcomes, arms)))
    lines += price_lines(source, name, remedies)
    if remedies:
        lines.append(
            (Strong("The strongest argument against it: "), "; ".join(one.objection for one in remedies) + ".")
        )
    return [*blocks, Items(tuple(lines))]


def _clear(source: Source, arm: str, found: list[Outcome]) -> str:
    """Outcomes that are clear with an arm: all headlines with their figures, of the others those of the largest changes."""
    if not found:
        return "nothing that is clear."
    heads = [one for one in found if one.name in HEADLINES]
    others = [one for one in found if one.name not in HEADLINES]
    others.sort(key=lambda one: -_relative(source, arm, one))
    shown = [*heads, *others[:_OTHERS_WITH_FIGURES]]
    text = "; ".join(f"{one.label}, {_difference(source, arm, one)}" for one in shown)
    rest = [one.label for one in others[_OTHERS_WITH_FIGURES:]]
    return f"{text}." + (f" Also, each by a smaller share of its level: {'; '.join(rest)}." if rest else "")


def _relative(source: Source, arm: str, outcome: Outcome) -> float:
    """Size of a difference as a share of the level without the arm; without end where that level is 0."""
    row = source.row(arm, outcome.name)
    return float(abs(row["difference"] / row["baseline"])) if row["baseline"] else float("inf")


def _first_year(source: Source, name: str, outcomes: list[Outcome], arms: Mapping[str, Arm]) -> str:
    """What is clear in the first year in which the arm acts, the dip first, and when turnover turns."""
    found: dict[Verdict, list[str]] = {Verdict.WORSE: [], Verdict.BETTER: []}
    for one in outcomes:
        verdict = source.verdict(name, one.name, "_first_year")
        # Harm is said whole; of what is better the headlines do.
        if verdict == Verdict.WORSE or (verdict == Verdict.BETTER and one.name in HEADLINES):
            found[verdict].append(one.label)
    parts = [f"{verdict} in {'; '.join(labels)}" for verdict, labels in found.items() if labels]
    text = ". ".join(capital(part) for part in parts) + "." if parts else "Nothing of this is clearly better or worse."
    if not source.outcomes(("turnover_rate",)) or source.verdict(name, "turnover_rate") != Verdict.BETTER:
        return text
    turns = week_of_turn(source, arms, name, "turnover_rate")
    if known(turns):
        text += f" Mean turnover is lower from week {int(turns)} after it starts to the end of the run."
    return text
