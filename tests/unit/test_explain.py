"""`coalface explain`: words of the command line, ids and bare names, besides settings."""

import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.configuration.catalogue import group_summaries
from sim.configuration.identities import PATTERNS
from sim.configuration.words import WORDS
from sim.interventions.registry import REGISTRY
from sim.request import OPTIONS
from sim.sweep.words import _WORDS as SWEEP_WORDS

DOCS = Path(__file__).parents[2] / "docs"


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == 0
    return capsys.readouterr().out


def test_every_word_of_the_command_line_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for word in {*SWEEP_WORDS, *OPTIONS, "rivals", "out", "threads", "cache"} - {"--help"}:
        text = explained(capsys, word.removeprefix("--"))
        assert f"example  {word}" in text, word
        assert max(map(len, text.splitlines())) <= 120
    assert "no setting of a study" in explained(capsys, "precision=turnover_rate:0.5")
    assert explained(capsys, "out", "threads").count("example") == 2
    assert "exits" not in WORDS, "coalface explain exits reads the log of those who left"


def test_every_mechanism_has_an_id_that_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for group, summary in group_summaries().items():
        head = re.match(r"(M\d+)( and M\d+)?\. ", summary)
        # How the warm-up begins is a setting, and no mechanism.
        if group.startswith("mechanism.") and group != "mechanism.start":
            assert head, group
            assert explained(capsys, head[1]).startswith(group + "\n")
    assert "mechanism.exhaustion" in explained(capsys, "m7"), "the second id of a group, in small letters"


def test_every_intervention_is_explained_by_id_and_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    for kind, model in REGISTRY.items():
        text = explained(capsys, model.identity)
        assert text == explained(capsys, kind) == explained(capsys, f"interventions.{kind}")
        assert model.objection in text


def test_patterns_are_those_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    heads = re.findall(r"^## (P\d+)\. (.*)$", (DOCS / "patterns.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(heads) == PATTERNS
    assert PATTERNS["P05"] in explained(capsys, "P05")


@pytest.mark.parametrize(("word", "said"), [("M03", "M04"), ("I99", "I25"), ("P15", "P14"), ("precison", "precision")])
def test_what_is_not_there_is_refused_with_what_is(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", word]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("turnovr", "turnover_rate"),
        ("turnover", "turnover_rate"),
        ("burnot", "burnout"),
        ("reporting.faer", "mechanism.reporting.fear"),
        ("rotatoin", "interventions.rotation"),
        ("staff_shok", "events.staff_shock"),
        ("P005", "P05"),
        ("exit", "exits"),
        ("thread", "threads"),
    ],
)
def test_the_nearest_name_is_sought_among_everything_that_is_explained(
    word: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", word]) == 2
    assert capsys.readouterr().err.rstrip().endswith(f"; the nearest is {nearest}")


def test_a_name_that_is_near_to_none_is_told_where_names_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "qqqqqqqq"]) == 2
    assert "coalface list" in capsys.readouterr().err
