"""What the week adds up to: the tallies that every outcome is made of. Nothing here acts on the organisation.

    stressed:          exhaustion > exhaustion.stressed_above
    experienced:       weeks of practice >= hours.experienced_weeks
    sees a disconnect: (expected reply + believed intent) / 2 < perception.poll_below    (expected reply alone with M23 off)
    gap of a manager:  true strain of the unit - belief

People are counted at the end of the week, after those who go and come; strain and belief are those of the week itself.
Definitions of the measures, none of them evidence (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.belief import is_believer
from sim.state import ACTING, AGENCY, PERMANENT, VACANT


@compiled
def week_is_counted(authority, posts, units, settings, tally):
    """Counts and sums of the week over posts, people and managers."""
    for row in range(len(posts)):
        post = posts[row]
        if post.established == 1:
            tally.posts += 1.0
            if post.kind != PERMANENT:
                tally.vacancies += 1.0
            if post.tier > 0:
                tally.posts_by_tier[post.tier - 1] += 1.0
                tally.vacancies_by_tier[post.tier - 1] += 1.0 if post.kind != PERMANENT else 0.0
        if post.kind == VACANT:
            continue
        if post.kind == PERMANENT:
            tally.in_post += 1.0
        elif post.kind == AGENCY:
            tally.agency += 1.0
            tally.agency_covering += post.established
        else:
            tally.acting += 1.0
        if post.tier == 0:
            _count_worker(post, settings, tally)
            tally.fear += units[post.team].fear
        else:
            _count_manager(post, tally)
    for index in range(len(units)):
        unit = units[index]
        if unit.tier == 1:
            tally.relief += unit.relief * unit.heads
        manager = posts[unit.manager]
        if is_believer(manager):
            gap = unit.strain - manager.belief
            tally.believers[unit.tier - 1] += 1.0
            tally.believed[unit.tier - 1] += manager.belief
            tally.optimism[unit.tier - 1] += gap
            tally.disconnect[unit.tier - 1] += abs(gap)


@compiled
def _count_worker(post, settings, tally):
    """One person at the front line."""
    tally.front_line += 1.0
    if post.kind == PERMANENT:
        tally.front_line_permanent += 1.0
    tally.exhaustion += post.exhaustion
    tally.goodwill += post.goodwill
    tally.support += post.support
    tally.strain += post.strain
    if post.exhaustion > settings.exhaustion.stressed_above:
        tally.stressed += 1.0
    view = post.expected_reply
    if settings.perception.on == 1:
        view = 0.5 * (view + post.seen_intent)
    if view < settings.perception.poll_below:
        tally.poll_yes += 1.0
    if post.experience >= settings.hours.experienced_weeks:
        tally.experienced += 1.0


@compiled
def _count_manager(post, tally):
    """One manager of any kind."""
    tally.managers += 1.0
    tally.manager_exhaustion += post.exhaustion
    tally.understanding += post.understanding
    tally.managers_by_tier[post.tier - 1] += 1.0
    tally.exhaustion_by_tier[post.tier - 1] += post.exhaustion
    tally.support_by_tier[post.tier - 1] += post.support
    if post.kind != ACTING:
        tally.managers_permanent += 1.0
        tally.permanent_by_tier[post.tier - 1] += 1.0
