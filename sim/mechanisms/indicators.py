"""M15: indicators, a second channel upward that sees whether visits are on time and nothing of what that takes.

    indicator of a unit = min(1, share of cases with an overdue visit / share that reads as full strain)
    visits made         = s + priority x (min(1, s / direct share) - s), s the share of casework that was done

Unpaid hours that keep visits on time leave no trace here: so goodwill hides overload (M03). Time goes into recording and,
where the figures are bad, into being chased. Articles A1 to A3 describe it; every size is free (grade D). Direct share: about
a third of the front-line week is spent with families (grade B).
"""

from sim.compiled import compiled


@compiled
def visits_made(served, settings):
    """Share of the visits due that is made by a person who does `served` of the casework: what is counted goes first."""
    if settings.indicators.on == 0:
        return served
    direct = settings.casework.direct_share
    first = min(1.0, served / direct) if direct > 0.0 else 1.0
    return served + settings.indicators.priority * (first - served)


@compiled
def indicator_hours(unit, settings):
    """Hours a week that indicators take each worker of the team: recording and audits, and more when chased."""
    indicators = settings.indicators
    if indicators.on == 0:
        return 0.0
    return indicators.hours + indicators.chasing_hours * unit.indicator


@compiled
def indicators_show(posts, units, settings, tally):
    """M15. Counts of cases and overdue visits go up the tree whole, and the indicators of every unit follow."""
    for index in range(len(units)):
        unit = units[index]
        if unit.tier > 1:
            unit.open = 0
            unit.overdue = 0
            for row in range(unit.first, unit.last):
                below = units[posts[row].unit]
                unit.open += below.open
                unit.overdue += below.overdue
        unit.indicator = 0.0
        if unit.open > 0:
            unit.indicator = min(1.0, unit.overdue / unit.open / settings.indicators.full_overdue)
    tally.indicator = units[len(units) - 1].indicator
