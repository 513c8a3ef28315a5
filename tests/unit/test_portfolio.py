"""The best bundle against a search that adds everything up one by one, and its ties and doubts."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.portfolio import Payoffs, best_portfolio, bundle_values
from sim.errors import UserError

NAMES = tuple("abcdefghijklmnopqrstuvw")


def payoffs(
    mains: list[float],
    synergies: dict[tuple[int, int], float] | None = None,
    draws: np.ndarray | None = None,
) -> Payoffs:
    """Payoffs with these mains and pairs; draws: draws of the mains, (draws, k), the pairs being sure."""
    k = len(mains)
    pairs = np.zeros((k, k))
    for (one, other), size in (synergies or {}).items():
        pairs[one, other] = pairs[other, one] = size
    drawn = np.empty((0, k)) if draws is None else draws
    return Payoffs(NAMES[:k], np.array(mains, dtype=float), pairs, drawn, np.tile(pairs, (len(drawn), 1, 1)))


def brought(given_payoffs: Payoffs, members: tuple[int, ...]) -> float:
    """What a bundle brings, one part after the other."""
    alone = sum(given_payoffs.mains[place] for place in members)
    return alone + sum(given_payoffs.pairs[one, other] for one, other in combinations(members, 2))


sizes = st.integers(-9, 9)
problems = st.integers(1, 6).flatmap(
    lambda k: st.tuples(
        st.lists(sizes, min_size=k, max_size=k),
        st.lists(sizes, min_size=k * (k - 1) // 2, max_size=k * (k - 1) // 2),
        st.lists(st.integers(0, 9), min_size=k, max_size=k),
        st.lists(st.integers(0, 9), min_size=k, max_size=k),
        st.integers(0, 25),
        st.integers(0, 25),
    )
)


@given(problems)
@settings(max_examples=60)
def test_the_best_bundle_is_that_of_a_search_one_by_one(problem: tuple) -> None:
    mains, synergies, money, hours, money_budget, hours_budget = problem
    k = len(mains)
    brings = payoffs(mains, dict(zip(combinations(range(k), 2), synergies, strict=True)))
    found = best_portfolio(brings, money, hours, money_budget=money_budget, hours_budget=hours_budget, most_listed=99)
    bundles = [members for size in range(k + 1) for members in combinations(range(k), size)]
    values = bundle_values(brings.mains, brings.pairs)
    affordable = {}
    for members in bundles:
        price = sum(money[place] for place in members), sum(hours[place] for place in members)
        assert values[sum(1 << place for place in members)] == brought(brings, members)
        if price[0] <= money_budget and price[1] <= hours_budget:
            affordable[members] = (-brought(brings, members), *price, len(members))
    best = min(affordable.values())
    top = found.table.iloc[0]
    assert (-top["value"], top["money"], top["hours"], top["interventions"]) == best
    assert affordable[tuple(NAMES.index(name) for name in found.best)] == best
    assert found.considered == len(affordable)
    assert found.ties == sum(one[0] == best[0] for one in affordable.values()) == len(found.table)


def test_a_synergy_is_worth_more_than_the_two_best_alone() -> None:
    brings = payoffs([3.0, 2.0, 1.0, 1.0], {(2, 3): 4.0, (0, 1): -2.0})
    found = best_portfolio(brings, [10.0] * 4, [1.0] * 4, money_budget=20.0)
    assert found.best == ("c", "d")
    assert found.table.iloc[0]["value"] == 6.0
    assert found.text().startswith(
        "Best of 11 bundles within the budget: c, d. It brings 6 for GBP 20 and 2 hours a year."
    )
    assert found.text().endswith("Every other bundle is clearly behind it.")
    unlimited = best_portfolio(brings, [10.0] * 4, [1.0] * 4)
    assert unlimited.text().startswith("Best of 16 bundles: a, c, d. It brings 9 ")


def test_both_budgets_bind_and_savings_count() -> None:
    brings = payoffs([5.0, 4.0, 0.5])
    # What saves money pays for the best one.
    assert best_portfolio(brings, [10.0, 5.0, -5.0], [1.0] * 3, money_budget=5.0).best == ("a", "c")
    assert best_portfolio(brings, [10.0, 5.0, -5.0], [2.0, 1.0, 1.0], money_budget=5.0, hours_budget=1.0).best == ("b",)
    assert best_portfolio(brings, [10.0, 5.0, 5.0], [1.0] * 3, money_budget=0.0).best == ()


def test_a_sum_of_prices_that_just_fits_is_within_the_budget() -> None:
    # 0.1 + 0.2 is a little more than 0.3 to a machine.
    assert best_portfolio(payoffs([1.0, 1.0]), [0.1, 0.2], [0.0, 0.0], money_budget=0.3).best == ("a", "b")
    assert best_portfolio(payoffs([1.0] * 3), [0.1, 0.2, -0.3], [0.0] * 3, money_budget=0.0).best == ("a", "b", "c")


def test_of_what_brings_the_same_the_cheapest_is_taken_and_the_rest_are_ties() -> None:
    found = best_portfolio(payoffs([1.0, 0.0, 1.0], {(0, 2): -1.0}), [5.0, 1.0, 4.0], [0.0] * 3)
    assert found.best == found.cheapest == ("c",)
    assert found.ties == 6
    assert found.table["bundle"].tolist() == ["c", "a", "b + c", "a + b", "a + c", "a + b + c"]
    assert found.members["share_of_ties"].tolist() == pytest.approx([4 / 6, 3 / 6, 4 / 6])
    assert "5 other bundles cannot be told from it. In all of these: nothing; in none: nothing." in found.text()


def test_what_cannot_be_told_from_the_best_is_a_tie_and_what_can_is_not() -> None:
    generator = np.random.default_rng(1)
    draws = np.array([3.0, 2.9, 1.0]) + generator.normal(size=(2_000, 3)) * [0.2, 0.2, 0.01]
    found = best_portfolio(payoffs([3.0, 2.9, 1.0], draws=draws), [10.0] * 3, [5.0, 1.0, 1.0], money_budget=10.0)
    assert found.best == ("a",)
    assert found.table["bundle"].tolist() == ["a", "b"]
    assert (found.ties, found.cheapest) == (2, ("b",))
    top, other = found.table.iloc[0], found.table.iloc[1]
    # The difference is normal with mean 0.1 and deviation 0.2 sqrt(2): a is ahead with chance 0.638.
    assert top["chance_of_best"] == pytest.approx(0.638, abs=0.03)
    assert top["chance_of_best"] + other["chance_of_best"] == 1.0
    assert [top["ci_low"], top["ci_high"]] == pytest.approx([3.0 - 0.392, 3.0 + 0.392], abs=0.05)
    assert [other["behind_low"], other["behind_high"]] == pytest.approx([0.1 - 0.554, 0.1 + 0.554], abs=0.07)
    assert found.members["chance_in_best"].tolist() == [top["chance_of_best"], other["chance_of_best"], 0.0]
    assert "1 other bundle cannot be told from it." in found.text()


def test_a_pair_that_is_unsure_makes_bundles_unsure() -> None:
    pairs = np.array([[0.0, -1.0], [-1.0, 0.0]])
    drawn = np.array([pairs * factor for factor in (0.0, 0.5, 1.5, 2.0)])
    brings = Payoffs(("a", "b"), np.array([2.0, 0.9]), pairs, np.tile([2.0, 0.9], (4, 1)), drawn)
    found = best_portfolio(brings, [1.0, 1.0], [0.0, 0.0])
    assert found.best == ("a",)
    chances = found.table.set_index("bundle")["chance_of_best"].to_dict()
    assert chances == {"a": 0.5, "a + b": 0.5}


@given(st.integers(1, 5), st.integers(0, 2**32))
@settings(max_examples=40)
def test_chances_add_up_and_draws_without_doubt_make_no_ties(k: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    mains = generator.normal(size=k)
    doubtful = best_portfolio(
        payoffs(list(mains), draws=mains + generator.normal(size=(30, k))), [1.0] * k, [1.0] * k, most_listed=99
    )
    assert doubtful.table["chance_of_best"].sum() <= 1.0 + 1e-12
    assert (doubtful.table["behind"] >= 0.0).all()
    sure = best_portfolio(payoffs(list(mains), draws=np.tile(mains, (30, 1))), [1.0] * k, [1.0] * k)
    assert sure.ties == 1
    assert sure.table["chance_of_best"].tolist() == [1.0]
    assert set(sure.best) == {NAMES[place] for place in np.flatnonzero(mains > 0.0)}


def test_twenty_interventions_are_searched_in_full() -> None:
    generator = np.random.default_rng(2)
    mains = generator.normal(size=20)
    draws = mains + 0.1 * generator.normal(size=(5, 20))
    money = generator.uniform(1.0, 5.0, size=20)
    found = best_portfolio(payoffs(list(mains), draws=draws), list(money), [1.0] * 20)
    # Without pairs and without a limit it is all that bring something.
    assert found.considered == 2**20
    assert set(found.best) == {NAMES[place] for place in np.flatnonzero(mains > 0.0)}
    assert len(found.table) == min(20, found.ties)


def test_what_cannot_be_searched_is_refused() -> None:
    with pytest.raises(UserError, match="at most 22"):
        best_portfolio(payoffs([1.0] * 23), [1.0] * 23, [1.0] * 23)
    with pytest.raises(UserError, match="money budget: nan"):
        best_portfolio(payoffs([1.0]), [1.0], [1.0], money_budget=float("nan"))
    with pytest.raises(UserError, match="hours budget: -1"):
        best_portfolio(payoffs([1.0]), [1.0], [1.0], hours_budget=-1.0)
    with pytest.raises(ValueError, match="finite number"):
        best_portfolio(payoffs([1.0]), [float("nan")], [1.0])
    with pytest.raises(ValueError, match="which is named first"):
        Payoffs(("a", "b"), np.zeros(2), np.array([[0.0, 1.0], [0.0, 0.0]]), np.empty((0, 2)), np.empty((0, 2, 2)))
    with pytest.raises(ValueError, match=r"mains: shape \(1,\) given; \(2,\) is needed"):
        Payoffs(("a", "b"), np.zeros(1), np.zeros((2, 2)), np.empty((0, 2)), np.empty((0, 2, 2)))
    with pytest.raises(ValueError, match="pairs: not all values are finite"):
        Payoffs(("a",), np.zeros(1), np.full((1, 1), np.nan), np.empty((0, 1)), np.empty((0, 1, 1)))
