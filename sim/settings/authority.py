"""The authority: how many posts, in how many tiers, and how much work comes to the door."""

import math
from typing import Annotated

from pydantic import Field, model_validator

from sim.quantity import AS_TUPLE, Frozen, quantity
from sim.state import MOST_TIERS


class Authority(Frozen):
    """One local authority's social work service, a tree of posts."""

    title: str = Field(
        min_length=1,
        max_length=80,
        description="name shown in tables and figures",
        json_schema_extra={"unit": "text", "source": "the profile's file", "grade": "A", "role": "constant"},
    )
    front_line_posts: int = quantity(
        "posts at the front line at week 0, vacant ones included",
        unit="posts", low=1, high=1_000_000, source="the profile's file", grade="A",
    )  # fmt: skip
    spans: Annotated[tuple[float, ...], AS_TUPLE] = Field(
        min_length=1,
        max_length=MOST_TIERS - 1,
        description="people who report to one manager, for each tier of managers from the lowest up; the top has one post",
        json_schema_extra={
            "unit": "people a manager",
            "source": "the profile's file",
            "grade": "A",
            "role": "constant",
            "range": f"1 to {MOST_TIERS - 1} spans, each from 1 to 1000",
        },
    )
    cases_a_post: float = quantity(
        "new cases a year for each front-line post",
        unit="cases a post and year", low=0, high=1000, source="the profile's file", grade="D", role="calibrated",
    )  # fmt: skip

    @model_validator(mode="after")
    def _is_a_tree(self) -> "Authority":
        for span in self.spans:
            if not 1 <= span <= 1000:
                raise ValueError(
                    f"spans: {span:g} is not a span of control; each must be from 1 to 1000 people a manager"
                )
        top = self.posts_by_tier()[-1]
        if top != 1:
            raise ValueError(
                f"spans: {list(self.spans)} leaves {top} posts at the top of {self.front_line_posts} front-line posts, "
                f"where there must be 1; raise the last span to at least {self.spans[-1] * top:g} or add another"
            )
        return self

    @property
    def tiers(self) -> int:
        """Tiers of the tree, the front line included."""
        return len(self.spans) + 1

    def posts_by_tier(self) -> list[int]:
        """Posts in each tier from the front line up; a remainder needs a manager too."""
        counts = [self.front_line_posts]
        for span in self.spans:
            # A hair is taken off, so that 152 posts in spans of 4.75 are 32 teams on every machine.
            counts.append(max(1, math.ceil(counts[-1] / span - 1e-9)))
        return counts
