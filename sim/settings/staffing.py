"""Settings of coming and going, and of money."""

from sim.quantity import Frozen, quantity, switch

_CENSUS = "children's social work workforce census 2017-2021, England"


class Leaving(Frozen):
    """M08. Leaving depends on exhaustion, support, the expected reply, pay and short tenure. Off: nobody leaves."""

    on: bool = switch("whether people leave", True)
    base: float = quantity(
        "weekly log odds of leaving at 0.5 in exhaustion, support and expected reply", -5.969,
        unit="log odds", low=-15, high=0, grade="A", role="calibrated",
        source="calibrated to turnover of 14.5% a year; " + _CENSUS,
    )  # fmt: skip
    exhaustion_slope: float = quantity(
        "how far exhaustion raises the log odds", 2.0,
        unit="log odds", low=0, high=10, grade="B", role="calibrated",
        source="burnout and turnover R .33, Swider and Zimmerman 2010",
    )  # fmt: skip
    support_slope: float = quantity(
        "how far support lowers the log odds", 1.25,
        unit="log odds", low=0, high=10, grade="B", role="calibrated",
        source="supervision and retention r .30 to .40, Mor Barak et al. 2009",
    )  # fmt: skip
    reply_slope: float = quantity(
        "how far the expected reply lowers the log odds", 0.8,
        unit="log odds", low=0, high=10, grade="B", role="uncertain",
        source="influence on decisions medium, Kim and Kao 2014, 22 studies",
    )  # fmt: skip
    pay_slope: float = quantity(
        "how far the logarithm of relative pay lowers the log odds", 1.5,
        unit="log odds", low=0, high=5, grade="C", role="uncertain",
        source="Falch: a 10% premium cut quits by 6 to 7 points; swept 0.5 to 3.5",
    )  # fmt: skip
    relative_pay: float = quantity(
        "pay relative to what neighbours offer", 1.0,
        unit="ratio", low=0.5, high=2, source="definition of the reference", grade="D", role="lever",
    )  # fmt: skip
    blame_slope: float = quantity(
        "how far having lately been blamed raises the log odds", 1.0,
        unit="log odds", low=0, high=10, source="articles A0, A1 and A3: driven out; size free", grade="D", role="uncertain",
    )  # fmt: skip
    short_tenure: float = quantity(
        "how far the first weeks raise the log odds", 0.6,
        unit="log odds", low=0, high=5, source="short tenure raises leaving; size free", grade="C", role="uncertain",
    )  # fmt: skip
    short_tenure_weeks: float = quantity(
        "weeks in which that has fallen to 37 per cent", 52.0,
        unit="weeks", low=1, high=520, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    personal_spread: float = quantity(
        "lasting differences between people in the log odds, for reasons that the model does not hold", 1.1,
        unit="standard deviation", low=0, high=3, role="calibrated", grade="B",
        source="so that burnout explains no more of the wish to leave than in studies: R .33, Swider and Zimmerman 2010",
    )  # fmt: skip
    managers: float = quantity(
        "difference of managers in the log odds", -0.3,
        unit="log odds", low=-5, high=5, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    lasting_spread: float = quantity(
        "lasting differences between authorities in the log odds", 0.24,
        unit="standard deviation", low=0, high=1, grade="A", role="calibrated",
        source="of 6.2 points between authorities 3.5 last; " + _CENSUS,
    )  # fmt: skip
    yearly_spread: float = quantity(
        "differences from year to year within an authority in the log odds", 0.3,
        unit="standard deviation", low=0, high=1, grade="A", role="calibrated",
        source="5.2 points within authorities over time; " + _CENSUS,
    )  # fmt: skip
    out_share: float = quantity(
        "share of leavers who leave the sector", 0.55,
        unit="share", low=0, high=1, source="census 2021", grade="A",
    )  # fmt: skip
    agency_share: float = quantity(
        "share of leavers who go to agency work", 0.17,
        unit="share", low=0, high=1, source="census 2021", grade="A",
    )  # fmt: skip


class Recruitment(Frozen):
    """M09. Vacant posts wait for applicants; agency staff fill most of the gap. Off: nobody comes."""

    on: bool = switch("whether posts are filled", True)
    fill_rate: float = quantity(
        "suitable applicants for a vacant post at reference attractiveness", 1.044,
        unit="per year", low=0, high=20, grade="A", role="calibrated",
        source="calibrated to 16.5% vacancy: about a year of waiting; " + _CENSUS,
    )  # fmt: skip
    supply: float = quantity(
        "supply of applicants relative to 2017-21", 1.0,
        unit="ratio", low=0, high=5, source="definition of the reference", grade="D", role="lever",
    )  # fmt: skip
    attractiveness: float = quantity(
        "how far applicants follow the authority's reputation", 0.5,
        unit="elasticity", low=0, high=3, grade="C", role="uncertain",
        source="matching: Petrongolo and Pissarides 2001; size free",
    )  # fmt: skip
    pay_attraction: float = quantity(
        "how far applicants follow relative pay", 1.0,
        unit="elasticity", low=0, high=5, source="assumption; no figure found for social work", grade="D", role="uncertain",
    )  # fmt: skip
    reputation_weeks: float = quantity(
        "time that reputation takes to follow", 52.0,
        unit="weeks", low=4, high=520, source="about a year (articles A1 and A4); assumption", grade="D", role="uncertain",
    )  # fmt: skip
    hiring_weeks: int = quantity(
        "weeks between acceptance and start", 8,
        unit="weeks", low=0, high=52, source="notice and checks; assumption", grade="D", role="uncertain",
    )  # fmt: skip
    newly_qualified_share: float = quantity(
        "share of front-line starters who are newly qualified", 0.4,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    starter_years: float = quantity(
        "mean years of practice of other starters", 6.0,
        unit="years", low=0.5, high=30, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    starter_exhaustion: float = quantity(
        "exhaustion of a starter", 0.3,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    starter_goodwill: float = quantity(
        "goodwill of a starter", 0.7,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    starter_hope: float = quantity(
        "expected reply of a starter", 0.5,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    agency_rate: float = quantity(
        "weekly chance that agency staff come for an uncovered vacancy", 0.1391,
        unit="per week", low=0, high=1, grade="A", role="calibrated",
        source="calibrated to 76% of agency staff covering a vacancy and 15.6% agency; " + _CENSUS,
    )  # fmt: skip
    agency_weeks: float = quantity(
        "mean stay of agency staff", 30.0,
        unit="weeks", low=2, high=260, source="calibrated with agency_rate", grade="D", role="calibrated",
    )  # fmt: skip
    agency_years: float = quantity(
        "mean years of practice of agency staff", 8.0,
        unit="years", low=0.5, high=30, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    absence_rate: float = quantity(
        "weekly chance that agency staff beyond the posts come to a team, for each person absent", 0.05527,
        unit="per week and person", low=0, high=1, grade="A", role="calibrated",
        source="calibrated to 24% of agency staff who cover no vacancy; " + _CENSUS,
    )  # fmt: skip
    growth: float = quantity(
        "yearly growth of all posts; it falls on the front line, as the tree of managers stays, and demand grows with it", 0.033,
        unit="share a year", low=0, high=0.2, source="posts grew 3.3% a year; " + _CENSUS, grade="A",
    )  # fmt: skip


class Promotion(Frozen):
    """M10. Vacant management posts are filled from below or outside. Off: from outside only."""

    on: bool = switch("whether people move up", True)
    inside_share: float = quantity(
        "share of management posts filled from inside", 0.7,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    least_years: float = quantity(
        "years of practice before a person applies", 5.0,
        unit="years", low=0, high=30, source="about 5, weak source", grade="D", role="uncertain",
    )  # fmt: skip
    escape: float = quantity(
        "weight of wanting to get away from the front line in who applies", 0.3,
        unit="weight", low=0, high=5, source="article A0, readers; size free", grade="D", role="uncertain",
    )  # fmt: skip
    results: float = quantity(
        "weight of reported results (little reported strain) in who is chosen", 0.3,
        unit="weight", low=0, high=5, source="article A1, readers on careers; size free", grade="D", role="uncertain",
    )  # fmt: skip
    fill_rate: float = quantity(
        "rate at which a vacant management post is filled", 2.0,
        unit="per year", low=0, high=52, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    acting_rate: float = quantity(
        "weekly chance that an acting manager comes for a vacant management post", 0.25,
        unit="per week", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    outside_years: float = quantity(
        "years since practice of a manager from outside", 4.0,
        unit="years", low=0, high=30, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    director_background: float = quantity(
        "share of directors with a social work background", 0.5,
        unit="share", low=0, high=1, source="67 of more than 130 directors of children's services, 2017", grade="A",
    )  # fmt: skip
    senior_background: float = quantity(
        "the same of service managers and heads who come from outside", 0.85,
        unit="share", low=0, high=1, source="article A2: many senior managers are not; size free", grade="D", role="uncertain",
    )  # fmt: skip


class Money(Frozen):
    """M22. Pay, agency premium, relief and interventions are paid; overspending narrows discretion. Off: it does not."""

    on: bool = switch("whether overspending narrows discretion", True)
    worker_cost: float = quantity(
        "yearly cost of a permanent front-line post", 49000.0,
        unit="GBP a year", low=1000, high=500000, grade="C", role="uncertain",
        source="GBP 26,000 is 53% of salary, Kantar 2020 for DfE",
    )  # fmt: skip
    tier_step: float = quantity(
        "cost of a post relative to the tier below", 1.2,
        unit="ratio", low=1, high=3, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    agency_premium: float = quantity(
        "further cost of an agency worker", 26000.0,
        unit="GBP a year", low=0, high=500000, grade="C", role="uncertain",
        source="about GBP 26,000 a worker and year, Kantar 2020 for DfE",
    )  # fmt: skip
    support_hour: float = quantity(
        "cost of an hour of business support", 18.0,
        unit="GBP an hour", low=0, high=200, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    budget: float = quantity(
        "budget relative to the permanent cost of all posts", 1.07,
        unit="ratio", low=0.5, high=3, grade="D", role="uncertain",
        source="assumption: usual agency spending is foreseen",
    )  # fmt: skip
    averaging_weeks: float = quantity(
        "time over which overspending is noticed", 26.0,
        unit="weeks", low=1, high=260, source="half-yearly budget monitoring; assumption", grade="D", role="uncertain",
    )  # fmt: skip
