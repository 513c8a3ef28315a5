"""How large a remedy is, in words: every kind has a size, with its unit, and what is not as packaged is said."""

import pytest

from sim.configuration.loader import load_settings
from sim.interventions.registry import REGISTRY
from sim.report.doses import Dose, doses_of
from sim.study.arms import arms_of


def dose(name: str, *words: str) -> Dose:
    settings = load_settings(["authority=training_team", f"intervention=[{name}]", "warmup_years=1", *words])
    (found,) = doses_of([settings])
    return found


def test_every_kind_says_how_large_it_is_by_settings_that_it_has() -> None:
    for kind, model in REGISTRY.items():
        assert model.size
        assert set(model.size) <= set(model.model_fields), kind


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_of_every_packaged_remedy_all_is_said_and_nothing_differs(kind: str) -> None:
    found = dose(kind)
    assert len(found.size) == len(REGISTRY[kind].size)
    assert all(one.partition(": ")[2] for one in found.size)
    assert found.when == "from the first week to the end"
    assert found.differs == ()


@pytest.mark.parametrize(
    ("kind", "size", "whom", "planned"),
    [
        ("more_posts", "further posts at full dose, as a share of the posts of week 0: 5%", "the front line, 8 posts",
         "GBP 19,600 a year in cash and pay; no hours of work"),
        ("pay_rise", "rise in pay at full dose, relative to what neighbours offer: 5%", "everyone, 12 posts",
         "GBP 35,382 a year in cash and pay; no hours of work"),
        ("manager_caseload", "cases that each manager holds at full dose, taken as they come: 3 cases",
         "all managers, 4 posts", "no cash; 1,178 hours of work a year"),
        ("rotation", "months in practice in each cycle: 12 months",
         "managers between team managers and the director, 2 posts",
         "GBP 77,616 a year in cash and pay; 1,178 hours of work a year, paid out of it"),
        ("drop_in_practice", "weeks of each cycle in which a manager drops in: 1 week", "the director, 1 post",
         "no cash; 35 hours of work a year"),
    ],
)  # fmt: skip
def test_size_reach_and_price_are_said_with_their_units(kind: str, size: str, whom: str, planned: str) -> None:
    found = dose(kind)
    assert size in found.size
    assert found.whom == whom
    assert found.planned == planned


def test_what_is_not_as_packaged_is_said_beside_the_packaged_value() -> None:
    at = "interventions.rotation"
    found = dose("rotation", f"{at}.months=6", f"{at}.dose=0.5", f"{at}.start_week=26", f"{at}.end_week=52")
    assert found.size[:2] == ("0.5 of the full measure", "months in practice in each cycle: 6 months")
    assert found.when == "from week 26 until week 52"
    assert set(found.differs) == {
        "dose 0.5 (default 1)",
        "start week 26 (default 0)",
        "end week 52 (default never)",
        "months 6 months (default 12 months)",
    }
    assert dose("manager_caseload", "interventions.manager_caseload.reach=[1]").differs == (
        "reach tier 1 (default all managers)",
    )


def test_a_dose_that_equal_cost_found_is_the_one_that_is_said() -> None:
    settings = load_settings(["authority=training_team", "intervention=[pay_rise]", "equal_cost=17691"])
    (found,) = doses_of(arm.settings for arm in arms_of(settings)[0])
    assert found.size[0] == "0.5 of the full measure"
    assert found.planned.startswith("GBP 17,691 a year")


def test_several_sizes_of_one_remedy_are_listed_and_of_many_the_least_and_the_most() -> None:
    def sizes(*months: int) -> Dose:
        words = ["authority=training_team", "intervention=[rotation]"]
        (found,) = doses_of(load_settings([*words, f"interventions.rotation.months={one}"]) for one in months)
        return found

    assert sizes(12, 3, 6).size[0] == "months in practice in each cycle: 3, 6 or 12 months"
    assert sizes(12, 3, 6).differs == ("months 3, 6 or 12 months (default 12 months)",)
    assert sizes(12, 3, 6).planned.startswith("GBP 19,404 to 77,616 a year in cash and pay; 294 to 1,178 hours")
    assert sizes(1, 2, 3, 4, 9).size[0] == "months in practice in each cycle: 1 to 9 months"


def test_a_placebo_is_a_remedy_of_its_own() -> None:
    settings = load_settings(["authority=training_team", "intervention=[rotation]", "placebos=true"])
    plain, placebo = doses_of(arm.settings for arm in arms_of(settings)[0])
    assert "placebo" not in plain.what
    assert "as a placebo: the same hours, from which nothing is learned" in placebo.what
