"""coalface: what happens between the front line and the top of a social work service.

import sim
settings = sim.load_settings(["intervention=[rotation]", "years=3"])
print(sim.compare(settings).text_table())
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.configuration.loader import load_settings
    from sim.model import OrganisationModel
    from sim.study.comparison import compare
    from sim.study.runs import run

__all__ = ["OrganisationModel", "compare", "load_settings", "run"]

# Imported when first used: the libraries behind them take seconds to load.
_HOMES = {
    "OrganisationModel": "sim.model",
    "compare": "sim.study.comparison",
    "load_settings": "sim.configuration.loader",
    "run": "sim.study.runs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
