"""The Mesa face: a model that steps, people as agents, collectors, forks and hooks, all on the state of a study."""

from collections.abc import Callable

import mesa
import numpy as np
import pandas as pd
import pytest
from exact import differing

from sim.agents import FrontlineWorker, HasLeft, SeniorLeader, TeamManager
from sim.model import OrganisationModel
from sim.outcomes import names_of
from sim.settings.study import Settings
from sim.state import NOBODY, VACANT, Post, fields_of
from sim.study.runs import RunFailed, run, warm_up


@pytest.fixture
def model(tiny_authority: Settings) -> OrganisationModel:
    return OrganisationModel(tiny_authority)


def occupied(model: OrganisationModel, tier: int | None = None) -> int:
    posts = model.posts if tier is None else model.posts[model.posts["tier"] == tier]
    return int((posts["kind"] != VACANT).sum())


def test_the_stepped_model_has_the_outcomes_of_a_study(tiny_authority: Settings) -> None:
    model = OrganisationModel(tiny_authority, seed=7)
    model.run_for(tiny_authority.weeks)
    pd.testing.assert_frame_equal(model.outcomes, run(tiny_authority, 7).weekly)
    assert not model.running


def test_looking_at_people_and_drawing_from_mesa_change_nothing(tiny_authority: Settings) -> None:
    model, reference = OrganisationModel(tiny_authority), OrganisationModel(tiny_authority)
    for _ in range(60):
        assert model.agents.agg("exhaustion", np.mean) >= 0.0
        model.random.random()
        model.rng.random()
        model.step()
    reference.run_for(60)
    assert differing(model.posts, reference.posts) == []
    assert differing(model.tallies, reference.tallies) == []


def test_it_is_a_mesa_model_and_counts_its_weeks(model: OrganisationModel) -> None:
    assert isinstance(model, mesa.Model)
    assert model.week == 0
    model.step()
    model.run_for(2)
    assert model.week == 3 == model.time
    assert len(model.tallies) == 52 + 3
    assert model.outcomes.index.tolist() == list(range(-52, 3))
    assert tuple(model.outcomes.columns) == names_of(model.settings.authority.tiers)


def test_it_works_past_a_whole_year_and_stops_at_the_end(model: OrganisationModel) -> None:
    model.run_for(53)
    assert model.week == 53
    model.run_for(51)
    with pytest.raises(ValueError, match="years=2"):
        model.step()


def test_there_is_an_agent_for_every_occupied_post_each_week(model: OrganisationModel) -> None:
    counts = set()
    for _ in range(104):
        assert len(model.agents) == occupied(model)
        by_type = model.agents_by_type
        assert len(by_type[FrontlineWorker]) == occupied(model, 0)
        assert len(by_type.get(TeamManager, ())) == occupied(model, 1)
        assert len(by_type.get(SeniorLeader, ())) == sum(occupied(model, tier) for tier in (2, 3))
        numbers = {person.number for person in model.agents}
        assert numbers == set(model.posts["person"].tolist()) - {NOBODY}
        counts.add(len(numbers))
        model.step()
    assert len(counts) > 1, "nobody came or went, so nothing was tested"


def test_agent_sets_select_group_and_aggregate(model: OrganisationModel) -> None:
    model.run_for(10)
    workers = model.agents_by_type[FrontlineWorker]
    rows = model.posts[(model.posts["tier"] == 0) & (model.posts["kind"] != VACANT)]
    assert workers.agg("exhaustion", np.mean) == pytest.approx(rows["exhaustion"].mean())
    assert sorted(workers.get("cases")) == sorted(rows["cases"].tolist())
    tired = workers.select(lambda person: person.exhaustion > 0.4)
    assert len(tired) == (rows["exhaustion"] > 0.4).sum()
    teams = workers.groupby("team").count()
    assert teams == {int(team): int((rows["team"] == team).sum()) for team in np.unique(rows["team"])}
    kinds = model.agents.groupby("employment").count()
    assert sum(kinds.values()) == occupied(model)
    assert set(model.agent_types) == {FrontlineWorker, TeamManager, SeniorLeader}


def test_a_data_collector_collects(model: OrganisationModel) -> None:
    collector = mesa.DataCollector(
        model_reporters={
            "week": "week",
            "people": lambda m: len(m.agents),
            "burnout": lambda m: m.agents_by_type[FrontlineWorker].agg("exhaustion", np.mean),
        },
        agent_reporters={"exhaustion": "exhaustion"},
    )
    for _ in range(5):
        collector.collect(model)
        model.step()
    table = collector.get_model_vars_dataframe()
    assert table["week"].tolist() == [0, 1, 2, 3, 4]
    assert table["people"].min() > 0
    assert table["burnout"].between(0.0, 1.0).all()
    assert len(collector.get_agent_vars_dataframe()) == table["people"].sum()


def test_people_know_who_manages_whom(model: OrganisationModel) -> None:
    for manager in model.agents_by_type[TeamManager]:
        assert all(person.manager is manager for person in manager.reports)
        assert manager.optimism == manager.unit["strain"] - manager.belief
    directors = [person for person in model.agents if person.parent == NOBODY]
    assert all(person.manager is None and person.tier == 3 for person in directors)
    assert model.person_at(NOBODY) is None


def test_every_state_variable_can_be_read_from_a_person(model: OrganisationModel) -> None:
    for person in model.agents:
        for field in fields_of(Post):
            if field.name not in ("unit", "person"):
                assert getattr(person, field.name) == model.posts[person.row][field.name]
        assert person.number == model.posts[person.row]["person"]


