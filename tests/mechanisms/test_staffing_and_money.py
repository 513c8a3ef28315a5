"""Who comes, who is promoted, what it costs, redesigns, managers in practice, what is counted (M09, M10, M18, M22)."""

import math

import numpy as np
import pytest
from plain import authority, keys_wrap_round, levers, plain, posts, settings_of, tally, units

from sim.mechanisms import counting, money, practice, promotion, recruitment, redesign, support
from sim.state import ACTING, AGENCY, NOBODY, PERMANENT, RESERVE, SUPERNUMERARY, VACANT

HIRING = {
    "on": 1, "fill_rate": 3.0, "supply": 0.8, "attractiveness": 0.5, "pay_attraction": 2.0, "hiring_weeks": 8,
    "agency_rate": 0.0, "agency_weeks": 26.0, "reputation_weeks": 50.0, "absence_rate": 0.4,
}  # fmt: skip


def test_applicants_follow_reputation_pay_and_supply() -> None:
    settings = settings_of(recruitment=HIRING, leaving={"relative_pay": 1.0})
    found = plain(recruitment.applicants_a_year)
    assert found(authority(), settings, levers()[0]) == pytest.approx(2.4)
    assert found(authority(reputation=0.72), settings, levers()[0]) == pytest.approx(2.4 * 1.2)
    assert found(authority(), settings, levers(pay=1.1)[0]) == pytest.approx(2.4 * 1.21)
    assert found(authority(), settings, levers(supply=0.5)[0]) == pytest.approx(1.2)


def recruited(week: int, rate: float = 1e6, agency: float = 0.0, freeze: float = 0.0, **values: object) -> tuple:
    """One post after a week in which somebody is found for sure at this rate."""
    settings, counted = settings_of(recruitment={**HIRING, "fill_rate": rate, "agency_rate": agency}), tally()
    row = posts(1, **{"kind": VACANT, **values})
    with keys_wrap_round():
        plain(recruitment.front_line_recruits)(
            authority(week=week, front_line=1), row, units(1), settings, levers(freeze=freeze), counted
        )
    return row[0], counted


def test_whoever_is_found_starts_after_the_hiring_weeks_and_agency_staff_cover_till_then() -> None:
    assert recruited(10)[0].arriving == 18
    assert recruited(10)[0].kind == VACANT
    assert recruited(10, freeze=1.0)[0].arriving == NOBODY
    early, counted = recruited(17, agency=1.0, arriving=18)
    assert (early.kind, early.arriving, counted.agency_starts) == (AGENCY, 18, 1.0)
    here, counted = recruited(18, agency=1.0, arriving=18)
    assert (here.kind, here.arriving, counted.starters, counted.agency_starts) == (PERMANENT, NOBODY, 1.0, 0.0)
    assert recruited(10, established=0)[0].arriving == NOBODY


def test_agency_staff_stay_their_weeks_on_average_and_go_when_the_post_is_taken() -> None:
    settings, counted, rows = settings_of(recruitment=HIRING), tally(), posts(8_000, kind=AGENCY)
    rows["arriving"][:1_000] = 5
    rows["arriving"][1_000:2_000] = 6
    with keys_wrap_round():
        plain(recruitment.agency_staff_go)(authority(week=5, front_line=8_000), rows, units(1), None, settings, counted)
    gone = rows["kind"] == VACANT
    assert gone[:1_000].all()
    # Standard error of 1 in 26 over 7,000: 0.0023.
    assert gone[1_000:].mean() == pytest.approx(1.0 / 26.0, abs=0.0092)
    assert counted.agency_ends == gone.sum()


def test_extra_agency_staff_come_for_the_absent_and_as_relief() -> None:
    settings = settings_of(recruitment=HIRING, decisions={"agency_share": 0.5})
    for absent, relief, wanted in ((0, 0.0, 0.0), (2, 0.0, 0.8), (0, 0.26, 0.26 * 0.5 * 20 / 26.0)):
        rows, unit = (
            posts(1_000, kind=VACANT, place=SUPERNUMERARY),
            units(1, absent=absent, relief=relief, posts=20, slots=4),
        )
        counted = tally()
        with keys_wrap_round():
            plain(recruitment.front_line_recruits)(
                authority(week=5, front_line=1_000), rows, unit, settings, levers(), counted
            )
        assert counted.agency_starts / 1_000 == pytest.approx(wanted / 4.0, abs=0.052)


