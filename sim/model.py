"""The Mesa face of the simulation: one authority that can be stepped, looked into, changed and forked.

The week itself is the same compiled function that a study runs, so a model that is stepped gives the same bytes as a
study that is not. Nothing draws from `model.random` or `model.rng`: Mesa's own generators differ between its versions.
"""

from collections.abc import Callable, Sequence
from operator import index
from typing import TYPE_CHECKING, Any, Self

import mesa
import numpy as np
import pandas as pd

from sim.agents import Person, agent_class
from sim.interventions.base import pull_all
from sim.levers import neutral_levers
from sim.outcomes import names_of, weekly
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import NOBODY, VACANT, Tally, dtype_of
from sim.study.runs import RunFailed, WarmUp, warm_up

if TYPE_CHECKING:
    from mesa.agent import AgentSet


class OrganisationModel(mesa.Model):
    """One authority, warmed up to week 0. `step()` runs a week; `posts`, `units` and `cases` are its state.

    settings: what determines the run, interventions included. seed: the seed of every draw; that of the settings unless
    given. weekly: functions that are called with the model before each week, for extensions in Python: they may read the
    state and move the levers of the week, `model.levers[model.week]`. They run step by step, so more slowly.
    """

    def __init__(
        self,
        settings: Settings,
        seed: int | None = None,
        *,
        weekly: Sequence[Callable[["OrganisationModel"], None]] = (),
        warm: WarmUp | None = None,
    ) -> None:
        chosen = settings.seed if seed is None else index(seed)  # as numpy counts them too
        if chosen < 0:
            raise ValueError(f"seed: {chosen} given; it must be a whole number from 0 up")
        super().__init__(rng=chosen)
        start = warm if warm is not None else warm_up(settings, chosen)
        self.settings = settings
        self._organisation = start.organisation.copy()
        self._weekly = tuple(weekly)
        self._before = start.tallies
        self._tallies = np.zeros(settings.weeks, dtype_of(Tally))
        self.levers = pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))
        self._people: dict[int, Person] | None = None

    @property
    def week(self) -> int:
        """The week that the next step will run; 0 is the first after the warm-up."""
        return int(self._organisation.authority["week"][0])

    @property
    def posts(self) -> np.ndarray:
        """Every post and its occupant, an array of `sim.state.Post`. Changing it changes the simulation."""
        return self._organisation.posts

    @property
    def units(self) -> np.ndarray:
        """Every team and every group of managers under one manager, an array of `sim.state.Unit`."""
        return self._organisation.units

    @property
    def cases(self) -> np.ndarray:
        """The table of cases, an array of `sim.state.Case`; free slots among them."""
        return self._organisation.cases[: int(self._organisation.authority["used_cases"][0])]

    @property
    def authority(self) -> Any:
        """The one record of the authority: calendar, reputation, spending."""
        return self._organisation.authority[0]

    @property
    def settings_record(self) -> Any:
        """The mechanism settings as the record that the equations read."""
        return self._organisation.settings[0]

    @property
    def tallies(self) -> np.ndarray:
        """What each week so far added up to, from week -52 on, an array of `sim.state.Tally`."""
        return np.concatenate([self._before, self._tallies[: self.week]])

    @property
    def outcomes(self) -> pd.DataFrame:
        """Every outcome of every week so far, from week -52 on: the figures of a study."""
        tiers = self.settings.authority.tiers
        rows = weekly(self.tallies, tiers)
        index = pd.RangeIndex(-WEEKS_A_YEAR, self.week, name="week")
        return pd.DataFrame(rows, columns=list(names_of(tiers)), index=index)

    def step(self) -> None:
        """Run one week in the printed order. Raises ValueError after the last week of the settings, RunFailed on a void run."""
        week = self.week
        if week >= self.settings.weeks:
            raise ValueError(f"the run is over: years={self.settings.years} ends at week {self.settings.weeks}")
        for move_levers in self._weekly:
            move_levers(self)
        one = slice(week, week + 1)
        self._organisation.advance(self.levers[one], self._tallies[one])
        if self.authority.full == 1:
            self.running = False
            raise RunFailed(f"the table of cases is full in week {week}: the run is void from here on")
        self.running = self.week < self.settings.weeks
        if self._people is not None:
            self._synchronise(self._people)

    def fork(self, settings: Settings | None = None) -> Self:
        """An independent model that goes on from this week, with other interventions if `settings` are given.

        Everything but the interventions and the years must stay as it is. Mesa's own clock starts again at 0; `week` goes on.
        """
        chosen = self.settings if settings is None else settings
        if chosen.weeks < self.week:
            raise ValueError(
                f"years={chosen.years} ends at week {chosen.weeks}, and this model is already at week {self.week}"
            )
        twin = type(self)(
            chosen,
            int(self.authority["seed"]),
            weekly=self._weekly,
            warm=WarmUp(self._organisation, self._before),
        )
        twin._tallies[: self.week] = self._tallies[: self.week]
        if settings is None:
            twin.levers[:] = self.levers
        return twin

    # The people, as Mesa agents: made when someone first asks for them, and kept in step with the arrays from then on.

    @property
    def agents(self) -> "AgentSet":
        """Everyone in a post."""
        self._make_people()
        return super().agents

    @property
    def agents_by_type(self) -> "dict[type, AgentSet]":
        """Everyone in a post, by class: FrontlineWorker, TeamManager, SeniorLeader."""
        self._make_people()
        return super().agents_by_type

    @property
    def agent_types(self) -> list[type]:
        """The classes of people that there are."""
        self._make_people()
        return super().agent_types

    def person_at(self, row: int) -> Person | None:
        """The person in the post at `row`, or None where it is vacant or there is no such post."""
        people = self._make_people()
        return people.get(row) if row != NOBODY else None

    def _make_people(self) -> dict[int, Person]:
        if self._people is None:
            self._people = {}
            self._synchronise(self._people)
        return self._people

    def _synchronise(self, people: dict[int, Person]) -> None:
        """Remove the views of those who left their post, and make views of those who came."""
        posts = self.posts
        numbers = np.where(posts["kind"] == VACANT, NOBODY, posts["person"])
        viewed = np.full(len(posts), NOBODY)
        for row, person in people.items():
            viewed[row] = person.number
        for row in np.flatnonzero(numbers != viewed).tolist():
            if row in people:
                people.pop(row).remove()
            if numbers[row] != NOBODY:
                people[row] = agent_class(int(posts[row]["tier"]))(self, row, int(numbers[row]))
