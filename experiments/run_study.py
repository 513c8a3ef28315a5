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
from sim.study.folder import write_comparison

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


def under_rivals(name: str) -> pd.DataFrame:
    """The outcomes that the study asks for under every rival explanation of its file, one row for each arm and outcome."""
    study = read_study(name)
    tables = []
    for rival in (None, *study["rivals"]):
        mechanism = "mechanism=full" if rival is None else f"mechanism=[full,{rival}]"
        settings = [word for word in study["settings"] if not word.startswith(("replicates=", "mechanism="))]
        comparison = sim.compare(sim.load_settings([*settings, f"replicates={study['rival_replicates']}", mechanism]))
        table = comparison.table.loc[comparison.table["outcome"].isin(study["outcomes"]), COLUMNS]
        tables.append(table.assign(rival=rival or "as it is"))
        print(f"{rival or 'as it is'}: done", flush=True)
    return pd.concat(tables, ignore_index=True)


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
        under_rivals(chosen.study).to_csv(folder / "rivals.csv", index=False, float_format="%.6g", lineterminator="\n")
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
