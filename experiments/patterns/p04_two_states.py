"""P04: after a shock to staffing, do two different starts with the same settings still differ after five years?"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
from measure import THREADS, Measure, Pattern, by_bootstrap, share_of, variant
from scipy.stats import qmc, spearmanr
from scipy.stats import t as student

from sim import load_settings
from sim.analysis.targets import TARGETS
from sim.outcomes import summarise
from sim.quantity import Frozen
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.executor import in_order
from sim.study.runs import RunFailed, run_arm, warm_up

POINTS, SEEDS, LATE_SEEDS = 64, 4, 12
# Every uncertain number from half to twice its value, within what is allowed; demand this far up and down.
SPAN, DEMAND_SPAN = 2.0, 0.15
# Plausible: without any event every published level within this share of itself, up or down.
BROAD = 0.5
# A year of demand far below or above, and after it half of the permanent front line leaves or nobody does.
PUSH_YEARS, LOW_DEMAND, HIGH_DEMAND, LOSS = 1, 0.7, 1.3, 0.5
LATER, MUCH_LATER = 5, 20
# A difference counts as still there from this share of what it was in the year after the push; as lasting where, so many
# years after that, this share of what was left is there yet.
STILL, LASTING = 0.1, 0.5
# State: what is compared, as a tally for each unit of another.
STATES = {"strain": ("strain", "front_line"), "open cases": ("open", "posts"), "vacancies": ("vacancies", "posts")}
# Unallocated cases; a queue that has grown by so many for each post over an undisturbed run is not steady.
QUEUE, GROWN = ("unallocated", "posts"), 1.0
# Where the queue is the memory, nothing is left when no work is put off and nobody waits for a worker.
NO_QUEUE = {"deferred_share": 0.0, "allocation_limit_hours": 200.0}
DESCRIBED, FEWEST = 3, 10


@dataclass(frozen=True, slots=True)
class Point:
    """One sampled setting: where it lies in each sampled range, 0 to 1, and the settings."""

    place: np.ndarray
    settings: Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one point. differences: bad less good start, by state, shape (seeds, years). None: a run failed."""

    plausible: bool
    settled: bool
    differences: dict[str, np.ndarray] | None = None


def uncertain(settings: Settings) -> list[tuple[str, str, float, float, float]]:
    """Group, name, value and allowed range of every uncertain number of the mechanisms."""
    found = []
    for group in type(settings.mechanism).model_fields:
        part = getattr(settings.mechanism, group)
        if not isinstance(part, Frozen):
            continue
        for name, info in type(part).model_fields.items():
            extra = info.json_schema_extra
            value = getattr(part, name)
            if isinstance(extra, dict) and extra.get("role") == "uncertain" and type(value) is float:
                low = max(one.ge for one in info.metadata if hasattr(one, "ge"))
                high = min(one.le for one in info.metadata if hasattr(one, "le"))
                found.append((group, name, value, low, high))
    return found


def changed(settings: Settings, groups: dict[str, dict[str, float]]) -> Settings:
    """The same settings with other numbers in some groups of mechanisms."""
    parts = {group: getattr(settings.mechanism, group).model_copy(update=values) for group, values in groups.items()}
    return settings.model_copy(update={"mechanism": settings.mechanism.model_copy(update=parts)})


def sample(points: int) -> tuple[list[Point], list[str]]:
    """A Latin hypercube over every uncertain number and the balance of demand and capacity; and their names."""
    bare = variant(f"years={PUSH_YEARS + LATER + 1}", authority="small_unitary")
    numbers = uncertain(bare)
    drawn = qmc.LatinHypercube(len(numbers) + 1, rng=1).random(points)
    found = []
    for place in drawn:
        groups: dict[str, dict[str, float]] = {}
        for (group, name, value, low, high), where in zip(numbers, place[:-1], strict=True):
            groups.setdefault(group, {})[name] = float(np.clip(value * SPAN ** (2.0 * where - 1.0), low, high))
        demand = bare.authority.cases_a_post * (1.0 + DEMAND_SPAN * (2.0 * place[-1] - 1.0))
        authority = bare.authority.model_copy(update={"cases_a_post": float(demand)})
        found.append(Point(place, changed(bare, groups).model_copy(update={"authority": authority})))
    return found, [*(f"{group}.{name}" for group, name, *_ in numbers), "demand"]


