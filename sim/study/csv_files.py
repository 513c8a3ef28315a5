"""How a table of results is written as CSV: the same table gives the same bytes on every system."""

from pathlib import Path

import pandas as pd


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table without its index, with the line ends of Unix."""
    table.to_csv(path, index=False, lineterminator="\n")
