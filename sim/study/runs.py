"""One run: an organisation warms up once, and each arm goes on from a copy of it.

The warm-up is the same in every arm of a replicate, so it is run once. Draws are keyed by the absolute week, so a run
that goes on from a copy is, to the last bit, the run that was never interrupted.
"""

import time
from dataclasses import dataclass
from threading import Event

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.interventions.base import pull_all
from sim.layout import Organisation, lay_out
from sim.levers import neutral_levers
from sim.outcomes import names_of, summarise, weekly
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Exit, Post, Tally, dtype_of, fields_of


class RunFailed(Exception):
    """A run that cannot be used: its table of cases is full, or a state is not a finite number."""


class Stopped(Exception):
    """A run that was asked to stop."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """An organisation at the end of its warm-up, and the tallies of its last 52 weeks."""

    organisation: Organisation
    tallies: np.ndarray


@dataclass(frozen=True, slots=True)
class Run:
    """One run. weekly: outcomes by week from -52, the last year of the warm-up; summary: outcomes over the window.

    exits: the log of those who left, rows of `sim.state.Exit`, where it was asked for.
    """

    settings: Settings
    seed: int
    seconds: float
    weekly: pd.DataFrame
    summary: pd.Series
    exits: np.ndarray | None = None


def warm_up(settings: Settings, seed: int, stop: Event | None = None) -> WarmUp:
    """Lay the authority out and let it settle. No intervention acts, whatever `settings` holds."""
    organisation = lay_out(settings, seed)
    tallies = advance(
        organisation, neutral_levers(settings.warmup_years * WEEKS_A_YEAR, settings.authority.tiers), stop
    )
    return WarmUp(organisation, tallies[-WEEKS_A_YEAR:])


def run_arm(
    warm: WarmUp, settings: Settings, stop: Event | None = None, exits: list[np.ndarray] | None = None
) -> np.ndarray:
    """Tallies of the weeks after the warm-up, shape (weeks,), with the interventions of `settings`; exits as in `advance`.

    Goes on from a copy, so `warm` can serve every arm whose settings differ in interventions only. Raises RunFailed.
    """
    levers = pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))
    return advance(warm.organisation.copy(), levers, stop, exits)


def run(settings: Settings, seed: int | None = None, *, exits: bool = False) -> Run:
    """One run of `settings` with all its interventions. `seed` is that of the settings unless given.

    exits: also log everyone who leaves, with the reasons; it changes no number.
    """
    chosen = settings.seed if seed is None else seed
    started = time.perf_counter()
    log: list[np.ndarray] | None = [] if exits else None
    try:
        warm = warm_up(settings, chosen)
        after = run_arm(warm, settings, exits=log)
    except RunFailed as failure:
        raise UserError(f"the run with seed {chosen} failed: {failure}") from failure
    tiers = settings.authority.tiers
    table = pd.DataFrame(weekly(np.concatenate([warm.tallies, after]), tiers), columns=list(names_of(tiers)))
    table.index = pd.RangeIndex(-WEEKS_A_YEAR, settings.weeks, name="week")
    summary = pd.Series(summarise(after, tiers, slice(*settings.window_weeks)), name=settings.window)
    left = None if log is None else np.concatenate(log)
    return Run(settings, chosen, time.perf_counter() - started, table, summary, left)


def advance(
    organisation: Organisation, levers: np.ndarray, stop: Event | None = None, exits: list[np.ndarray] | None = None
) -> np.ndarray:
    """Run the organisation, in place, through the weeks of `levers`; returns their tallies.

    exits: a list to which the log of those who left is added, one array of `sim.state.Exit` for each year.
    """
    o = organisation
    tallies = np.zeros(len(levers), dtype_of(Tally))
    # A year at a time, so that a request to stop is soon heard.
    for first in range(0, len(levers), WEEKS_A_YEAR):
        if stop is not None and stop.is_set():
            raise Stopped
        year = slice(first, first + WEEKS_A_YEAR)
        # Room for everyone to leave every week, and the row to work in; memory that is not written is not taken.
        log = None if exits is None else np.zeros(WEEKS_A_YEAR * len(o.posts) + 1, dtype_of(Exit))
        written = o.advance(levers[year], tallies[year], log)
        if exits is not None and log is not None:
            exits.append(log[:written].copy())
        if o.authority["full"][0] == 1:
            raise RunFailed(f"the table of cases is full after week {int(o.authority['week'][0])}")
    _check_finite(o.posts, Post)
    _check_finite(tallies, Tally)
    return tallies


def _check_finite(rows: np.ndarray, record: type) -> None:
    """Raise RunFailed where a real state variable is nan or infinite."""
    for field in fields_of(record):
        if field.kind is np.float64 and not np.isfinite(rows[field.name]).all():
            raise RunFailed(f"{record.__name__.lower()}.{field.name} is not a finite number")
