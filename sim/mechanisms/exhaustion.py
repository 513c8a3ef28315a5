"""M06 and M07: demands exhaust, support buffers, rest recovers; exhaustion spreads in a team and drives absence.

    dE = rate (1 - E) demand exp(-spread x resilience) (1 - buffer x support) - E / recovery
         + contagion (mean of the team - E) + (1 - E) moral injury                                 kept within [0, 1]
    demand = min(1, (unpaid hours + unmet hours) / limit of unpaid hours)
    moral injury = size x max(0, expected reply - reply) of who spoke + size x requests sent back against one's judgement

    log odds of falling ill in a week = base + slope (E - 0.5)
    true strain of a person = 1/2 min(1, unmet hours / hours that count as full) + 1/2 [E > threshold of stress]

Demands and resources: Bakker and Demerouti 2007 (grade B for the form; the rate is calibrated to published stress, grade A);
slow return: Guthier, Dormann and Voelkle 2020, doi 10.1037/bul0000304 (grade B for its sign, C for its time); contagion:
Bakker, Le Blanc and Schaufeli 2005 (grade B for its sign, which the setting bears; its size is free); moral injury: article
A4 (grade D). Strain is a definition: both parts count alike, which no setting changes. Whoever is absent keeps the strain
last lived through, and whoever comes begins with none.
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip, logistic
from sim.mechanisms.case_queue import return_cases
from sim.mechanisms.decisions import share_sent_back
from sim.state import PERMANENT, VACANT
from sim.streams import ABSENCE, ABSENCE_LENGTH, exponential, stream_key, uniform


@compiled
def demand(post, settings):
    """Hours needed beyond the contract, as a share of the most that boundless goodwill would work; at most 1."""
    limit = settings.hours.overtime_limit
    if limit <= 0.0:
        return 0.0
    return min(1.0, (post.overtime + post.unmet) / limit)


@compiled
def exhaustion_step(post, team_mean, overridden, settings):
    """Exhaustion of one person at the end of the week, and its parts; `overridden` requests a case were sent back."""
    exhaustion = settings.exhaustion
    left = 1.0 - post.exhaustion
    personal = math.exp(-exhaustion.resilience_spread * post.resilience)
    drive = exhaustion.rate * personal * demand(post, settings) * (1.0 - exhaustion.buffer * post.support)
    disappointed = max(0.0, post.expected_reply - post.reply) if post.spoke == 1 else 0.0
    injury = exhaustion.moral_injury * disappointed + exhaustion.override_injury * overridden * post.cases
    # Every part of the exhaustion heals alike, in rest and among rested colleagues, so the parts add up to the whole.
    kept = 1.0 - 1.0 / exhaustion.recovery_weeks
    pull = exhaustion.contagion * (team_mean - post.exhaustion)
    now = kept * post.exhaustion + left * (drive + injury) + pull
    if pull < 0.0:
        kept += pull / post.exhaustion
    post.tired_by_hours = kept * post.tired_by_hours + left * drive
    post.tired_by_decisions = kept * post.tired_by_decisions + left * injury
    post.tired_by_blame = kept * post.tired_by_blame
    post.tired_by_colleagues = kept * post.tired_by_colleagues + max(0.0, pull)
    if now > 1.0:
        post.tired_by_hours /= now
        post.tired_by_decisions /= now
        post.tired_by_blame /= now
        post.tired_by_colleagues /= now
    return clip(now, 0.0, 1.0)


@compiled
def people_exhaust(authority, posts, units, settings):
    """M06, M07. Exhaustion of everyone; contagion works among those who report to the same manager."""
    if settings.exhaustion.on == 0:
        return
    overridden = settings.casework.requests / 52.0 * share_sent_back(authority, settings)
    for index in range(len(units)):
        unit = units[index]
        if unit.tier > 1 and settings.exhaustion.managers_too == 0:
            continue
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind != VACANT:
                post.exhaustion = exhaustion_step(post, unit.exhaustion, overridden, settings)
    if settings.exhaustion.managers_too == 1:
        director = posts[len(posts) - 1]
        if director.kind != VACANT:
            director.exhaustion = exhaustion_step(director, director.exhaustion, overridden, settings)


@compiled
def strain_of(post, settings):
    """True strain of a person, 0 to 1: half unmet hours, half being stressed. Belief and truth are both about this."""
    exhaustion = settings.exhaustion
    stressed = 1.0 if post.exhaustion > exhaustion.stressed_above else 0.0
    return 0.5 * min(1.0, post.unmet / exhaustion.full_unmet_hours) + 0.5 * stressed


@compiled
def strain_shows(authority, posts, units, settings):
    """The true strain of every person and unit, and the mean exhaustion of the people side by side."""
    for row in range(len(posts)):
        post = posts[row]
        if post.kind != VACANT and (post.absent_until <= authority.week):
            post.strain = strain_of(post, settings)
    for index in range(len(units)):
        unit = units[index]
        heads = 0
        people = 0
        strain = 0.0
        exhaustion = 0.0
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.tier > 0:
                below = units[post.unit]
                heads += below.heads
                strain += below.strain * below.heads
            elif post.kind != VACANT:
                heads += 1
                strain += post.strain
            if post.kind != VACANT:
                people += 1
                exhaustion += post.exhaustion
        unit.heads = heads
        unit.strain = strain / heads if heads > 0 else 0.0
        unit.exhaustion = exhaustion / people if people > 0 else 0.0


@compiled
def absences_begin(authority, posts, units, cases, settings, tally):
    """M06. People fall ill from next week on, the exhausted more often; in a long absence the cases go back to the team.

    Burnout and absence .23: Swider and Zimmerman 2010, doi 10.1016/j.jvb.2010.01.003.
    """
    exhaustion = settings.exhaustion
    week = authority.week
    key = stream_key(authority.seed, ABSENCE, week)
    length_key = stream_key(authority.seed, ABSENCE_LENGTH, week)
    for row in range(len(posts)):
        post = posts[row]
        if post.kind == VACANT:
            continue
        if post.absent_until > week:
            tally.absent += 1.0 if post.kind == PERMANENT else 0.0
            # Whoever was suspended this week.
            if post.cases > 0 and post.absent_until - week > exhaustion.cases_return_weeks:
                return_cases(row, authority, posts, units, cases)
            continue
        chance = logistic(exhaustion.absence_base + exhaustion.absence_slope * (post.exhaustion - 0.5))
        if exhaustion.on == 1 and uniform(key, row) < chance:
            weeks = 1 + int(exponential(uniform(length_key, row), max(0.0, exhaustion.absence_weeks - 0.5)))
            post.absent_until = week + 1 + weeks
            if weeks >= exhaustion.cases_return_weeks:
                return_cases(row, authority, posts, units, cases)
