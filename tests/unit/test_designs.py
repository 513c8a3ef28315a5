"""Designs against closed forms: orthogonality, known resolutions, slices each used once."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UserError
from sim.study.designs.aliasing import aliasing, pair_columns
from sim.study.designs.hadamard import hadamard
from sim.study.designs.levels import best_of, factorial_of_best, full_factorial
from sim.study.designs.screening import balanced_random, fold_over, folded_plackett_burman, plackett_burman
from sim.study.designs.space import Range, latin_hypercube, sobol

RANGES = {"rate": Range(0.001, 1.0, "log"), "hours": Range(-3.0, 7.0)}


def names(count: int) -> list[str]:
    return [f"factor_{place}" for place in range(count)]


def words_of(design: pd.DataFrame) -> str:
    """The text on the aliasing of a design, in one line."""
    return aliasing(design).text().replace("\n", " ")


def table(*columns: list[int]) -> pd.DataFrame:
    return pd.DataFrame(dict(zip("abcdefgh", columns, strict=False)))


# Full factorials.


def test_a_full_factorial_has_every_combination_in_order() -> None:
    found = full_factorial({"reach": ["front_line", "everyone"], "dose": (0.0, 0.5, 1.0)})
    assert found.to_numpy().tolist() == [
        ["front_line", 0.0], ["front_line", 0.5], ["front_line", 1.0],
        ["everyone", 0.0], ["everyone", 0.5], ["everyone", 1.0],
    ]  # fmt: skip
    assert full_factorial({}).shape == (1, 0)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_a_full_factorial_has_as_many_different_points_as_the_product(sizes: list[int]) -> None:
    found = full_factorial({f"f{place}": range(size) for place, size in enumerate(sizes)})
    assert len(found) == len(found.drop_duplicates()) == np.prod(sizes)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"dose": []}, "dose: no level"),
        ({"dose": [1.0, 1.0]}, "twice"),
        ({f"f{place}": (0, 1) for place in range(17)}, "131072 points; at most 100000"),
    ],
)
def test_levels_that_make_no_factorial_are_refused(levels: dict, words: str) -> None:
    with pytest.raises(UserError, match=words):
        full_factorial(levels)


def test_the_best_are_the_largest_of_either_sign_and_the_unknown_come_last() -> None:
    scores = {"a": 0.5, "b": -2.0, "c": float("nan"), "d": 2.0}
    assert best_of(scores, 4) == ["b", "d", "a", "c"]
    found = factorial_of_best(scores, 2)
    assert found.to_numpy().tolist() == [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    assert list(found.columns) == ["b", "d"]
    with pytest.raises(UserError, match="from 1 to 4"):
        best_of(scores, 5)


# Space-filling designs.


def shares(found: pd.DataFrame) -> np.ndarray:
    """How far of the way from low to high each value of `RANGES` stands."""
    rate = np.log(found["rate"] / 0.001) / np.log(1000.0)
    return np.column_stack([rate, (found["hours"] + 3.0) / 10.0])


@given(st.integers(1, 60), st.integers(0, 2**32))
def test_a_latin_hypercube_uses_each_slice_once(points: int, seed: int) -> None:
    # The last digits of a logarithm must not push a value over the edge of its slice.
    slices = np.floor(shares(latin_hypercube(RANGES, points, seed)) * points * (1 - 1e-12)).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(points)[:, None]).all()


@given(st.integers(0, 7), st.integers(0, 2**32))
def test_a_sobol_sequence_uses_each_slice_once_and_grows_at_its_end(power: int, seed: int) -> None:
    found = sobol(RANGES, 2**power, seed)
    slices = np.floor(shares(found) * 2**power * (1 - 1e-12)).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(2**power)[:, None]).all()
    pd.testing.assert_frame_equal(sobol(RANGES, 2 ** (power + 1), seed)[: 2**power], found)


@pytest.mark.parametrize("design", [latin_hypercube, sobol])
def test_points_depend_on_the_seed_and_not_on_the_order_of_the_factors(design) -> None:
    found = design(RANGES, 16, 5)
    turned = design(dict(reversed(RANGES.items())), 16, 5)
    pd.testing.assert_frame_equal(turned[list(RANGES)], found)
    assert list(turned.columns) == ["hours", "rate"]
    assert (design(RANGES, 16, 6) != found).all(axis=None)


@given(st.integers(0, 2**32))
def test_values_stay_in_their_range_and_have_twelve_digits(seed: int) -> None:
    found = latin_hypercube(RANGES, 20, seed)
    for name, one in RANGES.items():
        assert found[name].between(one.low, one.high).all()
        assert all(float(f"{value:.12g}") == value for value in found[name])


def test_whole_numbers_are_all_equally_likely() -> None:
    found = latin_hypercube({"weeks": Range(2, 6, whole=True)}, 50, 1)["weeks"]
    assert found.dtype == np.int64
    assert found.value_counts().to_dict() == dict.fromkeys(range(2, 7), 10)


@pytest.mark.parametrize(
    ("given_range", "words"),
    [
        ((1.0, 1.0), "empty"),
        ((0.0, float("inf")), "not finite"),
        ((0.0, 1.0, "log"), "above 0"),
        ((0.0, 1.0, "square"), "linear and log"),
        ((0.5, 2.0, "linear", True), "whole"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(given_range: tuple, words: str) -> None:
    with pytest.raises(UserError, match=words):
        Range(*given_range)


def test_impossible_numbers_of_points_are_refused() -> None:
    with pytest.raises(UserError, match="64 or 128"):
        sobol(RANGES, 100, 1)
    with pytest.raises(UserError, match="from 1 to"):
        latin_hypercube(RANGES, 0, 1)
    with pytest.raises(UserError, match="at least one range"):
        latin_hypercube({}, 4, 1)


# Screening designs.


@pytest.mark.parametrize("order", [1, 2, *range(4, 49, 4)])
def test_a_hadamard_matrix_has_columns_at_right_angles(order: int) -> None:
    matrix = hadamard(order).astype(int)
    assert (np.abs(matrix) == 1).all()
    assert (matrix.T @ matrix == order * np.eye(order)).all()
    assert (matrix[0] == 1).all()
    assert (matrix[:, 0] == 1).all()


@pytest.mark.parametrize("order", [0, 3, 6, 52])
def test_an_order_without_a_construction_is_refused(order: int) -> None:
    with pytest.raises(UserError, match="no Hadamard matrix"):
        hadamard(order)


@pytest.mark.parametrize(
    ("factors", "points"), [(1, 4), (3, 4), (4, 8), (11, 12), (19, 20), (20, 24), (25, 28), (47, 48)]
)
def test_plackett_and_burman_need_the_next_multiple_of_four(factors: int, points: int) -> None:
    found = plackett_burman(names(factors))
    assert found.shape == (points, factors)
    assert (found.iloc[0] == -1).all()
    product = found.to_numpy(dtype=int).T @ found.to_numpy(dtype=int)
    assert (product == points * np.eye(factors)).all()
    assert (found.sum() == 0).all()


def test_the_design_of_twelve_runs_has_its_known_resolution() -> None:
    found = aliasing(plackett_burman(names(11)))
    # Every main effect overlaps by a third with each pair of two others: generalised resolution 3 + 1 - 1/3.
    assert found.resolution == pytest.approx(11 / 3)
    sizes = np.unique(np.abs(found.mains_with_pairs).round(12))
    assert sizes.tolist() == pytest.approx([0.0, 1 / 3])
    said = words_of(plackett_burman(names(11)))
    assert "Main effects are clear of each other. Main effects are partly mixed with pairs" in said


def test_twenty_factors_fold_into_48_points_with_mains_clear_of_all() -> None:
    design = folded_plackett_burman(names(20))
    found = aliasing(design)
    assert design.shape == (48, 20)
    assert not found.mains_with_pairs.any()
    assert (found.mains == np.eye(20)).all()
    assert 4.0 <= found.resolution < 5.0
    assert "Main effects are clear of each other and of pairs." in words_of(design)
    assert (design == -1).all(axis=1).sum() == (design == 1).all(axis=1).sum() == 1


two_level = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.sampled_from([-1, 1]), min_size=width, max_size=width), min_size=1, max_size=12)
)


@given(two_level)
def test_folding_any_design_clears_mains_of_pairs_and_balances_it(rows: list[list[int]]) -> None:
    found = aliasing(fold_over(pd.DataFrame(rows, columns=names(len(rows[0])))))
    assert not found.mains_with_pairs.any()
    assert not found.balance.any()


@given(two_level)
def test_overlaps_are_means_of_products_counted_one_by_one(rows: list[list[int]]) -> None:
    design = pd.DataFrame(rows, columns=names(len(rows[0])))
    found = aliasing(design)
    levels = design.to_numpy()
    for place, pair in enumerate(combinations(range(levels.shape[1]), 2)):
        assert found.pairs[place] == pair
        assert (pair_columns(levels)[:, place] == levels[:, pair[0]] * levels[:, pair[1]]).all()
        for main in range(levels.shape[1]):
            expected = np.mean(levels[:, main] * levels[:, pair[0]] * levels[:, pair[1]])
            assert found.mains_with_pairs[main, place] == pytest.approx(expected, abs=1e-12)
    assert found.text()


A, B, C, D = (full_factorial(dict.fromkeys("abcd", (-1, 1)))[name].to_numpy() for name in "abcd")


@pytest.mark.parametrize(
    ("columns", "resolution", "words"),
    [
        ((A, B, C, D), 5.0, "Main effects are clear of each other and of pairs. Pairs are clear of each other."),
        ((A, B, C, A * B * C * D, D), 5.0, "resolution 5 or more"),
        ((A, B, C, A * B * C), 4.0, "Pairs cannot all be told from each other: a x b with c x d are one column."),
        ((A, B, A * B), 3.0, "Main effects cannot all be told from pairs: a with b x c are one column."),
        ((A, B, -A), 2.0, "Main effects cannot all be told from each other: a with c are one column."),
    ],
)
def test_fractions_have_their_known_resolution(columns: tuple, resolution: float, words: str) -> None:
    assert aliasing(table(*columns)).resolution == resolution
    assert words in words_of(table(*columns))


def test_what_is_not_balanced_is_said() -> None:
    found = aliasing(table([-1, 1, 1, 1], [-1, -1, 1, 1]))
    assert found.resolution == 1.5
    assert "a is high in 75% of the points" in found.text()
    assert found.table(0.4)[["effect", "other"]].to_numpy().tolist() == [["a", "b"], ["b", "a x b"]]


def test_a_balanced_random_design_is_balanced_and_nearly_clear() -> None:
    design = balanced_random(names(20), 400, 3)
    assert design.shape == (400, 20)
    found = aliasing(design)
    assert not found.balance.any()
    # Without the exchange these are 0.15 and 0.2.
    assert np.abs(found.mains - np.eye(20)).max() < 0.06
    assert np.abs(found.mains_with_pairs).max() < 0.08
    assert "Main effects are nearly clear of each other" in words_of(design)
    pd.testing.assert_frame_equal(design, balanced_random(names(20), 400, 3))
    assert (design != balanced_random(names(20), 400, 4)).any(axis=None)


@given(st.integers(1, 6), st.integers(2, 20), st.integers(0, 2**32))
@settings(max_examples=30)
def test_balanced_random_designs_are_balanced(factors: int, half: int, seed: int) -> None:
    design = balanced_random(names(factors), 2 * half, seed)
    assert design.shape == (2 * half, factors)
    assert (design.sum() == 0).all()


@pytest.mark.parametrize("points", [2, 401, 20_000])
def test_impossible_sizes_of_a_balanced_design_are_refused(points: int) -> None:
    with pytest.raises(UserError, match="even number"):
        balanced_random(names(3), points, 1)


def test_impossible_factors_are_refused() -> None:
    with pytest.raises(UserError, match="from 1 to 47"):
        plackett_burman(names(48))
    with pytest.raises(UserError, match="twice"):
        balanced_random(["a", "a"], 8, 1)
    with pytest.raises(ValueError, match="levels -1 and 1"):
        aliasing(table([0, 1]))
