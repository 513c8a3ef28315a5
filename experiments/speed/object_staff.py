"""The two kinds of agents of the object model, workers and managers, and the cases that workers hold."""

import math

from experiments.speed.object_people import ACTING, AGENCY, Person, bell, clip


class Case:
    """A child or family. `load` is in tenths of an hour a week, `remaining` and `visit_weeks` in weeks."""

    __slots__ = (
        "load",
        "opened",
        "remaining",
        "same_since",
        "visit_progress",
        "visit_weeks",
        "visited",
        "waiting_since",
        "worker",
    )

    def __init__(self, random, casework, week):
        u = random.random()
        if u < casework.light_share:
            hours, self.visit_weeks = casework.light_hours, casework.light_visit_weeks
        elif u < 1.0 - casework.complex_share:
            hours, self.visit_weeks = casework.medium_hours, casework.medium_visit_weeks
        else:
            hours, self.visit_weeks = casework.complex_hours, casework.complex_visit_weeks
        self.load = round(hours * 10.0)
        self.remaining = max(1.0, random.expovariate(1.0 / casework.duration_weeks))
        self.visit_progress = 0.0
        self.opened = self.waiting_since = self.same_since = self.visited = week
        self.worker = None

    def advance(self, progress, served, week):
        """One week of work: `progress` weeks of it are done, and the share `served` of what the visits need."""
        self.remaining -= progress
        self.visit_progress += served
        if self.visit_progress >= self.visit_weeks:
            self.visit_progress -= self.visit_weeks
            self.visited = week

    def is_overdue(self, week):
        """Whether the visit is overdue."""
        return week - self.visited > self.visit_weeks


class Worker(Person):
    """Someone at the front line, permanent or from an agency."""

    def __init__(self, model, post, kind):
        super().__init__(model, post, kind)
        recruitment = model.mechanism.recruitment
        self.cases = []
        self.load = 0
        self.allowance = 1.0
        self.handover = 0.0
        self.served = 1.0
        if kind == AGENCY:
            self.experience = 52.0 * self.random.expovariate(1.0 / recruitment.agency_years)
        elif self.random.random() < recruitment.newly_qualified_share:
            self.experience = 0.0
        else:
            self.experience = 52.0 * (1.0 + self.random.expovariate(1.0 / recruitment.starter_years))

    def take(self, case):
        """Take a case on; one that a colleague held before has to be read."""
        model = self.model
        if case.worker is None:
            model.count("allocated_first")
            model.count("waited", model.week - case.waiting_since)
            case.same_since = model.week
        elif case.worker != self.unique_id:
            self.handover += model.mechanism.casework.handover_hours
            model.count("changes")
            case.same_since = model.week
        case.worker = self.unique_id
        self.cases.append(case)
        self.load += case.load

    def return_cases(self):
        """Put the cases back into the queue of the team."""
        for case in self.cases:
            case.waiting_since = self.model.week
        self.post.unit.queue.extend(self.cases)
        self.cases = []
        self.load = 0

    def work(self):
        """The hours of the week; what stays undone is casework. Then the cases move on, and finished ones close."""
        mechanism = self.model.mechanism
        self.served = 0.0
        if not self.at_work:
            self.spread(0.0)
        else:
            hours, unit = mechanism.hours, self.post.unit
            inexperience = math.exp(-self.experience / hours.experience_weeks)
            casework = self.load * 0.1 * (1.0 + hours.slowed_by_exhaustion * self.exhaustion)
            casework *= 1.0 + hours.slowed_by_inexperience * inexperience
            need = casework + mechanism.administration.hours - unit.support_hours
            need += mechanism.support.attending_hours + unit.shared_hours + self.handover
            self.handover = 0.0
            self.spread(need)
            self.served = clip(1.0 - self.unmet / casework) if casework > 0.0 else 1.0
            self.model.count("overtime", self.overtime)
            self.model.count("unmet", self.unmet)
            self.model.count("hours", min(need, hours.contracted) + self.overtime)
            self.model.count("direct_hours", casework * self.served * mechanism.casework.direct_share)
        progress = 1.0 - mechanism.casework.deferred_share * (1.0 - self.served)
        for case in self.cases:
            case.advance(progress, self.served, self.model.week)
        closed = [case for case in self.cases if case.remaining <= 0.0]
        if closed:
            self.cases = [case for case in self.cases if case.remaining > 0.0]
            self.load -= sum(case.load for case in closed)
            self.model.count("closed", len(closed))

    def feel_support(self):
        super().feel_support()
        manager = self.post.unit.post.person
        self.model.count("supervision_missed", 1.0 - manager.supervising if manager is not None else 1.0)

    def had_concern(self):
        self.model.count("with_concern")

    def spoke(self):
        self.model.count("voiced")
        self.model.count("heard", self.reply > 0.25)

    def gain_experience(self):
        """A week of practice; the newly qualified are to hold fewer cases."""
        if self.at_work:
            self.experience += 1.0
        hours = self.model.mechanism.hours
        self.allowance = (
            1.0 - hours.protected_share * hours.protection_kept if self.experience < hours.protected_weeks else 1.0
        )

    def finish_agency_stay(self):
        """Agency staff leave after their stay, or when the post is taken."""
        if self.kind == AGENCY:
            arriving = self.post.arriving
            taken = arriving is not None and arriving <= self.model.week
            if taken or self.random.random() < 1.0 / self.model.mechanism.recruitment.agency_weeks:
                self.model.count("agency_ends")
                self.leave()


