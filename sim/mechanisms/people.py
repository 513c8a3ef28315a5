"""Who sits in a post: how a person comes, moves and goes. Nobody is ever overwritten: a post is vacant before it is filled.

    years of practice = 0 newly qualified; 1 + Exp(mean) other starters; least + Exp(mean) managers; Exp(mean) agency staff
    quality as a manager = 0.5 + spread x bell, within [0, 1]
    safety of a link = reference + spread x bell, within [0.01, 1]; of a broken one 0
    understanding of a manager from outside = floor + (1 - floor) x 2 ^ -(years since practice / half-life)

Bell is a logistic draw of mean 0 and standard deviation 1. Whoever comes begins in the middle: support of 0.5, the mean
quality of 0.5. These middles, and the year that a starter who is not newly qualified has behind, no setting changes. Means
and spreads are assumptions (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.state import ACTING, AGENCY, NOBODY, PERMANENT, VACANT
from sim.streams import (
    BROKEN_LINK,
    NEWCOMER,
    NEWCOMER_BACKGROUND,
    NEWCOMER_EXPERIENCE,
    NEWCOMER_LINK,
    NEWCOMER_OUTSPOKENNESS,
    NEWCOMER_QUALITY,
    NEWCOMER_RESILIENCE,
    NEWCOMER_RESTLESSNESS,
    bell,
    exponential,
    stream_key,
    uniform,
)


@compiled
def vacate(post):
    """Empty the post. Its cases must have gone back to the team before."""
    post.kind = VACANT
    post.person = NOBODY
    post.overtime = 0.0
    post.unmet = 0.0
    post.need = 0.0
    post.handover = 0
    post.spoke = 0
    post.said = 0
    post.supervising = 0.0
    post.practising = 0
    post.blamed = 0.0
    post.absent_until = post.started


@compiled
def fill(post, row, kind, authority, settings):
    """Put a new person of `kind` into the vacant post at `row`, drawn from the streams of newcomers (M09)."""
    week = authority.week
    seed = authority.seed
    recruitment = settings.recruitment
    post.kind = kind
    post.person = authority.next_person
    authority.next_person += 1
    post.started = week
    post.in_post_since = week
    post.arriving = NOBODY
    post.absent_until = week
    post.experience = _years_of_practice(post, row, kind, authority, settings) * 52.0
    post.background = 1 if has_background(post, row, 0.0, authority, settings) else 0
    post.resilience = bell(uniform(stream_key(seed, NEWCOMER_RESILIENCE, week), row))
    post.restlessness = bell(uniform(stream_key(seed, NEWCOMER_RESTLESSNESS, week), row))
    post.outspokenness = bell(uniform(stream_key(seed, NEWCOMER_OUTSPOKENNESS, week), row))
    draw = bell(uniform(stream_key(seed, NEWCOMER_QUALITY, week), row))
    post.quality_trait = clip(0.5 + settings.support.quality_spread * draw, 0.0, 1.0)
    post.quality = post.quality_trait
    post.exhaustion = recruitment.starter_exhaustion
    post.goodwill = recruitment.starter_goodwill
    post.expected_reply = recruitment.starter_hope
    post.tired_by_hours = post.exhaustion
    post.tired_by_decisions = 0.0
    post.tired_by_blame = 0.0
    post.tired_by_colleagues = 0.0
    post.blamed = 0.0
    post.seen_load = settings.perception.assumed_load
    post.seen_discretion = settings.perception.assumed_discretion
    post.seen_intent = recruitment.starter_hope
    post.support = 0.5
    post.understanding = 1.0
    if post.tier > 0:
        post.understanding = understanding_from_outside(post, settings)
    post.strain = 0.0
    post.allowance = 100
    new_link(post, row, authority, settings)


@compiled
def has_background(post, row, required, authority, settings):
    """Whether whoever comes from outside this week is a social worker; `required` is the share that must be (M10, I15)."""
    if post.tier <= 1:
        return True
    share = settings.promotion.director_background if post.parent == NOBODY else settings.promotion.senior_background
    share += required * (1.0 - share)
    return uniform(stream_key(authority.seed, NEWCOMER_BACKGROUND, authority.week), row) < share


@compiled
def _years_of_practice(post, row, kind, authority, settings):
    recruitment = settings.recruitment
    week = authority.week
    u = uniform(stream_key(authority.seed, NEWCOMER_EXPERIENCE, week), row)
    if kind == AGENCY:
        return exponential(u, recruitment.agency_years)
    if post.tier > 0:
        return settings.promotion.least_years + exponential(u, recruitment.starter_years)
    if uniform(stream_key(authority.seed, NEWCOMER, week), row) < recruitment.newly_qualified_share:
        return 0.0
    return 1.0 + exponential(u, recruitment.starter_years)


@compiled
def understanding_floor(post, settings):
    """What this person never forgets of practice (M11)."""
    if post.background == 1:
        return settings.understanding.floor
    return settings.understanding.floor_without_background


@compiled
def understanding_from_outside(post, settings):
    """What a manager who comes from outside still grasps of practice, years after doing it (M10, M11)."""
    floor = understanding_floor(post, settings)
    half_lives = settings.promotion.outside_years * 52.0 / settings.understanding.half_life_weeks
    return floor + (1.0 - floor) * math.exp(-math.log(2.0) * half_lives)


@compiled
def new_link(post, row, authority, settings):
    """Draw the lasting safety of the link between this person and the present line manager (M12)."""
    week = authority.week
    reporting = settings.reporting
    draw = bell(uniform(stream_key(authority.seed, NEWCOMER_LINK, week), row))
    post.link = clip(reporting.reference_safety + reporting.link_spread * draw, 0.01, 1.0)
    if uniform(stream_key(authority.seed, BROKEN_LINK, week), row) < reporting.broken_share:
        post.link = 0.0
    post.safety = post.link


@compiled
def new_links_below(posts, unit, authority, settings):
    """A new manager: everyone who reports to the post has a new link upward."""
    for row in range(unit.first, unit.last):
        if posts[row].kind != VACANT:
            new_link(posts[row], row, authority, settings)


@compiled
def move(posts, origin, target, authority, settings):
    """Move the person at row `origin`, promoted or to another team, into the vacant post `target`; the old one falls vacant.

    The place stays what it is: only the person moves. The picture of the unit and the relief granted stay with the post.
    """
    new = posts[target]
    old = posts[origin]
    new.kind = PERMANENT
    new.person = old.person
    new.arriving = NOBODY
    new.started = old.started
    new.in_post_since = authority.week
    new.experience = old.experience
    new.background = old.background
    new.resilience = old.resilience
    new.restlessness = old.restlessness
    new.outspokenness = old.outspokenness
    new.quality_trait = old.quality_trait
    new.quality = old.quality
    new.exhaustion = old.exhaustion
    new.goodwill = old.goodwill
    new.expected_reply = old.expected_reply
    new.tired_by_hours = old.tired_by_hours
    new.tired_by_decisions = old.tired_by_decisions
    new.tired_by_blame = old.tired_by_blame
    new.tired_by_colleagues = old.tired_by_colleagues
    new.blamed = old.blamed
    new.seen_load = old.seen_load
    new.seen_discretion = old.seen_discretion
    new.seen_intent = old.seen_intent
    new.understanding = old.understanding
    new.support = 0.5
    new.absent_until = authority.week
    new.strain = old.strain
    new.allowance = 100
    new_link(new, target, authority, settings)
    vacate(old)


@compiled
def at_work(post, week):
    """True for someone who is in the post and not absent this week."""
    return post.kind != VACANT and post.absent_until <= week


@compiled
def is_temporary(post):
    """True for agency staff and acting managers."""
    return post.kind == AGENCY or post.kind == ACTING


@compiled
def person_with_cases(posts, unit, draw):
    """Row of a person of the team who holds cases, likelier the more of them; -1 where nobody holds any."""
    total = 0
    for row in range(unit.first, unit.last):
        total += posts[row].cases
    left = int(draw * total)
    for row in range(unit.first, unit.last):
        left -= posts[row].cases
        if left < 0:
            return row
    return NOBODY


@compiled
def exhausted_by_blame(post, share):
    """Exhaustion from blame or from being frozen out: `share` of what is left of the scale (M06, M19)."""
    more = share * (1.0 - post.exhaustion)
    post.exhaustion += more
    post.tired_by_blame += more


@compiled
def burdened(post, settings):
    """A concern or a complaint is held against this person (M14, M24)."""
    if settings.exhaustion.on == 1 and (post.tier == 0 or settings.exhaustion.managers_too == 1):
        exhausted_by_blame(post, settings.exhaustion.ostracism)


@compiled
def hurt_by_blame(post, settings):
    """This person is blamed for an incident (M19): nothing good is expected of speaking up any more."""
    post.blamed = 1.0
    if settings.voice.on == 1:
        post.expected_reply = 0.0
    if settings.exhaustion.on == 1:
        exhausted_by_blame(post, settings.incidents.blame_injury)
