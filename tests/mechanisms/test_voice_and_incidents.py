"""What is said and answered, incidents and complaints, inspections and indicators (M14, M15, M19, M20, M24)."""

import math

import numpy as np
import pytest
from plain import authority, cases, keys_wrap_round, levers, plain, posts, settings_of, tally, units

from sim.mechanisms import allocation, casework, families, incidents, indicators, inspection, voice
from sim.state import FREE, PERMANENT, SUPERNUMERARY, VACANT

SPEAKING = {
    "on": 1, "base": -1.0, "safety_slope": 2.0, "reply_slope": 1.5, "exhaustion_slope": 0.8, "presence_slope": 0.5,
    "peer_slope": 0.6, "personal_spread": 0.4,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "presence", "speaking", "more"),
    [
        ({}, 0.0, 0.5, 0.0),
        ({"safety": 0.5}, 0.0, 0.5, 1.0),
        ({"expected_reply": 0.5}, 0.0, 0.5, 0.75),
        ({"exhaustion": 0.5}, 0.0, 0.5, -0.4),
        ({"outspokenness": 2.0}, 0.0, 0.5, 0.8),
        ({}, 0.5, 0.5, 0.25),
        ({}, 0.0, 1.0, 0.3),
        ({}, 0.0, 0.0, -0.3),
    ],
)
def test_every_reason_moves_the_log_odds_of_speaking_by_its_slope(
    values: dict[str, float], presence: float, speaking: float, more: float
) -> None:
    settings = settings_of(voice=SPEAKING)
    chance = plain(voice.chance_of_speaking)(posts(1, **values)[0], presence, speaking, settings.voice)
    assert math.log(chance / (1.0 - chance)) == pytest.approx(-1.0 + more)


def shares_of_replies(
    relief: float = 0.05, answered: float = 0.0, penalty: float = 1.0, **values: object
) -> list[float]:
    """Shares of concerns that are acted on, answered, ignored and held against the person, over even draws."""
    settings = settings_of(
        voice={"full_relief": 0.2, "answered_share": 0.5, "answer_value": 0.5, "penalty_chance": 0.4},
        support={"insecurity": 0.0},
    )
    manager = posts(1, **{"tier": 1, "supervising": 0.8, **values})[0]
    week = levers(answered=answered, penalty=penalty)
    reply, unit = plain(voice.reply_to), units(1, relief=relief)[0]
    evenly = (np.arange(2_000) + 0.5) / 2_000
    found = [reply(u, posts(1, safety=0.5)[0], unit, manager, week, settings) for u in evenly]
    return [float(np.mean(np.array(found) == value)) for value in (1.0, 0.5, 0.0, -1.0)]


def test_replies_are_acted_on_as_relief_arrives_then_answered_as_time_allows() -> None:
    # A quarter acted on; of the rest 0.4 x 0.5 held against the person; half of what is left answered, in 0.8 of the time.
    assert shares_of_replies() == pytest.approx([0.25, 0.6 * 0.5 * 0.8, 0.36, 0.15], abs=1e-3)
    assert shares_of_replies(relief=9.0) == [1.0, 0.0, 0.0, 0.0]
    assert shares_of_replies(answered=0.5) == pytest.approx([0.25, 0.6 * 0.75 * 0.8, 0.24, 0.15], abs=1e-3)
    assert shares_of_replies(penalty=0.5) == pytest.approx([0.25, 0.675 * 0.5 * 0.8, 0.405, 0.075], abs=1e-3)
    assert shares_of_replies(supervising=0.0) == pytest.approx([0.25, 0.0, 0.75, 0.0], abs=1e-3)


def taught(hope: float = 0.0, unanswered: float = 0.0, grumbling: float = 0.0, **values: object) -> list[float]:
    """What two people expect after a week; the mean reply to the one concern that was raised was 0.5."""
    settings = settings_of(
        voice={"on": 1, "learning": 0.2, "witness_share": 0.25, "grumbling": grumbling, "presence_hope": 0.1}
    )
    rows = posts(2, **values)
    tree = units(1, last=2, concerns=1, mean_reply=0.5, presence=0.0)
    plain(voice.replies_teach)(rows, tree, settings, levers(hope=hope, unanswered=unanswered))
    return rows["expected_reply"].tolist()