def starts(settings: Settings) -> dict[str, Settings]:
    """The same settings from a good start and from a bad one."""
    words = ["intervention=[]", "event=[demand_shock,staff_shock]", f"years={settings.years}"]
    events = load_settings(words).events
    push = {"week": 0, "weeks": PUSH_YEARS * WEEKS_A_YEAR}
    eased = events["demand_shock"].model_copy(update={**push, "factor": LOW_DEMAND})
    pressed = events["demand_shock"].model_copy(update={**push, "factor": HIGH_DEMAND})
    lost = events["staff_shock"].model_copy(update={"week": PUSH_YEARS * WEEKS_A_YEAR, "share": LOSS})
    return {
        "good": settings.model_copy(update={"events": {"demand": eased}}),
        "bad": settings.model_copy(update={"events": {"demand": pressed, "staff": lost}}),
    }


def is_plausible(tallies: Sequence[np.ndarray], tiers: int) -> bool:
    """Whether every published level, mean over seeds, lies within its broad range."""
    levels = [summarise(one, tiers) for one in tallies]
    means = {target.outcome: np.mean([level[target.outcome] for level in levels]) for target in TARGETS}
    return all(abs(means[target.outcome] / target.value - 1.0) <= BROAD for target in TARGETS)


def by_year(tallies: Sequence[np.ndarray], state: str) -> np.ndarray:
    """One state, shape (seeds, years)."""
    above, below = QUEUE if state == "queue" else STATES[state]

    def years(one: np.ndarray, name: str) -> np.ndarray:
        return one[name].reshape(-1, WEEKS_A_YEAR).sum(axis=1)

    return np.array([years(one, above) / years(one, below) for one in tallies])


def answer(settings: Settings, seeds: Sequence[int], stop: Event, *, judged: bool = False) -> Answer:
    """Run one setting without any event and from both starts; no further where it is to be judged and is implausible."""
    try:
        warm = [warm_up(settings, seed, stop) for seed in seeds]
        calm = [run_arm(one, settings, stop) for one in warm]
        if judged and not is_plausible(calm, settings.authority.tiers):
            return Answer(False, False)
        queue = by_year(calm, "queue")
        settled = bool((queue[:, -1] - queue[:, 0]).mean() < GROWN)
        runs = {name: [run_arm(one, start, stop) for one in warm] for name, start in starts(settings).items()}
    except RunFailed:
        return Answer(False, False)
    return Answer(
        True, settled, {state: by_year(runs["bad"], state) - by_year(runs["good"], state) for state in STATES}
    )


def answers(settings: Sequence[Settings], seeds: Sequence[int], *, judged: bool = False) -> list[Answer]:
    """The answers of many settings, in their order."""
    return list(in_order(lambda one, stop: answer(one, seeds, stop, judged=judged), settings, THREADS))


def is_clear(now: np.ndarray) -> bool:
    """Whether a difference, one value a seed, is told apart from zero, as many states being looked at as there are."""
    half = student.ppf(1.0 - 0.025 / len(STATES), len(now) - 1) * now.std(ddof=1) / np.sqrt(len(now))
    return bool(abs(now.mean()) > half)


def differing(one: Answer) -> set[str]:
    """The states in which two starts still differ after some years: clearly, the same way, and more than a trace."""
    found = set()
    for state, difference in (one.differences or {}).items():
        first, now = difference[:, PUSH_YEARS].mean(), difference[:, PUSH_YEARS + LATER]
        if is_clear(now) and now.mean() * first > 0.0 and abs(now.mean()) >= STILL * abs(first):
            found.add(state)
    return found


