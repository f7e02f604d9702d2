"""Reads of a review's journey: what stands due, who is around the child, what earlier reviews left open."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from children.enums import RelationshipKind
from children.models import Child, Relationship
from core.dates import plain
from reviews.completion import Problem
from reviews.enums import DecisionState, DutyKind, Matter, ReviewState, Source
from reviews.models import Consideration, Deadline, Decision, FollowUp, Invitation, Review, Sitting

K = RelationshipKind
ASKED_FIRST = (
    K.MOTHER, K.FATHER, K.PARENT, K.CARER, K.SOCIAL_WORKER, K.TEAM_MANAGER, K.SUPERVISING_SOCIAL_WORKER, K.TEACHER,
    K.HEALTH, K.ADVOCATE, K.INDEPENDENT_VISITOR, K.PERSONAL_ADVISER, K.SIBLING, K.RELATIVE, K.FRIEND, K.OTHER,
)  # fmt: skip
"""The order people are listed in: family first, then carers, then workers, then the rest."""
HELD = (ReviewState.CONCLUDED, ReviewState.COMPLETED)


def standing_due(child: Child) -> Deadline | None:
    """The child's duty to review that stands now; None where no date can be worked out."""
    return (
        Deadline.objects.filter(child=child, kind=DutyKind.REVIEW, met_date__isnull=True)
        .order_by("due_date")
        .first()
    )


def late_words(due: date) -> str:
    """What is said of a day after the due date, by the form and by the action."""
    return (
        f"The review is due by {plain(due)}. Choose a day on or before it, or say below why it will be late"
    )


def asked_as_a_rule(person: Relationship) -> bool:
    """Whether leaving this person out needs a reason (Handbook ch. 3); others come where the child wants them."""
    return person.parental_responsibility or person.kind not in (K.SIBLING, K.RELATIVE, K.FRIEND, K.OTHER)


def people_around(child: Child, *, on: date) -> list[Relationship]:
    """The people around the child on a day, in the order they are listed in."""
    people = Relationship.objects.filter(
        Q(start_date__isnull=True) | Q(start_date__lte=on),
        Q(end_date__isnull=True) | Q(end_date__gt=on),
        child=child,
    )
    return sorted(people, key=lambda person: (ASKED_FIRST.index(RelationshipKind(person.kind)), person.pk))


def review_under_way(child: Child) -> Review | None:
    """The review that is booked, under way or adjourned."""
    states = (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED)
    return Review.objects.filter(child=child, state__in=states).first()


def held_reviews(child: Child) -> QuerySet[Review]:
    """The child's reviews that were held, the latest first."""
    return Review.objects.filter(child=child, held_date__isnull=False).order_by("-held_date", "-pk")


def last_review_before(review: Review) -> Review | None:
    """The last review held before this one that has a record in the portal, with what it considered."""
    return (
        Review.objects.filter(child=review.child_id, state__in=HELD, source=Source.PORTAL)
        .exclude(pk=review.pk)
        .filter(Q(held_date__lt=review.held_date) if review.held_date else Q())
        .order_by("-held_date", "-pk")
        .prefetch_related("considerations")
        .first()
    )


def earlier_decisions(review: Review) -> QuerySet[Decision]:
    """The decisions of the child's other reviews, held on the day of this one or before it."""
    found = Decision.objects.filter(child=review.child_id).exclude(review=review.pk)
    day = review.held_date or review.scheduled_date
    return found.filter(review__held_date__lte=day) if day else found


def followed_up_at(review: Review) -> list[Decision]:
    """The earlier decisions this review has to look at, or has looked at: the open ones and those it closed."""
    if review.decisions_issued_at is not None:
        found = earlier_decisions(review).filter(follow_ups__review=review.pk)
    else:
        here = Q(state=DecisionState.OPEN) | Q(follow_ups__review=review.pk)
        found = earlier_decisions(review).filter(here).distinct()
    return list(_longest_first(found).select_related("review"))


def open_decisions(children: QuerySet[Child]) -> QuerySet[Decision]:
    """The decisions of these children that are still to be carried out, longest asked for first."""
    found = Decision.objects.filter(child__in=children, state=DecisionState.OPEN)
    return _longest_first(found).select_related("child", "review")


def _longest_first(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.order_by("first_asked_date", "-times_asked", "by_date", "pk")


@dataclass
class Whole:
    """A review with everything its record is made of, in a fixed number of statements, however much was written."""

    review: Review
    sittings: list[Sitting]
    people: list[Invitation]
    considerations: dict[str, Consideration]
    decisions: list[Decision]
    earlier: list[Decision]
    follow_ups: dict[int, FollowUp]
    last: Review | None
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    """What stops each step, as far as it was asked."""

    @property
    def held(self) -> list[Sitting]:
        """The sittings that were held."""
        return [sitting for sitting in self.sittings if sitting.held]

    @property
    def planned(self) -> list[Sitting]:
        """Those still to come."""
        return [sitting for sitting in self.sittings if not sitting.held and not sitting.called_off_reason]

    @property
    def invited(self) -> list[Invitation]:
        """Who was asked to come."""
        return [person for person in self.people if not person.not_invited_reason]

    @property
    def drafts(self) -> list[Decision]:
        """Decisions that have not gone out."""
        return [decision for decision in self.decisions if decision.state == DecisionState.DRAFT]

    @property
    def unanswered(self) -> list[Decision]:
        """Earlier decisions of which nothing was said yet."""
        return [decision for decision in self.earlier if decision.pk not in self.follow_ups]

    @property
    def last_name(self) -> str:
        """What changes are counted from: "review 3", or "the start of care" before the first."""
        number = self.review.number - 1
        return f"review {number}" if number else "the start of care"


def whole(review: Review) -> Whole:
    """Everything the record of a review is made of. Kept on the review, so that one page reads it once."""
    kept = getattr(review, "_whole", None)
    if kept is None:
        kept = Whole(
            review=review,
            sittings=list(review.sittings.order_by("date", "number")),
            people=list(review.invitations.order_by("pk")),
            considerations={one.matter: one for one in review.considerations.all()},
            decisions=list(review.decisions.select_related("carried_from").order_by("number")),
            earlier=followed_up_at(review),
            follow_ups={one.decision_id: one for one in review.follow_ups.all()},
            last=last_review_before(review),
        )
        review._whole = kept  # type: ignore[attr-defined]
    return kept


def offered_matters(found: Whole) -> list[Matter]:
    """The matters of Schedule 7 with a page of their own for this child.

    Wishes and feelings (12) stand in the child's views and the reviewing officer's view. Trafficked or unaccompanied
    (14) is asked where the child is known to be, or somebody wrote about it at this review or the last.
    """
    child = found.review.child
    told = Matter.PROTECTION in found.considerations or (
        found.last is not None
        and any(one.matter == Matter.PROTECTION for one in found.last.considerations.all())
    )
    left_out = {Matter.WISHES} if child.unaccompanied or told else {Matter.WISHES, Matter.PROTECTION}
    return [matter for matter in Matter if matter not in left_out]


def dates_of(review: Review) -> list[Deadline]:
    """The duties with dates that belong to this review, and the child's next review."""
    return list(
        Deadline.objects.filter(
            Q(review=review) | Q(kind=DutyKind.REVIEW, met_date__isnull=True), child=review.child_id
        ).order_by("due_date", "pk")
    )
