"""The tables of a study's README, written from its files of results, so that no figure in them is typed.

python experiments/readme_tables.py three_remedies
"""

import sys
from pathlib import Path

import pandas as pd

from sim.outcomes import outcome_named
from sim.text.numbers import digits_for, level

HERE = Path(__file__).parent


def cell(row: pd.Series, least: int) -> str:
    """A difference with its interval, by the rule of reports: no end that is not 0 is written as 0. least: decimals."""
    digits = max(least, digits_for(row.difference, row.ci_low, row.ci_high))
    return f"{row.difference:+z.{digits}f} ({row.ci_low:+z.{digits}f} to {row.ci_high:+z.{digits}f})"


def decimals_of(sizes: pd.Series) -> int:
    """Decimals that show the largest of these differences, the least that any of them has."""
    largest = sizes.abs().max()
    return 1 if largest >= 1.0 else 2 if largest >= 0.3 else 3


def differences(folder: Path) -> str:
    """One row an outcome, one column an arm."""
    found = pd.read_csv(folder / "expected.csv")
    arms = list(dict.fromkeys(found["arm"]))
    lines = ["| outcome | without | " + " | ".join(arms) + " |", "|---" * (len(arms) + 2) + "|"]
    for name in dict.fromkeys(found["outcome"]):
        rows = found[found["outcome"] == name].set_index("arm")
        digits = decimals_of(rows["difference"])
        cells = " | ".join(cell(rows.loc[arm], digits) for arm in arms)
        outcome = outcome_named(name)
        lines.append(f"| {outcome.label}, {outcome.unit} | {level(rows['baseline'].iloc[0])} | {cells} |")
    return "\n".join(lines)


def turnover_under_rivals(folder: Path) -> str:
    """Turnover of every arm less the baseline under every explanation, and the level of the baseline there."""
    found = pd.read_csv(folder / "rivals.csv")
    rows = found[(found["outcome"] == "turnover_rate") & (found["against"] == "baseline")]
    arms = sorted(rows["arm"].unique())
    lines = ["| explanation | without | " + " | ".join(arms) + " |", "|---" * (len(arms) + 2) + "|"]
    for explanation, part in rows.groupby("explanation", sort=False):
        by_arm = part.set_index("arm")
        cells = " | ".join(cell(by_arm.loc[arm], 1) for arm in arms)
        lines.append(f"| {explanation} | {by_arm['level'].iloc[0]:.1f} | {cells} |")
    return "\n".join(lines)


TABLES = {"differences": differences, "turnover_under_rivals": turnover_under_rivals}


def filled(folder: Path) -> str:
    """The README of the folder with its tables written anew."""
    page = (folder / "README.md").read_text(encoding="utf-8")
    for name, write in TABLES.items():
        opening, closing = f"<!-- generated: {name} -->\n", "<!-- end -->"
        before, rest = page.split(opening, 1)
        page = f"{before}{opening}\n{write(folder)}\n\n{closing}{rest.split(closing, 1)[1]}"
    return page


if __name__ == "__main__":
    place = HERE / sys.argv[1]
    (place / "README.md").write_text(filled(place), encoding="utf-8")
    print(f"written: {place / 'README.md'}")
