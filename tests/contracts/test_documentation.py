"""The documentation is read off the code where it can be, and what it tells a reader to type works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.configuration.loader import load_settings
from sim.configuration.precision import take_precision
from sim.configuration.rivals import take_rivals
from sim.request import read_request
from sim.sweep.sampling import sampled
from sim.sweep.words import read_words

ROOT = Path(__file__).parents[2]


def test_generated_pages_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "build.py", "--check"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_opens_with_two_commands_of_one_line():
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert [block.count("\n") for block in blocks[:2]] == [1, 1]
    assert blocks[0].rstrip().endswith("coalface compare")
    assert "pytest" in blocks[1]


def commands_in(page: str, names: str = "compare|run") -> list[list[str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = re.findall(rf"^coalface (?:{names}) (.+)$", text, re.M)
    return [[word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)] for line in lines]


@pytest.mark.parametrize("words", commands_in("README.md"), ids=" ".join)
def test_commands_of_the_readme_are_valid(words):
    request = read_request(words)
    rest, _ = take_rivals(request.words)
    rest, _ = take_precision(rest)
    assert load_settings(rest)


@pytest.mark.parametrize("words", commands_in("README.md", "sweep"), ids=" ".join)
def test_sweeps_of_the_readme_are_valid(words):
    asked = read_words(read_request(words))
    assert sampled(asked.sweep, asked.sampling, asked.points, asked.over).points


def test_pages_name_only_files_that_exist():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
