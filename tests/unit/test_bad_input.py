"""What a person can get wrong on the command line, and what they are told."""

from pathlib import Path

import pytest
from commands import complaint

KINDS = "upward_appraisal and work_to_rule"
EVENTS = "supply_shock and vacancy_freeze"

# The arguments, and what the message must hold: the setting, what was given, what is allowed, the nearest right name.
MISTAKES: list[tuple[list[str], list[str]]] = [
    (["comprae"], ["comprae", "nearest is compare", "warmup"]),
    (["compare", "--show-setings"], ["--show-setings", "nearest is --show-settings"]),
    (["compare", "--config-dir"], ["--config-dir", "no folder given"]),
    (["compare", "--config-dir", "nowhere"], ["config-dir", "nowhere", "not a folder"]),
    (["compare", "years=99"], ["years: 99", "a whole number from 1 to 30 (years)"]),
    (["compare", "years=0"], ["years: 0 ", "from 1 to 30"]),
    (["compare", "years=five"], ["years: 'five'", "a whole number from 1 to 30 (years)"]),
    (["compare", "years=5 5"], ["years: '5 5'", "from 1 to 30"]),
    (["compare", "years=5.0"], ["years: 5.0", "a whole number"]),
    (["compare", "years=true"], ["years: true", "a whole number"]),
    (["compare", "years=null"], ["years: null", "a whole number"]),
    (["compare", "years="], ["years: no value", "years=value"]),
    (["compare", "years"], ["years: no value", "years=value"]),
    (["compare", "=5"], ["=5", "name=value"]),
    (["compare", "years=3", "years=4"], ["years: given twice"]),
    (["compare", "years=2,3"], ["years: 2,3", "one", "sweep"]),
    (["compare", "years=range(1,4)"], ["years: range(1,4)", "one", "sweep"]),
    (["compare", "~years"], ["~years", "not added or removed", "write years=value"]),
    (["compare", "+years=3"], ["+years=3", "not added or removed", "write years=value"]),
    (["compare", "++years=3"], ["++years=3", "not added or removed", "write years=value"]),
    (["compare", "authority@x=large_county"], ["'@' is not allowed", "write authority=value"]),
    (["compare", "authority.title=${oc.env:HOME}"], ["authority.title", "'${' is not allowed"]),
    (["compare", "mechanism._target_=os.system"], ["'_target_' is not allowed"]),
    (["compare", "hydra.searchpath=[file:///tmp]"], ["hydra.searchpath", "--config-dir"]),
    (["compare", "hydra/launcher=basic"], ["hydra/launcher", "cannot be changed"]),
    (["compare", "mechanism.reporting.fear=3"], ["mechanism.reporting.fear: 3", "a number from 0 to 2 (share)"]),
    (["compare", "mechanism.reporting.fear=nan"], ["mechanism.reporting.fear: nan", "from 0 to 2"]),
    (["compare", "mechanism.reporting.fear=-inf"], ["mechanism.reporting.fear: -inf", "from 0 to 2"]),
    (["compare", "mechanism.reporting.feer=1"], ["mechanism.reporting.feer", "nearest is mechanism.reporting.fear"]),
    (["compare", "fear=1"], ["fear: no such setting", "nearest is mechanism.reporting.fear"]),
    (["compare", "mechanism.reporting=3"], ["mechanism.reporting: a group", "such as mechanism.reporting.on"]),
    (["compare", "mechanism.voice.on=off"], ["mechanism.voice.on: 'off'", "true or false"]),
    (["compare", "mechanism=ful"], ["mechanism", "'ful'", "nearest is full", "additive_belief, core, full"]),
    (["compare", "mechanism=[]"], ["mechanism=[]", "additive_belief, core, full"]),
    (["compare", "authority=large_contry"], ["'large_contry'", "nearest is large_county", "training_team"]),
    (["compare", "authority=[large_county]"], ["one authority", "england_average"]),
    (["compare", "authority.front_line_posts=400"], ["authority.spans", "3 posts at the top", "add another"]),
    (["compare", "authority.spans=[0.5]"], ["authority.spans: 0.5", "from 1 to 1000 people a manager"]),
    (["compare", "authority.spans=[5,4"], ["authority.spans: [5,4", "bracket that is not closed"]),
    (["compare", "authority.spans=5,4"], ["authority.spans: 5,4", "authority.spans=[5,4]"]),
    (["compare", f"authority.spans={'[' * 3000}1{']' * 3000}"], ["authority.spans: 6,017", "at most 2,000"]),
    (["compare", "authority.title=St É"], ["authority.title: St É", "\"authority.title='St É'\""]),
    (["compare", "intervention=[rotatoin]"], ["'rotatoin'", "nearest is rotation", KINDS]),
    (["compare", "intervention=glob(*)"], ["intervention: glob()", "[rotation,more_posts]"]),
    (["compare", "intervention=rotation,more_posts"], ["intervention=[rotation,more_posts]"]),
    (["compare", "intervention=[rotation,rotation]"], ["once"]),
    (["compare", "interventions=[rotation]"], ["interventions", "intervention=[rotation]"]),
    (["compare", "intervention=[]"], ["nothing to compare"]),
    (["compare", "interventions.rotatoin.months=6"], ["rotatoin", "nearest is rotation", KINDS]),
    (["run", "interventions.rotation.months=6"], ["not switched on", "add intervention=[rotation]"]),
    (["compare", "interventions.rotation.months=300"], ["interventions.rotation.months: 300", "0.5 to 60 (months)"]),
    (["compare", "interventions.rotation.months=30"], ["interventions.rotation.months: 30", "cycle_months, 24"]),
    (["compare", "interventions.rotation.reach=[0]"], ["interventions.rotation.reach", "tiers 1 and up"]),
    (["compare", "interventions.rotation.reach=all"], ["interventions.rotation.reach: 'all'", "middle_managers"]),
    (["compare", "event=[staf_shock]"], ["'staf_shock'", "nearest is staff_shock", EVENTS]),
    (["compare", "event=staff_shock,redesign"], ["event=[staff_shock,redesign]"]),
    (["compare", "event=[redesign,redesign]"], ["once"]),
    (["compare", "events=[redesign]"], ["events", "event=[staff_shock]"]),
    (["compare", "events.staf_shock.share=0.1"], ["staf_shock", "nearest is staff_shock", EVENTS]),
    (["run", "events.staff_shock.share=0.1"], ["not switched on", "add event=[staff_shock]"]),
    (["compare", "event=[redesign]", "events.staff_shock.week=3"], ["add event=[redesign,staff_shock]"]),
    (["compare", "event=[redesign]", "events.redesign.weak=3"], ["nearest is events.redesign.week"]),
    (["compare", "event=[redesign]", "events.redesign.week=-1"], ["events.redesign.week: -1", "from 0 to 1,559"]),
    (["compare", "event=[redesign]", "events.redesign.week=260"], ["events.redesign.week: 260", "weeks are 0 to 259"]),
    (["run", "years=1", "event=[redesign]"], ["events.redesign.week: 52 is after the end of the run"]),
    (["compare", "event=[demand_shock]", "events.demand_shock.weeks=0"], ["weeks: 0", "from 1 to 1,560, or null"]),
    (["compare", "event=[demand_shock]", "events.demand_shock.weeks=-9"], ["weeks: -9", "from 1 to 1,560, or null"]),
    (["compare", "event=[staff_shock]", "events.staff_shock.share=20"], ["share: 20", "from 0 to 1 (share)"]),
    (["compare", "interventions.rotation.end_week=0"], ["interventions.rotation.end_week: 0", "from 1"]),
    (["compare", "scenario=hundred_hour"], ["scenario", "'hundred_hour'", "nearest is hundred_hours"]),
    (["compare", "scenario=[hundred_hours,new_director]"], ["one scenario at most", "leadership_package"]),
    (["compare", "scenario=hundred_hours,new_director"], ["one scenario at most"]),
    (["compare", "scenario=hundred_hours", "scenario=new_director"], ["scenario: given twice"]),
    (["compare", "scenario=[]"], ["one scenario at most"]),
    (["compare", "scenario.years=3"], ["scenario=NAME", "years=5"]),
    (["compare", "scenario@_global_=hundred_hours"], ["'@' is not allowed"]),
    (["compare", "+scenario=hundred_hours"], ["not added or removed"]),
    (["compare", "scenario=hundred_hours", "intervention=[]"], ["nothing to compare"]),
    (["compare", "rivals=[not_tolt]"], ["rivals", "'not_tolt'", "nearest is not_told"]),
    (["run", "rivals=all"], ["rivals", "coalface compare rivals=all"]),
    (["list", "events", "years=2"], ["years=2", "only `coalface list interventions`"]),
    (["compare", "out="], ["out: no folder given"]),
    (["compare", "out=a", "out=b"], ["out: given twice"]),
    (["compare", "threads=2", "threads=3"], ["threads: given twice"]),
    (["run", "--file", "a.yaml", "--file=b.yaml"], ["--file: given twice"]),
    (["survey", "out=mine"], ["out: `coalface survey` has no use for it", "coalface compare out=answer"]),
    (["compare", "cache=mine"], ["cache: `coalface compare` has no use", "coalface sweep cache=runs"]),
    (["compare", "budget=5"], ["budget: `coalface compare` has no use", "coalface sweep budget=500000"]),
    (["sweep", "exits=true"], ["exits: `coalface sweep` has no use", "coalface compare exits=true"]),
    (["list", "outcomes", "--show-settings"], ["--show-settings: `coalface list` has no use"]),
    (["sweep", "over=mechanism"], ["over: only sampling=latin_hypercube or", "factorial is asked for"]),
    (["sweep", "points=9"], ["points: only sampling=latin_hypercube or", "factorial is asked for"]),
    (["compare", "threads=0"], ["threads: '0'", "from 1 to 1,024"]),
    (["compare", "threads=many"], ["threads: 'many'", "from 1 to 1,024"]),
    (["list", "intervention"], ["intervention", "nearest is interventions"]),
    (["explain"], ["explain: name a setting"]),
    (["explain", "mechanism.reporting.feer"], ["nearest is mechanism.reporting.fear"]),
    (["warmup", "years=2"], ["years=2", "takes no settings"]),
]


