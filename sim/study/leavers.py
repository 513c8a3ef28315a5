"""How many people a rate of turnover stands for."""

from sim.settings.study import WEEKS_A_YEAR, Settings


def permanent_staff(settings: Settings, vacancy_rate: float) -> float:
    """Permanent staff in post, mean over the window of the study.

    Posts of the authority, which grow on the schedule of the front line, less the vacant ones. vacancy_rate: share of
    posts that are vacant, in %.
    """
    first, last = settings.window_weeks
    front_line, *managers = settings.authority.posts_by_tier()
    years = (first + last) / 2.0 / WEEKS_A_YEAR
    posts = front_line * (1.0 + settings.front_line_growth) ** years + sum(managers)
    return float(posts * (1.0 - vacancy_rate / 100.0))
