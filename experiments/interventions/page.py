"""The page of interventions as Markdown: every figure on it is computed."""

import sections
import turning
from assumptions import end_rows
from differences import (
    AS_IT_IS,
    DIGITS,
    FIRST,
    GAP,
    LAST,
    OUTCOMES,
    PLACEBO,
    SHORT,
    WINDOWS,
    Found,
    comparisons_of,
    difference,
    in_practice,
    level,
)

from sim.interventions.registry import REGISTRY
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.study.arms import BASELINE

JUDGED = ("turnover_rate", "burnout", "goodwill", GAP, "worker_changes", "waiting_weeks", "incident_risk")

HEAD = """# Interventions, one at a time: what each does, when, and at what price

Written by `python experiments/interventions/run.py`, with the same numbers in `experiments/interventions/expected.csv`; do
not edit by hand. {title}, {years} years, {seeds} seeds; each intervention alone, as its file in `configs/intervention` has
it, against the same service without it on the same seeds.

## How to read it

- A figure is the difference that the intervention makes: with it less without it, mean over seeds ± half its 95% interval.
  Below zero means less of it.
- **Bold** differences are clear: their interval leaves zero out. The word says which way that is: better or worse; lower or
  higher where neither is better; more or less for money. What rounds to zero is not called clear, however sure it is.
  Anything else is *no clear difference*: it may be nothing, or too small to be told from chance in {seeds} seeds. That is not
  the same as proof of no effect.
- The two overview tables hold {comparisons} intervals (placebos not counted), so about {chance:.0f} would be clear by chance
  if nothing worked at all; with so many some are wrong. {clear} are clear. A dagger (†) marks the {sure} of them that would
  still be if all {comparisons} had to be right together (Bonferroni).
- Figures describe the process that families meet and the people who work in it. They do not say what becomes of children.
- Prices and doses are those of the files, nearly all of them without a source (grade D), and not equal: what costs more may
  do more (`equal_cost` of a study makes them equal). Half a dose need not do half, and effects of several do not add up.
- Optimism and the gap close in two ways: leaders see more of the strain, or there is less strain to see. Strain is that of
  the people who hold cases; a case that waits without a worker strains nobody, so read it beside the wait.
- Turnover of one service moves by points from year to year, so its intervals are wide; what is not clear there may still matter.
- A remedy is only as sure as the assumptions behind it. Those that bring managers into practice are therefore run beside a
  placebo, the same hours from which nothing is learned, and again under {others} other sets of assumptions.

| outcome | what it is | unit | better |
|---|---|---|---|
{outcomes}
"""


def written(settings: Settings, found: dict[str, Found]) -> str:
    """The whole page."""
    usual = found[AS_IT_IS]
    parts = [
        _head(settings, found),
        "## What each is and what it takes\n",
        *_prices(settings, usual),
        f"\n## The {LAST}\n",
        *_overview(settings, usual, LAST),
        f"\n## The {FIRST}\n",
        *_overview(settings, usual, FIRST),
        "\n## One by one\n",
        "The chain and the strongest objection are those of the intervention's own file; the figures decide between them.\n",
        *(sections.section(name, settings, found) for name in _names(usual)),
    ]
    if len(found) > 1:
        parts += ["## Under other assumptions\n", *turning.tables(found), *_ends(settings)]
    parts += ["\n## What did best, and what did worst\n", *_ranking(settings, usual)]
    return "\n".join(parts) + "\n"


def _names(found: Found) -> list[str]:
    """Interventions in the order of their identities."""
    present = [name for name in found if name in REGISTRY]
    return sorted(present, key=lambda name: REGISTRY[name].identity)


def _head(settings: Settings, found: dict[str, Found]) -> str:
    usual = found[AS_IT_IS]
    count = comparisons_of(usual)
    cells = [
        difference(usual, name, BASELINE, window, outcome)
        for name in _names(usual)
        for window in WINDOWS
        for outcome in OUTCOMES
    ]
    rows = [
        f"| {SHORT[name]} | {outcome_named(name).label} | {outcome_named(name).unit} | {outcome_named(name).better} |"
        for name in (*OUTCOMES, GAP)
    ]
    return HEAD.format(
        title=settings.authority.title,
        years=settings.years,
        seeds=len(usual[BASELINE]),
        comparisons=count,
        chance=0.05 * count,
        clear=sum(bool(one.words) for one in cells),
        sure=sum(one.survives(count) for one in cells),
        others=len(found) - 1,
        outcomes="\n".join(rows),
    )