def test_reputation_follows_how_rested_permanent_staff_are_and_the_grade() -> None:
    settings = settings_of(recruitment=HIRING, inspection={"on": 1, "reputation": (-0.2, -0.1, 0.0, 0.1)})
    rows = posts(3, exhaustion=[0.2, 0.4, 1.0], kind=[PERMANENT, PERMANENT, AGENCY])
    for grade, standing in ((2, 0.7), (0, 0.5), (3, 0.8)):
        here = authority(grade=grade)
        plain(recruitment.reputation_moves)(here, rows, settings)
        assert here.reputation == pytest.approx(0.5 + (standing - 0.5) / 50.0)


def test_posts_open_in_their_week_and_reserve_posts_while_they_are_asked_for() -> None:
    rows = posts(5, place=[0, 0, RESERVE, RESERVE, RESERVE], opens=[9, 10, 0, 0, 0], rank=[0, 0, 0.2, 0.5, 0.5])
    rows["established"] = [0, 0, 0, 1, 1]
    rows["kind"] = [VACANT, VACANT, VACANT, VACANT, PERMANENT]
    rows["arriving"][3] = 12
    plain(recruitment.posts_open)(authority(week=9), rows, levers(extra_posts=0.5))
    assert rows["established"].tolist() == [1, 0, 1, 0, 1]
    assert rows["arriving"][3] == NOBODY


def test_newcomers_and_the_absent_are_counted_by_unit() -> None:
    settings = settings_of(support={"induction_weeks": 6})
    rows = posts(5, started=[4, 5, -9, 9, 9], absent_until=[0, 11, 10, 0, 99], kind=[1, 1, 1, 2, VACANT])
    unit = units(1, last=5)
    plain(recruitment.people_are_counted)(authority(week=10), rows, unit, settings)
    assert [unit[name][0] for name in ("heads", "newcomers", "absent")] == [4, 2, 1]


# Promotion.


def candidate(settings_changes: dict, **values: object) -> float:
    settings = settings_of(
        promotion={"escape": 0.5, "results": 0.8}, reporting={"passing": 0.5, "fear": 0.0, "spoken_gain": 0.0,
        "acceptable_strain": 0.0}, indicators={"on": 1, "careers": 0.25},
    )  # fmt: skip
    for name, value in settings_changes.items():
        settings.indicators[name] = value
    tree = units(1, signal=0.9, indicator=0.1)
    with keys_wrap_round():
        scores = [
            plain(promotion.candidate_score)(posts(1, **one)[0], 0, np.uint64(1), tree, settings)
            for one in (values, {})
        ]
    return float(scores[0] - scores[1])


def test_candidates_want_to_get_away_and_shine_by_what_is_reported_and_shown() -> None:
    assert candidate({}, exhaustion=0.6) == pytest.approx(0.3)
    # Of a strain of 0.8 half is reported, and three quarters of that is weighed.
    assert candidate({}, strain=0.8) == pytest.approx(-0.8 * 0.75 * 0.4)
    assert candidate({"on": 0}, strain=0.8) == pytest.approx(-0.8 * 0.4)
    # A manager is judged by the signal of the unit: 0.9, softened by an indicator of 0.1; against a worker with none.
    assert candidate({}, tier=1) == pytest.approx(-0.8 * ((0.9 - 0.25 * 0.8) - 0.25 * 0.1))


def test_candidates_are_permanent_at_work_experienced_and_from_teams_under_the_same_manager() -> None:
    settings = settings_of(promotion={"least_years": 2.0, "escape": 100.0, "results": 0.0}, indicators={"on": 0})
    # Three teams of two; the first two under one manager. The more exhausted the likelier, so the order is known.
    rows = posts(
        11, tier=[0] * 6 + [1] * 3 + [2, 2], unit=[NOBODY] * 6 + [0, 1, 2, 3, 4], team=[0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 2]
    )
    rows["experience"] = 104.0
    rows["exhaustion"][:6] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    tree = units(5, tier=[1, 1, 1, 2, 2], first=[0, 2, 4, 6, 8], last=[2, 4, 6, 8, 9], manager=[6, 7, 8, 9, 10])
    tree["parent"][:3] = [3, 3, 4]

    def best(needed: int = 0, unit: int = 0) -> int:
        with keys_wrap_round():
            return int(plain(promotion.best_candidate)(tree[unit], needed, rows, tree, authority(week=9), settings))

    assert (best(), best(unit=2)) == (3, 5)
    rows["absent_until"][3] = 10
    assert best() == 2
    rows["kind"][2] = AGENCY
    assert best() == 1
    rows["experience"][1] = 103.0
    assert best() == 0
    assert best(needed=1) == NOBODY
    rows["background"][0] = 1
    assert best(needed=1) == 0


