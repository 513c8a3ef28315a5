"""Arms of the three designs, their names, and doses at equal cost."""

from collections.abc import Callable

import pytest

from sim.errors import UserError
from sim.interventions.base import Cost
from sim.interventions.upward_appraisal import UpwardAppraisal
from sim.settings.study import Settings
from sim.study.arms import arms_of, at_cost

Build = Callable[..., Settings]
THREE = "intervention=[upward_appraisal,manager_caseload,more_posts]"


@pytest.fixture
def three(build: Build) -> Callable[..., Settings]:
    return lambda *words: build("authority=small_unitary", THREE, *words)


@pytest.mark.parametrize(
    ("design", "names"),
    [
        ("each", ["manager_caseload", "more_posts", "upward_appraisal"]),
        ("together", ["manager_caseload+more_posts+upward_appraisal"]),
        (
            "factorial",
            [
                "manager_caseload",
                "more_posts",
                "upward_appraisal",
                "manager_caseload+more_posts",
                "manager_caseload+upward_appraisal",
                "more_posts+upward_appraisal",
                "manager_caseload+more_posts+upward_appraisal",
            ],
        ),
    ],
)
def test_the_arms_of_a_design(three: Callable[..., Settings], design: str, names: list[str]) -> None:
    settings = three().model_copy(update={"design": design})
    arms, notes = arms_of(settings)
    assert [arm.name for arm in arms] == ["baseline", *names]
    assert notes == []
    for arm in arms[1:]:
        assert "+".join(sorted(arm.settings.interventions)) == arm.name
        assert arm.settings.without_interventions() == arms[0].settings
        assert arm.against == "baseline"
    assert arms[0].settings.interventions == {}


def test_the_order_of_the_list_makes_no_difference(build: Build) -> None:
    one, _ = arms_of(build("authority=small_unitary", "intervention=[rotation,more_posts]"))
    other, _ = arms_of(build("authority=small_unitary", "intervention=[more_posts,rotation]"))
    assert one == other


def test_nothing_to_compare_is_said(build: Build) -> None:
    with pytest.raises(UserError, match="nothing to compare"):
        arms_of(build("authority=small_unitary"))


def test_an_intervention_cannot_be_called_baseline(three: Callable[..., Settings]) -> None:
    settings = three()
    taken = settings.model_copy(update={"interventions": {"baseline": settings.interventions["more_posts"]}})
    with pytest.raises(UserError, match="baseline"):
        arms_of(taken)


def test_too_many_combinations_are_refused_before_any_is_made(three: Callable[..., Settings]) -> None:
    settings = three().model_copy(update={"design": "factorial"})
    many = {f"posts_{index}": settings.interventions["more_posts"] for index in range(40)}
    with pytest.raises(UserError, match="design: factorial"):
        arms_of(settings.model_copy(update={"interventions": many}))


def test_equal_cost_is_equal_where_it_can_be(three: Callable[..., Settings]) -> None:
    settings = three().model_copy(update={"equal_cost": 20_000.0})
    arms, notes = arms_of(settings)
    reached = [
        arm for arm in arms[1:] if any(note.startswith(arm.name) and "so that it costs" in note for note in notes)
    ]
    assert len(reached) >= 2
    for arm in reached:
        (intervention,) = arm.settings.interventions.values()
        assert intervention.cost(settings).total(settings) == pytest.approx(20_000.0)
        assert 0.0 < intervention.dose < 1.0


def test_equal_cost_says_where_the_full_dose_costs_less(three: Callable[..., Settings]) -> None:
    arms, notes = arms_of(three().model_copy(update={"equal_cost": 1e9}))
    assert all(next(iter(arm.settings.interventions.values())).dose == 1.0 for arm in arms[1:])
    said = [note.split(":")[0] for note in notes if "NOT equal" in note]
    assert said == ["manager_caseload", "more_posts", "upward_appraisal"]


def test_equal_cost_of_combined_arms_is_said_to_add_up(three: Callable[..., Settings]) -> None:
    _, notes = arms_of(three().model_copy(update={"equal_cost": 20_000.0, "design": "together"}))
    assert any("combines several" in note for note in notes)


def test_a_dose_of_zero_stays_zero(three: Callable[..., Settings]) -> None:
    settings = three("interventions.more_posts.dose=0.0")
    dosed, note = at_cost(settings.interventions["more_posts"], 20_000.0, settings)
    assert dosed.dose == 0.0
    assert "0" in note


class Curved(UpwardAppraisal):
    """Costs the square of its dose, GBP 1,000 at most."""

    def cost(self, settings: Settings) -> Cost:
        return Cost(money=1000.0 * self.dose * self.dose)


class Stepped(UpwardAppraisal):
    """Costs GBP 1,000 from half a dose up, and nothing below."""

    def cost(self, settings: Settings) -> Cost:
        return Cost(money=1000.0 if self.dose >= 0.5 else 0.0)


class Fixed(UpwardAppraisal):
    """Costs nothing."""

    def cost(self, settings: Settings) -> Cost:
        return Cost()


def test_a_cost_that_is_not_linear_in_the_dose_is_searched(three: Callable[..., Settings]) -> None:
    settings = three()
    values = settings.interventions["upward_appraisal"].model_dump()
    dosed, note = at_cost(Curved.model_validate(values), 250.0, settings)
    assert dosed.dose == pytest.approx(0.5)
    assert note == "runs at dose 0.5, so that it costs GBP 250 a year"
    _, note = at_cost(Stepped.model_validate(values), 250.0, settings)
    assert "no dose costs GBP 250" in note
    kept, note = at_cost(Fixed.model_validate(values), 250.0, settings)
    assert kept.dose == values["dose"]
    assert "costs nothing" in note


def test_a_placebo_stands_beside_what_has_one(three: Callable[..., Settings]) -> None:
    arms, _ = arms_of(three().model_copy(update={"placebos": True}))
    names = [arm.name for arm in arms]
    assert "manager_caseload_placebo" in names
    assert "more_posts_placebo" not in names


def test_a_reader_is_warned_of_few_replicates_and_of_an_early_end(three: Callable[..., Settings]) -> None:
    settings = three("replicates=4", "years=2", "interventions.more_posts.end_week=60")
    _, notes = arms_of(settings)
    assert any(note.startswith("4 replicates are few") for note in notes)
    assert any("more_posts ends in week 60" in note and "weeks 52 to 103" in note for note in notes)
    with pytest.raises(UserError, match="replicates: 1"):
        arms_of(settings.model_copy(update={"replicates": 1}))


def test_the_first_year_of_an_arm_begins_when_it_starts(three: Callable[..., Settings]) -> None:
    arms, _ = arms_of(three("interventions.more_posts.start_week=30"))
    assert {arm.name: arm.start_week for arm in arms}["more_posts"] == 30
    assert arms[0].start_week == 0


def test_many_together_are_called_by_their_number_and_named_in_a_note(build: Build) -> None:
    settings = build("authority=small_unitary", "intervention=all").model_copy(
        update={"design": "together", "placebos": True}
    )
    arms, notes = arms_of(settings)
    count = len(settings.interventions)
    assert [arm.name for arm in arms] == ["baseline", f"{count}_together", f"{count}_together_placebo"]
    assert f"{count}_together is {', '.join(sorted(settings.interventions))}" in notes
