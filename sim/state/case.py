"""Cases, and free slots for them."""

import numpy as np

from sim.state.record import real, whole


class Case(np.void):
    """A case: a child or family that the service is working with, or a free slot of the table."""

    __slots__ = ()

    state = whole("code", "0 free slot, 1 unallocated, 2 held by a worker")
    team = whole("row of units", "team to which the case belongs")
    holder = whole("row of posts", "post that holds the case; -1 while unallocated")
    worker = whole("number", "person who holds or last held the case; -1 before the first")
    complexity = whole("code", "0 lower, 1 medium, 2 complex")
    load = whole("tenths of an hour a week", "standard weekly hours")
    visit_weeks = real("weeks", "weeks between visits due")
    opened = whole("week", "week in which the case came")
    waiting_since = whole("week", "week since which the case has been unallocated")
    same_since = whole("week", "week since which the same person has held the case")
    changed = whole("week", "week in which the case last passed to another person; long ago for never")
    remaining = real("weeks", "work still to be done, in weeks at the standard pace")
    visit_progress = real("weeks", "work done toward the next visit")
    visited = whole("week", "week of the last visit; the week of arrival before the first")
    next = whole("row of cases", "next case in the queue of the team or in the list of free slots; -1 at its end")
