"""What the short answer does not say by itself: how sure its intervals are, and what was not run that would say more."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.configuration.catalogue import catalogue, note
from sim.configuration.explain import GRADES
from sim.configuration.names import listed
from sim.report.page.blocks import Block, Code, Strong, said
from sim.report.style import shown_name
from sim.settings.study import Settings
from sim.text.numbers import capital, counted


def only_chance(settings: Settings) -> Block:
    """That intervals know of chance alone, how much of the model has no source, and whose service this is."""
    weakest, every = _grade_d(settings.model_dump(mode="json"))
    return said(
        "These intervals are of chance only: more replicates narrow them and make no assumption surer. Of "
        f"{counted(every, 'setting')} of the mechanisms {weakest} are of grade D, most slopes among them: {GRADES['D']}. "
        "And this is a simulated service, not yours."
    )


def _grade_d(tree: dict[str, Any]) -> tuple[int, int]:
    """Settings of mechanisms of grade D, and all of them; levers are left out, as whoever asks chooses them."""
    grades = [
        note(info, "grade")
        for path, info in catalogue(tree).items()
        if path.startswith("mechanism.") and note(info, "role") != "lever"
    ]
    return grades.count("D"), len(grades)


def notes(manifest: Mapping[str, Any]) -> list[Block]:
    """What a study noted while it was planned and run. manifest: of its folder, which may come from anyone."""
    found = manifest.get("notes")
    texts = [note for note in found if isinstance(note, str)] if isinstance(found, list) else []
    return [said(Strong("Note: "), f"{capital(text.rstrip('.'))}.") for text in texts]


def no_placebo(names: Sequence[str], screened: bool = False) -> list[Block]:
    """What it means that these remedies were tried without a placebo, and how to run one. names: see `without_placebo`.

    screened: whether they were chosen by a screen, which tries no placebos.
    """
    if not names:
        return []
    how = (
        (Code("coalface compare"), " with ", Code("placebos=true"), " runs it beside each.")
        if screened
        else ("The same words with ", Code("placebos=true"), " run it beside each.")
    )
    return [
        said(
            f"No placebo was run for {listed(list(names))}. A placebo takes the same hours, and nothing is learned from it: "
            "what is found here may come in part, or for the most part, from the extra hands or hours and not from the "
            "learning. ",
            *how,
        )
    ]


def without_placebo(arms: Iterable[Settings]) -> list[str]:
    """Names, as they are read, of the remedies that can have a placebo of which none is among these arms."""
    names: dict[str, list[str]] = {}
    run = set()
    for settings in arms:
        for name, one in settings.interventions.items():
            placebo = getattr(one, "placebo", None)
            if placebo is not None and name not in names.setdefault(one.kind, []):
                names[one.kind].append(name)
            if placebo:
                run.add(one.kind)
    return [shown_name(name) for kind, found in names.items() if kind not in run for name in found]
