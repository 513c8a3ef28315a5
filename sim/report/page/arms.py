"""The arms that a report is about, with their settings, and from which week on an outcome has turned for the better."""

from collections.abc import Mapping

from sim.report.page.source import Source, known
from sim.settings.study import Settings
from sim.study.arms import Arm, arms_of

# Weeks to the end of the run for which a mean difference must have been for the better: a shorter turn may not last.
HELD_WEEKS = 26


def arms_by_name(source: Source) -> dict[str, Arm]:
    """The arms by name, the baseline among them; equal cost and placebos are in their settings."""
    try:
        return {arm.name: arm for arm in arms_of(source.settings)[0]}
    except ValueError:  # made in Python from arms that no design gives
        return {}


def settings_of_arms(source: Source, arms: Mapping[str, Arm]) -> list[Settings]:
    """The settings of every arm; of the study where its arms are of no design."""
    return [arm.settings for arm in arms.values()] or [source.settings]


def week_of_turn(source: Source, arms: Mapping[str, Arm], name: str, outcome: str) -> float:
    """The week, counted from the start of an arm, from which it is for the better to the end of the run.

    nan where there is none, and where that holds for less than half a year.
    """
    week = float(source.row(name, outcome)["weeks_until_better"])
    start = arms[name].start_week if name in arms else 0
    return week if known(week) and source.settings.weeks - start - week >= HELD_WEEKS else float("nan")
