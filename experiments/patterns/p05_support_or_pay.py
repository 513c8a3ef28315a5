"""P05: support against pay at equal cost. At which pay elasticity of leaving do they break even?"""

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of, summaries, variant, with_intervention

from sim.settings.study import Settings
from sim.study.arms import at_cost

# Without the first, where pay keeps nobody and only draws applicants, the range of the published elasticity.
SLOPES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)
MENTOR_HOURS = 5.0
# What is the other way round: an hour with a mentor is worth half of it, or nothing; support or exhaustion moves nobody.
OTHERWISE = {
    "an hour with a mentor is worth half": ("mentor_value", 0.5),
    "an hour with a mentor is worth nothing": ("mentor_value", 0.0),
    "leaving does not depend on support": ("support_slope", 0.0),
    "leaving does not depend on exhaustion": ("exhaustion_slope", 0.0),
}


def scaled(settings: Settings, group: str, name: str, factor: float) -> Settings:
    """The same settings with one number of one mechanism multiplied."""
    part = getattr(settings.mechanism, group)
    part = part.model_copy(update={name: getattr(part, name) * factor})
    mechanism = settings.mechanism.model_copy(update={group: part})
    return settings.model_copy(update={"mechanism": mechanism})


def price_of_a_rise(settings: Settings) -> float:
    """Yearly cost in all of a rise in pay in full measure: what every arm costs."""
    return with_intervention(settings, "pay_rise").interventions["pay_rise"].cost(settings).total(settings)


def mentors_for(money: float, settings: Settings) -> Settings:
    """Mentoring that costs so much a year, beside what `settings` hold."""
    held = with_intervention(settings, "mentoring", hours=MENTOR_HOURS)
    one, _ = at_cost(held.interventions["mentoring"], money, settings)
    if not np.isclose(one.cost(settings).total(settings), money):
        raise ValueError("no dose of mentoring costs as much as the rise in pay")
    return held.model_copy(update={"interventions": {**held.interventions, "mentoring": one}})


def package(settings: Settings) -> Settings:
    """Training of managers and business support in full measure, and mentoring for the rest of the money."""
    held = with_intervention(with_intervention(settings, "manager_training"), "business_support")
    spent = sum(one.cost(settings).total(settings) for one in held.interventions.values())
    return mentors_for(price_of_a_rise(settings) - spent, held)


def arms() -> dict[str, Settings]:
    """Nothing, support in two forms, pay at every elasticity, and support where things are otherwise."""
    bare = variant()
    found = {
        "nothing": bare,
        "package": package(bare),
        "mentoring": mentors_for(price_of_a_rise(bare), bare),
    }
    for slope in SLOPES:
        # At equal pay the elasticity multiplies nothing, so one arm without a rise serves them all.
        at_slope = variant(f"mechanism.leaving.pay_slope={slope}")
        found[f"pay {slope}"] = with_intervention(at_slope, "pay_rise")
    for name, (number, factor) in OTHERWISE.items():
        changed = scaled(bare, "support" if number == "mentor_value" else "leaving", number, factor)
        if number != "mentor_value":
            found[f"{name}: nothing"] = changed
        found[name] = package(changed)
    return found


def break_even(what: str, support: np.ndarray, pay: np.ndarray) -> Measure:
    """Elasticity at which pay does as much as support, by interpolation.

    support: (seeds,) change by support. pay: (seeds, slopes) change by pay; both are for the better below zero. Infinite
    where pay does less at every elasticity, less than infinite where it does more at every one.
    """

    def crossing(rows: np.ndarray) -> float:
        less = pay[rows].mean(axis=0) - support[rows].mean()
        if less[0] <= 0.0:
            return -np.inf
        below = np.flatnonzero(less <= 0.0)
        if not len(below):
            return np.inf
        place = below[0]
        share = less[place - 1] / (less[place - 1] - less[place])
        return SLOPES[place - 1] + share * (SLOPES[place] - SLOPES[place - 1])

    return by_bootstrap(what, crossing, support, "elasticity, bootstrap")


