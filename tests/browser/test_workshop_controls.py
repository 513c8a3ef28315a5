"""Everything that a person can set on the screen, by pointer and by keyboard, and what the engine answers to it."""

import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import TABLET, visited
from playwright.sync_api import Browser
from workshop_screen import Screen, Served, until

START = {"demand": 1.15, "shock": False, "goodwill": False, "levers": {}, "assumptions": {}}


def scene_with(**changed: Any) -> dict[str, Any]:
    return {**START, **changed}


def test_every_lever_by_keyboard_is_answered_in_both_ways_and_every_dose(screen: Screen) -> None:
    keyboard = screen.page.keyboard
    for lever in screen.story.levers:
        ways = [("Properly", "properly"), *([("As an add-on", "add_on")] if lever.add_on_words else [])]
        screen.way(lever.name, "Off").focus()
        seen = set()
        for words, mode in ways:
            keyboard.press("ArrowRight")
            answer = screen.answer()
            assert screen.way(lever.name, words).is_checked()
            assert screen.state["scene"] == scene_with(levers={lever.name: {"mode": mode, "dose": 1}})
            seen.add(answer.arrays["level"].tobytes())
            assert answer.arrays["difference"].any(), f"{lever.name} {mode} changes nothing"
        keyboard.press("Tab")
        doses = []
        for key, dose in (("ArrowLeft", 1 - lever.step), ("Home", 0.0), ("End", 1.0), ("ArrowDown", 1 - lever.step)):
            keyboard.press(key)
            answer = screen.answer()
            assert screen.state["scene"]["levers"][lever.name]["dose"] == pytest.approx(dose)
            doses.append(answer.arrays["difference"])
        assert not doses[1].any(), "a dose of nothing changes nothing"
        assert np.array_equal(doses[0], doses[3])
        assert not np.array_equal(doses[0], doses[2]), "a dose matters"
        keyboard.press("Shift+Tab")
        for _ in ways:
            keyboard.press("ArrowLeft")
        assert not screen.answer().arrays["difference"].any()
        assert screen.state["scene"] == START
        assert len(seen) == len(ways), "done properly and as an add-on are not the same"
    assert screen.state["step"] == 0, "no arrow of a lever turned the story"


def test_every_lever_by_pointer(screen: Screen) -> None:
    for lever in screen.story.levers:
        for words, mode in (("Properly", "properly"), ("As an add-on", "add_on"))[: 2 if lever.add_on_words else 1]:
            screen.pull(lever.name, words)
            assert screen.state["scene"]["levers"] == {lever.name: {"mode": mode, "dose": 1}}
        dose = screen.lever(lever.name).get_by_role("slider", name="Dose", exact=True)
        box = dose.bounding_box()
        assert box
        dose.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
        screen.settle()
        assert screen.state["scene"]["levers"][lever.name]["dose"] == pytest.approx(0.5)
        screen.pull(lever.name, "Off")
        assert screen.state["scene"] == START


def test_demand_a_shock_and_goodwill_by_keyboard_and_pointer(screen: Screen) -> None:
    before = screen.answer().arrays["level"]
    demand = screen.page.get_by_role("slider", name="Demand", exact=True)
    demand.focus()
    screen.page.keyboard.press("ArrowRight")
    more = screen.answer().arrays
    assert screen.state["scene"] == scene_with(demand=1.2)
    assert not more["difference"].any(), "demand moves both arms alike"
    assert not np.array_equal(more["level"], before)
    assert "120% of now" in screen.page.get_by_role("list", name="Events and changes", exact=True).inner_text()
    box = demand.bounding_box()
    assert box
    demand.click(position={"x": box["width"] - 2, "y": box["height"] / 2})
    screen.settle()
    assert screen.state["scene"] == scene_with(demand=screen.story.demand.high)
    screen.button("Back to start").click()
    screen.settle()
    for title, name, key in (
        (screen.story.shock.title, "shock", "Space"),
        (screen.story.goodwill.title, "goodwill", "Enter"),
    ):
        pressed = screen.switch(title)
        pressed.focus()
        screen.page.keyboard.press(key)
        answer = screen.answer().arrays
        assert screen.state["scene"] == scene_with(**{name: True})
        assert pressed.get_attribute("aria-pressed") == "true"
        assert not np.array_equal(answer["series"], more["series"])
        assert answer["difference"].any() == (name == "goodwill"), "a shock strikes both arms, goodwill one"
        pressed.click()
        assert np.array_equal(screen.answer().arrays["level"], before)
        assert pressed.get_attribute("aria-pressed") == "false"


