"""The order of the week: the only place that calls mechanisms. `advance_week` is the printed order in the documentation."""

from sim.compiled import compiled
from sim.mechanisms.allocation import allocate_cases
from sim.mechanisms.belief import beliefs_move
from sim.mechanisms.casework import cases_arrive, work_cases
from sim.mechanisms.counting import week_is_counted
from sim.mechanisms.decisions import relief_is_decided
from sim.mechanisms.exhaustion import absences_begin, people_exhaust, strain_shows
from sim.mechanisms.families import families_complain
from sim.mechanisms.hours import front_line_hours, goodwill_moves
from sim.mechanisms.incidents import incidents_happen, people_carry_risk
from sim.mechanisms.indicators import indicators_show
from sim.mechanisms.inspection import inspectors_come
from sim.mechanisms.leaving import permanent_staff_leave
from sim.mechanisms.money import week_is_paid
from sim.mechanisms.perception import managers_are_seen
from sim.mechanisms.practice import managers_practise
from sim.mechanisms.promotion import managers_are_appointed
from sim.mechanisms.recruitment import (
    agency_staff_go,
    front_line_recruits,
    people_are_counted,
    posts_open,
    reputation_moves,
)
from sim.mechanisms.redesign import procedures_change
from sim.mechanisms.reporting import reports_go_up
from sim.mechanisms.support import behaviour_changes, manager_hours, support_arrives
from sim.mechanisms.understanding import experience_grows
from sim.mechanisms.voice import concerns_are_raised, concerns_go_past_the_line, replies_teach, some_are_moved


@compiled
def advance_week(authority, posts, units, cases, settings, cases_a_post, levers, tally, terms, exits):
    """Run one week: read this week's row of levers, change the state in place, fill one row of tallies.

    authority, settings and tally are single records; posts, units and cases are arrays of records; levers is the row of
    the schedule for this week, one record per tier; cases_a_post is new cases a year for each front-line post. exits is
    the log of those who leave, empty where none is kept, and terms a record of the same kind to work in.
    """
    tally.week = authority.week
    # The calendar.
    posts_open(authority, posts, levers)
    procedures_change(authority, posts, settings, levers, tally)
    inspectors_come(authority, units, settings, levers, tally)
    managers_practise(authority, posts, units, levers)
    # Work comes and is shared out.
    cases_arrive(authority, posts, units, cases, settings, cases_a_post, levers, tally)
    allocate_cases(authority, posts, units, cases, settings, levers, tally)
    # Work is done.
    people_are_counted(authority, posts, units, settings)
    front_line_hours(authority, posts, units, settings, levers, cases_a_post, tally)
    manager_hours(authority, posts, units, settings, levers, cases_a_post, tally)
    people_carry_risk(posts, settings)
    work_cases(authority, posts, units, cases, settings, tally)
    indicators_show(posts, units, settings, tally)
    support_arrives(posts, units, settings, levers, tally)
    # What happens to families.
    incidents_happen(authority, posts, units, settings, levers, tally)
    families_complain(authority, posts, units, settings, tally)
    # What it does to people, and what they say.
    strain_shows(authority, posts, units, settings)
    concerns_are_raised(authority, posts, units, settings, levers, tally)
    concerns_go_past_the_line(units, settings)
    people_exhaust(authority, posts, units, settings)
    managers_are_seen(authority, posts, units, settings, levers, tally)
    goodwill_moves(posts, settings)
    replies_teach(posts, units, settings, levers)
    behaviour_changes(authority, posts, settings, levers)
    # What goes up, and what comes down.
    reports_go_up(authority, posts, units, settings, levers)
    beliefs_move(authority, posts, units, settings, levers)
    relief_is_decided(authority, posts, units, settings, levers)
    experience_grows(authority, posts, settings, levers)
    # Who goes, and who comes.
    absences_begin(authority, posts, units, cases, settings, tally)
    permanent_staff_leave(authority, posts, units, cases, settings, levers, tally, terms, exits)
    some_are_moved(authority, posts, units, cases, settings, tally)
    agency_staff_go(authority, posts, units, cases, settings, tally)
    front_line_recruits(authority, posts, units, settings, levers, tally)
    managers_are_appointed(authority, posts, units, cases, settings, levers, tally)
    reputation_moves(authority, posts, settings)
    # What the week adds up to.
    week_is_paid(authority, posts, settings, levers, tally)
    week_is_counted(authority, posts, units, settings, tally)
    authority.week += 1


@compiled
def run_weeks(authority, posts, units, cases, settings, cases_a_post, levers, tallies, exits):
    """Run as many weeks as `levers` (weeks, tiers) and `tallies` (weeks,) have rows; stop when the cases have no room.

    authority and settings are arrays of one row. The last row of exits is a place to work in, the rows before it are the
    log of those who leave: one row is enough where no log is wanted. The result is that of as many single weeks.
    """
    authority[0].exits = 0
    terms = exits[len(exits) - 1]
    log = exits[: len(exits) - 1]
    for week in range(len(tallies)):
        advance_week(
            authority[0], posts, units, cases, settings[0], cases_a_post, levers[week], tallies[week], terms, log
        )
        if authority[0].full == 1:
            break
