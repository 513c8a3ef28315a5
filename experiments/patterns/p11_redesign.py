"""P11: a redesign that is imposed, against one that the front line shapes and tries, delay and hours of trial paid."""

from functools import cache

import numpy as np
from measure import Measure, Pattern, by_bootstrap, over_seeds, runs_of

from sim import load_settings
from sim.outcomes import summarise
from sim.settings.study import Settings

SOUNDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SAVINGS = (0.02, 0.05, 0.1, 0.2, 0.4)
SHAPED = (0.0, 0.35, 0.7, 1.0)
USUAL_SAVING, USUAL_SHAPED = 0.2, 0.7
# Only the redesign in question, so that what is shaped and what is imposed is the same change.
ALONE = ("mechanism.redesign.rate=0.0", "intervention=[codesign]")
# From the week of the decision on, for half a year: new cases relative to usual.
USUAL, OVERLOAD = 1.0, 1.3
EVENTS = ("event=[redesign,demand_shock]", "events.demand_shock.week=52", "events.demand_shock.weeks=26")
IMPOSED = None
HOURS, SOUNDNESS = "hours of each worker in five years", "soundness, 0 to 1"

# soundness, saving, share shaped (None: imposed, no trial)
Case = tuple[float, float, float | None]


@cache
def prepared(demand: float, *overrides: str) -> Settings:
    """England average with one redesign, in the week of its event file, and its shaping, as their files have them."""
    return load_settings([*ALONE, *EVENTS, f"events.demand_shock.factor={demand}", *overrides])


def settings_of(case: Case, base: Settings) -> Settings:
    """The redesign of `case`, imposed or shaped."""
    sound, saving, shaped = case
    event = base.events["redesign"].model_copy(update={"sound": sound, "saving": saving})
    codesign = base.interventions["codesign"].model_copy(update={"shaped": shaped})
    interventions = {} if shaped is IMPOSED else {"codesign": codesign}
    return base.model_copy(update={"events": {**base.events, "redesign": event}, "interventions": interventions})


class Runs:
    """Five years under each case, by seed: hours of administration, learning and trial; burnout; turnover."""

    def __init__(self, cases: list[Case], seeds: int, *overrides: str, demand: float = USUAL) -> None:
        base = prepared(demand, *overrides)
        runs = runs_of({str(case): settings_of(case, base) for case in cases}, seeds)
        tiers = base.authority.tiers
        self._found = {case: [summarise(run, tiers) for run in runs[str(case)]] for case in cases}
        self._weeks = base.weeks

    def outcome(self, case: Case, name: str) -> np.ndarray:
        """One outcome by seed; `hours` are those of each worker over the whole time."""
        scale, column = (self._weeks, "admin_hours") if name == "hours" else (1.0, name)
        return scale * np.array([one[column] for one in self._found[case]])

    def gain(self, sound: float, saving: float, name: str, shaped: float = USUAL_SHAPED) -> np.ndarray:
        """Shaped and tried less imposed, by seed: below zero where shaping is better."""
        return self.outcome((sound, saving, shaped), name) - self.outcome((sound, saving, IMPOSED), name)


def both(sounds: tuple[float, ...], savings: tuple[float, ...]) -> list[Case]:
    """Every soundness and saving, imposed and shaped as usual."""
    return [(sound, saving, way) for sound in sounds for saving in savings for way in (IMPOSED, USUAL_SHAPED)]


def crossing(places: tuple[float, ...], values: np.ndarray) -> float:
    """Where a line through `values` at `places` first rises above zero; the last place where it never does."""
    if values[0] > 0.0:
        return places[0]
    for before in range(len(places) - 1):
        low, high = values[before], values[before + 1]
        if high > 0.0:
            return places[before] - low * (places[before + 1] - places[before]) / (high - low)
    return places[-1]


def gains_by_soundness(runs: Runs, saving: float, name: str) -> np.ndarray:
    """Shaped less imposed at every soundness: (seeds, soundness)."""
    return np.column_stack([runs.gain(sound, saving, name) for sound in SOUNDS])


def turning(runs: Runs, saving: float, name: str, what: str) -> Measure:
    """Soundness of the imposed redesign above which imposing it is better."""
    table = gains_by_soundness(runs, saving, name)
    return by_bootstrap(what, lambda rows: crossing(SOUNDS, table[rows].mean(axis=0)), table, SOUNDNESS)


def moved(usual: Runs, urgent: Runs, saving: float, name: str, what: str) -> Measure:
    """How far urgency moves the turning point, on the same seeds."""
    calm, pressed = (gains_by_soundness(runs, saving, name) for runs in (usual, urgent))

    def shift(rows: np.ndarray) -> float:
        return crossing(SOUNDS, pressed[rows].mean(axis=0)) - crossing(SOUNDS, calm[rows].mean(axis=0))

    return by_bootstrap(what, shift, calm, SOUNDNESS)


def worth_trying(runs: Runs, sound: float) -> Measure:
    """Saving above which shaping and trial save hours at this soundness; the highest place where they never do."""
    table = -np.column_stack([runs.gain(sound, saving, "hours") for saving in SAVINGS])
    what = f"saving above which shaping saves hours, soundness {sound}"
    return by_bootstrap(
        what, lambda rows: crossing(SAVINGS, table[rows].mean(axis=0)), table, "share of administration"
    )


