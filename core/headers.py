"""What every answer says to the browser, errors, redirects and files included: so it stands before everything else.

The content policy, the frame rule and the permissions policy come from their own middlewares, which stand as far out.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MAY_BE_KEPT = re.compile(r"\bpublic\b")
"""Styles, scripts, a council's colour: they hold nobody's data."""
NOT_KEPT = "no-store, private"


class HeadersMiddleware:
    """Nothing is kept by browsers and proxies but what says that it may be; nothing is read by other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add what is missing."""
        answer = self.get_response(request)
        if not MAY_BE_KEPT.search(answer.get("Cache-Control", "")):
            answer["Cache-Control"] = NOT_KEPT
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer
