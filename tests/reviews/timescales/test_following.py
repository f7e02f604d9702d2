"""How long after a review the next one is due, held against what the clock then says."""

from __future__ import annotations

from datetime import date

import pytest

from core.calendar import add_months
from reviews.timescales import Rule, months_to_the_next
from tests.reviews.timescales.timelines import told

START = "2025-03-03 started"


@pytest.mark.parametrize(
    ("events", "rule", "months"),
    [
        (START, Rule.FIRST_REVIEW, 3),
        (f"{START}, 2025-03-20 held", Rule.LATER_REVIEW, 6),
        ("2025-03-03 short-breaks", Rule.SHORT_BREAKS_REVIEW, 6),
        (f"{START}, 2025-03-20 held, 2025-06-10 held, 2025-07-01 authorised", Rule.AUTHORISED_FIRST, 6),
        (f"{START}, 2025-03-20 held, 2025-07-01 placed", Rule.PLACED_FIRST, 3),
        (f"{START}, 2025-03-20 held, 2025-07-01 placed, 2025-07-20 held", Rule.PLACED_SECOND, 6),
        (f"{START}, 2025-07-01 placed, 2025-07-20 held, 2025-09-01 held", Rule.PLACED_LATER, 6),
        (
            f"{START}, 2025-03-20 held, 2025-07-01 placed, 2025-07-20 held, 2025-08-01 returned",
            Rule.ADOPTION_RETURN,
            6,
        ),
    ],
)
def test_months_to_the_next(events: str, rule: Rule, months: int) -> None:
    before = told(*events.split(", ")).next_review
    after = told(*events.split(", "), "2025-09-02 held").next_review

    assert before is not None
    assert before.rule is rule
    assert after is not None
    assert after.due == add_months(date(2025, 9, 2), months)
    assert months_to_the_next(rule) == months
