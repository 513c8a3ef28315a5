"""The two trees, the gap and time, in a real browser before a real server with the real engine."""

import json
import re
import socket
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from browsing import DESK, PHONE, Visit

from sim.workshop.scene import Stage
from sim.workshop.server import Workshop
from sim.workshop.story import read_story

STORY = """
title: Who knows?
subtitle: A short story
settings: [authority=small_unitary, years=2, warmup_years=1, seed=1]
change_week: 52
replicates: 4
tier_names: [[worker, workers], [team manager, team managers], [head, heads], [director, directors]]
demand: {words: More or fewer cases, week: 10, low: 0.8, high: 1.3, step: 0.05}
shock: {title: Two leave, words: Two people leave at once, event: staff_shock, week: 60}
goodwill: {title: Work to rule, words: Nobody works unpaid hours, week: 60}
levers:
  - {name: more_posts, title: More posts, words: More people, intervention: more_posts,
     dose_words: of all posts, properly_words: permanent ones}
charts: [{name: cost, label: Cash spent, group: cost}]
poll: {question: "Is there a disconnect?", published: 92, published_words: Readers who chose to answer}
start: {demand: 1.2}
steps:
  - {id: start, title: Start, say: This is a service, notes: Wait, week: 20}
  - {id: later, title: Later, say: Time passes, notes: Wait, week: 50}
  - {id: poll, title: Two polls, say: Look, notes: Wait}
limits: A model, not your authority; the poll is simulated.
"""
# What is drawn, read off the page's own state and the pixels of its canvases.
PICTURE = """async () => {
  const { store } = await import("/page/state/store.js");
  const { story, picture, week } = store.get();
  const { postAt, unitAt } = await import("/page/trees/moments.js");
  const team = story.units[0];
  const posts = [];
  for (let row = team.first; row < team.last; row++) posts.push(postAt(story, picture, week, row));
  return { arm: picture.arm, id: picture.id, whole: picture.whole, week, posts,
    real: 100 * unitAt(picture, "unit_strain", week, team.unit),
    believed: 100 * unitAt(picture, "unit_belief", week, team.unit),
    strain: 100 * picture.arrays.strain_all[week], director: 100 * picture.arrays.belief_top[week] };
}"""
# Colours just off the middle of every person of a team, in the tree of this number.
COLOURS = """async (which) => {
  const { store } = await import("/page/state/store.js");
  const { arrange } = await import("/page/trees/places.js");
  const { everOpen, postAt } = await import("/page/trees/moments.js");
  const { story, picture, week } = store.get();
  const canvas = document.querySelectorAll("#trees canvas")[which];
  const open = new Uint8Array(story.posts.length);
  everOpen(picture, open);
  const field = canvas.parentElement;
  const places = arrange(story, open, Math.floor(field.clientWidth), Math.floor(field.clientHeight));
  const ratio = canvas.width / places.width;
  return story.units.filter((unit) => unit.tier === 1).map((unit) => {
    const found = new Set();
    for (let row = unit.first; row < unit.last; row++) {
      const kind = postAt(story, picture, week, row).kind;
      if (!open[row] || kind === 0 || kind === 4) continue;
      const x = (places.x[row] + places.half[row] * 0.62) * ratio;
      found.add([...canvas.getContext("2d").getImageData(x, places.y[row] * ratio, 1, 1).data].join());
    }
    return [...found];
  });
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("story") / "short.yaml"
    file.write_text(STORY, encoding="utf-8")
    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    workshop = Workshop(Stage(read_story(file)), {host})
    server = uvicorn.Server(
        uvicorn.Config(workshop.application(), log_level="error", ws="websockets-sansio", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://{host}/"
    server.should_exit = True
    thread.join(20)


def until(seen: Visit, wish: str) -> None:
    """Wait until this holds of the page's state; its policy forbids the waiting of Playwright's own."""
    for _ in range(200):
        if seen.page.evaluate(f"import('/page/state/store.js').then(({{ store }}) => Boolean(store.get().{wish}))"):
            return
        seen.page.wait_for_timeout(50)
    raise AssertionError(f"{wish} did not come about")


def wait_for_trees(seen: Visit) -> None:
    seen.page.locator(".figure-number").first.filter(has_text=re.compile(r"\d")).wait_for()
    until(seen, "picture?.whole")


def act(seen: Visit, script: str) -> Any:
    """Do what a panel does: call an action of the page."""
    return seen.page.evaluate(f"import('/page/state/actions.js').then((actions) => {{ {script} }})")


def whole_numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def shared(scene: dict[str, Any], **more: Any) -> str:
    """What stands behind the # of an address."""
    told = {"scene": scene, "week": 7, "step": 1, "arm": "changed", **more}
    return "#v1." + urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def test_the_trees_the_gap_and_the_table_tell_the_same(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        wait_for_trees(seen)
        picture = seen.page.evaluate(PICTURE)
        assert picture["week"] == 20
        left, right = (whole_numbers(text)[0] for text in seen.page.locator("#trees .figure-number").all_inner_texts())
        assert (left, right) == (round(picture["strain"]), round(picture["director"]))
        assert whole_numbers(seen.page.locator(".gap-number").inner_text()) == [abs(left - right)]
        largest = "nodes => Math.max(...nodes.map(node => parseFloat(getComputedStyle(node).fontSize)))"
        size = seen.page.locator(".gap-number").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert size == seen.page.locator("body *").evaluate_all(largest), "the gap is the largest number on the screen"
        assert "nearest to the median" in seen.page.locator("#legend").inner_text()

        assert seen.page.locator(".tree-under").all_inner_texts() == [
            "Circle: a person. Square: all below a manager.",
            "Square: what that manager believes of them.",
        ]
        believed = seen.page.evaluate(COLOURS, 1)
        assert all(len(colours) <= 1 for colours in believed), "what is believed of a team is one picture"
        assert len({colour for colours in believed for colour in colours}) > 3, "but not of every team the same"
        assert max(len(colours) for colours in seen.page.evaluate(COLOURS, 0)) > 1, "people differ"

        seen.page.keyboard.press("t")
        row = seen.page.get_by_role("rowheader", name="Team manager, Team 1", exact=True).locator("xpath=..")
        cells = row.locator("td").all_inner_texts()
        assert cells[:2] == [str(round(picture["real"])), str(round(picture["believed"]))]
        kinds = ["vacant", "permanent", "agency", "acting"]
        listed = seen.page.locator("#tables table").nth(1).locator("tbody tr td:nth-child(2)").all_inner_texts()
        assert listed == [kinds[post["kind"]] for post in picture["posts"] if post["kind"] < len(kinds)]

        colours = seen.page.evaluate("import('/page/trees/ramp.js').then((ramp) => ramp.COLOURS)")
        channels = [[int(part) / 255 for part in re.findall(r"\d+", colour)] for colour in colours]
        linear = [[c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in one] for one in channels]
        light = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in linear]
        assert len(light) == 251
        # Neighbours may round to the same colour; five levels on, it is darker.
        assert all(later < earlier for earlier, later in zip(light, light[5:], strict=False))


