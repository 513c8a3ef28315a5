"""Nothing is made or lost: cases, posts, people, hours and money, every week of random valid settings."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from strategies import bundles, valid_settings
from week_by_week import Week, weeks_of

from sim.layout import lay_out
from sim.mechanisms.money import yearly_cost
from sim.settings.study import Settings
from sim.state import (
    ACTING,
    AGENCY,
    ALLOCATED,
    FREE,
    NOBODY,
    PERMANENT,
    VACANT,
    WAITING,
    Authority,
    Post,
    Tally,
    Unit,
    fields_of,
)

EXAMPLES = 40
# A single report holds its noise uncut, so it can lie outside; what a manager believes of it cannot.
UNBOUNDED = {"signal"}
# Tallies of all managers, and the same by tier.
BY_TIER = {
    "managers": "managers_by_tier",
    "managers_permanent": "permanent_by_tier",
    "manager_leavers": "leavers_by_tier",
    "manager_exhaustion": "exhaustion_by_tier",
    "manager_overtime": "overtime_by_tier",
}


def linked(first: int, cases: np.ndarray) -> list[int]:
    """The rows of a list of cases linked through `next`. Fails on a list that runs in a circle."""
    rows: list[int] = []
    row = first
    while row != NOBODY:
        rows.append(row)
        assert len(rows) <= len(cases), "the list runs in a circle"
        row = int(cases[row]["next"])
    return rows


def check_cases(week: Week, opened: float) -> None:
    """Each case that came is closed, refused or open; an open one is held or waits; lists agree with the table."""
    cases, posts, units, tally = week.cases, week.posts, week.units, week.tally
    is_open = cases["state"] != FREE
    assert opened == tally.open == is_open.sum() == week.after.authority["open_cases"][0]
    assert tally.open == tally.held + tally.held_by_managers + tally.unallocated
    held = cases[cases["state"] == ALLOCATED]
    assert (held["holder"] >= 0).all()
    assert (posts["cases"] == np.bincount(held["holder"], minlength=len(posts))).all()
    assert (posts["load"] == np.bincount(held["holder"], held["load"], len(posts)).astype(int)).all()
    of_complex = held["holder"][held["complexity"] == 2]
    assert (posts["complex_cases"] == np.bincount(of_complex, minlength=len(posts))).all()
    teams = np.bincount(cases["team"][is_open], minlength=len(units))
    front = units["tier"] == 1
    # Cases that went back to a team after the count of the week still belong to it; those that came are not there yet.
    assert units["open"][front].sum() == tally.open == teams[front].sum()
    assert units["open"][-1] == tally.open
    assert (units["overdue"] <= units["open"]).all()
    assert (posts["kind"][held["holder"]] != VACANT).all()
    assert (posts["person"][held["holder"]] == held["worker"]).all()
    for number in np.flatnonzero(units["tier"] == 1):
        queue = linked(int(units[number]["queue_first"]), cases)
        of_team = (cases["state"] == WAITING) & (cases["team"] == number)
        assert sorted(queue) == np.flatnonzero(of_team).tolist()
        assert len(queue) == units[number]["waiting"]
        assert units[number]["queue_last"] == (queue[-1] if queue else NOBODY)
    free = linked(int(week.after.authority["free_case"][0]), cases)
    assert sorted(free) == np.flatnonzero(~is_open).tolist()


def check_posts_and_people(week: Week, seen: set[int]) -> None:
    """Posts are vacant or filled; people change by who comes and goes; no number is used twice."""
    posts, before, tally = week.posts, week.posts_before, week.tally
    kind, established = posts["kind"], posts["established"] == 1
    assert tally.posts == established.sum()
    assert tally.posts == tally.vacancies + (established & (kind == PERMANENT)).sum()
    assert (established | (kind != PERMANENT)).all()
    assert [tally.in_post, tally.agency, tally.acting] == [(kind == k).sum() for k in (PERMANENT, AGENCY, ACTING)]
    assert tally.agency_covering == ((kind == AGENCY) & established).sum()
    assert tally.front_line + tally.managers == (kind != VACANT).sum()

    came = tally.starters + tally.agency_starts + tally.acting_starts
    went = tally.leavers + tally.agency_ends + tally.acting_ends
    assert (kind != VACANT).sum() - (before["kind"] != VACANT).sum() == came - went
    assert tally.in_post - (before["kind"] == PERMANENT).sum() == tally.starters - tally.leavers
    assert tally.agency - (before["kind"] == AGENCY).sum() == tally.agency_starts - tally.agency_ends
    assert tally.acting - (before["kind"] == ACTING).sum() == tally.acting_starts - tally.acting_ends
    for managers, by_tier in BY_TIER.items():
        assert tally[managers] == pytest.approx(tally[by_tier].sum(), rel=1e-12), by_tier
        assert (tally[by_tier][posts["tier"].max() :] == 0.0).all(), by_tier
    assert tally.front_line_leavers + tally.leavers_by_tier.sum() == tally.leavers
    assert tally.front_line_permanent + tally.permanent_by_tier.sum() == tally.in_post
    above = posts["tier"] > 0
    for tier in range(1, posts["tier"].max() + 1):
        here = posts[(posts["tier"] == tier) & established]
        assert tally.posts_by_tier[tier - 1] == len(here)
        assert tally.vacancies_by_tier[tier - 1] == (here["kind"] != PERMANENT).sum()
        people = posts[(posts["tier"] == tier) & (kind != VACANT)]
        assert tally.managers_by_tier[tier - 1] == len(people)
        assert tally.exhaustion_by_tier[tier - 1] == pytest.approx(people["exhaustion"].sum(), abs=1e-9)
        assert tally.support_by_tier[tier - 1] == pytest.approx(people["support"].sum(), abs=1e-9)
    assert tally.posts_by_tier.sum() == (above & established).sum()
    assert tally.leavers == tally.leavers_out + tally.leavers_agency + tally.leavers_elsewhere

    numbers = posts["person"]
    assert ((numbers == NOBODY) == (kind == VACANT)).all()
    here = numbers[numbers != NOBODY].tolist()
    assert len(here) == len(set(here))
    was_at = {int(number): row for row, number in enumerate(before["person"]) if number != NOBODY}
    newcomers = set(here) - was_at.keys()
    assert len(newcomers) == came
    assert not newcomers & seen
    seen |= set(here)
    moved = [row for row, number in enumerate(numbers) if number in was_at and was_at[int(number)] != row]
    climbed = [row for row in moved if posts["tier"][row] == before["tier"][was_at[int(numbers[row])]] + 1]
    aside = [row for row in moved if posts["tier"][row] == before["tier"][was_at[int(numbers[row])]] == 0]
    assert len(climbed) + len(aside) == len(moved)
    # Someone who started or was moved at the front line this week may have been promoted in the same week.
    assert len(climbed) <= tally.promotions <= len(climbed) + tally.starters
    assert len(aside) <= tally.moved <= len(aside) + tally.promotions
    assert all(posts["team"][row] != before["team"][was_at[int(numbers[row])]] for row in aside)


def check_what_happens_to_families(week: Week) -> None:
    """Incidents, complaints and requests are parts of what they are parts of; exhaustion is the sum of its causes."""
    tally, posts, units = week.tally, week.posts, week.units
    assert tally.notified <= tally.incidents
    assert tally.blamings <= tally.incidents
    assert tally.complaints_against <= tally.complaints
    assert units["complaints"][units["tier"] == 1].sum() == tally.complaints == units["complaints"][-1]
    assert tally.sent_back <= tally.requests * (1.0 + 1e-12)
    assert 0.0 <= tally.real_state <= tally.shown_state * (1.0 + 1e-12) <= 1.0 + 1e-9
    here = posts[posts["kind"] != VACANT]
    causes = ("tired_by_hours", "tired_by_decisions", "tired_by_blame", "tired_by_colleagues")
    assert sum(here[name] for name in causes) == pytest.approx(here["exhaustion"], abs=1e-9)


def check_hours_and_money(week: Week) -> None:
    """Hours needed are worked or not; every pound is the pay of someone, business support or an intervention."""
    posts, before, tally = week.posts, week.posts_before, week.tally
    settings = week.after.settings[0]
    contracted = np.minimum(posts["need"], settings.hours.contracted)
    levers = week.levers
    done = contracted + posts["overtime"] + posts["unmet"]
    # What managers take up of hours that are withheld is done all the same.
    taken_up = posts["need"] - done
    assert (taken_up >= -1e-9).all()
    most = levers["absorbed"][0] * levers["withheld"][0] * settings.hours.overtime_limit
    assert (taken_up <= most + 1e-9).all()
    assert taken_up[posts["tier"] > 0] == pytest.approx(0.0, abs=1e-9)
    assert (posts["overtime"] <= settings.hours.overtime_limit * (1.0 + 1e-12)).all()

    pay = 0.0
    for post in posts[posts["kind"] != VACANT]:
        cost = yearly_cost(post.tier, settings.money)
        pay += (
            cost * levers["pay"][post.tier] if post.kind == PERMANENT else cost + settings.money.agency_premium
        ) / 52.0
    at_work = before[(before["tier"] == 0) & (before["kind"] != VACANT) & (before["absent_until"] <= week.number)]
    granted = week.units_before["relief"][at_work["team"]] * (1.0 - settings.decisions.agency_share)
    removable = settings.administration.removable_share * settings.administration.hours * week.procedures
    removable *= settings.administration.on
    given = levers["business_support"][0]
    relieved = np.minimum(granted * settings.hours.contracted + given, removable)
    support = np.maximum(0.0, relieved - given).sum() * settings.money.support_hour
    assert tally.cost == pytest.approx(pay + support + tally.remedy_cost, rel=1e-9)


def check_bounds(week: Week) -> None:
    """No state leaves the range that its unit declares, none is not a number."""
    rows = {Post: week.posts, Unit: week.units, Authority: week.after.authority}
    for record, array in rows.items():
        for field in fields_of(record):
            values = array[field.name]
            assert np.isfinite(values).all(), f"{record.__name__}.{field.name}"
            if field.unit in ("0 to 1", "-1 to 1") and field.name not in UNBOUNDED:
                low = -1.0 if field.unit == "-1 to 1" else 0.0
                assert values.min(initial=0.0) >= low, f"{record.__name__}.{field.name}"
                assert values.max(initial=0.0) <= 1.0, f"{record.__name__}.{field.name}"
    for field in fields_of(Tally):
        assert np.isfinite(week.tally[field.name]).all(), field.name
        assert (week.tally[field.name] >= 0).all() or field.name in ("optimism", "week"), field.name
    never_negative = ("cases", "load", "handover", "need", "overtime", "unmet", "relief", "experience")
    assert all((week.posts[name] >= 0).all() for name in never_negative)


@hypothesis_settings(max_examples=EXAMPLES)
@given(valid_settings())
def test_nothing_is_made_or_lost(settings: Settings) -> None:
    check_every_week(settings)


@hypothesis_settings(max_examples=EXAMPLES)
@given(bundles())
def test_nothing_is_made_or_lost_by_bundles_of_interventions(settings: Settings) -> None:
    check_every_week(settings)


def check_every_week(settings: Settings) -> None:
    """All checks in every week of the run of these settings."""
    start = lay_out(settings, settings.seed)
    opened = float(start.authority["open_cases"][0])
    seen = set(start.posts["person"].tolist())
    weeks = 0
    for week in weeks_of(settings):
        # A run that has no room for its cases is void, and a study refuses it.
        assume(week.after.authority["full"][0] == 0)
        opened += week.tally.arrived - week.tally.refused - week.tally.closed
        check_cases(week, opened)
        check_posts_and_people(week, seen)
        check_hours_and_money(week)
        check_what_happens_to_families(week)
        check_bounds(week)
        weeks += 1
    assert weeks == settings.weeks + settings.warmup_years * 52
