"""Two scenarios told apart: folders of results, settings files, or the words of a command. Settings first, then outcomes.

A folder may come from anyone: it is read with care, and one that is something else is named in one line.
"""

import json
import os
import shlex
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.configuration.compared import SettingsDifference, difference_of
from sim.configuration.loader import load_settings
from sim.configuration.names import listed, show, suggestion
from sim.configuration.own_files import open_shelf
from sim.configuration.places import SCENARIO
from sim.configuration.safe_yaml import home_of, read_bytes
from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.settings.study import Settings
from sim.study.arms import arms_of
from sim.study.manifest import MANIFEST, PROGRAM
from sim.study.replicate import FAILED
from sim.study.statistics import mean_with_interval, verdict
from sim.study.text import KEY_OUTCOMES, WINDOWS, in_prices
from sim.text.numbers import digits_for, digits_of

MOST_TABLE_BYTES = 50_000_000
MOST_RUNS_BYTES = 500_000_000
_CLEAR_WORDS = ("better", "worse", "higher", "lower", "more", "less")
_WIDTH = 120


@dataclass(frozen=True)
class Side:
    """One of the two: how it was named, its settings and, of a folder of results, what came out.

    table: the differences of a comparison, one row an arm and outcome; runs: the outcomes of its runs, one row a run, or in
    words why there are none; summary: the outcomes of a single run, by name; code: the digest of the code that made them.
    """

    name: str
    settings: Settings
    table: pd.DataFrame | None = None
    runs: pd.DataFrame | str = "there are no runs"
    summary: pd.Series | None = None
    code: str = ""

    @property
    def of_sweep(self) -> bool:
        """Whether its table is of many points, in each of which an arm has rows of its own."""
        return self.table is not None and "point" in self.table.columns


@dataclass(frozen=True)
class Difference:
    """What tells `first`, called A, from `second`, called B."""

    first: Side
    second: Side
    settings: SettingsDifference

    def text(self) -> str:
        """The settings that differ, then the outcomes where both are folders of results."""
        head = [f"A: {self.first.name}", f"B: {self.second.name}", "", self.settings.text()]
        return "\n".join([*head, "", *_outcomes(self.first, self.second)])


def diff(first: str, second: str, config_dir: str | Path | None = None) -> Difference:
    """Tell two scenarios apart. Each is a folder of results, a settings file, the name of a scenario, or words in quotes.

    Raises UserError where one of them is none of these.
    """
    sides = [open_side(text, config_dir) for text in (first, second)]
    return Difference(sides[0], sides[1], difference_of(sides[0].settings, sides[1].settings))


def open_side(text: str, config_dir: str | Path | None = None) -> Side:
    """What a person named: a folder or file that exists, words such as `intervention=[rotation]`, or a scenario."""
    path = home_of(text)
    if os.path.isdir(path):
        return _folder(text, path)
    if "\0" not in text and os.path.lexists(path):
        return Side(text, load_settings(config_dir=config_dir, file=path))
    if "=" in text:
        try:
            words = shlex.split(text)
        except ValueError:
            raise UserError(f"{text}: a quotation mark is not closed") from None
        return Side(text, load_settings(words, config_dir=config_dir))
    scenarios = open_shelf(config_dir).names(SCENARIO)
    if text not in scenarios:
        raise UserError(
            f"{show(text)}: no folder, no file and no scenario of that name{suggestion(text, scenarios)}; name a "
            f"folder of results, a settings file, words such as authority=large_county, or a scenario: {listed(scenarios)}"
        )
    return Side(f"scenario {text}", load_settings([f"{SCENARIO}={text}"], config_dir=config_dir))


