"""One file for a USB stick: the page, and results of the engine for all that it offers, opened by any browser from disk.

It holds each lever alone (properly, as an add-on), goodwill withdrawn and the shock, at three demands, and every scene of the
story's steps. The page asks for them as it would ask a server; nothing is worked out in the browser.
"""

import base64
import json
import os
import posixpath
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
from tqdm import tqdm

from sim.errors import UserError
from sim.files import write_whole
from sim.workshop.description import describe
from sim.workshop.frames import frame_of
from sim.workshop.pairs import Pairs
from sim.workshop.picture import Picture
from sim.workshop.scene import Stage
from sim.workshop.screen import answer_frame, picture_header
from sim.workshop.server import page_files
from sim.workshop.story import Scene

# The trees are drawn in shades that an eye can tell; a five-hundredth more or less makes no other shade and no other label.
_STEPS_OF_A_REAL = 512.0
# Inline scripts and styles are the page's own; nothing at all may be loaded.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


def export(stage: Stage, file: Path) -> int:
    """Work everything out and write the file, whole or not at all."""
    if not file.parent.is_dir():
        raise UserError(f"--export: {file.parent} is no folder")
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise UserError(f"--export: {file} cannot be written; name a file elsewhere")
    scenes = list(scenes_of(stage))
    pairs = Pairs(stage)
    try:
        for _ in pairs.choose_shown():
            pass
        parcel = Parcel()
        for scene in tqdm(scenes, desc="scenes", disable=not sys.stderr.isatty()):
            parcel.add(pairs, scene)
    finally:
        pairs.close()
    text = page_of(offered(stage), parcel, page_files())
    write_whole(file, text)
    print(f"{file}: {len(scenes)} scenes, {file.stat().st_size / 1e6:.1f} MB")
    return 0


def demands_of(stage: Stage) -> tuple[float, ...]:
    """Three demands, evenly spaced, the story's own among them."""
    demand, middle = stage.story.demand, stage.story.start.demand
    step = min(abs(middle - 1.0), demand.high - middle) or min(demand.high - middle, middle - demand.low)
    low = middle - step
    return tuple(round(value, 6) for value in (low, middle, middle + step))


def scenes_of(stage: Stage) -> Iterator[Scene]:
    """Every scene of the file, each once."""
    seen = set()
    for scene in _scenes(stage):
        key = scene.model_dump_json()
        if key not in seen:
            seen.add(key)
            yield scene


def _scenes(stage: Stage) -> Iterator[Scene]:
    story = stage.story
    for step in story.steps:
        if step.scene is not None:
            yield step.scene
    for demand in demands_of(stage):
        changes: list[dict[str, Any]] = [{}, {"goodwill": True}, {"shock": True}]
        for lever in story.levers:
            for mode in ("properly", "add_on") if lever.add_on_words else ("properly",):
                changes.append({"levers": {lever.name: {"mode": mode, "dose": 1.0}}})
        yield from (Scene.model_validate({"demand": demand, **change}) for change in changes)


def offered(stage: Stage) -> dict[str, Any]:
    """The description of a page that offers what the file holds, and no more."""
    told = describe(stage)
    demands = demands_of(stage)
    told["demand"] |= {"low": demands[0], "high": demands[-1], "step": round(demands[1] - demands[0], 6)}
    told["levers"] = [lever | {"step": 1.0} for lever in told["levers"]]
    told["assumptions"] = []
    told["exported"] = True
    return told


class Parcel:
    """Packed frames, each once, and which of them a scene needs."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.scenes: list[dict[str, Any]] = []
        self._places: dict[bytes, int] = {}

    def add(self, pairs: Pairs, scene: Scene) -> None:
        """The last answer to a scene, and its trees with and without the changes."""
        *_, answered = pairs.answers(scene, Event())
        words = pairs.stage.words(scene)
        self.scenes.append(
            {
                "scene": scene.model_dump(),
                "answer": self._place(answer_frame(0, answered, pairs, words)),
                "changed": self._place(_turned(pairs, answered.picture, "changed")),
                "now": self._place(_turned(pairs, answered.picture_of_now, "now")),
            }
        )

    def _place(self, frame: bytes) -> int:
        if frame not in self._places:
            self._places[frame] = len(self.frames)
            self.frames.append(base64.b64encode(zlib.compress(frame, 9)).decode())
        return self._places[frame]


def _turned(pairs: Pairs, picture: Picture, arm: str) -> bytes:
    """A picture whose arrays stand post by post, whole numbers as steps from week to week: so it packs into a quarter."""
    turned = {}
    for name, values in picture.arrays.items():
        if values.dtype.kind == "f":
            kept = np.round(values * _STEPS_OF_A_REAL) / _STEPS_OF_A_REAL
            turned[name] = np.ascontiguousarray(kept.T.astype(values.dtype))
        else:
            turned[name] = np.diff(values.T, axis=-1, prepend=values.dtype.type(0))
    return frame_of({**picture_header(0, arm, pairs.shown, 0, picture.weeks), "turned": True}, turned)


def page_of(told: dict[str, Any], parcel: Parcel, files: dict[str, bytes]) -> str:
    """The page with everything in it. Modules are named in an import map, so that they find each other without a server."""
    modules = {name: content.decode() for name, content in files.items() if name.endswith(".js")}
    imports = {f"page/{name}": _data("text/javascript", _with_full_names(name, text)) for name, text in modules.items()}
    html = files["index.html"].decode()
    for name, content in files.items():
        if name.endswith(".css"):
            link = f'<link rel="stylesheet" href="/page/{name}">'
            html = html.replace(link, f"<style>\n{content.decode()}\n</style>")
    held = {"story": told, "scenes": parcel.scenes, "frames": parcel.frames}
    start = (
        f'<script type="importmap">{_json({"imports": imports})}</script>\n'
        f'<script type="application/json" id="exported">{_json(held)}</script>\n'
        '<script type="module">import "page/main.js";</script>'
    )
    html = html.replace('<script type="module" src="/page/main.js"></script>', start)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    return html.replace("<head>\n", f"<head>\n{policy}\n", 1)


def _with_full_names(name: str, text: str) -> str:
    """A module that names others by their path from the top, for a file has no folders."""

    def full(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("page", posixpath.dirname(name), found[2]))
        return f'{found[1]}"{path}"'

    return re.sub(r'(from |import )"(\.{1,2}/[a-z/.]+\.js)"', full, text)


def _data(kind: str, text: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


def _json(value: Any) -> str:
    """JSON that can stand in a script element, whatever it holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
