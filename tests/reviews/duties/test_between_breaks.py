"""Between two short breaks: no review is due to start with; where the authority chose so, the date stands."""

from datetime import date

import pytest

from accounts.models import LocalAuthority, Membership
from children.models import Child, PeriodOfCare
from core.errors import DomainError
from reviews.actions.care import period_on
from reviews.actions.duties import recompute_authority, recompute_children
from reviews.actions.scheduling import schedule_review
from reviews.models import CaseloadEntry, Deadline
from tests.factories.children import AllocationFactory, ChildFactory, LegalStatusFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db


def a_break(child: Child, start: date, end: date | None) -> PeriodOfCare:
    period = PeriodOfCareFactory(child=child, start_date=start, end_date=end, basis="short_breaks")
    LegalStatusFactory(period=period, code="V3", start_date=start, end_date=end)
    return period


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Membership) -> Child:
    """At home again after one short break, 9 to 11 January 2026."""
    child = ChildFactory(authority=in_scope)
    AllocationFactory(child=child, iro=iro.person, start_date=date(2026, 1, 9))
    a_break(child, date(2026, 1, 9), date(2026, 1, 11))
    return child


@pytest.fixture
def stands(child: Child) -> Child:
    """The same child, where the authority lets the date stand."""
    chosen = child.authority.settings
    chosen.clock_choices = {"short_breaks_date_stands_between": True}
    chosen.save()
    return child


def due(child: Child) -> list[tuple[date, str, date | None]]:
    rows = Deadline.objects.filter(child=child, kind="review").order_by("due_date")
    return [(row.due_date, row.rule, row.met_date) for row in rows]


def test_to_start_with_nothing_is_due_between_breaks(child: Child) -> None:
    recompute_children([child.pk])

    assert not Deadline.objects.filter(child=child, met_date=None).exists()
    assert not CaseloadEntry.objects.filter(child=child).exists()


def test_where_the_date_stands_the_review_alone_is_owed(stands: Child) -> None:
    recompute_children([stands.pk])

    assert due(stands) == [(date(2026, 4, 9), "CPPCR 48(3)", None)]
    assert set(Deadline.objects.filter(child=stands).values_list("kind", flat=True)) == {"review"}
    entry = CaseloadEntry.objects.get(child=stands)
    assert (entry.next_due_date, entry.review_due_date) == (date(2026, 4, 9), date(2026, 4, 9))
    assert entry.period == stands.periods.get()
    assert recompute_authority(stands.authority, apply=False).total == 0


def test_a_review_held_between_breaks_meets_the_duty(stands: Child) -> None:
    held = date(2026, 4, 8)
    review = ReviewFactory(
        period=stands.periods.get(), state="concluded", held_date=held, concluded_date=held
    )

    recompute_children([stands.pk])

    review.refresh_from_db()
    assert (review.due_date, review.due_rule, review.on_time) == (date(2026, 4, 9), "CPPCR 48(3)", True)
    # The next would be due on 8 October, after the day on which the series is over if no other break begins.
    assert due(stands) == [(date(2026, 4, 9), "CPPCR 48(3)", date(2026, 4, 8))]
    assert not CaseloadEntry.objects.filter(child=stands).exists()


def test_the_next_break_takes_the_date_on(stands: Child) -> None:
    recompute_children([stands.pk])
    a_break(stands, date(2026, 2, 6), None)

    recompute_children([stands.pk])

    assert due(stands) == [(date(2026, 4, 9), "CPPCR 48(3)", None)]


def test_a_child_who_was_looked_after_full_time_has_no_date(stands: Child) -> None:
    stands.periods.update(basis="accommodated")

    recompute_children([stands.pk])

    assert due(stands) == []


def test_a_review_can_be_booked_between_breaks_where_the_date_stands(stands: Child, iro: Membership) -> None:
    recompute_children([stands.pk])

    review = schedule_review(child=stands, by=iro.person, on=date(2026, 3, 2), date=date(2026, 4, 1))

    assert review.period == stands.periods.get()
    assert Deadline.objects.get(child=stands, kind="review").review == review


def test_a_review_cannot_be_booked_between_breaks_to_start_with(child: Child, iro: Membership) -> None:
    recompute_children([child.pk])

    with pytest.raises(DomainError, match="The child was not looked after on this day"):
        schedule_review(child=child, by=iro.person, on=date(2026, 3, 2), date=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 1, 8), False),
        (date(2026, 1, 9), True),
        (date(2026, 1, 11), True),
        (date(2026, 7, 11), True),
        (date(2026, 7, 12), False),
    ],
)
def test_which_days_belong_to_the_last_break(stands: Child, day: date, found: bool) -> None:
    period = stands.periods.get()

    assert period_on(stands, day) == (period if found else None)
    stands.periods.update(basis="accommodated")
    assert period_on(stands, day) == (period if date(2026, 1, 9) <= day < date(2026, 1, 11) else None)


def test_breaks_that_became_full_time_leave_no_date_when_that_ends(stands: Child) -> None:
    period = stands.periods.get()
    LegalStatusFactory(period=period, code="V2", start_date=date(2026, 1, 11), end_date=date(2026, 3, 2))
    stands.periods.update(end_date=date(2026, 3, 2))

    recompute_children([stands.pk])

    assert due(stands) == []
    assert period_on(stands, date(2026, 3, 3)) is None


def test_a_break_after_full_time_care_begins_a_series_of_its_own(child: Child) -> None:
    period = child.periods.get()
    LegalStatusFactory(period=period, code="V2", start_date=date(2026, 1, 11), end_date=date(2026, 3, 2))
    child.periods.update(end_date=date(2026, 3, 2))
    a_break(child, date(2026, 4, 3), None)

    recompute_children([child.pk])

    assert due(child) == [(date(2026, 7, 3), "CPPCR 48(3)", None)]
