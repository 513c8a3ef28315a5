"""Between what is set and the whole answer to it: what is on the screen says no more than what has come."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import TABLET, visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served, until

CANVASES = "[...document.querySelectorAll('#trees canvas')].map((one) => one.toDataURL())"
PICTURE = """async () => {
  const { store } = await import("/page/state/store.js");
  const { gapAt, has } = await import("/page/trees/moments.js");
  const { newestRequest } = await import("/page/state/actions.js");
  const { picture, week } = store.get();
  const number = document.querySelector(".gap-number").textContent;
  return {
    weeks: picture.arrays.gap.length, arm: picture.arm, newest: picture.id === newestRequest(), holds: has(picture, week),
    said: Number(number), gap: Math.abs(gapAt(picture, week)),
  };
}"""
# One answer of the server is given again in the moment in which something else is set: before that was sent.
ANSWERED_LATE = """async () => {
  const { store } = await import("/page/state/store.js");
  const { setDemand, newestRequest } = await import("/page/state/actions.js");
  const { receive } = await import("/page/state/arrivals.js");
  const { answer, pictureOfNow } = store.get();
  setDemand(1.05);
  receive(answer);
  receive({ ...pictureOfNow, id: answer.id });
  const { pending, pictureOfNow: after } = store.get();
  return { pending, newest: newestRequest() === answer.id, kept: after === pictureOfNow };
}"""
# What is written on the picture that is saved, and on the screen, in a week in which the gap rounds another way.
SAVED = """async () => {
  const { store } = await import("/page/state/store.js");
  const { goToWeek } = await import("/page/state/actions.js");
  const { gapAt } = await import("/page/trees/moments.js");
  const { screenAsImage } = await import("/page/results/image.js");
  const { picture, story } = store.get();
  const gap = (week) => Math.round(picture.arrays.gap[week]);
  for (let week = 0; week < story.weeks; week += 1) {
    if (Math.abs(gap(week)) === Math.abs(gapAt(picture, week))) continue;
    goToWeek(week);
    await new Promise((done) => setTimeout(done));
    const pen = CanvasRenderingContext2D.prototype;
    const { fillText } = pen;
    const written = [];
    pen.fillText = function (text, ...more) { written.push(text); return fillText.call(this, text, ...more); };
    await screenAsImage(store.get());
    pen.fillText = fillText;
    return { written: written.join(" "), shown: document.querySelector(".gap-number").textContent };
  }
  return null;
}"""


# Messages of the kinds that `window.held` names wait until they are let go.
HOLDING = """
window.held = null;
const waiting = [];
const header = (data) => {
  const length = new DataView(data).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
};
const isHeld = ({ type, weeks }) => type === window.held && weeks !== 1;
window.WebSocket = class extends WebSocket {
  addEventListener(type, listener) {
    if (type !== "message") return super.addEventListener(type, listener);
    super.addEventListener(type, (event) => {
      if (window.held && typeof event.data !== "string" && isHeld(header(event.data))) waiting.push(() => listener(event));
      else listener(event);
    });
  }
};
window.letGo = () => {
  if (!waiting.length) return 0;
  window.held = null;
  const number = waiting.length;
  for (const pass of waiting.splice(0)) pass();
  return number;
};
"""


def let_go(screen: Screen) -> None:
    """Let what was held on the line arrive, once something is."""
    until(screen.page, lambda: screen.page.evaluate("window.letGo()"), "a message that was held")


@pytest.fixture(scope="module")
def between(browser: Browser, workshop: Served, story: Path) -> Iterator[Screen]:
    with visited(browser, workshop.address, TABLET, "blob:", "about:") as visit:
        visit.page.add_init_script(HOLDING)
        yield Screen(visit, story)


@pytest.fixture
def one_week(between: Screen, workshop: Served) -> Screen:
    """A lever has just been pulled: of its picture one week is there."""
    screen = between
    screen.open(workshop.address)
    screen.page.evaluate("window.held = 'picture'")
    screen.way("business_support", "Properly").click()
    until(screen.page, lambda: screen.page.evaluate(PICTURE)["weeks"] == 1, "a picture of one week")
    assert screen.page.evaluate(PICTURE)["arm"] == "changed"
    return screen


def test_another_week_is_never_drawn_of_a_picture_that_does_not_hold_it(one_week: Screen) -> None:
    screen = one_week
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    meanwhile = screen.page.evaluate(PICTURE)
    assert meanwhile["holds"]
    assert meanwhile["arm"] == "now", "the whole run that was there before, and named so"
    assert screen.button(re.compile("As now$")).get_attribute("aria-pressed") == "true"
    assert meanwhile["said"] == meanwhile["gap"]
    # A picture that is saved would name what is set under trees of what was set.
    screen.button("Picture of the screen (PNG)").click()
    screen.page.get_by_text("the trees of what is set are not on the screen yet").wait_for()
    let_go(screen)
    screen.settle()
    whole = screen.page.evaluate(PICTURE)
    assert (whole["arm"], whole["newest"], whole["holds"]) == ("changed", True, True)
    assert whole["said"] == whole["gap"]


def test_a_screen_that_is_frozen_with_one_week_gets_the_others(one_week: Screen) -> None:
    screen = one_week
    screen.button("Freeze").click()
    before = screen.page.evaluate(CANVASES)
    let_go(screen)
    until(screen.page, lambda: screen.page.evaluate(PICTURE)["weeks"] > 1, "all weeks")
    assert screen.page.evaluate(CANVASES) == before
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    assert screen.page.evaluate(PICTURE)["holds"]
    until(screen.page, lambda: screen.page.evaluate(CANVASES) != before, "the last week")


def test_what_is_hidden_with_one_week_is_a_whole_run_as_now(one_week: Screen) -> None:
    screen = one_week
    screen.button("Hide the result").click()
    hidden = screen.page.evaluate(PICTURE)
    assert (hidden["arm"], hidden["holds"]) == ("now", True)
    assert hidden["weeks"] > 1
    let_go(screen)
    screen.settle()
    screen.button("Reveal the result").click()
    screen.settle()


def test_tables_say_nothing_of_what_was_set_before_until_it_is_worked_out(between: Screen, workshop: Served) -> None:
    screen = between
    screen.open(workshop.address)
    screen.pull("business_support", "Properly")
    results = screen.region("Results")
    screen.button("Show as tables").click()
    assert results.get_by_role("table").count()
    screen.button("Hide the result").click()
    screen.pull("caseload_cap", "Properly")
    screen.page.evaluate("window.held = 'answer'")
    screen.button("Reveal the result").click()
    results.get_by_text("There is no answer yet.").wait_for()
    assert not results.get_by_role("table").count()
    let_go(screen)
    screen.settle()
    assert results.get_by_role("table").count()


def test_the_service_as_now_is_not_shown_under_another_demand_while_hidden(between: Screen, workshop: Served) -> None:
    screen = between
    screen.open(workshop.address)
    card = screen.region("Results").get_by_role("article").first
    screen.button("Hide the result").click()
    screen.pull("business_support", "Properly")
    assert "as now" in card.inner_text()
    screen.page.get_by_role("slider", name="Demand", exact=True).press("ArrowRight")
    screen.settle()
    assert "as now" not in card.inner_text()
    screen.button("Reveal the result").click()
    screen.settle()
    assert "as now" in card.inner_text()


def test_an_answer_that_comes_as_something_else_is_set_belongs_to_what_was_set(
    between: Screen, workshop: Served
) -> None:
    screen = between
    screen.open(workshop.address)
    assert screen.page.evaluate(ANSWERED_LATE) == {"pending": True, "newest": False, "kept": True}
    screen.settle()


def test_a_refused_explanation_takes_no_answer_away(between: Screen, workshop: Served) -> None:
    """Wishes to know why people left are counted apart: the number may be that of the scene on the screen."""
    screen = between
    screen.open(workshop.address)
    number = screen.settle()
    refused = {"type": "refused", "about": "leaving", "id": number, "words": "The table of cases is full."}
    screen.page.evaluate("async (told) => (await import('/page/state/arrivals.js')).receive(told)", refused)
    assert screen.state["answer"] == number


def test_an_address_that_is_pasted_is_followed_and_answered(between: Screen, workshop: Served) -> None:
    screen = between
    screen.open(workshop.address)
    number = screen.settle()
    scene = {"demand": 1, "shock": False, "goodwill": True, "levers": {}, "assumptions": {}}
    told = json.dumps({"scene": scene, "week": 90, "step": 1, "arm": "changed"}).encode()
    fragment = "v1." + base64.urlsafe_b64encode(told).decode().rstrip("=")
    screen.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
    until(screen.page, lambda: screen.state["week"] == 90, "the week of the address")
    assert screen.settle() > number
    assert (screen.state["scene"], screen.state["step"]) == (scene, 1)
    assert screen.page.evaluate(PICTURE)["arm"] == "changed"


def test_the_gap_on_a_saved_picture_is_that_of_the_screen(between: Screen, workshop: Served) -> None:
    screen = between
    screen.open(workshop.address)
    found = screen.page.evaluate(SAVED)
    assert found, "no week in which the two ways of rounding differ"
    said = found["written"].replace("\u2212", "-")
    assert f"believes: {found['shown']} points of 100" in said or f"believes: -{found['shown']} points of 100" in said
