"""Why the arm that is most likely the best may still share its place: said beside the table that shows both."""

from collections.abc import Sequence

import numpy as np

from sim.text.numbers import share

# An arm is likely the best from more than this chance on.
LIKELY = 0.5


def why_shared(names: Sequence[str], places: Sequence[float], chances: Sequence[float]) -> str:
    """A sentence on the arm with the largest chance to be the best, where it is likely and shares its place; else empty.

    names, places, chances: of the same arms in the same order; nan where not known. A place and a chance are answers to two
    questions: the interval behind a place is widened for the number of arms (`ranking`), the chance is of one arm against all
    others as the runs stand (`chance_of_best`).
    """
    known = [at for at, chance in enumerate(chances) if np.isfinite(chance)]
    if not known:
        return ""
    top = max(known, key=lambda at: chances[at])
    if chances[top] <= LIKELY or list(places).count(places[top]) < 2:
        return ""
    return (
        f"{names[top]} has the best mean with a chance of {share(chances[top])}, and yet shares its place. The chance is by "
        "these runs as they stand; a place is shared until a difference is clear with its interval widened for the number of "
        "choices."
    )
