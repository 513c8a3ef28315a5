"""M02 and M04: the hours that a week needs, the unpaid hours that goodwill gives, and what stays undone; goodwill itself.

    need     = cases x hours a case x slowness + administration + supervision + what colleagues' coming and going adds
               + requests written again + reading into cases - what business support and others take off
    slowness = (1 + slope x exhaustion) x (1 + slope x exp(-weeks of practice / weeks))
    overtime = min(max(0, need - contracted), limit x goodwill) x (1 - withheld)
    unmet    = max(0, need - contracted) - overtime - what managers take up of what is withheld
    share of the casework done = 1 - unmet / casework: records and meetings cannot wait
    openness = 1 - min(1, insecurity x exhaustion of the manager x (1 - understanding) + acting insecurity) x (1 - security)
    goodwill += (logistic(base + support + expected reply + believed intent - asked) - goodwill) / weeks
    asked    = overtime / limit

Where a discussion is shut down, and where there is no manager, complex cases take longer. Hours are an identity on published
levels (35 contracted, 42 worked, 6 unpaid; grade A). The slope of exhaustion is a published relation with performance, -.17,
taken as it stands (grade B); inexperience is an assumption (grade D). The direction of goodwill is that of perceived
organisational support (Rhoades and Eisenberger 2002, grade B); its speed has no source (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip, logistic
from sim.mechanisms.decisions import share_sent_back
from sim.mechanisms.indicators import indicator_hours, visits_made
from sim.mechanisms.inspection import preparation
from sim.mechanisms.people import at_work
from sim.mechanisms.redesign import is_being_shaped
from sim.state import ACTING, VACANT


@compiled
def slowness(post, settings):
    """Hours that a standard hour of casework takes this person: exhaustion and inexperience slow (M06, M09)."""
    hours = settings.hours
    inexperience = math.exp(-post.experience / hours.experience_weeks)
    return (1.0 + hours.slowed_by_exhaustion * post.exhaustion) * (1.0 + hours.slowed_by_inexperience * inexperience)


@compiled
def mean_case_hours(casework):
    """Standard weekly hours of the mean new case."""
    medium_share = 1.0 - casework.light_share - casework.complex_share
    return (
        casework.light_share * casework.light_hours
        + medium_share * casework.medium_hours
        + casework.complex_share * casework.complex_hours
    )


@compiled
def casework_hours(post, cases_a_post, settings):
    """Hours that the cases of this person need this week."""
    casework = settings.casework
    if casework.on == 1:
        return post.load * 0.1 * slowness(post, settings)
    if post.tier > 0:
        return 0.0
    return cases_a_post * casework.duration_weeks / 52.0 * mean_case_hours(casework) * slowness(post, settings)


@compiled
def support_hours(relief, procedures, business_support, settings):
    """Hours of administration a week that business support takes off one worker (M16, M04, I12)."""
    administration = settings.administration
    if administration.on == 0:
        return 0.0
    granted = relief * (1.0 - settings.decisions.agency_share) * settings.hours.contracted + business_support
    return min(granted, administration.removable_share * administration.hours * procedures)


@compiled
def administration_hours(authority, unit, settings, levers):
    """M04. Hours a week of each worker of a team that go to everything but families and supervision."""
    hours = 0.0
    if settings.administration.on == 1:
        hours += settings.administration.hours * authority.procedures
    hours += indicator_hours(unit, settings)
    hours += authority.relearning
    if is_being_shaped(authority, levers):
        hours += levers[0].trial_hours
    hours += settings.incidents.pressure_hours * authority.pressure
    hours += settings.inspection.worker_hours * preparation(authority, settings, levers)
    return hours


@compiled
def shared_hours(authority, unit, settings):
    """Hours a week of each worker at work in a team that come with newcomers, refusals, complaints and reviews."""
    hours = unit.newcomers * settings.support.induction_hours + unit.refused * settings.casework.refused_hours
    hours += unit.complaints * settings.families.worker_hours
    if unit.review_until > authority.week:
        hours += settings.incidents.review_hours
    return hours / max(1, unit.heads - unit.absent)


@compiled
def spread_over(post, need, withheld, settings):
    """Set need, overtime and unmet hours of a person whose week needs `need` hours; returns hours withheld (I20)."""
    hours = settings.hours
    post.need = need
    beyond = max(0.0, need - hours.contracted)
    willing = min(beyond, hours.overtime_limit * post.goodwill) if hours.on == 1 else 0.0
    post.overtime = willing * (1.0 - withheld)
    post.unmet = beyond - post.overtime
    return willing * withheld


@compiled
def served_share(unmet, casework):
    """Share of the casework that is done when so many hours stay undone: records and meetings cannot wait."""
    if unmet > 0.0 and casework > 0.0:
        return clip(1.0 - unmet / casework, 0.0, 1.0)
    return 1.0


@compiled
def nothing_worked(post, settings):
    """The week of somebody who is absent."""
    spread_over(post, 0.0, 0.0, settings)
    post.served = 0.0
    post.visits = 0.0


@compiled
def front_line_hours(authority, posts, units, settings, levers, cases_a_post, tally):
    """M02, M04. The week of everyone at the front line. Undone hours are casework."""
    sent_back = settings.casework.requests / 52.0 * share_sent_back(authority, settings)
    lever = levers[0]
    for team in range(len(units)):
        unit = units[team]
        unit.withheld = 0.0
        if unit.tier != 1 or unit.heads == 0:
            continue
        administration = administration_hours(authority, unit, settings, levers)
        relieved = support_hours(unit.relief, authority.procedures, lever.business_support, settings)
        bought = max(0.0, relieved - lever.business_support)
        # Work with families that managers in practice and others do.
        by_others = lever.family_support + unit.helped / max(1, unit.heads - unit.absent)
        alike = administration - relieved - by_others + settings.support.attending_hours + lever.worker_hours
        alike += shared_hours(authority, unit, settings)
        # Discussions that the manager shuts down leave the worker alone with complex cases.
        manager = posts[unit.manager]
        alone = 1.0 - openness(manager, levers[manager.tier], settings) if manager.kind != VACANT else 1.0
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            if not at_work(post, authority.week):
                nothing_worked(post, settings)
                continue
            casework = casework_hours(post, cases_a_post, settings)
            casework += alone * settings.support.alone_hours * post.complex_cases
            again = post.cases * sent_back * settings.casework.resubmit_hours
            need = max(0.0, casework + alike + again + post.handover * 0.1)
            post.handover = 0
            withheld = spread_over(post, need, lever.withheld, settings)
            unit.withheld += withheld
            # What managers do of it can be all of it, to the last digit and one beyond.
            post.unmet = max(0.0, post.unmet - lever.absorbed * withheld)
            post.served = served_share(post.unmet, casework)
            post.visits = visits_made(post.served, settings)
            tally.overtime += post.overtime
            tally.unmet += post.unmet
            tally.hours += min(need, settings.hours.contracted) + post.overtime
            tally.admin_hours += administration - relieved
            own = max(0.0, casework * post.served - by_others - lever.absorbed * withheld)
            tally.direct_hours += own * settings.casework.direct_share
            tally.requests += post.cases * settings.casework.requests / 52.0
            tally.sent_back += post.cases * sent_back
            tally.shut_down += alone
            tally.cost += bought * settings.money.support_hour


@compiled
def openness(manager, lever, settings):
    """Share of discussions that a manager does not shut down (M05, I13).

    Insecurity works where exhaustion meets a lack of experience; acting managers are less secure.
    """
    insecure = settings.support.insecurity * manager.exhaustion * (1.0 - manager.understanding)
    trained = 1.0
    if manager.kind == ACTING:
        trained = lever.acting_training
        insecure += settings.support.acting_insecurity * (1.0 - trained)
    return 1.0 - min(1.0, insecure) * (1.0 - trained * lever.security)


@compiled
def goodwill_moves(posts, settings):
    """M02. Goodwill follows support, the expected reply, the intent that leaders are believed to have, and what was asked.

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
            + hours.goodwill_fairness * post.seen_intent
            - hours.goodwill_asked * asked
        )
        post.goodwill += (target - post.goodwill) / hours.goodwill_weeks
