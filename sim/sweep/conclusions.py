"""The answer of a sweep in plain sentences, each with a heading of a word or two; ties are said as ties."""

import numpy as np
import pandas as pd

from sim.configuration.names import listed
from sim.outcomes import Outcome, outcome_named
from sim.study.statistics import CONFIDENCE
from sim.study.text import in_prices
from sim.sweep.answers import Answers
from sim.sweep.choices import NOTHING
from sim.sweep.compared import MOST_COMPARED
from sim.sweep.ends import leaning, turned
from sim.sweep.sizes import change, with_interval
from sim.sweep.worsened import MOST_TOLD, but, told
from sim.text.numbers import counted, digits_of, number, saves_or_costs, unit_of_difference

# More names than that are counted.
MOST_NAMED = 6
Sentence = tuple[str, str]


def conclusions(answers: Answers, ends: pd.DataFrame | None = None) -> list[Sentence]:
    """What the sweep answers, the answer first. ends: the table of `sim.sweep.ends`, where that was the design."""
    outcome = outcome_named(answers.outcome)
    found = [_best(answers, outcome), *_worsened(answers), *_cheapest(answers), *_against_nothing(answers, outcome)]
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


def by_chance(answers: Answers) -> str:
    """How many intervals the answer holds, and how many of them would look clear if nothing worked at all."""
    ours = len(answers.final) - 1 if answers.over is not None else 0
    own = ours + int((answers.choices["choice"] != NOTHING).sum())
    parts = [(own, outcome_named(answers.outcome).label), (len(answers.others), "other outcomes")]
    words = " and ".join(f"{counted(size, 'interval')} of {what}" for size, what in parts)
    return (
        f"In all {words} against doing nothing are looked at, each by itself: if nothing changed anything, about "
        f"{(own + len(answers.others)) * (1.0 - CONFIDENCE):.0f} would still look clear, half of them as harm."
    )


def amount(value: float, outcome: Outcome) -> str:
    """A size of a difference with its unit."""
    return f"{number(abs(value), digits_of(value))} {unit_of_difference(outcome.unit)}".rstrip()


def _firsts(answers: Answers) -> pd.DataFrame:
    table = answers.final
    firsts = table[(table["place"] == 1) & table["within_budget"]]
    # The best mean first: what is said in words rests on the places alone, which allow for the number of choices.
    return firsts.sort_values("behind", kind="stable")


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
    if len(firsts) == 1:
        size = change(top["difference"], top["ci_low"], top["ci_high"], outcome.unit)
        text = f"{top['choice']}, clearly ahead of every other choice{within}{where}: {outcome.label} {size}"
        return "Best", text + but(top["worsens"])
    names = [
        row.choice
        if row.choice == NOTHING
        else f"{row.choice}, {change(row.difference, row.ci_low, row.ci_high, outcome.unit)}{but(row.worsens)}"
        for row in firsts.itertuples()
    ]
    hidden = NOTHING in set(firsts["choice"].iloc[MOST_NAMED - 1 :]) and len(names) > MOST_NAMED
    nothing = "; doing nothing is among them" if hidden else ""
    return (
        "Best",
        f"no choice is known to be the best{within}{where}; {len(firsts)} share the first place, by {outcome.label}: "
        f"{_parted(names)}{nothing}",
    )


def _parted(names: list[str]) -> str:
    """Names that have commas of their own, of many only the first and how many there are."""
    few = names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    return "; and ".join(["; ".join(few[:-1]), few[-1]])


def _worsened(answers: Answers) -> list[Sentence]:
    """What those in the first place worsen, and what the cautious choice does."""
    names = [name for name in _firsts(answers)["choice"] if name != NOTHING]
    if not names and not _firsts(answers).empty:
        return []
    cautious = _cautious(answers)
    if cautious is not None and cautious["choice"] not in (NOTHING, *names):
        names.insert(min(len(names), MOST_TOLD - 1), cautious["choice"])
    return told(answers.others, names, answers.worlds, answers.ends)


def _cheapest(answers: Answers) -> list[Sentence]:
    """The one of those that cannot be told from the best that costs least, and what a leaver fewer costs with it."""
    firsts = _firsts(answers)
    if firsts.empty:
        return []
    cheap = firsts.sort_values("cost", kind="stable").iloc[0]
    found = []
    if len(firsts) > 1:
        cash = "no cash" if cheap["choice"] == NOTHING else _cash(cheap)
        tied = [row.choice for row in firsts.itertuples() if row.cheapest and row.choice != cheap["choice"]]
        tie = f"; it is not clearly cheaper than {named(tied)}" if tied else ""
        found.append(("Cheapest of these", f"{cheap['choice']}, {cash}{tie}"))
    top = firsts.iloc[0]
    if top["price_verdict"] == "price":
        found.append(
            (
                "For each leaver fewer",
                f"{top['choice']} {saves_or_costs(top['price'], top['price_low'], top['price_high'])}",
            )
        )
    elif top["choice"] != NOTHING:
        unclear = top["price_verdict"] == "no clear effect"
        why = "it is not clear that fewer leave" if unclear else "more leave, not fewer"
        found.append(("For each leaver fewer", f"{top['choice']} has no price: {why}"))
    return found


