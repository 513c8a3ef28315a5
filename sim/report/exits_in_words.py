"""Why people left, in plain text: for each arm the share of leaving of every reason, with its interval."""

from textwrap import wrap

import numpy as np
import pandas as pd

from sim.analysis.exits import ANYWHERE, EVERYONE, GROUPS, PARTS, Explained

WIDTH = 120
HOW_TO_READ = (
    "Share: the part of a reason in leaving; what several reasons bring about together is split between them, so that shares "
    "add up to 100%. Alone: by how much fewer would have left in those weeks without this reason, all others as they were; "
    "that adds up to more. Without a reason means: no exhaustion, full support, full hope for a reply, not blamed, pay as "
    "elsewhere, long in the authority. Below 0: it kept people. The parts of exhaustion stand below it. All this is what "
    "the model's own rules say, not a finding about a real service."
)


def text_of_exits(explained: Explained) -> str:
    """The answer, under 130 characters wide."""
    years = f"{explained.years} year{'s' if explained.years > 1 else ''}"
    lines = wrap(f"Why people left: {explained.title}, {years} from the end of the warm-up.", WIDTH)
    lines += wrap(HOW_TO_READ, WIDTH)
    if set(explained.table["runs"]) - {1}:
        lines += wrap("Means over runs, with their 95% intervals; differences are paired, on the same seeds.", WIDTH)
    for arm, against in zip(explained.arms, explained.against, strict=True):
        lines += ["", *_arm(explained.table[explained.table["arm"] == arm], arm, against)]
    return "\n".join(lines)


def _arm(table: pd.DataFrame, arm: str, against: str) -> list[str]:
    rows = table[(table["who"] == EVERYONE) & (table["destination"] == ANYWHERE)]
    lines = [f"{arm}{f' against {against}' if against != arm else ''}: {_counts(rows.iloc[0])}"]
    if not rows["leavers"].iloc[0]:
        return lines
    if against == arm:
        groups = [group for group in GROUPS if group[0] != EVERYONE]
        others = [table[(table["who"] == who) & (table["destination"] == where)] for who, where in groups]
        ends = "".join(f"{f'{who}, %':>14}" for who, _ in groups)
        lines.append(f"  {'reason':<42} {'share of leaving, %':<24} {'alone, %':>8}  {'leavers a year':<20}{ends}")
        for place, row in enumerate(rows.to_dict("records")):
            ends = "".join(f"{_number(other['share'].iloc[place], 1):>14}" for other in others)
            lines.append(f"{_start(row)} {_number(row['alone'], 1):>8}  {_with_interval(row, 'a_year'):<20}{ends}")
        return lines
    lines.append(
        f"  {'reason':<42} {'share of leaving, %':<24} {'difference, points':<24} {'difference, leavers a year'}"
    )
    for row in rows.to_dict("records"):
        points, people = (_with_interval(row, f"{key}_difference", "+") for key in ("share", "a_year"))
        lines.append(f"{_start(row)} {points:<24} {people}".rstrip())
    return lines


def _start(row: dict) -> str:
    """The reason and its share."""
    indent = "    " if row["reason"] in PARTS else "  "
    return f"{indent + row['label']:<44} {_with_interval(row, 'share'):<24}"


def _counts(row: pd.Series) -> str:
    """How many left, in how many runs."""
    runs, some = int(row["runs"]), int(row["replicates"])
    if not row["leavers"]:
        return f"nobody left in {_runs(runs)}"
    silent = f", in {_runs(some)} of them anybody" if some < runs else ""
    return f"{int(row['leavers']):,} people left in {_runs(runs)}{silent}"


def _runs(count: int) -> str:
    return f"{count:,} run{'' if count == 1 else 's'}"


def _with_interval(row: dict, key: str, sign: str = "") -> str:
    """A mean with its interval, or alone where there is none."""
    mean, low, high = (row[name] for name in (key, f"{key}_ci_low", f"{key}_ci_high"))
    largest = np.nanmax(np.abs([0.0, mean, low, high]))
    digits = 1 if key == "share" else 2 if largest < 10.0 else 1 if largest < 1000.0 else 0
    if not np.isfinite(low):
        return _number(mean, digits, sign)
    return f"{_number(mean, digits, sign)} ({_number(low, digits, sign)} to {_number(high, digits, sign)})"


def _number(value: float, digits: int, sign: str = "") -> str:
    return f"{value:{sign}z.{digits}f}" if np.isfinite(value) else "-"
