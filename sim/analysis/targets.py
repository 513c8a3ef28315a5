"""The published levels that the model is held against: children's social workers in England, 2017 to 2021."""

from dataclasses import dataclass

_CENSUS = "children's social work workforce census 2017-2021"
_STUDY = "longitudinal study of local authority social workers"


@dataclass(frozen=True, slots=True)
class Target:
    """One published level: the outcome, its value and range, the range that counts as met, and the source."""

    outcome: str
    value: float
    low: float
    high: float
    source: str
    grade: str = "A"

    @property
    def met_within(self) -> tuple[float, float]:
        """The published range, or 5% around its middle where that is wider; 10% where only one value is published."""
        middle = 0.5 * (self.low + self.high)
        slack = 0.10 if self.low == self.high else 0.05
        return min(self.low, middle * (1.0 - slack)), max(self.high, middle * (1.0 + slack))


TARGETS = (
    Target("turnover_rate", 14.5, 13.4, 15.4, _CENSUS),
    Target("vacancy_rate", 16.5, 16.1, 17.0, _CENSUS),
    Target("agency_rate", 15.6, 15.4, 15.8, _CENSUS),
    Target("agency_covering_share", 76.0, 72.0, 81.0, _CENSUS),
    Target("caseload", 16.9, 16.3, 17.7, _CENSUS),
    Target("absence_rate", 3.1, 2.9, 3.2, _CENSUS),
    Target("starters_rate", 17.8, 16.3, 19.3, _CENSUS),
    Target("overtime_hours", 6.0, 5.0, 7.0, "mean unpaid overtime, 2019-22"),
    Target("stressed_share", 51.0, 51.0, 51.0, f"{_STUDY}, wave 1"),
    Target("left_sector_share", 55.0, 55.0, 55.0, "census 2021, destinations of leavers"),
)
# Staff in post grew by this share a year, so starters less leavers must.
GROWTH = Target("starters_rate less turnover_rate", 3.4, 3.4, 3.4, _CENSUS)
