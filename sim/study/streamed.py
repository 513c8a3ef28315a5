"""A Parquet file that is written while a study runs: rows wait until there are enough of them for a row group."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

import pyarrow.parquet as pq

ROWS_A_GROUP = 65_536


class StreamedFile(ABC):
    """What writers of such files share, as a context: whole at its end, cut off where an error ends it.

    _file: the file, which a subclass opens.
    """

    _file: pq.ParquetWriter

    @abstractmethod
    def _flush(self) -> None:
        """Write the waiting rows as one row group, where there are any."""

    def _complete(self) -> None:
        """Write what still waits, once all is added."""
        self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._complete()
        self._file.close()
