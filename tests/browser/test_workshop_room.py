"""Predict before you look: what is hidden is nowhere in the browser; phones vote, are counted, and steer nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import PHONE, TABLET, Visit, visited
from playwright.sync_api import Browser
from workshop_screen import Frame, Screen, Served, served, until

CANVASES = "[...document.querySelectorAll('canvas')].filter(one => one.clientWidth).map(one => one.toDataURL())"
# Everything that the page holds, as text: the store with arrays written out.
HELD = """async () => {
  const { store } = await import("/page/state/store.js");
  return JSON.stringify(store.get(), (key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value));
}"""
# What the server has told of a question, whatever of it is on the screen.
COUNTED = """async (question) => (await import("/page/state/store.js")).store.get().votes[question]?.counts"""
# Say something on a line of one's own from a page of the server; what came back, until the line was closed or it is quiet.
SAID = """async (messages) => {
  const line = new WebSocket(`ws://${location.host}/live`);
  line.binaryType = "arraybuffer";
  const heard = [];
  return await new Promise((done) => {
    let timer;
    const quiet = () => { clearTimeout(timer); timer = setTimeout(() => { line.close(); done({ heard, code: 0 }); }, 1500); };
    line.onopen = () => { messages.forEach((message) => line.send(JSON.stringify(message))); quiet(); };
    line.onmessage = ({ data }) => { heard.push(typeof data === "string" ? JSON.parse(data) : { type: "frame" }); quiet(); };
    line.onclose = ({ code }) => { clearTimeout(timer); done({ heard, code }); };
  });
}"""


@pytest.fixture(scope="module")
def room(story: Path) -> Iterator[Served]:
    with served(story, "--room") as running:
        yield running


@pytest.fixture
def trainer(browser: Browser, room: Served, story: Path) -> Iterator[Screen]:
    with visited(browser, room.address, TABLET) as visit:
        yield Screen(visit, story)


def step_of(screen: Screen, name: str) -> int:
    return [step.id for step in screen.story.steps].index(name)


def go_to(screen: Screen, name: str) -> None:
    screen.page.get_by_role("combobox", name="Step of the story", exact=True).select_option(str(step_of(screen, name)))
    screen.settle()


def frames_since(visit: Visit, count: int) -> list[bytes]:
    return [one for one in visit.lines[0].heard[count:] if isinstance(one, bytes)]


def holds(raw: bytes, values: np.ndarray) -> bool:
    """Whether a message holds these numbers as they lie in memory."""
    return np.ascontiguousarray(values).tobytes() in raw


def test_what_is_hidden_is_neither_in_the_page_nor_on_the_line_until_it_is_revealed(trainer: Screen) -> None:
    go_to(trainer, "up_the_line")
    trees_as_now = trainer.page.locator("#trees canvas").evaluate_all("all => all.map(one => one.toDataURL())")
    size = trainer.page.locator("#trees canvas").first.bounding_box()
    line = trainer.visit.lines[0]
    count = len(line.heard)
    go_to(trainer, "predict")
    assert trainer.state["hidden"]
    assert trainer.state["scene"]["levers"], "a lever is pulled"
    trainer.page.wait_for_load_state("networkidle")
    during = frames_since(trainer.visit, count)
    page, held, drawn = (trainer.page.content(), trainer.page.evaluate(HELD), trainer.page.evaluate(CANVASES))
    trees = trainer.page.locator("#trees canvas").evaluate_all("all => all.map(one => one.toDataURL())")
    if trainer.page.locator("#trees canvas").first.bounding_box()["width"] == size["width"]:  # type: ignore[index]
        assert trees == trees_as_now, "the trees show the service as now"

    # What was withheld, learned by revealing it.
    count = len(line.heard)
    trainer.button("Reveal the result").click()
    answer, picture = trainer.answer(), trainer.picture()
    cards = {chart.name: trainer.card(chart.name).inner_text() for chart in trainer.story.charts}
    moved = [index for index, word in enumerate(answer.header["words"]) if word["way"] != "same"]
    assert len(moved) > 2
    assert picture.header["arm"] == "changed"
    assert frames_since(trainer.visit, count)

    headers = [header_of(raw) for raw in during]
    assert not [header for header in headers if header["type"] == "answer"], "no answer before it is revealed"
    assert {header["arm"] for header in headers} == {"now"}, "and no picture with the changes"
    change = trainer.story.change_week
    for index in moved:
        for secret in (answer.arrays["difference"][index], answer.arrays["series"][index, 3, change + 20 :]):
            assert not any(holds(raw, secret) for raw in during)
            assert any(holds(raw, secret) for raw in frames_since(trainer.visit, count)), "which are there afterwards"
        for secret in answer.arrays["difference"][index]:
            assert str(float(secret)) not in held
        assert str(float(answer.arrays["level"][index, 1])) not in held
    strain = picture.arrays["strain"][change + 20 :]
    assert not any(holds(raw, strain) for raw in during)
    assert any(holds(raw, strain) for raw in frames_since(trainer.visit, count))
    assert str(float(answer.arrays["difference"][moved[0], 0])) in trainer.page.evaluate(HELD), "and held by the page"
    for index in moved:
        name = trainer.story.charts[index].name
        interval = re.search(r"95%: (.+?) as now", cards[name])
        assert interval
        assert interval[1] not in page, "nor in its text"
    assert set(drawn) != set(trainer.page.evaluate(CANVASES))


def header_of(raw: bytes) -> dict[str, Any]:
    return json.loads(raw[4 : 4 + int.from_bytes(raw[:4], "little")])


def test_charts_draw_nothing_of_the_changes_while_they_are_hidden(trainer: Screen) -> None:
    charts = "all => all.map(one => one.toDataURL())"
    place = trainer.region("Results").locator("canvas")
    trainer.page.get_by_role("slider", name="Week", exact=True).press("End")
    trainer.settle()
    as_now = place.evaluate_all(charts)
    assert len(as_now) == 2 * len(trainer.story.charts)
    trainer.pull("business_support", "Properly")
    assert place.evaluate_all(charts) != as_now
    trainer.button("Hide the result").click()
    trainer.settle()
    text = trainer.region("Results").inner_text()
    assert text.count("until the room has predicted") == len(trainer.story.charts)
    assert not re.search(r"95%: |changed [\d.]", text)
    labels = trainer.region("Results").get_by_role("img").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert not [label for label in labels if "With your changes" in label]
    hidden = place.evaluate_all(charts)
    trainer.button("Reveal the result").click()
    trainer.settle()
    trainer.pull("business_support", "Off")
    trainer.button("Hide the result").click()
    trainer.settle()
    assert hidden == place.evaluate_all(charts), "the same picture whatever is pulled"
    trainer.button("Reveal the result").click()


def test_why_people_left_is_hidden_too(trainer: Screen) -> None:
    trainer.button("Hide the result").click()
    trainer.settle()
    trainer.pull("business_support", "Properly")
    trainer.button("Work out why people left").click()
    trainer.region("Why people left").get_by_text(re.compile("[Hh]idden")).wait_for()
    trainer.pull("business_support", "As an add-on")
    heard = [json.loads(one) for one in trainer.visit.lines[0].heard if isinstance(one, str)]
    rows = [row for one in heard if one["type"] == "leaving" for row in one.get("rows", [])]
    assert not [row for row in rows if "changed" in row]
    trainer.button("Reveal the result").click()
    trainer.settle()


def test_two_phones_vote_and_are_counted_on_the_screen_and_hands_as_well(
    browser: Browser, trainer: Screen, room: Served
) -> None:
    go_to(trainer, "vote")
    question = next(step.question for step in trainer.story.steps if step.question)
    at = room.phones.partition("/phone")[0] + "/"
    allowed = (at, at.replace("http", "ws"))
    said = trainer.region("Predict")
    assert room.phones.removeprefix("http://") in said.inner_text().replace("\n", "")
    with (
        visited(browser, room.phones, PHONE, *allowed) as one,
        visited(browser, at, PHONE, *allowed) as other,
    ):
        one.page.get_by_role("heading", name=question.text).wait_for()
        # Whoever types the address only is asked for the code, and a wrong one leads nowhere.
        other.page.get_by_label("Code on the screen").fill("222222")
        other.page.get_by_role("button", name="Join").click()
        other.page.get_by_role("alert").get_by_text("That is not the code on the screen.").wait_for()
        assert not other.lines
        other.page.get_by_label("Code on the screen").fill(room.code.lower())
        other.page.get_by_role("button", name="Join").click()
        one.page.get_by_role("button", name="Yes", exact=True).click()
        said.get_by_text(re.compile("^1 vote, ")).wait_for()
        other.page.get_by_role("button", name="Not sure", exact=True).click()
        said.get_by_text(re.compile("^2 votes, 2 phones in the room, open")).wait_for()
        # One vote each: the last counts.
        one.page.get_by_role("button", name="No", exact=True).click()
        choices = said.get_by_role("listitem")
        until(trainer.page, lambda: trainer.page.evaluate(COUNTED, question.id) == [0, 1, 1], "No in place of Yes")
        # Bars that grow in view of the room would draw the next votes: it sees how many have voted.
        assert [one.strip() for one in choices.all_inner_texts()] == list(question.choices)
        assert not said.locator(".track:visible").count()
        assert not said.get_by_text(re.compile(r"\d+%")).count()
        # Nobody follows the crowd: phones see counts when the vote is closed.
        assert "%" not in one.page.locator("main").inner_text()
        said.get_by_role("button", name="Close the vote").click()
        one.page.get_by_text("The room: 2 votes").wait_for()
        one.page.get_by_text("The vote is closed.").wait_for()
        starts = "all => all.map((one) => Math.round(one.getBoundingClientRect().left))"
        assert len(set(one.page.locator(".tally .track").evaluate_all(starts))) == 1, "bars begin below each other"
        said.get_by_text(re.compile("^2 votes, 2 phones in the room$")).wait_for()
        assert re.findall(r"(\d+) \(", " ".join(choices.all_inner_texts())) == ["0", "1", "1"]
        assert said.locator(".track:visible").count() == 3
        assert one.page.get_by_role("button", name="Yes", exact=True).is_disabled()
        assert one.page.get_by_role("button", name=re.compile(r"\bNo$")).get_attribute("aria-pressed") == "true"
        assert one.findings() == []
        assert one.sideways <= 0
        assert one.complaints == []
        for phone in (one, other):
            heard = [header_of(raw)["type"] for line in phone.lines for raw in line.heard if isinstance(raw, bytes)]
            assert "picture" not in heard
            assert all(
                set(json.loads(text)) <= {"type", "role", "code", "choice"}
                for line in phone.lines
                for text in line.said
            )
            assert phone.page.context.cookies() == []
            assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
        # A vote that comes too late is refused; asked again, it is asked from nothing.
        one.page.evaluate("import('/page/state/connection.js').then(({ send }) => send({ type: 'vote', choice: 0 }))")
        one.page.get_by_text("nothing is asked at the moment").wait_for()
        said.get_by_role("button", name="Open the vote to phones").click()
        one.page.get_by_text("The vote is open.").wait_for()
        assert one.page.get_by_role("button", name=re.compile(r"\bNo$")).get_attribute("aria-pressed") == "false"
        said.get_by_role("button", name="Close the vote").click()
    said.get_by_text("Count raised hands").click()
    for choice, count in zip(question.choices, ("12", "3", "1"), strict=True):
        said.get_by_role("spinbutton", name=choice, exact=True).fill(count)
    said.get_by_role("button", name="Use these counts").click()
    said.get_by_text(re.compile("^16 votes, raised hands")).wait_for()
    assert "12 (75%)" in choices.first.inner_text()
    # Hands stand for the room at once, also while the vote is open to phones.
    go_to(trainer, "vote")
    said.get_by_text(re.compile("^0 votes, .*open")).wait_for()
    assert not said.locator(".track:visible").count()
    said.get_by_text("Count raised hands").click()
    said.get_by_role("spinbutton", name=question.choices[0], exact=True).fill("4")
    said.get_by_role("button", name="Use these counts").click()
    said.get_by_text(re.compile("^8 votes, raised hands, open$")).wait_for()
    assert "4 (50%)" in choices.first.inner_text()


def test_a_phone_steers_nothing(browser: Browser, trainer: Screen, room: Served) -> None:
    go_to(trainer, "vote")
    before, heard = trainer.state, len(trainer.visit.lines[0].heard)
    at = room.phones.partition("/phone")[0] + "/"
    hello = {"type": "hello", "role": "phone", "code": room.code}
    scene = {**before["scene"], "goodwill": True}
    tries: list[tuple[str, list[dict[str, Any]]]] = [
        (
            "a screen",
            [{**hello, "role": "screen"}, {"type": "show", "id": 1, "scene": scene, "arm": "changed", "week": 9}],
        ),
        ("a step", [hello, {"type": "step", "step": 4}]),
        ("a scene", [hello, {"type": "show", "id": 99, "scene": scene, "arm": "changed", "week": 9}]),
        ("a look", [hello, {"type": "reveal"}]),
    ]
    with visited(browser, room.phones, PHONE, at, at.replace("http", "ws")) as phone:
        phone.page.get_by_role("button", name="Yes", exact=True).wait_for()
        for what, messages in tries:
            # Few of them: an address that is refused eight times in a minute is shut out for as long.
            found = phone.page.evaluate(SAID, messages)
            assert found["code"] == 1008, (what, found)
            assert not [one for one in found["heard"] if one["type"] == "frame"], what
        assert phone.page.evaluate("fetch('/notes').then(answer => answer.status)") == 403
        assert phone.page.evaluate("fetch('/story.json').then(answer => answer.status)") == 403
        told = phone.page.evaluate(f"fetch('/story.json?code={room.code}').then(answer => answer.json())")
        assert all(not step["notes"] for step in told["steps"])
    after = trainer.state
    assert after == before
    texts = [json.loads(one) for one in trainer.visit.lines[0].heard[heard:] if isinstance(one, str)]
    assert {one["type"] for one in texts} <= {"phones", "votes"}
    assert not any(sum(one["counts"]) for one in texts if one["type"] == "votes" and one["by"] == "phones")


def test_a_phone_sees_the_card_that_is_read_aloud_when_it_is_revealed(
    browser: Browser, trainer: Screen, room: Served
) -> None:
    at = room.phones.partition("/phone")[0] + "/"
    with visited(browser, room.phones, PHONE, at, at.replace("http", "ws")) as phone:
        go_to(trainer, "predict")
        phone.page.get_by_role("button", name="Fewer", exact=True).click()
        assert not [one for line in phone.lines for one in line.heard if isinstance(one, bytes)]
        trainer.page.keyboard.press("ArrowRight")
        answer = trainer.answer()
        card = next(step.card for step in trainer.story.steps if step.id == "pull")
        aloud = trainer.card(card).get_by_text("95% interval, ").inner_text()
        phone.page.get_by_text(aloud, exact=True).wait_for()
        frames = [
            Frame(header_of(one), {}, one) for line in phone.lines for one in line.heard if isinstance(one, bytes)
        ]
        assert {frame.header["chart"] for frame in frames} == {card}
        index = [chart.name for chart in trainer.story.charts].index(card)
        assert holds(frames[-1].raw, answer.arrays["difference"][index])
        assert holds(frames[-1].raw, answer.arrays["series"][index])
