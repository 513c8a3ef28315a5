"""Settings of what happens to families when it goes wrong: complaints, serious incidents, and what follows from them."""

from sim.quantity import Frozen, quantity, switch


class Families(Frozen):
    """M24. Families complain: a channel past the line, partly counted against the worker. Off: nobody complains."""

    on: bool = switch("whether families complain", True)
    complaint_rate: float = quantity(
        "complaints of a family whose case is held, with visits on time and no change of worker", 0.03,
        unit="per case and year", low=0, high=5, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    overdue_factor: float = quantity(
        "the same with an overdue visit or without a worker, relative to it", 3.0,
        unit="ratio", low=1, high=20, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    change_factor: float = quantity(
        "the same in the weeks after a change of worker, relative to it", 2.0,
        unit="ratio", low=1, high=20, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    change_weeks: int = quantity(
        "weeks in which a change of worker is still felt", 8,
        unit="weeks", low=0, high=52, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    remembered_weeks: float = quantity(
        "time over which a manager remembers complaints", 52.0,
        unit="weeks", low=1, high=520, source="assumption: a year, as complaints are reported", grade="D", role="uncertain",
    )  # fmt: skip
    worker_hours: float = quantity(
        "hours of the team to deal with a complaint", 4.0,
        unit="hours a complaint", low=0, high=80, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    manager_hours: float = quantity(
        "hours of the team's manager to deal with a complaint", 4.0,
        unit="hours a complaint", low=0, high=80, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    against_worker: float = quantity(
        "share of complaints that are counted against the worker, whatever the cause", 0.3,
        unit="share", low=0, high=1, source="article A1: if a client complains, it is your fault; size free",
        grade="D", role="uncertain",
    )  # fmt: skip
    full_rate: float = quantity(
        "complaints that managers read as full strain", 0.2,
        unit="per case and year", low=0.01, high=5, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip


class Incidents(Frozen):
    """M19. Serious incidents, what follows from them, and what is notified of them. Off: there are none."""

    on: bool = switch("whether serious incidents happen", True)
    rate: float = quantity(
        "serious incidents of ordinary cases held by rested and experienced people, with visits on time", 0.584,
        unit="per 1000 cases and year", low=0, high=100, grade="A", role="calibrated",
        source="calibrated to 2.7 serious incident notifications an authority and year",
    )  # fmt: skip
    complex_factor: float = quantity(
        "the same for complex cases, relative to it", 4.0,
        unit="ratio", low=1, high=50, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    unallocated_factor: float = quantity(
        "the same while a case has no worker, relative to it", 3.0,
        unit="ratio", low=1, high=50, source="article A3: unallocated cases; size free", grade="D", role="uncertain",
    )  # fmt: skip
    overdue_factor: float = quantity(
        "the same with an overdue visit, relative to it", 2.0,
        unit="ratio", low=1, high=50, source="article A3: visits not done for overload; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    exhaustion_slope: float = quantity(
        "how far the exhaustion of the worker raises it", 0.7,
        unit="logarithm per unit", low=0, high=5, grade="C", role="uncertain",
        source="burnout and performance R .36, Swider and Zimmerman 2010; size free",
    )  # fmt: skip
    inexperience: float = quantity(
        "how much higher it is with a worker without any practice", 0.5,
        unit="share", low=0, high=5, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    notified_share: float = quantity(
        "share of serious incidents that is notified by a team of reference safety", 0.7,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    notified_safety: float = quantity(
        "how far safety raises that share", 0.8,
        unit="share per unit of safety", low=0, high=3, grade="C", role="uncertain",
        source="safety and reporting of errors, Edmondson 1996, doi 10.1177/0021886396321001; size free",
    )  # fmt: skip
    blame_share: float = quantity(
        "chance that a serious incident leads to blame, rather than to learning", 0.5,
        unit="share", low=0, high=1, source="article A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    proceedings_share: float = quantity(
        "share of the blamed who are suspended for formal proceedings", 0.3,
        unit="share", low=0, high=1, source="article A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    proceedings_weeks: int = quantity(
        "weeks of a suspension", 12,
        unit="weeks", low=0, high=104, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    blame_injury: float = quantity(
        "exhaustion of the person who is blamed, as a share of what is left", 0.3,
        unit="share", low=0, high=1, source="article A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    blame_weeks: float = quantity(
        "time in which being blamed wears off to 37 per cent", 52.0,
        unit="weeks", low=1, high=520, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    fear_team: float = quantity(
        "fear that blame leaves in the team, as a share of what is left", 0.5,
        unit="share", low=0, high=1, source="articles A1 and A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    fear_elsewhere: float = quantity(
        "the same in every other team", 0.05,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    fear_weeks: float = quantity(
        "time in which fear wears off to 37 per cent", 104.0,
        unit="weeks", low=1, high=520, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    fear_safety: float = quantity(
        "how far full fear lowers the safety of the link upward", 0.4,
        unit="0 to 1", low=0, high=1, source="articles A1 and A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    learning_gain: float = quantity(
        "share by which learning from one incident lowers the rate of further ones", 0.03,
        unit="share", low=0, high=0.5, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    learning_weeks: float = quantity(
        "time in which what was learned is forgotten to 37 per cent", 156.0,
        unit="weeks", low=1, high=1040, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    review_hours: float = quantity(
        "hours a week of the team while an incident is reviewed", 8.0,
        unit="hours a week", low=0, high=100, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    review_weeks: int = quantity(
        "weeks of a review", 15,
        unit="weeks", low=0, high=104, grade="D", role="uncertain",
        source="rapid review within 15 working days, local review within months",
    )  # fmt: skip
    pressure: float = quantity(
        "outside pressure from one notified incident", 0.15,
        unit="0 to 1 and more", low=0, high=2, source="article A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    pressure_weeks: float = quantity(
        "time in which outside pressure falls to 37 per cent", 26.0,
        unit="weeks", low=1, high=260, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    pressure_hours: float = quantity(
        "hours of further audits for each front-line worker at a pressure of 1", 1.0,
        unit="hours a week", low=0, high=20, source="article A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
