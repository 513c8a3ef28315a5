"""M08: who leaves, and where to. Workload acts through exhaustion only.

    log odds in a week = base + b1 (exhaustion - 0.5) - b2 (support - 0.5) - b3 (expected reply - 0.5) + b4 blame
                         - b5 log(pay relative to neighbours) + b6 exp(-weeks in the service / weeks)
                         + reasons of one's own + lasting push of the authority + push of the year
                         + difference of managers + reluctance of those in rotation

The pushes are the same for everyone in the service. Swider and Zimmerman 2010 (burnout, grade B), Mor Barak et al. 2009
(supervision, grade B), Kim and Kao 2014 (influence, grade B), Falch (pay, grade C); short tenure (grade C), blame and the
difference of managers (grade D). The level, its spread and the destinations are of the workforce census (grade A).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import logistic
from sim.mechanisms.case_queue import return_cases
from sim.mechanisms.people import vacate
from sim.state import NOBODY, OUT_OF_SECTOR, PERMANENT, TO_AGENCY, TO_ANOTHER_AUTHORITY
from sim.streams import AUTHORITY_YEARLY, DESTINATION, DIRECTOR_GOES, LEAVING, STAFF_LOSS, bell, stream_key, uniform


@compiled
def push_of_the_year(authority, settings):
    """Log odds that this authority and this year add for everyone: labour market, reputation, chance."""
    key = stream_key(authority.seed, AUTHORITY_YEARLY, authority.week // 52)
    return authority.lasting_push + settings.leaving.yearly_spread * bell(uniform(key, 0))


@compiled
def terms_of_leaving(post, week, push, reluctance, pay, settings, terms):
    """Write the terms of this person's weekly log odds of leaving into the record `terms`; returns their sum.

    Each term is 0 where the reason to leave is wholly absent: no exhaustion, full support, full hope, pay as elsewhere.
    """
    leaving = settings.leaving
    terms.base = leaving.base - 0.5 * leaving.exhaustion_slope - 0.5 * leaving.support_slope - 0.5 * leaving.reply_slope
    if post.tier > 0:
        terms.base += leaving.managers
    terms.exhaustion = leaving.exhaustion_slope * post.exhaustion
    terms.support = leaving.support_slope * (1.0 - post.support)
    terms.reply = leaving.reply_slope * (1.0 - post.expected_reply)
    terms.blame = leaving.blame_slope * post.blamed
    terms.pay = -leaving.pay_slope * math.log(leaving.relative_pay * pay)
    terms.tenure = leaving.short_tenure * math.exp(-(week - post.started) / leaving.short_tenure_weeks)
    terms.personal = leaving.personal_spread * post.restlessness
    terms.year = push
    terms.remedy = reluctance
    reasons = terms.exhaustion + terms.support + terms.reply + terms.blame + terms.pay + terms.tenure
    return terms.base + reasons + terms.personal + terms.year + terms.remedy


@compiled
def must_go(post, row, authority, lever, key, tally):
    """Whether an event or a rule makes this person go, whatever the person wants: a shock, a grade, a limit of tenure."""
    if post.tier == 0:
        return uniform(key, row) < lever.staff_loss
    return authority.week - post.in_post_since >= lever.longest_tenure


@compiled
def director_is_called_away(authority, settings, levers, tally):
    """Whether the director goes this week: after a grade, or because an event says so (M20)."""
    if levers[0].director_goes > 0.0:
        return True
    if tally.inspections == 0.0:
        return False
    draw = uniform(stream_key(authority.seed, DIRECTOR_GOES, authority.week), 0)
    return draw < settings.inspection.director_goes[authority.grade]


@compiled
def note_exit(post, row, destination, forced, authority, terms, exits):
    """Write this exit into the log, where one is kept."""
    if authority.exits >= len(exits):
        return
    line = exits[authority.exits]
    authority.exits += 1
    line.week = authority.week
    line.person = post.person
    line.post = row
    line.tier = post.tier
    line.destination = destination
    line.forced = forced
    line.base = terms.base
    line.exhaustion = terms.exhaustion
    line.support = terms.support
    line.reply = terms.reply
    line.blame = terms.blame
    line.pay = terms.pay
    line.tenure = terms.tenure
    line.personal = terms.personal
    line.year = terms.year
    line.remedy = terms.remedy
    line.tired_by_hours = post.tired_by_hours
    line.tired_by_decisions = post.tired_by_decisions
    line.tired_by_blame = post.tired_by_blame
    line.tired_by_colleagues = post.tired_by_colleagues


@compiled
def permanent_staff_leave(authority, posts, units, cases, settings, levers, tally, terms, exits):
    """M08. Permanent staff of every tier leave by the same equation; their cases go back to the team."""
    leaving = settings.leaving
    week = authority.week
    key = stream_key(authority.seed, LEAVING, week)
    destination_key = stream_key(authority.seed, DESTINATION, week)
    loss_key = stream_key(authority.seed, STAFF_LOSS, week)
    push = push_of_the_year(authority, settings)
    called_away = director_is_called_away(authority, settings, levers, tally)
    for row in range(len(posts)):
        post = posts[row]
        if post.kind != PERMANENT:
            continue
        lever = levers[post.tier]
        reluctance = lever.reluctance if post.tier > 0 and post.rank < lever.rotation_share else 0.0
        log_odds = terms_of_leaving(post, week, push, reluctance, lever.pay, settings, terms)
        wants_to = leaving.on == 1 and uniform(key, row) < logistic(log_odds)
        forced = must_go(post, row, authority, lever, loss_key, tally) or (called_away and post.parent == NOBODY)
        if not wants_to and not forced:
            continue
        u = uniform(destination_key, row)
        destination = TO_ANOTHER_AUTHORITY
        if u < leaving.out_share:
            destination = OUT_OF_SECTOR
            tally.leavers_out += 1.0
        elif u < leaving.out_share + leaving.agency_share:
            destination = TO_AGENCY
            tally.leavers_agency += 1.0
        else:
            tally.leavers_elsewhere += 1.0
        tally.leavers += 1.0
        if post.tier > 0:
            tally.manager_leavers += 1.0
            tally.leavers_by_tier[post.tier - 1] += 1.0
        else:
            tally.front_line_leavers += 1.0
        note_exit(post, row, destination, 0 if wants_to else 1, authority, terms, exits)
        return_cases(row, authority, posts, units, cases)
        vacate(post)
