"""The table of values that answers are read from."""

import pandas as pd


def values_of(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """One outcome of every run: one row a replicate, one column an arm, in the order in which arms first appear.

    runs: one row a run with the columns arm, replicate and the outcome, as `Comparison.runs`; a run that is not there is
    nan. Raises KeyError where a column is missing, ValueError where an arm has a replicate twice.
    """
    wide = runs.pivot(index="replicate", columns="arm", values=outcome)
    return wide[list(dict.fromkeys(runs["arm"]))].astype(float)


def check_sign(sign: float) -> None:
    """Raise ValueError for a sign other than 1 and -1."""
    if sign not in (1.0, -1.0):
        raise ValueError(f"sign: {sign} given; 1 where higher is better or -1 where lower is")
