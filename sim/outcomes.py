"""The one table of outcomes: each is a ratio of sums of two tallies, over any stretch of weeks.

They describe the process that families meet (a worker who changes, a wait, a visit that is overdue) and the people who
work in it. They do not say what becomes of children, and no figure here should be read as if they did.

A rate over several weeks is the sum of the numerator over the sum of the denominator, never a mean of weekly rates, so
a week with few people counts for little. Flows are scaled by 52, to a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from sim.state import MANAGER_TIERS, Tally, dtype_of

Better = Literal["lower", "higher", "neither"]
# Tiers of managers in the largest tree, and those above the first line.
MANAGING_TIERS = tuple(range(1, MANAGER_TIERS + 1))
SENIOR_TIERS = MANAGING_TIERS[1:]
# Managers by their place in the tree, none of them twice: where one tier leads alone, it is that of team managers.
Managers = Literal["team_managers", "middle_managers", "director"]
# A flow counts events. They are few in a week, so figures draw flows as means of the last 52 weeks.
Nature = Literal["state", "flow"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: scale x (sum of the `above` tallies) / (sum of the `below` tallies), both summed over the weeks.

    below: empty for a number of weeks, which makes a mean a week. better: which way is the better one, or `neither`.
    tiers: for tallies kept by tier of managers, the tiers whose ratios are averaged. managers: for the same, whose sums
    are added up instead, so that each person counts alike. led: of those, only the ones who have a manager.
    """

    name: str
    label: str
    unit: str
    better: Better
    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    scale: float = 1.0
    nature: Nature = "state"
    tiers: tuple[int, ...] = ()
    managers: Managers | None = None
    led: bool = False

    @property
    def sign(self) -> float:
        """1 where higher is better, -1 where lower is, nan where neither is."""
        return {"higher": 1.0, "lower": -1.0, "neither": np.nan}[self.better]


def _flow(
    name: str, label: str, unit: str, better: Better, above: str, below: str = "", scale: float = 5200.0
) -> Outcome:
    """A flow, scaled to a year: by default a percentage of the people in `below`."""
    return Outcome(name, label, unit, better, (above,), (below,) if below else (), scale, "flow")


def _share(name: str, label: str, better: Better, above: str, *below: str) -> Outcome:
    """A share of people, cases or hours, in percent."""
    return Outcome(name, label, "%", better, (above,), below, 100.0)


def _events(name: str, label: str, better: Better, above: str, below: str) -> Outcome:
    """A share of events, in percent."""
    return _flow(name, label, "%", better, above, below, 100.0)


def _mean(name: str, label: str, unit: str, better: Better, above: str, below: str = "") -> Outcome:
    """A mean per person in `below`, or a mean week."""
    return Outcome(name, label, unit, better, (above,), (below,) if below else ())


def _by_tier(name: str, label: str, better: Better, tiers: tuple[int, ...]) -> Outcome:
    """The mean over tiers of the tier's mean per manager."""
    return Outcome(
        name,
        label,
        "-1 to 1" if better == "neither" else "0 to 1",
        better,
        (name.split("_")[0],),
        ("believers",),
        tiers=tiers,
    )


def _of_managers(managers: Managers, name: str, whose: str) -> tuple[Outcome, ...]:
    """What a place in the tree is like for the managers who hold it."""

    def one(ending: str, label: str, unit: str, better: Better, above: str, below: str, **more: Any) -> Outcome:
        tallies = (f"{above}_by_tier",), (f"{below}_by_tier",)
        return Outcome(f"{name}_{ending}", label.format(whose), unit, better, *tallies, managers=managers, **more)

    return (
        one("burnout", "emotional exhaustion of {}", "0 to 1", "lower", "exhaustion", "managers"),
        one("turnover", "turnover of {}", "% a year", "lower", "leavers", "permanent", scale=5200.0, nature="flow"),
        one("overtime", "unpaid overtime, {}", "hours a week", "lower", "overtime", "managers"),
        one("vacancy", "vacant posts of {}, acting included", "%", "lower", "vacancies", "posts", scale=100.0),
        # The director has no manager in the model.
        *([] if managers == "director" else [
            one("support", "support that {} get from theirs", "0 to 1", "higher", "support", "managers", led=True)
        ]),
    )  # fmt: skip


