"""The stories: what is packaged reads and gives settings, what is wrong is refused in words, what is claimed is shown."""

from pathlib import Path
from threading import Event

import numpy as np
import pytest

from sim.configuration.loader import load_settings
from sim.errors import UserError
from sim.workshop.pairs import Answered, Pairs, nearest_the_median
from sim.workshop.results import arrays_of, way_of
from sim.workshop.scene import Stage
from sim.workshop.story import Scene, Story, read_story, story_names

STAGES = {name: Stage(read_story(name)) for name in story_names()}


def scenes_of(story: Story) -> dict[str, Scene]:
    """Every scene that the story itself can come to, by what it is."""
    found = {"start": story.start, "shock": Scene(shock=True), "goodwill": Scene(goodwill=True)}
    found |= {f"demand {ratio}": Scene(demand=ratio) for ratio in (story.demand.low, 1.0, story.demand.high)}
    for lever in story.levers:
        for mode in ("properly", *(["add_on"] if lever.add_on_words else [])):
            for dose in (1.0, lever.step):
                levers = {lever.name: {"mode": mode, "dose": dose}}
                found[f"{lever.name} {mode} {dose}"] = Scene.model_validate(
                    {"demand": story.start.demand, "levers": levers}
                )
    found |= {f"step {step.id}": step.scene for step in story.steps if step.scene is not None}
    everything = {lever.name: {} for lever in story.levers}
    values = {path: STAGES[story.name].ranges(path)[0] for path in story.assumptions}
    at_once = {"demand": 0.9, "shock": True, "goodwill": True, "levers": everything, "assumptions": values}
    return found | {"all at once": Scene.model_validate(at_once)}


@pytest.mark.parametrize("name", story_names())
def test_the_words_of_a_scene_give_its_settings(name: str) -> None:
    stage = STAGES[name]
    for what, scene in scenes_of(stage.story).items():
        assert load_settings(stage.words(scene)) == stage.settings(scene), what


@pytest.mark.parametrize("name", story_names())
def test_an_add_on_takes_as_much_of_the_lever_and_does_something_else_with_it(name: str) -> None:
    story = STAGES[name].story
    for lever in story.levers:
        if lever.add_on_words:
            assert lever.add_on, lever.name
            assert "dose" not in lever.add_on, f"{lever.name}: an add-on is a way of doing it, not less of it"
            changed = {k: v for k, v in lever.add_on.items() if lever.properly.get(k) != v}
            assert changed, lever.name


@pytest.mark.parametrize("name", story_names())
def test_its_texts_fit_a_screen_and_give_no_week_by_number(name: str) -> None:
    story = STAGES[name].story
    for step in story.steps:
        assert len(step.say) <= 140, step.id
        assert step.say.count(". ") + step.say.count("? ") <= 2, step.id
    assert "15 in 100" in next(step.say for step in story.steps if step.id == "two_years")
    assert story.start.demand == pytest.approx(1.15)
    assert story.poll.published == 92.0
    cap = next(lever for lever in story.levers if lever.name == "caseload_cap")
    carry = next(lever for lever in story.levers if lever.name == "manager_caseload")
    settings = STAGES[name].settings(Scene.model_validate({"levers": {cap.name: {}, carry.name: {}}}))
    assert settings.interventions["caseload_cap"].cases == 16.0, "its words say sixteen"  # type: ignore[attr-defined]
    assert settings.interventions["manager_caseload"].cases == carry.full == 3.0  # type: ignore[attr-defined]


def test_the_long_story_takes_forty_minutes_and_hides_what_it_asks() -> None:
    story = STAGES["childrens_service"].story
    assert sum(int(step.notes.split(" minute")[0]) for step in story.steps) == 40
    hidden = False
    for step in story.steps:
        hidden = (hidden or step.hide) and not step.reveal
        if step.question is not None and step.scene is not None:
            assert hidden, f"{step.id} asks for a prediction, so the result must be hidden"
        elif step.id in ("pull", "limit", "goodwill"):
            assert not hidden, step.id
    assert [step.keep for step in story.steps if step.keep] == ["A", "B", "C"]
    choices = next(step.question.choices for step in story.steps if step.id == "choose" and step.question)
    assert list(choices[:-1]) == [lever.title for lever in story.levers]


