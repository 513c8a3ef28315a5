"""A run taken one week at a time from the first week of the warm-up, with the state before and after each week."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.interventions.base import pull_all
from sim.layout import Organisation, lay_out
from sim.levers import neutral_levers
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Tally, dtype_of


@dataclass(frozen=True)
class Week:
    """One week that has just been run: the posts and units before it, everything after it, its tally and its levers."""

    number: int
    posts_before: np.ndarray
    units_before: np.ndarray
    after: Organisation
    tally: np.void
    levers: np.ndarray

    @property
    def procedures(self) -> float:
        """Load of the procedures in force in the week, relative to usual."""
        return float(self.after.authority["procedures"][0])

    @property
    def posts(self) -> np.ndarray:
        """The posts after the week."""
        return self.after.posts

    @property
    def units(self) -> np.ndarray:
        """The units after the week."""
        return self.after.units

    @property
    def cases(self) -> np.ndarray:
        """The rows of the table of cases that were ever used."""
        return self.after.cases[: int(self.after.authority["used_cases"][0])]


def weeks_of(settings: Settings, organisation: Organisation | None = None) -> Iterator[Week]:
    """Every week of the run of `settings` with its own seed, the warm-up first; or those left to an `organisation`."""
    o = lay_out(settings, settings.seed) if organisation is None else organisation
    levers = np.concatenate(
        [
            neutral_levers(settings.warmup_years * WEEKS_A_YEAR, settings.authority.tiers),
            pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers)),
        ]
    )
    for row in range(int(o.authority["week"][0]) + settings.warmup_years * WEEKS_A_YEAR, len(levers)):
        tallies = np.zeros(1, dtype_of(Tally))
        posts, units = o.posts.copy(), o.units.copy()
        o.advance(levers[row : row + 1], tallies)
        yield Week(row - settings.warmup_years * WEEKS_A_YEAR, posts, units, o, tallies[0], levers[row])
