"""What managers are told, believe and decide, and what people below believe of them (M11 to M13, M16, M17, M23)."""

import math

import numpy as np
import pytest
from plain import authority, keys_wrap_round, levers, plain, posts, settings_of, tally, units

from sim.mechanisms import belief, decisions, perception, reporting, understanding

EXACT = {"attention": 0.6, "understanding_rate": 0.8, "discount": 0.4, "comfort_pull": 0.0, "own_noise": 0.1}


def test_news_that_is_worse_than_believed_is_discounted_and_good_news_is_not() -> None:
    step, settings = plain(belief.belief_step), settings_of(belief=EXACT).belief
    assert step(0.4, 0.6, 0.5, settings) == pytest.approx(0.4 + 0.5 * (1.0 - 0.4) * 0.2)
    assert step(0.4, 0.2, 0.5, settings) == pytest.approx(0.4 - 0.5 * 0.2)


def test_a_belief_drifts_toward_the_comfortable_picture_from_either_side() -> None:
    step = plain(belief.belief_step)
    settings = settings_of(belief={**EXACT, "comfort_pull": 0.1, "comfortable": 0.3}).belief
    assert step(0.8, 0.8, 0.5, settings) == pytest.approx(0.8 - 0.1 * 0.5)
    assert step(0.1, 0.1, 0.5, settings) == pytest.approx(0.1 + 0.1 * 0.2)
    assert step(0.3, 0.3, 0.5, settings) == 0.3


@pytest.mark.parametrize(("multiplicative", "expected"), [(0, 0.5 * (0.6 + 0.8 * 0.7)), (1, 0.6 * 0.7)])
def test_a_shared_language_makes_good_part_of_what_is_not_understood(multiplicative: int, expected: float) -> None:
    settings = settings_of(belief={**EXACT, "multiplicative": multiplicative})
    manager = posts(1, understanding=0.4)[0]
    # Of the 0.6 that is not understood half is made good: 0.7.
    assert plain(belief.taken_in)(manager, levers(shared_language=0.5)[1], settings.belief) == pytest.approx(expected)


def test_the_bad_part_of_an_account_is_told_in_part_and_the_acceptable_part_whole() -> None:
    settings = settings_of(belief={"own_noise": 0.0}, reporting={"acceptable_strain": 0.2})
    heard = plain(belief.heard)
    with keys_wrap_round():
        assert heard(0.5, 0.4, 1.0, settings, np.uint64(1), 0) == pytest.approx(0.2 + 0.4 * 0.3)
        assert heard(0.1, 0.4, 1.0, settings, np.uint64(1), 0) == pytest.approx(0.1)


def test_nine_accounts_have_a_third_of_the_noise_of_one() -> None:
    settings = settings_of(belief={"own_noise": 0.3}, reporting={"acceptable_strain": 0.0})
    with keys_wrap_round():
        one, nine = (plain(belief.heard)(0.5, 1.0, count, settings, np.uint64(1), 0) - 0.5 for count in (1.0, 9.0))
    assert one != 0.0
    assert nine == pytest.approx(one / 3.0)


def signal_of(unit: np.ndarray, manager: np.ndarray, learning: float = 1.0, **values: float) -> float:
    """The combined signal of one manager where accounts of one's own have a variance of 0.01 and indicators one of 0.04."""
    settings = settings_of(
        belief={"own_noise": 0.1, "comfortable": 0.1},
        indicators={"on": 0, "noise": 0.2, **{name: values.pop(name) for name in ("on",) if name in values}},
        families={"full_rate": 2.0},
    )
    keys = belief.Keys(*(np.uint64(number) for number in range(4)))
    with keys_wrap_round():
        chosen = levers(**values)
        return plain(belief.combined_signal)(
            manager[0], 0, unit[0], 0.9, learning, chosen[1], chosen[0], settings, keys
        )


def test_reports_and_indicators_are_weighted_by_their_precision() -> None:
    unit = units(1, signal=0.6, signal_variance=0.01, indicator=0.1)
    # 100 accounts a unit of variance against 25.
    assert signal_of(unit, posts(1), on=1) == pytest.approx((100.0 * 0.6 + 25.0 * 0.1) / 125.0)
    assert signal_of(unit, posts(1)) == pytest.approx(0.6)


def test_each_complaint_counts_as_one_account_of_how_many_there_are() -> None:
    unit = units(1, signal=0.6, signal_variance=0.01, complaints=3, complaint_rate=0.5)
    assert signal_of(unit, posts(1)) == pytest.approx((0.6 + 3 * 0.25) / 4.0)
    unit["complaint_rate"] = 9.0
    assert signal_of(unit, posts(1)) == pytest.approx((0.6 + 3 * 1.0) / 4.0)