def _cash(row: pd.Series) -> str:
    if not np.isfinite(row["cost"]):
        return "its cash is not known"
    return f"GBP {with_interval(row['cost'], row['cost_low'], row['cost_high'])} million a year"


def _against_nothing(answers: Answers, outcome: Outcome) -> list[Sentence]:
    """Which choices are clearly better and worse than doing nothing, and of how many that cannot be said."""
    table = answers.final
    others = table[table["choice"] != NOTHING]
    parts = []
    for word in ("better", "worse"):
        names = list(others.loc[others["verdict"] == word, "choice"])
        parts.append(f"{in_prices(answers.outcome, word)} in {outcome.label}: {named(names) if names else 'none'}")
    same = list(others.loc[others["verdict"] == "no difference", "choice"])
    known = others["difference"].notna()
    unclear = list(others.loc[known & ~others["verdict"].isin(["better", "worse", "no difference"]), "choice"])
    parts.append(f"no clear difference in it: {named(unclear) if unclear else 'none'}")
    if same:
        parts.append(f"no difference at all: {named(same)}")
    if not known.all():
        parts.append(f"not known, as too many runs failed: {named(list(others.loc[~known, 'choice']))}")
    chance = len(others) * (1.0 - CONFIDENCE)
    more = f" (by chance about {chance:.0f} of {len(others)} would look clear)" if chance >= 1.0 else ""
    return [("Against doing nothing", "; ".join(parts) + more)]


def _with_regret(answers: Answers) -> pd.DataFrame:
    """The choices within the budget of which it is known how much they lose where they lose most, the least first."""
    table = answers.final
    if "largest_regret" not in table.columns:
        return table.iloc[:0]
    known = table[table["largest_regret"].notna() & table["within_budget"]]
    return known.sort_values(["largest_regret", "cost"], kind="stable")


def _cautious(answers: Answers) -> pd.Series | None:
    """The choice that loses least where it loses most; None with one world only."""
    known = _with_regret(answers)
    return None if known.empty else known.iloc[0]


def _over_worlds(answers: Answers, outcome: Outcome) -> list[Sentence]:
    """How the favourites do over the worlds, and what a cautious person would choose."""
    table = answers.final
    cautious, known = _cautious(answers), _with_regret(answers)
    if cautious is None:
        return []
    near = known[
        (known["largest_regret_low"] <= cautious["largest_regret_high"]) & (known["choice"] != cautious["choice"])
    ]
    lost = cautious["largest_regret"]
    words = f"{cautious['choice']}: "
    if lost <= 0.0:
        # It may share the best mean, so that it is not said to be the best.
        words += "no other has a better mean in any world"
        if cautious["largest_regret_high"] > 0.0:
            words += f", and may be up to {amount(cautious['largest_regret_high'], outcome)} behind in one of them"
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
        whole = float(row["best_in"]).is_integer()
        best = f"best mean in {number(row['best_in'], 0 if whole else 1)} of {answers.worlds:,} worlds"
        shares = "" if whole else ", where each of several with the same has a share"
        text = f"{best}{shares}; not clearly behind the best in {row['first_in']:.0f}"
        if name != NOTHING:
            better, worse = (in_prices(answers.outcome, word) for word in ("better", "worse"))
            text += (
                f"; against doing nothing {better} in {row['better_in']:.0f}, {worse} in {row['worse_in']:.0f}, no clear "
                f"difference in {row['unclear_in']:.0f}"
            )
        found.append((name, text))
    return found


def _regret(row: pd.Series, outcome: Outcome) -> str:
    value, low, high = row["largest_regret"], row["largest_regret_low"], row["largest_regret_high"]
    digits = digits_of(float(np.nanmax([value, high - low, 0.0])))
    sure = f" ({number(low, digits)} to {number(high, digits)})" if np.isfinite(low) else ""
    return f"{number(value, digits)} {unit_of_difference(outcome.unit)}".rstrip() + sure


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
    text = f"no other choice clearly beats, pair by pair, {named(list(kept['choice']))}"
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
