"""The quality reader reads every child's reviews and records, and changes nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority
from tests.factories.children import AllocationFactory, PeriodOfCareFactory
from tests.factories.reviews import CaseloadEntryFactory, ReviewFactory


@pytest.fixture
def reader(signed_in: Callable[..., Client], authority: LocalAuthority) -> Client:
    return signed_in("quality_reader", authority)


def test_starts_with_all_children_and_is_offered_nothing_else(
    reader: Client, authority: LocalAuthority
) -> None:
    period = PeriodOfCareFactory(child__authority=authority, child__name="Ash Lane")
    CaseloadEntryFactory(child=period.child, period=period)
    assert reader.get("/")["Location"] == "/all-children/" or reader.get("/").status_code == 302
    page = reader.get("/", follow=True).content.decode()
    assert "Ash Lane" in page
    assert "Choose an IRO" not in page
    for name in ("Team", "Messages", "Settings", "People", "Imports"):
        assert f">{name}<" not in page


def test_reads_a_record_and_is_offered_no_change(reader: Client, authority: LocalAuthority) -> None:
    period = PeriodOfCareFactory(child__authority=authority, child__name="Ash Lane")
    AllocationFactory(child=period.child)
    review = ReviewFactory(period=period, number=1, scheduled_date=date(2026, 5, 5))
    page = reader.get(f"/children/{period.child.uuid}/").content.decode()
    assert "Ash Lane" in page
    edit = reverse("child-edit", args=[period.child.uuid])
    assert edit not in page
    assert reader.get(f"/reviews/{review.uuid}/").status_code == 200
    assert reader.get(edit).status_code == 403
