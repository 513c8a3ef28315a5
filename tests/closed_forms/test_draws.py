"""Draws: known answers of SplitMix64, the moments of each distribution, and independence of every part of the key."""

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.streams import STREAMS, bell, draws, exponential, mix, poisson_count, stream_key, uniform

COUNT = 40_000
# A correct test passes at this many standard errors in all but one of 15,000 seeds; the seeds here are fixed.
ERRORS = 4.0
GAMMA = 0x9E3779B97F4A7C15
MASK = 2**64 - 1


@pytest.fixture(autouse=True)
def _keys_wrap_round():
    """The hash multiplies modulo 2**64, which NumPy would report where the compiler is switched off."""
    with np.errstate(over="ignore"):
        yield


def key_of(seed: int, stream: int, week: int) -> np.uint64:
    """The key, as wide and unsigned as compiled code has it."""
    return np.uint64(stream_key(seed, stream, week))


def reference_mix(state: int) -> int:
    """SplitMix64 written out in Python's own whole numbers."""
    z = (state + GAMMA) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def check_uniform(values: np.ndarray, cells: int = 64) -> None:
    """Mean, variance and a chi-square over equal cells are those of the uniform distribution."""
    assert values.min() > 0.0
    assert values.max() < 1.0
    assert abs(values.mean() - 0.5) < ERRORS * math.sqrt(1.0 / 12.0 / len(values))
    # The variance of a squared deviation of a uniform number is 1/80 - 1/144.
    assert abs(values.var() - 1.0 / 12.0) < ERRORS * math.sqrt((1.0 / 80.0 - 1.0 / 144.0) / len(values))
    check_even(np.bincount((values * cells).astype(int), minlength=cells))


def check_even(counts: np.ndarray) -> None:
    """A chi-square statistic lies about its degrees of freedom, with a variance of twice as many."""
    expected = counts.sum() / counts.size
    free = counts.size - 1
    statistic = ((counts - expected) ** 2 / expected).sum()
    assert abs(statistic - free) < ERRORS * math.sqrt(2.0 * free)


def check_unrelated(first: np.ndarray, second: np.ndarray) -> None:
    """Two rows of numbers show no correlation, and pairs of them fill the square evenly."""
    assert abs(np.corrcoef(first, second)[0, 1]) < ERRORS / math.sqrt(len(first))
    cells = np.histogram2d(first, second, bins=16, range=((0, 1), (0, 1)))[0]
    check_even(cells.ravel())


def test_known_answers_of_splitmix64() -> None:
    outputs = [int(mix(np.uint64(step * GAMMA & MASK))) for step in range(3)]
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@pytest.mark.parametrize("seed", [0, 1, 2**40])
@pytest.mark.parametrize("week", [-1560, -1, 0, 1559])
def test_keys_and_numbers_are_the_stated_hash(seed: int, week: int) -> None:
    key = reference_mix(reference_mix(reference_mix(seed) ^ 11) ^ (week + 1048576))
    assert int(key_of(seed, 11, week)) == key
    for slot in (0, 1, 5_000_003):
        expected = ((reference_mix(key ^ slot) >> 11) + 0.5) / 2**53
        assert uniform(key_of(seed, 11, week), slot) == expected
    assert draws(seed, 11, week, 6)[5] == uniform(key_of(seed, 11, week), 5)


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_every_stream_is_uniform(stream: int) -> None:
    check_uniform(draws(1, stream, 3, COUNT))


@pytest.mark.parametrize("part", ["seed", "week"])
def test_one_slot_over_seeds_or_weeks_is_uniform(part: str) -> None:
    keys = [key_of(*((i, 11, 0) if part == "seed" else (1, 11, i - COUNT // 2))) for i in range(COUNT)]
    values = np.array([uniform(key, 7) for key in keys])
    check_uniform(values)
    check_unrelated(values[:-1], values[1:])


def test_neighbouring_streams_are_unrelated() -> None:
    numbers = sorted(STREAMS.values())
    for first, second in pairwise(numbers):
        check_unrelated(draws(1, first, 0, COUNT), draws(1, second, 0, COUNT))


@pytest.mark.parametrize("lag", [1, 2, 52, 104])
def test_neighbouring_weeks_are_unrelated(lag: int) -> None:
    check_unrelated(draws(1, 11, 0, COUNT), draws(1, 11, lag, COUNT))


@pytest.mark.parametrize("lag", [1, 2, 3, 4, 8, 52, 1024])
def test_neighbouring_slots_are_unrelated(lag: int) -> None:
    values = draws(1, 11, 0, COUNT)
    check_unrelated(values[:-lag], values[lag:])


def test_neighbouring_seeds_are_unrelated() -> None:
    check_unrelated(draws(1, 11, 0, COUNT), draws(2, 11, 0, COUNT))


def test_bell_is_a_logistic_variable_of_mean_0_and_variance_1() -> None:
    values = np.array([bell(u) for u in draws(1, 5, 0, COUNT)])
    assert abs(values.mean()) < ERRORS / math.sqrt(COUNT)
    # The fourth moment of a logistic variable of variance 1 is 4.2.
    assert abs(values.var() - 1.0) < ERRORS * math.sqrt(3.2 / COUNT)
    quartile = math.log(3.0) * math.sqrt(3.0) / math.pi
    assert bell(0.5) == 0.0
    assert bell(0.75) == pytest.approx(quartile)
    assert bell(0.25) == pytest.approx(-quartile)


@pytest.mark.parametrize("mean", [0.5, 45.0])
def test_exponential_has_its_mean_as_standard_deviation(mean: float) -> None:
    values = np.array([exponential(u, mean) for u in draws(1, 6, 0, COUNT)])
    assert abs(values.mean() - mean) < ERRORS * mean / math.sqrt(COUNT)
    # The fourth moment about the mean is 9 times the squared variance.
    assert abs(values.var() - mean * mean) < ERRORS * mean * mean * math.sqrt(8.0 / COUNT)
    assert exponential(0.5, mean) == pytest.approx(mean * math.log(2.0))


@pytest.mark.parametrize("mean", [0.0, 0.3, 3.0, 17.0, 130.0, 600.0, 1900.0])
def test_poisson_has_its_mean_as_variance(mean: float) -> None:
    key = np.uint64(stream_key(1, 7, 0))
    values = np.array([poisson_count(key, slot, mean) for slot in range(COUNT)])
    assert abs(values.mean() - mean) <= ERRORS * math.sqrt(mean / COUNT)
    assert abs(values.var() - mean) <= ERRORS * math.sqrt((mean + 2.0 * mean * mean) / COUNT)
    if 0.0 < mean < 20.0:
        for count in range(int(mean) + 3):
            chance = math.exp(-mean) * mean**count / math.factorial(count)
            assert abs((values == count).mean() - chance) < ERRORS * math.sqrt(chance * (1.0 - chance) / COUNT)
