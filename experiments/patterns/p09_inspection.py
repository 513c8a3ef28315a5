"""P09: inspection. How large and how long are the dip in the real state, and the shine in the shown one?"""

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of, variant, with_intervention

from sim.settings.study import WEEKS_A_YEAR, Settings

YEARS = 7
BEFORE, AFTER = 20, 78
INSPECTED = BEFORE  # the column of the week in which the inspectors come
FREE = ("mechanism.inspection.worker_hours=0.0", "mechanism.inspection.manager_hours=0.0")
# Nobody knows the date, and nothing else is different: no preparation, the same inspectors in the same week.
SURPRISE = {"depth": 0.0, "unannounced": 1.0, "hosting_hours": 0.0, "inspectors_cost": 0.0}
STATE = "0 to 1"


def arms() -> dict[str, Settings]:
    """Inspections as they are, by surprise, deep; and the first two where preparing costs no hours."""
    bare, free = variant(f"years={YEARS}"), variant(f"years={YEARS}", *FREE)
    return {
        "announced": bare,
        "surprise": with_intervention(bare, "deep_inspection", **SURPRISE),
        "deep": with_intervention(bare, "deep_inspection"),
        "announced, free": free,
        "surprise, free": with_intervention(free, "deep_inspection", **SURPRISE),
    }


def first_inspections(tallies: np.ndarray) -> list[tuple[int, int]]:
    """Seed and week of the first inspection of each run, where preparation and what follows lie within the run.

    Until then nothing but preparation differs between the arms, so that the inspection comes in the same week in all.
    """
    found = []
    for seed, run in enumerate(tallies):
        weeks = np.flatnonzero(run["inspections"] > 0.0)
        if len(weeks) and BEFORE <= weeks[0] < YEARS * WEEKS_A_YEAR - AFTER:
            found.append((seed, int(weeks[0])))
    return found


def around(values: np.ndarray, places: list[tuple[int, int]]) -> np.ndarray:
    """Weekly values around each inspection: shape (inspections, BEFORE + AFTER)."""
    return np.stack([values[seed, week - BEFORE : week + AFTER] for seed, week in places])


def deepest(curves: np.ndarray) -> int:
    """Column in which the mean curve is furthest from zero."""
    return int(np.abs(curves.mean(axis=0)).argmax())


def size(what: str, curves: np.ndarray) -> Measure:
    """The mean curve where it is furthest from zero; the week is that of all inspections together."""
    return over_seeds(what, curves[:, deepest(curves)], STATE)


def length(what: str, curves: np.ndarray) -> Measure:
    """Weeks in a row, around its furthest, in which the mean curve stands at half of that or more."""

    def weeks(rows: np.ndarray) -> float:
        mean = curves[rows].mean(axis=0)
        peak = int(np.abs(mean).argmax())
        if mean[peak] == 0.0:
            return 0.0
        enough = mean / mean[peak] >= 0.5
        after = np.argmin(np.append(enough[peak:], False))
        before = np.argmin(np.append(enough[: peak + 1][::-1], False))
        return float(after + before - 1)

    return by_bootstrap(what, weeks, curves, "weeks, bootstrap")


