"""The weekly outcomes of every run: streamed to a Parquet file, and read back one outcome at a time.

Rows stand in the order replicate, arm, week; weeks begin at -52, the last year of the warm-up. A failed run has its
rows too, all nan. Values are 32-bit. Memory does not grow with the number of runs while the file is written; reading an
outcome back takes 4 bytes for each week of each run (60 MB for 50,000 runs of 6 years).
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.settings.study import WEEKS_A_YEAR
from sim.study.streamed import ROWS_A_GROUP, StreamedFile


class WeeklyWriter(StreamedFile):
    """Writes the file replicate by replicate, and keeps the mean paired difference of each arm by week.

    differences: after the last replicate, shape (arms, weeks from 0, outcomes); nan where no pair is known.
    """

    def __init__(self, path: Path, arms: list[str], against: list[int], outcomes: tuple[str, ...], weeks: int) -> None:
        self._arms = arms
        self._against = against
        self._outcomes = outcomes
        self._weeks = np.arange(-WEEKS_A_YEAR, weeks)
        self._sum = np.zeros((len(arms), weeks, len(outcomes)))
        self._count = np.zeros((len(arms), weeks, len(outcomes)), dtype=np.int64)
        self._waiting: list[tuple[int, np.ndarray]] = []
        fields = [("arm", pa.dictionary(pa.int32(), pa.string())), ("replicate", pa.int32()), ("week", pa.int32())]
        self._schema = pa.schema(fields + [(name, pa.float32()) for name in outcomes])
        self._file = pq.ParquetWriter(
            path, self._schema, compression="zstd", use_dictionary=["arm"], use_byte_stream_split=list(outcomes)
        )

    def add(self, replicate: int, values: np.ndarray) -> None:
        """Add one replicate: `values` of shape (arms, 52 + weeks, outcomes)."""
        kept = values.astype(np.float32)
        after = kept[:, WEEKS_A_YEAR:].astype(float)
        difference = after - after[self._against]
        known = np.isfinite(difference)
        self._sum += np.where(known, difference, 0.0)
        self._count += known
        self._waiting.append((replicate, kept))
        if len(self._waiting) * kept.shape[0] * kept.shape[1] >= ROWS_A_GROUP:
            self._flush()

    @property
    def differences(self) -> np.ndarray:
        """Mean paired difference by arm, week from 0 and outcome."""
        return np.divide(self._sum, self._count, out=np.full(self._sum.shape, np.nan), where=self._count > 0)

    def _flush(self) -> None:
        if not self._waiting:
            return
        replicates = np.array([replicate for replicate, _ in self._waiting], dtype=np.int32)
        values = np.stack([kept for _, kept in self._waiting])
        groups, arms, weeks, outcomes = values.shape
        arm = np.tile(np.repeat(np.arange(arms, dtype=np.int32), weeks), groups)
        columns = [
            pa.DictionaryArray.from_arrays(pa.array(arm), pa.array(self._arms)),
            pa.array(np.repeat(replicates, arms * weeks)),
            pa.array(np.tile(self._weeks.astype(np.int32), groups * arms)),
        ]
        flat = values.reshape(-1, outcomes)
        columns.extend(pa.array(np.ascontiguousarray(flat[:, column])) for column in range(outcomes))
        self._file.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._waiting = []


def read_outcome(path: Path, outcome: str, arms: int) -> np.ndarray:
    """All weekly values of one outcome, 32-bit, shape (replicates, arms, 52 + weeks)."""
    table = pq.read_table(path, columns=["replicate", outcome])
    replicates = len(np.unique(table["replicate"].to_numpy()))
    return table[outcome].to_numpy().reshape(replicates, arms, -1)


def read_weekly(path: Path) -> pd.DataFrame:
    """The whole file as a table: arm, replicate, week, one column an outcome."""
    return pq.read_table(path).to_pandas()
