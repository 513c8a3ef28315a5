"""Every intervention alone against the same service without it: paired differences on the same seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from sim.interventions.registry import REGISTRY
from sim.outcomes import outcome_named, summarise
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.arms import BASELINE, arms_of
from sim.study.executor import in_order
from sim.study.runs import run_arm, warm_up
from sim.study.statistics import CONFIDENCE, mean_with_interval, verdict
from sim.study.text import in_prices

AS_IT_IS = "as it is"
FIRST, LAST = "first year", "last year"
WINDOWS = {FIRST: slice(0, WEEKS_A_YEAR), LAST: slice(-WEEKS_A_YEAR, None)}
OUTCOMES = (
    "turnover_rate",
    "burnout",
    "goodwill",
    "optimism",
    "worker_changes",
    "waiting_weeks",
    "incident_risk",
    "cost",
)
GAP = "disconnect"
DIGITS = {"turnover_rate": 2, "waiting_weeks": 2, "incident_risk": 2}
SHORT = {
    "turnover_rate": "turnover",
    "burnout": "burnout",
    "goodwill": "goodwill",
    "optimism": "optimism",
    "worker_changes": "changes of worker",
    "waiting_weeks": "wait",
    "incident_risk": "incidents expected",
    "cost": "cash spent",
    GAP: "gap",
}
PLACEBO = "_placebo"

# Values of one arm: (seeds, windows, outcomes).
Found = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference: its mean over seeds, half the width of its 95% interval, and how sure it is."""

    outcome: str
    mean: float
    half: float
    seeds: int

    @property
    def digits(self) -> int:
        """Decimals that are shown: what is smaller matters to nobody."""
        return DIGITS.get(self.outcome, 3)

    @property
    def words(self) -> str:
        """Better, worse, lower, higher, more or less; empty where it is not clear, or rounds to nothing."""
        if not np.isfinite(self.mean) or round(self.mean, self.digits) == 0.0:
            return ""
        said = verdict(self.mean, self.mean - self.half, self.mean + self.half, outcome_named(self.outcome).sign)
        return "" if said.startswith("no ") else in_prices(self.outcome, said)

    def survives(self, comparisons: int) -> bool:
        """Whether it is clear even if as many intervals as that are to be right all together (Bonferroni)."""
        if not self.words:
            return False
        degrees = self.seeds - 1
        wider = stdtrit(degrees, 1.0 - 0.5 * (1.0 - CONFIDENCE) / comparisons) / stdtrit(
            degrees, 0.5 + CONFIDENCE / 2.0
        )
        return bool(abs(self.mean) > self.half * wider)

    def text(self, comparisons: int) -> str:
        """`-1.20 ± 0.90 better`, bold where it is clear, with a dagger where it survives so many comparisons."""
        if not np.isfinite(self.mean):
            return "unknown"
        figures = f"{self.mean:+z.{self.digits}f} ± {self.half:.{self.digits}f}"
        dagger = "†" if self.survives(comparisons) else ""
        return f"**{figures}** {self.words}{dagger}" if self.words else figures


def run_arms(
    settings: Settings, seeds: int, threads: int, progress: Callable[[int], object], only: Sequence[str] = ()
) -> Found:
    """Every arm of `settings` (or those of the interventions `only`) on `seeds` seeds from 1, from one warm-up a seed."""
    if only:
        kept = {name: one for name, one in settings.interventions.items() if name in only}
        settings = settings.model_copy(update={"interventions": kept})
    arms, _ = arms_of(settings)
    tiers = settings.authority.tiers
    names = (*OUTCOMES, GAP)

    def one_seed(seed: int, stop: Event) -> list[list[list[float]]]:
        warm = warm_up(arms[0].settings, seed, stop)
        rows = []
        for arm in arms:
            tallies = run_arm(warm, arm.settings, stop)
            found = [summarise(tallies, tiers, weeks) for weeks in WINDOWS.values()]
            rows.append([[one[name] for name in names] for one in found])
        return rows

    results = []
    for done, result in enumerate(in_order(one_seed, range(1, seeds + 1), threads), start=1):
        results.append(result)
        progress(done)
    values = np.array(results)
    return {arm.name: values[:, place] for place, arm in enumerate(arms)}


def difference(found: Found, arm: str, against: str, window: str, outcome: str) -> Difference:
    """One arm less another in one window."""
    place, column = list(WINDOWS).index(window), (*OUTCOMES, GAP).index(outcome)
    pairs = found[arm][:, place, column] - found[against][:, place, column]
    mean, low, high = mean_with_interval(pairs[:, None])
    return Difference(outcome, float(mean[0]), float(0.5 * (high - low)[0]), int(np.isfinite(pairs).sum()))


def level(found: Found, window: str, outcome: str) -> float:
    """The baseline's mean."""
    place, column = list(WINDOWS).index(window), (*OUTCOMES, GAP).index(outcome)
    return float(np.nanmean(found[BASELINE][:, place, column]))


def in_practice(found: Found) -> list[str]:
    """Interventions that have a placebo, in the order of their identities: those that bring managers into practice."""
    names = [name.removesuffix(PLACEBO) for name in found if name.endswith(PLACEBO)]
    return sorted(names, key=lambda name: REGISTRY[name].identity)


def comparisons_of(found: Found) -> int:
    """Differences from the baseline in both overview tables, placebos left out."""
    arms = [name for name in found if name != BASELINE and not name.endswith(PLACEBO)]
    return len(arms) * len(OUTCOMES) * len(WINDOWS)


def as_table(found_under: Mapping[str, Found]) -> pd.DataFrame:
    """Every difference that the page shows, one a row; other assumptions only in the last year."""
    rows = []
    for assumption, found in found_under.items():
        practice = in_practice(found)
        pairs = [(arm, BASELINE) for arm in found if arm != BASELINE]
        pairs += [(name, name + PLACEBO) for name in practice]
        usual = assumption == AS_IT_IS
        for arm, against in pairs:
            for window in WINDOWS if usual else (LAST,):
                for outcome in (*OUTCOMES, GAP) if usual else (OUTCOMES[0], GAP):
                    one = difference(found, arm, against, window, outcome)
                    rows.append(
                        {
                            "assumption": assumption,
                            "arm": arm,
                            "against": against,
                            "window": window,
                            "outcome": outcome,
                            "unit": outcome_named(outcome).unit,
                            "without_any": level(found, window, outcome),
                            "difference": one.mean,
                            "ci_low": one.mean - one.half,
                            "ci_high": one.mean + one.half,
                            "replicates": one.seeds,
                            "verdict": one.words or "no clear difference",
                        }
                    )
    return pd.DataFrame(rows)
