"""All levers that an intervention can move, and how several interventions on one lever stack.

A lever has a value for each week and each tier. Interventions are folded into the schedule once for each arm, in the order
of their names, so the order in which a user lists them makes no difference to the bit. Where no intervention acts, the
neutral values stand, and the run is the baseline to the last bit.
"""

from typing import Any, Literal

import numpy as np

from sim.state import Field, dtype_of, fields_of

Stacking = Literal["sum", "largest", "smallest", "product"]


class Lever(Field):
    """One lever: its neutral value, its unit and how interventions stack on it."""

    def __init__(self, neutral: float, stacking: Stacking, unit: str, meaning: str) -> None:
        super().__init__(np.float64, unit, meaning)
        self.neutral = neutral
        self.stacking = stacking


class Levers(np.void):
    """The levers of one week at one tier."""

    __slots__ = ()

    # Managers in practice: a caseload (I01), rotation (I03), hours of direct practice (I04), a month back at the floor
    # (I05), dropping in (I06), shadowing (I07). `learning` is 0 in a placebo.
    manager_cases = Lever(0.0, "sum", "cases", "cases that each manager of the tier is to hold")
    caseload_learning = Lever(1.0, "product", "0 to 1", "whether managers learn from those cases (0 in a placebo)")
    rotation_share = Lever(0.0, "largest", "share", "share of the tier's managers who take part in rotation")
    rotation_away = Lever(0.0, "largest", "weeks", "weeks that each of them practises in a cycle")
    rotation_cycle = Lever(0.0, "largest", "weeks", "weeks of one cycle of rotation")
    rotation_cases = Lever(0.0, "largest", "cases", "cases held while practising full time")
    rotation_cover = Lever(1.0, "product", "ratio", "quality of the cover while they are away")
    rotation_learning = Lever(1.0, "product", "0 to 1", "whether they learn from it (0 in a placebo)")
    reluctance = Lever(0.0, "sum", "log odds", "rise in the log odds of leaving among those who take part in rotation")
    direct_hours = Lever(
        0.0, "sum", "hours a week", "direct practice of each person of the tier who is a social worker"
    )
    direct_learning = Lever(1.0, "product", "0 to 1", "how far managers learn from it")
    floor_share = Lever(0.0, "largest", "share", "share of the tier's managers who go back to the floor")
    floor_weeks = Lever(0.0, "largest", "weeks", "weeks that each of them is at the floor in a cycle")
    floor_cycle = Lever(0.0, "largest", "weeks", "weeks of one cycle")
    floor_hours = Lever(0.0, "largest", "hours a week", "hours of casework in a week at the floor")
    floor_covered = Lever(0.0, "largest", "share", "share of those hours for which someone else does their own work")
    floor_learning = Lever(1.0, "product", "0 to 1", "how far they learn from it")
    drop_in_share = Lever(0.0, "largest", "share", "share of the tier's managers who drop in on a team")
    drop_in_weeks = Lever(0.0, "largest", "weeks", "weeks of a cycle in which each of them drops in")
    drop_in_cycle = Lever(0.0, "largest", "weeks", "weeks of one cycle")
    drop_in_hours = Lever(0.0, "largest", "hours a week", "hours of work in a week of dropping in")
    drop_in_staged = Lever(0.0, "largest", "share", "share of what they see that is performed for the visitor")
    drop_in_learning = Lever(1.0, "product", "0 to 1", "how far they learn from it")
    shadowing_hours = Lever(0.0, "sum", "hours a week", "hours that each manager of the tier shadows")
    shadowing_staged = Lever(0.0, "largest", "share", "share of what they see that is performed for the visitor")
    shadowing_learning = Lever(1.0, "product", "0 to 1", "how far managers learn from watching")
    # What managers are like, and who becomes one (I02, I13, I15, I24).
    feedback = Lever(0.0, "sum", "share a year", "share of the distance to the ceiling that feedback closes in a year")
    feedback_ceiling = Lever(0.0, "largest", "0 to 1", "quality above which feedback brings nothing more")
    feedback_pressure = Lever(0.0, "sum", "per week", "exhaustion that the pressure of being rated adds to a manager")
    training = Lever(0.0, "sum", "share a year", "share of the distance to the ceiling that training closes in a year")
    training_ceiling = Lever(0.0, "largest", "0 to 1", "quality above which training brings nothing more")
    security = Lever(0.0, "largest", "share", "share of managers' insecurity that is taken away")
    acting_training = Lever(0.0, "largest", "share", "share of what acting managers lack that is made good")
    background_required = Lever(
        0.0, "largest", "share", "share of appointments for which a social work background counts"
    )
    manager_pool = Lever(1.0, "product", "ratio", "candidates for management posts, relative to usual")
    longest_tenure = Lever(1e6, "smallest", "weeks", "weeks in a post after which a manager moves on")
    # What goes up, and what is answered (I08, I09, I10, I16, I17).
    bridge_samples = Lever(0.0, "sum", "accounts a week", "front-line accounts that reach each manager past the line")
    bridge_candour = Lever(1.0, "product", "0 to 1", "share of the bad news in those accounts that is told")
    survey_share = Lever(0.0, "largest", "share", "share of the front line that answers a survey in this week")
    survey_candour = Lever(1.0, "product", "0 to 1", "share of the bad news that the survey brings up")
    survey_detail = Lever(1.0, "product", "ratio", "what one answer says, relative to an account face to face")
    unanswered = Lever(
        0.0, "sum", "share a week", "share of the expected reply that is lost as nothing comes of asking"
    )
    hope = Lever(0.0, "sum", "per week", "pull on the expected reply toward full hope")
    answered = Lever(0.0, "largest", "share", "share of the concerns that are not acted on which get an answer")
    reply_hours = Lever(0.0, "sum", "hours a concern", "further hours of a manager for each concern")
    responsiveness = Lever(0.0, "sum", "share", "rise in the relief that managers want to grant, on the same belief")
    alert_share = Lever(0.0, "largest", "share", "share of overload that is logged and shared upward uncut")
    honesty = Lever(0.0, "largest", "share", "share of what leaders cannot do that they say openly")
    blame = Lever(1.0, "product", "ratio", "chance that an incident leads to blame, relative to usual")
    penalty = Lever(1.0, "product", "ratio", "chance that a concern is held against a person, relative to usual")
    shared_language = Lever(0.0, "largest", "share", "share of lacking understanding that one language makes good")
    clarity = Lever(0.0, "largest", "share", "share of what gets lost between tiers that clear words save")
    # The work (I11, I12, I14, I19, I20, I22, I25).
    shaped = Lever(0.0, "largest", "share", "how far the front line shapes a redesign")
    trial_hours = Lever(
        0.0, "sum", "hours a week", "hours of each front-line worker while a redesign is shaped and tried"
    )
    business_support = Lever(0.0, "sum", "hours a week", "administration taken off each front-line worker")
    mentoring = Lever(0.0, "sum", "hours a week", "hours with a mentor outside the line for each front-line worker")
    load_limit = Lever(1000.0, "smallest", "hours a week", "weekly hours of cases above which nobody is given more")
    withheld = Lever(0.0, "largest", "share", "share of unpaid hours that are withheld")
    absorbed = Lever(0.0, "largest", "share", "share of withheld hours that line managers take up")
    demand = Lever(1.0, "product", "ratio", "new cases, relative to usual (entered at tier 0)")
    worker_hours = Lever(0.0, "sum", "hours a week", "further hours needed of each person of the tier")
    extra_posts = Lever(0.0, "sum", "share", "further posts, as a share of the tier's posts at week 0")
    family_support = Lever(0.0, "sum", "hours a week", "work with families taken off each front-line worker")
    # Money, inspection and the labour market (I18, I23), and timed events; all entered at tier 0.
    pay = Lever(1.0, "product", "ratio", "pay relative to what neighbours offer")
    budget = Lever(1.0, "product", "ratio", "budget relative to usual")
    supply = Lever(1.0, "product", "ratio", "applicants relative to usual")
    freeze = Lever(0.0, "largest", "0 or 1", "whether vacant posts stay vacant")
    staff_loss = Lever(0.0, "largest", "share", "share of the permanent front line that leaves this week")
    director_goes = Lever(0.0, "largest", "0 or 1", "whether the director leaves this week")
    incident_now = Lever(0.0, "sum", "incidents", "serious incidents of this week on top of those that are drawn")
    inspection_now = Lever(0.0, "largest", "0 or 1", "whether the inspectors come this week")
    preparing = Lever(0.0, "largest", "0 or 1", "whether people prepare for inspectors who have announced themselves")
    inspection_depth = Lever(0.0, "largest", "share", "share of the way from what is shown to what is real")
    unannounced = Lever(0.0, "largest", "share", "share of the preparation for an inspection that falls away")
    redesign_now = Lever(0.0, "largest", "0 or 1", "whether a redesign is decided this week")
    redesign_sound = Lever(0.0, "sum", "0 to 1", "how well that redesign fits practice as it was imposed")
    redesign_saving = Lever(
        0.0, "sum", "share", "administration that it saves where it fits wholly, and adds where not at all"
    )
    remedy_cost = Lever(0.0, "sum", "GBP a week", "direct cost to the whole authority (entered at tier 0)")
    remedy_hours = Lever(0.0, "sum", "hours a week", "working hours that interventions take (entered at tier 0)")


def lever(name: str) -> Lever:
    """The lever of that name."""
    found = vars(Levers)[name]
    assert isinstance(found, Lever)
    return found


def neutral_levers(weeks: int, tiers: int) -> np.ndarray:
    """A schedule of shape (weeks, tiers) on which no intervention acts."""
    schedule = np.zeros((weeks, tiers), dtype_of(Levers))
    for field in fields_of(Levers):
        assert isinstance(field, Lever)
        schedule[field.name] = field.neutral
    return schedule


def pull(schedule: np.ndarray, name: str, value: Any, weeks: slice, tiers: tuple[int, ...]) -> None:
    """Stack `value` (a number, or one per week of `weeks`) on the lever `name` in those weeks and tiers, in place."""
    stacking = lever(name).stacking
    column = schedule[name]
    for tier in tiers:
        now = column[weeks, tier]
        if stacking == "sum":
            column[weeks, tier] = now + value
        elif stacking == "product":
            column[weeks, tier] = now * value
        elif stacking == "smallest":
            column[weeks, tier] = np.minimum(now, value)
        else:
            column[weeks, tier] = np.maximum(now, value)
