"""P10: more blame, and what it does to incidents: to those that happen, and to those that are notified."""

import numpy as np
from measure import THREADS, Measure, Pattern, over_seeds, variant

from sim import OrganisationModel
from sim.compiled import compiled
from sim.mechanisms.incidents import chance_of_notifying
from sim.outcomes import summarise
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.executor import in_order

BLAME = (0.0, 0.25, 0.5, 0.75, 1.0)
ABLATIONS = {
    "fear leaves links as safe as they were": ("mechanism.incidents.fear_safety=0.0",),
    "notifying does not follow safety": ("mechanism.incidents.notified_safety=0.0",),
    "nothing is ever learned from an incident": ("mechanism.incidents.learning_gain=0.0",),
}
QUARTER = 13
EXPECTED, NOTIFIED = "expected", "expected_notified"
YEARLY, SHARE, SCALE = "a year in an authority", "%", "0 to 1"


@compiled
def incidents_expected(posts, units, settings):
    """Incidents of this week to be expected, and those of them to be expected to be notified."""
    happening, told = 0.0, 0.0
    for index in range(len(units)):
        unit = units[index]
        if unit.tier == 1:
            happening += unit.risk
            told += unit.risk * chance_of_notifying(posts, unit, settings)
    return happening, told


def observe(settings: Settings, seed: int) -> dict[str, float]:
    """Outcomes of five years, with incidents to be expected a year, and those of them to be expected to be notified.

    Incidents are rare, so what is counted says little in few runs; expected ones are read off the state every quarter.
    """
    model = OrganisationModel(settings, seed)
    seen = []
    while model.week < settings.weeks:
        model.run_for(QUARTER)
        seen.append(incidents_expected(model.posts, model.units, model.settings_record))
    happening, told = WEEKS_A_YEAR * np.mean(seen, axis=0)
    found = summarise(model.tallies[-settings.weeks :], settings.authority.tiers)
    return {**found, EXPECTED: float(happening), NOTIFIED: float(told)}


def by_blame(seeds: int, blame: tuple[float, ...], *overrides: str) -> dict[float, list[dict[str, float]]]:
    """What is observed at each chance of blame, seed by seed."""
    variants = [variant(f"mechanism.incidents.blame_share={share}", *overrides) for share in blame]
    rows = in_order(lambda seed, _: [observe(one, seed) for one in variants], range(1, seeds + 1), THREADS)
    found = list(rows)
    return {share: [row[place] for row in found] for place, share in enumerate(blame)}


def column(rows: list[dict[str, float]], name: str) -> np.ndarray:
    """One outcome by seed; the share notified is that of what is to be expected."""
    if name == "share":
        return np.round(100.0 * column(rows, NOTIFIED) / column(rows, EXPECTED), 9)
    return np.array([row[name] for row in rows])


def measure(seeds: int) -> Pattern:
    """Measure P10 over `seeds` seeds."""
    found = by_blame(seeds, BLAME)

    def level(share: float, name: str) -> Measure:
        what = {EXPECTED: "incidents to be expected", NOTIFIED: "incidents to be expected to be notified"}[name]
        return over_seeds(f"{what}, blame after {100 * share:.0f}%", column(found[share], name), YEARLY)

    def rise(what: str, name: str, unit: str) -> Measure:
        return over_seeds(
            f"all blame less none: {what}", column(found[BLAME[-1]], name) - column(found[BLAME[0]], name), unit
        )

    rises = (
        rise("incidents to be expected", EXPECTED, YEARLY),
        rise("incidents to be expected to be notified", NOTIFIED, YEARLY),
        rise("share notified", "share", SHARE),
        rise("incidents that happened", "true_incidents", YEARLY),
        rise("incidents that were notified", "incidents", YEARLY),
        rise("fear at the front line", "fear", SCALE),
        rise("concerns that are raised", "voice_rate", SHARE),
        rise("gap between belief and strain, senior leaders", "disconnect", SCALE),
        rise("strain that senior leaders do not see", "optimism", SCALE),
        rise("turnover", "turnover_rate", "% a year"),
    )
    levels = tuple(level(share, name) for name in (EXPECTED, NOTIFIED) for share in BLAME)
    ablation = []
    for label, overrides in ABLATIONS.items():
        rows = by_blame(seeds, (BLAME[0], BLAME[-1]), *overrides)
        for what, name, unit in (
            ("incidents to be expected", EXPECTED, YEARLY),
            ("to be expected to be notified", NOTIFIED, YEARLY),
            ("share notified", "share", SHARE),
            ("gap of senior leaders", "disconnect", SCALE),
        ):
            change = column(rows[BLAME[-1]], name) - column(rows[BLAME[0]], name)
            ablation.append(over_seeds(f"{label}, all blame less none: {what}", change, unit))
    return Pattern(
        identity="P10",
        question="More blame: what happens to incidents, and to those that are notified?",
        label="finding",
        method=(
            "England average with nothing switched on, where a serious incident leads to blame in none to all cases, from "
            "the warm-up on; five years. Expected incidents are read off the state every quarter, as those that happen "
            "are few. That more happen and that a smaller share is notified follows from assumptions; that the number "
            "notified falls does not, nor how far the picture at the top suffers."
        ),
        fails="notified incidents that rise with those that happen; a gap at the top that does not move",
        measures=(*rises, *levels),
        ablation=tuple(ablation),
        reading=_reading(rises, ablation),
    )


def _reading(rises: tuple[Measure, ...], ablation: list[Measure]) -> str:
    true, notified, share, gap = rises[0], rises[1], rises[2], rises[7]

    def said(one: Measure, digits: int = 2) -> str:
        return f"{one.estimate:+.{digits}f} ({one.verdict})"

    seen = {
        "above zero": "Notifications rise too, but say less than what happens.",
        "below zero": "Whoever judges by notifications sees a safer service, and has a more dangerous one.",
        "not to be told from zero": "Whoever judges by notifications sees hardly a change.",
    }[notified.verdict]
    if true.verdict != "above zero":
        seen = "Blame was expected to make incidents more frequent, and that did not come out."
    worse, record = ablation[8], ablation[9]
    hidden = (
        ", so that the record improves while the service does not"
        if worse.verdict != "below zero" and record.verdict == "below zero"
        else ""
    )
    return (
        f"From no blame to blame after every incident, incidents to be expected change by {said(true)} a year and notified "
        f"ones by {said(notified)}; the share notified by {said(share, 1)} points. {seen} "
        f"The gap between what senior leaders believe and the strain changes by {said(gap, 3)}. "
        f"Where fear leaves links as they were the share notified changes by {said(ablation[2], 1)} points; where "
        f"notifying does not follow safety by {said(ablation[6], 1)}. Where nothing is learned in either case incidents "
        f"to be expected change by {said(ablation[8])}, which is what blame does to people, and notified ones by "
        f"{said(ablation[9])}{hidden}; the rest of the rise is learning forgone."
    )