# Signed: true strain less believed strain, so that hopeful leaders are above 0. The gap is the same without its sign.
_OPTIMISM = "strain that {} do not see"
_GAP = "gap between belief and strain, {}"

OUTCOMES: tuple[Outcome, ...] = (
    # People who come and go.
    _flow("turnover_rate", "turnover of permanent staff", "% a year", "lower", "leavers", "in_post"),
    _flow(
        "front_line_turnover", "turnover of the front line", "% a year", "lower",
        "front_line_leavers", "front_line_permanent",
    ),
    _flow("starters_rate", "permanent staff who start", "% of staff a year", "neither", "starters", "in_post"),
    _share("vacancy_rate", "vacant posts, agency-covered ones included", "lower", "vacancies", "posts"),
    _share("agency_rate", "agency staff among all staff", "lower", "agency", "agency", "in_post"),
    _share("agency_covering_share", "agency staff who cover a vacancy", "neither", "agency_covering", "agency"),
    _share("absence_rate", "permanent staff absent", "lower", "absent", "in_post"),
    _share("experienced_share", "experienced people at the front line", "higher", "experienced", "front_line"),
    _events("left_sector_share", "leavers who leave the sector", "lower", "leavers_out", "leavers"),
    # Work.
    _mean("caseload", "cases held by each front-line worker", "cases", "lower", "held", "front_line"),
    _mean("open_cases", "cases open", "cases", "neither", "open"),
    _mean("unallocated_cases", "cases without a worker", "cases", "lower", "unallocated"),
    _flow("waiting_weeks", "wait of newly allocated cases", "weeks", "lower", "waited", "allocated_first", 1.0),
    _events("refused_share", "new cases refused or sent back", "lower", "refused", "arrived"),
    _share("overdue_visits", "open cases with an overdue visit", "lower", "overdue", "open"),
    _flow("worker_changes", "changes of worker", "per case and year", "lower", "changes", "open", 52.0),
    _share("same_worker_share", "old cases with one worker all year", "higher", "long_held_same", "long_held"),
    _share("direct_time", "working hours spent with families", "higher", "direct_hours", "hours"),
    _mean("overtime_hours", "unpaid overtime of each worker", "hours a week", "lower", "overtime", "front_line"),
    _mean("unmet_hours", "needed hours not worked, for each worker", "hours a week", "lower", "unmet", "front_line"),
    _share("sent_back_share", "requests sent back to be written again", "lower", "sent_back", "requests"),
    # What happens to families. Incidents are rare: the risk, which is what was to be expected, says more than the count.
    _flow("incident_risk", "serious incidents to be expected", "per year", "lower", "incident_risk", scale=52.0),
    _flow("incidents", "serious incidents notified", "per year", "neither", "notified", scale=52.0),
    _flow("true_incidents", "serious incidents that happened", "per year", "lower", "incidents", scale=52.0),
    _events("notified_share", "serious incidents that are notified", "higher", "notified", "incidents"),
    _flow("complaints", "complaints of families", "per 100 cases and year", "lower", "complaints", "open"),
    # How people are.
    _mean("burnout", "emotional exhaustion at the front line", "0 to 1", "lower", "exhaustion", "front_line"),
    _share("stressed_share", "front-line workers who are stressed", "lower", "stressed", "front_line"),
    _mean("goodwill", "goodwill at the front line", "0 to 1", "higher", "goodwill", "front_line"),
    _mean("support", "support from the line manager", "0 to 1", "higher", "support", "front_line"),
    _mean("strain", "true strain of the front line", "0 to 1", "lower", "strain", "front_line"),
    _share("supervision_missed", "supervision owed and not given", "lower", "supervision_missed", "supervision_due"),
    # What is known at the top.
    _by_tier("optimism", _OPTIMISM.format("senior leaders"), "neither", SENIOR_TIERS),
    _by_tier("disconnect", _GAP.format("senior leaders"), "lower", SENIOR_TIERS),
    Outcome(
        "seen_share",
        "believed strain relative to true strain, senior leaders",
        "% of strain",
        "neither",
        ("believed",),
        ("optimism", "believed"),
        100.0,
        tiers=SENIOR_TIERS,
    ),
    *(_by_tier(f"optimism_tier_{k}", _OPTIMISM.format(f"tier {k} managers"), "neither", (k,)) for k in MANAGING_TIERS),
    *(_by_tier(f"disconnect_tier_{k}", _GAP.format(f"tier {k} managers"), "lower", (k,)) for k in MANAGING_TIERS),
    _share("disconnect_poll", "front-line workers who see a disconnect", "lower", "poll_yes", "front_line"),
    _mean("belief_about_managers", "workers' error about their managers", "0 to 1", "lower", "view_error", "front_line"),
    _events("voice_rate", "concerns that are raised", "higher", "voiced", "with_concern"),
    _events("heard_rate", "raised concerns that are answered or acted on", "higher", "heard", "voiced"),
    _events("penalised_rate", "raised concerns that are held against the person", "lower", "penalised", "voiced"),
    _mean("fear", "fear at the front line", "0 to 1", "lower", "fear", "front_line"),
    _flow("moved_staff", "people moved to another team after a concern", "per year", "lower", "moved", scale=52.0),
    _mean("discussions_refused", "discussions that managers shut down", "0 to 1", "lower", "shut_down", "front_line"),
    _mean("understanding", "managers' grasp of present practice", "0 to 1", "higher", "understanding", "managers"),
    Outcome("relief", "relief reaching the front line", "% of hours", "neither", ("relief",), ("front_line",), 100.0),
    # What the outside sees, and what it costs.
    _mean("indicator", "strain as the indicators show it", "0 to 1", "neither", "indicator"),
    _mean("real_state", "true state of the service", "0 to 1", "higher", "real_state"),
    _mean("shown_state", "state that inspectors would be shown", "0 to 1", "neither", "shown_state"),
    _mean("grade", "grade in force, 0 inadequate to 3 outstanding", "0 to 3", "higher", "grade"),
    _flow("redesigns", "redesigns that come into force", "per year", "neither", "redesigns", scale=52.0),
    _mean("admin_hours", "administration of each worker", "hours a week", "lower", "admin_hours", "front_line"),
    # Managers.
    _mean("manager_burnout", "emotional exhaustion of managers", "0 to 1", "lower", "manager_exhaustion", "managers"),
    _flow("manager_turnover", "turnover of managers", "% a year", "lower", "manager_leavers", "managers_permanent"),
    _mean("manager_overtime", "unpaid overtime of a manager", "hours a week", "lower", "manager_overtime", "managers"),
    *_of_managers("team_managers", "team_manager", "team managers"),
    *_of_managers("middle_managers", "middle_manager", "middle managers"),
    *_of_managers("director", "director", "the director"),
    # Money and hours.
    _flow("cost", "cash spent", "GBP million a year", "lower", "cost", scale=52e-6),
    _flow("remedy_cost", "of that, spent on interventions", "GBP million a year", "lower", "remedy_cost", scale=52e-6),
    _flow("remedy_hours", "hours of work for interventions", "1000 hours a year", "lower", "remedy_hours", scale=0.052),
)  # fmt: skip


