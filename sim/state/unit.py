"""Units: what each manager leads."""

import numpy as np

from sim.state.record import real, whole


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
