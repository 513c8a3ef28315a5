"""The state of one authority: a record class for each kind of thing, each state variable once, with unit and meaning.

A class is three things at once: the layout of an array (`dtype_of`), attribute access for plain Python (`posts[3].goodwill`)
and the source of the state tables in the documentation. Compiled code reads the same names. All fields are 8 bytes
wide, so that compiled and plain Python give the same bytes. What can tie in a comparison is a whole number.

Rows: `posts` holds front-line posts first (team by team), then each tier of managers, so that the people whom one unit
manages always lie side by side. `units` has one row per managing post, in the order of the managing posts.
"""

from functools import cache
from typing import Any, overload

import numpy as np

MOST_TIERS = 8
MANAGER_TIERS = MOST_TIERS - 1

# Kinds of occupant.
VACANT, PERMANENT, AGENCY, ACTING = 0, 1, 2, 3
# Kinds of post: one that opens on the schedule, one that only an intervention opens, one for agency staff beyond the posts.
SCHEDULED, RESERVE, SUPERNUMERARY = 0, 1, 2
# States of a case slot.
FREE, WAITING, ALLOCATED = 0, 1, 2
NOBODY = -1


class Field:
    """One state variable: its type, unit and meaning; on an instance it reads and writes that field of the row."""

    name: str

    def __init__(self, kind: type, unit: str, meaning: str, shape: tuple[int, ...] = ()) -> None:
        self.kind = kind
        self.unit = unit
        self.meaning = meaning
        self.shape = shape

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> "Field": ...
    @overload
    def __get__(self, row: Any, owner: type) -> Any: ...
    def __get__(self, row: Any, owner: type) -> Any:
        return self if row is None else row[self.name]

    def __set__(self, row: Any, value: Any) -> None:
        row[self.name] = value


def whole(unit: str, meaning: str) -> Field:
    """A state variable that is a 64-bit whole number."""
    return Field(np.int64, unit, meaning)


def real(unit: str, meaning: str, shape: tuple[int, ...] = ()) -> Field:
    """A state variable that is a 64-bit real number, or a short row of them."""
    return Field(np.float64, unit, meaning, shape)