@pytest.mark.parametrize(("arguments", "told"), MISTAKES, ids=[" ".join(arguments)[:60] for arguments, _ in MISTAKES])
def test_a_mistake_is_named_and_nothing_is_written(
    arguments: list[str],
    told: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    said = complaint(arguments, capsys)
    assert [words for words in told if words not in said] == [], said
    assert len(said.splitlines()) == 1, said
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_are_shown_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(["compare", "years=99", "seed=-1", "mechanism.voice.base=9", "authority.spans=[]"], capsys)
    assert {line.partition(":")[0] for line in said.splitlines()} == {
        "years",
        "seed",
        "mechanism.voice.base",
        "authority.spans",
    }
    said = complaint(["compare", "~years", "authority=mine", "years=1,2"], capsys)
    assert len(said.splitlines()) == 3


TOWN = "# @package authority\ntitle: Town\nfront_line_posts: 8\nspans: [8]\ncases_a_post: 19.0\n"
OWN_FILES: list[tuple[str, str, list[str]]] = [
    ("authority/large_county", TOWN, ["another name"]),
    ("mechanism/core", "# @package mechanism\nvoice: {learning: 0.1}\n", ["another name"]),
    ("compare", "defaults: []\n", ["another name"]),
    ("authority/my-town", TOWN, ["NAME.yaml"]),
    ("authority/town", TOWN.partition("\n")[2], ["first line must be: # @package authority"]),
    ("intervention/mine", "# @package _global_\nkind: rotation\n", ["# @package interventions.mine"]),
    ("authority/town", "# @package authority\n# @package _global_\n", ["only the first line"]),
    ("authority/town", TOWN + "cases_a_post: 20.0\n", ["line 6", "cases_a_post is given twice"]),
    ("authority/town", TOWN.replace("Town", "${oc.env:HOME}"), ["line 2", "'${' is not allowed"]),
    ("authority/town", TOWN.replace("Town", '"\\x24{oc.env:HOME}"'), ["line 2", "'${' is not allowed"]),
    ("authority/town", TOWN + "_target_: os.system\n", ["line 6", "_target_ is not allowed"]),
    ("authority/town", TOWN + "hydra: {run: {dir: x}}\n", ["line 6", "hydra is not allowed"]),
    ("authority/town", TOWN + "defaults: [large_county]\n", ["line 6", "defaults is not allowed"]),
    ("authority/town", TOWN + "a: &a 1\nb: *a\n", ["line 6", "anchors and aliases"]),
    ("authority/town", TOWN + "a: !!python/name:os.system x\n", ["line 6", "tags"]),
    ("authority/town", TOWN + "a: [1\n", ["not readable as YAML"]),
    ("authority/town", "# @package authority\n- 1\n", ["no settings"]),
    ("authority/town", TOWN + "#" * 1_000_001, ["at most 1,000,000"]),
    ("authority/town", "# @package authority\na: " + "[" * 100_000, ["line 2", "more than 10 levels"]),
    ("event/redesign", "# @package events.redesign\nkind: redesign\n", ["another name"]),
    ("event/mine", "# @package interventions.mine\nkind: redesign\n", ["# @package events.mine"]),
    (
        "scenario/mine",
        "# @package _global_\ndefaults: [override /intervention]\n",
        ["line 2", "override /intervention: [rot"],
    ),
]


@pytest.mark.parametrize(("name", "text", "told"), OWN_FILES)
def test_a_file_of_ones_own_is_read_with_care(
    name: str, text: str, told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"{name}.yaml"
    (tmp_path / "authority").mkdir()
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    said = complaint(["compare", "--config-dir", str(tmp_path), "--show-settings"], capsys)
    assert str(file) in said
    assert [words for words in told if words not in said] == [], said


@pytest.mark.parametrize("raw", ["# @package authority\ntitle: Orléans\n".encode("latin-1"), TOWN.encode("utf-8-sig")])
def test_a_file_that_is_not_plain_utf8_is_refused(
    raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "town.yaml").write_bytes(raw)
    assert "UTF-8" in complaint(["compare", "--config-dir", str(tmp_path)], capsys)


def test_a_wrong_value_in_a_file_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "authority").mkdir()
    file = tmp_path / "authority" / "town.yaml"
    file.write_text(TOWN.replace("19.0", "-3") + "spams: [1]\n", encoding="utf-8")
    said = complaint(["compare", "--config-dir", str(tmp_path), "authority=town"], capsys)
    assert f"authority.cases_a_post in {file}: -3 does not fit; give a number from 0 to 1,000" in said
    assert f"authority.spams in {file}: no such setting; the nearest is authority.spans" in said


def test_a_file_that_leaves_a_setting_out_is_told_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "intervention").mkdir()
    file = tmp_path / "intervention" / "mine.yaml"
    file.write_text("# @package interventions.mine\nkind: more_posts\nshare: 0.1\n", encoding="utf-8")
    said = complaint(["compare", "--config-dir", str(tmp_path), "intervention=[mine]"], capsys)
    assert f"interventions.mine.dose in {file}: no value; give a number from 0 to 1 (share)" in said
    file.write_text("# @package interventions.mine\nkind: more_post\n", encoding="utf-8")
    said = complaint(["compare", "--config-dir", str(tmp_path), "intervention=[mine]"], capsys)
    assert f"interventions.mine.kind in {file}: 'more_post' does not exist; the nearest is more_posts" in said


def test_an_out_that_is_a_file_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("mine", encoding="utf-8")
    assert str(taken) in complaint(["compare", f"out={taken}"], capsys)
    assert taken.read_text(encoding="utf-8") == "mine"
