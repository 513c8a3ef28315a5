"""M10: vacant management posts are covered by acting managers, then filled from below or from outside.

Who is chosen: chance, wanting to get away from the front line, and reported results (little reported strain).

    score = uniform + escape x exhaustion + results x (1 - strain as reported and as the indicators show it)

Readers of articles A0 and A1 describe both weights; no size is known (grade D). Half of all directors have a social work
background (2017, grade A).
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import chance_in_a_week
from sim.mechanisms.case_queue import return_cases
from sim.mechanisms.people import (
    at_work,
    fill,
    has_background,
    move,
    new_links_below,
    understanding_from_outside,
    vacate,
)
from sim.mechanisms.reporting import told
from sim.state import ACTING, NOBODY, PERMANENT, VACANT
from sim.streams import ACTING_COVER, CANDIDATE, PROMOTION, RECRUITMENT, stream_key, uniform


@compiled
def candidate_score(post, row, key, units, settings):
    """How strongly this person stands as a candidate; only compared, never reported."""
    unit = units[post.team] if post.tier == 0 else units[post.unit]
    reported = told(post.strain, post, 0.0, settings.reporting) if post.tier == 0 else unit.signal
    if settings.indicators.on == 1:
        reported += settings.indicators.careers * (unit.indicator - reported)
    promotion = settings.promotion
    return uniform(key, row) + promotion.escape * post.exhaustion + promotion.results * (1.0 - reported)


@compiled
def best_candidate(unit, needed, posts, units, authority, settings):
    """Row of the best candidate one tier down, among this unit and its neighbours under the same manager; -1 for none."""
    first = unit.first
    last = unit.last
    if unit.parent != NOBODY:
        above = units[unit.parent]
        first = units[posts[above.first].unit].first
        last = units[posts[above.last - 1].unit].last
    key = stream_key(authority.seed, CANDIDATE, authority.week)
    chosen = NOBODY
    best = 0.0
    for row in range(first, last):
        post = posts[row]
        if post.kind != PERMANENT or not at_work(post, authority.week) or post.background < needed:
            continue
        if post.tier == 0 and post.experience < settings.promotion.least_years * 52.0:
            continue
        score = candidate_score(post, row, key, units, settings)
        if chosen == NOBODY or score > best:
            chosen = row
            best = score
    return chosen


@compiled
def managers_are_appointed(authority, posts, units, cases, settings, levers, tally):
    """M10. From the top down, so that a post vacated by a promotion can be filled in its turn."""
    promotion = settings.promotion
    week = authority.week
    outsiders = settings.recruitment.on == 1
    fill_key = stream_key(authority.seed, RECRUITMENT, week)
    inside_key = stream_key(authority.seed, PROMOTION, week)
    acting_key = stream_key(authority.seed, ACTING_COVER, week)
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        row = unit.manager
        post = posts[row]
        if post.kind == PERMANENT:
            continue
        lever = levers[post.tier]
        found = 0.0 if levers[0].freeze > 0.0 else chance_in_a_week(promotion.fill_rate * lever.manager_pool)
        if uniform(fill_key, row) < found:
            origin = NOBODY
            # Everyone below comes from social work; a director of another background comes from outside.
            qualified = has_background(post, row, lever.background_required, authority, settings)
            from_inside = qualified or post.parent != NOBODY
            if promotion.on == 1 and from_inside and uniform(inside_key, row) < promotion.inside_share:
                needed = 1 if qualified and lever.background_required > 0.0 else 0
                origin = best_candidate(unit, needed, posts, units, authority, settings)
            if origin == NOBODY and not outsiders:
                continue
            if post.kind == ACTING:
                return_cases(row, authority, posts, units, cases)
                vacate(post)
                tally.acting_ends += 1.0
            if origin == NOBODY:
                fill(post, row, PERMANENT, authority, settings)
                if qualified and post.background == 0:
                    post.background = 1
                    post.understanding = understanding_from_outside(post, settings)
                tally.starters += 1.0
            else:
                return_cases(origin, authority, posts, units, cases)
                move(posts, origin, row, authority, settings)
                tally.promotions += 1.0
            new_links_below(posts, unit, authority, settings)
        elif outsiders and post.kind == VACANT and uniform(acting_key, row) < promotion.acting_rate:
            fill(post, row, ACTING, authority, settings)
            new_links_below(posts, unit, authority, settings)
            tally.acting_starts += 1.0
