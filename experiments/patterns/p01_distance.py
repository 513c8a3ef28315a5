"""P01: does the gap between belief and reality grow with distance from the front line, and with tiers?"""

import numpy as np
from measure import Measure, Pattern, over_seeds, run_variants, values, variant

# 144 front-line posts led by 24 team managers in both: three tiers, or six.
FLAT = "authority.spans=[6,24]"
TALL = "authority.spans=[6,2,2,2,3]"
POSTS = "authority.front_line_posts=144"
# One loss per link and nothing else that differs between links.
PLAIN = ("mechanism.reporting.fear=0.0", "mechanism.reporting.spoken_gain=0.0", "mechanism.reporting.broken_share=0.0")
# Noisy reports, nothing lost, and supervision that takes no time: wide and narrow teams differ in averaging alone.
AVERAGING = (
    "mechanism.reporting.noise=0.4",
    "mechanism.reporting.passing=1.0",
    "mechanism.belief.discount=0.0",
    "mechanism.support.supervision_hours=0.0",
    *PLAIN,
)
PASSING = 0.65
UNIT = "0 to 1"


def measure(seeds: int) -> Pattern:
    """Measure P01 over `seeds` seeds."""
    equal_total = f"mechanism.reporting.passing={PASSING ** (2 / 5):.6f}"
    comparison = run_variants(
        {
            "baseline": variant(),
            "nothing lost": variant("mechanism.reporting.on=false", "mechanism.belief.on=false"),
            "past the line": variant("mechanism.belief.past_the_line=1.0", "mechanism.belief.own_noise=0.01"),
            "narrow": variant(POSTS, "authority.spans=[3,6,8]", *AVERAGING),
            "wide": variant(POSTS, "authority.spans=[12,6,2]", *AVERAGING),
            "flat": variant(POSTS, FLAT, *PLAIN),
            "tall": variant(POSTS, TALL, *PLAIN),
            "tall, same total loss": variant(POSTS, TALL, *PLAIN, equal_total),
        },
        seeds,
    )

    def gap(arm: str, tier: int, signed: bool = True) -> np.ndarray:
        return values(comparison, arm, f"{'optimism' if signed else 'disconnect'}_tier_{tier}")

    def director(tall: str) -> np.ndarray:
        return gap(tall, 5) - gap("flat", 2)

    by_tier = (over_seeds(f"optimism of tier {tier}", gap("baseline", tier), UNIT) for tier in (1, 2, 3, 4))
    averaging = gap("wide", 1, False) - gap("narrow", 1, False)
    past = gap("past the line", 2) - gap("past the line", 1)
    measures = (
        over_seeds(
            "optimism of the director less that of team managers", gap("baseline", 4) - gap("baseline", 1), UNIT
        ),
        *by_tier,
        over_seeds("director's optimism, six tiers less three, same loss at each link", director("tall"), UNIT),
        over_seeds(
            "director's optimism, six tiers less three, same total loss", director("tall, same total loss"), UNIT
        ),
        over_seeds("unsigned gap of team managers, teams of 12 less teams of 3, nothing but noise", averaging, UNIT),
        over_seeds("service managers less team managers, strong way past the line", past, UNIT),
    )
    flat_gap = gap("nothing lost", 4) - gap("nothing lost", 1)
    ablation = (over_seeds("optimism of the director less that of team managers, nothing lost", flat_gap, UNIT),)
    return Pattern(
        identity="P01",
        question="Does the gap between belief and reality grow with distance from the front line, and with tiers?",
        label="check",
        method=(
            "England average with nothing switched on; and 144 front-line posts in three tiers against six, first with the "
            "same loss at each link, then with losses that multiply to the same total. Means over five years."
        ),
        fails="no growth by tier; no difference between tall and flat; a way past the line that changes nothing",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures),
    )


def _reading(measures: tuple[Measure, ...]) -> str:
    same_total, wide, past = measures[6], measures[7], measures[8]
    return (
        "Growth by tier and with tiers follows from a loss at each link, so it is a check. "
        "What could have come out otherwise: "
        f"at the same total loss, six tiers against three leave a difference of {same_total.estimate:+.3f} in the "
        "director's optimism "
        f"({same_total.verdict}), because delay and the pull of the comfortable picture work at every tier as well; "
        f"wide teams against narrow ones, where noise is all there is: {wide.estimate:+.3f} ({wide.verdict}); "
        f"with a strong way past the line, service managers against team managers: {past.estimate:+.3f} ({past.verdict})."
    )
