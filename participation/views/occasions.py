"""Further occasions on which a child was heard for a review: each has a page of its own."""

import uuid
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.dates import clock as clock_time
from core.pages import BackLink
from core.views import AutosaveFormPage
from participation.access import get_occasion_or_404, new_occasion_uuid
from participation.actions import record_views, view_facts
from participation.forms import OccasionForm
from participation.models import ChildView
from participation.presenting import review_caption
from reviews.access import get_own_review_or_404
from reviews.models import Review
from reviews.states import Act, may


class NewOccasion(PermissionMixin, View):
    """Leads to the page of an occasion that is not written yet, under an id of its own, so that it is made once."""

    permission = Permission.RECORD_REVIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On to the page."""
        review = get_own_review_or_404(self.actor, kwargs["uuid"])
        return HttpResponseRedirect(reverse("review-heard", args=[review.uuid, uuid.uuid4()]))


class Occasion(PermissionMixin, AutosaveFormPage):
    """A further time the child was heard for a review."""

    permission = Permission.RECORD_REVIEW
    form_class = OccasionForm
    template_name = "participation/occasion.html"
    title = "Another time they were heard"
    nav = "caseload"

    @cached_property
    def review(self) -> Review:
        """The review, for the child's own reviewing officer."""
        return get_own_review_or_404(self.actor, self.kwargs["uuid"])

    @cached_property
    def occasion(self) -> ChildView | None:
        """The occasion as it is saved; None for a new one."""
        return get_occasion_or_404(self.review, self.kwargs["heard"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One occasion; once the record is locked, the page to read."""
        if not may(self.review, Act.RECORD):
            return HttpResponseRedirect(reverse("review-views", args=[self.review.uuid]))
        record(
            Verb.VIEWS_VIEWED,
            by=self.actor.person,
            authority_id=self.review.authority_id,
            objects=[self.occasion or self.review],
            child_ids=[self.review.child_id],
        )
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"Another time {self.review.child.shown_as} was heard"

    def get_tab_title(self) -> str:
        return f"Another time they were heard, child {self.review.child.number}"

    def get_caption(self) -> str:
        return review_caption(self.review)

    def get_back(self) -> BackLink:
        url = reverse("review-views", args=[self.review.uuid])
        return BackLink(f"Back to {self.review.child.shown_as}’s views", url)

    def get_initial(self) -> dict[str, Any]:
        view = self.occasion
        initial = view_facts(view) | {"version": view.version if view else 0}
        if view is None:
            initial["heard_by"] = self.actor.person.name
        return initial

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "review": self.review,
            "by": self.actor.person,
            "saved": self.occasion,
            "cancel_url": "",
        }

    def save_draft(self, form: OccasionForm) -> int:
        return self._save(form)

    def act(self, form: OccasionForm) -> str:
        self._save(form)
        return self.get_back().url

    def get_later_url(self) -> str:
        return self.get_back().url

    def _save(self, form: OccasionForm) -> int:
        view = record_views(
            review=self.review,
            by=self.actor.person,
            on=clock.today(),
            version=form.cleaned_data["version"],
            view=self.occasion,
            uuid=new_occasion_uuid(self.review, self.kwargs["heard"]),
            **form.words().fields(),
        )
        return view.version

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        saved_at = self.occasion.saved_at if self.occasion else None
        return super().get_context_data(**kwargs) | {"saved_at": clock_time(saved_at)}