def measure(seeds: int) -> Pattern:
    """Measure P05 over `seeds` seeds."""
    settings = arms()
    found = {name: summaries(tallies) for name, tallies in runs_of(settings, seeds).items()}

    def change(arm: str, outcome: str, against: str = "nothing") -> np.ndarray:
        return (found[arm][outcome] - found[against][outcome]).to_numpy()

    def pay(outcome: str) -> np.ndarray:
        return np.column_stack([change(f"pay {slope}", outcome) for slope in SLOPES])

    here = settings["nothing"].mechanism.leaving.pay_slope
    turnover, vacancies = pay("turnover_rate"), pay("vacancy_rate")
    points = "points of turnover a year"
    at_default = np.array([np.interp(here, SLOPES, row) for row in turnover])
    support = change("package", "turnover_rate")
    measures = (
        break_even("turnover: package of support and pay break even", support, turnover),
        break_even("turnover: mentoring alone and pay break even", change("mentoring", "turnover_rate"), turnover),
        break_even("vacancies: package of support and pay break even", change("package", "vacancy_rate"), vacancies),
        over_seeds("package of support", support, points),
        over_seeds("mentoring alone", change("mentoring", "turnover_rate"), points),
        *(over_seeds(f"pay, elasticity {slope:g}", turnover[:, SLOPES.index(slope)], points) for slope in SLOPES[1:]),
        over_seeds(f"package less pay at the elasticity of the settings, {here:g}", support - at_default, points),
        over_seeds("cash booked: package", change("package", "cost"), "GBP million a year"),
        over_seeds("cash booked: pay", change(f"pay {SLOPES[-1]}", "cost"), "GBP million a year"),
    )
    without = {
        name: change(name, "turnover_rate", f"{name}: nothing" if f"{name}: nothing" in found else "nothing")
        for name in OTHERWISE
    }
    half, none = list(OTHERWISE)[:2]
    ablation = (
        over_seeds("pay, elasticity 0: it draws applicants and keeps nobody", turnover[:, 0], points),
        *(over_seeds(f"package where {name}", effect, points) for name, effect in without.items()),
        break_even(f"turnover: break even where {half}", without[half], turnover),
        break_even(f"turnover: break even where {none}", without[none], turnover),
    )
    money = price_of_a_rise(settings["nothing"])
    return Pattern(
        identity="P05",
        question="Support against pay at equal cost: at which pay elasticity of leaving do they break even?",
        label="finding",
        method=(
            f"England average, five years. Pay: a rise in full measure, GBP {money:,.0f} a year in all. Support for the same: "
            "training of managers and business support in full measure and mentoring for the rest; or mentoring alone. Hours "
            "count at the cost of a front-line hour, although they are not cash. Elasticity: slope of the log odds of leaving in "
            "the logarithm of relative pay. What pay draws in applicants stays as it is. inf: beyond the range."
        ),
        fails="a break-even outside the range of the published elasticity; or one that does not hang on what mentoring is worth",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation, here),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...], here: float) -> str:
    whole, mentoring, vacancies = measures[:3]
    gain = next(one for one in measures if one.what.startswith("package less pay"))
    half, none = ablation[-2:]
    better = "support keeps more people" if gain.estimate < 0 else "pay keeps more people"

    def at(one: Measure) -> str:
        return f"{one.estimate:.1f} ({one.low:.1f} to {one.high:.1f})"

    return (
        f"Package and pay break even at an elasticity of {at(whole)}, mentoring alone and pay at {at(mentoring)}; "
        f"in vacancies, which pay lowers by applicants too, at {at(vacancies)}. At {here:g}, the setting, {better}: "
        f"{gain.estimate:+.2f} points ({gain.verdict}). That rests on a guess: were an hour with a mentor worth half, they would "
        f"break even at {at(half)}; were it worth nothing, at {at(none)}. The poll that puts support before pay holds "
        "below the break-even and fails above it."
    )