# What the steps and the notes say, on few seeds; docs/workshop/measured.md has all of it on all of them.


class Measured:
    """Answers to the scenes of one story from at least so many of its pairs, each asked once; the shown run is as on a screen."""

    def __init__(self, name: str, fewest: int) -> None:
        self.pairs = Pairs(STAGES[name], 2)
        for _ in self.pairs.choose_shown():
            pass
        self.charts = [chart.name for chart in self.pairs.story.charts]
        self._fewest = fewest
        self._known: dict[str, Answered] = {}

    def answered(self, step: str) -> Answered:
        """The answer to the scene of a step."""
        if step not in self._known:
            scene = next(one.scene for one in self.pairs.story.steps if one.id == step)
            assert scene is not None
            answers = self.pairs.answers(scene, Event())
            self._known[step] = next(one for one in answers if len(one.seeds) >= self._fewest)
            answers.close()
        return self._known[step]

    def ways(self, step: str) -> dict[str, str]:
        """up, down, unclear or same, by chart."""
        rows = arrays_of(self.answered(step))["difference"]
        return {name: way_of(*row) for name, row in zip(self.charts, rows, strict=True)}

    def means(self, step: str) -> dict[str, float]:
        """Mean differences by chart."""
        return dict(zip(self.charts, arrays_of(self.answered(step))["difference"][:, 0], strict=True))


@pytest.fixture(scope="module")
def service():
    measured = Measured("childrens_service", 8)
    yield measured
    measured.pairs.close()


@pytest.fixture(scope="module")
def team():
    measured = Measured("one_team", 60)
    yield measured
    measured.pairs.close()


def two_years(measured: Measured) -> tuple[float, float]:
    """Rise of true strain and of the director's belief from the first to the last half-year of two, in the shown run."""
    seen = measured.answered("two_years").picture_of_now.arrays
    early, late = slice(0, 26), slice(78, 104)
    rises = [float(np.mean(seen[name][late]) - np.mean(seen[name][early])) for name in ("strain_all", "belief_top")]
    return rises[0], rises[1]


@pytest.mark.parametrize("which", ["service", "team"])
def test_the_left_darkens_and_the_right_stays_pale(which: str, request: pytest.FixtureRequest) -> None:
    true, believed = two_years(request.getfixturevalue(which))
    assert true > 0.05
    assert believed < true / 4
    seen = request.getfixturevalue(which).answered("two_years").picture_of_now.arrays["unit_belief"][100]
    assert np.nanmean(seen[:-1]) > seen[-1], "managers nearer to the work see more than the director"


def test_over_seeds_too(service: Measured) -> None:
    answered = service.answered("two_years")
    series = np.stack([run.series for run in answered.now])
    pairs = service.pairs.story
    gap = series[:, [chart.name for chart in pairs.charts].index("optimism_tier_4")]
    rise = np.nanmean(gap[:, 78:104], axis=1) - np.nanmean(gap[:, :26], axis=1)
    assert rise.mean() > 0.05
    assert (rise > 0).mean() > 0.7
    waiting = series[:, [chart.name for chart in pairs.charts].index("unallocated_cases")]
    assert waiting[:, 78:104].mean() > 1.3 * waiting[:, :26].mean()


def test_managers_with_cases_help_some_and_harm_others(service: Measured) -> None:
    ways = service.ways("predict")
    assert (ways["unallocated_cases"], ways["incident_risk"]) == ("down", "down")
    assert (ways["manager_burnout"], ways["turnover_rate"], ways["optimism_tier_4"]) == ("up", "up", "down")
    as_add_on, properly = service.means("add_on"), service.means("predict")
    assert service.ways("add_on")["stressed_share"] == "up"
    assert as_add_on["optimism_tier_4"] > 0 > properly["optimism_tier_4"]
    for name in ("stressed_share", "turnover_rate", "manager_burnout"):
        assert as_add_on[name] > properly[name], name
    assert as_add_on["unallocated_cases"] < 0


