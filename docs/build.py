"""Write the parts of the documentation that are read off the code, so that they cannot go stale.

python docs/build.py           write them
python docs/build.py --check   say which are stale, and exit with 1 if any is
"""

import argparse
import ast
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim import week
from sim.events.registry import EVENTS
from sim.interventions.registry import REGISTRY
from sim.levers import Lever, Levers
from sim.outcomes import OUTCOMES
from sim.settings.mechanism import Mechanism
from sim.settings.study import Settings
from sim.state import RECORDS, fields_of
from sim.streams import STREAMS

FOLDER = Path(__file__).parent


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines)


def first_sentence(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())


def order_of_the_week() -> str:
    """Every call of `advance_week`, in order, under the comment that heads its group."""
    source = inspect.getsource(inspect.unwrap(getattr(week.advance_week, "py_func", week.advance_week)))
    lines = source.splitlines()
    rows: list[list[str]] = []
    group = ""
    body = ast.parse(source).body[0]
    assert isinstance(body, ast.FunctionDef)
    for statement in body.body:
        above = lines[statement.lineno - 2].strip()
        group = above.lstrip("# ").rstrip(".") if above.startswith("#") else group
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            name = ast.unparse(statement.value.func)
            function = getattr(week, name)
            function = getattr(function, "py_func", function)
            module = function.__module__.removeprefix("sim.mechanisms.")
            rows.append([str(len(rows) + 1), group, f"`{name}`", f"`{module}`", first_sentence(function.__doc__)])
    return table(["", "part of the week", "phase", "file in `sim/mechanisms`", "what happens"], rows)


def state_tables() -> str:
    """Every state variable of every record."""
    parts = []
    for record in RECORDS:
        rows = [[f"`{field.name}`", field.unit, field.meaning] for field in fields_of(record)]
        parts.append(
            f"### {record.__name__}\n\n{first_sentence(record.__doc__)}\n\n"
            + table(["variable", "unit", "meaning"], rows)
        )
    return "\n\n".join(parts)


def submodels() -> str:
    """Every file of mechanisms: what it holds, its equations and their sources, as its docstring says."""
    parts = []
    for path in sorted((Path(week.__file__).parent / "mechanisms").glob("*.py")):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if path.stem != "__init__":
            parts.append(f"### {path.stem}\n\n{words}")
    return "\n\n".join(parts)


def event_table() -> str:
    """Every timed event."""
    rows = [[f"`{name}`", event.summary, event.source, event.grade] for name, event in EVENTS.items()]
    return table(["event", "what happens", "source", "grade"], rows)


def intervention_table() -> str:
    """Every intervention, with what it rests on and what speaks against it."""
    rows = [
        [kind.identity, f"`{name}`", kind.status, kind.summary, kind.objection, kind.source, kind.grade]
        for name, kind in REGISTRY.items()
    ]
    return table(["id", "name", "status", "what it is", "against it", "source", "grade"], rows)


def lever_table() -> str:
    """Every lever, its neutral value, and how interventions stack on it."""
    levers = [field for field in fields_of(Levers) if isinstance(field, Lever)]
    rows = [[f"`{one.name}`", f"{one.neutral:g}", one.stacking, one.unit, one.meaning] for one in levers]
    return table(["lever", "neutral", "stacks by", "unit", "meaning"], rows)


def stream_table() -> str:
    """Every stream of random numbers."""
    return table(["stream", "number"], [[f"`{name}`", str(number)] for name, number in STREAMS.items()])


def outcome_table() -> str:
    """Every outcome, and how it is made of tallies."""
    rows = []
    for one in OUTCOMES:
        above, below = " + ".join(one.above), " + ".join(one.below) or "weeks"
        scale = "" if one.scale == 1.0 else f"{one.scale:g} x "
        rows.append([f"`{one.name}`", one.label, one.unit, one.better, f"{scale}({above}) / ({below})"])
    return table(["outcome", "label", "unit", "better", "made of tallies"], rows)