class Manager(Person):
    """Someone who leads a unit: permanent, or acting until the post is filled."""

    def __init__(self, model, post, kind):
        super().__init__(model, post, kind)
        mechanism = model.mechanism
        director = post.unit is None
        known = not director or self.random.random() < mechanism.promotion.director_background
        understanding = mechanism.understanding
        self.floor = understanding.floor if known else understanding.floor_without_background
        half_lives = mechanism.promotion.outside_years * 52.0 / understanding.half_life_weeks
        self.understanding = self.floor + (1.0 - self.floor) * 0.5**half_lives
        self.quality = clip(0.5 + mechanism.support.quality_spread * bell(self.random))
        self.supervising = 0.0

    @property
    def openness(self):
        """Share of discussions that the manager does not shut down."""
        return 1.0 - self.model.mechanism.support.insecurity * self.exhaustion * (1.0 - self.understanding)

    def work(self):
        """The week of a manager: what there is no time for is supervision."""
        self.supervising = 0.0
        if not self.at_work:
            self.spread(0.0)
            return
        support, unit = self.model.mechanism.support, self.post.leads
        supervision = unit.heads * support.supervision_hours
        supervision += unit.newcomers * support.induction_hours + len(unit.replies) * support.reply_hours
        self.spread(supervision + support.management_hours)
        self.supervising = clip(1.0 - self.unmet / supervision) if supervision > 0.0 else 1.0

    def support_given(self):
        """Support given this week: the weighted mean of time, understanding and quality."""
        support = self.model.mechanism.support
        total = support.time_weight + support.experience_weight + support.quality_weight
        knowing = self.understanding * self.openness * min(1.0, self.supervising / support.least_time)
        given = (
            support.time_weight * self.supervising
            + support.experience_weight * knowing
            + support.quality_weight * self.quality
        ) / total
        return given * (support.acting_share if self.kind == ACTING else 1.0)

    def update_belief(self):
        """The picture of the unit moves toward its report, worse news less far, and drifts to the comfortable one."""
        belief, unit = self.model.mechanism.belief, self.post.leads
        if belief.multiplicative:
            rate = belief.attention * self.understanding
        else:
            rate = 0.5 * (belief.attention + belief.understanding_rate * self.understanding)
        signal = clip(unit.signal)
        if signal > unit.belief:
            rate *= 1.0 - belief.discount
        step = rate * (signal - unit.belief) + belief.comfort_pull * (belief.comfortable - unit.belief)
        unit.belief = clip(unit.belief + step)

    def gain_experience(self):
        """Understanding of practice fades, and grows where supervising lets a first-line manager see it."""
        if not self.at_work:
            return
        understanding = self.model.mechanism.understanding
        seen = understanding.supervising_share * self.supervising if self.post.tier == 1 else 0.0
        fading = math.log(2.0) / understanding.half_life_weeks * (1.0 - seen) * (self.understanding - self.floor)
        growing = seen / understanding.learning_weeks * (1.0 - self.understanding)
        self.understanding = clip(self.understanding - fading + growing)
