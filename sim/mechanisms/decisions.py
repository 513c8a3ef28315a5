"""M16 and M17: managers grant relief on what they believe, within their discretion; a share of it arrives by link.

    wanted = min(discretion, willingness x pressing x max(0, belief - aspiration))        Cyert and March 1963
    pressing = (1 - weariness x settled) x (1 + responsiveness)        settled = 1 - exp(-years in post / inertia years)
    relief += (wanted - relief) / delay
    relief of a unit = its own manager's + passing x relief of the unit above
    passing = arriving x clarity x (1 - inertia x settled)
    discretion = the director's x delegation ^ tiers below x (1 - squeeze x per cent overspent), never below 0
    new cases refused = min(discretion, gatekeeping x max(0, director's belief - aspiration))
    requests sent back = sent back + squeeze of these x per cent overspent, at most 1

Responsiveness (I09, I16) and clear words (I21), which save a share of what does not arrive, are levers. Relief is a share of
front-line hours; new cases are refused within the same figure, as a share of cases.

Four causes of inaction are four settings: not told (reporting.passing), not understood (understanding), not willing
(decisions.willingness), not able (decisions.discretion). At zero discretion a true belief changes nothing. The form is
theory (grade B); every size is free (grade D).
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.state import NOBODY, VACANT


@compiled
def relief_wanted(belief, pressing, discretion, decisions):
    """Relief, as a share of front-line hours, that a manager grants who believes in `belief` strain and presses for it."""
    return min(discretion, pressing * decisions.willingness * max(0.0, belief - decisions.aspiration))


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
def share_sent_back(authority, settings):
    """Share of requests with a cost that are sent back to be written again: more when the budget does not hold (M22)."""
    decisions = settings.decisions
    if decisions.on == 0:
        return 0.0
    overspent = 100.0 * max(0.0, authority.spending - 1.0) if settings.money.on == 1 else 0.0
    return min(1.0, decisions.sent_back + decisions.sent_back_squeeze * overspent)


@compiled
def settled_in(manager, week, settings):
    """How far a manager has settled into the post, 0 to 1: what long tenure makes of people (article A4)."""
    years = max(0.0, (week - manager.in_post_since) / 52.0)
    return 1.0 - math.exp(-years / settings.implementation.inertia_years)


@compiled
def share_refused(director, authority, settings):
    """Share of new cases refused or sent back: gatekeeping on what the director believes, within the same discretion."""
    decisions = settings.decisions
    if decisions.on == 0:
        return 0.0
    wanted = decisions.gatekeeping * max(0.0, director.belief - decisions.aspiration)
    return min(discretion_of(director.tier, authority, settings), wanted)


@compiled
def passes_on(manager, clearer, week, settings):
    """Share of a decision from above that passes this manager to the unit below (M17); clear words save some of the rest."""
    implementation = settings.implementation
    if implementation.on == 0:
        return 1.0
    share = implementation.arriving * implementation.clarity
    share += clearer * (1.0 - share)
    if manager.kind != VACANT:
        share *= 1.0 - implementation.inertia * settled_in(manager, week, settings)
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
            pressing = 1.0 - decisions.weariness * settled_in(manager, authority.week, settings)
            pressing *= 1.0 + levers[manager.tier].responsiveness
            discretion = discretion_of(manager.tier, authority, settings)
            wanted = relief_wanted(manager.belief, pressing, discretion, decisions)
            if manager.practising == 1:
                # Whoever covers holds to what was granted before.
                wanted = manager.relief
        manager.relief += (wanted - manager.relief) / decisions.delay_weeks
        unit.relief = manager.relief
        if unit.parent != NOBODY:
            clearer = levers[unit.tier].clarity
            unit.relief += units[unit.parent].relief * passes_on(manager, clearer, authority.week, settings)
