"""Paired runs behind a screen: a few first, then more, remembered and ready to be stopped.

A replicate is one seed in both arms. Its warm-up is run once for a story, the service as now once for each demand, shock and
set of assumptions, and a change goes on from the week in which it begins: what lies before is the same to the last bit.
"""

from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock

import numpy as np

from sim.interventions.base import pull_all
from sim.layout import Organisation
from sim.levers import neutral_levers
from sim.outcomes import outcome_named, summarise, weekly
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.executor import available_threads
from sim.study.runs import WarmUp, advance, warm_up
from sim.study.statistics import trailing_mean
from sim.workshop.first import First, keep_first, place_of, read_first
from sim.workshop.picture import Picture, picture_of
from sim.workshop.recorder import Recorder
from sim.workshop.scene import Stage
from sim.workshop.story import Scene

# A world is the service as now under one demand, shock and set of assumptions; a change is one set of levers in it.
# Pairs after which an answer is shown. In a new world the service as now must be run too, so its first answer has fewer.
FIRST_ANSWERS = (3, 8)
FIRST_OF_A_NEW_WORLD = 2
MOST_SCREENS = 16
# What is remembered. A world takes about 15 MB with 20 seeds, a change far less.
MOST_WORLDS, MOST_CHANGES, MOST_WARM_UPS = 8, 200, 4


@dataclass(frozen=True)
class ArmRun:
    """What a strip needs of one run. series: (charts, weeks), flows as means of the year before; window: (charts,)."""

    series: np.ndarray
    window: np.ndarray


@dataclass(frozen=True)
class Start:
    """One seed of the service as now: its run, the state in the week in which changes begin, its tallies until then.

    picture, recorder: of the shown run alone; the recorder stands where changes begin.
    """

    now: ArmRun
    organisation: Organisation
    before: np.ndarray
    picture: Picture | None
    recorder: Recorder | None


@dataclass(frozen=True)
class Answered:
    """So many pairs of one scene, in the order of their seeds. picture: the shown run with the changes."""

    seeds: tuple[int, ...]
    now: tuple[ArmRun, ...]
    changed: tuple[ArmRun, ...]
    picture: Picture
    picture_of_now: Picture
    complete: bool


