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
    """A section with a row for each remedy; nothing where there is none."""
    if not doses:
        return []
    head = (
        "Remedy",
        "What it is",
        "How large",
        "Whom it reaches",
        "When",
        "Planned to take",
        "Differs from its default in",
    )
    rows = tuple(
        (
            capital(one.name),
            capital(one.what),
            capital("; ".join(one.size)),
            capital(one.whom),
            capital(one.when),
            capital(one.planned),
            capital("; ".join(one.differs) or AS_PACKAGED),
        )
        for one in doses
    )
    return [
        Heading(2, "What was tried, and how large", "remedies"),
        said(
            "An effect means little without the size of what was done. Weeks are counted from 0. Planned to take: what it takes "
            "in a year at this size, by which a budget goes; what was really spent stands with the effects."
        ),
        Table("Each remedy at the size at which it was tried", head, rows),
    ]