def test_a_reply_teaches_whoever_spoke_and_colleagues_less() -> None:
    usual = {"expected_reply": 0.4, "spoke": [1, 0], "reply": [-1.0, 0.0]}
    assert taught(**usual) == pytest.approx([0.4 - 0.2 * 1.4, 0.4 + 0.2 * 0.25 * 0.1])
    assert taught(**{**usual, "expected_reply": 0.1})[0] == 0.0


def test_people_grumble_themselves_to_the_mean_of_the_team() -> None:
    found = taught(grumbling=0.5, expected_reply=[0.2, 0.6], spoke=[1, 1], reply=[0.3, 0.5])
    assert found == pytest.approx([0.3, 0.5])


def test_being_asked_raises_hope_and_seeing_nothing_come_of_it_takes_a_share() -> None:
    still = {"expected_reply": 0.5, "spoke": 1, "reply": 0.5}
    assert taught(hope=0.1, **still) == pytest.approx([0.55] * 2)
    assert taught(unanswered=0.2, **still) == pytest.approx([0.4] * 2)


def test_a_share_of_concerns_passes_each_tier() -> None:
    tree = units(3, tier=[1, 2, 3], parent=[1, 2, -1], concerns=[10, 7, 7], past=9.0)
    plain(voice.concerns_go_past_the_line)(tree, settings_of(belief={"past_the_line": 0.2}))
    assert tree["past"].tolist() == pytest.approx([0.0, 2.0, 0.4])


