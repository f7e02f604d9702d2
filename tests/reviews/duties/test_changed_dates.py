"""A duty whose due date changed tells what it was, until when, and what it changed with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import LocalAuthority, Membership
from children.models import Child
from reviews.actions.duties import recompute_authority, recompute_children
from reviews.models import Deadline
from tests.counting import statements
from tests.factories.accounts import BankHolidayCorrectionFactory
from tests.factories.children import ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory
from tests.reviews.pages.test_child import words

pytestmark = pytest.mark.django_db
Told = tuple[date, date | None, date | None, str]


@pytest.fixture
def child(in_scope: LocalAuthority) -> Child:
    """Looked after from Thursday 2 April 2026; the first review was due on 5 May when it was worked out."""
    child = ChildFactory(authority=in_scope, known_since=date(2026, 1, 1))
    PeriodOfCareFactory(child=child, start_date=date(2026, 4, 2))
    with at(20):
        recompute_children([child.pk])
    return child


@contextmanager
def at(day: int, hour: int = 9) -> Iterator[None]:
    """An hour of a day of April 2026."""
    with time_machine.travel(datetime(2026, 4, day, hour, tzinfo=UTC), tick=False):
        yield


def started(child: Child, on: date, *, told: int, hour: int = 9) -> None:
    """Care is told, that day of April, to have begun on another day."""
    child.periods.update(start_date=on)
    with at(told, hour):
        recompute_children([child.pk])


def review_duty(child: Child) -> Deadline:
    return Deadline.objects.get(child=child, kind="review")


def told(child: Child) -> Told:
    row = review_duty(child)
    return (row.due_date, row.earlier_due_date, row.earlier_counted_from, row.earlier_rule)


def test_a_new_duty_has_no_earlier_date(child: Child) -> None:
    assert review_duty(child).due_changed_at is None
    assert told(child) == (date(2026, 5, 5), None, None, "")


def test_a_changed_date_keeps_what_it_was_and_when_it_changed(child: Child) -> None:
    started(child, date(2026, 4, 1), told=22)

    assert told(child) == (date(2026, 5, 1), date(2026, 5, 5), date(2026, 4, 2), "CPPCR 33(1)")
    assert review_duty(child).due_changed_at == datetime(2026, 4, 22, 9, tzinfo=UTC)


def test_worked_out_again_it_stays_and_nothing_differs(child: Child) -> None:
    started(child, date(2026, 4, 1), told=22)

    with at(27):
        assert recompute_children([child.pk]).total == 0
        assert recompute_authority(child.authority, apply=True).total == 0

    assert review_duty(child).due_changed_at == datetime(2026, 4, 22, 9, tzinfo=UTC)


def test_counting_what_differs_writes_nothing(child: Child) -> None:
    child.periods.update(start_date=date(2026, 4, 1))

    assert recompute_children([child.pk], apply=False).total > 0

    assert told(child) == (date(2026, 5, 5), None, None, "")


def test_a_later_change_is_told_instead_of_the_one_before(child: Child) -> None:
    started(child, date(2026, 4, 1), told=22)
    started(child, date(2026, 3, 31), told=23)

    assert told(child) == (date(2026, 4, 30), date(2026, 5, 1), date(2026, 4, 1), "CPPCR 33(1)")


def test_of_one_day_the_date_it_began_with_is_kept(child: Child) -> None:
    started(child, date(2026, 4, 1), told=22)
    started(child, date(2026, 3, 31), told=22, hour=17)

    assert told(child) == (date(2026, 4, 30), date(2026, 5, 5), date(2026, 4, 2), "CPPCR 33(1)")


def test_a_slip_mended_the_same_day_is_not_told(child: Child) -> None:
    started(child, date(2026, 4, 1), told=22)
    started(child, date(2026, 4, 2), told=22, hour=17)

    assert review_duty(child).due_changed_at is None
    assert told(child) == (date(2026, 5, 5), None, None, "")


def test_the_day_is_that_of_london(child: Child) -> None:
    """At 23:30 by Greenwich in April it is the next day in London."""
    started(child, date(2026, 4, 1), told=22, hour=9)
    started(child, date(2026, 4, 2), told=22, hour=23)

    assert told(child) == (date(2026, 5, 5), date(2026, 5, 1), date(2026, 4, 1), "CPPCR 33(1)")


def test_what_changes_beside_the_date_is_no_change_of_it(child: Child) -> None:
    ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))

    with at(22):
        assert recompute_children([child.pk]).changed > 0

    assert told(child) == (date(2026, 5, 5), None, None, "")


def test_a_changed_date_costs_no_statement_more(in_scope: LocalAuthority) -> None:
    def cost(number: int) -> int:
        children = [ChildFactory(authority=in_scope, known_since=date(2026, 1, 1)) for _ in range(number)]
        for child in children:
            PeriodOfCareFactory(child=child, start_date=date(2026, 4, 2))
        ids = [child.pk for child in children]
        recompute_children(ids)
        for child in children:
            child.periods.update(start_date=date(2026, 4, 1))
        return len(statements(lambda: recompute_children(ids)))

    assert cost(1) == cost(30)


# The page

SignIn = Callable[[Membership], Client]


def page(client: Client, child: Child) -> str:
    return words(client.get(f"/duties/{review_duty(child).uuid}/why/").content.decode())


def test_the_page_says_when_it_changed_what_it_was_and_why(
    child: Child, manager: Membership, signed_in: SignIn
) -> None:
    client = signed_in(manager)
    assert "Date changed" not in page(client, child)

    started(child, date(2026, 4, 1), told=22)

    assert (
        "Date changed on Wed 22 Apr 2026, was Tue 5 May 2026. "
        "Until then it was counted from Thu 2 Apr 2026, now from Wed 1 Apr 2026."
    ) in page(client, child)


def test_another_rule_is_named(child: Child, manager: Membership, signed_in: SignIn) -> None:
    child.periods.update(basis="short_breaks")
    with at(22):
        recompute_children([child.pk])

    assert (
        "Date changed on Wed 22 Apr 2026, was Tue 5 May 2026. Until then it was counted from Thu 2 Apr 2026, by "
        "another rule: Regulation 33(1), Care Planning, Placement and Case Review (England) Regulations 2010."
    ) in page(signed_in(manager), child)


def test_a_bank_holiday_put_right(child: Child, manager: Membership, signed_in: SignIn) -> None:
    BankHolidayCorrectionFactory(authority=child.authority, on=date(2026, 4, 28))
    with at(22):
        recompute_children([child.pk])

    assert (
        "Date changed on Wed 22 Apr 2026, was Tue 5 May 2026. "
        "The bank holidays or your authority’s choices were changed."
    ) in page(signed_in(manager), child)
