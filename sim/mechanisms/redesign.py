"""M18: redesigns of procedure cost hours while they are learned, and shift the load of procedures afterwards.

    rate       = redesigns a year, times a factor in the first two years of a director; none while one is pending
    sound      = fit under no understanding + slope x understanding of the director + spread x noise, within [0, 1]
    fit        = sound + shaped x max(0, fit of what the front line shapes - sound)
    procedures = procedures x (1 - saving x (2 fit - 1))        and back toward 1 over years

An imposed redesign can be sound: how often is free, and what the director understands of practice helps. Shaping and
trial put it off and take hours. Two years is part of what the factor means; no setting changes it. Article A0, a reader
on a redesign that was not tried with the front line; no size is known (grade D).
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import chance_in_a_week, clip
from sim.state import VACANT
from sim.streams import REDESIGN, bell, stream_key, uniform

# Slots of the stream of redesigns.
DECIDED, SOUND = 0, 1


@compiled
def fit_of(sound, shaped, redesign):
    """How well a redesign fits practice: `sound` as imposed, better as far as the front line shaped it."""
    return sound + shaped * max(0.0, redesign.front_line_fit - sound)


@compiled
def imposed_soundness(authority, director, redesign):
    """How well a redesign that is imposed this week fits practice; not yet kept within [0, 1]."""
    noise = bell(uniform(stream_key(authority.seed, REDESIGN, authority.week), SOUND))
    mean = redesign.imposed_fit + redesign.imposed_understanding * director.understanding
    return mean + redesign.imposed_spread * noise


@compiled
def is_being_shaped(authority, levers):
    """Whether a redesign is pending that the front line is shaping and trying."""
    return authority.redesign_week > authority.week and levers[0].shaped > 0.0


@compiled
def redesign_decided(authority, director, settings, levers):
    """Whether a redesign is decided this week; one at a time."""
    # What an event decrees takes the place of whatever was being prepared.
    if levers[0].redesign_now > 0.0:
        return True
    if authority.redesign_week >= authority.week:
        return False
    rate = settings.redesign.rate
    if director.kind != VACANT and authority.week - director.in_post_since < 104:
        rate *= settings.redesign.new_director_factor
    draw = uniform(stream_key(authority.seed, REDESIGN, authority.week), DECIDED)
    return director.kind != VACANT and draw < chance_in_a_week(rate)


@compiled
def procedures_change(authority, posts, settings, levers, tally):
    """M18. A redesign is decided, shaped or imposed, comes into force, is learned, and wears in."""
    redesign = settings.redesign
    if redesign.on == 0:
        return
    authority.relearning -= authority.relearning / redesign.learning_weeks
    authority.procedures += (1.0 - authority.procedures) / redesign.settling_weeks
    director = posts[len(posts) - 1]
    if redesign_decided(authority, director, settings, levers):
        lever = levers[0]
        decreed = lever.redesign_now > 0.0
        sound = lever.redesign_sound if decreed else imposed_soundness(authority, director, redesign)
        authority.redesign_fit = fit_of(clip(sound, 0.0, 1.0), lever.shaped, redesign)
        authority.redesign_saving = clip(lever.redesign_saving, 0.0, 1.0) if decreed else redesign.saving
        authority.redesign_week = authority.week + int(lever.shaped * redesign.delay_weeks + 0.5)
    if authority.redesign_week == authority.week:
        change = authority.redesign_saving * (2.0 * authority.redesign_fit - 1.0)
        authority.procedures = clip(authority.procedures * (1.0 - change), redesign.lightest, redesign.heaviest)
        authority.relearning += redesign.learning_hours
        tally.redesigns += 1.0
