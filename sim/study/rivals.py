"""A study run again under rival explanations: which signs, orders and rankings of its arms survive.

A verdict is clear where the 95% interval of the paired difference leaves 0 out. It survives in an explanation in which it
is found again, clear and the same way round. A ranking survives where every order that is clear in the study as it is
does; one that survives in all of them is a headline, and any other is no robust ranking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from textwrap import wrap

import numpy as np
import pandas as pd

from sim.errors import UserError
from sim.outcomes import Outcome, outcome_named
from sim.settings.study import Settings
from sim.study.arms import BASELINE, arms_of
from sim.study.comparison import Comparison, compare
from sim.study.replicates import Progress
from sim.study.statistics import CLEAR, mean_with_interval, verdict
from sim.study.text import KEY_OUTCOMES, PRICES, in_prices

AS_IT_IS = "as it is"
MOST_ARMS = 64
NO_RANKING = "no robust ranking"


@dataclass(frozen=True)
class Rivals:
    """What survives. explanations: the study as it is first.

    table: one row for each outcome, pair of arms and explanation: the level of `against`, the paired difference of `arm`
    from it with its interval, the verdict, the ranking of all arms, and in how many explanations the verdict and the
    ranking survive.
    """

    explanations: tuple[str, ...]
    replicates: int
    table: pd.DataFrame
    notes: tuple[str, ...]

    def text(self) -> str:
        """The rankings and what survives of them in plain text, under 130 characters wide."""
        return _text(self)


def compare_rivals(
    settings: Settings,
    explanations: Mapping[str, Settings],
    *,
    outcomes: Sequence[str] = KEY_OUTCOMES,
    notes: Sequence[str] = (),
    threads: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
    exits: bool = False,
) -> tuple[Comparison, Rivals]:
    """Compare the arms of `settings` as they are and under each of `explanations`, on the same seeds.

    Returns the comparison as it is, and what of it survives. progress: called with runs done and runs in all, those of
    every explanation together. exits: also log everyone who leaves in the study as it is. Raises UserError where there are
    too many arms to rank.
    """
    arms = check_rivals(settings)
    studies = {AS_IT_IS: settings, **explanations}
    runs = arms * settings.replicates
    main: Comparison | None = None
    found: dict[str, pd.DataFrame] = {}
    for place, (name, chosen) in enumerate(studies.items()):
        shown = None if progress is None else _shifted(progress, place * runs, len(studies) * runs)
        comparison = compare(chosen, threads=threads, progress=shown, out=out, exits=exits and main is None)
        found[name] = comparison.runs
        if main is None:
            main = comparison
        else:
            comparison.close()
    assert main is not None
    names = [arm.name for arm in main.arms]
    table = pd.concat([_of_outcome(found, names, outcome_named(name)) for name in outcomes], ignore_index=True)
    return main, Rivals(tuple(studies), settings.replicates, table, tuple(notes))


def check_rivals(settings: Settings) -> int:
    """The number of arms; UserError where they are too many to rank."""
    arms = len(arms_of(settings)[0])
    if arms > MOST_ARMS:
        raise UserError(
            f"rivals: {arms} arms are too many to rank; at most {MOST_ARMS} are, so name fewer interventions"
        )
    return arms


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _: progress(before + done, total)


def _of_outcome(found: Mapping[str, pd.DataFrame], arms: list[str], outcome: Outcome) -> pd.DataFrame:
    """Every pair of arms in every explanation, for one outcome."""
    by_arm = {
        name: runs.pivot(index="replicate", columns="arm", values=outcome.name)[arms] for name, runs in found.items()
    }
    # Pairs stand as in the study as it is, the better one first, so that a turned order shows in the verdict; the baseline
    # is what an arm is held against, never the other way round.
    pairs = [
        (against, arm) if arm == BASELINE else (arm, against)
        for arm, against in combinations(_order(by_arm[AS_IT_IS], outcome), 2)
    ]
    rows = []
    for name, values in by_arm.items():
        ranking = _ranking(values, _order(values, outcome))
        for arm, against in pairs:
            difference, low, high = _difference(values, arm, against)
            rows.append(
                {
                    "outcome": outcome.name,
                    "label": outcome.label,
                    "unit": outcome.unit,
                    "better": outcome.better,
                    "explanation": name,
                    "arm": arm,
                    "against": against,
                    "level": values[against].mean(),
                    "difference": difference,
                    "ci_low": low,
                    "ci_high": high,
                    "verdict": verdict(difference, low, high, outcome.sign),
                    "ranking": ranking,
                }
            )
    return _with_survival(pd.DataFrame(rows), list(found))


def _order(values: pd.DataFrame, outcome: Outcome) -> list[str]:
    """Arms from the best mean to the worst, or from the highest where neither way is better; unknown ones last."""
    sign = -1.0 if outcome.sign < 0.0 else 1.0
    means = values.mean()
    return sorted(values.columns, key=lambda arm: (-sign * means[arm] if np.isfinite(means[arm]) else np.inf, arm))


def _difference(values: pd.DataFrame, arm: str, against: str) -> tuple[float, float, float]:
    """Mean paired difference, arm less the other, with its interval."""
    mean, low, high = mean_with_interval((values[arm] - values[against]).to_numpy()[:, None])
    return float(mean[0]), float(low[0]), float(high[0])


def _ranking(values: pd.DataFrame, order: list[str]) -> str:
    """Arms from the best to the worst; `=` between neighbours whose difference is not clear."""
    text = order[0]
    for arm, against in pairwise(order):
        _, low, high = _difference(values, arm, against)
        text += f" {'>' if low > 0.0 or high < 0.0 else '='} {against}"
    return text


def _with_survival(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """In how many explanations each verdict, and the ranking, is found again; those of the study as it is among them."""
    verdicts = rows.pivot(index=["arm", "against"], columns="explanation", values="verdict")[names]
    usual = verdicts[AS_IT_IS]
    again = verdicts.eq(usual, axis=0)
    clear = usual.isin(CLEAR)
    keeps_ranking = again[clear].all() if clear.any() else pd.Series(False, index=names)
    pairs = pd.MultiIndex.from_frame(rows[["arm", "against"]])
    return rows.assign(
        verdict_survives=again.sum(axis=1).reindex(pairs).to_numpy(),
        ranking_survives=int(keeps_ranking.sum()),
        explanations=len(names),
    )


def _text(rivals: Rivals) -> str:
    count = len(rivals.explanations)
    lines = wrap(
        f"Rival explanations: the same study under {count - 1} more, {count} with the study as it is, {rivals.replicates} "
        "replicates of each arm. An order survives where it is found again, clear and the same way round. Levels are not "
        "tuned again under a rival: compare signs and orders, not sizes.",
        120,
    )
    for note in rivals.notes:
        lines += wrap(f"Note: {note}.", 120, subsequent_indent="  ")
    headlines: list[str] = []
    others: list[str] = []
    for name, rows in rivals.table.groupby("outcome", sort=False):
        usual = rows[rows["explanation"] == AS_IT_IS]
        kept, outcome = int(usual["ranking_survives"].iloc[0]), outcome_named(str(name))
        robust = kept == count
        (headlines if robust else others).append(outcome.label)
        lines += ["", f"{outcome.label} ({outcome.unit})"]
        first = "least first" if name in PRICES else "highest first" if outcome.better == "neither" else "best first"
        survives = f"survives in {kept} of {count}" if usual["verdict"].isin(CLEAR).any() else "no order is clear"
        ending = "" if robust else f": {NO_RANKING}"
        lines += _wrapped(f"{first}: {usual['ranking'].iloc[0]}; {survives}{ending}")
        pairs = rows.groupby(["arm", "against"], sort=False)
        signs = [_counted(arm, "", one) for (arm, against), one in pairs if against == BASELINE]
        lines += _wrapped(f"against {BASELINE}: {'; '.join(signs)}")
        lines += _wrapped(f"{BASELINE}: {_levels(rows)}")
        orders = [_counted(arm, f" than {against}", one) for (arm, against), one in pairs if _is_order(one)]
        if orders:
            lines += _wrapped(f"orders: {'; '.join(orders)}")
    lines += ["", *_closing(headlines, others, count)]
    return "\n".join(lines)


def _levels(rows: pd.DataFrame) -> str:
    """The level of the baseline in every explanation: a small effect may only mean that there is little to change."""
    levels = rows[rows["against"] == BASELINE].groupby("explanation", sort=False)["level"].first()
    return ", ".join(f"{level:.3g} {name}" for name, level in levels.items())


def _closing(headlines: list[str], others: list[str], count: int) -> list[str]:
    lines = []
    if headlines:
        lines += wrap(f"Rankings that survive in all {count}: {'; '.join(headlines)}.", 120, subsequent_indent="  ")
    if others:
        lines += wrap(f"{NO_RANKING.capitalize()}: {'; '.join(others)}.", 120, subsequent_indent="  ")
    return lines


def _is_order(rows: pd.DataFrame) -> bool:
    """Whether these rows are a pair of interventions whose order is clear in the study as it is."""
    usual = rows[rows["explanation"] == AS_IT_IS].iloc[0]
    return usual["against"] != BASELINE and usual["verdict"] in CLEAR


def _counted(arm: str, than: str, rows: pd.DataFrame) -> str:
    """One verdict with its count: `rotation better in 7 of 9 (worse in 1)`."""
    usual = rows[rows["explanation"] == AS_IT_IS].iloc[0]
    name, words, total = str(usual["outcome"]), str(usual["verdict"]), int(usual["explanations"])
    text = f"{arm} {in_prices(name, words)}{than} in {int(usual['verdict_survives'])} of {total}"
    others = rows["verdict"][(rows["verdict"] != words) & rows["verdict"].isin(CLEAR)].value_counts()
    if len(others):
        text += f" ({', '.join(f'{in_prices(name, str(other))} in {times}' for other, times in others.items())})"
    return text


def _wrapped(text: str) -> list[str]:
    return wrap(
        text, 118, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
