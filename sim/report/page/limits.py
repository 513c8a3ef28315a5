"""What was not modelled, and when not to believe the page."""

from collections.abc import Sequence

from sim.report.page.blocks import Block, Heading, Items, Line, Strong, said
from sim.report.page.source import Source

_NOT_MODELLED = (
    "What becomes of children. Outcomes describe the service that families meet and the people who work in it.",
    "Real people. Staff are drawn from published distributions, and nothing here may be used to judge a person or a team.",
    "Partners: police, health, schools and courts neither send nor take work as they do in life.",
    "Space and travel, kinds of case beyond plain and complex ones, and the seasons of the year.",
    "Pay structures, pensions, industrial relations beyond working to rule, and politics beyond a change of director or budget.",
    "Skill in carrying a remedy out. It is done as its settings say; in life some of it is done badly, and some only on paper.",
    "Anything that people do because they have read a report such as this one.",
)
_NOT_BELIEVE: tuple[Line, ...] = (
    (
        Strong("As a forecast. "),
        "The model compares designs on equal terms; it does not say what one council will see.",
    ),
    (
        Strong("For small differences. "),
        "Sizes rest on slopes that mostly have no source; signs are sounder than sizes.",
    ),
    (
        Strong("Where the sign turns "),
        "under a rival explanation or at the other end of a setting of grade C or D, and where nobody has looked.",
    ),
    (
        Strong("Far from the service it was held against: "),
        "levels were tuned by hand to children's services in England, 2017 to 2021. Adults' services will differ.",
    ),
    (
        Strong("In the gap alone. "),
        "Leaders can be nearer to the truth because they see more, or because cases that wait without a worker strain nobody.",
    ),
)


def limits(source: Source) -> list[Block]:
    """Both lists, with what this study adds."""
    own: list[Line] = []
    if source.rivals is None:
        own.append((Strong("As a ranking. "), "The study was not run under rival explanations."))
    return limits_of(source.replicates, source.settings.years, own)


def limits_of(replicates: int, years: int, more: Sequence[Line] = ()) -> list[Block]:
    """Both lists, with what follows from few runs and short ones."""
    own: list[Line] = []
    if replicates < 10:
        own.append((Strong("With so few runs. "), f"{replicates} replicates make rough intervals."))
    if years < 3:
        own.append((Strong("For the long run. "), "Remedies that build up over years have no time to do so here."))
    return [
        Heading(2, "When not to believe it", "limits"),
        Items((*_NOT_BELIEVE, *own, *more)),
        said("What was not modelled:"),
        Items(tuple((line,) for line in _NOT_MODELLED)),
    ]
