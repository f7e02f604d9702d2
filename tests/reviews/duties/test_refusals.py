"""What cannot be recorded as done, and children there are no facts of."""

from datetime import date

import pytest

from accounts.models import LocalAuthority, Membership
from core.errors import DomainError
from reviews.actions.duties import recompute_children, record_duty_done
from reviews.enums import DutyKind
from reviews.models import DutyDone
from tests.factories.children import ChildFactory

pytestmark = pytest.mark.django_db


def test_the_portal_knows_of_reviews_by_itself(in_scope: LocalAuthority, iro: Membership) -> None:
    child = ChildFactory(authority=in_scope)

    with pytest.raises(DomainError) as refused:
        record_duty_done(
            child=child, kind=DutyKind.REVIEW, done_date=date(2026, 3, 2), by=iro.person, on=date(2026, 3, 2)
        )

    assert (refused.value.code, refused.value.field) == ("not_recordable", "kind")
    assert not DutyDone.objects.exists()


def test_a_child_who_is_not_there_has_no_duties(in_scope: LocalAuthority) -> None:
    found = recompute_children([987654321])

    assert found.total == 0
