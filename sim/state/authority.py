"""The authority as a whole."""

import numpy as np

from sim.state.record import real, whole


class Authority(np.void):
    """What there is once in an authority: the calendar, the counters and the slow variables of the whole."""

    __slots__ = ()

    seed = whole("number", "seed of every draw")
    week = whole("week", "absolute week, 0 at the end of the warm-up")
    tiers = whole("tiers", "tiers, the front line included")
    front_line = whole("posts", "rows of posts that belong to the front line")
    next_person = whole("number", "serial number of the next person to come")
    free_case = whole("row of cases", "first free slot in the table of cases; -1 for none below `used_cases`")
    used_cases = whole("rows of cases", "slots of the table of cases that were ever used")
    open_cases = whole("cases", "cases open: held and unallocated")
    growth = real("share a year", "growth of front-line posts and of demand")
    lasting_push = real("log odds", "lasting difference of this authority in leaving")
    reputation = real("0 to 1", "standing with applicants: follows how unexhausted the permanent staff are")
    spending = real("ratio", "recent spending over the budget")
    pressure = real("0 to 1 and more", "pressure from outside after incidents and bad grades")
    learned = real("share", "how far learning has lowered the rate of incidents")
    procedures = real("ratio", "load of the procedures in force, relative to usual")
    relearning = real("hours a week", "hours that each front-line worker still needs to learn the last redesign")
    redesign_week = whole("week", "week in which the pending redesign comes into force; in the past for none")
    redesign_fit = real("0 to 1", "how well the pending redesign fits practice")
    redesign_saving = real("share", "administration that it saves where it fits wholly, and adds where not at all")
    grade = whole("code", "grade in force: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding")
    inspection_week = whole("week", "week in which the inspectors come next")
    prepared = real("0 to 1", "how far the service is prepared for inspectors")
    exits = whole("rows", "rows of the log of exits that were written")
    full = whole("0 or 1", "1 when the table of cases had no room for a case: the run is void")
