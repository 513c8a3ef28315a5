"""What work does to people, why they leave, and who they are when they come (M02, M05 to M09)."""

import math

import numpy as np
import pytest
from plain import authority, keys_wrap_round, levers, plain, posts, settings_of, tally, units

from sim.mechanisms import exhaustion, hours, leaving, people, support
from sim.mechanisms.arithmetic import chance_in_a_week, logistic
from sim.state import ACTING, AGENCY, VACANT, Exit, dtype_of

# Nothing tires anyone and nothing is caught; each test switches on what it is about.
QUIET = {
    "on": 1, "rate": 0.0, "buffer": 0.0, "resilience_spread": 0.0, "contagion": 0.0, "moral_injury": 0.0,
    "override_injury": 0.0, "recovery_weeks": 1e9, "stressed_above": 0.5, "full_unmet_hours": 8.0, "managers_too": 1,
}  # fmt: skip
PARTS = ("tired_by_hours", "tired_by_decisions", "tired_by_blame", "tired_by_colleagues")
WEEK = {"contracted": 35.0, "overtime_limit": 10.0, "on": 1}


def log_odds(chance: float) -> float:
    return math.log(chance / (1.0 - chance))


def test_a_chance_in_a_week_adds_up_to_that_of_the_year() -> None:
    assert 1.0 - (1.0 - plain(chance_in_a_week)(2.0)) ** 52 == pytest.approx(1.0 - math.exp(-2.0))
    assert [plain(logistic)(odds) for odds in (-800.0, 0.0, 800.0)] == pytest.approx([0.0, 0.5, 1.0])


# Exhaustion.


def after_a_week(mean: float = 0.4, overridden: float = 0.0, quiet: dict | None = None, **values: object) -> np.ndarray:
    """A person of exhaustion 0.4, all of it from hours, after one week beside colleagues of this mean."""
    settings = settings_of(exhaustion={**QUIET, **(quiet or {})}, hours=WEEK)
    person = posts(1, **{"exhaustion": 0.4, "tired_by_hours": 0.4, **values})
    person["exhaustion"] = plain(exhaustion.exhaustion_step)(person[0], mean, overridden, settings)
    assert sum(person[part][0] for part in PARTS) == pytest.approx(person["exhaustion"][0])
    return person[0]


def test_rest_takes_one_part_of_the_exhaustion_a_week() -> None:
    assert after_a_week(quiet={"recovery_weeks": 20.0}).exhaustion == pytest.approx(0.4 * 19.0 / 20.0)


def test_hours_beyond_the_contract_tire_what_is_left_and_support_buffers() -> None:
    # Five of ten hours of the most overtime: half of full demand; 0.6 of the scale is left.
    tired = {"quiet": {"rate": 0.1, "buffer": 0.5}, "overtime": 3.0, "unmet": 2.0}
    assert after_a_week(**tired).exhaustion == pytest.approx(0.4 + 0.6 * 0.1 * 0.5)
    assert after_a_week(**tired, support=0.8).exhaustion == pytest.approx(0.4 + 0.6 * 0.1 * 0.5 * 0.6)
    assert after_a_week(**tired).tired_by_hours == pytest.approx(0.43)
    assert after_a_week(**{**tired, "unmet": 90.0}).exhaustion == pytest.approx(0.4 + 0.6 * 0.1)


def test_resilience_slows_exhaustion() -> None:
    quiet = {"rate": 0.1, "resilience_spread": 0.5}
    tired = after_a_week(quiet=quiet, overtime=10.0, resilience=2.0)
    assert tired.exhaustion == pytest.approx(0.4 + 0.6 * 0.1 * math.exp(-1.0))


def test_exhaustion_spreads_in_a_team_both_ways() -> None:
    caught, calmed = (after_a_week(mean, quiet={"contagion": 0.1}) for mean in (0.9, 0.1))
    assert caught.exhaustion == pytest.approx(0.4 + 0.1 * 0.5)
    assert caught.tired_by_colleagues == pytest.approx(0.05)
    assert calmed.exhaustion == pytest.approx(0.4 - 0.1 * 0.3)
    assert calmed.tired_by_colleagues == 0.0


