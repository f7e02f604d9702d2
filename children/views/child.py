"""The child's page: who is this, what do they want, what is stuck?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit.actions import record
from audit.verbs import Verb
from children.access import get_child_or_404, looking_at
from children.codes import meaning
from children.models import Child, Placement
from children.panels import Visit, panels_for
from children.selectors import Spell, age_on, child_record, next_birthday, place_name, status_name
from core import clock
from core.dates import long, plain
from core.pages import BackLink
from core.views import PageView

SHORT_BREAKS = ("V3", "V4")
LOOK = (Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)


def back_to_list(view: PermissionMixin) -> BackLink:
    """An IRO goes back to their children, a manager to all of them."""
    if view.actor.may(Permission.VIEW_ALLOCATED_CHILDREN):
        return BackLink("Back to my children", reverse("caseload"))
    return BackLink("Back to the team", reverse("team"))


def back_to_child(child: Child) -> BackLink:
    """From a page below the child's."""
    return BackLink(f"Back to {child.shown_as}", reverse("child", args=[child.uuid]))


class ChildPage(PermissionMixin, PageView):
    """Everything at a glance, each room filled by the app that knows."""

    permission = LOOK
    template_name = "children/child.html"
    nav = "caseload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One child the person may see; the look is recorded."""
        self.record = child_record(self.actor, kwargs["uuid"])
        self.child = self.record.child
        self.child.authority = self.actor.authority
        request.actor = looking_at(self.actor, self.child, own=self.record.own)
        record(
            Verb.CHILD_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
        )
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        """The name, or the number of a child without one."""
        return self.child.shown_as

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Child {self.child.number}"

    def get_back(self) -> BackLink:
        """To the list."""
        return back_to_list(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The head of the page, and the rooms."""
        on = clock.today()
        known, child = self.record, self.child
        birthday = next_birthday(child.date_of_birth, on)
        period, status = known.period, known.status
        rooms = panels_for(Visit(known, self.actor, on))
        last = known.periods[-1] if known.periods else None
        return super().get_context_data(**kwargs) | {
            "child": child,
            "age": age_on(child.date_of_birth, on),
            "next_age": age_on(child.date_of_birth, birthday),
            "birthday": f"{plain(birthday)}",
            "status": status_name(status.code) if status else "",
            "status_since": plain(status.start) if status else "",
            "iro": known.iro_name,
            "looked_after": period is not None,
            "ended": _ended(last, known.statuses) if period is None and last else ("", ""),
            "allocate_url": (
                reverse("allocate", args=[child.uuid])
                if period is not None and self.actor.may(Permission.ALLOCATE_CHILDREN)
                else ""
            ),
            "edit_url": reverse("child-edit", args=[child.uuid]),
            "restricted": child.restricted,
            "restriction_url": self._answered_for(Permission.RESTRICT_CHILD, "child-restriction"),
            "trail_url": self._answered_for(Permission.SEE_WHO_SAW, "child-trail"),
            "may_edit": self.actor.may(Permission.EDIT_CHILD),
            "rooms": rooms,
            "columns": (rooms["half"][0::2], rooms["half"][1::2]),
        }

    def _answered_for(self, permission: Permission, name: str) -> str:
        """An address for who answers for the child (children.access.get_answered_for_or_404); empty for others."""
        own_or_all = self.record.own or self.actor.may(Permission.VIEW_ALL_CHILDREN)
        return reverse(name, args=[self.child.uuid]) if own_or_all and self.actor.may(permission) else ""


def _ended(last: Spell, law: list[Spell]) -> tuple[str, str]:
    """That the child is not looked after now, and since when. After a short break another may come."""
    if law and law[-1].code in SHORT_BREAKS:
        return "Not looked after now.", f"The last short break ended on {long(last.end)}."
    code = last.facts["end_reason"]
    why = f": {meaning('rec', code)}" if code else ""
    return (
        "Looked after no longer.",
        f"Ceased to be looked after on {long(last.end)}{why}. The record is kept to be read.",
    )


class AddressPage(PermissionMixin, PageView):
    """Address and phone: a page of its own, because each look is recorded."""

    permission = LOOK
    template_name = "children/address.html"
    title = "Address and phone"
    nav = "caseload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One child the person may see."""
        self.child = get_child_or_404(self.actor, kwargs["uuid"])
        self.home = Placement.objects.filter(child=self.child, end_date__isnull=True).first()
        record(
            Verb.ADDRESS_VIEWED,
            by=self.actor.person,
            authority_id=self.child.authority_id,
            objects=[self.child],
            child_ids=[self.child.pk],
        )
        return super().get(request, *args, **kwargs)

    def get_caption(self) -> str:
        """Which child."""
        return self.child.shown_as

    def get_tab_title(self) -> str:
        """No name in the tab."""
        return f"Where child {self.child.number} lives"

    def get_back(self) -> BackLink:
        """To the child."""
        return back_to_child(self.child)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The placement that stands."""
        home = self.home
        may = self.actor.may(Permission.EDIT_CHILD) and home is not None
        return super().get_context_data(**kwargs) | {
            "home": home,
            "kind": place_name(home.type) if home else "",
            "since": plain(home.start_date) if home else "",
            "edit_url": reverse("home-edit", args=[self.child.uuid]) if may else "",
        }
