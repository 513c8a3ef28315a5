"""Hold the England average, with nothing switched on, against published levels, and write `docs/levels.md`.

python experiments/levels/run.py                 20 seeds
python experiments/levels/run.py --seeds 5 --out levels.md
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from sim import load_settings
from sim.analysis.staff_survey import survey_authorities
from sim.analysis.targets import GROWTH, TARGETS, Target
from sim.outcomes import summarise
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.study.runs import run_arm, warm_up

PAGE = Path(__file__).parents[2] / "docs" / "levels.md"
HEAD = """# Levels and correlations: the model beside what is published

Written by `python experiments/levels/run.py`; do not edit by hand. England average, default settings, nothing switched on,
{seeds} seeds from 1. A level counts as met within its published range, or within 5% of the middle of the range where that is
wider, or within 10% where one value is published. Levels were tuned by hand to the whole five years.

Moved in tuning: `authority.cases_a_post`, hours of a case, `hours.overtime_limit`, `hours.goodwill_base`,
`exhaustion.rate`, `exhaustion.buffer`, `exhaustion.resilience_spread`, `exhaustion.absence_base`,
`exhaustion.absence_slope`, `leaving.base`, `leaving.exhaustion_slope`, `leaving.support_slope`, `leaving.personal_spread`,
`leaving.lasting_spread`, `leaving.yearly_spread`, `recruitment.fill_rate`, `recruitment.agency_rate`,
`recruitment.absence_rate`, `support.relationship`, `support.management_hours`, `voice.base`, `voice.safety_slope`,
`voice.exhaustion_slope`, `voice.personal_spread`, `voice.answered_share`.
"""


def levels(settings: Settings, seeds: int) -> dict[str, pd.DataFrame]:
    """Outcomes of every seed (rows) over the whole time, the first and the last year."""
    runs = [run_arm(warm_up(settings, seed), settings) for seed in range(1, seeds + 1)]
    windows = {"five years": slice(None), "first year": slice(0, WEEKS_A_YEAR), "last year": slice(-WEEKS_A_YEAR, None)}
    tiers = settings.authority.tiers
    found = {name: pd.DataFrame([summarise(run, tiers, weeks) for run in runs]) for name, weeks in windows.items()}
    for table in found.values():
        table[GROWTH.outcome] = table["starters_rate"] - table["turnover_rate"]
    return found


def row(target: Target, found: dict[str, pd.DataFrame]) -> str:
    """One level as a row of the table."""
    low, high = target.met_within
    cells = []
    for table in found.values():
        values = table[target.outcome]
        error = values.std() / np.sqrt(len(values))
        mark = "" if low <= values.mean() <= high else " (not met)"
        cells.append(f"{values.mean():.2f} (s.e. {error:.2f}){mark}")
    published = (
        f"{target.value:g}" if target.low == target.high else f"{target.value:g} ({target.low:g} to {target.high:g})"
    )
    return (
        f"| `{target.outcome}` | {published} | {low:.2f} to {high:.2f} | " + " | ".join(cells) + f" | {target.source} |"
    )


def correlations(settings: Settings) -> list[str]:
    """The staff survey's correlations as rows."""
    table = survey_authorities(settings)
    return [
        f"| {one.pair.replace('_', ' ')} | {one.simulated:+.2f} | {one.published:+.2f} | {one.low:+.2f} to {one.high:+.2f} | "
        f"{'yes' if one.within else 'no'} | {one.people:,} | {one.source} | {one.grade} |"
        for one in table.itertuples()
    ]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="seeds of each measurement")
    parser.add_argument("--out", type=Path, default=PAGE, help="page to write")
    chosen = parser.parse_args()
    settings = load_settings(["intervention=[]", f"replicates={chosen.seeds}"])
    found = levels(settings, chosen.seeds)
    lines = [HEAD.format(seeds=chosen.seeds), "## Levels", ""]
    lines += ["| outcome | published | counts as met | " + " | ".join(found) + " | source |", "|" + "---|" * 7]
    lines += [row(target, found) for target in (*TARGETS, GROWTH)]
    lines += [
        "",
        "## The staff survey",
        "",
        "Correlations of one survey after the last year, answers of all seeds together.",
        "",
    ]
    lines += ["| items | simulated | published | range | within | answers | published in | grade |", "|" + "---|" * 8]
    lines += correlations(settings)
    text = "\n".join(lines) + "\n"
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
