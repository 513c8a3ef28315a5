"""M05: what people get from their line manager, and the week of a manager (M07: managers are workers too).

Three rival explanations of good support are weights: the manager's time, the manager's understanding of practice, and a
lasting quality of the manager. A fourth cuts across: insecurity, by which an exhausted manager without understanding
shuts discussions down.

    support given = (w1 time + w2 understanding x openness x meeting + w3 quality) / (w1 + w2 + w3)
    support felt += (support given + relationship x (link - reference) - support felt) / weeks
    supervision   = 1 - unmet hours of the manager / hours of supervision due

Supervision and outcomes r .30 to .40 (Mor Barak et al. 2009, grade B); a boss who knows the work (Artz, Goodall and Oswald
2016, grade B); a lasting quality (a reader of article A1, grade D). Which it is, no source settles (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.hours import casework_hours, spread_over
from sim.mechanisms.people import at_work, understanding_from_outside
from sim.state import ACTING, VACANT


@compiled
def manager_hours(authority, posts, units, settings, levers, cases_a_post, tally):
    """M05, M07. The week of every manager. What there is no time for is supervision first, own cases after that."""
    support = settings.support
    week = authority.week
    for index in range(len(units)):
        unit = units[index]
        post = posts[unit.manager]
        post.supervising = 0.0
        unit.presence = 0.0
        if post.kind == VACANT:
            continue
        if not at_work(post, week):
            spread_over(post, 0.0, settings)
            post.served = 0.0
            continue
        casework = casework_hours(post, cases_a_post, settings)
        supervision = supervised(posts, unit) * support.supervision_hours
        supervision += unit.newcomers * support.induction_hours + unit.concerns * support.reply_hours
        need = casework + levers[post.tier].worker_hours + post.handover * 0.1
        if post.practising == 1:
            need += support.attending_hours
            if settings.administration.on == 1:
                need += settings.administration.hours
        else:
            need += supervision + support.management_hours
        post.handover = 0
        spread_over(post, need, settings)
        post.served = 1.0
        if post.practising == 1:
            # Whoever covers has the time; how good the cover is, is a setting of the rotation.
            post.supervising = levers[post.tier].rotation_cover
            if casework > 0.0:
                post.served = clip(1.0 - post.unmet / casework, 0.0, 1.0)
        else:
            post.supervising = 1.0
            if supervision > 0.0:
                post.supervising = clip(1.0 - post.unmet / supervision, 0.0, 1.0)
            if casework > 0.0:
                post.served = clip(1.0 - max(0.0, post.unmet - supervision) / casework, 0.0, 1.0)
        tally.manager_overtime += post.overtime
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        if post.tier > 1 and post.cases > 0:
            unit = units[post.team]
            unit.presence = min(1.0, unit.presence + post.load * 0.1 / settings.hours.contracted)


@compiled
def supervised(posts, unit):
    """People who report to the manager of `unit`."""
    people = 0
    for row in range(unit.first, unit.last):
        if posts[row].kind != VACANT:
            people += 1
    return people


@compiled
def openness(manager, settings):
    """Share of discussions that a manager does not shut down: insecurity works where exhaustion meets inexperience."""
    return 1.0 - settings.support.insecurity * manager.exhaustion * (1.0 - manager.understanding)


@compiled
def given_support(manager, settings):
    """Support from this manager this week, 0 to 1: the weighted mean of time, understanding and quality."""
    support = settings.support
    total = support.time_weight + support.experience_weight + support.quality_weight
    if manager.kind == VACANT or total <= 0.0:
        return 0.0
    time = manager.supervising
    knowing = manager.understanding * openness(manager, settings)
    quality = manager.quality
    share = support.acting_share if manager.kind == ACTING else 1.0
    if manager.practising == 1:
        # Someone from outside covers, so nothing that the manager learns reaches the unit before the return.
        knowing = understanding_from_outside(manager, settings)
        quality = manager.quality_trait
    # What a manager knows reaches no one without time to meet.
    meeting = min(1.0, time / support.least_time)
    given = (
        support.time_weight * time + support.experience_weight * knowing * meeting + support.quality_weight * quality
    )
    return share * given / total


@compiled
def support_arrives(posts, units, settings, tally):
    """M05, M12. Felt support follows what the manager gives; the safety of the link follows felt support."""
    support = settings.support
    reporting = settings.reporting
    for index in range(len(units)):
        unit = units[index]
        manager = posts[unit.manager]
        given = given_support(manager, settings)
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            if support.on == 1:
                personal = support.relationship * (post.link - reporting.reference_safety)
                felt = clip(given + personal, 0.0, 1.0) if given > 0.0 else 0.0
                post.support += (felt - post.support) / support.adjustment_weeks
            if post.tier == 0:
                tally.supervision_due += 1.0
                tally.supervision_missed += 1.0 - manager.supervising
            if post.link > 0.0:
                target = clip(post.link + reporting.safety_support * (post.support - 0.5), 0.0, 1.0)
                post.safety += (target - post.safety) / reporting.safety_weeks
            else:
                post.safety = 0.0


@compiled
def behaviour_changes(authority, posts, settings, levers):
    """I02. Feedback lifts managers below its ceiling, and fades back to the lasting quality.

    Only managers who start low or middling gain: Smither et al. 2005, doi 10.1111/j.1744-6570.2005.514_1.x.
    """
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        if post.kind == VACANT:
            continue
        lever = levers[post.tier]
        gain = lever.feedback / 52.0 * max(0.0, lever.feedback_ceiling - post.quality)
        post.quality += gain + (post.quality_trait - post.quality) / settings.support.feedback_weeks
        if settings.exhaustion.on == 1 and settings.exhaustion.managers_too == 1:
            post.exhaustion += lever.feedback_pressure * (1.0 - post.exhaustion)