def _prices(settings: Settings, found: Found) -> list[str]:
    lines = [
        "Cash and pay in GBP 1,000 a year, hours of work in 1,000 a year, at the dose of the file. Pay is the most that "
        "posts or a rise can add; covered hours are paid for by the cash. In all: hours that nobody is paid for at the "
        "cost of a front-line hour.\n",
        "| id | intervention | status | dose, reach | cash | pay | hours | of them covered | in all |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in _names(found):
        one = settings.interventions[name]
        cost = one.cost(settings)
        figures = (cost.money, cost.pay, cost.hours, cost.covered, cost.total(settings))
        cells = " | ".join(f"{figure / 1000.0:,.1f}" for figure in figures)
        reach = sections.reach_in_words(one)
        lines.append(f"| {one.identity} | `{name}` | {one.status} | {one.dose:g}, {reach} | {cells} |")
    return lines


def _overview(settings: Settings, found: Found, window: str) -> list[str]:
    """One row for each intervention, placebos under the remedies that they belong to."""
    count = comparisons_of(found)
    practice = in_practice(found)
    lines = [
        f"Difference from the service without it, in the {window}; units stand above. Price: all that it takes in GBP "
        "1,000 a year, hours included. Under each remedy that brings managers into practice its placebo: the same hours, "
        "nothing learned.\n",
        "| intervention | " + " | ".join(SHORT[name] for name in OUTCOMES) + " | price |",
        "|---|" + "---|" * (len(OUTCOMES) + 1),
        "| *without any* | "
        + " | ".join(f"*{level(found, window, name):.{DIGITS.get(name, 3)}f}*" for name in OUTCOMES)
        + " | |",
    ]
    for name in _names(found):
        for arm in (name, name + PLACEBO) if name in practice else (name,):
            cells = [difference(found, arm, BASELINE, window, outcome).text(count) for outcome in OUTCOMES]
            label = f"{REGISTRY[name].identity} `{name}`" if arm == name else "its placebo"
            lines.append(f"| {label} | " + " | ".join(cells) + f" | {_in_all(settings, name)} |")
    return lines


def _in_all(settings: Settings, name: str) -> str:
    """What an intervention takes in a year, hours at the cost of a front-line hour, in GBP 1,000."""
    return f"{settings.interventions[name].cost(settings).total(settings) / 1000.0:,.1f}"


def _ends(settings: Settings) -> list[str]:
    lines = [
        "\nThe weak assumptions that were varied, one at a time:\n",
        "| setting | meaning | usual | ends | grade |",
        "|---|---|---|---|---|",
    ]
    return lines + [
        f"| `{path}` | {meaning} | {usual} | {ends} | {grade} |"
        for path, meaning, usual, ends, grade in end_rows(settings)
    ]


def _ranking(settings: Settings, found: Found) -> list[str]:
    """For each outcome the three that did best and worst; then for each intervention what it helped and what it harmed."""
    count = comparisons_of(found)
    lines = [
        f"Clear differences in the {LAST} only, the largest three each way; size is not worth, and prices differ.\n",
        "| outcome | did best | did worst |",
        "|---|---|---|",
    ]
    judged = {
        outcome: {name: difference(found, name, BASELINE, LAST, outcome) for name in _names(found)}
        for outcome in JUDGED
    }
    for outcome, by_name in judged.items():
        cells = []
        for word in ("better", "worse"):
            clear = [(name, one) for name, one in by_name.items() if one.words == word]
            clear.sort(key=lambda pair: (-abs(pair[1].mean), pair[0]))
            shown = [f"`{name}` {one.text(count).split('**')[1]}{_dagger(one, count)}" for name, one in clear[:3]]
            cells.append(f"{'; '.join(shown) or 'none'} ({len(clear)} in all)")
        lines.append(f"| {outcome_named(outcome).label} | {cells[0]} | {cells[1]} |")
    lines += [
        f"\nWhat each made clearly better and clearly worse in the {LAST}, and its price in all (GBP 1,000 a year):\n",
        "| intervention | better | worse | price |",
        "|---|---|---|---|",
    ]
    nothing, mixed, harmful = [], [], []
    for name in _names(found):
        hit = {
            word: [SHORT[outcome] for outcome in JUDGED if judged[outcome][name].words == word]
            for word in ("better", "worse")
        }
        cells = [", ".join(hit[word]) or "nothing" for word in ("better", "worse")]
        lines.append(f"| {REGISTRY[name].identity} `{name}` | {cells[0]} | {cells[1]} | {_in_all(settings, name)} |")
        if not hit["better"] and not hit["worse"]:
            nothing.append(f"`{name}`")
        elif hit["better"] and hit["worse"]:
            mixed.append(f"`{name}`")
        elif hit["worse"]:
            harmful.append(f"`{name}`")
    lines += [
        f"\n- Helped with something and harmed something else: {', '.join(mixed) or 'none'}.",
        f"- Harmed something and helped with nothing: {', '.join(harmful) or 'none'}.",
        f"- Nothing that can be told from chance, either way: {', '.join(nothing) or 'none'}.",
    ]
    return lines


def _dagger(one: object, count: int) -> str:
    return "†" if one.survives(count) else ""  # type: ignore[attr-defined]
