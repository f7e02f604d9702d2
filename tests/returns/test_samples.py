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


def test_one_year_after_the_other(authority: LocalAuthority, other_authority: LocalAuthority) -> None:
    """In order here, the other way round there: the same facts, each year byte for byte, and nothing twice."""
    with CaptureQueriesContext(connection) as first:
        taken(authority, sample(2025))
    assert made(authority, 2025) == given(2025)
    with CaptureQueriesContext(connection) as second:
        report = taken(authority, sample(2026))
    for year in (2026, 2025):
        taken(other_authority, sample(year))

    # 165 rows of 2026 have RNE S, and 5 of them were open in 2025 already
    assert report.counts["periods"]["made"] == 160
    before = facts(authority)
    assert facts(other_authority) == before
    for place in (authority, other_authority):
        assert made(place, 2025) == given(2025)
        assert made(place, 2026) == given(2026)
    with in_authority(authority):
        one = Child.objects.get(number="100084")
        assert [(p.start_date, p.start_known, p.end_date) for p in one.periods.all()] == [
            (date(2023, 12, 30), False, None)
        ]
        assert (one.episodes.count(), one.reviews.count()) == (5, 4)
        assert PeriodOfCare.objects.filter(end_date__isnull=True).count() == 236
        deadlines = sorted(Deadline.objects.values_list("pk", "key", "due_date"))

    for content in (sample(2026), sample(2025), made(authority, 2026)):
        with CaptureQueriesContext(connection) as third:
            again = taken(authority, content)
        assert again.total("made") == again.total("changed") == 0
        assert again.counts["periods"]["made"] == again.counts["periods"]["changed"] == 0
        assert again.remarks == []
        assert len(third) <= 15

    assert facts(authority) == before
    with in_authority(authority):
        assert sorted(Deadline.objects.values_list("pk", "key", "due_date")) == deadlines
    # Thirteen statements to read, then those of four slices of a hundred children, and of what they owe.
    assert len(first) <= 130
    assert len(second) <= 200


def test_statements_do_not_grow_with_the_children(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    def some(number: int) -> dict[str, bytes]:
        header = sample(2025)["header.csv"].splitlines()[: number + 1]
        children = {line.split(b",")[0] for line in header}
        return {
            name: b"\n".join(line for line in content.splitlines() if line.split(b",")[0] in children) + b"\n"
            for name, content in given(2025).items()
        }

    counts = []
    for place, number in ((authority, 20), (other_authority, 100)):
        with CaptureQueriesContext(connection) as captured:
            taken(place, some(number))
        counts.append(len(captured))

    assert abs(counts[0] - counts[1]) <= 4


def made(authority: LocalAuthority, year: int) -> dict[str, bytes]:
    return export_collection(authority=authority, year=year, by=None).files()
