"""The settings as one row of numbers, the form in which compiled code reads them: `settings.hours.contracted`."""

from functools import cache
from typing import Any, get_args, get_origin

import numpy as np
from pydantic import BaseModel

from sim.settings.mechanism import Mechanism
from sim.state import Field, dtype_of, fields_of


def _record_of(model: type[BaseModel]) -> type:
    """A record class with one 8-byte field for each number, switch or row of numbers of `model`, groups nested."""
    fields: dict[str, Any] = {"__slots__": (), "__doc__": model.__doc__}
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields[name] = Field(dtype_of(_record_of(kind)), "", kind.__doc__ or "")  # type: ignore[arg-type]
        elif get_origin(kind) is tuple:
            fields[name] = Field(np.float64, "", info.description or "", (len(get_args(kind)),))
        else:
            fields[name] = Field(np.float64 if kind is float else np.int64, "", info.description or "")
    return type(model.__name__, (np.void,), fields)


@cache
def settings_dtype() -> np.dtype[Any]:
    """The NumPy type of the one-row array of mechanism settings."""
    return dtype_of(_record_of(Mechanism))


def settings_row(mechanism: Mechanism) -> np.ndarray:
    """The one-row array of `settings_dtype()` that holds `mechanism`; switches become 0 or 1."""
    row = np.zeros(1, settings_dtype())
    for group in fields_of(settings_dtype().type):
        values = getattr(mechanism, group.name)
        for name in type(values).model_fields:
            row[group.name][name][0] = getattr(values, name)
    return row
