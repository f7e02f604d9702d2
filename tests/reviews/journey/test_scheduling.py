"""Booking, moving and cancelling a review; who is invited."""

from datetime import date

import pytest

from accounts.models import LocalAuthority, Person
from audit.models import Event
from children.models import Child
from core.errors import ConflictError, DomainError, StateError
from reviews.actions import scheduling
from reviews.enums import DutyKind
from reviews.models import Deadline, Review
from tests.factories.children import ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory
from tests.reviews.journey.story import TODAY, again, booked, concluded, held, planned

pytestmark = pytest.mark.django_db


def due_dates(review: Review) -> dict[str, date]:
    """The open duties of a review."""
    rows = Deadline.objects.filter(review=review, met_date__isnull=True)
    return {row.kind: row.due_date for row in rows}


def test_booking_makes_the_first_sitting_and_the_invitations(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    sitting = review.sittings.get()
    assert (review.number, review.state, review.scheduled_date) == (1, "scheduled", date(2026, 4, 28))
    assert (sitting.number, sitting.date, sitting.place, sitting.held) == (
        1,
        date(2026, 4, 28),
        "school",
        False,
    )
    assert list(review.invitations.order_by("pk").values_list("name", "role")) == [
        ("Rue Vane", "Mother"),
        ("Petra Lund", "Social worker"),
    ]


def test_booking_sets_by_when_each_step_is_due(child: Child, iro: Person) -> None:
    review = booked(child, iro, child_asked_date=None, child_asked_how="")

    assert due_dates(review) == {
        "review": date(2026, 5, 5),
        "consult_child": date(2026, 3, 27),
        "social_worker_talk": date(2026, 4, 7),
        "reports": date(2026, 4, 23),
    }


def test_booking_is_one_audit_row_with_no_words(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    event = Event.objects.get(verb="review.scheduled")
    assert (event.actor_id, event.object_ids, event.child_ids) == (iro.pk, [review.pk], [child.pk])
    assert event.detail == {"date": "2026-04-28", "number": 1, "extra": False}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"day": date(2026, 5, 6)}, "late_without_reason", "date"),
        ({"day": date(2026, 4, 20)}, "past", "date"),
        ({"day": date(2026, 4, 22), "already_held": True}, "in_future", "date"),
        ({"day": date(2026, 4, 1), "already_held": True}, "not_in_care", "date"),
        ({"extra": True, "extra_reason": " "}, "required", "extra_reason"),
        ({"child_asked_date": date(2026, 4, 22)}, "in_future", "child_asked_date"),
    ],
)
def test_booking_refuses(child: Child, iro: Person, given: dict, code: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        booked(child, iro, **given)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Review.objects.exists()


def test_a_late_date_says_what_to_do(child: Child, iro: Person) -> None:
    with pytest.raises(DomainError) as refused:
        booked(child, iro, date(2026, 5, 6))

    assert refused.value.message == (
        "The review is due by 5 May 2026. Choose a day on or before it, or say below why it will be late"
    )


def test_a_late_date_with_a_reason_is_taken_and_the_due_date_stays(child: Child, iro: Person) -> None:
    review = booked(child, iro, date(2026, 5, 6), late_reason="Rue is in hospital until then")

    assert review.late_reason == "Rue is in hospital until then"
    assert due_dates(review)["review"] == date(2026, 5, 5)


def test_leaving_out_somebody_who_is_asked_as_a_rule_needs_a_reason(child: Child, iro: Person) -> None:
    mother = child.relationships.get(kind="mother")

    with pytest.raises(DomainError) as refused:
        booked(child, iro, left_out={mother.pk: " "})
    review = booked(child, iro, left_out={mother.pk: "A court order forbids it"})

    assert (refused.value.code, refused.value.field) == ("left_out", "left_out_reason")
    assert review.invitations.get(name="Rue Vane").not_invited_reason == "A court order forbids it"
    assert review.invitations.filter(name="Juno Bell").exists()


def test_one_review_at_a_time(child: Child, iro: Person) -> None:
    booked(child, iro)

    with pytest.raises(StateError) as refused:
        booked(child, iro)

    assert refused.value.message == "Review 1 is booked already. Move it to another day, or cancel it."


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("in_progress", "Review 1 is under way. Conclude it first."),
        ("adjourned", "Review 1 is adjourned. Resume it first."),
    ],
)
def test_what_is_said_of_a_review_under_way(child: Child, iro: Person, state: str, said: str) -> None:
    review = held(child, iro)
    Review.objects.filter(pk=review.pk).update(state=state)

    with pytest.raises(StateError) as refused:
        booked(child, iro)

    assert refused.value.message == said


def test_the_next_review_is_counted_from_those_held(child: Child, iro: Person) -> None:
    concluded(child, iro)
    cancelled = booked(child, iro, date(2026, 5, 20))
    scheduling.cancel_review(review=cancelled, by=iro, reason="Booked for the wrong child")

    assert booked(child, iro, date(2026, 5, 21)).number == 2


