"""Measure the patterns and write `docs/patterns.md`, which reports what came out, wanted or not.

python experiments/patterns/run.py            20 seeds, some minutes on two cores
python experiments/patterns/run.py --seeds 5 --out patterns.md
"""

import argparse
from pathlib import Path

import p01_distance
import p02_goodwill
import p03_work_to_rule
import p04_two_states
import p05_support_or_pay
import p06_listening
import p07_principal_social_worker
import p08_survey
import p09_inspection
import p10_blame
import p11_redesign
import p12_experienced_managers
import p13_poll
import p14_knowing_director
from measure import Measure, Pattern

PATTERNS = (
    p01_distance,
    p02_goodwill,
    p03_work_to_rule,
    p04_two_states,
    p05_support_or_pay,
    p06_listening,
    p07_principal_social_worker,
    p08_survey,
    p09_inspection,
    p10_blame,
    p11_redesign,
    p12_experienced_managers,
    p13_poll,
    p14_knowing_director,
)
PAGE = Path(__file__).parents[2] / "docs" / "patterns.md"

HEAD = """# Patterns: questions put to the model, and what came out

Written by `python experiments/patterns/run.py`; do not edit by hand. A **check** follows from an assumption and shows only
that the code does what it says; a **finding** could have come out otherwise. Every figure is a mean over seeds with its 95%
interval (t, or bootstrap or Wilson where it says so; seeds as the unit unless it says otherwise). An ablation switches off
what should be the cause: the effect should then go.
"""


def table(measures: tuple[Measure, ...]) -> list[str]:
    """A table of measures."""
    lines = ["| measure | mean | 95% interval | unit | seeds |", "|---|---|---|---|---|"]
    for one in measures:
        lines.append(
            f"| {one.what} | {one.estimate:+.3f} | {one.low:+.3f} to {one.high:+.3f} | {one.unit} | {one.seeds} |"
        )
    return lines


def section(pattern: Pattern) -> str:
    """One pattern as Markdown."""
    return "\n".join(
        [
            f"## {pattern.identity}. {pattern.question}",
            "",
            f"**{pattern.label.capitalize()}.** {pattern.method} Would speak against it: {pattern.fails}.",
            "",
            *table(pattern.measures),
            "",
            "Ablation:",
            "",
            *table(pattern.ablation),
            "",
            pattern.reading,
            "",
        ]
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="seeds of each variant")
    parser.add_argument("--out", type=Path, default=PAGE, help="page to write")
    chosen = parser.parse_args()
    parts = [HEAD]
    for module in PATTERNS:
        pattern = module.measure(chosen.seeds)
        print(f"{pattern.identity} ({pattern.label}): {pattern.reading}", flush=True)
        parts.append(section(pattern))
    chosen.out.write_text("\n".join(parts), encoding="utf-8")
    print(f"written: {chosen.out}")


if __name__ == "__main__":
    main()
