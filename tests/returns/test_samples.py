"""The two sample folders: taken, taken again, in either order, and given back byte for byte."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from children.models import Child, PeriodOfCare
from returns.actions import export_collection
from reviews.models import Deadline
from tests.factories.accounts import LocalAuthorityFactory
from tests.returns.collections import facts, sample, taken

pytestmark = pytest.mark.django_db
FOUR = ("header.csv", "episodes.csv", "reviews.csv", "uasc.csv")


def given(year: int) -> dict[str, bytes]:
    return {name: content for name, content in sample(year).items() if name in FOUR}


def test_everything_in_the_folder_is_held(authority: LocalAuthority) -> None:
    report = taken(authority, sample(2025))

    assert report.as_dict()["totals"] == {"made": 1425, "changed": 0, "unchanged": 0, "refused": 0}
    assert report.as_dict()["counts"] == {
        "children": {"made": 322, "changed": 0, "unchanged": 0, "refused": 0},
        "episodes": {"made": 580, "changed": 0, "unchanged": 0, "refused": 0},
        "reviews": {"made": 502, "changed": 0, "unchanged": 0, "refused": 0},
        "uasc": {"made": 21, "changed": 0, "unchanged": 0, "refused": 0},
        "periods": {"made": 382, "changed": 0, "unchanged": 0, "refused": 0},
    }
    assert report.problems == []
    assert [(file.name, file.taken) for file in report.files if not file.taken] == [
        ("ad1.csv", False),
        ("placed_for_adoption.csv", False),
    ]


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_second_import_changes_nothing(authority: LocalAuthority, year: int) -> None:
    taken(authority, sample(year))
    before = facts(authority)
    with in_authority(authority):
        deadlines = sorted(Deadline.objects.values_list("pk", "key", "due_date"))

    again = taken(authority, sample(year))

    assert again.total("made") == again.total("changed") == 0
    assert again.counts["periods"]["made"] == again.counts["periods"]["changed"] == 0
    assert again.remarks == []
    assert facts(authority) == before
    with in_authority(authority):
        assert sorted(Deadline.objects.values_list("pk", "key", "due_date")) == deadlines


def test_the_order_of_import_does_not_matter(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    for year in (2025, 2026):
        taken(authority, sample(year))
    for year in (2026, 2025):
        taken(other_authority, sample(year))

    assert facts(authority) == facts(other_authority)


def test_years_join_periods_of_care(authority: LocalAuthority) -> None:
    taken(authority, sample(2025))
    report = taken(authority, sample(2026))

    assert (
        report.counts["periods"]["made"] == 160
    )  # 165 rows with RNE S in 2026, 5 of them open in 2025 already
    with in_authority(authority):
        one = Child.objects.get(number="100084")
        assert [(p.start_date, p.start_known, p.end_date) for p in one.periods.all()] == [
            (date(2023, 12, 30), False, None)
        ]
        assert one.episodes.count() == 5
        assert one.reviews.count() == 4
        assert PeriodOfCare.objects.filter(end_date__isnull=True).count() == 236


@pytest.mark.parametrize("year", [2025, 2026])
def test_export_gives_the_same_bytes_back(authority: LocalAuthority, year: int) -> None:
    taken(authority, sample(year))

    assert export_collection(authority=authority, year=year, by=None).files() == given(year)


@pytest.mark.parametrize("order", [(2025, 2026), (2026, 2025)])
def test_each_year_comes_back_after_both_were_taken(
    authority: LocalAuthority, order: tuple[int, int]
) -> None:
    for year in order:
        taken(authority, sample(year))

    assert export_collection(authority=authority, year=2025, by=None).files() == given(2025)
    assert export_collection(authority=authority, year=2026, by=None).files() == given(2026)


def test_what_was_exported_changes_nothing_when_taken(authority: LocalAuthority) -> None:
    taken(authority, sample(2025))
    taken(authority, sample(2026))

    report = taken(authority, export_collection(authority=authority, year=2026, by=None).files())

    assert report.total("made") == report.total("changed") == 0


def test_statements_grow_with_slices_not_with_children(authority: LocalAuthority) -> None:
    """About 100 for 322 children: thirteen to read, then the writes of four slices and their duties."""
    with CaptureQueriesContext(connection) as first:
        taken(authority, sample(2025))
    with CaptureQueriesContext(connection) as second:
        taken(LocalAuthorityFactory(), sample(2026))
    with CaptureQueriesContext(connection) as again:
        taken(authority, sample(2025))

    assert len(first) <= 130
    assert abs(len(first) - len(second)) <= 10
    assert len(again) <= 15
