"""What a store takes away and what it leaves alone, and that it reads from memory what it read before."""

import os
import time
from pathlib import Path

import pytest

from sim.files import UNFINISHED
from sim.sweep.store import Store, blocks_on_disk, collect_garbage, digest_of, verify

DAY = 24 * 3600


def named(store: Store, content: bytes, key: str = "a" * 64) -> Path:
    """Bytes in the place and under the name of a block."""
    store.write(key, content)
    return store.place / f"{key}-{digest_of(content)}.parquet"


def test_files_of_other_people_are_neither_counted_nor_taken_away(tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    block = named(store, b"a block")
    other_code = tmp_path / ("0" * 16)
    others = [
        tmp_path / "photos" / block.name,
        store.place / "thesis.parquet",
        other_code / "thesis.parquet",
        tmp_path / "0123" / block.name,
    ]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"mine")
    assert list(blocks_on_disk(tmp_path)) == [block]
    found = collect_garbage(tmp_path)
    assert (found.blocks, found.size, found.others, found.damaged) == (1, len(b"a block"), 0, ())
    assert all(path.read_bytes() == b"mine" for path in others)
    assert block.exists()


@pytest.mark.parametrize(("age", "kept"), [(0, True), (DAY - 600, True), (DAY + 600, False)])
def test_what_a_running_study_may_be_writing_stays_for_a_day(age: int, kept: bool, tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    part = store.place / UNFINISHED.replace("*", "half")
    part.write_bytes(b"half a block")
    then = time.time() - age
    os.utime(part, (then, then))
    collect_garbage(tmp_path)
    assert part.exists() == kept


def test_damage_is_counted_apart_and_taken_away(tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    block = named(store, b"a block")
    block.write_bytes(b"a bl0ck")
    found = verify(tmp_path)
    assert (found.blocks, found.damaged) == (0, (block,))
    assert block.exists()
    assert not store.is_whole("a" * 64)
    assert store.damaged == [block]
    assert not block.exists()
    assert "a" * 64 not in store
