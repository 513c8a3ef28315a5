"""Arms of a study: the baseline, and what is compared with it."""

from dataclasses import dataclass
from itertools import combinations

from scipy.optimize import brentq

from sim.errors import UserError
from sim.interventions.registry import AnyIntervention
from sim.settings.study import Settings
from sim.study.profile_note import profile_note

BASELINE = "baseline"
MOST_ARMS = 1024
# An arm of more interventions than this is called by how many they are, and a note says which.
MOST_NAMED = 6
# With fewer replicates a reader is told that intervals are rough.
FEW_REPLICATES = 10
# A yearly cost this close to the one asked for, as a share of it, is called equal.
_COST_TOLERANCE = 1e-6
# Events that do nothing where their mechanism is switched off.
_NEEDS = {"serious_incident": "incidents", "inspection_date": "inspection", "redesign": "redesign"}


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm: its name, its settings (all interventions act together), and the arm that it is compared with."""

    name: str
    settings: Settings
    against: str = BASELINE

    @property
    def start_week(self) -> int:
        """First week in which any of its interventions acts; 0 where there is none."""
        return min((one.start_week for one in self.settings.interventions.values()), default=0)


def arms_of(settings: Settings) -> tuple[list[Arm], list[str]]:
    """The arms of the design of `settings`, baseline first, and notes on doses that equal cost could not reach.

    Raises UserError where there is nothing to compare, or more combinations than a study can hold.
    """
    if not settings.interventions:
        raise UserError("there is nothing to compare: name at least one intervention")
    if settings.replicates < 2:
        raise UserError("replicates: 1 given; an interval needs at least 2 (for one run use coalface run)")
    if BASELINE in settings.interventions:
        raise UserError(
            f"an intervention cannot be called {BASELINE}: that is the name of the arm without interventions"
        )
    notes: list[str] = []
    chosen = dict(settings.interventions)
    if settings.equal_cost is not None:
        for name in sorted(chosen):
            chosen[name], note = at_cost(chosen[name], settings.equal_cost, settings)
            notes.append(f"{name}: {note}")
    arms = [Arm(BASELINE, settings.without_interventions())]
    for names in _combinations(settings):
        picked = {name: chosen[name] for name in names}
        short = settings.design == "together" and len(names) > MOST_NAMED
        arms.append(Arm(_label(names, short), settings.model_copy(update={"interventions": picked})))
        if short:
            notes.append(f"{_label(names, short)} is {', '.join(names)}")
        inert = {name: without_learning(one) for name, one in picked.items()}
        if settings.placebos and inert != picked:
            marked = tuple(f"{name}_placebo" if inert[name] != picked[name] else name for name in names)
            label = f"{_label(names, short)}_placebo" if short else _label(marked, short)
            arms.append(Arm(label, settings.model_copy(update={"interventions": inert})))
    notes += _cautions(settings)
    if settings.equal_cost is not None and any(len(arm.settings.interventions) > 1 for arm in arms):
        notes.append("equal_cost holds for each intervention alone; an arm that combines several costs their sum")
    return arms, notes


def _label(names: tuple[str, ...], short: bool) -> str:
    """Name of an arm: its interventions, or only how many they are where all act together and are too many to read."""
    return f"{len(names)}_together" if short else "+".join(names)


def _cautions(settings: Settings) -> list[str]:
    """What a reader of the answer should know about how it was asked for."""
    notes = []
    if settings.replicates < FEW_REPLICATES:
        notes.append(
            f"{settings.replicates} replicates are few: intervals are rough; {FEW_REPLICATES} or more are usual"
        )
    if (profile := profile_note(settings)) is not None:
        notes.append(profile)
    first, last = settings.window_weeks
    for name, event in sorted(settings.events.items()):
        notes.append(f"in every arm, the baseline included, from week {event.week}: {name} ({type(event).summary})")
        switch = _NEEDS.get(event.kind)
        if switch is not None and not getattr(settings.mechanism, switch).on:
            notes.append(f"{name} has no effect, because mechanism.{switch}.on is false")
    if settings.placebos:
        without = [n for n, one in sorted(settings.interventions.items()) if "placebo" not in type(one).model_fields]
        if without:
            notes.append(f"no placebo is run for {', '.join(without)}: nothing in it is learned by practising")
    for name, one in sorted(settings.interventions.items()):
        if one.end_week is not None and one.end_week < last:
            notes.append(
                f"{name} ends in week {one.end_week}; the means are over weeks {first} to {last - 1} (see window)"
            )
    return notes


def without_learning(intervention: AnyIntervention) -> AnyIntervention:
    """The same intervention as a placebo, where it has one: the same hours, from which nothing is learned."""
    if "placebo" not in type(intervention).model_fields:
        return intervention
    return intervention.model_copy(update={"placebo": True})


def _combinations(settings: Settings) -> list[tuple[str, ...]]:
    """Names of the interventions of each arm, baseline left out, each sorted."""
    names = sorted(settings.interventions)
    if settings.design == "together":
        return [tuple(names)]
    if settings.design == "each":
        return [(name,) for name in names]
    if 2 ** len(names) > MOST_ARMS:
        raise UserError(
            f"design: factorial makes {2 ** len(names)} arms; {MOST_ARMS} are allowed, so "
            "name fewer interventions, or use design=each"
        )
    return [names_of_arm for size in range(1, len(names) + 1) for names_of_arm in combinations(names, size)]


def at_cost(intervention: AnyIntervention, target: float, settings: Settings) -> tuple[AnyIntervention, str]:
    """The intervention at the dose whose yearly cost is `target` GBP, and a note that says so.

    Cost is the whole of `Cost.total`: cash, pay, and hours at the cost of an hour. It need not be linear in the dose.
    """

    def dosed(dose: float) -> AnyIntervention:
        return intervention.model_copy(update={"dose": float(dose)})

    def excess(dose: float) -> float:
        return dosed(dose).cost(settings).total(settings) - target

    if intervention.dose == 0.0:
        return intervention, "its dose is 0 and was left so"
    full = excess(1.0) + target
    if full <= 0.0:
        return intervention, f"it costs nothing at any dose, so its dose was left at {intervention.dose:g}"
    if excess(1.0) < 0.0:
        note = (
            f"runs at full dose, which costs GBP {full:,.0f} a year, less than GBP {target:,.0f}: costs are NOT equal"
        )
        return dosed(1.0), note
    # Cost is linear in the dose for most, and then the answer should not carry the error of a search.
    dose = target / full
    if abs(excess(dose)) > _COST_TOLERANCE * target:
        dose = brentq(excess, 0.0, 1.0, xtol=1e-12) if excess(0.0) < 0.0 else 0.0
    if abs(excess(dose)) > _COST_TOLERANCE * target:
        note = f"no dose costs GBP {target:,.0f} a year; it runs at dose {dose:g}, GBP {excess(dose) + target:,.0f}"
        return dosed(dose), note
    return dosed(dose), f"runs at dose {dose:.3g}, so that it costs GBP {target:,.0f} a year"
