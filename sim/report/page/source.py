"""What a report is made from: the files of one folder of results, read with care, for it may come from anyone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.configuration.safe_yaml import read_bytes
from sim.errors import UserError
from sim.outcomes import OUTCOMES, Outcome, outcome_named
from sim.report.order import MOST_AS_ASKED, by_effect
from sim.report.page.blocks import Verdict
from sim.settings.study import Settings
from sim.study.arms import BASELINE
from sim.study.reopened import Reopened, csv_of, runs_of
from sim.study.statistics import verdict
from sim.study.text import WINDOWS, in_prices

FIGURES = ("trajectories", "differences", "belief", "exits")
MOST_FIGURE_BYTES = 20_000_000
_NUMBERS = (
    "baseline", "mean", "difference", "ci_low", "ci_high", "p_better", "replicates", "difference_first_year",
    "ci_low_first_year", "ci_high_first_year", "weeks_until_better",
)  # fmt: skip
_RIVAL_WORDS = ("outcome", "explanation", "arm", "against", "verdict", "ranking")
_RIVAL_NUMBERS = ("verdict_survives", "ranking_survives", "explanations")


@dataclass(frozen=True)
class InFolder:
    """What is read from a folder of results."""

    folder: Path

    def has(self, name: str) -> bool:
        """Whether the folder has a file of that name."""
        return (self.folder / name).is_file()

    def bytes_of(self, name: str) -> bytes:
        """What a file of the folder holds."""
        return read_bytes(self.folder / name, MOST_FIGURE_BYTES)


@dataclass(frozen=True)
class Source(InFolder):
    """A folder of results, opened. table: one row an arm and outcome, under (arm, outcome). arms: those compared.

    runs: one row a run. rivals: what survives under rival explanations, or None.
    """

    settings: Settings
    manifest: dict[str, Any]
    arms: tuple[str, ...]
    table: pd.DataFrame
    runs: pd.DataFrame
    rivals: pd.DataFrame | None

    @property
    def window(self) -> str:
        """The weeks of all means, in words."""
        return WINDOWS[self.settings.window]

    @property
    def replicates(self) -> int:
        """Runs of each arm."""
        return int(self.runs["replicate"].max())

    def outcomes(self, names: tuple[str, ...]) -> list[Outcome]:
        """Those of `names` that this study has."""
        known = set(self.table.index.get_level_values("outcome"))
        return [outcome_named(name) for name in names if name in known]

    def row(self, arm: str, outcome: str) -> pd.Series:
        """One difference with all that is known of it."""
        found = self.table.loc[(arm, outcome)]
        assert isinstance(found, pd.Series)
        return found

    def verdict(self, arm: str, outcome: str, ending: str = "") -> Verdict:
        """What a difference says; `ending` is `_first_year` for that of the first year."""
        row, sign = self.row(arm, outcome), outcome_named(outcome).sign
        if not known(row[f"difference{ending}"]):
            return Verdict.NOTHING
        words = verdict(row[f"difference{ending}"], row[f"ci_low{ending}"], row[f"ci_high{ending}"], sign)
        return Verdict(in_prices(outcome, words))

    def ordered(self, outcome: str) -> tuple[str, ...]:
        """The arms as they were asked for, or, where they are many, in the order of what they do to `outcome`."""
        if len(self.arms) <= MOST_AS_ASKED:
            return self.arms
        rows = self.table.xs(outcome, level="outcome").loc[list(self.arms)]
        return tuple(arm for arm, _ in by_effect(rows, outcome_named(outcome)))

    def figure_names(self) -> list[str]:
        """Names of the figures of the folder, without their endings, in the order in which they are shown."""
        found = []
        for name in FIGURES:
            pages = [name, *[f"{name}_{part}" for part in range(1, 10)]]
            found += [page for page in pages if all(self.has(f"figures/{page}.{end}") for end in ("svg", "csv", "txt"))]
        return found


def source_of(found: Reopened) -> Source:
    """What a report needs of a folder that `coalface compare` wrote; UserError where it is none, or is damaged."""
    if found.kind != "comparison":
        raise UserError(
            f"{found.folder}: the folder of {found.words}; a report is made of what `coalface compare` writes"
        )
    table = _checked(
        found.folder / "comparison.csv", csv_of(found.folder / "comparison.csv"), ("arm", "outcome"), _NUMBERS
    )
    known = {outcome.name for outcome in OUTCOMES}
    table = table[table["outcome"].isin(known)].drop_duplicates(["arm", "outcome"])
    runs = runs_of(found.folder / "runs.parquet")
    arms = tuple(dict.fromkeys(table["arm"]))
    complete = table.set_index(["arm", "outcome"])
    if not arms or len(complete) != len(arms) * table["outcome"].nunique() or BASELINE not in set(runs["arm"]):
        raise UserError(f"{found.folder}: comparison.csv and runs.parquet do not hold a whole comparison")
    rivals = None
    if (found.folder / "rivals.csv").is_file():
        rivals = _checked(
            found.folder / "rivals.csv", csv_of(found.folder / "rivals.csv"), _RIVAL_WORDS, _RIVAL_NUMBERS
        )
        rivals = rivals[rivals["outcome"].isin(known)]
    return Source(found.folder, found.settings, found.manifest, arms, complete, runs, rivals)


def _checked(file: Path, table: pd.DataFrame, texts: tuple[str, ...], numbers: tuple[str, ...]) -> pd.DataFrame:
    """The table, where it has what a report needs."""
    for name in (*texts, *numbers):
        if name not in table.columns:
            raise UserError(f"{file}: the column {name} is missing; it is not a table as coalface writes it")
    for name in numbers:
        values = pd.to_numeric(table[name], errors="coerce")
        if (values.isna() & table[name].notna()).any():
            raise UserError(f"{file}: the column {name} holds something else than numbers")
        table = table.assign(**{name: values.astype(float)})
    for name in texts:
        if not all(isinstance(text, str) for text in table[name]):
            raise UserError(f"{file}: the column {name} holds something else than names")
    return table


def known(value: float) -> bool:
    """Whether a number is one."""
    return bool(np.isfinite(value))