# Money.


def test_a_post_costs_more_with_every_tier() -> None:
    settings = settings_of(money={"worker_cost": 50_000.0, "tier_step": 1.2}).money
    assert [plain(money.yearly_cost)(tier, settings) for tier in (0, 1, 2)] == pytest.approx(
        [50_000.0, 60_000.0, 72_000.0]
    )


def paid(before: float = 0.0, **chosen: float) -> tuple:
    """A week's pay of a worker, agency staff, a vacant post and a reserve post, each of GBP 1,000 a week."""
    settings = settings_of(
        money={"worker_cost": 52_000.0, "agency_premium": 26_000.0, "budget": 0.8, "averaging_weeks": 10.0},
        inspection={"on": 1, "money": (0.5, 0.0, 0.0, 0.0)},
    )
    grade = int(chosen.pop("grade", 2))
    rows = posts(4, kind=[PERMANENT, AGENCY, VACANT, PERMANENT], place=[0, 0, 0, RESERVE])
    here, counted = authority(grade=grade), tally()
    counted.cost = before
    plain(money.week_is_paid)(here, rows, settings, levers(**chosen), counted)
    return counted, here.spending


def test_pay_premium_and_interventions_are_paid_and_new_money_does_not_overspend_the_budget() -> None:
    counted, spending = paid()
    assert counted.cost == pytest.approx(1_000.0 + 1_500.0 + 1_000.0)
    # Ordinary spending of 2,500 and a budget of 0.8 x 3,000: the reserve post has money of its own.
    assert spending == pytest.approx(1.0 + (2_500.0 / 2_400.0 - 1.0) / 10.0)
    raised, same = paid(pay=1.1, remedy_cost=70.0)
    assert raised.cost == pytest.approx(3_500.0 + 2 * 100.0 + 70.0)
    assert raised.remedy_cost == 70.0
    assert same == pytest.approx(spending)


def test_cuts_overspend_a_bad_grade_brings_money_and_what_was_spent_before_counts() -> None:
    assert paid(budget=0.5)[1] == pytest.approx(1.0 + (2_500.0 / 1_200.0 - 1.0) / 10.0)
    assert paid(grade=0)[1] == pytest.approx(1.0 + (2_500.0 / 3_600.0 - 1.0) / 10.0)
    assert paid(before=500.0)[1] == pytest.approx(1.0 + (3_000.0 / 2_400.0 - 1.0) / 10.0)


# Redesigns.

CHANGES = {
    "on": 1, "front_line_fit": 0.8, "imposed_fit": 0.3, "imposed_understanding": 0.4, "imposed_spread": 0.0, "saving": 0.2,
    "delay_weeks": 20.0, "learning_hours": 3.0, "learning_weeks": 10.0, "settling_weeks": 100.0, "rate": 0.0,
    "new_director_factor": 4.0,
}  # fmt: skip


def test_what_the_front_line_shapes_fits_better_and_a_sound_redesign_is_not_made_worse() -> None:
    fit, settings = plain(redesign.fit_of), settings_of(redesign=CHANGES).redesign
    assert [fit(0.4, shaped, settings) for shaped in (0.0, 0.5, 1.0)] == pytest.approx([0.4, 0.6, 0.8])
    assert fit(0.9, 1.0, settings) == 0.9


def test_a_director_who_understands_imposes_what_fits_better() -> None:
    with keys_wrap_round():
        sound = plain(redesign.imposed_soundness)(
            authority(), posts(1, understanding=0.5)[0], settings_of(redesign=CHANGES).redesign
        )
    assert sound == pytest.approx(0.3 + 0.4 * 0.5)


