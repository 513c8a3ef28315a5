"""What every intervention promises. One that is registered and has a file is tested by that alone."""

import re
from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from exact import differing
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from strategies import interventions, valid_settings

from sim.configuration.explain import files_of
from sim.configuration.own_files import Shelf
from sim.interventions.base import InterventionSettings, Status, pull_all
from sim.interventions.registry import REGISTRY
from sim.levers import neutral_levers
from sim.outcomes import summarise
from sim.settings.study import Settings
from sim.study.runs import WarmUp, run_arm, warm_up

FILES = files_of("intervention", Shelf())
START = 20
AUTHORITY = ("authority=small_unitary", "years=2", "warmup_years=2")


@pytest.fixture(scope="module")
def baseline(build: Callable[..., Settings]) -> Settings:
    return build(*AUTHORITY)


@pytest.fixture(scope="module")
def warm(baseline: Settings) -> WarmUp:
    return warm_up(baseline, 1)


@pytest.fixture(scope="module")
def every(build: Callable[..., Settings]) -> dict[str, InterventionSettings]:
    """Every packaged intervention as its file describes it, by name."""
    return build(*AUTHORITY, "intervention=[all]").interventions


def arm(baseline: Settings, **chosen: InterventionSettings) -> Settings:
    """The baseline with these interventions, judged like any settings."""
    return Settings.model_validate({**dict(baseline), "interventions": chosen})


def levers_of(settings: Settings) -> np.ndarray:
    """The schedule of levers of these settings."""
    return pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))


def moved(intervention: InterventionSettings, **values: object) -> InterventionSettings:
    """The intervention with some settings changed."""
    return type(intervention).model_validate({**intervention.model_dump(), **values})


def test_every_kind_has_a_file_and_every_file_a_kind(every: dict[str, InterventionSettings]) -> None:
    assert set(FILES) == set(every)
    assert {settings["kind"] for settings in FILES.values()} == set(REGISTRY)
    identities = [model.identity for model in REGISTRY.values()]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("kind", REGISTRY)
def test_it_says_where_it_comes_from_and_what_speaks_against_it(kind: str) -> None:
    model = REGISTRY[kind]
    words = model.__doc__ or ""
    assert re.search(r"article|doi|census|et al\.|\b(19|20)\d\d\b", words), "no article or source"
    assert "Against:" in words
    assert "Evidence:" in words
    assert re.fullmatch(r"I\d\d", model.identity)
    assert model.status in get_args(Status)
    assert model.grade in ("A", "B", "C", "D")
    assert min(len(model.summary), len(model.objection), len(model.source)) > 10


@pytest.mark.parametrize("name", FILES)
def test_a_dose_of_zero_is_the_baseline_to_the_bit(
    name: str, every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp
) -> None:
    nothing = arm(baseline, **{name: moved(every[name], dose=0.0)})
    assert differing(levers_of(nothing), levers_of(baseline)) == []
    assert differing(run_arm(warm, nothing), run_arm(warm, baseline)) == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_happens_before_it_starts_and_something_after(
    name: str, every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp
) -> None:
    usual = run_arm(warm, baseline)
    changed = run_arm(warm, arm(baseline, **{name: moved(every[name], start_week=START)}))
    assert differing(changed[:START], usual[:START]) == []
    # What it costs is booked whether or not it does anything, so it must show in what happens.
    happened = [field for field in usual.dtype.names if not field.startswith("remedy")]
    assert any(not np.array_equal(changed[field], usual[field]) for field in happened)


@pytest.mark.parametrize("name", FILES)
def test_it_ends(name: str, every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp) -> None:
    chosen = arm(baseline, **{name: moved(every[name], start_week=START, end_week=START + 10)})
    tallies = run_arm(warm, chosen)
    assert not tallies["remedy_cost"][START + 10 :].any()
    assert not tallies["remedy_hours"][START + 10 :].any()


@pytest.mark.parametrize("name", FILES)
def test_its_cost_is_booked_never_negative_and_grows_with_the_dose(
    name: str, every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp
) -> None:
    costs = [moved(every[name], dose=dose).cost(baseline) for dose in (0.0, 0.25, 0.5, 1.0)]
    assert all(cost.covered <= cost.hours for cost in costs)
    for part in ("money", "pay", "hours", "covered"):
        values = [getattr(cost, part) for cost in costs]
        assert np.isfinite(values).all()
        assert values[0] == 0.0
        assert values == sorted(values)
    totals = [cost.total(baseline) for cost in costs]
    assert totals == sorted(totals)
    assert totals[-1] > 0.0, "a full dose must cost something, in money or in hours"
    tallies = run_arm(warm, arm(baseline, **{name: moved(every[name], dose=1.0, start_week=START)}))
    # What goes to each worker costs more as the front line grows.
    weeks = np.arange(START, baseline.weeks)
    grown = (1.0 + baseline.front_line_growth) ** (weeks / 52.0) if every[name].for_each_worker else np.ones(len(weeks))
    assert tallies["remedy_cost"][START:] == pytest.approx(costs[-1].money / 52.0 * grown)
    assert tallies["remedy_hours"][START:] == pytest.approx(costs[-1].hours / 52.0 * grown)


