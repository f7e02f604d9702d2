"""Reviews, what they decided, their duties and reminders."""

from datetime import UTC, date, datetime

import factory

from reviews import models
from tests.factories.accounts import PersonFactory
from tests.factories.base import PortalFactory
from tests.factories.children import CarePlanVersionFactory, OfChildFactory, PeriodOfCareFactory


class ReviewFactory(PortalFactory):
    """A booked review; traits for one that was held."""

    class Meta:
        model = models.Review

    period = factory.SubFactory(PeriodOfCareFactory)
    child = factory.SelfAttribute("period.child")
    authority = factory.SelfAttribute("period.authority")
    number = 1
    state = "scheduled"

    class Params:
        concluded = factory.Trait(
            state="concluded",
            held_date=date(2025, 2, 11),
            concluded_date=date(2025, 2, 11),
            due_date=date(2025, 2, 12),
        )


class OfReviewFactory(PortalFactory):
    """A row of a review, in its authority."""

    class Meta:
        abstract = True

    review = factory.SubFactory(ReviewFactory)
    authority = factory.SelfAttribute("review.authority")


class SittingFactory(OfReviewFactory):
    class Meta:
        model = models.Sitting

    number = 1
    date = date(2025, 2, 11)


class InvitationFactory(OfReviewFactory):
    class Meta:
        model = models.Invitation

    name = "Petra Vane"
    role = "Social worker"


class ReopeningFactory(OfReviewFactory):
    class Meta:
        model = models.Reopening

    reopened_at = was_completed_at = datetime(2025, 3, 1, 9, tzinfo=UTC)
    reopened_by = factory.SubFactory(PersonFactory)
    reason = "A date was wrong"


class CarePlanConsideredFactory(OfReviewFactory):
    class Meta:
        model = models.CarePlanConsidered

    plan = factory.SubFactory(CarePlanVersionFactory, child=factory.SelfAttribute("..review.child"))


class ConsiderationFactory(OfReviewFactory):
    class Meta:
        model = models.Consideration

    matter = "health"


class DecisionFactory(OfReviewFactory):
    class Meta:
        model = models.Decision

    child = factory.SelfAttribute("review.child")
    number = factory.Sequence(lambda n: n + 1)
    what = "Start life story work"
    who = "Petra Vane, social worker"
    by_date = date(2025, 6, 30)
    state = "open"


class FollowUpFactory(OfReviewFactory):
    class Meta:
        model = models.FollowUp

    decision = factory.SubFactory(DecisionFactory, review=factory.SelfAttribute("..review"))
    outcome = "carried_out"


class ReleaseFactory(OfReviewFactory):
    """A copy for the child, being made."""

    class Meta:
        model = models.Release

    child = factory.SelfAttribute("review.child")
    kind = "child"
    recipient_name = "Ash"
    recipient_role = "The child"
    created_by = factory.SubFactory(PersonFactory)


class DeadlineFactory(OfChildFactory):
    class Meta:
        model = models.Deadline

    kind = "review"
    key = factory.Sequence(lambda n: f"test:{n}")
    due_date = date(2026, 5, 5)
    rule = "CPPCR 33(1)"
    counted_from = date(2026, 4, 2)
    explanation = "Counted from Thursday 2 April 2026."


class CaseloadEntryFactory(OfChildFactory):
    class Meta:
        model = models.CaseloadEntry

    period = factory.SubFactory(PeriodOfCareFactory, child=factory.SelfAttribute("..child"))


class DutyDoneFactory(OfChildFactory):
    class Meta:
        model = models.DutyDone

    kind = "visit"
    done_date = date(2026, 4, 20)


class ReminderFactory(PortalFactory):
    class Meta:
        model = models.Reminder

    deadline = factory.SubFactory(DeadlineFactory)
    authority = factory.SelfAttribute("deadline.authority")
    due_date = factory.SelfAttribute("deadline.due_date")
    step = -10
    recipient = factory.SubFactory(PersonFactory)
    for_date = date(2026, 4, 20)


class SweepRunFactory(PortalFactory):
    class Meta:
        model = models.SweepRun

    for_date = date(2026, 4, 20)
