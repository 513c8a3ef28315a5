"""What a record class is made of: one `Field` for each state variable, and the array type that the fields make together."""

from functools import cache
from typing import Any, overload

import numpy as np


class Field:
    """One state variable: its type, unit and meaning; on an instance it reads and writes that field of the row."""

    name: str

    def __init__(self, kind: type, unit: str, meaning: str, shape: tuple[int, ...] = ()) -> None:
        self.kind = kind
        self.unit = unit
        self.meaning = meaning
        self.shape = shape

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> "Field": ...
    @overload
    def __get__(self, row: Any, owner: type) -> Any: ...
    def __get__(self, row: Any, owner: type) -> Any:
        return self if row is None else row[self.name]

    def __set__(self, row: Any, value: Any) -> None:
        row[self.name] = value


def whole(unit: str, meaning: str) -> Field:
    """A state variable that is a 64-bit whole number."""
    return Field(np.int64, unit, meaning)


def real(unit: str, meaning: str, shape: tuple[int, ...] = ()) -> Field:
    """A state variable that is a 64-bit real number, or a short row of them."""
    return Field(np.float64, unit, meaning, shape)


def fields_of(record: type) -> list[Field]:
    """The state variables of a record class, in the order of their definition."""
    return [value for value in vars(record).values() if isinstance(value, Field)]


@cache
def dtype_of(record: type) -> np.dtype[Any]:
    """The NumPy type of an array of `record`; its elements read by attribute in plain Python and in compiled code."""
    plain = np.dtype([(field.name, field.kind, field.shape) for field in fields_of(record)])
    return np.dtype((record, plain))
