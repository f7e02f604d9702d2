"""Every page of the journey: what it shows, what it saves, what it refuses, and what stays in the boxes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import Membership, Person
from audit.models import Event
from children.models import Child
from core.dates import short
from reviews.actions import sittings
from reviews.actions.duties import recompute_children
from reviews.models import Consideration, Decision, Review
from reviews.naming import review_heading
from reviews.views.booking import days_words
from tests.factories.children import CarePlanVersionFactory
from tests.factories.reviews import ReviewFactory
from tests.reviews.journey.story import (
    TODAY,
    again,
    booked,
    completed,
    concluded,
    decided,
    everybody_came,
    held,
    issued,
    planned,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(iro: Person, signed_in: Callable[[Membership], Client]) -> Client:
    """The child's reviewing officer, signed in."""
    return signed_in(iro.memberships.get())


def day(value: date, name: str = "date") -> dict[str, str]:
    """A date as three boxes."""
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def url(review: Review, path: str = "") -> str:
    """An address of this review."""
    return f"/reviews/{review.uuid}/{path}"


def codes(response: object) -> dict[str, list[str]]:
    """The error codes of the form, by field."""
    return {
        name: [error.code for error in errors.as_data()]
        for name, errors in response.context["form"].errors.items()
    }


def book_data(child: Child, **more: object) -> dict[str, object]:
    """A booking as somebody fills it in."""
    people = [str(one.pk) for one in child.relationships.exclude(kind="friend")]
    return {
        **day(date(2026, 4, 28)), "time": "8.30am", "late_reason": "", "place": "school",
        "child_asked_how": "On a walk.", "invited": people, "left_out_reason": "",
    } | more  # fmt: skip


# -- Booking


def test_the_booking_page_shows_the_date_and_who_is_around(child: Child, client: Client) -> None:
    response = client.get(f"/children/{child.uuid}/reviews/book/")

    page = response.content.decode()
    assert "<title>Book the review, child 100084 – " in page
    assert "Due by Tue 5 May 2026, 9 working days left. For example, 30 4 2026" in page
    assert "20 working days from 2 April 2026" in page
    assert "How was Ash asked who should come and where?" in page
    assert "Where Ash lives" in page
    assert "Petra Lund, social worker" in page
    assert Event.objects.filter(verb="child.viewed", child_ids=[child.pk]).count() == 1


def test_booking_a_review(child: Child, client: Client) -> None:
    response = client.post(f"/children/{child.uuid}/reviews/book/", book_data(child))

    review = Review.objects.get()
    assert response.headers["Location"] == url(review)
    assert (review.scheduled_date, review.child_asked_date, review.child_asked_how) == (
        date(2026, 4, 28), TODAY, "On a walk.",
    )  # fmt: skip
    assert set(review.invitations.values_list("name", flat=True)) == {"Rue Vane", "Petra Lund"}


def test_what_was_typed_survives_every_error(child: Child, client: Client) -> None:
    response = client.post(
        f"/children/{child.uuid}/reviews/book/",
        book_data(child, **day(date(2026, 5, 6)), place="", child_asked_how="", time="8", invited=[]),
    )

    page = response.content.decode()
    assert codes(response) == {
        "date": ["late_without_reason"],
        "time": ["which_half"],
        "place": ["required"],
        "child_asked_how": ["child_asked"],
        "left_out_reason": ["left_out"],
    }  # fmt: skip
    assert "<title>Error: Book the review, child 100084" in page
    assert "Nothing was booked. What you typed is still here." in page
    assert 'href="#id_place_0"' in page
    assert 'name="date-day"' in page
    assert 'value="6"' in page
    assert "Say how Ash was asked who should come" in page
    assert not Review.objects.exists()


def test_a_late_day_is_refused_at_the_date(child: Child, client: Client) -> None:
    response = client.post(f"/children/{child.uuid}/reviews/book/", book_data(child, **day(date(2026, 5, 6))))

    assert (
        "The review is due by 5 May 2026. Choose a day on or before it, or say below why it will be late"
        in (response.content.decode())
    )
    assert 'href="#id_date-day"' in response.content.decode()


