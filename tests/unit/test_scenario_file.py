"""A scenario in one file: what it may hold, what stands where it says nothing, and what counts more."""

from pathlib import Path

import pytest

import sim
from sim.cli import main
from sim.configuration.loader import load_settings, resolved_yaml
from sim.configuration.places import names_in, packaged_configs
from sim.configuration.points import read_sweep
from sim.errors import UserError

SMALL = ["authority=training_team", "intervention=[more_posts]", "years=1", "warmup_years=1", "replicates=2"]
SENT = """\
question: Does it help?
authority: large_county
mechanism:
  presets: [core]
  reporting: {fear: 0.3}
interventions:
  rotation: {months: 6}
  upward_appraisal:
  mine: {kind: more_posts, dose: 0.5, start_week: 0, end_week: null, reach: front_line, share: 0.2}
events: [staff_shock]
years: 3
"""


def sent(folder: Path, text: str = SENT) -> Path:
    file = folder / "sent.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["intervention=all", "authority=large_county", "mechanism=core"],
        ["authority.title='Île & #1: \"é\"'", "equal_cost=123456.789", "intervention=[rotation]"],
        *([f"scenario={name}"] for name in names_in(packaged_configs(), "scenario")),
    ],
)
def test_resolved_settings_are_a_scenario_and_give_the_same_settings(words: list[str], tmp_path: Path) -> None:
    settings = load_settings(words)
    file = sent(tmp_path, resolved_yaml(settings))
    assert sim.load_settings(file=file) == settings
    assert sim.load_settings(file=str(file), command="run") == settings
    assert resolved_yaml(sim.load_settings(file=file)) == resolved_yaml(settings)


def test_what_show_settings_prints_is_a_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "scenario=staffing_shock", "years=4", "--show-settings"]) == 0
    text = capsys.readouterr().out
    assert main(["run", f"--file={sent(tmp_path, text)}", "--show-settings"]) == 0
    assert capsys.readouterr().out == text