@pytest.mark.parametrize("name", FILES)
def test_bounds_are_kept(name: str, every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp) -> None:
    tallies = run_arm(warm, arm(baseline, **{name: moved(every[name], dose=1.0)}))
    summary = summarise(tallies, baseline.authority.tiers)
    for outcome in ("burnout", "goodwill", "support", "strain", "disconnect", "understanding"):
        assert 0.0 <= summary[outcome] <= 1.0, outcome
    assert (tallies["open"] == tallies["held"] + tallies["held_by_managers"] + tallies["unallocated"]).all()


@pytest.mark.parametrize("name", FILES)
def test_settings_go_out_and_in_again(name: str, every: dict[str, InterventionSettings], baseline: Settings) -> None:
    chosen = arm(baseline, **{name: every[name]})
    assert type(every[name]).model_validate(every[name].model_dump()) == every[name]
    for mode in ("python", "json"):
        assert Settings.model_validate(chosen.model_dump(mode=mode)) == chosen


@pytest.mark.parametrize("kind", REGISTRY)
def test_any_of_its_settings_go_out_and_in_again(kind: str, baseline: Settings) -> None:
    @hypothesis_settings(max_examples=25)
    @given(interventions(kind, baseline))
    def holds(drawn: InterventionSettings | None) -> None:
        if drawn is not None:
            assert type(drawn).model_validate(drawn.model_dump(mode="json")) == drawn
            cost = drawn.cost(baseline)
            assert min(cost.money, cost.pay, cost.hours) >= 0.0

    holds()


def test_the_order_in_which_they_are_listed_makes_no_difference(
    every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp
) -> None:
    # Several of each, of doses whose sum depends on the order in which floating point numbers are added.
    many = {f"{n}_{dose}": moved(i, dose=dose / 10) for n, i in every.items() for dose in (1, 2, 3, 6, 7)}
    forward, backward = arm(baseline, **many), arm(baseline, **dict(reversed(many.items())))
    assert list(forward.interventions) != list(backward.interventions)
    assert differing(levers_of(forward), levers_of(backward)) == []
    assert differing(run_arm(warm, forward), run_arm(warm, backward)) == []


@hypothesis_settings(max_examples=25)
@given(valid_settings(), st.data())
def test_order_and_zero_doses_on_any_settings(settings: Settings, data: st.DataObject) -> None:
    names = data.draw(st.permutations(list(settings.interventions)))
    start = warm_up(settings, settings.seed)
    shuffled = settings.model_copy(update={"interventions": {n: settings.interventions[n] for n in names}})
    assert differing(run_arm(start, shuffled), run_arm(start, settings)) == []
    none = {n: i.model_copy(update={"dose": 0.0}) for n, i in settings.interventions.items()}
    nothing = run_arm(start, settings.model_copy(update={"interventions": none}))
    assert differing(nothing, run_arm(start, settings.without_interventions())) == []


def test_managers_who_take_up_withheld_work_work_more(
    every: dict[str, InterventionSettings], baseline: Settings, warm: WarmUp
) -> None:
    rule = every["work_to_rule"]
    left, taken_up = (
        summarise(run_arm(warm, arm(baseline, work_to_rule=moved(rule, absorbed=share))), baseline.authority.tiers)
        for share in (0.0, 1.0)
    )
    assert taken_up["unmet_hours"] < left["unmet_hours"]
    assert taken_up["supervision_missed"] > left["supervision_missed"] + 5.0
    assert taken_up["manager_burnout"] > left["manager_burnout"]


def test_a_redesign_that_an_event_decrees_is_never_lost(build: Callable[..., Settings]) -> None:
    words = ("authority=training_team", "years=3", "warmup_years=1", "event=[redesign]", "mechanism.redesign.rate=5")
    settings = build(*words, "intervention=[codesign]")
    for seed in range(1, 6):
        week = settings.events["redesign"].week
        levers = levers_of(settings)
        assert levers["redesign_now"][week, 0] == 1.0
        tallies = run_arm(warm_up(settings.without_interventions(), seed), settings)
        delay = int(settings.mechanism.redesign.delay_weeks * levers["shaped"][week, 0] + 0.5)
        assert tallies["redesigns"][week + delay] == 1.0
