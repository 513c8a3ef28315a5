"""The one outcome that phones see: the card that is read aloud at a step of the story, once all its pairs are in."""

from sim.workshop.frames import frame_of
from sim.workshop.pairs import Answered
from sim.workshop.results import arrays_of, words_of
from sim.workshop.story import Story


def card_frame(answered: Answered, story: Story, step: int) -> bytes | None:
    """An answer that holds the chart of this step alone, named in `chart`; None where the step reads no card aloud."""
    name = story.steps[step].card if 0 <= step < len(story.steps) else None
    if name is None:
        return None
    place = [chart.name for chart in story.charts].index(name)
    arrays = {key: array[place : place + 1] for key, array in arrays_of(answered).items()}
    pairs = len(answered.seeds)
    header = {
        "type": "answer",
        "chart": name,
        "runs": pairs,
        "of": story.replicates,
        "words": words_of(arrays["difference"], pairs),
    }
    return frame_of(header, arrays)
