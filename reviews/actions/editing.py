"""How the actions of a review's journey write: the row locked, its state asked, the version counted on."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from accounts.base import Versioned
from accounts.models import Person
from accounts.versions import save_versioned
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.errors import ConflictError, DomainError
from reviews import completion
from reviews.actions.duties import recompute_children
from reviews.models import Decision, Release, Review
from reviews.states import Act, check

Row = TypeVar("Row", bound=Versioned)


def locked_for(review: Review, *acts: Act) -> Review:
    """The review's row, locked and read afresh, if the acts can be done now. Raises StateError where one cannot."""
    row = (
        Review.objects.select_for_update(of=("self",))
        .select_related("child", "period", "authority")
        .get(pk=review.pk)
    )
    for act in acts:
        check(row, act)
    return row


def write(row: Versioned, *, by: Person | None, **changes: Any) -> None:
    """Save fields of a row that is locked, and count its version on."""
    stamp = {"version": row.version + 1, "saved_by": by, "saved_at": clock.now()}
    for name, value in {**changes, **stamp}.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, *stamp])


def save_part(row: Versioned, *, version: int, by: Person, **changes: Any) -> None:
    """Save what somebody typed into some fields of a row that several pages share.

    Somebody who saved other fields of it in between is no conflict: the history tells which fields were touched.
    Raises ConflictError where the same fields were, with both texts to choose from.
    """
    try:
        save_versioned(row, version=version, by=by, **changes)
    except ConflictError as error:
        if _touched_since(row, version, changes):
            raise
        save_versioned(row, version=error.version, by=by, **changes)


def _touched_since(row: Versioned, version: int, names: Iterable[str]) -> bool:
    """Whether one of these fields is no longer as it was at that version (also where the history does not know it)."""
    history = row._meta.get_field("events").related_model  # type: ignore[union-attr]
    columns = [type(row)._meta.get_field(name).attname for name in names]
    then = (
        history.objects.filter(pgh_obj_id=row.pk, version=version).order_by("pgh_id").values(*columns).last()
    )
    now = type(row).objects.filter(pk=row.pk).values(*columns).get()
    return then != now


def not_in_future(day: date, *, on: date, field: str = "date") -> None:
    """Raises DomainError for a day after `on`: what has not happened cannot be recorded."""
    if day > on:
        raise DomainError("This day has not come yet. Enter the day it happened.", "in_future", field=field)


def need(text: str, message: str, *, field: str) -> str:
    """The text without its edges. Raises DomainError where nothing is left."""
    if not text.strip():
        raise DomainError(message, "required", field=field)
    return text.strip()


class StillMissing(DomainError):
    """The step cannot be taken yet. `problems` is what the page lists, each with its link."""

    code = "missing"

    def __init__(self, problems: list[completion.Problem]) -> None:
        things = "One thing is" if len(problems) == 1 else f"{len(problems)} things are"
        super().__init__(f"{things} still missing. Put right what is listed, then try again.")
        self.problems = problems


def nothing_missing(review: Review, step: completion.Step, *, on: date) -> None:
    """Raises StillMissing while something stops the step."""
    if problems := completion.problems(review, step, on=on):
        raise StillMissing(problems)


def tell(verb: Verb, row: Review | Decision | Release, *, by: Person | None, **detail: object) -> None:
    """The audit row of an act on a review, or on a decision or a copy of one. Ids, codes and dates only."""
    record(verb, by=by, authority_id=row.authority_id, objects=[row], child_ids=[row.child_id], **detail)


def duties_again(review: Review, *, by: Person | None) -> None:
    """Work the child's due dates out again, after a fact that they are counted from has changed."""
    recompute_children([review.child_id], by=by)
    review.refresh_from_db(fields=["due_date", "due_rule"])