def test_a_hope_that_is_disappointed_hurts_only_whoever_spoke() -> None:
    quiet = {"moral_injury": 0.1}
    hurt = after_a_week(quiet=quiet, spoke=1, expected_reply=0.7, reply=-1.0)
    assert hurt.exhaustion == pytest.approx(0.4 + 0.6 * 0.1 * 1.7)
    assert hurt.tired_by_decisions == pytest.approx(0.6 * 0.1 * 1.7)
    assert after_a_week(quiet=quiet, spoke=0, expected_reply=0.7, reply=-1.0).exhaustion == pytest.approx(0.4)
    assert after_a_week(quiet=quiet, spoke=1, expected_reply=0.7, reply=1.0).exhaustion == pytest.approx(0.4)


def test_requests_that_are_sent_back_hurt_for_every_case() -> None:
    assert after_a_week(0.4, 0.5, {"override_injury": 0.01}, cases=10).exhaustion == pytest.approx(0.4 + 0.6 * 0.05)


def test_exhaustion_ends_at_1_and_its_parts_still_add_up() -> None:
    spent = after_a_week(1.0, 1.0, {"contagion": 1.0, "override_injury": 0.5, "rate": 1.0}, cases=9, overtime=10.0)
    assert spent.exhaustion == 1.0


def test_strain_is_half_unmet_hours_and_half_being_stressed() -> None:
    strain, settings = plain(exhaustion.strain_of), settings_of(exhaustion=QUIET)
    assert strain(posts(1, unmet=4.0, exhaustion=0.5)[0], settings) == 0.25
    assert strain(posts(1, unmet=4.0, exhaustion=0.51)[0], settings) == 0.75
    assert strain(posts(1, unmet=99.0)[0], settings) == 0.5


def test_the_strain_of_a_tree_counts_every_person_alike() -> None:
    # A team of three and one of one below the same head; the fourth place of the first team is vacant.
    rows = posts(7, tier=[0] * 5 + [1, 1], unit=[-1] * 5 + [0, 1], kind=[1, 1, 1, VACANT, 1, 1, 1])
    rows["unmet"][:5] = [8.0, 8.0, 8.0, 8.0, 0.0]
    rows["exhaustion"] = [0.1, 0.2, 0.3, 0.9, 0.4, 0.2, 0.8]
    tree = units(3, tier=[1, 1, 2], first=[0, 4, 5], last=[4, 5, 7], manager=[5, 6, 6])
    plain(exhaustion.strain_shows)(authority(), rows, tree, settings_of(exhaustion=QUIET))
    assert tree["heads"].tolist() == [3, 1, 4]
    assert tree["strain"].tolist() == pytest.approx([0.5, 0.0, 3 * 0.5 / 4])
    assert tree["exhaustion"].tolist() == pytest.approx([0.2, 0.4, 0.5])


@pytest.mark.parametrize(("managers_too", "expected"), [(0, [0.36, 0.4, 0.4]), (1, [0.36, 0.36, 0.36])])
def test_managers_are_workers_too_unless_that_is_switched_off(managers_too: int, expected: list[float]) -> None:
    settings = settings_of(exhaustion={**QUIET, "recovery_weeks": 10.0, "managers_too": managers_too}, hours=WEEK)
    rows = posts(3, tier=[0, 1, 2], unit=[-1, 0, 1], exhaustion=0.4, tired_by_hours=0.4)
    tree = units(2, tier=[1, 2], first=[0, 1], last=[1, 2], manager=[1, 2])
    plain(exhaustion.people_exhaust)(authority(), rows, tree, settings)
    assert rows["exhaustion"].tolist() == pytest.approx(expected)


