"""Levers, results, votes and what is taken away, in a real browser before a real server with the real engine."""

import csv
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from browsing import DESK, PHONE, Visit

from sim.workshop.scene import Stage
from sim.workshop.server import Workshop
from sim.workshop.story import read_story

CODE = "CDFGHJ"
STORY = """
title: Who knows?
subtitle: A short story
settings: [authority=training_team, years=2, warmup_years=1, seed=1]
change_week: 52
replicates: 4
tier_names:
  - [social worker, social workers]
  - [team manager, team managers]
  - [service manager, service managers]
  - [head of service, heads of service]
  - [director, directors]
demand: {words: More or fewer cases, week: 10, low: 0.8, high: 1.3, step: 0.05}
shock: {title: Two leave, words: Two people leave at once, event: staff_shock, week: 60}
goodwill: {title: Work to rule, words: Nobody works unpaid hours, week: 60}
levers:
  - name: business_support
    title: Business support
    words: Administrative staff take paper off social workers
    intervention: business_support
    dose_words: hours a week each
    full: 4
    properly_words: people and working machines
    add_on_words: new machines and no people
    add_on: {hours: 0.5}
  - {name: more_posts, title: More posts, words: More people, intervention: more_posts,
     dose_words: of all posts, properly_words: permanent ones}
charts:
  - {name: cost, label: Cash spent, group: cost, digits: 2}
  - {name: direct_time, label: Time with families, group: families, digits: 1}
  - {name: unallocated_cases, label: Cases without a worker, group: families}
  - {name: burnout, label: Exhaustion, group: staff, digits: 2}
poll: {question: "Is there a disconnect?", published: 92, published_words: Readers who chose to answer}
assumptions: [mechanism.reporting.passing]
steps:
  - {id: start, title: Start, say: This is a service, notes: Wait. ASK what they see, week: 0}
  - id: predict
    title: Predict
    say: What will it do?
    notes: Vote
    week: 52
    hide: true
    scene: {levers: {business_support: {}}}
    question: {id: which, text: "Which way?", choices: [Up, Down, Unclear]}
  - {id: look, title: Look, say: Look, notes: Look, week: 100, reveal: true, arm: changed, card: direct_time}
  - {id: compare, title: Compare, say: Compare, notes: Compare, compare: true}
limits: A model, not your authority; the poll is simulated.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("story") / "short.yaml"
    file.write_text(STORY, encoding="utf-8")
    listening = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    workshop = Workshop(Stage(read_story(file)), {host}, code=CODE, phone_address=f"http://{host}/phone#{CODE}")
    server = uvicorn.Server(
        uvicorn.Config(workshop.application(), log_level="error", ws="websockets-sansio", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://{host}/"
    server.should_exit = True
    thread.join(20)


def wait_for_results(seen: Visit) -> None:
    """Until all pairs are in, and the words on the cards are those of what is set."""
    seen.page.locator("#strip[aria-busy=false] .progress").filter(has_text=re.compile("^4 ")).wait_for()


def card(seen: Visit, name: str) -> str:
    return seen.page.locator(f".card[data-name={name}]").inner_text()


def test_a_lever_is_pulled_from_the_keyboard_and_the_room_judges(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        wait_for_results(seen)
        assert "nothing is changed yet" in card(seen, "direct_time")
        seen.page.locator("#levers input[type=radio]").first.focus()
        seen.page.keyboard.press("ArrowRight")
        seen.page.locator(".card[data-name=direct_time][data-way=up]").wait_for()
        wait_for_results(seen)
        assert seen.page.locator("#story select").input_value() == "0", (
            "an arrow key in a lever is not one for the story"
        )
        assert re.search(r"▲\s*up\s*\d", card(seen, "direct_time"))
        order = seen.page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.group)")
        assert order == ["families", "families", "staff", "cost"]
        words = seen.page.locator("body").inner_text().lower()
        assert not re.search(r"\b(better|worse)\b", words)
        assert seen.complaints == []
        assert seen.refused == []


def test_moving_a_slider_is_undone_in_one_go(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        demand = seen.page.locator("#demand")
        demand.focus()
        for value in ("1.05", "1.1", "1.15"):
            demand.evaluate(
                "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})) }",
                value,
            )
        demand.evaluate("slider => slider.dispatchEvent(new Event('change', {bubbles: true}))")
        output = seen.page.locator("output[for=demand]")
        output.filter(has_text="115% of now").wait_for()
        seen.page.get_by_role("button", name="Undo").click()
        output.filter(has_text="100% of now").wait_for()
        assert seen.page.get_by_role("button", name="Undo").is_disabled()


def test_results_are_withheld_until_revealed_and_phones_vote_and_see_one_card(visit, address: str) -> None:
    line = address.replace("http", "ws")
    with visit(address, DESK, line) as screen, visit(f"{address}phone#{CODE}", PHONE, address, line) as phone:
        wait_for_results(screen)
        screen.page.get_by_role("button", name="Next").click()
        screen.page.get_by_text("Hidden until you reveal it: 4 runs ready").wait_for()
        assert re.search(r"\?\s*hidden", card(screen, "direct_time"))
        assert not screen.page.locator(".card[data-way=up], .card[data-way=down]").count()
        assert phone.findings() == []
        phone.page.get_by_role("button", name="Down").click()
        state = screen.page.locator(".vote-state")
        state.filter(has_text="1 vote, 1 phone in the room, open").wait_for()
        assert (
            screen.page.locator(".joining img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        )
        screen.page.get_by_text("Count raised hands").click()
        for place, count in enumerate(("3", "4", "5")):
            screen.page.locator(".hands input").nth(place).fill(count)
        screen.page.get_by_role("button", name="Use these counts").click()
        state.filter(has_text="12 votes, raised hands").wait_for()
        assert phone.page.locator(".result").is_hidden()
        screen.page.get_by_role("button", name="Next").click()
        screen.page.locator(".card.enlarged[data-way=up]").wait_for()
        wait_for_results(screen)
        aloud = screen.page.locator(".card.enlarged .aloud").inner_text()
        assert "Time with families" in aloud
        assert "95% interval, 4 pairs of runs" in aloud
        phone.page.locator(".result .aloud").filter(has_text=aloud).wait_for()
        assert "You said: Which way?" in screen.page.locator("#predict").inner_text()


def test_scenes_stand_side_by_side_and_the_file_holds_what_the_card_says(visit, address: str, tmp_path: Path) -> None:
    with visit(address, DESK, address.replace("http", "ws"), "blob:") as seen:
        wait_for_results(seen)
        for letter, way in (("A", "properly"), ("B", "add_on")):
            seen.page.locator(f"input[name=lever-business_support][value={way}]").check(force=True)
            wait_for_results(seen)
            seen.page.get_by_role("button", name=f"Keep as {letter}").click()
        row = seen.page.locator("#scenes tbody tr", has_text="Time with families").inner_text()
        assert "show it once" not in seen.page.locator("#scenes").inner_text()
        properly, add_on = (float(number) for number in re.findall(r"\+(\d+\.\d+) \(", row))
        assert properly > add_on > 0
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Results (CSV)").click()
        file = tmp_path / "results.csv"
        waiting.value.save_as(file)
        rows = {row["outcome"]: row for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())}
        direct = rows["direct_time"]
        assert float(direct["with_changes"]) - float(direct["as_now"]) == pytest.approx(float(direct["difference"]))
        assert float(direct["low_95"]) < float(direct["difference"]) < float(direct["high_95"])
        assert add_on == pytest.approx(float(direct["difference"]), abs=0.051)
        assert "as an add-on, 4 hours a week each" in direct["scene"]
        assert direct["command"].startswith("coalface compare ")
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Picture of the screen (PNG)").click()
        picture = tmp_path / "screen.png"
        waiting.value.save_as(picture)
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 20_000


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_axe_finds_nothing_with_everything_open(visit, address: str, width: int) -> None:
    with visit(address, width, address.replace("http", "ws")) as seen:
        wait_for_results(seen)
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        seen.page.locator("input[value=properly]").first.check(force=True)
        seen.page.locator(".tip-button").first.click()
        seen.page.get_by_role("button", name="Keep as A").click()
        wait_for_results(seen)
        seen.page.get_by_role("button", name="Show as tables").click()
        seen.page.get_by_role("button", name="Next").click()
        seen.page.locator(".joining img").wait_for()
        assert seen.findings() == []
        assert seen.sideways <= 0
        small = seen.page.evaluate(
            "[...document.querySelectorAll('#levers, #strip, #predict, #scenes, #take, #drawer, #story')]"
            ".flatMap(panel => [...panel.querySelectorAll('button, input, select, summary')])"
            ".map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])"
            ".filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"
        )
        assert small == []
        # What is withheld is withheld from the whole room, the next screen included.
        seen.page.get_by_role("button", name="Reveal the result").click()
        wait_for_results(seen)


def test_why_people_left_is_worked_out_for_what_is_set(visit, address: str) -> None:
    with visit(address, DESK, address.replace("http", "ws")) as seen:
        seen.page.locator("input[value=properly]").first.check(force=True)
        wait_for_results(seen)
        seen.page.get_by_role("button", name="Work out why people left").click()
        table = seen.page.locator("#exits table")
        table.wait_for()
        rows = table.locator("tbody tr:not(.part)").all_inner_texts()
        for column in (1, 2):
            shares = [int(row.split("\t")[column].rstrip("%").replace("\u2212", "-")) for row in rows]
            assert len(shares) > 3
            assert sum(shares) == pytest.approx(100, abs=len(shares) / 2)
        assert "Business support (done properly, 4 hours a week each)" in seen.page.locator("#exits").inner_text()


def test_the_notes_follow_and_turn_the_steps(visit, address: str) -> None:
    line = address.replace("http", "ws")
    with visit(address, DESK, line) as screen:
        wait_for_results(screen)
        notes = screen.page.context.new_page()
        notes.goto(f"{address}notes")
        notes.get_by_text("1 of 4: Start").wait_for()
        assert notes.locator(".trainer p").all_inner_texts() == ["Wait.", "ASK what they see"]
        notes.get_by_role("button", name="Next step").click()
        notes.get_by_text("2 of 4: Predict").wait_for()
        assert screen.page.locator("#story select").input_value() == "1"
        screen.page.get_by_role("button", name="Reveal the result").click()
        wait_for_results(screen)