def measure(seeds: int) -> Pattern:
    """Measure P09 over `seeds` seeds."""
    settings = arms()
    runs = runs_of(settings, seeds)
    places = {
        "announced": first_inspections(runs["announced"]),
        "announced, free": first_inspections(runs["announced, free"]),
    }

    def curve(arm: str, against: str, tally: str, below: str = "") -> np.ndarray:
        where = places["announced, free" if "free" in arm else "announced"]
        one, other = (
            around(runs[name][tally] / runs[name][below] if below else runs[name][tally], where)
            for name in (arm, against)
        )
        return one - other

    def shine(arm: str) -> np.ndarray:
        where = places["announced, free" if "free" in arm else "announced"]
        return around(runs[arm]["shown_state"] - runs[arm]["real_state"], where)

    prepared = settings["announced"].mechanism.inspection.preparation_weeks
    preparing = slice(INSPECTED - prepared, INSPECTED)
    dip, shown, hidden = (
        curve("announced", "surprise", "real_state"),
        curve("announced", "surprise", "shown_state"),
        shine("announced"),
    )
    hours = curve("announced", "surprise", "unmet", "front_line")[:, preparing]
    missed = curve("announced", "surprise", "supervision_missed", "supervision_due")[:, preparing]
    tired = curve("announced", "surprise", "exhaustion", "front_line")[:, INSPECTED + WEEKS_A_YEAR // 2]
    measures = (
        size("dip in the real state at its deepest", dip),
        by_bootstrap(
            "week of the deepest, from the inspection",
            lambda rows: deepest(dip[rows]) - INSPECTED,
            dip,
            "weeks, bootstrap",
        ),
        length("length of the dip, at half of its depth or more", dip),
        over_seeds("the dip summed, all weeks around", dip.sum(axis=1), "weeks of the whole state"),
        over_seeds(
            "of that, after the inspectors have left", dip[:, INSPECTED + 1 :].sum(axis=1), "weeks of the whole state"
        ),
        size("shine: shown less real state at its furthest", hidden),
        length("length of the shine, at half or more", hidden),
        over_seeds("shown state in the week of the inspection, prepared less not", shown[:, INSPECTED], STATE),
        over_seeds("hours undone by each worker while preparing", hours.mean(axis=1), "hours a week"),
        over_seeds("supervision missed while preparing", 100.0 * missed.mean(axis=1), "points"),
        over_seeds("exhaustion half a year after the inspection", tired, STATE),
        over_seeds("grade, prepared less not", curve("announced", "surprise", "grade")[:, INSPECTED + 1], "steps"),
    )
    deep = curve("deep", "surprise", "real_state")
    free = curve("announced, free", "surprise, free", "real_state")
    ablation = (
        over_seeds("dip where preparing costs no hours, weeks of preparation", free[:, preparing].mean(axis=1), STATE),
        over_seeds(
            "shine where preparing costs no hours, week of the inspection",
            shine("announced, free")[:, INSPECTED],
            STATE,
        ),
        over_seeds("shine where nobody prepares, week of the inspection", shine("surprise")[:, INSPECTED], STATE),
        size("dip of a deep inspection, as packaged", deep),
        size("shine of a deep inspection, as packaged", shine("deep")),
        over_seeds(
            "grade, deep inspection less announced one", curve("deep", "announced", "grade")[:, INSPECTED + 1], "steps"
        ),
    )
    return Pattern(
        identity="P09",
        question="Inspection: how large and how long are the dip in the real state and the shine in the shown one?",
        label="finding",
        method=(
            f"England average, {YEARS} years; the first inspection of each run in its usual cycle, where it has "
            f"{BEFORE} weeks before it and {AFTER} after it within the run. Against the same seeds in which nobody knows the "
            "date, so that nothing is prepared and the same inspectors come in the same week. That preparing costs hours and "
            "hides is built in, so a check; sizes, lengths and which lasts longer are not. A grade can differ by it, and what "
            "follows from grades is part of the curves after the inspection."
        ),
        fails="no dip; a dip that is over when the inspectors leave; or a dip where preparing costs no hours",
        measures=measures,
        ablation=ablation,
        reading=_reading(measures, ablation),
    )


def _reading(measures: tuple[Measure, ...], ablation: tuple[Measure, ...]) -> str:
    depth, week, long, whole, after, shine, shine_long, shown = measures[:8]
    grade = measures[-1]
    plainly = (
        "So the dip outlasts the shine." if long.low > shine_long.high else "So neither clearly outlasts the other."
    )
    return (
        f"The real state dips by {abs(depth.estimate):.3f} ({depth.verdict}) at week {week.estimate:+.0f} and stays at half of "
        f"that or worse for {long.estimate:.0f} weeks ({long.low:.0f} to {long.high:.0f}); of {whole.estimate:+.2f} weeks of "
        f"the whole state, {after.estimate:+.2f} fall after the inspection ({after.verdict}). The shine is {shine.estimate:.3f} "
        f"and lasts {shine_long.estimate:.0f} weeks ({shine_long.low:.0f} to {shine_long.high:.0f}); as the state itself has "
        f"dipped, inspectors are shown only {shown.estimate:+.3f} more than without any preparation ({shown.verdict}), and "
        f"grades differ by {grade.estimate:+.2f} steps ({grade.verdict}). Where preparing costs no hours the dip is "
        f"{ablation[0].estimate:+.3f} ({ablation[0].verdict}) and the shine {ablation[1].estimate:.3f}; a deep inspection, "
        f"mostly unannounced, leaves a dip of {ablation[3].estimate:+.3f} and a shine of {ablation[4].estimate:.3f}. {plainly}"
    )
