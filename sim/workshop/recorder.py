"""A run that is watched: what every post and every unit is like, week by week. The trees are drawn of one such run.

The weeks are the same compiled weeks as everywhere, so a watched run has the numbers of any other run on its seed.
"""

from threading import Event

import numpy as np
from numba import literal_unroll

from sim.compiled import compiled
from sim.layout import Organisation
from sim.mechanisms.decisions import discretion_of
from sim.settings.study import WEEKS_A_YEAR
from sim.state import Exit, Tally, dtype_of
from sim.study.runs import RunFailed, Stopped
from sim.week import run_weeks

# State variables that are kept.
_OF_POSTS = (
    "strain", "exhaustion", "kind", "cases", "in_post_since", "established", "belief", "overtime", "unmet", "seen_load",
    "seen_discretion", "seen_intent",
)  # fmt: skip
_OF_UNITS = ("strain", "signal", "relief")


class Recorder:
    """Runs an organisation and keeps what is drawn."""

    def __init__(self, organisation: Organisation, weeks: int) -> None:
        self.organisation = organisation
        self._posts = np.zeros((weeks, len(organisation.posts)), _kept(organisation.posts.dtype, _OF_POSTS))
        self._units = np.zeros((weeks, len(organisation.units)), _kept(organisation.units.dtype, _OF_UNITS))
        self._discretion = np.zeros(weeks)
        self._tallies = np.zeros(weeks, dtype_of(Tally))
        self.done = 0

    def copy(self, organisation: Organisation) -> "Recorder":
        """The same record so far, going on with another organisation in the same state."""
        other = Recorder(organisation, len(self._tallies))
        other._posts[: self.done] = self.posts
        other._units[: self.done] = self.units
        other._discretion[: self.done] = self.discretion
        other._tallies[: self.done] = self.tallies
        other.done = self.done
        return other

    def advance(self, levers: np.ndarray, stop: Event | None = None) -> None:
        """Run the weeks of `levers`. Raises Stopped when asked to stop, RunFailed where the cases have no room."""
        o = self.organisation
        exits = np.zeros(1, dtype_of(Exit))
        # A year at a time, so that a request to stop is soon heard.
        for first in range(0, len(levers), WEEKS_A_YEAR):
            if stop is not None and stop.is_set():
                raise Stopped
            year = levers[first : first + WEEKS_A_YEAR]
            weeks = slice(self.done, self.done + len(year))
            with np.errstate(over="ignore"):
                record_weeks(
                    o.authority, o.posts, o.units, o.cases, o.settings, o.cases_a_post, year, self._tallies[weeks], exits,
                    self._posts[weeks], self._units[weeks], self._discretion[weeks],
                )  # fmt: skip
            self.done = weeks.stop
        if o.authority["full"][0] == 1:
            raise RunFailed("the table of cases is full")

    @property
    def posts(self) -> np.ndarray:
        """What was kept of each post, shape (weeks done, posts)."""
        return self._posts[: self.done]

    @property
    def units(self) -> np.ndarray:
        """What was kept of each unit, shape (weeks done, units)."""
        return self._units[: self.done]

    @property
    def discretion(self) -> np.ndarray:
        """The most relief that the director might grant, shape (weeks done,)."""
        return self._discretion[: self.done]

    @property
    def tallies(self) -> np.ndarray:
        """Tallies of the weeks that were run."""
        return self._tallies[: self.done]


def _kept(record: np.dtype, names: tuple[str, ...]) -> np.dtype:
    return np.dtype([(name, record[name]) for name in names])


@compiled
def record_weeks(
    authority, posts, units, cases, settings, cases_a_post, levers, tallies, exits, of_posts, of_units, discretion
):
    """`run_weeks`, one at a time, and after each what is kept of it: rows of of_posts, of_units and discretion are weeks."""
    for week in range(len(tallies)):
        one = slice(week, week + 1)
        run_weeks(authority, posts, units, cases, settings, cases_a_post, levers[one], tallies[one], exits)
        for name in literal_unroll(_OF_POSTS):
            for row in range(len(posts)):
                of_posts[week, row][name] = posts[row][name]
        for name in literal_unroll(_OF_UNITS):
            for row in range(len(units)):
                of_units[week, row][name] = units[row][name]
        discretion[week] = discretion_of(authority[0].tiers - 1, authority[0], settings[0])
