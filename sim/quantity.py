"""How a setting is declared: its meaning, unit, range, source, grade and role stand beside its default.

Grades say how well a value is known. A: official statistics, whole series seen. B: meta-analysis or trial. C: a single
study, or a poll of self-selected readers. D: a guess that no source settles, to be swept widely.
Roles: `constant` is fixed from evidence or by definition, `calibrated` was moved until the model met published figures,
`uncertain` is swept in a sensitivity analysis, `lever` is what an intervention, a scenario or a study sets.
"""

from typing import Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticUndefined

Grade = Literal["A", "B", "C", "D"]
Role = Literal["constant", "calibrated", "uncertain", "lever"]
# What a file gives as a list is a tuple among the settings, which never change.
AS_TUPLE = BeforeValidator(lambda given: tuple(given) if isinstance(given, list) else given)


class Frozen(BaseModel):
    """A part of the settings: unknown names, wrong types, nan and infinity are refused, and nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, validate_default=True)


def quantity(
    meaning: str,
    default: Any = PydanticUndefined,
    *,
    unit: str,
    low: float,
    high: float,
    source: str,
    grade: Grade,
    role: Role = "constant",
) -> Any:
    """A number within [low, high]. Without a default, the profile or the intervention's file gives the value."""
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "grade": grade, "role": role},
    )


def switch(
    meaning: str,
    default: Any = PydanticUndefined,
    *,
    source: str = "a choice of the modeller",
    grade: Grade = "D",
    role: Role = "uncertain",
) -> Any:
    """True or false. Without a default, the intervention's file gives the value.

    role: `lever` for a choice of whoever runs the study, which is not uncertain.
    """
    return Field(
        default,
        description=meaning,
        json_schema_extra={"unit": "true or false", "source": source, "grade": grade, "role": role},
    )
