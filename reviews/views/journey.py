"""Bases of the pages of a review's journey: one door, one audit row a look, a plain word where it has moved on."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.models import Child
from core.pages import BackLink
from core.views import AutosaveFormPage, FormPage
from reviews.access import get_own_review_or_404
from reviews.models import Review
from reviews.states import Act, refusal


def review_url(review: Review, name: str = "review", **more: object) -> str:
    """The address of a page of this review."""
    return reverse(name, kwargs={"uuid": review.uuid, **more})


def caption_of(child: Child, *more: str) -> str:
    """Ash · 100084 · review 4; the number alone for a child without a name."""
    return " · ".join(part for part in (child.name, child.number, *more) if part)


class OwnReviewPage(PermissionMixin):
    """A page on which the child's own reviewing officer changes a review. Everybody else gets 403 or 404."""

    permission = Permission.RECORD_REVIEW
    nav = "caseload"
    act_asked: Act | None = None
    """The act of reviews/states.py the page is for: where it cannot be done now, the page says why instead."""
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def review(self) -> Review:
        """The review, through its one door."""
        return get_own_review_or_404(self.actor, self.kwargs["uuid"])

    @property
    def child(self) -> Child:
        """The child it is about."""
        return self.review.child

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the page, or say that the review has moved on."""
        self.prepare()
        self.looked()
        if self.act_asked is not None and (said := refusal(self.review, self.act_asked)):
            return self.moved_on(said)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form; the action locks the row and asks the state itself."""
        self.prepare()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def prepare(self) -> None:
        """Find what the page is about; Http404 where it is not this person's."""
        assert self.review  # noqa: S101 - asks at the door

    def looked(self) -> None:
        """One audit row for the look."""
        record(
            Verb.REVIEW_VIEWED,
            by=self.actor.person,
            authority_id=self.review.authority_id,
            objects=[self.review],
            child_ids=[self.review.child_id],
            page=self.request.resolver_match.url_name,
        )

    def moved_on(self, said: str) -> HttpResponse:
        """The page of an act that is not possible any more, or not yet: what is so, and the way back."""
        context = {"page": self.get_page(), "said": said, "review_url": review_url(self.review)}
        return render(self.request, "reviews/moved_on.html", context)

    def get_caption(self) -> str:
        """Whose review."""
        return caption_of(self.child, f"review {self.review.number}")

    def get_tab_title(self) -> str:
        """Tabs hold no names."""
        return f"{self.title}, child {self.child.number}"

    def get_back(self) -> BackLink | None:
        """To the review."""
        return BackLink(f"Back to review {self.review.number}", review_url(self.review))

    def get_success_url(self) -> str:
        """On to the review, where nothing else is next."""
        return review_url(self.review)


class ReviewForm(OwnReviewPage, FormPage):
    """A form about one review."""


class ReviewAutosave(OwnReviewPage, AutosaveFormPage):
    """A long text about one review, saved while it is typed."""

    template_name = "reviews/writing.html"