def test_the_exhausted_fall_ill_more_often_from_the_next_week_on() -> None:
    settings = settings_of(
        exhaustion={**QUIET, "absence_base": log_odds(0.1), "absence_slope": 2.0, "absence_weeks": 2.0}
    )
    ill = {}
    for tired in (0.5, 1.0):
        rows = posts(4_000, exhaustion=tired)
        with keys_wrap_round():
            plain(exhaustion.absences_begin)(authority(week=9), rows, units(1), None, settings, tally())
        away = rows["absent_until"][rows["absent_until"] > 0] - 10
        assert away.min() >= 1
        # Whole weeks 1 + floor(x), x exponential with mean 1.5: on average 1 + 1 / (e^(1/1.5) - 1).
        assert away.mean() == pytest.approx(1.0 + 1.0 / math.expm1(1.0 / 1.5), abs=4 * 1.6 / math.sqrt(len(away)))
        ill[tired] = len(away) / 4_000
    # Standard error of a share of 0.1: 0.005.
    assert ill[0.5] == pytest.approx(0.1, abs=0.02)
    assert ill[1.0] == pytest.approx(1.0 / (1.0 + math.exp(-log_odds(0.1) - 1.0)), abs=0.026)


# Hours and goodwill.


def test_hours_beyond_the_contract_are_given_as_far_as_goodwill_goes_and_the_rest_is_undone() -> None:
    spread, settings = plain(hours.spread_over), settings_of(hours=WEEK)

    def week(need: float, withheld: float = 0.0) -> tuple[float, float, float]:
        person = posts(1, goodwill=0.4)[0]
        kept = spread(person, need, withheld, settings)
        return float(person.overtime), float(person.unmet), float(kept)

    assert week(30.0) == (0.0, 0.0, 0.0)
    assert week(38.0) == pytest.approx((3.0, 0.0, 0.0))
    assert week(41.0) == pytest.approx((4.0, 2.0, 0.0))
    assert week(41.0, 0.25) == pytest.approx((3.0, 3.0, 1.0))


def test_undone_hours_are_casework() -> None:
    served = plain(hours.served_share)
    assert [served(unmet, 20.0) for unmet in (0.0, 5.0, 30.0)] == [1.0, 0.75, 0.0]
    assert served(5.0, 0.0) == 1.0


def test_exhaustion_and_inexperience_slow() -> None:
    slow = plain(hours.slowness)
    settings = settings_of(hours={"slowed_by_exhaustion": 0.2, "slowed_by_inexperience": 0.5, "experience_weeks": 52.0})
    assert slow(posts(1, experience=1e6)[0], settings) == pytest.approx(1.0)
    assert slow(posts(1, experience=1e6, exhaustion=0.5)[0], settings) == pytest.approx(1.1)
    assert slow(posts(1, experience=52.0)[0], settings) == pytest.approx(1.0 + 0.5 / math.e)
    assert slow(posts(1, exhaustion=0.5)[0], settings) == pytest.approx(1.1 * 1.5)


def test_business_support_and_relief_take_off_no_more_than_can_be_taken_off() -> None:
    settings = settings_of(
        administration={"on": 1, "hours": 12.0, "removable_share": 0.5}, hours=WEEK, decisions={"agency_share": 0.4}
    )
    taken = plain(hours.support_hours)
    assert taken(0.1, 1.0, 1.0, settings) == pytest.approx(0.1 * 0.6 * 35.0 + 1.0)
    assert taken(0.1, 1.0, 5.0, settings) == pytest.approx(6.0)
    assert taken(0.1, 0.5, 5.0, settings) == pytest.approx(3.0)


