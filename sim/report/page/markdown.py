"""The same report as Markdown, for those who paste it elsewhere; pictures and data stay in the folder."""

import re

from sim.report.page.blocks import (
    MARKS,
    Block,
    Cell,
    Code,
    Command,
    Figure,
    Folded,
    Heading,
    Items,
    Line,
    Link,
    Page,
    Paragraph,
    Span,
    Strong,
    Table,
)


def markdown_of(page: Page) -> str:
    """The whole file."""
    parts = [f"# {plain(page.title)}", *(_block(block) for block in (*page.lead, *page.blocks)), plain(page.closing)]
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Text that Markdown takes for text, on one line."""
    flat = " ".join(text.split())
    escaped = re.sub(r"([\\`*_\[\]<>#|~&!$])", r"\\\1", flat)
    # What would begin a list, a quotation or a rule at the beginning of a line.
    return re.sub(r"^([-+=])(?=\s|$)|^(\d+)([.)])(?=\s|$)", _guarded, escaped)


def _guarded(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def code(text: str) -> str:
    """Text as it is typed, whatever ticks it holds."""
    flat = " ".join(text.split())
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{space}{flat}{space}{ticks}"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, _):
            return f"{'#' * level} {plain(text)}"
        case Paragraph(line):
            return _line(line)
        case Items(lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Command(text):
            return "    " + " ".join(text.split())
        case Table():
            return _table(block)
        case Figure(name, alternative, caption, _, _, data):
            more = f" Data: [{plain(data.name)}]({data.name})." if data else ""
            return f"![{plain(alternative)}](figures/{name}.svg)\n\n{plain(caption)}{more}"
        case Folded(title, inside):
            return "\n\n".join([f"### {plain(title)}", *(_block(one) for one in inside)])


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line).strip()


def _span(span: Span) -> str:
    match span:
        case Strong(text):
            ending = " " if text.endswith(" ") else ""
            return f"**{plain(text)}**{ending}"
        case Code(text):
            return code(text)
        case Link(text, target):
            return f"[{plain(text)}]({target})"
        case _:
            before, after = (" " if edge.isspace() else "" for edge in (span[:1], span[-1:]))
            return f"{before}{plain(span)}{after if span.strip() else ''}"


def _table(table: Table) -> str:
    rule = "|" + "".join("---:|" if column in table.numbers else "---|" for column in range(len(table.head)))
    lines = [f"**{plain(table.caption)}**", "", _row(table.head), rule, *(_row(row) for row in table.rows)]
    return "\n".join(lines)


def _row(cells: tuple[str | Code | Cell, ...]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: str | Code | Cell) -> str:
    if isinstance(cell, Code):
        return code(cell.text).replace("|", "\\|")
    return plain(f"{MARKS[cell.verdict]} {cell.word} {cell.text}" if isinstance(cell, Cell) else cell)
