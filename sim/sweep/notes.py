"""What a reader of the answer of a sweep must know: the notes of its points, each once, with the points that it is about."""

from collections.abc import Sequence

from sim.sweep.plan import PlannedPoint
from sim.text.numbers import counted

# Notes that are given; more are counted. A note names at most so many points, and of more it says how many they are.
MOST_NOTES = 12
_MOST_NAMED = 3


def notes_of(points: Sequence[PlannedPoint]) -> list[str]:
    """Notes in the order of the points; one that is not about all of them says about which."""
    about: dict[str, list[PlannedPoint]] = {}
    for point in points:
        for note in point.notes:
            about.setdefault(note, []).append(point)
    notes = [note if len(found) == len(points) else f"{note} ({_which(found)})" for note, found in about.items()]
    left = len(notes) - MOST_NOTES
    return (
        notes
        if left <= 0
        else [*notes[:MOST_NOTES], f"{counted(left, 'note')} more on single points are left out here"]
    )


def _which(points: Sequence[PlannedPoint]) -> str:
    if len(points) > _MOST_NAMED:
        return f"at {len(points):,} points"
    return f"at {'; '.join(one.point.name for one in points)}"
