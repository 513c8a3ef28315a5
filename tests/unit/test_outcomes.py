"""Outcomes: every tally they name exists, and ratios worked out by hand."""

import numpy as np
import pytest

from sim.outcomes import OUTCOMES, Outcome, names_of, outcome_named, outcomes_of, summarise, tiers_of, weekly
from sim.state import MANAGER_TIERS, MOST_TIERS, Tally, dtype_of, fields_of

TALLIES = {field.name: field for field in fields_of(Tally)}

# Names that users write and other pages refer to; to take one away or rename it breaks their work.
PROMISED = """
turnover_rate vacancy_rate agency_rate absence_rate caseload unallocated_cases overtime_hours burnout goodwill
stressed_share optimism disconnect disconnect_tier_1 disconnect_tier_2 disconnect_poll voice_rate heard_rate direct_time
waiting_weeks overdue_visits worker_changes same_worker_share supervision_missed manager_burnout manager_turnover
experienced_share starters_rate cost front_line_turnover team_manager_burnout team_manager_turnover
team_manager_overtime team_manager_vacancy team_manager_support director_burnout director_turnover director_overtime
"""


def tallies(weeks: int, **values: object) -> np.ndarray:
    """Rows of tallies that are 0 but for `values`."""
    rows = np.zeros(weeks, dtype_of(Tally))
    for name, value in values.items():
        rows[name] = value
    return rows


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.name)
def test_every_outcome_is_made_of_tallies_that_exist(outcome: Outcome) -> None:
    for name in (*outcome.above, *outcome.below):
        assert bool(TALLIES[name].shape) == bool(outcome.tiers or outcome.managers)
    assert outcome.label
    assert outcome.unit
    assert outcome.better in ("lower", "higher", "neither")


def test_names_are_unique_and_found() -> None:
    assert len({outcome.name for outcome in OUTCOMES}) == len(OUTCOMES)
    assert outcome_named("turnover_rate").unit == "% a year"
    with pytest.raises(KeyError):
        outcome_named("turnover")


@pytest.mark.parametrize("name", PROMISED.split())
def test_the_promised_names_are_there(name: str) -> None:
    assert name in names_of(3)


@pytest.mark.parametrize("tiers", range(2, MOST_TIERS + 1))
def test_an_authority_has_the_outcomes_of_its_own_tiers_only(tiers: int) -> None:
    names = names_of(tiers)
    by_tier = [name for name in names if name.startswith("disconnect_tier_")]
    assert by_tier == [f"disconnect_tier_{tier}" for tier in range(1, tiers)]
    assert {"disconnect", "optimism", "disconnect_poll"} <= set(names)
    places = {outcome.managers for outcome in outcomes_of(tiers)} - {None}
    assert places == {"team_managers", *["director"] * (tiers > 2), *["middle_managers"] * (tiers > 3)}
    # Those who lead alone have no manager whose support they could feel.
    assert ("team_manager_support" in names) == (tiers > 2)
    assert set(names) >= set(names_of(max(2, tiers - 1)))


@pytest.mark.parametrize("tiers", range(2, MOST_TIERS + 1))
def test_every_manager_is_of_one_place_in_the_tree(tiers: int) -> None:
    for ending in ("burnout", "turnover", "overtime", "vacancy"):
        places = [one for one in outcomes_of(tiers) if one.managers and one.name.endswith(f"_{ending}")]
        assert sorted(tier for one in places for tier in tiers_of(one, tiers)) == list(range(1, tiers))


def test_managers_of_several_tiers_count_alike() -> None:
    rows = tallies(
        2,
        managers_by_tier=per_tier(8, 4, 1, 1),
        exhaustion_by_tier=per_tier(2.0, 2.0, 0.9, 0.4),
        permanent_by_tier=per_tier(8, 3, 1, 1),
        leavers_by_tier=per_tier(0, 1, 1, 0),
        support_by_tier=per_tier(4.0, 2.0, 0.5, 9.0),
    )
    found = summarise(rows, 5)
    assert found["team_manager_burnout"] == pytest.approx(2.0 / 8.0)
    assert found["middle_manager_burnout"] == pytest.approx((2.0 + 0.9) / (4 + 1))
    assert found["director_burnout"] == pytest.approx(0.4)
    assert found["middle_manager_turnover"] == pytest.approx(5200.0 * 2.0 / 4.0)
    assert found["director_turnover"] == 0.0
    assert found["middle_manager_support"] == pytest.approx(0.5)
    # In a lower tree the same row of managers stands higher.
    assert summarise(rows, 3)["director_burnout"] == pytest.approx(0.5)
    assert summarise(rows, 2)["team_manager_burnout"] == pytest.approx(0.25)


