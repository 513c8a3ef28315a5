"""All levers that an intervention can move, and how several interventions on one lever stack.

A lever has a value for each week and each tier. Interventions are folded into the schedule once for each arm, in the order
of their names, so the order in which a user lists them makes no difference to the bit. Where no intervention acts, the
neutral values stand, and the run is the baseline to the last bit.
"""

from typing import Any, Literal

import numpy as np

from sim.state import Field, dtype_of, fields_of

Stacking = Literal["sum", "largest", "product"]


class Lever(Field):
    """One lever: its neutral value, its unit and how interventions stack on it."""

    def __init__(self, neutral: float, stacking: Stacking, unit: str, meaning: str) -> None:
        super().__init__(np.float64, unit, meaning)
        self.neutral = neutral
        self.stacking = stacking


class Levers(np.void):
    """The levers of one week at one tier."""

    __slots__ = ()

    manager_cases = Lever(0.0, "sum", "cases", "cases that each manager of the tier is to hold")
    caseload_learning = Lever(1.0, "product", "0 to 1", "whether managers learn from those cases (0 in a placebo)")
    rotation_share = Lever(0.0, "largest", "share", "share of the tier's managers who take part in rotation")
    rotation_away = Lever(0.0, "largest", "weeks", "weeks that each of them practises in a cycle")
    rotation_cycle = Lever(0.0, "largest", "weeks", "weeks of one cycle of rotation")
    rotation_cases = Lever(0.0, "largest", "cases", "cases held while practising full time")
    rotation_cover = Lever(1.0, "product", "ratio", "quality of the cover while they are away")
    rotation_learning = Lever(1.0, "product", "0 to 1", "whether they learn from it (0 in a placebo)")
    reluctance = Lever(0.0, "sum", "log odds", "rise in the log odds of leaving among those who take part in rotation")
    feedback = Lever(0.0, "sum", "share a year", "share of the distance to the ceiling that feedback closes in a year")
    feedback_ceiling = Lever(0.0, "largest", "0 to 1", "quality above which feedback brings nothing more")
    feedback_pressure = Lever(0.0, "sum", "per week", "exhaustion that the pressure of being rated adds to a manager")
    hope = Lever(0.0, "sum", "per week", "pull on the expected reply toward full hope")
    worker_hours = Lever(0.0, "sum", "hours a week", "further hours needed of each person of the tier")
    extra_posts = Lever(0.0, "sum", "share", "further posts, as a share of the tier's posts at week 0")
    remedy_cost = Lever(0.0, "sum", "GBP a week", "direct cost to the whole authority (entered at tier 0)")
    remedy_hours = Lever(0.0, "sum", "hours a week", "working hours that interventions take (entered at tier 0)")


def lever(name: str) -> Lever:
    """The lever of that name."""
    found = vars(Levers)[name]
    assert isinstance(found, Lever)
    return found


def neutral_levers(weeks: int, tiers: int) -> np.ndarray:
    """A schedule of shape (weeks, tiers) on which no intervention acts."""
    schedule = np.zeros((weeks, tiers), dtype_of(Levers))
    for field in fields_of(Levers):
        assert isinstance(field, Lever)
        schedule[field.name] = field.neutral
    return schedule


def pull(schedule: np.ndarray, name: str, value: Any, weeks: slice, tiers: tuple[int, ...]) -> None:
    """Stack `value` (a number, or one per week of `weeks`) on the lever `name` in those weeks and tiers, in place."""
    stacking = lever(name).stacking
    column = schedule[name]
    for tier in tiers:
        now = column[weeks, tier]
        if stacking == "sum":
            column[weeks, tier] = now + value
        elif stacking == "product":
            column[weeks, tier] = now * value
        else:
            column[weeks, tier] = np.maximum(now, value)