def raised(count: int = 4_000, **values: object) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A week in which everyone has a chance of 0.6 x strain of a concern, speaks half of the time and is punished."""
    settings = settings_of(
        voice={**dict.fromkeys(SPEAKING, 0.0), "on": 1, "concern_rate": 0.6, "penalty_chance": 1.0, "penalty_fear": 0.5,
               "peer_memory": 1.0, "full_relief": 1.0},
        exhaustion={"on": 1, "ostracism": 0.1},
    )  # fmt: skip
    rows = posts(count, **{"strain": 0.5, **values})
    everyone = np.concatenate([rows, posts(1, tier=1, supervising=1.0)])
    tree, counted = units(1, last=count, manager=count), tally()
    with keys_wrap_round():
        plain(voice.concerns_are_raised)(authority(week=3), everyone, tree, settings, levers(2), counted)
    return everyone[:count], tree, counted


def test_concerns_follow_strain_and_what_is_held_against_people_frightens_and_tires() -> None:
    rows, tree, counted = raised()
    # Standard error of a share of 0.3 over 4,000: 0.007.
    assert counted.with_concern / 4_000 == pytest.approx(0.3, abs=0.03)
    assert counted.voiced / counted.with_concern == pytest.approx(0.5, abs=0.06)
    assert counted.voiced == counted.penalised == rows["spoke"].sum() == tree["concerns"][0]
    assert counted.heard == 0.0
    assert tree["mean_reply"][0] == -1.0
    assert tree["fear"][0] == pytest.approx(1.0)
    assert (rows["exhaustion"] == np.where(rows["spoke"] == 1, 0.1, 0.0)).all()
    assert tree["speaking"][0] == pytest.approx(counted.voiced / counted.with_concern)


def test_the_absent_and_the_unstrained_have_no_concern_and_last_weeks_is_forgotten() -> None:
    rows, tree, counted = raised(20, strain=[0.0, 1.0] * 10, absent_until=[0, 4] * 10, spoke=1, reply=1.0)
    assert counted.with_concern == 0.0
    assert not rows["spoke"].any()
    assert not rows["reply"].any()
    assert tree["mean_reply"][0] == 0.0


def test_people_are_moved_only_to_a_vacant_post_of_another_team_for_which_nobody_is_on_the_way() -> None:
    rows = posts(6, kind=[PERMANENT, VACANT, VACANT, VACANT, VACANT, VACANT], team=[0, 0, 1, 1, 1, 1])
    rows["arriving"][2] = 9
    rows["established"][3] = 0
    rows["place"][4] = SUPERNUMERARY
    place, here = plain(voice.vacant_place), authority(front_line=6)
    assert {place(rows, here, 0, draw) for draw in (0.0, 0.4, 0.99)} == {5}
    assert {place(rows, here, 1, draw) for draw in (0.0, 0.4, 0.99)} == {1}
    rows["kind"][5] = PERMANENT
    assert place(rows, here, 0, 0.0) == -1


# Incidents.

INCIDENTS = {
    "on": 1, "rate": 2600.0, "complex_factor": 3.0, "unallocated_factor": 2.0, "overdue_factor": 1.5, "fear_team": 0.4,
    "fear_elsewhere": 0.1, "fear_weeks": 10.0, "blame_weeks": 20.0, "learning_weeks": 40.0, "pressure_weeks": 5.0,
    "learning_gain": 0.5, "pressure": 0.3, "review_weeks": 6, "notified_share": 0.6, "notified_safety": 0.5,
    "proceedings_share": 1.0, "proceedings_weeks": 12, "blame_injury": 0.25, "blame_share": 0.0,
}  # fmt: skip


def test_what_raises_the_risk_of_a_case_multiplies() -> None:
    settings = settings_of(incidents=INCIDENTS).incidents
    risk, rows = plain(incidents.case_risk), cases(2, complexity=[1, 2])
    assert risk(rows[0], False, False, 1.3, settings) == pytest.approx(1.3)
    assert risk(rows[1], False, False, 1.3, settings) == pytest.approx(1.3 * 3.0)
    assert risk(rows[0], False, True, 1.0, settings) == pytest.approx(2.0)
    assert risk(rows[0], True, False, 1.0, settings) == pytest.approx(1.5)
    assert risk(rows[1], True, True, 1.0, settings) == pytest.approx(9.0)


def test_the_exhausted_and_the_new_carry_more_risk() -> None:
    settings = settings_of(incidents={"exhaustion_slope": 1.2, "inexperience": 0.8}, hours={"experience_weeks": 52.0})
    rows = posts(3, cases=1, exhaustion=[0.0, 0.5, 0.5], experience=[1e6, 1e6, 52.0])
    plain(incidents.people_carry_risk)(rows, settings)
    assert rows["hazard"].tolist() == pytest.approx([1.0, math.exp(0.6), math.exp(0.6) * (1.0 + 0.8 / math.e)])


def test_the_safer_the_team_the_more_is_notified() -> None:
    settings = settings_of(incidents=INCIDENTS, reporting={"reference_safety": 0.5})
    chance, team = plain(incidents.chance_of_notifying), units(1, last=2)[0]
    at = [chance(posts(2, safety=[safety, 0.5]), team, settings) for safety in (0.5, 0.9, 0.1)]
    assert at == pytest.approx([0.6, 0.7, 0.5])
    assert chance(posts(2, kind=VACANT), team, settings) == pytest.approx(0.6)


def weeks_of_incidents(weeks: int = 400, now: float = 0.0, blame: float = 0.0, **values: object) -> tuple:
    """So many first weeks, drawn one after the other, of two teams that carry a quarter and three quarters of the risk."""
    settings = settings_of(incidents={**INCIDENTS, "blame_share": blame}, reporting={"reference_safety": 0.5})
    total = tally()
    for week in range(weeks):
        rows = posts(4, team=[0, 0, 1, 1], cases=[1, 0, 0, 3], safety=0.5, expected_reply=0.7)
        tree, here = units(2, first=[0, 2], last=[2, 4], risk=[10.0, 30.0]), authority(week=week, **values)
        with keys_wrap_round():
            plain(incidents.incidents_happen)(here, rows, tree, settings, levers(incident_now=now), total)
    return total, rows, tree, here


def test_incidents_happen_at_their_rate_and_less_often_after_learning() -> None:
    # Forty times the ordinary case, at 2,600 a year for a thousand of these: 2 a week.
    usual, learned = (weeks_of_incidents(learned=already)[0] for already in (0.0, 0.4))
    assert usual.incident_risk == pytest.approx(2.0)
    assert usual.incidents / 400 == pytest.approx(2.0, abs=4 * math.sqrt(2.0 / 400))
    assert usual.notified / usual.incidents == pytest.approx(0.6, abs=0.07)
    # A fortieth of what was learned is forgotten in the week itself.
    assert learned.incident_risk == pytest.approx(2.0 * (1.0 - 0.4 * 39.0 / 40.0))
    assert learned.incidents / 400 == pytest.approx(1.22, abs=4 * math.sqrt(1.22 / 400))


def test_an_incident_is_likelier_in_the_team_that_carries_more_risk() -> None:
    tree, pick = units(3, tier=[1, 1, 2], risk=[1.0, 3.0, 9.0]), plain(incidents.team_at_risk)
    chosen = [pick(tree, 4.0, (draw + 0.5) / 100) for draw in range(100)]
    assert [chosen.count(team) for team in range(3)] == [25, 75, 0]


def test_what_incidents_leave_behind_wears_off() -> None:
    settings, here = settings_of(incidents={**INCIDENTS, "rate": 0.0}), authority(learned=0.4, pressure=0.5)
    tree, rows = units(1, fear=0.3), posts(1, blamed=0.6)
    with keys_wrap_round():
        plain(incidents.incidents_happen)(here, rows, tree, settings, levers(), tally())
    assert (tree["fear"][0], rows["blamed"][0]) == pytest.approx((0.27, 0.57))
    assert (here.learned, here.pressure) == pytest.approx((0.39, 0.4))


def test_blame_falls_on_one_person_with_cases_and_frightens_the_team_more_than_others() -> None:
    settings = settings_of(incidents=INCIDENTS, voice={"on": 1}, exhaustion={"on": 1})
    rows, tree, counted = posts(4, team=[0, 0, 1, 1], cases=[0, 2, 4, 4]), units(2, first=[0, 2], last=[2, 4]), tally()
    rows["expected_reply"] = 0.7
    with keys_wrap_round():
        plain(incidents.blame_falls)(authority(week=20), rows, tree, 0, 0, settings, counted)
    assert rows["blamed"].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert rows["exhaustion"].tolist() == [0.0, 0.25, 0.0, 0.0]
    assert rows["tired_by_blame"].tolist() == [0.0, 0.25, 0.0, 0.0]
    assert rows["expected_reply"].tolist() == [0.7, 0.0, 0.7, 0.7]
    assert rows["absent_until"].tolist() == [0, 20 + 1 + 12, 0, 0]
    assert tree["fear"].tolist() == pytest.approx([0.4, 0.1])
    assert counted.blamings == 1.0


def test_where_nobody_is_blamed_something_is_learned_and_a_review_follows() -> None:
    counted, _, tree, here = weeks_of_incidents(1, now=1.0)
    assert counted.incidents >= 1.0
    assert counted.blamings == 0.0
    assert here.learned == pytest.approx(1.0 - 0.5**counted.incidents)
    assert here.pressure == pytest.approx(0.3 * counted.notified)
    assert tree["review_until"].max() == 0 + 1 + 6
    counted, _, tree, here = weeks_of_incidents(1, now=1.0, blame=1.0)
    assert counted.blamings == counted.incidents
    assert here.learned == 0.0
    assert tree["fear"].min() > 0.0


# Families.


def test_families_complain_of_visits_that_are_late_and_of_changes_of_worker() -> None:
    settings = settings_of(families={"overdue_factor": 4.0, "change_factor": 2.0, "change_weeks": 13.0}).families
    likely = plain(families.grievance)
    assert likely(False, False, 13, settings) == 1.0
    assert likely(False, False, 12, settings) == 2.0
    assert (
        likely(True, False, 99, settings)
        == likely(False, True, 99, settings)
        == likely(True, True, 99, settings)
        == 4.0
    )
    assert likely(True, False, 0, settings) == 8.0


def test_complaints_come_at_their_rate_go_up_the_tree_and_are_remembered_for_a_year() -> None:
    settings = settings_of(
        families={"on": 1, "complaint_rate": 0.5, "against_worker": 0.25}, exhaustion={"on": 1, "ostracism": 0.1}
    )
    total = tally()
    for week in range(300):
        rows = posts(4, tier=[0, 0, 1, 1], unit=[-1, -1, 0, 1], cases=[5, 5, 0, 0], exhaustion=0.0)
        tree = units(
            3, tier=[1, 1, 2], first=[0, 1, 2], last=[1, 2, 4], grievance=[104.0, 208.0, 0.0], open=[50, 50, 100]
        )
        with keys_wrap_round():
            plain(families.families_complain)(authority(week=week), rows, tree, settings, total)
        assert tree["complaints"][2] == tree["complaints"][:2].sum()
        assert tree["complaint_rate"].tolist() == pytest.approx((tree["complaints"] / tree["open"]).tolist())
    # 312 x 0.5 / 52 = 3 a week.
    assert total.complaints / 300 == pytest.approx(3.0, abs=4 * math.sqrt(3.0 / 300))
    assert total.complaints_against / total.complaints == pytest.approx(0.25, abs=0.06)


# Indicators and inspections.


def test_visits_go_first_as_far_as_they_have_priority() -> None:
    made = plain(indicators.visits_made)
    settings = settings_of(indicators={"on": 1, "priority": 0.5}, casework={"direct_share": 0.4})
    # Half of the work is more than all the direct work of 0.4.
    assert made(0.5, settings) == pytest.approx(0.75)
    assert made(0.2, settings) == pytest.approx(0.2 + 0.5 * (0.5 - 0.2))
    settings.indicators.on = 0
    assert made(0.5, settings) == 0.5


def test_indicators_add_up_and_read_as_full_strain_at_their_share() -> None:
    settings, counted = settings_of(indicators={"full_overdue": 0.4}), tally()
    rows = posts(2, tier=1, unit=[0, 1])
    tree = units(3, tier=[1, 1, 2], open=[10, 30, 99], overdue=[1, 15, 99], first=[0, 0, 0], last=[0, 0, 2])
    plain(indicators.indicators_show)(rows, tree, settings, counted)
    assert tree["open"].tolist() == [10, 30, 40]
    assert tree["overdue"].tolist() == [1, 15, 16]
    assert tree["indicator"].tolist() == pytest.approx([0.25, 1.0, 1.0])
    assert counted.indicator == pytest.approx(1.0)


def test_indicators_take_hours_and_more_where_they_are_bad() -> None:
    settings = settings_of(indicators={"on": 1, "hours": 2.0, "chasing_hours": 3.0})
    assert plain(indicators.indicator_hours)(units(1, indicator=0.5)[0], settings) == pytest.approx(3.5)


INSPECTED = {
    "on": 1, "preparation_weeks": 6, "shine": 0.5, "depth": 0.4, "usual": 0.6, "spread": 0.1, "shine_weeks": 8.0,
    "interval_years": 3.0, "interval_lowest": 1.0, "interval_spread": 0.0,
}  # fmt: skip


def test_the_service_prepares_in_the_weeks_before_inspectors_come_and_not_in_their_week() -> None:
    settings = settings_of(inspection=INSPECTED)
    goes_on = [
        plain(inspection.preparation)(authority(week=w, inspection_week=50), settings, levers()) for w in range(40, 53)
    ]
    assert goes_on == [0.0] * 4 + [1.0] * 6 + [0.0] * 3
    lax = levers(unannounced=0.75)
    assert plain(inspection.preparation)(authority(week=48, inspection_week=50), settings, lax) == pytest.approx(0.25)


def test_inspectors_see_part_of_the_shine_and_less_of_it_the_deeper_they_look() -> None:
    settings = settings_of(inspection=INSPECTED).inspection
    seen = plain(inspection.state_seen)
    # Fully prepared, half of what lacks is covered up: 0.6 is shown as 0.8.
    assert seen(0.6, 1.0, 0.0, settings) == pytest.approx(0.8 - 0.4 * 0.2)
    assert seen(0.6, 1.0, 0.5, settings) == pytest.approx(0.8 - 0.7 * 0.2)
    assert seen(0.6, 1.0, 1.0, settings) == pytest.approx(0.6)
    assert seen(0.6, 0.0, 0.0, settings) == pytest.approx(0.6)


def test_grades_are_as_often_as_published_in_the_usual_state_and_better_in_a_better_one() -> None:
    chances = (0.1, 0.4, 0.3, 0.2)
    settings = settings_of(inspection={**INSPECTED, "after_good": chances}).inspection
    grades = {
        seen: [plain(inspection.grade_given)(2, seen, (d + 0.5) / 1_000, settings) for d in range(1_000)]
        for seen in (0.6, 0.7)
    }
    assert [grades[0.6].count(grade) / 1_000 for grade in range(4)] == pytest.approx(chances)
    tilted = np.array(chances) * np.exp(np.arange(4))
    assert [grades[0.7].count(grade) / 1_000 for grade in range(4)] == pytest.approx(tilted / tilted.sum(), abs=2e-3)


def test_the_next_inspection_comes_sooner_after_the_lowest_grade() -> None:
    settings = settings_of(inspection=INSPECTED).inspection
    with keys_wrap_round():
        weeks = [plain(inspection.next_inspection)(100, grade, 1, settings) for grade in range(4)]
        settings.interval_years = 0.1
        assert plain(inspection.next_inspection)(100, 3, 1, settings) == 126
    assert weeks == [152, 256, 256, 256]


def inspected(week: int, **values: object) -> tuple[np.ndarray, np.ndarray]:
    settings = settings_of(
        inspection={**INSPECTED, "after_good": (0.0, 0.0, 0.0, 1.0), "pressure": (0.8, 0.4, 0.0, 0.1)}
    )
    here, counted = authority(week=week, inspection_week=50, grade=2, **values), tally()
    with keys_wrap_round():
        plain(inspection.inspectors_come)(
            here, units(2, tier=[1, 2], strain=0.4, open=10, overdue=2), settings, levers(), counted
        )
    return here, counted


def test_a_grade_is_given_in_the_week_of_the_inspection_and_the_shine_wears_off_after_it() -> None:
    before, counted = inspected(49, prepared=0.5)
    assert (before.grade, counted.inspections, before.prepared) == (2, 0.0, pytest.approx(0.5 + 1.0 / 6.0))
    assert counted.real_state == pytest.approx(1.0 - 0.5 * (0.4 + 0.2))
    assert counted.shown_state == pytest.approx(0.7 + 0.3 * 0.5 * (0.5 + 1 / 6) * 0.6)
    here, counted = inspected(50, prepared=0.5)
    assert (here.grade, counted.inspections, here.prepared, here.pressure) == (3, 1.0, 0.5, 0.1)
    assert here.inspection_week == 50 + 156
    after, _ = inspected(51, prepared=0.8)
    assert after.prepared == pytest.approx(0.7)


# Cases.

WORK = {
    "on": 1, "light_visit_weeks": 6.0, "medium_visit_weeks": 4.0, "complex_visit_weeks": 2.0, "deferred_share": 0.5,
    "handover_hours": 3.0, "duration_weeks": 40.0, "light_share": 0.3, "complex_share": 0.2, "light_hours": 1.0,
    "medium_hours": 2.0, "complex_hours": 4.0,
}  # fmt: skip
HELD = {"state": 2, "holder": 0, "load": 20, "remaining": 9.0, "visit_weeks": 4.0, "visited": 100}


def worked(
    *, week: int = 100, served: float = 1.0, visits: float = 1.0, holder_tier: int = 0, **values: object
) -> tuple:
    """One case after a week in the hands of one person."""
    row = cases(1, **{**HELD, **values})
    person, unit = posts(1, served=served, visits=visits, cases=1, load=20, hazard=1.0, tier=holder_tier), units(1)
    counted = tally()
    settings = settings_of(casework=WORK, incidents=INCIDENTS)
    here = authority(week=week, used_cases=1, open_cases=1)
    plain(casework.work_cases)(here, person, unit, row, settings, counted)
    return row[0], person[0], unit[0], counted


def test_of_the_work_that_was_not_done_a_share_must_be_done_later() -> None:
    assert worked(served=1.0)[0].remaining == pytest.approx(8.0)
    assert worked(served=0.4)[0].remaining == pytest.approx(9.0 - (1.0 - 0.5 * 0.6))


def test_a_case_closes_when_its_work_is_done_and_not_before() -> None:
    row, person, unit, counted = worked(remaining=1.0)
    assert (row.state, counted.closed, counted.held, person.cases, person.load, unit.open) == (FREE, 1.0, 0.0, 0, 0, 0)
    row, person, unit, counted = worked(remaining=1.01)
    assert (counted.closed, counted.held, person.cases, unit.open) == (0.0, 1.0, 1, 1)


def test_a_visit_is_overdue_once_its_interval_is_over() -> None:
    late = [worked(week=week, visits=0.0)[3].overdue for week in (103, 104, 105)]
    assert late == [0.0, 0.0, 1.0]
    row, _, unit, counted = worked(week=105, visits=0.5, visit_progress=3.5)
    assert (row.visited, row.visit_progress, counted.overdue) == (105, 0.0, 0.0)
    assert unit.risk == pytest.approx(1.0)
    assert worked(week=105, visits=0.0)[2].risk == pytest.approx(1.5)


def test_a_case_without_a_worker_waits_with_more_risk_and_no_work_is_done() -> None:
    row, _, unit, counted = worked(state=1, holder=-1, changed=-(10**6))
    assert row.remaining == 9.0
    assert (counted.unallocated, counted.held, unit.risk) == (1.0, 0.0, 2.0)


def test_cases_held_for_a_year_count_from_their_52nd_week() -> None:
    for opened, long in ((49, 0.0), (48, 1.0)):
        counted = worked(opened=opened, same_since=opened)[3]
        assert (counted.long_held, counted.long_held_same) == (long, long)
    assert worked(opened=0, same_since=60)[3].long_held_same == 0.0
    assert worked(holder_tier=1)[3].held_by_managers == 1.0


def test_a_change_of_worker_is_counted_and_costs_reading_in_and_a_first_worker_does_not() -> None:
    give, settings = plain(allocation._give), settings_of(casework=WORK)
    for worker, changes, handover, waited in ((-1, 0.0, 0, 6.0), (3, 1.0, 30, 0.0), (0, 0.0, 0, 0.0)):
        row, person, counted = cases(1, worker=worker, waiting_since=94, load=20, complexity=2), posts(1), tally()
        give(person[0], row[0], authority(week=100), settings, counted)
        assert (counted.changes, person["handover"][0], counted.waited) == (changes, handover, waited)
        assert (person["cases"][0], person["load"][0], person["complex_cases"][0]) == (1, 20, 1)
        assert row["same_since"][0] == (0 if worker == 0 else 100)


def test_the_mix_of_new_cases_is_the_stated_one_and_longer_work_is_exponential() -> None:
    settings, here = settings_of(casework=WORK), authority(week=5)
    rows, unit = cases(2_000), units(1)
    with keys_wrap_round():
        for slot in range(2_000):
            plain(casework.open_case)(unit[0], 0, slot, here, rows, settings)
    shares = np.bincount(rows["complexity"], minlength=3) / 2_000
    assert shares == pytest.approx([0.3, 0.5, 0.2], abs=0.045)
    assert np.unique(rows["load"]).tolist() == [10, 20, 40]
    assert {(row["complexity"], row["visit_weeks"]) for row in rows} == {(0, 6.0), (1, 4.0), (2, 2.0)}
    # At least a week: the mean of max(1, x) is 1 + 40 exp(-1 / 40).
    assert rows["remaining"].min() >= 1.0
    assert rows["remaining"].mean() == pytest.approx(
        1.0 + 40.0 * math.exp(-1.0 / 40.0), abs=4 * 40.0 / math.sqrt(2_000)
    )
    assert (unit["waiting"][0], here.open_cases) == (2_000, 2_000)


def test_new_cases_grow_with_the_front_line_from_week_0() -> None:
    inflow = plain(casework.team_inflow)
    at = [inflow(units(1, posts=8, demand=1.5)[0], 13.0, authority(week=week, growth=0.1)) for week in (0, 52, 104)]
    assert at == pytest.approx([3.0, 3.3, 3.63])


def test_the_least_loaded_takes_the_next_case_for_the_share_that_each_should_hold() -> None:
    least, team = plain(allocation._least_loaded), units(1, last=4)[0]
    rows = posts(4, load=[100, 90, 60, 10], allowance=[100, 100, 50, 100], absent_until=[0, 0, 0, 9])
    assert least(rows, team, 8) == 1
    assert least(rows, team, 9) == 3
    assert least(posts(4, kind=VACANT), team, 8) == -1


def test_of_half_a_case_each_every_second_manager_holds_one() -> None:
    wanted = plain(allocation.cases_wanted)
    ranks = (0.0, 0.25, 0.5, 0.75)
    assert [wanted(posts(1, rank=rank)[0], levers(manager_cases=1.5)[1]) for rank in ranks] == [2, 2, 1, 1]
    away = levers(manager_cases=1.5, rotation_cases=6.0)[1]
    assert wanted(posts(1, rank=0.0, practising=1)[0], away) == 6
