"""The shown run, week by week: what every post is really like, and what every manager believes. The two trees are drawn of it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.layout import Organisation
from sim.outcomes import outcome_named, weekly
from sim.state import ACTING, AGENCY, PERMANENT, VACANT
from sim.workshop.recorder import Recorder

# A byte says 0 to 1 in steps of 1/250; 255 says that nobody is there.
STEPS, NOTHING = 250, 255
CLOSED = 4
NO_WEEK = np.iinfo(np.int16).max
_KINDS = {VACANT: 0, PERMANENT: 1, AGENCY: 2, ACTING: 3}


@dataclass(frozen=True)
class Picture:
    """One run as the trees show it, weeks from 0: arrays by name, the first axis of each being weeks.

    strain, exhaustion, cases: bytes, see `STEPS` and `NOTHING`. kind: 0 vacant, 1 permanent, 2 agency, 3 acting, 4 not
    open. since: week in which the person came. known_vacant: 1 where a report has gone up since the post fell vacant.
    unit_*: 0 to 1, nan where nobody holds the post. gap: points of 100; strain_all, belief_top: 0 to 1; poll: %.
    """

    arrays: dict[str, np.ndarray]

    @cached_property
    def weeks(self) -> int:
        """Weeks that it covers."""
        return len(self.arrays["gap"])

    def part(self, first: int, weeks: int) -> dict[str, np.ndarray]:
        """The arrays of some of its weeks."""
        return {name: values[first : first + weeks] for name, values in self.arrays.items()}


def picture_of(recorder: Recorder) -> Picture:
    """What was recorded, as it is sent."""
    organisation, of_posts, of_units = recorder.organisation, recorder.posts, recorder.units
    posts, units = organisation.posts, organisation.units
    tiers = int(organisation.authority["tiers"][0])
    there = of_posts["kind"] != VACANT
    # A place beyond the establishment is drawn while somebody sits in it.
    is_open = (of_posts["established"] == 1) | there
    front = posts["tier"] == 0
    managers = units["manager"]
    held = there[:, managers]
    belief = np.where(held, of_posts["belief"][:, managers], np.nan)
    strain_all = of_units["strain"][:, -1]
    known_belief = np.where(np.isfinite(belief[:, -1]), belief[:, -1], of_posts["belief"][:, managers[-1]])
    # Demand on a manager relative to the most that goodwill works, as the front line might see it.
    load = _hours_beyond(of_posts, managers, organisation)
    seen = _seen_below(of_posts, units, posts, there)
    settings = organisation.settings[0]
    # Less by a fixed share at each tier below the director.
    shares = float(settings["decisions"]["delegation"]) ** (tiers - 1 - units["tier"])
    discretion = recorder.discretion[:, None] * shares / float(settings["voice"]["full_relief"])
    arrays = {
        "strain": _bytes(of_posts["strain"], there)[:, front],
        "kind": np.where(is_open, _kinds(of_posts["kind"]), CLOSED).astype(np.uint8),
        "exhaustion": _bytes(of_posts["exhaustion"], there),
        "cases": np.where(there, np.minimum(of_posts["cases"], 254), NOTHING).astype(np.uint8),
        "since": np.where(there, np.clip(of_posts["in_post_since"], -32000, 32000), NO_WEEK).astype(np.int16),
        "known_vacant": _known_vacant(recorder, is_open & ~there),
        "unit_strain": of_units["strain"].astype(np.float32),
        "unit_belief": belief.astype(np.float32),
        "unit_signal": of_units["signal"].astype(np.float32),
        "unit_relief": of_units["relief"].astype(np.float32),
        "unit_load": np.where(held, load, np.nan).astype(np.float32),
        "unit_discretion": np.minimum(1.0, discretion).astype(np.float32),
        **{f"unit_{name}": values.astype(np.float32) for name, values in seen.items()},
        "gap": (100.0 * (strain_all - known_belief)).astype(np.float32),
        "strain_all": strain_all.astype(np.float32),
        "belief_top": known_belief.astype(np.float32),
        "poll": _poll(recorder.tallies, tiers).astype(np.float32),
    }
    return Picture(arrays)


def _known_vacant(recorder: Recorder, vacant: np.ndarray) -> np.ndarray:
    """Vacancies of which a report has told: of a post that fell vacant in week 5, the first report from then on."""
    organisation = recorder.organisation
    first_week = int(organisation.authority["week"][0]) - recorder.done
    every = int(organisation.settings[0]["reporting"]["interval_weeks"])
    reports = (first_week + np.arange(recorder.done)) % every == 0
    known = np.zeros(vacant.shape, dtype=bool)
    # Before week 0 reports went up as well: what is vacant then is known.
    before = vacant[0] if len(vacant) else None
    for week in range(recorder.done):
        before = vacant[week] & (before | reports[week])
        known[week] = before
    return known.astype(np.uint8)


def _bytes(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    return np.where(there, np.rint(STEPS * np.clip(values, 0.0, 1.0)), NOTHING).astype(np.uint8)


def _kinds(kinds: np.ndarray) -> np.ndarray:
    codes = np.zeros(max(_KINDS) + 1, np.uint8)
    for kind, code in _KINDS.items():
        codes[kind] = code
    return codes[kinds]


def _hours_beyond(of_posts: np.ndarray, managers: np.ndarray, organisation: Organisation) -> np.ndarray:
    """Hours that managers need beyond the contract, as a share of the most that boundless goodwill works: 0 to 1."""
    limit = float(organisation.settings[0]["hours"]["overtime_limit"])
    beyond = of_posts["overtime"][:, managers] + of_posts["unmet"][:, managers]
    return np.minimum(1.0, beyond / limit) if limit > 0.0 else np.zeros(beyond.shape)


def _seen_below(of_posts: np.ndarray, units: np.ndarray, posts: np.ndarray, there: np.ndarray) -> dict[str, np.ndarray]:
    """What the front line below each manager believes, in the mean of those in post: load, discretion, intent."""
    first, last = _front_line_below(units, posts)
    here = there[:, : last.max()]

    def below(values: np.ndarray) -> np.ndarray:
        """Sums over the front-line posts below each unit, which lie side by side."""
        running = np.zeros((len(values), values.shape[1] + 1))
        np.cumsum(values, axis=1, out=running[:, 1:])
        return running[:, last] - running[:, first]

    people = below(here)
    found = {}
    for name in ("seen_load", "seen_discretion", "seen_intent"):
        total = below(np.where(here, of_posts[name][:, : last.max()], 0.0))
        found[name] = np.divide(total, people, out=np.full(total.shape, np.nan), where=people > 0)
    return found


def _front_line_below(units: np.ndarray, posts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each unit the first front-line post below it, and the first after the last."""
    first, last = units["first"].copy(), units["last"].copy()
    # Units stand tier by tier, the lowest first.
    for unit in np.flatnonzero(units["tier"] > 1):
        below = posts["unit"][units["first"][unit] : units["last"][unit]]
        first[unit], last[unit] = first[below].min(), last[below].max()
    return first, last


def _poll(tallies: np.ndarray, tiers: int) -> np.ndarray:
    """Front-line workers who would tell a poll that there is a disconnect, in percent."""
    return weekly(tallies, tiers, [outcome_named("disconnect_poll")])[:, 0]
