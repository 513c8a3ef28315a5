"""What a room reads off the cards and takes home: the same figures everywhere, and those of the command line."""

import csv
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator
from workshop_screen import Frame, Screen, decimals, until, written

from sim.cli import main

NUMBER = r"[+\u2212]?[\d.,]*\d"


def assert_says(card: Locator, way: str, difference: np.ndarray, level: np.ndarray, digits: int) -> None:
    """A card says what it should: which way, how far, its interval and both levels, in as many digits as it shows."""
    text = card.inner_text()
    if way == "same":
        assert "no change" in text
        found = re.search(f"as now ({NUMBER})", text)
        assert found
        assert found[1] == written(level[0], digits)
        return
    verdict = re.search(f"(up|down|unclear)\\s*({NUMBER})", text)
    interval = re.search(f"95%: ({NUMBER}) to ({NUMBER})", text)
    levels = re.search(f"as now ({NUMBER}), changed ({NUMBER})", text)
    assert verdict
    assert interval
    assert levels
    fine = decimals(verdict[2])
    assert fine >= digits
    mean, low, high = difference
    assert verdict[1] == way
    assert way == ("up" if low > 0 else "down" if high < 0 else "unclear")
    assert verdict[2] == (written(mean, fine, True) if way == "unclear" else written(abs(mean), fine))
    assert interval.groups() == (written(low, fine, True), written(high, fine, True))
    assert levels.groups() == (written(level[0], digits), written(level[1], digits))
    if way != "unclear":
        assert all(re.search("[1-9]", end) for end in interval.groups()), f"{way}, yet {text!r} does not say so"


def assert_cards_say(screen: Screen, answer: Frame) -> None:
    for index, chart in enumerate(screen.story.charts):
        arrays = answer.arrays
        way = answer.header["words"][index]["way"]
        assert_says(screen.card(chart.name), way, arrays["difference"][index], arrays["level"][index], chart.digits)


def downloaded(screen: Screen, button: str, folder: Path) -> Path:
    with screen.page.expect_download() as waiting:
        screen.button(button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))


def test_cards_say_what_was_sent_and_with_nothing_changed_that_it_is_nothing(screen: Screen) -> None:
    answer = screen.answer()
    assert answer.header["words"] == [{"way": "same", "n": 6}] * len(screen.story.charts)
    assert not answer.arrays["difference"].any()
    now, changed = answer.arrays["series"][:, :3], answer.arrays["series"][:, 3:]
    assert np.array_equal(now, changed, equal_nan=True)
    assert_cards_say(screen, answer)
    for name, way in (("business_support", "Properly"), ("closing_the_loop", "Properly"), ("caseload_cap", "Properly")):
        screen.pull(name, way)
        assert_cards_say(screen, screen.answer())
        arrays = screen.answer().arrays
        before = slice(0, screen.story.change_week)
        assert np.array_equal(arrays["series"][:, :3, before], arrays["series"][:, 3:, before], equal_nan=True)
        assert not np.array_equal(arrays["series"][:, :3], arrays["series"][:, 3:], equal_nan=True)


