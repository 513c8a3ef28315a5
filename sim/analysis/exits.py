"""Why people left: the share of leaving that each reason accounts for, with its interval over the replicates.

Method. A person left in a week in which the chance of leaving was logistic(sum of terms). A term is 0 at its reference, where
the reason is wholly absent: no exhaustion, full support, full hope for a reply, not blamed, pay as elsewhere, long in the
authority, no intervention to be reluctant about. For any subset of the seven named terms the chance is known with those
terms as they were and the others at their reference. What a term adds, averaged over all orders in which the terms can be
added (the Shapley value, exact over all 128 subsets) and divided by the chance as it was, is its average attributable
fraction (Eide and Gefeller 1995). The mean over leavers is the share of leaving, and shares add up to 100%. What is left with
every named term at its reference are reasons that the model does not hold: the level, the person's own, the authority and the
year. Whoever had to go by a rule or an event, and would not have left that week, is a share of its own. The share of
exhaustion is divided in proportion to the parts that the person's exhaustion was made of. A new starter's first exhaustion
counts as one of long hours.

What such a share is: the part of a reason in the chance of leaving in those weeks, averaged over all orders in which the
reasons could be taken away. Beside it stands the simpler figure, `alone`: by how much fewer would have left in those weeks, had
only this reason been absent. Within the model both are causal, since the model is made so; they say nothing on their own
about a real service. What a share is not:
- additive causes. Log odds add, chances multiply. Where several reasons push one person, taking any one of them away would do
  much, so `alone` is larger than the share and adds up to more than 100%; had the others been absent already, it would do
  less than the share.
- free of the reference. Nobody has support of 1 for long; a milder reference would give smaller shares to the named reasons
  and a larger one to those that the model does not hold.
- the effect of an intervention. That also changes who stays, later weeks and other terms; the comparison itself measures it.
  Because shares add up to 100%, one falls when another rises: read leavers a year beside them.
- different by destination. The model draws the destination by itself, so destinations differ by chance alone.
A share below 0 means that the reason kept people, as good pay does.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
import pandas as pd
from scipy.special import expit

from sim.errors import UserError
from sim.study.exits import DESTINATIONS, Log, Piece
from sim.study.statistics import mean_with_interval

# The named terms: columns of the log and what they are called.
TERMS = {
    "exhaustion": "exhaustion",
    "support": "lack of support",
    "reply": "lack of hope for a reply",
    "blame": "having lately been blamed",
    "pay": "pay",
    "tenure": "short tenure",
    "remedy": "reluctance about an intervention",
}
_ALWAYS = ("base", "personal", "year")
# Parts of the share of exhaustion: columns of the log and what they are called.
PARTS = {
    "tired_by_hours": "from long hours",
    "tired_by_decisions": "from decisions against one's judgement",
    "tired_by_blame": "from blame and complaints",
    "tired_by_colleagues": "caught from colleagues",
}
OTHER = {"forced": "made to go by a rule or an event", "unheld": "reasons that the model does not hold"}
# Reasons whose shares add up to 100%, then the parts of the first.
REASONS = {**TERMS, **OTHER}
ALL = "all"
LABELS = {**REASONS, **PARTS, ALL: "all who left"}
# Rows of every figure: the parts of exhaustion stand below it. A table adds all who left.
SHOWN = ("exhaustion", *PARTS, *[name for name in REASONS if name != "exhaustion"])
EVERYONE, ANYWHERE = "everyone", "anywhere"
GROUPS = (
    (EVERYONE, ANYWHERE),
    ("front line", ANYWHERE),
    ("managers", ANYWHERE),
    *((EVERYONE, words) for words in DESTINATIONS.values()),
)
_ROWS_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True)
class Explained:
    """Why people left. table: one row for each arm, group (who, destination) and reason; `Log` says what else there is.

    share: % of leaving; alone: % fewer who would have left in those weeks without this reason alone; a_year: the share in
    leavers a year in one authority. All are means over replicates, with 95% intervals, and with paired differences from the
    arm that the arm is compared with, nan for an arm that is compared with none.
    leavers: people of that arm and group in all runs. replicates: runs in which somebody of that group left. runs: runs that
    finished. kind: a reason (these add up to 100%), a part of exhaustion, or all who left.
    """

    title: str
    years: int
    arms: tuple[str, ...]
    against: tuple[str, ...]
    table: pd.DataFrame


def attributable(terms: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """The share of each leaver's chance of leaving that each term accounts for, shape (leavers, terms).

    terms: log odds above the reference, shape (leavers, terms). rest: log odds at the reference, shape (leavers,).
    """
    shares = np.empty(terms.shape)
    for first in range(0, len(terms), _ROWS_AT_ONCE):
        some = slice(first, first + _ROWS_AT_ONCE)
        shares[some] = _attributable(terms[some], rest[some])
    return shares


def _attributable(terms: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """The same of few enough leavers to hold every subset of their terms in memory at once."""
    count = terms.shape[1]
    # Subsets are numbered by their bits: row s of `odds` has the terms whose bits are set in s.
    odds = rest[None, :]
    for term in range(count):
        odds = np.concatenate([odds, odds + terms[:, term]])
    chance = expit(odds)
    subsets = np.arange(len(chance))
    sizes = np.array([int(subset).bit_count() for subset in subsets])
    # How often, over all orders, a set of this size stands before a given term.
    weights = np.array([1.0 / (count * comb(count - 1, size)) for size in range(count)])
    shares = np.empty(terms.shape)
    for term in range(count):
        without = subsets[(subsets >> term) & 1 == 0]
        added = chance[without | (1 << term)] - chance[without]
        shares[:, term] = (weights[sizes[without], None] * added).sum(axis=0) / chance[-1]
    return shares


def shares_of(piece: Piece) -> np.ndarray:
    """For each leaver the share of every reason and part, and of all of them, in the order of `LABELS`: (leavers, labels)."""
    terms = np.column_stack([piece.reals[name] for name in TERMS])
    rest = np.sum([piece.reals[name] for name in _ALWAYS], axis=0)
    named = np.where(piece.forced[:, None], 0.0, attributable(terms, rest))
    unheld = np.where(piece.forced, 0.0, 1.0 - named.sum(axis=1))
    parts = np.column_stack([piece.reals[name] for name in PARTS])
    whole = parts.sum(axis=1)
    exhaustion = named[:, list(TERMS).index("exhaustion")]
    # Without any exhaustion there is no share to divide.
    each = np.divide(exhaustion, whole, out=np.zeros(len(whole)), where=whole > 0.0)
    return np.column_stack([named, piece.forced, unheld, parts * each[:, None], np.ones(len(whole))])


def alone_of(piece: Piece) -> np.ndarray:
    """For each leaver the share of the chance that would go with one reason or part alone; nan where that has no meaning."""
    terms = {name: piece.reals[name] for name in TERMS}
    whole = np.sum([piece.reals[name] for name in PARTS], axis=0)
    each = np.divide(terms["exhaustion"], whole, out=np.zeros(len(whole)), where=whole > 0.0)
    terms |= {name: piece.reals[name] * each for name in PARTS}
    odds = np.sum([piece.reals[name] for name in (*TERMS, *_ALWAYS)], axis=0)
    chance = expit(odds)
    columns = {name: np.where(piece.forced, 0.0, 1.0 - expit(odds - term) / chance) for name, term in terms.items()}
    columns["forced"] = piece.forced.astype(float)
    unknown = np.full(len(odds), np.nan)
    return np.column_stack([columns.get(name, unknown) for name in LABELS])


def explain_exits(log: Log) -> Explained:
    """Read a log through and explain it. Raises UserError where it is broken."""
    arms, replicates = log.failed.shape
    # Shares, and what goes with each reason alone, summed over the leavers of each run, by group; the last column of the
    # shares, all of them, counts the leavers.
    try:
        sums = np.zeros((len(GROUPS), 2, arms, replicates, len(LABELS)))
    except MemoryError:
        raise UserError(f"{log.path}: {arms} arms x {replicates} replicates are too many for this computer") from None
    for piece in log.pieces():
        shares, alone = shares_of(piece), alone_of(piece)
        for group, (who, destination) in enumerate(GROUPS):
            rows = _members(piece, who, destination)
            for place, values in enumerate((shares, alone)):
                np.add.at(sums[group, place], (piece.arm[rows], piece.replicate[rows]), values[rows])
    parts = [
        _rows_of(log, arm, group, sums[index][:, [arm, log.against[arm]]], log.failed[[arm, log.against[arm]]])
        for arm in range(arms)
        for index, group in enumerate(GROUPS)
    ]
    against = tuple(log.arms[place] for place in log.against)
    return Explained(log.title, log.years, log.arms, against, pd.concat(parts, ignore_index=True))


def _members(piece: Piece, who: str, destination: str) -> np.ndarray:
    """Which rows belong to a group."""
    rows = np.ones(len(piece.arm), dtype=bool)
    if who != EVERYONE:
        rows &= (piece.tier == 0) == (who == "front line")
    if destination != ANYWHERE:
        rows &= piece.destination == list(DESTINATIONS.values()).index(destination)
    return rows


def _rows_of(log: Log, arm: int, group: tuple[str, str], sums: np.ndarray, failed: np.ndarray) -> pd.DataFrame:
    """The rows of one arm and group; `sums` and `failed` hold the arm and the one that it is compared with."""
    leavers = np.where(failed, np.nan, sums[0, ..., -1])[..., None]
    a_year = np.where(failed[..., None], np.nan, sums[0]) / log.years
    share, alone = np.divide(100.0 * sums, leavers, out=np.full(sums.shape, np.nan), where=leavers > 0.0)
    compared = log.against[arm] != arm
    columns: dict[str, object] = {
        "arm": log.arms[arm],
        "who": group[0],
        "destination": group[1],
        "reason": list(LABELS),
        "label": list(LABELS.values()),
        "kind": [_kind(name) for name in LABELS],
    }
    for name, values in (("share", share), ("alone", alone), ("a_year", a_year)):
        nothing = np.full(values.shape[1:], np.nan)
        for key, each in ((name, values[0]), (f"{name}_difference", values[0] - values[1] if compared else nothing)):
            columns[key], columns[f"{key}_ci_low"], columns[f"{key}_ci_high"] = mean_with_interval(each)
    table = pd.DataFrame(columns)
    table["leavers"] = int(np.nansum(leavers[0]))
    table["replicates"] = int((leavers[0] > 0.0).sum())
    table["runs"] = int((~failed[0]).sum())
    return table.set_index("reason", drop=False).loc[[*SHOWN, ALL]].reset_index(drop=True)


def _kind(reason: str) -> str:
    return "part of exhaustion" if reason in PARTS else "all" if reason == ALL else "reason"
