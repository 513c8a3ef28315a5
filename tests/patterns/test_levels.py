"""The England average as it is, with nothing switched on: its levels are those of the published figures.

Twenty seeds, the five years after the warm-up. Targets and ranges: children's social work workforce census 2017-2021 and
the longitudinal study of local authority social workers.
"""

import numpy as np
import pandas as pd
import pytest
from week_by_week import weeks_of

from sim.analysis.staff_survey import PUBLISHED, Published, beside_published, survey
from sim.configuration.loader import load_settings
from sim.outcomes import summarise
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.runs import run_arm, warm_up

SEEDS = range(1, 21)
SURVEYED = range(1, 9)
# Outcome: lowest and highest value that fits the published figure.
LEVELS = {
    "turnover_rate": (13.4, 15.4),
    "vacancy_rate": (16.5 * 0.95, 16.5 * 1.05),
    "agency_rate": (15.6 * 0.95, 15.6 * 1.05),
    "agency_covering_share": (72.0, 81.0),
    "caseload": (16.3, 17.7),
    "absence_rate": (2.9, 3.2),
    "overtime_hours": (5.0, 7.0),
    "stressed_share": (51.0 * 0.9, 51.0 * 1.1),
    "left_sector_share": (51.0, 59.0),
}
# How far outside its published range a correlation of the model's own survey may lie.
SLACK = 0.05


@pytest.fixture(scope="module")
def england() -> Settings:
    return load_settings(["authority=england_average", "years=5", "window=whole"], command="run")


@pytest.fixture(scope="module")
def tallies(england: Settings) -> np.ndarray:
    """The weeks of every seed, shape (seeds, weeks), the last week of the warm-up first."""
    warm = [warm_up(england, seed) for seed in SEEDS]
    return np.array([np.concatenate([start.tallies[-1:], run_arm(start, england)]) for start in warm])


@pytest.fixture(scope="module")
def levels(england: Settings, tallies: np.ndarray) -> pd.Series:
    """Every outcome, averaged over the seeds."""
    runs = [summarise(seed[1:], england.authority.tiers) for seed in tallies]
    return pd.DataFrame(runs).mean()


@pytest.fixture(scope="module")
def correlations() -> pd.DataFrame:
    """Correlations of the model's own staff survey, pooled over authorities, beside the published ones."""
    settings = load_settings(["authority=england_average"], command="run")
    answers = []
    for seed in SURVEYED:
        absent: np.ndarray | float = 0.0
        for week in weeks_of(settings.model_copy(update={"seed": seed})):
            if week.number >= -WEEKS_A_YEAR:
                absent = absent + (week.posts["absent_until"] > week.number)
            if week.number == -1:
                answers.append(survey(week.after, absent))
                break
    return beside_published(pd.concat(answers, ignore_index=True)).set_index("pair")


@pytest.mark.parametrize("name", LEVELS)
def test_levels_are_those_published(name: str, levels: pd.Series) -> None:
    low, high = LEVELS[name]
    assert low <= levels[name] <= high


def test_staff_grow_by_those_who_start_less_those_who_leave(tallies: np.ndarray, levels: pd.Series) -> None:
    after = tallies[:, 1:]
    net = after["starters"].sum(axis=1) - after["leavers"].sum(axis=1)
    assert (net == tallies["in_post"][:, -1] - tallies["in_post"][:, 0]).all()
    # 3.4% a year in the census, the only value there is: within 10%.
    growth = (tallies["in_post"][:, -1].mean() / tallies["in_post"][:, 0].mean()) ** (1 / 5) - 1
    assert growth == pytest.approx(0.034, rel=0.10)
    assert levels["starters_rate"] - levels["turnover_rate"] == pytest.approx(100.0 * growth, abs=0.3)


def test_front_line_posts_grow_as_they_are_told_to(england: Settings, tallies: np.ndarray) -> None:
    managers = sum(england.authority.posts_by_tier()[1:])
    front_line = tallies["posts"] - managers
    assert front_line[:, 0] == pytest.approx(england.authority.front_line_posts, abs=1)
    assert (front_line[:, -1] / front_line[:, 0]) ** (1 / 5) - 1 == pytest.approx(england.front_line_growth, abs=0.002)
    # All posts together grow as the census says.
    assert (tallies["posts"][:, -1] / tallies["posts"][:, 0]) ** (1 / 5) - 1 == pytest.approx(0.033, abs=0.002)


@pytest.mark.parametrize("pair", PUBLISHED, ids=lambda pair: f"{pair.first} and {pair.second}")
def test_the_models_own_staff_survey_agrees_with_studies(pair: Published, correlations: pd.DataFrame) -> None:
    row = correlations.loc[f"{pair.first} and {pair.second}"]
    assert row["people"] > 500
    assert row["low"] - SLACK <= row["simulated"] <= row["high"] + SLACK
    if row["published"] != 0.0:
        assert np.sign(row["simulated"]) == np.sign(row["published"])
