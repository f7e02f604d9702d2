"""Where a person comes in, and where somebody with roles in several authorities chooses one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.actor import closed_to
from accounts.middleware import CHOSEN
from accounts.permissions import Permission
from accounts.scoping import in_authority
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.forms import PortalForm
from core.pages import PageInfo
from core.views import FormPage

FIRST_PAGES = (
    (Permission.VIEW_TEAM, "team"),
    (Permission.VIEW_ALLOCATED_CHILDREN, "caseload"),
    (Permission.VIEW_ALL_CHILDREN, "all-children"),
    (Permission.MANAGE_PEOPLE, "people"),
    (Permission.MANAGE_AUTHORITIES, "authorities"),
)
"""Permission to the page its holder starts at; the first that fits. A manager who reviews too starts with the team."""


class Home(View):
    """Sends a person to their first page; who may go nowhere today is told why."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirect by permission."""
        actor = request.actor
        if actor is None:
            return self._nowhere(request)
        page = next(name for permission, name in FIRST_PAGES if actor.may(permission))
        return HttpResponseRedirect(reverse(page))

    @staticmethod
    def _nowhere(request: HttpRequest) -> HttpResponse:
        """Say why: the portal of their council is closed for now, or they have no role that stands today."""
        closed = closed_to(request.user, clock.today())
        if closed:
            title = "The IRO portal of your council is closed for now"
            return render(request, "accounts/closed.html", {"page": PageInfo(title), "closed": closed})
        title = "You have no role in the portal today"
        return render(request, "accounts/no_role.html", {"page": PageInfo(title)})


class ChooseAuthorityForm(PortalForm):
    """Which place to work in."""

    place = forms.ChoiceField(label="Where do you want to work?", widget=forms.RadioSelect)
    submit_text = "Go there"

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class ChooseAuthority(PermissionMixin, FormPage):
    """For people with roles in several authorities. What they see and may do is that of one at a time."""

    permission = None
    form_class = ChooseAuthorityForm
    title = "Choose where to work"

    def get_form_kwargs(self) -> dict[str, Any]:
        places = sorted([self.actor.authority, *self.actor.others], key=lambda one: one.name if one else "")
        words = [
            (str(one.uuid) if one else "platform", one.name if one else "The platform") for one in places
        ]
        initial = {"place": str(self.actor.authority.uuid) if self.actor.authority else "platform"}
        return super().get_form_kwargs() | {
            "places": words,
            "initial": initial,
            "cancel_url": reverse("home"),
        }

    def act(self, form: ChooseAuthorityForm) -> str:
        """Remember the choice for this session."""
        wanted = form.cleaned_data["place"]
        places = [self.actor.authority, *self.actor.others]
        place = next(one for one in places if (str(one.uuid) if one else "platform") == wanted)
        self.request.session[CHOSEN] = place.pk if place else None
        person = self.actor.person
        with in_authority(place):
            record(
                Verb.AUTHORITY_CHOSEN, by=person, authority_id=place.pk if place else None, objects=[person]
            )
        return reverse("home")
