"""Hadamard matrices: square, of -1 and 1, with columns at right angles to each other."""

import numpy as np

from sim.errors import UserError


def hadamard(order: int) -> np.ndarray:
    """A Hadamard matrix of that order, shape (order, order), int8, first row and first column all 1.

    Made by Paley's first construction, his second one or Sylvester's doubling, whichever fits, which gives every multiple
    of 4 up to 48 and many above. Raises UserError for other orders. Source: Paley 1933, doi:10.1002/sapm1933121311.
    """
    found = _hadamard(order)
    if found is None:
        raise UserError(f"no Hadamard matrix of order {order} is known here; multiples of 4 up to 48 are")
    # Turning the sign of a row or a column leaves all right angles as they are.
    found = found * found[:, :1]
    return (found * found[:1]).astype(np.int8)


def _hadamard(order: int) -> np.ndarray | None:
    if order in (1, 2):
        return np.array([[1, 1], [1, -1]])[:order, :order]
    if order < 4 or order % 4:
        return None
    if _is_prime(order - 1):  # a multiple of 4, less 1, has remainder 3
        return np.eye(order, dtype=int) + _bordered(order - 1, skew=True)
    half = order // 2
    if half % 4 == 2 and _is_prime(half - 1):
        return np.kron(_bordered(half - 1, skew=False), [[1, 1], [1, -1]]) + np.kron(
            np.eye(half, dtype=int), [[1, -1], [-1, -1]]
        )
    smaller = _hadamard(half)
    return None if smaller is None else np.kron([[1, 1], [1, -1]], smaller)


def _bordered(prime: int, skew: bool) -> np.ndarray:
    """The matrix of quadratic residues of i - j, with a row and a column of ones around it: shape (prime + 1,) twice."""
    character = np.full(prime, -1)
    character[np.arange(1, prime) ** 2 % prime] = 1
    character[0] = 0
    places = np.arange(prime)
    inner = character[(places[:, None] - places) % prime]
    border = np.zeros((prime + 1, prime + 1), dtype=int)
    border[1:, 1:] = inner
    border[0, 1:] = 1
    border[1:, 0] = -1 if skew else 1
    return border


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))
