"""The workshop as one file, opened from disk without a network: all that it offers, with the numbers of the engine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from browsing import TABLET, Visit, visited
from playwright.sync_api import Browser
from workshop_screen import FEW, Screen, decimals, until, written

from sim.cli import main
from sim.workshop.export import demands_of, scenes_of
from sim.workshop.pairs import Answered, Pairs
from sim.workshop.results import arrays_of, words_of
from sim.workshop.scene import Stage
from sim.workshop.story import Scene, read_story

# The answer and the picture that the page holds, as text.
HELD = """async () => {
  const { store } = await import("page/state/store.js");
  const { answer, picture } = store.get();
  const list = (array) => Array.from(array, (value) => (Number.isNaN(value) ? null : value));
  const { series, difference, level } = answer.arrays;
  const { strain, kind, known_vacant, cases, exhaustion, since, unit_belief, strain_all, belief_top, poll } = picture.arrays;
  const of = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, list(array)]));
  return JSON.stringify({
    words: answer.words, runs: answer.runs, command: answer.command, arm: picture.arm, seed: picture.seed,
    answer: of({ series, difference, level }),
    whole: of({ strain, kind, known_vacant, cases, exhaustion, since }),
    real: of({ unit_belief, strain_all, belief_top, poll }),
  });
}"""
# The shades of the trees are kept in steps of 1/512.
STEP = 1 / 512


@pytest.fixture(scope="module")
def engine(story: Path) -> Iterator[Pairs]:
    pairs = Pairs(Stage(read_story(story)), threads=2)
    for _ in pairs.choose_shown():
        pass
    yield pairs
    pairs.close()


@pytest.fixture(scope="module")
def file(story: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stick") / "The workshop.html"
    assert main(["workshop", str(story), "--export", str(made)]) == 0
    assert made.stat().st_size < 15e6
    return made


@pytest.fixture(scope="module")
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    with visited(browser, file, TABLET, "blob:", "data:") as seen:
        seen.page.context.set_offline(True)
        yield seen


@pytest.fixture
def screen(visit: Visit, story: Path, file: Path) -> Screen:
    return Screen(visit, story).open(file.as_uri())


def answered(engine: Pairs, scene: dict[str, Any]) -> Answered:
    *_, last = engine.answers(Scene.model_validate(scene), Event())
    return last


def same(held: list[Any], values: np.ndarray, within: float = 0.0) -> bool:
    found = np.array(held, dtype=float)
    return np.allclose(found, values.ravel().astype(float), rtol=0, atol=within, equal_nan=True)


def assert_holds(screen: Screen, engine: Pairs) -> str:
    """The page shows the numbers of the engine for what is set; the scene as a key."""
    screen.settle()
    scene, held = screen.state["scene"], json.loads(screen.page.evaluate(HELD))
    found = answered(engine, scene)
    arrays = arrays_of(found)
    for name, values in arrays.items():
        assert same(held["answer"][name], values), (scene, name)
    assert held["words"] == words_of(arrays["difference"], FEW)
    assert held["seed"] == engine.shown
    picture = found.picture if held["arm"] == "changed" else found.picture_of_now
    for name, values in held["whole"].items():
        assert same(values, picture.arrays[name]), (scene, name)
    for name, values in held["real"].items():
        assert same(values, picture.arrays[name], STEP), (scene, name)
    for index, chart in enumerate(screen.story.charts):
        text = screen.card(chart.name).inner_text()
        if held["words"][index]["way"] == "same":
            assert "no change" in text
            continue
        # A card that is read aloud says it in a sentence.
        shown = re.search(r"95%: (\S+) to (\S+)", text) or re.search(r"between (\S+) and (\S+) \(95%", text)
        assert shown, text
        digits = decimals(shown[1])
        assert shown.groups() == tuple(written(end, digits, True) for end in arrays["difference"][index, 1:])
    return Scene.model_validate(scene).model_dump_json()


def test_every_combination_that_it_offers_has_the_numbers_of_the_engine(screen: Screen, engine: Pairs) -> None:
    found = set()
    story = screen.story
    demand = screen.page.get_by_role("slider", name="Demand", exact=True)
    offered = demands_of(engine.stage)
    assert (float(demand.get_attribute("min") or 0), float(demand.get_attribute("max") or 0)) == (
        offered[0],
        offered[-1],
    )
    demand.press("Home")
    for place in range(len(offered)):
        if place:
            demand.press("ArrowRight")
        found.add(assert_holds(screen, engine))
        for lever in story.levers:
            dose = screen.lever(lever.name).get_by_role("slider", name="Dose", exact=True)
            for way in ("Properly", *(["As an add-on"] if lever.add_on_words else [])):
                screen.way(lever.name, way).click()
                found.add(assert_holds(screen, engine))
            # A dose is all or nothing here: the page offers no other.
            assert [dose.get_attribute(name) for name in ("min", "max", "step")] == ["0", "1", "1"]
            screen.way(lever.name, "Off").click()
        for title in (story.goodwill.title, story.shock.title):
            screen.switch(title).click()
            found.add(assert_holds(screen, engine))
            screen.switch(title).click()
    assert len(found) == 3 * (1 + 4 + 3 + 2)
    for _ in story.steps[1:]:
        screen.page.keyboard.press("ArrowRight")
        screen.settle()
        if not screen.state["hidden"]:
            found.add(assert_holds(screen, engine))
    assert found >= {scene.model_dump_json() for scene in scenes_of(engine.stage)}


def test_both_arms_predicting_and_what_it_does_not_hold(screen: Screen, engine: Pairs) -> None:
    screen.way("business_support", "Properly").click()
    assert_holds(screen, engine)
    screen.button("As now").click()
    screen.settle()
    assert json.loads(screen.page.evaluate(HELD))["arm"] == "now"
    assert_holds(screen, engine)
    screen.button("Hide the result").click()
    screen.settle()
    assert "95%: " not in screen.region("Results").inner_text()
    screen.button("Reveal the result").click()
    screen.settle()
    screen.way("caseload_cap", "Properly").click()
    message = screen.page.get_by_text(re.compile("^This file holds one lever at a time"))
    message.wait_for()
    # Figures of what was set before do not stand under it.
    results = screen.region("Results").inner_text()
    assert "95%: " not in results
    assert "What you have set has no answer here" in results
    for chart in screen.story.charts:
        card = screen.card(chart.name).inner_text()
        assert "not in this file" in card
        assert "undo, or set it in the full workshop" in card
    assert "…" not in results
    # Nothing of before is announced either, and the trees of another scene do not stand for this one.
    announced = screen.region("Results").get_by_role("status")
    assert announced.inner_text().startswith("What you have set: not in this file.")
    assert not screen.page.locator("#trees canvas:visible, .gap-number:visible, .figure-number:visible").count()
    assert screen.page.locator(".waiting-words").all_inner_texts() == ["There is no picture of what you have set."] * 2
    screen.button("↶ Undo").click()
    assert_holds(screen, engine)
    assert announced.inner_text().startswith("Results are ready")
    assert screen.page.locator("#trees canvas:visible").count() == 2
    assert not screen.page.locator(".waiting-words:visible").count()
    screen.way("caseload_cap", "Properly").click()
    message.wait_for()
    screen.way("business_support", "Off").click()
    assert_holds(screen, engine)
    assert not screen.region("Assumptions").get_by_role("slider").count(), "nothing is offered that it cannot answer"


def test_what_is_frozen_follows_once_it_is_let_go(screen: Screen) -> None:
    screen.button("Freeze").click()
    screen.way("business_support", "Properly").click()
    screen.page.wait_for_timeout(300)
    assert screen.state["answer"] != screen.page.evaluate(
        "import('page/state/actions.js').then((m) => m.newestRequest())"
    )
    screen.button(re.compile("Freeze$")).click()
    screen.settle()
    screen.way("business_support", "Off").click()
    screen.settle()


def test_from_disk_it_asks_for_nothing_complains_of_nothing_and_keeps_nothing(
    screen: Screen, visit: Visit, file: Path
) -> None:
    screen.page.get_by_role("combobox", name="Step of the story", exact=True).select_option("5")
    screen.settle()
    with screen.page.expect_download() as waiting:
        screen.button("Results (CSV)").click()
    assert waiting.value.suggested_filename.endswith(".csv")
    with screen.page.expect_popup() as popup:
        screen.button("Trainer's notes").click()
    popup.value.get_by_role("heading", name=re.compile("^6 of 10")).wait_for()
    popup.value.close()
    screen.button("Play").click()
    screen.button("Pause").click()
    assert {address.partition("#")[0] for address in visit.asked if not address.startswith(("data:", "blob:"))} == {
        file.as_uri()
    }
    assert visit.lines == []
    assert visit.refused == []
    assert visit.complaints == []
    assert visit.page.context.cookies() == []
    assert visit.findings() == []
    text = file.read_text(encoding="utf-8")
    elsewhere = re.findall(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//[^"')\s]+""", text)
    assert elsewhere == []


def test_its_address_opens_it_as_it_stands(
    screen: Screen, visit: Visit, browser: Browser, story: Path, file: Path
) -> None:
    screen.way("manager_caseload", "As an add-on").click()
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    screen.settle()
    cards = screen.region("Results").inner_text()
    until(screen.page, lambda: "#v1." in screen.page.url and _week(screen) == 207, "the address")
    with visited(browser, file, TABLET, "blob:", "data:") as other:
        other.page.goto("about:blank")
        other.page.goto(screen.page.url)
        again = Screen(other, story)
        again.settle()
        assert again.region("Results").inner_text() == cards
        assert again.state["scene"] == screen.state["scene"]


def _week(screen: Screen) -> int | None:
    text = screen.page.url.partition("#v1.")[2].replace("-", "+").replace("_", "/")
    told = json.loads(screen.page.evaluate("text => atob(text)", text + "=" * (-len(text) % 4)))
    return told["week"] if told["scene"]["levers"] else None
