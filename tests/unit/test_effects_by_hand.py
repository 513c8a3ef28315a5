"""Intervals of effects where they can be worked out by hand, and which seeds count."""

import numpy as np
import pytest
from scipy.stats import t

from sim.analysis.effects import find_effects
from sim.study.designs.levels import full_factorial

DESIGN = full_factorial(dict.fromkeys("abcd", (-1, 1)))


def test_without_any_effect_the_response_at_the_baseline_has_the_interval_of_a_mean() -> None:
    response = 10.0 + np.random.default_rng(1).normal(size=16)
    found = find_effects(DESIGN, response, pairs=False)
    assert found.found.empty
    half = t.ppf(0.975, 15) * response.std(ddof=1) / 4.0
    assert found.at_baseline == pytest.approx((response.mean(), response.mean() - half, response.mean() + half))


@pytest.mark.parametrize(("failed", "origin"), [(7, "seeds"), (8, "points")])
def test_a_seed_that_failed_in_half_of_the_points_does_not_count(failed: int, origin: str) -> None:
    # Intervals are those of the seeds where there are ten that count.
    response = np.random.default_rng(2).normal(size=(16, 10))
    response[:failed, 3] = np.nan
    assert find_effects(DESIGN, response, pairs=False).intervals_from == origin
