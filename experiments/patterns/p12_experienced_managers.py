"""P12: do teams whose manager knows the work keep people longer, after allowing for load?"""

import numpy as np
from measure import Measure, Pattern, over_seeds, variant

from sim import OrganisationModel
from sim.mechanisms.arithmetic import logistic
from sim.mechanisms.leaving import terms_of_leaving
from sim.settings.study import Settings
from sim.state import PERMANENT, Exit, dtype_of

QUARTER = 13
NEW_WEEKS = 26.0  # a new manager finds unsettled links and a team that had nobody
UNDERSTANDING, YEARS, NEWNESS, LOAD = 0, 1, 2, 3  # columns of an observation
ALONE = "mechanism.support.experience_weight=0.0"
UNSORTED = ("mechanism.promotion.escape=0.0", "mechanism.promotion.results=0.0")


def yearly_rates(model: OrganisationModel, rows: list[int]) -> list[float]:
    """Expected leavings a year of the people in the posts `rows`, their own reasons and the authority's year left out.

    Far less noisy than counting the few who do leave: what is left is what the manager and the work do to them.
    """
    settings = model.settings_record.copy()
    settings.leaving.personal_spread = 0.0
    terms = np.zeros(1, dtype_of(Exit))[0]
    log_odds = (terms_of_leaving(model.posts[row], model.week, 0.0, 0.0, 1.0, settings, terms) for row in rows)
    return [52.0 * logistic(one) for one in log_odds]


def observe(settings: Settings, seed: int) -> np.ndarray:
    """One row for each team and quarter: manager's understanding, years, newness in post, load, expected leaving, heads."""
    model = OrganisationModel(settings, seed)
    teams = model.units[model.units["tier"] == 1]
    rows = []
    while model.week < settings.weeks:
        model.run_for(QUARTER)
        posts = model.posts
        for unit in teams:
            manager = posts[unit["manager"]]
            people = [row for row in range(unit["first"], unit["last"]) if posts[row]["kind"] == PERMANENT]
            if manager["kind"] == PERMANENT and people:
                load = posts["load"][people].mean() / 10.0
                rate = float(np.mean(yearly_rates(model, people)))
                newness = np.exp(-(model.week - manager["in_post_since"]) / NEW_WEEKS)
                rows.append((manager["understanding"], manager["experience"] / 52.0, newness, load, rate, len(people)))
    return np.array(rows)


def slope(rows: np.ndarray, column: int, allowing_for: tuple[int, ...]) -> float:
    """Points of yearly turnover for one standard deviation of `column`, other columns allowed for; teams weigh by people."""
    centred = rows - rows.mean(axis=0)
    standard = centred[:, column] / rows[:, column].std()
    design = np.column_stack([np.ones(len(rows)), standard, *(centred[:, other] for other in allowing_for)])
    weight = np.sqrt(rows[:, 5])
    solution, *_ = np.linalg.lstsq(design * weight[:, None], rows[:, 4] * weight, rcond=None)
    return 100.0 * float(solution[1])


def slopes(seeds: int, *overrides: str) -> dict[str, np.ndarray]:
    """The slopes of what a manager knows, by seed: load allowed for, and the manager's newness in the post as well."""
    settings = variant(*overrides)
    found = [observe(settings, seed) for seed in range(1, seeds + 1)]
    return {
        "understanding": np.array([slope(rows, UNDERSTANDING, (LOAD,)) for rows in found]),
        "understanding, newness": np.array([slope(rows, UNDERSTANDING, (LOAD, NEWNESS)) for rows in found]),
        "years": np.array([slope(rows, YEARS, (LOAD,)) for rows in found]),
    }


def measure(seeds: int) -> Pattern:
    """Measure P12 over `seeds` seeds."""
    unit = "points of turnover a year for one standard deviation"
    all_on, alone, unsorted = slopes(seeds), slopes(seeds, ALONE), slopes(seeds, *UNSORTED)
    measures = (
        over_seeds("manager's understanding of present practice", all_on["understanding"], unit),
        over_seeds("the same, allowing for how new the manager is too", all_on["understanding, newness"], unit),
        over_seeds("manager's years of practice", all_on["years"], unit),
    )
    both = "understanding, newness"
    ablation = (
        over_seeds("understanding, newness allowed for, where support does not depend on it", alone[both], unit),
        over_seeds("its difference from the measure above", alone[both] - all_on[both], unit),
        over_seeds("understanding, newness allowed for, where promotion does not sort", unsorted[both], unit),
    )
    return Pattern(
        identity="P12",
        question="Do teams with an experienced manager keep people longer?",
        label="finding",
        method=(
            "Every team and quarter of five years on England average: expected turnover of its permanent staff (their own "
            "reasons left out) on what the manager knows, allowing for the team's load. One slope for each seed."
        ),
        fails="no slope; or a slope that is as large where support does not depend on what the manager knows",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...]) -> str:
    plain, settled, years = measures
    return (
        f"Raw, teams whose manager knows present practice: {plain.estimate:+.2f} points ({plain.verdict}). But those are mostly "
        f"new managers; with newness allowed for: {settled.estimate:+.2f} ({settled.verdict}). Long practice in the past: "
        f"{years.estimate:+.2f} ({years.verdict}). Where support is not a matter of understanding the slope is "
        f"{ablation[0].estimate:+.2f} ({ablation[0].verdict}), a difference of "
        f"{ablation[1].estimate:+.2f} ({ablation[1].verdict}). "
        f"Where promotion does not sort: {ablation[2].estimate:+.2f} ({ablation[2].verdict})."
    )
