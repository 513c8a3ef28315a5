"""What is drawn is what was sent: colours of posts, labels of squares, the gap, the poll and the charts."""

import io
import re
from itertools import combinations
from typing import Any

import matplotlib.image
import numpy as np
import pytest
from workshop_screen import Frame, Screen, until

VACANT, AGENCY, CLOSED, NOBODY = 0, 2, 4, 255
# A week in which people differ.
WEEK = 10
# Notes what is written and which dots are set on every canvas since it was last cleared; draws it as always.
NOTED = """
const noted = new WeakMap();
const of = (canvas) => { if (!noted.has(canvas)) noted.set(canvas, { texts: [], dots: [] }); return noted.get(canvas); };
const pen = CanvasRenderingContext2D.prototype;
const { fillText, arc, clearRect } = pen;
pen.clearRect = function (...given) { noted.delete(this.canvas); return clearRect.apply(this, given); };
pen.fillText = function (text, x, y, ...more) {
  of(this.canvas).texts.push([text, x, y]);
  return fillText.call(this, text, x, y, ...more);
};
pen.arc = function (x, y, radius, ...more) {
  of(this.canvas).dots.push([x, y, radius, this.fillStyle]);
  return arc.call(this, x, y, radius, ...more);
};
window.notedOn = (selector) => [...document.querySelectorAll(selector)].map(of);
"""
RAMP = "import('/page/trees/ramp.js').then(({ COLOURS }) => COLOURS.map((one) => one.match(/\\d+/g).map(Number)))"


