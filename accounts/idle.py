"""Who leaves their desk is signed out after 30 minutes, and loses nothing that they typed.

accounts/session_store.py ends the session; here is noted that it is used, and what somebody is answered whose session
has ended. The page warns 5 minutes before, by assets/js/idle.js, which asks `SessionLeft` how much is left: other
tabs use the same session. A script that only looks (a page that follows long work) does not count as somebody there.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from accounts import kept
from accounts.middleware import NO_TRANSACTION
from core.views import AUTOSAVE_HEADER


class IdleMiddleware:
    """Notes that a session is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it, and answer."""
        without = request.path.startswith(NO_TRANSACTION) or _only_a_script_looks(request)
        if not without and request.user.is_authenticated:
            request.session.touch()
        return self.get_response(request)


def _only_a_script_looks(request: HttpRequest) -> bool:
    """Whether a script asks by itself. What is saved while somebody types is a POST, and counts."""
    return request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Dest") == "empty"


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends strangers to sign in. A form of somebody whose session has ended is held until they have."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """The page that holds the form, else the way to the sign-in page."""
        if kept.has_words(request) and AUTOSAVE_HEADER not in request.headers:
            return kept.ended(request)
        answer: HttpResponse = super().handle_no_permission(request, view_func)
        return answer
