"""The packaged settings that a study is held against: the same profile, remedies and events, all else as it comes."""

from sim.configuration.loader import load_settings
from sim.configuration.own_files import open_shelf
from sim.errors import UserError
from sim.settings.study import Settings


def defaults_for(settings: Settings) -> tuple[Settings, str]:
    """The packaged settings that come nearest: the same profile, remedies and events; and the profile in words."""
    shelf = open_shelf(None)
    profiles = {name: load_settings([f"authority={name}"]).authority for name in shelf.names("authority")}
    same = next((name for name, one in profiles.items() if one == settings.authority), None)
    mine = settings.authority
    shaped = (name for name, one in profiles.items() if one.spans == mine.spans or one.title == mine.title)
    chosen = same or next(shaped, "england_average")
    remedies = [name for name in settings.interventions if name in shelf.names("intervention")]
    events = [name for name in settings.events if name in shelf.names("event")]
    words = [f"authority={chosen}", f"intervention=[{','.join(remedies)}]", f"event=[{','.join(events)}]"]
    try:
        usual = load_settings(words)
    except UserError:  # a remedy or an event lies beyond the usual years
        usual = load_settings([*words, f"years={settings.years}"])
    return usual, f"the packaged profile {profiles[chosen].title}"
