"""What a person does here: write down what the child said, say how they took part, and say that it is finished.

The child's exact words are stored as they come, character for character. Rows of the audit hold no words.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.versions import save_versioned
from audit.actions import record
from audit.verbs import Verb
from core.dates import long
from core.errors import ConflictError, DomainError, StateError
from participation.codes import WorkedOut, work_out
from participation.completeness import is_heard, missing
from participation.enums import AtReview, Code, How, Sharing, Way
from participation.models import ChildView, Participation
from reviews.actions.duties import recompute_children
from reviews.actions.editing import locked_for, write
from reviews.models import Review
from reviews.states import Act


@dataclass(frozen=True)
class Words:
    """What was said on one occasion, what was understood, what was observed, and how it was heard."""

    exact_words: str = ""
    understood: str = ""
    observed: str = ""
    heard_date: date | None = None
    how: How | str = ""
    where: str = ""
    with_whom: str = ""
    """Who else was there; empty where the child was alone with who heard them."""
    heard_by: str = ""
    heard_by_person: Person | None = None
    sharing: Sharing | str = ""
    sharing_names: str = ""

    def fields(self) -> dict[str, Any]:
        """As fields of a ChildView."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written; who heard it is filled in beforehand and says nothing by itself."""
        return not any(value for name, value in self.fields().items() if not name.startswith("heard_by"))


@dataclass(frozen=True)
class TakingPart:
    """How the child took part in one review, as it was answered."""

    at_review: AtReview | str = ""
    ways: Collection[Way | str] = field(default_factory=tuple)
    spoken_alone: str = ""
    """ "yes", "no", or "" where nobody said."""
    spoken_alone_date: date | None = None
    not_alone_reason: str = ""
    contradicted_code: Code | str = ""
    contradicted_reason: str = ""

    def fields(self) -> dict[str, Any]:
        """As fields of a Participation: ways in the order of the page, nothing that the answers leave no room for."""
        chosen = asdict(self) | {"ways": [way for way in Way.values if way in self.ways]}
        if self.spoken_alone != "yes":
            chosen["spoken_alone_date"] = None
        if not self.contradicted_code:
            chosen["contradicted_reason"] = ""
        return chosen


def review_day(review: Review) -> date | None:
    """The day that counts for the child's age: the first sitting held, or while none was, the one booked."""
    return review.held_date or review.scheduled_date


def worked_out_for(review: Review, part: TakingPart | Participation) -> WorkedOut:
    """The participation code of a review by these answers."""
    return work_out(
        date_of_birth=review.child.date_of_birth,
        held_on=review_day(review),
        at_review=part.at_review,
        ways=part.ways,
    )


def code_for_return(review: Review, part: Participation) -> str:
    """What the return gets: an imported code stands as imported; else the contradicted one; else the one worked out."""
    return review.imported_code or part.contradicted_code or part.worked_out_code


def page_version(view: ChildView | None, part: Participation | None) -> int:
    """The version of a review's views page: it counts on when either of its two rows does. 0 while there is neither."""
    return (view.version if view else 0) + (part.version if part else 0)


def record_views(
    *,
    review: Review,
    by: Person,
    on: date,
    version: int = 0,
    view: ChildView | None = None,
    uuid: UUID | None = None,
    **words: Any,
) -> ChildView:
    """Write down what the child said on one occasion for a review; a review may have several.

    `view` is the occasion to change, made from `version`; without it a new one is made, with `uuid` where one is
    given, so that the same press twice makes one. `words` are the fields of Words; what is left out is empty. The
    exact words are stored as they come. Raises ConflictError (changed in between), StateError (record locked) and
    DomainError (day wrong).
    """
    with transaction.atomic():
        locked = locked_for(review, Act.RECORD)
        saved = _put_words(locked, Words(**words), by=by, on=on, version=version, view=view, uuid=uuid)
        _follow(locked, by=by, on=on)
    return saved


def record_participation(
    *, review: Review, by: Person, on: date, version: int = 0, **answers: Any
) -> Participation:
    """Store how the child took part in a review (fields of TakingPart), with the code worked out and why.

    Answers that clash are kept and give no code. Raises ConflictError, StateError, and DomainError where a day is wrong
    or the code is contradicted without a reason.
    """
    with transaction.atomic():
        locked = locked_for(review, Act.RECORD)
        part = _put_part(locked, TakingPart(**answers), by=by, on=on, version=version)
        _follow(locked, by=by, on=on)
    return part


