"""Where a second factor is required (always in production), nobody goes anywhere before they have set one up.

Who has one was asked for its code on the way in (allauth). Who has none is sent to set one up, at every page but those
that setting it up needs. The answer is kept in the session, so that a page costs no statement for it.
"""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.middleware import NO_TRANSACTION

CONFIRMED = "second_factor"
"""Session key: this session has a second factor behind it."""
OPEN_TO_ALL = (
    "/accounts/",
    "/accessibility/",
    "/privacy/",
    "/help/",
    "/how-dates-are-worked-out/",
    "/static/",
)
"""Signing in and out, setting up the second factor, and the pages anybody may read."""


class SecondFactorMiddleware:
    """Sends people without a second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect."""
        if self._is_missing(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _is_missing(request: HttpRequest) -> bool:
        if not settings.REQUIRE_SECOND_FACTOR or request.path.startswith((*OPEN_TO_ALL, *NO_TRANSACTION)):
            return False
        if not request.user.is_authenticated or request.session.get(CONFIRMED):
            return False
        shown = any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))
        if shown or is_mfa_enabled(request.user):
            request.session[CONFIRMED] = True
            return False
        return True
