"""The guide to adding something of one's own: its remedy, put where the guide says, is a remedy like any other."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs Python in a copy of the package that holds the remedy of the guide."""
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("sim", "configs"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    guide = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^```\w+\n# (\S+)\n(.*?)^```", guide, re.M | re.S))
    assert {Path(name).suffix for name in files} == {".py", ".yaml"}
    for name, text in files.items():
        assert not (copy / name).exists()
        (copy / name).write_text(text, encoding="utf-8")
    registry = copy / "sim" / "interventions" / "registry.py"
    text = registry.read_text(encoding="utf-8")
    text = text.replace(
        "from sim.interventions.qual",
        "from sim.interventions.peer_groups import PeerGroups\nfrom sim.interventions.qual",
    )
    text = text.replace('"more_posts": MorePosts,', '"more_posts": MorePosts,\n    "peer_groups": PeerGroups,')
    text = text.replace("        MorePosts,\n", "        MorePosts,\n        PeerGroups,\n")
    assert text.count("PeerGroups") == 3
    registry.write_text(text, encoding="utf-8")
    with (copy / "configs" / "intervention" / "all.yaml").open("a", encoding="utf-8") as every:
        every.write("  - peer_groups\n")

    def python(*words: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1"}
        done = subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, cwd=copy, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return python


def test_it_is_listed_and_explained(run: Run) -> None:
    listed = run("-m", "sim", "list", "interventions")
    assert re.search(r"peer_groups.*without a manager", listed)
    assert "hours a week of each front-line worker" in run("-m", "sim", "explain", "interventions.peer_groups.hours")


def test_it_acts_and_its_hours_are_booked(run: Run) -> None:
    words = ["authority=training_team", "years=1", "warmup_years=1", "intervention=[peer_groups]", "seed=3"]
    program = f"""
from sim import load_settings
from sim.outcomes import summarise
from sim.study.runs import run_arm, warm_up

settings = load_settings({words})
warm = warm_up(settings.without_interventions(), settings.seed)
for arm in (settings.without_interventions(), settings):
    outcomes = summarise(run_arm(warm, arm), arm.authority.tiers)
    print(outcomes["support"], outcomes["remedy_hours"])
"""
    (support, hours), (more_support, more_hours) = (
        map(float, line.split()) for line in run("-c", program).splitlines()
    )
    assert more_support > support
    assert hours == 0.0
    assert more_hours > 0.0
