"""Coming and going at a constant hazard has a closed form: tenure is geometric, and vacancy follows from the wait.

With a weekly chance h of leaving and a mean wait of T weeks for each vacancy, the vacancy share is hT / (1 + hT).
Turnover of 15% a year and 16 weeks of waiting give 4.76%.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from week_by_week import weeks_of

from sim.settings.study import Settings
from sim.state import PERMANENT, SCHEDULED

POSTS = 1000
WEEKLY = 1.0 - 0.85 ** (1.0 / 52.0)
WAIT = 16.0
FOUND = 1.0 / (1.0 + WAIT)  # a post can be filled in the week in which it falls vacant: the mean wait is (1 - p) / p
ERRORS = 4.0


@pytest.fixture(scope="module")
def constant(build: Callable[..., Settings]) -> Settings:
    """Nothing moves but people, who leave and are found by chance alone."""
    leaving = {
        "base": math.log(WEEKLY / (1.0 - WEEKLY)),
        **dict.fromkeys(("exhaustion_slope", "support_slope", "reply_slope", "pay_slope", "short_tenure"), 0.0),
        **dict.fromkeys(("personal_spread", "managers", "lasting_spread", "yearly_spread"), 0.0),
    }
    recruitment = {
        "fill_rate": -52.0 * math.log(1.0 - FOUND),
        **dict.fromkeys(("attractiveness", "agency_rate", "absence_rate", "growth"), 0.0),
        "hiring_weeks": 0,
    }
    off = ("casework", "exhaustion", "voice", "decisions", "promotion")
    return build(
        "authority=training_team",
        f"authority.front_line_posts={POSTS}",
        "authority.spans=[10,100]",
        "years=30",
        "warmup_years=5",
        *(f"mechanism.{name}.on=false" for name in off),
        *(f"mechanism.leaving.{name}={value!r}" for name, value in leaving.items()),
        *(f"mechanism.recruitment.{name}={value!r}" for name, value in recruitment.items()),
    )


@pytest.fixture(scope="module")
def followed(constant: Settings) -> dict[str, np.ndarray]:
    """Completed tenures and waits at the front line, and permanent people there, over thirty years."""
    tenures: list[int] = []
    waits: list[int] = []
    in_post: list[int] = []
    vacant_since: dict[int, int] = {}
    for week in weeks_of(constant):
        place = (week.posts["tier"] == 0) & (week.posts["place"] == SCHEDULED)
        before, after = week.posts_before[place], week.posts[place]
        had, has = before["kind"] == PERMANENT, after["kind"] == PERMANENT
        left = had & (before["person"] != after["person"])
        for row in np.flatnonzero(left):
            vacant_since[row] = week.number
            if week.number >= 0:
                tenures.append(week.number - int(before["started"][row]))
        for row in np.flatnonzero(has & (before["person"] != after["person"])):
            if row in vacant_since and vacant_since[row] >= 0:
                waits.append(week.number - vacant_since[row])
        if week.number >= 0:
            in_post.append(int(has.sum()))
    return {"tenures": np.array(tenures), "waits": np.array(waits), "in_post": np.array(in_post)}


def test_leaving_happens_at_the_constant_hazard(followed: dict[str, np.ndarray]) -> None:
    exposed, left = followed["in_post"].sum(), len(followed["tenures"])
    assert abs(left / exposed - WEEKLY) < ERRORS * math.sqrt(WEEKLY * (1.0 - WEEKLY) / exposed)


def test_tenure_is_geometric(followed: dict[str, np.ndarray]) -> None:
    tenures = followed["tenures"]
    mean, spread = 1.0 / WEEKLY, math.sqrt(1.0 - WEEKLY) / WEEKLY
    assert mean == pytest.approx(320.5, abs=0.1)
    assert abs(tenures.mean() - mean) < ERRORS * spread / math.sqrt(len(tenures))
    for weeks in (13, 52, 260, 520):
        chance = 1.0 - (1.0 - WEEKLY) ** weeks
        error = math.sqrt(chance * (1.0 - chance) / len(tenures))
        assert abs((tenures <= weeks).mean() - chance) < ERRORS * error


def test_a_vacancy_waits_as_long_as_it_should(followed: dict[str, np.ndarray]) -> None:
    waits = followed["waits"]
    assert abs(waits.mean() - WAIT) < ERRORS * math.sqrt(1.0 - FOUND) / FOUND / math.sqrt(len(waits))
    assert abs((waits == 0).mean() - FOUND) < ERRORS * math.sqrt(FOUND * (1.0 - FOUND) / len(waits))


def test_vacancy_share_follows_from_hazard_and_wait(followed: dict[str, np.ndarray]) -> None:
    share = WEEKLY * WAIT / (1.0 + WEEKLY * WAIT)
    assert share == pytest.approx(0.0476, abs=0.0001)
    vacant = 1.0 - followed["in_post"] / POSTS
    # Each post is a chain of two states whose memory fades by (1 - h)(1 - p) a week: so many weeks count as one.
    memory = (1.0 - WEEKLY) * (1.0 - FOUND)
    independent = POSTS * len(vacant) * (1.0 - memory) / (1.0 + memory)
    assert abs(vacant.mean() - share) < ERRORS * math.sqrt(share * (1.0 - share) / independent)
