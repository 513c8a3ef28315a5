"""The runs of one arm of a point, put together from the blocks in the store that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import UserError
from sim.study.arms import Arm
from sim.sweep.blocks import Block, BlockRows
from sim.sweep.plan import PlannedPoint
from sim.sweep.store import Store


@dataclass(frozen=True)
class Rows:
    """Runs of one arm: seed, status and reason of each, and outcomes by window, each of shape (runs, outcomes)."""

    seed: np.ndarray
    status: list[str]
    reason: list[str]
    windows: dict[str, np.ndarray]


def rows_of(
    point: PlannedPoint, arm: Arm, replicates: int, store: Store, windows: Sequence[str], outcomes: Sequence[str]
) -> Rows:
    """The first `replicates` runs of one arm of one point, from the store; UserError where it no longer holds them."""
    found = [_held(block, store) for block in point.blocks(arm, replicates)]
    places = found[0].places
    chosen = {window: [places[f"{window}.{outcome}"] for outcome in outcomes] for window in windows}
    # Rows in memory one after the other: the order in which numbers are added up shows in the last digit of a mean.
    values = {
        window: np.concatenate([np.take(block.values, columns, axis=1) for block in found])
        for window, columns in chosen.items()
    }
    return Rows(
        np.concatenate([block.seed for block in found]),
        [status for block in found for status in block.status],
        [reason for block in found for reason in block.reason],
        values,
    )


def _held(block: Block, store: Store) -> BlockRows:
    found = store.read(block.key)
    if found is None:
        raise UserError(
            f"cache: a block in {store.place} that was there a moment ago is gone or damaged; the same command again goes on"
        )
    return found


def window_name(window: str) -> str:
    """The stretch of weeks, as blocks name it, that goes with a window of the study."""
    return "first_year_from_0" if window == "first_year" else window
