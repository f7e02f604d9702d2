"""The child's page: who this is, what is due, what is stuck, how it came to be; ten statements whatever there is."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.models import Child, LegalStatus, Placement
from reviews.actions.duties import recompute_children
from reviews.models import CaseloadEntry, Decision, Review
from tests.counting import statements
from tests.factories.accounts import MembershipFactory
from tests.factories.children import (
    CarePlanSectionFactory,
    CarePlanVersionFactory,
    ChildFactory,
    LegalStatusFactory,
    PeriodOfCareFactory,
    PlacementFactory,
    RelationshipFactory,
)
from tests.factories.reviews import DecisionFactory, FollowUpFactory, ReviewFactory

pytestmark = pytest.mark.django_db
Make = Callable[..., Child]
SignIn = Callable[[Membership], Client]


def page(client: Client, child: Child) -> str:
    """The page's HTML."""
    answer = client.get(f"/children/{child.uuid}/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """What a person reads, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def room(html: str, name: str) -> str:
    """One room of the page, by the id of its heading."""
    return html.split(f'id="{name}"')[1].split("</section>")[0]


def held(child: Child, number: int, on: date, **facts: object) -> Review:
    """A review held and written up in time."""
    return ReviewFactory(
        period=child.periods.get(),
        number=number,
        state="concluded",
        held_date=on,
        concluded_date=on,
        source="import",
        **facts,
    )


def test_who_they_are(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(
        name="Ash", number="100084", date_of_birth=date(2015, 6, 14), pronouns="they", unaccompanied=True
    )

    said = words(page(signed_in(iro), child))

    assert "Ash Child 100084" in said
    assert "10 years old , 11 on 14 June 2026" in said
    assert "Says “they”" in said
    assert "Care order since 2 April 2026" in said
    assert "Came to this country alone" in said
    assert f"Reviewing officer: {iro.person.name}" in said


def test_tab_and_address_hold_no_name(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(name="Ash", number="100084")

    assert "<title>Child 100084 – " in page(signed_in(iro), child)


def test_a_child_without_a_name_shows_as_the_number(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(name="", number="100093")

    html = page(signed_in(iro), child)

    assert '<h1 class="govuk-heading-xl p-wrap">100093</h1>' in html
    assert "No name yet: the 903 files hold numbers only." in html
    assert f'href="/children/{child.uuid}/details/">Give the name' in html


def test_the_next_duty_is_the_one_button(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 2))
    html = page(signed_in(iro), child)

    said = words(html)
    assert "First review due by Tuesday 5 May 2026 (9 working days left). Why this date?" in said
    assert f'href="/children/{child.uuid}/reviews/book/" data-module="govuk-button">Book the review' in html


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (date(2026, 3, 2), "( 14 working days late )."),
        (date(2026, 3, 20), "(due today)."),
        (date(2026, 3, 23), "(1 working day left)."),
    ],
)
def test_days_are_said_in_words(
    looked_after: Make, iro: Membership, signed_in: SignIn, start: date, said: str
) -> None:
    html = page(signed_in(iro), looked_after(start))

    assert said in words(html)
    assert ("p-left--late" in html.split('class="p-next"')[1].split("</a>")[0]) is ("late" in said)


@pytest.mark.parametrize(
    ("state", "button"), [("scheduled", "Prepare review 1"), ("in_progress", "Carry on recording review 1")]
)
def test_the_button_goes_on_with_what_is_under_way(
    looked_after: Make, iro: Membership, signed_in: SignIn, state: str, button: str
) -> None:
    child = looked_after(date(2026, 4, 2))
    review = ReviewFactory(period=child.periods.get(), state=state, scheduled_date=date(2026, 4, 30))
    recompute_children([child.pk])

    html = page(signed_in(iro), child)

    assert f'href="/reviews/{review.uuid}/" data-module="govuk-button">{button}' in html


def test_a_manager_looks_and_cannot_record(
    looked_after: Make, manager: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 4, 2))

    html = page(signed_in(manager), child)

    assert "Book the review" not in html
    assert "First review due by" in words(html)
    assert f'href="/children/{child.uuid}/allocate/"' in html
    assert "Back to the team" in html


