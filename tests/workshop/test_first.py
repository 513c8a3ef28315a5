"""The first picture is kept from one start to the next, and is the one that would be worked out again."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from sim.workshop.pairs import Answered, Pairs
from sim.workshop.results import arrays_of
from sim.workshop.scene import Stage
from sim.workshop.story import read_story


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[list[Answered], int]]:
    """Start the workshop: all answers to the first scene, and how many runs were made to choose the one that is shown."""
    stage = Stage(read_story("one_team"))
    # The compiled code stays where it is; only what is kept here is new.
    monkeypatch.setenv("COALFACE_CACHE", str(tmp_path))

    def start() -> tuple[list[Answered], int]:
        pairs = Pairs(stage)
        try:
            chosen = len(list(pairs.choose_shown()))
            return list(pairs.answers(stage.story.start, Event())), chosen
        finally:
            pairs.close()

    return start


def kept(folder: Path) -> Path:
    (file,) = (folder / "workshop").iterdir()
    return file


def test_the_second_start_has_its_whole_answer_at_once(started: Callable, tmp_path: Path) -> None:
    before, chosen = started()
    assert not before[0].complete
    assert chosen == len(before[-1].seeds)
    assert kept(tmp_path).stat().st_size > 0

    after, chosen_again = started()
    assert chosen_again == 0
    first, last = after[0], after[-1]
    assert first.complete
    # What was kept, what was worked out then, and what is worked out behind it are the same to the last bit.
    for other in (before[-1], last):
        assert first.seeds == other.seeds
        for name, values in arrays_of(first).items():
            np.testing.assert_array_equal(values, arrays_of(other)[name])
        for name, values in first.picture.arrays.items():
            np.testing.assert_array_equal(values, other.picture.arrays[name])


def test_it_is_written_once(started: Callable, tmp_path: Path) -> None:
    started()
    written = kept(tmp_path).stat().st_mtime_ns
    started()
    assert kept(tmp_path).stat().st_mtime_ns == written


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: data[:-1] + b"?", lambda data: b""]
)
def test_a_damaged_file_is_as_good_as_none(started: Callable, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    before, _ = started()
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(damage(whole))
    after, chosen = started()
    assert chosen == len(before[-1].seeds)
    assert not after[0].complete
    assert kept(tmp_path).read_bytes() == whole
