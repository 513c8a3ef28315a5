"""The report of a real comparison in a real browser, opened from disk: at a desk, on a telephone, and on paper."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from browsing import DESK, PHONE

from sim.cli import main
from sim.results.report import report_folder

WIDTHS = (DESK, PHONE)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "result"
    words = ["authority=training_team", "years=2", "warmup_years=1", "intervention=[more_posts,rotation]", "exits=true"]
    question = "question='Which <b>remedy</b> & at what price?'"
    assert main(["compare", *words, question, "replicates=4", "threads=2", f"out={out}"]) == 0
    return out / "report.html"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(visit, report: Path, width: int) -> None:
    with visit(report, width) as seen:
        assert seen.findings() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_its_window_loads_nothing_and_does_not_complain(visit, report: Path, width: int) -> None:
    with visit(report, width) as seen:
        assert seen.sideways <= 0
        drawn = seen.page.evaluate("[...document.images].map(one => one.complete && one.naturalWidth > 0)")
        assert len(drawn) >= 4
        assert all(drawn)
        assert [address for address in seen.asked if not address.startswith("data:")] == [report.as_uri()]
        assert seen.refused == []
        assert seen.complaints == []


def test_the_guard_sees_what_a_page_loads_says_and_gets_wrong(visit, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><title>Bad</title><p style='width:2000px;color:#ccc'>Pale<img src='https://example.org/x.png'>"
        "<script>console.error('ouch')</script>",
        encoding="utf-8",
    )
    with visit(bad, PHONE) as seen:
        assert seen.sideways > 1000
        assert seen.refused == ["https://example.org/x.png"]
        assert "ouch" in seen.complaints
        rules = {finding.split()[0] for finding in seen.findings()}
        assert {"image-alt", "html-has-lang", "color-contrast"} <= rules


@pytest.fixture(scope="module")
def long_report(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with so many remedies that their tables are folded."""
    folder = tmp_path_factory.mktemp("long") / "result"
    shutil.copytree(report.parent, folder)
    table = pd.read_csv(folder / "comparison.csv")
    rows = table[table["arm"] == "rotation"]
    many = pd.concat([rows.assign(arm=f"remedy_{letter}") for letter in "abcdefghi"])
    many.to_csv(folder / "comparison.csv", index=False)
    report_folder(folder)
    return folder / "report.html"


def test_what_is_folded_is_printed_only_where_it_was_opened(visit, long_report: Path) -> None:
    with visit(long_report, 688) as seen:
        folded = seen.page.locator("details.folded")
        assert folded.count() == 9
        assert seen.findings() == []
        folded.nth(1).locator("summary").press("Enter")
        seen.page.emulate_media(media="print")
        assert [one.is_visible() for one in folded.all()] == [False, True, *[False] * 7]
        assert folded.nth(1).locator("table").is_visible()
        assert seen.sideways <= 0


def test_on_paper_it_keeps_its_tables_whole(visit, report: Path) -> None:
    """In print no table is wider than the paper: A4 less its margins is 182 mm, 688 pixels."""
    with visit(report, 688) as seen:
        seen.page.emulate_media(media="print")
        widths = seen.page.evaluate("[...document.querySelectorAll('table, img')].map(one => one.offsetWidth)")
        assert max(widths) <= 688
        assert seen.sideways <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_no_interval_is_broken_and_the_page_does_not_scroll_sideways(visit, report: Path, width: int) -> None:
    with visit(report, width) as seen:
        # Of the rectangles of a piece of text there is one for each line that it stands on.
        lines = seen.page.evaluate(
            "[...document.querySelectorAll('.interval')].map(one => one.getClientRects().length)"
        )
        assert len(lines) > 50
        assert set(lines) == {1}
        broken = seen.page.evaluate(
            "[...document.querySelectorAll('td')].filter(one => / to [^ ]+\\)/.test(one.textContent)"
            " && !one.querySelector('.interval')).map(one => one.textContent)"
        )
        assert broken == []
        assert seen.sideways <= 0


@pytest.mark.parametrize("width", [*WIDTHS, 688])
def test_many_remedies_at_a_glance_scroll_in_their_own_box_with_their_names_in_view(
    visit, long_report: Path, width: int
) -> None:
    with visit(long_report, width) as seen:
        region = seen.page.locator(".scroll:has(table.close)")
        assert region.count() == 1
        if width == 688:
            seen.page.emulate_media(media="print")
            assert region.locator("table").evaluate("one => one.offsetWidth") <= width
        else:
            region.evaluate("one => { one.scrollLeft = 10000; }")
            places = region.evaluate(
                "one => [one, one.querySelector('tbody th')].map(each => each.getBoundingClientRect().left)"
            )
            assert abs(places[0] - places[1]) <= 1
            assert seen.findings() == []
        if width == PHONE:
            assert region.evaluate("one => one.scrollLeft") > 0
        assert seen.sideways <= 0
