"""A report as one HTML file that loads nothing: a strict policy, its style sheet and its pictures inside."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from itertools import count

from sim.report.page.blocks import (
    MARKS,
    Block,
    Cell,
    Code,
    Command,
    Download,
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
    Verdict,
)
from sim.report.page.sheet import SHEET
from sim.text.numbers import counted

# An interval in brackets, as reports write it: of numbers with or without a sign, or of `just above 0`.
_END = r"(?:just (?:above|below) )?[+\N{MINUS SIGN}]?[\d.,]+"
_INTERVAL = re.compile(rf"\({_END} to {_END}\)")
_CLASSES = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.UNCLEAR: "unclear",
    Verdict.NONE: "unclear",
    Verdict.NOTHING: "unclear",
}


def html_of(page: Page) -> str:
    """The whole file."""
    sections = [block for block in page.blocks if isinstance(block, Heading) and block.level == 2]
    contents = "\n".join(f'<li><a href="#{one.anchor}">{escape(one.text)}</a></li>' for one in sections)
    tables = count(1)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(page.title)}</title>
<style>{SHEET}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the answer</a>
<header>
<h1>{escape(page.title)}</h1>
{_blocks(page.lead, tables)}
</header>
<nav aria-label="Contents">
<details>
<summary>Contents</summary>
<ul>
{contents}
</ul>
</details>
</nav>
<main id="main">
{_blocks(page.blocks, tables)}
</main>
<footer>
<p>{escape(page.closing)}</p>
</footer>
</body>
</html>
"""


def _policy() -> str:
    """Nothing is loaded, sent or run; the style sheet is the one whose digest stands here."""
    digest = base64.b64encode(hashlib.sha256(SHEET.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _blocks(blocks: tuple[Block, ...], tables: Iterator[int]) -> str:
    return "\n".join(_block(block, tables) for block in blocks)


def _block(block: Block, tables: Iterator[int]) -> str:
    match block:
        case Heading(level, text, anchor):
            place = f' id="{escape(anchor)}"' if anchor else ""
            return f"<h{level}{place}>{escape(text)}</h{level}>"
        case Paragraph(line):
            return f"<p>{_line(line)}</p>"
        case Items(lines):
            return "<ul>\n" + "\n".join(f"<li>{_line(line)}</li>" for line in lines) + "\n</ul>"
        case Command(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Table():
            return _table(block, next(tables))
        case Figure():
            return _figure(block)
        case Folded(title, inside):
            return (
                f'<details class="folded">\n<summary>{escape(title)}</summary>\n{_blocks(inside, tables)}\n</details>'
            )


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    match span:
        case Strong(text):
            return f"<strong>{escape(text)}</strong>"
        case Code(text):
            return f"<code>{_breakable(text)}</code>"
        case Link(text, target):
            return f'<a href="{escape(target)}">{escape(text)}</a>'
        case _:
            return escape(span)


def _breakable(text: str) -> str:
    """A name that may be broken after its dots and lines, where a person would break it."""
    return escape(text).replace("_", "_<wbr>").replace(".", ".<wbr>")


def _table(table: Table, number: int) -> str:
    """A table in a region of its own, which can be scrolled with the keyboard and has the caption as its name.

    Where cells hold verdicts their rows keep their names in view while they are scrolled sideways.
    """
    judged = any(isinstance(cell, Cell) for row in table.rows for cell in row)
    kind = f' class="arms{" close" if table.close else ""}"' if judged else ""
    head = "".join(
        f'<th scope="col"{_side(table, column)}>{escape(text)}</th>' for column, text in enumerate(table.head)
    )
    rows = "\n".join(
        "<tr>" + "".join(_cell(table, column, cell) for column, cell in enumerate(row)) + "</tr>" for row in table.rows
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="table-{number}">\n<table{kind}>\n'
        f'<caption id="table-{number}"><span>{escape(table.caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _cell(table: Table, column: int, cell: str | Code | Cell) -> str:
    if isinstance(cell, Cell):
        inside = (
            f'<span class="verdict {_CLASSES.get(cell.verdict, "way")}"><span aria-hidden="true">{MARKS[cell.verdict]}</span> '
            f'<span class="word">{escape(cell.word)}</span></span>'
        )
        figures = f' <span class="figures">{_whole(cell.text)}</span>' if cell.text else ""
        return f"<td>{inside}{figures}</td>"
    if column == 0:
        return f'<th scope="row">{_span(cell)}</th>'
    return f"<td{_side(table, column)}>{_whole(cell) if isinstance(cell, str) else _span(cell)}</td>"


def _whole(text: str) -> str:
    """The text of a cell in which no interval in brackets is broken: `(0.4 to 1.5)` stays on one line."""
    return _INTERVAL.sub(r'<span class="interval">\g<0></span>', escape(text))


def _side(table: Table, column: int) -> str:
    return ' class="number"' if column in table.numbers else ""


def _figure(figure: Figure) -> str:
    picture = base64.b64encode(figure.picture).decode()
    data = f" {_download(figure.data)}" if figure.data else ""
    return (
        f'<figure>\n<div class="scroll" role="region" tabindex="0" aria-label="{escape(figure.name)}, the figure">\n'
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(figure.alternative)}">\n</div>\n'
        f'<figcaption>{escape(figure.caption)} <a href="#{escape(figure.words)}">This figure in words</a>.{data}'
        "</figcaption>\n</figure>"
    )


def _download(download: Download) -> str:
    name = escape(download.name)
    if download.data is None:
        return f'Its data: <a href="{name}">{name}</a>, in the folder of this report.'
    data = base64.b64encode(download.data).decode()
    file = name.rpartition("/")[2]
    size = counted(max(1, round(len(download.data) / 1000)), "kilobyte")
    return f'Its data: <a download="{file}" href="data:text/csv;base64,{data}">{file}</a> ({size}).'