def test_what_is_staged_for_a_visitor_tells_the_comfortable_picture() -> None:
    hours = plain(belief.mean_case_hours)(settings_of().casework)
    unit = units(1, signal=0.6, signal_variance=0.01)
    assert signal_of(unit, posts(1, staged_hours=2.0 * hours)) == pytest.approx((0.6 + 2.0 * 0.1) / 3.0)


def test_the_more_cases_of_ones_own_the_nearer_the_picture_is_to_the_team_and_a_placebo_shows_nothing() -> None:
    unit = units(1, signal=0.2, signal_variance=0.01)
    few, many = (signal_of(unit, posts(1, cases=count)) for count in (1, 400))
    assert abs(many - 0.9) < 0.02
    assert 0.2 < few < many
    assert signal_of(unit, posts(1, cases=400), learning=0.0) == pytest.approx(0.2)


def test_whoever_is_in_rotation_learns_from_that_and_not_from_cases_at_the_post() -> None:
    lever = levers(rotation_learning=0.3, caseload_learning=0.7)[1]
    learning = plain(belief.learning_from_practice)
    assert learning(posts(1, practising=1)[0], lever) == 0.3
    assert learning(posts(1, practising=0)[0], lever) == 0.7


# What is told.

LINK = {"passing": 0.5, "fear": 0.6, "reference_safety": 0.5, "spoken_gain": 0.2, "acceptable_strain": 0.1}


def test_a_safer_link_and_having_spoken_up_pass_more_and_an_alert_a_share_of_the_rest() -> None:
    share, settings = plain(reporting.passing_share), settings_of(reporting=LINK).reporting
    assert share(posts(1, safety=0.5)[0], 0.0, settings) == pytest.approx(0.5)
    assert share(posts(1, safety=0.7)[0], 0.0, settings) == pytest.approx(0.5 + 0.6 * 0.2)
    assert share(posts(1, safety=0.0)[0], 0.0, settings) == pytest.approx(0.5 - 0.6 * 0.5)
    assert share(posts(1, safety=0.5, said=1)[0], 0.0, settings) == pytest.approx(0.7)
    assert share(posts(1, safety=0.5)[0], 0.5, settings) == pytest.approx(0.75)


def test_only_bad_news_is_softened() -> None:
    told, settings = plain(reporting.told), settings_of(reporting=LINK).reporting
    assert told(0.05, posts(1, safety=0.5)[0], 0.0, settings) == pytest.approx(0.05)
    assert told(0.7, posts(1, safety=0.5)[0], 0.0, settings) == pytest.approx(0.1 + 0.5 * 0.6)


def report(week: int, **values: object) -> tuple[np.ndarray, np.ndarray]:
    """Two people with strain 0.4 and 0.8 report to one manager; nothing is lost and nothing is blurred."""
    link = {"passing": 1.0, "fear": 0.0, "noise": 0.0, "interval_weeks": 4, "on": 1}
    below, unit = posts(2, strain=[0.4, 0.8], **values), units(1, last=2, signal=0.1)
    with keys_wrap_round():
        plain(reporting.reports_go_up)(authority(week=week), below, unit, settings_of(reporting=link), levers())
    return unit["signal"], below["said"]


def test_reports_go_up_in_their_weeks_only_and_take_what_was_said_since() -> None:
    assert report(7, said=1)[0].tolist() == [0.1]
    assert report(7, said=1)[1].tolist() == [1, 1]
    signal, said = report(8, said=1)
    assert signal.tolist() == pytest.approx([0.6])
    assert said.tolist() == [0, 0]


def test_the_absent_do_not_report_and_a_manager_tells_what_is_believed() -> None:
    assert report(8, absent_until=[9, 8])[0].tolist() == pytest.approx([0.8])
    assert report(8, tier=1, belief=[0.2, 0.3])[0].tolist() == pytest.approx([0.25])


# What is decided.

ROOM = {"discretion": 0.2, "delegation": 0.5, "willingness": 0.8, "aspiration": 0.3, "squeeze": 0.1, "weariness": 0.0}


def test_relief_follows_what_is_believed_beyond_the_aspiration_and_ends_at_the_discretion() -> None:
    wanted, settings = plain(decisions.relief_wanted), settings_of(decisions=ROOM).decisions
    assert wanted(0.3, 1.0, 0.2, settings) == 0.0
    assert wanted(0.4, 0.5, 0.2, settings) == pytest.approx(0.5 * 0.8 * 0.1)
    assert wanted(1.0, 1.0, 0.2, settings) == 0.2


