"""M22: what the week costs, and whether the budget holds. Cash only: what it costs to replace a person has no source.

    cost = pay of permanent staff + (pay + premium) of temporary staff + business support + interventions
    budget = ratio x pay of the scheduled posts x (1 + share by the grade in force)
    spending += (cost without interventions, pay rises and posts that they open, over the budget - spending) / weeks

Temporary staff are agency staff and acting managers. Premium of GBP 26,000, 53% of salary: Kantar 2020 for the Department
for Education (grade C). Steps between tiers: grade D.
"""

from sim.compiled import compiled
from sim.mechanisms.people import is_temporary
from sim.state import PERMANENT, RESERVE


@compiled
def yearly_cost(tier, money):
    """Yearly cost of a permanent post of this tier, GBP."""
    cost = money.worker_cost
    for _ in range(tier):
        cost *= money.tier_step
    return cost


@compiled
def week_is_paid(authority, posts, settings, levers, tally):
    """M22. Pay, agency premium, business support and interventions; overspending is noticed slowly."""
    money = settings.money
    budget = 0.0
    # Posts that an intervention opens come with money of their own, and so does what it costs directly.
    ordinary = tally.cost
    for row in range(len(posts)):
        post = posts[row]
        cost = yearly_cost(post.tier, money) / 52.0
        # A rise in pay comes with money of its own.
        raised = cost * (levers[post.tier].pay - 1.0)
        if post.established == 1 and post.place != RESERVE:
            budget += cost * money.budget
        pay = 0.0
        if post.kind == PERMANENT:
            pay = cost
            tally.cost += raised
        elif is_temporary(post):
            pay = cost + money.agency_premium / 52.0
        tally.cost += pay
        if post.place != RESERVE:
            ordinary += pay
    tally.cost += levers[0].remedy_cost
    tally.remedy_cost = levers[0].remedy_cost
    tally.remedy_hours = levers[0].remedy_hours
    budget *= levers[0].budget
    if settings.inspection.on == 1:
        budget *= 1.0 + settings.inspection.money[authority.grade]
    if budget > 0.0:
        authority.spending += (ordinary / budget - authority.spending) / money.averaging_weeks
