"""Naming a child's reviewing officer: for one child, and for several at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404, visible_children
from children.models import Child
from core import clock
from core.dates import plain, short
from core.errors import DomainError
from core.pages import BackLink
from core.views import FormPage
from insight.forms import AllocateForm, AllocateManyForm
from insight.selectors import choosing
from reviews.actions.allocation import allocate_iro

GONE = "This person is not an IRO here any more. Choose another."


class Choosing(PermissionMixin, FormPage):
    """What both pages share."""

    permission = Permission.ALLOCATE_CHILDREN
    nav = "team"

    def get_form_kwargs(self) -> dict[str, Any]:
        today = clock.today()
        options = choosing.options(self.actor, on=today)
        return super().get_form_kwargs() | {"options": options, "today": today}

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def officer(self, form: AllocateForm) -> Person:
        """The person chosen. Raises DomainError where they left meanwhile."""
        person = choosing.officer(self.actor.authority, form.cleaned_data["iro"], on=clock.today())
        if person is None:
            raise DomainError(GONE, "not_an_iro", field="iro")
        return person

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.actor.authority.settings
        return super().get_context_data(**kwargs) | {"low": chosen.caseload_low, "high": chosen.caseload_high}


class Allocate(Choosing):
    """One child."""

    form_class = AllocateForm
    template_name = "insight/allocate.html"
    title = "Choose an IRO"
    child: Child

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is not None and request.actor.may(Permission.ALLOCATE_CHILDREN):
            self.child = get_child_or_404(request.actor, kwargs["uuid"], Permission.ALLOCATE_CHILDREN)
        return super().dispatch(request, *args, **kwargs)

    def get_caption(self) -> str:
        return self.child.shown_as

    def get_tab_title(self) -> str:
        return f"Choose an IRO, child {self.child.number}"

    def get_back(self) -> BackLink | None:
        return BackLink(f"Back to {self.child.shown_as}", reverse("child", args=[self.child.uuid]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record(
            Verb.CHILD_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
            page="allocate",
        )
        history = [
            {
                "who": row.iro.name,
                "days": f"{short(row.start_date)} to {short(row.end_date)}"
                if row.end_date
                else f"Since {short(row.start_date)}",
                "reason": row.reason,
            }
            for row in choosing.history(self.child)
        ]
        return super().get_context_data(**kwargs) | {
            "kin": choosing.kin_of(self.actor, self.child, on=clock.today()),
            "history": history,
        }

    def act(self, form: AllocateForm) -> str:
        """Name them."""
        person = self.officer(form)
        allocate_iro(
            children=[self.child],
            iro=person,
            by=self.actor.person,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(self.request, f"{person.name} is the IRO from {plain(form.cleaned_data['on'])}")
        return reverse("child", args=[self.child.uuid])


class AllocateMany(Choosing):
    """The children without an officer; with `?iro=`, those of one who leaves or has too many."""

    form_class = AllocateManyForm
    template_name = "insight/allocate_many.html"
    leaving: Person | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (
            request.actor is not None
            and request.actor.may(Permission.ALLOCATE_CHILDREN)
            and "iro" in request.GET
        ):
            self.leaving = self._leaving(request)
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _leaving(request: HttpRequest) -> Person:
        """The officer whose children are moved: somebody who has or had a role here, else 404."""
        try:
            uuid = UUID(request.GET["iro"])
        except ValueError as error:
            raise Http404 from error
        person = Person.objects.filter(uuid=uuid, memberships__authority=request.actor.authority).first()
        if person is None:
            raise Http404
        return person

    def get_title(self) -> str:
        return (
            f"Move children from {self.leaving.name}" if self.leaving else "Choose an IRO for these children"
        )

    def get_back(self) -> BackLink | None:
        return BackLink("Back to team", reverse("team"))

    def get_form_kwargs(self) -> dict[str, Any]:
        authority, today = self.actor.authority, clock.today()
        if self.leaving:
            self.choices = choosing.held_by(self.actor, self.leaving, on=today)
        else:
            self.choices = choosing.waiting(self.actor, today, calendar_for(authority.pk))
        kwargs = super().get_form_kwargs() | {"children": self.choices}
        if self.leaving:
            kwargs["options"] = [one for one in kwargs["options"] if one.value != str(self.leaving.uuid)]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "nobody": not self.choices,
            "leaving": self.leaving is not None,
        }
        record(
            Verb.LIST_VIEWED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            child_ids=[choice.pk for choice in self.choices],
            figure="allocate",
        )
        return context

    def act(self, form: AllocateManyForm) -> str:
        """Name them, all in one act."""
        person = self.officer(form)
        children = list(visible_children(self.actor).filter(uuid__in=form.cleaned_data["children"]))
        made = allocate_iro(
            children=children,
            iro=person,
            by=self.actor.person,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        count = f"{len(made)} child{'' if len(made) == 1 else 'ren'}"
        messages.success(self.request, f"{person.name} is now the IRO of {count} more")
        return reverse("team")
