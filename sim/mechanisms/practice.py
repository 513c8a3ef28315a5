"""I01, I03: managers in practice. Who of a tier is away from the post this week, practising.

A calendar, not a theory: each manager's turn lasts `rotation_away` weeks of every `rotation_cycle` (article A4)."""

from sim.compiled import compiled
from sim.mechanisms.people import at_work
from sim.state import NOBODY


@compiled
def is_away(rank, week, levers):
    """Whether a manager of this rank practises in this week: turns are spread evenly over the cycle."""
    if levers.rotation_away <= 0.0 or rank >= levers.rotation_share:
        return 0
    turn = (week + rank / levers.rotation_share * levers.rotation_cycle) % levers.rotation_cycle
    return 1 if turn < levers.rotation_away else 0


@compiled
def managers_rotate(authority, posts, levers):
    """I03. Managers in their turn leave the post to a cover and practise full time."""
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        post.practising = 0
        if post.parent != NOBODY and at_work(post, authority.week):
            post.practising = is_away(post.rank, authority.week, levers[post.tier])
