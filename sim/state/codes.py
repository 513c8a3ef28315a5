"""Whole numbers that stand for something: kinds of occupant and of post, states of a case, destinations of leavers."""

MOST_TIERS = 8
MANAGER_TIERS = MOST_TIERS - 1

# Kinds of occupant.
VACANT, PERMANENT, AGENCY, ACTING = 0, 1, 2, 3
# Kinds of post: one that opens on the schedule, one that only an intervention opens, one for agency staff beyond the posts.
SCHEDULED, RESERVE, SUPERNUMERARY = 0, 1, 2
# States of a case slot.
FREE, WAITING, ALLOCATED = 0, 1, 2
# Destinations of leavers.
OUT_OF_SECTOR, TO_AGENCY, TO_ANOTHER_AUTHORITY = 0, 1, 2
NOBODY = -1
