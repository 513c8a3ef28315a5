"""M01: cases are allocated: managers who are to hold cases first, then whoever at the front line has the least load.

    a team stops when load of its least loaded person + load of the next case > limit x allowance
    allowance = 1 - protected share x share of it that is kept in the first year of practice, 1 after that

Loads are standard hours a week of the cases held, in whole tenths of an hour, so that they can tie. Whoever takes a case
over from a colleague reads into it; the person who held it last does not. A service rule; the limit is an assumption (grade
D), for which no figure was found; the first year is protected by a rule of the profession (grade A), by how much is a
guess (grade D), and a survey says what of it reaches people (grade C).
"""

from sim.compiled import compiled
from sim.mechanisms.case_queue import pop, return_cases
from sim.mechanisms.people import at_work
from sim.state import ALLOCATED, NOBODY


@compiled
def allocate_cases(authority, posts, units, cases, settings, levers, tally):
    """M01. Managers who are to hold cases take new ones of their team first; the rest go to the least loaded.

    A team stops when its least loaded person would pass the limit: the case stays unallocated.
    """
    week = authority.week
    for row in range(authority.front_line, len(posts)):
        post = posts[row]
        wanted = cases_wanted(post, levers[post.tier])
        if post.cases > wanted:
            return_cases(row, authority, posts, units, cases)
        unit = units[post.team]
        while at_work(post, week) and post.cases < wanted and unit.waiting > 0:
            case = cases[pop(unit, cases)]
            case.holder = row
            _give(post, case, authority, settings, tally)
    limit = int(min(settings.casework.allocation_limit_hours, levers[0].load_limit) * 10.0)
    for team in range(len(units)):
        unit = units[team]
        while unit.waiting > 0:
            row = _least_loaded(posts, unit, week)
            if row == NOBODY:
                break
            post = posts[row]
            if (post.load + cases[unit.queue_first].load) * 100 > limit * post.allowance:
                break
            case = cases[pop(unit, cases)]
            case.holder = row
            _give(post, case, authority, settings, tally)


@compiled
def cases_wanted(post, levers):
    """Cases that a manager is to hold this week (I01, I03); of half a case each, every second manager holds one."""
    cases = levers.rotation_cases if post.practising == 1 else levers.manager_cases
    whole = int(cases)
    return whole + 1 if post.rank < cases - whole else whole


@compiled
def _give(post, case, authority, settings, tally):
    """Hand a queued case to the person in `post`; a change of worker is counted and costs reading-in."""
    week = authority.week
    case.state = ALLOCATED
    if case.worker == NOBODY:
        tally.allocated_first += 1
        tally.waited += week - case.waiting_since
        case.same_since = week
    elif case.worker != post.person:
        tally.changes += 1
        case.same_since = week
        case.changed = week
        post.handover += int(settings.casework.handover_hours * 10.0 + 0.5)
    case.worker = post.person
    post.cases += 1
    post.load += case.load
    post.complex_cases += 1 if case.complexity == 2 else 0


@compiled
def _least_loaded(posts, unit, week):
    """Row of the person at work with the least load for their allowance, or -1. Ties go to the first row."""
    chosen = NOBODY
    least = 0
    for row in range(unit.first, unit.last):
        post = posts[row]
        if not at_work(post, week):
            continue
        load = post.load * 100 // post.allowance
        if chosen == NOBODY or load < least:
            chosen = row
            least = load
    return chosen
