"""Writing the record of a review: its preparation, who came, each matter considered, the reviewing officer's view."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Sum

from accounts.models import Person
from accounts.versions import save_versioned
from audit.verbs import Verb
from core import clock
from core.errors import ConflictError, DomainError
from reviews.actions.editing import duties_again, locked_for, need, not_in_future, save_part, tell, write
from reviews.enums import Attendance, Matter, Progress
from reviews.models import Consideration, Invitation, Review
from reviews.states import Act

MAY_NOT_APPLY = (Matter.LEAVING_CARE, Matter.VISITS, Matter.PROTECTION)
"""Matters of Schedule 7 that the law itself limits to some children; every other applies to each child."""


@transaction.atomic
def record_preparation(
    *,
    review: Review,
    version: int,
    by: Person,
    on: date,
    child_asked_date: date | None,
    child_asked_how: str,
    social_worker_talk_date: date | None,
    social_worker_talk_note: str,
    reports_received_date: date | None,
    reports_note: str,
) -> Review:
    """What was done before the review: the child asked, the social worker spoken with, the reports received."""
    row = locked_for(review, Act.PREPARE)
    dates = {
        "child_asked_date": child_asked_date,
        "social_worker_talk_date": social_worker_talk_date,
        "reports_received_date": reports_received_date,
    }
    for name, day in dates.items():
        if day is not None:
            not_in_future(day, on=on, field=name)
    if child_asked_date is not None:
        need(child_asked_how, "Say how the child was asked, and what they said", field="child_asked_how")
    save_part(
        row,
        version=version,
        by=by,
        child_asked_how=child_asked_how,
        social_worker_talk_note=social_worker_talk_note,
        reports_note=reports_note,
        **dates,
    )
    tell(Verb.PREPARATION_RECORDED, row, by=by, **{name: day for name, day in dates.items() if day})
    duties_again(row, by=by)
    return row


@transaction.atomic
def record_right_people(*, review: Review, version: int, by: Person, answer: str, note: str) -> Review:
    """Were the right people and papers there? If not, why it went ahead. A warning, never a bar."""
    row = locked_for(review, Act.RECORD)
    if answer not in ("yes", "no"):
        raise DomainError("Choose yes or no", "required", field="right_people")
    if answer == "no":
        need(note, "Say what was missing, and why the review went ahead", field="right_people_note")
    save_part(row, version=version, by=by, right_people=answer, right_people_note=note)
    tell(Verb.ATTENDANCE_RECORDED, row, by=by, right_people=answer)
    return row


def attendance_version(review: Review) -> int:
    """One number for all invitations of a review: it grows with every change of any of them."""
    return Invitation.objects.filter(review=review).aggregate(total=Sum("version"))["total"] or 0


@transaction.atomic
def record_attendance(
    *,
    review: Review,
    version: int,
    by: Person,
    attendance: Mapping[int, str],
    notes: Mapping[int, str] | None = None,
) -> Review:
    """Who came, by invitation. `version` is that of `attendance_version`; raises ConflictError with what stands now."""
    row = locked_for(review, Act.RECORD)
    standing = attendance_version(row)
    if standing != version:
        latest = row.invitations.select_related("saved_by").order_by("-saved_at").first()
        raise ConflictError(
            {f"came_{person.pk}": person.attendance for person in row.invitations.all()},
            version=standing,
            by=latest.saved_by.name if latest and latest.saved_by else "",
            at=latest.saved_at if latest else None,
        )
    set_attendance(row, attendance, by=by, notes=notes)
    tell(Verb.ATTENDANCE_RECORDED, row, by=by, people=len(attendance))
    return row


def set_attendance(
    row: Review, attendance: Mapping[int, str], *, by: Person, notes: Mapping[int, str] | None = None
) -> None:
    """Write who came to the invitations of a review that is locked. Raises DomainError for an unknown answer."""
    people = {person.pk: person for person in row.invitations.all()}
    for key, came in attendance.items():
        if key not in people or came not in Attendance.values:
            raise DomainError("Choose one of the answers for each person", "invalid", field=f"came_{key}")
        changes = {"attendance": came}
        if notes is not None and key in notes:
            changes["note"] = notes[key]
        if any(getattr(people[key], name) != value for name, value in changes.items()):
            write(people[key], by=by, **changes)


@transaction.atomic
def record_consideration(
    *, review: Review, matter: Matter, version: int, by: Person, text: str, progress: Progress
) -> Consideration:
    """What was considered on one matter of Schedule 7; or, for some, why it does not apply.

    `version` is 0 where nothing was written yet. Raises ConflictError where somebody wrote in between.
    """
    row = locked_for(review, Act.RECORD)
    if progress == Progress.NOT_APPLICABLE and matter not in MAY_NOT_APPLY:
        raise DomainError("This has to be considered at every review.", "always_applies", field="text")
    if progress == Progress.DONE:
        need(text, "Write what was considered", field="text")
    if progress == Progress.NOT_APPLICABLE:
        need(text, "Say why this does not apply", field="text")
    if not text.strip():
        progress = Progress.NOT_STARTED
    found = Consideration.objects.filter(review=row, matter=matter).first()
    if found is None:
        found = Consideration.objects.create(
            authority=row.authority, review=row, matter=matter, text=text, progress=progress, saved_by=by,
            saved_at=clock.now(),
        )  # fmt: skip
    else:
        save_versioned(found, version=version, by=by, text=text, progress=progress)
    tell(Verb.CONSIDERATION_RECORDED, row, by=by, matter=matter, progress=progress)
    return found


@transaction.atomic
def record_iro_view(*, review: Review, version: int, by: Person, text: str) -> Review:
    """The reviewing officer's own view of the care plan and of how the child's case is going (Schedule 7, 12)."""
    row = locked_for(review, Act.RECORD)
    save_part(row, version=version, by=by, iro_view=text)
    tell(Verb.IRO_VIEW_RECORDED, row, by=by)
    return row
