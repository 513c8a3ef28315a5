"""The report of a comparison: what it says, that it loads nothing, and that it can be read by everyone."""

import html.parser
import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from sim.errors import UserError
from sim.report.page.blocks import (
    Cell,
    Code,
    Download,
    Figure,
    Folded,
    Heading,
    Items,
    Link,
    Page,
    Paragraph,
    Strong,
    Table,
    Verdict,
)
from sim.report.page.html import html_of
from sim.report.page.markdown import code, markdown_of, plain
from sim.report.page.prices import in_words
from sim.report.page.sheet import BARS, PAPER, SHADE, TEXT
from sim.report.style import DARK_BLUE
from sim.results.folder import write_comparison, write_run
from sim.results.report import report_folder
from sim.settings.study import Settings
from sim.study.answers.price import price_of
from sim.study.comparison import compare
from sim.study.profile_note import profile_note
from sim.study.runs import run
from sim.text.numbers import apart, difference, unit_of_difference, with_unit

NASTY = 'Does <script>alert(1)</script> & "rotation" *help*, [or](http://evil.example) | not?'
VOID = {"meta", "img", "br", "hr", "link", "input", "wbr"}


@pytest.fixture(scope="module")
def settings(build: Callable[..., Settings]) -> Settings:
    words = ("authority=training_team", "years=2", "warmup_years=1", "intervention=[more_posts,rotation]")
    found = build(*words)
    authority = found.authority.model_copy(update={"title": "A <b>team</b> & 'co'"})
    return found.model_copy(update={"replicates": 4, "question": NASTY, "authority": authority})


