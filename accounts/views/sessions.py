"""One's own sign-ins: what is open, ending it, and how long this one still lasts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.generic import View

from accounts.actions.sessions import end_session, end_sessions
from accounts.models import Session
from accounts.session_store import ends_at
from core import clock
from core.dates import long_time
from core.views import PageView


@dataclass(frozen=True)
class Row:
    """One sign-in as drawn."""

    uuid: UUID
    browser: str
    since: str
    used: str
    is_this: bool


def is_open(session: Session, at: datetime) -> bool:
    """Whether it still opens anything."""
    return ends_at(started_at=session.started_at, seen_at=session.seen_at) > at


class Sessions(PageView):
    """Where somebody is signed in. Not an address of a network: it says little, and would be one more thing kept."""

    template_name = "accounts/sessions.html"
    title = "Where you are signed in"
    http_method_names = ["get", "post", "head", "options"]

    def open_sessions(self) -> list[Session]:
        """This person's, the one used last first."""
        now = clock.now()
        own = Session.objects.filter(person_id=self.request.user.pk).order_by("-seen_at", "pk")
        return [one for one in own if is_open(one, now)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.session.session_key
        rows = [
            Row(
                one.uuid,
                one.browser or "Another browser",
                long_time(one.started_at),
                long_time(one.seen_at),
                one.pk == key,
            )
            for one in self.open_sessions()
        ]
        rows.sort(key=lambda row: not row.is_this)
        return super().get_context_data(**kwargs) | {"rows": rows, "others": len(rows) - 1}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End one, or all others."""
        key = request.session.session_key
        if "others" in request.POST:
            ended = end_sessions(person=request.user, but=key, by=request.user)
            messages.success(request, f"Ended elsewhere: {ended}")
        else:
            wanted = request.POST.get("session", "")
            found = [one for one in self.open_sessions() if str(one.uuid) == wanted and one.pk != key]
            if not found:
                raise Http404
            end_session(session=found[0], by=request.user)
            messages.success(request, "That sign-in is ended")
        return HttpResponseRedirect(reverse("account_sessions"))


class SessionLeft(View):
    """How long this sign-in lasts if nothing more happens; a POST says that somebody is there."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """Seconds. Asking does not make it longer."""
        return self._answer(request)

    def post(self, request: HttpRequest) -> JsonResponse:
        """Somebody is there: the middleware has noted it. The 12 hours stay."""
        return self._answer(request)

    @staticmethod
    def _answer(request: HttpRequest) -> JsonResponse:
        left = request.session.ends_at - clock.now()
        return JsonResponse({"left": max(0, int(left.total_seconds()))})