def complete_views(*, review: Review, by: Person, on: date, version: int) -> Participation:
    """Say that the child's views for a review are finished. Raises DomainError with the first thing that is missing."""
    with transaction.atomic():
        locked = locked_for(review, Act.RECORD)
        part = Participation.objects.filter(review=locked).first() or Participation(review=locked, version=0)
        if part.version != version:
            raise _conflict(part, part_facts(part))
        return _complete(locked, part, by=by, on=on)


def save_views_page(
    *,
    review: Review,
    by: Person,
    on: date,
    version: int,
    words: Words,
    part: TakingPart,
    complete: bool = False,
) -> int:
    """Store a review's views page: its first occasion and how the child took part; with `complete`, finish it.

    `version` is that of the page (`page_version`); the answer is the version it stands at now. Raises what the three
    acts raise.
    """
    with transaction.atomic():
        locked = locked_for(review, Act.RECORD)
        view = first_view(locked)
        row = Participation.objects.filter(review=locked).first()
        if version != page_version(view, row):
            newest = max(
                (one for one in (view, row) if one is not None), key=lambda one: str(one.saved_at or "")
            )
            raise _conflict(newest, page_facts(view, row), version=page_version(view, row))
        if view is not None or not words.is_empty:
            view = _put_words(locked, words, by=by, on=on, version=view.version if view else 0, view=view)
        _put_part(locked, part, by=by, on=on, version=row.version if row else 0)
        row = _follow(locked, by=by, on=on)
        if complete:
            row = _complete(locked, row, by=by, on=on)
        return page_version(view, row)


def first_view(review: Review) -> ChildView | None:
    """The occasion that stands on the review's views page; later ones have pages of their own."""
    return ChildView.objects.filter(review=review).order_by("pk").first()


def view_facts(view: ChildView | None) -> dict[str, Any]:
    """The fields of the page that an occasion holds."""
    view = view or ChildView()
    names = [name for name in Words.__dataclass_fields__ if name != "heard_by_person"]
    return {name: getattr(view, name) for name in names}


def part_facts(part: Participation | None) -> dict[str, Any]:
    """The fields of the page that the participation holds."""
    part = part or Participation()
    return {name: getattr(part, name) for name in TakingPart.__dataclass_fields__}


def page_facts(view: ChildView | None, part: Participation | None) -> dict[str, Any]:
    """All fields of the page as they are saved."""
    return view_facts(view) | part_facts(part)


def _conflict(
    row: ChildView | Participation, current: dict[str, Any], *, version: int | None = None
) -> ConflictError:
    by = row.saved_by.name if row.saved_by else ""
    return ConflictError(current, version=row.version if version is None else version, by=by, at=row.saved_at)


def _put_words(
    review: Review,
    words: Words,
    *,
    by: Person,
    on: date,
    version: int,
    view: ChildView | None = None,
    uuid: UUID | None = None,
) -> ChildView:
    if words.heard_date is not None:
        if words.heard_date > on:
            raise DomainError(
                "This day has not come yet. Enter the day the child was heard.", field="heard_date"
            )
        if words.heard_date < review.child.date_of_birth:
            raise DomainError("This day is before the child was born. Enter a later one.", field="heard_date")
    values = words.fields()
    if view is None and uuid is not None:
        view = ChildView.objects.filter(review=review, uuid=uuid).first()
    if view is None:
        made = {"uuid": uuid} if uuid else {}
        view = ChildView(
            authority_id=review.authority_id, child_id=review.child_id, review=review, version=0, **made
        )
        changed = sorted(name for name, value in values.items() if value)
        try:
            with transaction.atomic():
                view.save()
                save_versioned(view, version=0, by=by, **values)
        except IntegrityError as error:
            raise StateError("This page can no longer be saved. Go back and add it again.") from error
    else:
        view = ChildView.objects.select_related("saved_by").get(pk=view.pk, review=review)
        if version != view.version:
            raise _conflict(view, view_facts(view))
        changed = sorted(name for name, value in values.items() if getattr(view, name) != value)
        if not changed:
            return view
        save_versioned(view, version=version, by=by, **values)
    record(
        Verb.VIEWS_RECORDED,
        by=by,
        authority_id=review.authority_id,
        objects=[view],
        child_ids=[review.child_id],
        review=review.pk,
        fields=changed,
    )
    return view


