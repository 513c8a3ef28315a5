"""The state of one authority: a record class for each kind of thing, each state variable once, with unit and meaning.

A class is three things at once: the layout of an array (`dtype_of`), attribute access for plain Python (`posts[3].goodwill`)
and the source of the state tables in the documentation. Compiled code reads the same names. All fields are 8 bytes
wide, so that compiled and plain Python give the same bytes. What can tie in a comparison is a whole number.

Rows: `posts` holds front-line posts first (team by team), then each tier of managers, so that the people whom one unit
manages always lie side by side. `units` has one row per managing post, in the order of the managing posts.
"""

from sim.state.authority import Authority
from sim.state.case import Case
from sim.state.codes import (
    ACTING,
    AGENCY,
    ALLOCATED,
    FREE,
    MANAGER_TIERS,
    MOST_TIERS,
    NOBODY,
    OUT_OF_SECTOR,
    PERMANENT,
    RESERVE,
    SCHEDULED,
    SUPERNUMERARY,
    TO_AGENCY,
    TO_ANOTHER_AUTHORITY,
    VACANT,
    WAITING,
)
from sim.state.exit import Exit
from sim.state.post import Post
from sim.state.record import Field, dtype_of, fields_of
from sim.state.tally import Tally
from sim.state.unit import Unit

RECORDS: tuple[type, ...] = (Post, Unit, Case, Authority, Tally, Exit)

__all__ = [
    "ACTING",
    "AGENCY",
    "ALLOCATED",
    "FREE",
    "MANAGER_TIERS",
    "MOST_TIERS",
    "NOBODY",
    "OUT_OF_SECTOR",
    "PERMANENT",
    "RECORDS",
    "RESERVE",
    "SCHEDULED",
    "SUPERNUMERARY",
    "TO_AGENCY",
    "TO_ANOTHER_AUTHORITY",
    "VACANT",
    "WAITING",
    "Authority",
    "Case",
    "Exit",
    "Field",
    "Post",
    "Tally",
    "Unit",
    "dtype_of",
    "fields_of",
]
