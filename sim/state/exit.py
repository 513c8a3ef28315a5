"""The log of people who left, where it is asked for."""

import numpy as np

from sim.state.record import real, whole


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