def test_keys_go_about_the_tree_and_through_time(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        wait_for_trees(seen)
        seen.page.locator("#trees [role=application]").first.focus()
        for key in ("Home", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
            seen.page.keyboard.press(key)
        said = seen.page.locator("#post").inner_text()
        assert said.startswith("Team 1, post 1.")
        assert "Last report of Team 1 said" in said
        spoken = seen.page.locator("#trees [aria-live=polite]").inner_text()
        assert spoken.startswith("Team 1, post 1.")
        assert "Director" in spoken
        assert len(seen.page.locator(".ladder li:visible").all()) == 4
        assert "Team 1" in seen.page.locator("#middle select option:checked").inner_text()
        assert seen.page.locator("#story select").input_value() == "0", (
            "the arrows of a tree are not those of the story"
        )
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator("#post").inner_text().startswith("Team 1")

        time = seen.page.locator("#time input")
        for key, week in ((".", 22), (".", 26), (",", 22)):
            seen.page.keyboard.press(key)
            assert time.input_value() == str(week)
        assert seen.page.locator(".latest").inner_text() == "Demand 120% of now"
        act(seen, "actions.goToWeek(0)")
        seen.page.locator(".latest").filter(has_text="is an event or a change").wait_for()
        act(seen, "actions.setGoodwill(true)")
        marks = seen.page.locator(".marks button")
        marks.nth(1).wait_for()
        assert [mark.inner_text().split("\n")[-1] for mark in marks.all()] == ["Demand 120% of now", "Work to rule"]
        # A flag has a shape and a name, and no number that could be read as that of a year.
        assert seen.page.locator(".marks .mark-sign").all_inner_texts() == ["", ""]
        assert marks.nth(1).get_attribute("aria-label") == "Event in Year 2, week 9: Work to rule"
        events = seen.page.get_by_role("list", name="Events and changes", exact=True)
        events.get_by_role("button", name="Event in Year 2, week 9: Work to rule", exact=True).click()
        seen.page.locator(".latest").filter(has_text="Work to rule").wait_for()
        assert seen.page.locator(".date").inner_text() == "Year 2, week 9"
        seen.page.keyboard.press("ArrowRight")
        assert time.input_value() == "50", "the second step of the story"
        seen.page.keyboard.press("PageDown")
        assert seen.page.locator("#foot > #poll + #strip").count() == 1, "what the step is about stands by the results"
        seen.page.keyboard.press("PageUp")
        assert seen.page.locator("#below > #poll").count() == 1
        seen.page.locator(".play").click()
        until(seen, "week > 52")
        seen.page.locator(".play").click()
        until(seen, "playing === false")


def test_frozen_stays_black_covers_and_what_is_hidden_is_not_drawn(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        wait_for_trees(seen)
        seen.page.keyboard.press("f")
        before = seen.page.evaluate(PICTURE)
        act(seen, "actions.setLever('more_posts', 'properly')")
        seen.page.wait_for_timeout(700)
        assert seen.page.evaluate(PICTURE) == before
        seen.page.keyboard.press("f")
        until(seen, "picture.arm === 'changed'")
        seen.page.keyboard.press("b")
        dark = seen.page.locator("dialog.dark")
        dark.wait_for()
        box = dark.bounding_box()
        assert box
        assert (box["width"], box["height"]) == (DESK, 900)
        seen.page.keyboard.press("b")
        dark.wait_for(state="hidden")

        act(seen, "actions.hide(); actions.setLever('more_posts', 'properly', 0.5)")
        until(seen, "ready > 0")
        assert seen.page.evaluate(PICTURE)["arm"] == "now"
        assert seen.page.locator(".segments button").nth(1).is_disabled()
        act(seen, "actions.reveal()")
        until(seen, "picture.arm === 'changed'")


def test_an_address_opens_the_screen_as_it_stood_or_is_refused_in_words(visit, address: str) -> None:
    plain: dict[str, Any] = {"demand": 1, "shock": False, "goodwill": False, "levers": {}, "assumptions": {}}
    scene = plain | {"demand": 1.1, "shock": True, "levers": {"more_posts": {"mode": "properly", "dose": 0.5}}}
    hostile = {"<img src=x onerror=alert(1)>": {"mode": "properly", "dose": 1}}
    with visit(address + shared(scene), DESK, address, address.replace("http", "ws")) as seen:
        wait_for_trees(seen)
        told = (
            "import('/page/state/store.js').then(({ store }) => { const { scene, week, step, arm } = store.get();"
            " return { scene, week, step, arm }; })"
        )
        stood = {"scene": scene, "week": 7, "step": 1, "arm": "changed"}
        assert seen.page.evaluate(told) == stood
        for fragment, words in (
            ("#v2.abc", "not written by this page"),
            ("#v1.abc", "cut short"),
            (shared(plain | {"demand": 9}), "demand is not from 0.8 to 1.3"),
            (shared(plain | {"shock": 1}), "shock is neither on nor off"),
            (shared(plain, week=104), "week is not in this story"),
            (shared(plain | {"levers": hostile}), "no lever '<img"),
        ):
            seen.page.evaluate("fragment => { location.hash = fragment; }", fragment)
            seen.page.locator("#message p").filter(has_text=words).wait_for()
            assert seen.page.evaluate(told) == stood, "the screen stays as it was"
        assert not seen.page.locator("img").all()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_stage_is_fit_for_everybody(visit, address: str, width: int) -> None:
    smallest = (
        "nodes => Math.min(...nodes.filter(n => n.offsetParent && n.innerText && !n.closest('.unseen'))"
        ".map(n => parseFloat(getComputedStyle(n).fontSize)))"
    )
    small = "nodes => nodes.filter(n => n.offsetParent && Math.min(n.offsetWidth, n.offsetHeight) < 24).length"
    with visit(address, width, address.replace("http", "ws")) as seen:
        wait_for_trees(seen)
        assert seen.findings() == []
        assert seen.page.locator("#stage :is(button, select, input)").evaluate_all(small) == 0
        seen.page.get_by_role("button", name="Large type").click()
        assert seen.page.locator("#stage *, #head *").evaluate_all(smallest) >= 20
        for narrower in (width, 320):
            seen.page.set_viewport_size({"width": narrower, "height": 900})
            # The page lays its trees anew when it has heard of the window's width.
            seen.page.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert seen.sideways == 0
        assert seen.refused == []
        assert seen.complaints == []
