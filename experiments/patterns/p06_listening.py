"""P06: listening x understanding x candour, a factorial under both forms of taking in."""

from measure import Measure, Pattern, arm_name, contrasts, over_seeds, run_variants, variant

FACTORS = ("listening", "understanding", "candour")
HIGH = {
    "listening": ("mechanism.belief.attention=0.6",),
    "understanding": ("mechanism.understanding.floor=0.8", "mechanism.understanding.floor_without_background=0.8"),
    "candour": ("mechanism.reporting.passing=0.9",),
}
LOW = {
    "listening": ("mechanism.belief.attention=0.05",),
    "understanding": ("mechanism.understanding.floor=0.05", "mechanism.understanding.floor_without_background=0.05"),
    "candour": ("mechanism.reporting.passing=0.4",),
}
FORMS = {"multiplicative": "mechanism.belief.multiplicative=true", "additive": "mechanism.belief.multiplicative=false"}
# Understanding also makes for good support, which lowers strain; here only what it does to the picture is wanted.
PICTURE_ONLY = "mechanism.support.experience_weight=0.0"
# Where no comfortable picture pulls, a belief reaches its signal sooner or later, whatever is taken in a week.
NO_PULL = "mechanism.belief.comfort_pull=0.0"


def _factorial(form: str, seeds: int, *further: str) -> dict[str, Measure]:
    variants = {}
    for arm in range(2 ** len(FACTORS)):
        overrides = [FORMS[form], PICTURE_ONLY, *further]
        for index, factor in enumerate(FACTORS):
            overrides.extend((HIGH if arm >> index & 1 else LOW)[factor])
        variants[arm_name(arm, FACTORS)] = variant(*overrides)
    effects = contrasts(run_variants(variants, seeds), "optimism", FACTORS)
    return {
        name: over_seeds(f"{form}: {name}", by_seed, "optimism of senior leaders") for name, by_seed in effects.items()
    }


def measure(seeds: int) -> Pattern:
    """Measure P06 over `seeds` seeds."""
    found = {form: _factorial(form, seeds) for form in FORMS}
    without = _factorial("multiplicative", seeds, NO_PULL)
    measures = tuple(measure for form in found.values() for measure in form.values())
    ablation = tuple(
        renamed(without[name], f"multiplicative, no pull to the comfortable picture: {name}")
        for name in ("listening", "understanding", "candour", "listening x understanding")
    )
    return Pattern(
        identity="P06",
        question="Listening, understanding, candour: which matters, and do they need each other?",
        label="finding",
        method=(
            "Full factorial on England average: attention 0.05 or 0.6 a week, floor of understanding 0.05 or 0.8, share of "
            "bad news that passes a link 0.4 or 0.9; under the product of attention and understanding, and under their mean. "
            "Support is made independent of understanding, so that only the picture changes. An effect is the mean change in "
            "senior leaders' optimism from low to high; below zero means a truer picture. Means over five years."
        ),
        fails="no interaction in the product form, or the same interactions in both forms",
        measures=measures,
        ablation=ablation,
        reading=_reading(found, without),
    )


def renamed(measure: Measure, what: str) -> Measure:
    """The same measure under another name."""
    return Measure(what, measure.estimate, measure.low, measure.high, measure.unit, measure.seeds)


def _reading(found: dict[str, dict[str, Measure]], without: dict[str, Measure]) -> str:
    product, mean = found["multiplicative"], found["additive"]
    largest = min(FACTORS, key=lambda factor: product[factor].estimate)

    def said(effects: dict[str, Measure], name: str) -> str:
        return f"{effects[name].estimate:+.3f} ({effects[name].verdict})"

    return (
        f"In the product form the largest single step to a truer picture is {largest}, {said(product, largest)}. "
        f"Listening x understanding: {said(product, 'listening x understanding')} in the product form, "
        f"{said(mean, 'listening x understanding')} in the additive one; above zero one stands in for the other. "
        f"Listening x candour: {said(product, 'listening x candour')}; understanding x candour: "
        f"{said(product, 'understanding x candour')}; below zero means that each needs the other. "
        f"Without the pull of the comfortable picture listening brings {said(without, 'listening')} and understanding "
        f"{said(without, 'understanding')}, where with it they bring "
        f"{said(product, 'listening')} and {said(product, 'understanding')}."
    )
