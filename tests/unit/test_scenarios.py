"""Scenarios: each asks a question that can be put, and a person's own words count more than its own."""

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.configuration.loader import load_settings
from sim.configuration.own_files import Shelf, chosen_by, open_shelf
from sim.configuration.places import names_in, packaged_configs
from sim.errors import UserError
from sim.study.arms import arms_of

NAMES = names_in(packaged_configs(), "scenario")
OWN = """\
# @package _global_
defaults:
  - override /intervention: [more_posts, short]
  - override /event: staff_shock
  - override /mechanism: [full, quiet]
  - override /authority: training_team
question: Does a year of more posts help?
years: 2
interventions:
  short: {months: 6.0}
"""
SHORT = (
    "# @package interventions.short\nkind: rotation\ndose: 1.0\nstart_week: 0\nend_week: 52\nreach: middle_managers\n"
    + ("months: 12.0\ncycle_months: 24.0\ncases: 12.0\ncover: 0.8\ncover_paid: 1.0\nreluctance: 0.3\nplacebo: false\n")
)
QUIET = "# @package mechanism\nvoice: {on: false}\n"


def own_folder(folder: Path, scenario: str = OWN) -> Path:
    for name, text in (("scenario/mine", scenario), ("intervention/short", SHORT), ("mechanism/quiet", QUIET)):
        file = folder / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_asks_a_question_and_can_be_compared(name: str) -> None:
    settings = load_settings([f"scenario={name}"])
    assert settings.question.endswith("?")
    arms, notes = arms_of(settings)
    assert len(arms) >= 2
    assert not any("NOT equal" in note or "no dose" in note for note in notes)
    chosen = chosen_by(Shelf().file("scenario", name))
    assert set(settings.interventions) == set(chosen["intervention"])
    assert set(settings.events) == set(chosen.get("event", ()))
    assert load_settings([f"scenario={name}"], command="run").interventions == settings.interventions


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_fits_every_authority(name: str) -> None:
    for authority in names_in(packaged_configs(), "authority"):
        assert arms_of(load_settings([f"scenario={name}", f"authority={authority}"]))[0]


def test_no_scenario_is_the_default() -> None:
    assert load_settings().question == ""
    assert load_settings().events == {}


def test_ones_own_words_count_more_than_a_scenario() -> None:
    scenario = "scenario=union_work_to_rule"
    base = load_settings([scenario])
    assert (base.years, base.window) == (3, "first_year")
    assert base.interventions["work_to_rule"].end_week == 26
    changed = load_settings([scenario, "years=4", "window=whole", "interventions.work_to_rule.end_week=null"])
    assert (changed.years, changed.window) == (4, "whole")
    assert changed.interventions["work_to_rule"].end_week is None
    assert load_settings(["years=4", scenario]).years == 4


def test_what_is_chosen_in_a_group_replaces_all_that_the_scenario_says_of_it() -> None:
    scenario = "scenario=staffing_shock"
    rotation = load_settings([scenario, "intervention=[rotation]"])
    assert rotation.interventions == load_settings(["intervention=[rotation]"]).interventions
    assert rotation.events == load_settings([scenario]).events
    assert rotation.window == "whole"
    quiet = load_settings([scenario, "event=[]"])
    assert quiet.events == {}
    assert quiet.interventions == load_settings([scenario]).interventions
    assert load_settings([scenario, "mechanism=core"]).mechanism == load_settings(["mechanism=core"]).mechanism
    # Chosen again by name, an intervention has the values of its file.
    assert load_settings([scenario, "intervention=[more_posts]"]).interventions["more_posts"].start_week == 0


def test_a_setting_of_something_replaced_is_refused() -> None:
    with pytest.raises(UserError, match="pay_rise is not switched on"):
        load_settings(["scenario=staffing_shock", "intervention=[rotation]", "interventions.pay_rise.rise=0.1"])


