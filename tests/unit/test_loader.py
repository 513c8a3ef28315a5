"""Loading settings: what is chosen, what is set, what comes back."""

import threading
from pathlib import Path

import pytest
import yaml
from hydra.core.global_hydra import GlobalHydra

from sim.configuration.compose import compose_groups
from sim.configuration.loader import apply_values, load_settings, resolved_yaml, settings_from_mapping
from sim.configuration.names import nearest
from sim.configuration.overrides import parse_override
from sim.configuration.own_files import Shelf
from sim.errors import UserError
from sim.settings.study import Settings

TOWN = "# @package authority\ntitle: Orléans\nfront_line_posts: 8\nspans: [8]\ncases_a_post: 19\n"


def own_folder(folder: Path, **texts: str) -> Path:
    """A folder of one's own files; names are written `group__name`."""
    for name, text in texts.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_the_commands_differ_in_what_is_switched_on() -> None:
    assert set(load_settings().interventions) == {"manager_caseload", "upward_appraisal", "rotation"}
    assert load_settings(command="run").interventions == {}
    assert load_settings(command="run") == load_settings(["intervention=[]"])
    with pytest.raises(ValueError, match="run and compare"):
        load_settings(command="sweep")


def test_defaults_are_those_of_the_schema() -> None:
    settings = load_settings()
    for name in ("years", "replicates", "seed", "design", "window"):
        assert getattr(settings, name) == Settings.model_fields[name].default
    assert settings.mechanism == type(settings.mechanism)()
    assert settings.authority.title == "England average"


def test_values_are_set_where_they_are_named_and_nowhere_else() -> None:
    changed = load_settings(
        [
            "years=3",
            "mechanism.reporting.fear=0.3",
            "interventions.rotation.months=6",
            "authority.spans=[5, 4, 8]",
            "interventions.rotation.reach=[2]",
        ]
    )
    assert changed.years == 3
    assert changed.mechanism.reporting.fear == 0.3
    assert changed.interventions["rotation"].months == 6.0  # type: ignore[union-attr]
    assert changed.interventions["rotation"].reach == (2,)
    assert changed.authority.spans == (5.0, 4.0, 8.0)
    back = load_settings(["years=3"]).model_dump()
    back["mechanism"]["reporting"]["fear"] = 0.3
    back["authority"]["spans"] = (5.0, 4.0, 8.0)
    back["interventions"]["rotation"].update(months=6.0, reach=(2,))
    assert changed.model_dump() == back
    assert load_settings().mechanism.reporting.fear != 0.3


def test_mechanism_files_are_stacked_in_order() -> None:
    core = load_settings(["mechanism=core"])
    assert core.mechanism.support.experience_weight == 0.0
    assert core.mechanism.money.on is False
    assert load_settings(["mechanism=[full,core]"]) == core
    assert load_settings(["mechanism=core", "mechanism.support.experience_weight=2"]) != core


def test_the_order_of_arguments_does_not_matter() -> None:
    arguments = ["interventions.more_posts.share=0.1", "intervention=[more_posts,rotation]", "years=2"]
    assert load_settings(arguments) == load_settings(arguments[::-1])


def test_one_name_or_all_of_them_can_be_chosen() -> None:
    assert set(load_settings(["intervention=rotation"]).interventions) == {"rotation"}
    assert load_settings(["intervention=all"]) == load_settings(["intervention=[all,rotation]"])


@pytest.mark.parametrize("arguments", [[], ["intervention=all", "authority=large_county"], ["mechanism=core"]])
def test_resolved_settings_give_the_same_settings_again(arguments: list[str]) -> None:
    settings = load_settings([*arguments, "authority.title='Île & #1: \"é\"'", "equal_cost=123456.789"])
    assert settings_from_mapping(yaml.safe_load(resolved_yaml(settings))) == settings


def test_a_mapping_is_judged_like_a_command_line() -> None:
    mapping = yaml.safe_load(resolved_yaml(load_settings()))
    mapping["mechanism"]["voice"]["learning"] = 7
    mapping["interventions"]["rotation"]["monts"] = 7
    with pytest.raises(UserError) as caught:
        settings_from_mapping(mapping)
    assert str(caught.value).splitlines() == [
        "mechanism.voice.learning: 7 does not fit; give a number from 0 to 1 (share)",
        "interventions.rotation.monts: no such setting; the nearest is interventions.rotation.months",
    ]
    with pytest.raises(UserError, match="list given"):
        settings_from_mapping([1])  # type: ignore[arg-type]
    with pytest.raises(UserError, match="mechanism: 3 does not fit; this is a group"):
        settings_from_mapping({"mechanism": 3})


