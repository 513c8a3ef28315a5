"""The answer of a sweep in plain sentences, each with a heading of a word or two; ties are said as ties."""

import numpy as np
import pandas as pd

from sim.configuration.names import listed
from sim.outcomes import Outcome, outcome_named
from sim.report.page.numbers import apart, counted, digits_for, number, unit_of_difference
from sim.study.text import digits_of
from sim.sweep.answers import Answers
from sim.sweep.choices import NOTHING
from sim.sweep.compared import MOST_COMPARED
from sim.sweep.ends import leaning, turned

# More names than that are counted.
MOST_NAMED = 6
Sentence = tuple[str, str]


def conclusions(answers: Answers, ends: pd.DataFrame | None = None) -> list[Sentence]:
    """What the sweep answers, the answer first. ends: the table of `sim.sweep.ends`, where that was the design."""
    outcome = outcome_named(answers.outcome)
    found = [_best(answers, outcome), *_cheapest(answers), *_against_nothing(answers, outcome)]
    if answers.over is not None:
        found += _over_worlds(answers, outcome)
    if ends is not None:
        found += _turns(ends, outcome)
    return [*found, *_worth(answers), *_limits(answers)]


def named(names: list[str], most: int = MOST_NAMED) -> str:
    """Names in a sentence, of many only the first and how many there are."""
    if len(names) <= most:
        # Names of choices with values have commas of their own.
        return "; ".join(map(str, names)) if any("," in str(name) for name in names) else listed(list(map(str, names)))
    return f"{'; '.join(names[: most - 1])} and {len(names) - most + 1} more"


def share(value: float) -> str:
    """A chance in percent that is 0% or 100% only where it is exactly that."""
    return "under 1%" if 0.0 < value < 0.01 else "over 99%" if 0.99 < value < 1.0 else f"{value:.0%}"


def amount(value: float, outcome: Outcome) -> str:
    """A size of a difference with its unit."""
    return f"{number(abs(value), digits_of(value))} {unit_of_difference(outcome.unit)}".rstrip()


def _firsts(answers: Answers) -> pd.DataFrame:
    table = answers.final
    firsts = table[(table["place"] == 1) & table["within_budget"]]
    return firsts.sort_values("chance_of_best", ascending=False, kind="stable")


def _where(answers: Answers) -> str:
    if answers.ends:
        return " with everything as it is"
    return f" on average over {answers.worlds:,} worlds" if answers.worlds > 1 else ""


def _best(answers: Answers, outcome: Outcome) -> Sentence:
    firsts, where = _firsts(answers), _where(answers)
    within = " within the budget" if answers.budget.given else ""
    if firsts.empty:
        return "Best", f"nothing can be said of {outcome.label}: too many runs failed"
    top = firsts.iloc[0]
    if len(firsts) == 1 and top["choice"] == NOTHING:
        return "Best", f"doing nothing, clearly ahead of every other choice{within}{where}"
    size = apart(top["difference"], top["ci_low"], top["ci_high"], outcome.unit)
    if len(firsts) == 1:
        return "Best", f"{top['choice']}, clearly ahead of every other choice{within}{where}: {outcome.label} {size}"
    names = [f"{row.choice} ({share(row.chance_of_best)})" for row in firsts.itertuples()]
    hidden = NOTHING in set(firsts["choice"].iloc[MOST_NAMED - 1 :]) and len(names) > MOST_NAMED
    nothing = "; doing nothing is among them" if hidden else ""
    return (
        "Best",
        f"no choice is known to be the best{within}{where}; {len(firsts)} share the first place, each with its chance of being "
        f"it: {named(names)}{nothing}",
    )


def _cheapest(answers: Answers) -> list[Sentence]:
    """The one of those that cannot be told from the best that costs least, and what a leaver fewer costs with it."""
    firsts = _firsts(answers)
    if firsts.empty:
        return []
    cheap = firsts.sort_values("cost", kind="stable").iloc[0]
    found = []
    if len(firsts) > 1:
        cash = "no cash" if cheap["choice"] == NOTHING else f"GBP {number(cheap['cost'], 2, True)} million a year"
        found.append(("Cheapest of these", f"{cheap['choice']}, {cash}"))
    top = firsts.iloc[0]
    if top["price_verdict"] == "price":
        found.append(
            (
                "For each leaver fewer",
                f"{top['choice']} {_pounds(top['price'], top['price_low'], top['price_high'])}",
            )
        )
    elif top["choice"] != NOTHING:
        why = (
            "not clear that fewer leave" if top["price_verdict"] == "no clear effect" else "that more leave, not fewer"
        )
        found.append(("For each leaver fewer", f"{top['choice']} has no price: it is {why}".replace("it is that", "")))
    return found


def _pounds(price: float, low: float, high: float) -> str:
    figures = [f"{value:,.0f}" for value in (abs(price), *sorted((abs(low), abs(high))))]
    if high < 0.0:
        return f"saves GBP {figures[0]} ({figures[1]} to {figures[2]})"
    bounds = f"({number(low, 0)} to {number(high, 0)})"
    if price < 0.0:
        return f"saves GBP {abs(price):,.0f} in cash (from saving {abs(low):,.0f} to costing {high:,.0f})"
    return f"costs GBP {number(price, 0)} {bounds} in cash"


