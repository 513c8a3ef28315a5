"""P14: a director who knows everything: what is it worth, by tiers and by discretion?"""

from threading import Event

import numpy as np
from measure import THREADS, Measure, Pattern, over_seeds, variant

from sim.levers import neutral_levers
from sim.outcomes import summarise
from sim.settings.study import Settings
from sim.state import Tally, dtype_of
from sim.study.executor import in_order
from sim.study.runs import WarmUp, run_arm, warm_up

# 144 front-line posts in every tree, and 24 team managers in all but the lowest, whose director leads everyone.
POSTS = "authority.front_line_posts=144"
TREES = {2: "[144]", 3: "[6,24]", 4: "[6,4,6]", 5: "[6,4,2,3]", 6: "[6,2,2,2,3]"}
DISCRETION = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
ACCOUNTS = 1e9  # a week, so that what reaches the director is exact
ALL_ARRIVES = "mechanism.implementation.on=false"
OUTCOMES = ("relief", "turnover_rate", "optimism")
UNITS = {"relief": "% of front-line hours", "turnover_rate": "% a year", "optimism": "-1 to 1"}


def with_knowing_director(warm: WarmUp, settings: Settings) -> np.ndarray:
    """Tallies of a run in which the director believes in the true strain, and in nothing else, in every week.

    The belief is set to the truth before each week, and in that week everything at the front line is told without loss.
    """
    levers = neutral_levers(settings.weeks, settings.authority.tiers)
    levers["bridge_samples"][:, -1] = ACCOUNTS
    tallies = np.zeros(settings.weeks, dtype_of(Tally))
    organisation = warm.organisation.copy()
    for week in range(settings.weeks):
        organisation.posts["belief"][-1] = organisation.units["strain"][-1]
        organisation.advance(levers[week : week + 1], tallies[week : week + 1])
    return tallies


def gains(variants: dict[object, Settings], seeds: int) -> dict[object, dict[str, np.ndarray]]:
    """A knowing director less the usual one in every variant, outcome by outcome, by seed; and the director's optimism."""

    def one_seed(seed: int, stop: Event) -> list[dict[str, float]]:
        found = []
        for settings in variants.values():
            warm = warm_up(settings, seed, stop)
            tiers = settings.authority.tiers
            usual = summarise(run_arm(warm, settings, stop), tiers)
            knowing = summarise(with_knowing_director(warm, settings), tiers)
            top = f"optimism_tier_{tiers - 1}"
            gain = {name: knowing[name] - usual[name] for name in OUTCOMES}
            found.append({**gain, "usual": usual[top], "knowing": knowing[top]})
        return found

    rows = list(in_order(one_seed, range(1, seeds + 1), THREADS))
    return {
        name: {key: np.array([row[place][key] for row in rows]) for key in rows[0][place]}
        for place, name in enumerate(variants)
    }


def measure(seeds: int) -> Pattern:
    """Measure P14 over `seeds` seeds."""
    trees = gains({tiers: variant(POSTS, f"authority.spans={spans}") for tiers, spans in TREES.items()}, seeds)
    whole = gains(
        {tiers: variant(POSTS, f"authority.spans={spans}", ALL_ARRIVES) for tiers, spans in TREES.items()}, seeds
    )
    room = gains({one: variant(f"mechanism.decisions.discretion={one}") for one in DISCRETION}, seeds)

    def gained(found: dict[object, dict[str, np.ndarray]], name: str, label: str) -> tuple[Measure, ...]:
        what = {"relief": "relief", "turnover_rate": "turnover"}[name]
        return tuple(over_seeds(f"{what}, {label} {key}", one[name], UNITS[name]) for key, one in found.items())

    relief_by_tiers = gained(trees, "relief", "tiers")
    relief_by_room = gained(room, "relief", "discretion")
    turnover_by_tiers = gained(trees, "turnover_rate", "tiers")
    turnover_by_room = gained(room, "turnover_rate", "discretion")
    contrasts = (
        over_seeds("relief, six tiers less three", trees[6]["relief"] - trees[3]["relief"], UNITS["relief"]),
        over_seeds("relief, discretion 0.3 less 0.1", room[0.3]["relief"] - room[0.1]["relief"], UNITS["relief"]),
        over_seeds("optimism of the usual director, six tiers", trees[6]["usual"], UNITS["optimism"]),
        over_seeds("optimism of the knowing director, six tiers", trees[6]["knowing"], UNITS["optimism"]),
    )
    ablation = (
        *gained(whole, "relief", "all of a decision arrives, tiers"),
        over_seeds(
            "relief, all of a decision arrives, six tiers less three",
            whole[6]["relief"] - whole[3]["relief"],
            UNITS["relief"],
        ),
    )
    return Pattern(
        identity="P14",
        question="What is a director worth who knows everything?",
        label="finding",
        method=(
            "The director's belief is the true strain in every week, against a director as usual, on the same seeds; "
            "means over five years. By tiers: 144 front-line posts in every tree, the front line counted as a tier; with "
            "two tiers one director leads all of them and nobody has time to supervise, so read that row as a limit. By "
            "discretion: England average, the most relief that the director may grant, as a share of front-line hours. At "
            "no discretion the relief must not change at all: a check. How far knowing carries through tiers is not "
            "given: a higher tree hides more from its director, so that knowing changes more of the picture, and lets "
            "less of a decision through."
        ),
        fails="relief that moves without discretion; an effect that does not depend on tiers or on discretion",
        measures=(*relief_by_tiers, *turnover_by_tiers, *relief_by_room, *turnover_by_room, *contrasts),
        ablation=ablation,
        reading=_reading(relief_by_tiers, relief_by_room, turnover_by_tiers, turnover_by_room, contrasts, ablation),
    )


def _reading(
    relief_by_tiers: tuple[Measure, ...],
    relief_by_room: tuple[Measure, ...],
    turnover_by_tiers: tuple[Measure, ...],
    turnover_by_room: tuple[Measure, ...],
    contrasts: tuple[Measure, ...],
    ablation: tuple[Measure, ...],
) -> str:
    none = relief_by_room[0]
    exactly = "exactly nothing" if none.low == none.high == 0.0 else f"{none.estimate:+.3f}, which is a defect"
    clear = [one for one in (*turnover_by_tiers, *turnover_by_room) if one.verdict != "not to be told from zero"]
    turnover = "; ".join(f"{one.what} {one.estimate:+.2f}" for one in clear) or "in none of the variants"

    lost = contrasts[0].high < ablation[-1].low
    plainly = (
        "So a higher tree hides more from its director, and what knowing could bring there is lost on the way down."
        if lost
        else "So tiers make no difference that can be told to what knowing is worth."
    )

    def row(found: tuple[Measure, ...]) -> str:
        return ", ".join(f"{one.estimate:+.2f}" for one in found)

    return (
        f"Without discretion, knowing brings {exactly} in relief; with {DISCRETION[1]} to {DISCRETION[-1]} it brings "
        f"{row(relief_by_room[1:])} per cent of hours: from 0.1 to 0.3 {contrasts[1].estimate:+.2f} "
        f"({contrasts[1].verdict}). By tiers, from two to six: {row(relief_by_tiers)}; six less three "
        f"{contrasts[0].estimate:+.2f} ({contrasts[0].verdict}). Where all of a decision arrives: {row(ablation[:-1])}; "
        f"six less three {ablation[-1].estimate:+.2f} ({ablation[-1].verdict}). Turnover changes clearly: {turnover}. "
        f"{plainly}"
    )
