"""Acts on the care plan that reviews and their due dates hang on (CPPCR regs 4 to 6 and 32(2))."""

from datetime import date

from django.db import transaction

from accounts.models import Person
from children.actions import care_plan
from children.models import CarePlanVersion, Child
from core.dates import long
from core.errors import DomainError
from reviews.actions.duties import recompute_children
from reviews.models import CarePlanConsidered, Review


def draft_care_plan(*, child: Child, by: Person, on: date) -> CarePlanVersion:
    """Start the next version of a child's care plan; gives the draft there already is."""
    with transaction.atomic():
        plan = care_plan.draft(child=child, by=by, on=on)
        recompute_children([child.pk], by=by)
    return plan


def discard_care_plan(*, plan: CarePlanVersion, by: Person, version: int) -> None:
    """Give up the draft of a care plan. Raises StateError where it was changed, agreed or discarded meanwhile."""
    with transaction.atomic():
        care_plan.discard(plan=plan, by=by, version=version)
        recompute_children([plan.child_id], by=by)


def agree_care_plan(
    *,
    plan: CarePlanVersion,
    by: Person,
    on: date,
    version: int,
    agreed_on: date,
    significant_change: bool = False,
    what_changed: str = "",
    review: Review | None = None,
    reason: str = "",
) -> CarePlanVersion:
    """Agree a draft of the care plan: a significant change needs the `review` that considered it, or why none could.

    The review is one of the same child, held on or before the day of the agreement; `reason` says why no review could
    consider the change first (reg 32(2)). Raises DomainError and StateError.
    """
    with transaction.atomic():
        if review is not None:
            _check_review(review, plan, agreed_on)
        agreed = care_plan.agree(
            plan=plan,
            by=by,
            on=on,
            version=version,
            agreed_on=agreed_on,
            significant_change=significant_change,
            what_changed=what_changed,
            considered=review is not None,
            not_considered_reason=reason,
        )
        if review is not None:
            CarePlanConsidered.objects.get_or_create(
                review=review, plan=agreed, defaults={"authority_id": agreed.authority_id}
            )
        recompute_children([agreed.child_id], by=by)
    return agreed


def _check_review(review: Review, plan: CarePlanVersion, agreed_on: date) -> None:
    if review.child_id != plan.child_id or review.held_date is None:
        raise DomainError("Choose a review of this child that was held.", "not_held", field="review")
    if review.held_date > agreed_on:
        raise DomainError(
            f"That review was held on {long(review.held_date)}, after the plan was agreed. "
            "Choose an earlier review, or another day of agreement.",
            "too_late",
            field="review",
        )
