"""Put the chosen files together. Hydra composes groups and nothing else: no object is made, nothing is looked up.

A composition takes about 100 ms and depends on the choices alone, so it is kept; setting values on a copy is cheap.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.types import Quote, QuotedString
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.configuration.own_files import Shelf
from sim.configuration.places import GROUPS, ONE_CHOICE, SCENARIO, packaged_configs
from sim.errors import UserError

_LOCK = Lock()
# YAML reads a bare `on` as a truth value; as a name of a setting it is a word.
_WORDS: dict[Any, str] = {True: "on", False: "off"}


def compose_groups(command: str, choices: Mapping[str, tuple[str, ...]], shelf: Shelf) -> dict[str, Any]:
    """Compose `configs/COMMAND.yaml` with other choices in its groups; the names must exist.

    Returns the settings that the chosen files hold, as nested dictionaries that are shared and never to be changed.
    What a person chooses in a group stands in place of all that a scenario says of that group.
    """
    tree = _compose(command, tuple(sorted(choices.items())), shelf)
    own = {group: names for group, names in choices.items() if group != SCENARIO}
    if SCENARIO not in choices or not own:
        return tree
    without = _compose(command, tuple(sorted(own.items())), shelf)
    roots = [GROUPS[group].partition(".")[0] for group in own]
    return {**tree, **{root: without.get(root, {}) for root in roots}}


@lru_cache(maxsize=256)
def _compose(command: str, choices: tuple[tuple[str, tuple[str, ...]], ...], shelf: Shelf) -> dict[str, Any]:
    overrides = [
        f"{group}={names[0] if group in ONE_CHOICE else '[' + ','.join(names) + ']'}" for group, names in choices
    ]
    if shelf.own:
        folder = QuotedString(f"file://{shelf.own.as_posix()}", Quote.single).with_quotes()
        overrides.append(f"hydra.searchpath=[{folder}]")
    with _LOCK, _hydra_of_our_own():
        try:
            composed = compose(command, overrides)
        except (HydraException, OmegaConfBaseException) as error:
            # Packaged files fit together, and names were checked: a file of the user's has a value in a group's place.
            where = str(error).partition(":")[0]
            raise UserError(
                f"{where}: the files chosen do not fit together; one has a value where another has a group of settings"
            ) from None
    tree: dict[str, Any] = _plain(OmegaConf.to_container(composed, resolve=False))
    return tree


@contextmanager
def _hydra_of_our_own() -> Iterator[None]:
    """Hydra allows one application at a time; a caller that is another one is set aside meanwhile."""
    holder = GlobalHydra.instance()
    outer, holder.hydra = holder.hydra, None
    try:
        with initialize_config_dir(str(packaged_configs()), job_name="coalface", version_base="1.3"):
            yield
    finally:
        GlobalHydra.instance().hydra = outer


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_WORDS[key] if isinstance(key, bool) else key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
