"""Nothing that a person typed is lost when a form meets a door that has closed meanwhile.

The answer to such a form is a page that holds its fields, and sends them again once the person has signed in, or has
shown that it is they, in another tab. They are nowhere but in that page: no session, no table, no cookie keeps a
child's words for whoever sits down next, and a page that is closed has forgotten them. It says who is signed in before
it sends, and everything is checked again as if it had just been typed.

Only a form of our own is given back: the check against forgery, which comes before, has seen its token or, where the
token is the old one of the session that ended, that the browser says it comes from this very site.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import views
from core.pages import PageInfo

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
SIGNING_IN = "/accounts/"
WORTH_READING = 25
"""Characters from which on a field is shown, to be read and copied; shorter ones are choices and dates."""


@dataclass(frozen=True)
class Field:
    """One value of one field, as it came."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether somebody would miss it."""
        return len(self.value) >= WORTH_READING


def fields_of(request: HttpRequest) -> list[Field]:
    """Every value that was sent, in the order it came in, but the token."""
    return [Field(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]


def has_words(request: HttpRequest) -> bool:
    """Whether a form was sent with anything in it. Never one of signing in: a password is not given back."""
    if request.method != "POST" or request.path.startswith(SIGNING_IN):
        return False
    return bool(fields_of(request) or request.FILES)


def ended(request: HttpRequest) -> HttpResponse:
    """The session ended over a form: 30 minutes passed, or somebody ended it."""
    return _page(request, "ended", "Your sign-in has ended", _sign_in())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form carries the token of an earlier session. One of our own pages sent it: hold it, with a new token.

    Whether it is our own, the browser says, in headers that no page can write. Where it says nothing, or it is
    another site's, the answer is the plain refusal.
    """
    own = f"{request.scheme}://{request.get_host()}"
    sent_by_us = (
        request.headers.get("Sec-Fetch-Site") == "same-origin" and request.headers.get("Origin", own) == own
    )
    if not sent_by_us or not has_words(request):
        return views.csrf_failure(request, reason)
    if request.user.is_authenticated:
        return _page(request, "again", "Check, then send it", None)
    return ended(request)


def _sign_in() -> tuple[str, str]:
    return (
        f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: reverse('account_go_back')})}",
        "Sign in again",
    )


def not_fresh(request: HttpRequest) -> HttpResponse:
    """The 10 minutes of accounts/fresh.py ran out over a form."""
    where = reverse("account_go_back")
    return _page(request, "not_fresh", "Show that it is you first", (where, "Show that it is you"))


def _page(request: HttpRequest, why: str, title: str, go: tuple[str, str] | None) -> HttpResponse:
    fields = fields_of(request)
    return render(
        request,
        "accounts/kept.html",
        {
            "page": PageInfo(title=title),
            "why": why,
            "go": go[0] if go else "",
            "go_words": go[1] if go else "",
            "fields": fields,
            "texts": [field for field in fields if field.is_text],
            "files": bool(request.FILES),
            "action": request.get_full_path(),
        },
    )
