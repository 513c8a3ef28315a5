"""From a number of posts to a profile: the tree of managers by the role shares of England, and the cases that come.

The packaged `england_average` is made in the same way: 227 posts give its 152 front-line posts and its spans.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

import yaml

from sim.analysis.targets import TARGETS
from sim.configuration.own_files import NAME, Shelf, held
from sim.configuration.places import names_in, packaged_configs
from sim.configuration.safe_yaml import home_of, node_faults, root_of
from sim.configuration.written import settings_from_mapping
from sim.errors import UserError

# Shares of staff by role, England 2019, Department for Education, children's social work workforce (grade A). The 13.1%
# who are qualified and hold no cases are left out, as in england_average.
FRONT_LINE_SHARE = 0.520 + 0.150  # case holders, senior practitioners
FIRST_LINE_SHARE = 0.139
MIDDLE_SHARE = 0.042
SENIOR_SHARE = 0.018  # the director among them
# With more heads of service than that, a tier of assistant directors stands between them and the director: a choice
# (grade D), made as in large_county, with 4.5 heads to one of them.
MOST_HEADS = 6
HEADS_TO_AN_ASSISTANT = 4.5
ENGLAND = "england_average"
WIDTH = 116


@dataclass(frozen=True)
class Profile:
    """A profile to be written: its name, title and settings; what it was made from; what to hold a simulation against."""

    name: str
    title: str
    counts: tuple[int, ...]
    cases_a_post: float
    made_from: tuple[str, ...]
    levels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The file: a package line, where each figure comes from, the settings, and published levels as comments."""
        title = yaml.safe_dump({"title": self.title}, allow_unicode=True, width=1000).strip()
        lines = ["# @package authority"]
        for paragraph in (*self.made_from, *self.notes):
            lines += _commented(paragraph)
        lines += [
            title,
            f"front_line_posts: {self.counts[0]}",
            *_commented(f"Posts by tier, from the front line up: {', '.join(str(count) for count in self.counts)}."),
            f"spans: [{', '.join(f'{span:g}' for span in spans_of(self.counts))}]",
            f"cases_a_post: {self.cases_a_post:g}",
        ]
        if self.levels:
            lines += _commented("Hold the simulation against these figures; nothing is calibrated to them:")
            lines += [line for level in self.levels for line in _commented(f"- {level}")]
        return "\n".join(lines) + "\n"


def _commented(paragraph: str) -> list[str]:
    # A comment must not begin with what would be read as a package line.
    return [f"# {line}" for line in wrap(paragraph.replace("@", "(at)"), WIDTH, break_on_hyphens=False)]


def posts_by_tier(posts: float) -> tuple[int, ...]:
    """Posts in each tier of an authority of so many posts, from the front line up to the director.

    Raises UserError where they are too few for a manager and a team.
    """
    front, teams = round(posts * FRONT_LINE_SHARE), round(posts * FIRST_LINE_SHARE)
    if front < 1 or teams < 1:
        raise UserError(f"{posts:g} posts are too few for a team and its manager; an authority needs at least 4")
    return (front, *_above(teams, round(posts * MIDDLE_SHARE), round(posts * SENIOR_SHARE)))


def above_teams(teams: int) -> tuple[int, ...]:
    """Posts in the tiers of managers, from so many team managers up to the director."""
    posts = teams / FIRST_LINE_SHARE
    return _above(teams, round(posts * MIDDLE_SHARE), round(posts * SENIOR_SHARE))


def _above(teams: int, middle: int, senior: int) -> tuple[int, ...]:
    heads, assistants = senior - 1, 0
    if heads > MOST_HEADS:
        assistants = round(heads / (1.0 + HEADS_TO_AN_ASSISTANT))
        heads -= assistants
    return (*(count for count in (teams, middle, heads, assistants) if count > 1), 1)


def spans_of(counts: Sequence[int]) -> list[float]:
    """Spans of control that give these posts by tier, with as few decimals as that takes, at least two."""
    spans = []
    for below, above in pairwise(counts):
        for decimals in range(2, 12):
            span = math.ceil(below / above * 10**decimals - 1e-9) / 10**decimals
            if max(1, math.ceil(below / span - 1e-9)) == above:
                break
        spans.append(span)
    return spans


def england_caseload() -> float:
    """Cases held by each case holder in England, to which `cases_a_post` of the packaged profile belongs."""
    return next(target.value for target in TARGETS if target.outcome == "caseload")


def england_cases_a_post() -> float:
    """New cases a year for each front-line post in the packaged profile of England."""
    return float(held(Shelf().file("authority", ENGLAND))["cases_a_post"])


def cases_a_post(caseload: float) -> float:
    """New cases a year for each front-line post where so many cases are held by each case holder, in proportion."""
    return round(england_cases_a_post() * caseload / england_caseload(), 2)


def name_of(title: str) -> str:
    """The name of a profile's file: small letters, digits and `_`; UserError where nothing is left of the title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    if not NAME.fullmatch(name) or not title.isprintable():
        raise UserError(f"--name: {title!r} gives no name of a file; begin it with a letter")
    return f"{name}_own" if name in names_in(packaged_configs(), "authority") else name


def write_profile(profile: Profile, folder: str | Path) -> Path:
    """Write `FOLDER/authority/NAME.yaml`, once it is a right profile; returns its path. Another file is never replaced."""
    values = {
        "title": profile.title,
        "front_line_posts": profile.counts[0],
        "spans": spans_of(profile.counts),
        "cases_a_post": profile.cases_a_post,
    }
    settings = settings_from_mapping({"authority": values})
    assert settings.authority.posts_by_tier() == list(profile.counts)
    text = profile.text()
    for problem in node_faults(root_of(text)):
        raise UserError(f"the profile of {profile.title}: {problem}")
    home = home_of(folder)
    if "${" in str(home):
        raise UserError(f"--out: {home} has '${{' in its name; name another folder")
    target = home / "authority" / f"{profile.name}.yaml"
    try:
        if target.is_file() and target.read_bytes() == text.encode("utf-8"):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(f"--out: {target} is there already; name another folder, or delete it first") from None
    except (OSError, ValueError) as error:
        raise UserError(f"--out: {target} cannot be written: {getattr(error, 'strerror', None) or error}") from None
    return target
