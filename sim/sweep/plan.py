"""The plan of a sweep: which blocks its points need, which of them are still to be run, and how they are bundled."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sim.configuration.points import Point
from sim.study.arms import BASELINE, Arm, arms_of
from sim.study.replicate import starts_of
from sim.sweep.blocks import SEEDS_A_BLOCK, Block
from sim.sweep.store import Store

# Blocks that share a warm-up are run together, but not so many that a stop loses much.
BLOCKS_A_TASK = 4


@dataclass(frozen=True)
class PlannedPoint:
    """A point with its arms, baseline first, and what a reader of its answer must know."""

    point: Point
    arms: tuple[Arm, ...]
    notes: tuple[str, ...]
    # A key takes a third of a millisecond, and the same blocks are asked for again and again.
    _blocks: dict[tuple[str, int], list[Block]] = field(default_factory=dict, repr=False, compare=False)

    def blocks(self, arm: Arm, replicates: int) -> list[Block]:
        """The blocks that hold the first `replicates` runs of one of its arms."""
        if (arm.name, replicates) not in self._blocks:
            starts = tuple(starts_of(self.arms))
            seed = self.point.settings.seed
            self._blocks[arm.name, replicates] = [
                Block(arm.settings, first, min(SEEDS_A_BLOCK, seed + replicates - first), starts)
                for first in range(seed, seed + replicates, SEEDS_A_BLOCK)
            ]
        return self._blocks[arm.name, replicates]


def planned(point: Point) -> PlannedPoint:
    """The arms of one point; a point without interventions has its baseline alone."""
    if not point.settings.interventions:
        return PlannedPoint(point, (Arm(BASELINE, point.settings),), ())
    arms, notes = arms_of(point.settings)
    return PlannedPoint(point, tuple(arms), tuple(notes))


def missing(blocks: Iterable[Block], store: Store) -> dict[str, Block]:
    """Blocks that the store does not hold, by key, each once, in the order given."""
    return {block.key: block for block in blocks if block.key not in store}


def tasks_of(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Bundles of blocks that can share a warm-up."""
    groups: dict[str, list[Block]] = {}
    for block in blocks:
        group = groups.setdefault(block.origin, [])
        group.append(block)
        if len(group) == BLOCKS_A_TASK:
            yield groups.pop(block.origin)
    yield from groups.values()


def in_shard(key: str, shard: tuple[int, int]) -> bool:
    """Whether the block of that key falls to shard i of n (i from 1): each falls to exactly one."""
    number, shards = shard
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % shards == number - 1


def runs_of(blocks: Sequence[Block]) -> int:
    """Runs that blocks hold together."""
    return sum(block.seeds for block in blocks)
