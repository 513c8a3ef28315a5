"""Timed events: which levers they move and when, that every arm has them, and that the engine hears of each."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from exact import differing
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from strategies import valid_settings

from sim.configuration.loader import load_settings, settings_from_mapping
from sim.configuration.places import packaged_configs
from sim.errors import UserError
from sim.events.registry import EVENTS
from sim.interventions.base import pull_all
from sim.levers import neutral_levers
from sim.settings.study import Settings
from sim.study.arms import arms_of
from sim.study.replicate import run_replicate
from sim.study.runs import WarmUp, run_arm, warm_up

# What each event moves, and whether it lasts as its file has it.
LEVERS = {
    "demand_shock": {"demand"},
    "rising_demand": {"demand"},
    "budget_cut": {"budget"},
    "vacancy_freeze": {"freeze"},
    "staff_shock": {"staff_loss"},
    "supply_shock": {"supply"},
    "inspection_date": {"inspection_now"},
    "serious_incident": {"incident_now"},
    "new_director": {"director_goes"},
    "redesign": {"redesign_now", "redesign_sound", "redesign_saving"},
}
START = 20
# An inspection that is announced moves levers before its week: see the test of that.
NOT_ANNOUNCED = {"inspection_date": ("events.inspection_date.announced=false",)}


def levers_of(settings: Settings) -> np.ndarray:
    return pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))


def with_event(kind: str, *words: str) -> Settings:
    return load_settings(["authority=small_unitary", "intervention=[]", f"event=[{kind}]", "years=2", *words])


def moved(settings: Settings) -> dict[str, np.ndarray]:
    """Weeks and tiers in which each lever is not neutral."""
    levers = levers_of(settings)
    neutral = neutral_levers(settings.weeks, settings.authority.tiers)
    return {name: np.argwhere(levers[name] != neutral[name]) for name in differing(levers, neutral)}


def test_every_event_is_tested_here() -> None:
    assert set(LEVERS) == set(EVENTS)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_moves_its_own_levers_at_tier_0_from_its_week_on(kind: str) -> None:
    found = moved(with_event(kind, f"events.{kind}.week={START}", *NOT_ANNOUNCED.get(kind, ())))
    assert set(found) == LEVERS[kind]
    for places in found.values():
        assert set(places[:, 1]) == {0}
        assert places[:, 0].min() == START


@pytest.mark.parametrize("kind", [kind for kind, model in EVENTS.items() if "weeks" not in model.model_fields])
def test_what_happens_once_happens_in_one_week(kind: str) -> None:
    assert all(len(places) == 1 for places in moved(with_event(kind, *NOT_ANNOUNCED.get(kind, ()))).values())


def test_an_inspection_that_is_announced_is_prepared_for() -> None:
    found = moved(with_event("inspection_date", "events.inspection_date.week=40"))
    weeks = load_settings(["intervention=[]"]).mechanism.inspection.preparation_weeks
    assert found["inspection_now"].tolist() == [[40, 0]]
    assert found["preparing"][:, 0].tolist() == list(range(40 - weeks, 40))
    early = moved(with_event("inspection_date", "events.inspection_date.week=0"))
    assert set(early) == {"inspection_now"}


@pytest.mark.parametrize("kind", [kind for kind, model in EVENTS.items() if "weeks" in model.model_fields])
def test_what_lasts_ends_after_its_weeks_or_with_the_run(kind: str) -> None:
    (places,) = moved(with_event(kind, f"events.{kind}.week={START}", f"events.{kind}.weeks=10")).values()
    # What demand has grown to does not go away.
    assert places[:, 0].max() == (103 if kind == "rising_demand" else START + 9)
    (places,) = moved(with_event(kind, f"events.{kind}.week={START}", f"events.{kind}.weeks=null")).values()
    assert places[:, 0].max() == 103


def test_demand_grows_by_its_yearly_rate_and_then_stays() -> None:
    words = ("events.rising_demand.growth=0.1", "events.rising_demand.weeks=52")
    demand = levers_of(with_event("rising_demand", *words))["demand"][:, 0]
    assert demand[51] == pytest.approx(1.1)
    assert (demand[51:] == demand[51]).all()
    assert (np.diff(demand[:52]) > 0.0).all()
    endless = levers_of(with_event("rising_demand", words[0], "events.rising_demand.weeks=null"))["demand"][:, 0]
    assert endless[103] == pytest.approx(1.21)


def test_events_and_interventions_stack_in_any_order() -> None:
    everything = load_settings(["intervention=all", f"event=[{','.join(EVENTS)}]"])
    turned = everything.model_copy(
        update={
            "events": dict(reversed(everything.events.items())),
            "interventions": dict(reversed(everything.interventions.items())),
        }
    )
    assert list(turned.events) != list(everything.events)
    assert differing(levers_of(turned), levers_of(everything)) == []


def test_every_arm_has_the_events_the_baseline_included() -> None:
    settings = load_settings(["event=[staff_shock,demand_shock]", "design=factorial"])
    arms, notes = arms_of(settings)
    assert len(arms) == 8
    assert all(arm.settings.events == settings.events for arm in arms)
    assert settings.without_interventions().events == settings.events
    baseline = levers_of(arms[0].settings)
    assert baseline["staff_loss"][52, 0] == 0.2
    assert sum("in every arm" in note for note in notes) == 2


def test_settings_with_events_go_out_and_in_again() -> None:
    settings = load_settings(["intervention=[]", f"event=[{','.join(EVENTS)}]"])
    for mode in ("python", "json"):
        assert settings_from_mapping(settings.model_dump(mode=mode)) == settings


def own_event(folder: Path, name: str, kind: str) -> None:
    """A second file of a packaged kind."""
    (folder / "event").mkdir(exist_ok=True)
    text = (packaged_configs() / "event" / f"{kind}.yaml").read_text(encoding="utf-8")
    text = text.replace(f"# @package events.{kind}", f"# @package events.{name}")
    (folder / "event" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_two_events_of_one_kind_may_follow_each_other_and_not_overlap(tmp_path: Path) -> None:
    own_event(tmp_path, "again", "demand_shock")
    words = ["intervention=[]", "event=[demand_shock,again]"]
    later = load_settings([*words, "events.again.week=78"], config_dir=tmp_path)
    assert set(later.events) == {"demand_shock", "again"}
    with pytest.raises(UserError) as caught:
        load_settings([*words, "events.again.week=77"], config_dir=tmp_path)
    said = str(caught.value)
    assert said.startswith("events.again.week: 77 falls into demand_shock")
    assert "weeks 52 to 77" in said
    assert len(said.splitlines()) == 1
    with pytest.raises(UserError, match="takes weeks 0 to 259"):
        load_settings([*words, "events.again.week=0", "events.again.weeks=null"], config_dir=tmp_path)
    own_event(tmp_path, "exodus", "staff_shock")
    with pytest.raises(UserError, match="takes week 52; choose a week outside"):
        load_settings(["intervention=[]", "event=[staff_shock,exodus]"], config_dir=tmp_path)
    assert load_settings(["intervention=[]", "event=[demand_shock,supply_shock]"]).events


@pytest.fixture(scope="module")
def usual(build: Callable[..., Settings]) -> Settings:
    return build("authority=small_unitary", "years=2", "warmup_years=2")


@pytest.fixture(scope="module")
def warm(usual: Settings) -> WarmUp:
    return warm_up(usual, 1)


@pytest.mark.parametrize("kind", EVENTS)
def test_the_engine_hears_of_each_event_and_of_nothing_before_it(kind: str, usual: Settings, warm: WarmUp) -> None:
    event = with_event(kind, f"events.{kind}.week={START}", *NOT_ANNOUNCED.get(kind, ())).events[kind]
    without = run_arm(warm, usual)
    changed = run_arm(warm, Settings.model_validate({**dict(usual), "events": {kind: event}}))
    assert differing(changed[:START], without[:START]) == []
    assert differing(changed[START:], without[START:]) != []


def shocked(usual: Settings, share: float, seed: int) -> tuple[float, float]:
    """Front-line leavers in the week of a staff shock of this size, and permanent staff there in the week before."""
    event = with_event("staff_shock", f"events.staff_shock.week={START}", f"events.staff_shock.share={share}").events
    tallies = run_arm(warm_up(usual, seed), Settings.model_validate({**dict(usual), "events": event}))
    return tallies["front_line_leavers"][START], tallies["front_line_permanent"][START - 1]


def test_a_fifth_of_the_permanent_front_line_leaves_in_the_week_of_a_staff_shock(usual: Settings) -> None:
    everyone, there = shocked(usual, 1.0, 1)
    assert everyone == there > 0.0
    left, exposed = np.sum([shocked(usual, 0.2, seed) for seed in range(1, 9)], axis=0)
    # About three in a thousand leave in any week; the rest of 4 standard errors is chance.
    assert left / exposed == pytest.approx(0.2 + 0.8 * 0.003, abs=0.003 + 4.0 * np.sqrt(0.16 / exposed))


def test_arms_share_the_warm_up_and_the_weeks_before_their_interventions(build: Callable[..., Settings]) -> None:
    settings = build(
        "authority=training_team", "years=1", "warmup_years=1", "event=[staff_shock]", "events.staff_shock.week=10",
        "intervention=[more_posts]", "interventions.more_posts.start_week=30",
    ).model_copy(update={"replicates": 2})  # fmt: skip
    from threading import Event

    from sim.outcomes import names_of

    arms, _ = arms_of(settings)
    baseline, more_posts = run_replicate(arms, 1, names_of(settings.authority.tiers), Event())
    assert np.array_equal(baseline.weekly[: 52 + 30], more_posts.weekly[: 52 + 30], equal_nan=True)


@hypothesis_settings(max_examples=50)
@given(valid_settings(with_interventions=False))
def test_any_events_go_out_and_in_again(settings: Settings) -> None:
    assert Settings.model_validate(settings.model_dump(mode="json")) == settings
    levers = levers_of(settings)
    assert all(np.isfinite(levers[name]).all() for name in levers.dtype.names or ())