def test_booking_without_having_asked_keeps_the_duty_open(child: Child, client: Client) -> None:
    client.post(
        f"/children/{child.uuid}/reviews/book/", book_data(child, child_asked_how="", not_asked_yet="on")
    )

    assert Review.objects.get().child_asked_date is None


def test_booking_again_leads_to_the_review_under_way(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)

    response = client.get(f"/children/{child.uuid}/reviews/book/")

    assert "Review 1 is booked already. Go on with it." in response.content.decode()
    assert url(review) in response.content.decode()


# -- Every page answers, in every state it is for


def pages_of(review: Review) -> list[str]:
    """Every page of a review that can be opened."""
    sitting, decision = review.sittings.first(), review.decisions.first()
    person = review.invitations.first()
    paths = [
        "", "record/", "move/", "cancel/", "people/", f"people/{person.uuid}/", "sittings/", "sittings/add/",
        f"sittings/{sitting.uuid}/held/", f"sittings/{sitting.uuid}/correct/", f"sittings/{sitting.uuid}/call-off/",
        "attendance/", "adjourn/", "conclude/", "preparation/", "right-people/", "matters/changes/", "matters/visits/",
        "matters/legal-status/", "matters/home/", "matters/permanence/", "matters/protection/", "your-view/",
        "earlier-decisions/", "decisions/", "decisions/add/", "send-decisions/", "answer/", "complete/", "reopen/",
        "distribution/",
    ]  # fmt: skip
    if decision:
        paths += [
            f"decisions/{decision.uuid}/",
            f"decisions/{decision.uuid}/remove/",
            f"decisions/{decision.uuid}/done/",
        ]
    return paths


@pytest.mark.parametrize(
    "state", ["scheduled", "in_progress", "adjourned", "concluded", "issued", "completed", "cancelled"]
)
def test_every_page_answers_in_every_state(child: Child, iro: Person, client: Client, state: str) -> None:
    if state in ("scheduled", "cancelled"):
        review = booked(child, iro)
    elif state in ("in_progress", "adjourned"):
        review = held(child, iro)
    else:
        review = concluded(child, iro)
    decided(review, iro)
    if state == "adjourned":
        given = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}
        sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **given)
    if state == "issued":
        issued(review, iro)
    if state == "completed":
        completed(review, iro)
    if state == "cancelled":
        from reviews.actions.scheduling import cancel_review

        cancel_review(review=review, by=iro, reason="Ash is ill")

    for path in pages_of(review):
        looks = Event.objects.filter(verb="review.viewed").count()
        response = client.get(url(review, path))
        assert response.status_code == 200, path
        assert Event.objects.filter(verb="review.viewed").count() == looks + 1, path


def test_a_page_for_an_act_that_is_over_says_so(child: Child, iro: Person, client: Client) -> None:
    review = completed(concluded(child, iro), iro)

    page = client.get(url(review, "your-view/")).content.decode()

    assert "This has moved on" in page
    assert "The record of this review is completed and locked. Reopen it first, and say why." in page
    assert "<textarea" not in page


