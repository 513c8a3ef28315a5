"""What all patterns share: a measure with its interval, a pattern with its label, and values of arms by seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from scipy.stats import t as student

from sim import load_settings
from sim.outcomes import summarise
from sim.settings.study import Settings
from sim.study.arms import Arm
from sim.study.comparison import Comparison, compare_arms
from sim.study.executor import in_order
from sim.study.runs import WarmUp, run_arm, warm_up

THREADS = 2
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what it is, its mean over seeds, its 95% interval, its unit and the number of seeds."""

    what: str
    estimate: float
    low: float
    high: float
    unit: str
    seeds: int

    @property
    def verdict(self) -> str:
        """Above zero, below zero, or neither to be told apart from zero."""
        if self.low > 0:
            return "above zero"
        return "below zero" if self.high < 0 else "not to be told from zero"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One question put to the model, and what came out.

    label: `check` where the answer follows from an assumption, so that it shows only that the code does what it says;
    `finding` where it could have come out otherwise. fails: what would have spoken against the expectation.
    """

    identity: str
    question: str
    label: Literal["check", "finding"]
    method: str
    fails: str
    measures: tuple[Measure, ...]
    ablation: tuple[Measure, ...]
    reading: str


def over_seeds(what: str, values: np.ndarray, unit: str) -> Measure:
    """The mean of one value per seed, with its 95% t interval; seeds where it is not defined are left out."""
    known = values[np.isfinite(values)]
    half = student.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else np.nan
    mean = float(known.mean()) if len(known) else float("nan")
    return Measure(what, mean, mean - half, mean + half, unit, len(known))


def by_bootstrap(what: str, statistic: Callable[[np.ndarray], float], by_seed: np.ndarray, unit: str) -> Measure:
    """A figure of all seeds together, with its 95% interval from seeds drawn again with replacement.

    statistic: takes the row numbers of the seeds that count, some of them several times. by_seed: anything with one row
    for each seed. Where the figure is not defined (a level never reached) it is infinite.
    """
    seeds = len(by_seed)
    drawn = np.random.default_rng(0).integers(0, seeds, (RESAMPLES, seeds))
    found = np.sort([statistic(rows) for rows in drawn])
    low, high = found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES) - 1]
    return Measure(what, statistic(np.arange(seeds)), float(low), float(high), unit, seeds)


def share_of(what: str, hits: int, of: int, unit: str) -> Measure:
    """A share with its 95% interval (Wilson), which says something even where there is no hit."""
    if of == 0:
        return Measure(what, float("nan"), 0.0, 1.0, unit, 0)
    interval = binomtest(hits, of).proportion_ci(0.95, "wilson")
    return Measure(what, hits / of, interval.low, interval.high, unit, of)


def variant(*overrides: str, authority: str = "england_average", replace: Mapping[str, Any] | None = None) -> Settings:
    """Settings with nothing switched on, after overrides written as on the command line."""
    settings = load_settings([f"authority={authority}", "intervention=[]", "window=whole", *overrides])
    return settings.model_copy(update=dict(replace or {}))


def with_intervention(settings: Settings, name: str, **changed: Any) -> Settings:
    """The same settings with one packaged intervention beside those that they hold, some of its settings changed."""
    packaged = load_settings([f"intervention=[{name}]", f"years={settings.years}"]).interventions[name]
    one = type(packaged).model_validate({**packaged.model_dump(), **changed})
    return settings.model_copy(update={"interventions": {**settings.interventions, name: one}})


def run_variants(variants: Mapping[str, Settings], seeds: int) -> Comparison:
    """Run every variant on the same seeds."""
    first = next(iter(variants))
    return compare_arms([Arm(name, settings, first) for name, settings in variants.items()], seeds, 1)


def runs_of(variants: Mapping[str, Settings], seeds: int) -> dict[str, np.ndarray]:
    """Weekly tallies of every variant, shape (seeds, weeks) of `sim.state.Tally`, on the same seeds from 1.

    Nothing that a variant switches on acts before week 0, so variants of one mechanism share a warm-up.
    """
    names = list(variants)

    def one_seed(seed: int, stop: Event) -> list[np.ndarray]:
        warm: dict[str, WarmUp] = {}
        found = []
        for name in names:
            bare = variants[name].model_copy(update={"interventions": {}, "events": {}})
            key = bare.model_dump_json()
            if key not in warm:
                warm[key] = warm_up(bare, seed, stop)
            found.append(run_arm(warm[key], variants[name], stop))
        return found

    runs = list(in_order(one_seed, range(1, seeds + 1), THREADS))
    return {name: np.stack([run[index] for run in runs]) for index, name in enumerate(names)}


def summaries(tallies: np.ndarray, weeks: slice = slice(None)) -> pd.DataFrame:
    """Every outcome over the chosen weeks, one row for each seed; tallies of shape (seeds, weeks)."""
    tiers = 1 + int((tallies["believers"].sum(axis=(0, 1)) > 0.0).sum())
    return pd.DataFrame([summarise(one, tiers, weeks) for one in tallies])


def values(comparison: Comparison, arm: str, outcome: str) -> np.ndarray:
    """One outcome of one arm over the whole run, by seed."""
    runs = comparison.runs
    return runs.loc[runs["arm"] == arm, outcome].to_numpy(dtype=float)


def contrasts(comparison: Comparison, outcome: str, factors: Sequence[str]) -> dict[str, np.ndarray]:
    """Main effects and interactions of a full two-level factorial, by seed.

    Arms are named by the letters of the factors at their high level in the order of `factors`, `none` where all are low.
    An effect is half the usual contrast of sums, so a main effect is the mean change from low to high.
    """
    effects: dict[str, np.ndarray] = {}
    size = len(factors)
    for effect in range(1, 2**size):
        chosen = [index for index in range(size) if effect >> index & 1]
        total = 0.0
        for arm in range(2**size):
            sign = np.prod([1 if arm >> index & 1 else -1 for index in chosen])
            total = total + sign * values(comparison, arm_name(arm, factors), outcome)
        effects[" x ".join(factors[index] for index in chosen)] = total / 2 ** (size - 1)
    return effects


def arm_name(arm: int, factors: Sequence[str]) -> str:
    """The name of an arm of a factorial: its high factors, joined."""
    high = [factor for index, factor in enumerate(factors) if arm >> index & 1]
    return "+".join(high) or "none"