def tiers_of(outcome: Outcome, tiers: int) -> tuple[int, ...]:
    """Tiers of managers whom an outcome is about in a tree of `tiers` tiers; empty where it has none of them."""
    if outcome.managers is None:
        return tuple(tier for tier in outcome.tiers if tier < tiers)
    found = {
        "team_managers": range(1, 2),
        "middle_managers": range(2, tiers - 1),
        "director": range(max(2, tiers - 1), tiers),
    }[outcome.managers]
    return tuple(tier for tier in found if not outcome.led or tier < tiers - 1)


@cache
def outcomes_of(tiers: int) -> tuple[Outcome, ...]:
    """The outcomes of an authority of `tiers` tiers, the front line included; those of tiers it lacks are left out.

    A higher tree has all those of a lower one.
    """
    return tuple(
        outcome
        for outcome in OUTCOMES
        # The mean over the tiers of senior leaders is there in every tree.
        if (outcome.managers is None and len(outcome.tiers) != 1) or tiers_of(outcome, tiers)
    )


def names_of(tiers: int) -> tuple[str, ...]:
    """Their names, in the order of the columns of `weekly` and the values of `summarise`."""
    return tuple(outcome.name for outcome in outcomes_of(tiers))


def outcome_named(name: str) -> Outcome:
    """The outcome of that name; KeyError where there is none."""
    return {outcome.name: outcome for outcome in OUTCOMES}[name]


