"""P13: the simulated poll. Do what people tell a poll and the gap that is measured move together?"""

from functools import cache

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of
from scipy.stats import spearmanr

from sim import load_settings
from sim.outcomes import summarise
from sim.study.arms import BASELINE

POLL, GAP = "disconnect_poll", "disconnect"
UNITS = {POLL: "% of the front line", GAP: "0 to 1"}
PUBLISHED = 92  # % of the readers of the trade press who chose to answer; a mark, never a target
NO_ROOM = "mechanism.decisions.discretion=0.0"
BLIND = "mechanism.perception.on=false"
OTHER_THRESHOLDS = (0.15, 0.35)
SMALL = 1e-9
TOGETHER = 0.7  # from this rank correlation on, half of what moves the one is what moves the other
FEWER = 10  # seeds of an ablation: each asks for all interventions again


@cache
def responses(seeds: int, *overrides: str) -> dict[str, dict[str, np.ndarray]]:
    """Poll and gap of every arm over five years, by seed: the baseline, and each intervention alone as its file has it."""
    settings = load_settings(["intervention=all", *overrides])
    bare = settings.without_interventions()
    variants = {BASELINE: bare}
    for name, one in settings.interventions.items():
        variants[name] = settings.model_copy(update={"interventions": {name: one}})
    found = {}
    for arm, runs in runs_of(variants, seeds).items():
        rows = [summarise(run, settings.authority.tiers) for run in runs]
        found[arm] = {name: np.array([row[name] for row in rows]) for name in (POLL, GAP)}
    return found


def moves(found: dict[str, dict[str, np.ndarray]], outcome: str) -> np.ndarray:
    """With each intervention less without it: (seeds, interventions)."""
    base = found[BASELINE][outcome]
    return np.column_stack([arm[outcome] - base for name, arm in found.items() if name != BASELINE])


def rank_correlation(found: dict[str, dict[str, np.ndarray]], what: str) -> Measure:
    """Rank correlation over interventions of the mean response of the poll and that of the gap; 0 where one never moves."""
    poll, gap = moves(found, POLL), moves(found, GAP)

    def over(rows: np.ndarray) -> float:
        left, right = poll[rows].mean(axis=0), gap[rows].mean(axis=0)
        if np.ptp(left) < SMALL or np.ptp(right) < SMALL:
            return 0.0
        return float(spearmanr(left, right).statistic)

    return by_bootstrap(what, over, poll, "rank correlation, -1 to 1")


def measure(seeds: int) -> Pattern:
    """Measure P13 over `seeds` seeds."""
    found = responses(seeds)
    names = [name for name in found if name != BASELINE]
    poll, gap = moves(found, POLL), moves(found, GAP)
    by_name = {
        name: (
            over_seeds(f"{name}: poll", poll[:, place], UNITS[POLL]),
            over_seeds(f"{name}: gap", gap[:, place], UNITS[GAP]),
        )
        for place, name in enumerate(names)
    }
    level = over_seeds("front line that sees a disconnect, nothing switched on", found[BASELINE][POLL], UNITS[POLL])
    together = rank_correlation(found, "poll and gap over interventions")
    fewer = min(seeds, FEWER)
    blind = responses(fewer, BLIND)
    ablation = (
        over_seeds(
            "front line that sees a disconnect, nobody forms a picture of intent", blind[BASELINE][POLL], UNITS[POLL]
        ),
        rank_correlation(blind, "poll and gap, nobody forms a picture of leaders' intent"),
        rank_correlation(responses(fewer, NO_ROOM), "poll and gap, leaders who can grant nothing"),
        *(
            rank_correlation(
                responses(fewer, f"mechanism.perception.poll_below={threshold}"),
                f"poll and gap, threshold at {threshold}",
            )
            for threshold in OTHER_THRESHOLDS
        ),
    )
    return Pattern(
        identity="P13",
        question="Do the poll and the gap that is measured move together?",
        label="finding",
        method=(
            "England average, each intervention alone as its file has it, against nothing switched on, on the same seeds; "
            "means over five years. The poll is a perception: the share of the front line whose expected reply and "
            "picture of leaders' intent fall below a threshold that is fixed by definition. The gap is between the strain "
            "and what senior leaders believe of it. So the level of the poll says nothing, and only what moves it counts. "
            "Intervals of rank correlations are over samples of the seeds; with so many rows some intervals miss by chance."
        ),
        fails="a rank correlation near one, so that a poll would do as a measure of the gap; or the poll moving with nothing",
        measures=(together, level, *(one for pair in by_name.values() for one in pair)),
        ablation=ablation,
        reading=_reading(together, level, by_name, ablation),
    )


def _reading(
    together: Measure, level: Measure, by_name: dict[str, tuple[Measure, Measure]], ablation: tuple[Measure, ...]
) -> str:
    clear = {
        name: tuple({"above zero": 1, "below zero": -1}.get(one.verdict, 0) for one in pair)
        for name, pair in by_name.items()
    }

    def named(wanted: set[tuple[int, int]]) -> str:
        return ", ".join(name for name, signs in clear.items() if signs in wanted) or "none"

    def said(one: Measure) -> str:
        return f"{one.estimate:+.2f} ({one.low:+.2f} to {one.high:+.2f})"

    plainly = (
        "So what a poll shows and what leaders do not see are two things, and one cannot stand for the other."
        if together.high < TOGETHER
        else "So what moves the one mostly moves the other."
    )

    return (
        f"With nothing switched on {level.estimate:.0f}% see a disconnect; of readers who chose to answer it was "
        f"{PUBLISHED}%, a mark beside it and no target. Over {len(by_name)} interventions poll and gap have a rank "
        f"correlation of {said(together)}. Both fall clearly: {named({(-1, -1)})}. Both rise: {named({(1, 1)})}. "
        f"The gap falls and the poll rises: {named({(1, -1)})}. The poll falls and the gap rises: {named({(-1, 1)})}. "
        f"The gap moves and the poll not clearly: {named({(0, -1), (0, 1)})}. "
        f"The poll moves and the gap not clearly: {named({(-1, 0), (1, 0)})}. "
        f"Where nobody forms a picture of leaders' intent {ablation[0].estimate:.0f}% see a disconnect and the "
        f"correlation is {said(ablation[1])}; where leaders can grant nothing it is {said(ablation[2])}. "
        f"At other thresholds: {said(ablation[3])} and {said(ablation[4])}. {plainly}"
    )
