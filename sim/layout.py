"""Lay an authority out: its tree of posts, room for its cases, and the people and cases of the first week.

Posts that open later, reserve posts that only an intervention opens, and places for agency staff beyond the posts are laid
out beforehand, the same in every arm, so that one arm's events never shift another arm's draws.
"""

import math
from dataclasses import dataclass

import numpy as np

from sim.compiled import compiled
from sim.interventions.base import pull_all
from sim.levers import neutral_levers
from sim.mechanisms.arithmetic import clip
from sim.mechanisms.casework import open_case
from sim.mechanisms.inspection import next_inspection, usual_grade
from sim.mechanisms.people import fill
from sim.settings.record import settings_row
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import (
    AGENCY,
    NOBODY,
    PERMANENT,
    RESERVE,
    SCHEDULED,
    SUPERNUMERARY,
    Authority,
    Case,
    Exit,
    Post,
    Unit,
    dtype_of,
)
from sim.streams import (
    AUTHORITY_LASTING,
    INITIAL_CASES,
    INITIAL_EXHAUSTION,
    INITIAL_GRADE,
    INITIAL_OCCUPANT,
    INITIAL_PROGRESS,
    INITIAL_TENURE,
    PARTICIPATION,
    TEAM_DEMAND,
    bell,
    draws,
    exponential,
    poisson_count,
    stream_key,
    uniform,
)
from sim.week import run_weeks

# Reserve posts of each team, as a share of its posts: the most that `more_posts` can open.
RESERVE_SHARE = 0.5
_GOLDEN = 0.6180339887498949
# A team has a place for extra agency staff, and one more for so many posts.
_POSTS_A_SLOT = 4
# Growth so small that no post would open in any run.
_NO_GROWTH = 1e-9


@dataclass(frozen=True, slots=True)
class Organisation:
    """One authority: the arrays that a run changes in place, and the settings that it reads."""

    authority: np.ndarray
    posts: np.ndarray
    units: np.ndarray
    cases: np.ndarray
    settings: np.ndarray
    cases_a_post: float

    def advance(self, levers: np.ndarray, tallies: np.ndarray, exits: np.ndarray | None = None) -> int:
        """Run the weeks of `levers` (weeks, tiers), in place; fill one row of `tallies` (weeks,) for each.

        exits: a log of `sim.state.Exit` with one row more than can leave, or nothing. Returns how many rows were written.
        """
        log = np.zeros(1, dtype_of(Exit)) if exits is None else exits
        # Keys are multiplied modulo 2**64, which NumPy would report as overflow when the week runs as plain Python; each
        # thread has its own setting.
        with np.errstate(over="ignore"):
            run_weeks(
                self.authority,
                self.posts,
                self.units,
                self.cases,
                self.settings,
                self.cases_a_post,
                levers,
                tallies,
                log,
            )
        return int(self.authority["exits"][0])

    def copy(self) -> "Organisation":
        """An independent organisation in the same state. Only the part of the table of cases that was used is copied."""
        cases = np.zeros_like(self.cases)
        used = int(self.authority["used_cases"][0])
        cases[:used] = self.cases[:used]
        return Organisation(
            self.authority.copy(), self.posts.copy(), self.units.copy(), cases, self.settings, self.cases_a_post
        )


def lay_out(settings: Settings, seed: int) -> Organisation:
    """The organisation of `settings` at the start of the warm-up, peopled by the draws of `seed`."""
    start = -settings.warmup_years * WEEKS_A_YEAR
    # Of two and a half managers, the third takes part in every second replicate: so a dose means what it says on average.
    with np.errstate(over="ignore"):
        shift = draws(seed, PARTICIPATION, 0, settings.authority.tiers)
    posts, units = _tree(settings, start, shift)
    authority = np.zeros(1, dtype_of(Authority))
    authority["seed"] = seed
    authority["week"] = start
    authority["tiers"] = settings.authority.tiers
    authority["front_line"] = int((posts["tier"] == 0).sum())
    authority["free_case"] = NOBODY
    authority["growth"] = settings.front_line_growth
    authority["reputation"] = settings.mechanism.start.reputation
    authority["spending"] = 1.0
    authority["procedures"] = 1.0
    authority["redesign_week"] = start - 1
    row = settings_row(settings.mechanism)
    cases = np.zeros(_room_for_cases(settings), dtype_of(Case))
    organisation = Organisation(authority, posts, units, cases, row, settings.authority.cases_a_post)
    with np.errstate(over="ignore"):
        _populate(authority[0], posts, units, cases, row[0], organisation.cases_a_post)
    return organisation


