"""Which closed children this session has open: kept by id in the session, asked of the database only where there are.

A look (GET, HEAD) goes through the broken glass; nothing else does, so an hour of reading is reading only.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from children.access import opened_glass
from children.models import BreakGlass
from core import clock

KEY = "glass"
"""Session key: the uuids of the glass broken in this session."""


@dataclass(frozen=True)
class OpenGlass:
    """One line of the banner."""

    number: str
    minutes: int
    child_url: str
    close_url: str


def remember(request: HttpRequest, glass: BreakGlass) -> None:
    """From now on this session looks through it."""
    request.session[KEY] = [*request.session.get(KEY, []), str(glass.uuid)]


class GlassMiddleware:
    """After the actor is known: lets them read what they opened, and gives every page the banner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with `request.glass` set: what stands open now, oldest first."""
        request.glass = ()
        actor = getattr(request, "actor", None)
        if actor is None or actor.authority is None or not request.session.get(KEY):
            return self.get_response(request)
        rows = opened_glass(actor).filter(uuid__in=request.session[KEY])
        found = list(rows.select_related("child").order_by("opened_at", "pk"))
        if not found:
            del request.session[KEY]
            return self.get_response(request)
        request.glass = tuple(_line(glass) for glass in found)
        if request.method in ("GET", "HEAD"):
            request.actor = replace(actor, opened=frozenset(glass.child_id for glass in found))
        return self.get_response(request)


def _line(glass: BreakGlass) -> OpenGlass:
    seconds = (glass.until - clock.now()).total_seconds()
    return OpenGlass(
        number=glass.child.number,
        minutes=max(1, ceil(seconds / 60)),
        child_url=reverse("child", args=[glass.child.uuid]),
        close_url=reverse("glass-close", args=[glass.uuid]),
    )