def lasting(one: Answer) -> set[str]:
    """The states in which they differ many years on, more than a trace and by no less than a share of what it was before."""
    found = set()
    for state, difference in (one.differences or {}).items():
        first, before = (difference[:, PUSH_YEARS + year].mean() for year in (0, LATER))
        now = difference[:, PUSH_YEARS + MUCH_LATER]
        enough = max(STILL * abs(first), LASTING * abs(before))
        if is_clear(now) and now.mean() * before > 0.0 and abs(now.mean()) >= enough:
            found.add(state)
    return found


def left(given: Sequence[Answer], state: str, year: int, what: str) -> Measure:
    """Share of the difference of the year after the push that is left, of all settings together."""
    curves = np.array([one.differences[state].mean(axis=0) for one in given if one.differences is not None])
    unit = "share, bootstrap over settings"
    if not len(curves):
        return Measure(what, float("nan"), float("nan"), float("nan"), unit, 0)
    first, now = curves[:, PUSH_YEARS], curves[:, PUSH_YEARS + year]
    return by_bootstrap(what, lambda rows: now[rows].mean() / first[rows].mean(), curves, unit)


def in_common(points: Sequence[Point], given: Sequence[Answer], names: Sequence[str]) -> tuple[Measure, ...]:
    """The few numbers that go most closely with the share of the difference in open cases that is left."""
    known = [one.differences["open cases"].mean(axis=0) for one in given if one.differences is not None]
    if len(known) < FEWEST:
        return ()
    shares = np.array([curve[PUSH_YEARS + LATER] / curve[PUSH_YEARS] for curve in known])
    places = np.array([point.place for point in points])
    p = np.array([spearmanr(column, shares).pvalue for column in places.T])
    found = []
    for column in np.argsort(p)[:DESCRIBED]:

        def together(rows: np.ndarray, place: np.ndarray = places[:, column]) -> float:
            return float(spearmanr(place[rows], shares[rows]).statistic)

        note = f"p {min(1.0, len(names) * p[column]):.3f} as one of {len(names)}"
        what = f"open cases left after {LATER} years go with {names[column]} ({note})"
        found.append(by_bootstrap(what, together, shares, "rank correlation, bootstrap over settings"))
    return tuple(found)


