"""M01: cases come to the door, are worked and visited, and are closed.

    new cases of a team in a week ~ Poisson(posts of week 0 x demand x cases a post and year x growth / 52)
    work left of a case -= 1 - deferred_share x (1 - share of its work done this week)
    work toward a visit += share of the visits due that was made; a visit at every interval of the case's complexity
    overdue: more weeks than that interval since the last visit, or since the case came

A case takes a week's work at least. A case that waits is neither worked nor visited. An accounting identity with a service
rule: the caseload of 16.9 is published (workforce census, grade A); the hours of a case are set so that so many fill the
hours worked; mix, length, visits due and the deferred share are assumptions (all grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.case_queue import close, free_slot, push
from sim.mechanisms.decisions import share_refused
from sim.mechanisms.families import grievance
from sim.mechanisms.incidents import case_risk
from sim.state import ALLOCATED, FREE, NOBODY
from sim.streams import (
    ARRIVALS,
    CASE_COMPLEXITY,
    CASE_DURATION,
    GATEKEEPING,
    exponential,
    poisson_count,
    stream_key,
    uniform,
)

# Weeks before any week of any run.
LONG_AGO = 10**6


@compiled
def team_inflow(unit, cases_a_post, authority):
    """Expected new cases of a team in a week: posts of week 0, grown like the establishment, times lasting demand."""
    growth = math.exp(math.log(1.0 + authority.growth) * authority.week / 52.0)
    return unit.posts * unit.demand * cases_a_post * growth / 52.0


@compiled
def visit_interval(complexity, casework):
    """Weeks between visits due for a case of this complexity."""
    if complexity == 0:
        return casework.light_visit_weeks
    if complexity == 1:
        return casework.medium_visit_weeks
    return casework.complex_visit_weeks


@compiled
def open_case(unit, team, slot, authority, cases, settings):
    """Open one case for `team`, its complexity and work drawn by `slot`, and queue it; its row, or -1 for no room."""
    row = free_slot(authority, cases)
    if row == NOBODY:
        return row
    casework = settings.casework
    week = authority.week
    case = cases[row]
    case.team = team
    case.worker = NOBODY
    u = uniform(stream_key(authority.seed, CASE_COMPLEXITY, week), slot)
    if u < casework.light_share:
        case.complexity = 0
        hours = casework.light_hours
    elif u < 1.0 - casework.complex_share:
        case.complexity = 1
        hours = casework.medium_hours
    else:
        case.complexity = 2
        hours = casework.complex_hours
    case.load = int(hours * 10.0 + 0.5)
    case.opened = week
    case.waiting_since = week
    case.same_since = week
    case.changed = week - LONG_AGO
    draw = uniform(stream_key(authority.seed, CASE_DURATION, week), slot)
    case.remaining = max(1.0, exponential(draw, casework.duration_weeks))
    case.visit_progress = 0.0
    case.visited = week
    case.visit_weeks = visit_interval(case.complexity, casework)
    push(unit, cases, row)
    authority.open_cases += 1
    return row


@compiled
def cases_arrive(authority, posts, units, cases, settings, cases_a_post, levers, tally):
    """M01, M16. New cases come to each team; the director's gatekeeping refuses some, which costs the team hours."""
    week = authority.week
    key = stream_key(authority.seed, ARRIVALS, week)
    gate_key = stream_key(authority.seed, GATEKEEPING, week)
    refusing = share_refused(posts[len(posts) - 1], authority, settings)
    for team in range(len(units)):
        unit = units[team]
        unit.refused = 0
        if unit.tier != 1 or settings.casework.on == 0:
            continue
        count = poisson_count(key, team, team_inflow(unit, cases_a_post, authority) * levers[0].demand)
        tally.arrived += count
        for place in range(count):
            slot = team * 1000003 + place
            if uniform(gate_key, slot) < refusing:
                unit.refused += 1
                tally.refused += 1
            else:
                open_case(unit, team, slot, authority, cases, settings)


@compiled
def work_cases(authority, posts, units, cases, settings, tally):
    """M01. Each held case moves on by the share of its work that was done; finished ones close.

    Of the work that was not done, `deferred_share` must still be done later; the rest is lost to the family. On the way,
    each team's overdue visits, risk of incidents and grievances are added up (M15, M19, M24).
    """
    week = authority.week
    incidents = settings.incidents
    families = settings.families
    for team in range(len(units)):
        unit = units[team]
        unit.open = 0
        unit.overdue = 0
        unit.risk = 0.0
        unit.grievance = 0.0
    deferred_share = settings.casework.deferred_share
    # This loop is most of a week's work. Counts are kept here and written once, and nothing is looked up twice.
    held = 0
    held_by_managers = 0
    unallocated = 0
    overdue = 0
    long_held = 0
    long_held_same = 0
    for index in range(authority.used_cases):
        case = cases[index]
        if case.state == FREE:
            continue
        if case.state == ALLOCATED:
            post = posts[case.holder]
            case.remaining -= 1.0 - deferred_share * (1.0 - post.served)
            case.visit_progress += post.visits
            if case.visit_progress >= case.visit_weeks:
                case.visit_progress -= case.visit_weeks
                case.visited = week
            if case.remaining <= 0.0:
                post.cases -= 1
                post.load -= case.load
                post.complex_cases -= 1 if case.complexity == 2 else 0
                close(index, authority, cases, tally)
                continue
            long_held += week - case.opened >= 52
            long_held_same += week - case.same_since >= 52
            if post.tier == 0:
                held += 1
            else:
                held_by_managers += 1
            hazard = post.hazard
            waiting = False
        else:
            unallocated += 1
            hazard = 1.0
            waiting = True
        late = week - case.visited > case.visit_weeks
        overdue += late
        unit = units[case.team]
        unit.open += 1
        unit.overdue += late
        unit.risk += case_risk(case, late, waiting, hazard, incidents)
        unit.grievance += grievance(late, waiting, week - case.changed, families)
    tally.held = held
    tally.held_by_managers = held_by_managers
    tally.unallocated = unallocated
    tally.overdue = overdue
    tally.long_held = long_held
    tally.long_held_same = long_held_same
    tally.open = authority.open_cases
