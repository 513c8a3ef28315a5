"""P03: work to rule. The backlog is arithmetic; does belief follow, when, and at which tier?"""

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of, summaries, variant, with_intervention

from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.statistics import trailing_mean

HALF_A_YEAR = 26
# The second half of half a year: what is withheld has had time to be noticed.
LATE = slice(13, HALF_A_YEAR)
AFTERWARDS = slice(2 * HALF_A_YEAR - 13, 2 * HALF_A_YEAR)
# Belief has set in when it has risen by this share of what the truth rose by, over the weeks of a report.
SET_IN, REPORT_WEEKS = 0.1, 4
TIERS = (1, 2, 3, 4)
CHANNELS = {
    "on": (),
    "off": ("mechanism.indicators.on=false",),
    "nothing lost": ("mechanism.reporting.on=false", "mechanism.belief.on=false"),
    "no goodwill": ("mechanism.hours.on=false",),
}
UNIT = "0 to 1"


def arms() -> dict[str, Settings]:
    """Under each channel: never, for half a year, and to the end."""
    found = {}
    for name, overrides in CHANNELS.items():
        bare = variant(*overrides)
        found[name] = bare
        found[f"{name}, half a year"] = with_intervention(bare, "work_to_rule", end_week=HALF_A_YEAR)
        if name in ("on", "off"):
            found[f"{name}, to the end"] = with_intervention(bare, "work_to_rule")
    return found


def truth(tallies: np.ndarray) -> np.ndarray:
    """True strain of the front line by seed and week."""
    return tallies["strain"] / tallies["front_line"]


def belief_less_truth(tallies: np.ndarray, tier: int) -> np.ndarray:
    """Mean over the managers of `tier`, by seed and week; where all their posts are vacant the last picture stands."""
    total, believers = tallies["optimism"][:, :, tier - 1], tallies["believers"][:, :, tier - 1]
    found = -np.divide(total, believers, out=np.full(total.shape, np.nan), where=believers > 0)
    for week in range(1, found.shape[1]):
        vacant = np.isnan(found[:, week])
        found[vacant, week] = found[vacant, week - 1]
    return np.nan_to_num(found)


class Rise:
    """What an arm adds to truth and belief, by seed and week, against the same seeds without work to rule."""

    def __init__(self, arm: np.ndarray, bare: np.ndarray) -> None:
        self.truth = truth(arm) - truth(bare)
        self.belief = {
            tier: self.truth + belief_less_truth(arm, tier) - belief_less_truth(bare, tier) for tier in TIERS
        }

    def followed(self, what: str, tier: int) -> Measure:
        """Share of the rise in true strain by which belief has risen late in the half-year."""
        seen, real = self.belief[tier][:, LATE].mean(axis=1), self.truth[:, LATE].mean(axis=1)
        return by_bootstrap(
            what, lambda rows: seen[rows].mean() / real[rows].mean(), seen, "share of the rise, bootstrap"
        )

    def onset(self, what: str, tier: int) -> Measure:
        """First week in which belief has set in; infinite where it never does."""
        smooth = trailing_mean(self.belief[tier].T, REPORT_WEEKS).T

        def first(rows: np.ndarray) -> float:
            enough = smooth[rows].mean(axis=0) >= SET_IN * self.truth[rows, :HALF_A_YEAR].mean()
            return float(np.argmax(enough)) if enough.any() else np.inf

        return by_bootstrap(what, first, smooth, "week, bootstrap")


def backlog_by_arithmetic(bare: np.ndarray, settings: Settings, more_undone: np.ndarray) -> np.ndarray:
    """Further open cases after half a year, by seed, from what the service without work to rule is like in its first year.

    Of so many hours undone, a share comes off the progress of every case held; what piles up closes at the usual rate.
    """
    year = {
        name: bare[name][:, :WEEKS_A_YEAR].mean(axis=1) for name in ("direct_hours", "unmet", "held", "open", "closed")
    }
    casework = year["direct_hours"] / settings.mechanism.casework.direct_share + year["unmet"]
    lost = settings.mechanism.casework.deferred_share * np.clip(more_undone / casework, 0.0, 1.0) * year["held"]
    closing = year["closed"] / year["open"]
    each_week = lost / settings.mechanism.casework.duration_weeks
    return each_week / closing * (1.0 - np.exp(-closing * HALF_A_YEAR))


