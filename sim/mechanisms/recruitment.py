"""M09: vacant posts wait for applicants; agency staff fill most of the gap; the establishment grows on a schedule.

    fill rate = rate x supply x (reputation / 0.5) ^ attractiveness x pay ^ attraction    Petrongolo and Pissarides 2001
    reputation += (mean of 1 - exhaustion of permanent staff + shift by the grade in force - reputation) / weeks
    agency staff beyond the posts, a week and team = rate x absent + relief x agency share x posts of week 0 / their stay

A reputation of 0.5 is the reference. The rate is calibrated to vacancies of 16.5% and the growth of posts is published
(workforce census, grade A); that applicants follow reputation has a source, how far has none (grade C).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import chance_in_a_week, clip
from sim.mechanisms.case_queue import return_cases
from sim.mechanisms.people import fill, vacate
from sim.state import AGENCY, NOBODY, PERMANENT, RESERVE, SCHEDULED, SUPERNUMERARY, VACANT
from sim.streams import AGENCY_ARRIVAL, AGENCY_DEPARTURE, RECRUITMENT, stream_key, uniform


@compiled
def posts_open(authority, posts, levers):
    """M09, I25. Scheduled posts open in their week; reserve posts open while a lever asks for them.

    A post that is no longer asked for closes when its occupant has gone.
    """
    for row in range(len(posts)):
        post = posts[row]
        if post.place == SCHEDULED:
            post.established = 1 if post.opens <= authority.week else 0
        elif post.place == RESERVE:
            if post.rank < levers[post.tier].extra_posts:
                post.established = 1
            else:
                post.arriving = NOBODY
                if post.kind == VACANT:
                    post.established = 0


@compiled
def reputation_moves(authority, posts, settings):
    """M09, M20. Standing with applicants follows how unexhausted the permanent staff are, and the grade in force."""
    people = 0
    total = 0.0
    for row in range(len(posts)):
        if posts[row].kind == PERMANENT:
            people += 1
            total += 1.0 - posts[row].exhaustion
    if people > 0:
        standing = total / people
        if settings.inspection.on == 1:
            standing = clip(standing + settings.inspection.reputation[authority.grade], 0.0, 1.0)
        authority.reputation += (standing - authority.reputation) / settings.recruitment.reputation_weeks


@compiled
def applicants_a_year(authority, settings, lever):
    """Suitable applicants a year for one vacant post."""
    recruitment = settings.recruitment
    standing = math.log(max(0.01, authority.reputation) / 0.5)
    pay = math.log(settings.leaving.relative_pay * lever.pay)
    pull = math.exp(recruitment.attractiveness * standing + recruitment.pay_attraction * pay)
    return recruitment.fill_rate * recruitment.supply * lever.supply * pull


@compiled
def agency_staff_go(authority, posts, units, cases, settings, tally):
    """M09. Agency staff leave after their stay, or when the post they cover is taken."""
    week = authority.week
    key = stream_key(authority.seed, AGENCY_DEPARTURE, week)
    chance = 1.0 / settings.recruitment.agency_weeks
    for row in range(authority.front_line):
        post = posts[row]
        if post.kind != AGENCY:
            continue
        taken = post.arriving != NOBODY and post.arriving <= week
        if taken or uniform(key, row) < chance:
            return_cases(row, authority, posts, units, cases)
            vacate(post)
            tally.agency_ends += 1.0


@compiled
def front_line_recruits(authority, posts, units, settings, levers, tally):
    """M09. Applicants are found for vacant posts and start after the hiring delay; agency staff come meanwhile."""
    recruitment = settings.recruitment
    if recruitment.on == 0:
        return
    week = authority.week
    key = stream_key(authority.seed, RECRUITMENT, week)
    agency_key = stream_key(authority.seed, AGENCY_ARRIVAL, week)
    found = chance_in_a_week(applicants_a_year(authority, settings, levers[0]))
    if levers[0].freeze > 0.0:
        found = 0.0
    for row in range(authority.front_line):
        post = posts[row]
        if post.kind == PERMANENT:
            continue
        if post.place == SUPERNUMERARY:
            _extra_agency_staff(post, row, agency_key, authority, posts, units, settings, tally)
            continue
        if post.established == 0 or (post.place == RESERVE and post.rank >= levers[post.tier].extra_posts):
            continue
        if post.arriving == NOBODY and uniform(key, row) < found:
            post.arriving = week + recruitment.hiring_weeks
        if post.kind != VACANT:
            continue
        if post.arriving != NOBODY and post.arriving <= week:
            fill(post, row, PERMANENT, authority, settings)
            tally.starters += 1.0
        elif uniform(agency_key, row) < recruitment.agency_rate:
            arriving = post.arriving
            fill(post, row, AGENCY, authority, settings)
            post.arriving = arriving
            tally.agency_starts += 1.0


@compiled
def _extra_agency_staff(post, row, key, authority, posts, units, settings, tally):
    """M09, M16. Agency staff beyond the posts come for absent colleagues, and as relief: as many as were granted stay."""
    if post.kind != VACANT:
        return
    recruitment = settings.recruitment
    unit = units[post.team]
    granted = unit.relief * settings.decisions.agency_share * unit.posts
    wanted = recruitment.absence_rate * unit.absent + granted / recruitment.agency_weeks
    if uniform(key, row) < wanted / unit.slots:
        fill(post, row, AGENCY, authority, settings)
        tally.agency_starts += 1.0


@compiled
def people_are_counted(authority, posts, units, settings):
    """M09. People of each unit, the absent, and those in their induction weeks, which fall on manager and colleagues."""
    for index in range(len(units)):
        unit = units[index]
        people = 0
        unit.newcomers = 0
        unit.absent = 0
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind != VACANT:
                people += 1
                unit.absent += 1 if post.absent_until > authority.week else 0
                if authority.week - post.started < settings.support.induction_weeks:
                    unit.newcomers += 1
        if unit.tier == 1:
            unit.heads = people