def test_a_flow_is_a_ratio_of_sums_scaled_to_a_year() -> None:
    rows = tallies(2, leavers=[1.0, 0.0], in_post=[100.0, 60.0])
    assert summarise(rows, 3)["turnover_rate"] == pytest.approx(100.0 * 52.0 * 1.0 / 160.0)
    column = names_of(3).index("turnover_rate")
    assert weekly(rows, 3)[:, column].tolist() == pytest.approx([52.0, 0.0])


def test_a_denominator_can_be_the_sum_of_two_tallies() -> None:
    assert summarise(tallies(3, agency=10.0, in_post=30.0), 3)["agency_rate"] == pytest.approx(25.0)


def test_numbers_and_money_are_means_over_weeks() -> None:
    found = summarise(tallies(4, unallocated=[0.0, 2.0, 4.0, 6.0], cost=250_000.0, remedy_hours=100.0), 3)
    assert found["unallocated_cases"] == 3.0
    assert found["cost"] == pytest.approx(13.0)
    assert found["remedy_hours"] == pytest.approx(5.2)


# Two weeks of tallies, 3 and 1 of what is counted over 40 and 60 of what it is counted in: 4 in 100.
RATES = [
    ("worker_changes", "changes", "open", 52.0 * 4.0 / 100.0),
    ("complaints", "complaints", "open", 5200.0 * 4.0 / 100.0),
    ("overdue_visits", "overdue", "open", 4.0),
    ("same_worker_share", "long_held_same", "long_held", 4.0),
    ("waiting_weeks", "waited", "allocated_first", 4.0 / 100.0),
    ("refused_share", "refused", "arrived", 4.0),
    ("direct_time", "direct_hours", "hours", 4.0),
    ("sent_back_share", "sent_back", "requests", 4.0),
    ("notified_share", "notified", "incidents", 4.0),
    ("supervision_missed", "supervision_missed", "supervision_due", 4.0),
    ("voice_rate", "voiced", "with_concern", 4.0),
    ("heard_rate", "heard", "voiced", 4.0),
    ("penalised_rate", "penalised", "voiced", 4.0),
    ("left_sector_share", "leavers_out", "leavers", 4.0),
    ("front_line_turnover", "front_line_leavers", "front_line_permanent", 5200.0 * 4.0 / 100.0),
    ("starters_rate", "starters", "in_post", 5200.0 * 4.0 / 100.0),
    ("vacancy_rate", "vacancies", "posts", 4.0),
    ("agency_covering_share", "agency_covering", "agency", 4.0),
    ("absence_rate", "absent", "in_post", 4.0),
    ("experienced_share", "experienced", "front_line", 4.0),
    ("disconnect_poll", "poll_yes", "front_line", 4.0),
    ("stressed_share", "stressed", "front_line", 4.0),
    ("overtime_hours", "overtime", "front_line", 0.04),
    ("unmet_hours", "unmet", "front_line", 0.04),
    ("relief", "relief", "front_line", 4.0),
    ("manager_turnover", "manager_leavers", "managers_permanent", 5200.0 * 4.0 / 100.0),
    ("manager_burnout", "manager_exhaustion", "managers", 0.04),
    ("understanding", "understanding", "managers", 0.04),
]


@pytest.mark.parametrize(("name", "above", "below", "expected"), RATES, ids=[rate[0] for rate in RATES])
def test_each_rate_is_of_what_it_says(name: str, above: str, below: str, expected: float) -> None:
    # Everything else is so large that any other ratio would show.
    rows = tallies(2, **{other: 1e6 for other in TALLIES if not TALLIES[other].shape})
    rows[above], rows[below] = [3.0, 1.0], [40.0, 60.0]
    assert summarise(rows, 3)[name] == pytest.approx(expected)


@pytest.mark.parametrize("name", ["incident_risk", "incidents", "true_incidents", "moved_staff", "redesigns"])
def test_what_is_counted_in_the_whole_authority_is_a_number_a_year(name: str) -> None:
    tally = {"incidents": "notified", "true_incidents": "incidents", "moved_staff": "moved"}.get(name, name)
    assert summarise(tallies(4, **{tally: [0.0, 1.0, 0.0, 0.0]}), 3)[name] == pytest.approx(13.0)


