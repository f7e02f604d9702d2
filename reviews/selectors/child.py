"""What reviews know of one child, for the child's page: three statements whatever there is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from children.models import Child
from core.calendar import WorkingCalendar
from reviews.clock_settings import calendar_for
from reviews.enums import DecisionState, ReviewState
from reviews.models import Deadline, Decision, Review


@dataclass
class ReviewsOfChild:
    """The child's reviews (newest first, each with `decision_rows`), the duties still open, the working days."""

    reviews: list[Review]
    duties: list[Deadline]
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
    def carried_out(self) -> int:
        """How many decisions have been carried out."""
        return sum(
            1 for review in self.reviews for row in review.decision_rows if row["state"] == DecisionState.DONE
        )

    @property
    def under_way(self) -> Review | None:
        """The review that is booked, adjourned or between its sittings."""
        states = (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED)
        return next((review for review in self.reviews if review.state in states), None)

    def days(self, due: date, on: date) -> int:
        """Working days left, or over (negative; at least one once the day is past)."""
        days = self.calendar.working_days_between(on, due)
        return -1 if due < on and days == 0 else days


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
                    )
                )
            )
        )
        .order_by(F("held_date").desc(nulls_first=True), "-number", "-pk")
    )
    duties = (
        Deadline.objects.filter(child=child, met_date__isnull=True)
        .select_related("review")
        .order_by("due_date", "pk")
    )
    return ReviewsOfChild(list(reviews), list(duties), calendar_for(child.authority))
