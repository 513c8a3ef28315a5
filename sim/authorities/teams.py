"""A profile from a plain list of teams: one row a team, with its posts, vacancies, agency staff and cases."""

import re
from collections.abc import Sequence
from pathlib import Path

from sim.authorities.profile import (
    Profile,
    above_teams,
    cases_a_post,
    england_caseload,
    england_cases_a_post,
    name_of,
)
from sim.authorities.tables import MOST_PROBLEMS, Row, number_in, read_table
from sim.configuration.names import show
from sim.errors import UserError

COLUMNS = ("team", "posts", "vacancies", "agency", "cases")
MOST_TEAMS = 10_000
# Names of a row that is no team but what others come to.
_TOTALS = re.compile(r"(?:(?:grand|sub|overall)[ -]?)?totals?(?: .*)?|sum|all(?: teams)?", re.IGNORECASE)
# Authorities of England publish about half to twice the average.
_ODD = 2.0


def profile_of_teams(file: str | Path, title: str) -> Profile:
    """The profile of an authority by the sums over its teams; UserError names each row and column that is wrong."""
    table = read_table(file, COLUMNS, "a list of teams")
    problems = list(table.problems)
    seen: dict[str, int] = {}
    sums = dict.fromkeys(COLUMNS[1:], 0.0)
    for row in table.rows:
        problems += _problems(row, seen)
        for column in sums:
            sums[column] += number_in(row.cells[column]) or 0.0
    if not table.rows:
        problems.append("there is no team in it; write one row for each, below the names of the columns")
    if len(table.rows) > MOST_TEAMS:
        problems.append(f"{len(table.rows):,} rows; at most {MOST_TEAMS:,} teams are read")
    if not problems and sums["posts"] <= sums["vacancies"] and sums["agency"] <= 0.0:
        problems.append("every post is vacant and there are no agency staff, so nobody holds the cases")
    if problems:
        more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
        raise UserError("\n".join(f"{table.file}: {problem}" for problem in [*problems[:MOST_PROBLEMS], *more]))
    return _profile(title, len(table.rows), sums, table.file, _sum_of_others(table.rows))


def _problems(row: Row, seen: dict[str, int]) -> list[str]:
    """What is wrong with one row, each with its column."""
    name = row.cells["team"]
    found = []
    if not name:
        found.append(f"row {row.line}, team: no name")
    elif _TOTALS.fullmatch(name):
        found.append(f"row {row.line}, team: {show(name)} is what other rows come to and no team; leave that row out")
    elif name.casefold() in seen:
        found.append(f"row {row.line}, team: {show(name)} is in row {seen[name.casefold()]} already; each team once")
    else:
        seen[name.casefold()] = row.line
    values = {}
    for column in COLUMNS[1:]:
        text = row.cells[column]
        values[column] = number_in(text)
        if not text:
            found.append(f"row {row.line}, {column}: no figure; write 0 where there are none")
        elif values[column] is None:
            found.append(f"row {row.line}, {column}: {show(text)} is not a number of 0 or more")
    posts, vacancies = values["posts"], values["vacancies"]
    if posts == 0.0:
        found.append(f"row {row.line}, posts: 0; a team has posts, vacant ones included, or is left out")
    elif posts is not None and vacancies is not None and vacancies > posts:
        found.append(f"row {row.line}, vacancies: {vacancies:g} of {posts:g} posts; posts count the vacant ones too")
    return found


def _sum_of_others(rows: Sequence[Row]) -> list[str]:
    """A note where the last row has the sums of those above it, which may be chance in a short list."""
    *above, last = ([number_in(row.cells[column]) or 0.0 for column in COLUMNS[1:]] for row in rows)
    sums = [sum(column) for column in zip(*above, strict=True)]
    if len(above) < 2 or any(abs(mine - theirs) > 1e-6 for mine, theirs in zip(last, sums, strict=True)):
        return []
    return [
        f"Row {rows[-1].line}, {show(rows[-1].cells['team'])}, has the sums of all rows above it. If it is a total and no "
        "team, posts and cases count double: leave it out and import again."
    ]


def _odd_caseload(caseload: float) -> list[str]:
    """A note where a worker holds far more or fewer cases than in England."""
    usual = england_caseload()
    if usual / _ODD <= caseload <= usual * _ODD:
        return []
    return [
        f"{caseload:.3g} cases each is {'more than twice' if caseload > usual else 'less than half'} the {usual:g} of England: "
        "are posts those of people who hold cases, and cases those of one day, each child one?"
    ]


def _profile(title: str, teams: int, sums: dict[str, float], file: Path, notes: list[str]) -> Profile:
    posts, vacancies, agency, cases = (sums[column] for column in COLUMNS[1:])
    counts = (max(1, round(posts)), *above_teams(teams))
    if counts[0] < counts[1]:
        raise UserError(f"{file}: {posts:g} posts in {teams} teams; a team has at least one post on average")
    staff = posts - vacancies + agency
    caseload = cases / staff
    made_from = (
        f"{title}: made from the list of teams in {file.name if file.name.isprintable() else 'a file'}.",
        f"{posts:g} posts, {vacancies:g} of them vacant, in {teams} teams: {posts / teams:.3g} a team manager on "
        "average. The tiers above follow the role shares of England in 2019.",
        f"{cases:g} cases held by {staff:g} people in post or from agencies are {caseload:.3g} each. New cases a post "
        f"are England's {england_cases_a_post():g} in proportion: x {caseload:.4g} / {england_caseload():g}.",
    )
    levels = [
        f"vacancy_rate: {100.0 * vacancies / posts:.3g} %",
        f"agency_rate: {100.0 * agency / staff:.3g} %",
        f"caseload: {caseload:.3g} cases",
    ]
    notes = [*notes, *_odd_caseload(caseload)]
    return Profile(name_of(title), title, counts, cases_a_post(caseload), made_from, tuple(levels), tuple(notes))
