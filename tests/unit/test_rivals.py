"""Rival explanations: which presets they are, what they change, and what of an answer survives them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.configuration.loader import load_settings
from sim.configuration.own_files import Shelf
from sim.configuration.places import names_in, packaged_configs
from sim.configuration.rivals import RIVALS, explanations, rivals_named, take_rivals
from sim.errors import UserError
from sim.outcomes import outcome_named
from sim.study import rivals
from sim.study.comparison import compare
from sim.study.rivals import AS_IT_IS, MOST_ARMS, NO_RANKING, Rivals, compare_rivals

SMALL = ["authority=training_team", "years=1", "warmup_years=1", "replicates=3", "intervention=[more_posts,pay_rise]"]


def test_the_presets_that_call_themselves_rivals_are_the_rivals() -> None:
    folder = packaged_configs() / "mechanism"
    called = {path.stem for path in folder.glob("*.yaml") if "# Rival" in path.read_text(encoding="utf-8")}
    assert called == set(RIVALS)
    assert set(RIVALS) < set(names_in(packaged_configs(), "mechanism"))


def test_rivals_are_taken_out_of_the_words() -> None:
    assert take_rivals(["years=2"]) == (["years=2"], ())
    assert take_rivals(["years=2", "rivals=all", "seed=3"]) == (["years=2", "seed=3"], RIVALS)
    assert take_rivals(["rivals=[not_told, not_able]"]) == ([], ("not_told", "not_able"))
    assert take_rivals(["rivals=not_told"]) == ([], ("not_told",))
    assert take_rivals(["rivals=[]"]) == ([], ())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["rivals=[not_tolt]"],
            "there is no 'not_tolt'; the nearest is not_told; give all, or some of additive_belief",
        ),
        (["rivals=al"], "the nearest is all"),
        (["rivals=3"], "there is no 3"),
        (["rivals="], "rivals: no value given"),
        (["rivals=not_told,not_able"], "write them in brackets: rivals=[not_told,not_able]"),
        (["rivals=[not_told,not_told]"], "once"),
        (["rivals=all", "rivals=[not_told]"], "given twice"),
    ],
)
def test_a_rival_that_is_none_is_refused(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1


def test_one_run_has_no_rivals() -> None:
    with pytest.raises(UserError, match="rivals: no setting of one study"):
        load_settings(["rivals=all"], command="run")


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_is_its_preset_over_the_study(name: str) -> None:
    settings = load_settings(SMALL)
    found, notes = explanations(settings, [name])
    assert notes == []
    assert found[name] == load_settings([*SMALL, f"mechanism=[full,{name}]"])


def test_what_a_rival_sets_counts_and_all_else_stays() -> None:
    settings = load_settings([*SMALL, "mechanism.support.time_weight=0.5", "mechanism.reporting.fear=0.1"])
    rival = explanations(settings, ["support_is_time"])[0]["support_is_time"]
    assert rival.mechanism.support.time_weight == 1.0
    assert rival.mechanism.reporting.fear == 0.1
    assert rival.interventions == settings.interventions


def test_a_rival_that_changes_nothing_is_not_run_again() -> None:
    settings = load_settings([*SMALL, "mechanism=[full,not_told]"])
    found, notes = explanations(settings, rivals_named(["full", "not_told", "not_able"], Shelf()))
    assert set(found) == {"not_able"}
    assert [note.split()[0] for note in notes] == ["full", "not_told"]


def runs_with(effects: dict[str, float], replicates: int = 20) -> pd.DataFrame:
    """Runs of arms that differ from the baseline by known effects."""
    draws = np.random.default_rng(1)
    base = draws.normal(14.0, 2.0, replicates)
    return pd.DataFrame(
        [
            {"arm": arm, "replicate": number + 1, "turnover_rate": base[number] + effect + draws.normal(0.0, 0.05)}
            for arm, effect in {"baseline": 0.0, **effects}.items()
            for number in range(replicates)
        ]
    )


def table_of(**studies: dict[str, float]) -> pd.DataFrame:
    found = {name.replace("_", " ") if name == "as_it_is" else name: runs_with(e) for name, e in studies.items()}
    arms = ["baseline", *studies["as_it_is"]]
    return rivals._of_outcome(found, arms, outcome_named("turnover_rate"))


def row_of(table: pd.DataFrame, arm: str, against: str, explanation: str = AS_IT_IS) -> pd.Series:
    chosen = table[(table["arm"] == arm) & (table["against"] == against) & (table["explanation"] == explanation)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_a_ranking_that_holds_everywhere_is_a_headline() -> None:
    effects = {"a": -1.0, "b": 1.0}
    table = table_of(as_it_is=effects, x=effects, y={"a": -3.0, "b": 0.5})
    assert (table["ranking"] == "a > baseline > b").all()
    assert (table[["ranking_survives", "verdict_survives", "explanations"]] == 3).all(axis=None)
    text = Rivals((AS_IT_IS, "x", "y"), 20, table, ()).text()
    assert "best first: a > baseline > b; survives in 3 of 3" in text
    assert NO_RANKING not in text.lower()
    assert "Rankings that survive in all 3: turnover of permanent staff." in text


def test_an_order_that_turns_round_is_no_robust_ranking() -> None:
    table = table_of(as_it_is={"a": -1.0, "b": 1.0}, x={"a": -1.0, "b": -2.0}, y={"a": -1.0, "b": 1.0})
    assert row_of(table, "a", "b")["verdict"] == "better"
    assert row_of(table, "a", "b", "x")["verdict"] == "worse"
    assert row_of(table, "a", "b", "x")["difference"] == pytest.approx(1.0, abs=0.1)
    assert row_of(table, "a", "b")["verdict_survives"] == 2
    assert row_of(table, "a", "baseline")["verdict_survives"] == 3
    assert row_of(table, "b", "baseline")["verdict_survives"] == 2
    assert (table["ranking_survives"] == 2).all()
    assert row_of(table, "a", "b", "x")["ranking"] == "b > a > baseline"
    text = Rivals((AS_IT_IS, "x", "y"), 20, table, ()).text()
    assert f"survives in 2 of 3: {NO_RANKING}" in text
    assert "b worse in 2 of 3 (better in 1)" in text
    assert "a better than b in 2 of 3 (worse in 1)" in text
    assert "No robust ranking: turnover of permanent staff." in text


def test_a_tie_stays_a_tie_and_may_be_broken() -> None:
    table = table_of(as_it_is={"a": -1.0, "b": -1.0}, x={"a": -2.0, "b": -1.0})
    ranking = row_of(table, "a", "baseline")["ranking"]
    assert ranking in ("a = b > baseline", "b = a > baseline")
    assert row_of(table, "a", "baseline", "x")["ranking"] == "a > b > baseline"
    assert (table["ranking_survives"] == 2).all()


def test_where_no_order_is_clear_there_is_no_ranking() -> None:
    table = table_of(as_it_is={"a": 0.0}, x={"a": -1.0})
    assert (table["ranking_survives"] == 0).all()
    assert f"no order is clear: {NO_RANKING}" in Rivals((AS_IT_IS, "x"), 20, table, ()).text()


def test_the_baseline_is_what_an_arm_is_held_against() -> None:
    table = table_of(as_it_is={"a": 1.0, "b": 2.0}, x={"a": -1.0, "b": 2.0})
    assert "baseline" not in set(table["arm"])
    assert row_of(table, "a", "baseline")["verdict"] == "worse"
    assert row_of(table, "a", "baseline", "x")["verdict"] == "better"


def test_the_main_answer_is_that_of_the_study_as_it_is_and_progress_covers_all() -> None:
    settings = load_settings(SMALL)
    seen: list[tuple[int, int]] = []
    others, notes = explanations(settings, ["not_told", "support_is_time"])
    main_answer, found = compare_rivals(
        settings, others, notes=notes, outcomes=["turnover_rate", "cost"], progress=lambda *now: seen.append(now)
    )
    pd.testing.assert_frame_equal(main_answer.table, compare(settings).table)
    assert found.explanations == (AS_IT_IS, "not_told", "support_is_time")
    assert seen[-1] == (27, 27)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {27}
    assert len(found.table) == 2 * 3 * 3
    usual = main_answer.table.set_index(["arm", "outcome"])
    for row in found.table[
        (found.table["explanation"] == AS_IT_IS) & (found.table["against"] == "baseline")
    ].itertuples():
        assert row.difference == pytest.approx(usual.loc[(row.arm, row.outcome), "difference"])
        assert row.ci_low == pytest.approx(usual.loc[(row.arm, row.outcome), "ci_low"])


def test_too_many_arms_are_not_ranked() -> None:
    settings = load_settings(["intervention=all", "design=each", "placebos=true"])
    assert rivals.check_rivals(settings) <= MOST_ARMS
    many = ["manager_caseload", "more_posts", "pay_rise", "rotation", "upward_appraisal", "codesign", "shadowing"]
    with pytest.raises(UserError, match="128 arms are too many to rank"):
        rivals.check_rivals(load_settings([f"intervention=[{','.join(many)}]", "design=factorial"]))


def test_the_command_writes_what_survives_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.results.folder.save_comparison_figures", lambda comparison, figures: [])
    out = tmp_path / "result"
    assert main(["compare", *SMALL, "rivals=[not_told,not_able]", f"out={out}"]) == 0
    said = capsys.readouterr().out
    assert "Rival explanations: the same study under 2 more, 3 with the study as it is" in said
    assert max(len(line) for line in said.partition("Results:")[0].splitlines()) < 130
    table = pd.read_csv(out / "rivals.csv")
    assert set(table["explanation"]) == {AS_IT_IS, "not_told", "not_able"}
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["explanations"][0] == AS_IT_IS
    usual = tmp_path / "usual"
    assert main(["compare", *SMALL, f"out={usual}"]) == 0
    assert (usual / "comparison.csv").read_bytes() == (out / "comparison.csv").read_bytes()
    assert not (usual / "rivals.csv").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