def _against_nothing(answers: Answers, outcome: Outcome) -> list[Sentence]:
    """Which choices are clearly better and worse than doing nothing, and of how many that cannot be said."""
    table = answers.final
    others = table[table["choice"] != NOTHING]
    parts = []
    for word in ("better", "worse"):
        names = list(others.loc[others["verdict"] == word, "choice"])
        parts.append(f"{word}: {named(names)}" if names else f"{word}: none")
    unclear = list(others.loc[~others["verdict"].isin(["better", "worse"]), "choice"])
    parts.append(f"no clear difference: {named(unclear) if unclear else 'none'}")
    chance = len(others) * 0.05
    more = f" (by chance about {chance:.0f} of {len(others)} would look clear)" if chance >= 1.0 else ""
    return [("Against doing nothing", "; ".join(parts) + more)]


def _over_worlds(answers: Answers, outcome: Outcome) -> list[Sentence]:
    """How the favourites do over the worlds, and what a cautious person would choose."""
    table = answers.final
    known = table[table["largest_regret"].notna() & table["within_budget"]]
    if known.empty:
        return []
    known = known.sort_values(["largest_regret", "cost"], kind="stable")
    cautious = known.iloc[0]
    near = known[
        (known["largest_regret_low"] <= cautious["largest_regret_high"]) & (known["choice"] != cautious["choice"])
    ]
    lost = cautious["largest_regret"]
    words = f"{cautious['choice']}: "
    if lost <= 0.0:
        words += "it has the best mean in every world"
    else:
        words += (
            f"it loses least where it loses most, {_regret(cautious, outcome)} behind the best in "
            f"{cautious['loses_most_in']}"
        )
    if len(near):
        words += f"; on that, it cannot be told from {named(list(near['choice']))}"
    found = [("Cautious choice", words)]
    top = table.sort_values("best_in", ascending=False, kind="stable").iloc[0]
    for name in dict.fromkeys([top["choice"], cautious["choice"]]):
        row = table[table["choice"] == name].iloc[0]
        best = f"best mean in {number(row['best_in'], 0 if row['best_in'] == int(row['best_in']) else 1)}"
        text = f"{best} of {answers.worlds:,} worlds, not clearly behind the best in {row['first_in']:.0f}"
        if name != NOTHING:
            text += (
                f"; against doing nothing better in {row['better_in']:.0f}, worse in {row['worse_in']:.0f}, no clear "
                f"difference in {row['unclear_in']:.0f}"
            )
        found.append((name, text))
    return found


def _regret(row: pd.Series, outcome: Outcome) -> str:
    low, high = row["largest_regret_low"], row["largest_regret_high"]
    digits = digits_for(row["largest_regret"], low, high)
    sure = f" ({number(low, digits)} to {number(high, digits)})" if np.isfinite(low) else ""
    return f"{number(row['largest_regret'], digits)} {unit_of_difference(outcome.unit)}".rstrip() + sure


def _turns(ends: pd.DataFrame, outcome: Outcome) -> list[Sentence]:
    """Which assumptions change what is best."""
    found = turned(ends)
    middle = ends.iloc[0]["favourite"]
    more = leaning(ends)
    also = f"; in {counted(more, 'end')} more another has the best mean, but not clearly" if more else ""
    if found.empty:
        return [("Assumptions that change it", f"none clearly: {middle} is nowhere clearly behind{also}")]
    names = [
        f"{row.assumption} {row.end}, {row.value:.4g} ({row.best} ahead of {middle} by {amount(row.regret, outcome)})"
        for row in found.itertuples()
    ]
    return [("Assumptions that change it", f"{'; '.join(names[:MOST_NAMED])}" + _rest(names) + also)]


def _rest(names: list[str]) -> str:
    return f"; and {len(names) - MOST_NAMED} more, in assumptions.csv" if len(names) > MOST_NAMED else ""


def _worth(answers: Answers) -> list[Sentence]:
    """What no other choice clearly beats in cash and outcome together."""
    table = answers.final
    together = table[table["compared"] & table["within_budget"] & table["cost"].notna()]
    if len(together) < 3 or not (together["efficient"].any() or (together["dominated_by"] != "").any()):
        return []
    kept = together[together["dominated_by"].fillna("") == ""].sort_values("cost", kind="stable")
    gone = len(together) - len(kept)
    text = f"no other choice clearly beats {named(list(kept['choice']))}"
    return [("Cash and effect together", f"{text}; {gone} clearly beaten" if gone else text)]


def _limits(answers: Answers) -> list[Sentence]:
    found = []
    if answers.budget.given:
        out = answers.final.loc[~answers.final["within_budget"], "choice"]
        words = [
            f"GBP {answers.budget.money:,.0f} a year" if np.isfinite(answers.budget.money) else "",
            f"{answers.budget.hours:,.0f} hours a year" if np.isfinite(answers.budget.hours) else "",
        ]
        within = (
            " and ".join(word for word in words if word)
            + " by what remedies are planned to take, not by the cash found"
        )
        found.append(
            (
                "Budget",
                f"{within}; {counted(len(out), 'choice')} beyond it" if len(out) else f"{within}; none beyond it",
            )
        )
    if answers.skipped:
        found.append(
            (
                "Not compared with the others",
                f"{answers.skipped:,} choices behind the best {MOST_COMPARED}, only with nothing",
            )
        )
    if answers.over is not None:
        known = set(answers.over["choice"])
        only = [name for name in dict.fromkeys(answers.choices["choice"]) if name not in known]
        if only:
            found.append(("Not in every world", f"{named(only)}; choices.csv has each world by itself"))
    return found