def changed(week: int = 10, here: dict | None = None, changes: dict | None = None, **chosen: float) -> tuple:
    """The authority after a week of redesigns. here: its state before; changes: of the settings."""
    place, counted = authority(week=week, **(here or {})), tally()
    director = posts(1, tier=2, understanding=0.5, in_post_since=-(10**6))
    settings = settings_of(redesign={**CHANGES, **(changes or {})})
    with keys_wrap_round():
        plain(redesign.procedures_change)(place, director, settings, levers(**chosen), counted)
    return place, counted


def test_a_redesign_that_is_decreed_comes_at_once_or_after_it_was_shaped() -> None:
    decree = {"redesign_now": 1.0, "redesign_sound": 0.2, "redesign_saving": 0.1}
    here, counted = changed(**decree)
    # It fits 0.2: a saving of 0.1 turns into a load of 0.1 x 0.6.
    assert (here.redesign_week, counted.redesigns, here.relearning) == (10, 1.0, 3.0)
    assert here.procedures == pytest.approx(1.06)
    here, counted = changed(shaped=0.5, **decree)
    assert (here.redesign_week, counted.redesigns, here.relearning, here.procedures) == (20, 0.0, 0.0, 1.0)
    assert here.redesign_fit == pytest.approx(0.2 + 0.5 * 0.6)


def test_a_pending_redesign_comes_into_force_in_its_week_and_wears_in() -> None:
    pending = {"redesign_week": 10, "redesign_fit": 0.75, "redesign_saving": 0.2}
    for week, number, load in ((9, 0.0, 1.0), (10, 1.0, 0.9), (11, 0.0, 1.0)):
        here, counted = changed(week, pending)
        assert (counted.redesigns, here.procedures) == (number, pytest.approx(load))
    here, _ = changed(50, {"relearning": 3.0, "procedures": 1.5})
    assert (here.relearning, here.procedures) == pytest.approx((2.7, 1.495))


def test_procedures_stay_between_half_and_twice_the_usual_load() -> None:
    pending = {"redesign_week": 10, "redesign_saving": 1.0, "procedures": 1.8}
    loads = [changed(10, {**pending, "redesign_fit": fit})[0].procedures for fit in (0.0, 1.0)]
    assert loads == [2.0, 0.5]


def test_one_redesign_at_a_time_and_directors_redesign_more_often_in_their_first_two_years() -> None:
    decides, settings = plain(redesign.redesign_decided), settings_of(redesign={**CHANGES, "rate": 26.0})

    def share(years_in_post: float = 9.0, pending: int = -1, kind: int = PERMANENT) -> float:
        found = []
        for week in range(400):
            director = posts(1, tier=2, in_post_since=week - int(52 * years_in_post), kind=kind)[0]
            with keys_wrap_round():
                found.append(decides(authority(week=week, redesign_week=pending), director, settings, levers()))
        return float(np.mean(found))

    # Half a redesign a week, and twice one where there are four times as many. Standard error 0.025 and 0.017.
    assert share(2.0) == pytest.approx(1.0 - math.exp(-0.5), abs=0.1)
    assert share(2.0 - 1 / 52) == pytest.approx(1.0 - math.exp(-2.0), abs=0.07)
    assert share(pending=10**6) == 0.0
    assert share(kind=VACANT) == 0.0


def test_a_redesign_is_being_shaped_until_its_week_if_anybody_shapes_it() -> None:
    shaped = plain(redesign.is_being_shaped)
    at = [shaped(authority(week=week, redesign_week=10), levers(shaped=0.5)) for week in (9, 10)]
    assert at == [True, False]
    assert not shaped(authority(week=9, redesign_week=10), levers())


# Managers in practice.


@pytest.mark.parametrize(
    ("rank", "share", "weeks"), [(0.0, 1.0, 4), (0.1, 1.0, 4), (0.25, 0.5, 4), (0.5, 0.5, 0), (0.9, 1.0, 4)]
)
def test_everyone_who_takes_part_has_a_turn_of_the_same_length_in_each_cycle(
    rank: float, share: float, weeks: int
) -> None:
    turns = [plain(practice.has_turn)(rank, week, share, 4.0, 26.0) for week in range(52)]
    assert sum(turns[:26]) == sum(turns[26:]) == weeks
    assert turns[:26] == turns[26:]


