"""Under which other assumptions the sign of an intervention turns."""

from differences import AS_IT_IS, GAP, LAST, PLACEBO, SHORT, Difference, Found, difference, in_practice

from sim.outcomes import outcome_named
from sim.study.arms import BASELINE

WATCHED = {"turnover_rate": "turnover", GAP: "the gap between belief and strain"}


def comparisons(found: dict[str, Found]) -> int:
    """Differences of one intervention and outcome over all assumptions and both opponents, times all of those."""
    return sum(len(in_practice(one)) for one in found.values()) * len(WATCHED) * 2


def under_each(name: str, opponent: str, outcome: str, found: dict[str, Found]) -> dict[str, Difference]:
    """The difference in the last year under every assumption in which the intervention was run."""
    return {
        assumption: difference(one, name, opponent, LAST, outcome) for assumption, one in found.items() if name in one
    }


def sentences(name: str, found: dict[str, Found]) -> list[str]:
    """For each watched outcome: where the difference is clear and which way, and what turns its sign."""
    if len(found) == 1:
        return []
    lines = []
    for outcome, label in WATCHED.items():
        for opponent, against in ((BASELINE, "doing nothing"), (name + PLACEBO, "its placebo")):
            by_assumption = under_each(name, opponent, outcome, found)
            lines.append(
                f"**What turns it, {label} against {against}**: {verdict_on(by_assumption, comparisons(found))}"
            )
    return lines


def sorted_out(by_assumption: dict[str, Difference]) -> tuple[list[str], list[str], int]:
    """Other assumptions under which it is clearly better, those under which it is clearly worse, and how many are neither."""
    others = {name: one for name, one in by_assumption.items() if name != AS_IT_IS}
    better = [name for name, one in others.items() if one.words == "better"]
    worse = [name for name, one in others.items() if one.words == "worse"]
    return better, worse, len(others) - len(better) - len(worse)


def tally(by_assumption: dict[str, Difference]) -> str:
    """`better 3, worse 0, not clear 31`."""
    better, worse, unclear = sorted_out(by_assumption)
    return f"better {len(better)}, worse {len(worse)}, not clear {unclear}"


def verdict_on(by_assumption: dict[str, Difference], count: int) -> str:
    """Whether, and under what, the sign of a difference turns."""
    usual = by_assumption[AS_IT_IS]
    better, worse, _ = sorted_out(by_assumption)

    def named(names: list[str]) -> str:
        return ", ".join(f"`{name}` ({by_assumption[name].text(count).replace('**', '')})" for name in names)

    head = f"as it is {usual.text(count)}; under {len(by_assumption) - 1} other assumptions {tally(by_assumption)}. "
    if usual.words:
        turned = worse if usual.words == "better" else better
        return head + (f"Its sign turns under {named(turned)}." if turned else "None turns its sign.")
    if better and worse:
        return head + f"Better under {named(better)}; worse under {named(worse)}."
    if better or worse:
        return head + f"Clear one way only, under {named(better or worse)}; none turns its sign."
    return head + "None makes it clear either way."


def tables(found: dict[str, Found]) -> list[str]:
    """A summary, then one table for each watched outcome and opponent: assumptions down, interventions across."""
    practice = in_practice(found[AS_IT_IS])
    count = comparisons(found)
    seeds = max(len(one[BASELINE]) for name, one in found.items() if name != AS_IT_IS)
    opponents = {"the service without it": lambda name: BASELINE, "its placebo": lambda name: name + PLACEBO}
    lines = [
        f"The interventions that bring managers into practice, in the {LAST}; {seeds} seeds under each other assumption. "
        "First the rival explanations, packaged in `configs/mechanism`, then single weak assumptions at two ends (listed "
        f"below). These tables hold {count} intervals, of which one in twenty would leave zero out by chance; a dagger "
        "(†) marks those that survive them all. A turned sign without a dagger may be chance. Levels are not tuned again: "
        "compare signs, not sizes.\n",
        "In how many other assumptions the difference is clearly better, clearly worse, or not clear:\n",
        "| intervention | "
        + " | ".join(f"{SHORT[outcome]}, less {opponent}" for outcome in WATCHED for opponent in opponents)
        + " |",
        "|---|" + "---|" * (len(WATCHED) * len(opponents)),
    ]
    for name in practice:
        cells = [
            tally(under_each(name, opponent(name), outcome, found))
            for outcome in WATCHED
            for opponent in opponents.values()
        ]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    for outcome in WATCHED:
        shown = outcome_named(outcome)
        for against, opponent in opponents.items():
            lines += [
                f"\n### {_capital(shown.label)} ({shown.unit}), less {against}\n",
                "| assumption | " + " | ".join(f"`{name}`" for name in practice) + " |",
                "|---|" + "---|" * len(practice),
            ]
            for assumption, one in found.items():
                cells = [
                    difference(one, name, opponent(name), LAST, outcome).text(count) if name in one else "-"
                    for name in practice
                ]
                lines.append(f"| {assumption} | " + " | ".join(cells) + " |")
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
