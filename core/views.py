"""Bases of every page, the few pages of the core itself, and the answers to errors.

    class Caseload(PermissionMixin, PageView):            a page to read
        template_name = "reviews/caseload.html"
        title, nav = "My children", "caseload"

    class BookReview(PermissionMixin, FormPage):          a page with one form
        form_class = BookReviewForm
        title = "Book the review"
        success_message = "The review is booked"

        def act(self, form):
            actions.schedule_review(by=self.actor.person, on=form.cleaned_data["on"], ...)
            return self.child_url                         where to go next

A form that could not be taken is answered with 200, like GOV.UK services do: proxies of councils are known to put
their own page in the place of a 4xx answer, and with it what the person typed would be gone.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView, View

from core import clock, theme
from core.dates import clock as clock_time
from core.errors import ConflictError, DomainError
from core.forms import PortalForm, VersionedForm
from core.pages import BackLink, PageInfo

AUTOSAVE_HEADER = "X-Autosave"


class PageMixin:
    """Title, caption, way back and place in the navigation. Set the attributes, or override the `get_` methods."""

    title: ClassVar[str] = ""
    tab_title: ClassVar[str] = ""
    caption: ClassVar[str] = ""
    nav: ClassVar[str] = ""
    request: HttpRequest

    def get_title(self) -> str:
        """The heading."""
        return self.title

    def get_tab_title(self) -> str:
        """What the tab says; give one without a name where the heading holds a child's name."""
        return self.tab_title

    def get_caption(self) -> str:
        """The line above the heading."""
        return self.caption

    def get_back(self) -> BackLink | None:
        """The way back, or none."""
        return None

    def get_page(self) -> PageInfo:
        """All of it."""
        return PageInfo(
            title=self.get_title(),
            tab_title=self.get_tab_title(),
            caption=self.get_caption(),
            back=self.get_back(),
            nav=self.nav,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `page`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["page"] = self.get_page()
        return context


class PageView(PageMixin, TemplateView):
    """A page to read."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]


class FormPage(PageMixin, FormView):
    """A page with one form: checks, calls `act`, then sends the person on (Post/Redirect/Get)."""

    template_name = "layouts/question.html"
    form_class: type[PortalForm]
    success_message: ClassVar[str] = ""
    http_method_names: ClassVar[list[str]] = ["get", "post", "head", "options"]

    def act(self, form: Any) -> str | HttpResponse | None:
        """Call the action. Give where to go next (default `get_success_url()`), or an answer of your own."""
        raise NotImplementedError(f"{type(self).__name__}.act must call an action")

    def get_success_message(self, form: Any) -> str:
        """What the next page says happened; empty for nothing."""
        return self.success_message

    def get_cancel_url(self) -> str:
        """Where Cancel leads; the way back, if there is one."""
        back = self.get_back()
        return back.url if back else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.setdefault("cancel_url", self.get_cancel_url())
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check and act; or only draw again, where a button asks for that."""
        form = self.get_form()
        if isinstance(form, VersionedForm) and form.asks_to_join:
            form.join()
            return self.form_invalid(form)
        rows = getattr(form, "rows", None)
        if rows is not None and rows.asks_for_another():
            rows.add_another()
            return self.form_invalid(form)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, and turn what the action refuses into errors of the form."""
        try:
            try:
                answer = self.act(form)
            except ConflictError as error:
                if not self._same_thing_twice(form, error):
                    return self.conflicted(form, error)
                answer = self.act(form)
        except ConflictError as error:
            return self.conflicted(form, error)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        if message := self.get_success_message(form):
            messages.success(self.request, message)
        if isinstance(answer, HttpResponse):
            return answer
        return HttpResponseRedirect(answer or self.get_success_url())

    @staticmethod
    def _same_thing_twice(form: Any, error: ConflictError) -> bool:
        """Both people saved the very same words: nothing to choose, so save on the new version."""
        if (
            not isinstance(form, VersionedForm)
            or not form.covers(error.current)
            or form.differing(error.current)
        ):
            return False
        form.set_version(error.version)
        return True

    def conflicted(self, form: Any, error: ConflictError) -> HttpResponse:
        """Draw the page again with both texts, on the new version."""
        if isinstance(form, VersionedForm):
            form.show_conflict(error, at=clock.now())
        else:
            form.add_domain_error(error)
        return self.form_invalid(form)


class AutosaveFormPage(FormPage):
    """A form that is saved while somebody types. The form class is a VersionedForm.

    `save_draft` stores an unfinished form and gives the version it stands at now; it may raise DomainError or
    ConflictError. The same method serves the button named `later` ("Save and come back"), so all works without
    JavaScript. assets/js/autosave.js states the answers it expects.
    """

    later = "later"

    def save_draft(self, form: Any) -> int:
        """Store what there is; give the version it stands at now."""
        raise NotImplementedError(f"{type(self).__name__}.save_draft must store the draft")

    def get_later_url(self) -> str:
        """Where "Save and come back" leads."""
        return self.get_cancel_url() or self.get_success_url()

    def is_autosave(self) -> bool:
        """Whether the script is asking, not the person."""
        return AUTOSAVE_HEADER in self.request.headers

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["autosave_url"] = self.request.path
        kwargs["draft"] = self.request.method == "POST" and (
            self.is_autosave() or self.later in self.request.POST
        )
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A draft is stored; anything else goes the usual way."""
        return (
            self.autosaved(self.get_form()) if self.is_autosave() else super().post(request, *args, **kwargs)
        )

    def autosaved(self, form: Any) -> JsonResponse:
        """The answer for the script."""
        if not form.is_valid():
            words = "; ".join(item.text for item in form.error_summary)
            return JsonResponse({"state": "invalid", "message": words})
        try:
            version = self.save_draft(form)
        except ConflictError as error:
            at = clock_time(error.at)
            return JsonResponse({"state": "conflict", "by": error.by, "at": at, "version": error.version})
        except DomainError as error:
            return JsonResponse({"state": "invalid", "message": error.message})
        return JsonResponse({"state": "saved", "at": clock_time(clock.now()), "version": version})

    def form_valid(self, form: Any) -> HttpResponse:
        if self.later not in self.request.POST:
            return super().form_valid(form)
        try:
            self.save_draft(form)
        except ConflictError as error:
            return self.conflicted(form, error)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        return HttpResponseRedirect(self.get_later_url())


class ActPage(PageMixin, View):
    """A button without a page of its own: POST only, one action, then on. A refusal becomes a message."""

    http_method_names: ClassVar[list[str]] = ["post", "options"]
    success_message: ClassVar[str] = ""

    def act(self) -> str:
        """Call the action and give where to go next."""
        raise NotImplementedError(f"{type(self).__name__}.act must call an action")

    def get_failure_url(self) -> str:
        """Where the person is told that it was refused."""
        raise NotImplementedError(f"{type(self).__name__}.get_failure_url must say where")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, then go on."""
        try:
            url = self.act()
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(self.get_failure_url())
        if self.success_message:
            messages.success(request, self.success_message)
        return HttpResponseRedirect(url)


# -- Pages of the core -----------------------------------------------------------------------------------------------


@method_decorator(login_not_required, name="dispatch")
class WordsPage(PageView):
    """A page of words that anybody may read: accessibility, privacy, help."""


@login_not_required
@require_safe
@cache_control(max_age=31536000, public=True, immutable=True)
def theme_css(request: HttpRequest, colour: str) -> HttpResponse:
    """A council's colour as custom properties. The same address always gives the same answer: kept for good."""
    return HttpResponse(theme.stylesheet(colour), content_type="text/css; charset=utf-8")


class ComponentsPage(PageView):
    """Every component in every state, for whoever builds pages. Never in production unless asked for."""

    template_name = "core/components.html"
    title = "Components"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 where it is not switched on."""
        if not settings.SHOW_COMPONENTS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from core import gallery

        return super().get_context_data(**kwargs) | gallery.examples()


# -- Answers to errors: they must render without a database and without the context of a page ------------------------


def _plain(request: HttpRequest, name: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    return HttpResponse(render_to_string(name, context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _plain(request, "400.html", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence the refusal came with."""
    return _plain(request, "403.html", HTTPStatus.FORBIDDEN, reason=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not yours."""
    return _plain(request, "404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _plain(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form was posted with an old token: the page stood open for long, or cookies are off."""
    return _plain(request, "403_csrf.html", HTTPStatus.FORBIDDEN)
