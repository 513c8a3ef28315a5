"""What `coalface list` prints: the table of interventions with its prices, and that it fits a terminal."""

import re

import pytest

from sim.cli import main
from sim.configuration.loader import load_settings
from sim.events.registry import EVENTS
from sim.text.tables import WIDTH, narrow_table


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["list", *words]) == 0
    return capsys.readouterr().out


def rows_of(text: str) -> dict[str, list[str]]:
    """The cells of the table at the top, by name; lines that only go on with the last cell are left out."""
    table = text.partition("\n\n")[0].splitlines()[1:]
    cells = [re.split(r"\s{2,}", line) for line in table if not line.startswith(" ")]
    return {row[0]: row for row in cells}


@pytest.mark.parametrize("authority", ["england_average", "large_county"])
def test_interventions_are_listed_with_their_price_on_the_authority_chosen(
    authority: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = listed(capsys, "interventions", f"authority={authority}")
    settings = load_settings([f"authority={authority}", "intervention=all"])
    rows = rows_of(text)
    assert set(rows) == set(settings.interventions)
    for name, one in settings.interventions.items():
        cost = one.cost(settings)
        _, identity, status, dose, _, money, hours, grade, source = rows[name]
        assert (identity, status, dose, grade) == (one.identity, one.status, f"{one.dose:g}", one.grade)
        assert (money, hours) == (f"{cost.money + cost.pay:,.0f}", f"{cost.hours:,.0f}")
        assert one.source.startswith(source)
    assert settings.authority.title in text


def test_a_price_follows_the_dose(capsys: pytest.CaptureFixture[str]) -> None:
    full = rows_of(listed(capsys, "interventions"))["more_posts"]
    half = rows_of(listed(capsys, "interventions", "interventions.more_posts.dose=0.5"))["more_posts"]
    assert half[3] == "0.5"
    assert 2 * int(half[5].replace(",", "")) == int(full[5].replace(",", ""))


@pytest.mark.parametrize("name", ["interventions", "events", "scenarios"])
def test_tables_fit_a_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = listed(capsys, name).partition("\n\n")[0]
    assert max(map(len, table.splitlines())) <= WIDTH


def test_every_event_is_listed_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    text = listed(capsys, "events")
    assert set(rows_of(text)) == set(EVENTS)
    assert all(f"{kind}: {model.source}" in text for kind, model in EVENTS.items())


def test_the_last_column_is_wrapped_under_itself() -> None:
    text = narrow_table(("name", "n", "words"), [("a", 5, "word " * 60), ("bcdef", 123, "short")], right=(1,))
    lines = text.splitlines()
    assert lines[0] == "name     n  words"
    assert lines[1].startswith("a        5  word word")
    assert lines[2].startswith(" " * 12 + "word")
    assert lines[-1] == "bcdef  123  short"
    assert max(map(len, lines)) <= WIDTH
