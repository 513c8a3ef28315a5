"""The simulated staff survey, and the published levels that the model is held against."""

import numpy as np
import pytest

from sim.analysis.staff_survey import PUBLISHED, beside_published, survey, survey_of
from sim.analysis.targets import TARGETS, Target
from sim.cli import main
from sim.configuration.loader import load_settings
from sim.outcomes import outcome_named
from sim.state import PERMANENT
from sim.study.runs import warm_up

SMALL = ["authority=small_unitary", "intervention=[]", "years=1", "warmup_years=2"]


@pytest.fixture(scope="module")
def organisation():
    return warm_up(load_settings(SMALL), 3).organisation


def test_everyone_permanent_at_the_front_line_answers(organisation):
    posts = organisation.posts
    answers = survey(organisation)
    assert sorted(answers.index) == np.flatnonzero((posts["tier"] == 0) & (posts["kind"] == PERMANENT)).tolist()
    assert "weeks_absent" not in answers
    assert (answers["caseload"] == posts["cases"][answers.index]).all()


def test_reliability_is_what_it_says(organisation):
    exact, noisy = survey(organisation, reliability=1.0), survey(organisation, reliability=0.5)
    rows = exact.index
    truth = organisation.posts["exhaustion"][rows]
    assert np.corrcoef(exact["exhaustion"], truth)[0, 1] == pytest.approx(1.0)
    assert np.corrcoef(noisy["exhaustion"], truth)[0, 1] < 0.95


def test_answers_have_the_variance_of_the_truth_whatever_the_reliability(organisation):
    truth, noise = survey(organisation, reliability=1.0), survey(organisation, reliability=0.0)
    mixed = survey(organisation, reliability=0.8)
    for item in ("exhaustion", "support", "voice", "intention_to_leave"):
        # The shares of truth and noise in the variance are 0.8 and 0.2.
        expected = np.sqrt(0.8) * truth[item] + np.sqrt(0.2) * noise[item]
        assert mixed[item].to_numpy() == pytest.approx(expected.to_numpy())
        assert truth[item].var(ddof=0) == pytest.approx(1.0)


def test_each_item_has_noise_of_its_own(organisation):
    noise = survey(organisation, reliability=0.0)[["exhaustion", "support", "voice", "intention_to_leave"]]
    correlations = noise.corr().to_numpy()[np.triu_indices(4, 1)]
    assert np.abs(correlations).max() < 4.0 / np.sqrt(len(noise))


def test_answering_changes_nothing(organisation):
    before = organisation.posts.copy()
    survey(organisation)
    assert (organisation.posts == before).all()


def test_weeks_absent_are_those_of_the_last_year():
    settings = load_settings(SMALL)
    absent = survey_of(settings, 3)["weeks_absent"]
    assert absent.between(0, 52).all()
    # About 3% of weeks; nobody absent at all would be a count of the wrong thing.
    assert 0.3 < absent.mean() < 5.0


def test_no_more_weeks_than_those_of_one_year_are_counted():
    # Nobody who falls ill every second week is well for long; two years of it would be about twice as many weeks.
    settings = load_settings([*SMALL[:2], "warmup_years=1", "years=2", "mechanism.exhaustion.absence_base=0"])
    absent = survey_of(settings, 3)["weeks_absent"]
    assert absent.max() <= 52
    assert absent.mean() > 27


def test_every_published_pair_is_set_beside():
    table = beside_published(survey_of(load_settings(SMALL), 3))
    assert len(table) == len(PUBLISHED)
    assert ((table["simulated"] >= table["low"]) & (table["simulated"] <= table["high"])).eq(table["within"]).all()


def test_the_command_prints_simulated_beside_published(capsys):
    assert main(["survey", "authority=small_unitary", "years=1", "replicates=2"]) == 0
    said = capsys.readouterr().out
    assert "2 runs of Small unitary" in said
    for pair in PUBLISHED:
        assert f"{pair.value:+.2f}" in said
        assert pair.source in said


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.outcome)
def test_targets_name_outcomes_and_hold_their_own_value(target):
    assert outcome_named(target.outcome)
    low, high = target.met_within
    assert low <= target.low <= target.value <= target.high <= high


def test_a_level_is_met_within_its_range_or_so_many_percent_of_it():
    def met(value, low, high):
        return Target("burnout", value, low, high, "nowhere").met_within

    assert met(50.0, 50.0, 50.0) == pytest.approx((45.0, 55.0))
    assert met(50.0, 49.0, 51.0) == pytest.approx((47.5, 52.5))
    assert met(50.0, 40.0, 60.0) == (40.0, 60.0)