def _folder(text: str, folder: Path) -> Side:
    """A folder of results, as `compare` or `run` writes it."""
    try:
        manifest = json.loads(read_bytes(folder / MANIFEST))
    except (UserError, ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("program") != PROGRAM:
        raise UserError(f"{text}: a folder, but not one of results: it has no {MANIFEST} of {PROGRAM}")
    settings = load_settings(file=folder / "settings.yaml")
    table, summary = _csv(folder / "comparison.csv"), _csv(folder / "summary.csv")
    if table is not None:
        _check(folder / "comparison.csv", table, ("arm", "outcome"), ("baseline", "difference", "ci_low", "ci_high"))
    values = None
    if summary is not None:
        _check(folder / "summary.csv", summary, ("outcome",), ("value",))
        values = summary.drop_duplicates("outcome").set_index("outcome")["value"]
    code = manifest.get("code")
    made_by = code if isinstance(code, str) else ""
    if table is None:
        return Side(text, settings, summary=values, code=made_by)
    return Side(text, settings, table, _runs(folder / "runs.parquet"), values, made_by)


def _csv(file: Path) -> pd.DataFrame | None:
    """A table of results; None where the folder has none."""
    if not file.exists():
        return None
    try:
        return pd.read_csv(BytesIO(read_bytes(file, MOST_TABLE_BYTES)))
    except ValueError:
        raise UserError(f"{file}: not a table as coalface writes it") from None


def _check(file: Path, table: pd.DataFrame, texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    for name in (*texts, *numbers):
        if name not in table.columns:
            raise UserError(f"{file}: the column {name} is missing; it is not a table as coalface writes it")
    if not all(pd.api.types.is_numeric_dtype(table[name]) for name in numbers):
        raise UserError(f"{file}: one of {listed(numbers)} holds something else than numbers")
    for name in texts:
        if not all(isinstance(text, str) and text.isprintable() for text in table[name]):
            raise UserError(f"{file}: the column {name} holds something else than names")


def _runs(file: Path) -> pd.DataFrame | str:
    """The runs of a comparison with the outcomes of the answer; in words why they cannot be had."""
    if not os.path.lexists(file):
        return f"{file.name} is missing"
    try:
        table = pq.read_table(BytesIO(read_bytes(file, MOST_RUNS_BYTES)))
        found = table.select(["arm", "seed", "status", *KEY_OUTCOMES]).to_pandas()
    except (UserError, pa.ArrowException, KeyError, ValueError, OSError):
        return f"{file.name} cannot be read, or is not a table as coalface writes it"
    numeric = all(pd.api.types.is_numeric_dtype(found[name]) for name in ("seed", *KEY_OUTCOMES))
    return found if numeric else f"{file.name} holds something else than numbers"


def _outcomes(first: Side, second: Side) -> list[str]:
    """The outcomes of two folders of results side by side, in lines of plain text."""
    lines = []
    if first.code and second.code and first.code != second.code:
        lines += wrap(
            "Note: the two were made by different versions of the code, which may explain a part of what differs.",
            _WIDTH,
        )
    if any(side.of_sweep for side in (first, second)):
        names = [side.name for side in (first, second) if side.of_sweep]
        held = f"{listed(names)} {'hold sweeps' if len(names) > 1 else 'holds a sweep'}"
        words = (
            f"Outcomes are not compared: {held}, of which only the settings of the first point stand above. "
            "What varies is in points.csv, what came out in choices.csv and comparison.csv."
        )
        return [*lines, *wrap(words, _WIDTH)]
    if first.table is not None and second.table is not None:
        return [*lines, *_window_note(first, second), *_arms(first, second)]
    if first.summary is not None and second.summary is not None:
        return [*lines, *_window_note(first, second), *_single_runs(first.summary, second.summary)]
    return [*lines, "Outcomes are compared between two folders of results of the same command."]


def _window_note(first: Side, second: Side) -> list[str]:
    windows = [WINDOWS[side.settings.window] for side in (first, second)]
    return [] if windows[0] == windows[1] else [f"Note: A is over {windows[0]}, B over {windows[1]}."]


def _arms(first: Side, second: Side) -> list[str]:
    """A table and a sentence for each arm that both have."""
    assert first.table is not None
    assert second.table is not None
    mine, yours = (list(dict.fromkeys(table["arm"])) for table in (first.table, second.table))
    common = [name for name in mine if name in yours]
    if not common:
        return wrap(f"No arm is in both: A has {listed(mine)}; B has {listed(yours)}.", _WIDTH, subsequent_indent="  ")
    lines = [
        "Difference: with the arm less without it, with its 95% interval. Change: what B has more than A on the seeds of",
        "both, where its 95% interval leaves out 0.",
    ]
    for name in common:
        lines += ["", *_arm(name, first, second)]
    alone = [
        f"{name} only in {side}" for side, names in (("A", mine), ("B", yours)) for name in names if name not in common
    ]
    if alone:
        lines += ["", *wrap(f"Arms: {'; '.join(alone)}.", _WIDTH, subsequent_indent="  ")]
    return lines


def _arm(name: str, first: Side, second: Side) -> list[str]:
    rows = [_rows(side, name) for side in (first, second)]
    found = _changes(name, first, second)
    changes, unknown = ({}, found) if isinstance(found, str) else (found, "")
    lines = [f"{name}", f"  {'':<54} {'A':<27} {'B':<27} change"]
    words: dict[str, tuple[str, str]] = {}
    differs = []
    for key in KEY_OUTCOMES:
        if not all(key in one.index for one in rows):
            continue
        outcome, mine, yours = outcome_named(key), rows[0].loc[key], rows[1].loc[key]
        words[outcome.label] = (_verdict(key, mine), _verdict(key, yours))
        change = changes.get(key)
        said = ""
        if change is not None:
            clear = change[1] > 0.0 or change[2] < 0.0
            said = f"{change[0]:+z.{digits_of(abs(change[0]))}f}" if clear else "not clear" if any(change) else "none"
            if clear:
                differs.append(outcome.label)
        lines.append(
            f"  {f'{outcome.label} ({outcome.unit})':<54} {_cell(mine):<27} {_cell(yours):<27} {said}".rstrip()
        )
    return [
        *lines,
        *wrap(
            f"{_sentence(name, words)} {_of_changes(changes, differs, unknown)}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
        ),
    ]


def _rows(side: Side, arm: str) -> pd.DataFrame:
    assert side.table is not None
    return side.table[side.table["arm"] == arm].drop_duplicates("outcome").set_index("outcome")


def _cell(row: pd.Series) -> str:
    if not np.isfinite(row["difference"]):
        return "-"
    digits = digits_for(row["difference"], row["ci_low"], row["ci_high"])
    difference, low, high = (f"{row[key]:+z.{digits}f}" for key in ("difference", "ci_low", "ci_high"))
    return f"{difference} ({low} to {high})" if np.isfinite(row["ci_low"]) else difference


def _verdict(key: str, row: pd.Series) -> str:
    return in_prices(key, verdict(row["difference"], row["ci_low"], row["ci_high"], outcome_named(key).sign))


def _changes(arm: str, first: Side, second: Side) -> dict[str, tuple[float, float, float]] | str:
    """By outcome, what B's difference is more than A's on the seeds of both, with its interval; in words why it is unknown."""
    tables, faults = [], []
    for letter, side in (("A", first), ("B", second)):
        found = _by_seed(side, arm)
        if isinstance(found, str):
            faults.append(f"in {letter}, {found}")
        else:
            tables.append(found)
    if faults:
        return " and ".join(faults)
    seeds = tables[0].index.intersection(tables[1].index)
    if len(seeds) < 2:
        return "they share one seed only" if len(seeds) else "they share no seeds"
    values = (tables[1].loc[seeds] - tables[0].loc[seeds]).to_numpy()
    mean, low, high = mean_with_interval(values)
    return {
        key: (float(mean[i]), float(low[i]), float(high[i]))
        for i, key in enumerate(KEY_OUTCOMES)
        if np.isfinite(low[i])
    }


def _by_seed(side: Side, arm: str) -> pd.DataFrame | str:
    """The paired difference of an arm by seed, one column an outcome; in words why the runs cannot tell."""
    if isinstance(side.runs, str):
        return side.runs
    try:
        against = {one.name: one.against for one in arms_of(side.settings)[0]}.get(arm)
    except UserError:
        against = None
    if against is None:
        return f"settings.yaml does not say what {arm} is compared with"
    runs = side.runs[side.runs["status"] != FAILED]
    sides = [runs[runs["arm"] == name].drop_duplicates("seed").set_index("seed") for name in (arm, against)]
    return (sides[0][list(KEY_OUTCOMES)] - sides[1][list(KEY_OUTCOMES)]).dropna(how="all")


def _sentence(arm: str, words: dict[str, tuple[str, str]]) -> str:
    """What the two say of an arm, in plain sentences."""
    said: dict[str, list[str]] = {
        "In both": [],
        "A and B contradict each other in": [],
        "Only in A": [],
        "Only in B": [],
    }
    both, opposed, in_first, in_second = said.values()
    for label, (mine, yours) in words.items():
        clear = (mine in _CLEAR_WORDS, yours in _CLEAR_WORDS)
        if all(clear) and mine != yours:
            opposed.append(label)
        elif all(clear):
            both.append(f"{label} {mine}")
        elif clear[0]:
            in_first.append(f"{label} {mine}")
        elif clear[1]:
            in_second.append(f"{label} {yours}")
    sentences = [f"{where}: {'; '.join(labels)}." for where, labels in said.items() if labels]
    if not sentences:
        sentences = ["Neither has a clear difference."]
    return f"{arm}. {' '.join(sentences)}"


def _of_changes(changes: dict[str, tuple[float, float, float]], differs: list[str], unknown: str) -> str:
    """In what the two differ, in a sentence. differs: labels of what is clear; unknown: why no change is known."""
    if not changes:
        return f"The change is not known: {unknown or 'too many runs failed'}."
    if differs:
        return f"A and B differ clearly in: {'; '.join(differs)}."
    if not any(map(any, changes.values())):
        return "On every seed of both, the difference is the same in A and B."
    return "A and B differ clearly in nothing."


def _single_runs(first: pd.Series, second: pd.Series) -> list[str]:
    """The outcomes of two single runs."""
    lines = [f"  {'':<56} {'A':>10} {'B':>10} {'B less A':>10}"]
    for key in KEY_OUTCOMES:
        if key in first.index and key in second.index:
            outcome, mine, yours = outcome_named(key), float(first[key]), float(second[key])
            cells: list[Any] = [mine, yours, yours - mine]
            lines.append(f"  {f'{outcome.label} ({outcome.unit})':<56} " + " ".join(f"{one:>10.4g}" for one in cells))
    return [*lines, "One run of each: what differs may be chance. Use coalface compare to tell."]
