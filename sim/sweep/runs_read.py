"""Runs of a sweep read from its table, arm by arm and outcome by outcome."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq


class RunsRead:
    """Outcomes of every arm of every point, from the runs.parquet of a sweep, in which the runs of an arm follow each other.

    outcomes: those that `values` gives; they are held in memory, all others are read by `column` when they are asked for.
    """

    def __init__(self, file: Path, outcomes: Sequence[str]) -> None:
        self.outcomes = tuple(dict.fromkeys(outcomes))
        self._file = file
        self._held = frozenset(pq.read_schema(file).names)
        table = pq.read_table(file, columns=["point", "arm", *self.outcomes], read_dictionary=["arm"])
        arms = table["arm"].combine_chunks()
        names = arms.dictionary.to_pylist()
        points, codes = table["point"].to_numpy(), arms.indices.to_numpy()
        first = np.flatnonzero(np.concatenate([[True], (points[1:] != points[:-1]) | (codes[1:] != codes[:-1])]))
        last = np.append(first[1:], len(points))
        self._rows = {
            (int(points[start]), names[codes[start]]): slice(start, stop)
            for start, stop in zip(first, last, strict=True)
        }
        self._values = {name: table[name].to_numpy() for name in self.outcomes}

    def values(self, point: int, arm: str, outcome: str) -> np.ndarray:
        """One outcome of the runs of an arm in the order of their seeds, (replicates,), nan where a run failed."""
        return self._values[outcome][self._rows[point, arm]].astype(float)

    def holds(self, outcome: str) -> bool:
        """Whether the table has that outcome at all; outcomes of tiers that nobody has are not in it."""
        return outcome in self._held

    def rows(self, point: int, arm: str) -> slice:
        """Where the runs of an arm stand in a `column`."""
        return self._rows[point, arm]

    def column(self, outcome: str) -> np.ndarray:
        """One outcome of every run, in the order of the table, read here and kept by nobody; nan where there is none."""
        return pq.read_table(self._file, columns=[outcome])[outcome].to_numpy().astype(float)
