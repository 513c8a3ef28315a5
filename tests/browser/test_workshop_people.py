"""Everybody can use it: axe, widths, zoom, sizes of targets, the keyboard, focus, motion, forced colours, a black screen."""

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import DESK, PHONE, TABLET, visited
from playwright.sync_api import Browser, Page
from workshop_screen import Screen, Served, until

LAPTOP = 1600
MOST_OVERLAP = 2.0
# Lines of text that a person sees: the ink of their letters, cut to what the boxes around them let through.
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const open = document.querySelector("dialog[open]");
  const pen = document.createElement("canvas").getContext("2d");
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest("option, script, .unseen, .skip") || (open && !open.contains(parent))) continue;
    range.selectNodeContents(node);
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(parent);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const ink = pen.measureText(node.textContent);
    const [above, below] = [ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent,
      ink.fontBoundingBoxDescent - ink.actualBoundingBoxDescent];
    for (const line of range.getClientRects()) {
      const box = new DOMRect(line.left, line.top + above, line.width, line.height - above - below);
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      let scrolls = false;
      for (let up = parent; up && up !== document.documentElement; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        scrolls ||= ["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY);
        const edge = up.getBoundingClientRect();
        [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
        [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      if (right - left < 1 || bottom - top < 1) continue;
      const cut = !scrolls && Math.max(box.width - (right - left), box.height - (bottom - top));
      found.push({ words: node.textContent.trim().slice(0, 40), box: [left, top, right, bottom], cut: cut || 0 });
    }
  }
  return found;
}"""
# Controls that are too small to be hit, and what they are. What lies over or around an input as its label counts with it.
SMALL = """() => [...document.querySelectorAll("button, select, input, summary, a[href], [role=application]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".skip"))
  .map((one) => {
    const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
    return { what: one.outerHTML.slice(0, 90), wide: Math.max(...boxes.map((box) => box.width)),
      high: Math.max(...boxes.map((box) => box.height)) };
  })
  .filter(({ wide, high }) => wide > 0 && (wide < 24 || high < 24))"""
# What has the focus, and whether that can be seen: an outline on it, or on what is drawn in its place.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  one.dataset.seen ??= String(document.querySelectorAll("[data-seen]").length);
  const seen = [one, one.parentElement, ...(one.labels ?? []), one.nextElementSibling].filter(Boolean).some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = one.getBoundingClientRect();
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { number: one.dataset.seen, seen, within, what: one.outerHTML.slice(0, 90) };
}"""
# What can be reached: of a group of radio buttons the one that is chosen.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
  .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0
    && !(one.type === "radio" && !one.checked && document.querySelector(`input[name="${one.name}"]:checked`)))
  .filter((one) => !one.dataset.seen).map((one) => one.outerHTML.slice(0, 90))"""


def overlaps(page: Page) -> list[str]:
    """Pairs of texts that run into each other, and texts that are cut off."""
    texts: list[dict[str, Any]] = page.evaluate(TEXTS)
    assert len(texts) > 2, "a page without text would have no faults either"
    found = [f"{one['words']!r} is cut off by {one['cut']:.0f} px" for one in texts if one["cut"] > MOST_OVERLAP]
    texts.sort(key=lambda one: one["box"][1])
    for place, one in enumerate(texts):
        left, _, right, bottom = one["box"]
        for other in texts[place + 1 :]:
            if other["box"][1] > bottom - MOST_OVERLAP:
                break
            across = min(right, other["box"][2]) - max(left, other["box"][0])
            down = min(bottom, other["box"][3]) - other["box"][1]
            if across > MOST_OVERLAP and down > MOST_OVERLAP:
                found.append(f"{one['words']!r} and {other['words']!r} overlap by {across:.0f} x {down:.0f} px")
    return found


def posts_that_touch(screen: Screen) -> list[str]:
    """Pairs of posts that are drawn over each other, and posts that reach over the edge of their canvas."""
    places = screen.places
    posts = [one for one in zip(places["x"], places["y"], places["half"], strict=True) if one[2]]
    assert len(posts) > 8
    found = [f"a post at {x:.0f}, {y:.0f} is cut off" for x, y, half in posts if min(x, y) - half < -0.5]
    for place, (x, y, half) in enumerate(posts):
        for other_x, other_y, other in posts[place + 1 :]:
            if max(abs(x - other_x), abs(y - other_y)) < half + other:
                found.append(f"posts at {x:.0f}, {y:.0f} and {other_x:.0f}, {other_y:.0f} touch")
    return found


def faults(screen: Screen, axe: bool = True) -> list[str]:
    """Everything that is wrong with the page as it stands at this width."""
    found = [f"axe: {finding}" for finding in screen.visit.findings()] if axe else []
    if screen.visit.sideways > 0:
        found.append(f"{screen.visit.sideways} px wider than the window")
    found += overlaps(screen.page)
    if screen.page.locator("#trees canvas").count():
        found += posts_that_touch(screen)
    found += [f"{one['what']} is {one['wide']:.0f} x {one['high']:.0f} px" for one in screen.page.evaluate(SMALL)]
    return found


def _listed(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {one}" for name, all_of_it in wrong.items() for one in all_of_it)


@pytest.mark.parametrize("width", [LAPTOP, DESK, TABLET, PHONE])
def test_every_step_of_the_story_at_every_width(browser: Browser, workshop: Served, story: Path, width: int) -> None:
    with visited(browser, workshop.address, width) as visit:
        screen, found = Screen(visit, story), {}
        screen.settle()
        for index, step in enumerate(screen.story.steps):
            if index:
                screen.page.keyboard.press("ArrowRight")
                screen.settle()
            if screen.state["playing"]:
                screen.button("Pause").click()
            found[step.id] = faults(screen)
        assert not (wrong := {name: one for name, one in found.items() if one}), _listed(wrong)
        assert visit.complaints == []


@pytest.mark.parametrize("width", [LAPTOP, DESK, PHONE])
def test_large_type_and_everything_opened(browser: Browser, workshop: Served, story: Path, width: int) -> None:
    with visited(browser, workshop.address, width) as visit:
        screen, found = Screen(visit, story), {}
        screen.settle()
        screen.pull("business_support", "Properly")
        for letter in "ABC":
            screen.button(f"Keep as {letter}").click()
        for summary in screen.page.locator("main details:not([open]) > summary").all():
            if summary.is_visible():
                summary.press("Enter")
        screen.button("As a table").click()
        screen.button("Show as tables").click()
        screen.button("Work out why people left").click()
        screen.region("Why people left").get_by_role("table").wait_for()
        found["everything opened"] = faults(screen)
        screen.button("Show as charts").click()
        screen.button("Table away").click()
        screen.page.get_by_role("button", name=re.compile("^What is this")).first.focus()
        found["an explanation"] = faults(screen)
        screen.button("Large type").click()
        screen.settle()
        found["large type"] = faults(screen)
        smallest = screen.page.evaluate(SIZES)
        assert smallest[0] >= 20, smallest
        screen.button("Keys").click()
        found["keys"] = faults(screen)
        screen.button("Close").click()
        assert not (wrong := {name: one for name, one in found.items() if one}), _listed(wrong)
        strip = screen.region("Results").bounding_box()
        assert strip
        cards = [screen.card(chart.name) for chart in screen.story.charts]
        boxes = [card.bounding_box() for card in cards if card.is_visible()]
        # Cards of another page lie beyond the edge, or are hidden.
        shown = [box for box in boxes if box and box["x"] < strip["x"] + strip["width"]]
        assert 1 <= len(shown) <= 3, "three cards at a time"


# The smallest type of the stage and the strip, with its words.
SIZES = """() => {
  let least = [Infinity, ""];
  for (const one of document.querySelectorAll("#head *, #story *, #stage *, #strip *")) {
    const own = [...one.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim());
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (own && one.checkVisibility() && !one.closest(".unseen") && size < least[0]) least = [size, one.textContent];
  }
  return least;
}"""


@pytest.mark.parametrize(("width", "scale"), [(640, 2.0), (320, 4.0)])
def test_zoom(browser: Browser, workshop: Served, story: Path, width: int, scale: float) -> None:
    """200% and 400% of a window 1280 wide."""
    with visited(browser, workshop.address, width) as visit:
        screen = Screen(visit, story)
        line = screen.page.context.new_cdp_session(screen.page)
        metrics = {"width": width, "height": round(900 / scale), "deviceScaleFactor": scale, "mobile": False}
        line.send("Emulation.setDeviceMetricsOverride", metrics)
        assert screen.page.evaluate("[innerWidth, devicePixelRatio]") == [width, scale]
        screen.settle()
        screen.page.keyboard.press("ArrowRight")
        screen.settle()
        screen.pull("business_support", "Properly")
        assert faults(screen) == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_notes_and_a_phone_that_waits(browser: Browser, workshop: Served, story: Path, width: int) -> None:
    for name, words in (("notes", r"\d+ of 10"), ("phone", "Join the room")):
        with visited(browser, f"{workshop.address}{name}", width, workshop.address) as visit:
            visit.page.get_by_role("heading", name=re.compile(words)).wait_for()
            assert faults(Screen(visit, story)) == [], name
            assert visit.complaints == []


def test_the_keyboard_alone_reaches_everything_and_the_focus_is_seen(screen: Screen) -> None:
    screen.pull("business_support", "Properly")
    screen.page.locator("main details:not([open]) > summary").last.press("Enter")
    screen.page.locator("h1").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    # From the beginning of the page to its end.
    screen.page.evaluate("document.querySelector('.skip').focus()")
    numbers: list[str] = []
    unseen, outside = [], []
    for _ in range(200):
        now = screen.page.evaluate(FOCUSED)
        if now is None or now["number"] in numbers:
            break
        numbers.append(now["number"])
        if not now["seen"]:
            unseen.append(now["what"])
        if not now["within"]:
            outside.append(now["what"])
        screen.page.keyboard.press("Tab")
    assert len(numbers) > 40
    assert screen.page.evaluate(REACHABLE) == []
    assert unseen == []
    assert outside == []


def test_the_skip_link_leads_to_the_trees(screen: Screen) -> None:
    screen.page.keyboard.press("Tab")
    link = screen.page.get_by_role("link", name="To the two trees")
    assert link.evaluate("one => one === document.activeElement")
    box = link.bounding_box()
    assert box
    assert box["y"] >= 0
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    assert "What is really happening" in screen.page.evaluate("document.activeElement.ariaLabel")
    screen.page.keyboard.press("Home")
    assert screen.region("The chosen post").inner_text().startswith("Director.")
    assert screen.page.locator("#message").inner_text() == "", "the link is no address of a screen"


def test_single_letters_do_what_the_list_of_keys_says_and_can_be_turned_off(screen: Screen) -> None:
    keyboard = screen.page.keyboard
    keyboard.press("?")
    keys = screen.page.get_by_role("dialog", name="Keys")
    keys.get_by_role("button", name="Turn single letters off").press("Enter")
    keyboard.press("Escape")
    for key in "pfbt.":
        keyboard.press(key)
    assert not screen.page.get_by_role("dialog").count()
    assert screen.state["week"] == 0
    assert screen.button("Freeze").get_attribute("aria-pressed") == "false"
    screen.button("Keys").press("Enter")
    keys.get_by_role("button", name="Turn single letters on").press("Enter")
    keyboard.press("Escape")
    keyboard.press("f")
    assert screen.button(re.compile("Freeze$")).get_attribute("aria-pressed") == "true"
    keyboard.press("f")
    keyboard.press("t")
    assert screen.region("The trees as a table").is_visible()
    keyboard.press("t")
    keyboard.press("b")
    dark = screen.page.get_by_role("dialog", name="Black screen")
    dark.wait_for()
    keyboard.press("ArrowRight")
    dark.wait_for(state="hidden")
    assert screen.state["step"] == 0, "the key that brings the page back does nothing else"


def test_what_is_on_can_be_read_under_the_pointer(screen: Screen) -> None:
    aloud = re.compile("^Read aloud")
    for button in (
        screen.switch(screen.story.goodwill.title),
        screen.switch(screen.story.shock.title),
        screen.card("cost").get_by_role("button", name=aloud),
        screen.button(re.compile("With your changes")),
        screen.button(re.compile("Freeze$")),
        screen.button(re.compile("Large type$")),
    ):
        button.click()
        button.hover()
        pressed = screen.page.locator("[aria-pressed=true]:hover")
        pressed.wait_for()
        colours = pressed.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
        ink, paper = (bright(*map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 4.5, (pressed.inner_text(), colours)


def bright(*channels: int) -> float:
    """Relative luminance as WCAG has it."""
    shares = [part / 255 for part in channels]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_where_motion_is_reduced_the_picture_changes_once_a_month(screen: Screen) -> None:
    screen.page.emulate_media(reduced_motion="reduce")
    screen.page.get_by_role("combobox", name="Speed", exact=True).select_option(label="very fast")
    weeks = screen.page.evaluate(WEEKS_PLAYED)
    months = {int(month * 52 / 12) for month in range(48)}
    assert len(weeks) > 5
    assert set(weeks) <= months
    moving = screen.page.evaluate("document.getAnimations().length")
    assert moving == 0
    screen.page.emulate_media(reduced_motion="no-preference")
    screen.button("To the start").click()
    assert not set(screen.page.evaluate(WEEKS_PLAYED)) <= months


# The weeks that were on the screen while it played for half a year and more.
WEEKS_PLAYED = """async () => {
  const { store } = await import("/page/state/store.js");
  const { play, pause } = await import("/page/state/actions.js");
  const weeks = new Set();
  store.subscribe(["week"], ({ week }) => weeks.add(week));
  play();
  while (store.get().week < 30) await new Promise((done) => requestAnimationFrame(done));
  pause();
  return [...weeks].filter((week) => week <= 30);
}"""


def test_with_forced_colours_what_is_chosen_can_still_be_told(screen: Screen) -> None:
    screen.page.emulate_media(forced_colors="active")
    screen.pull("business_support", "Properly")
    assert faults(screen) == []
    chosen = screen.way("business_support", "Properly")
    other = screen.way("business_support", "Off")
    marks = [
        one.evaluate("one => getComputedStyle(one.nextElementSibling, '::before').content") for one in (chosen, other)
    ]
    assert marks[0] != marks[1], "a tick, not only a colour"
    assert "✓" in marks[0]
    screen.page.emulate_media(forced_colors="none")


def test_what_is_frozen_stays_while_answers_come(screen: Screen) -> None:
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    canvases = "[...document.querySelectorAll('#trees canvas')].map((one) => one.toDataURL())"
    before, cards = screen.page.evaluate(canvases), screen.region("Results").locator("article").all_inner_texts()
    screen.button("Freeze").click()
    asked = len(screen.shows)
    screen.way("business_support", "Properly").click()
    number = until(screen.page, lambda: len(screen.shows) > asked and screen.shows[-1]["id"], "a request")
    until(screen.page, lambda: screen._last("answer", number) and screen._last("picture", number), "the answer")
    assert screen.page.evaluate(canvases) == before
    assert screen.region("Results").locator("article").all_inner_texts() == cards
    screen.button(re.compile("Freeze$")).click()
    screen.settle()
    assert screen.page.evaluate(canvases) != before
    assert screen.region("Results").locator("article").all_inner_texts() != cards
