"""Compiled engine against object model: the same outcomes, and how long a worker-week takes in each.

python -m experiments.speed.run --seeds 24 --years 3 --repetitions 7
"""

import argparse
import math
import sys
import time
from collections.abc import Mapping

import numpy as np
from scipy.stats import t as student

from experiments.speed.object_model import ObjectModel
from experiments.speed.subset import subset_settings
from sim.layout import Organisation, lay_out
from sim.levers import neutral_levers
from sim.model import OrganisationModel
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Tally, dtype_of

# Outcome: scale x sum of the first tally / sum of the second.
OUTCOMES = {
    "turnover, % a year": ("leavers", "in_post", 5200.0),
    "vacant posts, %": ("vacancies", "posts", 100.0),
    "cases held, a worker": ("held", "front_line", 1.0),
    "open cases overdue, %": ("overdue", "open", 100.0),
    "changes of worker, a case and year": ("changes", "open", 52.0),
    "unpaid overtime, hours a week": ("overtime", "front_line", 1.0),
    "burnout, 0 to 1": ("exhaustion", "front_line", 1.0),
    "stressed, % of workers": ("stressed", "front_line", 100.0),
    "support, 0 to 1": ("support", "front_line", 1.0),
    "concerns raised, %": ("voiced", "with_concern", 100.0),
    "understanding of managers, 0 to 1": ("understanding", "managers", 1.0),
    "optimism of managers, -1 to 1": ("optimism", "believers", 1.0),
}
TOLERANCE = 0.03  # of the level
CONFIDENCE = 0.95  # of all intervals together
COMPILED_RUNS = 10  # for each run of the object model, as they cost next to nothing


def weeks_of(settings: Settings) -> int:
    """Weeks of a run, warm-up included."""
    return settings.weeks + settings.warmup_years * WEEKS_A_YEAR


def run_compiled(organisation: Organisation, settings: Settings) -> np.ndarray:
    """The tallies of a whole run in one compiled call."""
    tallies = np.zeros(weeks_of(settings), dtype_of(Tally))
    levers = neutral_levers(len(tallies), settings.authority.tiers)
    organisation.advance(levers, tallies)
    return tallies


def run_objects(model: ObjectModel, settings: Settings) -> Mapping[str, np.ndarray]:
    """The weekly sums of a whole run of the object model."""
    model.run_for(weeks_of(settings))
    return model.datacollector.model_vars


def outcomes_of(weekly, weeks: int) -> list[float]:
    """`OUTCOMES` over the last `weeks` weeks of a tally or of the object model's weekly sums."""
    return [
        scale * float(np.sum(weekly[above][-weeks:])) / float(np.sum(weekly[below][-weeks:]))
        for above, below, scale in OUTCOMES.values()
    ]


def agreement(compiled: np.ndarray, objects: np.ndarray) -> list[dict[str, float | bool]]:
    """For each column of two arrays (runs, outcomes): the means, the interval of the difference, whether they agree.

    Intervals are Welch's, Bonferroni-corrected. Two models agree on an outcome when the interval holds zero or lies
    within the tolerance.
    """
    rows = []
    for one, other in zip(compiled.T, objects.T, strict=True):
        a, b = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
        freedom = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1)) if a + b > 0.0 else 1.0
        half = student.ppf(1.0 - (1.0 - CONFIDENCE) / 2.0 / compiled.shape[1], freedom) * math.sqrt(a + b)
        level, difference = float(one.mean()), float(other.mean() - one.mean())
        low, high = difference - half, difference + half
        tolerance = TOLERANCE * abs(level)
        rows.append(
            {
                "compiled": level,
                "objects": float(other.mean()),
                "low": low,
                "high": high,
                "agree": bool(low <= 0.0 <= high or (-tolerance <= low and high <= tolerance)),
            }
        )
    return rows