def test_time_is_scrubbed_played_paused_and_stepped(screen: Screen) -> None:
    week = screen.page.get_by_role("slider", name="Week", exact=True)
    week.focus()
    for key, expected in (("ArrowRight", 1), ("ArrowRight", 2), ("End", 207), ("ArrowLeft", 206), ("Home", 0)):
        screen.page.keyboard.press(key)
        assert screen.state["week"] == expected
    assert screen.state["step"] == 0
    box = week.bounding_box()
    assert box
    week.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert screen.state["week"] == pytest.approx(103.5, abs=3)
    screen.region("Time").get_by_text(re.compile("^Year [23], week")).wait_for()
    screen.button("To the start").click()
    screen.button("A month on").click()
    screen.button("A month on").click()
    assert screen.state["week"] == 9
    screen.button("A month back").click()
    assert screen.state["week"] == 4
    speed = screen.page.get_by_role("combobox", name="Speed", exact=True)
    speed.select_option(label="very fast")
    screen.button("Play").click()
    until(screen.page, lambda: screen.state["week"] > 20, "playback")
    assert screen.state["playing"]
    screen.button("Pause").click()
    held = screen.state["week"]
    assert not screen.state["playing"]
    screen.page.locator("h1").click()
    screen.page.keyboard.press("Space")
    until(screen.page, lambda: screen.state["week"] > held + 3, "playback by the space bar")
    screen.page.keyboard.press("Space")
    assert not screen.state["playing"]
    week.press("End")
    for _ in range(4):
        week.press("PageDown")
    screen.page.locator("h1").click()
    screen.page.keyboard.press("Space")
    until(screen.page, lambda: not screen.state["playing"], "the end")
    assert screen.state["week"] == 207


def test_the_story_goes_from_end_to_end_on_the_arrow_keys(screen: Screen) -> None:
    steps = screen.story.steps
    chosen = screen.page.get_by_role("combobox", name="Step of the story", exact=True)
    expected, hidden = START, False
    for index, step in enumerate(steps):
        if index:
            screen.page.keyboard.press("ArrowRight")
        screen.settle()
        screen.page.get_by_role("navigation", name="The story").get_by_text(step.say).wait_for()
        assert chosen.input_value() == str(index)
        if step.scene is not None:
            expected = json.loads(step.scene.model_dump_json())
        hidden = (hidden or step.hide) and not step.reveal
        state = screen.state
        assert state["scene"] == expected, step.id
        assert state["hidden"] == hidden, step.id
        if step.arm is not None:
            assert state["arm"] == step.arm, step.id
        if step.play_to is not None:
            assert state["playing"], step.id
        elif step.week is not None:
            assert state["week"] == step.week, step.id
        if step.question is not None:
            screen.region("Predict").get_by_text(step.question.text, exact=True).wait_for()
        for chart in screen.story.charts:
            aloud = screen.card(chart.name).get_by_role("button", name=re.compile("^Read aloud"))
            assert (aloud.get_attribute("aria-pressed") == "true") == (chart.name == step.card), step.id
    screen.page.keyboard.press("ArrowRight")
    assert screen.state["step"] == len(steps) - 1, "after the last step there is none"
    for index in reversed(range(len(steps) - 1)):
        screen.page.keyboard.press("ArrowLeft" if index % 2 else "PageUp")
        assert screen.state["step"] == index
    screen.page.keyboard.press("PageDown")
    assert screen.state["step"] == 1
    screen.button(re.compile("Back$")).click()
    screen.button(re.compile("^Next")).click()
    assert screen.state["step"] == 1


