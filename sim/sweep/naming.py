"""The names of choices in a sentence. A choice with values has commas in its name, so that semicolons part them."""

from sim.configuration.names import listed

# A sentence gives at most so many names; of more it gives the first, and how many there are beside them.
MOST_NAMED = 6


def named(names: list[str], most: int = MOST_NAMED) -> str:
    """Names in a sentence: `a, b and c`, with semicolons where a name has a comma, and `a; b and 4 more` of many."""
    if len(names) > most:
        return f"{'; '.join(names[: most - 1])} and {len(names) - most + 1} more"
    words = [str(name) for name in names]
    return "; ".join(words) if any("," in word for word in words) else listed(words)


def parted(phrases: list[str]) -> str:
    """Names with what is said of each, which has commas of its own: `a, 0.2 lower; and b, 0.1 lower`."""
    few = phrases
    if len(phrases) > MOST_NAMED:
        few = [*phrases[: MOST_NAMED - 1], f"{len(phrases) - MOST_NAMED + 1} more"]
    return "; and ".join(["; ".join(few[:-1]), few[-1]])