def test_newcomers_refusals_complaints_and_reviews_fall_on_those_at_work() -> None:
    settings = settings_of(
        support={"induction_hours": 2.0}, casework={"refused_hours": 3.0}, families={"worker_hours": 5.0},
        incidents={"review_hours": 8.0},
    )  # fmt: skip
    unit = units(1, heads=6, absent=2, newcomers=1, refused=2, complaints=1, review_until=10)[0]
    shared = plain(hours.shared_hours)
    assert shared(authority(week=10), unit, settings) == pytest.approx((2.0 + 6.0 + 5.0) / 4)
    assert shared(authority(week=9), unit, settings) == pytest.approx((2.0 + 6.0 + 5.0 + 8.0) / 4)


@pytest.mark.parametrize(
    ("name", "value", "raised"),
    [("support", 0.5, 1.0), ("expected_reply", 0.5, 0.75), ("seen_intent", 0.5, 0.6), ("overtime", 5.0, -0.4)],
)
def test_each_reason_moves_goodwill_by_its_slope_and_slowly(name: str, value: float, raised: float) -> None:
    slopes = {"goodwill_support": 2.0, "goodwill_reply": 1.5, "goodwill_fairness": 1.2, "goodwill_asked": 0.8}
    settings = settings_of(hours={**WEEK, **slopes, "goodwill_base": -0.5, "goodwill_weeks": 8.0})
    person = posts(1, goodwill=0.3, **{name: value})
    plain(hours.goodwill_moves)(person, settings)
    target = 1.0 / (1.0 + math.exp(0.5 - raised))
    assert person["goodwill"][0] == pytest.approx(0.3 + (target - 0.3) / 8.0)


def test_exhausted_managers_who_do_not_know_the_work_shut_discussions_down() -> None:
    open_, settings = plain(hours.openness), settings_of(support={"insecurity": 0.8, "acting_insecurity": 0.3})
    manager = {"exhaustion": 0.5, "understanding": 0.25}
    assert open_(posts(1, **manager)[0], levers()[1], settings) == pytest.approx(1.0 - 0.8 * 0.5 * 0.75)
    assert open_(posts(1, **manager)[0], levers(security=0.5)[1], settings) == pytest.approx(1.0 - 0.15)
    assert open_(posts(1, kind=ACTING, **manager)[0], levers()[1], settings) == pytest.approx(1.0 - 0.6)
    trained = levers(security=0.5, acting_training=0.5)[1]
    assert open_(posts(1, kind=ACTING, **manager)[0], trained, settings) == pytest.approx(1.0 - 0.45 * 0.75)
    assert open_(posts(1, exhaustion=1.0, understanding=1.0)[0], levers()[1], settings) == 1.0


# Support.

WEIGHTS = {
    "on": 1, "time_weight": 1.0, "experience_weight": 2.0, "quality_weight": 1.0, "least_time": 0.5, "insecurity": 0.0,
    "acting_insecurity": 0.0, "acting_share": 0.5, "relationship": 0.4, "adjustment_weeks": 4.0, "mentor_value": 0.5,
}  # fmt: skip


def test_support_is_the_weighted_mean_of_time_understanding_and_quality() -> None:
    given, settings = plain(support.given_support), settings_of(support=WEIGHTS)
    manager = {"supervising": 0.25, "understanding": 0.6, "quality": 0.8}
    # Of what is understood half arrives: a quarter of the time is half of the least that it takes.
    usual = (0.25 + 2.0 * 0.6 * 0.5 + 0.8) / 4.0
    assert given(posts(1, **manager)[0], levers()[1], settings) == pytest.approx(usual)
    assert given(posts(1, kind=ACTING, **manager)[0], levers()[1], settings) == pytest.approx(0.5 * usual)
    trained = levers(acting_training=0.5)[1]
    assert given(posts(1, kind=ACTING, **manager)[0], trained, settings) == pytest.approx(0.75 * usual)
    assert given(posts(1, kind=VACANT, **manager)[0], levers()[1], settings) == 0.0


