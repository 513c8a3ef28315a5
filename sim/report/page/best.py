"""Which remedy is best, how sure that is, and what it would cost to be wrong. Ties stay visible as ties."""

import pandas as pd

from sim.configuration.names import listed
from sim.outcomes import Outcome, outcome_named
from sim.report.page.blocks import Block, Heading, Strong, Table, said
from sim.report.page.harm import harm_of_the_first, others_of, worsened_by
from sim.report.page.source import Source, known
from sim.report.style import shown_name
from sim.study.answers.chances import DRAWS, chance_of_best
from sim.study.answers.price import pareto
from sim.study.answers.ranking import ranking
from sim.study.answers.shared import why_shared
from sim.study.answers.values import values_of
from sim.study.arms import BASELINE
from sim.sweep.worsened import how_much_else, in_short
from sim.text.numbers import DASH, capital, counted, digits_of, level, number, share, unit_of_difference

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
            "choosing this remedy and not the best. Remedies that share a place cannot be told apart in that outcome. Each table "
            "judges one outcome alone: how many others a remedy clearly worsens stands beside it. All this is about chance "
            "only; it does not count how unsure the assumptions are."
        ),
    ]
    others = others_of(source)
    for outcome in outcomes:
        blocks += _table(source, outcome, others)
    blocks += harm_of_the_first(others, _firsts(source, outcomes))
    if "cost" in source.runs.columns and outcomes[0].name == "turnover_rate":
        blocks += _worth(source, others)
    return blocks


def arm_in_words(arm: str) -> str:
    """An arm as these tables name it."""
    return DOING_NOTHING if arm == BASELINE else shown_name(arm)


def _table(source: Source, outcome: Outcome, others: pd.DataFrame) -> list[Block]:
    """Place, mean, chance and regret of each arm in one outcome, and what else each worsens."""
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
        name = arm_in_words(row.arm)
        harm = DASH if row.arm == BASELINE or not known(mean) else in_short(worsened_by(others, name, outcome.name))
        rows.append((capital(name), stands, level(mean), harm, chance, regret))
    unit = unit_of_difference(outcome.unit)
    head = (
        "Remedy",
        "Place",
        f"Mean ({outcome.unit})",
        "Other outcomes clearly worse",
        "Chance of being best",
        f"Regret ({unit})" if unit else "Regret",
    )
    more = f"; the first {MOST_ROWS} of {len(order)}" if len(order) > MOST_ROWS else ""
    caption = f"{capital(outcome.label)}: which is best, {counted(found.replicates, 'replicate')} of each{more}"
    why = why_shared(
        [capital(arm_in_words(row.arm)) for row in order],
        [float(places.loc[row.arm, "place"]) for row in order],
        [row.chance_of_best for row in order],
    )
    return [Table(caption, head, tuple(rows), frozenset({2, 4, 5})), *([said(why)] if why else [])]


def _firsts(source: Source, outcomes: list[Outcome]) -> list[str]:
    """The remedies in the first place of any of these outcomes, those with the best means before those that share it."""
    tops: list[str] = []
    ties: list[str] = []
    for outcome in outcomes:
        places = ranking(values_of(source.runs, outcome.name), outcome.sign)
        firsts = places[(places["place"] == 1) & places["mean"].notna()].sort_values("behind", kind="stable")
        tops += list(firsts["arm"].iloc[:1])
        ties += list(firsts["arm"].iloc[1:])
    return [shown_name(arm) for arm in dict.fromkeys([*tops, *ties]) if arm != BASELINE]


def _worth(source: Source, others: pd.DataFrame) -> list[Block]:
    """Which remedies no other clearly beats in cash and turnover, and what those worsen."""
    cost, turnover = (values_of(source.runs, name) for name in ("cost", "turnover_rate"))
    table = pareto(cost, turnover, -1.0)
    # Every arm is looked up in it.
    others = others[others["verdict"] == "worse"]
    kept = [_with_harm(row.arm, others) for row in table.itertuples() if not row.dominated_by]
    named = "; ".join(kept) if any("(" in name for name in kept) else listed(kept)
    blocks: list[Block] = [
        said(
            Strong("Cash and turnover together. "),
            "A place above is for one outcome alone, and allows for the number of remedies; here cash counts as well, and "
            "each pair of remedies is judged by itself, so that one that shares a place above can be clearly beaten here. ",
            f"No other clearly beats in both: {named}.",
        )
    ]
    beaten: dict[str, list[str]] = {}
    for row in table.itertuples():
        if row.dominated_by:
            beaten.setdefault(row.dominated_by, []).append(arm_in_words(row.arm))
    if beaten:
        label = outcome_named("turnover_rate").label
        said_of = [f"by {_with_harm(winner, others)}: {listed(names)}" for winner, names in beaten.items()]
        blocks.append(said(f"Clearly beaten, at least as dear and no better in {label}, {'; '.join(said_of)}."))
    return blocks


def _with_harm(arm: str, others: pd.DataFrame) -> str:
    """An arm that is called good in cash and turnover, with how much else it worsens."""
    name = arm_in_words(arm)
    harm = how_much_else(worsened_by(others, name, "turnover_rate"))
    return f"{name} (but it {harm})" if harm else name
