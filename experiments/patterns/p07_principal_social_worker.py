"""P07: a principal social worker. The response to hours, independence and own cases; and an add-on against a post."""

from itertools import product

import numpy as np
from measure import Measure, Pattern, over_seeds, runs_of, summaries, variant, with_intervention

from sim.settings.study import Settings

# Posts' worth of hours in the whole authority, independence, share of the hours on own cases.
POSTS, INDEPENDENCE, OWN_CASES = (0.5, 1.0, 2.0), (0.0, 1.0), (0.0, 0.2, 0.5)
MIDDLE = (1.0, 1.0, 0.2)
# A role that somebody holds beside a management post: a day a week.
DAY = 0.2
UNIT = "optimism of senior leaders"
# Managers hear everything and take in nothing.
DEAF = "mechanism.belief.attention=0.0"


def role(settings: Settings, posts: float, independence: float, own_cases: float, add_on: bool = False) -> Settings:
    """The same settings with a principal social worker of so many posts' hours."""
    hours = posts * settings.mechanism.hours.contracted
    return with_intervention(
        settings,
        "principal_social_worker",
        hours=hours,
        independence=independence,
        own_case_share=own_cases,
        add_on=add_on,
    )


def arms() -> dict[str, Settings]:
    """The grid, the add-ons, and one post among managers who take nothing in."""
    bare, deaf = variant(), variant(DEAF)
    grid = {name_of(*point): role(bare, *point) for point in product(POSTS, INDEPENDENCE, OWN_CASES)}
    return {
        "nobody": bare,
        **grid,
        "add-on": role(bare, 1.0, 0.0, MIDDLE[2], add_on=True),
        "add-on, a day a week": role(bare, DAY, 0.0, MIDDLE[2], add_on=True),
        "deaf: nobody": deaf,
        "deaf": role(deaf, *MIDDLE),
    }


def name_of(posts: float, independence: float, own_cases: float) -> str:
    """What an arm of the grid is called."""
    return f"{posts:g} posts, independence {independence:g}, own cases {own_cases:g}"


def measure(seeds: int) -> Pattern:
    """Measure P07 over `seeds` seeds."""
    found = {name: summaries(tallies) for name, tallies in runs_of(arms(), seeds).items()}

    def change(arm: str, against: str = "nobody", outcome: str = "optimism") -> np.ndarray:
        return (found[arm][outcome] - found[against][outcome]).to_numpy()

    def step(what: str, low: tuple[float, ...], high: tuple[float, ...]) -> Measure:
        return over_seeds(what, change(name_of(*high), name_of(*low)), UNIT)

    posts, independence, own = MIDDLE
    post, lesser = name_of(*MIDDLE), name_of(posts, 0.0, own)
    steps = (
        step("step: from half a post to one", (POSTS[0], independence, own), MIDDLE),
        step("step: from one post to two", MIDDLE, (POSTS[2], independence, own)),
        step("step: from no independence to full", (posts, 0.0, own), MIDDLE),
        step(f"step: from no own cases to {own:.0%}", (posts, independence, 0.0), MIDDLE),
        step(f"step: from own cases {own:.0%} to {OWN_CASES[2]:.0%}", MIDDLE, (posts, independence, OWN_CASES[2])),
    )
    add_ons = (
        over_seeds("add-on less post, same hours, both dependent", change("add-on", lesser), UNIT),
        over_seeds("add-on less independent post, same hours", change("add-on", post), UNIT),
        over_seeds("add-on of a day a week less independent post", change("add-on, a day a week", post), UNIT),
        over_seeds("add-on of a day a week less nobody", change("add-on, a day a week"), UNIT),
        over_seeds(
            "add-on less post, same hours, both dependent: turnover",
            change("add-on", lesser, "turnover_rate"),
            "points",
        ),
        over_seeds(
            "add-on less post, same hours, both dependent: supervision missed",
            change("add-on", lesser, "supervision_missed"),
            "points",
        ),
    )
    what_follows = (
        over_seeds("independent post: optimism of team managers", change(post, outcome="optimism_tier_1"), "0 to 1"),
        over_seeds("independent post: relief that arrives", change(post, outcome="relief"), "points of hours"),
        over_seeds("independent post: turnover", change(post, outcome="turnover_rate"), "points"),
    )
    grid = tuple(
        over_seeds(name_of(*point), change(name_of(*point)), UNIT) for point in product(POSTS, INDEPENDENCE, OWN_CASES)
    )
    ablation = (
        over_seeds("independent post, managers take nothing in", change("deaf", "deaf: nobody"), UNIT),
        over_seeds("the same: relief", change("deaf", "deaf: nobody", "relief"), "points of hours"),
    )
    return Pattern(
        identity="P07",
        question="A principal social worker: what do hours, independence and own cases bring, and does an add-on differ?",
        label="finding",
        method=(
            "England average, five years; hours of half a post, one and two in the whole authority, independence 0 or 1, own "
            f"cases {', '.join(f'{share:.0%}' for share in OWN_CASES)} of the hours, each against nobody on the same seeds; "
            "below zero is a truer picture. An add-on takes its hours from service managers. That hours, independence and "
            "own cases up to the grasp that they give bring a truer picture is built in, so a check; how much, what more own "
            "cases do, and what an add-on costs could have come out otherwise."
        ),
        fails="no response to hours; an add-on that does as much at no cost; a truer picture that needs no taking in",
        measures=(*steps, *add_ons, *what_follows, *grid),
        ablation=ablation,
        reading=_reading(steps, add_ons, what_follows, grid, ablation),
    )


def _reading(
    steps: tuple[Measure, ...],
    add_ons: tuple[Measure, ...],
    what_follows: tuple[Measure, ...],
    grid: tuple[Measure, ...],
    ablation: tuple[Measure, ...],
) -> str:
    def said(one: Measure) -> str:
        return f"{one.estimate:+.3f} ({one.verdict})"

    whole = next(one for one in grid if one.what == name_of(*MIDDLE))
    plainly = (
        "So an add-on is paid for in supervision, and one without hours and independence brings nothing that can be told."
        if add_ons[5].low > 0.0 and add_ons[3].high >= 0.0
        else "So an add-on does some of what a post does."
    )
    return (
        f"One independent post lowers the optimism of senior leaders by {abs(whole.estimate):.3f} ({whole.verdict}); the second "
        f"post brings {said(steps[1])} more, full independence {said(steps[2])}, own cases {said(steps[3])}, and more of "
        f"them {said(steps[4])}, as they leave fewer hours to hear. It reaches the first line less: {said(what_follows[0])}. "
        f"Relief moves by {said(what_follows[1])} points, turnover by {said(what_follows[2])}. With an add-on of the same hours "
        f"and independence the optimism of leaders differs from that with a post by {said(add_ons[0])}; what it costs is "
        f"supervision, {said(add_ons[5])} "
        f"points missed, and turnover {said(add_ons[4])}. An add-on of a day a week, without independence, brings "
        f"{said(add_ons[3])}. Where managers take nothing in, a post brings {said(ablation[0])}. {plainly}"
    )
