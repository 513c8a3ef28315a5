"""Settings of the work itself: cases, hours, goodwill, administration, supervision, exhaustion."""

from pydantic import model_validator

from sim.quantity import Frozen, quantity, switch

_CENSUS = "Department for Education, children's social work workforce census 2017-2021"
_STUDY = "Department for Education, longitudinal study of local authority social workers, waves 1-3"


class Casework(Frozen):
    """M01. Cases arrive, are allocated, worked, visited and closed. Off: everyone carries a standard caseload on paper."""

    on: bool = switch("whether cases are modelled one by one", True)
    light_share: float = quantity(
        "share of new cases that are of lower complexity", 0.45,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="calibrated",
    )  # fmt: skip
    complex_share: float = quantity(
        "share of new cases that are complex", 0.2,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="calibrated",
    )  # fmt: skip
    light_hours: float = quantity(
        "standard hours of a case of lower complexity", 1.3,
        unit="hours a week", low=0.1, high=20, role="calibrated", grade="D",
        source="so that 16.9 cases fill the 41 to 42 hours worked (census; longitudinal study wave 2)",
    )  # fmt: skip
    medium_hours: float = quantity(
        "standard hours of a case of medium complexity", 1.95,
        unit="hours a week", low=0.1, high=20, source="as light_hours", grade="D", role="calibrated",
    )  # fmt: skip
    complex_hours: float = quantity(
        "standard hours of a complex case", 3.1,
        unit="hours a week", low=0.1, high=20, source="as light_hours", grade="D", role="calibrated",
    )  # fmt: skip
    duration_weeks: float = quantity(
        "mean weeks that a case takes at the standard pace", 45.0,
        unit="weeks", low=1, high=520, grade="D", role="uncertain",
        source="children in need over starts a year is about one year in published returns; an order of magnitude",
    )  # fmt: skip
    light_visit_weeks: float = quantity(
        "weeks between visits due, lower complexity", 6.0,
        unit="weeks", low=1, high=52, source="usual local standard for children in need", grade="D", role="uncertain",
    )  # fmt: skip
    medium_visit_weeks: float = quantity(
        "weeks between visits due, medium complexity", 4.0,
        unit="weeks", low=1, high=52, source="usual local standard for children in need", grade="D", role="uncertain",
    )  # fmt: skip
    complex_visit_weeks: float = quantity(
        "weeks between visits due, complex", 2.0,
        unit="weeks", low=1, high=52, source="usual local standard under a child protection plan", grade="D", role="uncertain",
    )  # fmt: skip
    deferred_share: float = quantity(
        "share of undone casework that must still be done later; the rest is never done", 0.5,
        unit="share", low=0, high=1, role="uncertain", grade="D",
        source="assumption: at 1 the balance of demand and capacity is a knife edge, at 0 families lose every hour",
    )  # fmt: skip
    allocation_limit_hours: float = quantity(
        "weekly hours of cases above which a team stops giving a worker more", 52.0,
        unit="hours a week", low=1, high=200, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    handover_hours: float = quantity(
        "hours to read into a case taken over from a colleague", 3.0,
        unit="hours a case", low=0, high=40, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    team_demand_spread: float = quantity(
        "lasting differences in demand between teams", 0.1,
        unit="standard deviation of the logarithm", low=0, high=1, grade="D", role="uncertain",
        source="assumption; no figure found",
    )  # fmt: skip
    direct_share: float = quantity(
        "share of casework hours spent with families", 0.4,
        unit="share", low=0, high=1, grade="B",
        source="under one third of the front-line week is spent with families (review of time-use studies)",
    )  # fmt: skip
    refused_hours: float = quantity(
        "hours of the team for a case that is refused or sent back", 2.0,
        unit="hours a case", low=0, high=20, source="assumption; article A0 describes the cost", grade="D", role="uncertain",
    )  # fmt: skip
    requests: float = quantity(
        "requests for money or services that a case needs", 4.0,
        unit="per case and year", low=0, high=100, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    resubmit_hours: float = quantity(
        "hours to write a request again that was sent back", 2.0,
        unit="hours a request", low=0, high=40, grade="D", role="uncertain",
        source="article A0: asked to resubmit for less; size free",
    )  # fmt: skip

    @model_validator(mode="after")
    def _shares_add_up(self) -> "Casework":
        if self.light_share + self.complex_share > 1.0:
            raise ValueError(
                f"complex_share: {self.complex_share:g} and light_share, {self.light_share:g}, add up to more than 1; "
                f"make it at most {1.0 - self.light_share:g}"
            )
        return self


class Hours(Frozen):
    """M02. Contracted hours, and unpaid hours beyond them as far as goodwill goes. Off: the contracted week only."""

    on: bool = switch("whether people work unpaid hours, and goodwill moves", True)
    contracted: float = quantity(
        "contracted hours of a full-time week", 35.0,
        unit="hours a week", low=20, high=48, grade="A",
        source=_STUDY + ": 35 contracted and 42 worked; the articles speak of 37",
    )  # fmt: skip
    overtime_limit: float = quantity(
        "unpaid hours that a person of boundless goodwill would work", 17.38,
        unit="hours a week", low=0, high=40, grade="A", role="calibrated",
        source="calibrated to 6 unpaid hours a week in the mean, 2019-22",
    )  # fmt: skip
    goodwill_base: float = quantity(
        "goodwill with no support, no reply expected and nothing asked", -0.6,
        unit="log odds", low=-5, high=5, source="calibrated with overtime_limit", grade="D", role="calibrated",
    )  # fmt: skip
    goodwill_support: float = quantity(
        "how far support raises goodwill", 1.5,
        unit="log odds", low=0, high=6, grade="B", role="uncertain",
        source="perceived organisational support, Rhoades and Eisenberger 2002, doi 10.1037/0021-9010.87.4.698",
    )  # fmt: skip
    goodwill_reply: float = quantity(
        "how far the expected reply raises goodwill", 1.5,
        unit="log odds", low=0, high=6, source="as goodwill_support", grade="C", role="uncertain",
    )  # fmt: skip
    goodwill_asked: float = quantity(
        "how far unpaid hours asked of lately lower goodwill, at the limit of hours", 1.5,
        unit="log odds", low=0, high=6, source="articles A0 and A1: goodwill is used up", grade="D", role="uncertain",
    )  # fmt: skip
    goodwill_fairness: float = quantity(
        "how far the intent that a person believes leaders to have raises goodwill", 0.5,
        unit="log odds", low=0, high=6, grade="B", role="uncertain",
        source="fairness and perceived organisational support, Rhoades and Eisenberger 2002",
    )  # fmt: skip
    goodwill_weeks: float = quantity(
        "time that goodwill takes to follow", 26.0,
        unit="weeks", low=1, high=260, source="no source", grade="D", role="uncertain",
    )  # fmt: skip
    slowed_by_exhaustion: float = quantity(
        "how far full exhaustion lengthens the hours that a case takes", 0.17,
        unit="share", low=0, high=1, grade="B",
        source="exhaustion and performance about -.17, Corbeanu et al. 2023",
    )  # fmt: skip
    slowed_by_inexperience: float = quantity(
        "how much longer a case takes someone without any practice", 0.25,
        unit="share", low=0, high=2, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    experience_weeks: float = quantity(
        "practice after which that extra time has fallen to 37 per cent", 52.0,
        unit="weeks", low=1, high=520, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    protected_share: float = quantity(
        "share by which the caseload of the newly qualified is to be smaller", 0.2,
        unit="share", low=0, high=0.9, grade="D", role="uncertain",
        source="assessed and supported year: a reduced caseload, locally 10 to 20%",
    )  # fmt: skip
    protected_weeks: float = quantity(
        "weeks of practice in which a caseload is to be smaller", 52.0,
        unit="weeks", low=0, high=520, source="assessed and supported year in employment", grade="A",
    )  # fmt: skip
    experienced_weeks: float = quantity(
        "weeks of practice from which a person counts as experienced in the outcomes", 104.0,
        unit="weeks", low=0, high=1040, source="definition of the measure", grade="D",
    )  # fmt: skip
    protection_kept: float = quantity(
        "share of that protection that reaches people", 0.5,
        unit="share", low=0, high=1, grade="C", role="uncertain",
        source="survey of the newly qualified 2018, n = 640: about half",
    )  # fmt: skip


class Administration(Frozen):
    """M04. Recording, audits, meetings and travel. Off: no administration."""

    on: bool = switch("whether part of the week goes to administration", True)
    hours: float = quantity(
        "hours of administration apart from the records of single cases and from what indicators take", 3.6,
        unit="hours a week", low=0, high=30, grade="D", role="calibrated",
        source="what is left of the 41 to 42 hours worked after cases and supervision",
    )  # fmt: skip
    removable_share: float = quantity(
        "share of those hours that business support can take over", 0.7,
        unit="share", low=0, high=1, source="article A4: who does this task? assumption", grade="D", role="uncertain",
    )  # fmt: skip


class Support(Frozen):
    """M05. What a worker gets from the line manager. The three weights are rival explanations. Off: support stays at 0.5."""

    on: bool = switch("whether support depends on the manager", True)
    time_weight: float = quantity(
        "weight of the manager's time", 1.0,
        unit="weight", low=0, high=10, grade="D", role="uncertain",
        source="rival explanation; article A1, a reader on managers' load",
    )  # fmt: skip
    experience_weight: float = quantity(
        "weight of the manager's understanding of practice", 1.0,
        unit="weight", low=0, high=10, grade="C", role="uncertain",
        source="rival explanation; Artz, Goodall and Oswald 2016; article A1, third practitioner",
    )  # fmt: skip
    quality_weight: float = quantity(
        "weight of a lasting quality of the manager, whatever the pressure", 1.0,
        unit="weight", low=0, high=10, source="rival explanation; article A1, last reader", grade="D", role="uncertain",
    )  # fmt: skip
    least_time: float = quantity(
        "share of the supervision due below which less of what a manager knows reaches people", 0.5,
        unit="share", low=0.01, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    insecurity: float = quantity(
        "how far exhaustion makes a manager without experience shut discussions down", 0.5,
        unit="share", low=0, high=1, source="article A1, third practitioner", grade="D", role="uncertain",
    )  # fmt: skip
    quality_spread: float = quantity(
        "lasting differences between managers in quality", 0.15,
        unit="standard deviation", low=0, high=0.3, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    relationship: float = quantity(
        "how far the lasting quality of the link to the manager shows in the support that one person gets", 2.3,
        unit="0 to 1 per unit of safety", low=0, high=3, role="calibrated", grade="B",
        source="so that support and exhaustion correlate as in studies: r .30 to .40, Mor Barak et al. 2009",
    )  # fmt: skip
    supervision_hours: float = quantity(
        "hours of the manager for each person supervised, informal help included", 1.8,
        unit="hours a week", low=0, high=10, grade="D", role="uncertain",
        source="monthly supervision and daily questions; assumption",
    )  # fmt: skip
    attending_hours: float = quantity(
        "hours of the person supervised", 0.75,
        unit="hours a week", low=0, high=10, grade="D", role="uncertain",
        source="monthly supervision and team meetings; assumption",
    )  # fmt: skip
    management_hours: float = quantity(
        "hours of a manager's other duties: panels, meetings, reports, staffing", 31.0,
        unit="hours a week", low=0, high=60, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    reply_hours: float = quantity(
        "hours of a manager to deal with one concern", 0.5,
        unit="hours a concern", low=0, high=10, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    induction_weeks: float = quantity(
        "weeks in which a newcomer is inducted", 8.0,
        unit="weeks", low=0, high=52, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    induction_hours: float = quantity(
        "hours a week that a newcomer's induction costs the manager, and again the team", 2.0,
        unit="hours a week", low=0, high=20, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    acting_share: float = quantity(
        "support given by an acting manager relative to a permanent one", 0.7,
        unit="ratio", low=0, high=1, source="article A1, second practitioner; assumption", grade="D", role="uncertain",
    )  # fmt: skip
    acting_insecurity: float = quantity(
        "further insecurity of an acting manager", 0.3,
        unit="share", low=0, high=1, source="article A1, second practitioner; size free", grade="D", role="uncertain",
    )  # fmt: skip
    alone_hours: float = quantity(
        "hours that a complex case takes a worker more when the discussion of it is shut down and handed back", 0.3,
        unit="hours a week and case", low=0, high=10, source="article A1, third practitioner; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    malleability: float = quantity(
        "how far feedback and training can change a manager's quality", 1.0,
        unit="share", low=0, high=1, source="rival explanation; article A1, last reader: 0 where it is lasting", grade="D",
        role="uncertain",
    )  # fmt: skip
    mentor_value: float = quantity(
        "share of missing support that an hour a week with a mentor makes good", 0.3,
        unit="share per hour", low=0, high=1, source="article A1; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    feedback_weeks: float = quantity(
        "time in which a manager's behaviour drifts back to the lasting quality", 52.0,
        unit="weeks", low=1, high=520, grade="C", role="uncertain",
        source="effects of upward feedback are small and need renewal, Smither et al. 2005",
    )  # fmt: skip
    adjustment_weeks: float = quantity(
        "time that felt support takes to follow", 8.0,
        unit="weeks", low=1, high=104, source="about two supervision meetings; assumption", grade="D", role="uncertain",
    )  # fmt: skip


class Exhaustion(Frozen):
    """M06 and M07. Demands exhaust, support buffers, rest recovers, at every tier. Off: it stays, and nobody falls ill."""

    on: bool = switch("whether exhaustion moves", True)
    managers_too: bool = switch("whether managers exhaust by the same equations (M07)", True)
    rate: float = quantity(
        "weekly exhaustion from full demands without support", 0.3322,
        unit="per week", low=0, high=1, grade="A", role="calibrated",
        source="calibrated to 51% stressed by the job, longitudinal study wave 1; form: job demands and resources",
    )  # fmt: skip
    buffer: float = quantity(
        "share of that from which full support protects", 0.92,
        unit="share", low=0, high=1, grade="B", role="calibrated",
        source="supervision and worker outcomes r .30 to .40, Mor Barak et al. 2009, doi 10.1086/599028",
    )  # fmt: skip
    recovery_weeks: float = quantity(
        "time in which exhaustion falls to 37 per cent without demands", 26.0,
        unit="weeks", low=2, high=260, grade="C", role="uncertain",
        source="slow recovery: Homer 1985; Guthier, Dormann and Voelkle 2020",
    )  # fmt: skip
    resilience_spread: float = quantity(
        "lasting differences between people in how fast demands exhaust them", 0.35,
        unit="standard deviation of the logarithm", low=0, high=2, grade="D", role="uncertain",
        source="assumption; no figure found",
    )  # fmt: skip
    contagion: float = quantity(
        "weekly pull toward the mean exhaustion of the team", 0.02,
        unit="per week", low=0, high=0.5, grade="B", role="uncertain",
        source="present, size free: Bakker, Le Blanc and Schaufeli 2005, doi 10.1111/j.1365-2648.2005.03494.x",
    )  # fmt: skip
    moral_injury: float = quantity(
        "exhaustion from a concern that gets less of a reply than was expected, for each full step of the reply", 0.15,
        unit="per concern", low=0, high=0.5, source="article A4; assumption", grade="D", role="uncertain",
    )  # fmt: skip
    override_injury: float = quantity(
        "exhaustion from a request that is sent back against one's judgement", 0.01,
        unit="per request", low=0, high=0.5, source="articles A0 and A4; size free", grade="D", role="uncertain",
    )  # fmt: skip
    ostracism: float = quantity(
        "exhaustion of a person against whom a concern is held, or a complaint is counted", 0.05,
        unit="per event", low=0, high=0.5, source="article A1: ostracised, blamed; size free", grade="D", role="uncertain",
    )  # fmt: skip
    stressed_above: float = quantity(
        "exhaustion above which a person says 'stressed by my job'", 0.5,
        unit="0 to 1", low=0.05, high=0.95, source="definition of the measure", grade="D",
    )  # fmt: skip
    full_unmet_hours: float = quantity(
        "unmet hours that count as full strain", 7.0,
        unit="hours a week", low=1, high=40, source="definition of the measure: one working day", grade="D",
    )  # fmt: skip
    absence_base: float = quantity(
        "weekly log odds of falling ill at exhaustion 0.5", -4.762,
        unit="log odds", low=-12, high=0, grade="A", role="calibrated",
        source="calibrated to absence of 3.1% of days; " + _CENSUS,
    )  # fmt: skip
    absence_slope: float = quantity(
        "how far exhaustion raises the log odds of falling ill", 3.0,
        unit="log odds", low=0, high=10, source="burnout and absence .23, Swider and Zimmerman 2010", grade="B",
    )  # fmt: skip
    absence_weeks: float = quantity(
        "mean weeks of an absence", 3.0,
        unit="weeks", low=1, high=52, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    cases_return_weeks: float = quantity(
        "weeks of expected absence from which the cases go back to the team", 4.0,
        unit="weeks", low=1, high=52, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
