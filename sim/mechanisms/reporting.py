"""M12: what a manager is told. Bad news is softened as far as the link is unsafe; good news is not.

    told = min(strain, acceptable) + passing x max(0, strain - acceptable) + noise
    passing = mean share + fear x (safety - reference) + gain x (said aloud), within [0, 1]

A worker tells of the strain lived through, a manager of the strain believed in. Alerts let a share of the rest pass (I16).
Roberts and O'Reilly 1974, Academy of Management Journal 17 (2); O'Reilly 1978, doi 10.1111/j.1468-2958.1978.tb00604.x. All
losses of a link share one figure, and safety is the only word for trust. Grade C for the mean share and for the sign of its
slope, whose size is free.
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.people import at_work
from sim.state import VACANT
from sim.streams import REPORT_NOISE, bell, stream_key, uniform


@compiled
def passing_share(post, alert, reporting):
    """Share of this person's bad news that passes the link this week; alerts pass a share of the rest uncut (I16)."""
    share = reporting.passing + reporting.fear * (post.safety - reporting.reference_safety)
    share += reporting.spoken_gain * post.said
    share = clip(share, 0.0, 1.0)
    return share + alert * (1.0 - share)


@compiled
def told(strain, post, alert, reporting):
    """What this person tells of `strain`: the acceptable part whole, the bad part as far as the link lets it pass."""
    bad = max(0.0, strain - reporting.acceptable_strain)
    return min(strain, reporting.acceptable_strain) + passing_share(post, alert, reporting) * bad


@compiled
def reports_go_up(authority, posts, units, settings, levers):
    """M12. In a reporting week every unit's manager gets the mean of what the people below tell.

    A worker tells of the strain lived through, a manager of the strain believed in: so news ages and fades by tier.
    """
    reporting = settings.reporting
    week = authority.week
    if week % reporting.interval_weeks != 0:
        return
    key = stream_key(authority.seed, REPORT_NOISE, week)
    noise = reporting.noise if reporting.on == 1 else 0.0
    for index in range(len(units)):
        unit = units[index]
        total = 0.0
        count = 0
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT or (post.tier == 0 and not at_work(post, week)):
                continue
            news = post.strain if post.tier == 0 else post.belief
            if reporting.on == 1:
                news = told(news, post, levers[0].alert_share, reporting)
            total += news + noise * bell(uniform(key, row))
            post.said = 0
            count += 1
        if count > 0:
            unit.signal = total / count
            unit.signal_variance = noise * noise / count
