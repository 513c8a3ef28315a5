"""One screen: what a room looks at is seen without scrolling; paper has its own measure; large services are legible."""

from pathlib import Path

import pytest
from browsing import visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served

SIZES = [(1600, 900), (1440, 900), (1366, 768), (1280, 800)]
LARGE = [(1600, 900), (1280, 800)]
# What of the screen is not wholly within the window, by the names of its parts.
OUTSIDE = """(wanted) => wanted.filter((one) => {
  const found = [...document.querySelectorAll(one)];
  return !found.length || found.some((node) => {
    const box = node.getBoundingClientRect();
    return !box.width || !box.height || box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
  });
})"""
ALWAYS = [
    "h1",
    "#story .steps",
    "#story .say",
    "#trees canvas",
    ".gap-number",
    "#time input",
    ".play",
    ".date",
    "#arms",
]
# Words of the cards that stand on two lines, and cards whose words reach over their edge.
BROKEN = """() => {
  const found = [];
  const range = document.createRange();
  for (const card of document.querySelectorAll(".card")) {
    if (!card.checkVisibility()) continue;
    if (card.scrollWidth > card.clientWidth) found.push(`${card.dataset.name} is too narrow`);
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent.checkVisibility() || getComputedStyle(parent).clipPath !== "none") continue;
      for (const word of node.textContent.matchAll(/\\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) found.push(`${card.dataset.name}: ${word[0]}`);
      }
    }
  }
  return found;
}"""
# The table of scenes, scrolled to its end: where its last row and its head stand, and what of it is wider than its place.
SCROLLED = """() => {
  const panel = document.querySelector("#scenes");
  panel.scrollTop = panel.scrollHeight;
  const at = (one) => panel.querySelector(one).getBoundingClientRect();
  const { top, bottom } = panel.getBoundingClientRect();
  const found = { top, bottom, last: at(".slots").bottom, head: at("thead th:last-child").top,
    beyond: panel.scrollWidth - panel.clientWidth };
  panel.querySelector("tbody").lastElementChild.scrollIntoView({ block: "end" });
  found.last = Math.max(found.last, at("tbody tr:last-child").bottom);
  panel.scrollTop = 0;
  return found;
}"""
FAMILIES = '.card[data-group="families"]'
# Places of what can be reached by keyboard, in the order in which it is: which part of the screen it stands in.
PARTS = """() => [...document.querySelectorAll("#screen :is(button, select, input, [tabindex='0'])")]
  .filter((one) => one.checkVisibility()).map((one) => one.closest("#top, #levers, #stage, #foot, #bar").id)
  .filter((part, at, all) => part !== all[at - 1])"""
# Size of what is drawn on and of the place it is drawn for, while it is printed and afterwards.
PAPER = """() => {
  const sizes = () => [...document.querySelectorAll(".chart")].map((place) => {
    const canvas = place.querySelector("canvas");
    return [canvas.width / devicePixelRatio, place.clientWidth, canvas.height / devicePixelRatio, place.clientHeight];
  });
  window.dispatchEvent(new Event("beforeprint"));
  const printed = { sizes: sizes(), wide: document.querySelector("main").clientWidth };
  window.dispatchEvent(new Event("afterprint"));
  return { ...printed, back: document.documentElement.classList.contains("one-screen") };
}"""
# A service of 150 teams on a canvas of a laptop, and one of 4.
LARGE_SERVICE = """async () => {
  const { arrange } = await import("/page/trees/places.js");
  const grown = (spans) => {
    const units = [], posts = [];
    const add = (tier, parent) => {
      const unit = { unit: units.length, tier, parent, manager: 0 };
      units.push(unit);
      if (tier === 1) {
        unit.first = posts.length;
        for (let post = 0; post < 5; post++) posts.push({ tier: 0, unit: -1 });
        unit.last = posts.length;
      } else for (let below = 0; below < spans[tier - 2]; below++) add(tier - 1, unit.unit);
      unit.manager = posts.push({ tier, unit: unit.unit }) - 1;
    };
    add(spans.length + 1, -1);
    return { units, posts };
  };
  return [[3, 5, 5, 2], [2, 2]].map((spans) => {
    const story = grown(spans);
    const { tiles, fronts, half } = arrange(story, new Uint8Array(story.posts.length).fill(1), 350, 300);
    return { tiles, fronts: fronts.length, teams: story.units.filter((unit) => unit.tier === 1).length,
      least: Math.min(...[...fronts].map((row) => half[row])) };
  });
}"""


@pytest.fixture
def wall(browser: Browser, workshop: Served, story: Path):
    """The page at the size of a projector."""
    with visited(browser, workshop.address, 1600) as visit:
        screen = Screen(visit, story)
        screen.settle()
        yield screen


