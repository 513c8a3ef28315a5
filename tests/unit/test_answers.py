"""Answers against closed forms and by hand: chances, regret, ties, prices and what is dominated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_t, norm, t

from sim.study.answers.chances import chance_of_best
from sim.study.answers.price import pareto, price_of
from sim.study.answers.ranking import ranking
from sim.study.answers.regret import largest_regret, pessimistic_regret, regrets
from sim.study.answers.values import values_of
from sim.study.statistics import mean_with_interval

HIGHER, LOWER = 1.0, -1.0
NAN = float("nan")


def noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def arms(values: np.ndarray) -> pd.DataFrame:
    """Values of shape (replicates, arms) under the names arm_0, arm_1, ..."""
    return pd.DataFrame(values, columns=[f"arm_{place}" for place in range(values.shape[1])])


def standard(replicates: int, mean: float, deviation: float) -> np.ndarray:
    """Replicates with exactly this mean and this standard deviation."""
    drawn = noise(replicates, replicates)
    return mean + deviation * (drawn - drawn.mean()) / drawn.std()


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-20, 20) | st.just(NAN), min_size=width, max_size=width), min_size=1, max_size=8
    )
).map(lambda rows: arms(np.array(rows, dtype=float)))  # fmt: skip


def test_runs_become_a_table_of_replicates_and_arms() -> None:
    runs = pd.DataFrame(
        {"arm": ["b", "a", "b"], "replicate": [1, 1, 2], "status": ["finished"] * 3, "burnout": [0.1, 0.2, 0.3]}
    )
    found = values_of(runs, "burnout")
    assert list(found.columns) == ["b", "a"]
    assert found.loc[1].tolist() == [0.1, 0.2]
    assert found.loc[2, "b"] == 0.3
    assert np.isnan(found.loc[2, "a"])
    with pytest.raises(ValueError, match="duplicate"):
        values_of(pd.concat([runs, runs]), "burnout")


# Which is best.


@pytest.mark.parametrize("sign", [HIGHER, LOWER])
def test_three_identical_arms_share_alike_and_lose_nothing(sign: float) -> None:
    found = chance_of_best(arms(np.repeat(noise(1, 12, 1), 3, axis=1)), sign)
    assert found.table["chance_of_best"].tolist() == pytest.approx([1 / 3] * 3)
    assert found.table["regret"].tolist() == [0.0, 0.0, 0.0]
    assert found.replicates == 12


@pytest.mark.parametrize("replicates", [3, 6, 20])
def test_the_chance_of_two_arms_is_that_of_student(replicates: int) -> None:
    values = arms(30.0 * noise(20, replicates, 1) + noise(21, replicates, 2) + np.array([0.3, 0.0]))
    difference = (values["arm_0"] - values["arm_1"]).to_numpy()
    statistic = difference.mean() / (difference.std(ddof=1) / np.sqrt(replicates))
    found = chance_of_best(values, HIGHER, 40_000).table["chance_of_best"]
    # Standard error of a share of 40,000: 0.0025.
    assert found[0] == pytest.approx(t.cdf(statistic, replicates - 1), abs=0.008)


@pytest.mark.parametrize("means", [(0.0, 0.0, 0.0), (0.3, 0.0, -0.3)])
def test_the_chances_of_three_arms_are_those_of_student_in_two_directions(means: tuple[float, ...]) -> None:
    replicates = 8
    values = noise(22, replicates, 3)
    values = values - values.mean(axis=0) + np.array(means)
    found = chance_of_best(arms(values), HIGHER, 40_000).table["chance_of_best"]
    for arm in range(3):
        # How far the two others are ahead of it: both below 0 where it is the best.
        ahead = np.delete(values, arm, axis=1) - values[:, [arm]]
        error = np.cov(ahead.T) / replicates
        expected = multivariate_t.cdf(np.zeros(2), ahead.mean(axis=0), error, df=replicates - 1, random_state=1)
        assert found[arm] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("replicates", [6, 10, 20])
def test_of_two_arms_alike_one_is_called_best_with_over_99_percent_in_2_percent_of_studies(replicates: int) -> None:
    # A difference that chance alone exceeds in 1% of studies, and falls short of in another 1%, is where 99% begins.
    difference = standard(replicates, 0.0, 1.0) * np.sqrt(replicates / (replicates - 1.0))
    values = arms(difference[:, None] * (1.0, 0.0))
    values["arm_0"] += t.ppf(0.99, replicates - 1) * difference.std(ddof=1) / np.sqrt(replicates)
    assert chance_of_best(values, HIGHER, 40_000).table["chance_of_best"][0] == pytest.approx(0.99, abs=0.002)
    studies = noise(replicates, 250, replicates, 2)
    sure = [(chance_of_best(arms(one), HIGHER, 400).table["chance_of_best"] > 0.99).any() for one in studies]
    # Standard error 0.009.
    assert np.mean(sure) == pytest.approx(0.02, abs=0.018)


def test_one_replicate_says_nothing_of_which_is_best_and_two_nothing_of_what_is_lost() -> None:
    one = chance_of_best(arms(np.array([[1.0, 2.0]])), HIGHER).table
    assert one["chance_of_best"].tolist() == [0.5, 0.5]
    assert one["regret"].isna().all()
    two = chance_of_best(arms(noise(23, 2, 2)), HIGHER).table
    assert two["chance_of_best"].sum() == pytest.approx(1.0)
    assert two["regret"].isna().all()


def test_three_arms_that_differ_by_chance_only_have_about_a_third_each() -> None:
    chances = [chance_of_best(arms(noise(seed, 20, 3)), LOWER, 200).table["chance_of_best"] for seed in range(150)]
    # A chance spreads over studies about as a uniform number does: 0.3 / sqrt(200) = 0.02.
    assert np.mean(chances, axis=0) == pytest.approx([1 / 3] * 3, abs=0.06)


@pytest.mark.parametrize("sign", [HIGHER, LOWER])
def test_the_chance_and_the_regret_of_two_arms_are_those_of_a_normal_difference(sign: float) -> None:
    # The mean difference of 400 pairs is 0.1, its standard error 2 / 20 = 0.1.
    shared = 30.0 * noise(2, 400)
    found = chance_of_best(arms(np.column_stack([shared + standard(400, 0.1, 2.0), shared])), sign, 10_000).table
    better = found.set_index("arm").loc["arm_0" if sign > 0 else "arm_1"]
    assert better["chance_of_best"] == pytest.approx(norm.cdf(1.0), abs=0.02)
    # Mean of the positive part of a normal number with mean -0.1 and deviation 0.1.
    assert better["regret"] == pytest.approx(0.1 * (norm.pdf(1.0) - norm.cdf(-1.0)), abs=0.002)


def test_replicates_of_an_arm_that_fails_often_do_not_count_nor_does_the_arm() -> None:
    values = arms(np.tile([1.0, 2.0, 3.0], (6, 1)))
    values.loc[0, "arm_0"] = NAN
    values.loc[:3, "arm_2"] = NAN
    found = chance_of_best(values, HIGHER)
    assert found.left_out == ("arm_2",)
    assert found.replicates == 5
    assert found.table["chance_of_best"].tolist()[:2] == [0.0, 1.0]
    assert found.table["regret"].tolist()[:2] == [1.0, 0.0]
    assert found.table.iloc[2][["chance_of_best", "regret"]].isna().all()


def test_an_arm_that_fails_in_exactly_half_of_the_replicates_is_compared_on_the_others() -> None:
    values = arms(np.tile([1.0, 2.0], (6, 1)))
    values.loc[:2, "arm_1"] = NAN
    found = chance_of_best(values, HIGHER)
    assert (found.left_out, found.replicates) == ((), 3)
    assert found.table["chance_of_best"].tolist() == [0.0, 1.0]


def test_where_nothing_is_known_nothing_is_best() -> None:
    found = chance_of_best(arms(np.full((3, 2), NAN)), HIGHER)
    assert (found.replicates, found.left_out) == (0, ("arm_0", "arm_1"))
    assert found.table["chance_of_best"].isna().all()


@given(tables, st.integers(0, 2**32))
@settings(max_examples=40)
def test_chances_add_up_and_what_replicates_share_does_not_count(values: pd.DataFrame, seed: int) -> None:
    found = chance_of_best(values, HIGHER, 50, seed)
    if found.replicates:
        assert found.table["chance_of_best"].sum() == pytest.approx(1.0)
        assert (found.table["regret"].dropna() >= 0.0).all()
    shifted = values.add(64.0 * np.arange(len(values)), axis=0)
    again = chance_of_best(shifted, HIGHER, 50, seed)
    pd.testing.assert_frame_equal(again.table, found.table, atol=1e-9)


def test_a_sign_that_is_neither_is_refused() -> None:
    for answer in (chance_of_best, ranking):
        with pytest.raises(ValueError, match="1 where higher is better"):
            answer(arms(np.ones((2, 2))), NAN)


# Ranking.


def test_ties_share_a_place_and_are_shown_as_ties() -> None:
    shared = noise(3, 30, 1)
    values = arms(np.column_stack([shared + 5.0, shared, shared + 0.05 * noise(4, 30, 1), shared + 5.0, shared * NAN]))
    found = ranking(values, LOWER)
    assert set(found["arm"][:2]) == {"arm_1", "arm_2"}
    assert found["place"].tolist() == [1, 1, 3, 3, 5]
    assert found["behind"].tolist()[2:4] == pytest.approx([5.0, 5.0], abs=0.05)
    assert found["replicates"].tolist() == [30, 30, 30, 30, 0]
    assert found["arm"].tolist()[2:] == ["arm_0", "arm_3", "arm_4"]


def test_the_interval_of_two_arms_is_the_paired_one() -> None:
    values = arms(noise(5, 15, 2) + np.array([0.0, 3.0]))
    found = ranking(values, HIGHER).iloc[1]
    expected = mean_with_interval(values[["arm_1"]].to_numpy() - values[["arm_0"]].to_numpy())
    assert [found["behind"], found["behind_low"], found["behind_high"]] == pytest.approx(np.concatenate(expected))
    assert found["place"] == 2


def test_the_truly_best_of_many_arms_has_the_first_place_in_nineteen_of_twenty_studies() -> None:
    # Arm 0 is better by so little that another looks best in most studies.
    first = [
        ranking(arms(noise(seed, 12, 10) + 0.1 * np.eye(10)[0]), HIGHER).set_index("arm").loc["arm_0", "place"] == 1
        for seed in range(100)
    ]
    assert np.mean(first) >= 0.95


@given(tables)
@settings(max_examples=40)
def test_places_count_the_arms_before_and_never_fall(values: pd.DataFrame) -> None:
    found = ranking(values, HIGHER)
    assert sorted(found["arm"]) == sorted(values.columns)
    for place in found["place"]:
        assert (found["place"] < place).sum() == place - 1
    assert found["place"].is_monotonic_increasing


def test_the_interval_of_identical_arms_is_nothing_and_they_are_tied() -> None:
    found = ranking(arms(np.repeat(noise(6, 5, 1), 2, axis=1)), HIGHER)
    assert found["place"].tolist() == [1, 1]
    assert (found[["behind", "behind_low", "behind_high"]] == 0.0).all(axis=None)


def test_the_leader_is_behind_by_no_more_than_any_other_may_be_ahead_of_it() -> None:
    values = arms(noise(24, 10, 3) + np.array([0.1, 0.0, -0.2]))
    leader = values.mean().idxmax()
    others = [arm for arm in values if arm != leader]
    ahead = []
    for arm in others:
        difference = (values[arm] - values[leader]).to_numpy()
        # Two others: each end of an interval leaves out 2.5% / 2.
        half = t.ppf(1.0 - 0.025 / 2.0, 9) * difference.std(ddof=1) / np.sqrt(10)
        ahead.append(difference.mean() + half)
    row = ranking(values, HIGHER).set_index("arm").loc[leader]
    assert row[["behind", "behind_low", "behind_high"]].tolist() == pytest.approx([0.0, 0.0, max(ahead)])
    assert max(ahead) > 0.0
    column = list(values).index(leader)
    assert [part[column] for part in regrets(values.to_numpy(), 2)] == pytest.approx([0.0, 0.0, max(ahead)])


def test_a_leader_clearly_ahead_is_behind_by_nothing_and_one_replicate_gives_no_interval() -> None:
    clear = noise(25, 10, 3) + np.array([9.0, 0.0, 0.0])
    assert [part[0] for part in regrets(clear)] == [0.0, 0.0, 0.0]
    assert (ranking(arms(clear), HIGHER).iloc[0][["behind", "behind_low", "behind_high"]] == 0.0).all()
    mean, low, high = regrets(np.array([[2.0, 1.0]]))
    assert mean.tolist() == [0.0, 1.0]
    assert np.isnan([low, high]).all()


def test_the_interval_of_the_leader_holds_what_it_truly_loses() -> None:
    # The last arm is better by so little that another looks best in most studies.
    truth = np.array([0.0, 0.0, 0.0, 0.3])
    held = 0
    for seed in range(300):
        gains = noise(seed, 8, 4) + truth
        leader = int(gains.mean(axis=0).argmax())
        _, low, high = regrets(gains, 3)
        held += bool(low[leader] <= truth.max() - truth[leader] <= high[leader])
    assert held / 300 >= 0.95


# Regret under weak assumptions.


def test_each_arm_is_judged_at_the_end_at_which_it_loses_most() -> None:
    def end(*means: float) -> pd.DataFrame:
        return arms(np.tile(means, (4, 1)))

    found = pessimistic_regret(
        {"memory": {"short": end(1.0, 2.0), "long": end(5.0, 2.0)}, "voice": {"weak": end(1.0, 1.5)}}, HIGHER
    )
    assert found[["assumption", "arm", "end", "regret"]].to_numpy().tolist() == [
        ["memory", "arm_0", "short", 1.0],
        ["memory", "arm_1", "long", 3.0],
        ["voice", "arm_0", "weak", 0.5],
        ["voice", "arm_1", "weak", 0.0],
    ]
    assert largest_regret(found)[["arm", "assumption", "regret"]].to_numpy().tolist() == [
        ["arm_0", "memory", 1.0],
        ["arm_1", "memory", 3.0],
    ]


def test_an_arm_with_the_best_mean_at_every_end_is_judged_at_the_end_at_which_it_may_lose_most() -> None:
    near = arms(standard(20, 0.01, 1.0)[:, None] * (1.0, 0.0))
    far = arms(np.tile([5.0, 0.0], (20, 1)))
    for ends in ({"far": far, "near": near}, {"near": near, "far": far}):
        found = largest_regret(pessimistic_regret({"pace": ends}, HIGHER)).iloc[0]
        assert found[["arm", "end", "regret", "regret_low"]].tolist() == ["arm_0", "near", 0.0, 0.0]
        assert found["regret_high"] > 0.0


def test_a_regret_has_the_interval_of_the_paired_difference() -> None:
    values = arms(noise(7, 20, 2) + np.array([0.0, 1.0]))
    found = pessimistic_regret({"pace": {"slow": values}}, HIGHER).iloc[0]
    expected = mean_with_interval((values["arm_1"] - values["arm_0"]).to_numpy()[:, None])
    assert found[["regret", "regret_low", "regret_high"]].tolist() == pytest.approx(np.concatenate(expected))


def test_assumptions_without_an_end_and_with_other_arms_are_refused() -> None:
    values = arms(np.ones((2, 2)))
    with pytest.raises(ValueError, match="no end given"):
        pessimistic_regret({"pace": {}}, HIGHER)
    with pytest.raises(ValueError, match="other arms"):
        pessimistic_regret({"pace": {"slow": values, "fast": values[["arm_0"]]}}, HIGHER)


# Prices.


def test_the_ends_of_a_price_are_where_cost_less_price_times_effect_just_touches_nothing() -> None:
    cost, effect = 1000.0 + 300.0 * noise(8, 25), 2.0 + noise(9, 25)
    found = price_of(cost, effect)
    assert found.verdict == "price"
    assert found.price == pytest.approx(cost.mean() / effect.mean())
    for price, bound in ((found.low, 1), (found.high, 2)):
        interval = mean_with_interval((cost - price * effect)[:, None])
        # At the low price the whole interval lies above 0 and its lower end is 0; at the high one the upper end is.
        assert interval[bound][0] == pytest.approx(0.0, abs=1e-8)
    assert found.text().startswith(f"GBP {found.price:,.0f} for each turnover avoided (")


def test_the_interval_of_a_price_holds_the_truth_as_often_as_it_says() -> None:
    draws = noise(10, 2_000, 2, 15)
    prices = [price_of(10.0 + one[0] + one[1], 3.0 + one[1]) for one in draws]
    assert {one.verdict for one in prices} == {"price"}
    held = np.mean([one.low <= 10.0 / 3.0 <= one.high for one in prices])
    # Standard error 0.005.
    assert held == pytest.approx(0.95, abs=0.012)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=10))
def test_there_is_a_price_exactly_where_the_effect_is_clear(pairs: list[tuple[int, int]]) -> None:
    cost, effect = np.array(pairs, dtype=float).T
    found = price_of(cost, effect)
    _, low, high = mean_with_interval(effect[:, None])
    if min(abs(low[0]), abs(high[0])) > 1e-6:
        clear = low[0] > 0.0, high[0] < 0.0
        assert found.verdict == {(True, False): "price", (False, True): "wrong way"}.get(clear, "no clear effect")
    if found.verdict == "price":
        assert found.low - 1e-9 <= found.price <= found.high + 1e-9
    else:
        assert np.isnan([found.price, found.low, found.high]).all()


@pytest.mark.parametrize(
    ("cost", "effect", "verdict", "words"),
    [
        ([100.0] * 3, [2.0] * 3, "price", "GBP 50 for each turnover avoided (50 to 50)"),
        ([-100.0] * 3, [2.0] * 3, "price", "saves GBP 50 for each turnover avoided (saves 50 to 50)"),
        ([-100.0, 50.0, -40.0], [2.0, 2.0, 2.0], "price", "saves GBP 15 for each turnover avoided (from saving "),
        ([100.0, -50.0, 40.0], [2.0, 2.0, 2.0], "price", "costs GBP 15 for each turnover avoided (from saving "),
        ([100.0] * 3, [-2.0] * 3, "wrong way", "no price: there is less than nothing of turnover avoided"),
        ([100.0] * 3, [-2.0, 2.0, 1.0], "no clear effect", "no price: it is not clear that there is any"),
        ([100.0] * 3, [0.0] * 3, "no clear effect", "not clear"),
        ([100.0, NAN, 1.0], [2.0, 2.0, NAN], "no clear effect", "not clear"),
        ([], [], "no clear effect", "not clear"),
    ],
)
def test_what_a_price_says(cost: list[float], effect: list[float], verdict: str, words: str) -> None:
    found = price_of(cost, effect)
    assert found.verdict == verdict
    assert words in found.text()


def test_a_price_of_unequal_replicates_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) and \(1,\)"):
        price_of([1.0, 2.0], [1.0])


# What is dominated.


def test_an_arm_is_dominated_only_where_that_is_clear() -> None:
    shared = noise(11, 40)
    effect = pd.DataFrame(
        {
            "baseline": shared,
            "good": shared - 3.0,
            "close": shared - 2.99 + 0.5 * noise(12, 40),
            "bad": shared - 1.0 + 0.1 * noise(13, 40),
            "failed": np.full(40, NAN),
        }
    )
    cost = pd.DataFrame(np.tile([0.0, 10.0, 10.0, 12.0, 1.0], (40, 1)), columns=list(effect.columns))
    found = pareto(cost, effect, LOWER).set_index("arm")
    assert found["dominated_by"].to_dict() == {
        "baseline": "",
        "good": "",
        "close": "",
        "bad": found["dominated_by"]["bad"],
        "failed": "",
    }
    assert found["dominated_by"]["bad"] in ("good", "close")
    assert found.loc[["baseline", "bad", "failed"], "efficient"].tolist() == [True, False, False]
    assert found.loc[["good", "close"], "efficient"].sum() == 1
    assert found.loc["good", "effect"] == pytest.approx(shared.mean() - 3.0)
    assert found["cost"].is_monotonic_increasing


def test_equal_arms_do_not_dominate_each_other() -> None:
    values = arms(np.repeat(noise(14, 10, 1), 2, axis=1))
    found = pareto(values, values, HIGHER)
    assert found["dominated_by"].tolist() == ["", ""]
    assert found["efficient"].all()


@given(st.integers(1, 5), st.integers(2, 8), st.integers(0, 2**32), st.sampled_from([HIGHER, LOWER]))
@settings(max_examples=40)
def test_what_is_clearly_dominated_is_so_in_the_means_and_something_never_is(
    count: int, replicates: int, seed: int, sign: float
) -> None:
    generator = np.random.default_rng(seed)
    cost, effect = (arms(generator.integers(-3, 3, (replicates, count)).astype(float)) for _ in range(2))
    found = pareto(cost, effect, sign)
    assert not (found["efficient"] & (found["dominated_by"] != "")).any()
    assert found["efficient"].any()


def test_arms_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="not the same arms"):
        pareto(arms(np.ones((2, 2))), arms(np.ones((2, 1))), HIGHER)
