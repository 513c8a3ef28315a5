"""What a step puts on one screen: a question with hands to count, what the room said beside what came of it, the large card."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served

SIZES = [(1600, 900), (1366, 768), (1280, 800)]
# Pixels of height that the two trees keep, whatever is up: below them squares bear no numbers, and a team is a bar.
LEAST = 125
PANELS = ["predict", "poll", "middle", "exits", "scenes", "take", "drawer"]
# The least height of the two trees, and by how much what is up is higher than its room.
ROOM = """() => ({
  trees: Math.min(...[...document.querySelectorAll(".field")].map((one) => one.offsetHeight)),
  beyond: (({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector(".lifted")),
})"""
# Whether all of an element is within the window and within the part of the page that scrolls around it.
WHOLE = """(one) => {
  const box = one.getBoundingClientRect();
  const { left, right, top, bottom } = one.closest(".cards, .lifted").getBoundingClientRect();
  return box.width > 0 && box.left >= left - 1 && box.right <= right + 1 && box.top >= top - 1 && box.bottom <= bottom + 1;
}"""
# Titles of steps that are wider than the list that shows them, as it is drawn with its arrow.
CUT = """() => {
  const list = document.querySelector("#story .steps");
  const { font, paddingLeft, paddingRight } = getComputedStyle(list);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const room = list.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 14;
  return [...list.options].map((one) => one.text).filter((text) => pen.measureText(text).width > room);
}"""
# The numbers of the years that are seen, and those that a flag touches.
NUMBERS = """() => {
  const range = document.createRange();
  const flags = [...document.querySelectorAll(".marks .mark-sign")].map((one) => one.getBoundingClientRect());
  const seen = [], covered = [];
  for (const number of document.querySelectorAll(".years b")) {
    if (!number.checkVisibility()) continue;
    range.selectNodeContents(number);
    const box = range.getBoundingClientRect();
    seen.push(number.textContent);
    // A flag begins at its pole, in the middle of its box.
    const touches = ({ left, right, width }) => box.right > left + 0.45 * width && box.left < right;
    if (flags.some(touches)) covered.push(number.textContent);
  }
  return { seen, covered };
}"""


@pytest.fixture
def laptop(browser: Browser, workshop: Served, story: Path) -> Iterator[Screen]:
    """The page on a wide screen, at the start of the story."""
    with visited(browser, workshop.address, 1280) as visit:
        screen = Screen(visit, story)
        screen.settle()
        yield screen
        # What one screen hides no other shows: the next test begins with all in view.
        if screen.state["hidden"]:
            screen.button("Reveal the result").click()
            screen.settle()


def sized(screen: Screen, width: int, height: int) -> None:
    screen.page.set_viewport_size({"width": width, "height": height})
    screen.page.wait_for_timeout(150)


def go_to(screen: Screen, step: str) -> None:
    """Jump to a step, and to the end of what it plays."""
    at = [one.id for one in screen.story.steps].index(step)
    screen.page.get_by_role("combobox", name="Step of the story").select_option(str(at))
    if screen.state["playing"]:
        screen.page.keyboard.press(" ")
    screen.settle()


def raise_hands(screen: Screen) -> None:
    """Count hands for every choice, as a trainer does."""
    screen.page.get_by_text("Count raised hands").click()
    for at, one in enumerate(screen.page.locator(".hands input").all()):
        one.fill(str(at + 3))
    screen.button("Use these counts").click()


def test_what_the_room_said_leaves_the_results_their_room(laptop: Screen) -> None:
    sized(laptop, 1280, 800)
    go_to(laptop, "predict")
    raise_hands(laptop)
    laptop.page.keyboard.press("ArrowRight")
    laptop.settle()
    card = laptop.page.locator(".card.enlarged")
    for large in (False, True):
        if large:
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            seen = (width, height, large)
            said, results = (laptop.page.locator(one).bounding_box() for one in ("#predict", "#strip"))
            assert said
            assert results
            assert 2 * said["width"] < results["width"], seen
            assert card.evaluate(WHOLE), seen
            assert card.locator(".aloud").evaluate(WHOLE), (*seen, "the sentence to be read aloud is not cut")
            assert laptop.page.locator("#predict .votes li").last.evaluate(WHOLE), seen


def test_hands_are_counted_without_scrolling_and_the_trees_keep_their_room(laptop: Screen) -> None:
    go_to(laptop, "vote")
    laptop.page.get_by_text("Count raised hands").click()
    for large in (False, True):
        if large:
            laptop.page.locator("h1").click()
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            seen = (width, height, large)
            fields = [laptop.button("Use these counts"), *laptop.page.locator(".hands input").all()]
            assert all(one.evaluate(WHOLE) for one in fields), seen
            assert laptop.page.evaluate(ROOM)["trees"] >= LEAST, seen


@pytest.mark.parametrize("panel", PANELS)
def test_beside_every_panel_the_trees_keep_their_room(laptop: Screen, panel: str) -> None:
    laptop.page.locator(f"#panels [aria-controls={panel}]").click()
    laptop.page.locator(f"#{panel}.lifted").wait_for()
    for large in (False, True):
        if large:
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            assert laptop.page.evaluate(ROOM)["trees"] >= LEAST, (width, height, large)
            assert laptop.visit.sideways <= 0


def test_the_large_card_stays_in_view_while_its_row_becomes_wider_or_narrower(laptop: Screen) -> None:
    for chart in laptop.story.charts:
        sized(laptop, 1280, 800)
        laptop.page.locator(f".card[data-name={chart.name}] .enlarge").evaluate("one => one.click()")
        card = laptop.page.locator(f".card.enlarged[data-name={chart.name}]")
        for width, height in [(1366, 768), (1210, 700), (1600, 900), (1280, 800)]:
            sized(laptop, width, height)
            assert card.evaluate(WHOLE), (chart.name, width)
        for name in ("Middle", "\u2713 Middle", "Poll", "\u2713 Poll"):
            laptop.button(name).click()
            laptop.page.wait_for_timeout(150)
            assert card.evaluate(WHOLE), (chart.name, name)


def test_the_buttons_over_the_cards_stand_in_one_line(laptop: Screen) -> None:
    for width, height in SIZES:
        sized(laptop, width, height)
        tops = laptop.page.locator(".strip-head button").evaluate_all(
            "all => all.filter((one) => one.offsetHeight).map((one) => Math.round(one.getBoundingClientRect().top))"
        )
        # The widest holds all cards, and has no pages to turn.
        assert len(tops) == (1 if width == 1600 else 3)
        assert max(tops) - min(tops) <= 4, (width, height)


def test_on_a_telephone_the_words_over_the_table_of_scenes_stay_while_it_is_gone_along(laptop: Screen) -> None:
    laptop.pull("caseload_cap", "Properly")
    for letter in "ABC":
        laptop.button(f"Keep as {letter}").evaluate("one => one.click()")
    sized(laptop, 390, 844)
    table = laptop.page.get_by_role("region", name="Scenes compared")
    words = table.locator("caption span")
    for end in (0, 1):
        table.evaluate("(one, end) => { one.scrollLeft = end * one.scrollWidth; }", end)
        assert table.evaluate("one => one.scrollWidth > one.clientWidth + 50")
        within, box = words.bounding_box(), table.bounding_box()
        assert within
        assert box
        assert box["x"] - 1 <= within["x"]
        assert within["x"] + within["width"] <= box["x"] + box["width"] + 1


def test_the_number_of_a_tree_stands_within_its_head(laptop: Screen) -> None:
    for large in (False, True):
        if large:
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            # The widest that a story comes to.
            beyond = laptop.page.locator(".believed .figure-number").evaluate(
                "(one) => { one.textContent = 'director believes 88';"
                " return one.getBoundingClientRect().right - one.parentElement.getBoundingClientRect().right; }"
            )
            assert beyond <= 0.5, (width, height, large)


def test_titles_of_steps_are_not_cut(laptop: Screen) -> None:
    for large in (False, True):
        if large:
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            assert laptop.page.evaluate(CUT) == [], (width, height, large)


def test_a_flag_covers_no_number_of_a_year_and_moves_it_aside_where_there_is_room(laptop: Screen) -> None:
    years = [str(year + 1) for year in range(4)]
    for large in (False, True):
        if large:
            laptop.page.keyboard.press("p")
        for width, height in SIZES:
            sized(laptop, width, height)
            found = laptop.page.evaluate(NUMBERS)
            assert (found["seen"], found["covered"]) == (years, []), (width, height, large)
    # A flag at the start of a year and another within it leave no room for the number between them.
    laptop.pull("caseload_cap", "Properly")
    laptop.switch(laptop.story.goodwill.title).evaluate("one => one.click()")
    laptop.settle()
    found = laptop.page.evaluate(NUMBERS)
    assert (found["seen"], found["covered"]) == ([year for year in years if year != "3"], [])
