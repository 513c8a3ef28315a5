"""Profiles made from the published census and from lists of teams."""

import json
import shlex
from pathlib import Path

import pytest
import yaml

from sim.authorities.areas import NEEDED
from sim.authorities.census import profile_of
from sim.authorities.command import HELP
from sim.authorities.profile import (
    cases_a_post,
    england_caseload,
    england_cases_a_post,
    name_of,
    posts_by_tier,
    spans_of,
)
from sim.authorities.tables import number_in
from sim.authorities.teams import COLUMNS, profile_of_teams
from sim.cli import main
from sim.configuration.loader import load_settings
from sim.errors import UserError
from sim.settings.authority import Authority

# A table in the published format, of authorities that do not exist.
CENSUS = Path(__file__).parents[1] / "authorities" / "census.csv"
TEAMS = "Cases,Team,Posts,Vacancies,Agency,Telephone\n130,North,8,1,1,123\n110.5,South,7.5,0.5,0,\n\n"


def teams(folder: Path, text: str = TEAMS) -> Path:
    file = folder / "teams.csv"
    file.write_text(text, encoding="utf-8")
    return file


def authority(profile: object) -> Authority:
    counts = profile.counts  # type: ignore[attr-defined]
    return Authority(title="x", front_line_posts=counts[0], spans=tuple(spans_of(counts)), cases_a_post=1.0)


def test_the_average_of_england_is_made_in_the_same_way() -> None:
    packaged = load_settings().authority
    assert list(posts_by_tier(227)) == packaged.posts_by_tier()
    assert tuple(spans_of(posts_by_tier(227))) == packaged.spans
    assert cases_a_post(england_caseload()) == packaged.cases_a_post == england_cases_a_post()


@pytest.mark.parametrize("posts", [4, 5, 9, 17.3, 26, 33, 50, 79, 150, 227, 400, 683, 1083, 5000, 250_000])
def test_spans_give_the_posts_that_they_are_made_from(posts: float) -> None:
    counts = posts_by_tier(posts)
    made = Authority(title="x", front_line_posts=counts[0], spans=tuple(spans_of(counts)), cases_a_post=19.0)
    assert tuple(made.posts_by_tier()) == counts
    assert counts == tuple(sorted(counts, reverse=True))
    assert counts[-1] == 1


def test_of_more_than_six_heads_of_service_one_in_five_or_six_is_an_assistant_director() -> None:
    # 1.8% of posts are senior managers, one of them the director: 7 of 400, 90 of 5,000.
    assert posts_by_tier(400) == (268, 56, 17, 6, 1)
    *_, heads, assistants, director = posts_by_tier(5_000)
    assert (heads + assistants, director) == (89, 1)
    assert heads / assistants == pytest.approx(4.5, abs=0.15)


def test_too_few_posts_are_refused() -> None:
    with pytest.raises(UserError, match="at least 4"):
        posts_by_tier(3)


def test_an_authority_is_read_from_the_census() -> None:
    profile = profile_of(CENSUS, "barchester", "2020")
    assert profile.counts == posts_by_tier(200)
    assert profile.cases_a_post == england_cases_a_post()
    assert (profile.name, profile.title) == ("barchester", "Barchester")
    text = " ".join(profile.text().replace("\n#", "").split())
    assert "180 full-time equivalents in post (inpost_fte) and 20 vacant (vacancy_fte) are 200 posts" in text
    assert "Barchester, 2020" in text
    assert "turnover_rate: 11.5 % a year (England 15)" in text
    assert "absence_rate: absence_rate_fte is not published (c: suppressed, so that nobody can be recognised)" in text
    assert "Middle Shires has 3.4 % of days (England 3.1)" in text
    assert "(z: does not apply) (England 76)" in text


def test_the_newest_year_is_used_unless_one_is_named() -> None:
    assert "Barchester, 2021" in profile_of(CENSUS, "Barchester").text()


