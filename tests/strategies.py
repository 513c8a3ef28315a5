"""Random valid settings: small trees, mechanisms within their declared ranges, interventions of any dose, events."""

from typing import Any, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from sim.configuration.catalogue import bound, fields_of_group
from sim.events.base import EventSettings
from sim.events.registry import EVENTS
from sim.interventions.base import InterventionSettings, ReachName
from sim.interventions.registry import REGISTRY
from sim.settings.authority import Authority
from sim.settings.mechanism import Mechanism
from sim.settings.study import Settings
from sim.state import MOST_TIERS

MOST_POSTS = 30
# More than that makes runs long.
MOST_DEMAND = 3.0
_MECHANISM = fields_of_group(Mechanism)
# Shares of one whole: the schema bounds each alone, and together they may not pass 1.
_SHARES_OF_ONE = ("casework.light_share", "casework.complex_share")


def values_of(info: FieldInfo) -> st.SearchStrategy[Any]:
    """Any value that the schema declares to be allowed for one setting."""
    kinds = get_args(info.annotation) or (info.annotation,)
    low, high = bound(info, "ge"), bound(info, "le")
    if get_origin(info.annotation) is tuple:
        # Four numbers, one for each grade: the same chances in any other order still add up to 1.
        return st.permutations(info.default).map(tuple)
    if get_origin(info.annotation) is not None and type(None) not in kinds:
        return st.sampled_from(kinds)
    if bool in kinds:
        value: st.SearchStrategy[Any] = st.booleans()
    elif int in kinds:
        value = st.integers(low, high)
    else:
        # The ends themselves are where a bound breaks.
        value = st.sampled_from([float(low), float(high)]) | st.floats(low, high, allow_subnormal=False)
    return st.none() | value if type(None) in kinds else value


@st.composite
def authorities(draw: st.DrawFn) -> Authority:
    """A tree of 2 to 8 tiers; spans need not divide the posts below them."""
    posts = draw(st.integers(1, MOST_POSTS))
    spans = draw(st.lists(st.sampled_from([1.0, 1.5, 2.0, 3.34, 6.0]), max_size=MOST_TIERS - 2))
    # The last span takes everyone who is left under one post at the top.
    return Authority(
        title="Random",
        front_line_posts=posts,
        spans=(*spans, float(MOST_POSTS)),
        cases_a_post=draw(st.sampled_from([0.0, 5.0, 19.05, 40.0])),
    )


@st.composite
def mechanisms(draw: st.DrawFn) -> Mechanism:
    """Any number of settings moved away from their defaults, switches among them."""
    paths = draw(st.lists(st.sampled_from(sorted(_MECHANISM)), unique=True, max_size=40))
    values: dict[str, dict[str, Any]] = {}
    for path in paths:
        group, name = path.split(".")
        value = draw(values_of(_MECHANISM[path]))
        values.setdefault(group, {})[name] = 0.5 * value if path in _SHARES_OF_ONE else value
    return Mechanism.model_validate(values)


@st.composite
def interventions(draw: st.DrawFn, kind: str, base: Settings) -> InterventionSettings | None:
    """One intervention of this kind, of any dose and window; None where the draw is impossible."""
    start = draw(st.integers(0, base.weeks - 1))
    values = {"kind": kind, "start_week": start, "end_week": draw(st.none() | st.integers(start + 1, base.weeks + 1))}
    for name, info in REGISTRY[kind].model_fields.items():
        if name not in (*values, "reach"):
            values[name] = draw(values_of(info))
    if kind == "rotation":
        values["months"] = min(values["months"], values["cycle_months"])
    if kind in ("back_to_the_floor", "drop_in_practice"):
        values["weeks"] = min(values["weeks"], values["cycle_weeks"])
    tiers = tuple(range(base.authority.tiers))
    for reach in draw(st.permutations([*get_args(ReachName), tiers[1:2], tiers[-1:], tiers[1:]])):
        try:
            found = REGISTRY[kind].model_validate({**values, "reach": reach})
        except ValidationError:
            return None
        if found.conflict(base) is None:
            return found
    return None


@st.composite
def events(draw: st.DrawFn, kind: str, base: Settings) -> EventSettings:
    """One event of this kind, in any week of the run."""
    values: dict[str, Any] = {"kind": kind, "week": draw(st.integers(0, base.weeks - 1))}
    for name, info in EVENTS[kind].model_fields.items():
        if name not in values:
            values[name] = draw(values_of(info))
    if kind == "demand_shock":
        values["factor"] = min(values["factor"], MOST_DEMAND)
    return EVENTS[kind].model_validate(values)


@st.composite
def valid_settings(draw: st.DrawFn, with_interventions: bool = True) -> Settings:
    """Settings that a study could run: one year of warm-up and one after it."""
    base = Settings(
        authority=draw(authorities()),
        mechanism=draw(mechanisms()),
        years=1,
        warmup_years=1,
        seed=draw(st.integers(0, 2**40)),
    )
    happening = draw(st.lists(st.sampled_from(sorted(EVENTS)), unique=True, max_size=3))
    base = Settings.model_validate({**dict(base), "events": {kind: draw(events(kind, base)) for kind in happening}})
    if not with_interventions:
        return base
    # The same kind twice is allowed: two doses in two windows.
    return draw(with_bundle(base, st.lists(st.sampled_from(sorted(REGISTRY)), max_size=4)))


@st.composite
def with_bundle(draw: st.DrawFn, base: Settings, kinds: st.SearchStrategy[list[str]]) -> Settings:
    """`base` with an intervention of each of these kinds, of any dose, reach and window that are possible."""
    chosen = {f"{kind}_{place}": draw(interventions(kind, base)) for place, kind in enumerate(draw(kinds))}
    possible = {name: found for name, found in chosen.items() if found is not None}
    return Settings.model_validate({**dict(base), "interventions": possible})


@st.composite
def bundles(draw: st.DrawFn) -> Settings:
    """The organisation as it is, small, with two to six different interventions at once."""
    tree = Authority(title="Small", front_line_posts=24, spans=(4.0, 3.0, 2.0), cases_a_post=19.0)
    base = Settings(authority=tree, years=1, warmup_years=1, seed=draw(st.integers(0, 2**40)))
    return draw(with_bundle(base, st.lists(st.sampled_from(sorted(REGISTRY)), min_size=2, max_size=6, unique=True)))
