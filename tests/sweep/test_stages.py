"""A screen and then every combination of the best of it, as one command; and the report of a sweep."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.portfolio import MOST_INTERVENTIONS
from sim.cli import main
from sim.configuration.loader import load_settings
from sim.errors import UserError
from sim.study.designs.screening import folded_plackett_burman
from sim.sweep.answers import Budget
from sim.sweep.foretold import foretold
from sim.sweep.screen import Screen, read_screen
from sim.sweep.stages import beyond_budget, check_best, scores_of, second_stage

NAMES = ("manager_caseload", "mentoring", "more_posts", "pay_rise", "rotation")
COMMAND = (
    "sweep", "authority=training_team", "years=1", "warmup_years=1", "replicates=3", "threads=2",
    f"intervention=[{','.join(NAMES)}]", "sampling=screen", "best=2",
)  # fmt: skip


def screen_of(brings: dict[str, float], pair: float = 0.0) -> Screen:
    """A screen in which each intervention moves turnover by so much, and the first two together by `pair` more."""
    design = folded_plackett_burman(NAMES)
    on = (design > 0).astype(float)
    response = sum(on[name] * size for name, size in brings.items()) + on[NAMES[0]] * on[NAMES[1]] * pair
    noise = np.random.default_rng(2).normal(0.0, 0.01, (len(design), 12))
    base = load_settings(["authority=training_team", f"intervention=[{','.join(NAMES)}]"])
    return read_screen(design, base, response.to_numpy()[:, None] + noise, "turnover_rate", pairs=bool(pair))


def test_what_lowers_turnover_goes_on_and_what_raises_it_does_not() -> None:
    screen = screen_of({"rotation": -1.0, "mentoring": -2.0, "pay_rise": 5.0})
    scores = scores_of(screen)
    assert min(scores, key=scores.__getitem__) == "pay_rise"
    base = load_settings(["authority=training_team", f"intervention=[{','.join(NAMES)}]"])
    second = second_stage(screen, base, 2, Budget(), 12)
    assert [sorted(point.settings.interventions) for point in second.points] == [
        [], ["rotation"], ["mentoring"], ["mentoring", "rotation"],
    ]  # fmt: skip
    assert [point.number for point in second.points] == [12, 13, 14, 15]
    assert all(point.settings.design == "together" for point in second.points)


def test_one_that_helps_only_together_with_another_goes_on() -> None:
    # Alone each of the two does nothing: their means come from the pair, and the single third is better than that.
    scores = scores_of(screen_of({"rotation": -1.6}, pair=-3.0))
    assert set(sorted(scores, key=lambda name: -scores[name])[:3]) == {NAMES[0], NAMES[1], "rotation"}


def test_what_is_beyond_the_budget_alone_is_left_out_beforehand() -> None:
    base = load_settings(["authority=training_team", f"intervention=[{','.join(NAMES)}]"])
    costs = {name: one.cost(base) for name, one in base.interventions.items()}
    dearest = max(costs, key=lambda name: costs[name].money + costs[name].pay)
    budget = Budget(money=costs[dearest].money + costs[dearest].pay - 1.0)
    assert beyond_budget(base, budget) == [dearest]
    brings = dict.fromkeys(NAMES, -1.0) | {dearest: -9.0}
    second = second_stage(screen_of(brings), base, 2, budget, 0)
    assert all(dearest not in point.settings.interventions for point in second.points)
    assert dearest in second.words
    check_best(4, base, budget)
    with pytest.raises(UserError, match=r"5 given.*1 of them beyond the budget.*give at most 4"):
        check_best(5, base, budget)


def test_a_screen_of_every_intervention_has_a_best_bundle_though_not_all_can_be_searched() -> None:
    base = load_settings(["authority=training_team", "intervention=all"])
    names = sorted(base.interventions)
    assert len(names) > MOST_INTERVENTIONS
    design = folded_plackett_burman(names)
    on = (design > 0).to_numpy(dtype=float)
    sizes = np.where(np.isin(names, ["rotation", "mentoring"]), -2.0, 0.5)
    response = (on * sizes).sum(axis=1)[:, None] + np.random.default_rng(5).normal(0.0, 0.01, (len(design), 12))
    screen = read_screen(design, base, response, "turnover_rate", pairs=False)
    assert screen.portfolio is not None
    assert set(screen.portfolio.best) == {"rotation", "mentoring"}
    assert screen.unsearched
    assert set(screen.unsearched).isdisjoint(screen.portfolio.best)
    assert all(name in screen.text() for name in screen.unsearched)


def test_what_the_best_bundle_of_a_screen_worsens_is_the_sum_of_its_effects() -> None:
    design = folded_plackett_burman(NAMES)
    on = (design > 0).to_numpy(dtype=float)
    sizes = np.array([[4.0, -1.0], [3.0, 0.0], [0.0, 0.0], [9.0, 9.0], [0.0, -2.0]])
    noise = np.random.default_rng(4).normal(0.0, 0.01, (len(design), 12, 2))
    outcomes = ["unallocated_cases", "burnout"]
    bundle = ("manager_caseload", "mentoring", "rotation")
    table = foretold((on @ sizes)[:, None, :] + noise, design, bundle, outcomes).set_index("outcome")
    assert table["difference"].to_dict() == pytest.approx({"unallocated_cases": 7.0, "burnout": -3.0}, abs=0.05)
    assert table["verdict"].to_dict() == {"unallocated_cases": "worse", "burnout": "better"}
    assert (table["ci_low"] < table["difference"]).all()


def test_a_screen_says_what_its_best_bundle_worsens_in_text_and_report(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for word in COMMAND if not word.startswith("best")]
    assert main([*words, f"cache={folder / 'cache'}", f"out={tmp_path / 'out'}"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "What this bundle worsens, by the effects of its members" in said
    assert "Each effect is an average over bundles of about 2 others" in said
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert page.index("What this bundle worsens") < page.index("## What the screen found")
    assert page.startswith("# Which of 5 remedies change turnover of permanent staff?")
    assert "They were switched on and off together, in 16 different combinations." in page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stages")
    assert main([*COMMAND, f"cache={home / 'cache'}", f"out={home / 'out'}"]) == 0
    return home


def test_both_stages_are_in_one_folder_and_the_second_is_answered(folder: Path) -> None:
    out = folder / "out"
    points = pd.read_csv(out / "points.csv")
    assert points["stage"].value_counts().to_dict() == {"screen": 16, "every combination": 4}
    choices = pd.read_csv(out / "choices.csv")
    assert len(choices) == 4
    both = choices[choices["choice"].str.contains("+", regex=False)].iloc[0]
    runs = pd.read_parquet(out / "runs.parquet")
    runs = runs[runs["point"] == both["point"]].pivot(index="replicate", columns="arm", values="turnover_rate")
    assert both["difference"] == pytest.approx((runs[both["arm"]] - runs["baseline"]).mean())
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["asked"]["best"] == 2


def test_it_goes_on_from_the_cache_and_ends_in_the_same_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    again = tmp_path / "out"
    assert main([*COMMAND, f"cache={folder / 'cache'}", f"out={again}"]) == 0
    said = capsys.readouterr()
    assert said.err.count("to go") == 0, "something was run again"
    assert "then every combination of the best 2: 4 points, at most 12 runs more" in said.err
    assert "every combination of the best 2 of 5: " in said.err
    assert "Best: " in said.out
    names = {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()}
    assert {"choices.csv", "effects.csv", "report.html", "report.md", "figures/effect_and_cost.csv"} <= names
    # The manifest and the report hold the command, which names another folder here.
    same = names - {"manifest.json", "report.html", "report.md"}
    assert [name for name in same if (again / name).read_bytes() != (folder / "out" / name).read_bytes()] == []


def test_a_dry_run_says_how_large_both_stages_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, f"cache={folder / 'cache'}", "--dry-run"]) == 0
    said = capsys.readouterr().err
    assert "16 points" in said
    assert "4 points, at most 12 runs more" in said


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ([], "intervention in [rotation,more_posts], rotation\ninterventions in one pair of brackets run each alone; write "
             "design=together for bundles"),
        (["design=together"], "intervention in rotation+more_posts, rotation\n"),
    ],
)  # fmt: skip
def test_a_plan_says_whether_remedies_in_brackets_run_alone(
    design: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*COMMAND[:6], "intervention=[rotation,more_posts],[rotation]", *design]
    assert main([*words, f"cache={folder / 'cache'}", "--dry-run"]) == 0
    err = capsys.readouterr().err
    assert said in err
    assert ("each alone" in err) == (not design)


def test_a_second_stage_is_judged_on_other_seeds_than_those_it_was_chosen_on(folder: Path) -> None:
    runs = pd.read_parquet(folder / "out" / "runs.parquet")
    points = pd.read_csv(folder / "out" / "points.csv").set_index("point")["stage"]
    seeds = runs.groupby(runs["point"].map(points))["seed"].unique()
    assert sorted(seeds["screen"]) == [1, 2, 3]
    assert sorted(seeds["every combination"]) == [4, 5, 6]


def test_a_shard_of_two_stages_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, f"cache={folder / 'cache'}", "--shard", "1/2"]) == 2
    assert "best: needs the whole screen" in capsys.readouterr().err


def test_a_folder_of_another_question_is_refused_before_anything_is_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["best=3" if word == "best=2" else word for word in COMMAND]
    assert main([*words, f"cache={folder / 'cache'}", f"out={folder / 'out'}"]) == 2
    assert "does not hold the results of this study" in capsys.readouterr().err


def test_the_report_says_the_answer_first_and_loads_nothing(folder: Path) -> None:
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "script" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:|[\w./]+\.(?:csv|yaml)")[^"]*"', page) == []
    order = [page.index(f'id="{place}"') for place in ("answer", "choices", "screen", "figures", "limits", "again")]
    assert order == sorted(order)
    short = page[page.index('id="answer"') : page.index('id="choices"')]
    assert " worsens" in short
    assert "would still look clear, half of them as harm" in short
    assert "These intervals are of chance only" in short
    assert "this is a simulated service, not yours" in short
    assert "No placebo was run for " in short
    # A screen has no placebos, whatever it is asked, so that the same words would not run them.
    assert "<code>coalface compare</code> with <code>placebos=true</code> runs it beside each" in short
    assert "What else they change, families first" in page
    assert "Other outcomes clearly worse" in page
    assert "not singled out" in page
    assert "an average over bundles of about 2 others" in page
    assert page.count("<img ") == len(re.findall(r'<img [^>]*alt="[^"]{20,}"', page)) == 1
    assert "What was not modelled" in page
    assert "coalface replay ." in page
    assert len(page) < 500_000


@pytest.mark.parametrize("form", ["report.html", "report.md"])
def test_the_report_of_a_sweep_begins_with_its_question_in_plain_words(form: str, folder: Path) -> None:
    page = (folder / "out" / form).read_text(encoding="utf-8")
    head = page[: page.index("The answer in short")]
    assert "First 5 remedies were switched on and off together, in 16 different combinations" in head
    assert "The question is which is best for turnover of permanent staff: " in head
    assert "in the same simulated service, Training team, with the same people and the same luck, for 1 year" in head
    assert " point" not in head.rpartition("<h1")[2]
    assert "points of a sweep" not in page


@pytest.mark.parametrize("form", ["report.html", "report.md"])
def test_the_report_of_a_sweep_says_how_large_each_remedy_is(form: str, folder: Path) -> None:
    page = (folder / "out" / form).read_text(encoding="utf-8")
    section = page[page.index("Each remedy at the size at which it was tried") :]
    for size in ("3 cases", "0.5 hours a week", "week 0: 5%", "neighbours offer: 5%", "12 months"):
        assert size in section
    assert section.index("all managers, 4 posts".capitalize()) < section.index("hours of work a year")


def test_a_report_can_be_made_again_from_the_folder_alone(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder / "out", tmp_path / "copy"))
    before = {name: (copy / name).read_bytes() for name in ("report.html", "report.md")}
    for name in before:
        (copy / name).unlink()
    assert main(["report", str(copy)]) == 0
    assert {name: (copy / name).read_bytes() for name in before} == before
    (copy / "choices.csv").write_bytes(b"not a table")
    assert main(["report", str(copy)]) == 2


def test_a_budget_of_nothing_is_still_one_in_a_report_made_again(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder / "out", tmp_path / "copy"))
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    assert "GBP 0 a year by what remedies" not in (copy / "report.md").read_text(encoding="utf-8")
    manifest["asked"]["budget"] = 0.0
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert main(["report", str(copy)]) == 0
    assert "GBP 0 a year by what remedies are planned to take" in (copy / "report.md").read_text(encoding="utf-8")


def test_a_sweep_over_worlds_has_a_figure_of_what_is_lost(folder: Path, tmp_path: Path) -> None:
    words = [word for word in COMMAND if not word.startswith(("sampling", "best", "intervention"))]
    more = ["intervention=[rotation,more_posts]", "sampling=ends", "over=mechanism.reporting"]
    assert main([*words, *more, f"cache={folder / 'cache'}", f"out={tmp_path / 'out'}"]) == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<img ") == 2
    ends = pd.read_csv(tmp_path / "out" / "assumptions.csv")
    assert len(ends) == pd.read_csv(tmp_path / "out" / "choices.csv")["world"].nunique()
    figure = pd.read_csv(tmp_path / "out" / "figures" / "regret.csv")
    assert set(figure["choice"]) == {"rotation", "more_posts", "doing nothing"}
    assert (figure["largest"] >= figure["high"]).all()
    assert "stood at the low and at the high end" in page
    assert "or doing nothing, also if an assumption is wrong?</h1>" in page
    assert f"each of the {len(ends) - 1} others has one assumption at one end of what is plausible" in page