def test_cancel_leads_back_to_where_one_came_from(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    mother = review.invitations.order_by("pk")[0]
    sittings_page = client.get(url(review, "sittings/")).content.decode()
    assert f'href="{url(review, "people/")}?from=sittings"' in sittings_page

    for came_from, there in (("", ""), ("?from=sittings", "sittings/"), ("?from=elsewhere", "")):
        kept = came_from if there else ""
        people = client.get(url(review, "people/") + came_from).content.decode()
        assert f'<a class="govuk-link" href="{url(review, there)}">Cancel</a>' in people
        assert f'href="{url(review, f"people/{mother.uuid}/")}{kept}"' in people
        person = client.get(url(review, f"people/{mother.uuid}/") + came_from).content.decode()
        assert f'<a class="govuk-link" href="{url(review, "people/")}{kept}">Cancel</a>' in person
        added = client.post(
            url(review, "people/") + came_from, {"name": "Ada Moss", "role": "Teacher", "invited": "yes"}
        )
        assert added["Location"] == url(review, "people/") + kept


# -- The task list


@pytest.mark.parametrize(
    ("state", "recorder", "heading"),
    [
        ("scheduled", True, "Review 2, booked for Tue 5 May 2026"),
        ("scheduled", False, "Review 2, booked for Tue 5 May 2026"),
        ("in_progress", True, "Record review 2"),
        ("in_progress", False, "Review 2, held on Tue 5 May 2026"),
        ("adjourned", True, "Review 2, adjourned"),
        ("concluded", True, "Record review 2"),
        ("completed", True, "Review 2, held on Tue 5 May 2026"),
        ("cancelled", True, "Review 2, cancelled"),
        ("lapsed", True, "Review 2, not resumed in time"),
    ],
)
def test_a_review_is_headed_by_where_it_stands(state: str, recorder: bool, heading: str) -> None:
    assert review_heading(2, state, day=date(2026, 5, 5), recorder=recorder) == heading


def test_a_review_without_a_day_is_headed_by_its_number() -> None:
    assert review_heading(2, "scheduled", day=None, recorder=True) == "Review 2, booked"
    assert review_heading(2, "completed", day=None, recorder=False) == "Review 2"


def test_a_booked_review_is_headed_by_its_day_and_a_held_one_by_what_is_to_do(
    child: Child, iro: Person, client: Client
) -> None:
    review = booked(child, iro)
    before = client.get(url(review)).content.decode()
    sittings.hold_sitting(
        sitting=planned(review), by=iro, on=TODAY, date=TODAY, attendance=everybody_came(review)
    )
    after = client.get(url(review)).content.decode()

    assert f'<h1 class="govuk-heading-l">Review 1, booked for {short(review.scheduled_date)}</h1>' in before
    assert '<h1 class="govuk-heading-l">Record review 1</h1>' in after


def test_the_task_list_shows_what_is_stopping_me(child: Child, iro: Person, client: Client) -> None:
    review = concluded(child, iro)
    life = decided(review, iro, by_date=None)

    page = client.get(url(review)).content.decode()

    assert '<h1 class="govuk-heading-l">Record review 1</h1>' in page
    assert "What is stopping the decisions going out" in page
    assert f'href="{url(review)}decisions/{life.uuid}/#id_by_date-day">Start life story work</a>' in page
    for heading in (
        "1. The review",
        "2. Ash",
        "3. What the law asks us to consider",
        "4. Decisions and record",
    ):
        assert heading in page
    assert "Changes since the start of care" in page
    assert "When Ash stops being looked after" in page
    assert "Trafficked" not in page
    assert "0 of 1 complete: what, who, by when" in page
    for dated in ("Tue 28 Apr 2026", "Wed 13 May 2026", "Wed 20 May 2026", "by Tue 21 Jul 2026"):
        assert dated in page


def test_when_nothing_stops_it_the_button_is_there(child: Child, iro: Person, client: Client) -> None:
    review = issued(concluded(child, iro), iro)
    written(review, iro)

    page = client.get(url(review)).content.decode()

    assert "Nothing is stopping you." in page
    assert f'href="{url(review)}complete/"' in page


def test_the_first_look_at_a_booked_review(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)

    page = client.get(url(review)).content.decode()

    assert "What is stopping" not in page
    assert "Tuesday 28 April 2026, 8.30am, at school. 2 people invited" in page
    assert "1 of 3 steps done" in page


def test_an_adjourned_review_says_until_when(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    before = client.get(url(review)).content.decode()
    given = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}
    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **given)

    page = client.get(url(review)).content.decode()

    assert "You can adjourn once, to a day not later than Wednesday 20 May 2026." in before
    assert "It must go on by <strong>Wednesday 20 May 2026</strong>" in page


# -- Each form


