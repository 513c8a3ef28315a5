"""The answer of a sweep in plain sentences, each with a heading of a word or two; ties are said as ties."""

from math import isfinite, isnan

import pandas as pd

from sim.outcomes import Outcome, outcome_named
from sim.study.statistics import CONFIDENCE
from sim.study.text import in_prices
from sim.sweep.answers import Answers, Budget
from sim.sweep.choices import NOTHING
from sim.sweep.compared import MOST_COMPARED
from sim.sweep.ends import leaning, turned
from sim.sweep.naming import MOST_NAMED, named, parted
from sim.sweep.over_worlds import cautious_of, over_worlds
from sim.sweep.sizes import amount, change, with_interval
from sim.sweep.standings import Standing, by_cost, firsts_of, standings_of
from sim.sweep.worsened import MOST_TOLD, but, told
from sim.text.numbers import counted, saves_or_costs

# A heading, and what stands under it.
Sentence = tuple[str, str]


def conclusions(answers: Answers, ends: pd.DataFrame | None = None) -> list[Sentence]:
    """What the sweep answers, the answer first. ends: the table of `sim.sweep.ends`, where that was the design."""
    outcome, standings = outcome_named(answers.outcome), standings_of(answers)
    firsts = firsts_of(standings)
    found = [
        _best(answers, firsts, outcome),
        *_worsened(answers, firsts, standings),
        *_cheapest(firsts),
        _against_nothing(standings, outcome),
        *over_worlds(standings, answers.worlds, outcome),
    ]
    if ends is not None:
        found.append(_turns(ends, outcome))
    return [*found, *_worth(standings), *_limits(answers, standings)]


def by_chance(answers: Answers) -> str:
    """How many intervals the answer holds, and how many of them would look clear if nothing worked at all."""
    over_all = len(answers.final) - 1 if answers.over is not None else 0
    own = over_all + int((answers.choices["choice"] != NOTHING).sum())
    parts = [(own, outcome_named(answers.outcome).label), (len(answers.others), "other outcomes")]
    words = " and ".join(f"{counted(size, 'interval')} of {what}" for size, what in parts)
    return (
        f"In all {words} against doing nothing are looked at, each by itself: if nothing changed anything, about "
        f"{(own + len(answers.others)) * (1.0 - CONFIDENCE):.0f} would still look clear, half of them as harm."
    )


def _where(answers: Answers) -> str:
    """What the means are of, as a closing clause; empty with one world."""
    if answers.ends:
        return " with everything as it is"
    return f" on average over {answers.worlds:,} worlds" if answers.worlds > 1 else ""


def _best(answers: Answers, firsts: list[Standing], outcome: Outcome) -> Sentence:
    """Which choice is the best, or which share the first place."""
    if not firsts:
        return "Best", f"nothing can be said of {outcome.label}: too many runs failed"
    scope = (" within the budget" if answers.budget.given else "") + _where(answers)
    if len(firsts) > 1:
        return "Best", (
            f"no choice is known to be the best{scope}; {len(firsts)} share the first place, by {outcome.label}: "
            f"{parted([_with_size(one, outcome) for one in firsts])}{_nothing_is_hidden(firsts)}"
        )
    (best,) = firsts
    if best.choice == NOTHING:
        return "Best", f"doing nothing, clearly ahead of every other choice{scope}"
    size = change(best.difference, best.ci_low, best.ci_high, outcome.unit)
    return "Best", (
        f"{best.choice}, clearly ahead of every other choice{scope}: {outcome.label} {size}{but(best.worsens)}"
    )


def _with_size(one: Standing, outcome: Outcome) -> str:
    """A choice, its difference from doing nothing, and how much else it worsens."""
    if one.choice == NOTHING:
        return one.choice
    return f"{one.choice}, {change(one.difference, one.ci_low, one.ci_high, outcome.unit)}{but(one.worsens)}"


def _nothing_is_hidden(firsts: list[Standing]) -> str:
    """A closing clause where doing nothing shares the first place, but is among those that are only counted."""
    if len(firsts) <= MOST_NAMED:
        return ""
    return "; doing nothing is among them" if any(one.choice == NOTHING for one in firsts[MOST_NAMED - 1 :]) else ""


def _worsened(answers: Answers, firsts: list[Standing], standings: list[Standing]) -> list[Sentence]:
    """What the choices in the first place worsen, and what the cautious choice does."""
    names = [one.choice for one in firsts if one.choice != NOTHING]
    if firsts and not names:
        return []
    cautious = cautious_of(standings)
    if cautious is not None and cautious.choice not in (NOTHING, *names):
        # Early enough to be told about, however many share the first place.
        names.insert(min(len(names), MOST_TOLD - 1), cautious.choice)
    return told(answers.others, names, answers.worlds, answers.ends)