def test_discretion_halves_with_every_tier_and_shrinks_with_each_percent_overspent() -> None:
    room, settings = plain(decisions.discretion_of), settings_of(decisions=ROOM, money={"on": 1})
    assert [room(tier, authority(tiers=4), settings) for tier in (3, 2, 1)] == pytest.approx([0.2, 0.1, 0.05])
    assert room(3, authority(tiers=4, spending=1.03), settings) == pytest.approx(0.2 * (1.0 - 0.1 * 3.0))
    assert room(3, authority(tiers=4, spending=0.9), settings) == pytest.approx(0.2)
    assert room(3, authority(tiers=4, spending=2.0), settings) == 0.0
    unlimited = settings_of(decisions=ROOM, money={"on": 0})
    assert room(3, authority(tiers=4, spending=2.0), unlimited) == pytest.approx(0.2)


def test_more_requests_are_sent_back_for_each_percent_overspent() -> None:
    settings = settings_of(decisions={"sent_back": 0.2, "sent_back_squeeze": 0.05}, money={"on": 1})
    shares = [plain(decisions.share_sent_back)(authority(spending=s), settings) for s in (0.9, 1.0, 1.02, 9.0)]
    assert shares == pytest.approx([0.2, 0.2, 0.3, 1.0])


def test_new_cases_are_refused_on_what_the_director_believes_within_the_discretion() -> None:
    settings = settings_of(decisions={**ROOM, "gatekeeping": 0.5}, money={"on": 0})
    refused = plain(decisions.share_refused)
    at = {strain: refused(posts(1, tier=2, belief=strain)[0], authority(), settings) for strain in (0.2, 0.5, 1.0)}
    assert at == pytest.approx({0.2: 0.0, 0.5: 0.1, 1.0: 0.2})


def test_people_settle_into_a_post_with_the_years() -> None:
    settings = settings_of(implementation={"inertia_years": 2.0})
    settled = [plain(decisions.settled_in)(posts(1, in_post_since=-104)[0], week, settings) for week in (-104, 0)]
    assert settled == pytest.approx([0.0, 1.0 - math.exp(-1.0)])


def test_clear_words_save_a_share_of_what_gets_lost_and_long_tenure_loses_more() -> None:
    settings = settings_of(
        implementation={"on": 1, "arriving": 0.8, "clarity": 0.5, "inertia": 0.5, "inertia_years": 1e-6}
    )
    passes, new = plain(decisions.passes_on), posts(1, in_post_since=10)[0]
    assert passes(new, 0.0, 10, settings) == pytest.approx(0.4)
    assert passes(new, 0.5, 10, settings) == pytest.approx(0.4 + 0.5 * 0.6)
    assert passes(new, 0.0, 11, settings) == pytest.approx(0.4 * 0.5)
    assert passes(posts(1, kind=0)[0], 0.0, 11, settings) == pytest.approx(0.4)
    settings.implementation.on = 0
    assert passes(new, 0.0, 11, settings) == 1.0


def decided(**values: object) -> tuple[np.ndarray, np.ndarray]:
    """One week of decisions in a tree of a team manager and a director, who both believe in a strain of 0.5."""
    settings = settings_of(
        decisions={**ROOM, "on": 1, "discretion": 1.0, "delay_weeks": 4.0},
        implementation={"on": 1, "arriving": 0.5, "clarity": 1.0, "inertia": 0.0},
        money={"on": 0},
    )
    leading = posts(2, tier=[1, 2], unit=[0, 1], parent=[1, -1], belief=0.5, **values)
    tree = units(2, tier=[1, 2], manager=[0, 1], parent=[1, -1], first=[0, 0], last=[0, 1])
    plain(decisions.relief_is_decided)(authority(), leading, tree, settings, levers())
    return leading["relief"], tree["relief"]


def test_relief_comes_slowly_and_half_of_that_from_above_arrives() -> None:
    own, arriving = decided(relief=[0.04, 0.08])
    # Both want 0.8 x 0.2 = 0.16, the first as far as its discretion of 0.5 allows; a quarter of the way in a week.
    assert own.tolist() == pytest.approx([0.07, 0.1])
    assert arriving.tolist() == pytest.approx([0.07 + 0.5 * 0.1, 0.1])


def test_a_vacant_post_lets_relief_fade_and_a_cover_holds_to_it() -> None:
    assert decided(relief=0.08, kind=[0, 1])[0].tolist() == pytest.approx([0.06, 0.1])
    assert decided(relief=0.08, practising=[1, 0])[0].tolist() == pytest.approx([0.08, 0.1])


