"""Every page declares its permission: `permission = Permission.X`, or `permission = None` for any signed-in person."""

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.actor import Actor, closed_to
from accounts.permissions import Permission
from core import clock


class PermissionMixin:
    """First among the bases of a view. Refuses (403) before anything is read; records answer 404 in their access.py."""

    permission: ClassVar[Permission | tuple[Permission, ...] | None]
    """The permission asked for; of several any one will do; None: any signed-in person with a role."""
    request: HttpRequest

    @property
    def actor(self) -> Actor:
        """Who is asking."""
        return self.request.actor

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse people without a role here, or without the permission."""
        actor = request.actor
        if actor is None:
            raise PermissionDenied(self._why_nowhere())
        wanted = self.permission
        if wanted is not None:
            any_of = wanted if isinstance(wanted, tuple) else (wanted,)
            if not any(actor.may(permission) for permission in any_of):
                raise PermissionDenied("Your role does not include this page.")
        return super().dispatch(request, *args, **kwargs)

    def _why_nowhere(self) -> str:
        """What somebody is told who is signed in and has no role that lets them in today."""
        closed = closed_to(self.request.user, clock.today())
        if not closed:
            return "You have no role in the portal today. Ask your administrator."
        names = " and ".join(authority.name for authority in closed)
        return f"The IRO portal of {names} is closed for now. The start page says whom to ask."
