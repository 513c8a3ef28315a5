"""Settings of what watches the service: indicators, inspection, redesign, and what workers make of their managers."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from sim.quantity import AS_TUPLE, Frozen, quantity, switch

GRADES = ("inadequate", "requires improvement", "good", "outstanding")
_INSPECTIONS = (
    "published inspections of children's services in England, 115 re-inspections, half a case added to each cell"
)


ByGrade = Annotated[tuple[float, float, float, float], AS_TUPLE]


def by_grade(
    meaning: str,
    default: tuple[float, float, float, float],
    *,
    unit: str,
    low: float,
    high: float,
    source: str,
    grade: str,
) -> Any:
    """Four numbers, one for each grade of an inspection from the lowest to the highest."""
    return Field(
        default,
        description=f"{meaning}: {', '.join(GRADES)}",
        json_schema_extra={
            "unit": unit,
            "source": source,
            "grade": grade,
            "role": "constant" if grade == "A" else "uncertain",
            "range": f"4 numbers from {low:g} to {high:g}",
            "low": low,
            "high": high,
        },
    )


class Indicators(Frozen):
    """M15. A second channel upward that sees compliance, not effort, and takes time. Off: no indicators, no hours."""

    on: bool = switch("whether performance is measured by indicators", True)
    hours: float = quantity(
        "hours of audits and of recording for indicators", 1.5,
        unit="hours a week", low=0, high=20, source="articles A2 and A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    chasing_hours: float = quantity(
        "further hours when the indicators of a team are at their worst", 1.0,
        unit="hours a week", low=0, high=20, source="article A3: failing to take part attracts most anger; size free",
        grade="D", role="uncertain",
    )  # fmt: skip
    priority: float = quantity(
        "how far counted work (visits) is done before work that nobody counts", 0.5,
        unit="share", low=0, high=1, source="articles A2 and A3; size free", grade="D", role="uncertain",
    )  # fmt: skip
    full_overdue: float = quantity(
        "share of cases with an overdue visit at which the indicators read as full strain", 0.5,
        unit="share", low=0.05, high=1, source="definition of the measure", grade="D",
    )  # fmt: skip
    noise: float = quantity(
        "how little managers trust the indicators: standard deviation that they ascribe to them", 0.1,
        unit="standard deviation", low=0.01, high=2, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    careers: float = quantity(
        "share of the indicators, rather than reported strain, in what counts as results for a promotion", 0.5,
        unit="share", low=0, high=1, source="article A1: targets and careers; size free", grade="D", role="uncertain",
    )  # fmt: skip


class Inspection(Frozen):
    """M20. Inspectors come every few years; what they see was prepared for them. Off: they never come."""

    on: bool = switch("whether inspectors come", True)
    interval_years: float = quantity(
        "mean years between inspections", 4.35,
        unit="years", low=0.5, high=20, source="inspection cycle in practice", grade="A",
    )  # fmt: skip
    interval_lowest: float = quantity(
        "the same after the lowest grade", 3.65,
        unit="years", low=0.5, high=20, source="inspection cycle in practice", grade="A",
    )  # fmt: skip
    interval_spread: float = quantity(
        "standard deviation of those years", 0.8,
        unit="years", low=0, high=5, source="inspection cycle in practice", grade="A",
    )  # fmt: skip
    preparation_weeks: int = quantity(
        "weeks of preparation before the inspectors come", 13,
        unit="weeks", low=0, high=104, source="article A4; size free", grade="D", role="uncertain",
    )  # fmt: skip
    worker_hours: float = quantity(
        "hours of preparation of each front-line worker", 2.0,
        unit="hours a week", low=0, high=20, source="article A4; size free", grade="D", role="uncertain",
    )  # fmt: skip
    manager_hours: float = quantity(
        "hours of preparation of each manager", 4.0,
        unit="hours a week", low=0, high=20, source="article A4; size free", grade="D", role="uncertain",
    )  # fmt: skip
    shine: float = quantity(
        "share of what is wrong that full preparation hides", 0.4,
        unit="share", low=0, high=1, source="article A4: staged performances; size free", grade="D", role="uncertain",
    )  # fmt: skip
    shine_weeks: float = quantity(
        "time in which that falls to 37 per cent once the inspectors have left", 4.0,
        unit="weeks", low=1, high=104, grade="D", role="uncertain",
        source="article A4: dissolves the moment inspectors leave; size free",
    )  # fmt: skip
    depth: float = quantity(
        "share of the way from what is shown to what is real that inspectors go", 0.3,
        unit="share", low=0, high=1, source="article A4; size free", grade="D", role="uncertain",
    )  # fmt: skip
    usual: float = quantity(
        "state that an ordinary service shows to inspectors", 0.81,
        unit="0 to 1", low=0, high=1, grade="D", role="calibrated",
        source="calibrated: grades in force have the mean of the published ones",
    )  # fmt: skip
    spread: float = quantity(
        "difference in the state shown that moves the odds of neighbouring grades by a factor of 2.7", 0.05,
        unit="0 to 1", low=0.005, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    after_inadequate: ByGrade = by_grade(
        "chances of the next grade of an inadequate service that shows the usual state",
        (0.147, 0.441, 0.382, 0.029), unit="share", low=0, high=1, source=_INSPECTIONS, grade="A",
    )  # fmt: skip
    after_requires_improvement: ByGrade = by_grade(
        "the same for a service that required improvement",
        (0.198, 0.314, 0.43, 0.058), unit="share", low=0, high=1, source=_INSPECTIONS, grade="A",
    )  # fmt: skip
    after_good: ByGrade = by_grade(
        "the same for a good service", (0.131, 0.083, 0.464, 0.322), unit="share", low=0, high=1, source=_INSPECTIONS, grade="A"
    )  # fmt: skip
    after_outstanding: ByGrade = by_grade(
        "the same for an outstanding service", (0.024, 0.071, 0.119, 0.786), unit="share", low=0, high=1,
        source=_INSPECTIONS, grade="A",
    )  # fmt: skip
    reputation: ByGrade = by_grade(
        "shift of the standing with applicants under the grade in force",
        (-0.1, -0.03, 0.02, 0.05), unit="0 to 1", low=-0.5, high=0.5, source="articles A1 and A4; size free", grade="D",
    )  # fmt: skip
    money: ByGrade = by_grade(
        "further budget under the grade in force", (0.02, 0.0, 0.0, 0.0), unit="share of the budget", low=-0.5, high=0.5,
        source="improvement money after the lowest grade; size free", grade="D",
    )  # fmt: skip
    director_goes: ByGrade = by_grade(
        "chance that the director goes when the grade is published", (0.5, 0.1, 0.0, 0.0), unit="share", low=0, high=1,
        source="article A4; size free", grade="D",
    )  # fmt: skip
    pressure: ByGrade = by_grade(
        "outside pressure when the grade is published", (1.0, 0.4, 0.0, 0.0), unit="0 to 1 and more", low=0, high=2,
        source="article A1: fear of inspectors; size free", grade="D",
    )  # fmt: skip

    @model_validator(mode="after")
    def _rows_are_chances(self) -> "Inspection":
        for name, info in type(self).model_fields.items():
            values = getattr(self, name)
            if not isinstance(values, tuple):
                continue
            extra = info.json_schema_extra
            assert isinstance(extra, dict)
            low, high = float(str(extra["low"])), float(str(extra["high"]))
            for value in values:
                if not low <= value <= high:
                    raise ValueError(
                        f"{name}: {value:g} is out of range; each of the 4 must be from {low:g} to {high:g}"
                    )
            if name.startswith("after_") and not 0.98 <= sum(values) <= 1.02:
                raise ValueError(f"{name}: {list(values)} add up to {sum(values):g}; chances must add up to 1")
        return self


class Redesign(Frozen):
    """M18. Changes of procedure cost hours while they are learned, and shift load afterwards. Off: nothing is redesigned."""

    on: bool = switch("whether procedures are redesigned", True)
    rate: float = quantity(
        "redesigns that leaders decide on", 0.3,
        unit="per year", low=0, high=10, source="article A0, a reader on a redesign; size free", grade="D", role="uncertain",
    )  # fmt: skip
    new_director_factor: float = quantity(
        "the same in the first two years of a director, relative to it", 2.0,
        unit="ratio", low=0, high=10, source="article A1: leaders move on and begin anew; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    learning_hours: float = quantity(
        "hours of each front-line worker in the first week of a redesign", 4.0,
        unit="hours a week", low=0, high=35, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    learning_weeks: float = quantity(
        "time in which those hours fall to 37 per cent", 10.0,
        unit="weeks", low=1, high=104, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    imposed_fit: float = quantity(
        "how well an imposed redesign fits practice, in the mean, under a director who understands nothing of it", 0.35,
        unit="0 to 1", low=0, high=1, source="no source; article A0 tells of one that did not fit", grade="D", role="uncertain",
    )  # fmt: skip
    imposed_understanding: float = quantity(
        "how far full understanding of practice raises that", 0.5,
        unit="0 to 1", low=0, high=1, source="no source", grade="D", role="uncertain",
    )  # fmt: skip
    imposed_spread: float = quantity(
        "how far imposed redesigns differ in their fit", 0.2,
        unit="standard deviation", low=0, high=0.5, source="no source", grade="D", role="uncertain",
    )  # fmt: skip
    saving: float = quantity(
        "share of administration that a redesign saves where it fits practice wholly, and adds where not at all", 0.15,
        unit="share", low=0, high=1, source="article A0: extra bureaucracy and inbuilt delays; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    front_line_fit: float = quantity(
        "how well a redesign fits practice that the front line shaped and tried", 0.85,
        unit="0 to 1", low=0, high=1, source="article A0; size free", grade="D", role="uncertain",
    )  # fmt: skip
    delay_weeks: float = quantity(
        "weeks by which full shaping and trial put a redesign off", 26.0,
        unit="weeks", low=0, high=260, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    settling_weeks: float = quantity(
        "time in which procedures drift back toward the usual load", 156.0,
        unit="weeks", low=4, high=1040, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    lightest: float = quantity(
        "load of procedures below which no redesign brings it, relative to usual", 0.5,
        unit="ratio", low=0, high=1, grade="D", role="uncertain",
        source="assumption; keeps a run of redesigns within what a service could bear",
    )  # fmt: skip
    heaviest: float = quantity(
        "load of procedures above which no redesign brings it, relative to usual", 2.0,
        unit="ratio", low=1, high=10, grade="D", role="uncertain",
        source="assumption; keeps a run of redesigns within what a service could bear",
    )  # fmt: skip


class Perception(Frozen):
    """M23. What people at the front line believe of their managers' load, discretion and intent. Off: it stays."""

    on: bool = switch("whether workers form a picture of their managers", True)
    attention: float = quantity(
        "share of the way that the picture moves toward what reaches people", 0.05,
        unit="per week", low=0, high=1, source="no source", grade="D", role="uncertain",
    )  # fmt: skip
    assumed_load: float = quantity(
        "load of a manager of whom one sees nothing, as a share of the most that anyone would work unpaid", 0.2,
        unit="0 to 1", low=0, high=1, source="article A1: managers are workers too; size free", grade="D", role="uncertain",
    )  # fmt: skip
    assumed_discretion: float = quantity(
        "room that leaders are thought to have when nobody says otherwise, as a share of full relief", 0.9,
        unit="0 to 1", low=0.05, high=1, source="article A4: their hands are tied; size free", grade="D", role="uncertain",
    )  # fmt: skip
    least_discretion: float = quantity(
        "room of leaders below which people expect no less of them, as a share of full relief", 0.05,
        unit="0 to 1", low=0.001, high=1, source="assumption; what arrives is judged by it, so it is never nothing", grade="D",
    )  # fmt: skip
    told: float = quantity(
        "share of what leaders cannot do that is known without their saying so", 0.2,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    poll_below: float = quantity(
        "mean of expected reply and believed intent below which a person tells a poll that there is a disconnect", 0.25,
        unit="0 to 1", low=0, high=1, grade="D",
        source="definition of the measure: nearer to ignored than to answered; fixed once and not tuned to a poll",
    )  # fmt: skip
