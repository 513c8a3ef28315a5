"""The answer over several worlds in sentences: what a cautious person would choose, and how the favourites do in them."""

from math import isfinite, isnan

import numpy as np

from sim.outcomes import Outcome
from sim.study.text import in_prices
from sim.sweep.choices import NOTHING
from sim.sweep.naming import named
from sim.sweep.sizes import amount
from sim.sweep.standings import OverWorlds, Standing, by_regret
from sim.text.numbers import digits_of, number, unit_of_difference


def cautious_of(standings: list[Standing]) -> Standing | None:
    """The choice that loses least where it loses most; None with one world only, or where no loss is known."""
    known = by_regret(standings)
    return known[0][0] if known else None


def over_worlds(standings: list[Standing], worlds: int, outcome: Outcome) -> list[tuple[str, str]]:
    """The cautious choice, then in how many worlds it is best, better and worse, and the same of the one that is best in most."""
    known = by_regret(standings)
    if not known:
        return []
    (cautious, over), *others = known
    # Their interval reaches below the end of the cautious one's: on that, nobody can tell them from it.
    near = [one.choice for one, its in others if its.largest_regret_low <= over.largest_regret_high]
    words = _what_it_loses(cautious, over, outcome)
    if near:
        words += f"; on that, it cannot be told from {named(near)}"
    # Of several that are best in as many worlds, the first of the table.
    favourite = max(standings, key=lambda one: _times_best(one))
    found = [("Cautious choice", words)]
    for one in {each.choice: each for each in (favourite, cautious)}.values():
        assert one.over is not None
        found.append((one.choice, _in_how_many(one.choice, one.over, worlds, outcome)))
    return found


def _times_best(one: Standing) -> float:
    return -np.inf if one.over is None or isnan(one.over.best_in) else one.over.best_in


def _what_it_loses(cautious: Standing, over: OverWorlds, outcome: Outcome) -> str:
    if over.largest_regret > 0.0:
        lost = _regret(over, outcome)
        return f"{cautious.choice}: it loses least where it loses most, {lost} behind the best in {over.loses_most_in}"
    # It may share the best mean, so that it is not said to be the best.
    words = f"{cautious.choice}: no other has a better mean in any world"
    if over.largest_regret_high > 0.0:
        words += f", and may be up to {amount(over.largest_regret_high, outcome)} behind in one of them"
    return words


def _in_how_many(choice: str, over: OverWorlds, worlds: int, outcome: Outcome) -> str:
    """In how many worlds a choice has the best mean, and in how many it is better or worse than doing nothing."""
    whole = float(over.best_in).is_integer()
    best = f"best mean in {number(over.best_in, 0 if whole else 1)} of {worlds:,} worlds"
    shares = "" if whole else ", where each of several with the same has a share"
    text = f"{best}{shares}; not clearly behind the best in {over.first_in:.0f}"
    if choice == NOTHING:
        return text
    better, worse = (in_prices(outcome.name, word) for word in ("better", "worse"))
    return (
        f"{text}; against doing nothing {better} in {over.better_in:.0f}, {worse} in {over.worse_in:.0f}, no clear "
        f"difference in {over.unclear_in:.0f}"
    )


def _regret(over: OverWorlds, outcome: Outcome) -> str:
    """How far behind the best a choice is where it is furthest, with its interval."""
    value, low, high = over.largest_regret, over.largest_regret_low, over.largest_regret_high
    digits = digits_of(float(np.nanmax([value, high - low, 0.0])))
    sure = f" ({number(low, digits)} to {number(high, digits)})" if isfinite(low) else ""
    return f"{number(value, digits)} {unit_of_difference(outcome.unit)}".rstrip() + sure
