"""Figures: nothing is cut off however long a name is, the numbers are those of the runs, and bytes repeat."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from scipy.stats import t

from sim.outcomes import outcome_named
from sim.report import belief, differences, trajectories
from sim.report.belief import beliefs_of, draw_belief
from sim.report.differences import draw_differences
from sim.report.order import by_effect, most_different
from sim.report.style import Drawing, pages
from sim.report.trajectories import bands_of, draw_trajectories

LONG = "manager_caseload+more_posts+rotation+upward_appraisal+walking_the_floor_every_second_week"
ARMS = {
    "one": ["this_run"],
    "two": ["baseline", "rotation"],
    "six": ["baseline", "manager_caseload", "manager_caseload_placebo", "rotation", "rotation_placebo", LONG],
}
TIERS = 4
Draw = Callable[[list[str]], Drawing]


def trajectories_of(arms: list[str]) -> Drawing:
    draws = np.random.default_rng(1)
    parts = [
        bands_of(draws.gamma(2.0, size=(3, 156)), outcome_named(name)).assign(arm=arm, outcome=name)
        for name in trajectories.SHOWN
        for arm in arms
    ]
    return draw_trajectories("trajectories", "What happens", pd.concat(parts, ignore_index=True), arms, 3)


def differences_of(arms: list[str]) -> Drawing:
    shown = {"difference": 1.0, "ci_low": -0.5, "ci_high": 2.5, "p_better": 0.75, "replicates": 8}
    rows = [{"arm": arm, "outcome": name, **shown} for arm in arms for name in differences.SHOWN]
    return draw_differences("differences", "What each arm changes", pd.DataFrame(rows), arms)


def belief_of(arms: list[str]) -> Drawing:
    shown = {"mean": 0.4, "low": 0.2, "high": 0.8, "replicates": 8}
    rows = [{"arm": arm, "tier": tier, **shown} for arm in arms for tier in range(TIERS)]
    return draw_belief("belief", "What managers believe", pd.DataFrame(rows), arms, "the last year")


DRAWERS = [trajectories_of, differences_of, belief_of]


@pytest.mark.parametrize("arms", ARMS.values(), ids=ARMS.keys())
@pytest.mark.parametrize("draw", DRAWERS)
def test_nothing_is_cut_off_and_names_are_words(draw: Draw, arms: list[str]) -> None:
    figure = draw(arms).figure
    figure.canvas.draw()
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert 0.0 <= box.x0 < box.x1 <= width
    assert 0.0 <= box.y0 < box.y1 <= height
    texts = [text.get_text() for text in figure.findobj(Text)]
    assert not [text for text in texts if "_" in text]


@pytest.mark.parametrize("arms", ARMS.values(), ids=ARMS.keys())
def test_panels_have_room_above_them(arms: list[str]) -> None:
    figure = trajectories_of(arms).figure
    figure.canvas.draw()
    highest = max(axis.get_tightbbox().y1 for axis in figure.axes)
    above = [legend.get_window_extent().y0 for legend in figure.legends] or [figure.texts[0].get_window_extent().y0]
    assert highest < min(above)


def test_every_arm_stands_in_the_legend_where_there_are_several() -> None:
    assert trajectories_of(ARMS["one"]).figure.legends == []
    (legend,) = trajectories_of(ARMS["six"]).figure.legends
    names = [" ".join(text.get_text().split()) for text in legend.get_texts()]
    assert names == [arm.replace("_", " ").replace("+", " + ") for arm in ARMS["six"]]


@pytest.mark.parametrize("draw", DRAWERS)
def test_the_same_numbers_give_the_same_bytes(draw: Draw, tmp_path: Path) -> None:
    for place in ("first", "again"):
        (tmp_path / place).mkdir()
        draw(ARMS["two"]).save(tmp_path / place)
    written = sorted((tmp_path / "first").iterdir())
    assert {path.suffix for path in written} == {".png", ".svg", ".csv", ".txt"}
    for path in written:
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("draw", DRAWERS)
def test_the_words_name_every_arm(draw: Draw) -> None:
    words = draw(ARMS["six"]).words
    for arm in ("manager caseload placebo", "rotation", "walking the floor"):
        assert arm in words


def test_a_state_is_shown_by_week_with_the_interval_of_its_mean() -> None:
    values = np.array([[0.5] * 104, [1.0] * 104, [np.nan] * 104, [3.0] * 104])
    found = bands_of(values, outcome_named("burnout"))
    assert found["week"].tolist() == list(range(-52, 52))
    assert found["mean"].unique() == pytest.approx(1.5)
    half = t.ppf(0.975, 2) * np.std([0.5, 1.0, 3.0], ddof=1) / np.sqrt(3.0)
    assert found["high"].unique() == pytest.approx(1.5 + half)
    assert half > 1.5
    assert (found["low"] == 0.0).all(), "the mean of what is never below 0 is not either"


def test_a_flow_is_shown_as_the_mean_of_its_last_year() -> None:
    values = np.arange(156.0)[None, :] * np.ones((2, 1))
    found = bands_of(values, outcome_named("turnover_rate"))
    assert found["week"].tolist() == list(range(-1, 104))
    assert found["mean"].iloc[0] == np.arange(52.0).mean()
    assert found["mean"].iloc[-1] == np.arange(104.0, 156.0).mean()


def test_one_run_has_no_band() -> None:
    found = bands_of(np.ones((1, 104)), outcome_named("burnout"))
    assert found[["low", "high"]].isna().all(axis=None)


def test_belief_is_strain_less_optimism() -> None:
    runs = pd.DataFrame(
        {"arm": "baseline", "strain": [0.4, 0.6, np.nan], "optimism_tier_1": [0.1, 0.2, np.nan], "optimism_tier_2": 0.3}
    )
    found = beliefs_of(runs, ["baseline"], 3)
    assert found["mean"].tolist() == pytest.approx([0.5, 0.35, 0.2])
    assert found["replicates"].tolist() == [2, 2, 2]
    low, high = np.percentile([0.3, 0.4], belief.BAND)
    assert found.loc[1, ["low", "high"]].tolist() == pytest.approx([low, high])


def test_arms_come_in_pages_and_those_left_out_are_the_last() -> None:
    assert pages(list(range(12)), 5) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11]]
    assert pages(list(range(100)), 5)[-1] == [15, 16, 17, 18, 19]


def rows_of(**figures: tuple[float, float, float]) -> pd.DataFrame:
    """A table of one outcome: difference and interval by arm."""
    return pd.DataFrame(figures, index=["difference", "ci_low", "ci_high"]).T


def test_arms_stand_better_then_tied_then_worse() -> None:
    table = rows_of(
        much_worse=(4, 3, 5), tied_low=(-9, -20, 2), better=(-1, -2, -0.5), unknown=(np.nan,) * 3, best=(-3, -4, -2)
    )
    expected = [("best", 0), ("better", 0), ("tied_low", 1), ("unknown", 1), ("much_worse", 2)]
    assert by_effect(table, outcome_named("turnover_rate")) == expected
    higher = [arm for arm, _ in by_effect(table, outcome_named("heard_rate"))]
    assert higher == ["much_worse", "tied_low", "unknown", "better", "best"]


def test_lines_are_drawn_for_the_arms_that_differ_most() -> None:
    differences_by_arm = {"small": (0.1, 1.0), "cases": (0.0, 500.0), "both": (-2.0, -400.0), "none": (0.0, np.nan)}
    rows = [
        {"arm": arm, "outcome": name, "difference": value}
        for arm, values in differences_by_arm.items()
        for name, value in zip(("burnout", "unallocated_cases"), values, strict=True)
    ]
    assert most_different(pd.DataFrame(rows), ("burnout", "unallocated_cases"), 2) == ["cases", "both"]


def test_many_arms_fit_a_page_and_one_far_out_does_not_hide_the_others() -> None:
    arms = [f"remedy_number_{number}" for number in range(25)]
    rows = [
        {"arm": arm, "outcome": name, "difference": 0.01 * place, "ci_low": -0.2, "ci_high": 0.3, "p_better": 0.5}
        for place, arm in enumerate(arms)
        for name in differences.SHOWN
    ]
    table = pd.DataFrame(rows).assign(replicates=8)
    far = (table["arm"] == arms[3]) & (table["outcome"] == "incident_risk")
    table.loc[far, ["difference", "ci_low", "ci_high"]] = (50.0, 40.0, 60.0)
    figure = draw_differences("differences", "Many", table, arms, dict.fromkeys(arms, 1)).figure
    figure.canvas.draw()
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert 0.0 <= box.x0 < box.x1 <= width
    assert 0.0 <= box.y0 < box.y1 <= height <= 1.5 * width
    panel = figure.axes[list(differences.SHOWN).index("incident_risk")]
    assert panel.get_xlim()[1] < 1.0
    assert "+50.0" in [text.get_text() for text in panel.texts]


def test_incidents_are_among_the_lines() -> None:
    assert {"incident_risk", "worker_changes"} <= set(trajectories.SHOWN)