def weekly(tallies: np.ndarray, tiers: int, outcomes: Sequence[Outcome] | None = None) -> np.ndarray:
    """Outcomes of every week, shape (weeks, outcomes), those of `tiers` unless named; nan where the denominator is 0."""
    return ratios(tallies, np.ones(len(tallies)), tiers, outcomes)


def summarise(
    tallies: np.ndarray, tiers: int, weeks: slice = slice(None), outcomes: Sequence[Outcome] | None = None
) -> dict[str, float]:
    """Outcomes over the rows `weeks` of the tallies, by name, those of `tiers` unless named; nan where the denominator is 0."""
    named = outcomes_of(tiers) if outcomes is None else outcomes
    chosen = tallies[weeks]
    values = ratios(total(chosen), np.array([float(len(chosen))]), tiers, named)
    return dict(zip((outcome.name for outcome in named), values[0].tolist(), strict=True))


def total(tallies: np.ndarray) -> np.ndarray:
    """The sum of the tallies of some weeks, shape (1,)."""
    added = np.zeros(1, dtype_of(Tally))
    for name in tallies.dtype.names or ():
        added[name] = tallies[name].sum(axis=0)
    return added


def ratios(totals: np.ndarray, weeks: np.ndarray, tiers: int, outcomes: Sequence[Outcome] | None = None) -> np.ndarray:
    """Outcomes of each row of `totals`, of any runs and stretches of time, shape (rows, outcomes); as in `weekly`.

    weeks: how many weeks each row adds up. Many rows at once take hardly longer than one.
    """
    chosen = outcomes_of(tiers) if outcomes is None else outcomes
    return np.column_stack([_ratio(outcome, totals, weeks, tiers) for outcome in chosen])


def _ratio(outcome: Outcome, sums: np.ndarray, weeks: np.ndarray, tiers: int) -> np.ndarray:
    """The outcome of each row of `sums`; `weeks` says how many weeks each row adds up."""
    if not outcome.tiers and outcome.managers is None:
        above = _sum_of(sums, outcome.above)
        below = _sum_of(sums, outcome.below) if outcome.below else weeks
        return outcome.scale * _divide(above, below)
    # A tree with one tier of managers has nobody above the first line: its managers are the leaders.
    rows = [tier - 1 for tier in tiers_of(outcome, tiers)] or [0]
    if outcome.managers is not None:
        people = (_sum_of(sums, names)[:, rows].sum(axis=1) for names in (outcome.above, outcome.below))
        return outcome.scale * _divide(*people)
    means = _divide(_sum_of(sums, outcome.above)[:, rows], _sum_of(sums, outcome.below)[:, rows])
    known = np.isfinite(means)
    return outcome.scale * _divide(np.where(known, means, 0.0).sum(axis=1), known.sum(axis=1))


def _sum_of(sums: np.ndarray, tallies: tuple[str, ...]) -> np.ndarray:
    return np.sum([sums[name] for name in tallies], axis=0)


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, nan where below is 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
