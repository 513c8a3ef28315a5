"""How large each remedy is that was tried: in a line beside its answer, or in a table where there are many."""

from collections.abc import Sequence

from sim.report.doses import Dose
from sim.report.page.blocks import Block, Heading, Line, Strong, Table, said
from sim.text.numbers import capital

AS_PACKAGED = "nothing"


def dose_line(dose: Dose, several: bool) -> Line:
    """One remedy in a few sentences. several: whether it stands among others, so that its name is needed."""
    head = capital(dose.name) if several else "What it is"
    differs = "; ".join(dose.differs) or AS_PACKAGED
    return (
        Strong(f"{head}: "),
        f"{dose.what}. ",
        Strong("How large: "),
        f"{'; '.join(dose.size)}. ",
        Strong("Whom it reaches: "),
        f"{dose.whom}. ",
        Strong("When: "),
        f"{dose.when}. ",
        Strong("Planned to take: "),
        f"{dose.planned}. ",
        Strong("Differs from its default in: "),
        f"{differs}.",
    )


def remedies_section(doses: Sequence[Dose]) -> list[Block]:
    """A section with a row for each remedy; nothing where there is none. What is the same of all is said once."""
    if not doses:
        return []
    columns = {
        "Remedy": [one.name for one in doses],
        "What it is": [one.what for one in doses],
        "How large": ["; ".join(one.size) for one in doses],
        "Whom it reaches": [one.whom for one in doses],
        "When": [one.when for one in doses],
        "Planned to take": [one.planned for one in doses],
        "Differs from its default in": ["; ".join(one.differs) or AS_PACKAGED for one in doses],
    }
    alike = ""
    if len(doses) > 1:
        if len(set(columns["When"])) == 1:
            alike += f" All act {columns.pop('When')[0]}."
        if set(columns["Differs from its default in"]) == {AS_PACKAGED}:
            del columns["Differs from its default in"]
            alike += " None differs from its default."
    rows = tuple(tuple(capital(text) for text in row) for row in zip(*columns.values(), strict=True))
    return [
        Heading(2, "What was tried, and how large", "remedies"),
        said(
            "An effect means little without the size of what was done. Weeks are counted from 0. Planned to take: what it takes "
            f"in a year at this size, by which a budget goes; what was really spent stands with the effects.{alike}"
        ),
        Table("Each remedy at the size at which it was tried", tuple(columns), rows),
    ]
