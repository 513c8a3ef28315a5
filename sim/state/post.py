"""Posts, and the people in them."""

import numpy as np

from sim.state.record import real, whole


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