def _put_part(review: Review, answers: TakingPart, *, by: Person, on: date, version: int) -> Participation:
    values = answers.fields()
    worked = worked_out_for(review, answers)
    _check_alone(review, answers, on=on)
    _check_contradiction(review, answers, worked)
    values |= {"worked_out_code": worked.code or "", "reasons": list(worked.reasons)}
    part = Participation.objects.select_related("saved_by").filter(review=review).first()
    if version != (part.version if part else 0):
        raise (
            _conflict(part, part_facts(part))
            if part
            else StateError("This page is out of date. Open it again.")
        )
    if part is None:
        part = Participation(authority_id=review.authority_id, review=review, version=0)
        changed = sorted(name for name, value in values.items() if value)
        if not changed:
            return part
        part.save()
    else:
        changed = sorted(name for name, value in values.items() if getattr(part, name) != value)
        if not changed:
            return part
    save_versioned(part, version=part.version, by=by, **values)
    about = {"by": by, "authority_id": review.authority_id, "objects": [part], "child_ids": [review.child_id]}
    detail = {"review": review.pk, "code": part.worked_out_code}
    record(Verb.PARTICIPATION_RECORDED, **about, **detail, fields=changed)
    if part.contradicted_code and "contradicted_code" in changed:
        record(Verb.CODE_CONTRADICTED, **about, **detail, contradicted=part.contradicted_code)
    return part


def _check_alone(review: Review, answers: TakingPart, *, on: date) -> None:
    if answers.spoken_alone != "yes":
        return
    day = answers.spoken_alone_date
    last = review.held_date or on
    if day is None:
        raise DomainError(
            "Enter the day you spoke with the child alone.", "required", field="spoken_alone_date"
        )
    if day > on:
        raise DomainError(
            "This day has not come yet. Enter the day you spoke with the child.", field="spoken_alone_date"
        )
    if day > last:
        raise DomainError(
            f"This is after the review. Enter a day on or before {long(last)}.", field="spoken_alone_date"
        )


def _check_contradiction(review: Review, answers: TakingPart, worked: WorkedOut) -> None:
    code = answers.contradicted_code
    if not code:
        return
    if review.imported_code:
        raise StateError(
            "The code of this review was imported and stands as imported.", field="contradicted_code"
        )
    if not answers.contradicted_reason.strip():
        raise DomainError("Say why the code is wrong.", "required", field="contradicted_reason")
    if worked.code == Code.PN0 and code != Code.PN0:
        raise DomainError(
            "The return takes only PN0 for a child under 4. Leave the code as it is.",
            field="contradicted_code",
        )
    if code == Code.PN0 and worked.code not in (None, Code.PN0):
        raise DomainError(
            "The return takes PN0 only for a child under 4. Choose another code.", field="contradicted_code"
        )


def _complete(review: Review, part: Participation, *, by: Person, on: date) -> Participation:
    views = list(ChildView.objects.filter(review=review).order_by("pk"))
    if wanted := missing(views, part, worked_out_for(review, part)):
        raise DomainError(wanted[0].message, "missing", field=wanted[0].field)
    day = review_day(review)
    if day is not None and day > on:
        raise StateError(
            "The review has not been held yet, so this cannot be complete. Press “Save and come back” instead.",
            "not_held",
        )
    if not part.complete:
        save_versioned(part, version=part.version, by=by, complete=True)
        record(
            Verb.PARTICIPATION_RECORDED,
            by=by,
            authority_id=review.authority_id,
            objects=[part],
            child_ids=[review.child_id],
            review=review.pk,
            code=code_for_return(review, part),
            fields=["complete"],
        )
    return _follow(review, by=by, on=on)


def _follow(review: Review, *, by: Person, on: date) -> Participation:
    """Bring the review's own dates and code in step with what was just stored, and its duties with those."""
    views = list(ChildView.objects.filter(review=review).order_by("pk"))
    part = Participation.objects.filter(review=review).first() or Participation(review=review, version=0)
    if part.complete and missing(views, part, worked_out_for(review, part)):
        save_versioned(part, version=part.version, by=by, complete=False)
    heard = part.complete or any(is_heard(view) for view in views)
    wanted = {
        "views_recorded_date": (review.views_recorded_date or on) if heard else None,
        "seen_alone_date": part.spoken_alone_date,
        "participation_code": code_for_return(review, part),
    }
    changes = {name: value for name, value in wanted.items() if getattr(review, name) != value}
    if changes:
        write(review, by=by, **changes)
        recompute_children([review.child_id], by=by)
    return part