def test_who_goes_back_or_jumps_finds_the_scene_of_the_story_and_who_goes_on_what_is_set(screen: Screen) -> None:
    steps = screen.story.steps
    bare = next(at for at, step in enumerate(steps) if at and step.scene is None and steps[at - 1].scene is not None)
    later = next(at for at, step in enumerate(steps) if at > bare and step.scene not in (None, steps[bare - 1].scene))
    chosen = screen.page.get_by_role("combobox", name="Step of the story", exact=True)
    chosen.select_option(str(bare - 1))
    screen.settle()
    of_the_story = screen.state["scene"]
    screen.switch(screen.story.shock.title).click()
    screen.settle()
    of_the_room = screen.state["scene"]
    assert of_the_room != of_the_story
    screen.page.keyboard.press("Escape")
    screen.button(re.compile("^Next")).click()
    screen.settle()
    assert screen.state["scene"] == of_the_room
    for _ in range(2):
        chosen.select_option(str(later))
        screen.settle()
        assert screen.state["scene"] != of_the_story
        chosen.select_option(str(bare))
        screen.settle()
        assert screen.state["scene"] == of_the_story


def test_what_was_done_is_undone_and_done_again(screen: Screen) -> None:
    first = screen.answer().arrays["difference"]
    screen.pull("business_support", "Properly")
    second = screen.answer().arrays["difference"]
    screen.pull("business_support", "As an add-on")
    third = screen.answer().arrays["difference"]
    undo, redo = screen.button(re.compile("Undo$")), screen.button(re.compile("Redo$"))
    assert redo.is_disabled()
    undo.click()
    assert np.array_equal(screen.answer().arrays["difference"], second)
    screen.page.keyboard.press("Control+z")
    assert np.array_equal(screen.answer().arrays["difference"], first)
    assert undo.is_disabled()
    screen.page.keyboard.press("Control+Shift+z")
    assert np.array_equal(screen.answer().arrays["difference"], second)
    redo.click()
    assert np.array_equal(screen.answer().arrays["difference"], third)
    assert redo.is_disabled()
    undo.click()
    screen.settle()
    screen.pull("caseload_cap", "Properly")
    assert redo.is_disabled(), "what is done anew cuts off what was undone"


def test_the_arm_of_the_trees_is_chosen(screen: Screen) -> None:
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    screen.pull("business_support", "Properly")
    changed = screen.picture()
    assert changed.header["arm"] == "changed"
    screen.button("As now").click()
    now = screen.picture()
    assert now.header["arm"] == "now"
    assert not np.array_equal(now.arrays["strain"], changed.arrays["strain"])
    screen.button("With your changes").click()
    assert np.array_equal(screen.picture().arrays["strain"], changed.arrays["strain"])


def test_an_assumption_is_changed_in_both_arms_and_put_back(screen: Screen) -> None:
    drawer = screen.region("Assumptions")
    drawer.locator("summary").press("Enter")
    before = screen.picture().arrays["belief_top"]
    slider = drawer.get_by_role("slider").first
    slider.press("Home")
    screen.settle()
    path = screen.story.assumptions[0]
    assert list(screen.state["scene"]["assumptions"]) == [path]
    answer = screen.answer()
    assert not answer.arrays["difference"].any()
    assert f"{path}=" in answer.header["command"] or not answer.header["command"]
    assert not np.array_equal(screen.picture().arrays["belief_top"], before)
    drawer.get_by_role("button", name=re.compile("^Back to")).first.click()
    screen.settle()
    assert screen.state["scene"] == START
    assert np.array_equal(screen.picture().arrays["belief_top"], before)


def address_of(scene: Any, **more: Any) -> str:
    told = {"scene": scene, "week": 7, "step": 1, "arm": "changed", **more}
    return "#v1." + urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


