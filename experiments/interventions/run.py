"""Run every intervention alone, and write `docs/interventions.md` and `expected.csv` beside this file.

python experiments/interventions/run.py            30 seeds, 20 under other assumptions; some minutes on two cores
python experiments/interventions/run.py --seeds 5 --seeds-elsewhere 5 --out page.md --csv numbers.csv
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import differences
import page
from assumptions import ENDS, RIVALS, assumptions
from differences import AS_IT_IS, Found

from sim import load_settings
from sim.settings.study import Settings

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "interventions.md"
NUMBERS = HERE / "expected.csv"
THREADS = 2


def study(words: Sequence[str] = ("intervention=all",)) -> Settings:
    """Each intervention alone as its file has it, placebos beside those that bring managers into practice."""
    return load_settings([*words, "design=each", "placebos=true"])


def said(what: str, seeds: int) -> Callable[[int], None]:
    """Shows how far a part of the work has come, where someone looks on."""

    def show(done: int) -> None:
        if sys.stderr.isatty() or done == seeds:
            print(f"\r{what}: {done} of {seeds}", end="\n" if done == seeds else "", file=sys.stderr, flush=True)

    return show


def measure(
    settings: Settings, seeds: int, elsewhere: int, rivals: tuple[str, ...] = RIVALS, ends: dict | None = None
) -> dict[str, Found]:
    """All runs: the study as it is, then under each other assumption those that bring managers into practice."""
    found = {AS_IT_IS: differences.run_arms(settings, seeds, THREADS, said(AS_IT_IS, seeds))}
    practice = differences.in_practice(found[AS_IT_IS])
    kept = {name: one for name, one in settings.interventions.items() if name in practice}
    others = assumptions(settings.model_copy(update={"interventions": kept}), rivals, ENDS if ends is None else ends)
    for number, one in enumerate(others, start=1):
        show = said(f"{number} of {len(others)}, {one.name}", elsewhere)
        found[one.name] = differences.run_arms(one.settings, elsewhere, THREADS, show, one.only)
    return found


def write(settings: Settings, found: dict[str, Found], out: Path, csv: Path) -> None:
    """The page, and the same numbers as a table."""
    out.write_text(page.written(settings, found), encoding="utf-8")
    table = differences.as_table(found)
    table.to_csv(csv, index=False, float_format="%.6g", lineterminator="\n")


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=30, help="seeds of each intervention")
    parser.add_argument("--seeds-elsewhere", type=int, default=20, help="seeds under each other assumption")
    parser.add_argument("--out", type=Path, default=PAGE, help="page to write")
    parser.add_argument("--csv", type=Path, default=NUMBERS, help="table to write")
    chosen = parser.parse_args()
    settings = study()
    found = measure(settings, chosen.seeds, chosen.seeds_elsewhere)
    write(settings, found, chosen.out, chosen.csv)
    print(f"written: {chosen.out} and {chosen.csv}")


if __name__ == "__main__":
    main()
