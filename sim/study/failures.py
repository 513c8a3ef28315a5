"""What is said where every run of a study failed: that there is no answer, what likely did it, where the reasons stand."""

import math
from pathlib import Path

import pyarrow.parquet as pq

from sim.configuration.compared import Change, difference_of
from sim.configuration.names import listed, show
from sim.errors import UserError
from sim.settings.study import Settings
from sim.study.replicate import FAILED
from sim.study.usual import defaults_for

# What every arm has in common, the baseline included: of these one makes all of them fail.
_SHARED = ("authority", "mechanism", "events")
_MOST_NAMED = 3


def no_answer(table: Path, settings: Settings) -> str:
    """A sentence where every run in a table of runs failed; empty where any did not. settings: of the first of them."""
    runs = pq.read_table(table, columns=["status", "reason"])
    if any(status != FAILED for status in runs["status"].to_pylist()):
        return ""
    return (
        f"every one of {len(runs):,} runs failed, so that there is no answer ({runs['reason'][0]}); {likely_cause(settings)}; "
        f"the results are kept, with the reason of every run, in {table}"
    )


def likely_cause(settings: Settings) -> str:
    """The settings of the service and its events that are furthest from their packaged values."""
    try:
        usual, _ = defaults_for(settings)
    except UserError:  # the packaged files do not fit this study together
        return "compare the settings with those of coalface run, which works"
    changes = [one for one in difference_of(usual, settings).changes if one.group.partition(".")[0] in _SHARED]
    changes = sorted((one for one in changes if one.name != "title"), key=_distance, reverse=True)
    if not changes:
        return "no setting of the service or of its events differs from its packaged value"
    named = [f"{one.group}.{one.name}, {show(one.second)} and not {show(one.first)}" for one in changes[:_MOST_NAMED]]
    return f"most likely because of {listed(named)} as packaged"


def _distance(change: Change) -> float:
    """How far a value is from the packaged one, as the logarithm of their ratio; infinite where they have none."""
    pair = (change.first, change.second)
    if any(isinstance(one, bool) or not isinstance(one, int | float) or one <= 0.0 for one in pair):
        return math.inf
    return abs(math.log(change.second / change.first))
