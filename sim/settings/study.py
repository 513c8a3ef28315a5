"""The settings of a study: how long, how often, which seeds, which arms."""

from typing import Literal

from pydantic import Field, model_validator

from sim.events.base import overlap_of
from sim.events.registry import AnyEvent
from sim.interventions.registry import AnyIntervention
from sim.quantity import Frozen, quantity, switch
from sim.settings.authority import Authority
from sim.settings.mechanism import Mechanism

WEEKS_A_YEAR = 52
_SOURCE = "a choice of the person who runs the study"


class Settings(Frozen):
    """Everything that determines the numbers of a study. What it does not hold (folder, threads) cannot change them."""

    authority: Authority
    mechanism: Mechanism = Field(default_factory=Mechanism)
    interventions: dict[str, AnyIntervention] = Field(default_factory=dict)
    # What happens in every arm, the baseline included.
    events: dict[str, AnyEvent] = Field(default_factory=dict)
    question: str = Field(
        "",
        min_length=0,
        max_length=400,
        description="what the study asks, in plain words; shown above its answer",
        json_schema_extra={"unit": "text", "source": _SOURCE, "grade": "D", "role": "lever"},
    )
    years: int = quantity(
        "years that are simulated after the warm-up",
        5,
        unit="years",
        low=1,
        high=30,
        source=_SOURCE,
        grade="D",
        role="lever",
    )
    warmup_years: int = quantity(
        "years in which the organisation settles before week 0", 8,
        unit="years", low=1, high=30, grade="D",
        source="turnover and vacancies settle within 8 years of the drawn start",
    )  # fmt: skip
    replicates: int = quantity(
        "runs of each arm, each with a seed of its own",
        50,
        unit="runs",
        low=1,
        high=1_000_000,
        source=_SOURCE,
        grade="D",
        role="lever",
    )
    seed: int = quantity(
        "seed of the first replicate; the next one counts on",
        1,
        unit="number",
        low=0,
        high=2**40,
        source=_SOURCE,
        grade="D",
        role="lever",
    )
    design: Literal["each", "together", "factorial"] = Field(
        "each",
        description="each intervention alone, all together, or every combination",
        json_schema_extra={"unit": "each, together or factorial", "source": _SOURCE, "grade": "D", "role": "lever"},
    )
    window: Literal["first_year", "last_year", "whole"] = Field(
        "last_year",
        description="the weeks over which outcomes are averaged",
        json_schema_extra={"unit": "first_year, last_year or whole", "source": _SOURCE, "grade": "D", "role": "lever"},
    )
    placebos: bool = switch(
        "beside each arm that brings managers into practice, one with the same hours from which nothing is learned",
        False,
        source=_SOURCE,
        role="lever",
    )
    equal_cost: float | None = Field(
        None,
        gt=0,
        le=1e12,
        description="yearly direct cost to which the dose of every intervention is scaled, where it can be",
        json_schema_extra={"unit": "GBP a year, or null", "source": _SOURCE, "grade": "D", "role": "lever"},
    )

    @model_validator(mode="after")
    def _is_possible(self) -> "Settings":
        for name, intervention in self.interventions.items():
            conflict = intervention.conflict(self)
            if conflict is not None:
                raise ValueError(f"interventions.{name}.{conflict}")
        for name, event in self.events.items():
            conflict = event.conflict(self)
            if conflict is not None:
                raise ValueError(f"events.{name}.{conflict}")
        overlap = overlap_of(self.events, self)
        if overlap is not None:
            raise ValueError(f"events.{overlap}")
        return self

    @property
    def weeks(self) -> int:
        """Weeks after the warm-up."""
        return self.years * WEEKS_A_YEAR

    @property
    def front_line_growth(self) -> float:
        """Yearly growth of front-line posts and of demand: the growth of all posts, borne by the front line alone."""
        posts = self.authority.posts_by_tier()
        return self.mechanism.recruitment.growth * sum(posts) / posts[0]

    @property
    def window_weeks(self) -> tuple[int, int]:
        """First week of the window over which outcomes are averaged, and the first after it."""
        return {
            "first_year": (0, WEEKS_A_YEAR),
            "last_year": (self.weeks - WEEKS_A_YEAR, self.weeks),
            "whole": (0, self.weeks),
        }[self.window]

    def without_interventions(self) -> "Settings":
        """The same settings with nothing switched on: the baseline, in which the same events happen."""
        return self.model_copy(update={"interventions": {}})
