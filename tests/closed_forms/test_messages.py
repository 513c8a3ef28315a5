"""Reports through links of known strength: what is left after L tiers, and what averaging does to noise."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from sim.model import OrganisationModel
from sim.settings.study import Settings
from sim.state import PERMANENT

STRAIN = 0.5  # everyone is stressed and nobody has unmet hours
ERRORS = 4.0
# A link that passes one share and nothing else, and managers who believe what they are told.
PLAIN = (
    "mechanism.reporting.fear=0",
    "mechanism.reporting.spoken_gain=0",
    "mechanism.reporting.acceptable_strain=0",
    "mechanism.reporting.broken_share=0",
    "mechanism.reporting.interval_weeks=1",
    "mechanism.belief.on=false",
    "mechanism.belief.past_the_line=0",
    # The warm-up fills every post for good; then nothing moves, and exhaustion stays where the test puts it.
    "mechanism.recruitment.fill_rate=20",
    "mechanism.recruitment.hiring_weeks=0",
    "mechanism.recruitment.agency_rate=0",
    "mechanism.recruitment.growth=0",
    *(f"mechanism.{name}.on=false" for name in ("casework", "leaving", "exhaustion", "voice", "decisions")),
    # Nothing but the line's reports reaches a manager, and the director stays.
    *(f"mechanism.{name}.on=false" for name in ("indicators", "families", "inspection")),
    "mechanism.casework.duration_weeks=1",
    "years=4",
    "warmup_years=2",
)


def of_constant_strain(settings: Settings) -> OrganisationModel:
    """A model in which every person at the front line is stressed, every week."""
    model = OrganisationModel(settings)
    assert (model.posts["kind"][model.posts["established"] == 1] == PERMANENT).all()
    model.posts["exhaustion"] = 0.9
    return model


@pytest.mark.parametrize("passing", [0.0, 0.35, 0.65, 0.9, 1.0])
@pytest.mark.parametrize("tiers", [2, 5, 8])
def test_a_message_fades_by_the_same_share_at_every_link(
    build: Callable[..., Settings], passing: float, tiers: int
) -> None:
    spans = ",".join(["2"] * (tiers - 1))
    model = of_constant_strain(
        build(
            "authority=training_team",
            f"authority.front_line_posts={2 ** (tiers - 1)}",
            f"authority.spans=[{spans}]",
            f"mechanism.reporting.passing={passing}",
            "mechanism.reporting.noise=0",
            *PLAIN,
        )
    )
    model.run_for(tiers)
    assert model.units["strain"] == pytest.approx(STRAIN)
    for tier in range(1, tiers):
        beliefs = model.posts["belief"][model.posts["tier"] == tier]
        assert beliefs == pytest.approx(passing**tier * STRAIN, abs=1e-12), tier


def test_a_message_takes_a_week_for_every_link(build: Callable[..., Settings]) -> None:
    model = of_constant_strain(
        build(
            "authority=training_team",
            "mechanism.reporting.passing=1",
            "mechanism.reporting.noise=0",
            *PLAIN,
        )
    )
    model.posts["belief"] = 0.0
    managers = model.units["manager"]
    for weeks in range(1, 5):
        model.step()
        assert (model.posts["belief"][managers] == [STRAIN] * weeks + [0.0] * (4 - weeks)).all()


@pytest.mark.parametrize("reports", [1, 2, 4, 16])
def test_averaging_reports_divides_their_variance(build: Callable[..., Settings], reports: int) -> None:
    noise, teams = 0.1, 60
    model = of_constant_strain(
        build(
            "authority=training_team",
            f"authority.front_line_posts={reports * teams}",
            f"authority.spans=[{reports},{teams}]",
            "mechanism.reporting.passing=1",
            f"mechanism.reporting.noise={noise}",
            *PLAIN,
        )
    )
    signals = []
    for _ in range(200):
        model.step()
        assert (model.units["heads"][:teams] == reports).all()
        signals.append(model.units["signal"][:teams].copy())
    errors = np.concatenate(signals) - STRAIN
    expected = noise * noise / reports
    assert model.units["signal_variance"][:teams] == pytest.approx(expected)
    assert abs(errors.mean()) < ERRORS * math.sqrt(expected / len(errors))
    # The excess kurtosis of one logistic error is 1.2, that of the mean of m errors 1.2 / m.
    assert abs(errors.var() / expected - 1.0) < ERRORS * math.sqrt((2.0 + 1.2 / reports) / len(errors))