def test_a_review_held_before_the_portal_goes_to_its_own_period(
    in_scope: LocalAuthority, iro: Person
) -> None:
    child = ChildFactory(authority=in_scope)
    first = PeriodOfCareFactory(
        child=child, start_date=date(2025, 1, 6), end_date=date(2025, 9, 1), end_reason="E4"
    )
    PeriodOfCareFactory(child=child, start_date=date(2026, 3, 2))

    review = booked(child, iro, date(2025, 8, 31), already_held=True)

    assert review.period == first


def test_moving_calls_the_sitting_off_and_keeps_the_due_date(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    moved = scheduling.rearrange_review(
        review=review, by=iro, on=TODAY, date=date(2026, 4, 30), reason="Rue’s shift changed", place="video"
    )

    assert list(review.sittings.order_by("number").values_list("date", "called_off_reason")) == [
        (date(2026, 4, 28), "Rue’s shift changed"),
        (date(2026, 4, 30), ""),
    ]
    assert moved.scheduled_date == date(2026, 4, 30)
    assert due_dates(review)["review"] == date(2026, 5, 5)
    assert due_dates(review)["reports"] == date(2026, 4, 27)
    assert Event.objects.get(verb="review.rearranged").detail == {"was": "2026-04-28", "date": "2026-04-30"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"date": date(2026, 4, 20)}, "past"),
        ({"date": date(2026, 5, 6)}, "late_without_reason"),
        ({"date": date(2026, 4, 29), "reason": ""}, "required"),
    ],
)
def test_moving_refuses(child: Child, iro: Person, given: dict, code: str) -> None:
    review = booked(child, iro)

    with pytest.raises(DomainError) as refused:
        scheduling.rearrange_review(review=review, by=iro, on=TODAY, **({"reason": "Moved"} | given))

    assert refused.value.code == code
    assert planned(review).date == date(2026, 4, 28)


def test_a_further_sitting_is_not_moved_before_the_first(child: Child, iro: Person) -> None:
    from reviews.actions.sittings import add_sitting

    review = held(child, iro)
    add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 23))
    Review.objects.filter(pk=review.pk).update(held_date=date(2026, 4, 22))

    with pytest.raises(DomainError) as refused:
        scheduling.rearrange_review(review=review, by=iro, on=TODAY, date=TODAY, reason="Earlier")

    assert refused.value.code == "before_first"


def test_moving_needs_a_sitting_that_is_planned(child: Child, iro: Person) -> None:
    with pytest.raises(StateError) as refused:
        scheduling.rearrange_review(review=held(child, iro), by=iro, on=TODAY, date=TODAY, reason="Moved")

    assert refused.value.message == "No sitting of this review is planned. Add one instead of moving it."


def test_cancelling_keeps_the_due_date(child: Child, iro: Person) -> None:
    review = scheduling.cancel_review(review=booked(child, iro), by=iro, reason=" Ash is ill ")

    assert (review.state, review.cancelled_reason, review.cancelled_by) == ("cancelled", "Ash is ill", iro)
    assert list(
        Deadline.objects.filter(child=child, kind=DutyKind.REVIEW).values_list(
            "due_date", "met_date", "review"
        )
    ) == [(date(2026, 5, 5), None, None)]


def test_a_review_that_was_held_is_not_cancelled(child: Child, iro: Person) -> None:
    review = held(child, iro)

    with pytest.raises(StateError):
        scheduling.cancel_review(review=review, by=iro, reason="Too late")

    assert again(review).state == "in_progress"


def test_people_are_added_left_out_and_asked_after_all(child: Child, iro: Person) -> None:
    review = booked(child, iro)
    person = scheduling.add_person(review=review, by=iro, name=" Ada Moss ", role="Teacher")

    scheduling.change_person(
        invitation=person, version=1, by=iro, name="Ada Moss", role="Designated teacher",
        not_invited_reason="Ash does not want her there",
    )  # fmt: skip

    person.refresh_from_db()
    assert (person.name, person.role, person.not_invited_reason, person.version) == (
        "Ada Moss", "Designated teacher", "Ash does not want her there", 2,
    )  # fmt: skip
    assert Event.objects.filter(verb="review.people_invited").count() == 2


def test_two_people_change_an_invitation(child: Child, iro: Person) -> None:
    person = booked(child, iro).invitations.get(name="Rue Vane")
    change = {"by": iro, "version": 1, "role": "Mother", "not_invited_reason": ""}
    scheduling.change_person(invitation=person, name="Rue Vane-Bell", **change)
    stale = type(person).objects.get(pk=person.pk)

    with pytest.raises(ConflictError) as conflict:
        scheduling.change_person(invitation=stale, name="Rue V. Bell", **change)

    assert conflict.value.current["name"] == "Rue Vane-Bell"
    assert conflict.value.version == 2


def test_an_imported_number_is_counted_on(child: Child, iro: Person) -> None:
    period = child.periods.get()
    ReviewFactory(
        period=period, number=3, source="import", state="completed", held_date=date(2026, 4, 10),
        concluded_date=date(2026, 4, 10),
    )  # fmt: skip

    assert booked(child, iro).number == 4