def test_a_room_sees_everything_without_scrolling(wall: Screen) -> None:
    for width, height in SIZES:
        wall.page.set_viewport_size({"width": width, "height": height})
        wall.page.wait_for_timeout(150)
        assert wall.page.evaluate(OUTSIDE, [*ALWAYS, FAMILIES, ".lever"]) == [], (width, height)
        high = wall.page.locator(".lever").evaluate_all("all => all.map((one) => one.offsetHeight)")
        assert min(high) >= 44
        assert max(high) < 60, "each in one row"
    assert wall.page.evaluate(PARTS) == ["top", "levers", "stage", "foot", "bar"], "the keyboard goes as the eye does"
    wall.page.keyboard.press("p")
    for width, height in LARGE:
        wall.page.set_viewport_size({"width": width, "height": height})
        wall.page.wait_for_timeout(150)
        assert wall.page.evaluate(OUTSIDE, ALWAYS) == [], (width, height)
        boxes = [wall.card(chart.name).bounding_box() for chart in wall.story.charts]
        within = [box for box in boxes if box and box["x"] >= 0 and box["x"] + box["width"] <= width]
        assert 2 <= len(within) <= 3
        assert all(box["y"] + box["height"] <= height for box in within)


def test_a_panel_stands_by_the_results_and_the_window_may_change(wall: Screen) -> None:
    wall.button("Poll").click()
    assert wall.page.evaluate(OUTSIDE, ["#poll", "#trees canvas"]) == []
    assert wall.page.evaluate("document.activeElement.id") == "poll"
    wall.page.keyboard.press("Escape")
    assert wall.page.locator("#below > #poll").count() == 1
    wall.button("Middle").click()
    wall.page.set_viewport_size({"width": 700, "height": 900})
    wall.page.locator("#middle + #stage").wait_for()
    assert wall.page.locator("#head > #tools, #time #speed, #time #time-more, #story #notes-button").count() == 4
    wall.page.set_viewport_size({"width": 1600, "height": 900})
    wall.page.locator("#foot > #middle + #strip").wait_for()
    assert wall.visit.complaints == []


def test_beside_the_table_of_scenes_the_trees_keep_their_room(wall: Screen) -> None:
    wall.pull("caseload_cap", "Properly")
    for letter in "ABC":
        wall.button(f"Keep as {letter}").evaluate("one => one.click()")
    wall.button("Scenes").click()
    for large, sizes in ((False, SIZES), (True, LARGE)):
        if large:
            wall.page.keyboard.press("p")
        for width, height in sizes:
            wall.page.set_viewport_size({"width": width, "height": height})
            wall.page.wait_for_timeout(150)
            seen = (width, height, large)
            assert wall.page.evaluate(OUTSIDE, [*ALWAYS, "#scenes thead th:last-child"]) == [], seen
            assert min(wall.page.locator(".field").evaluate_all("all => all.map((one) => one.offsetHeight)")) >= 125, (
                seen
            )
            assert wall.visit.sideways <= 0
            assert not wall.region("Results").is_visible(), seen
            # What of the table has no room is scrolled to, under its heads.
            moved = wall.page.evaluate(SCROLLED)
            assert moved["last"] <= moved["bottom"] + 1, seen
            assert moved["head"] >= moved["top"] - 1, seen
            assert moved["beyond"] <= 0, seen
    # The table has the room of the cards, and gives it back.
    assert not wall.region("Results").is_visible()
    wall.page.keyboard.press("p")
    wall.button("\u2713 Scenes").click()
    wall.card("cost").wait_for()
    assert wall.page.evaluate(BROKEN) == []
    drawn = (
        wall.card("cost")
        .locator("canvas")
        .first.evaluate("one => one.width / devicePixelRatio - one.parentElement.clientWidth")
    )
    assert abs(drawn) <= 1


def test_no_word_of_a_card_is_broken_however_narrow_the_strip(wall: Screen) -> None:
    wall.pull("caseload_cap", "Properly")
    assert "cases" in wall.card("unallocated_cases").locator(".verdict").inner_text()
    wall.button("Middle").click()
    for large in (False, True):
        if large:
            wall.page.keyboard.press("p")
        for width, height in [*SIZES, (390, 844), (320, 700)]:
            assert wall.page.locator(".card:visible").count(), "there are cards to be read"
            wall.page.set_viewport_size({"width": width, "height": height})
            wall.page.wait_for_timeout(100)
            assert wall.page.evaluate(BROKEN) == [], (width, height, large)


def test_charts_are_measured_for_paper(wall: Screen) -> None:
    paper = wall.page.evaluate(PAPER)
    assert paper["wide"] <= 718, "A4 less its margins"
    assert len(paper["sizes"]) == len(wall.story.charts)
    for drawn, wide, tall, high in paper["sizes"]:
        assert (drawn, tall) == (pytest.approx(wide, abs=1), pytest.approx(high, abs=1))
    assert paper["back"]


def test_teams_of_a_large_service_are_tiles_that_stand_apart(wall: Screen) -> None:
    large, small = wall.page.evaluate(LARGE_SERVICE)
    assert large["teams"] == len(large["tiles"]) == 150
    assert large["fronts"] == 0
    for tile in large["tiles"]:
        assert min(tile["width"], tile["height"]) >= 5
        assert 0 <= tile["x"] <= 350 - tile["width"]
        assert 0 <= tile["y"] <= 300 - tile["height"]
    for place, one in enumerate(large["tiles"]):
        for other in large["tiles"][place + 1 :]:
            apart = max(abs(one[axis] - other[axis]) - one[size] for axis, size in (("x", "width"), ("y", "height")))
            assert apart > 0.5
    assert (small["tiles"], small["fronts"]) == ([], 20)
    assert 2 * small["least"] >= 5
