"""The views of one review: what did the child say, apart from what I think? And how did they take part?"""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.components import Empty
from core.dates import clock as clock_time
from core.pages import BackLink
from core.views import AutosaveFormPage
from participation.actions import page_facts, page_version, save_views_page
from participation.code_box import CodeBox, code_box
from participation.enums import Way
from participation.forms import ReviewViewsForm
from participation.presenting import alone_words, last_time, review_caption, shown
from participation.selectors import ReviewVoice, voice_of, words_of
from participation.wording import caption
from reviews.access import get_own_review_or_404, get_review_or_404, own_reviews
from reviews.models import Review
from reviews.states import Act, may, refusal


class ReviewViews(PermissionMixin, AutosaveFormPage):
    """What did the child say, apart from what I think? And how did they take part?

    The child's own reviewing officer writes; others who may see the child read, as does everybody once it is locked.
    """

    permission = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
    form_class = ReviewViewsForm
    template_name = "participation/review_views.html"
    nav = "caseload"

    @cached_property
    def review(self) -> Review:
        """The review, if the person may see its child."""
        return get_review_or_404(self.actor, self.kwargs["uuid"])

    @cached_property
    def is_own(self) -> bool:
        """Whether the person is the child's reviewing officer."""
        return own_reviews(self.actor).filter(pk=self.review.pk).exists()

    @cached_property
    def voice(self) -> ReviewVoice:
        """What is recorded, and what was last time."""
        return voice_of(self.review, self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or what is recorded to who may not or can no longer write."""
        record(
            Verb.VIEWS_VIEWED,
            by=self.actor.person,
            authority_id=self.review.authority_id,
            objects=[self.review],
            child_ids=[self.review.child_id],
        )
        if self.is_own and may(self.review, Act.RECORD):
            return super().get(request, *args, **kwargs)
        context = {"page": self.get_page(), "read": self.to_read(), "why": self.why_closed()}
        return render(request, "participation/review_views_read.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for the child's own reviewing officer."""
        if not self.is_own:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"{self.review.child.shown_as}’s views and how they took part"

    def get_tab_title(self) -> str:
        return f"Views and how they took part, child {self.review.child.number}"

    def get_caption(self) -> str:
        return review_caption(self.review)

    def get_back(self) -> BackLink:
        if not self.is_own:
            return BackLink(
                f"Back to {self.review.child.shown_as}", reverse("child", args=[self.review.child.uuid])
            )
        return BackLink(
            f"Back to all parts of review {self.review.number}", reverse("review", args=[self.review.uuid])
        )

    def get_initial(self) -> dict[str, Any]:
        voice = self.voice
        initial = page_facts(voice.first, voice.part) | {"version": page_version(voice.first, voice.part)}
        if voice.first is None:
            initial["heard_by"] = self.actor.person.name
        return initial

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {
            "review": self.review,
            "by": self.actor.person,
            "saved": self.voice.first,
            "others": self.voice.others,
        }
        kwargs["cancel_url"] = ""  # "Save and come back" is the way back here
        return kwargs

    def get_later_url(self) -> str:
        return self.get_back().url

    def save_draft(self, form: ReviewViewsForm) -> int:
        return save_views_page(
            review=self.review,
            by=self.actor.person,
            on=clock.today(),
            version=form.cleaned_data["version"],
            words=form.words(),
            part=form.taking_part(halves=not self.is_autosave()),
        )

    def act(self, form: ReviewViewsForm) -> str:
        save_views_page(
            review=self.review,
            by=self.actor.person,
            on=clock.today(),
            version=form.cleaned_data["version"],
            words=form.words(),
            part=form.taking_part(),
            complete=True,
        )
        return self.get_back().url

    def box(self, form: ReviewViewsForm) -> CodeBox:
        """The code for the answers in the form, saved or not."""
        instead = form["contradicted_code"].value() if "contradicted_code" in form.fields else ""
        return code_box(
            self.review,
            at_review=form["at_review"].value() or "",
            ways=form["ways"].value() or [],
            contradicted=instead or "",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        voice, form = self.voice, context["form"]
        rows = [row for row in (voice.first, voice.part) if row is not None and row.saved_at]
        return context | {
            "saved_at": clock_time(max((row.saved_at for row in rows), default=None)),
            "last": last_time(voice.before, self.review.child.shown_as),
            "others": [
                (reverse("review-heard", args=[self.review.uuid, view.uuid]), caption(view))
                for view in voice.others
            ],
            "add_url": reverse("review-heard-new", args=[self.review.uuid]),
            "box": self.box(form),
            "code_url": reverse("review-views-code", args=[self.review.uuid]),
            "contradicts": "contradicted_code" in form.fields,
            "contradict_open": self.contradicts(form),
            "name": self.review.child.shown_as,
        }

    @staticmethod
    def contradicts(form: ReviewViewsForm) -> bool:
        """Whether the fold for another code stands open: one is chosen, or something is wrong in it."""
        names = [name for name in ("contradicted_code", "contradicted_reason") if name in form.fields]
        return any(form[name].value() or form[name].errors for name in names)

    def why_closed(self) -> str:
        """Why there is nothing to write in."""
        if not self.is_own:
            return "Only the child’s reviewing officer can change this."
        return refusal(self.review, Act.RECORD)

    def to_read(self) -> dict[str, Any]:
        """What is recorded, as this reader may see it."""
        name = self.review.child.shown_as
        heard = [
            one for one in words_of(self.review.child, self.actor) if one.view.review_id == self.review.pk
        ]
        part = self.voice.part
        found: dict[str, Any] = {
            "heard": [shown(one, name) for one in heard],
            "nothing": Empty(f"Nothing is recorded of what {name} said."),
            "part": part,
            "box": None,
            "alone": "",
            "code": self.review.participation_code or self.review.imported_code,
        }
        if part is not None:
            found["box"] = code_box(
                self.review, at_review=part.at_review, ways=part.ways, contradicted=part.contradicted_code
            )
            found["alone"] = alone_words(part.spoken_alone, part.spoken_alone_date, part.not_alone_reason)
        return found


class ReviewViewsCode(PermissionMixin, View):
    """The code box for answers that are not saved yet, for the script of the page. Reads and writes nothing else."""

    permission = Permission.RECORD_REVIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A piece of the page."""
        review = get_own_review_or_404(self.actor, kwargs["uuid"])
        box = code_box(
            review,
            at_review=request.GET.get("at_review", ""),
            ways=[way for way in request.GET.getlist("ways") if way in Way.values],
            contradicted=request.GET.get("contradicted_code", ""),
        )
        return render(request, "participation/code_box.html", {"box": box})
