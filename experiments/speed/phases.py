"""Where the compiled week spends its time: `advance_week` with a clock read after each phase.

The timed week is made from the source of the real one, so that it cannot fall behind. The clock is POSIX
`clock_gettime`, which compiled code can call; on Windows there is none, and no table.
"""

import ast
import ctypes
import inspect
import textwrap
import time

import numba
import numpy as np

import sim.week
from sim.layout import lay_out
from sim.levers import neutral_levers
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Exit, Tally, dtype_of

_CLOCK = time.CLOCK_MONOTONIC
_clock_gettime = ctypes.CDLL(None).clock_gettime
_clock_gettime.argtypes = (ctypes.c_int, ctypes.c_void_p)


@numba.njit
def _tick(now, spent, phase):
    """Add the time since the last tick to `spent[phase]`, in nanoseconds; `now` holds seconds and nanoseconds."""
    before = now[0] * 1_000_000_000 + now[1]
    _clock_gettime(_CLOCK, now.ctypes)
    if phase >= 0:
        spent[phase] += now[0] * 1_000_000_000 + now[1] - before


def _timed_week():
    """The compiled week with ticks, and the names of its phases."""
    function = getattr(sim.week.advance_week, "py_func", sim.week.advance_week)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    week = tree.body[0]
    week.decorator_list = []
    week.args.args += [ast.arg("now"), ast.arg("spent")]
    names = []
    body = ast.parse("_tick(now, spent, -1)").body
    for statement in week.body:
        body.append(statement)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            body += ast.parse(f"_tick(now, spent, {len(names)})").body
            names.append(statement.value.func.id)
    week.body = body
    scope = dict(vars(sim.week), _tick=_tick)
    exec(compile(ast.fix_missing_locations(tree), "<the timed week>", "exec"), scope)
    return numba.njit(scope["advance_week"]), names


def time_phases(settings: Settings, seeds: range) -> dict[str, float]:
    """Nanoseconds per worker-week of each phase, dearest first: medians over one run for each seed."""
    week, names = _timed_week()

    @numba.njit
    def run(authority, posts, units, cases, settings, cases_a_post, levers, tallies, log, now, spent):
        place, none = log[0], log[:0]
        for index in range(len(tallies)):
            week(
                authority[0],
                posts,
                units,
                cases,
                settings[0],
                cases_a_post,
                levers[index],
                tallies[index],
                place,
                none,
                now,
                spent,
            )

    weeks = settings.weeks + settings.warmup_years * WEEKS_A_YEAR
    spent = np.zeros((len(seeds), len(names)))
    # The first run compiles and is thrown away.
    for index, seed in enumerate([seeds[0], *seeds]):
        o = lay_out(settings, seed)
        clock, row = np.zeros(2, np.int64), np.zeros(len(names))
        tallies = np.zeros(weeks, dtype_of(Tally))
        levers = neutral_levers(weeks, settings.authority.tiers)
        log = np.zeros(1, dtype_of(Exit))
        run(o.authority, o.posts, o.units, o.cases, o.settings, o.cases_a_post, levers, tallies, log, clock, row)
        spent[max(0, index - 1)] = row
    per_worker_week = np.median(spent, axis=0) / weeks / settings.authority.front_line_posts
    return dict(sorted(zip(names, per_worker_week.tolist(), strict=True), key=lambda pair: -pair[1]))
