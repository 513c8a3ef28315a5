"""The object model of the benchmark keeps its books, and the comparison can tell two models apart."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.settings.authority import Authority
from sim.settings.study import Settings

ROOT = Path(__file__).parents[2]


def _module(name: str):
    """A module of the experiment, which is no part of the package."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"experiments.speed.{name}")


@pytest.fixture(scope="module")
def settings() -> Settings:
    tiny = Authority(title="Tiny", front_line_posts=12, spans=(4.0, 3.0), cases_a_post=19.0)
    subset = _module("subset").subset_settings(years=1, warmup_years=1)
    return subset.model_copy(update={"authority": tiny})


def _cases(model) -> list:
    held = [case for agent in model.agents for case in getattr(agent, "cases", [])]
    return held + [case for team in model.teams for case in team.queue]


def test_the_object_model_keeps_cases_and_people(settings):
    model = _module("object_model").ObjectModel(settings, rng=1)
    cases = len(_cases(model))
    for _ in range(80):
        model.step()
        weekly = {name: sums[-1] for name, sums in model.datacollector.model_vars.items()}
        now = _cases(model)
        assert len(set(map(id, now))) == len(now)
        assert len(now) == cases + weekly["arrived"] - weekly["closed"] == weekly["held"] + weekly["unallocated"]
        cases = len(now)
        seated = [post.person for post in model.posts if post.person is not None]
        assert len(seated) == len(set(seated)) == len(model.agents)
        assert set(seated) == set(model.agents)
        assert all(person.post.person is person for person in seated)
        assert all(
            agent.load == sum(case.load for case in agent.cases) for agent in model.agents if agent.post.tier == 0
        )
        assert weekly["posts"] - weekly["vacancies"] == weekly["in_post"]
    assert sum(model.datacollector.model_vars["leavers"]) > 0
    assert sum(model.datacollector.model_vars["starters"]) > 0


def test_the_object_model_repeats_itself(settings):
    first, second = (_module("object_model").ObjectModel(settings, rng=7) for _ in range(2))
    first.run_for(30)
    second.run_for(30)
    assert first.datacollector.model_vars == second.datacollector.model_vars


def test_both_models_give_the_outcomes_of_the_comparison(settings):
    run = _module("run")
    compiled = run.run_compiled(run.lay_out(settings, 1), settings)
    objects = run.run_objects(_module("object_model").ObjectModel(settings, rng=1), settings)
    for weekly in (compiled, objects):
        assert np.isfinite(run.outcomes_of(weekly, settings.weeks)).all()
    assert set(objects) <= set(compiled.dtype.names)


def test_agreement_tells_equal_from_different():
    agreement = _module("run").agreement
    rng = np.random.default_rng(3)
    one = rng.normal(10.0, 1.0, (200, 2))
    other = rng.normal([10.0, 12.0], 1.0, (40, 2))
    same, different = agreement(one, other)
    assert same["agree"]
    assert not different["agree"]
    assert different["low"] > 0.0
    assert different["low"] < 2.0 < different["high"]


def test_agreement_tolerates_a_small_sure_difference():
    agreement = _module("run").agreement
    rng = np.random.default_rng(3)
    one, other = rng.normal(100.0, 0.1, (50, 1)), rng.normal(101.0, 0.1, (50, 1))
    (row,) = agreement(one, other)
    assert row["low"] > 0.0
    assert row["agree"]


def test_every_phase_of_the_week_is_timed(build):
    small = build("authority=training_team", "years=1", "warmup_years=1")
    phases = _module("phases").time_phases(small, range(1, 2))
    assert len(phases) == len(set(phases)) > 30
    assert all(spent >= 0.0 for spent in phases.values())
