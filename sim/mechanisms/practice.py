"""I01, I03 to I07: managers in practice. Who is away from the post this week, and who practises, shadows or drops in.

A calendar, not a theory: turns are spread evenly over the cycle, and each intervention has a cycle of its own. Cases that
managers hold are worked like anybody's. Of hours without cases of one's own, hours x understanding are taken off the team.
"""

from sim.compiled import compiled
from sim.mechanisms.people import at_work
from sim.state import NOBODY, VACANT


@compiled
def has_turn(rank, week, share, weeks, cycle):
    """1 in the weeks of a cycle in which a manager of this rank has a turn of so many weeks, else 0."""
    if weeks <= 0.0 or rank >= share:
        return 0
    return 1 if (week + rank / share * cycle) % cycle < weeks else 0


@compiled
def is_away(rank, week, levers):
    """Whether a manager of this rank is in rotation this week."""
    return has_turn(rank, week, levers.rotation_share, levers.rotation_away, levers.rotation_cycle)


@compiled
def practise(post, hours, learning, staged):
    """Book hours of practice: what they teach, and what they show. From a placebo nothing is learned and nothing seen."""
    post.practice_hours += hours
    post.learning_hours += hours * learning
    if learning > 0.0:
        post.seen_hours += hours * (1.0 - staged)
        post.staged_hours += hours * staged


@compiled
def managers_practise(authority, posts, units, levers):
    """I03 to I07. Managers in rotation leave the post to a cover; others give some hours, which help the team."""
    for index in range(len(units)):
        units[index].helped = 0.0
    week = authority.week
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        lever = levers[post.tier]
        post.practising = 0
        post.practice_hours = 0.0
        post.learning_hours = 0.0
        post.seen_hours = 0.0
        post.staged_hours = 0.0
        post.covered_hours = 0.0
        # Whoever falls ill while away keeps the cases and the cover.
        if post.parent != NOBODY and post.kind != VACANT:
            post.practising = is_away(post.rank, week, lever)
        if not at_work(post, week):
            continue
        if post.background == 1:
            practise(post, lever.direct_hours, lever.direct_learning, 0.0)
        if has_turn(post.rank, week, lever.floor_share, lever.floor_weeks, lever.floor_cycle) == 1:
            practise(post, lever.floor_hours, lever.floor_learning, 0.0)
            post.covered_hours += lever.floor_covered * lever.floor_hours
        if has_turn(post.rank, week, lever.drop_in_share, lever.drop_in_weeks, lever.drop_in_cycle) == 1:
            practise(post, lever.drop_in_hours, lever.drop_in_learning, lever.drop_in_staged)
        units[post.team].helped += post.practice_hours * post.understanding
        # Watching takes nothing off anyone.
        practise(post, lever.shadowing_hours, lever.shadowing_learning, lever.shadowing_staged)