def _cheapest(firsts: list[Standing]) -> list[Sentence]:
    """Which of those that cannot be told from the best costs least, and what a leaver fewer costs with the best mean."""
    if not firsts:
        return []
    found = []
    if len(firsts) > 1:
        cheap = by_cost(firsts)[0]
        tied = [one.choice for one in firsts if one.cheapest and one.choice != cheap.choice]
        tie = f"; it is not clearly cheaper than {named(tied)}" if tied else ""
        found.append(("Cheapest of these", f"{cheap.choice}, {_cash(cheap)}{tie}"))
    best = firsts[0]
    if best.price_verdict == "price":
        price = saves_or_costs(best.price, best.price_low, best.price_high)
        found.append(("For each leaver fewer", f"{best.choice} {price}"))
    elif best.choice != NOTHING:
        unclear = best.price_verdict == "no clear effect"
        why = "it is not clear that fewer leave" if unclear else "more leave, not fewer"
        found.append(("For each leaver fewer", f"{best.choice} has no price: {why}"))
    return found


def _cash(one: Standing) -> str:
    if one.choice == NOTHING:
        return "no cash"
    if not isfinite(one.cost):
        return "its cash is not known"
    return f"GBP {with_interval(one.cost, one.cost_low, one.cost_high)} million a year"


def _against_nothing(standings: list[Standing], outcome: Outcome) -> Sentence:
    """Which choices are clearly better and worse than doing nothing, and of which that cannot be said."""
    others = [one for one in standings if one.choice != NOTHING]
    known = [one for one in others if one.is_known]
    named_by = {
        verdict: [one.choice for one in known if one.verdict == verdict]
        for verdict in ("better", "worse", "no difference")
    }
    said = {choice for choices in named_by.values() for choice in choices}
    parts = [
        f"{in_prices(outcome.name, verdict)} in {outcome.label}: {_or_none(named_by[verdict])}"
        for verdict in ("better", "worse")
    ]
    parts.append(f"no clear difference in it: {_or_none([one.choice for one in known if one.choice not in said])}")
    if named_by["no difference"]:
        parts.append(f"no difference at all: {named(named_by['no difference'])}")
    if len(known) < len(others):
        failed = [one.choice for one in others if not one.is_known]
        parts.append(f"not known, as too many runs failed: {named(failed)}")
    chance = len(others) * (1.0 - CONFIDENCE)
    more = f" (by chance about {chance:.0f} of {len(others)} would look clear)" if chance >= 1.0 else ""
    return "Against doing nothing", "; ".join(parts) + more


def _or_none(names: list[str]) -> str:
    return named(names) if names else "none"


def _turns(ends: pd.DataFrame, outcome: Outcome) -> Sentence:
    """Which assumptions change what is best. ends: columns as `sim.sweep.ends.find_ends` has them."""
    found = turned(ends)
    favourite = ends.iloc[0]["favourite"]
    more = leaning(ends)
    also = f"; in {counted(more, 'end')} more another has the best mean, but not clearly" if more else ""
    if found.empty:
        return "Assumptions that change it", f"none clearly: {favourite} is nowhere clearly behind{also}"
    turns = [
        f"{row.assumption} {row.end}, {row.value:.4g} ({row.best} ahead of {favourite} by {amount(row.regret, outcome)})"
        for row in found.itertuples()
    ]
    rest = f"; and {len(turns) - MOST_NAMED} more, in assumptions.csv" if len(turns) > MOST_NAMED else ""
    return "Assumptions that change it", "; ".join(turns[:MOST_NAMED]) + rest + also


def _worth(standings: list[Standing]) -> list[Sentence]:
    """What no other choice clearly beats in cash and outcome together; nothing where too few are compared to say it."""
    together = [one for one in standings if one.compared and one.within_budget and not isnan(one.cost)]
    if len(together) < 3 or not any(one.efficient or one.dominated_by for one in together):
        return []
    kept = [one.choice for one in by_cost(together) if not one.dominated_by]
    text = f"no other choice clearly beats, pair by pair, {named(kept)}"
    gone = len(together) - len(kept)
    return [("Cash and effect together", f"{text}; {gone} clearly beaten" if gone else text)]


def _limits(answers: Answers, standings: list[Standing]) -> list[Sentence]:
    """What the answer leaves out: choices beyond the budget, not compared with all others, or not in every world."""
    found = []
    if answers.budget.given:
        out = sum(not one.within_budget for one in standings)
        beyond = f"{counted(out, 'choice')} beyond it" if out else "none beyond it"
        found.append(("Budget", f"{_in_words(answers.budget)}; {beyond}"))
    if answers.skipped:
        words = f"{answers.skipped:,} choices behind the best {MOST_COMPARED}, only with nothing"
        found.append(("Not compared with the others", words))
    if answers.over is not None:
        everywhere = {one.choice for one in standings}
        only = [name for name in dict.fromkeys(answers.choices["choice"]) if name not in everywhere]
        if only:
            found.append(("Not in every world", f"{named(only)}; choices.csv has each world by itself"))
    return found


def _in_words(budget: Budget) -> str:
    limits = [
        f"GBP {budget.money:,.0f} a year" if isfinite(budget.money) else "",
        f"{budget.hours:,.0f} hours a year" if isfinite(budget.hours) else "",
    ]
    return " and ".join(filter(None, limits)) + " by what remedies are planned to take, not by the cash found"
