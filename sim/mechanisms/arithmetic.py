"""Three small functions that the equations share."""

import math

from sim.compiled import compiled


@compiled
def clip(value, low, high):
    """`value`, kept within [low, high]."""
    return min(max(value, low), high)


@compiled
def logistic(log_odds):
    """The probability that goes with `log_odds`; safe for any finite argument."""
    if log_odds >= 0.0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)


@compiled
def chance_in_a_week(rate):
    """The chance of at least one event in a week at `rate` events a year."""
    return 1.0 - math.exp(-rate / 52.0)