def measure(seeds: int) -> Pattern:
    """Measure P03 over `seeds` seeds."""
    settings = arms()
    runs = runs_of(settings, seeds)
    rises = {name: Rise(runs[name], runs[name.split(", ")[0]]) for name in runs if ", " in name}
    half, lasting = rises["on, half a year"], rises["on, to the end"]
    bare, ruled = runs["on"], runs["on, half a year"]
    rule = settings["on, half a year"].interventions["work_to_rule"]
    # Hours of the whole front line in the first week, before anybody can have reacted.
    undone = ruled["unmet"][:, 0] - bare["unmet"][:, 0]
    by_arithmetic = rule.dose * rule.participation * (1.0 - rule.absorbed) * bare["overtime"][:, 0]
    people = bare["front_line"][:, 0]
    cases = ruled["open"][:, HALF_A_YEAR - 1] - bare["open"][:, HALF_A_YEAR - 1]
    predicted = backlog_by_arithmetic(bare, settings["on"], by_arithmetic)
    standing = {tier: belief_less_truth(ruled, tier)[:, LATE].mean(axis=1) for tier in TIERS}
    overdue = summaries(ruled, LATE)["overdue_visits"] - summaries(bare, LATE)["overdue_visits"]
    measures = (
        over_seeds("hours undone by each worker, first week, more than without", undone / people, "hours a week"),
        over_seeds("the same, less what the arithmetic says", (undone - by_arithmetic) / people, "hours a week"),
        over_seeds("further open cases after half a year", cases, "cases"),
        over_seeds("the same, less what the arithmetic says", cases - predicted, "cases"),
        over_seeds("overdue visits, weeks 13 to 25, more than without", overdue.to_numpy(), "points"),
        over_seeds("rise in true strain, weeks 13 to 25", half.truth[:, LATE].mean(axis=1), UNIT),
        *(half.followed(f"belief of tier {tier} follows by week 13 to 25", tier) for tier in TIERS),
        *(lasting.onset(f"belief of tier {tier} sets in, work to rule to the end", tier) for tier in TIERS),
        *(over_seeds(f"belief less truth of tier {tier}, weeks 13 to 25", standing[tier], UNIT) for tier in TIERS),
        *(
            over_seeds(f"rise in the belief of tier {tier} half a year after the end", left, UNIT)
            for tier, left in ((tier, half.belief[tier][:, AFTERWARDS].mean(axis=1)) for tier in (TIERS[0], TIERS[-1]))
        ),
    )
    dark, plain = rises["off, half a year"], rises["nothing lost, half a year"]
    idle = runs["no goodwill, half a year"]["unmet"] - runs["no goodwill"]["unmet"]
    ablation = (
        *(dark.followed(f"belief of tier {tier} follows, no indicators", tier) for tier in TIERS),
        *(rises["off, to the end"].onset(f"belief of tier {tier} sets in, no indicators", tier) for tier in TIERS),
        plain.followed("belief of tier 1 follows, nothing lost between tiers", TIERS[0]),
        plain.followed("belief of the director follows, nothing lost between tiers", TIERS[-1]),
        plain.onset("belief of the director sets in, nothing lost between tiers", TIERS[-1]),
        over_seeds("further hours undone where nobody gave unpaid hours", idle[:, :HALF_A_YEAR].sum(axis=1), "hours"),
    )
    return Pattern(
        identity="P03",
        question="Work to rule: does belief follow the backlog, when, and at which tier?",
        label="finding",
        method=(
            "England average; work to rule as packaged, for half a year and to the end of five years, against the same seeds "
            "without. Arithmetic: hours withheld and not taken up; the cases that these hours would have closed, at the usual "
            "rate of closing. Rise in belief: rise in true strain of the front line less rise in the gap of that tier. Belief "
            f"has set in when it has risen, over {REPORT_WEEKS} weeks, by {SET_IN:.0%} of the mean rise in true strain of the "
            "first half-year; inf: never in five years. The hours are an identity, so a check; the rest is a finding."
        ),
        fails="a backlog far from the arithmetic; or belief that follows at the top as it does next to the front line",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...]) -> str:
    followed, onsets = measures[6:10], measures[10:14]
    dark, plain = ablation[0:4], ablation[9]

    plainly = (
        "So work to rule is felt one tier up and hardly at the top, where it was meant to be noticed."
        if followed[-1].high < 0.5 * followed[0].low
        else "So belief follows at the top as well as next to the front line."
    )

    def when(one: Measure) -> str:
        return f"in week {one.estimate:.0f}" if np.isfinite(one.estimate) else "never in five years"

    return (
        f"The hours are the arithmetic ({measures[1].estimate:+.3f} from it); of open cases there are {measures[2].estimate:.0f} "
        f"more after half a year, {abs(measures[3].estimate):.0f} {'fewer' if measures[3].estimate < 0 else 'more'} than it says "
        f"({measures[3].verdict}), and overdue visits rise by {measures[4].estimate:.1f} points. "
        f"Team managers come to see {followed[0].estimate:.0%} of the rise in strain, the director {followed[-1].estimate:.0%} "
        f"({followed[-1].verdict}); belief sets in at team managers {when(onsets[0])}, at the director {when(onsets[-1])}. "
        f"Without indicators the director sees {dark[-1].estimate:.0%} ({dark[-1].verdict}), team managers "
        f"{dark[0].estimate:.0%}. Where nothing is lost between tiers the director would see {plain.estimate:.0%}. "
        f"Half a year after the end {measures[-1].estimate:+.3f} of it is left at the director ({measures[-1].verdict}). "
        f"{plainly}"
    )