def test_what_is_suppressed_is_replaced_by_the_region_and_said() -> None:
    profile = profile_of(CENSUS, "Melchester City of", "2021")
    assert profile.counts == posts_by_tier(1200.5 / 0.8)
    # No figure is said to have been read from a column that does not hold it.
    assert "(vacancy_fte) are" not in " ".join(profile.made_from)
    assert profile.cases_a_post == cases_a_post(18.0)
    text = " ".join(profile.text().replace("\n#", "").split())
    assert "vacancy_fte is not published (x: not available)" in text
    assert "Used instead: the vacancy rate of Middle Shires, 20%" in text
    assert (
        "caseload_fte of Melchester, City of is not published (x: not available). Used instead: Middle Shires, 18."
        in text
    )


def test_where_the_region_is_suppressed_too_england_is_used_and_said() -> None:
    profile = profile_of(CENSUS, "st oggs and côte".replace("oggs", "ogg s"), "2021")
    assert profile.counts == posts_by_tier(90 / (1 - 0.167))
    assert profile.cases_a_post == cases_a_post(16.5)
    text = " ".join(profile.text().replace("\n#", "").split())
    assert "(the cell is blank: suppressed)" in text
    assert "caseload_fte of Upper Coast is not published (c: suppressed" in text
    assert "Used instead: England, 16.5." in text
    assert "the vacancy rate of England, 16.7%" in text


def test_few_people_are_said_to_be_few() -> None:
    assert "Fewer than 30 people" in profile_of(CENSUS, "Lilliput").text()