def felt(
    manager_values: dict, mentoring: float = 0.0, fear: float = 0.0, **values: object
) -> tuple[np.ndarray, np.ndarray]:
    """A worker after a week below a manager; what counts is the time of the manager alone."""
    settings = settings_of(
        support={**WEIGHTS, "experience_weight": 0.0, "quality_weight": 0.0},
        reporting={"reference_safety": 0.5, "safety_support": 0.4, "safety_weeks": 10.0},
        incidents={"fear_safety": 0.5},
    )
    rows = posts(2, tier=[0, 1], **values)
    for name, value in manager_values.items():
        rows[1][name] = value
    counted = tally()
    tree = units(1, manager=1, last=1, fear=fear)
    plain(support.support_arrives)(rows, tree, settings, levers(mentoring=mentoring), counted)
    return rows[0], counted


def test_support_felt_follows_what_is_given_the_relationship_and_a_mentor() -> None:
    usual = {"support": 0.2, "link": 0.75}
    person, counted = felt({"supervising": 0.6}, **usual)
    assert person.support == pytest.approx(0.2 + (0.6 + 0.4 * 0.25 - 0.2) / 4.0)
    assert (counted.supervision_due, counted.supervision_missed) == pytest.approx((1.0, 0.4))
    # A mentor closes half of what is missing; without a manager there is no relationship either.
    assert felt({"supervising": 0.6}, mentoring=1.0, **usual)[0].support == pytest.approx(0.2 + (0.85 - 0.2) / 4.0)
    assert felt({"kind": VACANT}, **usual)[0].support == pytest.approx(0.15)


def test_the_safety_of_a_link_follows_support_and_fear_and_a_broken_link_is_never_safe() -> None:
    usual = {"link": 0.5, "safety": 0.5, "support": 0.5}
    # Support stays at 0.5 where 0.5 is given.
    calm, afraid = (felt({"supervising": 0.5}, fear=fear, **usual)[0].safety for fear in (0.0, 0.4))
    assert calm == pytest.approx(0.5)
    assert afraid == pytest.approx(0.5 - 0.5 * 0.4 / 10.0)
    better = felt({"supervising": 0.9}, **usual)[0]
    assert better.safety == pytest.approx(0.5 + 0.4 * 0.1 / 10.0)
    assert felt({"supervising": 0.9}, **{**usual, "link": 0.0})[0].safety == 0.0


def test_feedback_lifts_managers_below_its_ceiling_and_fades_to_the_trait() -> None:
    settings = settings_of(
        support={"malleability": 0.5, "feedback_weeks": 26.0}, exhaustion={"on": 1, "managers_too": 1}
    )
    rows = posts(3, tier=1, quality=[0.4, 0.7, 0.4], quality_trait=[0.4, 0.7, 0.2])
    chosen = levers(feedback=1.04, feedback_ceiling=0.6, feedback_pressure=0.1)
    plain(support.behaviour_changes)(authority(front_line=0), rows, settings, chosen)
    # A year of it closes 1.04 x 0.5 of the distance of 0.2, in 52 parts.
    gain = 1.04 * 0.5 * 0.2 / 52.0
    assert rows["quality"].tolist() == pytest.approx([0.4 + gain, 0.7, 0.4 + gain - 0.2 / 26.0])
    assert rows["exhaustion"].tolist() == pytest.approx([0.1] * 3)


# Leaving.

SLOPES = {
    "base": -6.0, "exhaustion_slope": 2.0, "support_slope": 1.0, "reply_slope": 0.5, "pay_slope": 3.0, "blame_slope": 1.5,
    "short_tenure": 0.8, "short_tenure_weeks": 52.0, "personal_spread": 0.6, "managers": -0.4, "relative_pay": 1.0,
}  # fmt: skip
MIDDLE = {"exhaustion": 0.5, "support": 0.5, "expected_reply": 0.5, "started": -(10**6)}


