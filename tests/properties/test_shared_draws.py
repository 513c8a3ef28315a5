"""Arms and replicates share what they must share: a run does not depend on what runs beside it, or on how it is cut up."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.interventions.base import pull_all
from sim.layout import Organisation, lay_out
from sim.levers import neutral_levers
from sim.model import OrganisationModel
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import Tally, dtype_of
from sim.study.comparison import Comparison, compare
from sim.study.runs import advance, run_arm, warm_up
from sim.study.text import KEY_OUTCOMES

START = 30
INTERVENTIONS = ("manager_caseload", "more_posts", "upward_appraisal")
TREES = {
    "one team, four tiers above": (),
    "three teams, two tiers above": ("authority.front_line_posts=12", "authority.spans=[4,3]"),
}


@pytest.fixture(scope="module", params=TREES.values(), ids=TREES.keys())
def settings(request: pytest.FixtureRequest, build: Callable[..., Settings]) -> Settings:
    """Three interventions that fit both trees, from week 30 on; three replicates of two years."""
    return build(
        "authority=training_team",
        *request.param,
        "years=2",
        "warmup_years=2",
        f"intervention=[{','.join(INTERVENTIONS)}]",
        *(f"interventions.{name}.start_week={START}" for name in INTERVENTIONS),
    ).model_copy(update={"replicates": 3})


@pytest.fixture(scope="module")
def comparison(settings: Settings) -> Comparison:
    return compare(settings, threads=2)


def levers_of(settings: Settings) -> np.ndarray:
    """The levers of the weeks after the warm-up."""
    return pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))


def state_of(organisation: Organisation) -> list[bytes]:
    """Everything that a run changes."""
    parts = (organisation.authority, organisation.posts, organisation.units, organisation.cases)
    return [part.tobytes() for part in parts]


def runs_without_seconds(comparison: Comparison) -> pd.DataFrame:
    return comparison.runs.drop(columns="seconds")


def test_a_run_from_a_copied_warm_up_is_the_run_never_interrupted(settings: Settings) -> None:
    forked = warm_up(settings, 1).organisation.copy()
    after = advance(forked, levers_of(settings))

    whole = lay_out(settings, 1)
    before = neutral_levers(settings.warmup_years * WEEKS_A_YEAR, settings.authority.tiers)
    levers = np.concatenate([before, levers_of(settings)])
    tallies = np.zeros(len(levers), dtype_of(Tally))
    whole.advance(levers, tallies)
    assert tallies[-settings.weeks :].tobytes() == after.tobytes()
    assert state_of(whole) == state_of(forked)


def test_a_model_that_is_stepped_adds_up_the_same_tallies(settings: Settings) -> None:
    model = OrganisationModel(settings)
    while model.running:
        model.step()
    warm = warm_up(settings, settings.seed)
    assert model.tallies.tobytes() == warm.tallies.tobytes() + run_arm(warm, settings).tobytes()


def test_fewer_replicates_are_the_first_of_more(settings: Settings, comparison: Comparison) -> None:
    fewer = compare(settings.model_copy(update={"replicates": 2}))
    kept, kept_weeks = runs_without_seconds(fewer), fewer.weekly
    assert len(kept) == 2 * len(comparison.arms)
    pd.testing.assert_frame_equal(kept, runs_without_seconds(comparison).head(len(kept)), check_exact=True)
    pd.testing.assert_frame_equal(kept_weeks, comparison.weekly.head(len(kept_weeks)), check_exact=True)


def test_an_arm_does_not_depend_on_the_others(settings: Settings, comparison: Comparison) -> None:
    name = "upward_appraisal"
    alone = compare(settings.model_copy(update={"interventions": {name: settings.interventions[name]}}))
    rows = runs_without_seconds(comparison)
    pd.testing.assert_frame_equal(
        runs_without_seconds(alone), rows[rows["arm"].isin(["baseline", name])].reset_index(drop=True), check_exact=True
    )


def test_arms_are_one_until_their_interventions_start(comparison: Comparison) -> None:
    weeks = comparison.weekly.drop(columns=["arm", "replicate", "week"]).to_numpy()
    by_run = weeks.reshape(comparison.settings.replicates, len(comparison.arms), -1, weeks.shape[1])
    baseline, arms = by_run[:, :1], by_run[:, 1:]
    same = ((arms == baseline) | (np.isnan(arms) & np.isnan(baseline))).all(axis=-1)
    started = WEEKS_A_YEAR + START
    assert same[:, :, :started].all()
    # Four tenths of a post open in four replicates of ten, so not every arm must differ in every one.
    assert not same[:, :, started:].all(axis=(0, -1)).any(), "an intervention that changed nothing in any replicate"


def test_no_dose_is_no_difference_to_the_last_bit(settings: Settings) -> None:
    nothing = {name: each.model_copy(update={"dose": 0.0}) for name, each in settings.interventions.items()}
    found = compare(settings.model_copy(update={"interventions": nothing, "design": "together"})).table
    known = found[found["replicates"] > 1]
    assert set(KEY_OUTCOMES) <= set(known["outcome"])
    assert (known[["difference", "ci_low", "ci_high", "difference_first_year"]] == 0.0).all(axis=None)
    assert (known["p_better"].dropna() == 0.5).all()
    assert (known["mean"] == known["baseline"]).all()
