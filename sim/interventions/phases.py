"""What builds up and what wears off, week by week, while an intervention acts."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.settings.study import Settings


def built_up(weeks: int, delay: float, length: float) -> np.ndarray:
    """Shape (weeks,): 0 for `delay` weeks, then a straight line that reaches 1 after `length` weeks more."""
    return np.clip((np.arange(weeks) + 1.0 - delay) / max(1.0, length), 0.0, 1.0)


def wearing_off(weeks: int, length: float) -> np.ndarray:
    """Shape (weeks,): 1 in the first week, fallen to 37 per cent after `length` weeks."""
    return np.exp(-np.arange(weeks) / length)


def yearly_mean(hours: float, length: float, settings: "Settings") -> float:
    """Hours a year of an effort of `hours` a week that wears off in `length` weeks, spread over the years of the study."""
    return hours * float(wearing_off(settings.weeks, length).sum()) / settings.years