def test_a_limit_spares_workers_and_families_pay(service: Measured) -> None:
    ways, means = service.ways("limit_predict"), service.means("limit_predict")
    assert (ways["stressed_share"], ways["turnover_rate"]) == ("down", "down")
    assert (ways["unallocated_cases"], ways["overdue_visits"], ways["incident_risk"]) == ("up", "up", "up")
    now = arrays_of(service.answered("limit_predict"))["level"][service.charts.index("optimism_tier_4"), 0]
    assert means["optimism_tier_4"] < -0.8 * now, "most of the gap goes"
    for other in ("predict", "add_on", "scene_a", "scene_c"):
        assert service.means(other)["stressed_share"] > means["stressed_share"], other
        assert service.means(other)["unallocated_cases"] < means["unallocated_cases"], other


def test_goodwill_withdrawn_widens_the_gap_and_belief_hardly_moves(service: Measured) -> None:
    ways = service.ways("goodwill_predict")
    assert (ways["unallocated_cases"], ways["incident_risk"], ways["direct_time"]) == ("up", "up", "down")
    assert (ways["optimism_tier_4"], ways["manager_burnout"]) == ("up", "up")
    answered = service.answered("goodwill_predict")
    last = slice(208, 260)
    moved = {
        name: float(np.mean(answered.picture.arrays[name][last] - answered.picture_of_now.arrays[name][last]))
        for name in ("strain_all", "belief_top")
    }
    assert 0.0 < moved["belief_top"] < moved["strain_all"] / 3


def test_listening_as_an_add_on_leaves_little_and_costs_managers(service: Measured) -> None:
    a, b, c = (service.means(f"scene_{letter}") for letter in "abc")
    assert service.ways("scene_a")["optimism_tier_4"] == service.ways("scene_a")["unallocated_cases"] == "down"
    assert service.ways("scene_a")["turnover_rate"] == "down"
    assert a["optimism_tier_4"] < b["optimism_tier_4"] < 0
    assert b["unallocated_cases"] > a["unallocated_cases"] / 2
    assert b["manager_burnout"] > a["manager_burnout"] > 0
    assert service.ways("scene_b")["stressed_share"] == service.ways("scene_b")["turnover_rate"] == "unclear"
    assert (service.ways("scene_c")["stressed_share"], service.ways("scene_c")["direct_time"]) == ("down", "up")
    assert c["cost"] > max(a["cost"], b["cost"])


def test_the_poll_falls_while_the_gap_grows(service: Measured) -> None:
    seen = service.answered("two_years").picture_of_now.arrays
    early, late = slice(0, 26), slice(208, 260)
    assert seen["gap"][late].mean() > seen["gap"][early].mean() + 5
    assert seen["poll"][late].mean() < seen["poll"][early].mean() - 10


def test_the_poll_goes_its_own_way(service: Measured) -> None:
    """Listening and taking work away both narrow the gap; the simulated poll falls steeply only with the first."""
    last, moved = slice(208, 260), {}
    for step in ("scene_a", "scene_c"):
        assert service.means(step)["optimism_tier_4"] < 0
        seen, now = (
            one.arrays["poll"][last] for one in (service.answered(step).picture, service.answered(step).picture_of_now)
        )
        moved[step] = float(seen.mean() - now.mean())
    assert moved["scene_a"] < -10
    assert abs(moved["scene_c"]) < -moved["scene_a"] / 4


def test_the_short_story(team: Measured) -> None:
    support, add_on = team.ways("predict"), team.ways("add_on")
    assert (support["unallocated_cases"], support["stressed_share"], support["optimism_tier_4"]) == (
        "down",
        "down",
        "down",
    )
    assert support["cost"] == add_on["cost"] == "up"
    assert add_on["stressed_share"] == add_on["unallocated_cases"] == "unclear"
    assert team.means("add_on")["cost"] < team.means("predict")["cost"]
    manager = team.ways("manager")
    assert (manager["stressed_share"], manager["team_manager_burnout"]) == ("up", "up")
    assert manager["unallocated_cases"] == "unclear"
    goodwill = team.ways("goodwill")
    assert (goodwill["unallocated_cases"], goodwill["optimism_tier_4"]) == ("up", "up")