def test_a_scenario_of_ones_own_is_read(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    settings = load_settings(["scenario=mine"], config_dir=folder)
    assert settings.question == "Does a year of more posts help?"
    assert set(settings.interventions) == {"more_posts", "short"}
    assert settings.interventions["short"].months == 6.0  # type: ignore[union-attr]
    assert set(settings.events) == {"staff_shock"}
    assert settings.mechanism.voice.on is False
    assert settings.authority.title == "Training team"
    assert settings.years == 2
    assert load_settings(["scenario=mine", "years=3", "mechanism=full"], config_dir=folder).mechanism.voice.on is True
    with pytest.raises(UserError, match="'mine'"):
        load_settings(["scenario=mine"])


@pytest.mark.parametrize(
    ("replaced", "by", "told"),
    [
        ("override /intervention", "/intervention", "line 3"),
        ("override /intervention", "override /hydra/launcher", "line 3"),
        ("override /intervention", "override /scenario", "line 3"),
        ("override /intervention", "override intervention", "line 3"),
        ("override /intervention", "override /intervention@mechanism", "line 3"),
        ("override /intervention: [more_posts, short]", "more_posts", "line 3"),
        ("override /intervention: [more_posts, short]", "_self_", "line 3"),
        ("[more_posts, short]", "[more_posts, more_posts]", "line 3"),
        ("[more_posts, short]", "[../authority/town]", "line 3"),
        ("[more_posts, short]", "[on]", "line 3"),
        ("[more_posts, short]", "null", "line 3"),
        ("[more_posts, short]", "${oc.env:HOME}", "line 3"),
        ("override /event", "override /intervention", "line 4"),
        ("training_team", "[training_team]", "line 6"),
        ("defaults:", "defaults: {}\ndefaults:", "defaults is given twice"),
        ("years: 2", "hydra: {run: {dir: x}}", "line 8: the key hydra is not allowed"),
        ("years: 2", "_target_: os.system", "line 8: the key _target_ is not allowed"),
        ("years: 2", "mechanism: {defaults: [full]}", "line 8: the key defaults is not allowed"),
        ("Does a year", "${oc.env:HOME}", "line 7: '${' is not allowed"),
        ("# @package _global_", "# @package scenario", "first line must be: # @package _global_"),
        ("[more_posts, short]", "[more_post]", "intervention: there is no 'more_post'; the nearest is more_posts"),
        ("training_team", "nowhere", "authority: there is no 'nowhere'"),
    ],
)
def test_a_scenario_of_ones_own_is_read_with_care(replaced: str, by: str, told: str, tmp_path: Path) -> None:
    assert replaced in OWN
    folder = own_folder(tmp_path, OWN.replace(replaced, by, 1))
    with pytest.raises(UserError) as caught:
        open_shelf(folder)
    assert told in str(caught.value)
    assert str(folder / "scenario" / "mine.yaml") in str(caught.value)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("years: 99", "years in {file}: 99 does not fit"),
        ("yeers: 2", "yeers in {file}: no such setting; the nearest is years"),
        ("authority: 3", "authority in {file}: 3 does not fit; this is a group"),
        ("scenario: hundred_hours", "scenario in {file}: no such setting"),
        ("interventions: [1]", "scenario/mine"),
        ("interventions: {codesign: {dose: 0.5}}", "interventions.codesign.kind in {file}: missing"),
        ("events: {staff_shock: {week: 800}}", "events.staff_shock.week in {file}: 800 is after the end of the run"),
    ],
)
def test_a_wrong_value_in_a_scenario_names_the_file(line: str, told: str, tmp_path: Path) -> None:
    folder = own_folder(tmp_path, f"# @package _global_\ndefaults:\n  - override /event: [staff_shock]\n{line}\n")
    with pytest.raises(UserError) as caught:
        load_settings(
            ["scenario=mine", "intervention=[]"] if "interv" not in line else ["scenario=mine"], config_dir=folder
        )
    assert told.format(file=folder / "scenario" / "mine.yaml") in str(caught.value)


def test_scenarios_and_events_are_listed_with_their_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "scenarios"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for name in NAMES:
        assert f"{name} {load_settings([f'scenario={name}']).question}" in text
    assert main(["explain", "scenario"]) == 0
    assert all(name in capsys.readouterr().out for name in NAMES[:1])


def test_the_question_stands_above_the_answer_and_in_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.folder.save_comparison_figures", lambda comparison, figures: [])
    small = ["authority=training_team", "years=1", "warmup_years=1", "replicates=2", f"out={tmp_path / 'result'}"]
    assert main(["compare", "scenario=redesign_imposed_or_trialled", *small]) == 0
    question = load_settings(["scenario=redesign_imposed_or_trialled"]).question
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(question)
    assert "in every arm, the baseline included, from week 26: redesign" in said
    assert json.loads((tmp_path / "result" / "manifest.json").read_text(encoding="utf-8"))["question"] == question
