"""What workers and managers of the object model have in common: a person as a Mesa agent."""

import math

import mesa

PERMANENT, AGENCY, ACTING = "permanent", "agency", "acting"
_LOGISTIC_SD = math.pi / math.sqrt(3.0)


def clip(value, low=0.0, high=1.0):
    """`value`, kept within [low, high]."""
    return min(max(value, low), high)


def logistic(log_odds):
    """The probability that goes with `log_odds`."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def bell(random):
    """A logistic draw of mean 0 and standard deviation 1."""
    u = random.random()
    return math.log(u / (1.0 - u)) / _LOGISTIC_SD


class Person(mesa.Agent):
    """Whoever sits in a post: what workers and managers have in common."""

    def __init__(self, model, post, kind):
        super().__init__(model)
        mechanism = model.mechanism
        self.post = post
        self.kind = kind
        self.started = model.week
        self.absent_until = model.week
        self.said = False
        self.resilience = bell(self.random)
        self.restlessness = bell(self.random)
        self.outspokenness = bell(self.random)
        self.exhaustion = mechanism.recruitment.starter_exhaustion
        self.goodwill = mechanism.recruitment.starter_goodwill
        self.expected_reply = mechanism.recruitment.starter_hope
        self.support = 0.5
        self.overtime = 0.0
        self.unmet = 0.0
        self.strain = 0.0
        self.reply = None
        self.meet_manager()
        post.person = self

    def meet_manager(self):
        """A new link to the line manager: its lasting safety is drawn, and some links are broken."""
        reporting = self.model.mechanism.reporting
        self.link = clip(reporting.reference_safety + reporting.link_spread * bell(self.random), 0.01)
        if self.random.random() < reporting.broken_share:
            self.link = 0.0
        self.safety = self.link

    @property
    def at_work(self):
        """Whether the person is not absent this week."""
        return self.absent_until <= self.model.week

    def spread(self, need):
        """Work a week that needs `need` hours: contracted hours, then unpaid ones as far as goodwill goes."""
        hours = self.model.mechanism.hours
        beyond = max(0.0, need - hours.contracted)
        self.overtime = min(beyond, hours.overtime_limit * self.goodwill)
        self.unmet = beyond - self.overtime

    def feel_support(self):
        """Support follows what the manager gives, and the safety of the link follows support."""
        unit = self.post.unit
        if unit is None:
            return
        support, reporting = self.model.mechanism.support, self.model.mechanism.reporting
        felt = 0.0
        if unit.given_support > 0.0:
            felt = clip(unit.given_support + support.relationship * (self.link - reporting.reference_safety))
        self.support += (felt - self.support) / support.adjustment_weeks
        if self.link > 0.0:
            target = clip(self.link + reporting.safety_support * (self.support - 0.5))
            self.safety += (target - self.safety) / reporting.safety_weeks

    def show_strain(self):
        """True strain: half unmet hours, half being stressed."""
        if self.at_work:
            exhaustion = self.model.mechanism.exhaustion
            stressed = 1.0 if self.exhaustion > exhaustion.stressed_above else 0.0
            self.strain = 0.5 * min(1.0, self.unmet / exhaustion.full_unmet_hours) + 0.5 * stressed

    def raise_concern(self):
        """Speak up or keep silent; the line manager replies at once."""
        self.reply = None
        unit = self.post.unit
        voice = self.model.mechanism.voice
        if unit is None or not self.at_work or self.random.random() >= voice.concern_rate * self.strain:
            return
        self.had_concern()
        log_odds = (
            voice.base
            + voice.safety_slope * self.safety
            + voice.reply_slope * self.expected_reply
            - voice.exhaustion_slope * self.exhaustion
            + voice.personal_spread * self.outspokenness
        )
        if self.random.random() < logistic(log_odds):
            self.reply = unit.reply_to(self)
            self.said = True
            self.spoke()

    def had_concern(self):
        """Called when there was something to say."""

    def spoke(self):
        """Called when it was said."""

    def exhaust(self):
        """Demands exhaust, support buffers, rest recovers; the team and disappointment add to it."""
        exhaustion = self.model.mechanism.exhaustion
        unit = self.post.unit
        demand = min(1.0, (self.overtime + self.unmet) / self.model.mechanism.hours.overtime_limit)
        personal = math.exp(-exhaustion.resilience_spread * self.resilience)
        gain = exhaustion.rate * personal * demand * (1.0 - exhaustion.buffer * self.support)
        if self.reply is not None:
            gain += exhaustion.moral_injury * max(0.0, self.expected_reply - self.reply)
        now = self.exhaustion + (1.0 - self.exhaustion) * gain - self.exhaustion / exhaustion.recovery_weeks
        if unit is not None:
            now += exhaustion.contagion * (unit.mean_exhaustion - self.exhaustion)
        self.exhaustion = clip(now)

    def move_goodwill(self):
        """Goodwill follows support, the expected reply and what has lately been asked."""
        hours = self.model.mechanism.hours
        target = logistic(
            hours.goodwill_base
            + hours.goodwill_support * self.support
            + hours.goodwill_reply * self.expected_reply
            - hours.goodwill_asked * self.overtime / hours.overtime_limit
        )
        self.goodwill += (target - self.goodwill) / hours.goodwill_weeks

    def learn_from_replies(self):
        """The expected reply moves toward the reply got, or less far toward the replies that colleagues got."""
        unit = self.post.unit
        if unit is None:
            return
        voice = self.model.mechanism.voice
        if self.reply is not None:
            self.expected_reply += voice.learning * (self.reply - self.expected_reply)
        elif unit.replies:
            self.expected_reply += voice.learning * voice.witness_share * (unit.mean_reply - self.expected_reply)
        self.expected_reply = clip(self.expected_reply)

    def tell(self, news):
        """What the person tells of `news`: the acceptable part whole, the bad part as far as the link lets it pass."""
        reporting = self.model.mechanism.reporting
        passing = reporting.passing + reporting.fear * (self.safety - reporting.reference_safety)
        if self.said:
            passing += reporting.spoken_gain
        self.said = False
        bad = max(0.0, news - reporting.acceptable_strain)
        told = min(news, reporting.acceptable_strain) + clip(passing) * bad
        return told + reporting.noise * bell(self.random)

    def fall_ill(self):
        """The exhausted fall ill more often."""
        if not self.at_work:
            self.was_absent()
            return
        exhaustion = self.model.mechanism.exhaustion
        log_odds = exhaustion.absence_base + exhaustion.absence_slope * (self.exhaustion - 0.5)
        if self.random.random() < logistic(log_odds):
            weeks = 1 + int(self.random.expovariate(1.0 / (exhaustion.absence_weeks - 0.5)))
            self.absent_until = self.model.week + 1 + weeks
            if weeks >= exhaustion.cases_return_weeks:
                self.return_cases()

    def was_absent(self):
        """Called for everyone who was absent this week."""
        if self.kind == PERMANENT:
            self.model.count("absent")

    def consider_leaving(self):
        """Permanent staff leave, the exhausted and unsupported more often."""
        if self.kind != PERMANENT:
            return
        leaving = self.model.mechanism.leaving
        log_odds = (
            leaving.base
            + leaving.exhaustion_slope * (self.exhaustion - 0.5)
            - leaving.support_slope * (self.support - 0.5)
            - leaving.reply_slope * (self.expected_reply - 0.5)
            - leaving.pay_slope * math.log(leaving.relative_pay)
            + leaving.short_tenure * math.exp(-(self.model.week - self.started) / leaving.short_tenure_weeks)
            + leaving.personal_spread * self.restlessness
        )
        if self.post.tier > 0:
            log_odds += leaving.managers
        if self.random.random() < logistic(log_odds):
            self.model.count("leavers")
            self.model.count("manager_leavers", self.post.tier > 0)
            self.leave()

    def leave(self):
        """Hand the cases back and go; the post falls vacant."""
        self.return_cases()
        self.post.person = None
        self.remove()

    def return_cases(self):
        """Managers hold no cases here."""
