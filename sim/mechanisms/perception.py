"""M23: the view from below. What people believe of their managers' load, discretion and intent; they can be wrong too.

    seen += attention x (what reaches the person - seen)
    load:        the manager's, as far as there is contact; what is assumed, where there is none
    discretion:  what leaders have, as far as they say so; what is assumed, where they do not
    intent:      relief that arrives / room that leaders are thought to have

So whoever thinks that leaders could help, and sees nothing come, concludes that they will not: an error of attribution
(Ross 1977, doi 10.1016/S0065-2601(08)60357-3; article A1, readers for and against). Sizes are free (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.decisions import discretion_of
from sim.mechanisms.exhaustion import demand
from sim.state import VACANT


@compiled
def true_discretion(authority, settings):
    """What the director is able to do, as a share of the relief at which every concern is acted on."""
    return min(1.0, discretion_of(authority.tiers - 1, authority, settings) / settings.voice.full_relief)


@compiled
def true_intent(strain, settings):
    """What leaders would want to do if they knew the true strain, as a share of the same relief."""
    decisions = settings.decisions
    if decisions.on == 0:
        return 0.0
    wanted = decisions.willingness * max(0.0, strain - decisions.aspiration)
    return min(1.0, wanted / settings.voice.full_relief)


@compiled
def managers_are_seen(authority, posts, units, settings, levers, tally):
    """M23. The pictures of everyone at the front line, and how far they are from the truth."""
    perception = settings.perception
    discretion = true_discretion(authority, settings)
    intent = true_intent(units[len(units) - 1].strain, settings)
    # Where everything that leaders cannot do is said, people know their room; where nothing is, they assume.
    said = perception.told + levers[0].honesty * (1.0 - perception.told)
    room = said * discretion + (1.0 - said) * perception.assumed_discretion
    for index in range(len(units)):
        unit = units[index]
        if unit.tier != 1:
            continue
        manager = posts[unit.manager]
        load = demand(manager, settings) if manager.kind != VACANT else 0.0
        contact = manager.supervising
        shown = contact * load + (1.0 - contact) * perception.assumed_load
        arriving = unit.relief / settings.voice.full_relief
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            if perception.on == 1:
                post.seen_load += perception.attention * (shown - post.seen_load)
                post.seen_discretion += perception.attention * (room - post.seen_discretion)
                concluded = min(1.0, arriving / max(perception.least_discretion, post.seen_discretion))
                post.seen_intent += perception.attention * (concluded - post.seen_intent)
            error = abs(post.seen_load - load) + abs(post.seen_discretion - discretion) + abs(post.seen_intent - intent)
            tally.view_error += error / 3.0
