"""What the tests share: settings built from the packaged files, and how Hypothesis runs."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# Tests import their helpers by name: `from strategies import valid_settings`.
sys.path.insert(0, str(Path(__file__).parent))

from sim.configuration.loader import load_settings
from sim.settings.study import Settings

# One example is a whole run, and the first one may wait for the compiler, so time says nothing about it.
hypothesis.settings.register_profile(
    "runs",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("runs"), derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "runs")


# Where nothing is compiled yet, the first file has it done by one worker while the other goes through those that need no model.
FIRST = (
    "closed_forms/test_messages.py",
    "contracts/test_configs.py",
    "unit/test_answers.py",
    "unit/test_effects.py",
    "unit/test_bad_input.py",
    "unit/test_corpus.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser last, and `FIRST` first."""
    places = {str(Path(__file__).parent / name): place - len(FIRST) for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(str(item.path), int("browser" in item.path.parts)))


@pytest.fixture(scope="session")
def build() -> Callable[..., Settings]:
    """`build("authority=training_team", "years=2")`: `coalface run` with these words; the last of a name counts."""

    def build_settings(*words: str) -> Settings:
        return load_settings(list({word.partition("=")[0]: word for word in words}.values()), command="run")

    return build_settings


@pytest.fixture(scope="session")
def training_team(build: Callable[..., Settings]) -> Settings:
    """One team of eight with four tiers above it, for two years after a short warm-up."""
    return build("authority=training_team", "years=2", "warmup_years=1")


@pytest.fixture(scope="session")
def tiny_authority(build: Callable[..., Settings]) -> Settings:
    """Twelve posts in three teams, so that there is more than one team and every tier can still be read."""
    return build(
        "authority=training_team",
        "authority.front_line_posts=12",
        "authority.spans=[4,3,1]",
        "years=2",
        "warmup_years=1",
    )


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """A copy, to be spoilt, of the folder of results that a file of tests makes once in its fixture `folder`."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))