class Post(np.void):
    """A post at any tier, and whoever sits in it. Managers are workers too: the fields are the same."""

    __slots__ = ()

    # The place: fixed when the authority is laid out.
    tier = whole("tier", "0 is the front line, 1 the managers nearest to it, the highest the director")
    parent = whole("row of posts", "post of the line manager; -1 for the director")
    unit = whole("row of units", "unit that this post manages; -1 for the front line")
    team = whole("row of units", "front-line team in which this post practises when it practises")
    place = whole(
        "code", "0 opens on the schedule, 1 opened only by an intervention, 2 for agency staff beyond the posts"
    )
    rank = real(
        "0 to 1", "order in which posts of one tier take part when an intervention reaches only a share of them"
    )
    opens = whole("week", "week from which a scheduled post is part of the establishment")
    established = whole("0 or 1", "whether the post is part of the establishment this week")
    # The occupant.
    kind = whole("code", "0 vacant, 1 permanent, 2 agency, 3 acting or interim manager")
    person = whole("number", "serial number of the person in the post; -1 for nobody")
    arriving = whole("week", "week in which an appointed person starts; -1 for nobody appointed")
    started = whole("week", "week in which this person started in this authority")
    in_post_since = whole("week", "week in which this person started in this post")
    experience = real("weeks", "practice since qualifying")
    background = whole("0 or 1", "whether the person is a social worker by background")
    resilience = real("standard deviations", "lasting difference in how fast demands exhaust this person")
    restlessness = real("standard deviations", "lasting difference in how readily this person leaves")
    outspokenness = real("standard deviations", "lasting difference in how readily this person raises a concern")
    quality_trait = real("0 to 1", "lasting quality as a manager, whatever the pressure")
    quality = real("0 to 1", "present quality as a manager: the trait, and what feedback adds to it for a while")
    # Inner states.
    exhaustion = real("0 to 1", "emotional exhaustion, the core of burnout")
    goodwill = real("0 to 1", "share of needed extra hours that the person is willing to give")
    expected_reply = real(
        "0 to 1", "what the person expects when raising a concern: 0 ignored, 0.5 answered, 1 acted on"
    )
    understanding = real("0 to 1", "grasp of present practice at the front line")
    support = real("0 to 1", "support lately received from the line manager")
    link = real("0 to 1", "lasting part of the safety of the link to this line manager")
    safety = real("0 to 1", "safety of the link upward: how safe it feels to bring bad news")
    blamed = real("0 to 1", "how far the person still bears blame for an incident")
    tired_by_hours = real("0 to 1", "part of the exhaustion that long hours have caused")
    tired_by_decisions = real("0 to 1", "part that decisions against one's judgement have caused (moral injury)")
    tired_by_blame = real("0 to 1", "part that blame, complaints and being frozen out have caused")
    tired_by_colleagues = real("0 to 1", "part that was caught from colleagues")
    seen_load = real("0 to 1", "what the person believes the manager's load to be")
    seen_discretion = real("0 to 1", "what the person believes leaders to be able to do, as a share of full relief")
    seen_intent = real("0 to 1", "what the person believes leaders to be willing to do")
    # The week's work.
    cases = whole("cases", "cases held")
    load = whole("tenths of an hour a week", "standard weekly hours of the cases held")
    complex_cases = whole("cases", "of the cases held, complex ones")
    allowance = whole("percent", "share of a full caseload that this person should hold")
    handover = whole("tenths of an hour", "reading-in for cases taken over, still to be done")
    need = real("hours", "hours needed this week")
    overtime = real("hours", "unpaid hours worked this week")
    unmet = real("hours", "hours needed this week and not worked")
    served = real("0 to 1", "share of the needed casework that was done this week")
    visits = real("0 to 1", "share of the visits due that was made this week")
    supervising = real("0 to 1", "share of the supervision owed to the unit that was given this week (managers)")
    absent_until = whole("week", "first week back at work; in the past for those present")
    practising = whole("0 or 1", "whether this manager is away from the post, practising (rotation)")
    practice_hours = real("hours", "hours of this week that a manager practises, shadows or drops in")
    learning_hours = real("hours", "of those, hours from which the manager learns as by practising")
    seen_hours = real("hours", "of those, hours in which the manager sees the work as it is")
    staged_hours = real("hours", "of those, hours in which the work is performed for the visitor")
    covered_hours = real("hours", "of those, hours for which somebody else does the manager's own work")
    spoke = whole("0 or 1", "whether the person raised a concern this week")
    said = whole("0 or 1", "whether the person raised a concern since the last report")
    reply = real("-1 to 1", "reply to the concern raised this week: 1 acted on, 0.5 answered, 0 ignored, -1 penalised")
    strain = real("0 to 1", "true strain: half unmet hours, half being stressed")
    hazard = real(
        "ratio", "how much likelier serious incidents are with this person than with a rested, experienced one"
    )
    # The picture held (managers).
    belief = real("0 to 1", "what this manager believes the strain of the unit below to be")
    relief = real("share of hours", "relief that this manager grants to the front line below")


class Unit(np.void):
    """What one manager leads: a front-line team, or the managers one tier down and all that is below them."""

    __slots__ = ()

    manager = whole("row of posts", "the managing post")
    tier = whole("tier", "tier of the managing post, 1 nearest to the front line")
    parent = whole("row of units", "unit of the manager above; -1 at the top")
    first = whole("row of posts", "first post that reports to the manager")
    last = whole("row of posts", "one past the last post that reports to the manager")
    posts = real("posts", "front-line posts in the team at week 0; 0 above the team")
    demand = real("ratio", "lasting demand on this team relative to the average team")
    queue_first = whole("row of cases", "unallocated case that has waited longest; -1 for none")
    queue_last = whole("row of cases", "unallocated case that came last; -1 for none")
    waiting = whole("cases", "unallocated cases of the team")
    heads = whole("people", "people at the front line below this manager")
    strain = real("0 to 1", "true strain of the front line below: mean over its people")
    exhaustion = real("0 to 1", "mean exhaustion of the people who report to this manager")
    signal = real("0 to 1 and noise", "last reported strain of the unit")
    signal_variance = real("squared units", "sampling variance of that report")
    concerns = whole("concerns", "concerns raised with this manager this week")
    mean_reply = real("-1 to 1", "mean reply to the concerns raised this week")
    relief = real("share of hours", "relief that reaches the unit from above and from its own manager")
    presence = real("0 to 1", "share of a full week that higher managers practise in this team")
    newcomers = whole("people", "people in their induction weeks")
    absent = whole("people", "people absent this week")
    slots = real("posts", "places for agency staff beyond the posts; 0 above the team")
    refused = whole("cases", "new cases refused or sent back this week")
    speaking = real("0 to 1", "share of the concerns of the unit that were lately raised")
    past = real("concerns", "concerns of this week that went past the line to this manager")
    open = whole("cases", "cases open in the team, or in the teams below")
    overdue = whole("cases", "of those, with an overdue visit")
    indicator = real("0 to 1", "strain as the indicators show it")
    risk = real("incidents", "serious incidents to be expected this week in the team")
    grievance = real("complaints", "complaints of families to be expected this week in the team")
    complaints = whole("complaints", "complaints of this week, in the team or in the teams below")
    complaint_rate = real("per case and year", "complaints of the last year or so")
    fear = real("0 to 1", "fear that blame has left among the people of the unit")
    review_until = whole("week", "first week after the review of an incident")
    helped = real("hours", "work that managers in practice take off the team this week")
    withheld = real("hours", "unpaid hours that the people of the team withhold this week")


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


