"""Paired statistics against values worked out by hand or known in closed form."""

import numpy as np
import pytest

from sim.study.statistics import paired, trailing_mean, verdict, weeks_until_better

HIGHER, LOWER, NEITHER = 1.0, -1.0, np.nan


def column(*values: float) -> np.ndarray:
    """Replicates of one outcome."""
    return np.array(values, dtype=float)[:, None]


def test_the_interval_is_that_of_the_t_distribution() -> None:
    found = paired(column(2.0, 3.0, 5.0, 8.0), column(1.0, 1.0, 2.0, 4.0), np.array([HIGHER]))
    # Differences 1 2 3 4: mean 2.5, sd 1.2910, t(0.975, 3) = 3.1824, half width 3.1824 x 1.2910 / 2.
    assert found.difference[0] == 2.5
    assert found.ci_low[0] == pytest.approx(2.5 - 2.054_260, abs=1e-5)
    assert found.ci_high[0] == pytest.approx(2.5 + 2.054_260, abs=1e-5)
    assert (found.baseline[0], found.mean[0], found.replicates[0]) == (2.0, 4.5, 4)


@pytest.mark.parametrize("sign", [HIGHER, LOWER])
def test_identical_arms_differ_by_exactly_nothing(sign: float) -> None:
    values = np.random.default_rng(1).normal(size=(20, 3))
    found = paired(values, values.copy(), np.full(3, sign))
    for part in (found.difference, found.ci_low, found.ci_high):
        assert (part == 0.0).all()
    assert (found.p_better == 0.5).all()
    assert (found.baseline == found.mean).all()


@pytest.mark.parametrize(("sign", "expected"), [(HIGHER, 0.625), (LOWER, 0.375)])
def test_a_tie_counts_half(sign: float, expected: float) -> None:
    found = paired(column(1.0, 2.0, 0.0, -1.0), column(0.0, 0.0, 0.0, 0.0), np.array([sign]))
    assert found.p_better[0] == expected


def test_nothing_is_better_where_neither_way_is() -> None:
    found = paired(column(1.0, 2.0), column(0.0, 0.0), np.array([NEITHER]))
    assert np.isnan(found.p_better[0])
    assert found.difference[0] == 1.5


def test_a_pair_with_a_failed_run_is_left_out() -> None:
    found = paired(column(1.0, np.nan, 3.0), column(0.0, 10.0, 0.0), np.array([HIGHER]))
    assert (found.replicates[0], found.difference[0], found.baseline[0]) == (2, 2.0, 0.0)


def test_one_pair_has_no_interval_and_no_pair_nothing() -> None:
    one = paired(column(1.0), column(0.0), np.array([HIGHER]))
    assert one.difference[0] == 1.0
    assert np.isnan([one.ci_low[0], one.ci_high[0]]).all()
    none = paired(column(np.nan), column(0.0), np.array([HIGHER]))
    assert np.isnan([none.difference[0], none.mean[0], none.p_better[0]]).all()
    assert none.replicates[0] == 0


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7).normal(0.3, 1.0, size=(10, 20_000))
    found = paired(draws, np.zeros_like(draws), np.full(20_000, HIGHER))
    held = ((found.ci_low < 0.3) & (found.ci_high > 0.3)).mean()
    # Standard error of a share of 0.95 over 20,000 draws: 0.0015.
    assert held == pytest.approx(0.95, abs=0.006)


def test_skewed_differences_cost_the_interval_little() -> None:
    # Counts of rare leavers are skewed like these: 30 pairs of exponential and Poisson draws, true difference 0.5.
    draws = np.random.default_rng(11)
    shape = (30, 5_000)
    arm, baseline = 0.5 + draws.exponential(1.0, size=shape), draws.poisson(1.0, size=shape) * 1.0
    found = paired(arm, baseline, np.full(shape[1], LOWER))
    held = ((found.ci_low < 0.5) & (found.ci_high > 0.5)).mean()
    assert 0.93 < held < 0.96


def test_pairing_removes_what_the_arms_share() -> None:
    generator = np.random.default_rng(3)
    shared = generator.normal(0.0, 10.0, size=(50, 1))
    found = paired(shared + 1.0 + generator.normal(0.0, 0.1, size=(50, 1)), shared, np.array([HIGHER]))
    assert found.ci_high[0] - found.ci_low[0] < 0.1


def test_a_trailing_mean_begins_short_and_skips_what_is_missing() -> None:
    found = trailing_mean(column(2.0, 4.0, np.nan, 8.0, 10.0), 3)[:, 0]
    assert found.tolist() == [2.0, 3.0, 3.0, 6.0, 9.0]


def test_a_trailing_mean_of_nothing_is_exactly_nothing_after_something() -> None:
    found = trailing_mean(column(0.1, 0.2, 0.3, *[0.0] * 5), 3)[:, 0]
    assert found[5:].tolist() == [0.0, 0.0, 0.0]


def test_weeks_until_better_looks_for_the_turn_that_lasts() -> None:
    # Better at once, then a dip, then better for good: means of 13 weeks turn in week 46 (7 x 2 - 6 x 2 > 0).
    difference = np.concatenate([np.full(10, 1.0), np.full(30, -2.0), np.full(40, 2.0)])[:, None]
    assert weeks_until_better(difference, np.array([HIGHER]))[0] == 46.0
    assert np.isnan(weeks_until_better(difference, np.array([LOWER]))[0])


def test_weeks_until_better_is_unknown_where_nothing_changes_or_neither_way_is_better() -> None:
    assert np.isnan(weeks_until_better(np.zeros((60, 1)), np.array([LOWER]))[0])
    assert np.isnan(weeks_until_better(np.ones((60, 1)), np.array([NEITHER]))[0])
    assert weeks_until_better(np.ones((60, 1)), np.array([HIGHER]))[0] == 0.0


@pytest.mark.parametrize(
    ("numbers", "sign", "words"),
    [
        ((1.0, 0.5, 1.5), HIGHER, "better"),
        ((1.0, 0.5, 1.5), LOWER, "worse"),
        ((-1.0, -1.5, -0.5), LOWER, "better"),
        ((1.0, 0.5, 1.5), NEITHER, "higher"),
        ((-1.0, -1.5, -0.5), NEITHER, "lower"),
        ((1.0, -0.1, 2.1), HIGHER, "no clear difference"),
        ((1.0, 0.0, 2.0), HIGHER, "no clear difference"),
        ((-1.0, -2.0, 0.0), LOWER, "no clear difference"),
        ((1.0, np.nan, np.nan), HIGHER, "no clear difference"),
        ((0.0, 0.0, 0.0), HIGHER, "no difference"),
    ],
)
def test_the_difference_in_words(numbers: tuple[float, float, float], sign: float, words: str) -> None:
    assert verdict(*numbers, sign) == words
