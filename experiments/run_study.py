"""Run the study of a folder: its settings in, its figures and `expected.csv` out.

python experiments/run_study.py three_remedies            compare with what is expected
python experiments/run_study.py three_remedies --update   write what is expected, and the figures, anew
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import pandas as pd
import yaml

import sim
from sim.configuration.own_files import Shelf
from sim.configuration.rivals import explanations, rivals_named
from sim.results.folder import write_comparison
from sim.study.rivals import Rivals, compare_rivals

HERE = Path(__file__).parent
COLUMNS = ["arm", "outcome", "unit", "baseline", "difference", "ci_low", "ci_high", "p_better", "difference_first_year"]
# Libraries of mathematics differ in the last digit; a result may differ from the expected one by this share of its interval.
TOLERANCE = 0.1


def read_study(name: str) -> dict:
    """The study file of the folder `name`: question, settings, outcomes, figures."""
    return yaml.safe_load((HERE / name / "study.yaml").read_text(encoding="utf-8"))


def answer(name: str, figures: Path | None = None) -> pd.DataFrame:
    """The outcomes that the study asks for, one row for each arm and outcome; its figures are copied to `figures`."""
    study = read_study(name)
    comparison = sim.compare(sim.load_settings(study["settings"]))
    if figures is not None:
        with tempfile.TemporaryDirectory() as place:
            results = write_comparison(comparison, Path(place) / "results")
            for figure in study["figures"]:
                for ending in ("png", "svg", "txt", "csv"):
                    shutil.copyfile(results / "figures" / f"{figure}.{ending}", figures / f"{figure}.{ending}")
    table = comparison.table
    return table.loc[table["outcome"].isin(study["outcomes"]), COLUMNS].reset_index(drop=True)


def disagreements(found: pd.DataFrame, expected: pd.DataFrame) -> list[str]:
    """Rows in which the difference found is not the one expected, in words."""
    if not found[["arm", "outcome"]].equals(expected[["arm", "outcome"]]):
        return ["other arms or outcomes than expected; was the study changed?"]
    allowed = TOLERANCE * (expected["ci_high"] - expected["ci_low"]) + 1e-6
    off = (found["difference"] - expected["difference"]).abs() > allowed
    return [
        f"{row.arm}, {row.outcome}: {row.difference:+.4g}, expected {expected.difference[index]:+.4g}"
        for index, row in found[off].iterrows()
    ]


def under_rivals(name: str) -> Rivals:
    """What of the study's answer survives under the rival explanations of its file, with fewer replicates."""
    study = read_study(name)
    words = [word for word in study["settings"] if not word.startswith("replicates=")]
    settings = sim.load_settings([*words, f"replicates={study['rival_replicates']}"])
    others, notes = explanations(settings, rivals_named(study["rivals"], Shelf()))
    comparison, found = compare_rivals(settings, others, outcomes=study["outcomes"], notes=notes, progress=_show)
    comparison.close()
    return found


def _show(done: int, total: int) -> None:
    print(f"\r{done} of {total} runs", end="" if done < total else "\n", file=sys.stderr, flush=True)


def main() -> int:
    """Run, and compare or update."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", help="name of the folder")
    parser.add_argument("--update", action="store_true", help="write expected.csv and the figures")
    parser.add_argument("--rivals", action="store_true", help="run under rival explanations and write rivals.csv")
    chosen = parser.parse_args()
    folder = HERE / chosen.study
    print(read_study(chosen.study)["question"])
    if chosen.rivals:
        rivals = under_rivals(chosen.study)
        rivals.table.to_csv(folder / "rivals.csv", index=False, float_format="%.6g", lineterminator="\n")
        print(rivals.text())
        return 0
    found = answer(chosen.study, folder if chosen.update else None)
    if chosen.update:
        found.to_csv(folder / "expected.csv", index=False, float_format="%.6g", lineterminator="\n")
        print(f"written: {folder / 'expected.csv'}")
        return 0
    off = disagreements(found, pd.read_csv(folder / "expected.csv"))
    print("\n".join(off) or "as expected")
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main())
