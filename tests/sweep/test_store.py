"""Blocks are named by what can change them, kept whole or not at all, and nothing else in the folder is touched."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

import sim.sweep.blocks as blocks_module
from sim.errors import UserError
from sim.files import write_whole
from sim.settings.study import Settings
from sim.sweep.blocks import Block, columns_of, run_blocks, scenario_of
from sim.sweep.store import Store, collect_garbage, verify

Build = Callable[..., Settings]


@pytest.fixture
def block(build: Build) -> Block:
    return Block(build("authority=training_team", "years=1", "warmup_years=1"), 1, 3)


def test_the_key_knows_what_changes_a_run_and_nothing_else(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_otherwise = block.settings.model_copy(update={"replicates": 7, "window": "whole", "question": "Why?"})
    assert Block(asked_otherwise, 1, 3).key == block.key
    assert scenario_of(asked_otherwise) == scenario_of(block.settings)
    longer = block.settings.model_copy(update={"years": 2})
    others = [
        Block(longer, 1, 3),
        Block(block.settings, 2, 3),
        Block(block.settings, 1, 4),
        Block(block.settings, 1, 3, (0, 4)),
    ]
    assert len({block.key, *(other.key for other in others)}) == 5
    monkeypatch.setattr(blocks_module, "result_digest", lambda: "other code")
    assert Block(block.settings, 1, 3).key != block.key


def test_a_block_gives_the_same_bytes_alone_and_in_company(block: Block, build: Build) -> None:
    other = Block(build("authority=training_team", "years=1", "warmup_years=1", "intervention=[more_posts]"), 1, 3)
    (alone,) = run_blocks([block], Event())
    together = dict(run_blocks([block, other], Event()))
    assert alone == (block.key, together[block.key])
    assert together[other.key] != together[block.key]


def test_what_is_written_is_read_and_damage_is_found(block: Block, tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    ((key, content),) = run_blocks([block], Event())
    assert store.read(key) is None
    store.write(key, content)
    assert key in Store(tmp_path).open()
    store = Store(tmp_path).open()
    found = store.read(key)
    assert found is not None
    assert (found.seed.tolist(), found.status, found.reason) == ([1, 2, 3], ["finished"] * 3, [""] * 3)
    assert list(found.places) == columns_of(block)
    assert found.values.shape == (3, len(found.places))
    assert store.read(key) is found, "read from the disk twice"
    (path,) = store.place.glob("*.parquet")
    path.write_bytes(content[:-1])
    assert verify(tmp_path).damaged == (path,)
    assert not store.is_whole(key)
    assert store.damaged[-1] == path
    assert store.read(key) is None
    assert key not in store


def test_a_write_that_is_cut_short_leaves_nothing(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path).open()

    def stopped(*what: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        store.write("a" * 64, b"content")
    assert list(store.place.iterdir()) == []


def test_rubbish_is_collected_and_other_peoples_files_stay(block: Block, tmp_path: Path) -> None:
    store = Store(tmp_path).open()
    ((key, content),) = run_blocks([block], Event())
    store.write(key, content)
    other_code = tmp_path / ("0" * 16)
    other_code.mkdir()
    stale = other_code / next(store.place.glob("*.parquet")).name
    stale.write_bytes(content)
    mine = [
        tmp_path / "thesis.parquet",
        tmp_path / "photos" / "one.jpg",
        other_code / "notes.txt",
        store.place / "read me",
    ]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    found = collect_garbage(tmp_path)
    assert (found.blocks, found.others) == (1, 1)
    assert not stale.exists()
    assert all(path.read_text() == "mine" for path in mine)
    assert key in Store(tmp_path).open()


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("mine")
    with pytest.raises(UserError, match="cannot be written"):
        Store(taken).open()


def test_a_disk_that_is_full_is_said_of_the_cache_and_what_is_remembered_stays(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path).open()
    ((key, content),) = run_blocks([block], Event())
    store.write(key, content)

    def full(*what: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match=rf"^cache: {re.escape(str(tmp_path))} could not be written: the disk is full"):
        store.write("a" * 64, b"content")
    assert [path.name.partition("-")[0] for path in store.place.iterdir()] == [key]
    with pytest.raises(OSError, match="No space") as failure:
        write_whole(tmp_path / "report.html", "words")
    assert failure.value.filename == str(tmp_path / "report.html")


def test_a_failed_run_is_a_row(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    real = blocks_module.run_arm

    def fails_once(warm: object, settings: Settings, stop: object) -> object:
        if int(warm.organisation.authority["seed"][0]) == 2:  # type: ignore[attr-defined]
            raise ValueError("no luck")
        return real(warm, settings, stop)  # type: ignore[arg-type]

    monkeypatch.setattr(blocks_module, "run_arm", fails_once)
    ((_, content),) = run_blocks([block], Event())
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    assert table["status"].to_pylist() == ["finished", "failed", "finished"]
    assert table["reason"].to_pylist()[1] == "ValueError: no luck"
