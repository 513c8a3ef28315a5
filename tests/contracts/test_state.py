"""State, streams and kernels keep the promises that make runs exact: widths, names, numbers and one compiled version."""

import ast
import inspect
import re
from collections.abc import Callable

import numpy as np
import pytest

import sim.week
from sim.compiled import jit_is_off
from sim.layout import lay_out
from sim.levers import Levers, neutral_levers
from sim.model import OrganisationModel
from sim.settings.record import settings_dtype
from sim.settings.study import Settings
from sim.state import RECORDS, dtype_of, fields_of
from sim.streams import STREAMS
from sim.study.runs import run

# These act on nobody: they add up what the mechanisms have done.
MEASURES = ("strain_shows", "week_is_counted")
ALL_RECORDS = (*RECORDS, Levers, settings_dtype().type)


def leaves(dtype: np.dtype) -> list[np.dtype]:
    """The plain types of a record type, nested groups and short rows opened."""
    if dtype.subdtype is not None:
        return leaves(dtype.subdtype[0])
    if dtype.fields is None:
        return [dtype]
    return [leaf for inner, *_ in dtype.fields.values() for leaf in leaves(inner)]


def called_from_the_week() -> dict[str, Callable]:
    """Every function that `advance_week` calls, by name."""
    source = ast.parse(inspect.getsource(sim.week))
    week = next(node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == "advance_week")
    names = [node.func.id for node in ast.walk(week) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {name: getattr(sim.week, name) for name in names}


@pytest.mark.parametrize("record", ALL_RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_eight_bytes_wide(record: type) -> None:
    dtype = settings_dtype() if record is settings_dtype().type else dtype_of(record)
    assert {(leaf.kind, leaf.itemsize) for leaf in leaves(dtype)} <= {("i", 8), ("f", 8)}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_misspelt_state_variable_is_refused(record: type) -> None:
    row = np.zeros(1, dtype_of(record))[0]
    with pytest.raises(AttributeError):
        row.exhaustoin = 1.0
    with pytest.raises(AttributeError):
        _ = row.exhaustoin


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_reads_and_writes_its_array(record: type) -> None:
    rows = np.zeros(3, dtype_of(record))
    for field in fields_of(record):
        setattr(rows[1], field.name, 7)
        assert np.all(rows[field.name][1] == 7)
        assert np.all(getattr(rows[1], field.name) == 7)
        assert not np.any(rows[field.name][[0, 2]])


@pytest.mark.parametrize("record", [*RECORDS, Levers], ids=lambda record: record.__name__)
def test_every_state_variable_says_its_unit_and_meaning(record: type) -> None:
    assert record.__doc__
    for field in fields_of(record):
        assert field.unit, field.name
        assert field.meaning, field.name


def test_every_stream_has_a_number_of_its_own() -> None:
    assert len(set(STREAMS.values())) == len(STREAMS)
    assert all(number > 0 for number in STREAMS.values())


@pytest.mark.parametrize("name", called_from_the_week())
def test_every_mechanism_of_the_week_says_which_it_is(name: str) -> None:
    function = called_from_the_week()[name]
    module = inspect.getmodule(getattr(function, "py_func", function))
    assert module is not None
    assert module.__name__.startswith("sim.mechanisms.")
    assert function.__doc__
    assert name in MEASURES or re.match(r"[MI]\d\d\b", function.__doc__), function.__doc__


@pytest.mark.skipif(jit_is_off(), reason="nothing is compiled")
def test_each_kernel_is_compiled_once(build: Callable[..., Settings], training_team: Settings) -> None:
    run(training_team)
    run(build("authority=small_unitary", "intervention=[all]", "mechanism=[core]", "years=1", "warmup_years=1"), 2**40)
    run(build("authority=training_team", "authority.cases_a_post=20", "years=1", "warmup_years=1"))
    model = OrganisationModel(training_team)
    model.step()
    model.fork().step()
    assert len(sim.week.run_weeks.signatures) == 1
    # What the week calls is compiled with it, or comes from the cache inside it.
    for function in (sim.week.advance_week, *called_from_the_week().values()):
        assert len(function.signatures) <= 1, function.__name__


def test_what_is_laid_out_has_the_declared_types(training_team: Settings) -> None:
    organisation = lay_out(training_team, 1)
    arrays = (organisation.posts, organisation.units, organisation.cases, organisation.authority)
    for array in arrays:
        assert array.flags.c_contiguous
        assert array.flags.writeable
        assert array.dtype == dtype_of(array.dtype.type)
    assert neutral_levers(2, 3).dtype == dtype_of(Levers)
    assert type(organisation.cases_a_post) is float
