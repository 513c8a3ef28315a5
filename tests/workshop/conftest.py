"""One workshop for all tests: the story for beginners, in a process of its own and in this one."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lines
import pytest

from sim.workshop.server import Workshop
from sim.workshop.story import Story, read_story


class Running(NamedTuple):
    """A workshop in a process of its own. log: the file of what it refused."""

    address: str
    log: Path
    pid: int


@pytest.fixture(scope="session")
def story() -> Story:
    """One team of eight, with fewer runs than in a room."""
    return read_story("one_team").model_copy(update={"replicates": 12})


@pytest.fixture(scope="session")
def workshop(story: Story) -> Iterator[tuple[str, Workshop]]:
    """A workshop in this process, whose inside can be looked at: its address, and itself."""
    with lines.serving(story) as found:
        yield found


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A workshop in a process of its own."""
    log = tmp_path_factory.mktemp("workshop") / "log"
    with lines.process(lines.__file__, "one_team", "0", lines.CODE, log=log) as process:
        assert process.stdout is not None
        yield Running(process.stdout.readline().strip(), log, process.pid)
