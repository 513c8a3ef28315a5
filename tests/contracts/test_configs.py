"""What every configuration file and every setting must keep to."""

import re
from pathlib import Path

import pytest
import yaml

from sim.configuration.catalogue import allowed, everything, note
from sim.configuration.explain import GRADES, ROLES, explain
from sim.configuration.loader import load_settings
from sim.configuration.own_files import Shelf, open_shelf
from sim.configuration.places import GROUPS, names_in, packaged_configs
from sim.errors import UserError
from sim.events.registry import EVENTS
from sim.interventions.registry import REGISTRY

FILES = sorted(packaged_configs().rglob("*.yaml"))
INTERVENTIONS = [path for path in FILES if path.parent.name == "intervention" and path.stem != "all"]
EVENT_FILES = [path for path in FILES if path.parent.name == "event"]
SCENARIOS = [path for path in FILES if path.parent.name == "scenario"]


def first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0]


def test_every_registered_intervention_has_a_file_and_every_file_is_registered() -> None:
    assert {path.stem for path in INTERVENTIONS} == set(REGISTRY)


@pytest.mark.parametrize("path", INTERVENTIONS, ids=lambda path: path.stem)
def test_an_intervention_file_stands_under_its_own_name(path: Path) -> None:
    assert first_line(path) == f"# @package interventions.{path.stem}"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["kind"] == path.stem


def test_every_registered_event_has_a_file_and_every_file_is_registered() -> None:
    assert {path.stem for path in EVENT_FILES} == set(EVENTS)


@pytest.mark.parametrize("path", EVENT_FILES, ids=lambda path: path.stem)
def test_an_event_file_stands_under_its_own_name(path: Path) -> None:
    assert first_line(path) == f"# @package events.{path.stem}"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["kind"] == path.stem


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_says_what_it_is_and_where_it_comes_from(kind: str) -> None:
    model = EVENTS[kind]
    words = model.__doc__ or ""
    assert "Source:" in words
    assert re.search(r"[Gg]rade [A-D]", words)
    assert model.grade in GRADES
    assert min(len(model.summary), len(model.source)) > 10


def test_only_scenarios_and_the_bundle_of_all_are_global() -> None:
    found = {path.stem for path in FILES if "_global_" in path.read_text(encoding="utf-8")}
    assert found == {"all", *(path.stem for path in SCENARIOS)}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_keeps_to_the_rules_for_files_of_ones_own(path: Path, tmp_path: Path) -> None:
    (tmp_path / "scenario").mkdir()
    copy = tmp_path / "scenario" / f"own_{path.name}"
    copy.write_bytes(path.read_bytes())
    open_shelf(tmp_path)
    packaged = load_settings([f"scenario={path.stem}"])
    assert load_settings([f"scenario=own_{path.stem}"], config_dir=tmp_path) == packaged


def test_all_switches_every_intervention_on() -> None:
    assert set(load_settings(["intervention=all"]).interventions) == set(REGISTRY)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_looks_anything_up_or_makes_an_object(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "${" not in text
    assert "_target_" not in text
    assert path.parent.name in (*GROUPS, "workshop", "configs")


@pytest.mark.parametrize("group", ["authority", "mechanism"])
def test_profiles_and_mechanisms_stand_under_their_group(group: str) -> None:
    names = names_in(packaged_configs(), group)
    assert names
    for name in names:
        assert first_line(packaged_configs() / group / f"{name}.yaml") == f"# @package {group}"
        assert load_settings([f"{group}={name}"]).weeks > 0


def test_full_changes_no_number() -> None:
    assert yaml.safe_load((packaged_configs() / "mechanism" / "full.yaml").read_text(encoding="utf-8")) == {}


@pytest.mark.parametrize("path", everything())
def test_every_setting_says_what_it_is(path: str) -> None:
    info = everything()[path]
    assert info.description
    assert note(info, "unit")
    assert note(info, "source")
    assert note(info, "grade") in GRADES
    assert note(info, "role") in ROLES
    assert allowed(info) in explain(path, Shelf())


# The beginning of the warm-up, which is forgotten; and a floor that only keeps a division sensible.
GUESSED_AND_FIXED = ("mechanism.start.", "mechanism.perception.least_discretion")


def test_what_is_guessed_is_varied_unless_it_defines_a_measure() -> None:
    fixed = {
        path: note(info, "source")
        for path, info in everything().items()
        if path.startswith("mechanism.") and note(info, "role") == "constant" and note(info, "grade") in "CD"
    }
    left = [path for path, source in fixed.items() if "definition" not in source]
    assert [path for path in left if not path.startswith(GUESSED_AND_FIXED)] == []


def test_what_whoever_runs_the_study_chooses_is_not_uncertain() -> None:
    roles = {path: note(info, "role") for path, info in everything().items() if "." not in path}
    assert {roles[name] for name in ("placebos", "design", "window", "years", "question", "equal_cost")} == {"lever"}
    assert "uncertain" not in roles.values()


def test_every_setting_that_is_used_is_in_the_catalogue() -> None:
    def leaves(value: object, path: str) -> set[str]:
        if isinstance(value, dict):
            return set().union(*(leaves(item, f"{path}.{name}") for name, item in value.items() if name != "kind"))
        return {path.removeprefix(".")}

    chosen = load_settings(["intervention=all", f"event=[{','.join(EVENTS)}]"])
    assert leaves(chosen.model_dump(), "") == set(everything())


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name in GROUPS], ids=lambda path: path.stem)
def test_a_file_of_ones_own_cannot_take_a_packaged_name(path: Path, tmp_path: Path) -> None:
    own = tmp_path / path.parent.name
    own.mkdir()
    (own / path.name).write_bytes(path.read_bytes())
    with pytest.raises(UserError, match="give yours another name"):
        open_shelf(tmp_path)
