"""Why people left: the log changes no number, shares are what they claim to be, and what cannot be read is said politely."""

import math
from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import complaint, said
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from matplotlib.text import Text
from scipy.special import expit
from strategies import valid_settings

from sim.analysis import exits as analysis
from sim.analysis.exits import ALL, ANYWHERE, EVERYONE, PARTS, REASONS, SHOWN, TERMS, attributable, explain_exits
from sim.errors import UserError
from sim.report.exits import draw_exits, save_exit_figures
from sim.report.exits_in_words import text_of_exits
from sim.request import read_request
from sim.results import folder
from sim.results.folder import write_comparison, write_run
from sim.settings.study import Settings
from sim.state import Exit, dtype_of
from sim.study import exits as log_file
from sim.study import replicate
from sim.study.arms import Arm
from sim.study.comparison import Comparison, compare, compare_arms
from sim.study.exits import DESTINATIONS, EXITS, REALS, ExitWriter, Log, open_log
from sim.study.runs import RunFailed, WarmUp, run, run_arm, warm_up

log_odds = st.floats(-3.0, 3.0)
levels = st.floats(-9.0, 2.0)


@pytest.fixture(scope="module")
def settings(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=2", "warmup_years=1", "intervention=[more_posts,rotation]")
    return build(*words).model_copy(update={"replicates": 3})


@pytest.fixture(scope="module")
def comparison(settings: Settings) -> Comparison:
    return compare(settings, threads=2, exits=True)


@pytest.fixture(scope="module")
def written(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "save_comparison_figures", lambda comparison, figures: [])
        return write_comparison(comparison, tmp_path_factory.mktemp("results") / "result")


def people(count: int, seed: int = 1, **values: float) -> np.ndarray:
    """Invented leavers of every kind; `values` are the same for all of them."""
    draws = np.random.default_rng(seed)
    rows = np.zeros(count, dtype_of(Exit))
    for name in REALS:
        rows[name] = draws.uniform(0.0, 1.5, count)
    rows["base"] = -8.0
    rows["week"] = np.sort(draws.integers(0, 104, count))
    rows["tier"] = draws.integers(0, 3, count)
    rows["destination"] = draws.integers(0, 3, count)
    rows["forced"] = draws.uniform(size=count) < 0.1
    for name, value in values.items():
        rows[name] = value
    return rows


def logged(place: Path, settings: Settings, replicates: list[list[np.ndarray | None]], arms: list[str]) -> Log:
    with ExitWriter(place / EXITS, settings, arms, [arms[0]] * len(arms)) as writer:
        for number, exits in enumerate(replicates, start=1):
            writer.add(number, exits)
    return open_log(place)


def rows_of(log: Log, arm: str, who: str = EVERYONE, destination: str = ANYWHERE) -> pd.DataFrame:
    table = explain_exits(log).table
    chosen = (table["arm"] == arm) & (table["who"] == who) & (table["destination"] == destination)
    return table[chosen].set_index("reason")


# What a share is.


def by_every_order(terms: list[float], rest: float) -> list[float]:
    """The definition itself: what each term adds to the chance, averaged over all orders, as a share of the chance."""
    added = np.zeros(len(terms))
    orders = list(permutations(range(len(terms))))
    for order in orders:
        chances = expit(rest + np.cumsum([0.0, *[terms[term] for term in order]]))
        for term, (before, after) in zip(order, pairwise(chances), strict=True):
            added[term] += after - before
    return list(added / len(orders) / expit(rest + sum(terms)))


@given(st.lists(log_odds, min_size=1, max_size=5), levels)
def test_shares_are_averages_over_all_orders(terms: list[float], rest: float) -> None:
    found = attributable(np.array([terms]), np.array([rest]))[0]
    assert found == pytest.approx(by_every_order(terms, rest), abs=1e-9)


@given(st.lists(st.lists(log_odds, min_size=7, max_size=7), min_size=1, max_size=4), levels)
def test_shares_add_up_to_the_excess_and_have_the_sign_of_their_term(terms: list[list[float]], rest: float) -> None:
    rows = np.array(terms)
    found = attributable(rows, np.full(len(rows), rest))
    excess = 1.0 - expit(rest) / expit(rest + rows.sum(axis=1))
    assert found.sum(axis=1) == pytest.approx(excess, abs=1e-9 * np.abs(found).max())
    clear = np.abs(rows) > 1e-6
    assert (np.sign(found) == np.sign(rows))[clear].all()
    assert (found[rows == 0.0] == 0.0).all(), "a term of zero gets nothing, to the last bit"


@given(log_odds, levels, st.integers(0, 6))
def test_one_term_alone_gets_all_of_the_excess(term: float, rest: float, place: int) -> None:
    terms = np.zeros((1, 7))
    terms[0, place] = term
    found = attributable(terms, np.array([rest]))[0]
    assert found[place] == pytest.approx(1.0 - expit(rest) / expit(rest + term), abs=1e-12)
    assert np.count_nonzero(np.delete(found, place)) == 0


def test_two_equal_terms_share_the_excess_equally() -> None:
    # Where chances are small they are the exponentials of log odds: two terms of log 2 make 4 times the chance.
    found = attributable(np.full((1, 2), math.log(2.0)), np.array([-30.0]))[0]
    assert found == pytest.approx([0.375, 0.375], abs=1e-9)
    assert attributable(np.full((1, 2), 1.0), np.array([-1.0]))[0] == pytest.approx(
        [0.5 * (1.0 - expit(-1.0) / expit(1.0))] * 2, abs=1e-15
    )


def test_without_one_reason_alone_is_the_simple_attributable_fraction(settings: Settings, tmp_path: Path) -> None:
    nothing = dict.fromkeys(["reply", "blame", "pay", "tenure", "remedy", "tired_by_blame", "tired_by_colleagues"], 0.0)
    parts = {"tired_by_hours": 0.3, "tired_by_decisions": 0.3}
    both = {"exhaustion": math.log(4.0), "support": math.log(2.0), "base": -30.0, "personal": 0.0, "year": 0.0}
    found = rows_of(logged(tmp_path, settings, [[people(5, forced=0, **nothing, **parts, **both)]], ["run"]), "run")
    alone = found["alone"]
    assert alone[["exhaustion", "support"]].tolist() == pytest.approx([75.0, 50.0])
    assert alone[["tired_by_hours", "tired_by_decisions"]].tolist() == pytest.approx([50.0, 50.0])
    assert (alone[list(nothing)] == 0.0).all()
    assert alone[["unheld", ALL]].isna().all()
    # Of 8 times the chance, exhaustion brings 3 or 6 and support 4 or 1, as it comes first or last.
    assert found.loc[["exhaustion", "support", "unheld"], "share"].tolist() == pytest.approx([56.25, 31.25, 12.5])


def test_it_does_not_matter_how_many_leavers_are_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = np.random.default_rng(3)
    terms, rest = draws.normal(size=(100, 7)), draws.normal(-6.0, 1.0, 100)
    whole = attributable(terms, rest)
    monkeypatch.setattr(analysis, "_ROWS_AT_ONCE", 7)
    np.testing.assert_array_equal(attributable(terms, rest), whole)


# What is made of the log.


def test_every_arm_and_group_adds_up_to_all_leaving(settings: Settings, tmp_path: Path) -> None:
    exits: list[list[np.ndarray | None]] = [[people(40, seed), people(30, seed + 50)] for seed in range(3)]
    table = explain_exits(logged(tmp_path, settings, exits, ["baseline", "arm"])).table
    for _, rows in table.groupby(["arm", "who", "destination"]):
        shares = rows.set_index("reason")["share"]
        assert shares[list(REASONS)].sum() == pytest.approx(100.0)
        assert shares[ALL] == pytest.approx(100.0)
        assert shares[list(PARTS)].sum() == pytest.approx(shares["exhaustion"])
        assert (rows.loc[rows["kind"] == "reason", "reason"].isin(REASONS)).all()
        a_year = rows.set_index("reason")["a_year"]
        assert a_year[list(REASONS)].sum() == pytest.approx(a_year[ALL])
    everyone = table[(table["reason"] == ALL) & (table["arm"] == "arm")].set_index(["who", "destination"])["leavers"]
    assert everyone[EVERYONE, ANYWHERE] == 90
    assert everyone["front line", ANYWHERE] + everyone["managers", ANYWHERE] == 90
    assert sum(everyone[EVERYONE, words] for words in DESTINATIONS.values()) == 90


def test_shares_and_differences_are_means_over_replicates(settings: Settings, tmp_path: Path) -> None:
    nothing = dict.fromkeys(["exhaustion", "reply", "blame", "pay", "tenure", "remedy"], 0.0)
    twice = people(10, support=math.log(2.0), base=-30.0, personal=0.0, year=0.0, forced=0, **nothing)
    fourfold = people(20, support=math.log(4.0), base=-30.0, personal=0.0, year=0.0, forced=0, **nothing)
    log = logged(tmp_path, settings, [[twice, fourfold], [fourfold, fourfold]], ["baseline", "arm"])
    row = rows_of(log, "baseline").loc["support"]
    assert row["share"] == pytest.approx((50.0 + 75.0) / 2.0), "each replicate counts the same, however many left"
    half = 12.706204736 * 25.0 / math.sqrt(2.0) / math.sqrt(2.0)
    assert [row["share_ci_low"], row["share_ci_high"]] == pytest.approx([62.5 - half, 62.5 + half])
    assert row["a_year"] == pytest.approx((10 * 0.5 + 20 * 0.75) / 2.0 / settings.years)
    assert math.isnan(row["share_difference"])
    assert rows_of(log, "arm").loc["support", "share_difference"] == pytest.approx(12.5)
    assert rows_of(log, "arm").loc["support", "a_year_difference"] == pytest.approx(10 * 0.5 / 2.0)
    assert rows_of(log, "arm").loc["unheld", "share"] == pytest.approx(25.0)


def test_whoever_is_made_to_go_has_no_other_reason(settings: Settings, tmp_path: Path) -> None:
    log = logged(tmp_path, settings, [[people(10, forced=1)]], ["run"])
    shares = rows_of(log, "run")["share"]
    assert shares["forced"] == 100.0
    assert (shares[[name for name in SHOWN if name != "forced"]] == 0.0).all()


def test_a_run_that_failed_is_left_out_and_one_without_leavers_has_no_share(settings: Settings, tmp_path: Path) -> None:
    nobody = people(0)
    log = logged(tmp_path, settings, [[people(8), None], [nobody, nobody], [people(4), people(6)]], ["baseline", "arm"])
    arm, baseline = rows_of(log, "arm").loc[ALL], rows_of(log, "baseline").loc[ALL]
    assert (arm["leavers"], arm["replicates"], arm["runs"]) == (6, 1, 2)
    assert (baseline["leavers"], baseline["replicates"], baseline["runs"]) == (12, 2, 3)
    assert arm["a_year"] == pytest.approx(3.0 / settings.years)
    assert arm["a_year_difference"] == pytest.approx((0.0 + 2.0) / 2.0 / settings.years)
    assert baseline["a_year"] == pytest.approx(4.0 / settings.years)


def test_a_log_of_nobody_is_explained_too(settings: Settings, tmp_path: Path) -> None:
    found = explain_exits(logged(tmp_path, settings, [[None, None], [None, people(0)]], ["baseline", "arm"]))
    assert found.table["share"].isna().all()
    assert "nobody left in 0 runs" in text_of_exits(found)
    assert "nobody left in 1 run" in text_of_exits(found)
    (tmp_path / "figures").mkdir()
    assert save_exit_figures(found, tmp_path / "figures") == []


def test_many_row_groups_read_as_one(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exits: list[list[np.ndarray | None]] = [[people(9, seed), people(7, seed + 9)] for seed in range(4)]
    whole = explain_exits(logged(tmp_path, settings, exits, ["baseline", "arm"])).table
    monkeypatch.setattr(log_file, "ROWS_A_GROUP", 5)
    parts = explain_exits(logged(tmp_path, settings, exits, ["baseline", "arm"])).table
    assert pq.ParquetFile(tmp_path / EXITS).num_row_groups == 4
    pd.testing.assert_frame_equal(whole, parts, rtol=1e-12)


# The log of a study.


def test_the_log_changes_no_number(
    comparison: Comparison, written: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "save_comparison_figures", lambda comparison, figures: [])
    without = compare(settings, threads=1)
    assert without.exits_path is None
    plain = write_comparison(without, tmp_path / "plain")
    for name in ("comparison.csv", "weekly.parquet", "settings.yaml"):
        assert (plain / name).read_bytes() == (written / name).read_bytes(), name
    one, two = (study.runs.drop(columns="seconds") for study in (without, comparison))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    more = {path.relative_to(written).as_posix() for path in written.rglob("*.*")} - {
        path.relative_to(plain).as_posix() for path in plain.rglob("*.*")
    }
    drawn = {f"figures/exits.{end}" for end in ("png", "svg", "txt", "csv")}
    assert more == {EXITS, "exits_explained.csv", *drawn}
    assert all((written / name).stat().st_size > 100 for name in more)


def test_one_and_two_threads_write_the_same_log(settings: Settings, written: Path) -> None:
    again = compare(settings, threads=1, exits=True)
    assert again.exits_path is not None
    assert again.exits_path.read_bytes() == (written / EXITS).read_bytes()


def test_the_log_holds_everyone_who_left(settings: Settings, written: Path) -> None:
    table = pd.read_parquet(written / EXITS)
    first = ["arm", "replicate", "week", "person", "post", "tier", "destination", "forced"]
    assert list(table.columns) == [*first, *REALS]
    assert set(TERMS) | set(PARTS) <= set(REALS)
    assert len(table) > 0
    for number in (1, 2, 3):
        warm = warm_up(settings, number)
        tallies = run_arm(warm, settings.without_interventions())
        rows = table[(table["arm"] == "baseline") & (table["replicate"] == number)]
        assert len(rows) == tallies["leavers"].sum()
        assert (rows["tier"] > 0).sum() == tallies["manager_leavers"].sum()
        by_destination = [(rows["destination"] == words).sum() for words in DESTINATIONS.values()]
        assert by_destination == [tallies[f"leavers_{end}"].sum() for end in ("out", "agency", "elsewhere")]
        by_week = np.bincount(rows["week"], minlength=settings.weeks)
        np.testing.assert_array_equal(by_week, tallies["leavers"])
    explained = pd.read_csv(written / "exits_explained.csv")
    chosen = (explained["arm"] == "baseline") & (explained["who"] == EVERYONE) & (explained["destination"] == ANYWHERE)
    assert (explained[chosen]["leavers"] == (table["arm"] == "baseline").sum()).all()


@examples(max_examples=25)
@given(valid_settings())
def test_the_parts_of_exhaustion_add_up_in_any_authority(settings: Settings) -> None:
    log: list[np.ndarray] = []
    try:
        tallies = run_arm(warm_up(settings, settings.seed), settings, exits=log)
    except RunFailed:
        return
    exits = np.concatenate(log)
    assert len(exits) == tallies["leavers"].sum()
    slope = settings.mechanism.leaving.exhaustion_slope
    parts = sum(exits[name] for name in PARTS)
    np.testing.assert_allclose(slope * parts, exits["exhaustion"], atol=1e-9)


def test_one_run_has_a_log_of_its_own(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "save_run_figures", lambda run, figures: None)
    one, plain = run(settings, seed=2, exits=True), run(settings, seed=2)
    pd.testing.assert_frame_equal(one.weekly, plain.weekly, check_exact=True)
    assert plain.exits is None
    out = write_run(one, tmp_path / "run")
    log = open_log(out)
    assert log.arms == ("run",)
    assert one.exits is not None
    assert rows_of(log, "run")["leavers"].tolist() == [len(one.exits)] * (len(SHOWN) + 1)
    assert (out / "figures" / "exits.png").is_file()
    assert "differences are paired" not in text_of_exits(explain_exits(log))


def test_a_failed_run_has_no_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_late(warm: WarmUp, chosen: Settings, stop: object, exits: list[np.ndarray]) -> np.ndarray:
        tallies = run_arm(warm, chosen, exits=exits)
        if list(chosen.interventions) == ["rotation"]:
            raise RunFailed("the table of cases is full")
        return tallies

    monkeypatch.setattr(replicate, "run_arm", fail_late)
    found = compare(settings, exits=True)
    assert found.exits_path is not None
    log = open_log(found.exits_path)
    assert log.failed.tolist() == [[False] * 3, [False] * 3, [True] * 3]
    assert set(pd.read_parquet(found.exits_path)["arm"]) == {"baseline", "more_posts"}


def test_arms_are_compared_with_the_arm_that_they_name(settings: Settings) -> None:
    nothing = settings.without_interventions()
    found = compare_arms([Arm("a", nothing, "a"), Arm("b", nothing, "a"), Arm("c", nothing, "b")], 2, 1, exits=True)
    assert found.exits_path is not None
    explained = explain_exits(open_log(found.exits_path))
    assert explained.against == ("a", "a", "b")
    differences = explained.table[explained.table["arm"] != "a"]["a_year_difference"]
    assert (differences == 0.0).all()


def test_a_full_disk_leaves_nothing(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log_file.ExitWriter, "_flush", full)
    with pytest.raises(UserError, match="the disk is full"):
        compare(settings, exits=True, out=tmp_path / "result")
    assert list(tmp_path.iterdir()) == []


# The figure.


@pytest.mark.parametrize(
    "arms", [["run"], ["baseline", "rotation"], ["baseline", *(f"{'arm_' * 12}{n}" for n in "abcde")]]
)
def test_the_figure_is_whole_and_says_what_it_shows(arms: list[str], settings: Settings, tmp_path: Path) -> None:
    exits: list[list[np.ndarray | None]] = [
        [people(40, 7 * seed + place) for place in range(len(arms))] for seed in range(2)
    ]
    table = explain_exits(logged(tmp_path, settings, exits, arms)).table
    rows = table[(table["who"] == EVERYONE) & (table["destination"] == ANYWHERE) & (table["reason"] != ALL)]
    drawing = draw_exits("exits", "Why people left", rows, arms, settings.years)
    drawing.figure.canvas.draw()
    box = drawing.figure.get_tightbbox()
    width, height = drawing.figure.get_size_inches()
    assert 0.0 <= box.x0 < box.x1 <= width
    assert 0.0 <= box.y0 < box.y1 <= height
    texts = [text.get_text() for text in drawing.figure.findobj(Text)]
    assert not [text for text in texts if "_" in text]
    assert any(
        f"n: {80 * len(arms):,} people who left in {2 * len(arms)} runs of 2 years" in text.replace("\n", " ")
        for text in texts
    )
    for words in (*REASONS.values(), *PARTS.values(), *(arm.replace("_", " ") for arm in arms)):
        assert words in drawing.words


def test_many_arms_come_in_pages_and_those_not_drawn_are_said(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arms = ["baseline", *(f"arm_{number}" for number in range(22))]
    explained = explain_exits(logged(tmp_path, settings, [[people(3, place) for place in range(23)]], arms))
    saved: list[str] = []
    monkeypatch.setattr("sim.report.style.Drawing.save", lambda drawing, place: saved.append(drawing.name))
    notes = save_exit_figures(explained, tmp_path)
    assert saved == ["exits_1", "exits_2", "exits_3", "exits_4"]
    assert notes == ["why people left in the last 2 arms is not drawn; the table has it"]


# The command.


def test_the_word_is_no_setting() -> None:
    assert read_request(["exits=true", "years=2"]).exits
    assert read_request(["exits=true", "years=2"]).words == ["years=2"]
    assert not read_request(["exits=false"]).exits
    assert read_request(["exits", "results/compare-1"]).words == ["exits", "results/compare-1"]


def test_a_study_is_run_with_the_log_and_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(folder, "save_comparison_figures", lambda comparison, figures: [])
    monkeypatch.setattr(folder, "save_run_figures", lambda run, figures: None)
    small = ["authority=training_team", "years=1", "warmup_years=1", "threads=1"]
    said(["run", *small[:-1], "exits=true"], capsys)
    text = said(
        ["compare", *small, "intervention=[more_posts]", "replicates=2", "exits=true", "out=results/a b"], capsys
    )
    assert f"coalface explain exits '{tmp_path.resolve() / 'results' / 'a b'}'" in text
    newest = said(["explain", "exits"], capsys)
    assert newest == said(["explain", "exits", "results/a b"], capsys)
    assert newest == said(["explain", "exits", f"results/a b/{EXITS}"], capsys).replace(f"/{EXITS}\n", "\n")
    assert "more_posts against baseline" in newest
    assert max(len(line) for line in newest.splitlines()) <= 130
    assert "run: " in said(["explain", "exits", "results/run-1"], capsys)


def test_the_text_names_every_reason_with_its_interval(settings: Settings, tmp_path: Path) -> None:
    exits: list[list[np.ndarray | None]] = [[people(4000, seed), people(3000, seed + 9)] for seed in range(3)]
    text = text_of_exits(explain_exits(logged(tmp_path, settings, exits, ["baseline", "arm"])))
    assert max(len(line) for line in text.splitlines()) <= 130
    assert "baseline: 12,000 people left in 3 runs" in text
    assert "arm against baseline: 9,000 people left in 3 runs" in text
    for words in (*REASONS.values(), *PARTS.values()):
        lines = [line for line in text.splitlines() if line.strip().startswith(words + " ")]
        assert len(lines) == 2
        assert all(" to " in line for line in lines)


def test_mistakes_are_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "give true" in complaint(["run", "exits=maybe"], capsys)
    assert "exits=true" in complaint(["explain", "exits"], capsys)
    assert "no such folder" in complaint(["explain", "exits", "nowhere"], capsys)
    (tmp_path / "results" / ".half").mkdir(parents=True)
    (tmp_path / "results" / ".half" / EXITS).write_bytes(b"")
    assert "no folder in it" in complaint(["explain", "exits"], capsys)
    assert "run the study again with exits=true" in complaint(["explain", "exits", "results"], capsys)
    assert "one folder" in complaint(["explain", "exits", "results", "results"], capsys)


def test_a_foreign_or_broken_file_is_said_in_one_line(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / EXITS
    for content in (b"", b"PAR1", b"not a table at all", b"PAR1" + bytes(200) + b"PAR1"):
        path.write_bytes(content)
        assert "it cannot be read as a log" in complaint(["explain", "exits", str(tmp_path)], capsys)
    pq.write_table(pa.table({"arm": ["a"], "replicate": [1]}), path)
    assert "it is not a log" in complaint(["explain", "exits", str(tmp_path)], capsys)
    logged(tmp_path, settings, [[people(50)]], ["run"])
    good = path.read_bytes()
    path.write_bytes(good[:200] + bytes(400) + good[600:])
    assert str(path) in complaint(["explain", "exits", str(tmp_path)], capsys)
    one_bit = bytearray(good)
    one_bit[len(good) // 3] ^= 1
    path.write_bytes(one_bit)
    assert "the log is broken" in complaint(["explain", "exits", str(tmp_path)], capsys)
    path.write_bytes(good[:-300])
    assert str(path) in complaint(["explain", "exits", str(tmp_path)], capsys)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("support", np.nan, "not a finite number"),
        ("replicate", 7, "a replicate that there is not"),
        ("replicate", 0, "a replicate that there is not"),
    ],
)
def test_a_log_that_holds_what_cannot_be_is_broken(
    column: str, value: float, words: str, settings: Settings, tmp_path: Path
) -> None:
    log = logged(tmp_path, settings, [[people(20)]], ["run"])
    table = pq.read_table(log.path)
    place = table.schema.get_field_index(column)
    kind = table.schema.field(place).type
    changed = table.set_column(place, column, pa.array([value] * len(table), kind))
    about = pq.read_metadata(log.path).metadata
    with pq.ParquetWriter(log.path, changed.schema.remove_metadata()) as writer:
        writer.write_table(changed.replace_schema_metadata(None))
        writer.add_key_value_metadata({key: text for key, text in about.items() if key.startswith(b"coalface")})
    with pytest.raises(UserError, match=words):
        explain_exits(open_log(tmp_path))


def damaged(settings: Settings, place: Path, text: bytes) -> None:
    table = pq.read_table(logged(place, settings, [[people(5)]], ["run"]).path)
    with pq.ParquetWriter(place / EXITS, table.schema.remove_metadata()) as writer:
        writer.write_table(table.replace_schema_metadata(None))
        writer.add_key_value_metadata({b"coalface.exits": text})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b'{"title": "t", "years": 0, "arms": ["run"], "against": ["run"], "replicates": 1, "failed": []}',
        b'{"title": "t", "years": 1, "arms": ["run"], "against": ["other"], "replicates": 1, "failed": []}',
        b'{"title": "t", "years": 1, "arms": ["run", "run"], "against": ["run", "run"], "replicates": 1, "failed": []}',
        b'{"title": "t", "years": 1, "arms": ["run"], "against": ["run"], "replicates": 1e99, "failed": []}',
        b'{"title": "t", "years": 1, "arms": ["run"], "against": ["run"], "replicates": 1, "failed": [["run", 2]]}',
        b'{"title": "\\u001b[2J", "years": 1, "arms": ["run"], "against": ["run"], "replicates": 1, "failed": []}',
    ],
)
def test_metadata_that_no_study_wrote_are_refused(text: bytes, settings: Settings, tmp_path: Path) -> None:
    damaged(settings, tmp_path, text)
    with pytest.raises(UserError, match="it is not a log"):
        open_log(tmp_path)