def measure(seeds: int) -> Pattern:
    """Measure P04. The number of settings, not of seeds, sets what it costs: a fifth of `seeds` run each setting."""
    few = max(2, seeds * SEEDS // 20)
    points, names = sample(max(8, min(POINTS, POINTS * seeds // 20)))
    first = answers([point.settings for point in points], range(1, few + 1), judged=True)
    kept = [(point, one) for point, one in zip(points, first, strict=True) if one.plausible]
    plausible, given = [point for point, _ in kept], [one for _, one in kept]
    apart = [differing(one) for one in given]
    suspects = [point for point, states in zip(plausible, apart, strict=True) if states]
    # Those that still differ go on for many years more, on seeds that did not pick them.
    longer = [point.settings.model_copy(update={"years": PUSH_YEARS + MUCH_LATER + 1}) for point in suspects]
    many = max(2, seeds * LATE_SEEDS // 20)
    late = answers(longer, range(101, 101 + many))
    two = [lasting(one) for one in late if one.settled]
    growing = sum(bool(lasting(one)) for one in late if not one.settled)
    bare = answers([changed(point.settings, {"casework": NO_QUEUE}) for point in suspects], range(1, few + 1))
    unit, of = "share of plausible settings, Wilson", len(plausible)
    measures = (
        share_of("plausible settings", of, len(points), "share of all settings, Wilson"),
        share_of("two lasting states: a lasting difference, queue steady", sum(map(bool, two)), of, unit),
        share_of("of that, in strain or vacancies", sum(bool(one - {"open cases"}) for one in two), of, unit),
        share_of("a lasting difference, queue growing whatever the start", growing, of, unit),
        share_of(f"still differ after {LATER} years in anything", sum(map(bool, apart)), of, unit),
        *(
            share_of(f"still differ after {LATER} years in {state}", sum(state in states for states in apart), of, unit)
            for state in STATES
        ),
        share_of("queue that grows without any event", sum(not one.settled for one in given), of, unit),
        *(left(given, state, LATER, f"difference in {state} left after {LATER} years") for state in STATES),
        *(left(late, state, MUCH_LATER, f"left after {MUCH_LATER}, of those that differ: {state}") for state in STATES),
        *in_common(plausible, given, names),
    )
    again = sum(bool(differing(one)) for one in bare)
    of_those = f"share of those that differ after {LATER} years, Wilson"
    ablation = (
        share_of("differ as well with no work put off and no limit on allocation", again, len(bare), of_those),
        *(left(bare, state, LATER, f"difference in {state} left after {LATER} years, the same") for state in STATES),
    )
    return Pattern(
        identity="P04",
        question="After a shock to staffing, do two different starts with the same settings still differ after five years?",
        label="finding",
        method=(
            f"{len(points)} settings on a small authority from a Latin hypercube over {len(names)} numbers: every uncertain one "
            f"from 1/{SPAN:g} to {SPAN:g} times its value, new cases {DEMAND_SPAN:.0%} up and down; {few} seeds each. "
            f"Plausible: every published level within {BROAD:.0%} of itself. Good start: a year of {LOW_DEMAND:g} times the "
            f"demand; bad start: a year of {HIGH_DEMAND:g} times, after which {LOSS:.0%} of the permanent front line leaves. "
            f"Still differ after {LATER} years: a clear difference (95% over seeds, for three states at once) of at least "
            f"{STILL:.0%} of that in the year after. Those go on to {MUCH_LATER} years on {many} fresh seeds; lasting: at least "
            f"{LASTING:.0%} of what was left after {LATER} is there yet. Queue growing: over {GROWN:g} more unallocated cases "
            "for each post in the last year of an undisturbed run than in its first. The column of seeds counts settings."
        ),
        fails="settings with a steady queue that are still apart after many years on seeds that did not pick them",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation, sum(map(bool, two))),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...], two: int) -> str:
    _, share, people, growing, anything, strain, cases, vacancies = measures[:8]
    of = share.seeds
    verdict = f"{two} of {of} plausible settings have" if two else f"None of {of} plausible settings has"
    together = [one for one in measures if one.what.startswith("open cases left")]
    sure = [one for one in together if float(one.what.split("(p ")[1].split()[0]) < 0.05]
    told = ", ".join(f"{one.what.split('go with ')[1].split()[0]} ({one.estimate:+.2f})" for one in sure)
    cases_left = next(one for one in measures if one.what.startswith("difference in open cases left"))
    gone = next(one for one in measures if one.what.startswith(f"left after {MUCH_LATER}"))
    return (
        f"{verdict} two lasting states ({people.estimate:.0%} in strain or vacancies); "
        f"the share could be as high as {share.high:.0%}. "
        f"After {LATER} years {anything.estimate:.0%} still differ in something "
        f"({strain.estimate:.0%} in strain, {cases.estimate:.0%} in open cases, "
        f"{vacancies.estimate:.0%} in vacancies), mostly on the way to one state: of the difference in strain "
        f"{gone.estimate:.0%} is left after {MUCH_LATER}. A further {growing.estimate:.0%} keep half of their difference or more "
        "where the queue grows whatever the start, so that there is no state to return to. "
        + (
            f"What is left of open cases goes with {told}, a rank correlation that stands among so many. "
            if told
            else ""
        )
        + f"Of those that differ after {LATER} years {ablation[0].estimate:.0%} do so with no work put off and no limit on "
        f"allocation, and of their difference in open cases {ablation[2].estimate:.0%} is left instead of "
        f"{cases_left.estimate:.0%}: what the service remembers for so long is mainly its queue. "
        + (
            "So there is one state to which staff come back, slowly."
            if not two
            else "So some settings have two states."
        )
    )
