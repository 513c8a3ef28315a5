"""M01: the table of cases. A free slot is found through a list, and the unallocated cases of a team form a queue.

Both are linked through `case.next`: no case is ever moved or copied. Opened = closed + held + unallocated, every week.

An accounting identity.
"""

from sim.compiled import compiled
from sim.state import ALLOCATED, FREE, NOBODY, WAITING


@compiled
def push(unit, cases, row):
    """Put case `row` at the end of its team's queue."""
    cases[row].state = WAITING
    cases[row].holder = NOBODY
    cases[row].next = NOBODY
    if unit.queue_last == NOBODY:
        unit.queue_first = row
    else:
        cases[unit.queue_last].next = row
    unit.queue_last = row
    unit.waiting += 1


@compiled
def pop(unit, cases):
    """Take the case that has waited longest off the team's queue; its row."""
    row = unit.queue_first
    unit.queue_first = cases[row].next
    if unit.queue_first == NOBODY:
        unit.queue_last = NOBODY
    cases[row].next = NOBODY
    unit.waiting -= 1
    return row


@compiled
def free_slot(authority, cases):
    """A free row of the table of cases, or -1 when there is none, which voids the run."""
    row = authority.free_case
    if row != NOBODY:
        authority.free_case = cases[row].next
        return row
    if authority.used_cases < len(cases):
        authority.used_cases += 1
        return authority.used_cases - 1
    authority.full = 1
    return NOBODY


@compiled
def close(row, authority, cases, tally):
    """Close the case at `row` and free its slot."""
    cases[row].state = FREE
    cases[row].holder = NOBODY
    cases[row].next = authority.free_case
    authority.free_case = row
    authority.open_cases -= 1
    tally.closed += 1


@compiled
def return_cases(row, authority, posts, units, cases):
    """Put all cases held at `row` back into the queues of their teams."""
    post = posts[row]
    if post.cases == 0:
        return
    for index in range(authority.used_cases):
        case = cases[index]
        if case.state == ALLOCATED and case.holder == row:
            case.waiting_since = authority.week
            push(units[case.team], cases, index)
    post.cases = 0
    post.load = 0
    post.complex_cases = 0
