"""P02: does goodwill hide overload? Predict from hours arithmetic when indicators start to move; then run."""

import numpy as np
from measure import Measure, Pattern, over_seeds, run_variants, values, variant
from scipy.optimize import brentq

from sim import OrganisationModel
from sim.settings.study import Settings

DEMANDS = tuple(round(0.50 + 0.05 * step, 2) for step in range(13))
# An indicator has moved when it is this far above its level at the lowest demand.
MOVED = {"overtime_hours": 1.0, "unmet_hours": 1.0, "overdue_visits": 2.0}


def at_demand(demand: float, *overrides: str) -> Settings:
    """England average with `demand` times its new cases."""
    settings = variant(*overrides)
    authority = settings.authority.model_copy(update={"cases_a_post": settings.authority.cases_a_post * demand})
    return settings.model_copy(update={"authority": authority})


def needed_hours(demand: float, hours_at_start: np.ndarray) -> np.ndarray:
    """Hours that the week of each worker needs at `demand`, by arithmetic: what cases need grows with it, the rest stays.

    hours_at_start: needed hours of each worker at the lowest demand, where nothing is left undone.
    """
    mechanism = at_demand(1.0).mechanism
    fixed = mechanism.administration.hours + mechanism.support.attending_hours
    return fixed + (hours_at_start - fixed) * demand / DEMANDS[0]


def predicted_onset(hours_at_start: np.ndarray, capacity: float) -> float:
    """Demand at which workers of `capacity` hours leave an hour a week undone in the mean."""

    def undone(demand: float) -> float:
        return float(np.maximum(0.0, needed_hours(demand, hours_at_start) - capacity).mean()) - MOVED["unmet_hours"]

    return float(brentq(undone, DEMANDS[0], 3.0))


def start_of(seed: int) -> tuple[np.ndarray, float]:
    """Needed hours of everyone at work at the front line at the lowest demand, and their mean goodwill."""
    model = OrganisationModel(at_demand(DEMANDS[0]), seed)
    model.step()
    working = model.posts[(model.posts["tier"] == 0) & (model.posts["need"] > 0.0)]
    return working["need"].copy(), float(working["goodwill"].mean())


def first_moved(levels: np.ndarray, threshold: float) -> np.ndarray:
    """Demand at which each seed's indicator first stands `threshold` above its start, by linear interpolation.

    levels: (seeds, demands). nan where it never does.
    """
    found = np.full(len(levels), np.nan)
    for seed, row in enumerate(levels - levels[:, :1]):
        above = np.flatnonzero(row >= threshold)
        if len(above) and above[0] > 0:
            place = above[0]
            share = (threshold - row[place - 1]) / (row[place] - row[place - 1])
            found[seed] = DEMANDS[place - 1] + share * (DEMANDS[place] - DEMANDS[place - 1])
    return found


def measure(seeds: int) -> Pattern:
    """Measure P02 over `seeds` seeds."""
    paid = {f"goodwill {demand}": at_demand(demand) for demand in DEMANDS}
    rule = {f"contract {demand}": at_demand(demand, "mechanism.hours.on=false") for demand in DEMANDS}
    comparison = run_variants({**paid, **rule}, seeds)

    def onset(arms: dict[str, Settings], outcome: str) -> np.ndarray:
        levels = np.column_stack([values(comparison, arm, outcome) for arm in arms])
        return first_moved(levels, MOVED[outcome])

    hours = at_demand(1.0).mechanism.hours
    starts = [start_of(seed) for seed in range(1, seeds + 1)]
    full = np.array(
        [predicted_onset(need, hours.contracted + hours.overtime_limit * goodwill) for need, goodwill in starts]
    )
    bare = np.array([predicted_onset(need, hours.contracted) for need, _ in starts])
    overtime_seen, undone_seen = onset(paid, "overtime_hours"), onset(paid, "unmet_hours")
    overdue_seen, overdue_rule = onset(paid, "overdue_visits"), onset(rule, "overdue_visits")
    unit = "times England average"
    measures = (
        over_seeds("unpaid hours set in: 1 hour a week", overtime_seen, unit),
        over_seeds("hours stay undone: 1 hour a week", undone_seen, unit),
        over_seeds("visits fall overdue: 2 points more", overdue_seen, unit),
        over_seeds("width of the band between unpaid hours and overdue visits", overdue_seen - overtime_seen, unit),
        over_seeds("hours undone by arithmetic", full, unit),
        over_seeds("hours undone, seen less arithmetic", undone_seen - full, unit),
    )
    ablation = (
        over_seeds("visits fall overdue without goodwill", overdue_rule, unit),
        over_seeds("the same, less the onset with goodwill", overdue_rule - overdue_seen, unit),
        over_seeds("hours undone without goodwill, seen less arithmetic", onset(rule, "unmet_hours") - bare, unit),
    )
    return Pattern(
        identity="P02",
        question="Does goodwill hide overload?",
        label="finding",
        method=(
            f"New cases from {DEMANDS[0]} to {DEMANDS[-1]} times England average; means over five years. Arithmetic: what each "
            "worker's cases need at the lowest demand grows with demand, and hours stay undone beyond the contract plus what the "
            "goodwill seen there would give. Nothing seen at a higher demand enters the prediction."
        ),
        fails="visits fall overdue as soon as unpaid hours set in; or hours stay undone at a demand far from the arithmetic",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...]) -> str:
    band, off = measures[3], measures[5]
    return (
        f"Unpaid hours absorb a band of {band.estimate:.2f} of demand before the indicator moves ({band.verdict}). "
        f"Hours stay undone {abs(off.estimate):.2f} {'earlier' if off.estimate < 0 else 'later'} than the arithmetic says "
        f"({off.verdict}): the arithmetic holds goodwill and the number of colleagues where they were at the lowest demand. "
        f"Without goodwill visits fall overdue {abs(ablation[1].estimate):.2f} "
        f"{'earlier' if ablation[1].estimate < 0 else 'later'} ({ablation[1].verdict})."
    )
