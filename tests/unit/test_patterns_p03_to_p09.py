"""Work to rule, two states, support or pay, a bridging role, surveys, inspections: what must hold, on few seeds."""

import sys
from pathlib import Path

import numpy as np
import pytest

PATTERNS = Path(__file__).parents[2] / "experiments" / "patterns"
MODULES = (
    "p03_work_to_rule",
    "p04_two_states",
    "p05_support_or_pay",
    "p07_principal_social_worker",
    "p08_survey",
    "p09_inspection",
)


@pytest.fixture(autouse=True)
def own_modules(monkeypatch):
    monkeypatch.syspath_prepend(str(PATTERNS))
    yield
    for name in ("measure", *MODULES):
        sys.modules.pop(name, None)


def test_hours_of_work_to_rule_are_the_arithmetic():
    import p03_work_to_rule

    pattern = p03_work_to_rule.measure(2)
    found = {one.what: one for one in (*pattern.measures, *pattern.ablation)}
    assert found["hours undone by each worker, first week, more than without"].estimate > 0.0
    off = next(one for one in pattern.measures if one.what == "the same, less what the arithmetic says")
    assert abs(off.estimate) < 1e-9
    assert found["further hours undone where nobody gave unpaid hours"].estimate == 0.0


def test_every_seed_of_a_setting_is_its_own():
    import p04_two_states

    weeks = 2 * p04_two_states.WEEKS_A_YEAR
    rows = np.zeros((2, weeks), [("open", float), ("posts", float)])
    rows["posts"] = 2.0
    rows["open"][1, weeks // 2 :] = 6.0
    assert p04_two_states.by_year(rows, "open cases").tolist() == [[0.0, 0.0], [0.0, 3.0]]


def test_a_difference_that_fades_is_not_a_lasting_one():
    import p04_two_states as p04

    years = np.arange(p04.PUSH_YEARS + p04.MUCH_LATER + 1)
    noise = 1.0 + 0.01 * np.arange(4)[:, None]

    def seen(curve: np.ndarray) -> p04.Answer:
        return p04.Answer(True, True, dict.fromkeys(p04.STATES, noise * curve))

    fading, staying = seen(0.8**years), seen(np.ones(len(years)))
    assert p04.differing(fading) == p04.differing(staying) == set(p04.STATES)
    assert p04.lasting(fading) == set()
    assert p04.lasting(staying) == set(p04.STATES)


def test_sampled_settings_stay_within_what_is_allowed():
    import p04_two_states

    points, names = p04_two_states.sample(3)
    assert len(points[0].place) == len(names)
    for point in points:
        type(point.settings).model_validate(point.settings.model_dump())


def test_support_and_pay_cost_the_same_and_break_even_between_the_slopes():
    import p05_support_or_pay as p05

    settings = p05.arms()
    prices = {
        name: sum(one.cost(arm).total(arm) for one in arm.interventions.values())
        for name, arm in settings.items()
        if arm.interventions
    }
    assert max(prices.values()) == pytest.approx(min(prices.values()))
    pay = -np.tile(p05.SLOPES, (3, 1))
    assert p05.break_even("", np.full(3, -1.25), pay).estimate == pytest.approx(1.25)
    assert p05.break_even("", np.full(3, -9.0), pay).estimate == np.inf
    assert p05.break_even("", np.full(3, 1.0), pay).estimate == -np.inf


def test_a_voice_past_the_line_moves_nothing_where_managers_take_nothing_in():
    import p07_principal_social_worker as p07

    settings, most = p07.arms(), p07.name_of(2.0, 1.0, 0.2)
    chosen = {name: settings[name] for name in ("nobody", most, "deaf: nobody", "deaf")}
    found = {name: p07.summaries(tallies) for name, tallies in p07.runs_of(chosen, 2).items()}
    assert (found["deaf"]["relief"] == found["deaf: nobody"]["relief"]).all()
    assert (found[most]["optimism"] < found["nobody"]["optimism"]).all()


def test_nobody_expects_anything_where_no_reply_ever_comes():
    import p08_survey

    world = p08_survey.arms()["nothing expected: never"]
    assert (p08_survey.expected_replies(world, 2) < 0.01).all()


def test_arms_are_one_until_inspectors_are_prepared_for():
    import p09_inspection as p09

    settings = p09.arms()
    runs = p09.runs_of({name: settings[name] for name in ("announced", "surprise")}, 3)
    places = p09.first_inspections(runs["announced"])
    assert places
    assert places == p09.first_inspections(runs["surprise"])
    dip = p09.around(runs["announced"]["real_state"] - runs["surprise"]["real_state"], places)
    prepared = settings["announced"].mechanism.inspection.preparation_weeks
    assert (dip[:, : p09.INSPECTED - prepared] == 0.0).all()
    assert dip[:, p09.INSPECTED].mean() < 0.0
