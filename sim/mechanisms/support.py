"""M05: what people get from their line manager, and the week of a manager (M07: managers are workers too).

Three rival explanations of good support are weights: the manager's time, the manager's understanding of practice, and a
lasting quality of the manager. A fourth cuts across: insecurity, by which an exhausted manager without understanding
shuts discussions down.

    support given = (w1 time + w2 understanding x openness x meeting + w3 quality) / (w1 + w2 + w3), less by an acting manager
    support felt += (support given + relationship x (link - reference) - support felt) / weeks
    time          = supervision given = 1 - unmet hours of the manager / hours of supervision due
    meeting       = min(1, time / least time)
    safety += (link + slope x (support felt - 0.5) - fear of the unit x its weight - safety) / weeks, of a link not broken

Sums are kept within [0, 1]; nothing is given where there is no manager, and a mentor makes good a share of what is missing.

Supervision and outcomes r .30 to .40 (Mor Barak et al. 2009, grade B); a boss who knows the work (Artz, Goodall and Oswald
2016, grade B); a lasting quality (a reader of article A1, grade D). Which it is, no source settles (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.hours import (
    administration_hours,
    casework_hours,
    nothing_worked,
    openness,
    served_share,
    spread_over,
)
from sim.mechanisms.indicators import visits_made
from sim.mechanisms.inspection import preparation
from sim.mechanisms.people import at_work, exhausted_by_blame, understanding_from_outside
from sim.state import ACTING, NOBODY, VACANT


@compiled
def manager_hours(authority, posts, units, settings, levers, cases_a_post, tally):
    """M05, M07. The week of every manager. What there is no time for is supervision first, own cases after that."""
    support = settings.support
    week = authority.week
    preparing = settings.inspection.manager_hours * preparation(authority, settings, levers)
    for index in range(len(units)):
        unit = units[index]
        post = posts[unit.manager]
        lever = levers[post.tier]
        post.supervising = 0.0
        unit.presence = 0.0
        if post.kind == VACANT:
            continue
        if not at_work(post, week):
            nothing_worked(post, settings)
            post.supervising = lever.rotation_cover if post.practising == 1 else 0.0
            continue
        casework = casework_hours(post, cases_a_post, settings)
        supervision = supervised(posts, unit) * support.supervision_hours
        supervision += unit.newcomers * support.induction_hours
        supervision += unit.concerns * (support.reply_hours + lever.reply_hours)
        need = casework + lever.worker_hours + post.handover * 0.1 + post.practice_hours - post.covered_hours
        if post.practising == 1:
            # The week of a worker, with all that is asked of one.
            need += support.attending_hours + administration_hours(authority, units[post.team], settings, levers)
        else:
            need += supervision + support.management_hours + preparing
            if post.tier == 1:
                need += unit.complaints * settings.families.manager_hours + lever.absorbed * unit.withheld
        post.handover = 0
        withheld = spread_over(post, max(0.0, need), lever.withheld, settings)
        if unit.parent != NOBODY:
            units[unit.parent].withheld += withheld
        if post.practising == 1:
            # Whoever covers has the time; how good the cover is, is a setting of the rotation.
            post.supervising = lever.rotation_cover
            post.served = served_share(post.unmet, casework)
        else:
            post.supervising = served_share(post.unmet, supervision)
            post.served = served_share(max(0.0, post.unmet - supervision), casework)
        post.visits = visits_made(post.served, settings)
        tally.manager_overtime += post.overtime
        tally.overtime_by_tier[post.tier - 1] += post.overtime
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        if post.tier > 1:
            unit = units[post.team]
            there = post.load * 0.1 + post.practice_hours
            unit.presence = min(1.0, unit.presence + there / settings.hours.contracted)


@compiled
def supervised(posts, unit):
    """People who report to the manager of `unit`."""
    people = 0
    for row in range(unit.first, unit.last):
        if posts[row].kind != VACANT:
            people += 1
    return people


@compiled
def given_support(manager, lever, settings):
    """Support from this manager this week, 0 to 1: the weighted mean of time, understanding and quality."""
    support = settings.support
    total = support.time_weight + support.experience_weight + support.quality_weight
    if manager.kind == VACANT or total <= 0.0:
        return 0.0
    time = manager.supervising
    knowing = manager.understanding * openness(manager, lever, settings)
    quality = manager.quality
    share = 1.0
    if manager.kind == ACTING:
        share = support.acting_share + lever.acting_training * (1.0 - support.acting_share)
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
def support_arrives(posts, units, settings, levers, tally):
    """M05, M12, M19. Felt support follows what manager and mentor give; the safety of the link follows it, less fear."""
    support = settings.support
    reporting = settings.reporting
    for index in range(len(units)):
        unit = units[index]
        manager = posts[unit.manager]
        given = given_support(manager, levers[manager.tier], settings)
        frightening = settings.incidents.fear_safety * unit.fear
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            if support.on == 1:
                personal = support.relationship * (post.link - reporting.reference_safety)
                felt = clip(given + personal, 0.0, 1.0) if given > 0.0 else 0.0
                felt += min(1.0, support.mentor_value * levers[post.tier].mentoring) * (1.0 - felt)
                post.support += (felt - post.support) / support.adjustment_weeks
            if post.tier == 0:
                tally.supervision_due += 1.0
                tally.supervision_missed += 1.0 - manager.supervising
            if post.link > 0.0:
                target = clip(post.link + reporting.safety_support * (post.support - 0.5) - frightening, 0.0, 1.0)
                post.safety += (target - post.safety) / reporting.safety_weeks
            else:
                post.safety = 0.0


@compiled
def behaviour_changes(authority, posts, settings, levers):
    """I02, I13. Feedback and training lift managers below a ceiling, and fade back to the lasting quality.

    Only managers who start low or middling gain: Smither et al. 2005, doi 10.1111/j.1744-6570.2005.514_1.x.
    """
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        if post.kind == VACANT:
            continue
        lever = levers[post.tier]
        gain = lever.feedback * max(0.0, lever.feedback_ceiling - post.quality)
        trained = lever.acting_training if post.kind == ACTING else 1.0
        gain += trained * lever.training * max(0.0, lever.training_ceiling - post.quality)
        gain *= settings.support.malleability / 52.0
        post.quality += (
            min(gain, 1.0 - post.quality) + (post.quality_trait - post.quality) / settings.support.feedback_weeks
        )
        if settings.exhaustion.on == 1 and settings.exhaustion.managers_too == 1:
            exhausted_by_blame(post, lever.feedback_pressure)
