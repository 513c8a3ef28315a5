"""At a glance: the first table of a report on many remedies."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.report.page.glance import HEADLINES, MOST_IN_WORDS, SHOWN
from sim.results.folder import write_comparison
from sim.results.report import report_folder
from sim.settings.study import Settings
from sim.study.comparison import compare
from sim.text.numbers import MINUS

CAPTION = "At a glance: the difference that each remedy makes"


@pytest.fixture(scope="module")
def folder(build: Callable[..., Settings], tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = ("authority=training_team", "years=1", "warmup_years=1", "intervention=[rotation]", "replicates=3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.results.folder.save_comparison_figures", lambda comparison, figures: [])
        out = tmp_path_factory.mktemp("glance") / "result"
        return write_comparison(compare(build(*words), threads=1), out)


def with_arms(folder: Path, copy: Path, arms: dict[str, dict[str, tuple[float, float, float]]]) -> str:
    """The report of as many arms, nothing clear but what is given: by outcome, the difference with its interval."""
    shutil.copytree(folder, copy)
    rows = pd.read_csv(copy / "comparison.csv")
    rows = rows[rows["arm"] == "rotation"].assign(difference=0.5, ci_low=-1.0, ci_high=2.0)
    made = []
    for arm, clear in arms.items():
        one = rows.assign(arm=arm)
        for outcome, figures in clear.items():
            one.loc[one["outcome"] == outcome, ["difference", "ci_low", "ci_high"]] = figures
        made.append(one)
    pd.concat(made).to_csv(copy / "comparison.csv", index=False)
    report_folder(copy)
    return (copy / "report.md").read_text(encoding="utf-8")


def rows_of(page: str) -> list[list[str]]:
    """The cells of the first table, its head included."""
    lines = page.partition(CAPTION)[2].strip().splitlines()[2:]
    table = lines[: next(place for place, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


CLEAR = {
    "saint": {"turnover_rate": (-1.0, -2.0, -0.5), "complaints": (-0.2, -0.3, -0.1)},
    "harmful": {"turnover_rate": (-3.0, -4.0, -2.0), "unallocated_cases": (9.0, 8.0, 10.0), "fear": (0.2, 0.1, 0.3)},
    "bad": {"turnover_rate": (3.0, 2.0, 4.0), "remedy_hours": (1.5, 1.5, 1.5), "burnout": (0.0, 0.0, 0.0)},
}
MANY = CLEAR | {f"idle_{letter}": {} for letter in "abcdef"}


def test_a_row_for_each_remedy_in_the_order_of_turnover_with_harm_in_the_same_row(folder: Path, tmp_path: Path) -> None:
    page = with_arms(folder, tmp_path / "many", MANY)
    head, _, without, *rows = rows_of(page)
    assert page.index("## The answer in short") < page.index(CAPTION) < page.index("- **Turnover of permanent staff:**")
    assert len(head) == 2 + len(SHOWN)
    assert without[0].startswith("Without any: level")
    assert [row[0] for row in rows] == ["Harmful", "Saint", *(f"Idle {letter}" for letter in "abcdef"), "Bad"]
    harmful, saint, bad = rows[0], rows[1], rows[-1]
    assert harmful[1] == "✓ better -3.0 (-4.0 to -2.0)".replace("-", MINUS)
    assert harmful[1 + HEADLINES.index("unallocated_cases")] == "✗ worse +9.0 (+8.0 to +10.0)"
    beside = 1 + len(HEADLINES)
    assert (harmful[beside], saint[beside], rows[2][beside]) == ("1 worse", "1 better", "nothing clear")
    assert bad[1] == "✗ worse +3.0 (+2.0 to +4.0)"
    assert rows[2][1] == "○ unclear +0.5 (-1.0 to +2.0)".replace("-", MINUS)
    # Nothing is bracketed that is the same in every pair.
    assert bad[1 + HEADLINES.index("burnout")] == "\\= no difference"
    assert bad[2 + SHOWN.index("remedy_hours")] == "↑ more +1.5"


def test_what_stands_there_is_not_said_again(folder: Path, tmp_path: Path) -> None:
    page = with_arms(folder, tmp_path / "many", MANY)
    answer = page.partition("- **Turnover of permanent staff:**")[2].partition("## ")[0]
    assert "Better with harmful and saint. Worse with bad. No clear difference with idle a" in answer
    assert "percentage points lower" not in answer
    people = page.partition("## Who wins and who loses")[2].partition("\n## ")[0]
    families = next(line for line in people.splitlines() if line.startswith("| Remedy | Wait of"))
    assert "Complaints of families" in families
    assert "Changes of worker" not in families


def test_few_remedies_have_their_paragraphs_instead(folder: Path, tmp_path: Path) -> None:
    few = dict(list(MANY.items())[:MOST_IN_WORDS])
    page = with_arms(folder, tmp_path / "few", few)
    assert CAPTION not in page
    assert re.search(r"^\| Remedy \| Wait of .*Changes of worker", page, re.MULTILINE)
    assert "3.0 percentage points lower (2.0 to 4.0)" in page
