"""The sittings of a review that is locked: which is planned, when the first was, and what the days allow."""

from datetime import date, time

from accounts.models import Person
from core import clock
from core.dates import long
from core.errors import DomainError
from reviews.actions.editing import write
from reviews.enums import ReviewState
from reviews.models import Review, Sitting


def planned_sitting(review: Review) -> Sitting | None:
    """The next sitting that is neither held nor called off."""
    return (
        Sitting.objects.filter(review=review, held=False, called_off_reason="")
        .order_by("date", "number")
        .first()
    )


def first_day(review: Review) -> date | None:
    """The day preparation counts back from: the first sitting held, else the first planned; None where none stands."""
    sittings = Sitting.objects.filter(review=review, called_off_reason="")
    held = sittings.filter(held=True).order_by("date").first()
    first = held or sittings.order_by("date").first()
    return first.date if first else None


def new_sitting(
    review: Review, *, by: Person | None, date: date, time: time | None, place: str, place_detail: str
) -> Sitting:
    """One more sitting, planned."""
    last = Sitting.objects.filter(review=review).order_by("-number").first()
    return Sitting.objects.create(
        authority_id=review.authority_id,
        review=review,
        number=last.number + 1 if last else 1,
        date=date,
        time=time,
        place=place,
        place_detail=place_detail,
        saved_by=by,
        saved_at=clock.now(),
    )


def call_off(sitting: Sitting, *, reason: str, by: Person | None) -> None:
    """A planned sitting will not be held."""
    write(sitting, by=by, called_off_reason=reason.strip()[:300])


def within_adjournment(review: Review, day: date) -> None:
    """Raises DomainError for a day on which an adjourned review may no longer be resumed."""
    if review.state != ReviewState.ADJOURNED or review.resume_by is None:
        return
    if day > review.resume_by:
        raise DomainError(
            f"This review may be resumed until {long(review.resume_by)}. Choose that day or an earlier one.",
            "after_adjournment",
            field="date",
        )
    if review.adjourned_date and day < review.adjourned_date:
        raise DomainError(
            f"The review was adjourned on {long(review.adjourned_date)}. Choose that day or a later one.",
            "before_adjournment",
            field="date",
        )