def measure(seeds: int) -> Pattern:
    """Measure P11 over `seeds` seeds."""
    usual = Runs(both(SOUNDS, SAVINGS), seeds)
    shares = Runs([(0.2, USUAL_SAVING, way) for way in (IMPOSED, *SHAPED)], seeds)
    slow = Runs(both(SOUNDS, (USUAL_SAVING,)), seeds, "mechanism.redesign.delay_weeks=104.0")
    # Urgent: the service is overloaded from the week of the decision on, for half a year.
    urgent = Runs(both(SOUNDS, (SAVINGS[-1],)), seeds, demand=OVERLOAD)
    unfit = Runs(both((0.2,), (USUAL_SAVING,)), seeds, "mechanism.redesign.front_line_fit=0.0")
    free = Runs(
        both((0.2, 1.0), (USUAL_SAVING,)), seeds, "mechanism.redesign.delay_weeks=0.0", "interventions.codesign.trial_hours=0.0"
    )  # fmt: skip
    turns = (
        *(turning(usual, saving, "hours", f"hours: imposing wins above, saving {saving}") for saving in SAVINGS),
        turning(usual, SAVINGS[-1], "burnout", f"burnout: imposing wins above, saving {SAVINGS[-1]}"),
        turning(slow, USUAL_SAVING, "hours", f"hours, saving {USUAL_SAVING}, four times the delay"),
        turning(urgent, SAVINGS[-1], "hours", f"hours, saving {SAVINGS[-1]}, in half a year of overload"),
        turning(urgent, SAVINGS[-1], "burnout", f"burnout, saving {SAVINGS[-1]}, in half a year of overload"),
        moved(usual, urgent, SAVINGS[-1], "burnout", "the same, less that without the overload"),
        *(worth_trying(usual, sound) for sound in (0.2, 0.4, 0.6)),
    )
    sizes = tuple(
        over_seeds(f"{label}, shaped less imposed: soundness {sound}, saving {saving}", gain, unit)
        for sound, saving in ((0.2, USUAL_SAVING), (1.0, USUAL_SAVING), (0.2, SAVINGS[-1]), (1.0, SAVINGS[-1]))
        for label, gain, unit in (
            ("hours", usual.gain(sound, saving, "hours"), HOURS),
            ("burnout", usual.gain(sound, saving, "burnout"), "0 to 1"),
        )
    )
    by_share = tuple(
        over_seeds(
            f"hours, shaped less imposed: share shaped {one}", shares.gain(0.2, USUAL_SAVING, "hours", one), HOURS
        )
        for one in SHAPED
    )
    ablation = (
        over_seeds(
            "hours at soundness 0.2, nothing that the front line shapes fits",
            unfit.gain(0.2, USUAL_SAVING, "hours"),
            HOURS,
        ),
        over_seeds(
            "hours at soundness 1, no delay and no hours of trial", free.gain(1.0, USUAL_SAVING, "hours"), HOURS
        ),
        over_seeds(
            "hours at soundness 0.2, no delay and no hours of trial", free.gain(0.2, USUAL_SAVING, "hours"), HOURS
        ),
    )
    return Pattern(
        identity="P11",
        question="A redesign imposed, or shaped and tried with the front line: when is which better?",
        label="finding",
        method=(
            "England average, one redesign after a year and no other. Imposed at once, or seven tenths of it shaped by "
            "the front line, with the delay and the hours of trial of the settings. Soundness is how well it fits "
            "practice as imposed, saving the share of administration it saves where it fits wholly. Hours are "
            "administration, learning and trial over five years; a turning point is where the mean difference crosses "
            "zero between the points measured (its interval over samples of the seeds). That shaping helps an unsound "
            "change is assumed; where its price outweighs that is not."
        ),
        fails="shaping wins however sound the change; or an urgent change turns at the same soundness as any other",
        measures=(*turns, *sizes, *by_share),
        ablation=ablation,
        reading=_reading(turns, ablation),
    )


def _reading(turns: tuple[Measure, ...], ablation: tuple[Measure, ...]) -> str:
    def said(one: Measure) -> str:
        return f"{one.estimate:.2f} ({one.low:.2f} to {one.high:.2f})"

    small, large = turns[0], turns[len(SAVINGS) - 1]
    burnout, slow, urgent_hours, urgent, shift = turns[5:10]
    usual = turns[SAVINGS.index(USUAL_SAVING)]
    turned = small.high < large.low and slow.high < usual.low and large.high < SOUNDS[-1]
    plainly = (
        "So a trial pays, unless the change is sound already, small, or slow to be tried."
        if turned
        else "So the turn did not come out as expected: see the turning points."
    )
    return (
        f"In hours, imposing wins above a soundness of {said(small)} where {SAVINGS[0]:.0%} of administration are at "
        f"stake, and of {said(large)} where {SAVINGS[-1]:.0%} are: what a trial costs does not grow with what is at "
        f"stake. With four times the delay, at {USUAL_SAVING:.0%}: {said(slow)}, against "
        f"{said(usual)}. In half a year of overload the turn in hours comes at "
        f"{said(urgent_hours)} and in burnout at {said(urgent)}, where without the overload burnout turns at "
        f"{said(burnout)}: a shift of {shift.estimate:+.3f} ({shift.verdict}). At a soundness of 0.6 shaping saves hours "
        f"only above a saving of {said(turns[12])}. Where nothing that is shaped fits better, the trial costs "
        f"{ablation[0].estimate:+.1f} hours a worker ({ablation[0].verdict}); free of delay and hours, it changes nothing "
        f"for a change that is wholly sound ({ablation[1].estimate:+.1f}). {plainly}"
    )
