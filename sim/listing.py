"""What there is to choose from, as plain tables: authorities, interventions, events, scenarios, mechanisms, outcomes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import wrap

from sim.configuration.catalogue import group_summaries
from sim.configuration.loader import load_settings
from sim.configuration.names import listed, show
from sim.configuration.own_files import chosen_by, held, open_shelf
from sim.outcomes import OUTCOMES
from sim.state import Tally, fields_of

ConfigDir = str | Path | None
# Managers by their place in the tree, as `sim.outcomes` counts them.
PLACES = {
    "team_managers": "team managers, the tier nearest to the front line, added up",
    "middle_managers": "managers between team managers and the director, added up; a tree of four tiers or more has some",
    "director": "the director, the highest tier; in a tree of two tiers the team managers are the highest",
}
WIDTH = 120


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell, two spaces apart."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def authorities(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """One line a profile: its name, title, posts and tiers."""
    rows = []
    for name in open_shelf(config_dir).names("authority"):
        settings = load_settings([f"authority={name}", "intervention=[]"], config_dir=config_dir)
        counts = settings.authority.posts_by_tier()
        rows.append((name, settings.authority.title, counts[0], sum(counts), len(counts)))
    return table(("authority", "title", "front-line posts", "posts in all", "tiers"), rows)


def interventions(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """A table of all with their price in a year, then a paragraph for each.

    words: settings such as `authority=large_county`, on which dose, reach and price depend.
    """
    names = [name for name in open_shelf(config_dir).names("intervention") if name != "all"]
    settings = load_settings([f"intervention=[{','.join(names)}]", *words], config_dir=config_dir)
    rows = []
    for name, one in settings.interventions.items():
        cost = one.cost(settings)
        reach = one.reach if isinstance(one.reach, str) else show(one.reach)
        price = (f"{cost.money + cost.pay:,.0f}", f"{cost.hours:,.0f}")
        rows.append(
            (name, one.identity, one.status, f"{one.dose:g}", reach, *price, one.grade, one.source.partition(";")[0])
        )
    head = ("intervention", "id", "status", "dose", "reach", "GBP a year", "hours a year", "grade", "source")
    paragraphs = [
        f"{name}: {one.summary}\n  against: {one.objection}\n  source:  {one.source}"
        for name, one in settings.interventions.items()
    ]
    notes = [
        *wrap(
            f"Price: what it takes in a year at its dose in {settings.authority.title}, in cash and pay, and in hours of "
            "work; for another, write authority=NAME.",
            WIDTH,
        ),
        "Grade: A official statistics, B meta-analysis or trial, C a single study or a poll, D a guess. All sources stand below.",
    ]
    return "\n\n".join([narrow_table(head, rows, right=(5, 6)), "\n".join(notes), *paragraphs])


def events(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """A table of all with the week in which each begins, then where each comes from."""
    names = open_shelf(config_dir).names("event")
    rows, paragraphs = [], []
    for name in names:  # one at a time: two of a kind may not meet
        settings = load_settings(["intervention=[]", f"event=[{name}]", "years=30"], config_dir=config_dir)
        one = settings.events[name]
        values = one.model_dump(exclude={"kind"})
        rows.append((name, one.grade, ", ".join(f"{key} {show(value)}" for key, value in values.items()), one.summary))
        paragraphs.append(f"{name}: {one.source}")
    table_of_all = narrow_table(("event", "grade", "settings", "what happens"), rows)
    return f"{table_of_all}\n\nWhere each comes from\n" + "\n".join(paragraphs)


def scenarios(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """Name and question of each, and the files that it chooses."""
    shelf = open_shelf(config_dir)
    paragraphs = []
    for name in shelf.names("scenario"):
        file = shelf.file("scenario", name)
        question = str(held(file).get("question", "it states no question"))
        chosen = [f"{group}: {listed(names)}" for group, names in chosen_by(file).items() if names]
        lines = [name, *_indented(question), *_indented("; ".join(chosen))]
        paragraphs.append("\n".join(lines))
    return "\n".join(["scenario, its question, and what it chooses; one is chosen as scenario=NAME", *paragraphs])


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def narrow_table(head: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A table whose last column is wrapped, so that the whole fits a terminal; columns in `right` are flush right."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head) - 1)]
    left = sum(widths) + 2 * len(widths)
    lines = []
    for row in cells:
        fixed = "".join(
            (cell.rjust(width) if column in right else cell.ljust(width)) + "  "
            for column, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        first, *others = wrap(row[-1], max(WIDTH - left, 12)) or [""]
        lines += [(fixed + first).rstrip(), *(" " * left + more for more in others)]
    return "\n".join(lines)


def mechanisms(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """The files that set mechanisms, and the groups of settings in them."""
    shelf = open_shelf(config_dir)
    files = [(name, _first_comment(shelf.file("mechanism", name))) for name in shelf.names("mechanism")]
    groups = [(name, words) for name, words in group_summaries().items() if name.startswith("mechanism.")]
    return table(("mechanism", "what it sets"), files) + "\n\n" + table(("group of settings", "what it is"), groups)


def _first_comment(file: Path) -> str:
    """The comment below the package line of a file; empty where there is none."""
    lines = [*file.read_text(encoding="utf-8").splitlines(), "", ""]
    return lines[1].removeprefix("#").strip() if lines[1].startswith("#") else ""


def outcomes(config_dir: ConfigDir = None, words: Sequence[str] = ()) -> str:
    """One line an outcome: name, label, unit, and which way is better."""
    rows = [(outcome.name, outcome.label, outcome.unit, outcome.better) for outcome in OUTCOMES]
    return table(("outcome", "label", "unit", "better"), rows)


LISTS: dict[str, Callable[[ConfigDir, Sequence[str]], str]] = {
    "authorities": authorities,
    "interventions": interventions,
    "events": events,
    "scenarios": scenarios,
    "mechanisms": mechanisms,
    "outcomes": outcomes,
}


def explain_outcome(name: str) -> str | None:
    """What an outcome is, its unit, which way is better, and the tallies that it is made of; None for another name."""
    found = next((outcome for outcome in OUTCOMES if outcome.name == name), None)
    if found is None:
        return None
    meanings = {field.name: field for field in fields_of(Tally)}
    rows = [("  unit", found.unit), ("  better", found.better)]
    if found.managers is not None:
        rows.append(("  of", PLACES[found.managers]))
    elif found.tiers:
        rows.append(("  of", f"managers of tier {listed([str(tier) for tier in found.tiers])}, those that there are"))
    rows += [("  above", f"{meanings[each].meaning} ({each})") for each in found.above]
    rows += [("  below", f"{meanings[each].meaning} ({each})") for each in found.below]
    lines = [f"{label:<10} {words}" for label, words in rows]
    how = (
        f"  an outcome: {found.scale:g} x sum above / sum below"
        if found.below
        else f"  an outcome: {found.scale:g} x mean a week"
    )
    return "\n".join([found.name, f"  {found.label}", how, *lines])
