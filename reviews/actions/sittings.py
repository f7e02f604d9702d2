"""The sittings of a review: planned, held, called off; the review adjourned, resumed, concluded."""

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction

from accounts.models import Person
from accounts.working_days import calendar_for
from audit.verbs import Verb
from core.dates import long
from core.errors import DomainError, StateError
from reviews import completion
from reviews.actions.care import period_on
from reviews.actions.editing import (
    duties_again,
    locked_for,
    need,
    not_in_future,
    nothing_missing,
    save_part,
    tell,
    write,
)
from reviews.actions.lapsing import lapse
from reviews.actions.planning import call_off, first_day, new_sitting, within_adjournment
from reviews.actions.recording import set_attendance
from reviews.models import Review, Sitting
from reviews.states import Act, check
from reviews.timescales import adjournment_limit


@transaction.atomic
def add_sitting(
    *,
    review: Review,
    by: Person,
    on: date,
    date: date,
    time: time | None = None,
    place: str = "",
    place_detail: str = "",
    already_held: bool = False,
) -> Sitting:
    """Plan one more sitting: a review may be a series of meetings. `already_held` allows a day that is over."""
    row = locked_for(review, Act.ADD_SITTING)
    if date < on and not already_held:
        raise DomainError(
            "This day is over. Choose a day from today on, or say that the sitting was held already.",
            "past",
            field="date",
        )
    if already_held:
        not_in_future(date, on=on)
    _in_care(row, date)
    _after_first(row, date)
    within_adjournment(row, date)
    sitting = new_sitting(row, by=by, date=date, time=time, place=place, place_detail=place_detail)
    write(row, by=by, scheduled_date=first_day(row))
    tell(Verb.SITTING_ADDED, row, by=by, sitting=sitting.number, date=date)
    duties_again(row, by=by)
    return sitting


@transaction.atomic
def call_off_sitting(*, sitting: Sitting, by: Person, reason: str) -> Sitting:
    """A planned sitting will not be held. The due date does not move."""
    row = locked_for(sitting.review, Act.CALL_OFF_SITTING)
    need(reason, "Say why the sitting is called off", field="reason")
    sitting = _still_planned(sitting)
    call_off(sitting, reason=reason, by=by)
    write(row, by=by, scheduled_date=first_day(row))
    tell(Verb.SITTING_CALLED_OFF, row, by=by, sitting=sitting.number)
    duties_again(row, by=by)
    return sitting


@transaction.atomic
def hold_sitting(
    *,
    sitting: Sitting,
    by: Person,
    on: date,
    date: date,
    attendance: Mapping[int, str] | None = None,
    note: str = "",
) -> Sitting:
    """Record that a sitting was held, on which day, and who came (invitation to Attendance).

    The review is dated by its first sitting. A sitting of an adjourned review resumes it.
    """
    if Review.objects.only("state").get(pk=sitting.review_id).state == "adjourned":
        return resume_review(sitting=sitting, by=by, on=on, date=date, attendance=attendance, note=note)
    row = locked_for(sitting.review, Act.HOLD_SITTING)
    sitting = _hold(row, sitting, by=by, on=on, day=date, attendance=attendance or {}, note=note)
    write(row, by=by, state=check(row, Act.HOLD_SITTING), chaired_by=by, **_dates(row))
    tell(Verb.SITTING_HELD, row, by=by, sitting=sitting.number, date=date)
    duties_again(row, by=by)
    return sitting


@transaction.atomic
def correct_sitting(
    *,
    sitting: Sitting,
    version: int,
    by: Person,
    on: date,
    date: date,
    time: time | None = None,
    place: str = "",
    place_detail: str = "",
    note: str = "",
) -> Sitting:
    """Put right the day, time or place of a sitting that was held. Late or in time follows from the first day."""
    row = locked_for(sitting.review, Act.CORRECT_SITTING)
    not_in_future(date, on=on)
    _in_care(row, date)
    if row.decisions_issued_date and date > row.decisions_issued_date:
        raise DomainError(
            f"The decisions went out on {long(row.decisions_issued_date)}. It was not held after that.",
            "after_decisions",
            field="date",
        )
    standing = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if not standing.held:
        raise StateError("This sitting was not held yet. Record it as held first.")
    save_part(
        sitting,
        version=version,
        by=by,
        date=date,
        time=time,
        place=place,
        place_detail=place_detail,
        note=note,
    )
    changes = _dates(row) | _adjournment_after(row, standing.date, date)
    if row.concluded_date is not None:
        changes["concluded_date"] = _last_held(row)
    write(row, by=by, **changes)
    tell(Verb.SITTING_CORRECTED, row, by=by, sitting=sitting.number, date=date)
    duties_again(row, by=by)
    return sitting


@transaction.atomic
def adjourn_review(
    *,
    review: Review,
    by: Person,
    on: date,
    date: date,
    reason: str,
    effect: str,
    wishes: str,
    time: time | None = None,
    place: str = "",
    place_detail: str = "",
) -> Review:
    """Adjourn once, where there is not enough to consider, to a `date` within the days allowed (CPPCR reg 36(2)).

    Counted from the sitting that is adjourned. Nothing proposed may be carried out until the review is completed.
    """
    row = locked_for(review, Act.ADJOURN)
    need(reason, "Say what is missing for the review to decide", field="reason")
    need(effect, "Say what the wait means for the child", field="effect")
    need(wishes, "Say what the child wishes, or why that is not known", field="wishes")
    adjourned = _last_held(row)
    until = adjournment_limit(adjourned, calendar=calendar_for(row.authority_id)).due
    if until < on:
        raise DomainError(
            f"The days to adjourn ended on {long(until)}. Conclude the review with what there is, or add a sitting.",
            "adjournment_over",
        )
    if date < on:
        raise DomainError("This day is over. Choose a day from today on.", "past", field="date")
    _in_care(row, date)
    for planned in Sitting.objects.select_for_update(of=("self",)).filter(
        review=row, held=False, called_off_reason=""
    ):
        call_off(planned, reason="The review was adjourned", by=by)
    write(
        row,
        by=by,
        state=check(row, Act.ADJOURN),
        adjourned_date=adjourned,
        resume_by=until,
        adjourned_reason=reason.strip(),
        adjourned_effect=effect.strip(),
        adjourned_wishes=wishes.strip(),
    )
    within_adjournment(row, date)
    new_sitting(row, by=by, date=date, time=time, place=place, place_detail=place_detail)
    tell(Verb.REVIEW_ADJOURNED, row, by=by, adjourned=adjourned, resume_by=until, date=date)
    duties_again(row, by=by)
    return row


