"""By when the social worker must visit."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.timescales import VisitKind, visit

STARTED = date(2026, 1, 5)
FIRST_YEAR = date(2026, 3, 2)
LAST_DAY_OF_FIRST_YEAR = date(2027, 1, 4)
SECOND_YEAR = date(2027, 1, 5)


@pytest.mark.parametrize(
    ("kind", "last", "facts", "due", "rule"),
    [
        (VisitKind.PLACEMENT, None, {}, "2026-01-12", "CPPCR 28(2)(a)"),
        (VisitKind.PLACEMENT, FIRST_YEAR, {}, "2026-04-13", "CPPCR 28(2)(b)"),
        (VisitKind.PLACEMENT, FIRST_YEAR, {"meant_to_last": True}, "2026-04-13", "CPPCR 28(2)(b)"),
        (VisitKind.PLACEMENT, FIRST_YEAR, {"fewer_agreed": True}, "2026-04-13", "CPPCR 28(2)(b)"),
        (
            VisitKind.PLACEMENT,
            LAST_DAY_OF_FIRST_YEAR,
            {"meant_to_last": True},
            "2027-02-15",
            "CPPCR 28(2)(b)",
        ),
        (VisitKind.PLACEMENT, SECOND_YEAR, {}, "2027-02-16", "CPPCR 28(2)(c)"),
        (VisitKind.PLACEMENT, SECOND_YEAR, {"meant_to_last": True}, "2027-04-05", "CPPCR 28(2)(c)"),
        (VisitKind.PLACEMENT, SECOND_YEAR, {"fewer_agreed": True}, "2027-07-05", "CPPCR 28(3A)"),
        (VisitKind.IMMEDIATE_WITH_PARENT, None, {}, "2026-01-12", "CPPCR 28(3)"),
        (VisitKind.IMMEDIATE_WITH_PARENT, FIRST_YEAR, {}, "2026-03-09", "CPPCR 28(3)"),
        (
            VisitKind.IMMEDIATE_WITH_PARENT,
            FIRST_YEAR,
            {"first_review_held": True},
            "2026-04-13",
            "CPPCR 28(3)",
        ),
        (VisitKind.TEMPORARY_APPROVAL, None, {}, "2026-01-12", "CPPCR 28(4)"),
        (VisitKind.TEMPORARY_APPROVAL, FIRST_YEAR, {}, "2026-03-09", "CPPCR 28(4)"),
        (VisitKind.TEMPORARY_APPROVAL, FIRST_YEAR, {"first_review_held": True}, "2026-03-30", "CPPCR 28(4)"),
        (VisitKind.INTERIM_ORDER_WITH_PARENT, None, {}, "2026-01-12", "CPPCR 28(4)"),
        (VisitKind.INTERIM_ORDER_WITH_PARENT, FIRST_YEAR, {}, "2026-03-09", "CPPCR 28(4)"),
        (
            VisitKind.INTERIM_ORDER_WITH_PARENT,
            FIRST_YEAR,
            {"first_review_held": True},
            "2026-03-30",
            "CPPCR 28(4)",
        ),
        (VisitKind.CARE_ORDER_WITH_PARENT, None, {}, "2026-01-12", "CPPCR 28(5)"),
        (VisitKind.CARE_ORDER_WITH_PARENT, SECOND_YEAR, {}, "2027-02-16", "CPPCR 28(5)"),
        (VisitKind.OTHER_RESPONSIBLE, None, {}, "2026-01-12", "CPPCR 28(6)"),
        (VisitKind.OTHER_RESPONSIBLE, FIRST_YEAR, {}, "2026-04-13", "CPPCR 28(6)"),
        (VisitKind.OTHER_RESPONSIBLE, SECOND_YEAR, {}, "2027-04-05", "CPPCR 28(6)"),
        (VisitKind.SHORT_BREAKS, None, {}, "2026-04-05", "CPPCR 48 visits"),
        (VisitKind.SHORT_BREAKS, FIRST_YEAR, {}, "2026-09-02", "CPPCR 48 visits"),
        (VisitKind.ADOPTION, None, {}, "2026-01-12", "AAR 36(4)"),
        (VisitKind.ADOPTION, FIRST_YEAR, {}, "2026-03-09", "AAR 36(4)"),
    ],
)
def test_visit(kind: VisitKind, last: date | None, facts: dict[str, bool], due: str, rule: str) -> None:
    found = visit(kind, STARTED, last, **facts)

    assert found is not None
    assert found.due == date.fromisoformat(due)
    assert found.rule == rule
    assert found.counted_from == (last or STARTED)


def test_after_the_first_adoption_review_the_reviews_decide() -> None:
    assert visit(VisitKind.ADOPTION, STARTED, FIRST_YEAR, first_review_held=True) is None


def test_visits_are_explained() -> None:
    first = visit(VisitKind.PLACEMENT, STARTED)
    later = visit(VisitKind.PLACEMENT, STARTED, FIRST_YEAR)

    assert first is not None
    assert first.explanation == (
        "Counted from Monday 5 January 2026, the day the placement started: the first visit must be made"
        " within 1 week. A date counted in weeks does not move for a weekend or a bank holiday."
    )
    assert later is not None
    assert later.explanation == (
        "Counted from Monday 2 March 2026, the day of the last visit: the next visit must be made not more"
        " than 6 weeks later. A date counted in weeks does not move for a weekend or a bank holiday."
    )
