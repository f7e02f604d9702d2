"""The full record: completed and locked, opened again, and sent to everyone."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import Person
from audit.verbs import Verb
from core import clock
from core.dates import long
from core.errors import DomainError
from reviews import completion
from reviews.actions.decisions import silence
from reviews.actions.editing import (
    duties_again,
    locked_for,
    need,
    not_in_future,
    nothing_missing,
    tell,
    write,
)
from reviews.models import Reopening, Review
from reviews.states import Act, check


@transaction.atomic
def complete_record(*, review: Review, by: Person, on: date) -> Review:
    """Finish and lock the full record. Raises StillMissing. The first day of it stays."""
    row = locked_for(review, Act.COMPLETE_RECORD)
    nothing_missing(row, completion.Step.COMPLETE_RECORD, on=on)
    write(
        row,
        by=by,
        state=check(row, Act.COMPLETE_RECORD),
        record_completed_at=clock.now(),
        record_completed_by=by,
        record_completed_date=row.record_completed_date or on,
        **silence(row, on=on),
    )
    tell(Verb.RECORD_COMPLETED, row, by=by)
    duties_again(row, by=by)
    return row


@transaction.atomic
def reopen_record(*, review: Review, by: Person, reason: str) -> Review:
    """Open a completed record again, for a reason that is kept. It is locked again by completing it."""
    row = locked_for(review, Act.REOPEN)
    opened = Reopening.objects.create(
        authority=row.authority,
        review=row,
        reopened_at=clock.now(),
        reopened_by=by,
        reason=need(reason, "Say why the record is opened again", field="reason"),
        was_completed_at=row.record_completed_at or clock.now(),
    )
    write(row, by=by, state=check(row, Act.REOPEN), record_completed_at=None, record_completed_by=None)
    tell(Verb.RECORD_REOPENED, row, by=by, reopening=opened.pk)
    duties_again(row, by=by)
    return row


@transaction.atomic
def mark_distributed(
    *, review: Review, by: Person, on: date, date: date, withheld: Mapping[int, str] | None = None
) -> Review:
    """Record that everyone was sent the record; `withheld` maps invitations without a copy to the reason."""
    row = locked_for(review, Act.DISTRIBUTE)
    not_in_future(date, on=on)
    done = row.record_completed_date
    if done is not None and date < done:
        raise DomainError(
            f"The record was completed on {long(done)}. Enter that day or a later one.",
            "before_record",
            field="date",
        )
    people = {person.pk: person for person in row.invitations.all()}
    for key, reason in (withheld or {}).items():
        if key not in people:
            raise DomainError("Choose people who were asked to this review", "invalid", field="copies")
        said = need(reason, "Say why somebody gets no copy", field="withheld_reason")
        write(people[key], by=by, copy_withheld_reason=said)
    write(row, by=by, distributed_date=date, distributed_by=by, **silence(row, on=on))
    tell(Verb.RECORD_DISTRIBUTED, row, by=by, date=date, withheld=sorted(withheld or {}))
    duties_again(row, by=by)
    return row
