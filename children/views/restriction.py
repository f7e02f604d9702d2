"""Closing a child to most of the authority's own staff, and who may still see them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Person
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_answered_for_or_404, get_named_or_404, visible_children
from children.actions import restriction as actions
from children.models import Child, Restriction
from children.restriction_forms import NamePersonForm, RestrictForm
from children.views.child import back_to_child, back_to_list
from core import clock
from core.dates import plain
from core.errors import StateError
from core.pages import BackLink
from core.views import ActPage, FormPage, PageView

NOT_RESTRICTED = "This child is not restricted any more."


class OfRestriction(PermissionMixin):
    """What the pages share: the child by the door, and the restriction that stands."""

    permission = Permission.RESTRICT_CHILD
    nav = "caseload"

    @cached_property
    def child(self) -> Child:
        """The child, through the door."""
        return get_answered_for_or_404(self.actor, self.kwargs["uuid"], Permission.RESTRICT_CHILD)

    @cached_property
    def restriction(self) -> Restriction | None:
        """The one that stands, or None."""
        return Restriction.objects.filter(child=self.child, end_date__isnull=True).first()

    def standing(self) -> Restriction:
        """The one that stands. Raises StateError where it was lifted."""
        if self.restriction is None:
            raise StateError(NOT_RESTRICTED)
        return self.restriction

    def get_caption(self) -> str:
        """Which child."""
        return self.child.shown_as

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Restriction, child {self.child.number}"

    def get_back(self) -> BackLink:
        """To the child."""
        return back_to_child(self.child)

    def people(self) -> list[tuple[str, str]]:
        """Everyone who can be named, by name."""
        people = Person.objects.filter(
            pk__in=actions.lookers(self.child.authority_id, clock.today()).values("person")
        )
        return [(str(person.uuid), person.name) for person in people.order_by("name", "pk")]

    def chosen(self, uuids: list[str]) -> list[Person]:
        """The people behind choices of `people`."""
        return list(Person.objects.filter(uuid__in=uuids).order_by("pk"))

    def looked(self) -> None:
        """The look in the audit."""
        record(
            Verb.RESTRICTION_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
        )

    def url_after(self) -> str:
        """The page of the restriction; the list, for who has just closed the child to themselves."""
        if visible_children(self.actor).filter(pk=self.child.pk).exists():
            return reverse("child-restriction", args=[self.child.uuid])
        return back_to_list(self).url


class RestrictChild(OfRestriction, FormPage):
    """Close the child."""

    form_class = RestrictForm
    template_name = "children/restrict.html"
    title = "Restrict this child"
    success_message = "The child is restricted"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; for a child who is restricted, who may see them."""
        if self.restriction is not None:
            return redirect("child-restriction", uuid=self.child.uuid)
        self.looked()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people()}

    def act(self, form: RestrictForm) -> str:
        """Close it."""
        data = form.cleaned_data
        actions.restrict_child(
            child=self.child,
            reason=data["reason"],
            named=self.chosen(data["named"]),
            closed_to_iro=data["closed_to_iro"],
            by=self.actor.person,
            on=clock.today(),
        )
        return self.url_after()


class RestrictionPage(OfRestriction, PageView):
    """Why the child is restricted, since when, and who may see them."""

    template_name = "children/restriction.html"
    title = "Who may see this child"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What stands; the look is recorded."""
        self.looked()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The restriction and the people named."""
        found, uuid = self.restriction, self.child.uuid
        named = found.named.filter(end_date__isnull=True).select_related("person") if found else []
        return super().get_context_data(**kwargs) | {
            "restriction": found,
            "reason": found.get_reason_display() if found else "",
            "since": plain(found.start_date) if found else "",
            "named": [
                {
                    "name": one.person.name,
                    "since": plain(one.start_date),
                    "url": reverse("child-restriction-unname", args=[uuid, one.uuid]),
                }
                for one in sorted(named, key=lambda one: one.person.name.casefold())
            ],
            "name_url": reverse("child-restriction-name", args=[uuid]),
            "lift_url": reverse("child-restriction-lift", args=[uuid]),
            "restrict_url": reverse("child-restrict", args=[uuid]),
        }


class NamePerson(OfRestriction, FormPage):
    """Somebody more."""

    form_class = NamePersonForm
    title = "Name somebody"
    success_message = "The person is named"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; the look is recorded."""
        self.looked()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people()}

    def get_cancel_url(self) -> str:
        """To who may see the child."""
        return reverse("child-restriction", args=[self.child.uuid])

    def act(self, form: NamePersonForm) -> str:
        """Name them."""
        (person,) = self.chosen([form.cleaned_data["person"]])
        actions.name_person(
            restriction=self.standing(), person=person, by=self.actor.person, on=clock.today()
        )
        return self.get_cancel_url()


class EndNaming(OfRestriction, ActPage):
    """Take a name off."""

    success_message = "The person is not named any more"

    def get_failure_url(self) -> str:
        """To who may see the child."""
        return reverse("child-restriction", args=[self.child.uuid])

    def act(self) -> str:
        """End it; who took their own name off may not see the child any more."""
        access = get_named_or_404(self.child, self.kwargs["named"])
        actions.end_naming(access=access, by=self.actor.person, on=clock.today())
        return self.url_after()


class LiftRestriction(OfRestriction, ActPage):
    """Open the child again."""

    success_message = "The restriction is lifted"

    def get_failure_url(self) -> str:
        """To who may see the child."""
        return reverse("child-restriction", args=[self.child.uuid])

    def act(self) -> str:
        """Lift it."""
        actions.lift_restriction(restriction=self.standing(), by=self.actor.person, on=clock.today())
        return reverse("child", args=[self.child.uuid])
