"""How allauth and axes are fitted to the portal: nobody signs up by themselves; a lock is on the e-mail, not the office."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; there is no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def axes_username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The e-mail address tried, in lower case.

    allauth signs in by e-mail and gives axes no username; without this five wrong passwords of one person would lock
    out everyone behind the same address of the council.
    """
    found = ""
    if credentials:
        found = credentials.get("username") or credentials.get("email") or credentials.get("login") or ""
    if not found and request is not None:
        found = request.POST.get("login", "")
    return str(found).strip().lower()