@pytest.mark.parametrize(
    ("name", "year", "told"),
    [
        ("Barcester", None, "the nearest is Barchester"),
        ("Melchester", None, "the nearest is Melchester, City of"),
        ("St Oggs", None, "there is no authority 'St Oggs'"),
        ("England", None, "there is no authority 'England'"),
        ("Middle Shires", None, "there is no authority"),
        ("", None, "there is no authority ''"),
        ("St Oggs", None, "it has 'Barchester', 'Lilliput', 'Melchester, City of', "),
        ("Barchester", "2031", "for '2031'; it has 2020 and 2021"),
        ("Lilliput", "2020", "it has 2021"),
        ("Nowhere", None, "inpost_fte, staff in post, is not published (c: suppressed"),
    ],
)
def test_what_the_census_does_not_have_is_said(name: str, year: str | None, told: str) -> None:
    with pytest.raises(UserError) as caught:
        profile_of(CENSUS, name, year)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("inpost_fte,", "inpost,", "the column inpost_fte is missing; did you mean inpost for inpost_fte?"),
        ("caseload_fte", "load", "the column caseload_fte is missing"),
        ("vacancy_rate_fte", "vacancy_fte", "the columns vacancy_fte are there twice"),
        (",180,", ",many,", "row 9, inpost_fte: 'many' is neither a number nor a mark"),
        (",180,", ",-180,", "'-180' is neither a number"),
        (",180,", ",1e3,", "'1e3' is neither a number"),
        (",180,", ",0,", "staff in post, is 0"),
        (",180,", ",180,,", "1 rows cannot be read, the first: row 5: 33 cells under 32 columns"),
        ("\n2020,", "\n2021,", "rows 5 and 9 are both of Barchester in 2021"),
        (",", ";", "its columns are parted by semicolons"),
        (",", "\t", "its columns are parted by tabs"),
        ("Local authority", "Town", "has no rows of local authorities"),
    ],
)
def test_a_table_that_is_not_the_census_is_explained(old: str, new: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "census.csv"
    text = CENSUS.read_text(encoding="utf-8")
    assert old in text
    if old == ",180,":
        parts = text.rpartition(old)
        text = text.replace(old, new, 1) if new == ",180,," else parts[0] + new + parts[2]
    else:
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        profile_of(file, "Barchester", "2020" if new == ",180,," else "2021")
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "census.csv"
    file.write_bytes(CENSUS.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    assert profile_of(file, "St. Ogg's and Côte").title == "St. Ogg's and Côte"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("time_period".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04", "a workbook"),
        (b"a\0b", "not text"),
        (b"\x81\x8d\xff", "not text"),
        (b"", "are missing"),
        (b"\x89PNG\r\n\x1a\n", "are missing"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "census.csv"
    file.write_bytes(data)
    with pytest.raises(UserError, match=told):
        profile_of(file, "Barchester")


def test_a_list_of_teams_is_added_up(tmp_path: Path) -> None:
    profile = profile_of_teams(teams(tmp_path), "Our town")
    assert profile.counts == (16, 2, 1)
    assert authority(profile).posts_by_tier() == [16, 2, 1]
    assert profile.cases_a_post == cases_a_post(240.5 / 15.0)
    text = " ".join(profile.text().replace("\n#", "").split())
    assert "15.5 posts, 1.5 of them vacant, in 2 teams: 7.75 a team manager on average" in text
    assert "agency_rate: 6.67 %" in text
    # 1.5 of 15.5 posts are vacant.
    assert "vacancy_rate: 9.68 %" in text
    assert "caseload: 16 cases" in text


@pytest.mark.parametrize("name", ["Total", "TOTALS", "Grand total", "Sum", "All teams", "Total for town"])
def test_a_row_of_totals_is_no_team(name: str, tmp_path: Path) -> None:
    text = f"team,posts,vacancies,agency,cases\nNorth,8,1,1,120\nSouth,7,0,0,110\n{name},15,1,1,230\n"
    with pytest.raises(
        UserError, match=f"row 4, team: '{name}' is what other rows come to and no team; leave that row out"
    ):
        profile_of_teams(teams(tmp_path, text), "Town")
    named_otherwise = profile_of_teams(teams(tmp_path, text.replace(name, "Town")), "Town")
    assert "Row 4, 'Town', has the sums of all rows above it" in " ".join(named_otherwise.notes)
    assert not profile_of_teams(teams(tmp_path, text.replace(f"{name},15", "Totality,14")), "Town").notes


@pytest.mark.parametrize(
    ("cases", "told"), [(640, "80 cases each is more than twice"), (40, "5 cases each is less than half")]
)
def test_a_caseload_that_hardly_can_be_is_questioned(cases: int, told: str, tmp_path: Path) -> None:
    profile = profile_of_teams(teams(tmp_path, f"team,posts,vacancies,agency,cases\nNorth,8,0,0,{cases}\n"), "Town")
    assert told in " ".join(profile.text().replace("\n#", "").split())
    assert not profile_of_teams(teams(tmp_path), "Town").notes


def test_every_fault_in_a_list_of_teams_names_its_row_and_column(tmp_path: Path) -> None:
    text = (
        "team,posts,vacancies,agency,cases\nNorth,8,1,1,120\nnorth,8,1,1,120\n,8,1,1,120\nSouth,0,0,0,0\nEast,4,5,0,9\n"
        "West,many,-1,,nan\nEnd,8\n"
    )
    with pytest.raises(UserError) as caught:
        profile_of_teams(teams(tmp_path, text), "Town")
    lines = [line.partition("teams.csv: ")[2] for line in str(caught.value).splitlines()]
    assert lines == [
        "row 8: 2 cells under 5 columns",
        "row 3, team: 'north' is in row 2 already; each team once",
        "row 4, team: no name",
        "row 5, posts: 0; a team has posts, vacant ones included, or is left out",
        "row 6, vacancies: 5 of 4 posts; posts count the vacant ones too",
        "row 7, posts: 'many' is not a number of 0 or more",
        "row 7, vacancies: '-1' is not a number of 0 or more",
        "row 7, agency: no figure; write 0 where there are none",
        "row 7, cases: 'nan' is not a number of 0 or more",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("team,posts,vacancies,agency,cases\n", "there is no team in it"),
        ("team,posts,vacancies,agency,cases\nNorth,4,4,0,9\n", "nobody holds the cases"),
        ("team,post,vacancies,agency,cases\nNorth,4,4,0,9\n", "did you mean post for posts?"),
        ("team,posts,vacancies,agency,cases\na,0.3,0,0,9\nb,0.3,0,0,9\nc,0.3,0,0,9\n", "at least one post on average"),
        ("team,posts,vacancies,agency,cases\n" + "x,1,9,0,0\n" * 50, "and 79 more"),
    ],
)
def test_a_list_that_makes_no_authority_is_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        profile_of_teams(teams(tmp_path, text), "Town")
    assert told in str(caught.value)


def test_the_profile_is_ready_to_be_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [
        "authority",
        "import",
        "--census",
        str(CENSUS),
        "--name=Melchester, City of",
        "--year",
        "2021",
        "--out",
        "own",
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "coalface compare --config-dir own authority=melchester_city_of" in said
    found = load_settings(["authority=melchester_city_of"], config_dir="own").authority
    assert found.title == "Melchester, City of"
    assert tuple(found.posts_by_tier()) == profile_of(CENSUS, "Melchester, City of").counts
    file = tmp_path / "own" / "authority" / "melchester_city_of.yaml"
    assert file.read_text(encoding="utf-8").startswith("# @package authority\n")
    assert file.read_text(encoding="utf-8") in said
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [file.name]
    assert main(words) == 0
    file.write_text("mine", encoding="utf-8")
    assert main(words) == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("title", ["Town: @ & #1 'é' \"x\"", "Large county", "O" * 80, "@package x", "Yes", "a}{[]"])
def test_any_title_gives_a_profile_that_can_be_chosen(title: str, tmp_path: Path) -> None:
    file = teams(tmp_path)
    assert main(["authority", "import", "--teams", str(file), "--name", title, "--out", str(tmp_path / "own")]) == 0
    found = load_settings([f"authority={name_of(title)}"], config_dir=tmp_path / "own", command="run").authority
    assert found.title == title


@pytest.mark.parametrize(
    "title", ["", "1", "\x1b[2J", "x\ny", "O" * 81, "${oc.env:HOME}", "../../x${", "a\u202eb", "éé\ud800"]
)
def test_a_title_that_deceives_or_steers_is_refused(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = teams(tmp_path)
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    assert main(["authority", "import", "--teams", str(file), "--name", title]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert list((tmp_path / "desk").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["exprot"], "there is import"),
        (["import"], "one of --census FILE and --teams FILE"),
        (["import", "--census", "a", "--teams", "b", "--name", "x"], "one of --census FILE and --teams FILE"),
        (["import", "--census", "a"], "give --name"),
        (["import", "--census"], "--census: no value given"),
        (["import", "--census", "a", "--census", "b"], "given twice"),
        (["import", "--cenus", "a"], "the nearest is --census"),
        (["import", "--teams", "a", "--name", "x", "--year", "2021"], "only with --census"),
        (["import", "--census", "nowhere.csv", "--name", "x"], "nowhere.csv: cannot be read"),
        (["import", "--census", ".", "--name", "x"], "not a file but a folder"),
    ],
)
def test_a_slip_in_the_command_is_named(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["authority", *words]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_command_that_is_suggested_works_in_a_small_authority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["authority", "import", "--teams", str(teams(tmp_path)), "--name", "Small", "--out", str(tmp_path / "own")]
    assert main(words) == 0
    (suggested,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("Use it: "))
    assert main([*shlex.split(suggested)[3:], "--show-settings"]) == 0
    assert "title: Small" in capsys.readouterr().out


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an authority of three tiers, which has no middle managers."""
    monkeypatch.chdir(tmp_path)
    assert main(["authority", "import", "--teams", str(teams(tmp_path)), "--name", "My Town", "--out", "own"]) == 0
    assert load_settings(["authority=my_town", "intervention=[]"], config_dir="own").authority.tiers == 3
    return tmp_path / "own"


LEFT_OUT = "left out, as My Town has tiers 0 to 2 and not those that it reaches: rotation (reach middle_managers"


@pytest.mark.parametrize("words", [[], ["intervention=all"]])
def test_what_nobody_named_and_reaches_nobody_is_left_out_and_said(
    words: list[str], small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["compare", "--config-dir", str(small), "authority=my_town", *words, "--show-settings"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"Note: {LEFT_OUT}, where first_line_managers would do)")
    interventions = yaml.safe_load(said.out)["interventions"]
    assert "rotation" not in interventions
    assert {"manager_caseload", "upward_appraisal"} <= set(interventions)
    everything = load_settings(["intervention=all"]).interventions
    assert len(interventions) >= (len(everything) - 3 if words else 2), "more is left out than has to be"


def test_the_record_of_a_study_says_what_was_left_out(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = ["--config-dir", str(small), "authority=my_town", "years=1", "warmup_years=1"]
    assert main(["compare", *short, "replicates=2", "threads=1", "out=result"]) == 0
    assert LEFT_OUT in " ".join(capsys.readouterr().out.split())
    (note, *_) = json.loads(Path("result/manifest.json").read_text(encoding="utf-8"))["notes"]
    assert note.startswith(LEFT_OUT)
    assert "not those that it reaches" in " ".join(Path("result/report.md").read_text(encoding="utf-8").split())
    assert main(["run", *short, "intervention=all", "out=one"]) == 0
    assert LEFT_OUT in capsys.readouterr().out
    assert json.loads(Path("one/manifest.json").read_text(encoding="utf-8"))["notes"][0].startswith(LEFT_OUT)
    assert main(["sweep", *short, "design=each,together", "replicates=2", "cache=kept", "--dry-run"]) == 0
    assert capsys.readouterr().err.count(LEFT_OUT) == 1


def test_the_list_of_interventions_names_those_that_are_not_there(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["list", "interventions", "--config-dir", str(small), "authority=my_town"]) == 0
    said = capsys.readouterr().out
    assert f"Note: {LEFT_OUT}" in " ".join(said.split())
    assert "\nmanager_caseload " in said
    assert "\nrotation " not in said


@pytest.mark.parametrize("words", [["intervention=[rotation]"], ["interventions.rotation.months=6"]])
def test_what_was_named_and_reaches_nobody_is_refused_with_what_fits(words: list[str], small: Path) -> None:
    with pytest.raises(UserError, match=r"whose tiers are 0 to 2; give first_line_managers") as refused:
        load_settings(["authority=my_town", *words], config_dir=small)
    assert "middle_managers names no tier" in str(refused.value)
    found = load_settings(
        ["authority=my_town", *words, "interventions.rotation.reach=first_line_managers"], config_dir=small
    )
    assert found.interventions["rotation"].tiers(found) == (1,)


def test_every_reach_that_fits_is_named(small: Path) -> None:
    words = [
        "authority=my_town",
        "intervention=[direct_practice_hours]",
        "interventions.direct_practice_hours.reach=[4]",
    ]
    with pytest.raises(UserError) as refused:
        load_settings(words, config_dir=small)
    fitting = str(refused.value).partition("; give ")[2]
    assert fitting == "managers, first_line_managers, senior_managers, director or a list such as [1, 2]"


def test_help_describes_both_tables(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--help"], ["import", "--help"], ["import", "-h"]):
        assert main(["authority", *words]) == 0
        assert capsys.readouterr().out == HELP
    assert all(name in HELP for name in (*NEEDED, *COLUMNS))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0),
        ("1,234.5", 1234.5),
        ("0", 0.0),
        ("5.", 5.0),
        ("", None),
        ("1,23", None),
        ("-1", None),
        ("inf", None),
    ],
)
def test_numbers_are_read_as_offices_write_them(text: str, value: float | None) -> None:
    assert number_in(text) == value