class Pairs:
    """The paired runs of one story. Safe to be asked by several screens at once; they share what was run."""

    def __init__(self, stage: Stage, threads: int | None = None) -> None:
        self.stage = stage
        self.story = stage.story
        settings = stage.settings(self.story.start)
        self._window = settings.window_weeks
        self.weeks = settings.weeks
        self._seeds = tuple(range(settings.seed, settings.seed + self.story.replicates))
        self.charts = tuple(outcome_named(chart.name) for chart in self.story.charts)
        self._pool = ThreadPoolExecutor(threads or available_threads(), thread_name_prefix="workshop")
        # Threads that wait for the others on behalf of screens.
        self.waiting = ThreadPoolExecutor(MOST_SCREENS, thread_name_prefix="workshop-screen")
        self._lock = Lock()
        self._warm: OrderedDict[tuple[str, int], WarmUp] = OrderedDict()
        self._starts: OrderedDict[str, dict[int, Start]] = OrderedDict()
        self._changes: OrderedDict[str, dict[int, tuple[ArmRun, Picture | None]]] = OrderedDict()
        start = self.story.start
        self._start_key = self._keys(self.stage.settings(start))
        self._place = place_of(self._start_key[1], tuple(outcome.name for outcome in self.charts))
        self._first = read_first(self._place)
        self.shown: int = self._seeds[0] if self._first is None else self._first.shown

    def close(self) -> None:
        """Stop what has not begun."""
        for pool in (self._pool, self.waiting):
            pool.shutdown(wait=False, cancel_futures=True)

    def choose_shown(self, stop: Event | None = None) -> Iterator[int]:
        """Run the service of the story's start on every seed, and show the seed nearest the median; yields runs done.

        Nearest in true strain and in the gap, week by week, each in units of its spread over the seeds. Where the first
        picture was kept it is known already, and nothing is run.
        """
        if self._first is not None:
            return
        settings = self.stage.settings(self.story.start)
        found = []
        for number, series in enumerate(self._each(self._strain_and_gap, settings, self._seeds, stop)):
            found.append(series)
            yield number + 1
        self.shown = self._seeds[nearest_the_median(np.stack(found))]

    def _strain_and_gap(self, settings: Settings, seed: int, stop: Event) -> np.ndarray:
        warm = self._warm_up(settings, seed, stop)
        levers = pull_all(settings.without_interventions(), neutral_levers(settings.weeks, settings.authority.tiers))
        tiers = settings.authority.tiers
        drawn = [outcome_named("strain"), outcome_named(f"optimism_tier_{tiers - 1}")]
        return weekly(advance(warm.organisation.copy(), levers, stop), tiers, drawn).T

    def answers(self, scene: Scene, stop: Event) -> Generator[Answered, None, None]:
        """More and more pairs of a scene, until all are there. Raises Stopped where `stop` is set, RunFailed, UserError."""
        settings = self.stage.settings(scene)
        world, change = self._keys(settings)
        at_start = (world, change) == self._start_key and not settings.interventions
        order = (self.shown, *(seed for seed in self._seeds if seed != self.shown))
        with self._lock:
            starts = _remembered(self._starts, world, MOST_WORLDS)
            changes = _remembered(self._changes, change, MOST_CHANGES)
            new_world = self.shown not in starts
            ready = sum(1 for seed in order if seed in changes and seed in starts)
        if at_start and self._first is not None and ready < len(order):
            yield self._answered_by(self._first)
        done = 0
        steps = (FIRST_OF_A_NEW_WORLD, *FIRST_ANSWERS) if new_world else FIRST_ANSWERS
        for count in (*(step for step in steps if ready < step < len(order)), len(order)):
            batch = [seed for seed in order[done:count] if seed not in changes or seed not in starts]
            for _ in self._each(self._pair, settings, batch, stop, starts, changes):
                pass
            done = count
            seeds = tuple(sorted(order[:count]))
            picture, of_now = changes[self.shown][1], starts[self.shown].picture
            assert picture is not None
            assert of_now is not None
            now = tuple(starts[seed].now for seed in seeds)
            if at_start and count == len(order) and self._first is None:
                self._first = _first_of(self.shown, now, of_now)
                keep_first(self._place, self._first)
            yield Answered(seeds, now, tuple(changes[seed][0] for seed in seeds), picture, of_now, count == len(order))

    def _answered_by(self, first: First) -> Answered:
        """The answer that was kept: at the start of a story nothing is changed, so both arms are the same."""
        runs = tuple(ArmRun(series, window) for series, window in zip(first.series, first.window, strict=True))
        picture = Picture(first.picture)
        return Answered(self._seeds, runs, runs, picture, picture, complete=True)

    def _keys(self, settings: Settings) -> tuple[str, str]:
        """What a world, and a change in it, are remembered under."""
        return settings.without_interventions().model_dump_json(), settings.model_dump_json()

    def _each[Result](
        self,
        work: Callable[..., Result],
        settings: Settings,
        seeds: Sequence[int],
        stop: Event | None,
        *more: object,
    ) -> Iterator[Result]:
        """Results of `work` for each seed, in their order; when one fails, or nobody listens any more, the rest is dropped."""
        signal = Event() if stop is None else stop
        futures = [self._pool.submit(work, settings, seed, signal, *more) for seed in seeds]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def _pair(
        self,
        settings: Settings,
        seed: int,
        stop: Event,
        starts: dict[int, Start],
        changes: dict[int, tuple[ArmRun, Picture | None]],
    ) -> None:
        if seed not in starts:
            starts[seed] = self._start(settings, seed, stop)
        if seed not in changes:
            changes[seed] = self._change(settings, starts[seed], stop)

    def _warm_up(self, settings: Settings, seed: int, stop: Event) -> WarmUp:
        """The warm-up, with room for the most cases that the story can bring: no event changes it otherwise."""
        roomy = self.stage.settings(Scene(demand=self.story.demand.high, shock=True)).without_interventions()
        origin = roomy.model_copy(update={"mechanism": settings.mechanism})
        key = origin.mechanism.model_dump_json()
        with self._lock:
            seen = self._warm.get((key, seed))
        if seen is None:
            seen = warm_up(origin, seed, stop)
            with self._lock:
                self._warm[key, seed] = seen
                while len(self._warm) > MOST_WARM_UPS * len(self._seeds):
                    self._warm.popitem(last=False)
        return seen

    def _start(self, settings: Settings, seed: int, stop: Event) -> Start:
        """The service as now, until changes begin and from there to the end."""
        warm = self._warm_up(settings, seed, stop)
        levers = pull_all(settings.without_interventions(), neutral_levers(self.weeks, settings.authority.tiers))
        organisation, change = warm.organisation.copy(), self.story.change_week
        recorder = Recorder(organisation, self.weeks) if seed == self.shown else None
        before = _advance(organisation, recorder, levers[:change], stop)
        kept = organisation.copy()
        kept_recorder = None if recorder is None else recorder.copy(kept)
        after = _advance(organisation, recorder, levers[change:], stop)
        tallies = np.concatenate([warm.tallies, before])
        run = self._arm_run(np.concatenate([tallies, after]), settings)
        return Start(run, kept, tallies, None if recorder is None else picture_of(recorder), kept_recorder)

    def _change(self, settings: Settings, start: Start, stop: Event) -> tuple[ArmRun, Picture | None]:
        """The same service with the interventions of `settings`."""
        if all(one.dose == 0.0 for one in settings.interventions.values()):
            return start.now, start.picture
        levers = pull_all(settings, neutral_levers(self.weeks, settings.authority.tiers))
        organisation = start.organisation.copy()
        recorder = None if start.recorder is None else start.recorder.copy(organisation)
        after = _advance(organisation, recorder, levers[self.story.change_week :], stop)
        run = self._arm_run(np.concatenate([start.before, after]), settings)
        return run, None if recorder is None else picture_of(recorder)

    def _arm_run(self, tallies: np.ndarray, settings: Settings) -> ArmRun:
        """Series and window of one run whose tallies begin in week -52."""
        tiers = settings.authority.tiers
        by_week = weekly(tallies, tiers, self.charts)
        series = np.empty((len(self.charts), self.weeks), np.float32)
        for row, outcome in enumerate(self.charts):
            values = by_week[:, [row]]
            series[row] = (trailing_mean(values, WEEKS_A_YEAR) if outcome.nature == "flow" else values)[
                WEEKS_A_YEAR:, 0
            ]
        window = summarise(tallies[WEEKS_A_YEAR:], tiers, slice(*self._window), self.charts)
        return ArmRun(series, np.array(list(window.values())))