def test_turns_are_spread_evenly_over_the_cycle() -> None:
    ranks = (np.arange(26) + 0.5) / 26
    away = [sum(plain(practice.has_turn)(rank, week, 1.0, 2.0, 26.0) for rank in ranks) for week in range(26)]
    assert set(away) == {2}


def test_a_placebo_takes_the_hours_and_shows_and_teaches_nothing() -> None:
    manager = posts(1)[0]
    plain(practice.practise)(manager, 6.0, 0.5, 0.25)
    booked = ("practice_hours", "learning_hours", "seen_hours", "staged_hours")
    assert [manager[name] for name in booked] == [6.0, 3.0, 4.5, 1.5]
    plain(practice.practise)(manager, 6.0, 0.0, 0.25)
    assert [manager[name] for name in booked] == [12.0, 3.0, 4.5, 1.5]


def test_hours_of_practice_help_the_team_as_far_as_they_are_understood_and_watching_helps_nobody() -> None:
    rows, unit = posts(2, tier=1, parent=[5, 5], understanding=0.5, background=[1, 0]), units(1, helped=99.0)
    chosen = levers(direct_hours=4.0, shadowing_hours=3.0)
    plain(practice.managers_practise)(authority(week=9, front_line=0), rows, unit, chosen)
    assert rows["practice_hours"].tolist() == [7.0, 3.0]
    assert unit["helped"][0] == pytest.approx(2.0)
    rows["absent_until"] = 10
    plain(practice.managers_practise)(authority(week=9, front_line=0), rows, unit, chosen)
    assert unit["helped"][0] == 0.0


def test_leaders_are_present_as_far_as_they_practise_and_first_line_managers_do_not_count() -> None:
    rows = posts(
        4, tier=[0, 1, 2, 2], team=0, load=[0, 70, 35, 0], practice_hours=[0.0, 7.0, 0.0, 7.0], absent_until=-1
    )
    tree = units(2, tier=[1, 2], manager=[1, 2], last=1)
    settings = settings_of(hours={"contracted": 35.0}, casework={"on": 1})
    plain(support.manager_hours)(authority(week=9, front_line=1), rows, tree, settings, levers(), 0.0, tally())
    assert tree["presence"][0] == pytest.approx(3.5 / 35.0 + 7.0 / 35.0)


# What is counted.


def test_who_is_stressed_experienced_and_sees_a_disconnect() -> None:
    settings = settings_of(
        exhaustion={"stressed_above": 0.5}, hours={"experienced_weeks": 104.0}, perception={"on": 1, "poll_below": 0.4}
    )
    rows = posts(3, exhaustion=[0.5, 0.6, 0.7], experience=[103.0, 104.0, 105.0], expected_reply=[0.1, 0.5, 0.5])
    rows["seen_intent"] = [0.9, 0.3, 0.2]
    for perceived, number in ((1, 1.0), (0, 1.0)):
        settings.perception.on, counted = perceived, tally()
        plain(counting.week_is_counted)(authority(), rows, units(1, manager=0), settings, counted)
        assert (counted.stressed, counted.experienced, counted.poll_yes) == (2.0, 2.0, number)
    settings.perception.on = 1
    rows["seen_intent"][2] = 0.9
    counted = tally()
    plain(counting.week_is_counted)(authority(), rows, units(1, manager=0), settings, counted)
    assert counted.poll_yes == 0.0


def test_the_gap_counts_either_way_and_the_optimism_only_what_is_not_seen() -> None:
    rows = posts(4, tier=[1, 1, 1, 2], unit=[0, 1, 2, 3], belief=[0.2, 0.7, 0.9, 0.5], kind=[1, ACTING, VACANT, 1])
    tree = units(4, tier=[1, 1, 1, 2], manager=[0, 1, 2, 3], strain=0.5)
    counted = tally()
    plain(counting.week_is_counted)(authority(), rows, tree, settings_of(), counted)
    assert counted.believers[:2].tolist() == [2.0, 1.0]
    assert counted.optimism[:2].tolist() == pytest.approx([0.3 - 0.2, 0.0])
    assert counted.disconnect[:2].tolist() == pytest.approx([0.3 + 0.2, 0.0])
