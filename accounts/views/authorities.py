"""The platform administrator's pages: authorities, their administrators and counts. Never a child."""

from typing import Any

from django.contrib import messages
from django.urls import reverse

from accounts import actions, selectors
from accounts.access import get_authority_or_404
from accounts.authorities import make_authority
from accounts.authority_counts import counts
from accounts.forms.people import AdministratorForm, ConfirmForm, NewAuthorityForm
from accounts.fresh import FreshFactorMixin
from accounts.models import LocalAuthority
from accounts.permissions import Permission
from accounts.roles import AUTHORITY_ADMIN
from accounts.scoping import in_authority
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.pages import BackLink
from core.views import ActPage, FormPage, PageView


class OfAuthorities(PermissionMixin):
    """What all these pages share."""

    permission = Permission.MANAGE_AUTHORITIES
    nav = "authorities"


class OfAuthority(OfAuthorities):
    """A page about one authority."""

    authority: LocalAuthority

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if request.actor is not None and request.actor.may(Permission.MANAGE_AUTHORITIES):
            self.authority = get_authority_or_404(request.actor, kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def authority_url(self) -> str:
        """Its page."""
        return reverse("authority", args=[self.authority.uuid])

    def get_caption(self) -> str:
        return self.authority.name

    def get_back(self) -> BackLink | None:
        return BackLink(f"Back to {self.authority.name}", self.authority_url)

    def get_failure_url(self) -> str:
        """Where a refusal is told."""
        return self.authority_url


class Authorities(OfAuthorities, PageView):
    """Every authority in the portal."""

    template_name = "accounts/authorities.html"
    title = "Authorities"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record(Verb.AUTHORITIES_LISTED, by=self.actor.person, authority_id=None)
        return super().get_context_data(**kwargs) | {"rows": selectors.authorities(clock.today())}


class AuthorityPage(OfAuthority, PageView):
    """One authority in numbers, and who administers it."""

    template_name = "accounts/authority.html"

    def get_title(self) -> str:
        return self.authority.name

    def get_caption(self) -> str:
        return ""

    def get_back(self) -> BackLink | None:
        return BackLink("Back to authorities", reverse("authorities"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority = self.authority
        with in_authority(authority):
            record(
                Verb.AUTHORITY_VIEWED, by=self.actor.person, authority_id=authority.pk, objects=[authority]
            )
            return super().get_context_data(**kwargs) | {
                "authority": authority,
                "counts": counts(clock.today()),
                "administrators": selectors.administrators_of(authority, clock.today()),
            }


class MakeAuthority(OfAuthorities, FreshFactorMixin, FormPage):
    """An authority of the list, with its first administrator."""

    form_class = NewAuthorityForm
    title = "Make an authority"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to authorities", reverse("authorities"))

    def get_form_kwargs(self) -> dict[str, Any]:
        there = set(LocalAuthority.objects.values_list("ons_code", flat=True))
        return super().get_form_kwargs() | {"there": there}

    def act(self, form: NewAuthorityForm) -> str:
        """Make it and invite its first administrator."""
        authority = make_authority(form.cleaned_data["code"], by=self.actor.person)
        _add_administrator(self, authority, form)
        messages.success(self.request, f"{authority.name} is made. Its administrator gets an invitation")
        return reverse("authority", args=[authority.uuid])


class AddAdministrator(OfAuthority, FreshFactorMixin, FormPage):
    """One more administrator, or a new one where the last has gone."""

    form_class = AdministratorForm
    title = "Add an administrator"
    success_message = "The administrator is added"

    def act(self, form: AdministratorForm) -> str:
        """Add them."""
        _add_administrator(self, self.authority, form)
        return self.authority_url


class Suspend(OfAuthority, FormPage):
    """Let nobody of an authority in."""

    form_class = ConfirmForm
    template_name = "accounts/end.html"
    title = "Suspend this authority"
    success_message = "The authority is suspended"
    extra_context = {
        "what": "Nobody of this authority gets in, from their next click on. Nothing is removed.",
        "after": "You can let them in again at any time.",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Suspend"}

    def act(self, form: ConfirmForm) -> str:
        """Suspend it."""
        actions.suspend_authority(authority=self.authority, by=self.actor.person)
        return self.authority_url


class Resume(OfAuthority, ActPage):
    """Let them in again."""

    success_message = "Its people can sign in again"

    def act(self) -> str:
        """Let them in."""
        actions.resume_authority(authority=self.authority, by=self.actor.person)
        return self.authority_url


def _add_administrator(view: OfAuthorities, authority: LocalAuthority, form: AdministratorForm) -> None:
    actions.add_person(
        authority=authority,
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        role=AUTHORITY_ADMIN.code,
        from_date=clock.today(),
        by=view.actor.person,
    )