class Drawing:
    """The two trees as they stand on the screen, beside the frame that they were drawn from."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.page = screen.page
        self.places = screen.places
        self.ramp = np.array(self.page.evaluate(RAMP))
        self.told: dict[str, Any] = self.page.evaluate("fetch('/story.json').then((told) => told.json())")
        self.fronts = [post["row"] for post in self.told["posts"] if post["tier"] == 0]

    def at(self, week: int) -> "Moment":
        """The moment drawn: the week is set as by the slider."""
        slider = self.page.get_by_role("slider", name="Week", exact=True)
        slider.fill(str(week))
        assert self.screen.state["week"] == week
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        pictures = [
            matplotlib.image.imread(io.BytesIO(canvas.screenshot()), format="png")[:, :, :3]
            for canvas in self.page.locator("#trees canvas").all()
        ]
        return Moment(self, week, [np.rint(255 * picture).astype(int) for picture in pictures])


class Moment:
    """One week of both trees as pixels."""

    def __init__(self, drawing: Drawing, week: int, pictures: list[np.ndarray]) -> None:
        self.drawing, self.week, self.pictures = drawing, week, pictures

    def pixel(self, tree: int, row: int, right: float = 0.62, down: float = 0.0) -> np.ndarray:
        """Colour in a post, so far from its middle in radii: to the right, beside the mark of agency staff."""
        places = self.drawing.places
        x, y = (places[axis][row] + by * places["half"][row] for axis, by in (("x", right), ("y", down)))
        return self.pictures[tree][int(y), int(x)]


@pytest.fixture
def drawn(screen: Screen) -> Drawing:
    return Drawing(screen)


def weeks_of(picture: Frame) -> list[int]:
    """Several weeks, among them some with a vacancy that was reported and one that was not."""
    vacant = picture.arrays["kind"][:, :8] == VACANT
    known = picture.arrays["known_vacant"][:, :8] == 1
    told, untold = np.flatnonzero((vacant & known).any(axis=1)), np.flatnonzero((vacant & ~known).any(axis=1))
    assert len(told)
    assert len(untold)
    return sorted({0, 60, 150, 207, int(told[len(told) // 2]), int(untold[len(untold) // 2])})


def assert_drawn_as_sent(drawing: Drawing, picture: Frame) -> set[str]:
    """Compares every post of both trees in several weeks; which kinds of marks were among them."""
    arrays, seen = picture.arrays, set()
    ramp = drawing.ramp
    for week in weeks_of(picture):
        moment = drawing.at(week)
        for row in drawing.fronts:
            kind, level = arrays["kind"][week, row], arrays["strain"][week, row]
            if kind == CLOSED or not drawing.places["half"][row]:
                continue
            left, right = moment.pixel(0, row), moment.pixel(1, row)
            unit = next(unit for unit in drawing.told["units"] if unit["first"] <= row < unit["last"])
            belief = arrays["unit_belief"][week, unit["unit"]]
            where = f"week {week}, {drawing.told['posts'][row]['label']}"
            if kind == VACANT:
                assert level == NOBODY
                assert left.tolist() == [255, 255, 255], f"{where}: hollow on the left"
                seen.add("vacant")
            else:
                assert np.abs(left - ramp[level]).max() <= 1, f"{where}: {left} is not the colour of {level}"
            if kind == VACANT and arrays["known_vacant"][week, row]:
                assert right.tolist() == [255, 255, 255], f"{where}: hollow on the right, since it was reported"
                seen.add("reported")
            elif not np.isnan(belief):
                expected = ramp[round(250 * float(np.clip(belief, 0, 1)))]
                assert np.abs(right - expected).max() <= 3, f"{where}: {right} is not the team manager's {belief}"
                seen.add("believed")
                if kind == AGENCY:
                    assert np.abs(moment.pixel(1, row, 0.0) - right).max() > 60, f"{where}: the mark of agency staff"
                    seen.add("agency")
                if kind == VACANT:
                    seen.add("not reported")
        assert_labels(drawing, picture, week)
    return seen


def assert_labels(drawing: Drawing, picture: Frame, week: int) -> None:
    """The number in every square is what was sent, rounded."""
    for noted, name in zip(
        drawing.page.evaluate("notedOn('#trees canvas')"), ("unit_strain", "unit_belief"), strict=True
    ):
        for unit in drawing.told["units"]:
            row, value = unit["manager"], picture.arrays[name][week, unit["unit"]]
            if np.isnan(value) or picture.arrays["kind"][week, row] == VACANT:
                continue
            x, y, half = (drawing.places[axis][row] for axis in ("x", "y", "half"))
            texts = [text for text, at, down in noted["texts"] if abs(at - x) < half and abs(down - y) < half]
            assert texts == [str(int(np.floor(100 * float(value) + 0.5)))], (week, unit["label"], name)


def test_every_post_has_the_colour_of_what_was_sent_in_both_arms(opened: Screen, screen: Screen) -> None:
    screen.page.add_init_script(NOTED)
    screen.open(opened.page.url.partition("#")[0])
    screen.pull("business_support", "Properly")
    changed = screen.picture()
    assert changed.header["arm"] == "changed"
    seen = assert_drawn_as_sent(Drawing(screen), changed)
    screen.button("As now").click()
    now = screen.picture()
    assert now.header["arm"] == "now"
    seen |= assert_drawn_as_sent(Drawing(screen), now)
    assert seen == {"vacant", "reported", "not reported", "believed", "agency"}
    change = screen.story.change_week
    for name, values in now.arrays.items():
        assert np.array_equal(values[:change], changed.arrays[name][:change], equal_nan=True), name
    assert not np.array_equal(now.arrays["strain"], changed.arrays["strain"])


def test_a_team_is_one_colour_in_the_minds_of_its_leaders_and_a_post_says_who_is_there(drawn: Drawing) -> None:
    picture = drawn.screen.picture()
    moment = drawn.at(WEEK)
    there = [row for row in drawn.fronts if picture.arrays["kind"][WEEK, row] not in (VACANT, CLOSED)]
    assert len({tuple(moment.pixel(1, row)) for row in there}) == 1
    assert len({tuple(moment.pixel(0, row)) for row in there}) > 3
    canvas = drawn.page.locator("#trees canvas").first
    told = drawn.screen.region("The chosen post")
    for row in drawn.fronts[:3]:
        canvas.hover(position={"x": drawn.places["x"][row], "y": drawn.places["y"][row]})
        told.get_by_text(f"{drawn.told['posts'][row]['label']}.").wait_for()
        cases = picture.arrays["cases"][WEEK, row]
        if row in there:
            assert f" {cases} case" in told.inner_text()
        rungs = drawn.screen.region("The way up").get_by_role("listitem").all_inner_texts()
        if row in there:
            strain = int(np.floor(picture.arrays["strain"][WEEK, row] / 2.5 + 0.5))
            assert re.search(rf"\b{strain}$", rungs[0])


def test_the_gap_its_two_numbers_and_the_poll_are_those_of_the_frame(screen: Screen) -> None:
    screen.pull("closing_the_loop", "Properly")
    arrays = screen.picture().arrays
    gap, trees, poll = (screen.region(name) for name in ("The gap", "The two trees", "Staff poll of the week"))
    for week in (0, 51, 103, 104, 140, 207):
        screen.page.get_by_role("slider", name="Week", exact=True).fill(str(week))
        real, believed = (int(np.floor(100 * arrays[name][week] + 0.5)) for name in ("strain_all", "belief_top"))
        # What is written follows at the next frames.
        trees.get_by_text(f"strain {real}", exact=True).wait_for()
        trees.get_by_text(f"director believes {believed}", exact=True).wait_for()
        gap.get_by_text(str(abs(real - believed)), exact=True).wait_for()
        # A difference of rounded numbers, so that a room that subtracts finds the same: within a point of what was sent.
        assert abs(real - believed) == pytest.approx(abs(arrays["gap"][week]), abs=1.01)
        assert (100 * (arrays["strain_all"][week] - arrays["belief_top"][week])) == pytest.approx(
            arrays["gap"][week], abs=1e-3
        )
        share = int(np.floor(arrays["poll"][week] + 0.5))
        poll.get_by_text(f"{share}%", exact=True).first.wait_for()
        assert share != screen.story.poll.published
    sizes = "all => Math.max(...all.map((one) => parseFloat(getComputedStyle(one).fontSize)))"
    largest = gap.get_by_text(re.compile(r"^\d+$")).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert largest == screen.page.locator("body *").evaluate_all(sizes)


def test_the_dots_of_a_chart_lie_where_the_series_say(opened: Screen, screen: Screen) -> None:
    """Heights of the dots on both lines, in several weeks, are one linear function of the values that were sent."""
    screen.page.add_init_script(NOTED)
    screen.open(opened.page.url.partition("#")[0])
    slider = screen.page.get_by_role("slider", name="Week", exact=True)

    def dots(week: int) -> list[list[list[Any]]]:
        slider.fill(str(week))
        noted = screen.page.evaluate("notedOn('#strip canvas')")
        return [one["dots"] for one in noted if one["dots"]]

    charts = len(screen.story.charts)
    assert [len(found) for found in dots(150)] == [1] * charts, "nothing is changed: one line"
    screen.pull("business_support", "Properly")
    screen.switch(screen.story.goodwill.title).click()
    series = screen.answer().arrays["series"]
    order = ("families", "staff", "leaders", "cost")
    shown = sorted(range(charts), key=lambda index: order.index(screen.story.charts[index].group))
    points: list[list[tuple[float, float]]] = [[] for _ in range(charts)]
    across: list[list[tuple[int, float]]] = [[] for _ in range(charts)]
    colours = set()
    for week in (10, 60, 110, 160, 207):
        found = until(screen.page, lambda week=week: len(dots(week)) == charts and dots(week), "dots on every chart")
        for place, index in enumerate(shown):
            assert len(found[place]) == 2
            for (x, y, _, colour), arm in zip(found[place], (0, 3), strict=True):
                points[index].append((float(series[index, arm, week]), y))
                across[index].append((week, x))
                colours.add((arm, colour))
    assert len(colours) == 2
    for index in range(charts):
        for pairs in (points[index], across[index]):
            given, drawn = np.array(pairs, dtype=float).T
            line = np.polyfit(given, drawn, 1)
            assert np.abs(np.polyval(line, given) - drawn).max() < 0.05
        assert np.polyfit(*np.array(points[index]).T, 1)[0] < 0, "more is higher"


def test_the_scale_keeps_its_order_for_every_kind_of_colour_vision(drawn: Drawing) -> None:
    picture = drawn.screen.picture()
    line = drawn.page.context.new_cdp_session(drawn.page)
    samples: dict[str, list[tuple[int, float]]] = {}
    for kind in ("none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"):
        line.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        found = samples.setdefault(kind, [])
        for week in (0, 60, 150, 207):
            moment = drawn.at(week)
            for row in drawn.fronts:
                level = int(picture.arrays["strain"][week, row])
                if level != NOBODY:
                    found.append((level, lightness(moment.pixel(0, row))))
    line.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    assert samples["achromatopsia"] != samples["none"], "the emulation reaches the screen"
    for kind, found in samples.items():
        levels = {level for level, _ in found}
        assert max(levels) - min(levels) > 120
        for (low, light), (high, dark) in combinations(sorted(found), 2):
            assert high - low < 8 or dark < light, f"{kind}: level {high} is not darker than {low}"


def lightness(colour: np.ndarray) -> float:
    """Lightness L* of CIE Lab, 0 to 100."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    bright = float(linear @ (0.2126, 0.7152, 0.0722))
    return 116 * bright ** (1 / 3) - 16 if bright > 0.008856 else 903.3 * bright
