"""M02 and M04: the hours that a week needs, the unpaid hours that goodwill gives, and what stays undone; goodwill itself.

    need     = cases x hours a case + administration + supervision + what colleagues' coming and going adds
    overtime = clip(need - contracted, 0, limit x goodwill)
    unmet    = need - contracted - overtime
    goodwill += (logistic(base + support + expected reply - asked) - goodwill) / weeks

Hours are an identity on published levels (35 contracted, 42 worked, 6 unpaid; grade A). The direction of goodwill is that
of perceived organisational support (Rhoades and Eisenberger 2002, grade B); its speed has no source (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip, logistic
from sim.mechanisms.people import at_work
from sim.state import VACANT


@compiled
def slowness(post, settings):
    """Hours that a standard hour of casework takes this person: exhaustion and inexperience slow (M06, M09)."""
    hours = settings.hours
    inexperience = math.exp(-post.experience / hours.experience_weeks)
    return (1.0 + hours.slowed_by_exhaustion * post.exhaustion) * (1.0 + hours.slowed_by_inexperience * inexperience)


@compiled
def casework_hours(post, cases_a_post, settings):
    """Hours that the cases of this person need this week."""
    casework = settings.casework
    if casework.on == 1:
        return post.load * 0.1 * slowness(post, settings)
    if post.tier > 0:
        return 0.0
    medium_share = 1.0 - casework.light_share - casework.complex_share
    mean_hours = (
        casework.light_share * casework.light_hours
        + medium_share * casework.medium_hours
        + casework.complex_share * casework.complex_hours
    )
    return cases_a_post * casework.duration_weeks / 52.0 * mean_hours * slowness(post, settings)


@compiled
def support_hours(relief, settings):
    """Hours of administration a week that business support takes off one worker at this relief (M16, M04)."""
    administration = settings.administration
    if administration.on == 0:
        return 0.0
    granted = relief * (1.0 - settings.decisions.agency_share) * settings.hours.contracted
    return min(granted, administration.removable_share * administration.hours)


@compiled
def spread_over(post, need, settings):
    """Set need, overtime and unmet hours of a person whose week needs `need` hours."""
    hours = settings.hours
    post.need = need
    beyond = max(0.0, need - hours.contracted)
    post.overtime = min(beyond, hours.overtime_limit * post.goodwill) if hours.on == 1 else 0.0
    post.unmet = beyond - post.overtime


@compiled
def front_line_hours(authority, posts, units, settings, levers, cases_a_post, tally):
    """M02, M04. The week of everyone at the front line. Undone hours are casework: records and meetings cannot wait."""
    administration = settings.administration.hours if settings.administration.on == 1 else 0.0
    support = settings.support
    for team in range(len(units)):
        unit = units[team]
        if unit.tier != 1 or unit.heads == 0:
            continue
        relieved = support_hours(unit.relief, settings)
        shared = (
            unit.newcomers * support.induction_hours + unit.refused * settings.casework.refused_hours
        ) / unit.heads
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            if not at_work(post, authority.week):
                spread_over(post, 0.0, settings)
                post.served = 0.0
                continue
            casework = casework_hours(post, cases_a_post, settings)
            need = casework + administration - relieved + support.attending_hours + shared
            need += post.handover * 0.1 + levers[0].worker_hours
            post.handover = 0
            spread_over(post, need, settings)
            post.served = 1.0
            if post.unmet > 0.0 and casework > 0.0:
                post.served = clip(1.0 - post.unmet / casework, 0.0, 1.0)
            tally.overtime += post.overtime
            tally.unmet += post.unmet
            tally.hours += min(need, settings.hours.contracted) + post.overtime
            tally.direct_hours += casework * post.served * settings.casework.direct_share
            tally.cost += relieved * settings.money.support_hour


@compiled
def goodwill_moves(posts, settings):
    """M02. Goodwill follows support, the expected reply and what has lately been asked.

    Perceived organisational support: Rhoades and Eisenberger 2002, doi 10.1037/0021-9010.87.4.698.
    """
    hours = settings.hours
    if hours.on == 0:
        return
    for row in range(len(posts)):
        post = posts[row]
        if post.kind == VACANT:
            continue
        asked = post.overtime / hours.overtime_limit if hours.overtime_limit > 0.0 else 0.0
        target = logistic(
            hours.goodwill_base
            + hours.goodwill_support * post.support
            + hours.goodwill_reply * post.expected_reply
            - hours.goodwill_asked * asked
        )
        post.goodwill += (target - post.goodwill) / hours.goodwill_weeks
