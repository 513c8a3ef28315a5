"""P08: a survey that is not acted on, against never asking; it must be weak where nobody expected anything."""

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of, summaries, variant, with_intervention

from sim.settings.study import Settings
from sim.study.runs import warm_up

WORLDS = {
    "ordinary": (),
    # Nobody brings hope along, and no reply ever comes.
    "nothing expected": (
        "mechanism.recruitment.starter_hope=0.0",
        "mechanism.voice.answered_share=0.0",
        "mechanism.voice.presence_hope=0.0",
        "mechanism.decisions.on=false",
    ),
}
SURVEYS = {
    "not acted on": {"acted_on": False},
    "acted on": {"acted_on": True},
    # What a survey does that is not acted on, taken apart: raising hope without letting it down, and the other way round.
    "no let-down": {"acted_on": False, "lost_share": 0.0},
    "no hope raised": {"acted_on": False, "hope": 0.0},
}
OUTCOMES = {
    "goodwill": "0 to 1",
    "voice_rate": "points of concerns raised",
    "turnover_rate": "points of turnover a year",
    "disconnect_poll": "points of the poll",
}
# Expected replies are looked at in so many seeds.
LOOKED_AT = 5


def arms() -> dict[str, Settings]:
    """In each world: never asked, and every kind of survey."""
    found = {}
    for world, overrides in WORLDS.items():
        bare = variant(*overrides)
        found[f"{world}: never"] = bare
        for survey, changed in SURVEYS.items():
            found[f"{world}: {survey}"] = with_intervention(bare, "staff_survey", **changed)
    return found


def expected_replies(settings: Settings, seeds: int) -> np.ndarray:
    """Mean reply that the front line expects in week 0, by seed."""
    found = []
    for seed in range(1, min(seeds, LOOKED_AT) + 1):
        posts = warm_up(settings, seed).organisation.posts
        found.append(posts["expected_reply"][(posts["tier"] == 0) & (posts["kind"] > 0)].mean())
    return np.array(found)


def measure(seeds: int) -> Pattern:
    """Measure P08 over `seeds` seeds."""
    settings = arms()
    found = {name: summaries(tallies) for name, tallies in runs_of(settings, seeds).items()}

    def change(world: str, outcome: str, survey: str = "not acted on", against: str = "never") -> np.ndarray:
        return (found[f"{world}: {survey}"][outcome] - found[f"{world}: {against}"][outcome]).to_numpy()

    expected = tuple(
        over_seeds(f"{world}: reply expected", expected_replies(settings[f"{world}: never"], seeds), "0 to 1")
        for world in WORLDS
    )
    asked = tuple(
        over_seeds(f"{world}: not acted on less never asked, {outcome}", change(world, outcome), unit)
        for world in WORLDS
        for outcome, unit in OUTCOMES.items()
    )
    contrast = tuple(
        over_seeds(
            f"the same, ordinary less nothing expected, {outcome}",
            change("ordinary", outcome) - change("nothing expected", outcome),
            OUTCOMES[outcome],
        )
        for outcome in ("goodwill", "turnover_rate")
    )
    let_down = tuple(
        over_seeds(f"{world}: the let-down alone, {outcome}", change(world, outcome, against="no let-down"), unit)
        for world in WORLDS
        for outcome, unit in (("goodwill", OUTCOMES["goodwill"]), ("turnover_rate", OUTCOMES["turnover_rate"]))
    )
    acted = (
        over_seeds(
            "ordinary: acted on less never asked, goodwill", change("ordinary", "goodwill", "acted on"), "0 to 1"
        ),
        over_seeds(
            "ordinary: acted on less never asked, turnover_rate",
            change("ordinary", "turnover_rate", "acted on"),
            OUTCOMES["turnover_rate"],
        ),
        over_seeds(
            "ordinary: acted on less asked and not let down, goodwill",
            change("ordinary", "goodwill", "acted on", "no let-down"),
            "0 to 1",
        ),
        over_seeds(
            "ordinary: acted on less asked and not let down, relief",
            change("ordinary", "relief", "acted on", "no let-down"),
            "points of hours",
        ),
    )
    raised, lost = change("ordinary", "goodwill", "no let-down"), change("ordinary", "goodwill", against="no let-down")
    packaged = settings["ordinary: not acted on"].interventions["staff_survey"].lost_share
    even = by_bootstrap(
        f"ordinary: share lost at which asking breaks even in goodwill (packaged: {packaged:g}), by proportion",
        lambda rows: -packaged * raised[rows].mean() / lost[rows].mean(),
        raised,
        "share, bootstrap",
    )
    ablation = tuple(
        over_seeds(f"{world}: {survey}, less never asked, {outcome}", change(world, outcome, survey), OUTCOMES[outcome])
        for world in WORLDS
        for survey in ("no let-down", "no hope raised")
        for outcome in ("goodwill", "turnover_rate")
    )
    return Pattern(
        identity="P08",
        question="Is a survey that is not acted on worse than never asking?",
        label="finding",
        method=(
            "England average, five years, a survey a year as packaged, against the same seeds never asked. Nothing expected: "
            "starters bring no hope, concerns are neither answered nor acted on. That a let-down harms is an assumption; "
            "whether it outweighs the hope that asking raises, and for whom, is not. Where nobody expects anything the poll is "
            "at its limit and cannot move."
        ),
        fails="no harm in an ordinary service; or a let-down that costs as much where nobody expected anything",
        measures=(*expected, *asked, *contrast, *let_down, even, *acted),
        ablation=ablation,
        reading=_reading(expected, asked, let_down, even, acted, ablation),
    )


def _reading(
    expected: tuple[Measure, ...],
    asked: tuple[Measure, ...],
    let_down: tuple[Measure, ...],
    even: Measure,
    acted: tuple[Measure, ...],
    ablation: tuple[Measure, ...],
) -> str:
    def said(one: Measure, digits: int = 3) -> str:
        return f"{one.estimate:+.{digits}f} ({one.verdict})"

    kinds = len(OUTCOMES)
    plainly = (
        "So asking and not acting harms people who still hoped, and not those who expected nothing."
        if asked[0].high < 0.0 and asked[kinds].high >= 0.0
        else "So asking and not acting does not harm as it was expected to."
    )
    return (
        f"In an ordinary service (reply expected: {expected[0].estimate:.2f}) a survey that is not acted on moves goodwill by "
        f"{said(asked[0])}, turnover by {said(asked[2], 2)} and the poll by {said(asked[3], 1)}. Where nothing is expected "
        f"({expected[1].estimate:.2f}) it moves goodwill by {said(asked[kinds])} and turnover by {said(asked[kinds + 2], 2)}. "
        f"The let-down alone moves goodwill by {said(let_down[0])} in the one and {said(let_down[2])} in the other; the rest "
        "is the hope that being asked raises. Without that hope the survey moves goodwill by "
        f"{said(ablation[2])} and by {said(ablation[6])}. The sign hangs on a guess: asking breaks even in goodwill where "
        f"{even.estimate:.2f} ({even.low:.2f} to {even.high:.2f}) of the expected reply is lost. "
        f"A survey that is acted on moves goodwill by {said(acted[0])}, but beside a survey without a let-down the acting "
        f"itself adds {said(acted[2])} of goodwill and {said(acted[3])} points of relief. {plainly}"
    )
