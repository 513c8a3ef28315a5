"""Which remedy is best, how sure that is, and what it would cost to be wrong. Ties stay visible as ties."""

from sim.configuration.names import listed
from sim.outcomes import Outcome
from sim.report.page.blocks import Block, Heading, Strong, Table, said
from sim.report.page.numbers import DASH, capital, counted, level, number, share, unit_of_difference
from sim.report.page.source import Source, known
from sim.report.style import shown_name
from sim.study.answers.chances import DRAWS, chance_of_best
from sim.study.answers.price import pareto
from sim.study.answers.ranking import ranking
from sim.study.answers.values import values_of
from sim.study.arms import BASELINE
from sim.study.text import digits_of

JUDGED = ("turnover_rate", "burnout", "worker_changes")
DOING_NOTHING = "doing nothing"
# More are not worth a place in a table of chances.
MOST_ROWS = 12


def best(source: Source) -> list[Block]:
    """The chance of each arm to be the best, doing nothing included; nothing where only one is compared."""
    outcomes = [one for one in source.outcomes(JUDGED) if one.name in source.runs.columns]
    if len(source.arms) < 2 or not outcomes:
        return []
    blocks: list[Block] = [
        Heading(2, "Which is best, and how sure is that", "best"),
        said(
            f"True means are drawn {DRAWS:,} times about those found here, as far from them as so few runs allow: in what "
            "share of the draws is each remedy the best? Doing nothing is among them. The regret is what is lost on average by "
            "choosing this remedy and not the best. Remedies that share a place cannot be told apart. All this is about chance "
            "only; it does not count how "
            "unsure the assumptions are."
        ),
    ]
    for outcome in outcomes:
        blocks.append(_table(source, outcome))
    if "cost" in source.runs.columns and outcomes[0].name == "turnover_rate":
        blocks += _worth(source)
    return blocks


def arm_in_words(arm: str) -> str:
    """An arm as these tables name it."""
    return DOING_NOTHING if arm == BASELINE else shown_name(arm)


def _table(source: Source, outcome: Outcome) -> Table:
    values = values_of(source.runs, outcome.name)
    found = chance_of_best(values, outcome.sign)
    places = ranking(values, outcome.sign).set_index("arm")
    # Those that share a place stand by their means.
    order = sorted(
        found.table.itertuples(),
        key=lambda row: (int(places.loc[row.arm, "place"]), -outcome.sign * places.loc[row.arm, "mean"]),
    )
    rows = []
    for row in order[:MOST_ROWS]:
        place = int(places.loc[row.arm, "place"])
        tied = " (shared)" if (places["place"] == place).sum() > 1 else ""
        regret = number(row.regret, digits_of(row.regret)) if known(row.regret) else DASH
        chance = share(row.chance_of_best) if known(row.chance_of_best) else DASH
        mean = places.loc[row.arm, "mean"]
        # The ranking puts those of which every run failed in a last place; nothing is known of them.
        stands = f"{place}{tied}" if known(mean) else DASH
        rows.append((capital(arm_in_words(row.arm)), stands, level(mean), chance, regret))
    unit = unit_of_difference(outcome.unit)
    head = (
        "Remedy",
        "Place",
        f"Mean ({outcome.unit})",
        "Chance of being best",
        f"Regret ({unit})" if unit else "Regret",
    )
    more = f"; the first {MOST_ROWS} of {len(order)}" if len(order) > MOST_ROWS else ""
    caption = f"{capital(outcome.label)}: which is best, {counted(found.replicates, 'replicate')} of each{more}"
    return Table(caption, head, tuple(rows), frozenset({2, 3, 4}))


def _worth(source: Source) -> list[Block]:
    """Which remedies no other clearly beats in cash and turnover."""
    cost, turnover = (values_of(source.runs, name) for name in ("cost", "turnover_rate"))
    table = pareto(cost, turnover, -1.0)
    beaten = [row for row in table.itertuples() if row.dominated_by]
    kept = [arm_in_words(row.arm) for row in table.itertuples() if not row.dominated_by]
    blocks: list[Block] = [
        said(Strong("Cash and turnover together. "), f"No other clearly beats {listed(kept)} in both.")
    ]
    if beaten:
        said_of = [f"{arm_in_words(row.arm)} (by {arm_in_words(row.dominated_by)})" for row in beaten]
        blocks.append(said(f"Clearly beaten, at least as dear and no better: {listed(said_of)}."))
    return blocks
