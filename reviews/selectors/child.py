"""What reviews know of one child, for the child's page: two statements whatever there is."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from accounts.models import BankHolidayCorrection
from accounts.working_days import calendar_with
from children.enums import StartBasis
from children.models import Child
from children.selectors import Spell
from core.calendar import WorkingCalendar
from reviews.enums import DecisionState, ReviewState
from reviews.models import CaseloadEntry, Deadline, Decision, FollowUp, Review
from reviews.timescales import working_days_left

LONG_TEXTS = (
    "adjourned_reason",
    "adjourned_effect",
    "adjourned_wishes",
    "child_asked_how",
    "social_worker_talk_note",
    "reports_note",
    "right_people_note",
    "iro_view",
    "manager_answer_note",
)
"""What the child's page does not show of a review."""


@dataclass(frozen=True)
class OpenDuty:
    """A duty that is not met yet."""

    uuid: UUID
    kind: str
    due_date: date
    review: Review | None


@dataclass
class ReviewsOfChild:
    """The child's reviews (newest first, each with `decision_rows`), the duties still open, the working days."""

    reviews: list[Review]
    duties: list[OpenDuty]
    no_date_reason: str
    """Why no review date can be worked out; empty where there is one, or the child is looked after no longer."""
    calendar: WorkingCalendar

    @property
    def open_decisions(self) -> list[dict[str, Any]]:
        """Decisions to be carried out, those asked for longest first."""
        rows = [
            {**row, "review": review}
            for review in self.reviews
            for row in review.decision_rows
            if row["state"] == DecisionState.OPEN
        ]
        return sorted(rows, key=lambda row: (-row["times_asked"], row["first_asked"] or "", row["by"] or ""))

    @property
    def carried_out(self) -> list[dict[str, Any]]:
        """Decisions that have been carried out, the newest first."""
        rows = [row for review in self.reviews for row in review.decision_rows]
        done = [row for row in rows if row["state"] == DecisionState.DONE]
        return sorted(done, key=lambda row: row["closed"] or "", reverse=True)

    @property
    def under_way(self) -> Review | None:
        """The review that is booked, adjourned or between its sittings."""
        states = (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED)
        return next((review for review in self.reviews if review.state in states), None)

    def next_number(self, period: Spell) -> int | None:
        """The number of the next review of a period of care; None in a series of short breaks, which has no number."""
        if self.under_way is not None:
            return self.under_way.number
        if period.code == StartBasis.SHORT_BREAKS:
            return None
        return max((one.number for one in self.reviews if one.period_id == period.id), default=0) + 1

    def days_late(self, review: Review) -> int:
        """Working days that a review held late was over; at least one."""
        if review.held_date is None or review.due_date is None:
            raise ValueError("Only a review that was held and had a due date can be late")
        return max(-self.calendar.working_days_between(review.held_date, review.due_date), 1)

    @property
    def seen_alone(self) -> date | None:
        """When a reviewing officer last spoke with the child alone."""
        return max((one.seen_alone_date for one in self.reviews if one.seen_alone_date), default=None)

    def days(self, due: date, on: date) -> int:
        """Working days left, or over (negative; at least one once the day is past)."""
        return working_days_left(due, on, self.calendar)


def reviews_of(child: Child) -> ReviewsOfChild:
    """Reviews with their decisions, open duties, and the authority's calendar."""
    decisions = Decision.objects.filter(review=OuterRef("pk")).order_by("number")
    reviews = (
        Review.objects.filter(child=child)
        .annotate(
            decision_rows=ArraySubquery(
                decisions.values(
                    row=JSONObject(
                        uuid="uuid",
                        what="what",
                        who="who",
                        by="by_date",
                        state="state",
                        times_asked="times_asked",
                        first_asked="first_asked_date",
                        closed="closed_date",
                        found=Subquery(
                            FollowUp.objects.filter(decision=OuterRef("carried_from"))
                            .order_by("-recorded_at")
                            .values("note")[:1]
                        ),
                    )
                )
            )
        )
        .defer(*LONG_TEXTS)
        .order_by(F("held_date").desc(nulls_first=True), "-number", "-pk")
    )
    return _with_duties(child, list(reviews))


def _with_duties(child: Child, reviews: list[Review]) -> ReviewsOfChild:
    """Adds the open duties, why there is no review date, and the authority's calendar: one statement."""
    by_id = {review.pk: review for review in reviews}
    corrections = BankHolidayCorrection.objects.filter(authority=OuterRef("authority")).order_by("on")
    standing = Deadline.objects.filter(child=OuterRef("pk"), met_date__isnull=True).order_by("due_date", "pk")
    entry = CaseloadEntry.objects.filter(child=OuterRef("pk"))
    found = (
        Child.objects.filter(pk=child.pk)
        .values(
            reason=Subquery(entry.values("no_date_reason")[:1]),
            corrections=ArraySubquery(
                corrections.values(row=JSONObject(on="on", name="name", is_holiday="is_holiday"))
            ),
            rows=ArraySubquery(
                standing.values(row=JSONObject(uuid="uuid", kind="kind", due="due_date", review="review_id"))
            ),
        )
        .get()
    )
    duties = [
        OpenDuty(
            UUID(row["uuid"]), row["kind"], date.fromisoformat(row["due"]), by_id.get(row["review"] or 0)
        )
        for row in found["rows"]
    ]
    calendar = calendar_with(
        (date.fromisoformat(row["on"]), row["name"], row["is_holiday"]) for row in found["corrections"]
    )
    return ReviewsOfChild(reviews, duties, found["reason"] or "", calendar)