def test_the_settings_of_a_folder_of_results_give_the_same_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.folder.save_comparison_figures", lambda comparison, figures: [])
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["compare", *SMALL, f"out={first}"]) == 0
    assert main(["compare", "--file", str(first / "settings.yaml"), f"out={second}"]) == 0
    for name in ("settings.yaml", "comparison.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_names_and_values_are_read(tmp_path: Path) -> None:
    settings = load_settings(file=sent(tmp_path))
    usual = load_settings(["mechanism=core", "authority=large_county", "intervention=[rotation]"])
    assert settings.question == "Does it help?"
    assert settings.authority == usual.authority
    assert settings.mechanism.reporting.fear == 0.3
    assert settings.mechanism.money == usual.mechanism.money
    assert list(settings.interventions) == ["rotation", "upward_appraisal", "mine"]
    assert settings.interventions["rotation"].months == 6  # type: ignore[union-attr]
    assert settings.interventions["rotation"].reach == usual.interventions["rotation"].reach
    assert settings.interventions["mine"].kind == "more_posts"
    assert set(settings.events) == {"staff_shock"}
    assert (settings.years, settings.replicates) == (3, usual.replicates)


def test_what_a_file_leaves_out_is_as_packaged_and_nothing_is_switched_on(tmp_path: Path) -> None:
    assert load_settings(file=sent(tmp_path, "years: 3\n")) == load_settings(["years=3"], command="run")
    for text in (
        "mechanism: core\n",
        "mechanism: [core]\n",
        "mechanism: {presets: core}\n",
        "mechanism: [full, core]\n",
    ):
        assert load_settings(file=sent(tmp_path, text)) == load_settings(["mechanism=core"], command="run")
    for text in ("interventions: [rotation]\n", "interventions: {rotation: }\n", "interventions: {rotation: {}}\n"):
        assert load_settings(file=sent(tmp_path, text)) == load_settings(["intervention=rotation"])
    empty = "mechanism:\ninterventions:\nevents:\n"
    assert load_settings(file=sent(tmp_path, empty)) == load_settings(command="run")


def test_a_name_that_yaml_takes_for_a_truth_value_is_a_name(tmp_path: Path) -> None:
    assert load_settings(file=sent(tmp_path, "mechanism: {money: {on: false}}\n")).mechanism.money.on is False


def test_a_whole_profile_stands_for_itself(tmp_path: Path) -> None:
    profile = "authority: {title: Town, front_line_posts: 8, spans: [8], cases_a_post: 19}\n"
    assert load_settings(file=sent(tmp_path, profile)).authority.posts_by_tier() == [8, 1]


def test_ones_own_words_count_more(tmp_path: Path) -> None:
    file = sent(tmp_path)
    words = ["years=2", "interventions.mine.share=0.4", "mechanism.reporting.fear=0.5", "authority.title=Mine"]
    settings = load_settings(words, file=file)
    assert (settings.years, settings.mechanism.reporting.fear, settings.authority.title) == (2, 0.5, "Mine")
    assert settings.interventions["mine"].share == 0.4  # type: ignore[union-attr]
    chosen = load_settings(["intervention=[more_posts]", "mechanism=full", "authority=training_team"], file=file)
    assert chosen == load_settings(
        [
            "intervention=[more_posts]", "mechanism=full", "authority=training_team", "event=[staff_shock]", "years=3",
            "question='Does it help?'",
        ]
    )  # fmt: skip
    with pytest.raises(UserError, match="give one of the two"):
        load_settings(["scenario=hundred_hours"], file=file)
    with pytest.raises(UserError, match=r"interventions.mine.share: no such intervention"):
        load_settings(["intervention=[more_posts]", "interventions.mine.share=0.4"], file=file)


def test_a_fault_is_laid_at_the_right_door(tmp_path: Path) -> None:
    file = sent(tmp_path)
    with pytest.raises(UserError) as caught:
        load_settings(["interventions.rotation.months=300"], file=file)
    assert str(caught.value).startswith("interventions.rotation.months: 300 does not fit")
    with pytest.raises(UserError, match=r"events.staff_shock.week in .*sent.yaml, line 10: 52 is after the end"):
        load_settings(["years=1"], file=file)


def test_files_of_ones_own_can_be_named_in_a_scenario(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "authority").mkdir(parents=True)
    text = "# @package authority\ntitle: Town\nfront_line_posts: 8\nspans: [8]\ncases_a_post: 19\n"
    (own / "authority" / "town.yaml").write_text(text, encoding="utf-8")
    file = sent(tmp_path, "authority: town\n")
    assert load_settings(file=file, config_dir=own).authority.title == "Town"
    with pytest.raises(UserError, match="there is no 'town'"):
        load_settings(file=file)


def test_a_sweep_starts_from_a_file_and_what_else_is_written_counts_more(tmp_path: Path) -> None:
    file = sent(tmp_path)
    sweep = read_sweep(["years=2", "mechanism.reporting.fear=0.2,0.4", "intervention=[rotation],[]"], file=file)
    points = sweep.points()
    assert [(point.settings.mechanism.reporting.fear, list(point.settings.interventions)) for point in points] == [
        (0.2, ["rotation"]),
        (0.2, []),
        (0.4, ["rotation"]),
        (0.4, []),
    ]
    words = ["years=2", "mechanism.reporting.fear=0.4", "intervention=[rotation]"]
    assert points[2].settings == load_settings(words, file=file)
    # Nothing is switched on that neither names, and what the file alone says holds at every point.
    assert {point.settings.question for point in points} == {"Does it help?"}
    assert {tuple(point.settings.events) for point in points} == {("staff_shock",)}


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("years: 3\nyears: 4\n", [], "line 2: years is given twice"),
        ("years: &a 3\n", [], "line 1: anchors and aliases"),
        (SENT, ["scenario=staffing_shock"], "is the scenario; give one of the two"),
        (SENT + "replicates: -4\n", ["mechanism.reporting.fear=0.2,0.4"], "line 12"),
        (SENT, ["mechanism.reporting.faer=0.2,0.4"], "the nearest is mechanism.reporting.fear"),
    ],
)
def test_a_sweep_of_a_file_is_refused_as_a_comparison_is(
    text: str, words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep", "--file", str(sent(tmp_path, text)), *words, f"cache={tmp_path / 'cache'}", "--dry-run"]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["sent.yaml"]