def allowed(info: FieldInfo) -> str:
    """The range of a setting in words."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    if "range" in extra:
        return str(extra["range"])
    bounds = {type(one).__name__: one for one in info.metadata}
    low = getattr(bounds.get("Ge") or bounds.get("Gt"), "ge", getattr(bounds.get("Gt"), "gt", None))
    high = getattr(bounds.get("Le"), "le", None)
    if low is None and high is None:
        return ""
    return f"{low:g} to {high:g}" if low is not None and high is not None else f"from {low:g}"


def setting_rows(model: type[BaseModel], path: str) -> list[list[str]]:
    """One row for each setting of `model`, groups followed down."""
    rows: list[list[str]] = []
    for name, info in model.model_fields.items():
        kind = info.annotation
        here = f"{path}{name}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            rows += setting_rows(kind, f"{here}.")
            continue
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or get_origin(kind) is dict:
            continue
        default = "" if info.is_required() else str(info.default)
        if isinstance(info.default, bool):
            default = str(info.default).lower()
        if get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind) and info.default is None:
            default = "null" if not info.is_required() else ""
        cells = [str(extra.get(key, "")) for key in ("unit", "role", "grade", "source")]
        rows.append([f"`{here}`", info.description or "", default, allowed(info), *cells])
    return rows


def settings_table() -> str:
    """The register of assumptions: every setting, group by group."""
    head = ["setting", "meaning", "default", "range", "unit", "role", "grade", "source"]
    study = [row for row in setting_rows(Settings, "") if not row[0].startswith("`mechanism.")]
    parts = ["## Study and authority\n\nAn empty default is given by the authority's file.\n\n" + table(head, study)]
    for name, info in Mechanism.model_fields.items():
        group = info.annotation
        assert isinstance(group, type)
        assert issubclass(group, BaseModel)
        parts.append(
            f"## mechanism.{name}\n\n{first_sentence(group.__doc__)}\n\n"
            + table(head, setting_rows(group, f"mechanism.{name}."))
        )
    for name, kind in REGISTRY.items():
        parts.append(
            f"## interventions.{name}\n\n{kind.identity}, {kind.status}: {kind.summary}. Against it: {kind.objection}. "
            f"Defaults stand in `configs/intervention/{name}.yaml`.\n\n"
            + table(head, setting_rows(kind, f"interventions.{name}."))
        )
    for name, event in EVENTS.items():
        parts.append(
            f"## events.{name}\n\nIn every arm: {event.summary}. Defaults stand in `configs/event/{name}.yaml`.\n\n"
            + table(head, setting_rows(event, f"events.{name}."))
        )
    return "\n\n".join(parts)


GENERATED: dict[str, dict[str, Callable[[], str]]] = {
    "model.md": {
        "order": order_of_the_week,
        "state": state_tables,
        "levers": lever_table,
        "submodels": submodels,
        "events": event_table,
        "interventions": intervention_table,
        "streams": stream_table,
        "outcomes": outcome_table,
    },
    "settings.md": {"settings": settings_table},
}


def filled(page: str, parts: dict[str, Callable[[], str]]) -> str:
    """The page with each part between `<!-- generated: NAME -->` and `<!-- end -->` written anew."""
    for name, write in parts.items():
        opening, closing = f"<!-- generated: {name} -->\n", "<!-- end -->"
        before, rest = page.split(opening, 1)
        _, after = rest.split(closing, 1)
        page = f"{before}{opening}\n{write()}\n\n{closing}{after}"
    return page


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a page is stale")
    check = parser.parse_args().check
    stale = []
    for name, parts in GENERATED.items():
        path = FOLDER / name
        now = path.read_text(encoding="utf-8")
        new = filled(now, parts)
        if new != now:
            stale.append(name)
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: " + ("stale; run python docs/build.py" if check else "written"))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
