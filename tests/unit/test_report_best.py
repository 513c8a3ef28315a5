"""What a comparison calls the best, and the harm that is said beside it, on a real comparison with values set by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.report.page.best import best
from sim.report.page.blocks import Page
from sim.report.page.harm import others_of, worsened_by
from sim.report.page.markdown import markdown_of
from sim.report.page.source import Source
from sim.settings.study import Settings
from sim.study.answers.shared import why_shared
from sim.study.comparison import compare
from sim.sweep.worsened import how_much_else

NO_DIFFERENCE = {"difference": 0.0, "ci_low": -1.0, "ci_high": 1.0}


@pytest.fixture(scope="module")
def source(build: Callable[..., Settings]) -> Source:
    words = ("authority=training_team", "years=2", "warmup_years=1", "intervention=[more_posts,rotation]")
    settings = build(*words).model_copy(update={"replicates": 4})
    found = compare(settings, threads=2)
    table = found.table.set_index(["arm", "outcome"])
    return Source(Path("nowhere"), settings, {}, ("more_posts", "rotation"), table, found.runs, None)


def with_means(source: Source, **means: dict[str, float]) -> Source:
    """The same in which every run of an arm has this value, but for what is added to all runs of a seed; nothing is worse."""
    runs, table = source.runs.copy(), source.table.copy()
    for outcome, by_arm in means.items():
        runs[outcome] = runs["arm"].map(by_arm).astype(float) + 0.01 * runs["replicate"]
    for name, value in NO_DIFFERENCE.items():
        table[name] = value
    return replace(source, runs=runs, table=table)


def worse(source: Source, arm: str, outcome: str, low: float, middle: float, high: float) -> Source:
    table = source.table.copy()
    table.loc[(arm, outcome), ["ci_low", "difference", "ci_high"]] = (low, middle, high)
    return replace(source, table=table)


def said(source: Source) -> str:
    return markdown_of(Page("", (), tuple(best(source)), ""))


@pytest.fixture
def harmful(source: Source) -> Source:
    """Rotation is the best in turnover and cash; it leaves cases without a worker, and tires team managers."""
    found = with_means(
        source,
        turnover_rate={"baseline": 16.0, "more_posts": 15.0, "rotation": 12.0},
        cost={"baseline": 1.0, "more_posts": 1.4, "rotation": 1.2},
    )
    found = worse(found, "rotation", "unallocated_cases", 260.0, 310.0, 360.0)
    return worse(found, "rotation", "team_manager_burnout", 0.1, 0.2, 0.3)


def test_what_is_called_the_best_says_how_much_else_it_worsens(harmful: Source) -> None:
    text = said(harmful)
    row = next(line for line in text.splitlines() if line.startswith("| Rotation | 1 |"))
    assert "| 2, of which 1 for families |" in row
    assert "| none |" in next(line for line in text.splitlines() if line.startswith("| More posts |"))
    together = text.partition("**Cash and turnover together.**")[2]
    assert (
        "rotation (but it worsens 2 other outcomes, 1 of them for families)" in together.partition("Clearly beaten")[0]
    )


def test_the_harm_of_the_first_stands_in_full_families_first(harmful: Source) -> None:
    line = next(line for line in said(harmful).splitlines() if line.startswith("- **What rotation worsens:**"))
    assert "for families: cases without a worker, 310 cases higher (260 to 360)" in line
    assert line.index("for families") < line.index("For staff and managers: emotional exhaustion of team managers, 0.2")
    without = with_means(harmful, turnover_rate={"baseline": 16.0, "more_posts": 15.0, "rotation": 12.0})
    assert "**What rotation worsens:** nothing that is clear" in said(without)


def test_no_better_names_the_outcome_and_the_winner_carries_its_harm(harmful: Source) -> None:
    text = said(harmful)
    assert (
        "Clearly beaten, at least as dear and no better in turnover of permanent staff, by rotation (but it worsens 2 other "
        "outcomes, 1 of them for families): more posts."
    ) in text
    assert "no better:" not in text


def test_a_place_and_being_beaten_are_said_to_be_two_questions(harmful: Source) -> None:
    together = said(harmful).partition("**Cash and turnover together.**")[2]
    assert "one that shares a place above can be clearly beaten here" in together


def test_the_outcome_that_a_remedy_is_praised_for_is_not_among_the_others(harmful: Source) -> None:
    found = others_of(worse(harmful, "rotation", "burnout", 0.1, 0.2, 0.3))
    assert "burnout" in worsened_by(found, "rotation", "turnover_rate")
    assert "burnout" not in worsened_by(found, "rotation", "burnout")
    assert found.loc[found["choice"] == "rotation", "outcome"].iloc[0] == "waiting_weeks"
    assert "seen_share" not in set(found["outcome"]), "neither way of it is better"


def test_how_much_else() -> None:
    assert how_much_else([]) == ""
    assert how_much_else(["burnout"]) == "worsens 1 other outcome"
    assert how_much_else(["burnout", "complaints"]) == "worsens 2 other outcomes, 1 of them for families"


def test_a_likely_best_that_shares_its_place_is_explained_beside_the_table(source: Source) -> None:
    values = {"baseline": 16.0, "more_posts": 16.0, "rotation": 15.9}
    near = with_means(source, turnover_rate=values, burnout=values, worker_changes=values)
    runs = near.runs.copy()
    rotation = runs["arm"] == "rotation"
    # Behind in none of the four pairs, and by less than chance allows three arms.
    runs.loc[rotation, "turnover_rate"] += np.array([0.1, -0.2, 0.05, -0.15])
    text = said(replace(near, runs=runs))
    first, *_ = text.split("**Emotional exhaustion")
    assert "| Rotation | 1 (shared) |" in first
    assert "Rotation has the best mean with a chance of" in first.splitlines()[-2]
    assert "yet shares its place" in first.splitlines()[-2]


@pytest.mark.parametrize(
    ("places", "chances", "expected"),
    [
        ([1.0, 1.0], [0.99, 0.01], "First has the best mean with a chance of 99%"),
        ([1.0, 2.0], [0.99, 0.01], ""),
        ([1.0, 1.0], [0.5, 0.5], ""),
        ([float("nan")] * 2, [float("nan")] * 2, ""),
    ],
)
def test_only_a_likely_best_with_a_shared_place_needs_words(
    places: list[float], chances: list[float], expected: str
) -> None:
    found = why_shared(["First", "second"], places, chances)
    assert found.startswith(expected) if expected else found == ""
