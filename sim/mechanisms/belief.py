"""M13: a manager's picture of the unit moves toward the signals that reach it.

    dB = attention x understanding x (1 - discount [worse than believed]) x (signal - B) + comfort x (comfortable - B)

Signals are weighted by their precision: the line's reports, own practice (n cases divide the variance by n) and concerns
that went past the line. The additive form is the mean of attention and of what understanding alone takes in.
A manager does not know that reports are softened, so many reports count as precise. Bayesian weighting and confirmation
bias: grade C for the signs; attention, discount and the comfortable picture (Munro in article A0): grade D.
"""

import math

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.state import NOBODY, VACANT
from sim.streams import PAST_NOISE, PRACTICE_NOISE, bell, stream_key, uniform

_LEAST_VARIANCE = 1e-6


@compiled
def taken_in(manager, belief):
    """Share of the way that a belief moves toward a signal in a week, before any discount."""
    if belief.multiplicative == 1:
        return belief.attention * manager.understanding
    return 0.5 * (belief.attention + belief.understanding_rate * manager.understanding)


@compiled
def combined_signal(manager, row, unit, practice_team, learning, noise_key, past_key, settings):
    """The precision-weighted mean of what reaches this manager: reports, own cases, concerns past the line."""
    # Whoever covers for a manager in practice hands the reports on.
    own_variance = settings.belief.own_noise * settings.belief.own_noise
    weight = 1.0 / max(_LEAST_VARIANCE, unit.signal_variance)
    total = weight * unit.signal
    cases = manager.cases * learning
    if cases > 0.0:
        own = practice_team.strain + settings.belief.own_noise / math.sqrt(cases) * bell(uniform(noise_key, row))
        precision = cases / own_variance
        total += precision * own
        weight += precision
    if unit.past > 0.0:
        # Few concerns say little about the whole unit.
        heard = unit.strain + settings.belief.own_noise / math.sqrt(unit.past) * bell(uniform(past_key, row))
        precision = unit.past / own_variance
        total += precision * heard
        weight += precision
    return clip(total / weight, 0.0, 1.0)


@compiled
def belief_step(now, signal, rate, belief):
    """Belief after one week in which `rate` of the way is taken in."""
    if signal > now:
        rate *= 1.0 - belief.discount
    step = rate * (signal - now) + belief.comfort_pull * (belief.comfortable - now)
    return clip(now + step, 0.0, 1.0)


@compiled
def learning_from_practice(manager, levers):
    """1 where own cases teach this manager, 0 in a placebo."""
    return levers.rotation_learning if manager.practising == 1 else levers.caseload_learning


@compiled
def beliefs_move(authority, posts, units, settings, levers):
    """M13. Every manager's picture of the strain below; a vacant post keeps the last one."""
    key = stream_key(authority.seed, PRACTICE_NOISE, authority.week)
    past_key = stream_key(authority.seed, PAST_NOISE, authority.week)
    for index in range(len(units)):
        unit = units[index]
        manager = posts[unit.manager]
        if manager.kind == VACANT:
            continue
        learning = learning_from_practice(manager, levers[manager.tier])
        team = units[manager.team]
        signal = combined_signal(manager, unit.manager, unit, team, learning, key, past_key, settings)
        if settings.belief.on == 1:
            manager.belief = belief_step(manager.belief, signal, taken_in(manager, settings.belief), settings.belief)
        else:
            manager.belief = signal


@compiled
def is_believer(manager):
    """True for a manager whose belief counts in the outcomes: any occupied managing post."""
    return manager.kind != VACANT and manager.unit != NOBODY