def test_nobody_named_is_said_and_can_be_mended(
    looked_after: Make, manager: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 4, 2), iro=None)

    said = words(page(signed_in(manager), child))

    assert "Reviewing officer: none Name one the reviewing officer" in said


def test_open_decisions_by_how_long_they_wait(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 1, 15))
    first, second = held(child, 1, date(2025, 2, 11)), held(child, 2, date(2026, 4, 14))
    asked = DecisionFactory(review=first, what="Start life story work", state="carried_forward")
    FollowUpFactory(review=second, decision=asked, outcome="carry_forward", note="One visit has happened")
    DecisionFactory(
        review=second,
        what="Start life story work",
        times_asked=3,
        first_asked_date=date(2025, 5, 8),
        carried_from=asked,
    )
    DecisionFactory(review=second, what="Full eye test", by_date=date(2026, 5, 31))
    DecisionFactory(review=second, what="Swimming", by_date=date(2026, 4, 17))
    DecisionFactory(review=second, what="Not sent yet", state="draft")
    DecisionFactory(review=first, what="New shoes", state="done", closed_date=date(2025, 3, 3))

    html = room(page(signed_in(iro), child), "decisions")
    said = words(html)

    assert re.findall(r'p-table__name" href="[^"]+">([^<]+)<', html) == [
        "Start life story work",
        "Swimming",
        "Full eye test",
    ]
    assert "Asked for at 3 reviews, 11 months One visit has happened" in said
    assert "Past its date" in said
    assert "New at review 2" in said
    assert "1 decision carried out" in said
    assert "New shoes 3 March 2025" in said
    assert "Not sent yet" not in said


def test_a_decision_leads_the_officer_to_the_act_and_the_manager_to_the_record(
    looked_after: Make, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 1, 15))
    decision = DecisionFactory(review=held(child, 1, date(2025, 2, 11)))
    base = f"/reviews/{decision.review.uuid}/"

    assert f'href="{base}decisions/{decision.uuid}/done/"' in page(signed_in(iro), child)
    assert f'href="{base}record/"' in page(signed_in(manager), child)


def test_past_reviews_with_timing_and_participation(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 1, 15))
    held(child, 1, date(2025, 2, 11), participation_code="PN1")
    held(child, 2, date(2025, 5, 20), participation_code="PN7")
    recompute_children([child.pk])

    said = words(room(page(signed_in(iro), child), "reviews"))

    assert (
        "Review 2 Tue 20 May 2025 Sun 11 May 2025 7 late Did not come, no views (PN7) From the 903 files"
        in said
    )
    assert "Review 1 Tue 11 Feb 2025 Wed 12 Feb 2025 In time Came and spoke (PN1) From the 903 files" in said


def test_a_booked_and_a_cancelled_review_are_listed(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 4, 2))
    period = child.periods.get()
    ReviewFactory(period=period, number=1, scheduled_date=date(2026, 4, 30))
    ReviewFactory(period=period, number=2, state="lapsed", scheduled_date=date(2026, 4, 9))

    said = words(room(page(signed_in(iro), child), "reviews"))

    assert "Booked for Thu 30 Apr 2026" in said
    assert "Adjourned and not resumed in time" in said


def test_old_reviews_are_folded(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2020, 1, 15))
    for number in range(1, 10):
        held(child, number, date(2020, 2, 3) + timedelta(days=150 * number))

    html = room(page(signed_in(iro), child), "reviews")

    assert "3 older reviews" in html
    assert html.split("<details")[0].count("p-table__name") == 6
    assert html.count("p-table__name") == 9


