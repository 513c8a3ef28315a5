"""The same seed gives the same bytes: again, by thread, week by week, and from a forked warm-up."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from strategies import valid_settings
from week_by_week import weeks_of

from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.comparison import compare
from sim.study.runs import run, run_arm, warm_up

EXAMPLES = 12


@pytest.fixture(scope="module")
def study(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=1", "warmup_years=1", "intervention=[all]")
    return build(*words).model_copy(update={"replicates": 6, "design": "together"})


@hypothesis_settings(max_examples=EXAMPLES)
@given(valid_settings())
def test_again(settings: Settings) -> None:
    first = run_arm(warm_up(settings, settings.seed), settings)
    assert run_arm(warm_up(settings, settings.seed), settings).tobytes() == first.tobytes()


@hypothesis_settings(max_examples=EXAMPLES)
@given(valid_settings())
def test_week_by_week(settings: Settings) -> None:
    warm = warm_up(settings, settings.seed)
    whole = np.concatenate([warm.tallies, run_arm(warm, settings)])
    weeks = [week.tally.tobytes() for week in weeks_of(settings)]
    assert b"".join(weeks[-len(whole) :]) == whole.tobytes()


@hypothesis_settings(max_examples=EXAMPLES)
@given(valid_settings())
def test_a_warm_up_serves_any_number_of_arms(settings: Settings) -> None:
    warm = warm_up(settings, settings.seed)
    before = [part.tobytes() for part in state_of(warm.organisation)]
    first = run_arm(warm, settings)
    run_arm(warm, settings.without_interventions())
    assert [part.tobytes() for part in state_of(warm.organisation)] == before
    assert run_arm(warm, settings).tobytes() == first.tobytes()


def state_of(organisation: object) -> list[np.ndarray]:
    """The arrays of an organisation, of the cases only those slots that were ever used."""
    used = int(organisation.authority["used_cases"][0])
    return [organisation.authority, organisation.posts, organisation.units, organisation.cases[:used]]


@hypothesis_settings(max_examples=EXAMPLES)
@given(valid_settings())
def test_a_longer_run_begins_as_a_shorter_one(settings: Settings) -> None:
    # Without growth and interventions, how long a run will last changes nothing before its end.
    recruitment = settings.mechanism.recruitment.model_copy(update={"growth": 0.0})
    mechanism = settings.mechanism.model_copy(update={"recruitment": recruitment})
    short = settings.without_interventions().model_copy(update={"mechanism": mechanism, "years": 1})
    long = short.model_copy(update={"years": 2})
    first = run_arm(warm_up(short, 1), short)
    assert run_arm(warm_up(long, 1), long)[:WEEKS_A_YEAR].tobytes() == first.tobytes()


def test_one_two_and_five_threads(study: Settings) -> None:
    one, two, five = (compare(study, threads=threads) for threads in (1, 2, 5))
    for other in (two, five):
        assert other.weekly_path.read_bytes() == one.weekly_path.read_bytes()
        assert other.table.equals(one.table)
        assert other.runs.drop(columns="seconds").equals(one.runs.drop(columns="seconds"))


def test_one_run_is_the_run_of_a_study(study: Settings) -> None:
    """What `run` shows for a seed is what that replicate of a comparison has."""
    compared = compare(study).weekly_values("burnout")
    for replicate in (0, 3):
        alone = run(study, seed=study.seed + replicate).weekly["burnout"].to_numpy(np.float32)
        np.testing.assert_array_equal(alone, compared[replicate, 1])


def test_another_seed_gives_other_numbers(study: Settings) -> None:
    assert not run(study, 1).weekly.equals(run(study, 2).weekly)
