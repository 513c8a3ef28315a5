"""The parts of the package stand in one order, that of the README: none imports from one further down."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "sim"
README = PROJECT / "README.md"


def order() -> list[str]:
    """The parts of `sim` as the README lists them, from what stands below everything to the command line."""
    return re.findall(r"^sim/(\w+)(?:/|\.py) ", README.read_text(encoding="utf-8"), re.MULTILINE)


def imported(source: str) -> Iterator[str]:
    """Parts of `sim` that a file needs when it runs; what only a type checker reads is left out."""
    left = [ast.parse(source)]
    while left:
        node = left.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module] if node.module != "sim" else [f"sim.{one.name}" for one in node.names]
        else:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        yield from (name.split(".")[1] for name in names if name.startswith("sim."))
        left += ast.iter_child_nodes(node)


def needs() -> dict[str, set[str]]:
    """For every folder and file at the top of `sim` the others that it imports."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        part = file.relative_to(PACKAGE).with_suffix("").parts[0]
        found.setdefault(part, set()).update(set(imported(file.read_text(encoding="utf-8"))) - {part})
    return found


def test_every_folder_has_its_place() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders <= set(order()), "README.md, 'Where things are', lacks a folder"
    assert len(order()) == len(set(order()))


def test_no_part_imports_from_one_further_down() -> None:
    places, found = order(), needs()

    def below(part: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Everything that a part needs, through files that the list does not name as well."""
        direct = found.get(part, set()) - seen
        through = (below(one, seen | direct | {part}) for one in direct if one not in places)
        return direct.union(*through)

    wrong = [
        f"{part} imports {other}"
        for place, part in enumerate(places)
        for other in below(part)
        if other in places and places.index(other) > place
    ]
    assert wrong == []


def test_what_only_a_type_checker_reads_does_not_count() -> None:
    source = "from sim.state import Post\nif TYPE_CHECKING:\n    from sim.report import page\nimport sim.week\n"
    assert sorted(imported(source + "def late():\n    from sim import cli\n")) == ["cli", "state", "week"]
