"""How quick the workshop is on this machine, in a real browser on the same machine as the server.

python -m experiments.workshop.run              from the top folder; about ten minutes; writes README.md beside it
python -m experiments.workshop.run --minutes 1  less playback to see whether the page's memory grows

A change is timed from the moment in which it is made to the second frame after the answer is drawn, in the page itself. For
memory the page plays as many frames as in so many minutes at 30 frames a second, as fast as the browser draws them; the
first three minutes are played before counting begins.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from experiments.workshop.browser import Page, opened

PAGE = Path(__file__).with_name("README.md")
START, END = "<!-- measured -->", "<!-- end -->"
CHANGES, STORM_SECONDS, STORM_A_SECOND = 30, 5, 60

# Until the first answer is complete.
READY = """
async () => {
  const { store } = await import("/page/state/store.js");
  const complete = ({ answer }) => answer !== null && answer.runs === answer.of;
  while (!complete(store.get())) await new Promise((resolve) => setTimeout(resolve, 20));
}
"""

# One change after the other: milliseconds to the first answer and to the last, both as drawn.
TIMED = """
async (changes) => {
  const { store } = await import("/page/state/store.js");
  const { setLever, newestRequest } = await import("/page/state/actions.js");
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const drawn = async () => { await frame(); await frame(); return performance.now(); };
  const answered = (fits) => new Promise((resolve) => {
    const look = () => {
      const { answer } = store.get();
      if (answer && answer.id === newestRequest() && fits(answer)) resolve(answer); else setTimeout(look, 1);
    };
    look();
  });
  const levers = store.get().story.levers.map((lever) => lever.name);
  const found = [];
  for (let number = 0; number < changes; number += 1) {
    const asked = newestRequest();
    const started = performance.now();
    setLever(levers[number % levers.length], "properly", 0.25 * (1 + Math.floor(number / levers.length) % 4));
    while (newestRequest() === asked) await frame();
    const first = await answered((answer) => answer.runs > 0);
    const runs = first.runs;
    const firstDrawn = (await drawn()) - started;
    await answered((answer) => answer.runs === answer.of);
    found.push([firstDrawn, (await drawn()) - started, runs]);
    setLever(levers[number % levers.length], null, 0);
    await answered((answer) => answer.runs === answer.of);
    // The screen comes to rest, as it does between two changes of a person.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return found;
}
"""

# Changes faster than anyone can make them: does the last one win, and how long after it is its answer there?
STORM = """
async ([seconds, aSecond]) => {
  const { store } = await import("/page/state/store.js");
  const { setLever, newestRequest, sceneAsked } = await import("/page/state/actions.js");
  const name = store.get().story.levers[0].name;
  const count = seconds * aSecond;
  let newest = 0;
  let backwards = 0;
  store.subscribe(["answer"], ({ answer }) => { if (answer.id < newest) backwards += 1; newest = answer.id; });
  for (let number = 1; number <= count; number += 1) {
    setLever(name, "properly", number / count);
    await new Promise((resolve) => setTimeout(resolve, 1000 / aSecond));
  }
  const ended = performance.now();
  const asked = newestRequest();
  await new Promise((resolve) => {
    const look = () => (store.get().answer?.id === newestRequest() ? resolve(null) : setTimeout(look, 1));
    look();
  });
  const waited = performance.now() - ended;
  return { waited, backwards, dose: store.get().scene.levers[name].dose, asked };
}
"""

PLAYED = """
async (seconds) => {
  const { play, setSpeed, goToWeek, pause } = await import("/page/state/actions.js");
  const { store } = await import("/page/state/store.js");
  setSpeed(26);
  goToWeek(0);
  play();
  const gaps = [];
  const ended = performance.now() + 1000 * seconds;
  let before = performance.now();
  while (performance.now() < ended) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    gaps.push(now - before);
    before = now;
    if (!store.get().playing) { goToWeek(0); play(); }
  }
  pause();
  gaps.shift();
  gaps.sort((a, b) => a - b);
  return { frames: gaps.length / seconds, slowest: gaps[Math.floor(0.99 * gaps.length)] };
}
"""

# So many frames of playback, from the beginning again whenever the last week is reached.
FRAMES_PLAYED = """
async (frames) => {
  const { play, goToWeek, pause } = await import("/page/state/actions.js");
  const { store } = await import("/page/state/store.js");
  for (let frame = 0; frame < frames; frame += 1) {
    if (!store.get().playing) { goToWeek(0); play(); }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  pause();
}
"""
FRAMES_A_SECOND = 30
# Until every colour has been drawn and the browser has compiled what it will compile, memory tells of the start, not of playing.
MINUTES_BEFORE_COUNTING = 3
MINUTES_BETWEEN_COUNTS = 5
HEAP = "() => { gc(); gc(); return performance.memory.usedJSHeapSize; }"


@contextmanager
def served(story: str) -> Iterator[str]:
    """The address of a workshop of its own."""
    command = [sys.executable, "-m", "sim", "workshop", story, "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)


@contextmanager
def ready(address: str, *flags: str) -> Iterator[Page]:
    """The page in Chromium with more flags, once its first answer is complete."""
    with opened(address, "--js-flags=--expose-gc", "--enable-precise-memory-info", *flags) as page:
        page.evaluate(READY)
        yield page


def growth(page: Page, minutes: float) -> list[float]:
    """Memory of the page after its first minutes, then along the frames of so many more, MB: the last is at their end."""

    def after(played: float) -> float:
        page.evaluate(FRAMES_PLAYED, int(60 * FRAMES_A_SECOND * played))
        return float(page.evaluate(HEAP)) / 1e6

    counts = [after(MINUTES_BEFORE_COUNTING)]
    left = minutes
    while left > 0:
        counts.append(after(min(left, MINUTES_BETWEEN_COUNTS)))
        left -= MINUTES_BETWEEN_COUNTS
    return counts


def measured(story: str, minutes: float) -> str:
    """Everything that was measured, as a page."""
    with served(story) as address, ready(address) as page:
        changes: list[list[float]] = page.evaluate(TIMED, CHANGES)
        storm: dict[str, Any] = page.evaluate(STORM, [STORM_SECONDS, STORM_A_SECOND])
        played: dict[str, float] = page.evaluate(PLAYED, 10)
    with served(story) as address, ready(address, "--disable-frame-rate-limit", "--disable-gpu-vsync") as page:
        before, *along = growth(page, minutes)
    first, complete, pairs = zip(*changes, strict=True)
    rows = [
        (f"first answer drawn, {median(pairs):.0f} pairs, median of {CHANGES} changes", f"{median(first):.0f} ms"),
        ("the slowest of them", f"{max(first):.0f} ms"),
        ("all pairs drawn, median", f"{median(complete):.0f} ms"),
        ("the slowest of them", f"{max(complete):.0f} ms"),
        (
            f"{STORM_A_SECOND} changes a second for {STORM_SECONDS} seconds: first answer after the last of them",
            f"{storm['waited']:.0f} ms",
        ),
        ("answers that came after a later one", f"{storm['backwards']}"),
        ("playback, frames a second", f"{played['frames']:.0f}"),
        ("playback, 99 of 100 frames within", f"{played['slowest']:.0f} ms"),
        (
            f"memory of the page before and after {60 * FRAMES_A_SECOND * minutes:,.0f} frames",
            f"{before:.2f} and {along[-1]:.2f} MB ({along[-1] / before - 1:+.1%})",
        ),
        (
            f"the most seen between, every {60 * FRAMES_A_SECOND * MINUTES_BETWEEN_COUNTS:,} frames",
            f"{max(along):.2f} MB ({max(along) / before - 1:+.1%})",
        ),
    ]
    assert storm["dose"] == 1.0, "the last change of a storm must be the one that stays"
    return "\n".join(
        [
            f"Story {story}, {os.cpu_count()} processors.",
            "",
            "| what | figure |",
            "|---|---|",
            *(f"| {a} | {b} |" for a, b in rows),
        ]
    )


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="minutes of playback")
    parser.add_argument("--story", default="childrens_service")
    chosen = parser.parse_args()
    text = measured(chosen.story, chosen.minutes)
    print(text)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(f"{START}.*{END}", lambda _: f"{START}\n{text}\n{END}", page, flags=re.DOTALL), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
