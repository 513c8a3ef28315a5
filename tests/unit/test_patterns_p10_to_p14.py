"""Blame, redesign, poll and a director who knows: what must hold by construction, on few seeds."""

import sys
from pathlib import Path

import numpy as np
import pytest

PATTERNS = Path(__file__).parents[2] / "experiments" / "patterns"


@pytest.fixture(autouse=True)
def own_modules(monkeypatch):
    monkeypatch.syspath_prepend(str(PATTERNS))
    yield
    for name in ("measure", "p10_blame", "p11_redesign", "p13_poll", "p14_knowing_director"):
        sys.modules.pop(name, None)


def test_share_notified_stays_where_it_does_not_follow_safety():
    import p10_blame

    found = p10_blame.by_blame(2, (0.0, 1.0), "mechanism.incidents.notified_safety=0.0", "warmup_years=1", "years=2")
    assert np.array_equal(p10_blame.column(found[0.0], "share"), p10_blame.column(found[1.0], "share"))
    assert (p10_blame.column(found[0.0], "fear") < p10_blame.column(found[1.0], "fear")).all()


def test_where_nothing_is_shaped_imposed_and_tried_are_the_same():
    import p11_redesign

    cases = [(0.2, 0.4, way) for way in (p11_redesign.IMPOSED, 0.0, 0.7)]
    runs = p11_redesign.Runs(cases, 2, "warmup_years=1", "years=3")
    assert (runs.gain(0.2, 0.4, "hours", 0.0) == 0.0).all()
    assert (runs.gain(0.2, 0.4, "hours", 0.7) < 0.0).all()


def test_crossing_is_found_between_the_points_and_clipped_at_the_ends():
    import p11_redesign

    places = (0.0, 0.5, 1.0)
    assert p11_redesign.crossing(places, np.array([-1.0, 1.0, 2.0])) == 0.25
    assert p11_redesign.crossing(places, np.array([1.0, 2.0, 3.0])) == 0.0
    assert p11_redesign.crossing(places, np.array([-3.0, -2.0, -1.0])) == 1.0


def test_rank_correlation_knows_agreement_and_a_poll_that_never_moves():
    import p13_poll

    still = {"poll": np.zeros(3), "gap": np.zeros(3)}

    def arms(poll: tuple[float, ...], gap: tuple[float, ...]) -> dict[str, dict[str, np.ndarray]]:
        found = {"baseline": {p13_poll.POLL: still["poll"], p13_poll.GAP: still["gap"]}}
        for place, (left, right) in enumerate(zip(poll, gap, strict=True)):
            found[f"arm {place}"] = {p13_poll.POLL: np.full(3, left), p13_poll.GAP: np.full(3, right)}
        return found

    assert p13_poll.rank_correlation(arms((1.0, 2.0, 3.0), (0.1, 0.2, 0.3)), "").estimate == pytest.approx(1.0)
    assert p13_poll.rank_correlation(arms((1.0, 2.0, 3.0), (0.3, 0.2, 0.1)), "").estimate == pytest.approx(-1.0)
    assert p13_poll.rank_correlation(arms((0.0, 0.0, 0.0), (0.3, 0.2, 0.1)), "").estimate == 0.0


def test_knowing_everything_relieves_nobody_without_discretion():
    import p14_knowing_director
    from measure import variant

    words = {room: f"mechanism.decisions.discretion={room}" for room in (0.0, 0.3)}
    variants = {
        room: variant(word, "years=2", "warmup_years=2", authority="small_unitary") for room, word in words.items()
    }
    found = p14_knowing_director.gains(variants, 2)
    assert (found[0.0]["relief"] == 0.0).all()
    assert (found[0.3]["relief"] > 0.0).all()
    assert (np.abs(found[0.0]["knowing"]) < np.abs(found[0.0]["usual"])).all()
