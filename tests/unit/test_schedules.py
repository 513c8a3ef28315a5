"""What some interventions ask of the levers week by week, and what they cost, worked out by hand."""

import numpy as np
import pytest

from sim.configuration.loader import load_settings
from sim.interventions.base import Cost, pull_all, tiers_named
from sim.interventions.phases import built_up, wearing_off
from sim.levers import neutral_levers
from sim.settings.study import Settings


def with_one(kind: str, *words: str, years: int = 3, **values: object) -> Settings:
    chosen = [f"interventions.{kind}.{name}={str(value).lower()}" for name, value in values.items()]
    return load_settings(["authority=small_unitary", f"intervention=[{kind}]", f"years={years}", *words, *chosen])


def lever_of(settings: Settings, name: str, tier: int = 0) -> np.ndarray:
    return pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))[name][:, tier]


def test_what_builds_up_is_nothing_for_its_delay_and_all_after_its_length() -> None:
    assert built_up(6, 2.0, 2.0).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 1.0]
    assert built_up(3, 0.0, 0.0).tolist() == [1.0, 1.0, 1.0]
    assert wearing_off(3, 2.0).tolist() == pytest.approx([1.0, np.exp(-0.5), np.exp(-1.0)])


def test_a_survey_raises_hope_in_its_week_and_is_followed_by_its_weeks() -> None:
    usual = {"interval_weeks": 10, "follow_up_weeks": 4, "hope": 0.1, "response": 0.5, "dose": 0.8}
    ignored = with_one("staff_survey", acted_on=False, lost_share=0.2, start_week=5, **usual)
    weeks = np.arange(ignored.weeks) - 5
    asked, followed = (weeks >= 0) & (weeks % 10 == 0), (weeks >= 0) & (weeks % 10 >= 1) & (weeks % 10 <= 4)
    assert lever_of(ignored, "hope") == pytest.approx(np.where(asked, 0.8 * 0.1, 0.0))
    assert lever_of(ignored, "unanswered") == pytest.approx(np.where(followed, 0.8 * 0.2 / 4, 0.0))
    assert not lever_of(ignored, "responsiveness", 1).any()
    # The results count in full in the week of the survey, and a quarter less in each that follows.
    expected = np.where(weeks >= 0, np.maximum(0.0, 1.0 - (weeks % 10) / 4), 0.0)
    assert lever_of(ignored, "survey_share") == pytest.approx(0.8 * 0.5 * expected)
    acted = with_one("staff_survey", acted_on=True, action=0.3, start_week=5, **usual)
    assert lever_of(acted, "responsiveness", 1) == pytest.approx(np.where(followed, 0.8 * 0.5 * 0.3, 0.0))
    assert not lever_of(acted, "unanswered").any()


def test_a_token_for_early_help_brings_nothing_and_half_the_money_less_than_half() -> None:
    usual = {
        "least_funding": 0.2,
        "effect": 0.5,
        "found": 0.0,
        "put_off_share": 0.0,
        "delay_years": 0,
        "growing_years": 0,
    }
    last = {
        share: lever_of(with_one("early_intervention", funding=share, **usual), "demand")[-1] for share in (0.2, 0.5, 1)
    }
    assert last == pytest.approx({0.2: 1.0, 0.5: 1.0 - 0.375 * 0.5, 1: 0.5})


def test_early_help_is_late_finds_more_from_the_first_week_and_what_is_put_off_comes_back() -> None:
    demand = lever_of(
        with_one(
            "early_intervention", years=6, funding=1, effect=0.4, found=0.05, put_off_share=0.25, put_off_years=2,
            delay_years=1, growing_years=1,
        ), "demand",
    )  # fmt: skip
    by_year = demand[[0, 51, 103, 155, 207, 311]]
    # Full after two years; a quarter of it returns, from the end of the third to that of the fourth.
    assert by_year == pytest.approx([1.05, 1.05, 0.65, 0.65, 0.75, 0.75])


@pytest.mark.parametrize("repeated", [True, False])
def test_leaders_go_back_to_the_floor_in_every_cycle_or_only_in_the_first(repeated: bool) -> None:
    usual = {"weeks": 4, "cycle_weeks": 26, "hours": 35, "refusing": 0.2, "covered": 0.5, "dose": 0.5}
    settings = with_one("back_to_the_floor", repeated=repeated, start_week=10, reach="director", **usual)
    top = settings.authority.tiers - 1
    weeks = np.arange(settings.weeks)
    going = (weeks >= 10) & (repeated | (weeks < 36))
    assert lever_of(settings, "floor_share", top) == pytest.approx(np.where(going, 0.5 * 0.8, 0.0))
    assert not lever_of(settings, "floor_share", 1).any()
    cost = settings.interventions["back_to_the_floor"].cost(settings)
    # One director: 0.4 x 4 weeks of 35 hours, twice a year or once in the 146 weeks that are left.
    cycles = 2.0 if repeated else 52.0 / 146.0
    assert cost.hours == pytest.approx(0.4 * 4 * 35 * cycles)
    assert cost.covered == pytest.approx(0.5 * cost.hours)
    money = settings.mechanism.money
    hour = money.worker_cost * money.tier_step**top / (52.0 * settings.mechanism.hours.contracted)
    assert cost.money == pytest.approx(cost.covered * hour)


def test_a_rise_in_pay_costs_its_share_of_the_pay_of_every_tier_that_it_reaches() -> None:
    words = ("mechanism.money.worker_cost=50000", "mechanism.money.tier_step=1.2")
    settings = with_one("pay_rise", *words, rise=0.1, dose=0.5, reach="everyone")
    posts = settings.authority.posts_by_tier()
    bill = sum(count * cost for count, cost in zip(posts, (50_000, 60_000, 72_000, 86_400, 103_680), strict=False))
    assert len(posts) <= 5
    assert settings.interventions["pay_rise"].cost(settings).pay == pytest.approx(0.05 * bill)
    assert [lever_of(settings, "pay", tier)[0] for tier in range(len(posts))] == pytest.approx([1.05] * len(posts))


def test_hours_that_cash_pays_others_for_are_not_counted_twice() -> None:
    words = ("mechanism.money.worker_cost=36400", "mechanism.hours.contracted=35")
    settings = load_settings(["authority=small_unitary", "intervention=[]", *words])
    # An hour at the front line costs 36,400 / (52 x 35) = 20.
    assert Cost(money=1_000.0, pay=500.0, hours=30.0, covered=10.0).total(settings) == pytest.approx(1_900.0)


@pytest.mark.parametrize(
    ("reach", "tiers"),
    [
        ("everyone", (0, 1, 2, 3, 4)),
        ("front_line", (0,)),
        ("managers", (1, 2, 3, 4)),
        ("first_line_managers", (1,)),
        ("middle_managers", (2, 3)),
        ("senior_managers", (2, 3, 4)),
        ("director", (4,)),
        ((3, 1), (1, 3)),
    ],
)
def test_whom_a_reach_means_in_a_tree_of_five_tiers(reach: str | tuple[int, ...], tiers: tuple[int, ...]) -> None:
    assert tiers_named(reach, 5) == tiers
