"""The tables of the answer of a sweep, found in the folder of its results and written into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.sweep.answer_files import write_answers
from sim.sweep.answers import Answers, Budget, find_answers
from sim.sweep.ends import find_ends, write_ends
from sim.sweep.plan import PlannedPoint
from sim.sweep.text import text_of
from sim.sweep.words import Asked


@dataclass(frozen=True)
class Answered:
    """The answer, and for ends of assumptions their table."""

    answers: Answers
    ends: pd.DataFrame | None = None

    def text(self) -> str:
        """As it is printed."""
        return text_of(self.answers, self.ends)


def budget_of(asked: Asked) -> Budget:
    """The limits that were asked for."""
    money = np.inf if asked.budget is None else asked.budget
    return Budget(money, np.inf if asked.budget_hours is None else asked.budget_hours)


def answer_in(folder: Path, points: Sequence[PlannedPoint], asked: Asked) -> Answered | None:
    """Find the answer of `points` in the runs.parquet of `folder`, and write its tables there; None where there is none."""
    runs, budget, at_ends = folder / "runs.parquet", budget_of(asked), asked.sampling == "ends"
    answers = find_answers(points, runs, asked.outcome, budget, at_ends)
    if answers is None:
        return None
    write_answers(answers, folder)
    if not at_ends:
        return Answered(answers)
    ends = find_ends(points, runs, asked.outcome, budget)
    write_ends(ends, folder)
    return Answered(answers, ends)
