"""M11: what a manager understands of practice fades away from it and grows back in it, at every tier.

The part above the floor halves in `half_life_weeks`: Tatel and Ackerman 2025, doi 10.1037/bul0000481 (procedural skills,
so grade C for understanding). How fast it grows back, and what is never forgotten: grade D.

    dK = practice / learning_weeks x (1 - K) - ln 2 / half_life x (1 - practice) x (K - floor)
    practice = min(1, hours of own casework and practice that teach / contracted hours + share x supervision given, first line)
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.belief import learning_from_practice
from sim.mechanisms.people import at_work, understanding_floor
from sim.state import VACANT


@compiled
def understanding_step(now, floor, practice, settings):
    """Understanding after a week with `practice` (share of a full week at the front line) in it."""
    understanding = settings.understanding
    fading = math.log(2.0) / understanding.half_life_weeks * (1.0 - practice) * (now - floor)
    growing = practice / understanding.learning_weeks * (1.0 - now)
    return clip(now - fading + growing, 0.0, 1.0)


@compiled
def practice_share(post, settings, levers):
    """Share of a full week at the front line that this manager's own cases and supervising amount to."""
    learning = learning_from_practice(post, levers)
    own = (post.load * 0.1 * post.served * learning + post.learning_hours) / settings.hours.contracted
    seen = settings.understanding.supervising_share * post.supervising if post.tier == 1 else 0.0
    return min(1.0, own + seen)


@compiled
def experience_grows(authority, posts, settings, levers):
    """M09, M11. The front line gains experience; managers' understanding fades and grows."""
    for row in range(len(posts)):
        post = posts[row]
        if not at_work(post, authority.week):
            continue
        if post.tier == 0:
            post.experience += 1.0
        elif settings.understanding.on == 1:
            practice = practice_share(post, settings, levers[post.tier])
            floor = understanding_floor(post, settings)
            post.understanding = understanding_step(post.understanding, floor, practice, settings)
    newly_qualified = settings.hours.protected_share * settings.hours.protection_kept
    for row in range(authority.front_line):
        post = posts[row]
        if post.kind != VACANT:
            protected = post.experience < settings.hours.protected_weeks
            post.allowance = int(100.0 * (1.0 - newly_qualified) + 0.5) if protected else 100