def odds_of_leaving(push: float = 0.0, reluctance: float = 0.0, pay: float = 1.0, **values: object) -> float:
    terms = np.zeros(1, dtype_of(Exit))[0]
    person = posts(1, **{**MIDDLE, **values})[0]
    return float(plain(leaving.terms_of_leaving)(person, 0, push, reluctance, pay, settings_of(leaving=SLOPES), terms))


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ({}, 0.0),
        ({"exhaustion": 0.9}, 2.0 * 0.4),
        ({"support": 0.9}, -1.0 * 0.4),
        ({"expected_reply": 0.9}, -0.5 * 0.4),
        ({"blamed": 0.5}, 1.5 * 0.5),
        ({"pay": 1.1}, -3.0 * math.log(1.1)),
        ({"started": -52}, 0.8 / math.e),
        ({"restlessness": 2.0}, 0.6 * 2.0),
        ({"tier": 2}, -0.4),
        ({"push": 0.3}, 0.3),
        ({"reluctance": 0.7}, 0.7),
    ],
)
def test_every_reason_moves_the_log_odds_of_leaving_by_its_slope(values: dict[str, float], more: float) -> None:
    assert odds_of_leaving(**values) == pytest.approx(-6.0 + more, abs=1e-9)


def test_the_push_of_a_year_lasts_from_its_first_week_to_its_last() -> None:
    push, settings = plain(leaving.push_of_the_year), settings_of(leaving={"yearly_spread": 0.3})
    with keys_wrap_round():
        pushes = np.array([push(authority(week=week, lasting_push=9.0), settings) for week in range(-52, 156)])
    years = pushes.reshape(4, 52)
    assert (years == years[:, :1]).all()
    assert len(np.unique(years)) == 4
    assert np.abs(years - 9.0).max() < 2.0


def test_a_limit_of_tenure_binds_managers_in_its_week() -> None:
    must, lever = plain(leaving.must_go), levers(longest_tenure=104)[1]
    with keys_wrap_round():
        at = [must(posts(1, tier=1)[0], 0, authority(week=week), lever, np.uint64(1), tally()) for week in (103, 104)]
        assert not must(posts(1, tier=0)[0], 0, authority(week=999), lever, np.uint64(1), tally())
    assert at == [False, True]


def test_a_director_goes_after_an_inspection_as_often_as_its_grade_says_and_else_never() -> None:
    settings = settings_of(inspection={"director_goes": (0.6, 0.2, 0.0, 0.0)})
    called, counted = plain(leaving.director_is_called_away), tally()
    with keys_wrap_round():
        assert not any(called(authority(week=week), settings, levers(), counted) for week in range(50))
        counted.inspections = 1.0
        gone = [[called(authority(week=w, grade=g), settings, levers(), counted) for w in range(400)] for g in range(3)]
    # Standard error 0.024.
    assert np.mean(gone, axis=1) == pytest.approx([0.6, 0.2, 0.0], abs=0.095)
    assert called(authority(), settings, levers(director_goes=1.0), tally())


# Who comes.


def test_what_is_never_forgotten_depends_on_the_background_and_the_rest_fades_outside() -> None:
    settings = settings_of(
        understanding={"floor": 0.4, "floor_without_background": 0.1, "half_life_weeks": 104.0},
        promotion={"outside_years": 4.0},
    )
    outside = plain(people.understanding_from_outside)
    # Two half-lives: a quarter of what can fade is left.
    assert outside(posts(1, background=1)[0], settings) == pytest.approx(0.4 + 0.6 / 4.0)
    assert outside(posts(1, background=0)[0], settings) == pytest.approx(0.1 + 0.9 / 4.0)


def newcomers(kind: int, tier: int, **groups: dict) -> np.ndarray:
    """Six hundred people of this kind who come in one week."""
    settings, rows, here = settings_of(**groups), posts(600, kind=VACANT, tier=tier), authority(week=30, next_person=7)
    with keys_wrap_round():
        for row in range(len(rows)):
            plain(people.fill)(rows[row], row, kind, here, settings)
    assert rows["person"].tolist() == list(range(7, 607))
    assert (rows["started"] == 30).all()
    return rows


