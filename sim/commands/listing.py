"""What there is to choose from, as plain tables: authorities, interventions, events, scenarios, mechanisms, outcomes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import wrap

from sim.configuration.catalogue import group_summaries
from sim.configuration.loader import fitted_settings, load_settings
from sim.configuration.names import listed, show
from sim.configuration.overrides import read_overrides
from sim.configuration.own_files import chosen_by, held, open_shelf
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.request import Request, near
from sim.text.tables import WIDTH, narrow_table, table

ConfigDir = str | Path | None


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
    shelf = open_shelf(config_dir)
    names = [name for name in shelf.names("intervention") if name != "all"]
    given = read_overrides([f"intervention=[{','.join(names)}]", *words], shelf)
    settings, left_out = fitted_settings(given, shelf, "compare", by_name=False)
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
        *wrap(left_out and f"Note: {left_out}.", WIDTH),
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


def listing(request: Request, command: list[str]) -> int:
    """Print the lists that are named, or all of them."""
    settings = [word for word in request.words if "=" in word]
    names = [word for word in request.words if "=" not in word]
    for word in names:
        if word not in LISTS:
            raise UserError(f"{word}: no such list{near(word, list(LISTS))}; there are {', '.join(LISTS)}")
    if settings and names != ["interventions"]:
        raise UserError(f"{settings[0]}: only `coalface list interventions` takes settings, for its prices")
    print("\n\n".join(LISTS[word](request.config_dir, settings) for word in names or LISTS))
    return 0