def test_files_hold_the_numbers_of_the_screen(screen: Screen, tmp_path: Path) -> None:
    screen.pull("business_support", "As an add-on")
    answer = screen.answer()
    results = {row["outcome"]: row for row in rows_of(downloaded(screen, "Results (CSV)", tmp_path))}
    assert list(results) == [chart.name for chart in screen.story.charts]
    for index, chart in enumerate(screen.story.charts):
        row = results[chart.name]
        figures = np.array([float(row[name]) for name in ("difference", "low_95", "high_95", "as_now", "with_changes")])
        sent = np.concatenate([answer.arrays["difference"][index], answer.arrays["level"][index]])
        assert np.array_equal(figures, sent)
        assert_says(screen.card(chart.name), row["word"], figures[:3], figures[3:], chart.digits)
        assert row["command"] == answer.header["command"]
        assert row["pairs_of_runs"] == "6"
    weeks = rows_of(downloaded(screen, "Every week (CSV)", tmp_path))
    assert len(weeks) == 2 * 208 * len(screen.story.charts)
    arms = {"as now": 0, "with changes": 3}
    names = [chart.name for chart in screen.story.charts]
    table = np.full_like(answer.arrays["series"], np.nan)
    for row in weeks:
        for more, column in enumerate(("mean", "low_10", "high_90")):
            table[names.index(row["outcome"]), arms[row["arm"]] + more, int(row["week"])] = float(row[column] or "nan")
    assert np.array_equal(table, answer.arrays["series"], equal_nan=True)
    picture = downloaded(screen, "Picture of the screen (PNG)", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert width == 1600
    assert height > 900
    assert len(picture) > 20_000, "not an empty sheet"


def test_the_command_on_the_screen_gives_the_figures_on_the_screen(screen: Screen, tmp_path: Path) -> None:
    screen.pull("business_support", "As an add-on")
    screen.switch(screen.story.goodwill.title).click()
    screen.page.get_by_role("slider", name="Demand", exact=True).press("ArrowRight")
    screen.settle()
    command = screen.page.locator("code", has_text="coalface compare").first.inner_text()
    words = shlex.split(command)
    assert words[:2] == ["coalface", "compare"]
    screen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.button("Copy command").click()
    until(screen.page, lambda: screen.page.evaluate("navigator.clipboard.readText()") == command, "the clipboard")
    out = tmp_path / "result"
    assert main([*words[1:], f"out={out}", "threads=2"]) == 0
    rows = rows_of(out / "comparison.csv")
    assert len({row["arm"] for row in rows}) == 1, "all that is set is one arm"
    found = {row["outcome"]: row for row in rows}
    moved = 0
    for chart in screen.story.charts:
        row = found[chart.name]
        difference = np.array([float(row[name]) for name in ("difference", "ci_low", "ci_high")])
        level = np.array([float(row[name]) for name in ("baseline", "mean")])
        way = "up" if difference[1] > 0 else "down" if difference[2] < 0 else "unclear"
        assert_says(screen.card(chart.name), way, difference, level, chart.digits)
        moved += way != "unclear"
    assert moved, "goodwill withdrawn moves something"


def test_three_scenes_are_kept_compared_and_brought_back(screen: Screen) -> None:
    kept: dict[str, tuple[dict[str, Any], Frame]] = {}
    for letter, name, way in (
        ("A", "business_support", "Properly"),
        ("B", "business_support", "As an add-on"),
        ("C", "caseload_cap", "Properly"),
    ):
        screen.button("Back to start").click()
        screen.settle()
        screen.pull(name, way)
        screen.button(f"Keep as {letter}").click()
        kept[letter] = (screen.state["scene"], screen.answer())
    screen.button("Back to start").click()
    screen.settle()
    table = screen.region("Scenes compared")
    assert "show it once" not in table.inner_text()
    # The head of a column says what its scene changes, in few words, and in full to whoever points at it or listens.
    titles = {name: screen.story.lever(name).title for name in ("business_support", "caseload_cap")}
    heads = table.get_by_role("columnheader").all()[-3:]
    assert [head.inner_text().split("\n") for head in heads] == [
        ["Scene A", f"Properly: {lowered(titles['business_support'])}"],
        ["Scene B", f"As an add-on: {lowered(titles['business_support'])}"],
        ["Scene C", f"Properly: {lowered(titles['caseload_cap'])}"],
    ]
    whole = heads[1].get_attribute("title") or ""
    assert whole.startswith(f"Scene B: {titles['business_support']} (as an add-on, ")
    assert whole.endswith("; demand 115% of now")
    assert table.get_by_role("columnheader", name=whole, exact=True).count() == 1
    rows = table.get_by_role("row").all()[1:]
    assert len(rows) == len(screen.story.charts)
    for index, chart in enumerate(screen.story.charts):
        row = next(row for row in rows if row.inner_text().lower().find(chart.label.lower()) >= 0)
        cells = row.get_by_role("cell").all_inner_texts()[-3:]
        for cell, (_, answer) in zip(cells, kept.values(), strict=True):
            level = answer.arrays["level"][index]
            way = answer.header["words"][index]["way"]
            assert cell.startswith(written(level[1], chart.digits)), (chart.name, cell)
            if way == "same":
                assert "no change" in cell
                continue
            found = re.search(f"{way} ({NUMBER}) \\(({NUMBER}) to ({NUMBER})\\)", cell)
            assert found, (chart.name, cell)
            digits = decimals(found[1])
            shown = [written(value, digits, True) for value in answer.arrays["difference"][index]]
            assert list(found.groups()) == shown
    for letter, (scene, answer) in kept.items():
        screen.button(f"Show {letter}").click()
        assert np.array_equal(screen.answer().arrays["series"], answer.arrays["series"], equal_nan=True)
        assert screen.state["scene"] == scene


def lowered(title: str) -> str:
    """A title within a line."""
    return title[:1].lower() + title[1:]


def test_why_people_left_is_worked_out_for_what_is_set(screen: Screen) -> None:
    screen.pull("business_support", "Properly")
    screen.button("Work out why people left").click()
    table = screen.page.locator("#exits table")
    table.wait_for()
    rows = [
        [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()] for row in table.get_by_role("row").all()
    ]
    shares = [[cell for cell in row if re.fullmatch(r"\d+%", cell)] for row in rows]
    assert sum(len(row) == 2 for row in shares) > 4, "as now and with the changes"
    parts = table.locator("tr.part").count()
    assert parts, "parts of exhaustion stand below it"
    whole = [int(cell[:-1]) for cell in table.locator("tbody tr:not(.part) td:nth-of-type(1)").all_inner_texts()]
    assert sum(whole) == pytest.approx(100, abs=len(whole)), "the reasons add up"