def test_the_shown_run_is_near_the_median_though_directors_leave() -> None:
    """Weeks without a director have no gap; they must not make every run as near as the first."""
    rng = np.random.default_rng(5)
    values = rng.normal(size=(9, 1, 1)) + rng.normal(scale=0.01, size=(9, 2, 50))
    values[:, 1, 10:12] = np.nan
    values[3:6, 1, 30:40] = np.nan
    middle = int(np.argsort(values[:, 0, 0])[4])
    assert nearest_the_median(values) == middle


# Stories that are refused.

SMALL = """\
title: A story
subtitle: Small
settings: [authority=training_team, years=2]
change_week: 52
tier_names: [[a, b], [c, d], [e, f], [g, h], [i, j]]
demand: {words: More, week: 26}
shock: {title: Gone, words: Some go, event: staff_shock, week: 60}
goodwill: {title: Work to rule, words: Less, week: 60}
levers:
  - name: answers
    title: Answers
    words: All are answered
    intervention: closing_the_loop
    dose_words: of all
    properly_words: kept
    add_on_words: not kept
    add_on: {kept: 0.1}
charts: [{name: strain, label: Strain, group: staff}]
poll: {question: Really, published: 92, published_words: Readers}
assumptions: [mechanism.reporting.passing]
steps:
  - {id: first, title: First, say: Look, notes: Wait, scene: {levers: {answers: {}}}, card: strain}
  - {id: second, title: Second, say: Look, notes: Wait, question: {id: one, text: Well, choices: [a, b]}}
limits: A model
"""
BAD = {
    "lever": ("levers: {answers", "levers: {answer", "levers: there is no 'answer'; the nearest is answers"),
    "chart": ("name: strain", "name: strein", "charts: 'strein' is no outcome; the nearest is strain"),
    "card": ("card: strain", "card: strein", "steps.first.card: 'strein' is no chart"),
    "outcome": (
        "group: staff}]",
        "group: staff}, {name: optimism_tier_7, label: Top, group: leaders}]",
        "charts: optimism_tier_7 is no outcome of Training team",
    ),
    "intervention": ("closing_the_loop", "closing_loop", "there is no intervention 'closing_loop'; the nearest is"),
    "event": ("staff_shock", "staf_shock", "there is no event 'staf_shock'; the nearest is staff_shock"),
    "setting": ("{kept: 0.1}", "{keept: 0.1}", "levers.answers.add_on.keept: no such setting; the nearest is kept"),
    "value": ("{kept: 0.1}", "{kept: 7}", "levers.answers.add_on.kept: 7 does not fit; give a number from 0 to 1"),
    "not a number": (
        "{kept: 0.1}",
        "{kept: .nan}",
        "line 17: levers.answers.add_on.kept: nan does not fit; give a number, true, false, null or a word",
    ),
    "published": ("92", ".nan", "line 19: poll.published: nan does not fit; give a number from 0 to 100"),
    "words": ("add_on_words: not kept", "add_on_words: ''", "levers.answers.add_on: give add_on_words too"),
    "step twice": ("id: second", "id: first", "steps: 'first' is given 2 times"),
    "key twice": ("limits: A model", "limits: A\nlimits: B", "line 25: limits is given twice"),
    "anchor": ("limits: A model", "limits: &all A model", "line 24: anchors and aliases"),
    "reference": ("limits: A model", "limits: ${oc.env:HOME}", "line 24: '${' is not allowed"),
    "late change": (
        "change_week: 52",
        "change_week: 300",
        ": change_week: 300 is after the end of the story; weeks are 0 to 103",
    ),
    "late step": ("{id: first,", "{id: first, week: 104,", "steps.first.week: 104 is after the end of the story"),
    "goodwill": (
        "Less, week: 60",
        "Less, week: 200",
        "goodwill.week: 200 is after the end of the story; weeks are 0 to 103",
    ),
    "demand": ("scene: {", "scene: {demand: 3, ", "steps.first.scene: demand: 3 is not from 0.8 to 1.3"),
    "assumption": ("reporting.passing", "reporting.pasing", "assumptions: mechanism.reporting.pasing is no setting"),
    "authority": ("=training_team", "=traning_team", "settings: authority: there is no 'traning_team'; the nearest"),
    "hidden change": ("years=2]", "years=2, intervention=rotation]", "settings: 'intervention=rotation' changes"),
    "tiers": (", [i, j]]", "]", "tier_names: give one and many for each of 5 tiers"),
    "missing": ("limits: A model\n", "", "limits: no value; give text of 1 to 1,200 characters"),
    "unknown": ("limits:", "borders: 1\nlimits:", "line 24: borders: no such setting; there are name, title,"),
    "misspelt": ("subtitle:", "subtitel:", "line 2: subtitel: no such setting; the nearest is subtitle"),
    "misspelt within": (
        "title: Answers",
        "titel: Answers",
        "line 11: levers.answers.titel: no such setting; the nearest is title",
    ),
    "too few": (
        "limits:",
        "replicates: 2\nlimits:",
        "line 24: replicates: 2 does not fit; give a whole number from 4 to 200",
    ),
    "no number": (
        "change_week: 52",
        "change_week: soon",
        "line 4: change_week: 'soon' does not fit; give a whole number of 0",
    ),
    "one of few": (
        "group: staff}",
        "group: stuff}",
        "line 18: charts.strain.group: 'stuff' does not fit; give families or",
    ),
    "no list": (
        "settings: [authority=training_team, years=2]",
        "settings: years=2",
        "line 3: settings: 'years=2' does not fit",
    ),
    "no group": (
        "poll: {question: Really, published: 92, published_words: Readers}",
        "poll: 92",
        "give a group of settings with",
    ),
    "no text": (
        "choices: [a, b]",
        "choices: [a, 5]",
        "line 23: steps.second.question.choices (number 2): 5 does not fit",
    ),
    "a name": (
        "name: answers",
        "name: My answers",
        "levers.My answers.name: 'My answers' does not fit; give a name of small",
    ),
    "a mode": (
        "answers: {}",
        "answers: {mode: badly}",
        "steps.first.scene.levers.answers.mode: 'badly' does not fit; give properly",
    ),
    "a key": (
        "levers: {answers: {}}",
        "levers: {My answers: {}}",
        "scene.levers.My answers: this name does not fit; give a name",
    ),
    "late shock": (
        "Some go, event: staff_shock, week: 60",
        "Some go, event: staff_shock, week: 104",
        "shock.week: 104 is after",
    ),
    "shock": (
        "week: 60}\ngoodwill",
        "week: 60, settings: {shar: 1}}\ngoodwill",
        "shock.settings.shar: no such setting",
    ),
    "not a mapping": (SMALL, "[1, 2]", "no settings in it"),
    "not YAML": (SMALL, "title: [", "line 1: not readable as YAML"),
}


def written(folder: Path, text: str) -> Path:
    file = folder / "my own story-1.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_small_story_is_a_story(tmp_path: Path) -> None:
    story = read_story(written(tmp_path, SMALL))
    assert story.name == "my_own_story_1"
    assert Stage(story).settings(story.steps[0].scene or story.start).interventions["closing_the_loop"].start_week == 52


@pytest.mark.parametrize("what", BAD)
def test_a_bad_story_is_refused_in_one_line_that_names_file_and_place(what: str, tmp_path: Path) -> None:
    old, new, words = BAD[what]
    assert old in SMALL
    file = written(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(UserError) as refused:
        Stage(read_story(file))
    said = str(refused.value)
    assert "\n" not in said, said
    assert str(file) in said, said
    assert words in said, said


def test_a_name_that_is_no_story_is_answered_with_the_nearest() -> None:
    with pytest.raises(UserError, match=r"no story 'one_teem'; the nearest is one_team"):
        read_story("one_teem")
