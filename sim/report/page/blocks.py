"""What a report is made of, before it becomes HTML or Markdown. Text is plain: each of the two escapes it in its own way."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a difference says, as `sim.study.statistics.verdict` and `sim.study.text` word it."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    MORE = "more"
    LESS = "less"
    UNCLEAR = "no clear difference"
    NONE = "no difference"
    NOTHING = "nothing to compare"


# A sign beside the word, for eyes that run down a column.
MARKS = {
    Verdict.BETTER: "✓",
    Verdict.WORSE: "✗",
    Verdict.HIGHER: "↑",
    Verdict.LOWER: "↓",
    Verdict.MORE: "↑",
    Verdict.LESS: "↓",
    Verdict.UNCLEAR: "○",
    Verdict.NONE: "=",
    Verdict.NOTHING: "\N{EN DASH}",
}


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the point."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name or a command, as it is typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place on this page (`#anchor`) or to a file beside it; nothing is loaded."""

    text: str
    target: str


Span = str | Strong | Code | Link
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with a verdict, and the figures after it. short: said instead of the whole verdict where many stand."""

    verdict: Verdict
    text: str = ""
    short: str = ""

    @property
    def word(self) -> str:
        """The verdict as it is read."""
        return self.short or self.verdict


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 2 is a section with a place of its own in the contents, 3 a part of one."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command on a line of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of each row is its header. numbers: columns that are set to the right.

    close: set close, so that many rows and columns are seen at once.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Code | Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    close: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the folder, by its name there; its bytes too where they are few enough to be carried along."""

    name: str
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. alternative: what it shows in a sentence. words: the anchor of all that it shows in words."""

    name: str
    alternative: str
    caption: str
    words: str
    picture: bytes = field(repr=False)
    data: Download | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """Parts that stand under their title until somebody opens them; what is not opened is not printed."""

    title: str
    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Items | Command | Table | Figure | Folded


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report."""

    title: str
    lead: tuple[Block, ...]
    blocks: tuple[Block, ...]
    closing: str


def said(*spans: Span) -> Paragraph:
    """A paragraph of these spans."""
    return Paragraph(spans)