class Tally(np.void):
    """What one week adds up to; every outcome is a ratio of two of these, or of sums of them."""

    __slots__ = ()

    week = whole("week", "week, 0 at the end of the warm-up")
    posts = real("posts", "posts of the establishment")
    vacancies = real("posts", "posts without a permanent occupant")
    in_post = real("people", "permanent staff")
    agency = real("people", "agency staff")
    agency_covering = real("people", "of those, covering a vacancy")
    acting = real("people", "acting or interim managers")
    front_line = real("people", "people at the front line: permanent and agency")
    leavers = real("people", "permanent staff who left")
    leavers_out = real("people", "of those, out of the sector")
    leavers_agency = real("people", "of those, to agency work")
    leavers_elsewhere = real("people", "of those, to another authority")
    starters = real("people", "permanent staff who came from outside")
    agency_starts = real("people", "agency staff who came")
    agency_ends = real("people", "agency staff who went")
    acting_starts = real("people", "acting managers who came")
    acting_ends = real("people", "acting managers who went")
    promotions = real("people", "people who moved up a tier")
    absent = real("people", "permanent staff absent")
    arrived = real("cases", "cases that came to the door")
    refused = real("cases", "of those, refused or sent back")
    closed = real("cases", "cases closed")
    open = real("cases", "cases open at the end of the week")
    held = real("cases", "cases held at the front line")
    held_by_managers = real("cases", "cases held by managers")
    unallocated = real("cases", "cases waiting for a worker")
    allocated_first = real("cases", "cases allocated for the first time")
    waited = real("weeks", "weeks that those had waited")
    overdue = real("cases", "open cases with an overdue visit")
    changes = real("changes", "cases that passed to another worker")
    long_held = real("cases", "held cases open for 12 months or more")
    long_held_same = real("cases", "of those, with one worker over the last 12 months")
    overtime = real("hours", "unpaid hours at the front line")
    unmet = real("hours", "hours needed and not worked at the front line")
    hours = real("hours", "hours worked at the front line")
    direct_hours = real("hours", "of those, with families")
    exhaustion = real("sum of 0 to 1", "exhaustion summed over the front line")
    goodwill = real("sum of 0 to 1", "goodwill summed over the front line")
    support = real("sum of 0 to 1", "support summed over the front line")
    stressed = real("people", "front-line people above the threshold of stress")
    strain = real("sum of 0 to 1", "true strain summed over the front line")
    poll_yes = real("people", "front-line people who would say that there is a disconnect")
    with_concern = real("people", "front-line people who had a concern")
    voiced = real("concerns", "concerns raised at the front line")
    heard = real("concerns", "of those, answered or acted on")
    penalised = real("concerns", "of those, held against the person")
    supervision_due = real("people", "front-line people owed supervision")
    supervision_missed = real("people", "supervision owed and not given, in people")
    managers = real("people", "managers of every kind")
    managers_permanent = real("people", "permanent managers")
    manager_exhaustion = real("sum of 0 to 1", "exhaustion summed over managers")
    manager_leavers = real("people", "permanent managers who left")
    manager_overtime = real("hours", "unpaid hours of managers")
    understanding = real("sum of 0 to 1", "understanding of practice summed over managers")
    experienced = real("people", "front-line people past their inexperienced years")
    relief = real("sum of shares", "relief arriving at the teams, summed over their people")
    cost = real("GBP", "cash spent this week")
    remedy_cost = real("GBP", "of that, spent directly on interventions")
    remedy_hours = real("hours", "working hours that interventions take")
    incidents = real("incidents", "serious incidents that happened")
    notified = real("incidents", "of those, notified")
    incident_risk = real("incidents", "serious incidents that were to be expected")
    blamings = real("people", "people who were blamed for an incident")
    complaints = real("complaints", "complaints of families")
    complaints_against = real("complaints", "of those, counted against the worker")
    requests = real("requests", "requests for money or services")
    sent_back = real("requests", "of those, sent back to be written again")
    moved = real("people", "people moved to another team after raising a concern")
    shut_down = real("sum of shares", "share of discussions that managers shut down, summed over the front line")
    fear = real("sum of 0 to 1", "fear summed over the front line")
    view_error = real("sum of 0 to 1", "error of the picture held of managers, summed over the front line")
    redesigns = real("redesigns", "redesigns that came into force")
    admin_hours = real("hours", "hours of administration, indicators, preparation and learning at the front line")
    inspections = real("inspections", "inspections")
    grade = real("sum of 0 to 3", "grade in force, summed over weeks")
    real_state = real("sum of 0 to 1", "true state of the service, summed over weeks")
    shown_state = real("sum of 0 to 1", "state that it would show to inspectors, summed over weeks")
    indicator = real("sum of 0 to 1", "strain as the indicators show it, summed over weeks")
    believers = real("managers", "managers who hold a belief, by tier from 1", (MANAGER_TIERS,))
    believed = real("sum of 0 to 1", "strain that managers believe in, by tier from 1", (MANAGER_TIERS,))
    optimism = real("sum of -1 to 1", "true strain less belief, by tier from 1", (MANAGER_TIERS,))
    disconnect = real("sum of 0 to 1", "the same without its sign, by tier from 1", (MANAGER_TIERS,))
    front_line_permanent = real("people", "permanent staff at the front line")
    front_line_leavers = real("people", "permanent staff who left the front line")
    posts_by_tier = real("posts", "posts of managers of the establishment, by tier from 1", (MANAGER_TIERS,))
    vacancies_by_tier = real("posts", "of those, without a permanent occupant, by tier from 1", (MANAGER_TIERS,))
    managers_by_tier = real("people", "managers of every kind, by tier from 1", (MANAGER_TIERS,))
    permanent_by_tier = real("people", "permanent managers, by tier from 1", (MANAGER_TIERS,))
    leavers_by_tier = real("people", "permanent managers who left, by tier from 1", (MANAGER_TIERS,))
    exhaustion_by_tier = real("sum of 0 to 1", "exhaustion of managers, by tier from 1", (MANAGER_TIERS,))
    support_by_tier = real("sum of 0 to 1", "support that managers lately received, by tier from 1", (MANAGER_TIERS,))
    overtime_by_tier = real("hours", "unpaid hours of managers, by tier from 1", (MANAGER_TIERS,))