def nearest_the_median(values: np.ndarray) -> int:
    """The row of (runs, series, weeks) nearest the median over runs; a week in which a run has no value does not count for it.

    There is no gap while nobody holds the director's post.
    """
    held = np.ma.masked_invalid(values)
    distance = abs(held - np.ma.median(held, axis=0)) / np.ma.maximum(held.std(axis=0), 1e-12)
    return int(distance.mean(axis=(1, 2)).argmin())


def _advance(organisation: Organisation, recorder: Recorder | None, levers: np.ndarray, stop: Event) -> np.ndarray:
    """Tallies of the weeks of `levers`, recorded on the way where there is a recorder."""
    if recorder is None:
        return advance(organisation, levers, stop)
    first = recorder.done
    recorder.advance(levers, stop)
    return recorder.tallies[first:]


def _first_of(shown: int, now: tuple[ArmRun, ...], picture: Picture) -> First:
    return First(
        shown, np.stack([run.series for run in now]), np.stack([run.window for run in now]), dict(picture.arrays)
    )


def _remembered[Value](memory: OrderedDict[str, dict[int, Value]], key: str, most: int) -> dict[int, Value]:
    """What is known under a key, the least lately used being forgotten."""
    found = memory.setdefault(key, {})
    memory.move_to_end(key)
    while len(memory) > most:
        memory.popitem(last=False)
    return found
