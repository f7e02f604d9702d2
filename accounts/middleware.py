"""One transaction a request, and inside it the authority of the person who asks."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django_scopes import scope

from accounts.actor import actor_for
from core import clock
from core.walls import tell_database, tell_person

Answer = Callable[[HttpRequest], HttpResponse]
CHOSEN = "authority"
"""Session key: the authority a person with several has chosen to work in."""
NO_TRANSACTION = ("/health/", "/metrics", "/theme/")
"""Paths that answer without the database, or must answer when it is away."""


class RequestTransactionMiddleware:
    """Opens the one transaction of a request. An answer of 500 or more, or an exception, takes everything back.

    It stands outside the session's middleware, so that session, change and audit row stand or fall together.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside a transaction; the page is rendered inside it too."""
        if request.path.startswith(NO_TRANSACTION):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class ActorMiddleware:
    """Finds who asks and sets their authority for the transaction; clears it afterwards."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with `request.actor` set: None for strangers and for people without a role today."""
        request.actor = None
        if request.path.startswith(NO_TRANSACTION) or not request.user.is_authenticated:
            return self.get_response(request)
        tell_person(request.user.pk)
        chosen = request.session.get(CHOSEN)
        request.actor = actor_for(request.user, on=clock.today(), chosen=chosen)
        if request.actor is None or request.actor.authority is None:
            return self.get_response(request)
        tell_database(request.actor.authority.pk)
        with scope(authority=request.actor.authority):
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        return response
