"""What a profile of one's own does not say of an authority, for whoever reads the result."""

from functools import cache

from sim.configuration.own_files import held
from sim.configuration.places import names_in, packaged_configs
from sim.settings.study import Settings


def profile_note(settings: Settings) -> str | None:
    """A sentence on what is England's and not the authority's; None for the profiles that come with coalface."""
    title = settings.authority.title
    if title in _packaged_titles():
        return None
    return (
        f"{title} is known here by its posts, spans of control and cases alone; turnover, vacancies, agency staff and absence "
        "follow settings that were tuned to England in 2017 to 2021, so hold differences against your own figures, not levels"
    )


@cache
def _packaged_titles() -> frozenset[str]:
    """Titles of the packaged profiles."""
    folder = packaged_configs()
    return frozenset(
        str(held(folder / "authority" / f"{name}.yaml")["title"]) for name in names_in(folder, "authority")
    )