@pytest.fixture(scope="module")
def folder(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "result"
    return write_comparison(compare(settings, threads=2), out, command=["coalface", "compare", "question=<i>"])


class Structure(html.parser.HTMLParser):
    """Every element with its attributes and the text inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[int] = []
        self.elements: list[tuple[str, dict[str, str], list[str], tuple[str, ...]]] = []
        self.feed(text)
        assert not self.open, "an element is not closed"

    def handle_starttag(self, tag, attrs):
        above = tuple(self.elements[place][0] for place in self.open)
        self.elements.append((tag, {name: value or "" for name, value in attrs}, [], above))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag):
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data):
        for place in self.open:
            self.elements[place][2].append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], str, tuple[str, ...]]]:
        return [(tag, given, "".join(text), above) for tag, given, text, above in self.elements if tag in tags]


@pytest.fixture(scope="module")
def page(folder: Path) -> Structure:
    return Structure((folder / "report.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["comparison.csv", "runs.parquet"])
def test_a_table_that_is_missing_is_named(name: str, copied: Path) -> None:
    (copied / name).unlink()
    with pytest.raises(UserError, match=f"{name} is missing; copy it back"):
        report_folder(copied)


def test_one_title_and_headings_in_order(page: Structure) -> None:
    levels = [int(tag[1]) for tag, *_ in page.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.all("h1")[0][2] == NASTY == page.all("title")[0][2]


def test_language_and_landmarks(page: Structure) -> None:
    assert page.all("html")[0][1]["lang"] == "en-GB"
    assert [tag for tag, *_ in page.all("header", "nav", "main", "footer")] == ["header", "nav", "main", "footer"]
    assert page.all("nav")[0][1]["aria-label"]
    # Folded, so that the answer stands on the first screen of a telephone.
    ((_, attributes, *_),) = page.all("details")
    assert "open" not in attributes
    assert page.all("summary")[0][2].strip() == "Contents"
    places = [given["id"] for _, given, *_ in page.all("h2", "h3", "main", "caption") if "id" in given]
    assert len(places) == len(set(places))
    assert {given["href"][1:] for _, given, *_ in page.all("a") if given["href"].startswith("#")} <= set(places)


def test_every_table_has_a_caption_scopes_and_a_region(page: Structure) -> None:
    tables = page.all("table")
    assert len(tables) >= 8
    captions = page.all("caption")
    assert len(captions) == len(tables)
    assert all(text.strip() for *_, text, _ in captions)
    assert all(given.get("scope") in ("col", "row") for _, given, *_ in page.all("th"))
    regions = [given for _, given, *_ in page.all("div") if given.get("role") == "region"]
    assert len(regions) == len(tables) + len(page.all("img"))
    assert all(
        given["tabindex"] == "0" and ("aria-labelledby" in given or given.get("aria-label")) for given in regions
    )
    assert all("div" in above for *_, above in page.all("table", "img"))


def test_every_figure_has_words_and_its_data(page: Structure) -> None:
    pictures = page.all("img")
    assert len(pictures) == len(page.all("figure")) == len(page.all("figcaption")) == 3
    assert all(
        len(given["alt"]) > 20 and given["src"].startswith("data:image/svg+xml;base64,") for _, given, *_ in pictures
    )
    for *_, words, _ in page.all("figcaption"):
        assert "n = 4" in words
        assert ".csv" in words
        assert "in words" in words


def test_it_loads_nothing(page: Structure, folder: Path) -> None:
    text = (folder / "report.html").read_text(encoding="utf-8")
    policy = next(given for _, given, *_ in page.all("meta") if given.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'; style-src 'sha256-")
    assert not page.all("script", "link", "iframe", "object", "embed", "form", "base", "svg", "b", "i")
    assert not re.search(r"url\(|@import", text)
    for _, given, *_ in page.elements:
        assert "style" not in given
        assert not [name for name in given if name.startswith("on")]
        for name in ("href", "src"):
            assert not re.match(r"(?!data:)[a-z]+:|//", given.get(name, "")), given
    for _, given, *_ in page.all("a"):
        target = given["href"]
        assert target.startswith(("#", "data:text/csv;base64,")) or (folder / target).is_file()


def test_text_of_the_user_stays_text(folder: Path) -> None:
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "A &lt;b&gt;team&lt;/b&gt; &amp; &#x27;co&#x27;" in text
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    assert "\\<script\\>" in markdown.splitlines()[0]
    assert "\\[or\\](http" in markdown.splitlines()[0]
    assert "<script" not in markdown.replace("\\<", "").replace(code("coalface compare 'question=<i>'"), "")


def test_the_sections_are_there_and_the_answer_comes_first(page: Structure) -> None:
    heads = [text for *_, text, _ in page.all("h2")]
    assert heads[0] == "The answer in short"
    for name in (
        "Who wins and who loses",
        "The weak assumptions that matter",
        "When not to believe it",
        "Runs that failed",
    ):
        assert name in heads
    words = "".join("".join(text) for tag, _, text, _ in page.elements if tag == "main")
    for what in (
        "no clear difference",
        "95% interval",
        "coalface replay .",
        "question=<i>",
        "None of 12 runs",
        "first year",
    ):
        assert what in words, what
    manifest_digest = re.search(r"Digest of the code that can change a number([0-9a-f]{16})", words)
    assert manifest_digest
    assert "authority.title" in words
    assert "rivals=all" in words


def test_both_forms_have_the_same_headings(page: Structure, folder: Path) -> None:
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    shown = [plain(text) for *_, text, _ in page.all("h1", "h2", "h3")]
    assert re.findall(r"^#+ (.*)$", markdown, re.M) == shown


def test_the_same_folder_gives_the_same_bytes(folder: Path, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name: (folder / name).read_bytes() for name in ("report.html", "report.md")}
    for name in before:
        (copied / name).unlink()
    assert main(["report", str(copied)]) == 0
    assert "report.html" in capsys.readouterr().out
    assert {name: (copied / name).read_bytes() for name in before} == before


def changed(folder: Path, arm: str, outcome: str, **values: float) -> str:
    """The report of a folder of which one difference has been set, as Markdown."""
    table = pd.read_csv(folder / "comparison.csv")
    rows = (table["arm"] == arm) & (table["outcome"] == outcome)
    assert rows.sum() == 1
    for name, value in values.items():
        table.loc[rows, name] = value
    table.to_csv(folder / "comparison.csv", index=False)
    report_folder(folder)
    return (folder / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("low", "middle", "high", "expected"),
    [
        (-3.0, -2.0, -1.0, "Better with rotation, 2.0 percentage points lower (1.0 to 3.0)"),
        (1.0, 2.0, 3.0, "Worse with rotation, 2.0 percentage points higher (1.0 to 3.0)"),
        (-1.0, 2.0, 5.0, "No clear difference with"),
    ],
)
def test_harm_is_said_as_plainly_as_success(
    copied: Path, low: float, middle: float, high: float, expected: str
) -> None:
    for arm in ("more_posts", "rotation"):
        row = (low, middle, high) if arm == "rotation" else (-1.0, 0.5, 2.0)
        text = changed(copied, arm, "turnover_rate", **dict(zip(("ci_low", "difference", "ci_high"), row, strict=True)))
    line = next(line for line in text.splitlines() if line.startswith("- **Turnover of permanent staff:**"))
    assert expected in line
    assert "No clear difference with" in line


def test_a_dip_in_the_first_year_is_said(copied: Path) -> None:
    text = changed(
        copied,
        "rotation",
        "burnout",
        difference_first_year=0.1,
        ci_low_first_year=0.05,
        ci_high_first_year=0.15,
    )
    part = text.partition("### Rotation")[2]
    line = next(line for line in part.splitlines() if line.startswith("- **First year:**"))
    assert "Worse in emotional exhaustion at the front line" in line


def test_a_price_is_only_given_where_it_means_something() -> None:
    cost = [100.0, 110.0, 90.0, 105.0]
    assert "GBP" in in_words(price_of(cost, [1.0, 1.1, 0.9, 1.0]))
    assert "not clear" in in_words(price_of(cost, [1.0, -1.0, 0.9, -1.0]))
    assert "more leave" in in_words(price_of(cost, [-1.0, -1.1, -0.9, -1.0]))
    assert "saves" in in_words(price_of([-one for one in cost], [1.0, 1.1, 0.9, 1.0]))


def test_failed_runs_are_counted(copied: Path) -> None:
    runs = pd.read_parquet(copied / "runs.parquet")
    row = (runs["arm"] == "rotation") & (runs["replicate"] == 2)
    runs.loc[row, ["status", "reason"]] = ["failed", "the table of cases is <full>"]
    runs.to_parquet(copied / "runs.parquet", index=False)
    report_folder(copied)
    text = (copied / "report.html").read_text(encoding="utf-8")
    assert "1 of 12 runs failed" in text
    assert "the table of cases is &lt;full&gt;" in text


def test_rivals_are_counted(copied: Path) -> None:
    names = ["as it is", "not_told", "not_able"]
    rows = [
        {"outcome": "turnover_rate", "explanation": name, "arm": "rotation", "against": "baseline"}
        | {"verdict": verdict, "ranking": "rotation > baseline", "verdict_survives": 2, "ranking_survives": 2}
        | {"explanations": 3}
        for name, verdict in zip(names, ("better", "better", "worse"), strict=True)
    ]
    pd.DataFrame(rows).to_csv(copied / "rivals.csv", index=False)
    report_folder(copied)
    text = (copied / "report.md").read_text(encoding="utf-8")
    assert "| Rotation: turnover of permanent staff | better | 2 of 3 | worse under not\\_able |" in text
    assert "survives in 2 of 3: no robust ranking" in text


def test_a_folder_without_figures_has_a_report(copied: Path) -> None:
    shutil.rmtree(copied / "figures")
    report_folder(copied)
    assert "<img" not in (copied / "report.html").read_text(encoding="utf-8")


def test_what_is_no_comparison_is_refused_in_words(
    settings: Settings, copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = write_run(run(settings), tmp_path / "run")
    assert main(["report", str(one)]) == 2
    assert "one run" in capsys.readouterr().err
    assert main(["report"]) == 2
    assert main(["report", str(copied), "years=3"]) == 2
    assert main(["report", str(tmp_path / "nothing")]) == 2
    (copied / "comparison.csv").write_text("arm,outcome\nx,y\n")
    with pytest.raises(UserError, match="is missing"):
        report_folder(copied)
    (copied / "manifest.json").write_text("[]")
    with pytest.raises(UserError, match="not a folder of results"):
        report_folder(copied)


def test_a_manifest_of_odd_shape_does_no_harm(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest |= {"command": ["<script>"], "notes": "<script>", "packages": ["<script>"], "python": {"<script>": 1}}
    (copied / "manifest.json").write_text(json.dumps(manifest))
    report_folder(copied)
    assert "<script" not in (copied / "report.html").read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_enough_for_text_and_for_bars() -> None:
    for paper in (PAPER, SHADE, "#FFF3C4"):
        assert contrast(TEXT, paper) >= 4.5
        assert contrast(DARK_BLUE, paper) >= 4.5
    assert all(contrast(colour, PAPER) >= 3.0 for colour in BARS.values())


def test_numbers_are_plain() -> None:
    assert difference(-0.806, -1.59, -0.026).endswith("0.03)")
    assert apart(-0.947, -1.53, -0.359, "% a year") == "0.9 percentage points lower (0.4 to 1.5)"
    assert apart(0.05, 0.04, 0.06, "0 to 1") == "0.050 higher (0.040 to 0.060)"
    assert unit_of_difference("weeks") == "weeks"
    assert with_unit("14.4", "% a year") == "14.4% a year"
    assert with_unit("0.5", "0 to 1") == "0.5 on a scale from 0 to 1"


def test_every_block_is_escaped_in_both_forms() -> None:
    evil = "<x onload=1> `|` *a* \"'&"
    blocks = (
        Heading(2, evil, "here"),
        Paragraph((evil, Strong(evil), Code(evil), Link(evil, "#here"))),
        Items(((evil,),)),
        Table(evil, (evil, evil), ((evil, Cell(Verdict.WORSE, evil)),)),
        Figure("trajectories", evil, evil, "here", b"<svg/>", Download("figures/trajectories.csv", b"a,b")),
        Folded(evil, (Paragraph((evil,)),)),
    )
    text = html_of(Page(evil, (), blocks, evil))
    assert "<x " not in text
    Structure(text)
    markdown = markdown_of(Page(evil, (), blocks, evil))
    assert "<x " not in re.sub(r"\\<|``.*?``", "", markdown)


@pytest.mark.parametrize(("text", "expected"), [("- a", "\\- a"), ("1. a", "1\\. a"), ("0.8", "0.8"), ("-0.8", "-0.8")])
def test_markdown_takes_text_for_text(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_many_remedies_are_counted_and_not_named(copied: Path) -> None:
    table = pd.read_csv(copied / "comparison.csv")
    rows = table[table["arm"] == "rotation"].assign(difference=0.0, ci_low=-1.0, ci_high=1.0)
    pd.concat([rows.assign(arm=f"remedy_{letter}") for letter in "abcdefghij"]).to_csv(
        copied / "comparison.csv", index=False
    )
    report_folder(copied)
    text = (copied / "report.md").read_text(encoding="utf-8")
    assert "**Turnover of permanent staff:** No clear difference with 10 of the 10." in text
    assert "At a glance: the difference that each remedy makes" in text
    assert text.count("| Remedy a |") >= 5


def test_the_tables_of_many_remedies_are_folded_and_numbered_on(copied: Path) -> None:
    assert 'folded"' not in (copied / "report.html").read_text(encoding="utf-8").partition("<main")[2]
    table = pd.read_csv(copied / "comparison.csv")
    rows = table[table["arm"] == "rotation"]
    pd.concat([rows.assign(arm=f"remedy_{letter}") for letter in "abcdefgh"]).to_csv(
        copied / "comparison.csv", index=False
    )
    report_folder(copied)
    html = (copied / "report.html").read_text(encoding="utf-8")
    assert html.count('<details class="folded">') == 8
    numbers = re.findall(r'<caption id="table-(\d+)">', html)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert "### Remedy a against" in (copied / "report.md").read_text(encoding="utf-8")


def test_every_place_in_the_tree_has_its_table(page: Structure, folder: Path) -> None:
    """The training team has five tiers, so it has team managers, those between, and a director."""
    heads = [text for *_, text, _ in page.all("h3")]
    for group in ("Front line", "Team managers", "Managers between", "Director", "Families"):
        assert group in heads
    captions = [text for *_, text, _ in page.all("caption")]
    assert any("outcomes clearly better and worse" in text for text in captions)
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    table = pd.read_csv(folder / "comparison.csv").set_index(["arm", "outcome"])
    level = table.loc[("rotation", "middle_manager_burnout"), "baseline"]
    between = markdown.partition("### Managers between")[2].partition("###")[0]
    assert f"| {level:.3f}" in between


def test_at_a_glance_counts_what_is_clear(copied: Path) -> None:
    table = pd.read_csv(copied / "comparison.csv")
    clear = {"team_manager_burnout": (-0.2, -0.3, -0.1), "team_manager_turnover": (9.0, 8.0, 10.0)}
    table.loc[:, ["difference", "ci_low", "ci_high"]] = (0.0, -1.0, 1.0)
    for name, figures in clear.items():
        table.loc[(table["arm"] == "rotation") & (table["outcome"] == name), ["difference", "ci_low", "ci_high"]] = (
            figures
        )
    table.to_csv(copied / "comparison.csv", index=False)
    report_folder(copied)
    glance = (copied / "report.md").read_text(encoding="utf-8").partition("Who gains and who loses")[2]
    row = next(line for line in glance.splitlines() if line.startswith("| Rotation |"))
    assert [cell.strip() for cell in row.strip("|").split("|")[:4]] == [
        "Rotation",
        "nothing clear",
        "1 better, 1 worse",
        "nothing clear",
    ]


def test_many_remedies_stand_in_the_order_of_their_effect(copied: Path) -> None:
    table = pd.read_csv(copied / "comparison.csv")
    rows = table[table["arm"] == "rotation"]
    figures = {"c": (-3.0, -4.0, -2.0), "a": (-5.0, -12.0, 2.0), "b": (2.0, 1.0, 3.0), "d": (-1.0, -1.5, -0.5)}
    figures |= dict.fromkeys("efg", (0.5, -0.5, 1.5))
    made = [
        rows.assign(arm=f"remedy_{name}", difference=mean, ci_low=low, ci_high=high)
        for name, (mean, low, high) in figures.items()
    ]
    pd.concat(made).to_csv(copied / "comparison.csv", index=False)
    report_folder(copied)
    front = (copied / "report.md").read_text(encoding="utf-8").partition("### Front line")[2].partition("###")[0]
    assert re.findall(r"^\| Remedy (\w) ", front, re.MULTILINE) == list("cdaefgb")


def test_what_cannot_be_compared_is_said_to_be_so(copied: Path) -> None:
    table = pd.read_csv(copied / "comparison.csv")
    gone = [name for name in table.columns if name.startswith(("difference", "ci_", "baseline", "mean", "p_"))]
    table.loc[table["outcome"] == "heard_rate", gone] = float("nan")
    table.to_csv(copied / "comparison.csv", index=False)
    report_folder(copied)
    text = (copied / "report.md").read_text(encoding="utf-8")
    assert "**Nothing to compare:** raised concerns that are answered or acted on." in text
    assert " nan" not in text.partition("## The figures in words")[0]


def test_a_profile_of_ones_own_is_said_to_keep_the_levels_of_england(folder: Path, settings: Settings) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "hold differences against your own figures, not levels" in text
    assert profile_note(settings) is not None
    packaged = settings.authority.model_copy(update={"title": "Training team"})
    assert profile_note(settings.model_copy(update={"authority": packaged})) is None


def test_a_price_is_neither_better_nor_worse_in_any_pair(folder: Path) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| Cash spent (GBP million a year) |")]
    assert rows
    for row in rows:
        assert row.strip("|").split("|")[6].strip() == "\N{EN DASH}"


def test_no_outcome_stands_twice_in_a_table(folder: Path) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8").partition("## Every difference")[2].partition("\n## ")[0]
    tables = text.split(" against the service without it**")[1:]
    assert len(tables) == 2
    for part in tables:
        firsts = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")]
        assert "Wait of newly allocated cases (weeks)" in firsts
        assert len(firsts) == len(set(firsts))


@pytest.mark.parametrize("form", ["report.html", "report.md"])
def test_each_remedy_says_how_large_it_is_before_what_it_does(form: str, folder: Path) -> None:
    text = (folder / form).read_text(encoding="utf-8")
    for name, size in (
        ("More posts", "further posts at full dose, as a share of the posts of week 0: 5%"),
        ("Rotation", "months in practice in each cycle: 12 months"),
    ):
        part = text[text.index(f"{name}, against the service without it") :]
        assert part.index("What it is") < part.index(size) < part.index("Whom it reaches") < part.index("Better:")
    assert "the front line, 8 posts" in text
    assert "GBP 19,600 a year in cash and pay" in text


def test_of_many_remedies_the_sizes_stand_in_a_table(settings: Settings, copied: Path) -> None:
    table = pd.read_csv(copied / "comparison.csv")
    rows = table[table["arm"] == "rotation"]
    more = [rows.assign(arm=f"other_{number}") for number in range(8)]
    pd.concat([table, *more]).to_csv(copied / "comparison.csv", index=False)
    report_folder(copied)
    page = (copied / "report.md").read_text(encoding="utf-8")
    section = page[page.index("## What was tried, and how large") : page.index("## Who wins and who loses")]
    assert re.search(r"\| Rotation \|.*12 months.*\| Managers between .*, 2 posts \| GBP ", section)
    # What is the same of all is said once.
    assert "All act from the first week to the end. None differs from its default." in section
    assert "| When |" not in section
    assert "| More posts |" in section
