"""Booking a review, moving it to another day, cancelling it, and who is asked to come."""

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from audit.verbs import Verb
from children.models import Child, PeriodOfCare
from core import clock
from core.dates import long
from core.errors import DomainError, StateError
from reviews.actions.care import period_on
from reviews.actions.editing import duties_again, locked_for, need, not_in_future, save_part, tell, write
from reviews.actions.lapsing import lapse, release_drafts
from reviews.actions.planning import call_off, first_day, new_sitting, planned_sitting, within_adjournment
from reviews.enums import ReviewState
from reviews.models import Invitation, Review
from reviews.selectors.journey import asked_as_a_rule, late_words, people_around, standing_due
from reviews.states import Act, check

UNDER_WAY = (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED)


@transaction.atomic
def schedule_review(
    *,
    child: Child,
    by: Person,
    on: date,
    date: date,
    time: time | None = None,
    place: str = "",
    place_detail: str = "",
    child_asked_date: date | None = None,
    child_asked_how: str = "",
    late_reason: str = "",
    extra: bool = False,
    extra_reason: str = "",
    left_out: Mapping[int, str] | None = None,
    already_held: bool = False,
) -> Review:
    """Book the child's next review: its first sitting, who is invited, and by when it has to be prepared.

    `left_out` maps relationships of the child that are not invited to the reason. `already_held` books a review that
    was held before it came into the portal; its sitting is then to be recorded as held. An adjourned review whose days
    are over is closed first. Raises StateError while another review is under way, DomainError for a day that cannot be.
    """
    Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
    _nothing_under_way(child, by=by, on=on)
    period = _period_of(child, date)
    if already_held:
        not_in_future(date, on=on)
    elif date < on:
        raise DomainError(
            "This day is over. Choose a day from today on, or say that the review was held already.",
            "past",
            field="date",
        )
    _late_only_with_reason(child, date, late_reason)
    if extra:
        need(extra_reason, "Say why a review is held beyond the timetable", field="extra_reason")
    if child_asked_date is not None:
        not_in_future(child_asked_date, on=on, field="child_asked_date")
    review = Review.objects.create(
        authority=child.authority,
        child=child,
        period=period,
        number=next_number(period),
        scheduled_date=date,
        extra=extra,
        extra_reason=extra_reason if extra else "",
        late_reason=late_reason,
        child_asked_date=child_asked_date,
        child_asked_how=child_asked_how,
        saved_by=by,
        saved_at=clock.now(),
    )
    new_sitting(review, by=by, date=date, time=time, place=place, place_detail=place_detail)
    _invite(review, child, left_out or {}, on=on, by=by)
    tell(Verb.REVIEW_SCHEDULED, review, by=by, date=date, number=review.number, extra=extra)
    duties_again(review, by=by)
    return review


@transaction.atomic
def rearrange_review(
    *,
    review: Review,
    by: Person,
    on: date,
    date: date,
    reason: str,
    time: time | None = None,
    place: str = "",
    place_detail: str = "",
    late_reason: str = "",
) -> Review:
    """Move the sitting that is still to come to another day, time or place. The due date does not move."""
    row = locked_for(review, Act.REARRANGE)
    need(reason, "Say why the review is moved", field="reason")
    if date < on:
        raise DomainError("This day is over. Choose a day from today on.", "past", field="date")
    _period_of(row.child, date)
    within_adjournment(row, date)
    planned = planned_sitting(row)
    if planned is None:
        raise StateError("No sitting of this review is planned. Add one instead of moving it.")
    if row.held_date is None:
        _late_only_with_reason(row.child, date, late_reason or row.late_reason)
    elif date < row.held_date:
        raise DomainError(
            f"The first sitting was held on {long(row.held_date)}. Choose that day or a later one.",
            "before_first",
            field="date",
        )
    call_off(planned, reason=reason, by=by)
    new_sitting(row, by=by, date=date, time=time, place=place, place_detail=place_detail)
    write(row, by=by, scheduled_date=first_day(row), late_reason=late_reason or row.late_reason)
    tell(Verb.REVIEW_REARRANGED, row, by=by, was=planned.date, date=date)
    duties_again(row, by=by)
    return row


