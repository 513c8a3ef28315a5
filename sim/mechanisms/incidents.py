"""M19: serious incidents, what is notified of them, and whether learning or blame follows.

    expected incidents of a team = rate x (1 - learned) x sum of the risk of its cases
    risk of a case   = complexity x (without a worker) x (overdue) x hazard of the worker, 1 with none
    hazard           = exp(slope x exhaustion) x (1 + inexperience x exp(-weeks of practice / weeks))
    share notified   = share + slope x (mean safety of the team - reference), within [0, 1]
    fear += share x (1 - fear)        learned += gain x (1 - learned)        both wear off with a time of their own

Blame falls on one person of the team, and fear on all who see it: links upward get less safe, so less is said and less is
notified. Learning lowers the rate for a while. The level is calibrated to published notifications (grade A); safety and
the reporting of errors: Edmondson 1996, doi 10.1177/0021886396321001 (grade C); article A3; all else is free (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.people import hurt_by_blame, person_with_cases
from sim.state import NOBODY, VACANT
from sim.streams import (
    INCIDENT,
    INCIDENT_BLAME,
    INCIDENT_PERSON,
    INCIDENT_PLACE,
    NOTIFICATION,
    SUSPENSION,
    poisson_count,
    stream_key,
    uniform,
)


@compiled
def people_carry_risk(posts, settings):
    """M19. How much likelier an incident is with each person than with a rested and experienced one."""
    incidents = settings.incidents
    for row in range(len(posts)):
        post = posts[row]
        if post.cases > 0:
            lacking = math.exp(-post.experience / settings.hours.experience_weeks)
            post.hazard = math.exp(incidents.exhaustion_slope * post.exhaustion) * (
                1.0 + incidents.inexperience * lacking
            )


@compiled
def case_risk(case, late, without_worker, hazard, incidents):
    """How likely an incident is in one case, relative to an ordinary one in good hands."""
    risk = hazard
    if case.complexity == 2:
        risk *= incidents.complex_factor
    if without_worker:
        risk *= incidents.unallocated_factor
    if late:
        risk *= incidents.overdue_factor
    return risk


@compiled
def chance_of_notifying(posts, unit, settings):
    """Chance that an incident in this team is notified: silence and concealment follow fear."""
    people = 0
    safety = 0.0
    for row in range(unit.first, unit.last):
        if posts[row].kind != VACANT:
            people += 1
            safety += posts[row].safety
    mean = safety / people if people > 0 else settings.reporting.reference_safety
    incidents = settings.incidents
    return clip(
        incidents.notified_share + incidents.notified_safety * (mean - settings.reporting.reference_safety), 0.0, 1.0
    )


@compiled
def blame_falls(authority, posts, units, team, slot, settings, tally):
    """One person of the team is blamed, and may be suspended; fear spreads in the team, and a little in all others."""
    incidents = settings.incidents
    week = authority.week
    draw = uniform(stream_key(authority.seed, INCIDENT_PERSON, week), slot)
    row = person_with_cases(posts, units[team], draw)
    if row != NOBODY:
        hurt_by_blame(posts[row], settings)
        tally.blamings += 1.0
        if uniform(stream_key(authority.seed, SUSPENSION, week), slot) < incidents.proceedings_share:
            posts[row].absent_until = max(posts[row].absent_until, week + 1 + incidents.proceedings_weeks)
    for index in range(len(units)):
        unit = units[index]
        share = incidents.fear_team if index == team else incidents.fear_elsewhere
        unit.fear += share * (1.0 - unit.fear)


@compiled
def incident_happens(authority, posts, units, team, slot, settings, levers, tally):
    """What follows from one incident: a review, learning or blame, and, where it is notified, pressure from outside."""
    incidents = settings.incidents
    week = authority.week
    unit = units[team]
    tally.incidents += 1.0
    unit.review_until = max(unit.review_until, week + 1 + incidents.review_weeks)
    if uniform(stream_key(authority.seed, NOTIFICATION, week), slot) < chance_of_notifying(posts, unit, settings):
        tally.notified += 1.0
        authority.pressure += incidents.pressure
    blame = min(1.0, incidents.blame_share * levers[0].blame)
    if uniform(stream_key(authority.seed, INCIDENT_BLAME, week), slot) < blame:
        blame_falls(authority, posts, units, team, slot, settings, tally)
    else:
        authority.learned += incidents.learning_gain * (1.0 - authority.learned)


@compiled
def team_at_risk(units, total, draw):
    """Index of a front-line team, likelier the more of the risk it carries."""
    left = draw * total
    chosen = 0
    for team in range(len(units)):
        if units[team].tier == 1:
            chosen = team
            left -= units[team].risk
            if left <= 0.0:
                break
    return chosen


@compiled
def incidents_happen(authority, posts, units, settings, levers, tally):
    """M19. Incidents of the week, drawn and decreed; what earlier ones left behind wears off."""
    incidents = settings.incidents
    for index in range(len(units)):
        units[index].fear -= units[index].fear / incidents.fear_weeks
    for row in range(len(posts)):
        posts[row].blamed -= posts[row].blamed / incidents.blame_weeks
    authority.learned -= authority.learned / incidents.learning_weeks
    authority.pressure -= authority.pressure / incidents.pressure_weeks
    if incidents.on == 0:
        return
    total = 0.0
    for team in range(len(units)):
        unit = units[team]
        if unit.tier == 1:
            unit.risk *= incidents.rate / 52000.0 * (1.0 - authority.learned)
            total += unit.risk
    tally.incident_risk = total
    week = authority.week
    happening = poisson_count(stream_key(authority.seed, INCIDENT, week), 0, total) + int(levers[0].incident_now)
    place_key = stream_key(authority.seed, INCIDENT_PLACE, week)
    for slot in range(happening):
        team = team_at_risk(units, total, uniform(place_key, slot))
        incident_happens(authority, posts, units, team, slot, settings, levers, tally)
