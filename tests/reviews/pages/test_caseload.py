"""The caseload: what is due first on top, numbers that lead to as many rows, few statements."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.models import Child
from reviews.actions.duties import recompute_children
from tests.counting import statements
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.children import ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory, SittingFactory

pytestmark = pytest.mark.django_db
Make = Callable[..., Child]
SignIn = Callable[[Membership], Client]


def rows_of(html: str) -> list[str]:
    """The child links in the order of the page."""
    return re.findall(r'p-table__name" href="[^"]+">([^<]+)<', html)


def page(client: Client, query: str = "") -> str:
    """The caseload's HTML."""
    answer = client.get(f"/children/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_groups_and_order(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    looked_after(date(2026, 4, 2), name="Rowan")  # due 5 May
    looked_after(date(2026, 3, 2), name="Hazel")  # due 30 March
    looked_after(date(2026, 4, 20), name="Oak")  # due 19 May

    html = page(signed_in(iro))

    assert rows_of(html) == ["Hazel", "Rowan", "Oak"]
    assert "Overdue (1)" in html
    assert "Due in the next 10 working days (1)" in html
    assert "Later (1)" in html
    assert "3 children. Today is Tuesday 21 April 2026." in html


def test_a_row_says_duty_date_days_and_why(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2), name="Rowan")

    html = page(signed_in(iro))

    assert "First review" in html
    assert "Tue 5 May 2026" in html
    assert "9 left" in html
    assert "Not booked" in html
    deadline = child.deadlines.get(kind="review")
    assert reverse("why-date", args=[deadline.uuid]) in html


def test_a_booked_review_shows_when_and_how_ready(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 4, 2), name="Rowan")
    review = ReviewFactory(
        period=child.periods.get(),
        scheduled_date=date(2026, 4, 30),
        child_asked_date=date(2026, 4, 3),
        social_worker_talk_date=date(2026, 4, 9),
        reports_received_date=date(2026, 4, 20),
        views_recorded_date=date(2026, 4, 20),
    )
    SittingFactory(review=review, date=date(2026, 4, 30), time="15:30", place="video")
    recompute_children([child.pk])

    html = page(signed_in(iro))

    assert "Thu 30 Apr 2026, 3.30pm, by video" in html
    assert re.search(r"p-chip--done.*?Views", html)
    assert re.search(r"p-chip--todo.*?Seen alone", html)
    assert re.search(r"p-chip--done.*?Report", html)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=row", ["Rowan"]),
        ("?q=ROWAN", ["Rowan"]),
        ("?duty=review", ["Hazel", "Rowan"]),
        ("?duty=decisions", []),
        ("?ready=views", ["Hazel", "Rowan"]),
        ("?booked=no", ["Hazel", "Rowan"]),
        ("?order=name", ["Hazel", "Rowan"]),
        ("?order=age", ["Rowan", "Hazel"]),
        ("?duty=nonsense", ["Hazel", "Rowan"]),
    ],
)
def test_filters(
    looked_after: Make, iro: Membership, signed_in: SignIn, query: str, found: list[str]
) -> None:
    looked_after(date(2026, 4, 2), name="Rowan", date_of_birth=date(2010, 1, 1))
    looked_after(date(2026, 3, 2), name="Hazel", date_of_birth=date(2015, 1, 1))

    assert rows_of(page(signed_in(iro), query)) == found


def test_search_finds_by_number(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    looked_after(name="Rowan", number="100117")
    looked_after(name="Oak", number="100118")

    assert rows_of(page(signed_in(iro), "?q=100118")) == ["Oak"]


def test_numbers_lead_to_as_many_rows(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    for n in range(3):
        looked_after(date(2026, 3, 2) + timedelta(days=n), name=f"Late {n}")
    looked_after(date(2026, 4, 17), name="Later")
    client = signed_in(iro)

    html = page(client)
    strip = re.findall(r'<a class="[^"]*" href="([^"]+)"><span class="p-strip__n">(\d+)</span>', html)

    assert strip
    for url, number in strip:
        address, _, anchor = url.partition("#")
        listed = page(client, address.removeprefix("/children/"))
        if anchor:
            listed = listed.split(f'id="{anchor}"')[1].split("</section>")[0]
        assert len(rows_of(listed)) == int(number)


def test_nothing_matches_says_how_to_go_back(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    looked_after(name="Rowan")

    html = page(signed_in(iro), "?q=nobody")

    assert "None of your 1 children match." in html
    assert "Show all 1" in html


def test_nobody_yet(iro: Membership, signed_in: SignIn) -> None:
    assert "You have no children yet." in page(signed_in(iro))


def test_no_date_is_said_never_left_blank(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(name="Moss")
    child.periods.update(start_known=False)
    recompute_children([child.pk])

    html = page(signed_in(iro))

    assert "No review date" in html
    assert "Nobody has told when this period of care began" in html


def test_only_ones_own_children(
    looked_after: Make, iro: Membership, authority: LocalAuthority, signed_in: SignIn
) -> None:
    colleague = MembershipFactory(authority=authority)
    looked_after(name="Mine")
    looked_after(name="Theirs", iro=colleague)

    assert rows_of(page(signed_in(iro))) == ["Mine"]


def test_one_audit_row_with_the_children_shown(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    children = [looked_after(), looked_after()]

    page(signed_in(iro))

    event = Event.objects.get(verb="children.listed")
    assert event.child_ids == sorted(child.pk for child in children)
    assert event.actor_id == iro.person_id


@pytest.mark.parametrize("number", [1, 65, 650])
def test_statements_stay_six(
    in_scope: LocalAuthority, iro: Membership, signed_in: SignIn, number: int
) -> None:
    from children.models import Allocation, PeriodOfCare

    children = Child.objects.bulk_create(ChildFactory.build_batch(number, authority=in_scope))
    PeriodOfCare.objects.bulk_create(
        PeriodOfCareFactory.build(
            child=child, authority=in_scope, start_date=date(2026, 1, 1) + timedelta(days=n % 90)
        )
        for n, child in enumerate(children)
    )
    Allocation.objects.bulk_create(
        Allocation(child=child, authority=in_scope, iro=iro.person, start_date=date(2026, 1, 1))
        for child in children
    )
    recompute_children([child.pk for child in children])
    client = signed_in(iro)
    page(client)

    assert len(statements(lambda: page(client))) <= 6


def test_paged_above_a_hundred(
    in_scope: LocalAuthority, iro: Membership, signed_in: SignIn, looked_after: Make
) -> None:
    for _ in range(101):
        looked_after(date(2026, 4, 2))

    first, second = page(signed_in(iro)), page(signed_in(iro), "?page=2")

    assert (len(rows_of(first)), len(rows_of(second))) == (100, 1)


def test_other_authoritys_children_stay_away(iro: Membership, signed_in: SignIn) -> None:
    other = MembershipFactory(authority=LocalAuthorityFactory(), person=iro.person)

    assert other.authority != iro.authority
    assert "You have no children yet." in page(signed_in(iro))
