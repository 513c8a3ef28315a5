"""The short answer of a comparison: how sure it is, what was not run, and sizes in words; values are set by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.configuration.catalogue import catalogue, note
from sim.report.page.answer import HEADLINES, answer
from sim.report.page.blocks import Page
from sim.report.page.caveats import without_placebo
from sim.report.page.differences import differences
from sim.report.page.markdown import markdown_of
from sim.report.page.people import people
from sim.report.page.source import Source
from sim.settings.study import Settings
from sim.study.arms import arms_of
from sim.study.comparison import compare
from sim.study.groups import PEOPLE
from sim.text.numbers import saves_or_costs

NO_DIFFERENCE = {"baseline": 1.0, "difference": 0.0, "ci_low": -1.0, "ci_high": 1.0}
WEEKS = 104


@pytest.fixture(scope="module")
def source(build: Callable[..., Settings]) -> Source:
    words = ("authority=training_team", f"years={WEEKS // 52}", "warmup_years=1", "intervention=[more_posts,rotation]")
    settings = build(*words).model_copy(update={"replicates": 2})
    found = compare(settings, threads=2)
    table = found.table.set_index(["arm", "outcome"])
    return Source(Path("nowhere"), settings, {}, ("more_posts", "rotation"), table, found.runs, None)


def with_rotation(source: Source, **values: dict[str, float]) -> Source:
    """Nothing is clear but what rotation does to these outcomes, each by the names of columns."""
    table = source.table.assign(**NO_DIFFERENCE)
    for outcome, columns in values.items():
        for name, value in columns.items():
            table.loc[("rotation", outcome), name] = value
    return replace(source, table=table)


def clear(difference: float, baseline: float = 1.0, **more: float) -> dict[str, float]:
    low, high = sorted((0.8 * difference, 1.2 * difference))
    return {"difference": difference, "ci_low": low, "ci_high": high, "baseline": baseline, **more}


def text(blocks: list) -> str:
    return markdown_of(Page("", (), tuple(blocks), ""))


def line(page: str, head: str) -> str:
    of_rotation = page.partition("### Rotation")[2]
    return next(one for one in of_rotation.splitlines() if one.startswith(f"- **{head}:**"))


# How sure it is.


def test_the_answer_says_that_its_intervals_know_of_chance_alone(source: Source) -> None:
    page = text(answer(source))
    told = page.partition("These intervals are of chance only")[2].partition("\n\n")[0]
    tree = source.settings.model_dump(mode="json")
    grades = [
        note(info, "grade")
        for path, info in catalogue(tree).items()
        if path.startswith("mechanism.") and note(info, "role") != "lever"
    ]
    assert f"Of {len(grades)} settings of the mechanisms {grades.count('D')} are of grade D" in told
    assert "not yours" in told
    assert page.index("These intervals") < page.index("### More posts"), "under the bullets, before the remedies"


# Placebos.


def test_a_remedy_without_its_placebo_is_named_with_the_word_that_runs_it(source: Source) -> None:
    page = text(answer(source))
    assert "No placebo was run for rotation." in page
    assert "`placebos=true` run it beside each." in page
    beside = source.settings.model_copy(update={"placebos": True})
    assert "No placebo was run" not in text(answer(replace(source, settings=beside)))


def test_what_can_have_a_placebo_is_asked_of_the_remedies(build: Callable[..., Settings]) -> None:
    words = ("authority=training_team", "intervention=[pay_rise,shadowing,manager_caseload]", "replicates=2")
    settings = build(*words)
    assert sorted(without_placebo([settings])) == ["manager caseload", "shadowing"]
    assert without_placebo([build("authority=training_team", "intervention=[pay_rise]")]) == []
    with_placebos = settings.model_copy(update={"placebos": True})
    assert without_placebo(arm.settings for arm in arms_of(with_placebos)[0]) == []
    own = build(*words, "interventions.shadowing.placebo=true")
    assert without_placebo([own]) == ["manager caseload"]


# When it turns.


@pytest.mark.parametrize(("week", "said"), [(10.0, True), (WEEKS - 26.0, True), (WEEKS - 25.0, False)])
def test_a_turn_holds_to_the_end_of_the_run_and_for_half_a_year(source: Source, week: float, said: bool) -> None:
    found = with_rotation(source, turnover_rate=clear(-2.0, 16.0, weeks_until_better=week))
    sentence = f"Mean turnover is lower from week {week:.0f} after it starts to the end of the run."
    page = text(answer(found))
    assert (sentence in line(page, "First year")) == said
    assert "for good" not in page
    table = text(differences(found)).partition("**Rotation against")[2]
    row = next(one for one in table.splitlines() if one.startswith("| Turnover of permanent staff"))
    assert row.strip("| ").split("|")[-1].strip() == (f"{week:.0f}" if said else "\N{EN DASH}")


def test_a_late_start_shortens_how_long_a_turn_can_hold(source: Source) -> None:
    late = source.settings.interventions["rotation"].model_copy(update={"start_week": 52})
    settings = source.settings.model_copy(update={"interventions": {"rotation": late}})
    found = replace(with_rotation(source, turnover_rate=clear(-2.0, 16.0, weeks_until_better=40.0)), arms=("rotation",))
    assert "to the end of the run" in text(answer(found)), "64 weeks are left"
    assert "to the end of the run" not in text(answer(replace(found, settings=settings))), "12 weeks are left"


# Sizes in words.


@pytest.mark.parametrize(
    ("price", "low", "high", "expected"),
    [
        (-15_900.0, -143_000.0, 5_820.0, "saves GBP 15,900 in cash (from saving 143,000 to costing 5,820)"),
        (15_900.0, -5_820.0, 143_000.0, "costs GBP 15,900 in cash (from saving 5,820 to costing 143,000)"),
        (-15_900.0, -20_000.0, -5_820.0, "saves GBP 15,900 (5,820 to 20,000)"),
        (15_900.0, 5_820.0, 20_000.0, "costs GBP 15,900 (5,820 to 20,000) in cash"),
    ],
)
def test_a_price_is_saved_or_paid_and_has_no_sign(price: float, low: float, high: float, expected: str) -> None:
    assert saves_or_costs(price, low, high) == expected


def test_a_leaver_fewer_saves_or_costs_in_the_answer(source: Source) -> None:
    runs = source.runs.copy()
    rotation = runs["arm"] == "rotation"
    base = runs.loc[runs["arm"] == "baseline", ["turnover_rate", "cost"]].to_numpy()
    for row, sign in ((0, 1.0), (1, -1.0)):
        at = runs.index[rotation][row]
        # Fewer leave, by nearly the same in both pairs; cash is less, or more, by chance.
        runs.loc[at, "turnover_rate"] = base[row, 0] - 6.0 - 0.1 * row
        runs.loc[at, "cost"] = base[row, 1] - 0.01 + 0.02 * sign
    told = line(text(answer(replace(source, runs=runs))), "For each leaver fewer")
    assert "it saves GBP" in told
    assert "(from saving " in told
    assert " to costing " in told
    assert "\N{MINUS SIGN}" not in told


def test_harm_beyond_the_headlines_is_told_by_its_size(source: Source) -> None:
    # Shares of the level: 90%, 50%, 40%, 20%, 1%; the headline is smaller than all of them.
    sizes = {
        "team_manager_overtime": clear(0.2, 1.0),
        "middle_manager_burnout": clear(0.005, 0.5),
        "complaints": clear(9.0, 10.0),
        "waiting_weeks": clear(2.0, 4.0),
        "fear": clear(0.2, 0.5),
        "burnout": clear(0.001, 0.5),
    }
    told = line(text(answer(with_rotation(source, **sizes))), "Worse")
    figures, _, rest = told.partition("Also")
    order = [
        "emotional exhaustion at the front line",
        "complaints of families, 9.0",
        "wait of newly",
        "fear at the front",
    ]
    places = [figures.index(words) for words in order]
    assert places == sorted(places)
    assert rest.index("unpaid overtime, team managers") < rest.index("emotional exhaustion of middle managers")
    assert "higher" not in rest
    assert set(sizes) <= {*HEADLINES, *PEOPLE}


def test_more_than_all_of_the_strain_is_explained_beside_the_table(source: Source) -> None:
    assert "leaders believe that there is more strain" not in text(people(with_rotation(source)))
    found = text(people(with_rotation(source, seen_share={"mean": 114.2})))
    part = found.partition("### What senior leaders know")[2].partition("###")[0]
    assert "above 100% (here up to 114%), where leaders believe that there is more strain than there is" in part