def compare_outcomes(settings: Settings, seeds: int) -> list[dict[str, float | bool]]:
    """Run both models on their own seeds and set the outcomes after the warm-up side by side."""
    compiled = np.array(
        [
            outcomes_of(run_compiled(lay_out(settings, seed), settings), settings.weeks)
            for seed in range(1, 1 + seeds * COMPILED_RUNS)
        ]
    )
    objects = np.array(
        [
            outcomes_of(run_objects(ObjectModel(settings, rng=seed), settings), settings.weeks)
            for seed in range(1, 1 + seeds)
        ]
    )
    return agreement(compiled, objects)


def time_both(settings: Settings, repetitions: int) -> np.ndarray:
    """Nanoseconds per worker-week, shape (repetitions, 3): whole run, step by step, object model.

    Building a model is not timed. The object model runs a year at a time, and each year is followed by a compiled run
    and by compiled steps, so that all three see the same moods of the machine.
    """
    seconds = np.zeros((repetitions, 3))
    years = weeks_of(settings) // WEEKS_A_YEAR
    for repetition in range(repetitions):
        objects = ObjectModel(settings, rng=repetition + 1)
        for year in range(years):
            seed = repetition * years + year + 1
            organisation, stepped = lay_out(settings, seed), OrganisationModel(settings, seed)
            times = [time.perf_counter()]
            run_compiled(organisation, settings)
            times.append(time.perf_counter())
            stepped.run_for(settings.weeks)
            times.append(time.perf_counter())
            objects.run_for(WEEKS_A_YEAR)
            times.append(time.perf_counter())
            seconds[repetition] += np.diff(times)
    weeks = years * np.array([weeks_of(settings), settings.weeks, WEEKS_A_YEAR])
    return seconds * 1e9 / weeks / settings.authority.front_line_posts


def print_agreement(rows: list[dict[str, float | bool]]) -> None:
    """The table of agreement."""
    print(f"{'outcome':36}{'compiled':>10}{'objects':>10}   difference, interval")
    for name, row in zip(OUTCOMES, rows, strict=True):
        interval = f"{row['low']:+.3f} to {row['high']:+.3f}{'' if row['agree'] else '  DIFFERS'}"
        print(f"{name:36}{row['compiled']:10.3f}{row['objects']:10.3f}   {interval}")
    agreed = sum(bool(row["agree"]) for row in rows)
    print(f"{agreed} of {len(rows)} agree: the interval holds zero, or lies within {TOLERANCE:.0%} of the level.\n")


def print_times(table: np.ndarray) -> None:
    """Medians, and the ratio to the object model with its range over the repetitions."""
    print(f"{'ns per worker-week':36}{'median':>10}{'objects are slower by':>32}")
    for column, name in enumerate(
        ("compiled, whole run in one call", "compiled, OrganisationModel.step", "object model")
    ):
        ratios = table[:, 2] / table[:, column]
        shown = f"{np.median(ratios):.0f}x ({ratios.min():.0f} to {ratios.max():.0f})" if column < 2 else ""
        print(f"{name:36}{np.median(table[:, column]):10.0f}{shown:>32}")
    print()


def main() -> None:
    """Compare, time, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=24, help="runs of the object model for the comparison, at least 2")
    parser.add_argument("--years", type=int, default=3, help="years after a warm-up of 4")
    parser.add_argument("--repetitions", type=int, default=7, help="repetitions of the timing")
    options = parser.parse_args()
    settings = subset_settings(options.years)
    run_compiled(lay_out(settings, 0), settings)  # compile
    print_agreement(compare_outcomes(settings, max(2, options.seeds)))
    print_times(time_both(settings, max(1, options.repetitions)))
    if sys.platform == "win32":
        return
    from experiments.speed.phases import time_phases

    phases = time_phases(settings, range(1, 11))
    print(f"{'phase of the compiled week':36}{'ns':>10}{'share':>8}")
    for name, cost in phases.items():
        print(f"{name:36}{cost:10.1f}{cost / sum(phases.values()):8.0%}")


if __name__ == "__main__":
    main()
