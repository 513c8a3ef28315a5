"""M08: who leaves, and where to. Workload acts through exhaustion only.

    log odds = base + exhaustion - support - expected reply - pay + short tenure + reasons of one's own + the authority's year

Swider and Zimmerman 2010 (burnout, grade B), Mor Barak et al. 2009 (supervision, grade B), Kim and Kao 2014 (influence,
grade B), Falch (pay, grade C). The level is calibrated to the workforce census (grade A).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import logistic
from sim.mechanisms.casework import return_cases
from sim.mechanisms.people import vacate
from sim.state import PERMANENT
from sim.streams import AUTHORITY_YEARLY, DESTINATION, LEAVING, bell, stream_key, uniform


@compiled
def push_of_the_year(authority, settings):
    """Log odds that this authority and this year add for everyone: labour market, reputation, chance."""
    key = stream_key(authority.seed, AUTHORITY_YEARLY, authority.week // 52)
    return authority.lasting_push + settings.leaving.yearly_spread * bell(uniform(key, 0))


@compiled
def log_odds_of_leaving(post, week, push, reluctance, settings):
    """Weekly log odds that this person leaves."""
    leaving = settings.leaving
    log_odds = (
        leaving.base
        + leaving.exhaustion_slope * (post.exhaustion - 0.5)
        - leaving.support_slope * (post.support - 0.5)
        - leaving.reply_slope * (post.expected_reply - 0.5)
        - leaving.pay_slope * math.log(leaving.relative_pay)
        + leaving.short_tenure * math.exp(-(week - post.started) / leaving.short_tenure_weeks)
        + leaving.personal_spread * post.restlessness
        + push
        + reluctance
    )
    return log_odds + leaving.managers if post.tier > 0 else log_odds


@compiled
def permanent_staff_leave(authority, posts, units, cases, settings, levers, tally):
    """M08. Permanent staff of every tier leave by the same equation; their cases go back to the team."""
    leaving = settings.leaving
    if leaving.on == 0:
        return
    week = authority.week
    key = stream_key(authority.seed, LEAVING, week)
    destination_key = stream_key(authority.seed, DESTINATION, week)
    push = push_of_the_year(authority, settings)
    for row in range(len(posts)):
        post = posts[row]
        if post.kind != PERMANENT:
            continue
        lever = levers[post.tier]
        reluctance = lever.reluctance if post.tier > 0 and post.rank < lever.rotation_share else 0.0
        if uniform(key, row) >= logistic(log_odds_of_leaving(post, week, push, reluctance, settings)):
            continue
        tally.leavers += 1.0
        tally.manager_leavers += 1.0 if post.tier > 0 else 0.0
        u = uniform(destination_key, row)
        if u < leaving.out_share:
            tally.leavers_out += 1.0
        elif u < leaving.out_share + leaving.agency_share:
            tally.leavers_agency += 1.0
        else:
            tally.leavers_elsewhere += 1.0
        return_cases(row, authority, posts, units, cases)
        vacate(post)
