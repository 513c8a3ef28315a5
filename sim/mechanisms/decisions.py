"""M16 and M17: managers grant relief on what they believe, within their discretion; a share of it arrives by link.

    relief = min(discretion, willingness x max(0, belief - aspiration))        Cyert and March 1963

Four causes of inaction are four settings: not told (reporting.passing), not understood (understanding), not willing
(decisions.willingness), not able (decisions.discretion). At zero discretion a true belief changes nothing. The form is
theory (grade B); every size is free (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.state import NOBODY, VACANT


@compiled
def relief_wanted(belief, discretion, decisions):
    """Relief, as a share of front-line hours, that a manager grants who believes in `belief` strain."""
    return min(discretion, decisions.willingness * max(0.0, belief - decisions.aspiration))


@compiled
def discretion_of(tier, authority, settings):
    """Most relief that a manager of `tier` may grant: the director's, less by tier, less again when overspent (M22)."""
    decisions = settings.decisions
    discretion = decisions.discretion
    for _ in range(tier, authority.tiers - 1):
        discretion *= decisions.delegation
    if settings.money.on == 1:
        overspent = 100.0 * max(0.0, authority.spending - 1.0)
        discretion *= clip(1.0 - decisions.squeeze * overspent, 0.0, 1.0)
    return discretion


@compiled
def share_refused(director, authority, settings):
    """Share of new cases refused or sent back: gatekeeping on what the director believes, within the same discretion."""
    decisions = settings.decisions
    if decisions.on == 0:
        return 0.0
    wanted = decisions.gatekeeping * max(0.0, director.belief - decisions.aspiration)
    return min(discretion_of(director.tier, authority, settings), wanted)


@compiled
def passes_on(manager, week, settings):
    """Share of a decision from above that passes this manager to the unit below (M17)."""
    implementation = settings.implementation
    if implementation.on == 0:
        return 1.0
    share = implementation.arriving * implementation.clarity
    if manager.kind != VACANT:
        years = (week - manager.in_post_since) / 52.0
        share *= 1.0 - implementation.inertia * (1.0 - math.exp(-years / implementation.inertia_years))
    return share


@compiled
def relief_is_decided(authority, posts, units, settings, levers):
    """M16, M17. Every manager's relief follows what is wanted; from the top down, a share of it arrives at each unit."""
    decisions = settings.decisions
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        manager = posts[unit.manager]
        wanted = 0.0
        if decisions.on == 1 and manager.kind != VACANT:
            wanted = relief_wanted(manager.belief, discretion_of(manager.tier, authority, settings), decisions)
            if manager.practising == 1:
                wanted *= levers[manager.tier].rotation_cover
        manager.relief += (wanted - manager.relief) / decisions.delay_weeks
        unit.relief = manager.relief
        if unit.parent != NOBODY:
            unit.relief += units[unit.parent].relief * passes_on(manager, authority.week, settings)
