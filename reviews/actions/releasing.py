"""A copy of a record for one person: made, read by its sender, confirmed by a second person, released, called back."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from audit.verbs import Verb
from children.models import Relationship
from core import clock
from core.dates import long
from core.errors import DomainError, NotAllowed, StateError
from reviews.actions.editing import duties_again, need, not_in_future, tell, write
from reviews.models import Invitation, Release, Review
from reviews.release_states import ReleaseAct, ReleaseState, after
from reviews.releasing import DEFAULT_SECTIONS, RecipientKind, Section, kind_of, needs_second_person
from reviews.selectors.releases import made, still_due
from reviews.states import WHAT_TO_DO

CHANGED = (
    "The record, or what is confidential about the child, has changed since this copy was read. "
    "Its sender has to read it again."
)
SECOND = "A copy for family is confirmed by somebody other than its sender. Ask a colleague."


def _review(review: Review) -> Review:
    """The review's row, locked. Raises StateError where its record is not completed: only what stands can be copied."""
    row = Review.objects.select_for_update(of=("self",)).select_related("child", "period").get(pk=review.pk)
    if not row.locked:
        raise StateError(WHAT_TO_DO[row.state])
    return row


def _locked(release: Release) -> Release:
    rows = Release.objects.select_for_update(of=("self",))
    return rows.select_related("child", "review__child", "review__period", "relationship__child").get(
        pk=release.pk
    )


@transaction.atomic
def start_release(
    *,
    review: Review,
    by: Person,
    kind: str = "",
    relationship: Relationship | None = None,
    invitation: Invitation | None = None,
    person: Person | None = None,
) -> Release:
    """Begin a copy for one person; `kind` is asked only of an invited person nobody knows otherwise.

    Raises StateError while the record is open, DomainError where this person has a copy that was not called back.
    """
    row = _review(review)
    relationship = relationship or (invitation.relationship if invitation else None)
    if relationship is not None:
        chosen, name, role = kind_of(relationship.kind), relationship.name, relationship.get_kind_display()
        invitation = None
    elif invitation is not None:
        chosen, name, role = RecipientKind(kind or RecipientKind.FAMILY), invitation.name, invitation.role
    elif person is not None:
        chosen, name, role = RecipientKind.WORKER, person.name, "Has a role in the portal"
    else:
        chosen, name, role = RecipientKind.CHILD, row.child.shown_as, "The child"
    recipient = {"relationship": relationship, "invitation": invitation, "person": person}
    same = Release.objects.filter(review=row, kind=chosen, **recipient)
    if same.exclude(state=ReleaseState.WITHDRAWN).exists():
        raise DomainError(
            "There is a copy for this person already. Call it back to make another.",
            "twice",
            field="recipient",
        )
    release = Release.objects.create(
        authority_id=row.authority_id,
        child=row.child,
        review=row,
        kind=chosen,
        **recipient,
        recipient_name=name,
        recipient_role=role,
        sections=list(DEFAULT_SECTIONS[chosen]),
        created_by=by,
    )
    _tell(Verb.RELEASE_STARTED, release, by=by, kind=chosen)
    return release


@transaction.atomic
def change_sections(*, release: Release, by: Person, sections: Collection[str]) -> Release:
    """Say which sections the copy has. It has to be read again."""
    row = _locked(release)
    state = after(row.state, ReleaseAct.CHANGE)
    kept = [one.value for one in Section if one in sections]
    write(row, by=by, state=state, sections=kept, **_unread())
    _tell(Verb.RELEASE_CHANGED, row, by=by, sections=kept)
    return row


@transaction.atomic
def settle_names(*, release: Release, by: Person, answers: Mapping[str, Mapping[str, str]]) -> Release:
    """Say of each name warned of whether it is hidden, or kept for a reason. The copy has to be read again."""
    row = _locked(release)
    state = after(row.state, ReleaseAct.CHANGE)
    settled = dict(row.settled)
    for key, said in answers.items():
        reason = said.get("reason", "").strip()
        if said["answer"] == "keep" and not reason:
            raise DomainError("Say why each name that you keep may stay", "required")
        settled[key] = {"answer": said["answer"], "reason": reason}
    write(row, by=by, state=state, settled=settled, **_unread())
    hidden = sum(one["answer"] == "hide" for one in settled.values())
    _tell(Verb.RELEASE_CHANGED, row, by=by, names_hidden=hidden, names_kept=len(settled) - hidden)
    return row


def _unread() -> dict[str, object]:
    """What a change takes back: that it was read, and that it was confirmed."""
    return {
        "blocks": [],
        "hidden": [],
        "previewed_by": None,
        "previewed_at": None,
        "confirmed_by": None,
        "confirmed_at": None,
    }


@transaction.atomic
def preview(*, release: Release, by: Person, confirmer: Person | None = None) -> Release:
    """The sender has read exactly what goes out; it is fixed by this, and the second person asked.

    Raises DomainError while a name in it is not settled, or nobody but the sender is asked to confirm it.
    """
    row = _locked(release)
    _review(row.review)
    state = after(row.state, ReleaseAct.PREVIEW)
    now = made(row)
    if now.unsettled:
        raise DomainError("Settle the names of other people in it first", "names")
    if confirmer is not None and confirmer in (by, row.created_by):
        raise DomainError(SECOND, "second_person", field="confirmer")
    read = {**now.copy.kept(), "previewed_by": by, "previewed_at": clock.now(), "confirmer": confirmer}
    write(row, by=by, **(_unread() | read | {"state": state, "sent_back_reason": ""}))
    _tell(Verb.RELEASE_PREVIEWED, row, by=by, hidden=sum(one["times"] for one in row.hidden))
    return row