# What is understood.


def test_understanding_above_the_floor_halves_in_a_half_life_without_practice() -> None:
    settings = settings_of(understanding={"half_life_weeks": 200.0, "learning_weeks": 50.0})
    now = 0.9
    for _ in range(200):
        now = plain(understanding.understanding_step)(now, 0.3, 0.0, settings)
    # Week by week it is a product of 1 - ln 2 / 200, a little less than the exponential.
    assert now == pytest.approx(0.3 + 0.6 * (1.0 - math.log(2.0) / 200.0) ** 200)
    assert now == pytest.approx(0.3 + 0.3, abs=0.001)


def test_a_full_week_of_practice_closes_one_part_of_the_gap_and_nothing_fades() -> None:
    settings = settings_of(understanding={"half_life_weeks": 200.0, "learning_weeks": 50.0})
    assert plain(understanding.understanding_step)(0.4, 0.3, 1.0, settings) == pytest.approx(0.4 + 0.6 / 50.0)


def test_practice_is_own_cases_that_were_served_and_at_the_first_line_a_share_of_supervising() -> None:
    settings = settings_of(hours={"contracted": 35.0}, understanding={"supervising_share": 0.2})
    share = plain(understanding.practice_share)
    values = {"load": 70, "served": 0.5, "learning_hours": 3.5, "supervising": 0.5}
    own = (7.0 * 0.5 + 3.5) / 35.0
    assert share(posts(1, tier=1, **values)[0], settings, levers()[1]) == pytest.approx(own + 0.1)
    assert share(posts(1, tier=2, **values)[0], settings, levers()[1]) == pytest.approx(own)
    placebo = levers(caseload_learning=0.0)[1]
    assert share(posts(1, tier=2, **values)[0], settings, placebo) == pytest.approx(0.1)
    assert share(posts(1, tier=2, learning_hours=99.0)[0], settings, levers()[1]) == 1.0


# What is seen from below.


def seen(told: float = 0.0, honesty: float = 0.0, relief: float = 0.0, supervising: float = 0.5) -> np.ndarray:
    """A worker who takes all in at once, below a manager who works half of all the overtime that there is."""
    settings = settings_of(
        perception={"on": 1, "attention": 1.0, "told": told, "assumed_load": 0.2, "assumed_discretion": 0.8},
        decisions={**ROOM, "on": 1, "discretion": 0.1},
        voice={"full_relief": 0.2},
        hours={"overtime_limit": 10.0},
        money={"on": 0},
    )
    people = posts(2, tier=[0, 1], overtime=[0.0, 5.0], supervising=[0.0, supervising])
    tree = units(1, manager=1, last=1, relief=relief, strain=0.4)
    counted = tally()
    plain(perception.managers_are_seen)(authority(tiers=2), people, tree, settings, levers(2, honesty=honesty), counted)
    return np.array(
        [*(people[0][name] for name in ("seen_load", "seen_discretion", "seen_intent")), counted.view_error]
    )


def test_a_managers_load_is_seen_as_far_as_there_is_contact_and_else_assumed() -> None:
    assert [seen(supervising=contact)[0] for contact in (0.0, 0.5, 1.0)] == pytest.approx([0.2, 0.35, 0.5])


def test_the_room_of_leaders_is_assumed_unless_they_say_what_they_cannot_do() -> None:
    # The director can do 0.1 of the 0.2 at which every concern is acted on: half.
    rooms = [seen()[1], seen(told=0.5)[1], seen(told=0.5, honesty=0.5)[1], seen(honesty=1.0)[1]]
    assert rooms == pytest.approx([0.8, 0.65, 0.575, 0.5])


def test_where_nothing_comes_ill_will_is_concluded_and_the_less_so_the_less_room_is_believed_in() -> None:
    assert seen()[2] == 0.0
    assert seen(relief=0.08)[2] == pytest.approx(0.4 / 0.8)
    assert seen(relief=0.08, honesty=1.0)[2] == pytest.approx(0.4 / 0.5)
    assert seen(relief=0.5)[2] == 1.0


def test_the_error_is_the_mean_distance_from_load_room_and_intent_as_they_are() -> None:
    # True: load 0.5, room 0.5, intent 0.8 x (0.4 - 0.3) / 0.2 = 0.4.
    load, room, intent, error = seen(relief=0.08)
    assert error == pytest.approx((abs(load - 0.5) + abs(room - 0.5) + abs(intent - 0.4)) / 3.0)
    assert error > 0.0