def _tree(settings: Settings, start: int, shift: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Posts and units of the authority, vacant; scheduled posts know the week in which they open."""
    counts = settings.authority.posts_by_tier()
    teams = counts[1]
    front_line = [_team_posts(settings, team, teams, shift[0]) for team in range(teams)]
    rows = [len(team) for team in front_line]
    first_manager = sum(rows)
    posts = np.zeros(first_manager + sum(counts[1:]), dtype_of(Post))
    units = np.zeros(sum(counts[1:]), dtype_of(Unit))
    posts["parent"] = posts["unit"] = posts["person"] = posts["arriving"] = NOBODY
    posts["started"] = posts["in_post_since"] = posts["absent_until"] = start
    posts["allowance"] = 100
    units["review_until"] = start
    units["speaking"] = settings.mechanism.start.speaking
    units["parent"] = units["queue_first"] = units["queue_last"] = NOBODY
    posts["opens"] = start

    row = 0
    for team, places in enumerate(front_line):
        units[team]["first"], units[team]["last"] = row, row + len(places)
        units[team]["posts"] = sum(place == SCHEDULED and opens <= 0 for place, opens, _ in places)
        units[team]["slots"] = sum(place == SUPERNUMERARY for place, _, _ in places)
        for place, opens, rank in places:
            posts[row]["place"], posts[row]["opens"], posts[row]["rank"] = place, opens, rank
            posts[row]["parent"], posts[row]["team"] = first_manager + team, team
            row += 1
    tier_start = first_manager
    for tier in range(1, len(counts)):
        order = _scattered(counts[tier])
        for index in range(counts[tier]):
            unit = tier_start - first_manager + index
            post = tier_start + index
            posts[post]["tier"], posts[post]["unit"] = tier, unit
            posts[post]["rank"] = (order[index] + shift[tier]) / counts[tier]
            units[unit]["tier"], units[unit]["manager"] = tier, post
            if tier > 1:
                below = tier_start - counts[tier - 1]
                shares = _even_shares(counts[tier - 1], counts[tier])
                first = below + shares[index]
                last = below + shares[index + 1]
                units[unit]["first"], units[unit]["last"] = first, last
                posts["parent"][first:last] = post
                units["parent"][first - first_manager : last - first_manager] = unit
                posts[post]["team"] = posts["team"][(first + last - 1) // 2]
            else:
                posts[post]["team"] = unit
        tier_start += counts[tier]
    return posts, units


def _scattered(things: int) -> np.ndarray:
    """The numbers 0 to things - 1 in an order in which neighbours are far apart, the same for everyone."""
    return np.argsort(np.argsort([(index * _GOLDEN) % 1.0 for index in range(things)]))


def _even_shares(things: int, groups: int) -> list[int]:
    """Bounds that split `things` in a row into `groups` of nearly equal size."""
    return [group * things // groups for group in range(groups + 1)]


def _team_posts(settings: Settings, team: int, teams: int, shift: float) -> list[tuple[int, int, float]]:
    """(place, week of opening, rank) of each post of a team: scheduled, then reserve, then one for extra agency staff."""
    total = settings.authority.front_line_posts
    growth = settings.front_line_growth
    start = -settings.warmup_years * WEEKS_A_YEAR
    bounds = _even_shares(total, teams)
    places = []
    for index in range(bounds[team], bounds[team + 1]):
        # Which post of week 0 was the newest: spread over the teams by the golden ratio.
        age = min(((index * _GOLDEN) % 1.0) * total, total - 0.5)
        places.append((SCHEDULED, max(start, _opening_week(age, total, growth)), 0.0))
    number = total + team
    while growth > _NO_GROWTH and _opening_week(number, total, growth) < settings.weeks:
        places.append((SCHEDULED, _opening_week(number, total, growth), 0.0))
        number += teams
    reserve = _even_shares(math.ceil(total * RESERVE_SHARE), teams)
    order = _scattered(reserve[-1])
    for index in range(reserve[team], reserve[team + 1]):
        places.append((RESERVE, start, (order[index] + shift) / total))
    slots = 1 + (bounds[team + 1] - bounds[team]) // _POSTS_A_SLOT
    return places + [(SUPERNUMERARY, start, 0.0)] * slots


def _opening_week(number: float, total: int, growth: float) -> int:
    """Week in which an establishment of `total` posts at week 0 comes to need post `number` (counted from 0)."""
    if growth <= _NO_GROWTH:
        return -(10**6)
    return math.ceil(WEEKS_A_YEAR * math.log((number + 0.5) / total) / math.log(1.0 + growth))


def _room_for_cases(settings: Settings) -> int:
    """Slots for every case that could ever come; memory that is never touched is never taken by the system."""
    years = settings.years + settings.warmup_years
    authority = settings.authority
    growth = (1.0 + settings.front_line_growth) ** settings.years
    held = settings.mechanism.casework.duration_weeks / WEEKS_A_YEAR
    expected = authority.front_line_posts * authority.cases_a_post * growth * (years + 1.0 + held)
    demand = math.exp(4.0 * settings.mechanism.casework.team_demand_spread)
    # Events bring more or fewer cases; interventions at most a few more, for which there is room.
    neutral = neutral_levers(settings.weeks, settings.authority.tiers)
    eventful = pull_all(settings.without_interventions(), neutral)["demand"][:, 0]
    expected *= max(1.0, float(eventful.mean()))
    return int(expected * demand + 12.0 * math.sqrt(expected) + 1000.0)


@compiled
def _populate(authority, posts, units, cases, settings, cases_a_post):
    """Fill posts, teams and queues so that the warm-up begins near where it will settle."""
    seed = authority.seed
    week = authority.week
    start = settings.start
    lasting = bell(uniform(stream_key(seed, AUTHORITY_LASTING, 0), 0))
    authority.lasting_push = settings.leaving.lasting_spread * lasting
    authority.grade = usual_grade(uniform(stream_key(seed, INITIAL_GRADE, 0), 0), settings.inspection)
    # The first inspection falls anywhere in a cycle.
    cycle = next_inspection(week, authority.grade, seed, settings.inspection) - week
    authority.inspection_week = week + 1 + int(uniform(stream_key(seed, INITIAL_GRADE, 0), 1) * cycle)
    occupant_key = stream_key(seed, INITIAL_OCCUPANT, 0)
    tenure_key = stream_key(seed, INITIAL_TENURE, 0)
    exhaustion_key = stream_key(seed, INITIAL_EXHAUSTION, 0)
    for row in range(len(posts)):
        post = posts[row]
        post.established = 1 if post.place == SCHEDULED and post.opens <= week else 0
        if post.established == 0:
            continue
        u = uniform(occupant_key, row)
        if post.tier > 0 or u < start.permanent_share:
            fill(post, row, PERMANENT, authority, settings)
            weeks = int(exponential(uniform(tenure_key, row), start.tenure_weeks))
            post.started = week - weeks
            post.in_post_since = week - weeks
            if post.tier == 0:
                post.experience += weeks
        elif u < start.filled_share:
            fill(post, row, AGENCY, authority, settings)
        post.exhaustion = clip(
            start.exhaustion + start.exhaustion_spread * bell(uniform(exhaustion_key, row)), 0.0, 1.0
        )
        post.tired_by_hours = post.exhaustion
        post.belief = settings.belief.comfortable
    demand_key = stream_key(seed, TEAM_DEMAND, 0)
    cases_key = stream_key(seed, INITIAL_CASES, 0)
    progress_key = stream_key(seed, INITIAL_PROGRESS, 0)
    for team in range(len(units)):
        unit = units[team]
        if unit.tier != 1:
            continue
        unit.demand = math.exp(settings.casework.team_demand_spread * bell(uniform(demand_key, team)))
        if settings.casework.on == 0:
            continue
        growth = math.exp(math.log(1.0 + authority.growth) * week / 52.0)
        held = unit.posts * unit.demand * growth * cases_a_post * settings.casework.duration_weeks / 52.0
        for place in range(poisson_count(cases_key, team, held)):
            slot = team * 1000003 + 500000 + place
            row = open_case(unit, team, slot, authority, cases, settings)
            if row != NOBODY:
                cases[row].opened = week - int(
                    exponential(uniform(progress_key, slot), settings.casework.duration_weeks)
                )
