"""Why people left, in a scene: the shares that `coalface explain exits` gives for the same comparison."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from sim.analysis.exits import ANYWHERE, EVERYONE, Explained, explain_exits
from sim.outcomes import names_of
from sim.settings.study import Settings
from sim.study.arms import BASELINE, Arm
from sim.study.executor import in_order
from sim.study.exits import EXITS, ExitWriter, open_log
from sim.study.replicate import run_replicate

CHANGED = "changed"


def why_people_left(settings: Settings, stop: Event) -> list[dict[str, Any]]:
    """One row a reason: label, kind, share of leaving as now and with the changes, in %, and the difference with its interval.

    Runs every replicate of `settings` with its log of exits, from the end of the warm-up to the end. Raises Stopped.
    """
    arms = [Arm(BASELINE, settings.without_interventions())]
    if settings.interventions:
        arms.append(Arm(CHANGED, settings))
    with _log_of(arms, settings, stop) as explained:
        table = explained.table
        rows = table[(table["who"] == EVERYONE) & (table["destination"] == ANYWHERE)]
        of_arm = {arm: part.set_index("reason") for arm, part in rows.groupby("arm")}
    found = []
    now, changed = of_arm[BASELINE], of_arm.get(CHANGED)
    for reason, row in now.iterrows():
        one = {
            "reason": reason,
            "label": row["label"],
            "kind": row["kind"],
            "now": _number(row["share"]),
            "now_a_year": _number(row["a_year"]),
        }
        if changed is not None:
            other = changed.loc[reason]
            one["changed"], one["changed_a_year"] = _number(other["share"]), _number(other["a_year"])
            for name in ("difference", "difference_ci_low", "difference_ci_high"):
                one[name] = _number(other[f"share_{name}"])
        found.append(one)
    return found


def _number(value: float) -> float | None:
    """A number that JSON can hold; None where there is none."""
    return None if value != value else float(value)


@contextmanager
def _log_of(arms: list[Arm], settings: Settings, stop: Event) -> Iterator[Explained]:
    """The explained log of all runs; its file is gone afterwards."""
    outcomes = names_of(settings.authority.tiers)
    seeds = range(settings.seed, settings.seed + settings.replicates)

    def work(seed: int, unheard: Event) -> list[Any]:
        return run_replicate(arms, seed, outcomes, stop, exits=True)

    with tempfile.TemporaryDirectory(prefix="coalface-") as folder:
        path = Path(folder) / EXITS
        with ExitWriter(path, settings, [arm.name for arm in arms], [BASELINE for _ in arms]) as log:
            for number, runs in enumerate(in_order(work, seeds), start=1):
                log.add(number, [one.exits for one in runs])
        yield explain_exits(open_log(path))
