"""M20: inspectors come every few years. What they see has been prepared, and the grade moves reputation, money and posts.

    real  = 1 - (strain + share of overdue visits) / 2
    shown = real + shine x prepared x (1 - real)
    seen  = shown - depth x (shown - real)
    chance of grade j ~ published chance after the last grade x exp(j x (seen - usual) / spread)
    prepared += 1 / weeks of preparation while it goes on, and wears off after it        weeks to the next >= 26

The outcome `shown_state` is what inspectors of the usual depth would see. That strain and overdue visits count alike in the
real state, and that half a year lies between two inspections at least, are choices that no setting changes (grade D). Cycle
and transitions are published (grade A; 115 re-inspections); how far the state moves them, preparation and what follows come
from article A4 and are free (grade D).
"""

import math

import numpy as np

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.streams import INSPECTION_GRADE, INSPECTION_INTERVAL, bell, stream_key, uniform

GRADES_GIVEN = 4


@compiled
def preparation(authority, settings, levers):
    """How much of full preparation goes on this week, 0 to 1."""
    inspection = settings.inspection
    if inspection.on == 0:
        return 0.0
    left = authority.inspection_week - authority.week
    if 0 < left <= inspection.preparation_weeks or levers[0].preparing > 0.0:
        return 1.0 - levers[0].unannounced
    return 0.0


@compiled
def state_seen(real, prepared, deeper, inspection):
    """What inspectors see of a service whose true state is `real`, prepared so far, at a depth raised by `deeper`."""
    shown = real + inspection.shine * prepared * (1.0 - real)
    depth = inspection.depth + deeper * (1.0 - inspection.depth)
    return shown - depth * (shown - real)


@compiled
def transition(grade, inspection):
    """Published chances of the next grade after `grade`."""
    if grade == 0:
        return inspection.after_inadequate
    if grade == 1:
        return inspection.after_requires_improvement
    if grade == 2:
        return inspection.after_good
    return inspection.after_outstanding


@compiled
def grade_given(grade, seen, draw, inspection):
    """The next grade after `grade`, for a service of which inspectors see the state `seen`."""
    chances = transition(grade, inspection)
    tilt = clip((seen - inspection.usual) / inspection.spread, -20.0, 20.0)
    total = 0.0
    for each in range(GRADES_GIVEN):
        total += chances[each] * math.exp(tilt * each)
    left = draw * total
    for each in range(GRADES_GIVEN):
        left -= chances[each] * math.exp(tilt * each)
        if left <= 0.0:
            return each
    return GRADES_GIVEN - 1


@compiled
def usual_grade(draw, inspection):
    """A grade as often as it is in force in the long run, where every service shows the usual state."""
    share = np.full(GRADES_GIVEN, 1.0 / GRADES_GIVEN)
    for _ in range(200):
        after = np.zeros(GRADES_GIVEN)
        for grade in range(GRADES_GIVEN):
            chances = transition(grade, inspection)
            for each in range(GRADES_GIVEN):
                after[each] += share[grade] * chances[each]
        share = after / after.sum()
    left = draw
    for grade in range(GRADES_GIVEN):
        left -= share[grade]
        if left <= 0.0:
            return grade
    return GRADES_GIVEN - 1


@compiled
def next_inspection(week, grade, seed, inspection):
    """Week of the next inspection after one in `week` that gave `grade`."""
    years = inspection.interval_lowest if grade == 0 else inspection.interval_years
    years += inspection.interval_spread * bell(uniform(stream_key(seed, INSPECTION_INTERVAL, week), 0))
    return week + max(26, int(52.0 * years))


@compiled
def inspectors_come(authority, units, settings, levers, tally):
    """M20. Preparation is worn in and off; in the week of the inspection a grade is given."""
    inspection = settings.inspection
    top = units[len(units) - 1]
    overdue = top.overdue / top.open if top.open > 0 else 0.0
    real = 1.0 - 0.5 * (top.strain + overdue)
    week = authority.week
    if inspection.on == 1:
        they_come = week == authority.inspection_week or levers[0].inspection_now > 0.0
        going_on = preparation(authority, settings, levers)
        if going_on > 0.0:
            authority.prepared = min(1.0, authority.prepared + going_on / max(1.0, inspection.preparation_weeks))
        elif not they_come:
            authority.prepared -= authority.prepared / inspection.shine_weeks
        if they_come:
            seen = state_seen(real, authority.prepared, levers[0].inspection_depth, inspection)
            draw = uniform(stream_key(authority.seed, INSPECTION_GRADE, week), 0)
            authority.grade = grade_given(authority.grade, seen, draw, inspection)
            authority.pressure += inspection.pressure[authority.grade]
            authority.inspection_week = next_inspection(week, authority.grade, authority.seed, inspection)
            tally.inspections += 1.0
    tally.grade = authority.grade
    tally.real_state = real
    tally.shown_state = state_seen(real, authority.prepared, 0.0, inspection)
