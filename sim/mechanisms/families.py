"""M24: families complain. A third channel to the top, which costs hours and is partly counted against the worker.

    complaints of a team in a week ~ Poisson(rate / 52 x sum over its cases of (overdue or without a worker) x (lately changed))
    complaints that managers remember += (52 x complaints / open cases - remembered) / weeks        per case and year

Articles A0 to A2 describe feedback of families that reaches leaders; article A1 that complaints count against the worker.
Every size is free (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.people import burdened, person_with_cases
from sim.state import NOBODY
from sim.streams import COMPLAINT, COMPLAINT_BLAME, COMPLAINT_PERSON, poisson_count, stream_key, uniform


@compiled
def grievance(late, without_worker, weeks_since_change, families):
    """How likely the family of one case is to complain, relative to one with visits on time and no change of worker."""
    likely = families.overdue_factor if late or without_worker else 1.0
    if weeks_since_change < families.change_weeks:
        likely *= families.change_factor
    return likely


@compiled
def families_complain(authority, posts, units, settings, tally):
    """M24. Complaints of the week, and whom they are counted against; those of the teams below add up to each manager's."""
    families = settings.families
    if families.on == 0:
        return
    week = authority.week
    key = stream_key(authority.seed, COMPLAINT, week)
    blame_key = stream_key(authority.seed, COMPLAINT_BLAME, week)
    person_key = stream_key(authority.seed, COMPLAINT_PERSON, week)
    for index in range(len(units)):
        unit = units[index]
        if unit.tier > 1:
            unit.complaints = 0
            for row in range(unit.first, unit.last):
                unit.complaints += units[posts[row].unit].complaints
        else:
            unit.complaints = poisson_count(key, index, unit.grievance * families.complaint_rate / 52.0)
            tally.complaints += unit.complaints
            for place in range(unit.complaints):
                slot = index * 1000003 + place
                if uniform(blame_key, slot) >= families.against_worker:
                    continue
                row = person_with_cases(posts, unit, uniform(person_key, slot))
                if row != NOBODY:
                    burdened(posts[row], settings)
                    tally.complaints_against += 1.0
        rate = 52.0 * unit.complaints / unit.open if unit.open > 0 else 0.0
        unit.complaint_rate += (rate - unit.complaint_rate) / families.remembered_weeks
