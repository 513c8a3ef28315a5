"""The model's own staff survey, so that it can be held against the correlations that studies of real staff report.

Everyone permanent at the front line answers. An answer is the true value seen through a questionnaire of limited
reliability. The published correlations are targets for this survey, not coefficients that anyone typed in.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.interventions.base import pull_all
from sim.layout import Organisation
from sim.levers import neutral_levers
from sim.mechanisms.leaving import push_of_the_year, terms_of_leaving
from sim.mechanisms.voice import chance_of_speaking
from sim.settings.study import WEEKS_A_YEAR, Settings
from sim.state import PERMANENT, Exit, dtype_of
from sim.streams import SURVEY, bell, draws
from sim.study.replicates import Progress
from sim.study.runs import advance, warm_up

ITEMS = ("exhaustion", "support", "voice", "intention_to_leave", "caseload", "weeks_absent")
_COUNTED = ("caseload", "weeks_absent")  # taken from records, so without the noise of a questionnaire


@dataclass(frozen=True, slots=True)
class Published:
    """One published correlation: the pair of items, its value and range, where it comes from, and its grade."""

    first: str
    second: str
    value: float
    low: float
    high: float
    source: str
    grade: str


PUBLISHED = (
    Published("exhaustion", "voice", -0.28, -0.35, -0.21, "Lainidi et al. 2025, 84 studies", "B"),
    Published(
        "exhaustion", "intention_to_leave", 0.33, 0.25, 0.45, "burnout and turnover, Swider and Zimmerman 2010", "B"
    ),
    Published("support", "exhaustion", -0.35, -0.40, -0.30, "supervision and outcomes, Mor Barak et al. 2009", "B"),
    Published(
        "support", "intention_to_leave", -0.35, -0.40, -0.30, "supervision and outcomes, Mor Barak et al. 2009", "B"
    ),
    Published("exhaustion", "weeks_absent", 0.23, 0.10, 0.30, "burnout and absence, Swider and Zimmerman 2010", "B"),
    Published("caseload", "intention_to_leave", 0.0, -0.10, 0.20, "no direct link, Kim and Kao 2014, 22 studies", "B"),
)


def survey(
    organisation: Organisation, weeks_absent: np.ndarray | None = None, reliability: float = 0.8
) -> pd.DataFrame:
    """Answers of everyone permanent at the front line, one row a person, one column for each of `ITEMS`.

    weeks_absent: weeks absent over the last year for each post, where the caller has counted them. Questionnaire items
    are standardised; caseload is in cases. The noise is drawn from the stream of surveys, by post and week.
    """
    authority = organisation.authority[0]
    settings = organisation.settings[0]
    posts = organisation.posts
    rows = [row for row in range(authority.front_line) if posts[row]["kind"] == PERMANENT]
    with np.errstate(over="ignore"):
        push = push_of_the_year(authority, settings)
        terms = np.zeros(1, dtype_of(Exit))[0]
        true = pd.DataFrame(
            {
                "exhaustion": [posts[row].exhaustion for row in rows],
                "support": [posts[row].support for row in rows],
                "voice": [
                    chance_of_speaking(posts[row], 0.0, organisation.units[posts[row].team].speaking, settings.voice)
                    for row in rows
                ],
                "intention_to_leave": [
                    terms_of_leaving(posts[row], authority.week, push, 0.0, 1.0, settings, terms) for row in rows
                ],
                "caseload": [float(posts[row].cases) for row in rows],
            },
            index=pd.Index(rows, name="post"),
        )
        if weeks_absent is not None:
            true["weeks_absent"] = weeks_absent[rows]
        for number, item in enumerate(column for column in true.columns if column not in _COUNTED):
            drawn = draws(authority.seed, SURVEY, authority.week * len(ITEMS) + number, authority.front_line)
            noise = np.array([bell(drawn[row]) for row in rows])
            spread = true[item].std(ddof=0)
            score = (true[item] - true[item].mean()) / spread if spread > 0 else true[item] * 0.0
            true[item] = np.sqrt(reliability) * score + np.sqrt(1.0 - reliability) * noise
    return true


def beside_published(answers: pd.DataFrame) -> pd.DataFrame:
    """The correlations of `answers` beside the published ones: simulated, published, range, whether within, source."""
    rows = []
    for published in PUBLISHED:
        if published.first not in answers or published.second not in answers:
            continue
        simulated = float(answers[published.first].corr(answers[published.second]))
        rows.append(
            {
                "pair": f"{published.first} and {published.second}",
                "simulated": simulated,
                "published": published.value,
                "low": published.low,
                "high": published.high,
                "within": published.low <= simulated <= published.high,
                "people": len(answers),
                "source": published.source,
                "grade": published.grade,
            }
        )
    return pd.DataFrame(rows)


def survey_of(settings: Settings, seed: int) -> pd.DataFrame:
    """Answers at the end of the run of one seed, interventions and all, with weeks absent counted over its last year."""
    organisation = warm_up(settings, seed).organisation.copy()
    levers = pull_all(settings, neutral_levers(settings.weeks, settings.authority.tiers))
    before = settings.weeks - WEEKS_A_YEAR
    advance(organisation, levers[:before])
    absent = np.zeros(len(organisation.posts))
    for week in range(before, settings.weeks):
        absent += organisation.posts["absent_until"] > week
        advance(organisation, levers[week : week + 1])
    return survey(organisation, absent)


def survey_authorities(settings: Settings, progress: Progress | None = None) -> pd.DataFrame:
    """The correlations of the answers of all replicates together, beside the published ones: see `beside_published`."""
    answers = []
    for replicate in range(settings.replicates):
        answers.append(survey_of(settings, settings.seed + replicate))
        if progress is not None:
            progress(replicate + 1, settings.replicates)
    return beside_published(pd.concat(answers, ignore_index=True))
