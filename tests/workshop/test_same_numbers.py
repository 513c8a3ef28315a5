"""What the workshop shows is what the model gives: by hand, week by week, and by the command that stands on the screen."""

import asyncio
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lines import line

import sim
from sim.cli import main
from sim.state import ACTING, AGENCY, PERMANENT, VACANT

SCENE = {"demand": 1.15, "levers": {"business_support": {"mode": "add_on", "dose": 0.75}}, "goodwill": True}
KINDS = {VACANT: 0, PERMANENT: 1, AGENCY: 2, ACTING: 3}


async def seen(address: str, scene: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The last answer to a scene, and its picture of each arm."""
    async with line(address) as screen:
        answer = await screen.answer(1, scene)
        pictures = {}
        for number, arm in ((2, "now"), (3, "changed")):
            await screen.say("show", id=number, scene=scene, arm=arm, week=0)
            while (picture := await screen.next(type="picture", id=number))["weeks"] == 1:
                pass
            pictures[arm] = picture
        return answer, pictures


@pytest.mark.parametrize(
    "scene",
    [
        {"demand": 1.15},
        {"demand": 1.0, "shock": True},
        {"demand": 1.15, "levers": {"business_support": {"dose": 0.0}, "caseload_cap": {"dose": 0.0}}},
        {"demand": 1.2, "assumptions": {"mechanism.reporting.passing": 0.4}},
    ],
    ids=str,
)
def test_where_nothing_is_changed_nothing_differs(workshop, scene: dict[str, Any]) -> None:
    """Every difference is exactly 0, and the changed arm is the service as now to the last bit."""
    answer, pictures = asyncio.run(seen(workshop[0], scene))
    arrays = answer["arrays"]
    assert (arrays["difference"] == 0.0).all()
    assert np.array_equal(arrays["level"][:, 0], arrays["level"][:, 1])
    assert arrays["series"][:, :3].tobytes() == arrays["series"][:, 3:].tobytes()
    assert {words["way"] for words in answer["words"]} == {"same"}
    for name, values in pictures["now"]["arrays"].items():
        assert values.tobytes() == pictures["changed"]["arrays"][name].tobytes(), name


def test_before_the_change_both_arms_are_the_same_to_the_last_bit(workshop) -> None:
    """And afterwards they are not."""
    week = workshop[1].stage.story.change_week
    answer, pictures = asyncio.run(seen(workshop[0], SCENE))
    series = answer["arrays"]["series"]
    assert series[:, :3, :week].tobytes() == series[:, 3:, :week].tobytes()
    assert series[:, :3, week:].tobytes() != series[:, 3:, week:].tobytes()
    differ = set()
    for name, values in pictures["now"]["arrays"].items():
        changed = pictures["changed"]["arrays"][name]
        assert values[:week].tobytes() == changed[:week].tobytes(), name
        if values[week:].tobytes() != changed[week:].tobytes():
            differ.add(name)
    assert {"strain", "kind", "unit_strain", "unit_belief", "gap"} <= differ


@pytest.mark.parametrize("arm", ["now", "changed"])
def test_the_picture_is_the_model_stepped_by_hand(workshop, arm: str) -> None:
    """The same seed and settings in `sim.OrganisationModel`, week by week: strain, kind and belief of everybody."""
    _, inside = workshop
    scene = SCENE
    picture = asyncio.run(seen(workshop[0], scene))[1][arm]
    from sim.workshop.scene import read_scene

    settings = inside.stage.settings(read_scene(scene))
    if arm == "now":
        settings = settings.without_interventions()
    model = sim.OrganisationModel(settings, seed=picture["seed"])
    arrays = picture["arrays"]
    posts, units = model.posts, model.units
    front = posts["tier"] == 0
    managers = units["manager"]
    for week in range(settings.weeks):
        model.step()
        there = posts["kind"] != VACANT
        strain = np.where(there, np.rint(250 * posts["strain"]), 255)[front]
        assert np.array_equal(arrays["strain"][week], strain), week
        kinds = np.array([KINDS[int(kind)] for kind in posts["kind"]])
        drawn = (posts["established"] == 1) | there
        assert np.array_equal(arrays["kind"][week], np.where(drawn, kinds, 4)), week
        belief = np.where(there[managers], posts["belief"][managers], np.nan).astype(np.float32)
        assert np.array_equal(arrays["unit_belief"][week], belief, equal_nan=True), week
        assert np.array_equal(arrays["unit_strain"][week], units["strain"].astype(np.float32)), week


def test_the_command_on_the_screen_gives_the_numbers_on_it(workshop, tmp_path: Path) -> None:
    """`coalface compare` with the words of the answer: means and intervals of the last year, to the last digit written."""
    _, inside = workshop
    answer = asyncio.run(seen(workshop[0], SCENE))[0]
    words = shlex.split(answer["command"])
    assert words[:2] == ["coalface", "compare"]
    assert main([*words[1:], f"out={tmp_path / 'out'}", "threads=2"]) == 0
    table = pd.read_csv(tmp_path / "out" / "comparison.csv")
    assert table["arm"].nunique() == 1
    by_outcome = table.set_index("outcome")
    assert answer["runs"] == int(table["replicates"].max())
    for place, chart in enumerate(inside.stage.story.charts):
        row = by_outcome.loc[chart.name]
        shown = [*answer["arrays"]["difference"][place], *answer["arrays"]["level"][place]]
        told = row[["difference", "ci_low", "ci_high", "baseline", "mean"]].to_numpy(dtype=float)
        assert np.array_equal(shown, told, equal_nan=True), chart.name
