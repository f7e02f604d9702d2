"""Opening a child closed to oneself, to read for an hour; and the list a manager looks through afterwards."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.fresh import FreshFactorMixin
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import (
    all_glass,
    get_glass_or_404,
    get_own_glass_or_404,
    named_children,
    visible_children,
)
from children.actions import glass as actions
from children.glass_session import remember
from children.models import BreakGlass, Child
from children.restriction_forms import BreakGlassForm, LookAtGlassForm
from core import clock
from core.components import Empty
from core.dates import long_time, plain, short, short_time
from core.errors import DomainError
from core.pages import BackLink
from core.views import ActPage, FormPage, PageView

BREAKS = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_TEAM)
"""Who has children to answer for: a reader of quality breaks no glass."""
PAGE = 100
NO_SUCH_CHILD = "No child here has that number. Look at the number again."


class ClosedRecords(PermissionMixin, PageView):
    """The restricted children one is named for, and the way to one that is closed."""

    permission = BREAKS
    template_name = "children/closed_records.html"
    title = "Closed records"
    nav = "closed-records"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its page; the look at the list is recorded."""
        named = named_children(self.actor, on=clock.today())
        children = list(visible_children(self.actor).filter(pk__in=named).order_by("name", "number"))
        record(
            Verb.CASELOAD_LISTED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            child_ids=[child.pk for child in children],
            list="named",
        )
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "name": child.shown_as,
                    "number": child.number if child.name else "",
                    "url": reverse("child", args=[child.uuid]),
                }
                for child in children
            ],
            "open_url": reverse("glass-break"),
            "list_url": reverse("glass-list") if self.actor.may(Permission.LOOK_AT_GLASS) else "",
        }


class OpenClosedChild(PermissionMixin, FreshFactorMixin, FormPage):
    """The number, the reason, and the hour begins."""

    permission = BREAKS
    form_class = BreakGlassForm
    template_name = "children/break_glass.html"
    title = "Open a closed record"
    nav = "closed-records"

    def get_back(self) -> BackLink:
        """To the closed records."""
        return BackLink("Back to closed records", reverse("closed-records"))

    def act(self, form: BreakGlassForm) -> str:
        """Find the child and break the glass."""
        data, today = form.cleaned_data, clock.today()
        child = actions.closed_child(self.actor, data["number"], on=today)
        if child is None:
            raise DomainError(NO_SUCH_CHILD, "no_such_child", field="number")
        glass = actions.break_glass(child=child, reason=data["reason"], by=self.actor.person, on=today)
        remember(self.request, glass)
        return reverse("child", args=[child.uuid])


class CloseGlass(PermissionMixin, ActPage):
    """Close it now."""

    permission = BREAKS
    success_message = "The record is closed"

    def act(self) -> str:
        """Close one's own."""
        glass = get_own_glass_or_404(self.actor, self.kwargs["uuid"])
        actions.close_glass(glass=glass, by=self.actor.person)
        return reverse("home")


class GlassList(PermissionMixin, PageView):
    """What was opened, what is still to be looked at, and what is late."""

    permission = Permission.LOOK_AT_GLASS
    template_name = "children/glass_list.html"
    title = "Closed records that were opened"
    nav = "closed-records"

    def get_back(self) -> BackLink:
        """To the closed records."""
        return BackLink("Back to closed records", reverse("closed-records"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those to be looked at first, the oldest on top; then the others, newest first."""
        today = clock.today()
        rows = all_glass(self.actor).order_by("-opened_at", "-pk")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        found = list(page.object_list)
        seen = visible_children(self.actor).filter(pk__in={one.child_id for one in found})
        numbers = dict(seen.values_list("pk", "number"))
        record(
            Verb.GLASS_LISTED,
            by=self.actor.person,
            authority_id=self.actor.authority.pk,
            child_ids=set(numbers),
        )
        waiting = all_glass(self.actor).filter(looked_at__isnull=True)
        late = waiting.filter(look_by__lt=today).count()
        return super().get_context_data(**kwargs) | {
            "rows": [self._row(one, numbers.get(one.child_id, ""), today) for one in found],
            "waiting": waiting.count(),
            "late": late,
            "list_page": page,
            "list_query": "",
            "empty": Empty(
                "Nobody has opened a closed record.", "", reverse("closed-records"), "Back to closed records"
            ),
        }

    def _row(self, one: BreakGlass, number: str, today: Any) -> dict[str, Any]:
        own = one.person_id == self.actor.person.pk
        waits = one.looked_at is None
        return {
            "who": one.person.name,
            "when": short_time(one.opened_at),
            "child": f"Child {number}" if number else "A child closed to you",
            "waits": waits,
            "late": waits and one.look_by < today,
            "by": short(one.look_by),
            "found": one.get_outcome_display(),
            "looked": f"{one.looked_by.name}, {short(one.looked_at)}" if one.looked_by else "",
            "url": reverse("glass-look", args=[one.uuid]) if waits and not own else "",
            "own": own,
        }


class LookAtGlass(PermissionMixin, FormPage):
    """One of them: who, when, why, what they looked at, and what the manager found."""

    permission = Permission.LOOK_AT_GLASS
    form_class = LookAtGlassForm
    template_name = "children/glass_look.html"
    title = "Was it right to open this?"
    nav = "closed-records"
    success_message = "What you found is saved"

    @cached_property
    def glass(self) -> BreakGlass:
        """The row, through the door."""
        return get_glass_or_404(self.actor, self.kwargs["uuid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; that a manager read the reason is recorded."""
        record(
            Verb.GLASS_LISTED,
            by=self.actor.person,
            authority_id=self.glass.authority_id,
            objects=[self.glass],
            child_ids=[self.glass.child_id],
        )
        return super().get(request, *args, **kwargs)

    def get_back(self) -> BackLink:
        """To the list."""
        return BackLink("Back to the list", reverse("glass-list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to be judged. The child's number only for who may see the child."""
        glass = self.glass
        child: Child | None = visible_children(self.actor).filter(pk=glass.child_id).first()
        return super().get_context_data(**kwargs) | {
            "glass": glass,
            "who": glass.person.name,
            "opened": long_time(glass.opened_at),
            "until": long_time(glass.closed_at or glass.until),
            "look_by": plain(glass.look_by),
            "child": f"Child {child.number}" if child else "A child closed to you",
        }

    def act(self, form: LookAtGlassForm) -> str:
        """Keep it."""
        data = form.cleaned_data
        actions.look_at_glass(
            glass=self.glass, outcome=data["outcome"], words=data["words"], by=self.actor.person
        )
        return reverse("glass-list")
