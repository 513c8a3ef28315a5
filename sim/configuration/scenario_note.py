"""What a chosen scenario sets, in words, so that nobody has to open its file."""

from collections.abc import Sequence
from pathlib import Path

from sim.configuration.catalogue import GROUP_OF
from sim.configuration.names import show
from sim.configuration.overrides import read_overrides
from sim.configuration.own_files import chosen_by, held, open_shelf
from sim.configuration.places import SCENARIO
from sim.configuration.trees import leaves

# The question stands at the head of the answer already; `defaults` is the list of files, which is said by group.
_SAID_ELSEWHERE = ("question", "defaults")


def scenario_note(words: Sequence[str], config_dir: str | Path | None = None) -> str | None:
    """One line on the scenario among the words of a command, with what these words overrule; None where there is none."""
    shelf = open_shelf(config_dir)
    given = read_overrides(words, shelf)
    names = given.choices.get(SCENARIO, ())
    if not names:
        return None
    file = shelf.file(SCENARIO, names[0])
    sets = {group: f"[{', '.join(chosen)}]" for group, chosen in chosen_by(file).items()}
    overruled = {group for group in sets if group in given.choices}
    for path, value in leaves(held(file)):
        if path.split(".")[0] in _SAID_ELSEWHERE:
            continue
        sets[path] = show(value)
        # Where other interventions or events are chosen, the settings of one that is not among them go with it.
        group, _, rest = path.partition(".")
        chosen = given.choices.get(GROUP_OF.get(group, ""), (rest.partition(".")[0],))
        if path in given.values or (rest.partition(".")[0] not in chosen and "all" not in chosen):
            overruled.add(path)
    parts = [f"{path}={value}{' (overruled by your words)' * (path in overruled)}" for path, value in sets.items()]
    return f"Scenario {names[0]} sets {'; '.join(parts) or 'nothing but its question'}."
