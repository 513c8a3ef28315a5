"""The words of a sweep: values in Hydra's grammar, groups, samples, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim.configuration.compose as compose_module
from sim.configuration.loader import load_settings
from sim.configuration.points import read_sweep
from sim.errors import UserError
from sim.request import read_request
from sim.sweep.sampling import plausible_ranges, sampled
from sim.sweep.words import read_words

SMALL = ["authority=training_team", "years=1", "warmup_years=1"]


def test_every_combination_the_last_named_fastest() -> None:
    sweep = read_sweep([*SMALL, "intervention=[more_posts],[]", "seed=range(1,4)"])
    found = [tuple(point.values.values()) for point in sweep.points()]
    assert sweep.count == len(found) == 6
    assert found[:4] == [(["more_posts"], 1), (["more_posts"], 2), (["more_posts"], 3), ([], 1)]
    assert [point.number for point in sweep.points()] == list(range(6))


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("mechanism.reporting.fear=0.1,0.3", [0.1, 0.3]),
        ("mechanism.reporting.fear=range(0,0.4,0.1)", [0.0, 0.1, 0.2, 0.3]),
        ("mechanism.reporting.fear=choice(0.1,0.2)", [0.1, 0.2]),
        ("interventions.rotation.end_week=null,52", [None, 52]),
        ("mechanism.indicators.on=true,false", [True, False]),
    ],
)
def test_values_of_each_kind(word: str, values: list[object]) -> None:
    points = read_sweep(["intervention=[rotation]", *SMALL[1:], "authority=england_average", word]).points()
    assert [next(iter(point.values.values())) for point in points] == values


def test_a_point_is_what_the_command_line_would_make_of_it() -> None:
    words = ["authority=small_unitary", "intervention=[rotation]", "interventions.rotation.months=6,9"]
    second = read_sweep(words).points()[1]
    assert second.settings == load_settings([*words[:2], "interventions.rotation.months=9"])


def test_files_are_composed_once_however_many_points_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    composed = []
    real = compose_module.compose

    def counted(*what: Any, **how: Any) -> Any:
        composed.append(what)
        return real(*what, **how)

    monkeypatch.setattr(compose_module, "compose", counted)
    compose_module._compose.cache_clear()
    words = ["authority=small_unitary,training_team", "intervention=[rotation]", "interventions.rotation.months=3,6,9"]
    assert len(read_sweep(words).points()) == 6
    assert len(composed) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["years=1,2", "years=3"], "years: given twice"),
        (["mechanism.reporting.faer=0.1,0.2"], "no such setting; the nearest is mechanism.reporting.fear"),
        (["mechanism.reporting.fear=0.1,7"], "mechanism.reporting.fear"),
        (["intervention=[rotatoin],[]"], "there is no 'rotatoin'"),
        (["mechanism.reporting.fear=glob(*)"], "glob"),
        (["mechanism.reporting.fear=interval(0,1)"], "no end of values"),
        (["mechanism.reporting.fear=${oc.env:HOME},1"], "not allowed"),
        (["seed=range(0,200000)"], "more than 10,000 values"),
        (["seed=range(0,1000)", "interventions.rotation.months=range(1,13)", "years=range(1,20)"], "points asked for"),
    ],
)
def test_a_mistake_is_named(words: list[str], said: str) -> None:
    with pytest.raises(UserError, match=said.replace("(", r"\(").replace("*", r"\*")):
        read_sweep(["intervention=[rotation]", *words] if "intervention" not in words[0] else words).points()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("sampling=latin_hypercub", "the nearest is latin_hypercube"),
        ("points=none", "points"),
        ("precision=turnover:0.5", "no outcome"),
        ("precision=turnover_rate:-1", "above 0"),
        ("budget=lots", "budget=500000"),
        ("budget=-1", "give a number from 0 up"),
        ("budget_hours=nan", "give a number from 0 up"),
        ("executor=cluster", "local and dask"),
        ("outcome=turnover", "turnover_rate"),
    ],
)
def test_a_word_of_a_sweep_that_does_not_fit(word: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_words(read_request([*SMALL, word]))


def test_what_can_be_had_for_nothing_is_a_fair_question() -> None:
    asked = read_words(read_request([*SMALL, "budget=0", "budget_hours=0"]))
    assert (asked.budget, asked.budget_hours) == (0.0, 0.0)


@pytest.mark.parametrize("argument", ["--shard=0/2", "--shard=3/2", "--shard=half", "--shard"])
def test_a_shard_that_does_not_fit(argument: str) -> None:
    with pytest.raises(UserError, match="--shard 2/8"):
        read_request([argument])


def test_a_sample_stays_within_plausible_ranges_and_is_keyed_by_the_seed() -> None:
    sweep = read_sweep([*SMALL, "intervention=[]"])
    below = ("mechanism.voice", "mechanism.reporting")
    ranges = plausible_ranges(sweep.settings_at({}), below)
    made = sampled(sweep, "latin_hypercube", 8, below).points
    again = sampled(sweep, "latin_hypercube", 8, below).points
    assert [one.values for one in made] == [one.values for one in again]
    assert len(made) == 8
    for path, one in ranges.items():
        values = np.array([point.values[path] for point in made])
        assert ((one.low <= values) & (values <= one.high)).all()
        # Of whole numbers there may be fewer than points.
        assert len(set(values.tolist())) == (min(8, round(one.high - one.low) + 1) if one.whole else 8)
    other = sampled(read_sweep([*SMALL, "intervention=[]", "seed=5"]), "latin_hypercube", 8, below).points
    assert other[0].values != made[0].values


def test_a_screen_switches_interventions_and_says_what_is_mixed() -> None:
    sweep = read_sweep([*SMALL, "intervention=[more_posts,pay_rise,mentoring]"])
    design = sampled(sweep, "screen", 0, ())
    assert design.screen is not None
    assert "Main effects are clear of each other" in " ".join(design.words.split())
    for point, row in zip(design.points, design.screen.to_numpy(), strict=True):
        on = {name for name, level in zip(design.screen.columns, row, strict=True) if level > 0}
        assert set(point.settings.interventions) == on
        assert point.settings.design == "together"
    with pytest.raises(UserError, match="2 to 25 interventions"):
        sampled(read_sweep([*SMALL, "intervention=[pay_rise]"]), "screen", 0, ())
    with pytest.raises(UserError, match="varies interventions only"):
        sampled(read_sweep([*SMALL, "intervention=[pay_rise,more_posts]", "seed=1,2"]), "pairs", 40, ())


def test_dry_run_says_how_much_and_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sim.cli import main

    cache, out = tmp_path / "cache", tmp_path / "out"
    words = [
        *SMALL,
        "intervention=[more_posts]",
        "seed=1,2",
        "replicates=30",
        f"cache={cache}",
        f"out={out}",
        "--dry-run",
    ]
    assert main(["sweep", *words]) == 0
    said = capsys.readouterr()
    assert "2 points" in said.err
    assert "120 different runs, of which 0 are in the cache" in said.err
    assert "to go" in said.err
    assert not out.exists()
    assert not list(cache.rglob("*.parquet"))
