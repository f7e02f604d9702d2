"""The team page, the lists behind its figures, and every child of the authority."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.components import Empty
from core.pages import BackLink
from core.views import PageView
from insight import show
from insight.collection import Month
from insight.forms import ChildrenFilter
from insight.selectors.children import NOBODY, child_rows, found_children
from insight.selectors.lists import Asked, Figure, UnknownFigure, figure
from insight.selectors.team import loads, team
from reviews.selectors.messages import reminder_health

PAGE = 100
"""Rows on one page of a list."""


class TeamPage(PermissionMixin, PageView):
    """How the team stands today."""

    permission = Permission.VIEW_TEAM
    template_name = "insight/team.html"
    title = "Team"
    nav = "team"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, today = self.actor.authority, clock.today()
        page = team(self.actor, on=today)
        record(Verb.TEAM_VIEWED, by=self.actor.person, authority_id=authority.pk, child_ids=page.child_ids)
        health = reminder_health(authority.pk, clock.now())
        return super().get_context_data(**kwargs) | show.team(page, health)


class TeamList(PermissionMixin, PageView):
    """The rows behind one figure."""

    permission = Permission.VIEW_TEAM
    template_name = "insight/list.html"
    nav = "team"
    figure: Figure

    def get_title(self) -> str:
        return self.figure.title

    def get_back(self) -> BackLink | None:
        return BackLink("Back to team", reverse("team"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, today = self.actor.authority, clock.today()
        try:
            self.figure = figure(
                self.kwargs["figure"],
                self._asked(),
                actor=self.actor,
                on=today,
                calendar=calendar_for(authority.pk),
            )
        except UnknownFigure as error:
            raise Http404 from error
        page = Paginator(self.figure.rows, PAGE).get_page(self.request.GET.get("page"))
        rows = self.figure.built(page.object_list)
        record(
            Verb.LIST_VIEWED,
            by=self.actor.person,
            authority_id=authority.pk,
            child_ids={row.child_id for row in rows},
            figure=self.kwargs["figure"],
        )
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(**kwargs) | {
            "figure": self.figure,
            "rows": rows,
            "list_page": page,
            "list_query": f"{query.urlencode()}&" if query else "",
            "empty": Empty("Nothing here now.", "", reverse("team"), "Back to team"),
        }

    def _asked(self) -> Asked:
        """One officer, one month, from the address; what is neither is a page that does not exist."""
        iro, month = self.request.GET.get("iro"), self.request.GET.get("month")
        nobody = iro == NOBODY
        try:
            officer = UUID(iro) if iro and not nobody else None
            return Asked(officer, Month.from_code(month) if month else None, nobody)
        except ValueError as error:
            raise Http404 from error


class AllChildren(PermissionMixin, PageView):
    """Every child of the authority."""

    permission = Permission.VIEW_ALL_CHILDREN
    template_name = "insight/children.html"
    title = "All children"
    nav = "all-children"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, today = self.actor.authority, clock.today()
        officers = sorted(
            ((str(load.uuid), load.person) for load in loads(self.actor, on=today, until=today)),
            key=lambda one: one[1].casefold(),
        )
        asked = ChildrenFilter(self.request.GET, officers=officers)
        chosen = asked.cleaned_data if asked.is_valid() else {}
        found = found_children(
            self.actor,
            words=chosen.get("q", ""),
            iro=chosen.get("iro", ""),
            left_too=chosen.get("left", False),
        )
        page = Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        rows = child_rows(page.object_list, on=today, allocating=self.actor.may(Permission.ALLOCATE_CHILDREN))
        record(
            Verb.CASELOAD_LISTED,
            by=self.actor.person,
            authority_id=authority.pk,
            child_ids=[row.pk for row in rows],
        )
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(**kwargs) | {
            "filter": asked,
            "rows": rows,
            "number": page.paginator.count,
            "list_page": page,
            "list_query": f"{query.urlencode()}&" if query else "",
            "empty": Empty(
                "No child fits.",
                "Look for a part of the name, or for the number.",
                reverse("all-children"),
                "Show all",
            )
            if query
            else Empty(
                "There are no children here yet.", "The administrator imports them from the 903 files."
            ),
        }
