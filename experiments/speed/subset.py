"""The settings of the comparison: the average authority, with what the object model leaves out switched off."""

from pathlib import Path

import yaml

from sim.settings.study import Settings

PROFILES = Path(__file__).parents[2] / "configs" / "authority"

SUBSET = {
    # The authority does not grow, no agency staff come beyond the posts, and nobody refuses cases at the door.
    "recruitment": {"growth": 0.0, "absence_rate": 0.0},
    "decisions": {"gatekeeping": 0.0, "agency_share": 0.0, "sent_back": 0.0, "weariness": 0.0},
    # No concern goes past the line.
    "belief": {"past_the_line": 0.0},
    # Authorities and years do not differ in leaving.
    "leaving": {"lasting_spread": 0.0, "yearly_spread": 0.0},
    # Managers come from outside, and those below the director from social work.
    "promotion": {"on": False, "senior_background": 1.0},
    # Overspending has no effect.
    "money": {"on": False},
    # Nobody watches from outside or above, and workers hold no picture of their managers.
    "indicators": {"on": False},
    "families": {"on": False},
    "incidents": {"on": False},
    "inspection": {"on": False},
    "redesign": {"on": False},
    "perception": {"on": False},
    "hours": {"goodwill_fairness": 0.0},
    # No request is sent back, nobody is left alone with complex cases, moved, frozen out or made afraid.
    "casework": {"requests": 0.0},
    "support": {"alone_hours": 0.0, "acting_insecurity": 0.0},
    "exhaustion": {"ostracism": 0.0},
    "voice": {"moved_share": 0.0, "penalty_fear": 0.0, "peer_slope": 0.0, "grumbling": 0.0},
}


def subset_settings(years: int = 3, warmup_years: int = 4, profile: str = "england_average") -> Settings:
    """Settings that both models can run. Years are few, as the object model is slow."""
    authority = yaml.safe_load((PROFILES / f"{profile}.yaml").read_text(encoding="utf-8"))
    return Settings.model_validate(
        {"authority": authority, "mechanism": SUBSET, "years": years, "warmup_years": warmup_years}
    )
