"""The ends of the range: the simulation runs clean where hardly any service would be, and does what it must there."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.configuration.catalogue import bound, fields_of_group
from sim.errors import UserError
from sim.outcomes import outcomes_of, summarise
from sim.settings.mechanism import Mechanism
from sim.settings.study import Settings
from sim.state import Post, Unit, fields_of
from sim.study.runs import run, run_arm, warm_up

SWITCHES = [
    f"mechanism.{name}.on" for name, group in Mechanism.model_fields.items() if "on" in group.annotation.model_fields
]
SMALL = ("authority=small_unitary", "years=2", "warmup_years=2")
TEAM = ("authority=training_team", "years=2", "warmup_years=2")
EXTREMES = {
    "one team": TEAM,
    "one post": (*TEAM, "authority.front_line_posts=1", "authority.spans=[1]"),
    "two tiers": (*TEAM, "authority.spans=[8]"),
    "eight tiers": (*SMALL, "authority.front_line_posts=128", "authority.spans=[2,2,2,2,2,2,2]"),
    "a span of one everywhere": (*TEAM, "authority.front_line_posts=1", "authority.spans=[1,1,1,1,1,1,1]"),
    "one team of sixty": (*TEAM, "authority.front_line_posts=60", "authority.spans=[60,1]"),
    "no arrivals": (*SMALL, "authority.cases_a_post=0"),
    "ten times the arrivals": (*SMALL, "authority.cases_a_post=190.5"),
    "everybody leaves": (*SMALL, "mechanism.leaving.base=0"),
    "nobody leaves": (*SMALL, "mechanism.leaving.base=-15"),
    "nobody comes": (*SMALL, "mechanism.recruitment.on=false"),
    "everybody is hired at once": (
        *SMALL,
        "mechanism.recruitment.fill_rate=20",
        "mechanism.recruitment.hiring_weeks=0",
    ),
    "everything exhausts": (
        *SMALL,
        "authority.cases_a_post=190.5",
        "mechanism.exhaustion.rate=1",
        "mechanism.exhaustion.buffer=0",
        "mechanism.exhaustion.resilience_spread=2",
        "mechanism.exhaustion.moral_injury=0.5",
        "mechanism.exhaustion.contagion=0.5",
    ),
    "ten years": ("authority=small_unitary", "years=10"),
    "nothing at all": (*SMALL, *(f"{switch}=false" for switch in SWITCHES)),
    **{f"without {switch.split('.')[1]}": (*SMALL, f"{switch}=false") for switch in SWITCHES},
}


def check_clean(settings: Settings) -> np.ndarray:
    """The tallies of a run in which every state is a number within its bounds and every outcome is possible."""
    warm = warm_up(settings, 1)
    for record, rows in ((Post, warm.organisation.posts), (Unit, warm.organisation.units)):
        for field in fields_of(record):
            assert np.isfinite(rows[field.name]).all(), field.name
            # A single report holds its noise uncut; what a manager believes of it does not.
            if field.unit == "0 to 1" and field.name != "signal":
                assert rows[field.name].min() >= 0.0, field.name
                assert rows[field.name].max() <= 1.0, field.name
    tallies = run_arm(warm, settings)
    summary = summarise(tallies, settings.authority.tiers)
    for outcome in outcomes_of(settings.authority.tiers):
        value = summary[outcome.name]
        assert not np.isinf(value), outcome.name
        if outcome.nature == "state" and outcome.unit in ("%", "0 to 1"):
            top = 100.0 if outcome.unit == "%" else 1.0
            assert np.isnan(value) or 0.0 <= value <= top * (1.0 + 1e-12), outcome.name
    return tallies


@pytest.mark.parametrize("words", EXTREMES.values(), ids=EXTREMES)
def test_runs_clean(words: tuple[str, ...], build: Callable[..., Settings]) -> None:
    settings = build(*words)
    tallies = check_clean(settings)
    assert len(tallies) == settings.weeks
    assert tallies["week"].tolist() == list(range(settings.weeks))


@pytest.mark.parametrize("group", Mechanism.model_fields)
def test_every_setting_at_either_end_of_its_range_runs_clean(group: str, build: Callable[..., Settings]) -> None:
    for path, info in fields_of_group(Mechanism).items():
        if path.startswith(f"{group}.") and bound(info, "ge") is not None:
            for end in (bound(info, "ge"), bound(info, "le")):
                # Shares of cases must not add up to more than all of them.
                rest = {"casework.light_share": "complex_share", "casework.complex_share": "light_share"}.get(path)
                words = [f"mechanism.casework.{rest}=0"] if rest else []
                words.append(f"mechanism.{path}={end}")
                check_clean(build("authority=training_team", "years=1", "warmup_years=2", *words))


def test_there_is_room_for_the_longest_cases(build: Callable[..., Settings]) -> None:
    check_clean(build("mechanism.casework.duration_weeks=520", "years=1", "warmup_years=1"))


def test_shares_of_cases_that_add_up_to_more_than_all_are_refused(build: Callable[..., Settings]) -> None:
    with pytest.raises(UserError, match="share"):
        build("mechanism.casework.light_share=0.9", "mechanism.casework.complex_share=0.9")


def test_without_arrivals_the_work_runs_out(build: Callable[..., Settings]) -> None:
    tallies = check_clean(build(*SMALL, "authority.cases_a_post=0", "warmup_years=10"))
    assert tallies["open"].sum() == tallies["arrived"].sum() == tallies["overtime"].sum() == 0.0
    assert tallies["exhaustion"].sum() < 0.2 * tallies["front_line"].sum()


def test_ten_times_the_arrivals_overwhelm(build: Callable[..., Settings]) -> None:
    usual, many = check_clean(build(*SMALL)), check_clean(build(*SMALL, "authority.cases_a_post=190.5"))
    assert many["unallocated"][-1] > 0.5 * many["open"][-1]
    assert many["stressed"].sum() / many["front_line"].sum() > usual["stressed"].sum() / usual["front_line"].sum()


def test_when_nobody_comes_the_place_empties(build: Callable[..., Settings]) -> None:
    settings = build(*SMALL, "mechanism.recruitment.on=false", "mechanism.leaving.base=0", "years=3")
    last = check_clean(settings)[-1]
    assert last.in_post == last.agency == last.acting == 0.0
    assert last.vacancies == last.posts
    assert last.held == 0.0
    assert last.open == last.unallocated > 0.0


def test_without_leaving_nobody_leaves(build: Callable[..., Settings]) -> None:
    tallies = check_clean(build(*SMALL, "mechanism.leaving.on=false"))
    assert tallies["leavers"].sum() == 0.0
    assert tallies["starters"].sum() > 0.0


def test_a_run_with_nothing_switched_on_stands_still(build: Callable[..., Settings]) -> None:
    tallies = check_clean(build(*EXTREMES["nothing at all"], "mechanism.recruitment.growth=0"))
    for name in ("arrived", "leavers", "starters", "with_concern", "relief", "absent"):
        assert not tallies[name].any(), name
    assert (tallies["in_post"] == tallies["in_post"][0]).all()


def test_ten_years_end_with_a_summary_of_finite_numbers(build: Callable[..., Settings]) -> None:
    done = run(build("authority=small_unitary", "years=10"))
    absent = {f"{word}_tier_{tier}" for word in ("optimism", "disconnect") for tier in range(4, 8)}
    assert np.isfinite(done.summary.drop([name for name in absent if name in done.summary])).all()
