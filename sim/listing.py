"""What there is to choose from, as plain tables: authorities, interventions, mechanisms and outcomes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.configuration.catalogue import group_summaries
from sim.configuration.loader import load_settings
from sim.configuration.names import show
from sim.configuration.own_files import open_shelf
from sim.outcomes import OUTCOMES
from sim.state import Tally, fields_of

ConfigDir = str | Path | None


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell, two spaces apart."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def authorities(config_dir: ConfigDir = None) -> str:
    """One line a profile: its name, title, posts and tiers."""
    rows = []
    for name in open_shelf(config_dir).names("authority"):
        settings = load_settings([f"authority={name}", "intervention=[]"], config_dir=config_dir)
        counts = settings.authority.posts_by_tier()
        rows.append((name, settings.authority.title, counts[0], sum(counts), len(counts)))
    return table(("authority", "title", "front-line posts", "posts in all", "tiers"), rows)


def interventions(config_dir: ConfigDir = None) -> str:
    """A paragraph for each: what it is, whom it reaches, the strongest argument against it, evidence and source."""
    names = [name for name in open_shelf(config_dir).names("intervention") if name != "all"]
    settings = load_settings([f"intervention=[{','.join(names)}]"], config_dir=config_dir)
    rows = [
        (name, one.identity, one.status, one.reach if isinstance(one.reach, str) else show(one.reach), one.grade)
        for name, one in settings.interventions.items()
    ]
    overview = table(("intervention", "id", "status", "reach", "evidence"), rows)
    paragraphs = [
        f"{name}: {one.summary}\n  against: {one.objection}\n  source:  {one.source}"
        for name, one in settings.interventions.items()
    ]
    grades = "evidence: A official statistics, B meta-analysis or trial, C a single study or a poll, D a guess"
    return "\n\n".join([overview, grades, *paragraphs])


def mechanisms(config_dir: ConfigDir = None) -> str:
    """The files that set mechanisms, and the groups of settings in them."""
    shelf = open_shelf(config_dir)
    files = [(name, _first_comment(shelf.file("mechanism", name))) for name in shelf.names("mechanism")]
    groups = [(name, words) for name, words in group_summaries().items() if name.startswith("mechanism.")]
    return table(("mechanism", "what it sets"), files) + "\n\n" + table(("group of settings", "what it is"), groups)


def _first_comment(file: Path) -> str:
    """The comment below the package line of a file; empty where there is none."""
    lines = [*file.read_text(encoding="utf-8").splitlines(), "", ""]
    return lines[1].removeprefix("#").strip() if lines[1].startswith("#") else ""


def outcomes(config_dir: ConfigDir = None) -> str:
    """One line an outcome: name, label, unit, and which way is better."""
    rows = [(outcome.name, outcome.label, outcome.unit, outcome.better) for outcome in OUTCOMES]
    return table(("outcome", "label", "unit", "better"), rows)


LISTS: dict[str, Callable[[ConfigDir], str]] = {
    "authorities": authorities,
    "interventions": interventions,
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
    rows += [("  above", f"{meanings[each].meaning} ({each})") for each in found.above]
    rows += [("  below", f"{meanings[each].meaning} ({each})") for each in found.below]
    lines = [f"{label:<10} {words}" for label, words in rows]
    how = (
        f"  an outcome: {found.scale:g} x sum above / sum below"
        if found.below
        else f"  an outcome: {found.scale:g} x mean a week"
    )
    return "\n".join([found.name, f"  {found.label}", how, *lines])
