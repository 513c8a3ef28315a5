"""An address that leads to a question: it is asked, its result hidden, and what the room was asked before stays as it was."""

import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path

from browsing import DESK, PHONE, visited
from playwright.sync_api import Browser
from workshop_screen import Screen, served, until

from sim.workshop.story import read_story


def closed(screen: Screen) -> bool:
    """Whether the last that the page has heard of a vote is that it is closed."""
    heard = [json.loads(one) for line in screen.visit.lines for one in line.heard if isinstance(one, str)]
    votes = [one for one in heard if one["type"] == "votes"]
    return bool(votes) and not votes[-1]["open"]


def test_an_address_that_leads_to_a_question_asks_it_and_hides_what_it_would_tell(
    browser: Browser, story: Path
) -> None:
    steps = read_story(story).steps
    at = next(at for at, step in enumerate(steps) if step.hide and step.question)
    question, scene = steps[at].question, steps[at].scene
    assert question
    assert scene
    told = {"scene": scene.model_dump(mode="json"), "week": steps[at].week, "step": at, "arm": "changed"}
    fragment = "#v1." + urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    with served(story, "--room") as fresh:
        allowed = (fresh.address, fresh.line)
        with visited(browser, fresh.address + fragment, DESK, *allowed) as visit:
            screen = Screen(visit, story)
            screen.settle()
            state = visit.page.locator(".vote-state")
            state.get_by_text("0 votes, 0 phones in the room, open").wait_for()
            assert screen.state["hidden"]
            assert not [one for one in screen.frames if one.header["type"] == "answer"], "no answer has come"
            with visited(browser, fresh.phones, PHONE, fresh.phones.partition("/phone")[0], *allowed) as phone:
                phone.page.get_by_role("button", name=question.choices[0], exact=True).click()
                state.get_by_text("1 vote, 1 phone in the room, open").wait_for()
            # Whoever loads the page again finds the vote as it was, open or closed, and nothing asked from the beginning.
            visit.page.reload()
            state.get_by_text("1 vote, ").get_by_text(re.compile("open")).wait_for()
            screen.button("Close the vote").click()
            state.get_by_text(re.compile("^1 vote, 0 phones in the room$")).wait_for()
            # The page says so before the server does: loaded anew any sooner, it may never have told it.
            until(visit.page, lambda: closed(screen), "the vote to be closed by the server")
            visit.page.reload()
            state.get_by_text(re.compile("^1 vote, 0 phones in the room$")).wait_for()
            assert screen.state["hidden"], "and its result hidden"
            # So does an address that is pasted into a page that is open: at another question it asks that one.
            first = next(at for at, step in enumerate(steps) if step.question)
            told |= {"step": first, "week": 0}
            other = "#v1." + urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
            visit.page.evaluate("fragment => { location.hash = fragment; }", other)
            state.get_by_text(re.compile("^0 votes, 0 phones in the room, open")).wait_for()
