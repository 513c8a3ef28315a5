"""The workshop keeps to itself: nothing is asked of anybody else, nothing is kept; and it comes back when its line breaks."""

from pathlib import Path

import numpy as np
from browsing import TABLET, visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served, served, until

# All that a page could leave in a browser.
KEPT = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
# Where the icon of a page comes from, and how wide it is once it is drawn.
ICON = """async () => {
  const image = new Image(32);
  image.src = document.querySelector("link[rel=icon]").href;
  await image.decode();
  return [image.src.split(",")[0], image.width];
}"""
NOTHING = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0}


def test_nothing_is_asked_of_anybody_else_and_nothing_is_kept(browser: Browser, workshop: Served, story: Path) -> None:
    asked: list[str] = []
    with visited(browser, workshop.address, TABLET, "blob:") as visit:
        visit.page.context.on("request", lambda request: asked.append(request.url))
        screen = Screen(visit, story)
        screen.page.reload()
        screen.settle()
        for _ in screen.story.steps[1:]:
            screen.page.keyboard.press("ArrowRight")
            screen.settle()
        screen.page.get_by_role("slider", name="Week", exact=True).press("Home")
        screen.button("Keep as A").click()
        for button in ("Results (CSV)", "Every week (CSV)", "Picture of the screen (PNG)"):
            with screen.page.expect_download():
                screen.button(button).click()
        screen.button("Work out why people left").click()
        screen.region("Why people left").get_by_role("table").wait_for()
        with screen.page.expect_popup() as popup:
            screen.button("Trainer's notes").click()
        notes = popup.value
        notes.get_by_role("heading", name="10 of 10: Stop").wait_for()
        notes.get_by_role("button", name="Step back").click()
        until(screen.page, lambda: screen.state["step"] == 8, "a step turned by the notes")
        own = (workshop.address, f"blob:{workshop.address}")
        assert len(asked) > 40, "modules, styles and the story at least"
        assert [address for address in asked if not address.startswith(own)] == []
        assert [address for address in visit.asked if not address.startswith(own)] == []
        assert {line.address for line in visit.lines} == {workshop.line}
        # A window that opens another can have its line before anyone listens, so that of the notes may be missed.
        assert len(visit.lines) >= 2, "the page, the page loaded again, and as a rule the notes"
        for page in (screen.page, notes):
            assert page.evaluate(KEPT) == NOTHING
        assert visit.page.context.cookies() == []
        assert visit.refused == []
        assert visit.complaints == []


def test_the_icon_is_in_the_page_so_that_no_change_of_the_address_asks_for_it(
    browser: Browser, workshop: Served
) -> None:
    for name in ("", "notes", "phone"):
        with visited(browser, f"{workshop.address}{name}", TABLET, workshop.address) as visit:
            assert visit.page.evaluate(ICON) == ["data:image/svg+xml", 32], name
            assert visit.complaints == []


def test_every_answer_of_the_server_forbids_the_page_to_ask_elsewhere(browser: Browser, workshop: Served) -> None:
    with visited(browser, workshop.address, TABLET, "https://example.org") as visit:
        tried = visit.page.evaluate(
            "fetch('https://example.org/').then(() => 'it went', (fault) => 'refused: ' + fault.message)"
        )
        assert tried.startswith("refused")
        assert not [address for address in visit.asked if "example" in address], "refused in the page itself"
        assert "Content Security Policy" in " ".join(visit.complaints)


def test_the_page_comes_back_with_its_scene_when_the_server_was_started_again(browser: Browser, story: Path) -> None:
    with served(story) as first, visited(browser, first.address, TABLET) as visit:
        screen = Screen(visit, story)
        screen.page.get_by_role("combobox", name="Step of the story", exact=True).select_option("3")
        screen.settle()
        screen.pull("manager_caseload", "As an add-on")
        screen.page.get_by_role("slider", name="Week", exact=True).press("End")
        answer, state, cards = screen.answer(), screen.state, screen.region("Results").inner_text()
        picture = screen.picture()
        first.process.kill()
        first.process.wait(30)
        until(
            screen.page, lambda: screen.page.evaluate(BANNER) == '"No answer from the server: trying again"', "a word"
        )
        # What is set while nobody answers is answered afterwards.
        screen.way("manager_caseload", "Properly").click()
        screen.button("Back to start").click()
        screen.button("↶ Undo").click()
        screen.button("↶ Undo").click()
        with served(story, port=first.port) as second:
            assert second.address == first.address
            until(screen.page, lambda: screen.page.evaluate(BANNER) == "none", "the line")
            again = screen.answer()
            assert all(
                np.array_equal(again.arrays[name], answer.arrays[name], equal_nan=True) for name in answer.arrays
            )
            now = screen.picture()
            assert all(np.array_equal(now.arrays[name], picture.arrays[name], equal_nan=True) for name in now.arrays)
            kept = ("scene", "week", "step", "arm", "hidden")
            assert {key: screen.state[key] for key in kept} == {key: state[key] for key in kept}
            assert screen.region("Results").inner_text() == cards
            with screen.page.expect_popup() as popup:
                screen.button("Trainer's notes").click()
            popup.value.get_by_role("heading", name="4 of 10: Up the line").wait_for()
            assert len({line.address for line in visit.lines}) == 1
            # The one complaint is of the line that could not be opened meanwhile.
            assert not [words for words in visit.complaints if "ERR_CONNECTION_REFUSED" not in words]


# What the head of the page says while there is no line.
BANNER = "getComputedStyle(document.querySelector('#head'), '::after').content"