class Exit(np.void):
    """One person who left for good, and the terms of the log odds of leaving in that week (optional log)."""

    __slots__ = ()

    week = whole("week", "week, 0 at the end of the warm-up")
    person = whole("number", "serial number of the person")
    post = whole("row of posts", "post that the person left")
    tier = whole("tier", "tier of that post")
    destination = whole("code", "0 out of the sector, 1 agency work, 2 another authority")
    forced = whole("0 or 1", "whether a rule or an event made the person go, whatever the terms below")
    base = real("log odds", "level, the same for everyone of the tier")
    exhaustion = real("log odds", "exhaustion, above none at all")
    support = real("log odds", "lack of support, below full support")
    reply = real("log odds", "lack of hope for a reply, below full hope")
    blame = real("log odds", "having lately been blamed")
    pay = real("log odds", "pay below or above that of neighbours")
    tenure = real("log odds", "short tenure")
    personal = real("log odds", "reasons of the person's own that the model does not hold")
    year = real("log odds", "the authority and the year")
    remedy = real("log odds", "reluctance to take part in an intervention")
    tired_by_hours = real("0 to 1", "part of the exhaustion from long hours")
    tired_by_decisions = real("0 to 1", "part from decisions against one's judgement")
    tired_by_blame = real("0 to 1", "part from blame, complaints and being frozen out")
    tired_by_colleagues = real("0 to 1", "part caught from colleagues")


RECORDS: tuple[type, ...] = (Post, Unit, Case, Authority, Tally, Exit)
# Destinations of leavers.
OUT_OF_SECTOR, TO_AGENCY, TO_ANOTHER_AUTHORITY = 0, 1, 2


def fields_of(record: type) -> list[Field]:
    """The state variables of a record class, in the order of their definition."""
    return [value for value in vars(record).values() if isinstance(value, Field)]


@cache
def dtype_of(record: type) -> np.dtype[Any]:
    """The NumPy type of an array of `record`; its elements read by attribute in plain Python and in compiled code."""
    plain = np.dtype([(field.name, field.kind, field.shape) for field in fields_of(record)])
    return np.dtype((record, plain))
