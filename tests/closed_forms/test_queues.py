"""Little's law on the engine's own cases: mean number open = arrivals a week x mean weeks open."""

from collections.abc import Callable

import numpy as np
import pytest
from week_by_week import weeks_of

from sim.settings.study import Settings
from sim.state import FREE

WINDOW = 20 * 52


@pytest.mark.parametrize(
    "words",
    [(), ("mechanism.casework.deferred_share=1", "authority.cases_a_post=15"), ("mechanism=[core]",)],
    ids=["usual", "all work deferred", "core"],
)
def test_littles_law(build: Callable[..., Settings], words: tuple[str, ...]) -> None:
    settings = build("authority=small_unitary", "years=20", "mechanism.recruitment.growth=0", *words)
    opened: dict[int, int] = {}
    weeks_open: list[int] = []
    arrived = closed = open_weeks = 0.0
    for week in weeks_of(settings):
        cases = week.cases
        now = {int(row): int(cases["opened"][row]) for row in np.flatnonzero(cases["state"] != FREE)}
        if week.number >= 0:
            gone = [week.number - began for row, began in opened.items() if now.get(row) != began]
            # A case that came and closed within the week was never seen open.
            weeks_open += gone + [0] * int(week.tally.closed - len(gone))
            arrived += week.tally.arrived - week.tally.refused
            closed += week.tally.closed
            open_weeks += week.tally.open
        opened = now
    assert len(weeks_open) == closed
    rate, mean_open, mean_stay = arrived / WINDOW, open_weeks / WINDOW, float(np.mean(weeks_open))
    # Exact over an endless window; cases that straddle the ends of twenty years, a stay of about one, blur it by this.
    assert mean_open == pytest.approx(rate * mean_stay, rel=0.03)
