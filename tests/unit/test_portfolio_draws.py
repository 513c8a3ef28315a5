"""Bundles over draws of what is uncertain: which are tied, and how far their values and differences spread."""

import numpy as np
import pytest

from sim.analysis.portfolio import Payoffs, best_portfolio

NAMES = ("a", "b", "c")


def payoffs(mains: list[float], drawn: np.ndarray, synergies: np.ndarray | None = None) -> Payoffs:
    """Payoffs whose only pair is a with b. synergies: its size in each draw; its mean is what it brings."""
    sizes = np.zeros(len(drawn)) if synergies is None else synergies
    pairs = np.zeros((len(drawn), 3, 3))
    pairs[:, 0, 1] = pairs[:, 1, 0] = sizes
    return Payoffs(NAMES, np.array(mains), pairs.mean(axis=0), drawn, pairs)


@pytest.mark.parametrize(("behind", "ties"), [(30, ("a", "b")), (20, ("a",))])
def test_a_bundle_is_tied_unless_the_best_is_ahead_in_more_than_39_of_40_draws(
    behind: int, ties: tuple[str, ...]
) -> None:
    # In so many of a thousand draws b is ahead of a, and in the others a is.
    drawn = np.tile([3.0, 2.0, -9.0], (1_000, 1))
    drawn[:behind, 1] = 4.0
    found = best_portfolio(payoffs([3.0, 2.0, -9.0], drawn), [1.0] * 3, [0.0] * 3, money_budget=1.0)
    assert found.best == ("a",)
    assert tuple(found.table["bundle"]) == ties
    assert found.table.iloc[0]["chance_of_best"] == pytest.approx(1.0 - behind / 1_000)


def test_a_synergy_counts_once_in_every_draw() -> None:
    spread = np.linspace(-1.0, 1.0, 201)
    found = best_portfolio(
        payoffs([2.0, 2.0, -9.0], np.tile([2.0, 2.0, -9.0], (201, 1)), 5.0 + spread), [1.0] * 3, [0.0] * 3
    )
    top = found.table.iloc[0]
    assert (found.best, top["value"]) == (("a", "b"), pytest.approx(9.0))
    # The middle 95% of draws of the synergy alone.
    assert (top["ci_low"], top["ci_high"]) == pytest.approx((9.0 - 0.95, 9.0 + 0.95))
