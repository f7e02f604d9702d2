"""What a caseload of 65 children weighs on the wire."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.test import Client, RequestFactory

from accounts.models import LocalAuthority, Membership
from children.models import Allocation, Child, PeriodOfCare
from reviews.actions.duties import recompute_children
from reviews.models import Review, Sitting
from tests.factories.children import ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db

LATER, FIRST = 9_000, 50_000
"""Bytes, compressed: a later caseload page; a first visit with styles, script and icons."""
STATIC = ("build/portal.css", "build/portal.js", "icons.svg", "icon.svg")
NAMES = [
    "Ash",
    "Rowan",
    "Hazel",
    "Linden",
    "Moss",
    "Fern",
    "Birch",
    "Elm",
    "Sorrel",
    "Heron",
    "Oak",
    "Willow",
    "Yarrow",
    "Zinnia",
    "Aspen",
    "Bay",
    "Brook",
    "Cedar",
    "Coral",
    "Dale",
    "Dove",
    "Drake",
    "Flint",
    "Forrest",
    "Frost",
    "Glen",
    "Grove",
    "Hale",
    "Lichen",
    "Marsh",
    "Pine",
    "Quill",
]


@pytest.fixture
def client(in_scope: LocalAuthority, iro: Membership, signed_in: Callable[[Membership], Client]) -> Client:
    """The reviewing officer of 65 children: some late, some soon, some booked, most later."""
    children = Child.objects.bulk_create(
        ChildFactory.build(
            authority=in_scope,
            name=f"{NAMES[n % len(NAMES)]} {'ABC'[n // len(NAMES)]}",
            date_of_birth=date(2009 + n % 15, 1 + n % 12, 1 + n % 28),
        )
        for n in range(65)
    )
    periods = PeriodOfCare.objects.bulk_create(
        PeriodOfCareFactory.build(
            child=child, authority=in_scope, start_date=date(2025, 11, 1) + timedelta(days=(37 * n) % 168)
        )
        for n, child in enumerate(children)
    )
    Allocation.objects.bulk_create(
        Allocation(child=child, authority=in_scope, iro=iro.person, start_date=date(2025, 11, 1))
        for child in children
    )
    Review.objects.bulk_create(
        ReviewFactory.build(
            period=period, child=period.child, authority=in_scope, number=1, source="import", state="concluded",
            held_date=period.start_date + timedelta(days=14 + n % 9),
            concluded_date=period.start_date + timedelta(days=14 + n % 9),
        )
        for n, period in enumerate(periods) if n % 4
    )  # fmt: skip
    booked = Review.objects.bulk_create(
        ReviewFactory.build(
            period=period, child=period.child, authority=in_scope, number=2,
            scheduled_date=date(2026, 4, 22) + timedelta(days=n),
            child_asked_date=date(2026, 4, 1), social_worker_talk_date=date(2026, 4, 1),
            views_recorded_date=date(2026, 4, 20) if n % 3 else None,
        )
        for n, period in enumerate(periods) if n % 5 == 1
    )  # fmt: skip
    Sitting.objects.bulk_create(
        Sitting(
            review=review,
            authority=in_scope,
            number=1,
            date=review.scheduled_date,
            time="14:30",
            place="video",
        )
        for review in booked
    )
    recompute_children([child.pk for child in children])
    return signed_in(iro)


def on_the_wire(client: Client, url: str) -> bytes:
    """What a browser that takes gzip is sent: the page through the outermost middleware that touches it."""
    assert "django.middleware.gzip.GZipMiddleware" in settings.MIDDLEWARE
    page = client.get(url)
    asked = RequestFactory().get(url, headers={"accept-encoding": "gzip, deflate, br"})
    answer = GZipMiddleware(lambda request: page)(asked)
    assert answer["Content-Encoding"] == "gzip"
    return answer.content


def test_a_caseload_of_65_is_light(client: Client) -> None:
    assert client.get("/children/").content.decode().count("p-table__name") == 65

    later = len(on_the_wire(client, "/children/"))
    built = Path(settings.BASE_DIR) / "static"
    first = later + sum(len(brotli.compress((built / name).read_bytes())) for name in STATIC)

    assert later < LATER
    assert first < FIRST
