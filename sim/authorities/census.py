"""A profile from the published census of children's social workers: posts by tier, cases, and levels to compare with."""

from pathlib import Path

from sim.authorities.areas import Area, area_of
from sim.authorities.profile import (
    FIRST_LINE_SHARE,
    FRONT_LINE_SHARE,
    MIDDLE_SHARE,
    SENIOR_SHARE,
    Profile,
    cases_a_post,
    england_caseload,
    england_cases_a_post,
    name_of,
    posts_by_tier,
)
from sim.errors import UserError

# What the model calls a published level, the column that holds it, and its unit.
LEVELS = (
    ("turnover_rate", "turnover_rate_fte", "% a year"),
    ("vacancy_rate", "vacancy_rate_fte", "%"),
    ("agency_rate", "agency_rate_fte", "%"),
    ("agency_covering_share", "agency_cover_rate_fte", "%"),
    ("caseload", "caseload_fte", "cases"),
    ("absence_rate", "absence_rate_fte", "% of days"),
)
# Of fewer people in post than this the Department's own rates are mostly chance: City of London, Isles of Scilly.
FEW_STAFF = 30.0


def profile_of(file: str | Path, name: str, year: str | None = None) -> Profile:
    """The profile of an authority by its figures of one year, the newest unless given; UserError says what is amiss."""
    area = area_of(file, name, year)
    posts, lines = _posts(area)
    counts = posts_by_tier(posts)
    lines.append(
        f"By the role shares of England in 2019, {FRONT_LINE_SHARE:.0%} of posts hold cases or are senior practitioners, "
        f"{FIRST_LINE_SHARE:.1%} are first-line, {MIDDLE_SHARE:.1%} middle and {SENIOR_SHARE:.1%} senior managers; the rest "
        "hold no cases and are left out."
    )
    caseload, said = _caseload(area)
    lines.append(
        f"{said} New cases a post are England's {england_cases_a_post():g} in proportion: x {caseload:g} / "
        f"{england_caseload():g}."
    )
    notes = []
    staff = area.own("inpost_fte")
    if staff is not None and staff < FEW_STAFF:
        notes.append(f"Fewer than {FEW_STAFF:g} people: the rates of so few are mostly chance.")
    source = f"{area.title}, {area.year}: made from the workforce census in {_shown(area.table.file)}."
    return Profile(
        name_of(area.title),
        area.title,
        counts,
        cases_a_post(caseload),
        (source, *lines),
        tuple(_levels(area)),
        tuple(notes),
    )


def _posts(area: Area) -> tuple[float, list[str]]:
    """Posts, vacant ones included, in full-time equivalents, and how they were found."""
    staff = area.own("inpost_fte")
    if not staff:
        why = "is 0" if staff == 0.0 else area.why_not("inpost_fte")
        raise UserError(
            f"{area.table.file}: row {area.own_row.line}: {area.title} in {area.year} cannot be used: inpost_fte, staff "
            f"in post, {why.removeprefix('inpost_fte ')}; nothing can stand in for it, so take another year or use --teams"
        )
    vacant = area.own("vacancy_fte")
    if vacant is not None:
        return staff + vacant, [_sum(staff, vacant, " (vacancy_fte)", "")]
    why = area.why_not("vacancy_fte")
    rate = area.figure("vacancy_rate_fte")
    if rate is None or rate.value >= 100.0:
        raise UserError(
            f"{area.table.file}: {area.title} in {area.year}: {why}, and no vacancy rate that could replace it"
        )
    vacant = staff * rate.value / (100.0 - rate.value)
    other = f"; {rate.instead}" if rate.instead else ""
    used = f" Used instead: the vacancy rate of {rate.owner}, {rate.value:g}%."
    return staff + vacant, [_sum(staff, vacant, "", f" Not published: {why}{other}.{used}")]


def _sum(staff: float, vacant: float, column: str, more: str) -> str:
    """How posts add up. column: where the vacant ones were read, ` (vacancy_fte)`, or empty where they were worked out.

    more: what else is to be said of them, after the sentence.
    """
    return (
        f"{staff:g} full-time equivalents in post (inpost_fte) and {vacant:.4g} vacant{column} are "
        f"{staff + vacant:.4g} posts.{more}"
    )


def _caseload(area: Area) -> tuple[float, str]:
    """Cases held by each case holder, and whose figure it is."""
    found = area.figure("caseload_fte")
    if found is None:
        return england_caseload(), (
            f"No caseload is published for {area.title}, its region or England ({area.why_not('caseload_fte')}). Used "
            f"instead: England 2017 to 2021, {england_caseload():g}."
        )
    if found.value <= 0.0:
        raise UserError(f"{area.table.file}: row {area.own_row.line}, caseload_fte: 0 cases held; take another year")
    if found.instead:
        return found.value, f"Not published: {found.instead}. Used instead: {found.owner}, {found.value:g}."
    return found.value, f"Each case holder holds {found.value:g} cases (caseload_fte)."


def _levels(area: Area) -> list[str]:
    """The published levels of the authority, those of its region where they are not published, and England beside them."""
    return [_level(area, *one) for one in LEVELS if one[1] in area.table.columns]


def _level(area: Area, outcome: str, column: str, unit: str) -> str:
    england, own = area.of_england(column), area.own(column)
    beside = f" (England {england:g})" if england is not None else ""
    if own is not None:
        return f"{outcome}: {own:g} {unit}{beside}"
    found = area.figure(column)
    instead = f"; {found.owner} has {found.value:g} {unit}" if found and found.owner != "England" else ""
    return f"{outcome}: {area.why_not(column)}{instead}{beside}"


def _shown(file: Path) -> str:
    return file.name if file.name.isprintable() else "a file"