def test_where_they_live(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 1, 2))
    Placement.objects.filter(child=child).update(end_date=date(2026, 2, 2), end_reason="PLANN")
    PlacementFactory(
        period=child.periods.get(),
        start_date=date(2026, 2, 2),
        type="U4",
        carer_names="Mo and Pat Fernlea",
        address="1 Secret Lane",
        phone="01632 960001",
    )

    html = page(signed_in(iro), child)

    assert (
        "With Mo and Pat Fernlea . Foster home, long term. Since 2 February 2026, 2 months. Second home in this "
        "period of care." in words(html)
    )
    assert "Secret Lane" not in html
    assert "960001" not in html
    assert f'href="/children/{child.uuid}/address/"' in html


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "First"), (10, "Tenth"), (11, "11th"), (12, "12th"), (21, "21st"), (32, "32nd"), (43, "43rd")],
)
def test_homes_are_counted_in_words(number: int, said: str) -> None:
    from children.rooms import _ordinal

    assert _ordinal(number) == said


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (date(2026, 4, 21), "today"),
        (date(2026, 4, 20), "1 day"),
        (date(2026, 3, 22), "30 days"),
        (date(2026, 3, 21), "1 month"),
        (date(2024, 4, 22), "23 months"),
        (date(2024, 4, 21), "2 years"),
    ],
)
def test_how_long_somebody_has_lived_there(since: date, said: str) -> None:
    from children.rooms import _for

    assert _for(since, date(2026, 4, 21)) == said


def test_seen_alone(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 1, 15), name="Ash")
    client = signed_in(iro)
    assert "No reviewing officer has recorded speaking with Ash alone yet." in page(client, child)

    held(child, 1, date(2025, 2, 11), seen_alone_date=date(2025, 2, 10))

    assert "last spoke with Ash alone on Mon 10 Feb 2025" in words(page(client, child))


def test_people_around(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(name="Ash")
    client = signed_in(iro)
    assert "No social worker Nobody is written down" in words(room(page(client, child), "people"))

    worker = RelationshipFactory(
        child=child, kind="social_worker", name="Petra Vane", start_date=date(2026, 2, 9)
    )
    RelationshipFactory(
        child=child, kind="father", name="Dad", parental_responsibility=True, not_invited_reason="Court order"
    )
    RelationshipFactory(child=child, name="Gone", start_date=date(2025, 1, 1), end_date=date(2025, 2, 1))
    html = room(page(client, child), "people")
    said = words(html)

    assert "No social worker" not in said
    assert "Petra Vane Social worker. Since 9 February 2026" in said
    assert "Dad Father. Has parental responsibility. Not invited: Court order" in said
    assert "Gone" not in said
    assert f'href="/children/{child.uuid}/people/{worker.uuid}/"' in html


def test_how_to_talk(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(
        how_to_talk="Walking, not across a table\n\nGlasses: large print",
        language="BSL",
        interpreter_needed=True,
    )

    html = room(page(signed_in(iro), child), "talk")

    assert re.findall("<li>([^<]+)</li>", html) == [
        "Walking, not across a table",
        "Glasses: large print",
        "Speaks BSL, interpreter needed",
    ]


def test_what_the_council_owes(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 20))
    Child.objects.filter(pk=child.pk).update(known_since=date(2026, 4, 1))
    recompute_children([child.pk])

    html = room(page(signed_in(iro), child), "duties")

    assert re.findall(r'role="rowheader">([^<]+)<', html) == [
        "Placement plan",
        "Visit by the social worker",
        "Care plan",
        "Personal education plan",
        "Health assessment",
    ]
    assert "Mon 27 Apr 2026 Why this date?" in words(html)
    assert f'href="/children/{child.uuid}/duties/done/"' in html


def test_a_managers_answer_is_never_late(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2025, 1, 15))
    issued = date(2026, 4, 20)
    review = ReviewFactory(
        period=child.periods.get(), state="concluded", held_date=issued, concluded_date=issued,
        decisions_issued_date=issued, decisions_issued_at="2026-04-20T12:00:00Z", decisions_issued_by=iro.person,
    )  # fmt: skip
    recompute_children([child.pk])
    client = signed_in(iro)
    assert "Manager&#x27;s answer to the decisions, for review 1" in page(client, child)

    Review.objects.filter(pk=review.pk).update(decisions_issued_date=date(2026, 4, 2))
    recompute_children([child.pk])

    assert "answer to the decisions" not in page(client, child)


