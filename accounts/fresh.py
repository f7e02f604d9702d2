"""Before what matters most a person shows again that it is they: at most 10 minutes ago, and with all they have.

    class ReleaseCopy(PermissionMixin, FreshFactorMixin, FormPage): ...      after PermissionMixin, before the page

A password and, where the person has a phone app or a passkey, that too; a passkey alone is both at once (it is kept on
the device and opened by a finger, a face or a number). Signing in counts. Where nothing but a password is asked for at
the sign-in (the demo), the password is what is asked for here.

The page asks before it is shown, so that nothing is typed in vain. Where the 10 minutes ran out over a form, the answer
holds what was typed (accounts/kept.py) while the person shows in another tab that it is they.
"""

from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import kept
from core import clock

FRESH = timedelta(minutes=10)
PASSWORD, CODE, PASSKEY = "password", "code", "passkey"


def shown(request: HttpRequest) -> set[str]:
    """What this session's person has shown within the last 10 minutes, signing in included."""
    since = (clock.now() - FRESH).timestamp()
    return {
        _kind(one) for one in get_authentication_records(request, request.user) if one.get("at", 0) > since
    }


def _kind(record: dict[str, Any]) -> str:
    """One record of allauth's in our words."""
    if record.get("method") == "mfa":
        return PASSKEY if record.get("type") == Authenticator.Type.WEBAUTHN else CODE
    return str(record.get("method"))


def where_to_show(request: HttpRequest) -> str:
    """The page where the person shows what is missing, back here afterwards; empty where nothing is."""
    name = _page_of_what_is_missing(request)
    if not name:
        return ""
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"


def _page_of_what_is_missing(request: HttpRequest) -> str:
    found = shown(request)
    if PASSKEY in found:
        return ""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if PASSWORD not in found:
        return "account_reauthenticate"
    if kinds and CODE not in found:
        return "mfa_reauthenticate"
    return ""


class FreshFactorMixin:
    """After PermissionMixin among the bases, so that a stranger is refused before being asked for anything."""

    fresh_methods: ClassVar[tuple[str, ...]] = ("get", "head", "post")
    """What is asked for this way. A page that is only to be read at ease may ask at "post" alone."""
    request: HttpRequest

    def look_before(self) -> None:
        """Where the record is looked up later than in `dispatch`: look here, so that another's answers 404 at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send away who has not shown lately that it is they."""
        method = str(request.method).lower()
        known = method in self.http_method_names and hasattr(self, "get" if method == "head" else method)  # type: ignore[attr-defined]
        if known and method in self.fresh_methods:
            self.look_before()
            where = where_to_show(request)
            if where:
                return self._ask(where)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def _ask(self, where: str) -> HttpResponse:
        if kept.has_words(self.request):
            return kept.not_fresh(self.request)
        return HttpResponseRedirect(where)