SCRIPT = "<script>window.struck = true</script><img src=x onerror='window.struck = true'>"
HOSTILE = {
    "not of this page": "#javascript:window.struck=true",
    "a script": f"#{SCRIPT}",
    "too long": f"#v1.{'A' * 60_000}",
    "not base64": "#v1.%%%%",
    "no text": "#v1._____w",
    "not JSON": "#v1." + urlsafe_b64encode(b"{scene:").decode().rstrip("="),
    "no group": "#v1." + urlsafe_b64encode(b"[1, 2]").decode().rstrip("="),
    "nothing": "#v1." + urlsafe_b64encode(b"null").decode(),
    "no scene": address_of("all"),
    "an unknown part": address_of(START, more=1),
    "an unknown lever": address_of(scene_with(levers={SCRIPT: {"mode": "properly", "dose": 1}})),
    "a lever of its own kind": address_of(scene_with(levers={"__proto__": {"mode": "properly", "dose": 1}})),
    "an unknown way": address_of(scene_with(levers={"caseload_cap": {"mode": "add_on", "dose": 1}})),
    "a dose too many": address_of(scene_with(levers={"caseload_cap": {"mode": "properly", "dose": 1e9}})),
    "a demand in words": address_of(scene_with(demand="much")),
    "an unknown assumption": address_of(scene_with(assumptions={"mechanism.week": 1})),
    "no such week": address_of(START, week=10_000),
    "half a week": address_of(START, week=0.5),
    "no such step": address_of(START, step=-1),
    "no such arm": address_of(START, arm=SCRIPT),
}


OPENED_WITH = ("not of this page", "a script", "too long", "an unknown lever")


def test_an_address_that_does_not_fit_starts_the_story_with_a_plain_message(screen: Screen, workshop: Served) -> None:
    dialogs: list[str] = []
    screen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for what, fragment in HOSTILE.items():
        if what in OPENED_WITH:
            screen.page.goto("about:blank")
            screen.page.goto(workshop.address + fragment)
            screen.settle()
        else:  # typed where the page is open already
            screen.button("Put this message away").click()
            screen.page.evaluate("fragment => { location.hash = fragment }", fragment)
            screen.page.locator("#message p").wait_for()
        said = screen.page.locator("#message").inner_text()
        assert re.match(r"The address could not be followed: [^{}\[\]]{5,160}\. The story stands", said), (what, said)
        assert "undefined" not in said, what
        state = screen.state
        assert (state["scene"], state["week"], state["step"]) == (START, 0, 0), what
        assert screen.page.evaluate("window.struck ?? null") is None, what
        assert not screen.page.locator("#message :is(img, script)").count(), what
    assert dialogs == []
    assert screen.visit.complaints == []
    screen.button("Put this message away").click()
    assert screen.page.locator("#message").inner_text() == ""
    screen.pull("business_support", "Properly")


def test_the_address_of_a_screen_opens_it_with_the_same_numbers(
    screen: Screen, workshop: Served, story: Path, browser: Browser
) -> None:
    for _ in range(3):
        screen.page.keyboard.press("ArrowRight")
    screen.pull("manager_caseload", "As an add-on")
    screen.lever("manager_caseload").get_by_role("slider", name="Dose", exact=True).press("ArrowLeft")
    screen.page.get_by_role("slider", name="Demand", exact=True).press("ArrowLeft")
    screen.page.get_by_role("slider", name="Week", exact=True).press("End")
    held, state, cards = screen.answer(), screen.state, screen.region("Results").inner_text()
    shown = screen.picture().raw
    address = screen.page.get_by_label(re.compile("^Address of this screen"))
    # The address follows a moment later, so that playback does not write it at every frame.
    until(screen.page, lambda: _opens(screen, state), "the address of what is set")
    address.focus()
    assert address.input_value() == screen.page.evaluate("location.href")
    with visited(browser, address.input_value(), TABLET, workshop.address) as visit:
        other = Screen(visit, story)
        assert (again := other.answer()).arrays.keys() == held.arrays.keys()
        assert all(np.array_equal(again.arrays[name], held.arrays[name], equal_nan=True) for name in held.arrays)
        assert {key: other.state[key] for key in ("scene", "week", "step", "arm")} == {
            key: state[key] for key in ("scene", "week", "step", "arm")
        }
        assert other.region("Results").inner_text() == cards
        assert _numbers(other.picture().raw) == _numbers(shown)


def _opens(screen: Screen, state: dict[str, Any]) -> bool:
    """Whether the address of the page is that of what is set."""
    text = screen.page.evaluate("location.hash").removeprefix("#v1.")
    padded = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
    told = json.loads(screen.page.evaluate("text => atob(text)", padded)) if text else {}
    return all(told.get(key) == state[key] for key in ("scene", "week", "step", "arm"))


def _numbers(raw: bytes) -> bytes:
    """The arrays of a frame, without the number of the request."""
    return raw[4 + int.from_bytes(raw[:4], "little") :]
