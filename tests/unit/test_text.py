"""The answer of a comparison with many remedies, one line each: its legend, its letters and what it explains."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.settings.study import Settings
from sim.study.comparison import Comparison, compare
from sim.study.text import MOST_IN_FULL, seen_above_all

REMEDIES = "rotation,shadowing,more_posts,pay_rise,mentoring,just_culture,codesign"


@pytest.fixture(scope="module")
def many(build: Callable[..., Settings]) -> Comparison:
    settings = build("authority=training_team", "years=1", "warmup_years=1", f"intervention=[{REMEDIES}]")
    found = compare(settings.model_copy(update={"replicates": 2}), threads=2)
    assert len(found.arms) > MOST_IN_FULL + 1
    return found


def lines_with(many: Comparison, outcome: str, **values: float) -> list[str]:
    """The lines of text where rotation has these values of one outcome."""
    table = many.table.copy()
    for name, value in values.items():
        table.loc[(table["arm"] == "rotation") & (table["outcome"] == outcome), name] = value
    return replace(many, table=table).text_table().splitlines()


@pytest.mark.parametrize(
    ("outcome", "difference", "letter", "word"),
    [
        ("turnover_rate", -2.0, "b", "b better"),
        ("turnover_rate", 2.0, "w", "w worse"),
        ("cost", 2.0, "m", "m more"),
        ("cost", -2.0, "l", "l less"),
        ("seen_share", 2.0, "m", "more or higher"),
        ("seen_share", -2.0, "l", "less or lower"),
    ],
)
def test_every_clear_difference_has_a_letter_and_every_letter_a_word(
    many: Comparison, outcome: str, difference: float, letter: str, word: str
) -> None:
    given = {"difference": difference, "ci_low": difference - 0.5, "ci_high": difference + 0.5}
    lines = lines_with(many, outcome, **given)
    row = next(line for line in lines if line.startswith("  rotation"))
    assert f"{difference:+.1f} {letter}" in row
    legend = " ".join(lines[: lines.index(row)])
    assert word in legend
    unclear = lines_with(many, outcome, difference=difference, ci_low=-3.0, ci_high=3.0)
    assert f"{difference:+.1f} {letter}" not in next(line for line in unclear if line.startswith("  rotation"))


def test_more_than_all_of_the_strain_is_explained_where_it_is_seen(many: Comparison) -> None:
    assert not seen_above_all(many.table.assign(baseline=30.0, mean=99.0))
    lines = lines_with(many, "seen_share", mean=114.2)
    told = " ".join(lines)
    assert (
        "Seen at top: it may be above 100% (here up to 114%), where leaders believe that there is more strain" in told
    )
    assert "above 100%" not in " ".join(lines_with(many, "seen_share", mean=60.0, baseline=50.0))
    assert max(len(line) for line in lines) < 130