def test_what_leaders_see_is_a_share_of_the_true_strain_of_each_tier() -> None:
    # Tier 2 believes in 1 of 4, tier 3 in 0.6 of 0.4: optimism is what is true less what is believed.
    rows = tallies(
        1, believed=per_tier(9.0, 1.0, 0.6), optimism=per_tier(0.0, 3.0, -0.2), disconnect=per_tier(9.0, 9.0, 9.0)
    )
    assert summarise(rows, 4)["seen_share"] == pytest.approx(100.0 * (0.25 + 1.5) / 2.0)


BETTER_LOWER = """
turnover_rate front_line_turnover vacancy_rate agency_rate absence_rate left_sector_share caseload unallocated_cases
waiting_weeks refused_share overdue_visits worker_changes overtime_hours unmet_hours sent_back_share incident_risk
true_incidents complaints burnout stressed_share strain supervision_missed disconnect disconnect_poll
belief_about_managers penalised_rate fear moved_staff discussions_refused admin_hours manager_burnout manager_turnover
manager_overtime team_manager_burnout team_manager_turnover director_burnout director_turnover cost remedy_cost remedy_hours
"""
BETTER_HIGHER = """
experienced_share same_worker_share direct_time notified_share goodwill support voice_rate heard_rate understanding
real_state grade team_manager_support
"""


def test_which_way_is_better_is_what_families_and_staff_would_say() -> None:
    found = {name: outcome_named(name).better for name in (*BETTER_LOWER.split(), *BETTER_HIGHER.split())}
    assert found == {**dict.fromkeys(BETTER_LOWER.split(), "lower"), **dict.fromkeys(BETTER_HIGHER.split(), "higher")}
    # More notified incidents may be more incidents or more honesty; the indicators and what is shown may be painted.
    for name in (
        "incidents",
        "indicator",
        "shown_state",
        "relief",
        "optimism",
        "seen_share",
        "open_cases",
        "starters_rate",
    ):
        assert outcome_named(name).better == "neither"
        assert np.isnan(outcome_named(name).sign)
    assert (outcome_named("burnout").sign, outcome_named("goodwill").sign) == (-1.0, 1.0)


def test_only_the_weeks_asked_for_count() -> None:
    rows = tallies(10, held=[10.0] * 5 + [20.0] * 5, front_line=1.0)
    assert summarise(rows, 3, slice(0, 5))["caseload"] == 10.0
    assert summarise(rows, 3, slice(-5, None))["caseload"] == 20.0
    assert summarise(rows, 3)["caseload"] == 15.0


def test_what_has_no_denominator_is_not_a_number() -> None:
    rows = tallies(2, voiced=[0.0, 3.0], with_concern=[0.0, 4.0])
    column = names_of(3).index("voice_rate")
    assert np.isnan(weekly(rows, 3)[0, column])
    assert weekly(rows, 3)[1, column] == 75.0
    assert summarise(rows, 3)["heard_rate"] == 0.0, "none of three concerns was heard"
    assert np.isnan(summarise(rows, 3)["burnout"])


def per_tier(*values: float) -> list[float]:
    """One week's row of a tally by tier."""
    return [*values, *[0.0] * (MANAGER_TIERS - len(values))]


def test_senior_leaders_are_the_mean_of_tiers_and_not_of_managers() -> None:
    rows = tallies(
        1, believers=per_tier(8, 4, 1), disconnect=per_tier(0.8, 1.2, 0.5), optimism=per_tier(0.8, 1.2, -0.5)
    )
    found = summarise(rows, 4)
    assert [found[f"disconnect_tier_{tier}"] for tier in (1, 2, 3)] == pytest.approx([0.1, 0.3, 0.5])
    assert found["disconnect"] == pytest.approx(0.4)
    assert found["optimism"] == pytest.approx((0.3 - 0.5) / 2.0)


def test_a_tier_without_anyone_is_left_out_of_the_mean() -> None:
    rows = tallies(1, believers=per_tier(8, 4, 0), disconnect=per_tier(0.8, 1.2, 0.0))
    assert summarise(rows, 4)["disconnect"] == pytest.approx(0.3)
    # Even where nobody is left above the first line, its managers do not pass for senior leaders.
    rows = tallies(1, believers=per_tier(8, 0, 0), disconnect=per_tier(0.8, 0.0, 0.0))
    assert np.isnan(summarise(rows, 4)["disconnect"])


def test_one_tier_of_managers_leads_alone() -> None:
    rows = tallies(1, believers=per_tier(1), disconnect=per_tier(0.2), optimism=per_tier(-0.2))
    found = summarise(rows, 2)
    assert (found["disconnect"], found["optimism"]) == (0.2, -0.2)
