"""Posts and units of the object model: where people sit, and what a manager leads."""

import math
from collections import deque

from experiments.speed.object_people import ACTING, PERMANENT, bell
from experiments.speed.object_staff import Case, Manager
from sim.settings.study import WEEKS_A_YEAR


class Post:
    """A post: the unit that it belongs to, the unit that it leads, and whoever sits in it."""

    def __init__(self, tier, leads=None):
        self.tier = tier
        self.leads = leads
        self.unit = None
        self.person = None
        self.arriving = None


class Unit:
    """A team, or the managers one tier down and all that is below them. Belief and relief stay with the post."""

    def __init__(self, model, tier):
        self.model = model
        self.post = Post(tier, leads=self)
        self.posts = []
        self.queue = deque()
        self.replies = []
        self.heads = self.newcomers = 0
        self.workers = 0
        self.strain = self.mean_exhaustion = self.mean_reply = 0.0
        self.given_support = self.support_hours = self.shared_hours = 0.0
        self.signal = self.granted = self.relief = 0.0
        self.belief = model.mechanism.belief.comfortable
        self.demand = math.exp(model.mechanism.casework.team_demand_spread * bell(model.random))

    @property
    def people(self):
        """Whoever reports to this manager."""
        return [post.person for post in self.posts if post.person is not None]

    def receive_cases(self):
        """New cases come to the team."""
        model = self.model
        expected = len(self.posts) * self.demand * model.cases_a_post / WEEKS_A_YEAR
        arrived = model.rng.poisson(expected)
        model.count("arrived", arrived)
        self.queue.extend(Case(model.random, model.mechanism.casework, model.week) for _ in range(arrived))

    def allocate_cases(self):
        """Each case goes to the least loaded, until nobody may have more."""
        limit = self.model.mechanism.casework.allocation_limit_hours * 10.0
        able = [person for person in self.people if person.at_work]
        while self.queue and able:
            worker = min(able, key=lambda person: person.load / person.allowance)
            if worker.load + self.queue[0].load > limit * worker.allowance:
                break
            worker.take(self.queue.popleft())

    def prepare_week(self):
        """Count the people and what they share: induction of newcomers, and business support that was granted."""
        support, administration = self.model.mechanism.support, self.model.mechanism.administration
        people = self.people
        self.heads = len(people)
        self.newcomers = sum(self.model.week - person.started < support.induction_weeks for person in people)
        present = sum(person.at_work for person in people)
        self.shared_hours = self.newcomers * support.induction_hours / max(1, present)
        granted = self.relief * (1.0 - self.model.mechanism.decisions.agency_share)
        granted *= self.model.mechanism.hours.contracted
        self.support_hours = min(granted, administration.removable_share * administration.hours)

    def give_support(self):
        """What the manager gives everyone in the unit."""
        manager = self.post.person
        self.given_support = manager.support_given() if manager is not None else 0.0

    def summarise(self):
        """Strain of the front line below, and mean exhaustion of the people side by side."""
        people = self.people
        if self.post.tier == 1:
            self.workers = len(people)
            strain = sum(person.strain for person in people)
        else:
            below = [post.leads for post in self.posts]
            self.workers = sum(unit.workers for unit in below)
            strain = sum(unit.strain * unit.workers for unit in below)
        self.strain = strain / self.workers if self.workers else 0.0
        self.mean_exhaustion = sum(person.exhaustion for person in people) / len(people) if people else 0.0
        self.replies = []

    def reply_to(self, person):
        """The reply to a concern: 1 acted on, `answer_value` answered, 0 ignored, -1 held against the person."""
        voice, manager = self.model.mechanism.voice, self.post.person
        acted = min(1.0, self.relief / voice.full_relief)
        answered = penalised = 0.0
        if manager is not None and manager.supervising > 0.0:
            penalised = (1.0 - acted) * voice.penalty_chance * (1.0 - person.safety)
            answered = (1.0 - acted - penalised) * voice.answered_share * manager.supervising * manager.openness
        u = self.model.random.random()
        if u < acted:
            reply = 1.0
        elif u < acted + answered:
            reply = voice.answer_value
        else:
            reply = -1.0 if u > 1.0 - penalised else 0.0
        self.replies.append(reply)
        self.mean_reply = sum(self.replies) / len(self.replies)
        return reply

    def report(self):
        """The mean of what the people below tell: workers their strain, managers what they believe."""
        if self.post.tier == 1:
            told = [person.tell(person.strain) for person in self.people if person.at_work]
        else:
            told = [person.tell(person.post.leads.belief) for person in self.people]
        if told:
            self.signal = sum(told) / len(told)

    def decide_relief(self):
        """Relief follows what the manager believes, within discretion; a share of what comes from above arrives."""
        decisions, model = self.model.mechanism.decisions, self.model
        manager = self.post.person
        wanted = 0.0
        if manager is not None:
            discretion = decisions.discretion * decisions.delegation ** (model.top - self.post.tier)
            wanted = min(discretion, decisions.willingness * max(0.0, self.belief - decisions.aspiration))
        self.granted += (wanted - self.granted) / decisions.delay_weeks
        self.relief = self.granted
        if self.post.unit is not None:
            implementation = model.mechanism.implementation
            share = implementation.arriving * implementation.clarity
            if manager is not None:
                years = (model.week - manager.started) / WEEKS_A_YEAR
                share *= 1.0 - implementation.inertia * (1.0 - math.exp(-years / implementation.inertia_years))
            self.relief += self.post.unit.relief * share

    def appoint_manager(self):
        """A vacant post is filled from outside, and covered by an acting manager meanwhile."""
        model, promotion, manager = self.model, self.model.mechanism.promotion, self.post.person
        if manager is not None and manager.kind == PERMANENT:
            return
        if model.random.random() < 1.0 - math.exp(-promotion.fill_rate / WEEKS_A_YEAR):
            if manager is not None:
                manager.leave()
            Manager(model, self.post, PERMANENT)
            model.count("starters")
        elif manager is None and model.random.random() < promotion.acting_rate:
            Manager(model, self.post, ACTING)
        else:
            return
        for person in self.people:
            person.meet_manager()
