"""The administrator's pages about the people of their authority. Nobody's caseload or child is seen here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse

from accounts import actions, selectors
from accounts.absence import away, in_words
from accounts.access import get_person_or_404, get_role_or_404
from accounts.forms.people import (
    NEVER_ACCEPTED,
    NEVER_SIGNED_IN,
    NO_SECOND_FACTOR,
    ChangeRoleForm,
    ConfirmForm,
    NewPersonForm,
    PeopleFilterForm,
    PersonForm,
    RoleForm,
)
from accounts.fresh import FreshFactorMixin
from accounts.models import Membership, Person
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.dates import short
from core.pages import BackLink
from core.views import ActPage, FormPage, PageView

FILTERS: dict[str, Callable[[selectors.PersonRow], bool]] = {
    "": lambda row: True,
    NEVER_ACCEPTED: lambda row: not row.accepted,
    NEVER_SIGNED_IN: lambda row: not row.last_in,
    NO_SECOND_FACTOR: lambda row: not row.second_factor,
}
"""Whom each answer of the filter leaves on the list."""


class OfPeople(PermissionMixin):
    """What all these pages share."""

    permission = Permission.MANAGE_PEOPLE
    nav = "people"


class OfPerson(OfPeople):
    """A page about one person of this authority; 404 for anybody else."""

    person: Person

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if request.actor is not None and request.actor.may(Permission.MANAGE_PEOPLE):
            self.person = get_person_or_404(request.actor, kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def person_url(self) -> str:
        """Their page."""
        return reverse("person", args=[self.person.uuid])

    def get_caption(self) -> str:
        return self.person.name

    def get_back(self) -> BackLink | None:
        return BackLink(f"Back to {self.person.name}", self.person_url)

    def get_failure_url(self) -> str:
        """Where a refusal is told."""
        return self.person_url


class People(OfPeople, PageView):
    """Everybody with a role here."""

    template_name = "accounts/people.html"
    title = "People"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.people_of(self.actor.authority, clock.today(), at=clock.now())
        at_work = [row for row in rows if row.state != "ended"]
        form = PeopleFilterForm(self.request.GET if "show" in self.request.GET else None)
        show = form.cleaned_data["show"] if form.is_bound and form.is_valid() else ""
        shown = [row for row in at_work if FILTERS[show](row)]
        ended = [row for row in rows if row.state == "ended"] if not show else []
        record(
            Verb.PEOPLE_LISTED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            object_type="accounts.person",
            object_ids=[row.pk for row in [*shown, *ended]],
        )
        return super().get_context_data(**kwargs) | {
            "at_work": shown,
            "all_at_work": len(at_work),
            "ended": ended,
            "all_ended": len(rows) - len(at_work),
            "filter": form,
            "filtered": show,
        }


class PersonPage(OfPerson, PageView):
    """One person: roles, and what can be done."""

    template_name = "accounts/person.html"

    def get_title(self) -> str:
        return self.person.name

    def get_caption(self) -> str:
        return ""

    def get_back(self) -> BackLink | None:
        return BackLink("Back to people", reverse("people"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, person, today = self.actor.authority, self.person, clock.today()
        roles = selectors.roles_of(person, authority, today)
        record(Verb.PERSON_VIEWED, by=self.actor.person, authority_id=authority.pk, objects=[person])
        return super().get_context_data(**kwargs) | {
            "person": person,
            "roles": roles,
            "at_work": any(role.state != "ended" for role in roles),
            "absences": [in_words(row["told"]) for row in away(today).filter(person=person)],
            "elsewhere": selectors.works_elsewhere(person, authority),
            "no_password": not person.has_usable_password(),
            "invitation": selectors.invitations_of([person.pk], authority, at=clock.now()).get(person.pk),
            "last_in": short(person.last_login),
            "second_factor": bool(selectors.with_second_factor([person.pk])),
        }


class AddPerson(OfPeople, FreshFactorMixin, FormPage):
    """Somebody new."""

    form_class = NewPersonForm
    template_name = "accounts/person_add.html"
    title = "Add a person"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to people", reverse("people"))

    def get_initial(self) -> dict[str, Any]:
        return {"from_date": clock.today()}

    def act(self, form: NewPersonForm) -> str:
        """Add, tell, and go to their page."""
        membership = actions.add_person(
            authority=self.actor.authority, by=self.actor.person, **form.cleaned_data
        )
        person: Person = membership.person
        sent = "" if person.has_usable_password() else ". An invitation is on its way"
        messages.success(self.request, f"{person.name} is added{sent}")
        return reverse("person", args=[person.uuid])


class ChangePerson(OfPerson, FormPage):
    """Name and address."""

    form_class = PersonForm
    title = "Change name or e-mail address"
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.person.name, "email": self.person.email}

    def act(self, form: PersonForm) -> str:
        """Save."""
        actions.change_person(
            person=self.person, authority=self.actor.authority, by=self.actor.person, **form.cleaned_data
        )
        return self.person_url


class GiveRole(OfPerson, FreshFactorMixin, FormPage):
    """A further role."""

    form_class = RoleForm
    title = "Give a role"
    success_message = "The role is given"

    def get_initial(self) -> dict[str, Any]:
        return {"from_date": clock.today()}

    def act(self, form: RoleForm) -> str:
        """Give it."""
        actions.give_role(
            person=self.person, authority=self.actor.authority, by=self.actor.person, **form.cleaned_data
        )
        return self.person_url


class EndPerson(OfPerson, FormPage):
    """End everything a person has here."""

    form_class = ConfirmForm
    template_name = "accounts/end.html"
    title = "End this person’s access"
    extra_context = {
        "what": "All roles here end now. At their next click they are out. What they did stays on record.",
        "after": "Children they review keep their name until somebody else is chosen. Tell the IRO manager.",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "End access"}

    def act(self, form: ConfirmForm) -> str:
        """End it."""
        actions.end_person(
            person=self.person, authority=self.actor.authority, by=self.actor.person, on=clock.today()
        )
        messages.success(self.request, "Access is ended")
        return self.person_url


class Invite(OfPerson, ActPage):
    """The invitation, again: an earlier link stops working."""

    success_message = "An invitation is on its way. An earlier link no longer works"

    def act(self) -> str:
        """Send it."""
        actions.invite(person=self.person, authority=self.actor.authority, by=self.actor.person)
        return self.person_url


class WithdrawInvitation(OfPerson, ActPage):
    """Take an invitation back."""

    success_message = "The invitation is taken back. Its link no longer works"

    def act(self) -> str:
        """Take it back."""
        actions.withdraw_invitation(person=self.person, authority=self.actor.authority, by=self.actor.person)
        return self.person_url


class TakeOffSecondFactor(OfPerson, FreshFactorMixin, FormPage):
    """For a lost phone."""

    form_class = ConfirmForm
    template_name = "accounts/end.html"
    title = "Take the second factor off"
    success_message = "The second factor is taken off"
    extra_context = {
        "what": "For a lost or new phone. Make sure it is they who ask: ring a number you know.",
        "after": "When they next sign in, they set up a new one.",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Take it off"}

    def act(self, form: ConfirmForm) -> str:
        """Take it off."""
        actions.take_off_second_factor(
            person=self.person, authority=self.actor.authority, by=self.actor.person
        )
        return self.person_url


class OfRole(OfPeople):
    """A page about one role of this authority; 404 for any other."""

    membership: Membership

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if request.actor is not None and request.actor.may(Permission.MANAGE_PEOPLE):
            self.membership = get_role_or_404(request.actor, UUID(str(kwargs["uuid"])))
        return super().dispatch(request, *args, **kwargs)

    @property
    def person_url(self) -> str:
        """The page of the person whose role it is."""
        return reverse("person", args=[self.membership.person.uuid])

    def get_caption(self) -> str:
        return f"{self.membership.person.name}, {ROLES[self.membership.role].name}"

    def get_back(self) -> BackLink | None:
        return BackLink(f"Back to {self.membership.person.name}", self.person_url)


class ChangeRole(OfRole, FreshFactorMixin, FormPage):
    """Days and working time."""

    form_class = ChangeRoleForm
    title = "Change working time or days"
    success_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {
            "full_time_equivalent": self.membership.full_time_equivalent,
            "from_date": self.membership.from_date,
            "to_date": self.membership.to_date,
        }

    def act(self, form: ChangeRoleForm) -> str:
        """Save."""
        actions.change_membership(
            membership=self.membership, by=self.actor.person, on=clock.today(), **form.cleaned_data
        )
        return self.person_url


class EndRole(OfRole, FormPage):
    """End one role."""

    form_class = ConfirmForm
    template_name = "accounts/end.html"
    title = "End this role"
    success_message = "The role is ended"
    extra_context = {"what": "It ends now. What they did stays on record.", "after": ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "End the role"}

    def act(self, form: ConfirmForm) -> str:
        """End it."""
        actions.end_membership(membership=self.membership, by=self.actor.person, on=clock.today())
        return self.person_url