def test_looked_after_no_longer(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2024, 2, 1), name="Linden")
    for rows in (child.placements, child.legal_statuses):
        rows.update(end_date=date(2025, 10, 3))
    child.periods.update(end_date=date(2025, 10, 3), end_reason="E4A")
    recompute_children([child.pk])

    html = page(signed_in(iro), child)
    said = words(html)

    assert "Looked after no longer. Ceased to be looked after on Friday 3 October 2025: Returned home" in said
    assert "Not looked after now. The last home: Foster home, until 3 October 2025." in said
    for act in ("Book the review", "Add somebody", "Record a visit", "What the council owes"):
        assert act not in said


def test_what_is_still_to_write_up_stays_in_sight_after_care_ended(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2024, 2, 1))
    review = ReviewFactory(
        period=child.periods.get(),
        state="concluded",
        held_date=date(2026, 4, 10),
        concluded_date=date(2026, 4, 10),
    )
    for rows in (child.placements, child.legal_statuses, child.periods):
        rows.update(end_date=date(2026, 4, 15))
    recompute_children([child.pk])

    html = page(signed_in(iro), child)

    assert "Decisions of review 1 due by Friday 17 April 2026" in words(html)
    assert f'href="/reviews/{review.uuid}/" data-module="govuk-button">Carry on recording review 1' in html


def test_an_unknown_start_without_reviews_has_no_date(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 4, 1))
    child.periods.update(start_known=False)
    recompute_children([child.pk])

    html = page(signed_in(iro), child)
    said = words(html)

    assert "No review date can be worked out" in said
    assert "Nobody has told when this period of care began, and no review is known." in said
    assert f'href="/children/{child.uuid}/start/">Fill in when care began' in html
    assert f'href="/children/{child.uuid}/why-no-date/"' in html
    assert "Start not known" in said
    assert "Book the review" in said


def test_an_unknown_start_counts_from_the_last_review(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2025, 4, 1))
    child.periods.update(start_known=False)
    held(child, 1, date(2025, 12, 2))
    recompute_children([child.pk])

    html = page(signed_in(iro), child)
    said = words(html)

    assert "Review 2 due by Tuesday 2 June 2026" in said
    assert "When care began is not known: the files tell of it from 1 April 2025 on." in said
    assert f'href="/children/{child.uuid}/start/">Fill in the date' in html


def test_eighteen_first_is_no_fault(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 4, 15), date_of_birth=date(2008, 4, 30))

    html = page(signed_in(iro), child)

    assert "No further review is due. Turns 18 before another review would be due." in words(html)
    assert 'class="p-stop"' not in html


def test_between_two_short_breaks(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 3, 2))
    child.placements.update(end_date=date(2026, 3, 5))
    child.legal_statuses.update(code="V3", end_date=date(2026, 3, 5))
    child.periods.update(basis="short_breaks", end_date=date(2026, 3, 5), end_reason="E8")
    recompute_children([child.pk])

    said = words(page(signed_in(iro), child))

    assert "Not looked after now. The last short break ended on Thursday 5 March 2026." in said
    assert "Looked after no longer" not in said


def test_short_breaks_are_drawn_as_one_series(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 3, 2))
    child.periods.update(basis="short_breaks")
    child.legal_statuses.update(code="V3")
    for n in range(9):
        start = date(2025, 3, 2) + timedelta(days=40 * n)
        period = PeriodOfCareFactory(
            child=child,
            start_date=start,
            end_date=start + timedelta(days=3),
            basis="short_breaks",
            end_reason="E8",
        )
        PlacementFactory(period=period, end_date=period.end_date)
        LegalStatusFactory(period=period, end_date=period.end_date, code="V3")
    recompute_children([child.pk])

    html = room(page(signed_in(iro), child), "timeline")
    drawn = html.split("</svg>")[0]

    assert "Time line of care from March 2025. 10 homes, 10 legal statuses" in html
    assert drawn.count('class="line"') == 10
    assert "In care" in drawn