def test_values_are_set_on_a_copy() -> None:
    tree = compose_groups("compare", {}, Shelf())
    before = yaml.safe_dump(tree)
    point = apply_values(tree, {"mechanism.reporting.fear": 0.1, "interventions.rotation.months": 3.0, "years": 2})
    assert yaml.safe_dump(tree) == before
    assert point["mechanism"]["reporting"] == {"fear": 0.1}
    assert point["interventions"]["rotation"]["months"] == 3.0
    assert point["interventions"]["manager_caseload"] is tree["interventions"]["manager_caseload"]
    assert settings_from_mapping(point).mechanism.reporting.fear == 0.1


def test_the_same_choices_are_composed_once() -> None:
    choices = {"intervention": ("rotation",)}
    assert compose_groups("compare", choices, Shelf()) is compose_groups("compare", choices, Shelf())
    assert compose_groups("run", {}, Shelf()) is not compose_groups("compare", {}, Shelf())


def test_files_of_ones_own_are_chosen_by_name_from_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = own_folder(
        tmp_path / "é & #'1'= [x], {y}",
        authority__town=TOWN,
        intervention__short="# @package interventions.short\nkind: more_posts\ndose: 0.5\nstart_week: 0\nend_week: 26\n"
        "reach: front_line\nshare: 0.2\n",
        mechanism__quiet="# @package mechanism\nvoice: {on: false}\n",
    )
    settings = load_settings(
        [
            "authority=town",
            "intervention=[short,more_posts]",
            "mechanism=[core,quiet]",
            "interventions.short.share=0.3",
        ],
        config_dir=folder,
    )
    assert settings.authority.title == "Orléans"
    assert list(settings.interventions) == ["short", "more_posts"]
    assert settings.interventions["short"].share == 0.3  # type: ignore[union-attr]
    assert settings.mechanism.voice.on is False
    assert settings.mechanism.money.on is False
    with pytest.raises(UserError, match="'town'"):
        load_settings(["authority=town"])


def test_an_edit_of_ones_own_file_is_noticed(tmp_path: Path) -> None:
    own_folder(tmp_path, authority__town=TOWN)
    assert load_settings(["authority=town", "intervention=[]"], config_dir=tmp_path).authority.front_line_posts == 8
    own_folder(tmp_path, authority__town=TOWN.replace("posts: 8", "posts: 7"))
    assert load_settings(["authority=town", "intervention=[]"], config_dir=tmp_path).authority.front_line_posts == 7


def test_the_working_directory_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_settings()
    own_folder(tmp_path, configs__compare="years: 9\n", compare="years: 9\n")
    monkeypatch.chdir(tmp_path)
    compose_groups.__globals__["_compose"].cache_clear()
    assert load_settings() == before


def test_another_hydra_application_is_left_as_it_was() -> None:
    from hydra import initialize

    compose_groups.__globals__["_compose"].cache_clear()
    with initialize(config_path=None, version_base="1.3"):
        outer = GlobalHydra.instance().hydra
        assert load_settings().years == 5
        assert GlobalHydra.instance().hydra is outer


def test_threads_can_load_at_once() -> None:
    compose_groups.__globals__["_compose"].cache_clear()
    names = ["england_average", "large_county", "small_unitary", "training_team"]
    found: dict[str, str] = {}

    def load(name: str) -> None:
        found[name] = load_settings([f"authority={name}", "intervention=[]"]).authority.title

    threads = [threading.Thread(target=load, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {
        "england_average": "England average",
        "large_county": "Large county",
        "small_unitary": "Small unitary",
        "training_team": "Training team",
    }


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("a.b=5", 5),
        ("a.b=-0.5", -0.5),
        ("a.b=1e3", 1000.0),
        ("a.b=null", None),
        ("a.b=true", True),
        ("a.b=[1, [2]]", [1, [2]]),
        ("a.b=two words", "two words"),
        ("a.b='é, [x] = $'", "é, [x] = $"),
        ('a.b="it\'s"', "it's"),
        ("a.b=' [ '", " [ "),
    ],
)
def test_values_are_read_by_the_grammar_of_hydra(argument: str, value: object) -> None:
    assert parse_override(argument) == ("a.b", value)


def test_the_nearest_name_is_found_by_its_end_too() -> None:
    names = ["years", "mechanism.reporting.fear", "mechanism.leaving.base"]
    assert nearest("fear", names) == "mechanism.reporting.fear"
    assert nearest("reporting.fear", names) == "mechanism.reporting.fear"
    assert nearest("mechanism.report.fear", names) == "mechanism.reporting.fear"
    assert nearest("feer", names) == "mechanism.reporting.fear"
    assert nearest("yeers", names) == "years"
    assert nearest("zzzz", names) is None


@pytest.mark.parametrize("given", ["years=5", {"years": 5}])
def test_words_come_in_a_list(given: object) -> None:
    with pytest.raises(UserError, match=r"give a list of words, such as \['years=5', 'seed=2'\]$"):
        load_settings(given)  # type: ignore[arg-type]
