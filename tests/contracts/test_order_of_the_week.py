"""The order of the week, by what must be true because one phase comes before another.

One week of a service of two teams in plain Python. Every mechanism is off but for those a test is about, and what would
otherwise be drawn is made sure, so that each line below is about order and nothing else.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from plain import authority, cases, keys_wrap_round, levers, plain, posts, settings_of, tally, units

from sim.mechanisms.arithmetic import logistic
from sim.settings.record import settings_dtype
from sim.state import AGENCY, ALLOCATED, NOBODY, PERMANENT, VACANT, Exit, dtype_of
from sim.week import advance_week

WEEK = 10
# Two people in each team, the managers of the teams, and the director.
FIRST, SECOND, THIRD, FOURTH, MANAGER, OTHER_MANAGER, DIRECTOR = range(7)
SURE, NEVER = 50.0, -50.0
OFF = {group: {"on": 0} for group in settings_dtype().names or () if group != "start"}
# What moves although nothing is switched on, or moves slowly.
PLAIN = {
    **OFF,
    "leaving": {"on": 0, "base": NEVER},
    "support": {
        "on": 0,
        "attending_hours": 0.0,
        "induction_hours": 0.0,
        "management_hours": 0.0,
        "supervision_hours": 0.0,
    },
    "reporting": {"on": 0, "interval_weeks": 1},
    "recruitment": {"on": 0, "agency_weeks": 1e9},
    "belief": {"on": 0, "past_the_line": 0.0},
    "voice": {"on": 0, "moved_share": 0.0, "penalty_fear": 0.0},
}
EVERYONE_SPEAKS = {
    "on": 1,
    "concern_rate": 1.0,
    "base": SURE,
    "answered_share": 0.0,
    "penalty_chance": 0.0,
    "learning": 1.0,
}
# Hours that nobody gives: everybody's week is too long, so that everybody is strained.
TOO_MUCH = {"worker_hours": 60.0}


@dataclass(frozen=True)
class After:
    """Everything after the week."""

    authority: Any
    posts: Any
    units: Any
    tally: Any


def a_week(
    groups: dict[str, dict[str, Any]] | None = None,
    people: dict[int, dict[str, Any]] | None = None,
    teams: dict[int, dict[str, Any]] | None = None,
    table: Any = None,
    cases_a_post: float = 0.0,
    **moved: float,
) -> After:
    """One week with these settings over `PLAIN`, people by row, units by row, cases and levers."""
    settings = settings_of(**{group: {**PLAIN.get(group, {}), **(groups or {}).get(group, {})} for group in PLAIN})
    row = posts(
        7,
        tier=[0, 0, 0, 0, 1, 1, 2],
        parent=[MANAGER, MANAGER, OTHER_MANAGER, OTHER_MANAGER, DIRECTOR, DIRECTOR, NOBODY],
        unit=[NOBODY, NOBODY, NOBODY, NOBODY, 0, 1, 2],
        team=[0, 0, 1, 1, 0, 1, 0],
        rank=[0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0],
        experience=520.0,
        link=0.5,
        safety=0.5,
        understanding=1.0,
    )
    unit = units(
        3, tier=[1, 1, 2], parent=[2, 2, NOBODY], first=[0, 2, 4], last=[2, 4, 6], manager=[4, 5, 6], posts=[2, 2, 0],
        demand=1.0, slots=1.0, heads=[2, 2, 4],
    )  # fmt: skip
    for where, changes in ((row, people), (unit, teams)):
        for index, values in (changes or {}).items():
            for name, value in values.items():
                where[index][name] = value
    rows = cases(200) if table is None else table
    now = authority(week=WEEK, front_line=4, inspection_week=10**6, next_person=7)
    now.used_cases = now.open_cases = 0 if table is None else len(table)
    week = tally()
    exits = np.zeros(1, dtype_of(Exit))
    with keys_wrap_round():
        plain(advance_week)(
            now, row, unit, rows, settings, cases_a_post, levers(3, **moved), week, exits[0], exits[:0]
        )  # fmt: skip
    return After(now, row, unit, week)


def held_case(**values: Any) -> Any:
    """One case of the first team, held by its first person, with much work left."""
    return cases(
        1, state=ALLOCATED, holder=FIRST, worker=FIRST, load=10, remaining=99.0, visit_weeks=4.0, opened=WEEK, **values
    )


ONE_CASE = {FIRST: {"cases": 1, "load": 10}}


# The calendar, and the work that comes, is shared out and is done.


def test_the_calendar_holds_from_its_own_week_on() -> None:
    redesign = {"on": 1, "learning_hours": 4.0, "lightest": 0.5, "heaviest": 2.0}
    people = {FIRST: {"kind": VACANT, "established": 0, "opens": WEEK}}
    after = a_week({"redesign": redesign, "recruitment": {"on": 1, "agency_rate": 1.0}}, people, redesign_now=1.0)
    assert after.posts[SECOND].need == 4.0
    assert after.posts[FIRST].kind == AGENCY
    assert after.tally.posts == 7


def test_managers_whose_turn_begins_take_cases_that_came_this_week() -> None:
    turn = {"rotation_share": 1.0, "rotation_away": 1.0, "rotation_cycle": 1.0, "rotation_cases": 1.0}
    after = a_week({"casework": {"on": 1, "duration_weeks": 1e6}}, cases_a_post=520.0, **turn)
    assert after.posts[MANAGER].cases == 1
    assert after.posts[MANAGER].need >= 0.1 * after.posts[MANAGER].load > 0


def test_a_case_that_comes_is_given_out_and_worked_in_the_same_week() -> None:
    after = a_week({"casework": {"on": 1}}, cases_a_post=52.0)
    assert after.tally.allocated_first == after.tally.arrived > 0
    assert after.tally.waited == after.tally.unallocated == 0
    assert after.posts["need"][:4].sum() >= 0.1 * after.posts["load"][:4].sum() > 0


def test_a_newcomer_costs_colleagues_hours_from_the_first_week() -> None:
    after = a_week(
        {"support": {"induction_hours": 3.0}},
        {SECOND: {"started": WEEK}, **{row: {"started": -99} for row in (0, 2, 3)}},
    )
    assert after.posts["need"][:4].tolist() == [1.5, 1.5, 0.0, 0.0]


def test_managers_take_up_hours_in_the_week_in_which_they_are_withheld() -> None:
    people = {row: {"goodwill": 1.0} for row in range(4)}
    limit = {"hours": {"on": 1, "overtime_limit": 5.0}}
    after = a_week(limit, people, **TOO_MUCH, withheld=1.0, absorbed=1.0)
    assert after.posts[MANAGER]["need"] == 60.0 + 10.0


def test_the_risk_of_a_case_is_that_of_its_worker_in_the_same_week() -> None:
    risky = {"on": 1, "rate": 52.0, "exhaustion_slope": 1.0, "inexperience": 0.0}
    after = a_week({"incidents": risky}, {FIRST: {**ONE_CASE[FIRST], "exhaustion": 1.0}}, table=held_case(visited=WEEK))
    assert after.tally.incident_risk == pytest.approx(0.001 * np.e)


def test_a_visit_that_falls_overdue_shows_in_the_indicators_of_the_week() -> None:
    after = a_week({"indicators": {"on": 1}}, ONE_CASE, table=held_case(visited=WEEK - 5))
    assert after.tally.overdue == 1
    assert after.tally.indicator == after.units[0].indicator == 1.0


# What happens, and what it does to people.


def test_fear_after_an_incident_makes_links_unsafe_a_week_later() -> None:
    blame = {"on": 1, "rate": 0.0, "blame_share": 1.0, "fear_team": 0.5, "fear_safety": 1.0}
    lasting = {"safety_support": 0.0, "safety_weeks": 1.0}
    after = a_week({"incidents": blame, "reporting": lasting}, incident_now=1.0)
    assert after.units["fear"].max() == 0.5
    assert after.posts["safety"].tolist() == [0.5] * 7


def test_whoever_a_complaint_drives_over_the_threshold_is_strained_in_the_same_week() -> None:
    families = {"on": 1, "complaint_rate": 5200.0, "against_worker": 1.0, "worker_hours": 0.0, "manager_hours": 0.0}
    groups = {"families": families, "exhaustion": {"on": 1, "rate": 0.0, "ostracism": 0.3, "stressed_above": 0.5}}
    after = a_week(groups, {FIRST: {**ONE_CASE[FIRST], "exhaustion": 0.45}}, table=held_case(visited=WEEK))
    assert after.tally.complaints_against > 0
    assert after.posts[FIRST].strain == 0.5


def test_concerns_are_about_the_strain_of_the_week_and_past_the_line_in_it() -> None:
    after = a_week(
        {"voice": EVERYONE_SPEAKS, "belief": {"past_the_line": 1.0}}, {FIRST: {"exhaustion": 1.0}}, **TOO_MUCH
    )
    assert after.tally.with_concern >= 1
    assert after.units[0].concerns == 1 + int(after.posts[SECOND].spoke)
    assert after.units[2].past == after.tally.voiced


def test_a_hope_is_disappointed_before_the_reply_has_taught_anything() -> None:
    groups = {"voice": EVERYONE_SPEAKS, "exhaustion": {"on": 1, "rate": 0.0, "moral_injury": 0.1, "contagion": 0.0}}
    after = a_week(groups, {FIRST: {"exhaustion": 0.6, "expected_reply": 1.0}}, **TOO_MUCH)
    assert after.posts[FIRST].spoke == 1
    assert after.posts[FIRST].tired_by_decisions == pytest.approx(0.1 * 0.4)
    assert after.posts[FIRST].expected_reply == 0.0


def goodwill_of(week: After) -> float:
    return float(week.posts[FIRST].goodwill)


GOODWILL = {"on": 1, "goodwill_base": 0.0, "goodwill_support": 0.0, "goodwill_asked": 0.0, "goodwill_weeks": 1.0}


def test_what_people_see_of_leaders_moves_goodwill_in_the_same_week() -> None:
    groups = {
        "hours": {**GOODWILL, "goodwill_reply": 0.0, "goodwill_fairness": 5.0},
        "perception": {"on": 1, "attention": 1.0},
    }
    after = a_week(groups, teams={0: {"relief": 1.0}})
    assert after.posts[FIRST].seen_intent == 1.0
    assert goodwill_of(after) == pytest.approx(logistic(5.0))


def test_a_reply_moves_goodwill_a_week_after_it_taught() -> None:
    groups = {"hours": {**GOODWILL, "goodwill_reply": 5.0, "goodwill_fairness": 0.0}, "voice": EVERYONE_SPEAKS}
    after = a_week(groups, {FIRST: {"exhaustion": 1.0, "expected_reply": 1.0}}, **TOO_MUCH)
    assert after.posts[FIRST].expected_reply == 0.0
    assert goodwill_of(after) == pytest.approx(logistic(5.0))


# What goes up, and what comes down.


def test_a_report_is_believed_and_acted_on_in_the_week_but_a_link_takes_a_week() -> None:
    decisions = {
        "on": 1,
        "delay_weeks": 1.0,
        "willingness": 1.0,
        "aspiration": 0.0,
        "discretion": 1.0,
        "delegation": 1.0,
        "weariness": 0.0,
    }
    after = a_week(
        {"decisions": decisions, "voice": EVERYONE_SPEAKS}, {row: {"exhaustion": 1.0} for row in range(4)}, **TOO_MUCH
    )
    assert after.posts[MANAGER].belief == pytest.approx(1.0)
    assert after.posts[DIRECTOR].belief == 0.0
    assert after.units[0].relief == pytest.approx(1.0)
    # What is granted now answers nobody who spoke before.
    assert after.tally.voiced == 4
    assert after.tally.heard == 0


# Who goes, and who comes.


def test_whoever_falls_ill_has_worked_the_week() -> None:
    ill = {"on": 1, "rate": 0.0, "absence_base": SURE}
    after = a_week({"exhaustion": ill})
    assert (after.posts["absent_until"] > WEEK).all()
    assert (after.posts["experience"][:4] == 521.0).all()
    assert after.tally.absent == 0


def test_whoever_leaves_while_absent_was_absent_this_week() -> None:
    after = a_week(
        {"leaving": {"on": 1, "base": SURE}}, {FIRST: {"absent_until": WEEK + 2}, SECOND: {"absent_until": WEEK + 2}}
    )
    assert after.tally.absent == 2
    assert after.tally.leavers == 7


def test_whoever_leaves_is_not_moved_to_another_team_first() -> None:
    voice = {**EVERYONE_SPEAKS, "penalty_chance": 1.0, "moved_share": 1.0}
    people = {FIRST: {"exhaustion": 1.0, "safety": 0.0, "link": 0.0}, THIRD: {"kind": VACANT}}
    assert a_week({"voice": voice}, people, **TOO_MUCH).tally.moved > 0
    after = a_week({"voice": voice, "leaving": {"on": 1, "base": SURE}}, people, **TOO_MUCH)
    assert after.tally.moved == 0
    assert after.tally.leavers == 6


def test_a_post_that_is_left_can_be_covered_in_the_same_week() -> None:
    after = a_week({"leaving": {"on": 1, "base": SURE}, "recruitment": {"on": 1, "agency_rate": 1.0, "fill_rate": 0.0}})
    assert after.tally.front_line_leavers == after.tally.agency_starts == 4
    assert (after.posts["kind"][:4] == AGENCY).all()
    # The week adds up to who is there at its end.
    assert after.tally.in_post == 0
    assert after.tally.agency == 4


def test_agency_staff_make_room_for_whoever_starts_this_week() -> None:
    after = a_week({"recruitment": {"on": 1, "agency_rate": 0.0}}, {FIRST: {"kind": AGENCY, "arriving": WEEK}})
    assert after.posts[FIRST].kind == PERMANENT
    assert after.tally.starters == after.tally.agency_ends == 1


def test_a_place_that_agency_staff_leave_takes_nobody_who_is_moved_this_week() -> None:
    voice = {**EVERYONE_SPEAKS, "penalty_chance": 1.0, "moved_share": 1.0}
    people = {FIRST: {"exhaustion": 1.0, "safety": 0.0, "link": 0.0}, THIRD: {"kind": AGENCY}}
    after = a_week({"voice": voice, "recruitment": {"agency_weeks": 1.0}}, people, **TOO_MUCH)
    assert after.posts[FIRST].reply == -1.0
    assert after.posts[THIRD].kind == VACANT
    assert after.tally.moved == 0


def test_the_post_of_somebody_promoted_stays_empty_for_the_week() -> None:
    promotion = {"on": 1, "inside_share": 1.0, "fill_rate": 52.0 * SURE, "least_years": 0.0}
    recruitment = {"on": 1, "agency_rate": 1.0, "fill_rate": 0.0}
    after = a_week({"promotion": promotion, "recruitment": recruitment}, {MANAGER: {"kind": VACANT}})
    assert after.posts[MANAGER].kind == PERMANENT
    assert after.tally.promotions == 1
    assert (after.posts["kind"][:4] == VACANT).sum() == 1


def test_standing_with_applicants_is_that_of_those_who_are_there_at_the_end() -> None:
    recruitment = {"on": 1, "starter_exhaustion": 0.3, "reputation_weeks": 1.0, "agency_rate": 0.0, "fill_rate": 0.0}
    people = {**{row: {"exhaustion": 1.0} for row in range(7)}, MANAGER: {"kind": VACANT}}
    after = a_week({"promotion": {"on": 0, "fill_rate": 52.0 * SURE}, "recruitment": recruitment}, people)
    assert after.tally.starters == 1
    assert after.authority.reputation == pytest.approx(0.7 / 7.0)
