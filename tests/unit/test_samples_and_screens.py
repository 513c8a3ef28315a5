"""Ranges and ends of a sample, and what a screen counts: signs, prices, hours, and what is too much to be searched."""

from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
import pytest

from sim.analysis.portfolio import MOST_INTERVENTIONS, Payoffs
from sim.configuration.catalogue import fields_of_group, note
from sim.configuration.loader import load_settings
from sim.configuration.points import read_sweep
from sim.settings.mechanism import Mechanism
from sim.study.designs.screening import folded_plackett_burman
from sim.study.runs import run
from sim.sweep.blocks import run_blocks
from sim.sweep.plan import planned
from sim.sweep.run import SweepRun
from sim.sweep.sampling import bundle_at, plausible_ranges, sampled
from sim.sweep.screen import _searchable, differences_of, read_screen
from sim.sweep.store import Store

SMALL = ["authority=training_team", "years=1", "warmup_years=1"]
# How far a value may lie from its default, by how well it is known.
RATIOS = {"A": 1.1, "B": 1.25, "C": 1.5, "D": 2.0}


def test_a_range_is_as_wide_as_its_grade_allows_and_never_wider() -> None:
    settings = load_settings([*SMALL, "intervention=[]"])
    infos = fields_of_group(Mechanism, "mechanism.")
    full = set()
    for path, one in plausible_ranges(settings).items():
        group, name = path.split(".")[1:]
        value, ratio = float(getattr(getattr(settings.mechanism, group), name)), RATIOS[note(infos[path], "grade")]
        low, high = sorted((value / ratio, value * ratio))
        assert low <= one.low < one.high <= high, path
        if one.whole:
            assert float(one.low).is_integer(), path
            assert float(one.high).is_integer(), path
        elif (one.low, one.high) == (low, high):
            full.add(note(infos[path], "grade"))
    # Bounds of the schema cut some; of each grade of what is uncertain there are settings that none cuts.
    assert full >= {"B", "C", "D"}


def test_a_sample_covers_what_is_uncertain_in_the_mechanisms_and_nothing_else() -> None:
    settings = load_settings(["intervention=all"])
    ranges = plausible_ranges(settings, ("mechanism", "interventions", "events", "authority", "placebos"))
    assert set(ranges) == set(plausible_ranges(settings))
    assert all(path.startswith("mechanism.") for path in ranges)
    assert len(ranges) > 100


def test_no_end_of_a_range_is_the_value_as_it_is() -> None:
    design = sampled(read_sweep([*SMALL, "intervention=[]"]), "ends", 0, ("mechanism",), "ABCD")
    middle, *ends = design.points
    assert middle.values["assumption"] == ""
    assert len(ends) > 100
    for end in ends:
        assert end.settings.mechanism != middle.settings.mechanism, end.values


@pytest.mark.parametrize("sampling", ["latin_hypercube", "sobol"])
def test_another_seed_makes_another_sample_and_the_same_seed_the_same(sampling: str) -> None:
    def values(seed: int) -> list[dict]:
        sweep = read_sweep([*SMALL, "intervention=[]", f"seed={seed}"])
        return [point.values for point in sampled(sweep, sampling, 8, ("mechanism.voice",)).points]

    assert values(1) == values(1)
    assert values(1) != values(5)


def test_a_bundle_of_a_screen_has_no_arms_beside_it() -> None:
    base = load_settings([*SMALL, "intervention=[pay_rise,mentoring]", "equal_cost=90000", "placebos=true"])
    assert base.placebos
    assert base.equal_cost == 90_000
    settings = bundle_at(base, 0, ("mentoring", "pay_rise"), np.array([1, -1])).settings
    assert (settings.design, settings.placebos, settings.equal_cost) == ("together", False, None)
    assert list(settings.interventions) == ["mentoring"]
    assert len(planned(bundle_at(base, 0, ("mentoring", "pay_rise"), np.array([1, 1]))).arms) == 2


def test_a_difference_of_a_screen_is_the_bundle_less_doing_nothing(tmp_path: Path) -> None:
    base = load_settings([*SMALL, "intervention=[pay_rise]", "seed=4"])
    points = [planned(bundle_at(base, number, ("pay_rise",), np.array([level]))) for number, level in ((0, 1), (1, -1))]
    store, done = Store(tmp_path).open(), SweepRun()
    for one in points:
        for arm in one.arms:
            done.replicates[one.point.number, arm.name] = 2
            for block in one.blocks(arm, 2):
                for key, content in run_blocks([block], Event()):
                    store.write(key, content)
    found = differences_of(points, done, store, ["cost"])
    assert found.shape == (2, 2, 1)
    for place, seed in enumerate((4, 5)):
        risen, usual = (run(settings, seed).summary["cost"] for settings in (base, base.without_interventions()))
        # In GBP million a year. A rise in pay costs something, whoever leaves.
        assert found[0, place, 0] == pytest.approx(risen - usual, rel=1e-5)
        assert found[0, place, 0] > 0.0
    assert (found[1] == 0.0).all()


def screened(names: list[str], brings: dict[str, float], *words: str, **budgets: float) -> tuple[str, ...]:
    """The best bundle of a screen in which each intervention lowers turnover by so much, nearly without noise."""
    design = folded_plackett_burman(names)
    sizes = np.array([brings[name] for name in names])
    noise = np.random.default_rng(3).normal(0.0, 0.001, (len(design), 12))
    response = -((design > 0).to_numpy(dtype=float) @ sizes)[:, None] + noise
    base = load_settings([*SMALL, f"intervention=[{','.join(names)}]", *words])
    found = read_screen(design, base, response, "turnover_rate", pairs=False, **budgets).portfolio
    assert found is not None
    return found.best


def test_pay_counts_against_a_budget_of_money_as_cash_does() -> None:
    brings = {"pay_rise": 9.0, "mentoring": 1.0}
    assert set(screened(list(brings), brings)) == {"pay_rise", "mentoring"}
    # A rise is no cash on top of pay, but it must be paid for.
    assert "pay_rise" not in screened(list(brings), brings, budget=1.0)


def test_hours_that_somebody_is_paid_for_do_not_count_against_a_budget_of_hours() -> None:
    brings = {"back_to_the_floor": 9.0, "pay_rise": 1.0}
    free, covered = (
        screened(list(brings), brings, f"interventions.back_to_the_floor.covered={share}", budget_hours=0.0)
        for share in (0, 1)
    )
    assert free == ("pay_rise",)
    assert set(covered) == {"back_to_the_floor", "pay_rise"}


def test_what_brings_much_together_with_another_is_searched_though_alone_it_brings_nothing() -> None:
    count = MOST_INTERVENTIONS + 3
    names = tuple(f"remedy_{place}" for place in range(count))
    mains, pairs = np.full(count, 1.0), np.zeros((count, count))
    mains[3] = -1.0
    pairs[3, 7] = pairs[7, 3] = 50.0
    mains[5] = -2.0
    fewer, left = _searchable(Payoffs(names, mains, pairs, mains[None], pairs[None]))
    assert {"remedy_3", "remedy_7"} <= set(fewer.names)
    assert "remedy_5" in left
    assert set(fewer.names) | set(left) == set(names)
    places = [names.index(name) for name in fewer.names]
    assert pd.Series(fewer.mains).tolist() == mains[places].tolist()
    assert fewer.pairs[fewer.names.index("remedy_3"), fewer.names.index("remedy_7")] == 50.0