@transaction.atomic
def resume_review(
    *,
    sitting: Sitting,
    by: Person,
    on: date,
    date: date,
    attendance: Mapping[int, str] | None = None,
    note: str = "",
) -> Sitting:
    """Record the sitting at which an adjourned review went on.

    Raises StateError for a day after the last one allowed: the review was then not completed, the due date that stood
    still stands, and it is to be closed (`lapse_review`) and booked again.
    """
    row = locked_for(sitting.review, Act.RESUME)
    if row.resume_by is not None and date > row.resume_by:
        raise StateError(
            f"The review had to be resumed by {long(row.resume_by)}. It was not completed, and the due date that stood "
            "still stands. Close it and book a review again.",
            "late_resumption",
            field="date",
        )
    within_adjournment(row, date)
    sitting = _hold(row, sitting, by=by, on=on, day=date, attendance=attendance or {}, note=note)
    write(row, by=by, state=check(row, Act.RESUME), chaired_by=by)
    tell(Verb.REVIEW_RESUMED, row, by=by, sitting=sitting.number, date=date)
    duties_again(row, by=by)
    return sitting


@transaction.atomic
def lapse_review(*, review: Review, by: Person | None, on: date) -> Review:
    """Close an adjourned review that was not resumed in time. The due date that stood still stands."""
    row = locked_for(review, Act.LAPSE)
    if row.resume_by is not None and on <= row.resume_by:
        raise StateError(f"This review may still be resumed, until {long(row.resume_by)}.", "not_lapsed")
    lapse(row, by=by)
    duties_again(row, by=by)
    return row


@transaction.atomic
def conclude_review(
    *, review: Review, by: Person, on: date, full: bool = True, by_meeting: bool = True
) -> Review:
    """Say that the last sitting was held: the clocks for what follows start from that sitting.

    `full`: everything the law asks was gone through (Schedule 7); only a full review counts for the clock.
    `by_meeting`: False where, in long-term fostering, it was done without one. Raises StillMissing.
    """
    row = locked_for(review, Act.CONCLUDE)
    nothing_missing(row, completion.Step.CONCLUDE, on=on)
    write(
        row,
        by=by,
        state=check(row, Act.CONCLUDE),
        concluded_date=_last_held(row),
        full=full,
        by_meeting=by_meeting,
    )
    tell(Verb.REVIEW_CONCLUDED, row, by=by, concluded=row.concluded_date, full=full, by_meeting=by_meeting)
    duties_again(row, by=by)
    return row


def _hold(
    row: Review,
    sitting: Sitting,
    *,
    by: Person,
    on: date,
    day: date,
    attendance: Mapping[int, str],
    note: str,
) -> Sitting:
    """Mark the sitting as held, and who came."""
    not_in_future(day, on=on)
    _in_care(row, day)
    _after_first(row, day)
    sitting = _still_planned(sitting)
    write(sitting, by=by, held=True, date=day, note=note.strip())
    set_attendance(row, attendance, by=by)
    return sitting


def _still_planned(sitting: Sitting) -> Sitting:
    row = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if row.held:
        raise StateError("This sitting was recorded as held already.")
    if row.called_off_reason:
        raise StateError("This sitting was called off. Add a sitting instead.")
    return row


def _dates(row: Review) -> dict[str, date | None]:
    """The review's own dates, from its sittings. What stood due at them is worked out with the duties."""
    held = Sitting.objects.filter(review=row, held=True).order_by("date").first()
    return {"held_date": held.date if held else None, "scheduled_date": first_day(row)}


def _last_held(row: Review) -> date:
    """The last sitting's day; the states this is asked in have one."""
    return Sitting.objects.filter(review=row, held=True).latest("date").date


def _adjournment_after(row: Review, was: date, now: date) -> dict[str, date]:
    """What a corrected sitting does to an adjournment that is over: it still has to have been resumed in time."""
    if row.adjourned_date is None or row.resume_by is None:
        return {}
    adjourned, until = row.adjourned_date, row.resume_by
    if was == adjourned:
        adjourned, until = now, adjournment_limit(now, calendar=calendar_for(row.authority_id)).due
    if Sitting.objects.filter(review=row, held=True, date__gte=adjourned, date__lte=until).count() < 2:
        raise DomainError(
            f"The review was adjourned on {long(adjourned)} and had to be resumed by {long(until)}.",
            "after_adjournment",
            field="date",
        )
    return {"adjourned_date": adjourned, "resume_by": until}


def _after_first(row: Review, day: date) -> None:
    if row.held_date is not None and day < row.held_date:
        raise DomainError(
            f"The first sitting was held on {long(row.held_date)}. Choose that day or a later one.",
            "before_first",
            field="date",
        )


def _in_care(row: Review, day: date) -> None:
    period = period_on(row.child, day)
    if period is None or period.pk != row.period_id:
        raise DomainError("The child was not looked after on this day.", "not_in_care", field="date")
