"""Effects planted in two-level designs are found with their sizes, and nothing else is."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.effects import Effects, find_effects
from sim.analysis.portfolio import best_portfolio, bundle_values
from sim.analysis.sparse_regression import estimates_of, p_values
from sim.study.designs.levels import full_factorial
from sim.study.designs.screening import balanced_random, folded_plackett_burman

FACTORS = [f"f{place}" for place in range(20)]
DESIGN = balanced_random(FACTORS, 400, 1)
LEVELS = DESIGN.to_numpy(dtype=float)
# Coefficients of levels -1 and 1 in a noise of deviation 1: the standard error of each is 0.05.
MAINS = {f"f{place}": 0.3 * (place + 1) for place in range(5)}
SYNERGY = 0.3
PLANTED = {name: 2.0 * size for name, size in MAINS.items()} | {"f3 x f11": 4.0 * SYNERGY}
SIGNAL = LEVELS[:, :5] @ np.array(list(MAINS.values())) + SYNERGY * LEVELS[:, 3] * LEVELS[:, 11]


def noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def rates(response: Callable[[int], np.ndarray], planted: dict[str, float], repetitions: int) -> tuple[float, ...]:
    """Over draws of noise: share in which the synergy is found, in which nothing false is, mean share of what is found
    that is false, and share of the intervals of what is found that hold the truth."""
    synergy, clean, false, held = [], [], [], []
    for seed in range(repetitions):
        found = find_effects(DESIGN, response(seed)).found
        extra = set(found["term"]) - set(planted)
        synergy.append("f3 x f11" in set(found["term"]))
        clean.append(not extra)
        false.append(len(extra) / max(len(found), 1))
        truth = np.array([planted.get(term, 0.0) for term in found["term"]])
        held += ((found["ci_low"] <= truth) & (truth <= found["ci_high"])).tolist()
    return float(np.mean(synergy)), float(np.mean(clean)), float(np.mean(false)), float(np.mean(held or [1.0]))


def test_a_planted_synergy_is_found_among_190_pairs_and_nothing_else_is() -> None:
    synergy, clean, false, held = rates(lambda seed: SIGNAL + noise(seed, 400), PLANTED, 100)
    # Measured over 200 draws: .985 found, .985 with nothing else, .002 of what is found is false, .995 held.
    assert synergy >= 0.95
    assert clean >= 0.95
    assert false <= 0.01
    assert held >= 0.95


def test_in_noise_alone_nothing_is_found() -> None:
    _, clean, _, _ = rates(lambda seed: noise(1000 + seed, 400), {}, 100)
    assert clean >= 0.97


def test_sizes_are_those_of_a_change_from_low_to_high() -> None:
    design = full_factorial(dict.fromkeys("abcd", (-1, 1)))
    there = (design.to_numpy() + 1) / 2
    # Alone a brings 1 and b 2, together 3 more; so a averaged over b brings 1 + 3 / 2.
    found = find_effects(design, there[:, 0] + 2.0 * there[:, 1] + 3.0 * there[:, 0] * there[:, 1])
    assert found.found["term"].tolist() == ["b", "a x b", "a"]
    assert found.found["effect"].tolist() == pytest.approx([3.5, 3.0, 2.5])
    assert found.table.loc[~found.table["found"], "effect"].abs().max() == 0.0
    assert found.at_baseline == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)
    assert found.mean == pytest.approx(0.5 + 1.0 + 0.75)
    assert (found.points, found.replicates, found.intervals_from) == (16, 1, "points")
    assert "3 of 4 main effects and 6 pairs found in 16 points" in found.text()


def test_main_effects_of_twenty_factors_come_from_48_points() -> None:
    design = folded_plackett_burman(FACTORS)
    levels = design.to_numpy(dtype=float)
    # Large pairs do not touch the main effects of a folded design.
    response = 1.5 * levels[:, 2] - levels[:, 7] + 0.5 * levels[:, 2] * levels[:, 7] + 0.3 * noise(5, 48)
    found = find_effects(design, response, pairs=False)
    assert found.found["term"].tolist() == ["f2", "f7"]
    assert found.found["effect"].tolist() == pytest.approx([3.0, -2.0], abs=0.3)
    assert len(found.table) == 20


def test_intervals_hold_for_other_seeds_where_effects_differ_between_seeds() -> None:
    generator = np.random.default_rng(2)
    # In each seed f6 has an effect of its own, on average none; what is the same in all seeds is that of f0.
    own = generator.normal(size=12)
    response = LEVELS[:, [0]] + LEVELS[:, [6]] * (own - own.mean() + 0.2) + 0.1 * generator.normal(size=(400, 12))
    by_seeds, by_points = find_effects(DESIGN, response), find_effects(DESIGN, response[:, :9])
    assert (by_seeds.intervals_from, by_points.intervals_from) == ("seeds", "points")
    assert by_seeds.found["term"].tolist() == ["f0"]
    assert "f6" in by_points.found["term"].tolist()
    assert "not for how effects differ between seeds" in by_points.text().replace("\n", " ")


def test_the_interval_over_seeds_is_that_of_the_estimates_of_each_seed() -> None:
    response = 2.0 * LEVELS[:, [0]] * (1.0 + 0.1 * noise(3, 1, 10)) + 0.01 * noise(4, 400, 10)
    row = find_effects(DESIGN, response).found.iloc[0]
    centred = np.column_stack([np.ones(400), LEVELS[:, 0]])
    each = 2.0 * np.linalg.lstsq(centred, response)[0][1]
    # One of 210 candidates is found, so its interval misses with probability 0.05 / 210: t(1 - 0.05 / 420, 9) = 5.8689.
    half = 5.8689 * each.std(ddof=1) / np.sqrt(10)
    assert row["effect"] == pytest.approx(each.mean())
    assert row["ci_high"] - row["effect"] == pytest.approx(half, rel=1e-3)


def test_failed_runs_and_what_a_seed_adds_to_all_points_do_not_matter_much() -> None:
    response = SIGNAL[:, None] + 0.5 * noise(6, 400, 12) + 50.0 * noise(7, 1, 12)
    response[np.random.default_rng(8).random(response.shape) < 0.05] = np.nan
    response[17] = np.nan
    response[:, 11] = np.nan
    found = find_effects(DESIGN, response)
    assert found.points == 399
    assert found.intervals_from == "seeds"
    sizes = found.found.set_index("term")["effect"]
    assert set(sizes.index) == set(PLANTED)
    for term, size in PLANTED.items():
        assert sizes[term] == pytest.approx(size, abs=0.25)


def test_two_factors_that_always_go_together_are_not_told_apart() -> None:
    design = DESIGN[["f0", "f1", "f2"]].assign(twin=DESIGN["f0"])
    found = find_effects(design, LEVELS[:, 0] + 0.1 * noise(9, 400))
    assert found.found["term"].tolist() == ["f0"]
    assert np.isnan(found.table.set_index("term").loc["twin", "effect"])
    assert "cannot tell from those found: twin" in found.text()


def test_a_response_that_never_changes_has_no_effects() -> None:
    found = find_effects(DESIGN, np.full(400, 0.1))
    assert found.found.empty
    assert (found.table["effect"] == 0.0).all()
    assert (found.table["q_value"] == 1.0).all()


@given(st.lists(st.integers(-5, 5), min_size=5, max_size=5), st.integers(-5, 5), st.integers(-5, 5))
@settings(max_examples=40)
def test_payoffs_say_what_every_bundle_brings(mains: list[int], first: int, second: int) -> None:
    design = full_factorial(dict.fromkeys("abcde", (-1, 1)))
    there = (design.to_numpy() + 1) / 2
    response = there @ mains + first * there[:, 0] * there[:, 3] + second * there[:, 3] * there[:, 4]
    for sign in (1.0, -1.0):
        payoffs = find_effects(design, response).payoffs(sign, draws=3)
        brought = bundle_values(payoffs.mains, payoffs.pairs)
        # Bit i of a place is factor i; in the design the last factor varies fastest.
        places = (there @ 2 ** np.arange(5)).astype(int)
        assert brought[places] == pytest.approx(sign * response, abs=1e-9)
        assert payoffs.mains_draws == pytest.approx(np.tile(payoffs.mains, (3, 1)), abs=1e-6)


@pytest.mark.parametrize("replicates", [1, 40])
def test_draws_of_payoffs_spread_as_the_error_of_the_estimates(replicates: int) -> None:
    deviation = 0.5 * np.sqrt(replicates)
    response = SIGNAL[:, None] + deviation * noise(10, 400, replicates)
    payoffs = find_effects(DESIGN, response).payoffs(1.0, draws=2_000, seed=4)
    # Alone f6, which has no pair, has twice the error 0.5 / 20 of its coefficient.
    assert payoffs.mains_draws[:, 6].std() == pytest.approx(0.05, rel=0.25)
    assert payoffs.pairs_draws[:, 3, 11].std() == pytest.approx(0.1, rel=0.25)
    again = find_effects(DESIGN, response).payoffs(1.0, draws=2_000, seed=4)
    assert (again.mains_draws == payoffs.mains_draws).all()


def test_what_is_no_two_level_design_is_refused() -> None:
    with pytest.raises(ValueError, match="give one row a point"):
        find_effects(DESIGN, np.zeros(3))
    with pytest.raises(ValueError, match="two-level design"):
        find_effects(DESIGN * 2, np.zeros(400))
    with pytest.raises(ValueError, match="10 points with a value are too few"):
        find_effects(DESIGN, np.where(np.arange(400) < 10, 1.0, np.nan))


def test_the_table_names_the_factors_of_each_term() -> None:
    found: Effects = find_effects(DESIGN[["f0", "f1", "f2"]], SIGNAL)
    assert found.table[["term", "first", "second"]].to_numpy().tolist() == [
        ["f0", "f0", ""], ["f1", "f1", ""], ["f2", "f2", ""],
        ["f0 x f1", "f0", "f1"], ["f0 x f2", "f0", "f2"], ["f1 x f2", "f1", "f2"],
    ]  # fmt: skip
    assert isinstance(found.table, pd.DataFrame)


def few_points(replicates: int, failed: int = 12) -> Effects:
    """Three strong pairs of eight factors in what is left of 24 points; in 12 there is a term for each point."""
    generator = np.random.default_rng(3)
    design = balanced_random(list("abcdefgh"), 24, 3)
    a, b, c, d, e, f = design.to_numpy(dtype=float)[:, :6].T
    response = 9.0 * (a * b + c * d + e * f)[:, None] + generator.normal(0.0, 0.01, (24, replicates))
    response[generator.choice(24, failed, replace=False)] = np.nan
    return find_effects(design, response)


@pytest.mark.parametrize("replicates", [1, 12])
def test_with_as_many_terms_as_points_nothing_is_called_certain(replicates: int) -> None:
    found = few_points(replicates)
    assert set(found.found["term"]) == {"a x b", "c x d", "e x f"}
    brings = found.payoffs(1.0)
    assert brings.unsure
    assert len(brings.mains_draws) == len(brings.pairs_draws) == 0
    assert np.isfinite(brings.mains).all()
    best = best_portfolio(brings, [1.0] * 8, [0.0] * 8)
    assert best.table[["ci_low", "ci_high", "chance_of_best"]].isna().all(axis=None)
    said = " ".join(best.text().split())
    assert said.endswith("is not known: too few points are left to tell.")
    assert "clearly" not in said


@pytest.mark.parametrize("replicates", [1, 12])
def test_with_more_points_than_terms_every_payoff_has_a_width(replicates: int) -> None:
    brings = few_points(replicates, failed=4).payoffs(1.0)
    assert not brings.unsure
    assert (brings.mains_draws.std(axis=0) > 0.0).all()


def test_without_a_degree_of_freedom_an_error_is_unknown() -> None:
    design = full_factorial(dict.fromkeys("ab", (-1, 1))).to_numpy(dtype=float)
    columns = np.column_stack([design, design[:, 0] * design[:, 1], design[:, 0]])
    found = estimates_of(columns, [0, 1, 2], np.array([1.0, 2.0, 4.0, 9.0]))
    assert np.isfinite(found.coefficient[:3]).all()
    assert np.isnan(found.error).all()
    assert np.isnan(found.degrees).all()
    assert p_values(found).tolist() == [1.0] * 4
