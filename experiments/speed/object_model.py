"""The same organisation as ordinary Mesa objects: people are agents; posts, units and cases are plain objects.

It has the mechanisms that `subset.py` leaves on. It reads the same settings as the compiled engine and draws its own
numbers.
"""

import math
from collections import Counter

import mesa

from experiments.speed.object_people import AGENCY, PERMANENT, bell, clip
from experiments.speed.object_staff import Case, Manager, Worker
from experiments.speed.object_units import Post, Unit
from sim.settings.study import WEEKS_A_YEAR, Settings


class ObjectModel(mesa.Model):
    """One authority. `step()` is a week; `datacollector` holds the sums of each week."""

    def __init__(self, settings: Settings, rng=None):
        super().__init__(rng=rng)
        self.mechanism = settings.mechanism
        self.cases_a_post = settings.authority.cases_a_post
        self.top = settings.authority.tiers - 1
        self.week = -settings.warmup_years * WEEKS_A_YEAR
        self.reputation = 0.5
        self.counts = Counter()
        self._build(settings.authority.posts_by_tier())
        for post in self.posts:
            self._settle(post)
        for team in self.teams:
            self._fill_queue(team)
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def _build(self, counts):
        """The tree of posts, each tier spread evenly over the one above."""
        self.front_line = [Post(0) for _ in range(counts[0])]
        self.posts = list(self.front_line)
        self.units = []
        below = self.front_line
        for tier, count in enumerate(counts[1:], start=1):
            units = [Unit(self, tier) for _ in range(count)]
            for index, unit in enumerate(units):
                unit.posts = below[index * len(below) // count : (index + 1) * len(below) // count]
                for post in unit.posts:
                    post.unit = unit
            below = [unit.post for unit in units]
            self.posts += below
            self.units += units
        self.teams = self.units[: counts[1]]

    def _settle(self, post):
        """Someone sits in the post at the start, perhaps for years already."""
        u = self.random.random()
        if post.tier > 0 or u < 0.84:
            person = (Manager if post.tier > 0 else Worker)(self, post, PERMANENT)
            weeks = int(self.random.expovariate(1.0 / 260.0))
            person.started -= weeks
            if post.tier == 0:
                person.experience += weeks
        elif u < 0.95:
            person = Worker(self, post, AGENCY)
        else:
            return
        person.exhaustion = clip(0.45 + 0.2 * bell(self.random))

    def _fill_queue(self, team):
        """The cases of the first week."""
        casework = self.mechanism.casework
        held = len(team.posts) * team.demand * self.cases_a_post * casework.duration_weeks / WEEKS_A_YEAR
        team.queue.extend(Case(self.random, casework, self.week) for _ in range(self.rng.poisson(held)))

    def count(self, event, number=1):
        """Count something that happened this week."""
        self.counts[event] += number

    def step(self):
        """One week, in the order of the compiled engine."""
        people, workers, managers = self.agents, self.agents_by_type[Worker], self.agents_by_type[Manager]
        self.counts.clear()
        for team in self.teams:
            team.receive_cases()
            team.allocate_cases()
        for unit in self.units:
            unit.prepare_week()
        people.do("work")
        self.count_cases()
        for unit in self.units:
            unit.give_support()
        people.do("feel_support").do("show_strain")
        for unit in self.units:
            unit.summarise()
        people.do("raise_concern").do("exhaust").do("move_goodwill").do("learn_from_replies")
        if self.week % self.mechanism.reporting.interval_weeks == 0:
            for unit in self.units:
                unit.report()
        managers.do("update_belief")
        for unit in reversed(self.units):
            unit.decide_relief()
        people.do("gain_experience").do("fall_ill").do("consider_leaving")
        workers.do("finish_agency_stay")
        self.recruit()
        for unit in reversed(self.units):
            unit.appoint_manager()
        self.move_reputation()
        self.datacollector.collect(self)
        self.week += 1

    def count_cases(self):
        """Cases after the work of the week, before anyone falls ill or leaves."""
        week = self.week
        held = [case for worker in self.agents_by_type[Worker] for case in worker.cases]
        waiting = [case for team in self.teams for case in team.queue]
        old = [case for case in held if week - case.opened >= WEEKS_A_YEAR]
        self.count("held", len(held))
        self.count("unallocated", len(waiting))
        self.count("overdue", sum(case.is_overdue(week) for case in held + waiting))
        self.count("long_held", len(old))
        self.count("long_held_same", sum(week - case.same_since >= WEEKS_A_YEAR for case in old))

    def recruit(self):
        """Applicants are found for vacant posts and start after the hiring delay; agency staff come meanwhile."""
        recruitment = self.mechanism.recruitment
        applicants = recruitment.fill_rate * recruitment.supply
        applicants *= (max(0.01, self.reputation) / 0.5) ** recruitment.attractiveness
        found = 1.0 - math.exp(-applicants / WEEKS_A_YEAR)
        for post in self.front_line:
            if post.person is not None and post.person.kind == PERMANENT:
                continue
            if post.arriving is None and self.random.random() < found:
                post.arriving = self.week + recruitment.hiring_weeks
            if post.person is not None:
                continue
            if post.arriving is not None and post.arriving <= self.week:
                post.arriving = None
                Worker(self, post, PERMANENT)
                self.count("starters")
            elif self.random.random() < recruitment.agency_rate:
                Worker(self, post, AGENCY)
                self.count("agency_starts")

    def move_reputation(self):
        """Standing with applicants follows how unexhausted the permanent staff are."""
        permanent = self.agents.select(lambda person: person.kind == PERMANENT)
        if permanent:
            rested = 1.0 - permanent.agg("exhaustion", sum) / len(permanent)
            self.reputation += (rested - self.reputation) / self.mechanism.recruitment.reputation_weeks


def _workers(model):
    return model.agents_by_type[Worker]


def _managers(model):
    return model.agents_by_type[Manager]


def _workers_where(condition):
    return lambda model: len(_workers(model).select(lambda worker: condition(worker, model.mechanism)))


def _gaps(model):
    """True strain less belief, one for each manager."""
    return [manager.post.leads.strain - manager.post.leads.belief for manager in _managers(model)]


def _counted(event):
    return lambda model: model.counts[event]


def _sum_over(people, attribute):
    return lambda model: people(model).agg(attribute, sum)


_EVENTS = [
    "leavers",
    "manager_leavers",
    "starters",
    "agency_starts",
    "agency_ends",
    "arrived",
    "closed",
    "changes",
    "allocated_first",
    "waited",
    "held",
    "unallocated",
    "overdue",
    "long_held",
    "long_held_same",
    "supervision_missed",
    "overtime",
    "unmet",
    "hours",
    "direct_hours",
    "with_concern",
    "voiced",
    "heard",
    "absent",
]
_WORKER_SUMS = ("exhaustion", "goodwill", "support", "strain")

# The sums of the week, under the names that they have in the compiled tally; beliefs are summed over all tiers.
REPORTERS = {
    **{event: _counted(event) for event in _EVENTS},
    **{attribute: _sum_over(_workers, attribute) for attribute in _WORKER_SUMS},
    "open": lambda model: model.counts["held"] + model.counts["unallocated"],
    "posts": lambda model: len(model.posts),
    "vacancies": lambda model: sum(post.person is None or post.person.kind != PERMANENT for post in model.posts),
    "in_post": lambda model: len(model.agents.select(lambda person: person.kind == PERMANENT)),
    "agency": _workers_where(lambda worker, _: worker.kind == AGENCY),
    "front_line": lambda model: len(_workers(model)),
    "stressed": _workers_where(lambda worker, mechanism: worker.exhaustion > mechanism.exhaustion.stressed_above),
    "poll_yes": _workers_where(
        # Without perception, everyone keeps the picture of leaders that starters have.
        lambda worker, mechanism: (
            0.5 * (worker.expected_reply + mechanism.recruitment.starter_hope) < mechanism.perception.poll_below
        )
    ),
    "experienced": _workers_where(lambda worker, mechanism: worker.experience >= mechanism.hours.experienced_weeks),
    "managers": lambda model: len(_managers(model)),
    "manager_exhaustion": _sum_over(_managers, "exhaustion"),
    "understanding": _sum_over(_managers, "understanding"),
    "relief": lambda model: sum(team.relief * team.heads for team in model.teams),
    "believers": lambda model: len(_managers(model)),
    "optimism": lambda model: sum(_gaps(model)),
    "disconnect": lambda model: sum(map(abs, _gaps(model))),
}
