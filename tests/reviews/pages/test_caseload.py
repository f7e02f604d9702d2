"""The caseload: what is due first on top, numbers that lead to as many rows, few statements."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.models import Child
from reviews.actions.duties import recompute_children
from reviews.models import CaseloadEntry, Review
from tests.counting import statements
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.children import ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ConsiderationFactory, DecisionFactory, ReviewFactory, SittingFactory

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


def reviewed(child: Child, **facts: object) -> Review:
    """A review held last week."""
    return ReviewFactory(
        period=child.periods.get(),
        state="concluded",
        held_date=date(2026, 4, 14),
        concluded_date=date(2026, 4, 14),
        scheduled_date=date(2026, 4, 14),
        **facts,
    )


ISSUED = {"decisions_issued_date": date(2026, 4, 20), "decisions_issued_at": "2026-04-20T12:00:00Z"}
COMPLETED = {"record_completed_date": date(2026, 4, 20), "record_completed_at": "2026-04-20T12:00:00Z"}


def shown(client: Client) -> str:
    """What a person reads, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(client)))


def test_writing_up_says_how_far_it_is(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 3, 25), name="Ash")
    client = signed_in(iro)
    review = reviewed(child)
    recompute_children([child.pk])
    assert "Decisions of review 1 Held Tue 14 Apr 2026 Tue 21 Apr 2026" in shown(client)
    assert "Today No decisions yet" in shown(client)

    DecisionFactory(review=review, state="draft")
    DecisionFactory(review=review, state="draft", by_date=None)
    assert "1 of 2 decisions have an owner and a date" in shown(client)

    Review.objects.filter(pk=review.pk).update(**ISSUED, decisions_issued_by=iro.person)
    ConsiderationFactory(review=review, progress="done", text="Well.")
    recompute_children([child.pk])
    assert "Full record of review 1" in shown(client)
    assert "1 of 14 matters written" in shown(client)

    Review.objects.filter(pk=review.pk).update(**COMPLETED, record_completed_by=iro.person)
    recompute_children([child.pk])
    assert "Record of review 1 sent to everyone" in shown(client)
    assert "Copies not yet sent" in shown(client)


def test_preparation_says_what_is_not_done(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    review = ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))
    recompute_children([child.pk])
    client = signed_in(iro)
    assert "Ask the child who should come and where For review 1" in shown(client)
    assert "Not yet asked" in shown(client)

    Review.objects.filter(pk=review.pk).update(child_asked_date=date(2026, 4, 3))
    recompute_children([child.pk])
    assert "Talk with the social worker For review 1" in shown(client)
    assert "Not yet talked" in shown(client)

    Review.objects.filter(pk=review.pk).update(
        social_worker_talk_date=date(2026, 4, 9),
        views_recorded_date=date(2026, 4, 20),
        seen_alone_date=date(2026, 4, 20),
        reports_received_date=date(2026, 4, 20),
    )
    recompute_children([child.pk])
    assert rows_of(page(client, "?ready=yes")) == [child.name]
    assert re.search(r"p-chip--done.*?Ready", page(client))
    assert "No further meeting booked" in shown(client)


def test_preparation_yet_to_start_and_a_late_report(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    later, late = looked_after(date(2026, 2, 25), name="Later"), looked_after(date(2026, 3, 2), name="Late")
    reviewed(later, source="import")
    recompute_children([later.pk])

    html = page(signed_in(iro))

    assert "Preparation starts Tue 16 Jun" in html
    assert late.name in rows_of(html)
    assert re.search(r"p-chip--late.*?Report", html)


def test_an_adjourned_review_is_to_be_resumed(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    review = ReviewFactory(
        period=child.periods.get(),
        state="adjourned",
        held_date=date(2026, 4, 14),
        adjourned_date=date(2026, 4, 14),
        resume_by=date(2026, 5, 13),
    )
    SittingFactory(review=review, number=1, date=date(2026, 4, 14), held=True)
    SittingFactory(review=review, number=2, date=date(2026, 4, 28))
    recompute_children([child.pk])

    said = shown(signed_in(iro))

    assert "First review Tue 28 Apr 2026 Tue 5 May 2026" in said  # what stood due goes on standing


def test_a_date_at_a_weekend_just_past_is_late(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 9, 1), name="Weekend")
    ReviewFactory(
        period=child.periods.get(), number=1, source="import", state="concluded",
        held_date=date(2026, 1, 18), concluded_date=date(2026, 1, 18),
    )  # fmt: skip
    recompute_children([child.pk])
    assert child.deadlines.get(kind="review", met_date=None).due_date == date(2026, 4, 18)  # a Saturday

    with time_machine.travel("2026-04-19T10:00:00+01:00", tick=False):
        assert "1 late" in shown(signed_in(iro))


def test_no_review_date_shows_beside_another_duty(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 9, 1))
    reviewed(child)
    recompute_children([child.pk])
    CaseloadEntry.objects.filter(child=child).update(no_date_reason="second_adjournment")

    assert "Held Tue 14 Apr 2026. No review date" in shown(signed_in(iro))


def test_ordered_by_when_seen_alone_last(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    seen, never = looked_after(name="Seen"), looked_after(name="Never")
    CaseloadEntry.objects.filter(child=seen).update(seen_alone_date=date(2026, 4, 1))

    assert rows_of(page(signed_in(iro), "?order=alone")) == [never.name, seen.name]
