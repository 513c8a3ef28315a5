"""M13: a manager's picture of the unit moves toward the signals that reach it.

    dB = attention x understanding x (1 - discount [worse than believed]) x (signal - B) + comfort x (comfortable - B)

Signals are weighted by their precision: the line's reports, indicators, own practice (n cases divide the variance by n) and
what goes past the line: concerns, complaints of families, a bridging role, a survey. The additive form is the mean of
attention and of what understanding alone takes in. A manager does not know that reports are softened, so many reports
count as precise; where reports are without noise they outweigh all else. The mean is kept within [0, 1].

    weight of a report = people who reported / noise^2       weight of the indicators = 1 / trust^2
    weight of an account (a case, a concern, an answer, a complaint) = 1 / own noise^2

Bayesian weighting and confirmation bias: grade C for the signs. Sizes are free: attention and the comfortable picture
(Munro in article A0) grade D; the discount bears the grade of its sign.
"""

import math
from collections import namedtuple

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.hours import mean_case_hours
from sim.state import NOBODY, VACANT
from sim.streams import BRIDGE_NOISE, PAST_NOISE, PRACTICE_NOISE, SURVEY_NOISE, bell, stream_key, uniform

_LEAST_VARIANCE = 1e-6
# The keys of this week's noise.
Keys = namedtuple("Keys", ("practice", "past", "bridge", "survey"))


@compiled
def taken_in(manager, lever, belief):
    """Share of the way that a belief moves toward a signal in a week; a shared language helps understanding (I21)."""
    understanding = manager.understanding + lever.shared_language * (1.0 - manager.understanding)
    if belief.multiplicative == 1:
        return belief.attention * understanding
    return 0.5 * (belief.attention + belief.understanding_rate * understanding)


@compiled
def heard(strain, told, accounts, settings, key, slot):
    """What so many accounts add up to: `strain`, its bad part cut to `told`, with noise that falls with their number."""
    acceptable = settings.reporting.acceptable_strain
    news = min(strain, acceptable) + told * max(0.0, strain - acceptable)
    return news + settings.belief.own_noise / math.sqrt(accounts) * bell(uniform(key, slot))


@compiled
def own_practice(manager, row, strain, learning, settings, key):
    """Accounts that own cases and hours of practice amount to, and what they tell; what is staged tells the comfortable."""
    hours = mean_case_hours(settings.casework)
    seen = manager.cases * learning
    staged = 0.0
    if hours > 0.0:
        seen += manager.seen_hours / hours
        staged = manager.staged_hours / hours
    total = 0.0
    if seen > 0.0:
        total += seen * heard(strain, 1.0, seen, settings, key, row)
    if staged > 0.0:
        total += staged * settings.belief.comfortable
    return seen + staged, total


@compiled
def past_the_line(manager, row, unit, lever, all_lever, settings, keys):
    """Accounts that go past the line, and what they tell: concerns, a bridging role (I08), a survey (I09), complaints."""
    accounts = unit.past
    total = 0.0
    if unit.past > 0.0:
        total += unit.past * heard(unit.strain, 1.0, unit.past, settings, keys.past, row)
    if lever.bridge_samples > 0.0:
        told = heard(unit.strain, lever.bridge_candour, lever.bridge_samples, settings, keys.bridge, row)
        total += lever.bridge_samples * told
        accounts += lever.bridge_samples
    answers = all_lever.survey_share * all_lever.survey_detail * unit.heads
    if answers > 0.0:
        total += answers * heard(unit.strain, all_lever.survey_candour, answers, settings, keys.survey, row)
        accounts += answers
    if unit.complaints > 0:
        total += unit.complaints * min(1.0, unit.complaint_rate / settings.families.full_rate)
        accounts += unit.complaints
    return accounts, total


@compiled
def combined_signal(manager, row, unit, team_strain, learning, lever, all_lever, settings, keys):
    """The precision-weighted mean of what reaches this manager: reports, indicators, own practice, what goes past the line."""
    # Whoever covers for a manager in practice hands the reports on.
    own_variance = settings.belief.own_noise * settings.belief.own_noise
    weight = 1.0 / max(_LEAST_VARIANCE, unit.signal_variance)
    total = weight * unit.signal
    if settings.indicators.on == 1:
        trusted = 1.0 / (settings.indicators.noise * settings.indicators.noise)
        total += trusted * unit.indicator
        weight += trusted
    accounts, told = own_practice(manager, row, team_strain, learning, settings, keys.practice)
    total += told / own_variance
    weight += accounts / own_variance
    accounts, told = past_the_line(manager, row, unit, lever, all_lever, settings, keys)
    total += told / own_variance
    weight += accounts / own_variance
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
    keys = Keys(
        stream_key(authority.seed, PRACTICE_NOISE, authority.week),
        stream_key(authority.seed, PAST_NOISE, authority.week),
        stream_key(authority.seed, BRIDGE_NOISE, authority.week),
        stream_key(authority.seed, SURVEY_NOISE, authority.week),
    )
    for index in range(len(units)):
        unit = units[index]
        row = unit.manager
        manager = posts[row]
        if manager.kind == VACANT:
            continue
        lever = levers[manager.tier]
        learning = learning_from_practice(manager, lever)
        strain = units[manager.team].strain
        signal = combined_signal(manager, row, unit, strain, learning, lever, levers[0], settings, keys)
        if settings.belief.on == 1:
            rate = taken_in(manager, lever, settings.belief)
            manager.belief = belief_step(manager.belief, signal, rate, settings.belief)
        else:
            manager.belief = signal


@compiled
def is_believer(manager):
    """True for a manager whose belief counts in the outcomes: any occupied managing post."""
    return manager.kind != VACANT and manager.unit != NOBODY
