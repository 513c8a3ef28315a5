"""What decides whether something counts in an outcome: by tally, the settings that say so and definitions that none holds."""

_VISITS = ("casework.light_visit_weeks", "casework.medium_visit_weeks", "casework.complex_visit_weeks")
_STRAIN = ("exhaustion.full_unmet_hours", "exhaustion.stressed_above")

# Settings below `mechanism` by which a tally is measured. What drives it, such as a rate or a slope, is not among them.
MEASURED_BY: dict[str, tuple[str, ...]] = {
    "stressed": ("exhaustion.stressed_above",),
    "strain": _STRAIN,
    "believed": _STRAIN,
    "optimism": _STRAIN,
    "disconnect": _STRAIN,
    "overdue": _VISITS,
    "indicator": ("indicators.full_overdue", *_VISITS),
    "real_state": (*_STRAIN, *_VISITS),
    "shown_state": ("inspection.shine", "inspection.depth", *_STRAIN, *_VISITS),
    "poll_yes": ("perception.poll_below",),
    "view_error": ("voice.full_relief", "hours.overtime_limit"),
    "experienced": ("hours.experienced_weeks",),
    "direct_hours": ("casework.direct_share",),
    "overtime": ("hours.contracted",),
    "manager_overtime": ("hours.contracted",),
    "overtime_by_tier": ("hours.contracted",),
    "unmet": ("hours.contracted",),
    "heard": ("voice.answer_value",),
    "supervision_missed": ("support.supervision_hours",),
}

_HALVES = "true strain is half unmet hours, as far as they count as full, and half being stressed or not"
_GAP = "the gap is taken without its sign for each manager and week, so noise alone makes some"
_YEAR = "12 months are 52 weeks; a case that goes back to the same worker counts as unbroken"
_BURNOUT = "a mean on a scale from 0 to 1: there is no threshold above which somebody counts as burnt out"
_VACANT = "posts without a permanent occupant: agency staff and acting managers leave a post vacant"

# Definitions that no setting holds.
DEFINED: dict[str, tuple[str, ...]] = {
    "strain": (_HALVES,),
    "optimism": (_HALVES,),
    "disconnect": (_HALVES, _GAP),
    "believed": (_HALVES,),
    "real_state": (_HALVES, "1 less the mean of true strain and the share of open cases with an overdue visit"),
    "shown_state": (
        _HALVES,
        "the real state, and what inspectors of the usual depth believe of what is prepared for them",
    ),
    "exhaustion": (_BURNOUT,),
    "manager_exhaustion": (_BURNOUT,),
    "exhaustion_by_tier": (_BURNOUT,),
    "overdue": ("more weeks since the last visit, or since the case came, than should lie between two visits",),
    "long_held": (_YEAR,),
    "long_held_same": (_YEAR,),
    "waited": ("weeks until a case is first given to a worker; when it waits again later, that is not counted",),
    "vacancies": (_VACANT,),
    "vacancies_by_tier": (_VACANT,),
    "view_error": ("the mean of three errors without their sign: about load, discretion and intent",),
    "heard": ("a reply counts that is worth more than being ignored",),
}