@transaction.atomic
def cancel_review(*, review: Review, by: Person, reason: str) -> Review:
    """Cancel a review no sitting of which was held. The due date stands where it stood (framework: row 9)."""
    row = locked_for(review, Act.CANCEL)
    need(reason, "Say why the review is cancelled", field="reason")
    release_drafts(row, by=by)
    write(
        row,
        by=by,
        state=check(row, Act.CANCEL),
        cancelled_at=clock.now(),
        cancelled_by=by,
        cancelled_reason=reason.strip(),
    )
    tell(Verb.REVIEW_CANCELLED, row, by=by)
    duties_again(row, by=by)
    return row


@transaction.atomic
def add_person(
    *, review: Review, by: Person, name: str, role: str, not_invited_reason: str = ""
) -> Invitation:
    """Ask one more person to the review, or say why somebody is left out."""
    row = locked_for(review, Act.INVITE)
    invitation = Invitation.objects.create(
        authority=row.authority,
        review=row,
        name=need(name, "Enter the person’s name", field="name"),
        role=need(role, "Say who they are to the child", field="role"),
        not_invited_reason=not_invited_reason.strip(),
        saved_by=by,
        saved_at=clock.now(),
    )
    _people_changed(row, invitation, by=by)
    return invitation


@transaction.atomic
def change_person(
    *, invitation: Invitation, version: int, by: Person, name: str, role: str, not_invited_reason: str
) -> Invitation:
    """Correct a person asked to the review, leave them out with a reason, or (no reason) ask them after all."""
    row = locked_for(invitation.review, Act.INVITE)
    save_part(
        invitation,
        version=version,
        by=by,
        name=need(name, "Enter the person’s name", field="name"),
        role=need(role, "Say who they are to the child", field="role"),
        not_invited_reason=not_invited_reason.strip(),
    )
    _people_changed(row, invitation, by=by)
    return invitation


def next_number(period: PeriodOfCare) -> int:
    """The number of the next review of a period: those that were not held are not counted."""
    held = period.reviews.exclude(state__in=[ReviewState.CANCELLED, ReviewState.LAPSED])
    return (held.aggregate(last=Max("number"))["last"] or 0) + 1


def _people_changed(review: Review, invitation: Invitation, *, by: Person) -> None:
    tell(
        Verb.PEOPLE_INVITED,
        review,
        by=by,
        invitation=invitation.pk,
        invited=not invitation.not_invited_reason,
    )


def _nothing_under_way(child: Child, *, by: Person, on: date) -> None:
    """One review at a time. One that was adjourned and not resumed in time is closed here."""
    review = Review.objects.select_for_update(of=("self",)).filter(child=child, state__in=UNDER_WAY).first()
    if review is None:
        return
    if review.state == ReviewState.ADJOURNED and review.resume_by and review.resume_by < on:
        lapse(review, by=by)
        return
    where = {
        ReviewState.SCHEDULED: "is booked already. Move it to another day, or cancel it",
        ReviewState.IN_PROGRESS: "is under way. Conclude it first",
        ReviewState.ADJOURNED: "is adjourned. Resume it first",
    }
    raise StateError(f"Review {review.number} {where[ReviewState(review.state)]}.", "under_way")


def _period_of(child: Child, day: date) -> PeriodOfCare:
    """The period of care a review of that day belongs to."""
    period = period_on(child, day)
    if period is None:
        raise DomainError(
            "The child was not looked after on this day. Choose a day in a period of care.",
            "not_in_care",
            field="date",
        )
    return period


def _late_only_with_reason(child: Child, day: date, reason: str) -> None:
    """A review after its due date needs a reason; the due date stays."""
    due = standing_due(child)
    if due is not None and day > due.due_date and not reason.strip():
        raise DomainError(late_words(due.due_date), "late_without_reason", field="date")


def _invite(review: Review, child: Child, left_out: Mapping[int, str], *, on: date, by: Person) -> None:
    """An invitation for each person around the child, with the reason for anyone left out.

    Brothers, sisters, relatives and friends come where the child wants them: leaving them out needs no reason.
    """
    now = clock.now()
    rows = []
    for person in people_around(child, on=on):
        reason = left_out.get(person.pk)
        if reason is not None and not reason.strip():
            if asked_as_a_rule(person):
                raise DomainError("Say why somebody is left out", "left_out", field="left_out_reason")
            continue
        rows.append(
            Invitation(
                authority_id=child.authority_id,
                review=review,
                relationship=person,
                name=person.name,
                role=person.get_kind_display(),
                not_invited_reason=(reason or "").strip(),
                saved_by=by,
                saved_at=now,
            )
        )
    Invitation.objects.bulk_create(rows)
