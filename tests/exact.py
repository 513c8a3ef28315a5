"""Comparison of state to the bit, in words that are short when it fails."""

import numpy as np


def differing(first: np.ndarray, second: np.ndarray) -> list[str]:
    """Names of the fields in which two arrays of one kind of record differ by as little as a bit."""
    assert first.dtype == second.dtype
    assert first.shape == second.shape
    return [name for name in first.dtype.names or () if first[name].tobytes() != second[name].tobytes()]