def test_writing_to_a_person_changes_the_simulation(model: OrganisationModel) -> None:
    twin = model.fork()
    for person in model.agents_by_type[FrontlineWorker]:
        person.exhaustion = 1.0
    front_line = (model.posts["tier"] == 0) & (model.posts["kind"] != VACANT)
    assert (model.posts["exhaustion"][front_line] == 1.0).all()
    model.step()
    twin.step()
    assert model.outcomes["burnout"].iloc[-1] > twin.outcomes["burnout"].iloc[-1]


def test_a_view_of_someone_who_has_left_says_so(model: OrganisationModel) -> None:
    held = list(model.agents)
    model.run_for(104)
    gone = [person for person in held if not person.present]
    assert gone
    for person in gone:
        assert person not in model.agents
        assert "left" in repr(person)
        with pytest.raises(HasLeft, match=str(person.number)):
            _ = person.exhaustion
        with pytest.raises(HasLeft):
            person.exhaustion = 0.5
    for person in set(held) - set(gone):
        assert 0.0 <= person.exhaustion <= 1.0


def test_promotion_changes_the_class_and_nothing_else_of_the_person(build: Callable[..., Settings]) -> None:
    model = OrganisationModel(
        build(
            "authority=small_unitary",
            "years=3",
            "warmup_years=1",
            "mechanism.promotion.fill_rate=52",
            "mechanism.leaving.managers=3",
        )
    )
    promoted = 0
    while model.running:
        before = {person.number: (type(person), person.resilience) for person in model.agents}
        model.step()
        for person in model.agents:
            was, resilience = before.get(person.number, (type(person), person.resilience))
            assert person.resilience == resilience
            if was is not type(person):
                promoted += 1
                assert (was, type(person)) in ((FrontlineWorker, TeamManager), (TeamManager, SeniorLeader))
    assert promoted > 0


def test_one_person_cannot_step_alone(model: OrganisationModel) -> None:
    with pytest.raises(TypeError, match=r"model\.step"):
        next(iter(model.agents)).step()


def test_a_fork_goes_on_alone_to_the_same_end(model: OrganisationModel) -> None:
    model.run_for(30)
    twin = model.fork()
    state = model.posts.copy()
    twin.run_for(40)
    assert model.week == 30
    assert differing(model.posts, state) == []
    model.run_for(40)
    assert twin.week == model.week == 70
    assert differing(twin.posts, model.posts) == []
    assert differing(twin.tallies, model.tallies) == []


def test_a_fork_can_have_other_interventions(build: Callable[..., Settings]) -> None:
    words = ("authority=small_unitary", "years=2", "warmup_years=1")
    baseline = OrganisationModel(build(*words))
    baseline.run_for(20)
    reformed = baseline.fork(build(*words, "intervention=[manager_caseload]"))
    assert differing(reformed.tallies, baseline.tallies) == []
    baseline.run_for(20)
    reformed.run_for(20)
    assert baseline.tallies["held_by_managers"].sum() == 0.0
    assert reformed.tallies["held_by_managers"].sum() > 0.0


def test_a_fork_that_would_end_before_it_begins_says_so(model: OrganisationModel, tiny_authority: Settings) -> None:
    model.run_for(60)
    with pytest.raises(ValueError, match="years"):
        model.fork(tiny_authority.model_copy(update={"years": 1}))


def test_a_run_without_room_for_its_cases_cannot_go_on(model: OrganisationModel) -> None:
    model.authority.full = 1
    with pytest.raises(RunFailed):
        model.step()


def test_models_can_share_a_warm_up(tiny_authority: Settings) -> None:
    warm = warm_up(tiny_authority, tiny_authority.seed)
    state = warm.organisation.posts.copy()
    shared, own = OrganisationModel(tiny_authority, warm=warm), OrganisationModel(tiny_authority)
    shared.run_for(20)
    own.run_for(20)
    assert differing(shared.posts, own.posts) == []
    assert differing(warm.organisation.posts, state) == []


def test_weekly_hooks_see_the_state_and_move_that_weeks_levers(tiny_authority: Settings) -> None:
    seen: list[int] = []

    def lighten(model: OrganisationModel) -> None:
        seen.append(model.week)
        if model.week >= 10:
            model.levers[model.week, 1]["manager_cases"] = 2.0

    hooked, plain = OrganisationModel(tiny_authority, weekly=[lighten]), OrganisationModel(tiny_authority)
    hooked.run_for(20)
    plain.run_for(20)
    assert seen == list(range(20))
    assert differing(hooked.tallies[: 52 + 10], plain.tallies[: 52 + 10]) == []
    assert hooked.tallies["held_by_managers"][52 + 10 :].all()
    assert not plain.tallies["held_by_managers"].any()


def test_seeds_differ_and_a_seed_repeats(tiny_authority: Settings) -> None:
    first, again, other = (OrganisationModel(tiny_authority, seed) for seed in (1, 1, 2))
    assert differing(first.posts, again.posts) == []
    assert "exhaustion" in differing(first.posts, other.posts)
    assert OrganisationModel(tiny_authority).authority.seed == tiny_authority.seed
    counted = OrganisationModel(tiny_authority, np.arange(2)[1])
    assert differing(first.posts, counted.posts) == []
    with pytest.raises(ValueError, match="seed: -1 given; it must be a whole number from 0 up"):
        OrganisationModel(tiny_authority, -1)
