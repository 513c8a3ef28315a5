"""Settings of the beginning: how the warm-up starts, long before anything is counted."""

from sim.quantity import Frozen, quantity


class Start(Frozen):
    """How the service is peopled at the start of the warm-up. Slow parts of it, and queues, are still felt at week 0."""

    permanent_share: float = quantity(
        "share of front-line posts that begin with permanent staff; every manager's post does", 0.84,
        unit="share", low=0, high=1, source="workforce census 2017-2021: 16 to 17% vacant", grade="A",
    )  # fmt: skip
    filled_share: float = quantity(
        "share of front-line posts that begin with permanent or agency staff", 0.95,
        unit="share", low=0, high=1, source="assumption; agency staff cover most vacancies in the census", grade="D",
    )  # fmt: skip
    tenure_weeks: float = quantity(
        "mean time for which permanent staff have then been there", 260.0,
        unit="weeks", low=1, high=2080, source="assumption; turnover sorts it during the warm-up", grade="D",
    )  # fmt: skip
    exhaustion: float = quantity(
        "emotional exhaustion with which people begin, in the mean", 0.45,
        unit="0 to 1", low=0, high=1, source="assumption; near where it settles", grade="D",
    )  # fmt: skip
    exhaustion_spread: float = quantity(
        "standard deviation of that", 0.2,
        unit="0 to 1", low=0, high=1, source="assumption; near where it settles", grade="D",
    )  # fmt: skip
    reputation: float = quantity(
        "standing with applicants at the beginning", 0.5,
        unit="0 to 1", low=0, high=1, source="assumption; forgotten within the warm-up", grade="D",
    )  # fmt: skip
    speaking: float = quantity(
        "share of concerns that were lately raised, at the beginning", 0.5,
        unit="share", low=0, high=1, source="assumption; forgotten within the warm-up", grade="D",
    )  # fmt: skip
