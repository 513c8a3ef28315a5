"""What a sweep answers: which choices compete in which world, which is best, at what price, and who loses where."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.configuration.points import read_sweep
from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.report.page.blocks import Cell, Table, Verdict
from sim.report.page.sweep_answer import _table, what_else
from sim.report.sweeps import save_sweep_figures
from sim.request import read_request
from sim.study.statistics import mean_with_interval
from sim.sweep.answer_files import read_answers, write_answers
from sim.sweep.answers import Answers, Budget, find_answers
from sim.sweep.choices import AS_IT_IS, NOTHING, worlds_of
from sim.sweep.conclusions import conclusions
from sim.sweep.ends import find_ends, leaning, turned
from sim.sweep.folder import points_table
from sim.sweep.moved import moved_with
from sim.sweep.plan import PlannedPoint, planned
from sim.sweep.run import SweepRun
from sim.sweep.sampling import plausible_ranges, sampled
from sim.sweep.screen import read_screen
from sim.sweep.sizes import change, where_lost, with_interval
from sim.sweep.text import text_of, text_of_failures, text_of_precision
from sim.sweep.words import read_words
from sim.text.numbers import DASH, pounds

SMALL = ("authority=training_team", "years=1", "warmup_years=1", "replicates=20")
DOSES = (*SMALL, "intervention=[rotation,more_posts]", "interventions.rotation.months=3,6")
WORLDS = (*SMALL, "intervention=[rotation,more_posts]", "mechanism.reporting.fear=0.1,0.3,0.5")
ENDS = (*SMALL, "intervention=[rotation,more_posts]")
# Turnover and cash of a run, by the values of its point and its arm.
Rule = Callable[[PlannedPoint, str], tuple[float, float]]


def points_of(words: Sequence[str]) -> list[PlannedPoint]:
    return [planned(point) for point in read_sweep(words).points()]


# Other outcomes of a run, by the same.
Also = Callable[[PlannedPoint, str], dict[str, float]]


def runs_in(
    folder: Path,
    points: list[PlannedPoint],
    rule: Rule,
    noise: float = 0.1,
    replicates: int = 20,
    also: Also = lambda one, arm: {},
) -> Path:
    """A table of runs in which every arm has the mean that `rule` says; a seed adds the same to all arms."""
    generator = np.random.default_rng(3)
    shared = generator.normal(0.0, 5.0, replicates)
    parts = []
    for one in points:
        for arm in one.arms:
            turnover, cash = rule(one, arm.name)
            parts.append(
                pd.DataFrame(
                    {
                        "point": one.point.number,
                        "arm": arm.name,
                        "turnover_rate": turnover + shared + generator.normal(0.0, noise, replicates),
                        "cost": cash + shared,
                        "remedy_hours": 0.0 if arm.name == "baseline" else 2.0,
                        "vacancy_rate": 10.0,
                        **{
                            name: mean + shared + generator.normal(0.0, noise, replicates)
                            for name, mean in also(one, arm.name).items()
                        },
                    }
                )
            )
    pd.concat(parts, ignore_index=True).to_parquet(folder / "runs.parquet")
    return folder / "runs.parquet"


def answers_of(folder: Path, words: Sequence[str], rule: Rule, **more: object) -> Answers:
    points = points_of(words)
    found = find_answers(points, runs_in(folder, points, rule), "turnover_rate", **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def by_dose(one: PlannedPoint, arm: str) -> tuple[float, float]:
    months = one.point.settings.interventions["rotation"].months  # type: ignore[union-attr]
    return {"baseline": (20.0, 1.0), "more_posts": (19.0, 1.2), "rotation": (20.0 - months, 1.0 + months / 10.0)}[arm]


def by_fear(one: PlannedPoint, arm: str) -> tuple[float, float]:
    """Rotation does most where fear is small, and harm where it is large; more posts help a little everywhere."""
    fear = one.point.settings.mechanism.reporting.fear
    return {"baseline": (20.0, 1.0), "more_posts": (19.0, 1.1), "rotation": (15.0 + 20.0 * fear, 1.1)}[arm]


def test_doses_compete_in_one_world() -> None:
    (world,) = worlds_of(points_of(DOSES))
    assert [choice.name for choice in world.choices] == [
        NOTHING, "more_posts", "rotation, months=3", "rotation, months=6",
    ]  # fmt: skip
    assert world.name == AS_IT_IS


def test_mechanisms_make_worlds_and_choices_are_inside() -> None:
    worlds = worlds_of(points_of([*DOSES, "mechanism.reporting.fear=0.1,0.5"]))
    assert [world.name for world in worlds] == ["fear=0.1", "fear=0.5"]
    assert all(len(world.choices) == 4 for world in worlds)
    assert {choice.point for choice in worlds[1].choices} == {1, 3}


@pytest.mark.parametrize(
    ("word", "worlds"),
    [("seed=1,100", 2), ("interventions.rotation.dose=0.5,1", 1), ("authority=training_team,small_unitary", 2)],
)
def test_what_makes_a_world(word: str, worlds: int) -> None:
    words = [each for each in SMALL if not word.startswith(each.partition("=")[0])]
    assert len(worlds_of(points_of([*words, "intervention=[rotation]", word]))) == worlds


def test_the_best_choice_its_price_and_what_others_lose(tmp_path: Path) -> None:
    table = answers_of(tmp_path, DOSES, by_dose).final.set_index("choice")
    assert list(table.index) == ["rotation, months=6", "rotation, months=3", "more_posts", NOTHING]
    assert list(table["place"]) == [1, 2, 3, 4]
    assert table["chance_of_best"].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert table["difference"].to_numpy() == pytest.approx([-6.0, -3.0, -1.0, 0.0], abs=0.15)
    assert table["behind"].to_numpy() == pytest.approx([0.0, 3.0, 5.0, 6.0], abs=0.15)
    assert table["cost"].to_numpy() == pytest.approx([0.6, 0.3, 0.2, 0.0], abs=1e-6)
    # Permanent staff are 13 posts less a tenth vacant: 6 points fewer of them leave for GBP 600,000.
    best = table.iloc[0]
    staff = best["leavers_fewer"] / 0.06
    assert best["price"] == pytest.approx(600_000 / best["leavers_fewer"])
    assert staff == pytest.approx(table.iloc[1]["leavers_fewer"] / 0.03, rel=0.1)
    assert best["price_low"] < best["price"] < best["price_high"]
    assert not table["dominated_by"].any()
    assert table["efficient"].all()


def with_harm(one: PlannedPoint, arm: str) -> dict[str, float]:
    """Rotation, the best for turnover, leaves cases without a worker and tires team managers; it calms the front line."""
    on = float(arm == "rotation")
    fear = one.point.settings.mechanism.reporting.fear
    return {
        "unallocated_cases": 20.0 + 495.0 * on,
        "waiting_weeks": 3.0 + 16.0 * on * (fear > 0.4),
        "team_manager_burnout": 9.0 + 2.0 * on,
        "burnout": 9.0 - 2.0 * on,
        "complaints": 7.0,
    }


def harmed(folder: Path, words: Sequence[str], rule: Rule) -> Answers:
    points = points_of(words)
    found = find_answers(points, runs_in(folder, points, rule, also=with_harm), "turnover_rate")
    assert found is not None
    return found


def test_what_the_best_worsens_is_said_next_families_first(tmp_path: Path) -> None:
    answers = harmed(tmp_path, DOSES, by_dose)
    (best, first), (harm, words) = conclusions(answers)[:2]
    assert best == "Best"
    assert first.startswith("rotation, months=6, clearly ahead")
    assert first.endswith(", but it worsens 2 other outcomes, 1 of them for families")
    assert harm == "What it worsens"
    assert words.startswith("for families: cases without a worker, 495 cases higher (495 to 495)")
    assert words.index("without a worker") < words.index(
        "For staff and managers: emotional exhaustion of team managers, 2.0"
    )
    assert words.endswith("What else it betters: emotional exhaustion at the front line")
    table = answers.final.set_index("choice")
    assert table["worsens"].to_dict() == {
        "rotation, months=6": "unallocated_cases;team_manager_burnout",
        "rotation, months=3": "unallocated_cases;team_manager_burnout",
        "more_posts": "", NOTHING: "",
    }  # fmt: skip
    line = next(line for line in text_of(answers).splitlines() if line.startswith("rotation, months=6"))
    assert "better  2 (1)" in line
    write_answers(answers, tmp_path)
    again = read_answers(tmp_path, "turnover_rate", answers.window, Budget(), False)
    assert again is not None
    assert conclusions(again) == conclusions(answers)


def test_harm_in_some_worlds_only_is_not_lost_in_the_mean(tmp_path: Path) -> None:
    answers = harmed(tmp_path, WORLDS, lambda one, arm: {"baseline": (20.0, 1.0)}.get(arm, (17.0, 1.0)))
    others = answers.others.set_index(["choice", "outcome"])
    wait = others.loc["rotation", "waiting_weeks"]
    assert (wait["worse_in"], wait["verdict"]) == (1, "worse")
    assert wait["difference"] == pytest.approx(16.0 / 3.0, abs=0.1)
    assert wait["ci_low"] < wait["difference"] < wait["ci_high"]
    by_world = answers.choices.set_index(["world", "choice"])["worsens"]
    assert "waiting_weeks" in by_world["fear=0.5", "rotation"]
    assert "waiting_weeks" not in by_world["fear=0.1", "rotation"]
    # One world of three harms a little, two better as much: the mean says nothing.
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    better = (runs["arm"] == "rotation") & runs["point"].isin([0, 1])
    runs.loc[better, "waiting_weeks"] -= 8.0 + np.resize([-2.0, 2.0], better.sum())
    runs.to_parquet(tmp_path / "runs.parquet")
    again = find_answers(points_of(WORLDS), tmp_path / "runs.parquet", "turnover_rate")
    assert again is not None
    said = {head: text for head, text in conclusions(again) if "worsens" in head}
    assert "Only in some worlds: wait of newly allocated cases (1 of 3)" in said["What rotation worsens"]


def test_a_choice_that_harms_nothing_is_said_to(tmp_path: Path) -> None:
    answers = harmed(tmp_path, DOSES, lambda one, arm: (15.0, 1.1) if arm == "more_posts" else (20.0, 1.0))
    said = dict(conclusions(answers))
    assert said["What it worsens"].startswith("nothing that is clear, of 5 other outcomes")
    assert "but it worsens" not in said["Best"]


def test_what_cannot_be_told_apart_is_said_to_be_tied(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, DOSES, lambda one, arm: (20.0, 1.0))
    assert set(answers.final["place"]) == {1}
    said = dict(conclusions(answers))
    assert said["Best"].startswith("no choice is known to be the best; 4 share the first place")
    words = said["Against doing nothing"]
    assert "better in turnover of permanent staff: none; worse in turnover of permanent staff: none" in words
    assert "no clear difference in it: " in words
    assert "no choice is known to be the best" in text_of(answers)


def test_a_likely_best_that_shares_its_place_is_explained_beside_its_table(tmp_path: Path) -> None:
    def rule(one: PlannedPoint, arm: str) -> tuple[float, float]:
        return (19.95 if arm == "more_posts" else 20.0, 1.0)

    near = answers_of(tmp_path, DOSES, rule)
    top = near.final.iloc[0]
    assert (top["choice"], top["place"]) == ("more_posts", 1)
    assert top["chance_of_best"] > 0.5
    lines = text_of(near).splitlines()
    below = lines.index(next(line for line in lines if line.startswith("choice ")))
    told = " ".join(lines[below:]).partition("Differences from doing nothing")[0]
    assert "more_posts has the best mean with a chance of" in told
    assert "yet shares its place" in told
    outcome = outcome_named("turnover_rate")
    table, why = _table(near.final, outcome, "Turnover", 9)
    assert isinstance(table, Table)
    assert "shares its place" in str(why)
    clear = answers_of(tmp_path, DOSES, by_dose)
    assert len(_table(clear.final, outcome, "Turnover", 9)) == 1
    assert "shares its place" not in text_of(clear)


def test_a_leaver_fewer_costs_or_saves_and_never_costs_less_than_nothing(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, DOSES, by_dose)

    def said(price: float, low: float, high: float) -> str:
        table = answers.choices.assign(price=price, price_low=low, price_high=high, price_verdict="price")
        return dict(conclusions(replace(answers, choices=table)))["For each leaver fewer"].partition(" ")[2]

    assert said(7_000.0, -900.0, 9_000.0).endswith("costs GBP 7,000 in cash (from saving 900 to costing 9,000)")
    assert said(7_000.0, 900.0, 9_000.0).endswith("costs GBP 7,000 (900 to 9,000) in cash")
    assert said(-7_000.0, -9_000.0, 900.0).endswith("saves GBP 7,000 in cash (from saving 9,000 to costing 900)")
    assert said(-7_000.0, -9_000.0, -900.0).endswith("saves GBP 7,000 (900 to 9,000)")


def test_ties_have_sizes_and_one_rule_decides_what_is_said(tmp_path: Path) -> None:
    # Two that differ by less than chance does.
    points = points_of(WORLDS[:5])
    means = {"baseline": (20.0, 1.0), "rotation": (15.00, 1.2), "more_posts": (15.01, 1.2)}
    found = find_answers(points, runs_in(tmp_path, points, lambda one, arm: means[arm]), "turnover_rate")
    assert found is not None
    table = found.final.set_index("choice")
    assert table.loc[["rotation", "more_posts"], "place"].tolist() == [1, 1]
    said = dict(conclusions(found))
    assert "2 share the first place" in said["Best"]
    assert said["Best"].count(", 5.0 percentage points lower (") == 2
    assert "%" not in said["Best"]
    assert not (table["dominated_by"].isin(["rotation", "more_posts"]) & (table["place"] == 1)).any()
    # The cash of both is the same on average: neither is the cheapest.
    cheapest = said["Cheapest of these"]
    assert cheapest.startswith(
        ("rotation, GBP +0.20 (+0.20 to +0.20) million", "more_posts, GBP +0.20 (+0.20 to +0.20) million")
    )
    assert "it is not clearly cheaper than" in cheapest


def test_what_shares_a_place_is_not_clearly_beaten_by_it(tmp_path: Path) -> None:
    """A pair that is apart by itself and not among so many: with equal cash one would beat the other."""
    points = points_of([*SMALL, "intervention=[rotation,more_posts,pay_rise,mentoring,manager_caseload]"])
    runs = runs_in(tmp_path, points, lambda one, arm: (20.0, 1.0))
    table = pd.read_parquet(runs)
    steps = np.resize([-1.0, 1.0], 20)
    base = table.loc[table["arm"] == "baseline", "turnover_rate"].to_numpy()
    for arm, mean in (("rotation", -5.0), ("more_posts", -4.5), ("pay_rise", 3.0), ("mentoring", 3.0)):
        chance = steps if arm == "more_posts" else 0.0
        table.loc[table["arm"] == arm, "turnover_rate"] = base + mean + chance
    table.to_parquet(runs)
    found = find_answers(points, runs, "turnover_rate")
    assert found is not None
    rows = found.final.set_index("choice")
    gap = mean_with_interval((base - 4.5 + steps - (base - 5.0))[:, None])
    assert gap[1][0] > 0.0, "apart as a pair"
    assert rows.loc["more_posts", "place"] == rows.loc["rotation", "place"] == 1
    assert rows.loc["more_posts", "dominated_by"] == ""
    assert rows.loc["pay_rise", "dominated_by"] == "rotation"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0.00866, 0.00001, 0.01731), "+0.009 (just above 0 to +0.017)"),
        ((495.2, 471.3, 519.0), "+495 (+471 to +519)"),
        ((0.0, -0.2, 0.2), "0 (\N{MINUS SIGN}0.20 to +0.20)"),
    ],
)
def test_sizes_have_no_more_figures_than_are_known(numbers: tuple[float, float, float], said: str) -> None:
    assert with_interval(*numbers) == said
    assert (pounds(12_741.0), pounds(-1_531.0), pounds(999.4)) == ("12,700", "\N{MINUS SIGN}1,530", "999")


def test_hours_stand_beside_cash_and_claims_are_counted(tmp_path: Path) -> None:
    text = text_of(answers_of(tmp_path, DOSES, by_dose, budget=Budget(hours=4_000.0)))
    head = next(line for line in text.splitlines() if line.startswith("choice "))
    assert head.split().index("hours") == head.split().index("cash") + 1
    line = next(line for line in text.splitlines() if line.startswith("more_posts"))
    assert "+0.20  +2.0" in line
    assert "In all 3 intervals of turnover of permanent staff" in " ".join(text.split())


def test_a_choice_that_costs_more_and_brings_less_is_beaten(tmp_path: Path) -> None:
    dear = {"baseline": (20.0, 1.0), "rotation": (18.0, 1.1), "more_posts": (19.0, 1.5)}
    table = answers_of(tmp_path, WORLDS[:5], lambda one, arm: dear[arm]).final.set_index("choice")
    assert table["dominated_by"].to_dict() == {"rotation": "", NOTHING: "", "more_posts": "rotation"}


def test_over_worlds_who_is_best_and_who_loses_where(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, WORLDS, by_fear)
    over = answers.final.set_index("choice")
    # Rotation makes 17, 21 and 25; more posts 19 in every world.
    assert over["best_in"].to_dict() == {"more_posts": 2.0, "rotation": 1.0, NOTHING: 0.0}
    assert over["better_in"].to_dict() == {"more_posts": 3, "rotation": 1, NOTHING: 0}
    assert over["worse_in"].to_dict() == {"more_posts": 0, "rotation": 2, NOTHING: 0}
    assert over["largest_regret"].to_dict() == pytest.approx(
        {"more_posts": 2.0, "rotation": 6.0, NOTHING: 3.0}, abs=0.15
    )
    assert over["loses_most_in"].to_dict() == {"more_posts": "fear=0.1", "rotation": "fear=0.5", NOTHING: "fear=0.1"}
    assert over["mean_regret"].to_dict() == pytest.approx(
        {"more_posts": 2.0 / 3.0, "rotation": 8.0 / 3.0, NOTHING: 5.0 / 3.0}, abs=0.1
    )
    assert (over["largest_regret_low"] < over["largest_regret"]).all()
    assert (over["largest_regret"] < over["largest_regret_high"]).all()
    said = dict(conclusions(answers))
    assert said["Cautious choice"].startswith("more_posts: it loses least where it loses most")
    assert "behind the best in fear=0.1" in said["Cautious choice"]


def test_the_best_mean_in_every_world_may_still_lose_where_another_is_near(tmp_path: Path) -> None:
    def near_where_fear_is_large(one: PlannedPoint, arm: str) -> tuple[float, float]:
        fear = one.point.settings.mechanism.reporting.fear
        return {"baseline": (20.0, 1.0), "more_posts": (19.0, 1.1), "rotation": (15.0 if fear < 0.2 else 18.93, 1.1)}[
            arm
        ]

    row = answers_of(tmp_path, WORLDS, near_where_fear_is_large).final.set_index("choice").loc["rotation"]
    assert (row["best_in"], row["largest_regret"], row["largest_regret_low"]) == (3.0, 0.0, 0.0)
    # In the first world it is clearly ahead, in the others not.
    assert 0.0 < row["largest_regret_high"] < 0.5


def test_a_budget_keeps_what_is_beyond_it_out_of_the_race(tmp_path: Path) -> None:
    settings = points_of(DOSES)[0].point.settings
    costs = [one.cost(settings) for one in settings.interventions.values()]
    limit = 1.01 * min(cost.money + cost.pay for cost in costs)
    answers = answers_of(tmp_path, DOSES, by_dose, budget=Budget(limit))
    table = answers.final.set_index("choice")
    inside = table["within_budget"]
    assert 1 < inside.sum() < len(table)
    assert table.loc[~inside, ["place", "chance_of_best", "expected_regret"]].isna().all(axis=None)
    assert table.loc[~inside, "difference"].notna().all()
    assert table.index[0] == table.loc[inside, "mean"].idxmin()
    words = dict(conclusions(answers))["Budget"]
    assert "a year by what remedies are planned to take, not by the cash found; " in words


def test_within_a_budget_of_nothing_is_what_takes_no_cash(tmp_path: Path) -> None:
    points = points_of([*SMALL, "intervention=[manager_caseload,rotation,pay_rise]"])
    runs = runs_in(tmp_path, points, lambda one, arm: (20.0 - len(arm), 1.0))
    found = find_answers(points, runs, "turnover_rate", Budget(0.0))
    assert found is not None
    inside = found.final.set_index("choice")["within_budget"]
    assert inside.to_dict() == {NOTHING: True, "manager_caseload": True, "rotation": False, "pay_rise": False}
    assert dict(conclusions(found))["Budget"].startswith("GBP 0 a year by what remedies are planned to take")


def test_answers_written_are_answers_read(tmp_path: Path) -> None:
    found = answers_of(tmp_path, WORLDS, by_fear)
    write_answers(found, tmp_path)
    again = read_answers(tmp_path, "turnover_rate", found.window, Budget(), False)
    assert again is not None
    assert again.over is not None
    pd.testing.assert_frame_equal(again.choices, found.choices, check_dtype=False)
    pd.testing.assert_frame_equal(again.over, found.over, check_dtype=False)
    assert text_of(again) == text_of(found)
    found.choices.iloc[:0].to_csv(tmp_path / "choices.csv", index=False)
    with pytest.raises(UserError, match=r"choices.csv: it has no choices"):
        read_answers(tmp_path, "turnover_rate", found.window, Budget(), False)
    (tmp_path / "choices.csv").write_text("choice,place\nrotation,1\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"choices.csv: the column world is missing"):
        read_answers(tmp_path, "turnover_rate", found.window, Budget(), False)


def test_nothing_competes_where_neither_way_is_better_or_nothing_is_switched_on(tmp_path: Path) -> None:
    points = points_of([*SMALL, "intervention=[]", "mechanism.reporting.fear=0.1,0.5"])
    assert find_answers(points, tmp_path / "runs.parquet", "turnover_rate") is None
    assert find_answers(points_of(DOSES), tmp_path / "runs.parquet", "open_cases") is None


def ends_of(*words: str) -> list[PlannedPoint]:
    words = words if any(word.startswith("sampling") for word in words) else ("sampling=ends", *words)
    asked = read_words(read_request([*ENDS, *words]))
    design = sampled(asked.sweep, asked.sampling, asked.points, asked.over, asked.grades)
    return [planned(point) for point in design.points]


def test_ends_take_one_weak_assumption_after_another(tmp_path: Path) -> None:
    points = ends_of("over=mechanism.support")
    middle = points[0].point
    assert middle.values["end"] == AS_IT_IS
    ranges = plausible_ranges(middle.settings, ("mechanism.support",), "CD")
    assert {one.point.values["assumption"] for one in points[1:]} == set(ranges)
    for one in points[1:]:
        path, end = one.point.values["assumption"], one.point.values["end"]
        group, name = path.split(".")[1:]
        limit = {"low": ranges[path].low, "high": ranges[path].high}[end]
        assert getattr(getattr(one.point.settings.mechanism, group), name) == pytest.approx(limit)
        update = {name: getattr(getattr(middle.settings.mechanism, group), name)}
        back = getattr(one.point.settings.mechanism, group).model_copy(update=update)
        mechanism = one.point.settings.mechanism.model_copy(update={group: back})
        assert one.point.settings.model_copy(update={"mechanism": mechanism}) == middle.settings, "more than one moved"


def test_well_known_settings_are_at_no_end_unless_asked_for() -> None:
    weak, all_of_them = ends_of(), ends_of("grades=ABCD")
    paths = {one.point.values["assumption"] for one in all_of_them} - {one.point.values["assumption"] for one in weak}
    assert paths
    assert len(all_of_them) > len(weak)
    assert {one.point.values["assumption"] for one in ends_of("grades=D")} < {
        one.point.values["assumption"] for one in weak
    }


def test_ends_leave_what_was_given_as_it_is() -> None:
    first = ends_of("over=mechanism.voice")[1].point.values
    path = first["assumption"]
    given = ends_of("over=mechanism.voice", f"{path}={first['value']}")
    assert given
    assert path not in {one.point.values["assumption"] for one in given}


def test_the_assumption_that_turns_the_answer_is_named(tmp_path: Path) -> None:
    points = ends_of("over=mechanism.support")
    chosen = points[3].point.values

    def rule(one: PlannedPoint, arm: str) -> tuple[float, float]:
        there = one.point.values == chosen
        return {"baseline": (20.0, 1.0), "more_posts": (19.0, 1.1), "rotation": (22.0 if there else 17.0, 1.1)}[arm]

    runs = runs_in(tmp_path, points, rule)
    ends = find_ends(points, runs, "turnover_rate")
    assert set(ends["favourite"]) == {"rotation"}
    (found,) = turned(ends).itertuples()
    assert (found.assumption, found.end, found.best) == (chosen["assumption"], chosen["end"], "more_posts")
    assert found.regret == pytest.approx(3.0, abs=0.15)
    assert found.grade in ("C", "D")
    assert leaning(ends) == 0
    answers = find_answers(points, runs, "turnover_rate", ends=True)
    assert answers is not None
    worst = answers.final.set_index("choice")["loses_most_in"]
    assert worst["rotation"].startswith(str(chosen["assumption"]).removeprefix("mechanism."))
    said = dict(conclusions(answers, ends))
    assert "more_posts ahead of rotation" in said["Assumptions that change it"]
    assert said["Cautious choice"].startswith("more_posts")
    # Means are those with everything as it is, in which rotation is the best.
    assert said["Best"].startswith("rotation, clearly ahead of every other choice with everything as it is")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sampling=ends", "mechanism.reporting.fear=0.1,0.2"], "give one value for mechanism.reporting.fear"),
        (["sampling=ends", "grades=E"], "letters from A to D"),
        (["sampling=ends", "over=mechanism.suport"], "no uncertain number of grade C or D"),
        (["grades=CD"], "only sampling=ends has a use for it"),
        (["best=3"], "only sampling=screen or sampling=pairs"),
        (["sampling=screen", "best=1"], "from 2 to 10"),
        (["sampling=screen", "best=many"], "from 2 to 10"),
    ],
)
def test_words_that_do_not_fit(words: list[str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        ends_of(*words) if "sampling" in words[0] else read_words(read_request([*ENDS, *words]))


def test_the_setting_with_which_an_effect_moves_is_found_among_many(tmp_path: Path) -> None:
    sweep = read_sweep([*SMALL, "intervention=[rotation,more_posts]"])
    points = [planned(point) for point in sampled(sweep, "latin_hypercube", 30, ("mechanism.support",)).points]
    path = next(iter(points[0].point.values))

    def rule(one: PlannedPoint, arm: str) -> tuple[float, float]:
        more = float(one.point.values[path]) - float(points[0].point.values[path])
        return {"baseline": (20.0, 1.0), "more_posts": (19.0, 1.1), "rotation": (17.0 - 5.0 * more, 1.1)}[arm]

    answers = find_answers(points, runs_in(tmp_path, points, rule), "turnover_rate")
    assert answers is not None
    points_table(points).to_csv(tmp_path / "points.csv", index=False)
    table = moved_with(answers, pd.read_csv(tmp_path / "points.csv"))
    # In so few points another setting can by chance stand in nearly the same order.
    found, *others = table.itertuples()
    assert all(abs(other.correlation) < 0.7 for other in others)
    # Turnover falls further as the setting rises: the choice helps more.
    assert (found.choice, found.setting, found.towards) == ("rotation", path, 1.0)
    assert found.correlation < -0.8


def test_a_long_name_is_printed_whole(tmp_path: Path) -> None:
    answers = answers_of(tmp_path, DOSES, by_dose)
    long = "+".join(["manager_caseload", "upward_appraisal", "closing_the_loop"])
    renamed = answers.choices.replace({"choice": {"rotation, months=6": long}})
    lines = text_of(replace(answers, choices=renamed)).splitlines()
    place = lines.index(long)
    assert lines[place + 1].split()[:2] == ["1", "\N{MINUS SIGN}6.0"]


def with_failures(folder: Path, words: Sequence[str], failed: Callable[[pd.DataFrame], pd.Series]) -> Answers:
    """Answers of a table in which some runs failed: they have no values, and nothing to be told apart by otherwise."""
    points = points_of(words)
    means = {"baseline": (20.0, 1.0), "more_posts": (17.0, 1.1), "rotation": (15.0, 1.1)}
    runs = runs_in(folder, points, lambda one, arm: means[arm], also=with_harm)
    table = pd.read_parquet(runs)
    table.loc[failed(table), [name for name in table.columns if name not in ("point", "arm")]] = np.nan
    table.to_parquet(runs)
    found = find_answers(points, runs, "turnover_rate")
    assert found is not None
    return found


@pytest.mark.parametrize("words", [WORLDS[:5], WORLDS])
def test_a_choice_of_which_every_run_failed_takes_nothing_from_the_others(tmp_path: Path, words: list[str]) -> None:
    answers = with_failures(tmp_path, words, lambda runs: runs["arm"] == "rotation")
    table = answers.final.set_index("choice")
    assert table.loc["more_posts", "place"] == 1
    assert table.loc["more_posts", "difference"] == pytest.approx(-3.0, abs=0.2)
    assert table.loc["rotation", ["place", "mean", "difference"]].isna().all()
    said = dict(conclusions(answers))
    assert said["Best"].startswith("more_posts, clearly ahead of every other choice")
    assert said["Against doing nothing"].endswith("not known, as too many runs failed: rotation")
    line = next(line for line in text_of(answers).splitlines() if line.startswith("rotation"))
    assert "unclear" not in line


@pytest.mark.parametrize("words", [WORLDS[:5], WORLDS])
def test_where_every_run_failed_nothing_is_called_the_best(tmp_path: Path, words: list[str]) -> None:
    answers = with_failures(tmp_path, words, lambda runs: runs["arm"] != "nobody")
    said = conclusions(answers)
    assert said[0] == ("Best", "nothing can be said of turnover of permanent staff: too many runs failed")
    assert [head for head, _ in said] == ["Best", "Against doing nothing"]
    assert what_else(answers) == []
    assert where_lost("fear=0.1", float("nan")) == DASH
    page = _table(answers.final, outcome_named("turnover_rate"), "Turnover", 9)[0]
    assert isinstance(page, Table)
    assert {row[2] for row in page.rows if row[0] != "Doing nothing"} == {DASH}
    (tmp_path / "figures").mkdir()
    save_sweep_figures(answers, tmp_path / "figures")
    assert {path.stem for path in (tmp_path / "figures").iterdir()} == {"effect_and_cost"}


def test_without_doing_nothing_it_is_not_known_what_a_choice_worsens(tmp_path: Path) -> None:
    said = dict(conclusions(with_failures(tmp_path, WORLDS[:5], lambda runs: runs["arm"] == "baseline")))
    assert (
        said["Best"]
        == "rotation, clearly ahead of every other choice: turnover of permanent staff by how much is not known"
    )
    assert said["What it worsens"] == "not known, as too many runs failed"


def test_the_runs_that_failed_are_counted_by_arm(tmp_path: Path) -> None:
    file = tmp_path / "runs.parquet"
    rows = [("rotation", "failed", "exhaustion is not a number"), ("rotation", "failed", "x"), ("pay", "failed", "y")]
    pd.DataFrame([*rows, ("pay", "finished", "")], columns=["arm", "status", "reason"]).to_parquet(file)
    said = text_of_failures(file)
    assert said.startswith("3 of 4 runs failed and were left out (rotation 2; pay 1)")
    assert said.endswith("the first because exhaustion is not a number")
    pd.DataFrame([("pay", "finished", "")], columns=["arm", "status", "reason"]).to_parquet(file)
    assert text_of_failures(file) == ""


def test_what_changes_nothing_in_any_run_is_said_to(tmp_path: Path) -> None:
    points = points_of(WORLDS)
    runs = runs_in(tmp_path, points, lambda one, arm: (20.0, 1.0))
    table = pd.read_parquet(runs)
    # Every arm and every world as the first.
    table["turnover_rate"] = np.resize(table["turnover_rate"].to_numpy()[:20], len(table))
    table.to_parquet(runs)
    answers = find_answers(points, runs, "turnover_rate")
    assert answers is not None
    said = dict(conclusions(answers))
    assert "rotation, no difference at all" in said["Best"]
    assert said["Against doing nothing"].endswith("no difference at all: more_posts and rotation")
    assert "it has the best mean" not in said["Cautious choice"]
    assert change(0.0, 0.0, 0.0, "%") == "no difference at all"
    assert with_interval(0.0, 0.0, 0.0) == "0 (0 to 0)"
    # Behind by the same in every world: none of them is the one in which it loses most.
    worse = table["arm"] == "rotation"
    table.loc[worse, "turnover_rate"] += 1.0
    table.to_parquet(runs)
    again = find_answers(points, runs, "turnover_rate")
    assert again is not None
    assert again.final.set_index("choice").loc["rotation", "loses_most_in"] == "fear=0.1 and 2 more"


def test_a_precision_that_was_not_reached_says_that_few_replicates_never_do() -> None:
    (point,) = points_of(WORLDS[:5])
    said = " ".join(text_of_precision([point], SweepRun(reached={(0, "rotation"): False})).split())
    assert said.startswith("Not as precise as asked for: 1 of 1 arm (rotation).")
    assert "only from 28 replicates" in said
    assert text_of_precision([point], SweepRun(reached={(0, "rotation"): True})) == ""


def test_a_screen_with_too_few_points_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="points: 4 given; effects of 2 interventions take 6 points at least"):
        sampled(read_sweep([*SMALL, "intervention=[rotation,more_posts]"]), "pairs", 4, ())
    small = pd.DataFrame({"a": [-1, 1], "b": [1, -1]})
    with pytest.raises(UserError, match="a screen of 2 points is too small; it needs 6"):
        read_screen(small, points_of(DOSES)[0].point.settings, np.zeros((2, 3)), "turnover_rate")
    design = pd.DataFrame({"a": [-1, -1, 1, 1] * 2, "b": [-1, 1, -1, 1] * 2})
    with pytest.raises(UserError, match="runs failed in so many points of the screen that 0 of 8 are left"):
        read_screen(design, points_of(DOSES)[0].point.settings, np.full((8, 3), np.nan), "turnover_rate")


def test_what_costs_more_is_said_to_cost_more_and_never_to_be_worse(tmp_path: Path) -> None:
    points = points_of(WORLDS)
    found = find_answers(points, runs_in(tmp_path, points, by_fear), "cost")
    assert found is not None
    said = dict(conclusions(found))["Against doing nothing"]
    assert said.startswith("less in cash spent: none; more in cash spent: more_posts and rotation")
    head, *lines = text_of(found).splitlines()
    assert head.startswith("Cash spent (GBP million a year); means over")
    table = next(line for line in lines if line.startswith("over all worlds"))
    assert re.search(r"best in +less in +more in +regret", table)
    assert "worse in" not in " ".join(lines)
    page = _table(found.final, outcome_named("cost"), "Cash", 9)[0]
    assert isinstance(page, Table)
    rows = page.rows
    assert {row[2].verdict for row in rows if isinstance(row[2], Cell)} == {Verdict.MORE}
    turnover = find_answers(points, tmp_path / "runs.parquet", "turnover_rate")
    assert turnover is not None
    assert "lower is better" in text_of(turnover)
    assert "worse in turnover of permanent staff: rotation" in dict(conclusions(turnover))["Against doing nothing"]