@pytest.mark.parametrize("who", ["colleague", "other_authority", "nobody"])
@pytest.mark.parametrize(
    "path", ["", "address/", "details/", "people/add/", "start/", "home/", "duties/done/", "why-no-date/"]
)
def test_a_strangers_child_is_not_found(
    in_scope: LocalAuthority,
    looked_after: Make,
    iro: Membership,
    signed_in: SignIn,
    who: str,
    path: str,
) -> None:
    child = looked_after(date(2025, 4, 1), iro=MembershipFactory(authority=in_scope))
    uuid = child.uuid
    if who == "nobody":
        uuid = "00000000-0000-4000-8000-000000000000"
    reader = MembershipFactory(manager=True) if who == "other_authority" else iro

    assert signed_in(reader).get(f"/children/{uuid}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("", "child.viewed"),
        ("address/", "child.address_viewed"),
        ("details/", "child.viewed"),
        ("people/add/", "child.viewed"),
        ("home/", "child.address_viewed"),
        ("duties/done/", "child.viewed"),
        ("start/", "child.viewed"),
        ("why-no-date/", "deadline.why_viewed"),
    ],
)
def test_each_look_is_one_audit_row(
    looked_after: Make, iro: Membership, signed_in: SignIn, path: str, verb: str
) -> None:
    child = looked_after(date(2025, 4, 1))
    child.periods.update(start_known=False)
    recompute_children([child.pk])
    client = signed_in(iro)
    before = Event.objects.count()

    assert client.get(f"/children/{child.uuid}/{path}").status_code == 200

    event = Event.objects.order_by("pk").last()
    assert Event.objects.count() == before + 1
    assert (event.verb, event.child_ids, event.actor_id) == (verb, [child.pk], iro.person_id)


def full(authority: LocalAuthority, child: Child, iro: Membership, number: int) -> None:
    """So many homes, statuses, reviews and decisions, and a care plan."""
    period = child.periods.get()
    child.placements.all().delete()
    child.legal_statuses.all().delete()
    days = [period.start_date + timedelta(days=n) for n in range(number)]
    ends = [*days[1:], None]
    Placement.objects.bulk_create(
        PlacementFactory.build(
            period=period, child=child, authority=authority, start_date=start, end_date=end
        )
        for start, end in zip(days, ends, strict=True)
    )
    LegalStatus.objects.bulk_create(
        LegalStatusFactory.build(
            period=period, child=child, authority=authority, start_date=start, end_date=end
        )
        for start, end in zip(days, ends, strict=True)
    )
    reviews = Review.objects.bulk_create(
        Review(
            period=period, child=child, authority=authority, number=n + 1, state="concluded", source="import",
            held_date=day, concluded_date=day,
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    Decision.objects.bulk_create(
        DecisionFactory.build(
            review=review, child=child, authority=authority, number=1, what=f"Decision {review.number}"
        )
        for review in reviews
    )
    plan = CarePlanVersionFactory(
        child=child, status="current", agreed_on=date(2026, 4, 20), agreed_by=iro.person
    )
    CarePlanSectionFactory(plan=plan, section="health")
    recompute_children([child.pk])


@pytest.mark.parametrize("number", [1, 65, 650])
def test_ten_statements_whatever_there_is(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn, number: int
) -> None:
    child = looked_after(date(2024, 1, 15))
    full(in_scope, child, iro, number)
    client = signed_in(iro)
    page(client, child)
    seen: list[str] = []

    asked = statements(lambda: seen.append(page(client, child)))

    assert len(asked) <= 10, "\n".join(asked)
    assert seen[0].count("Decision ") >= number


def test_ten_statements_where_nothing_is_known(
    in_scope: LocalAuthority, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    child = ChildFactory(authority=in_scope)
    client = signed_in(manager)
    page(client, child)

    assert len(statements(lambda: page(client, child))) <= 10
    assert not CaseloadEntry.objects.filter(child=child).exists()