def _unchanged(row: Release) -> None:
    """Raises StateError where the copy would come out differently now from what was read."""
    now = made(row)
    if now.unsettled or now.copy.kept() != {"blocks": row.blocks, "hidden": row.hidden}:
        raise StateError(CHANGED)


@transaction.atomic
def confirm(*, release: Release, by: Person) -> Release:
    """A second person has read what goes out. Raises NotAllowed for its sender, StateError where it changed."""
    row = _locked(release)
    _review(row.review)
    if by.pk in (row.created_by_id, row.previewed_by_id):
        raise NotAllowed(SECOND)
    state = after(row.state, ReleaseAct.CONFIRM)
    _unchanged(row)
    write(row, by=by, state=state, confirmed_by=by, confirmed_at=clock.now())
    _tell(Verb.RELEASE_CONFIRMED, row, by=by)
    return row


@transaction.atomic
def send_back(*, release: Release, by: Person, reason: str) -> Release:
    """The second person says no, and why."""
    row = _locked(release)
    state = after(row.state, ReleaseAct.SEND_BACK)
    said = need(reason, "Say what has to be changed", field="reason")
    write(row, by=by, state=state, sent_back_reason=said, **_unread())
    _tell(Verb.RELEASE_SENT_BACK, row, by=by)
    return row


@transaction.atomic
def release_copy(*, release: Release, by: Person, on: date) -> Release:
    """Let the copy go. The last one that is due meets the duty to send the record to everyone.

    Raises StateError where it is for family and nobody confirmed it, or it would come out differently now.
    """
    row = _locked(release)
    review = _review(row.review)
    if needs_second_person(row.kind) and row.state == ReleaseState.PREVIEWED:
        raise StateError("A second person confirms what goes to family. It waits for them.")
    state = after(row.state, ReleaseAct.RELEASE)
    _unchanged(row)
    write(row, by=by, state=state, released_by=by, released_at=clock.now(), released_date=on)
    _tell(Verb.RELEASED, row, by=by, kind=row.kind, date=on)
    _met(review, by=by, on=on)
    return row


@transaction.atomic
def give_no_copy(*, review: Review, invitation: Invitation, by: Person, on: date, reason: str) -> None:
    """Say why somebody who was asked to the review gets no copy."""
    row = _review(review)
    said = need(reason, "Say why they get no copy", field="reason")
    write(invitation, by=by, copy_withheld_reason=said)
    record(
        Verb.RELEASE_CHANGED,
        by=by,
        authority_id=row.authority_id,
        objects=[invitation],
        child_ids=[row.child_id],
        withheld=invitation.pk,
    )
    _met(row, by=by, on=on)


def _met(review: Review, *, by: Person, on: date) -> None:
    """Where nobody is due a copy any more, and at least one went out, the record is sent."""
    gone = Release.objects.filter(review=review, released_at__isnull=False, withdrawn_at__isnull=True)
    last = gone.order_by("-released_date").values_list("released_date", flat=True).first()
    if review.distributed_date is None and last is not None and not still_due(review):
        write(review, by=by, distributed_date=last, distributed_by=by)
        tell(Verb.RECORD_DISTRIBUTED, review, by=by, date=last, releases=gone.count())
        duties_again(review, by=by)


@transaction.atomic
def mark_delivered(*, release: Release, by: Person, on: date, day: date, how: str) -> Release:
    """The copy is in its recipient's hands: handed over or posted. It cannot be called back after this."""
    row = _locked(release)
    state = after(row.state, ReleaseAct.DELIVER)
    not_in_future(day, on=on)
    if day < row.released_date:
        raise DomainError(
            f"The copy was released on {long(row.released_date)}. Enter that day or a later one.",
            "before_release",
            field="date",
        )
    said = need(how, "Say how they got it", field="how")
    write(row, by=by, state=state, delivered_by=by, delivered_date=day, delivered_how=said)
    _tell(Verb.RELEASE_DELIVERED, row, by=by, date=day)
    return row


@transaction.atomic
def withdraw(*, release: Release, by: Person, reason: str) -> Release:
    """Call a copy back that nobody has in hand yet. Where it met the duty to send the record, that is open again."""
    row = _locked(release)
    state = after(row.state, ReleaseAct.WITHDRAW)
    said = need(reason, "Say why it is called back", field="reason")
    review = Review.objects.select_for_update(of=("self",)).get(pk=row.review_id)
    by_copies = row.state == ReleaseState.RELEASED and not still_due(review)
    write(row, by=by, state=state, withdrawn_by=by, withdrawn_at=clock.now(), withdrawn_reason=said)
    _tell(Verb.RELEASE_WITHDRAWN, row, by=by)
    if by_copies and review.distributed_date is not None and still_due(review):
        write(review, by=by, distributed_date=None, distributed_by=None)
        duties_again(review, by=by)
    return row


def _tell(verb: Verb, row: Release, *, by: Person, **detail: object) -> None:
    """The audit row of an act on a copy: codes, counts and dates."""
    tell(verb, row, by=by, review=row.review_id, **detail)
