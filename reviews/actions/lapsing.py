"""An adjourned review that was not resumed in time: not completed, so the due date that stood stands on."""

from accounts.models import Person
from audit.verbs import Verb
from reviews.actions.editing import tell, write
from reviews.enums import DecisionState
from reviews.models import Decision, Review
from reviews.states import Act, check


def lapse(row: Review, *, by: Person | None) -> None:
    """Close an adjourned review whose days are over. The row is locked by the caller, who recomputes the duties."""
    release_drafts(row, by=by)
    write(row, by=by, state=check(row, Act.LAPSE))
    tell(Verb.REVIEW_LAPSED, row, by=by, resume_by=row.resume_by)


def release_drafts(row: Review, *, by: Person | None) -> None:
    """What a review that is not completed meant to ask for again stays open, for the next review to follow up.

    Its drafts are kept to be read; they only no longer stand for the earlier decisions.
    """
    for draft in Decision.objects.select_for_update(of=("self",)).filter(
        review=row, state=DecisionState.DRAFT, carried_from__isnull=False
    ):
        write(draft, by=by, carried_from=None)
