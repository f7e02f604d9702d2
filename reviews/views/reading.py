"""Looking at a review: the task list of its record, and the full record as it is printed. Managers may look."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.pages import BackLink
from core.views import PageView
from reviews.access import get_review_or_404, own_reviews
from reviews.enums import Source
from reviews.models import Review
from reviews.naming import review_heading
from reviews.selectors.record import full_record
from reviews.selectors.tasks import task_page
from reviews.views.journey import caption_of


class ReviewPage(PermissionMixin, PageView):
    """A page that shows one review to whoever may see the child. One audit row a look."""

    permission = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
    nav = "caseload"

    @cached_property
    def review(self) -> Review:
        """The review, through its one door."""
        return get_review_or_404(self.actor, self.kwargs["uuid"])

    @cached_property
    def is_own(self) -> bool:
        """Whether this is the child's own reviewing officer, who may change it."""
        return own_reviews(self.actor).filter(pk=self.review.pk).exists()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look."""
        review = self.review
        record(
            Verb.REVIEW_VIEWED, by=self.actor.person, authority_id=review.authority_id, objects=[review],
            child_ids=[review.child_id], page=request.resolver_match.url_name,
        )  # fmt: skip
        return super().get(request, *args, **kwargs)

    def get_caption(self) -> str:
        """Whose review."""
        return caption_of(self.review.child, f"review {self.review.number}")

    def get_tab_title(self) -> str:
        """Tabs hold no names."""
        return f"{self.get_title()}, child {self.review.child.number}"

    def get_back(self) -> BackLink:
        """To the review."""
        return BackLink(f"Back to review {self.review.number}", reverse("review", args=[self.review.uuid]))


class Tasks(ReviewPage):
    """What is left, and what is stopping me?"""

    template_name = "reviews/review.html"

    def get_title(self) -> str:
        """Where the review stands, or what a person is here for."""
        review = self.review
        recorder = self.is_own and review.source != Source.IMPORT
        day = review.held_date or review.scheduled_date
        return review_heading(review.number, review.state, day=day, recorder=recorder)

    def get_caption(self) -> str:
        """Whose review."""
        return caption_of(self.review.child)

    def get_back(self) -> BackLink:
        """To the child."""
        child = self.review.child
        return BackLink(f"Back to {child.shown_as}", reverse("child", args=[child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The task list and what stands beside it."""
        context = super().get_context_data(**kwargs)
        return context | task_page(self.review, self.actor, own=self.is_own, on=clock.today())


class Record(ReviewPage):
    """The full record, as it is read and printed. A draft is seen by its writer alone."""

    template_name = "reviews/record.html"

    def get_title(self) -> str:
        """Which record."""
        return f"Record of review {self.review.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record, as far as this person may read it yet."""
        return super().get_context_data(**kwargs) | full_record(self.review, self.actor, own=self.is_own)
