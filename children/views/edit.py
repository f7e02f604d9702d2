"""Completing what the portal knows of a child, and of the people around them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404
from children.actions import details
from children.forms import ChangePersonAroundForm, ChildForm, PersonAroundForm
from children.models import Child, Relationship
from children.views.child import back_to_child
from core.pages import BackLink
from core.views import FormPage

CHILD_FIELDS = ("name", "pronouns", "language", "interpreter_needed", "how_to_talk")
AROUND_FIELDS = (
    "kind",
    "name",
    "detail",
    "phone",
    "email",
    "parental_responsibility",
    "not_invited_reason",
    "start_date",
    "end_date",
)


class OfChild(PermissionMixin, FormPage):
    """A form about one child the person may see and complete."""

    permission = Permission.EDIT_CHILD
    nav = "caseload"
    looks_as = Verb.CHILD_VIEWED
    """What the audit says of opening the form: it shows what is known already."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; the look is recorded."""
        child = self.child
        record(
            self.looks_as,
            by=self.actor.person,
            authority_id=child.authority_id,
            objects=[child],
            child_ids=[child.pk],
        )
        return super().get(request, *args, **kwargs)

    @cached_property
    def child(self) -> Child:
        """The child, through the door."""
        return get_child_or_404(self.actor, self.kwargs["uuid"], Permission.EDIT_CHILD)

    def get_caption(self) -> str:
        """Which child."""
        return self.child.shown_as

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"{self.title}, child {self.child.number}"

    def get_back(self) -> BackLink:
        """To the child."""
        return back_to_child(self.child)

    def get_success_url(self) -> str:
        """To the child."""
        return reverse("child", args=[self.child.uuid])


class EditChild(OfChild):
    """Name, pronouns, language, how to talk."""

    form_class = ChildForm
    title = "Name and details"
    success_message = "The details are saved"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"version": self.child.version, **{name: getattr(self.child, name) for name in CHILD_FIELDS}}

    def act(self, form: ChildForm) -> str:
        """Save."""
        data = form.cleaned_data
        changes = {name: data[name] for name in CHILD_FIELDS}
        details.change_child(child=self.child, version=data["version"], by=self.actor.person, **changes)
        return self.get_success_url()


class AddPersonAround(OfChild):
    """Somebody new."""

    form_class = PersonAroundForm
    title = "Add somebody around the child"
    success_message = "They are added"

    def act(self, form: PersonAroundForm) -> str:
        """Save."""
        facts = {name: form.cleaned_data[name] for name in AROUND_FIELDS}
        details.add_person_around(child=self.child, by=self.actor.person, **facts)
        return f"{self.get_success_url()}#people"


class ChangePersonAround(OfChild):
    """Somebody known, corrected or ended."""

    form_class = ChangePersonAroundForm
    title = "Change somebody around the child"
    success_message = "The change is saved"

    @cached_property
    def row(self) -> Relationship:
        """The person around this child; one around another child is not found."""
        around: UUID = self.kwargs["around"]
        row = Relationship.objects.filter(child=self.child, uuid=around).first()
        if row is None:
            raise Http404
        return row

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"version": self.row.version, **{name: getattr(self.row, name) for name in AROUND_FIELDS}}

    def act(self, form: ChangePersonAroundForm) -> str:
        """Save."""
        data = form.cleaned_data
        changes = {name: data[name] for name in AROUND_FIELDS}
        details.change_person_around(row=self.row, version=data["version"], by=self.actor.person, **changes)
        return f"{self.get_success_url()}#people"