def test_moving(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    data = {
        **day(date(2026, 4, 30)),
        "time": "",
        "place": "other",
        "place_detail": "The library",
        "late_reason": "",
    }

    refused = client.post(url(review, "move/"), data | {"reason": ""})
    client.post(url(review, "move/"), data | {"reason": "Rue’s shift"})

    assert codes(refused) == {"reason": ["required"]}
    assert "The library" in refused.content.decode()
    assert (planned(review).date, planned(review).place_detail) == (date(2026, 4, 30), "The library")


def test_cancelling(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)

    refused = client.post(url(review, "cancel/"), {"reason": ""})
    response = client.post(url(review, "cancel/"), {"reason": "Ash is ill"})

    assert codes(refused) == {"reason": ["required"]}
    assert response.headers["Location"] == f"/children/{child.uuid}/"
    assert again(review).state == "cancelled"


def test_people(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    mother = review.invitations.get(name="Rue Vane")

    refused = client.post(url(review, "people/"), {"name": "Ada Moss", "role": "", "invited": "no"})
    client.post(url(review, "people/"), {"name": "Ada Moss", "role": "Teacher", "invited": "yes"})
    client.post(
        url(review, f"people/{mother.uuid}/"),
        {
            "version": "1",
            "name": "Rue Vane",
            "role": "Mother",
            "invited": "no",
            "not_invited_reason": "A court order",
        },
    )

    assert codes(refused) == {"role": ["required"], "not_invited_reason": ["required"]}
    assert review.invitations.filter(name="Ada Moss", not_invited_reason="").exists()
    mother.refresh_from_db()
    assert mother.not_invited_reason == "A court order"


def test_holding_and_correcting_a_sitting(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    sitting = planned(review)
    came = {f"came_{one.pk}": "came" for one in review.invitations.all()}
    held_url = url(review, f"sittings/{sitting.uuid}/held/")

    refused = client.post(held_url, came | day(date(2026, 4, 22)))
    client.post(held_url, came | day(TODAY))
    sitting.refresh_from_db()
    client.post(
        url(review, f"sittings/{sitting.uuid}/correct/"),
        {
            "version": str(sitting.version),
            **day(date(2026, 4, 20)),
            "time": "2pm",
            "place": "home",
            "note": "",
        },
    )

    assert "This day has not come yet. Enter the day it happened." in refused.content.decode()
    assert (again(review).state, again(review).held_date) == ("in_progress", date(2026, 4, 20))


def test_adding_and_calling_off_a_sitting(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    data = {**day(date(2026, 4, 24)), "time": "", "place": "video"}

    refused = client.post(url(review, "sittings/add/"), data | day(date(2026, 4, 20)))
    client.post(url(review, "sittings/add/"), data)
    second = planned(review)
    client.post(url(review, f"sittings/{second.uuid}/call-off/"), {"reason": "Not needed"})

    assert codes(refused)["date"] == [None]
    second.refresh_from_db()
    assert second.called_off_reason == "Not needed"


def test_attendance_and_its_conflict(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    mother, worker = review.invitations.order_by("pk")
    data = {"version": "4", f"came_{mother.pk}": "absent", f"came_{worker.pk}": "came"}

    client.post(url(review, "attendance/"), data)
    conflict = client.post(url(review, "attendance/"), data | {f"came_{mother.pk}": "sent_views"})

    mother.refresh_from_db()
    assert mother.attendance == "absent"
    assert "while you were writing" in conflict.content.decode()
    assert "Did not come, sent views or a report" in conflict.content.decode()


def test_adjourning(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    data = {
        **day(date(2026, 5, 12)),
        "time": "",
        "place": "school",
        "reason": "R",
        "effect": "E",
        "wishes": "W",
    }

    empty = client.post(url(review, "adjourn/"), {})
    late = client.post(url(review, "adjourn/"), data | day(date(2026, 5, 21)))
    client.post(url(review, "adjourn/"), data)

    assert codes(empty) == {
        "reason": ["required"],
        "effect": ["required"],
        "wishes": ["required"],
        "date": ["required"],
        "place": ["required"],
    }  # fmt: skip
    assert "may be resumed until Wednesday 20 May 2026" in late.content.decode()
    assert again(review).state == "adjourned"


def test_closing_an_adjourned_review_too_early_is_refused_with_a_message(
    child: Child, iro: Person, client: Client
) -> None:
    review = held(child, iro)
    given = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}
    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **given)

    response = client.post(url(review, "lapse/"), follow=True)

    assert "This review may still be resumed, until Wednesday 20 May 2026." in response.content.decode()
    assert again(review).state == "adjourned"


def test_closing_an_adjourned_review_in_the_end(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    given = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}
    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **given)
    Review.objects.filter(pk=review.pk).update(resume_by=date(2026, 4, 20))

    response = client.post(url(review, "lapse/"))

    assert response.headers["Location"] == f"/children/{child.uuid}/reviews/book/"
    assert again(review).state == "lapsed"


def test_concluding(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)

    empty = client.post(url(review, "conclude/"), {})
    client.post(url(review, "conclude/"), {"full": "yes", "by_meeting": "yes"})

    assert codes(empty) == {"full": ["required"], "by_meeting": ["required"]}
    assert again(review).state == "concluded"


def test_concluding_shows_what_is_missing_and_no_button(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    review.invitations.update(attendance="")

    page = client.get(url(review, "conclude/")).content.decode()
    refused = client.post(url(review, "conclude/"), {"full": "yes", "by_meeting": "yes"}).content.decode()

    assert "Who came</a> is not recorded for 2 people" in page
    assert "Conclude the review</button>" not in page
    assert "Who came</a> is not recorded for 2 people" in refused
    assert again(review).state == "in_progress"


def test_preparation(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    data = {
        "version": "1",
        **day(date(2026, 4, 20), "social_worker_talk_date"),
        **day(date(2026, 4, 7), "child_asked_date"),
        "child_asked_how": "On a walk", "social_worker_talk_note": "All well", "reports_note": "",
    }  # fmt: skip

    page = client.get(url(review, "preparation/")).content.decode()
    refused = client.post(url(review, "preparation/"), data | day(date(2026, 4, 22), "reports_received_date"))
    client.post(url(review, "preparation/"), data)

    assert "Due by Thu 23 Apr 2026" in page
    assert 'href="#id_reports_received_date-day"' in refused.content.decode()
    assert again(review).social_worker_talk_note == "All well"


def test_right_people(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    version = str(review.version)

    refused = client.post(url(review, "right-people/"), {"version": version, "right_people": "no"})
    client.post(url(review, "right-people/"), {"version": version, "right_people": "yes"})

    assert codes(refused) == {"right_people_note": ["required"]}
    assert again(review).right_people == "yes"


def test_a_matter_shows_what_the_last_review_said(child: Child, iro: Person, client: Client) -> None:
    first = completed(concluded(child, iro), iro)
    Consideration.objects.filter(review=first, matter="health").update(text="Teeth were seen to.")
    review = booked(child, iro, date(2026, 7, 14))

    page = client.get(url(review, "matters/health/")).content.decode()

    assert "Review 1, 21 April 2026" in page
    assert "Teeth were seen to." in page
    assert "What did the last health assessment say?" in page


def test_writing_a_matter(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)

    empty = client.post(url(review, "matters/health/"), {"version": "0", "text": ""})
    later = client.post(url(review, "matters/health/"), {"version": "0", "text": "Teeth", "later": "1"})
    draft = Consideration.objects.get()
    done = client.post(url(review, "matters/health/"), {"version": "1", "text": "Teeth are seen to"})

    assert codes(empty) == {"text": ["required"]}
    assert (later.headers["Location"], done.headers["Location"]) == (url(review), url(review))
    assert (draft.text, draft.progress) == ("Teeth", "in_progress")
    assert Consideration.objects.get().progress == "done"


def test_saving_while_it_is_typed(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    ask = {"headers": {"X-Autosave": "1"}}
    here = url(review, "matters/health/")

    saved = client.post(here, {"version": "0", "text": "Teeth"}, **ask).json()
    behind = client.post(here, {"version": "0", "text": "Eyes"}, **ask).json()
    empty = client.post(here, {"version": "1", "text": ""}, **ask).json()

    assert saved == {"state": "saved", "at": "10:04", "version": 1}
    assert (behind["state"], behind["version"], behind["by"]) == ("conflict", 1, "Jas Okoro")
    assert empty["state"] == "saved"
    assert Consideration.objects.get().progress == "not_started"


def test_a_locked_record_is_not_saved_into(child: Child, iro: Person, client: Client) -> None:
    review = completed(concluded(child, iro), iro)

    answer = client.post(
        url(review, "matters/health/"), {"version": "1", "text": "Other"}, headers={"X-Autosave": "1"}
    ).json()

    assert answer["state"] == "invalid"
    assert "completed and locked" in answer["message"]
    assert Consideration.objects.get(matter="health").text == "Considered."


def test_two_people_write_and_neither_is_lost(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    here = url(review, "your-view/")
    version = str(review.version)
    client.post(here, {"version": version, "iro_view": "Panel moved to 3 June."})

    both = client.post(here, {"version": version, "iro_view": "Match not agreed."}).content.decode()

    assert "while you were writing" in both
    assert "Panel moved to 3 June." in both
    assert "Match not agreed." in both
    assert again(review).iro_view == "Panel moved to 3 June."


def test_a_matter_that_does_not_apply(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)

    refused = client.post(url(review, "matters/visits/"), {"version": "0", "applies": "no", "text": ""})
    client.post(
        url(review, "matters/visits/"), {"version": "0", "applies": "no", "text": "Visits are as planned."}
    )

    assert codes(refused) == {"text": ["required"]}
    assert Consideration.objects.get().progress == "not_applicable"


@pytest.mark.parametrize("slug", ["wishes", "nothing", "legal_statuses"])
def test_a_matter_without_a_page_is_not_found(child: Child, iro: Person, client: Client, slug: str) -> None:
    assert client.get(url(held(child, iro), f"matters/{slug}/")).status_code == 404


def test_decisions(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    data = {"what": "Time with Juno", "who": "", "why": "", "matter": ""}

    refused = client.post(
        url(review, "decisions/add/"), data | {"what": "", **day(date(2026, 4, 20), "by_date")}
    )
    before = client.post(url(review, "decisions/add/"), data | day(date(2026, 4, 20), "by_date"))
    client.post(url(review, "decisions/add/"), data)
    decision = Decision.objects.get()
    listed = client.get(url(review, "decisions/")).content.decode()
    client.post(url(review, f"decisions/{decision.uuid}/"), data | {"version": "1", "who": "Petra Lund"})
    removed = client.post(url(review, f"decisions/{decision.uuid}/remove/"))

    assert codes(refused) == {"what": ["required"]}
    assert "Choose a date on or after it." in before.content.decode()
    assert "Not finished" in listed
    assert "Not named yet" in listed
    assert removed.headers["Location"] == url(review, "decisions/")
    assert not Decision.objects.exists()


def test_following_up(child: Child, iro: Person, client: Client) -> None:
    first = concluded(child, iro)
    decision = decided(first, iro)
    issued(first, iro)
    review = booked(child, iro, date(2026, 7, 14))
    here = url(review, f"earlier-decisions/{decision.uuid}/")

    listed = client.get(url(review, "earlier-decisions/")).content.decode()
    refused = client.post(here, {"version": "0", "outcome": "carry_forward", "note": ""})
    client.post(here, {"version": "0", "outcome": "carry_forward", "note": "Waiting list"})
    after = client.get(url(review, "decisions/")).content.decode()

    assert "Not said yet" in listed
    assert 'href="#id_note"' in refused.content.decode()
    assert "Say why it was not carried out" in refused.content.decode()
    assert "Asked for at 2 reviews, since 21 April 2026" in after


def test_sending_and_the_managers_answer(child: Child, iro: Person, client: Client) -> None:
    review = concluded(child, iro)
    decided(review, iro)
    from tests.reviews.journey.story import finish_views

    finish_views(review)

    client.post(url(review, "send-decisions/"))
    refused = client.post(url(review, "answer/"), {"answer": "challenged", **day(TODAY), "note": ""})
    client.post(url(review, "answer/"), {"answer": "agreed", **day(TODAY), "note": ""})

    assert again(review).decisions_issued_date == TODAY
    assert "Say what the manager challenges, and why" in refused.content.decode()
    assert again(review).manager_answer == "agreed"


def test_completing_reopening_and_sending_to_everyone(child: Child, iro: Person, client: Client) -> None:
    review = issued(concluded(child, iro), iro)
    written(review, iro)
    people = [str(one.pk) for one in review.invitations.all()]

    client.post(url(review, "complete/"))
    states = [again(review).state]
    refused = client.post(url(review, "reopen/"), {"reason": ""})
    client.post(url(review, "reopen/"), {"reason": "A date was wrong"})
    states.append(again(review).state)
    client.post(url(review, "complete/"))
    unsaid = client.post(
        url(review, "distribution/"), {**day(TODAY), "copies": people[:1], "withheld_reason": ""}
    )
    client.post(url(review, "distribution/"), {**day(TODAY), "copies": people, "withheld_reason": ""})

    assert states == ["completed", "concluded"]
    assert codes(refused) == {"reason": ["required"]}
    assert codes(unsaid) == {"withheld_reason": ["withheld"]}
    assert (again(review).state, again(review).distributed_date) == ("completed", TODAY)


def test_the_full_record(child: Child, iro: Person, client: Client) -> None:
    review = completed(concluded(child, iro), iro)
    from reviews.actions.record import reopen_record

    reopen_record(review=review, by=iro, reason="A date was wrong")

    page = client.get(url(review, "record/")).content.decode()

    for words in (
        "Tuesday 21 April 2026 (in time)",
        "Considered.",
        "The plan is right.",
        "Start life story work",
        "A date was wrong",
        "“I like it here.”",
        "PN1: Came and spoke for themselves",
    ):
        assert words in page


def test_the_list_of_open_decisions(child: Child, iro: Person, client: Client) -> None:
    empty = client.get("/decisions/").content.decode()
    review = concluded(child, iro)
    decision = decided(review, iro)
    issued(review, iro)
    Decision.objects.filter(pk=decision.pk).update(by_date=date(2026, 4, 20), times_asked=3)

    page = client.get("/decisions/").content.decode()
    decision.refresh_from_db()
    closed = client.post(
        url(review, f"decisions/{decision.uuid}/done/"),
        {"version": str(decision.version), **day(TODAY), "note": ""},
    )

    assert "No decision is open." in empty
    assert "1 open, 1 past their date, 1 asked for again" in page
    assert "Asked for at 3 reviews, since 21 April 2026" in page
    assert closed.headers["Location"] == "/decisions/"
    assert Event.objects.filter(verb="decisions.listed").latest("pk").object_ids == [decision.pk]


def test_longest_asked_for_comes_first(child: Child, iro: Person, client: Client) -> None:
    review = concluded(child, iro)
    for number in range(3):
        decided(review, iro, f"Decision {number}")
    issued(review, iro)
    Decision.objects.filter(what="Decision 2").update(first_asked_date=date(2025, 5, 12), times_asked=4)

    page = client.get("/decisions/").content.decode()

    assert page.index("Decision 2") < page.index("Decision 0") < page.index("Decision 1")


# -- Reviews that are over, and children without a date


def test_an_imported_review_is_only_read(child: Child, client: Client) -> None:
    review = ReviewFactory(
        period=child.periods.get(), source="import", state="completed", held_date=date(2026, 4, 10),
        concluded_date=date(2026, 4, 10), participation_code="PN5", imported_code="PN5",
    )  # fmt: skip

    page = client.get(url(review)).content.decode()
    moved_on = client.get(url(review, "reopen/")).content.decode()
    record = client.get(url(review, "record/")).content.decode()

    assert "This review came from a 903 file." in page
    assert "Friday 10 April 2026" in page
    assert "PN5" in page
    assert "It has no record in the portal to change." in moved_on
    assert "1. The review" not in page
    assert "PN5" in record


def test_a_lapsed_review_says_so(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    given = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}
    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **given)
    sittings.lapse_review(review=review, by=iro, on=date(2026, 5, 21))

    page = client.get(url(review)).content.decode()

    assert (
        "adjourned and not resumed in time, so it was not completed. The due date that stood still stands."
        in page
    )


def test_a_child_without_a_date_can_be_booked(child: Child, client: Client) -> None:
    child.periods.update(start_known=False)
    recompute_children([child.pk])

    page = client.get(f"/children/{child.uuid}/reviews/book/").content.decode()

    assert "No due date can be worked out yet. A review can be booked all the same." in page
    assert "Due by" not in page


def test_a_child_nobody_is_around(child: Child, client: Client) -> None:
    child.relationships.all().delete()

    response = client.post(f"/children/{child.uuid}/reviews/book/", book_data(child))
    page = client.get(url(Review.objects.get(), "people/")).content.decode()

    assert response.status_code == 302
    assert "Nobody is on the list yet. Ash is always invited." in page


def test_a_review_whose_only_sitting_was_called_off(child: Child, iro: Person, client: Client) -> None:
    review = booked(child, iro)
    sittings.call_off_sitting(sitting=planned(review), by=iro, reason="Ash is ill")

    tasks = client.get(url(review)).content.decode()
    listed = client.get(url(review, "sittings/")).content.decode()
    move = client.get(url(review, "move/")).content.decode()

    assert "No sitting is planned" in tasks
    assert "Called off: Ash is ill" in listed
    assert "Move the review" in move


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (9, "9 working days left"),
        (1, "1 working day left"),
        (0, "due today"),
        (-1, "1 working day late"),
        (-7, "7 working days late"),
    ],
)
def test_days_in_words(days: int, said: str) -> None:
    assert days_words(days) == said


def test_what_did_not_apply_last_time_says_so(child: Child, iro: Person, client: Client) -> None:
    first = completed(concluded(child, iro), iro)
    Consideration.objects.filter(review=first, matter="visits").update(
        text="As planned.", progress="not_applicable"
    )
    review = booked(child, iro, date(2026, 7, 14))

    page = client.get(url(review, "matters/visits/")).content.decode()
    record = client.get(url(first, "record/")).content.decode()

    assert "Did not apply: As planned." in page
    assert "Does not apply: As planned." in record


def test_the_permanence_page_shows_the_plan(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    without = client.get(url(review, "matters/permanence/")).content.decode()
    CarePlanVersionFactory(
        child=child, status="current", permanence="adoption", permanence_by=date(2026, 12, 1),
        agreed_on=date(2026, 4, 10), agreed_by=iro,
    )  # fmt: skip

    with_plan = client.get(url(review, "matters/permanence/")).content.decode()

    assert "No care plan is agreed in the portal" in without
    assert "Adoption, by 1 December 2026" in with_plan


def test_a_child_told_to_be_trafficked_is_asked_about_it_again(
    child: Child, iro: Person, client: Client
) -> None:
    first = completed(concluded(child, iro), iro)
    Consideration.objects.create(
        authority=first.authority, review=first, matter="protection", text="Referred.", progress="done"
    )
    review = booked(child, iro, date(2026, 7, 14))

    assert "Trafficked or unaccompanied child" in client.get(url(review)).content.decode()


def test_two_sittings_are_counted(child: Child, iro: Person, client: Client) -> None:
    review = held(child, iro)
    second = sittings.add_sitting(review=review, by=iro, on=TODAY, date=TODAY)
    sittings.hold_sitting(sitting=second, by=iro, on=TODAY, date=TODAY)

    page = client.get(url(review)).content.decode()

    assert "Tuesday 21 April 2026, 8.30am, at school. 2 sittings. 2 people came" in page


def test_what_comes_after_the_lock_is_still_there_to_do(child: Child, iro: Person, client: Client) -> None:
    review = completed(concluded(child, iro), iro)

    page = client.get(url(review)).content.decode()

    assert "The record was completed and locked on Tuesday 21 April 2026." in page
    assert f'href="{url(review)}copies/"' in page
    assert f'href="{url(review)}answer/"' in page
    assert f'href="{url(review)}reopen/"' in page
    assert f'href="{url(review)}your-view/"' not in page