def test_newcomers_bring_the_practice_of_their_kind() -> None:
    recruitment = {"agency_years": 6.0, "starter_years": 3.0, "newly_qualified_share": 0.4}
    agency = newcomers(AGENCY, 0, recruitment=recruitment)
    starters = newcomers(1, 0, recruitment=recruitment)
    managers = newcomers(1, 1, recruitment=recruitment, promotion={"least_years": 5.0})
    # Standard error of an exponential mean over 600: 4.1% of it.
    assert agency["experience"].mean() == pytest.approx(6.0 * 52.0, rel=0.16)
    assert (starters["experience"] == 0.0).mean() == pytest.approx(0.4, abs=0.08)
    experienced = starters["experience"][starters["experience"] > 0.0]
    assert experienced.min() >= 52.0
    assert experienced.mean() == pytest.approx((1.0 + 3.0) * 52.0, rel=0.16)
    assert managers["experience"].min() >= 5.0 * 52.0
    assert managers["experience"].mean() == pytest.approx((5.0 + 3.0) * 52.0, rel=0.1)


def test_links_spread_about_the_reference_and_a_share_is_broken() -> None:
    reporting = {"reference_safety": 0.5, "link_spread": 0.1, "broken_share": 0.2}
    links = newcomers(1, 0, reporting=reporting)["link"]
    assert (links == 0.0).mean() == pytest.approx(0.2, abs=0.065)
    kept = links[links > 0.0]
    assert kept.mean() == pytest.approx(0.5, abs=0.018)
    assert kept.std() == pytest.approx(0.1, rel=0.2)


def test_half_of_directors_come_from_social_work_unless_more_is_required() -> None:
    promotion = {"director_background": 0.5, "senior_background": 0.8}
    has, settings = plain(people.has_background), settings_of(promotion=promotion)

    def share(tier: int, parent: int, required: float) -> float:
        post = posts(1, tier=tier, parent=parent)[0]
        with keys_wrap_round():
            return float(np.mean([has(post, row, required, authority(), settings) for row in range(800)]))

    found = [share(3, -1, 0.0), share(2, 9, 0.0), share(3, -1, 0.5), share(3, -1, 1.0), share(1, 9, 0.0)]
    assert found == pytest.approx([0.5, 0.8, 0.75, 1.0, 1.0], abs=0.07)


def test_a_person_who_moves_takes_along_what_is_theirs_and_leaves_the_place() -> None:
    rows = posts(2, kind=[1, VACANT], person=[5, -1], team=[0, 1], tier=[0, 1], belief=[0.0, 0.7])
    # Everything that moves is drawn, so that two fields cannot be mistaken for each other.
    own = (
        "started", "experience", "background", "resilience", "restlessness", "outspokenness", "quality_trait", "quality",
        "exhaustion", "goodwill", "expected_reply", *PARTS, "blamed", "seen_load", "seen_discretion", "seen_intent",
        "understanding", "strain",
    )  # fmt: skip
    for number, name in enumerate(own):
        rows[0][name] = number + 1
    before = rows[0].copy()
    with keys_wrap_round():
        plain(people.move)(rows, 0, 1, authority(week=40), settings_of())
    assert {name: rows[1][name] for name in own} == {name: before[name] for name in own}
    assert (rows[1].person, rows[1].kind, rows[1].in_post_since) == (5, 1, 40)
    assert (rows[1].team, rows[1].tier, rows[1].belief) == (1, 1, 0.7)
    assert (rows[0].kind, rows[0].person, rows[0].blamed) == (VACANT, -1, 0.0)


def test_whom_a_case_falls_on_goes_by_how_many_each_holds() -> None:
    rows, pick = posts(4, cases=[3, 0, 1, 9]), plain(people.person_with_cases)
    team = units(1, last=3)[0]
    assert [pick(rows, team, draw) for draw in (0.0, 0.74, 0.76, 0.99)] == [0, 0, 2, 2]
    assert pick(posts(4), team, 0.5) == -1
